command-compare = Авто поруч: /compare VIN VIN
command-history = Що ви шукали
command-garage = Ваші авто
command-save = Зберегти авто: /save VIN
command-watch = Дізнаватися про нові відкликання: /watch VIN
command-settings = Мова, одиниці, приватність
command-feedback = Написати власникові бота
command-export = Усе, що про вас зберігається
command-forget = Видалити все про вас
command-privacy = Що зберігається і як довго
command-about = Версії та дані
command-cancel = Скасувати моє запитання

language-name = Українська
day = { $day }.{ $month }.{ $year }
on = увімк.
off = вимк.
automatic = Автоматично
cancel = Скасувати
save = ⭐ Зберегти
watch = 🔔 Стежити
unwatch = 🔕 Не стежити
share = Поділитися
rename = Назвати
remove = Прибрати

anonymous = Це для людей, а тут ви пишете від імені групи або каналу.
in-private-only = Це для особистого чату зі мною: відкрийте його й надішліть там.
which-vin = Який VIN? Напишіть його після команди, наприклад <code>1HGCM82633A004352</code>.
store-down = Зараз я не можу дістатися до збереженого. Спробуйте за хвилину.
store-full = Їх уже { $most }, більше я не зберігаю. Спершу приберіть зайве.
slow-down =
    { $seconds ->
        [one] Як швидко! Я зможу продовжити за { $seconds } секунду.
        [few] Як швидко! Я зможу продовжити за { $seconds } секунди.
       *[other] Як швидко! Я зможу продовжити за { $seconds } секунд.
    }

compare-first = Надішліть VIN для порівняння, один за одним або всі одразу.
compare-next = А другий VIN?
compare-too-many = Поруч я можу поставити не більше { $most }.

history-title = Ви шукали { $count ->
        [one] { $count } авто
        [few] { $count } авто
       *[other] { $count } авто
    }
history-empty = Ваша історія порожня.
history-private = Ви в приватному режимі: я не зберігаю нічого з того, що ви шукаєте. Змінити: /settings.
history-cleared = { $count ->
        [one] Видалено { $count } запис.
        [few] Видалено { $count } записи.
       *[other] Видалено { $count } записів.
    }
history-clear = Очистити
history-off = Більше не зберігати
history-on = Знову зберігати
history-is-off = Відтепер я не зберігаю нічого з того, що ви шукаєте. Збережене раніше лишиться, доки ви його не видалите.
history-is-on = Відтепер я зберігаю те, що ви шукаєте, лише для вас.

garage-title = { $count ->
        [one] Ваше { $count } авто
       *[other] Ваші { $count } авто
    }
garage-empty = Ви ще не зберегли жодного авто. Надішліть VIN і натисніть ⭐ Зберегти.
saved = Збережено: { $title }. Ваші авто: /garage.
saved-already = Воно вже є у вашому /garage.
removed = Прибрано з вашого /garage.
not-saved = Його немає у вашому /garage.
name-ask = Як назвати <code>{ $vin }</code>?
name-odd = Назва — один рядок не довший за { $most } знаків.
named = Тепер воно називається { $name }.

watching = { $count ->
        [0] Стежу. Поки відкликань не відомо: повідомлю, коли з'явиться.
        [one] Стежу. Відоме { $count } відкликання: повідомлю, коли з'явиться нове.
        [few] Стежу. Відомі { $count } відкликання: повідомлю, коли з'явиться нове.
       *[other] Стежу. Відомо { $count } відкликань: повідомлю, коли з'явиться нове.
    }
watch-unknown = Зараз я не можу дізнатися про його відкликання й не зрозумію, що буде новим. Спробуйте пізніше.
watch-ended = Більше не стежу.
watch-none = За ним я не стежив.
watch-news = <b>Нове відкликання</b> для { $title }

feedback-ask = Що ви хочете сказати власникові бота?
feedback-kept = Дякую! Передам.
argument-ask = Надішліть, будь ласка: <b>{ $what }</b>
argument-vin = VIN
argument-mileage = пробіг у милях
argument-state = штат США, наприклад CA
argument-plate = номерний знак
argument-code = код несправності, наприклад P0115
cancelled = Готово: відповіді більше не чекаю.
nothing-to-cancel = Скасовувати нічого.

settings-title = Налаштування
settings-language = Мова
settings-units = Одиниці
settings-history = Історія
settings-private = Приватний режим
settings-odd = Такого налаштування немає. Які є: /settings.
units-metric = метричні
units-us = американські

export = Усе, що про вас зберігається.
export-empty = Про вас нічого не зберігається.
forget-really =
    <b>Видалити все про вас?</b>
    Історію, авто, стеження, налаштування та повідомлення власникові бота. Повернути це не можна; /export спершу дасть вам копію.
forget-yes = Видалити все
forgot = Видалено:
forgot-nothing = Про вас нічого не зберігалося.
table-settings = налаштування
table-history = історія
table-garage = авто
table-watches = стеження
table-dialogues = відкриті запитання
table-private-chats = запис про цей чат
table-feedback = повідомлення власникові бота

about = <b>vinbot { $version }</b> — бот, який читає VIN. Він складається з плагінів:
privacy =
    <b>Що зберігається</b>
    Те, що ви шукаєте (останні 200 VIN, доки ви їх не видалите), авто, які ви зберегли й за якими стежите, ваші налаштування, ваші повідомлення власникові бота, запитання, яке чекає на вашу відповідь (15 хвилин), і те, що цей чат є. Більше нічого: ні текстів, ні фото, ні імен.

    Що означає VIN, зберігається без згадки про того, хто запитав.

    /settings вимикає історію або вмикає приватний режим, у якому нічого більше не зберігається. /export показує все, /forget видаляє.
