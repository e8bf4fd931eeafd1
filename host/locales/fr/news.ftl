# Messages that the bot sends by itself.

news-details = Détails
news-more = En savoir plus
maintenance = Je suis en maintenance en ce moment. Réessayez dans un instant : rien de ce qui est à vous n'est perdu.
