### Ukrainian.

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
unit-hp = { $number }{"\u00A0"}к.{"\u00A0"}с.
unit-kw = { $number } кВт
unit-mph = { $number } миль/год
unit-km-h = { $number } км/год
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
unit-kwh = { $number } кВт·год
unit-kwh-100-mi = { $number } кВт·год/100 миль
unit-kwh-100-km = { $number } кВт·год/100 км
unit-g-mi = { $number } г/милю
unit-g-km = { $number } г/км
unit-v = { $number } В
unit-a = { $number } А
unit-h = { $number } год
unit-percent = { $number } %
unit-usd = { $number } $
unit-of-5-stars = { $number } з 5 зірок
unit-of-10 = { $number } з 10

## Refusals

no-vehicle = Немає автомобіля, який можна показати.
no-view = Такого вигляду немає. Є: { $views }.
two-to-compare = Для порівняння потрібні два автомобілі: надішліть від двох до чотирьох VIN.
no-section = Цей розділ зараз недоступний. Спробуйте ще раз трохи згодом.

## Buttons

button-details = Докладніше
button-copy-vin = Копіювати VIN
button-back = Назад
button-compare = Порівняти
button-picture = Картинка
button-csv = Звіт CSV
button-section-count = { $title } ({ $count })

## Headlines

name-with-year = { $name }, { $year } р.
name-of-kind = { $make } – { $kind }
unknown-vehicle = Невідомий автомобіль
different = Відмінності
same = Збігається
known-only = Відомо лише про { $name }
first-only = Порівнюються лише перші чотири.
vehicles =
    { $count ->
        [one] { $count } автомобіль
        [few] { $count } автомобілі
       *[many] { $count } автомобілів
    }
continued = { $heading } (продовження)
about-vin = Про цей VIN
type-defaults = Зазвичай для цього типу

## Lines of the card, rows of the comparison

line-body = Кузов
line-kind = Тип
line-trailer = Причіп
line-bus = Автобус
line-engine = Двигун
line-electric = Електрифікація
line-charging = Заряджання
line-drive = Привід
line-transmission = Коробка передач
line-weight = Маса
line-wheelbase = Колісна база
line-top-speed = Максимальна швидкість
line-airbags = Подушки безпеки
line-safety = Безпека
line-built = Завод
line-origin = Походження
line-maker = Виробник
line-model-year = Модельний рік
line-serial = Серійний номер
line-check-digit = Контрольна цифра
line-price = Ціна нового
line-doors = Двері
line-seats = Місця
line-power = Потужність
line-fuel = Пальне
line-battery = Батарея

## Parts of these lines

doors =
    { $count ->
        [one] { $count } двері
        [few] { $count } двері
       *[many] { $count } дверей
    }
seats =
    { $count ->
        [one] { $count } місце
        [few] { $count } місця
       *[many] { $count } місць
    }
axles =
    { $count ->
        [one] { $count } вісь
        [few] { $count } осі
       *[many] { $count } осей
    }
cylinders =
    { $count ->
        [one] { $count } циліндр
        [few] { $count } циліндри
       *[many] { $count } циліндрів
    }
more =
    { $count ->
        [one] ще { $count }
        [few] ще { $count }
       *[many] ще { $count }
    }
speeds = { $count }-ступінчаста
cylinders-inline = R{ $count }
cylinders-flat = опозитний { $count }-циліндровий
rotary = роторний
turbo = турбо
power-and-horsepower = { $kw } ({ $hp })
bed = платформа { $bed }
weight-curb = споряджена { $weight }
weight-gross = повна { $weight }
weight-gross-class = повна { $weight } ({ $class })
weight-class = клас { $class }
weight-or-less = до { $weight }
weight-or-more = від { $weight }
right-hand = праве кермо
year-or = { $first } або { $second }

## Last lines

maybe-meant = Можливо, малося на увазі
or = або
unavailable = Зараз недоступно
decoded-by = Розшифровано: { $names }
explained = VIN розібрано на { $percent } %

## Findings, by code. In English the words of the plugin that found it are shown, which may say more.

finding-check-digit = Контрольна цифра (позиція 9) не збігається: в одному зі знаків помилка.
finding-corrected = Один знак не може бути правильним.
finding-several-errors = Кілька знаків не можуть бути правильними.
finding-incomplete = VIN неповний.
finding-unregistered-wmi = Виробник не зареєстрований у NHTSA для продажу у США.
finding-no-details = NHTSA не має подробиць про VIN цього виробника.
finding-model-year = Модельний рік не узгоджується з рештою VIN.
finding-partly-decoded = Деяких знаків немає в даних, які виробник подав до NHTSA.
finding-invalid-characters = У VIN є знаки, неприпустимі на своїх місцях.
finding-not-us-market = Випущений не для ринку Північної Америки: NHTSA може знати лише виробника.
finding-unknown-maker = Код виробника тут невідомий.

## Sections that plugins add, by key, and their summaries

section-recalls = Відкличні кампанії
section-ratings = Безпека
section-fuel = Витрата пального
section-complaints = Скарги
summary-recalls =
    { $count ->
        [one] { $count } кампанія
        [few] { $count } кампанії
       *[many] { $count } кампаній
    }
summary-none-known-to-nhtsa = NHTSA не знає жодної
summary-with-the-advice-do-not-drive = { $count } із вказівкою: не їздити
summary-with-the-advice-park-outside = { $count } із вказівкою: паркувати надворі
summary-mpg-combined = { $amount } у змішаному циклі
summary-mpge-combined = { $amount } у змішаному циклі
summary-mi-range = запас ходу { $amount }
summary-overall = { $count }★ загалом
summary-complaints =
    { $count ->
        [one] { $count } скарга
        [few] { $count } скарги
       *[many] { $count } скарг
    }
summary-crashes =
    { $count ->
        [one] { $count } аварія
        [few] { $count } аварії
       *[many] { $count } аварій
    }
summary-fires =
    { $count ->
        [one] { $count } пожежа
        [few] { $count } пожежі
       *[many] { $count } пожеж
    }
summary-injured =
    { $count ->
        [one] { $count } постраждалий
        [few] { $count } постраждалі
       *[many] { $count } постраждалих
    }
summary-killed =
    { $count ->
        [one] { $count } загиблий
        [few] { $count } загиблі
       *[many] { $count } загиблих
    }

## Systems that a vehicle may have, by key

system-abs = ABS
system-esc = система стабілізації
system-cib = автоматичне екстрене гальмування
system-lane-keep-system = утримання в смузі
system-blind-spot-mon = контроль сліпих зон
system-rear-visibility-system = камера заднього виду
system-adaptive-cruise-control = адаптивний круїз-контроль
system-forward-collision-warning = попередження про зіткнення
system-lane-departure-warning = попередження про виїзд зі смуги
system-rear-cross-traffic-alert = контроль поперечного руху ззаду
system-park-assist = асистент паркування
system-traction-control = протибуксувальна система
system-daytime-running-light = денні ходові вогні
system-combined-braking-system = комбінована гальмівна система

## Places of air bags, by key

bag-air-bag-loc-front = передні
bag-air-bag-loc-side = бічні
bag-air-bag-loc-curtain = шторки
bag-air-bag-loc-knee = колінні
bag-air-bag-loc-seat-cushion = у подушці сидіння

## Groups of details: the last part of what the plugin calls them

group-general = Загальне
group-origin = Походження
group-engine = Двигун
group-battery = Батарея
group-charger = Зарядний пристрій
group-brake = Гальма
group-drivetrain = Трансмісія
group-transmission = Коробка передач
group-exterior = Екстер’єр
group-body = Кузов
group-bus = Автобус
group-dimension = Розміри й маса
group-motorcycle = Мотоцикл
group-trailer = Причіп
group-truck = Вантажний автомобіль
group-wheel-tire = Колеса й шини
group-interior = Салон
group-seat = Сидіння
group-active-safety-system = Активна безпека
group-911-notification = Екстрений виклик
group-backing-up-and-parking = Задній хід і паркування
group-forward-collision-prevention = Запобігання зіткненням
group-lane-and-side-assist = Контроль смуги й бічних зон
group-lighting-technologies = Освітлення
group-maintaining-safe-distance = Безпечна дистанція
group-passive-safety-system = Пасивна безпека
group-air-bag-location = Подушки безпеки
group-number = Номер
group-decoding = Розшифрування

## Headings of details, by key

label-make = Марка
label-manufacturer = Виробник
label-model = Модель
label-model-year = Модельний рік
label-series = Серія
label-series2 = Друга серія
label-trim = Комплектація
label-trim2 = Друга комплектація
label-vehicle-type = Тип автомобіля
label-plant-city = Завод, місто
label-plant-state = Завод, штат
label-plant-country = Завод, країна
label-plant-company-name = Завод, компанія
label-destination-market = Ринок
label-base-price = Ціна нового
label-note = Примітка
label-country = Країна
label-region = Регіон
label-serial-number = Серійний номер
label-check-digit = Контрольна цифра
label-model-year-candidates = Модельний рік за позицією 10
label-vehicle-descriptor = Описова частина
label-engine-cylinders = Циліндри
label-engine-configuration = Компонування двигуна
label-engine-cycles = Тактність
label-engine-hp = Потужність
label-engine-hp-to = Потужність, до
label-engine-kw = Потужність
label-engine-manufacturer = Виробник двигуна
label-engine-model = Модель двигуна
label-displacement-l = Робочий об’єм
label-displacement-cc = Робочий об’єм
label-displacement-ci = Робочий об’єм
label-fuel-type-primary = Пальне
label-fuel-type-secondary = Друге пальне
label-fuel-injection-type = Впорскування
label-valve-train-design = Газорозподіл
label-turbo = Турбонаддув
label-cooling-type = Охолодження
label-electrification-level = Електрифікація
label-other-engine-info = Двигун, інше
label-top-speed-mph = Максимальна швидкість
label-battery-type = Тип батареї
label-battery-k-wh = Ємність батареї
label-battery-k-wh-to = Ємність батареї, до
label-battery-v = Напруга батареї
label-battery-v-to = Напруга батареї, до
label-battery-a = Струм батареї
label-battery-a-to = Струм батареї, до
label-battery-info = Батарея, інше
label-ev-drive-unit = Електродвигуни
label-charger-level = Рівень заряджання
label-charger-power-kw = Потужність заряджання
label-drive-type = Привід
label-axles = Осі
label-axle-configuration = Розташування осей
label-brake-system-type = Гальмівна система
label-brake-system-desc = Гальма, опис
label-transmission-style = Тип коробки передач
label-transmission-speeds = Кількість передач
label-body-class = Тип кузова
label-body-cab-type = Тип кабіни
label-bed-type = Тип платформи
label-bed-length-in = Довжина платформи
label-doors = Двері
label-windows = Вікна
label-seats = Місця
label-seat-rows = Ряди сидінь
label-steering-location = Розташування керма
label-entertainment-system = Мультимедіа
label-gvwr = Повна маса
label-gvwr-to = Повна маса, до
label-gcwr = Повна маса автопоїзда
label-gcwr-to = Повна маса автопоїзда, до
label-curb-weight-lb = Споряджена маса
label-wheel-base-short = Колісна база
label-wheel-base-long = Колісна база, до
label-wheel-base-type = Тип колісної бази
label-track-width = Ширина колії
label-wheels = Колеса
label-wheel-size-front = Розмір передніх коліс
label-wheel-size-rear = Розмір задніх коліс
label-trailer-type = Тип зчеплення
label-trailer-body-type = Кузов причепа
label-trailer-length = Довжина причепа
label-abs = Антиблокувальна система (ABS)
label-esc = Система стабілізації (ESC)
label-traction-control = Протибуксувальна система
label-cib = Екстрене гальмування (CIB)
label-dynamic-brake-support = Підсилювач екстреного гальмування (DBS)
label-pedestrian-automatic-emergency-braking = Гальмування перед пішоходом (PAEB)
label-forward-collision-warning = Попередження про зіткнення (FCW)
label-adaptive-cruise-control = Адаптивний круїз-контроль (ACC)
label-blind-spot-mon = Контроль сліпих зон (BSW)
label-lane-departure-warning = Попередження про виїзд зі смуги (LDW)
label-lane-keep-system = Утримання в смузі (LKA)
label-lane-centering-assistance = Центрування в смузі
label-rear-visibility-system = Камера заднього виду
label-rear-cross-traffic-alert = Контроль поперечного руху
label-park-assist = Асистент паркування
label-tpms = Контроль тиску в шинах
label-keyless-ignition = Запуск без ключа
label-daytime-running-light = Денні ходові вогні (DRL)
label-lower-beam-headlamp-light-source = Фари
label-semiautomatic-headlamp-beam-switching = Автоматичне дальнє світло
label-adaptive-driving-beam = Адаптивне дальнє світло (ADB)
label-automatic-pedestrian-alerting-sound = Звук для пішоходів
label-auto-reverse-system = Захист від затискання склом
label-can-aacn = Автоматичний виклик допомоги
label-edr = Реєстратор даних (EDR)
label-air-bag-loc-front = Передні
label-air-bag-loc-side = Бічні
label-air-bag-loc-curtain = Шторки
label-air-bag-loc-knee = Колінні
label-air-bag-loc-seat-cushion = У подушці сидіння
label-seat-belts-all = Паски безпеки
label-pretensioner = Переднатягувачі
label-other-restraint-system-info = Утримувальні системи, інше
label-newest = Остання
label-scope = Що враховано
label-shown = Показано
label-components = Найчастіше
label-overall = Загалом
label-frontal-crash = Лобовий удар
label-side-crash = Бічний удар
label-rollover = Перекидання
label-rollover-risk = Ризик перекидання
label-combined = Змішаний цикл
label-city = Місто
label-highway = Траса
label-range = Запас ходу
label-electricity = Електроенергія
label-annual-cost = Пальне на рік, 15 000 миль
label-co2 = CO₂ з вихлопу
label-version = Версія

## Values, by what vPIC says; with a key before it, only under that key

value-sedan-saloon = седан
value-convertible-cabriolet = кабріолет
value-hatchback-liftback-notchback = хетчбек
value-sport-utility-vehicle-suv-multipurpose-vehicle-mpv = позашляховик
value-sport-utility-vehicle-suv-multi-purpose-vehicle-mpv = позашляховик
value-crossover-utility-vehicle-cuv = кросовер
value-sport-utility-truck-sut = пікап на базі позашляховика
value-low-speed-vehicle-lsv-neighborhood-electric-vehicle-nev = тихохідний електромобіль
value-pickup = пікап
value-coupe = купе
value-wagon = універсал
value-minivan = мінівен
value-cargo-van = вантажний фургон
value-van = фургон
value-roadster = родстер
value-truck = вантажний автомобіль
value-bus = автобус
value-trailer = причіп
value-truck-tractor = сідловий тягач
value-motorcycle-touring-sport-touring = туристичний мотоцикл
value-motorcycle-cruiser = мотоцикл-крузер
value-motorcycle-sport = спортивний мотоцикл
value-motorcycle-scooter = скутер
value-passenger-car = легковий автомобіль
value-multipurpose-passenger-vehicle-mpv = універсальний автомобіль
value-motorcycle = мотоцикл
value-incomplete-vehicle = шасі
value-low-speed-vehicle-lsv = тихохідний автомобіль
value-off-road-vehicle = позашляхова техніка
value-body-cab-type-crew-super-crew-crew-max = подвійна кабіна
value-body-cab-type-extra-super-quad-double-king-extended = подовжена кабіна
value-body-cab-type-regular = одинарна кабіна
value-body-cab-type-mega = кабіна Mega
value-bed-type-short = коротка
value-bed-type-long = довга
value-bed-type-standard = стандартна
value-wheel-base-type-standard = стандартна
value-dump-trailer = причіп-самоскид
value-boat-trailer = причіп для човнів
value-straight-semi-semi-trailer = напівпричіп
value-gasoline = бензин
value-diesel = дизель
value-electric = електрика
value-flexible-fuel-vehicle-ffv = гнучкий вибір пального (FFV)
value-ethanol-e85 = E85
value-compressed-natural-gas-cng = метан (CNG)
value-liquefied-natural-gas-lng = скраплений метан (LNG)
value-natural-gas = природний газ
value-liquefied-petroleum-gas-propane-or-lpg = пропан (LPG)
value-compressed-hydrogen-hydrogen = водень
value-fuel-cell = паливні елементи
value-bev-battery-electric-vehicle = електромобіль
value-electrification-level-electric = електромобіль
value-hev-hybrid-electric-vehicle-level-unknown = гібрид
value-strong-hev-hybrid-electric-vehicle = повний гібрид
value-mild-hev-hybrid-electric-vehicle = м’який гібрид
value-phev-plug-in-hybrid-electric-vehicle = плагін-гібрид
value-fcev-fuel-cell-electric-vehicle = паливні елементи
value-single-motor = один мотор
value-dual-motor = два мотори
value-tri-motor = три мотори
value-quad-motor = чотири мотори
value-lithium-ion-li-ion = літій-іонна
value-lead-acid-lead = свинцево-кислотна
value-nickle-cobalt-manganese-ncm = NCM
value-iron-phosphate-fepo = LFP
value-nickel-metal-hydride-nimh = NiMH
value-fwd-front-wheel-drive = передній
value-rwd-rear-wheel-drive = задній
value-awd-all-wheel-drive = повний
value-4wd-4-wheel-drive-4x4 = повний (4×4)
value-4x2 = на одну вісь (4×2)
value-2wd-4wd = підключуваний повний
value-automatic = автоматична
value-manual-standard = механічна
value-continuously-variable-transmission-cvt = варіатор (CVT)
value-electronic-continuously-variable-e-cvt = варіатор (e-CVT)
value-dual-clutch-transmission-dct = роботизована з двома зчепленнями
value-automated-manual-transmission-amt = роботизована
value-direct-drive = прямий привід
value-yes = є
value-no = немає
value-standard = стандартно
value-optional = опція
value-other = інше
value-direct = прямий
value-indirect = непрямий
value-hydraulic = гідравлічна
value-air = повітряне
value-water = водяне
value-seat-belts-all-manual = ручні
value-v-shaped = V-подібна
value-in-line = рядна
value-left-hand-drive-lhd = ліве кермо
value-right-hand-drive-rhd = праве кермо
value-all-rows = усі ряди
value-1st-row-driver-and-passenger = 1-й ряд (водій і пасажир)
value-1st-and-2nd-rows = 1-й і 2-й ряди
value-driver-seat-only = лише водій
value-passenger-seat-only = лише пасажир
value-halogen = галогенні
value-tandem = тандем
value-not-used-in-this-market = на цьому ринку не використовується
value-valid = правильна
value-wrong = неправильна
value-single-overhead-cam-sohc = один розподільний вал (SOHC)
value-dual-overhead-cam-dohc = два розподільні вали (DOHC)
value-multipoint-fuel-injection-mpfi = розподілене впорскування (MPFI)
value-stoichiometric-gasoline-direct-injection-sgdi = пряме впорскування бензину (SGDI)

## Countries and regions

value-united-states-usa = США
value-united-states = США
value-u-s = США
value-canada = Канада
value-mexico = Мексика
value-brazil = Бразилія
value-argentina = Аргентина
value-germany = Німеччина
value-austria = Австрія
value-belgium = Бельгія
value-czech-republic = Чехія
value-france = Франція
value-finland = Фінляндія
value-hungary = Угорщина
value-italy = Італія
value-netherlands = Нідерланди
value-poland = Польща
value-portugal = Португалія
value-romania = Румунія
value-russia = Росія
value-slovakia = Словаччина
value-spain = Іспанія
value-sweden = Швеція
value-turkey = Туреччина
value-ukraine = Україна
value-united-kingdom-uk = Велика Британія
value-united-kingdom = Велика Британія
value-china = Китай
value-india = Індія
value-japan = Японія
value-south-korea = Південна Корея
value-taiwan = Тайвань
value-thailand = Таїланд
value-south-africa = ПАР
value-australia = Австралія
value-europe = Європа
value-asia = Азія
value-africa = Африка
value-north-america = Північна Америка
value-south-america = Південна Америка
value-oceania = Океанія

## The picture to share

picture-caption = { $name }, VIN { $vin }
picture-vin = VIN
picture-clean = VIN без зауважень
picture-one = На картинці один автомобіль: надішліть один VIN.

## Sentences in items of sections, by what they are in English

said-do-not-drive-it-until-it-is-repaired = Не їздити, доки не відремонтують.
said-park-it-outside-and-away-from-buildings = Паркувати просто неба, подалі від будівель.
said-it-is-repaired-by-an-update-over-the-air = Ремонт – оновлення повітрям.
said-remedy = Рішення: { $what }
