# Messages that the bot sends by itself.

news-details = Подробнее
news-more = Узнать больше
maintenance = Сейчас меня обслуживают. Попробуйте ещё раз чуть позже – ничего из вашего не пропадёт.
