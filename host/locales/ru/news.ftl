# Messages that the bot sends by itself.

news-details = Подробнее
news-more = Узнать больше
maintenance = Сейчас меня обслуживают. Попробуйте ещё раз чуть позже – ничего из вашего не пропадёт.

# Sentences in news of recalls, by what they are in English.

said-do-not-drive-it-until-it-is-repaired = Не ездить, пока не отремонтируют.
said-park-it-outside-and-away-from-buildings = Парковать под открытым небом, вдали от зданий.
said-it-is-repaired-by-an-update-over-the-air = Ремонт – обновление по воздуху.
said-remedy = Решение: { $what }
