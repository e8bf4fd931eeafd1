# Messages that the bot sends by itself.

news-details = Details
news-more = More about it
maintenance = I am being worked on just now. Please try again in a little while – nothing of yours is lost.

# Sentences in news of recalls, by what they are in English.

said-do-not-drive-it-until-it-is-repaired = Do not drive it until it is repaired.
said-park-it-outside-and-away-from-buildings = Park it outside and away from buildings.
said-it-is-repaired-by-an-update-over-the-air = It is repaired by an update over the air.
said-remedy = Remedy: { $what }
