# Messages that the bot sends by itself.

news-details = Details
news-more = Mehr dazu
maintenance = An mir wird gerade gearbeitet. Bitte versuche es in einer Weile noch einmal – nichts von dir geht verloren.

# Sentences in news of recalls, by what they are in English.

said-do-not-drive-it-until-it-is-repaired = Nicht fahren, bis es repariert ist.
said-park-it-outside-and-away-from-buildings = Im Freien parken, weg von Gebäuden.
said-it-is-repaired-by-an-update-over-the-air = Repariert wird es durch ein Update über Funk.
said-remedy = Abhilfe: { $what }
