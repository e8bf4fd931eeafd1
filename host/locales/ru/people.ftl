command-compare = Машины рядом: /compare VIN VIN
command-history = Что вы искали
command-garage = Ваши машины
command-save = Сохранить машину: /save VIN
command-watch = Узнавать о новых отзывах: /watch VIN
command-settings = Язык, единицы, приватность
command-feedback = Написать владельцу бота
command-export = Всё, что о вас хранится
command-forget = Удалить всё о вас
command-privacy = Что хранится и как долго
command-about = Версии и данные
command-cancel = Отменить мой вопрос

language-name = Русский
day = { $day }.{ $month }.{ $year }
on = вкл.
off = выкл.
automatic = Автоматически
cancel = Отмена
save = ⭐ Сохранить
watch = 🔔 Следить
unwatch = 🔕 Не следить
share = Поделиться
rename = Назвать
remove = Убрать

anonymous = Это для людей, а здесь вы пишете от имени группы или канала.
in-private-only = Это для личного чата со мной: откройте его и отправьте там.
which-vin = Какой VIN? Напишите его после команды, например <code>1HGCM82633A004352</code>.
store-down = Сейчас я не могу добраться до сохранённого. Попробуйте через минуту.
store-full = Их уже { $most }, больше я не храню. Сначала уберите лишнее.
slow-down =
    { $seconds ->
        [one] Как быстро! Я смогу продолжить через { $seconds } секунду.
        [few] Как быстро! Я смогу продолжить через { $seconds } секунды.
       *[other] Как быстро! Я смогу продолжить через { $seconds } секунд.
    }

compare-first = Пришлите VIN для сравнения, один за другим или все сразу.
compare-next = А второй VIN?
compare-too-many = Рядом я могу поставить не больше { $most }.

history-title = Вы искали { $count ->
        [one] { $count } машину
        [few] { $count } машины
       *[other] { $count } машин
    }
history-empty = Ваша история пуста.
history-private = Вы в приватном режиме: я не храню ничего из того, что вы ищете. Изменить: /settings.
history-cleared = { $count ->
        [one] Удалена { $count } запись.
        [few] Удалены { $count } записи.
       *[other] Удалено { $count } записей.
    }
history-clear = Очистить
history-off = Больше не хранить
history-on = Снова хранить
history-is-off = Теперь я не храню ничего из того, что вы ищете. Сохранённое раньше останется, пока вы его не удалите.
history-is-on = Теперь я храню то, что вы ищете, только для вас.

garage-title = { $count ->
        [one] Ваша { $count } машина
        [few] Ваши { $count } машины
       *[other] Ваши { $count } машин
    }
garage-empty = Вы ещё не сохранили ни одной машины. Пришлите VIN и нажмите ⭐ Сохранить.
saved = Сохранено: { $title }. Ваши машины: /garage.
saved-already = Она уже есть в вашем /garage.
removed = Убрано из вашего /garage.
not-saved = Её нет в вашем /garage.
name-ask = Как назвать <code>{ $vin }</code>?
name-odd = Название — одна строка не длиннее { $most } знаков.
named = Теперь она называется { $name }.

watching = { $count ->
        [0] Слежу. Пока отзывов не известно: сообщу, когда появится.
        [one] Слежу. Известен { $count } отзыв: сообщу, когда появится новый.
        [few] Слежу. Известны { $count } отзыва: сообщу, когда появится новый.
       *[other] Слежу. Известно { $count } отзывов: сообщу, когда появится новый.
    }
watch-unknown = Сейчас я не могу узнать её отзывы и не пойму, что будет новым. Попробуйте позже.
watch-ended = Больше не слежу.
watch-none = За ней я не следил.
watch-news = <b>Новый отзыв</b> для { $title }

feedback-ask = Что вы хотите сказать владельцу бота?
feedback-kept = Спасибо! Передам.
argument-ask = Пришлите, пожалуйста: <b>{ $what }</b>
argument-vin = VIN
argument-mileage = пробег в милях
argument-state = штат США, например CA
argument-plate = номерной знак
argument-code = код неисправности, например P0115
cancelled = Готово: ответа больше не жду.
nothing-to-cancel = Отменять нечего.

settings-title = Настройки
settings-language = Язык
settings-units = Единицы
settings-history = История
settings-private = Приватный режим
settings-odd = Такой настройки нет. Какие есть: /settings.
units-metric = метрические
units-us = американские

export = Всё, что о вас хранится.
export-empty = О вас ничего не хранится.
forget-really =
    <b>Удалить всё о вас?</b>
    Историю, машины, слежение, настройки и сообщения владельцу бота. Вернуть это нельзя; /export сначала даст вам копию.
forget-yes = Удалить всё
forgot = Удалено:
forgot-nothing = О вас ничего не хранилось.
table-settings = настройки
table-history = история
table-garage = машины
table-watches = слежение
table-dialogues = открытые вопросы
table-private-chats = запись об этом чате
table-feedback = сообщения владельцу бота

about = <b>vinbot { $version }</b> — бот, который читает VIN. Он состоит из плагинов:
privacy =
    <b>Что хранится</b>
    То, что вы ищете (последние 200 VIN, пока вы их не удалите), машины, которые вы сохранили и за которыми следите, ваши настройки, ваши сообщения владельцу бота, вопрос, который ждёт вашего ответа (15 минут), и то, что этот чат есть. Больше ничего: ни текстов, ни фото, ни имён.

    Что значит VIN, хранится без указания того, кто спросил.

    /settings выключает историю или включает приватный режим, в котором ничего больше не хранится. /export показывает всё, /forget удаляет.
