# Messages that the bot sends by itself.

news-details = Détails
news-more = En savoir plus
maintenance = Je suis en maintenance en ce moment. Réessayez dans un instant : rien de ce qui est à vous n'est perdu.

# Sentences in news of recalls, by what they are in English.

said-do-not-drive-it-until-it-is-repaired = Ne pas rouler avant la réparation.
said-park-it-outside-and-away-from-buildings = À garer dehors, loin des bâtiments.
said-it-is-repaired-by-an-update-over-the-air = La réparation se fait par une mise à jour à distance.
said-remedy = Remède : { $what }
