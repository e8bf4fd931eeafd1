# Messages that the bot sends by itself.

news-details = Докладніше
news-more = Дізнатися більше
maintenance = Зараз мене обслуговують. Спробуйте ще раз трохи згодом – нічого з вашого не пропаде.
