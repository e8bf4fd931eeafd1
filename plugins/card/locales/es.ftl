### Spanish.

## Numbers: what stands between whole and fraction, between thousands, and from how many digits on

number-decimal = ,
number-group = .
number-group-from = 5

## What a horsepower is: mechanical (0.7457 kW) or metric (0.7355 kW)

horsepower = metric

## Between a heading and what it says

colon = :

## Units: { $number } is written in the reader's way

unit-l = { $number } L
unit-cc = { $number } cm³
unit-cu-in = { $number } pulg³
unit-hp = { $number } CV
unit-kw = { $number } kW
unit-mph = { $number } mph
unit-km-h = { $number } km/h
unit-lb = { $number } lb
unit-kg = { $number } kg
unit-in = { $number } pulg.
unit-mm = { $number } mm
unit-ft = { $number } pies
unit-m = { $number } m
unit-mi = { $number } mi
unit-km = { $number } km
unit-mpg = { $number } mpg
unit-mpge = { $number } MPGe
unit-l-100-km = { $number } L/100 km
unit-kwh = { $number } kWh
unit-kwh-100-mi = { $number } kWh/100 mi
unit-kwh-100-km = { $number } kWh/100 km
unit-g-mi = { $number } g/mi
unit-g-km = { $number } g/km
unit-v = { $number } V
unit-a = { $number } A
unit-h = { $number } h
unit-percent = { $number } %
unit-usd = { $number } USD
unit-of-5-stars = { $number } de 5 estrellas
unit-of-10 = { $number } de 10

## Refusals

no-vehicle = No hay ningún vehículo que mostrar.
no-view = Esa vista no existe. Las vistas son: { $views }.
two-to-compare = Para comparar hacen falta dos vehículos: envía de dos a cuatro VIN.
no-section = Esta parte no está disponible ahora. Inténtalo dentro de un momento.

## Buttons

button-details = Detalles
button-copy-vin = Copiar VIN
button-back = Volver
button-compare = Comparar
button-picture = Imagen
button-csv = Informe CSV
button-section-count = { $title } ({ $count })

## Headlines

name-with-year = { $name } ({ $year })
name-of-kind = { $make }, { $kind }
unknown-vehicle = Vehículo desconocido
different = Diferencias
same = En común
known-only = Solo se sabe de { $name }
first-only = Solo se comparan los cuatro primeros.
vehicles =
    { $count ->
        [one] { $count } vehículo
       *[other] { $count } vehículos
    }
continued = { $heading } (continuación)
about-vin = Sobre este VIN
type-defaults = Habitual en este tipo de vehículo

## Lines of the card, rows of the comparison

line-body = Carrocería
line-kind = Tipo
line-trailer = Remolque
line-bus = Autobús
line-engine = Motor
line-electric = Tipo de propulsión
line-charging = Carga
line-drive = Tracción
line-transmission = Transmisión
line-weight = Peso
line-wheelbase = Distancia entre ejes
line-top-speed = Velocidad máxima
line-airbags = Airbags
line-safety = Seguridad
line-built = Fabricado en
line-origin = Origen
line-maker = Fabricante
line-model-year = Año del modelo
line-serial = Número de serie
line-check-digit = Dígito de control
line-price = Precio de nuevo
line-doors = Puertas
line-seats = Plazas
line-power = Potencia
line-fuel = Combustible
line-battery = Batería

## Parts of these lines

doors =
    { $count ->
        [one] { $count } puerta
       *[other] { $count } puertas
    }
seats =
    { $count ->
        [one] { $count } plaza
       *[other] { $count } plazas
    }
axles =
    { $count ->
        [one] { $count } eje
       *[other] { $count } ejes
    }
cylinders =
    { $count ->
        [one] { $count } cilindro
       *[other] { $count } cilindros
    }
more =
    { $count ->
        [one] { $count } más
       *[other] { $count } más
    }
speeds = { $count } velocidades
cylinders-inline = { $count } en línea
cylinders-flat = { $count } bóxer
rotary = rotativo
turbo = turbo
power-and-horsepower = { $kw } ({ $hp })
bed = caja { $bed }
weight-curb = { $weight } en vacío
weight-gross = { $weight } máximo
weight-gross-class = { $weight } máximo ({ $class })
weight-class = clase { $class }
weight-or-less = hasta { $weight }
weight-or-more = desde { $weight }
right-hand = volante a la derecha
year-or = { $first } o { $second }

## Last lines

maybe-meant = Quizá sea
or = o
unavailable = No disponible ahora
decoded-by = Descodificado por { $names }
explained = { $percent } % del VIN explicado

## Findings, by code. In English the words of the plugin that found it are shown, which may say more.

finding-check-digit = El dígito de control (posición 9) no cuadra: hay un carácter mal escrito.
finding-corrected = Un carácter no puede ser correcto.
finding-several-errors = Varios caracteres no pueden ser correctos.
finding-incomplete = El VIN está incompleto.
finding-unregistered-wmi = El fabricante no está registrado en la NHTSA para vender en EE. UU.
finding-no-details = La NHTSA no tiene detalles de los VIN de este fabricante.
finding-model-year = El año del modelo no encaja con el resto del VIN.
finding-partly-decoded = Algunos caracteres no figuran en lo que el fabricante declaró a la NHTSA.
finding-invalid-characters = El VIN contiene caracteres no permitidos en su posición.
finding-not-us-market = Fabricado para un mercado fuera de Norteamérica: la NHTSA quizá solo conozca al fabricante.
finding-unknown-maker = El código del fabricante no se conoce aquí.

## Sections that plugins add, by key, and their summaries

section-recalls = Llamadas a revisión
section-ratings = Seguridad
section-fuel = Consumo
section-complaints = Quejas
summary-recalls =
    { $count ->
        [one] { $count } llamada
       *[other] { $count } llamadas
    }
summary-none-known-to-nhtsa = ninguna conocida por la NHTSA
summary-with-the-advice-do-not-drive = { $count } con el aviso: no conducir
summary-with-the-advice-park-outside = { $count } con el aviso: aparcar al aire libre
summary-mpg-combined = { $amount } mixto
summary-mpge-combined = { $amount } mixto
summary-mi-range = autonomía de { $amount }
summary-overall = { $count }★ en total
summary-complaints =
    { $count ->
        [one] { $count } queja
       *[other] { $count } quejas
    }
summary-crashes =
    { $count ->
        [one] { $count } accidente
       *[other] { $count } accidentes
    }
summary-fires =
    { $count ->
        [one] { $count } incendio
       *[other] { $count } incendios
    }
summary-injured =
    { $count ->
        [one] { $count } herido
       *[other] { $count } heridos
    }
summary-killed =
    { $count ->
        [one] { $count } muerto
       *[other] { $count } muertos
    }

## Systems that a vehicle may have, by key

system-abs = ABS
system-esc = control de estabilidad
system-cib = frenada automática de emergencia
system-lane-keep-system = mantenimiento de carril
system-blind-spot-mon = aviso de ángulo muerto
system-rear-visibility-system = cámara trasera
system-adaptive-cruise-control = control de crucero adaptativo
system-forward-collision-warning = aviso de colisión
system-lane-departure-warning = aviso de cambio de carril
system-rear-cross-traffic-alert = alerta de tráfico cruzado trasero
system-park-assist = asistente de aparcamiento
system-traction-control = control de tracción
system-daytime-running-light = luces diurnas
system-combined-braking-system = frenos combinados

## Places of air bags, by key

bag-air-bag-loc-front = frontales
bag-air-bag-loc-side = laterales
bag-air-bag-loc-curtain = de cortina
bag-air-bag-loc-knee = de rodilla
bag-air-bag-loc-seat-cushion = de banqueta

## Groups of details: the last part of what the plugin calls them

group-general = General
group-origin = Origen
group-engine = Motor
group-battery = Batería
group-charger = Cargador
group-brake = Frenos
group-drivetrain = Tren motriz
group-transmission = Transmisión
group-exterior = Exterior
group-body = Carrocería
group-bus = Autobús
group-dimension = Dimensiones
group-motorcycle = Motocicleta
group-trailer = Remolque
group-truck = Camión
group-wheel-tire = Ruedas y neumáticos
group-interior = Interior
group-seat = Asientos
group-active-safety-system = Seguridad activa
group-911-notification = Llamada de emergencia
group-backing-up-and-parking = Marcha atrás y aparcamiento
group-forward-collision-prevention = Prevención de colisiones
group-lane-and-side-assist = Asistencia lateral y de carril
group-lighting-technologies = Iluminación
group-maintaining-safe-distance = Distancia de seguridad
group-passive-safety-system = Seguridad pasiva
group-air-bag-location = Airbags
group-number = Número
group-decoding = Descodificación

## Headings of details, by key

label-make = Marca
label-manufacturer = Fabricante
label-model = Modelo
label-model-year = Año del modelo
label-series = Serie
label-series2 = Segunda serie
label-trim = Acabado
label-trim2 = Segundo acabado
label-vehicle-type = Tipo de vehículo
label-plant-city = Ciudad de la planta
label-plant-state = Estado de la planta
label-plant-country = País de la planta
label-plant-company-name = Empresa de la planta
label-destination-market = Mercado de destino
label-base-price = Precio de nuevo
label-note = Nota
label-country = País
label-region = Región
label-serial-number = Número de serie
label-check-digit = Dígito de control
label-model-year-candidates = Año según la posición 10
label-vehicle-descriptor = Descriptor del vehículo
label-engine-cylinders = Cilindros
label-engine-configuration = Disposición del motor
label-engine-cycles = Tiempos
label-engine-hp = Potencia
label-engine-hp-to = Potencia, hasta
label-engine-kw = Potencia
label-engine-manufacturer = Fabricante del motor
label-engine-model = Modelo de motor
label-displacement-l = Cilindrada
label-displacement-cc = Cilindrada
label-displacement-ci = Cilindrada
label-fuel-type-primary = Combustible
label-fuel-type-secondary = Segundo combustible
label-fuel-injection-type = Inyección
label-valve-train-design = Distribución
label-turbo = Turbo
label-cooling-type = Refrigeración
label-electrification-level = Electrificación
label-other-engine-info = Motor, otros datos
label-top-speed-mph = Velocidad máxima
label-battery-type = Tipo de batería
label-battery-k-wh = Capacidad de la batería
label-battery-k-wh-to = Capacidad de la batería, hasta
label-battery-v = Tensión de la batería
label-battery-v-to = Tensión de la batería, hasta
label-battery-a = Corriente de la batería
label-battery-a-to = Corriente de la batería, hasta
label-battery-info = Batería, otros datos
label-ev-drive-unit = Motores eléctricos
label-charger-level = Nivel de carga
label-charger-power-kw = Potencia de carga
label-drive-type = Tracción
label-axles = Ejes
label-axle-configuration = Configuración de ejes
label-brake-system-type = Sistema de frenos
label-brake-system-desc = Frenos, descripción
label-transmission-style = Tipo de transmisión
label-transmission-speeds = Velocidades
label-body-class = Carrocería
label-body-cab-type = Tipo de cabina
label-bed-type = Tipo de caja
label-bed-length-in = Longitud de la caja
label-doors = Puertas
label-windows = Ventanas
label-seats = Plazas
label-seat-rows = Filas de asientos
label-steering-location = Posición del volante
label-entertainment-system = Sistema multimedia
label-gvwr = Peso máximo autorizado
label-gvwr-to = Peso máximo autorizado, hasta
label-gcwr = Peso máximo del conjunto
label-gcwr-to = Peso máximo del conjunto, hasta
label-curb-weight-lb = Peso en vacío
label-wheel-base-short = Distancia entre ejes
label-wheel-base-long = Distancia entre ejes, hasta
label-wheel-base-type = Tipo de distancia entre ejes
label-track-width = Ancho de vía
label-wheels = Ruedas
label-wheel-size-front = Rueda delantera
label-wheel-size-rear = Rueda trasera
label-trailer-type = Enganche
label-trailer-body-type = Carrocería del remolque
label-trailer-length = Longitud del remolque
label-abs = Antibloqueo de frenos (ABS)
label-esc = Control de estabilidad (ESC)
label-traction-control = Control de tracción
label-cib = Frenada de emergencia (CIB)
label-dynamic-brake-support = Asistente de frenada (DBS)
label-pedestrian-automatic-emergency-braking = Frenada ante peatones (PAEB)
label-forward-collision-warning = Aviso de colisión (FCW)
label-adaptive-cruise-control = Crucero adaptativo (ACC)
label-blind-spot-mon = Aviso de ángulo muerto (BSW)
label-lane-departure-warning = Aviso de cambio de carril (LDW)
label-lane-keep-system = Mantenimiento de carril (LKA)
label-lane-centering-assistance = Centrado en el carril
label-rear-visibility-system = Cámara trasera
label-rear-cross-traffic-alert = Alerta de tráfico cruzado
label-park-assist = Asistente de aparcamiento
label-tpms = Control de presión de neumáticos
label-keyless-ignition = Arranque sin llave
label-daytime-running-light = Luces diurnas (DRL)
label-lower-beam-headlamp-light-source = Faros
label-semiautomatic-headlamp-beam-switching = Cambio automático de luces
label-adaptive-driving-beam = Luz de carretera adaptativa (ADB)
label-automatic-pedestrian-alerting-sound = Sonido para peatones
label-auto-reverse-system = Antiatrapamiento de ventanas
label-can-aacn = Aviso automático de accidente
label-edr = Registrador de datos (EDR)
label-air-bag-loc-front = Frontales
label-air-bag-loc-side = Laterales
label-air-bag-loc-curtain = De cortina
label-air-bag-loc-knee = De rodilla
label-air-bag-loc-seat-cushion = De banqueta
label-seat-belts-all = Cinturones
label-pretensioner = Pretensores
label-other-restraint-system-info = Retención, otros datos
label-newest = La más reciente
label-scope = Alcance
label-shown = Mostradas
label-components = Sobre todo
label-overall = Total
label-frontal-crash = Choque frontal
label-side-crash = Choque lateral
label-rollover = Vuelco
label-rollover-risk = Riesgo de vuelco
label-combined = Mixto
label-city = Ciudad
label-highway = Carretera
label-range = Autonomía
label-electricity = Electricidad
label-annual-cost = Combustible al año, 15.000 mi
label-co2 = CO₂ del escape
label-version = Versión

## Values, by what vPIC says; with a key before it, only under that key

value-sedan-saloon = sedán
value-convertible-cabriolet = descapotable
value-hatchback-liftback-notchback = hatchback
value-sport-utility-vehicle-suv-multipurpose-vehicle-mpv = SUV
value-sport-utility-vehicle-suv-multi-purpose-vehicle-mpv = SUV
value-crossover-utility-vehicle-cuv = crossover
value-sport-utility-truck-sut = SUV pickup
value-low-speed-vehicle-lsv-neighborhood-electric-vehicle-nev = vehículo de baja velocidad
value-pickup = pickup
value-coupe = cupé
value-wagon = familiar
value-minivan = monovolumen
value-cargo-van = furgoneta de carga
value-van = furgoneta
value-roadster = roadster
value-truck = camión
value-bus = autobús
value-trailer = remolque
value-truck-tractor = cabeza tractora
value-motorcycle-touring-sport-touring = motocicleta de turismo
value-motorcycle-cruiser = motocicleta custom
value-motorcycle-sport = motocicleta deportiva
value-motorcycle-scooter = escúter
value-passenger-car = turismo
value-multipurpose-passenger-vehicle-mpv = vehículo multiuso
value-motorcycle = motocicleta
value-incomplete-vehicle = vehículo incompleto
value-low-speed-vehicle-lsv = vehículo de baja velocidad
value-off-road-vehicle = vehículo todoterreno
value-body-cab-type-crew-super-crew-crew-max = doble cabina
value-body-cab-type-extra-super-quad-double-king-extended = cabina extendida
value-body-cab-type-regular = cabina simple
value-body-cab-type-mega = cabina mega
value-bed-type-short = corta
value-bed-type-long = larga
value-bed-type-standard = estándar
value-wheel-base-type-standard = estándar
value-dump-trailer = remolque basculante
value-boat-trailer = remolque para barcos
value-straight-semi-semi-trailer = semirremolque
value-gasoline = gasolina
value-diesel = diésel
value-electric = eléctrico
value-flexible-fuel-vehicle-ffv = combustible flexible
value-ethanol-e85 = E85
value-compressed-natural-gas-cng = gas natural (GNC)
value-liquefied-natural-gas-lng = gas natural (GNL)
value-natural-gas = gas natural
value-liquefied-petroleum-gas-propane-or-lpg = propano (GLP)
value-compressed-hydrogen-hydrogen = hidrógeno
value-fuel-cell = pila de combustible
value-bev-battery-electric-vehicle = eléctrico de batería
value-electrification-level-electric = eléctrico
value-hev-hybrid-electric-vehicle-level-unknown = híbrido
value-strong-hev-hybrid-electric-vehicle = híbrido completo
value-mild-hev-hybrid-electric-vehicle = híbrido ligero
value-phev-plug-in-hybrid-electric-vehicle = híbrido enchufable
value-fcev-fuel-cell-electric-vehicle = pila de combustible
value-single-motor = un motor
value-dual-motor = dos motores
value-tri-motor = tres motores
value-quad-motor = cuatro motores
value-lithium-ion-li-ion = iones de litio
value-lead-acid-lead = plomo-ácido
value-nickle-cobalt-manganese-ncm = NCM
value-iron-phosphate-fepo = LFP
value-nickel-metal-hydride-nimh = NiMH
value-fwd-front-wheel-drive = delantera
value-rwd-rear-wheel-drive = trasera
value-awd-all-wheel-drive = integral
value-4wd-4-wheel-drive-4x4 = a las cuatro ruedas
value-4x2 = a dos ruedas (4×2)
value-2wd-4wd = a dos o cuatro ruedas
value-automatic = automática
value-manual-standard = manual
value-continuously-variable-transmission-cvt = variable continua (CVT)
value-electronic-continuously-variable-e-cvt = variable continua (e-CVT)
value-dual-clutch-transmission-dct = doble embrague
value-automated-manual-transmission-amt = manual robotizada
value-direct-drive = transmisión directa
value-yes = sí
value-no = no
value-standard = de serie
value-optional = opcional
value-other = otro
value-direct = directo
value-indirect = indirecto
value-hydraulic = hidráulico
value-air = aire
value-water = agua
value-seat-belts-all-manual = manuales
value-v-shaped = en V
value-in-line = en línea
value-left-hand-drive-lhd = a la izquierda
value-right-hand-drive-rhd = a la derecha
value-all-rows = todas las filas
value-1st-row-driver-and-passenger = 1.ª fila (conductor y pasajero)
value-1st-and-2nd-rows = 1.ª y 2.ª filas
value-driver-seat-only = solo conductor
value-passenger-seat-only = solo pasajero
value-halogen = halógenos
value-tandem = tándem
value-not-used-in-this-market = no se usa en este mercado
value-valid = válido
value-wrong = incorrecto
value-single-overhead-cam-sohc = un árbol de levas (SOHC)
value-dual-overhead-cam-dohc = doble árbol de levas (DOHC)
value-multipoint-fuel-injection-mpfi = inyección multipunto (MPFI)
value-stoichiometric-gasoline-direct-injection-sgdi = inyección directa de gasolina (SGDI)

## Countries and regions

value-united-states-usa = Estados Unidos
value-united-states = Estados Unidos
value-u-s = EE. UU.
value-canada = Canadá
value-mexico = México
value-brazil = Brasil
value-argentina = Argentina
value-germany = Alemania
value-austria = Austria
value-belgium = Bélgica
value-czech-republic = República Checa
value-france = Francia
value-finland = Finlandia
value-hungary = Hungría
value-italy = Italia
value-netherlands = Países Bajos
value-poland = Polonia
value-portugal = Portugal
value-romania = Rumanía
value-russia = Rusia
value-slovakia = Eslovaquia
value-spain = España
value-sweden = Suecia
value-turkey = Turquía
value-ukraine = Ucrania
value-united-kingdom-uk = Reino Unido
value-united-kingdom = Reino Unido
value-china = China
value-india = India
value-japan = Japón
value-south-korea = Corea del Sur
value-taiwan = Taiwán
value-thailand = Tailandia
value-south-africa = Sudáfrica
value-australia = Australia
value-europe = Europa
value-asia = Asia
value-africa = África
value-north-america = América del Norte
value-south-america = América del Sur
value-oceania = Oceanía

## The picture to share

picture-caption = { $name }, VIN { $vin }
picture-vin = VIN
picture-clean = VIN sin irregularidades
picture-one = Una imagen muestra un solo vehículo: envía un VIN.

## Sentences in items of sections, by what they are in English

said-do-not-drive-it-until-it-is-repaired = No lo conduzca hasta que esté reparado.
said-park-it-outside-and-away-from-buildings = Apárquelo al aire libre y lejos de edificios.
said-it-is-repaired-by-an-update-over-the-air = Se repara con una actualización por radio.
said-remedy = Solución: { $what }
