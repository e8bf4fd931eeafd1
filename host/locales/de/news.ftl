# Messages that the bot sends by itself.

news-details = Details
news-more = Mehr dazu
maintenance = An mir wird gerade gearbeitet. Bitte versuche es in einer Weile noch einmal – nichts von dir geht verloren.
