# Messages that the bot sends by itself.

news-details = Докладніше
news-more = Дізнатися більше
maintenance = Зараз мене обслуговують. Спробуйте ще раз трохи згодом – нічого з вашого не пропаде.

# Sentences in news of recalls, by what they are in English.

said-do-not-drive-it-until-it-is-repaired = Не їздити, доки не відремонтують.
said-park-it-outside-and-away-from-buildings = Паркувати просто неба, подалі від будівель.
said-it-is-repaired-by-an-update-over-the-air = Ремонт – оновлення повітрям.
said-remedy = Рішення: { $what }
