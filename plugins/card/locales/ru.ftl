### Russian.

## Numbers: what stands between whole and fraction, between thousands, and from how many digits on

number-decimal = ,
number-group = {"\u00A0"}
number-group-from = 4

## What a horsepower is: mechanical (0.7457 kW) or metric (0.7355 kW)

horsepower = metric

## Between a heading and what it says

colon = :

## Units: { $number } is written in the reader's way

unit-l = { $number } л
unit-cc = { $number } см³
unit-cu-in = { $number } куб. дюйм.
unit-hp = { $number }{"\u00A0"}л.{"\u00A0"}с.
unit-kw = { $number } кВт
unit-mph = { $number } миль/ч
unit-km-h = { $number } км/ч
unit-lb = { $number } фунт.
unit-kg = { $number } кг
unit-in = { $number } дюйм.
unit-mm = { $number } мм
unit-ft = { $number } фут.
unit-m = { $number } м
unit-mi = { $number } миль
unit-km = { $number } км
unit-mpg = { $number } mpg
unit-mpge = { $number } MPGe
unit-l-100-km = { $number } л/100 км
unit-kwh = { $number } кВт·ч
unit-kwh-100-mi = { $number } кВт·ч/100 миль
unit-kwh-100-km = { $number } кВт·ч/100 км
unit-g-mi = { $number } г/милю
unit-g-km = { $number } г/км
unit-v = { $number } В
unit-a = { $number } А
unit-h = { $number } ч
unit-percent = { $number } %
unit-usd = { $number } $
unit-of-5-stars = { $number } из 5 звёзд
unit-of-10 = { $number } из 10

## Refusals

no-vehicle = Нет автомобиля, который можно показать.
no-view = Такого вида нет. Есть: { $views }.
two-to-compare = Для сравнения нужны два автомобиля: отправьте от двух до четырёх VIN.
no-section = Этот раздел сейчас недоступен. Повторите попытку чуть позже.

## Buttons

button-details = Подробнее
button-copy-vin = Копировать VIN
button-back = Назад
button-compare = Сравнить
button-picture = Картинка
button-csv = Отчёт CSV
button-section-count = { $title } ({ $count })

## Headlines

name-with-year = { $name }, { $year } г.
name-of-kind = { $make } – { $kind }
unknown-vehicle = Неизвестный автомобиль
different = Различия
same = Совпадает
known-only = Известно только о { $name }
first-only = Сравниваются только первые четыре.
vehicles =
    { $count ->
        [one] { $count } автомобиль
        [few] { $count } автомобиля
       *[many] { $count } автомобилей
    }
continued = { $heading } (продолжение)
about-vin = Об этом VIN
type-defaults = Обычно для этого типа

## Lines of the card, rows of the comparison

line-body = Кузов
line-kind = Тип
line-trailer = Прицеп
line-bus = Автобус
line-engine = Двигатель
line-electric = Электрификация
line-charging = Зарядка
line-drive = Привод
line-transmission = Коробка передач
line-weight = Масса
line-wheelbase = Колёсная база
line-top-speed = Максимальная скорость
line-airbags = Подушки безопасности
line-safety = Безопасность
line-built = Завод
line-origin = Происхождение
line-maker = Производитель
line-model-year = Модельный год
line-serial = Серийный номер
line-check-digit = Контрольная цифра
line-price = Цена нового
line-doors = Двери
line-seats = Места
line-power = Мощность
line-fuel = Топливо
line-battery = Батарея

## Parts of these lines

doors =
    { $count ->
        [one] { $count } дверь
        [few] { $count } двери
       *[many] { $count } дверей
    }
seats =
    { $count ->
        [one] { $count } место
        [few] { $count } места
       *[many] { $count } мест
    }
axles =
    { $count ->
        [one] { $count } ось
        [few] { $count } оси
       *[many] { $count } осей
    }
cylinders =
    { $count ->
        [one] { $count } цилиндр
        [few] { $count } цилиндра
       *[many] { $count } цилиндров
    }
more =
    { $count ->
        [one] ещё { $count }
        [few] ещё { $count }
       *[many] ещё { $count }
    }
speeds = { $count }-ступенчатая
cylinders-inline = R{ $count }
cylinders-flat = оппозитный { $count }-цилиндровый
rotary = роторный
turbo = турбо
power-and-horsepower = { $kw } ({ $hp })
bed = платформа { $bed }
weight-curb = снаряжённая { $weight }
weight-gross = полная { $weight }
weight-gross-class = полная { $weight } ({ $class })
weight-class = класс { $class }
weight-or-less = до { $weight }
weight-or-more = от { $weight }
right-hand = правый руль
year-or = { $first } или { $second }

## Last lines

maybe-meant = Возможно, имелся в виду
or = или
unavailable = Сейчас недоступно
decoded-by = Расшифровано: { $names }
explained = VIN разобран на { $percent } %

## Findings, by code. In English the words of the plugin that found it are shown, which may say more.

finding-check-digit = Контрольная цифра (позиция 9) не сходится: в одном из знаков опечатка.
finding-corrected = Один знак не может быть верным.
finding-several-errors = Несколько знаков не могут быть верными.
finding-incomplete = VIN неполный.
finding-unregistered-wmi = Производитель не зарегистрирован в NHTSA для продаж в США.
finding-no-details = У NHTSA нет подробностей о VIN этого производителя.
finding-model-year = Модельный год не согласуется с остальной частью VIN.
finding-partly-decoded = Некоторых знаков нет в данных, которые производитель подал в NHTSA.
finding-invalid-characters = В VIN есть знаки, недопустимые на своих местах.
finding-not-us-market = Выпущен не для рынка Северной Америки: NHTSA может знать только производителя.
finding-unknown-maker = Код производителя здесь неизвестен.

## Sections that plugins add, by key, and their summaries

section-recalls = Отзывные кампании
section-ratings = Безопасность
section-fuel = Расход топлива
section-complaints = Жалобы
summary-recalls =
    { $count ->
        [one] { $count } кампания
        [few] { $count } кампании
       *[many] { $count } кампаний
    }
summary-none-known-to-nhtsa = NHTSA не знает ни одной
summary-with-the-advice-do-not-drive = { $count } с указанием: не ездить
summary-with-the-advice-park-outside = { $count } с указанием: парковать на улице
summary-mpg-combined = { $amount } в смешанном цикле
summary-mpge-combined = { $amount } в смешанном цикле
summary-mi-range = запас хода { $amount }
summary-overall = { $count }★ в целом
summary-complaints =
    { $count ->
        [one] { $count } жалоба
        [few] { $count } жалобы
       *[many] { $count } жалоб
    }
summary-crashes =
    { $count ->
        [one] { $count } авария
        [few] { $count } аварии
       *[many] { $count } аварий
    }
summary-fires =
    { $count ->
        [one] { $count } пожар
        [few] { $count } пожара
       *[many] { $count } пожаров
    }
summary-injured =
    { $count ->
        [one] { $count } пострадавший
        [few] { $count } пострадавших
       *[many] { $count } пострадавших
    }
summary-killed =
    { $count ->
        [one] { $count } погибший
        [few] { $count } погибших
       *[many] { $count } погибших
    }

## Systems that a vehicle may have, by key

system-abs = ABS
system-esc = система стабилизации
system-cib = автоматическое экстренное торможение
system-lane-keep-system = удержание в полосе
system-blind-spot-mon = контроль слепых зон
system-rear-visibility-system = камера заднего вида
system-adaptive-cruise-control = адаптивный круиз-контроль
system-forward-collision-warning = предупреждение о столкновении
system-lane-departure-warning = предупреждение о выезде из полосы
system-rear-cross-traffic-alert = контроль поперечного движения сзади
system-park-assist = парковочный ассистент
system-traction-control = противобуксовочная система
system-daytime-running-light = дневные ходовые огни
system-combined-braking-system = комбинированная тормозная система

## Places of air bags, by key

bag-air-bag-loc-front = передние
bag-air-bag-loc-side = боковые
bag-air-bag-loc-curtain = шторки
bag-air-bag-loc-knee = коленные
bag-air-bag-loc-seat-cushion = в подушке сиденья

## Groups of details: the last part of what the plugin calls them

group-general = Общее
group-origin = Происхождение
group-engine = Двигатель
group-battery = Батарея
group-charger = Зарядное устройство
group-brake = Тормоза
group-drivetrain = Трансмиссия
group-transmission = Коробка передач
group-exterior = Экстерьер
group-body = Кузов
group-bus = Автобус
group-dimension = Размеры и масса
group-motorcycle = Мотоцикл
group-trailer = Прицеп
group-truck = Грузовой автомобиль
group-wheel-tire = Колёса и шины
group-interior = Салон
group-seat = Сиденья
group-active-safety-system = Активная безопасность
group-911-notification = Экстренный вызов
group-backing-up-and-parking = Задний ход и парковка
group-forward-collision-prevention = Предотвращение столкновений
group-lane-and-side-assist = Контроль полосы и боковых зон
group-lighting-technologies = Освещение
group-maintaining-safe-distance = Безопасная дистанция
group-passive-safety-system = Пассивная безопасность
group-air-bag-location = Подушки безопасности
group-number = Номер
group-decoding = Расшифровка

## Headings of details, by key

label-make = Марка
label-manufacturer = Производитель
label-model = Модель
label-model-year = Модельный год
label-series = Серия
label-series2 = Вторая серия
label-trim = Комплектация
label-trim2 = Вторая комплектация
label-vehicle-type = Тип автомобиля
label-plant-city = Завод, город
label-plant-state = Завод, штат
label-plant-country = Завод, страна
label-plant-company-name = Завод, компания
label-destination-market = Рынок
label-base-price = Цена нового
label-note = Примечание
label-country = Страна
label-region = Регион
label-serial-number = Серийный номер
label-check-digit = Контрольная цифра
label-model-year-candidates = Модельный год по позиции 10
label-vehicle-descriptor = Описательная часть
label-engine-cylinders = Цилиндры
label-engine-configuration = Компоновка двигателя
label-engine-cycles = Тактность
label-engine-hp = Мощность
label-engine-hp-to = Мощность, до
label-engine-kw = Мощность
label-engine-manufacturer = Производитель двигателя
label-engine-model = Модель двигателя
label-displacement-l = Рабочий объём
label-displacement-cc = Рабочий объём
label-displacement-ci = Рабочий объём
label-fuel-type-primary = Топливо
label-fuel-type-secondary = Второе топливо
label-fuel-injection-type = Впрыск
label-valve-train-design = Газораспределение
label-turbo = Турбонаддув
label-cooling-type = Охлаждение
label-electrification-level = Электрификация
label-other-engine-info = Двигатель, прочее
label-top-speed-mph = Максимальная скорость
label-battery-type = Тип батареи
label-battery-k-wh = Ёмкость батареи
label-battery-k-wh-to = Ёмкость батареи, до
label-battery-v = Напряжение батареи
label-battery-v-to = Напряжение батареи, до
label-battery-a = Ток батареи
label-battery-a-to = Ток батареи, до
label-battery-info = Батарея, прочее
label-ev-drive-unit = Электродвигатели
label-charger-level = Уровень зарядки
label-charger-power-kw = Мощность зарядки
label-drive-type = Привод
label-axles = Оси
label-axle-configuration = Расположение осей
label-brake-system-type = Тормозная система
label-brake-system-desc = Тормоза, описание
label-transmission-style = Тип коробки передач
label-transmission-speeds = Число передач
label-body-class = Тип кузова
label-body-cab-type = Тип кабины
label-bed-type = Тип платформы
label-bed-length-in = Длина платформы
label-doors = Двери
label-windows = Окна
label-seats = Места
label-seat-rows = Ряды сидений
label-steering-location = Расположение руля
label-entertainment-system = Мультимедиа
label-gvwr = Полная масса
label-gvwr-to = Полная масса, до
label-gcwr = Полная масса автопоезда
label-gcwr-to = Полная масса автопоезда, до
label-curb-weight-lb = Снаряжённая масса
label-wheel-base-short = Колёсная база
label-wheel-base-long = Колёсная база, до
label-wheel-base-type = Тип колёсной базы
label-track-width = Ширина колеи
label-wheels = Колёса
label-wheel-size-front = Размер передних колёс
label-wheel-size-rear = Размер задних колёс
label-trailer-type = Тип сцепки
label-trailer-body-type = Кузов прицепа
label-trailer-length = Длина прицепа
label-abs = Антиблокировочная система (ABS)
label-esc = Система стабилизации (ESC)
label-traction-control = Противобуксовочная система
label-cib = Экстренное торможение (CIB)
label-dynamic-brake-support = Усилитель экстренного торможения (DBS)
label-pedestrian-automatic-emergency-braking = Торможение перед пешеходом (PAEB)
label-forward-collision-warning = Предупреждение о столкновении (FCW)
label-adaptive-cruise-control = Адаптивный круиз-контроль (ACC)
label-blind-spot-mon = Контроль слепых зон (BSW)
label-lane-departure-warning = Предупреждение о выезде из полосы (LDW)
label-lane-keep-system = Удержание в полосе (LKA)
label-lane-centering-assistance = Центрирование в полосе
label-rear-visibility-system = Камера заднего вида
label-rear-cross-traffic-alert = Контроль поперечного движения
label-park-assist = Парковочный ассистент
label-tpms = Контроль давления в шинах
label-keyless-ignition = Запуск без ключа
label-daytime-running-light = Дневные ходовые огни (DRL)
label-lower-beam-headlamp-light-source = Фары
label-semiautomatic-headlamp-beam-switching = Автоматический дальний свет
label-adaptive-driving-beam = Адаптивный дальний свет (ADB)
label-automatic-pedestrian-alerting-sound = Звук для пешеходов
label-auto-reverse-system = Защита от защемления стёклами
label-can-aacn = Автоматический вызов помощи
label-edr = Регистратор данных (EDR)
label-air-bag-loc-front = Передние
label-air-bag-loc-side = Боковые
label-air-bag-loc-curtain = Шторки
label-air-bag-loc-knee = Коленные
label-air-bag-loc-seat-cushion = В подушке сиденья
label-seat-belts-all = Ремни безопасности
label-pretensioner = Преднатяжители
label-other-restraint-system-info = Удерживающие системы, прочее
label-newest = Последняя
label-scope = Что учтено
label-shown = Показано
label-components = Чаще всего
label-overall = В целом
label-frontal-crash = Лобовой удар
label-side-crash = Боковой удар
label-rollover = Опрокидывание
label-rollover-risk = Риск опрокидывания
label-combined = Смешанный цикл
label-city = Город
label-highway = Трасса
label-range = Запас хода
label-electricity = Электроэнергия
label-annual-cost = Топливо в год, 15 000 миль
label-co2 = CO₂ из выхлопа
label-version = Версия

## Values, by what vPIC says; with a key before it, only under that key

value-sedan-saloon = седан
value-convertible-cabriolet = кабриолет
value-hatchback-liftback-notchback = хэтчбек
value-sport-utility-vehicle-suv-multipurpose-vehicle-mpv = внедорожник
value-sport-utility-vehicle-suv-multi-purpose-vehicle-mpv = внедорожник
value-crossover-utility-vehicle-cuv = кроссовер
value-sport-utility-truck-sut = пикап на базе внедорожника
value-low-speed-vehicle-lsv-neighborhood-electric-vehicle-nev = тихоходный электромобиль
value-pickup = пикап
value-coupe = купе
value-wagon = универсал
value-minivan = минивэн
value-cargo-van = грузовой фургон
value-van = фургон
value-roadster = родстер
value-truck = грузовой автомобиль
value-bus = автобус
value-trailer = прицеп
value-truck-tractor = седельный тягач
value-motorcycle-touring-sport-touring = туристический мотоцикл
value-motorcycle-cruiser = мотоцикл-круизер
value-motorcycle-sport = спортивный мотоцикл
value-motorcycle-scooter = скутер
value-passenger-car = легковой автомобиль
value-multipurpose-passenger-vehicle-mpv = универсальный автомобиль
value-motorcycle = мотоцикл
value-incomplete-vehicle = шасси
value-low-speed-vehicle-lsv = тихоходный автомобиль
value-off-road-vehicle = внедорожная техника
value-body-cab-type-crew-super-crew-crew-max = двойная кабина
value-body-cab-type-extra-super-quad-double-king-extended = удлинённая кабина
value-body-cab-type-regular = одинарная кабина
value-body-cab-type-mega = кабина Mega
value-bed-type-short = короткая
value-bed-type-long = длинная
value-bed-type-standard = стандартная
value-wheel-base-type-standard = стандартная
value-dump-trailer = самосвальный прицеп
value-boat-trailer = лодочный прицеп
value-straight-semi-semi-trailer = полуприцеп
value-gasoline = бензин
value-diesel = дизель
value-electric = электричество
value-flexible-fuel-vehicle-ffv = гибкий выбор топлива (FFV)
value-ethanol-e85 = E85
value-compressed-natural-gas-cng = метан (CNG)
value-liquefied-natural-gas-lng = сжиженный метан (LNG)
value-natural-gas = природный газ
value-liquefied-petroleum-gas-propane-or-lpg = пропан (LPG)
value-compressed-hydrogen-hydrogen = водород
value-fuel-cell = топливные элементы
value-bev-battery-electric-vehicle = электромобиль
value-electrification-level-electric = электромобиль
value-hev-hybrid-electric-vehicle-level-unknown = гибрид
value-strong-hev-hybrid-electric-vehicle = полный гибрид
value-mild-hev-hybrid-electric-vehicle = мягкий гибрид
value-phev-plug-in-hybrid-electric-vehicle = подключаемый гибрид
value-fcev-fuel-cell-electric-vehicle = топливные элементы
value-single-motor = один мотор
value-dual-motor = два мотора
value-tri-motor = три мотора
value-quad-motor = четыре мотора
value-lithium-ion-li-ion = литий-ионная
value-lead-acid-lead = свинцово-кислотная
value-nickle-cobalt-manganese-ncm = NCM
value-iron-phosphate-fepo = LFP
value-nickel-metal-hydride-nimh = NiMH
value-fwd-front-wheel-drive = передний
value-rwd-rear-wheel-drive = задний
value-awd-all-wheel-drive = полный
value-4wd-4-wheel-drive-4x4 = полный (4×4)
value-4x2 = на одну ось (4×2)
value-2wd-4wd = подключаемый полный
value-automatic = автоматическая
value-manual-standard = механическая
value-continuously-variable-transmission-cvt = вариатор (CVT)
value-electronic-continuously-variable-e-cvt = вариатор (e-CVT)
value-dual-clutch-transmission-dct = роботизированная с двумя сцеплениями
value-automated-manual-transmission-amt = роботизированная
value-direct-drive = прямой привод
value-yes = есть
value-no = нет
value-standard = стандартно
value-optional = опция
value-other = другое
value-direct = прямой
value-indirect = косвенный
value-hydraulic = гидравлическая
value-air = воздушное
value-water = водяное
value-seat-belts-all-manual = ручные
value-v-shaped = V-образная
value-in-line = рядная
value-left-hand-drive-lhd = левый руль
value-right-hand-drive-rhd = правый руль
value-all-rows = все ряды
value-1st-row-driver-and-passenger = 1-й ряд (водитель и пассажир)
value-1st-and-2nd-rows = 1-й и 2-й ряды
value-driver-seat-only = только водитель
value-passenger-seat-only = только пассажир
value-halogen = галогенные
value-tandem = тандем
value-not-used-in-this-market = на этом рынке не используется
value-valid = верна
value-wrong = неверна
value-single-overhead-cam-sohc = один распредвал (SOHC)
value-dual-overhead-cam-dohc = два распредвала (DOHC)
value-multipoint-fuel-injection-mpfi = распределённый впрыск (MPFI)
value-stoichiometric-gasoline-direct-injection-sgdi = прямой впрыск бензина (SGDI)

## Countries and regions

value-united-states-usa = США
value-united-states = США
value-u-s = США
value-canada = Канада
value-mexico = Мексика
value-brazil = Бразилия
value-argentina = Аргентина
value-germany = Германия
value-austria = Австрия
value-belgium = Бельгия
value-czech-republic = Чехия
value-france = Франция
value-finland = Финляндия
value-hungary = Венгрия
value-italy = Италия
value-netherlands = Нидерланды
value-poland = Польша
value-portugal = Португалия
value-romania = Румыния
value-russia = Россия
value-slovakia = Словакия
value-spain = Испания
value-sweden = Швеция
value-turkey = Турция
value-ukraine = Украина
value-united-kingdom-uk = Великобритания
value-united-kingdom = Великобритания
value-china = Китай
value-india = Индия
value-japan = Япония
value-south-korea = Южная Корея
value-taiwan = Тайвань
value-thailand = Таиланд
value-south-africa = ЮАР
value-australia = Австралия
value-europe = Европа
value-asia = Азия
value-africa = Африка
value-north-america = Северная Америка
value-south-america = Южная Америка
value-oceania = Океания

## The picture to share

picture-caption = { $name }, VIN { $vin }
picture-vin = VIN
picture-clean = VIN без замечаний
picture-one = На картинке один автомобиль: отправьте один VIN.

## Sentences in items of sections, by what they are in English

said-do-not-drive-it-until-it-is-repaired = Не ездить, пока не отремонтируют.
said-park-it-outside-and-away-from-buildings = Парковать под открытым небом, вдали от зданий.
said-it-is-repaired-by-an-update-over-the-air = Ремонт – обновление по воздуху.
said-remedy = Решение: { $what }
