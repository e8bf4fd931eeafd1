# Messages that the bot sends by itself.

news-details = Details
news-more = More about it
maintenance = I am being worked on just now. Please try again in a little while – nothing of yours is lost.
