### French.

## Numbers: what stands between whole and fraction, between thousands, and from how many digits on

number-decimal = ,
number-group = {"\u202F"}
number-group-from = 4

## What a horsepower is: mechanical (0.7457 kW) or metric (0.7355 kW)

horsepower = metric

## Between a heading and what it says

colon = {"\u00A0"}:

## Units: { $number } is written in the reader's way

unit-l = { $number } L
unit-cc = { $number } cm³
unit-cu-in = { $number } po³
unit-hp = { $number } ch
unit-kw = { $number } kW
unit-mph = { $number } mph
unit-km-h = { $number } km/h
unit-lb = { $number } lb
unit-kg = { $number } kg
unit-in = { $number } po
unit-mm = { $number } mm
unit-ft = { $number } pi
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
unit-usd = { $number } $ US
unit-of-5-stars = { $number } étoiles sur 5
unit-of-10 = { $number } sur 10

## Refusals

no-vehicle = Il n’y a aucun véhicule à afficher.
no-view = Cette vue n’existe pas. Les vues sont : { $views }.
two-to-compare = Il faut deux véhicules pour comparer : envoyez de deux à quatre VIN.
no-section = Cette partie n’est pas disponible pour l’instant. Réessayez dans un moment.

## Buttons

button-details = Détails
button-copy-vin = Copier le VIN
button-back = Retour
button-compare = Comparer
button-picture = Image
button-csv = Rapport CSV
button-section-count = { $title } ({ $count })

## Headlines

name-with-year = { $name } ({ $year })
name-of-kind = { $make } – { $kind }
unknown-vehicle = Véhicule inconnu
different = Différences
same = Points communs
known-only = Connu seulement pour { $name }
first-only = Seuls les quatre premiers sont comparés.
vehicles =
    { $count ->
        [one] { $count } véhicule
       *[other] { $count } véhicules
    }
continued = { $heading } (suite)
about-vin = À propos de ce VIN
type-defaults = Habituel pour ce type de véhicule

## Lines of the card, rows of the comparison

line-body = Carrosserie
line-kind = Type
line-trailer = Remorque
line-bus = Autobus
line-engine = Moteur
line-electric = Propulsion
line-charging = Recharge
line-drive = Roues motrices
line-transmission = Boîte de vitesses
line-weight = Masse
line-wheelbase = Empattement
line-top-speed = Vitesse maximale
line-airbags = Airbags
line-safety = Sécurité
line-built = Usine
line-origin = Origine
line-maker = Constructeur
line-model-year = Année-modèle
line-serial = Numéro de série
line-check-digit = Chiffre de contrôle
line-price = Prix neuf
line-doors = Portes
line-seats = Places
line-power = Puissance
line-fuel = Carburant
line-battery = Batterie

## Parts of these lines

doors =
    { $count ->
        [one] { $count } porte
       *[other] { $count } portes
    }
seats =
    { $count ->
        [one] { $count } place
       *[other] { $count } places
    }
axles =
    { $count ->
        [one] { $count } essieu
       *[other] { $count } essieux
    }
cylinders =
    { $count ->
        [one] { $count } cylindre
       *[other] { $count } cylindres
    }
more =
    { $count ->
        [one] { $count } autre
       *[other] { $count } autres
    }
speeds = { $count } rapports
cylinders-inline = { $count } en ligne
cylinders-flat = { $count } à plat
rotary = rotatif
turbo = turbo
power-and-horsepower = { $kw } ({ $hp })
bed = benne { $bed }
weight-curb = { $weight } à vide
weight-gross = { $weight } en charge
weight-gross-class = { $weight } en charge ({ $class })
weight-class = classe { $class }
weight-or-less = jusqu’à { $weight }
weight-or-more = à partir de { $weight }
right-hand = volant à droite
year-or = { $first } ou { $second }

## Last lines

maybe-meant = Peut-être vouliez-vous dire
or = ou
unavailable = Indisponible pour l’instant
decoded-by = Décodé par { $names }
explained = { $percent } % du VIN expliqué

## Findings, by code. In English the words of the plugin that found it are shown, which may say more.

finding-check-digit = Le chiffre de contrôle (position 9) est faux : un caractère a été mal saisi.
finding-corrected = Un caractère ne peut pas être juste.
finding-several-errors = Plusieurs caractères ne peuvent pas être justes.
finding-incomplete = Le VIN est incomplet.
finding-unregistered-wmi = Le constructeur n’est pas enregistré auprès de la NHTSA pour la vente aux États-Unis.
finding-no-details = La NHTSA n’a pas de détails sur les VIN de ce constructeur.
finding-model-year = L’année-modèle ne correspond pas au reste du VIN.
finding-partly-decoded = Certains caractères ne figurent pas dans la déclaration du constructeur à la NHTSA.
finding-invalid-characters = Le VIN contient des caractères interdits à leur position.
finding-not-us-market = Construit pour un marché hors d’Amérique du Nord : la NHTSA ne connaît peut-être que le constructeur.
finding-unknown-maker = Le code du constructeur n’est pas connu ici.

## Sections that plugins add, by key, and their summaries

section-recalls = Rappels
section-ratings = Sécurité
section-fuel = Consommation
section-complaints = Plaintes
summary-recalls =
    { $count ->
        [one] { $count } rappel
       *[other] { $count } rappels
    }
summary-none-known-to-nhtsa = aucun connu de la NHTSA
summary-with-the-advice-do-not-drive = { $count } avec l’avis : ne pas rouler
summary-with-the-advice-park-outside = { $count } avec l’avis : stationner dehors
summary-mpg-combined = { $amount } en cycle mixte
summary-mpge-combined = { $amount } en cycle mixte
summary-mi-range = autonomie de { $amount }
summary-overall = { $count }★ au total
summary-complaints =
    { $count ->
        [one] { $count } plainte
       *[other] { $count } plaintes
    }
summary-crashes =
    { $count ->
        [one] { $count } accident
       *[other] { $count } accidents
    }
summary-fires =
    { $count ->
        [one] { $count } incendie
       *[other] { $count } incendies
    }
summary-injured =
    { $count ->
        [one] { $count } blessé
       *[other] { $count } blessés
    }
summary-killed =
    { $count ->
        [one] { $count } mort
       *[other] { $count } morts
    }

## Systems that a vehicle may have, by key

system-abs = ABS
system-esc = contrôle de stabilité
system-cib = freinage d’urgence automatique
system-lane-keep-system = maintien de voie
system-blind-spot-mon = alerte d’angle mort
system-rear-visibility-system = caméra de recul
system-adaptive-cruise-control = régulateur adaptatif
system-forward-collision-warning = alerte de collision
system-lane-departure-warning = alerte de sortie de voie
system-rear-cross-traffic-alert = alerte de trafic transversal arrière
system-park-assist = aide au stationnement
system-traction-control = antipatinage
system-daytime-running-light = feux de jour
system-combined-braking-system = freinage couplé

## Places of air bags, by key

bag-air-bag-loc-front = frontaux
bag-air-bag-loc-side = latéraux
bag-air-bag-loc-curtain = rideaux
bag-air-bag-loc-knee = genoux
bag-air-bag-loc-seat-cushion = assise

## Groups of details: the last part of what the plugin calls them

group-general = Général
group-origin = Origine
group-engine = Moteur
group-battery = Batterie
group-charger = Chargeur
group-brake = Freins
group-drivetrain = Chaîne cinématique
group-transmission = Boîte de vitesses
group-exterior = Extérieur
group-body = Carrosserie
group-bus = Autobus
group-dimension = Dimensions
group-motorcycle = Moto
group-trailer = Remorque
group-truck = Camion
group-wheel-tire = Roues et pneus
group-interior = Intérieur
group-seat = Sièges
group-active-safety-system = Sécurité active
group-911-notification = Appel d’urgence
group-backing-up-and-parking = Recul et stationnement
group-forward-collision-prevention = Prévention des collisions
group-lane-and-side-assist = Aides latérales et de voie
group-lighting-technologies = Éclairage
group-maintaining-safe-distance = Distance de sécurité
group-passive-safety-system = Sécurité passive
group-air-bag-location = Airbags
group-number = Numéro
group-decoding = Décodage

## Headings of details, by key

label-make = Marque
label-manufacturer = Constructeur
label-model = Modèle
label-model-year = Année-modèle
label-series = Série
label-series2 = Seconde série
label-trim = Finition
label-trim2 = Seconde finition
label-vehicle-type = Type de véhicule
label-plant-city = Usine, ville
label-plant-state = Usine, État
label-plant-country = Usine, pays
label-plant-company-name = Usine, société
label-destination-market = Marché de destination
label-base-price = Prix neuf
label-note = Remarque
label-country = Pays
label-region = Région
label-serial-number = Numéro de série
label-check-digit = Chiffre de contrôle
label-model-year-candidates = Année-modèle selon la position 10
label-vehicle-descriptor = Descripteur du véhicule
label-engine-cylinders = Cylindres
label-engine-configuration = Architecture du moteur
label-engine-cycles = Temps
label-engine-hp = Puissance
label-engine-hp-to = Puissance, jusqu’à
label-engine-kw = Puissance
label-engine-manufacturer = Fabricant du moteur
label-engine-model = Modèle de moteur
label-displacement-l = Cylindrée
label-displacement-cc = Cylindrée
label-displacement-ci = Cylindrée
label-fuel-type-primary = Carburant
label-fuel-type-secondary = Second carburant
label-fuel-injection-type = Injection
label-valve-train-design = Distribution
label-turbo = Turbo
label-cooling-type = Refroidissement
label-electrification-level = Électrification
label-other-engine-info = Moteur, autres infos
label-top-speed-mph = Vitesse maximale
label-battery-type = Type de batterie
label-battery-k-wh = Capacité de la batterie
label-battery-k-wh-to = Capacité de la batterie, jusqu’à
label-battery-v = Tension de la batterie
label-battery-v-to = Tension de la batterie, jusqu’à
label-battery-a = Courant de la batterie
label-battery-a-to = Courant de la batterie, jusqu’à
label-battery-info = Batterie, autres infos
label-ev-drive-unit = Moteurs électriques
label-charger-level = Niveau de charge
label-charger-power-kw = Puissance de charge
label-drive-type = Roues motrices
label-axles = Essieux
label-axle-configuration = Configuration des essieux
label-brake-system-type = Système de freinage
label-brake-system-desc = Freins, description
label-transmission-style = Type de boîte
label-transmission-speeds = Rapports
label-body-class = Carrosserie
label-body-cab-type = Type de cabine
label-bed-type = Type de benne
label-bed-length-in = Longueur de la benne
label-doors = Portes
label-windows = Vitres
label-seats = Places
label-seat-rows = Rangées de sièges
label-steering-location = Position du volant
label-entertainment-system = Système multimédia
label-gvwr = Poids total autorisé
label-gvwr-to = Poids total autorisé, jusqu’à
label-gcwr = Poids total roulant
label-gcwr-to = Poids total roulant, jusqu’à
label-curb-weight-lb = Masse à vide
label-wheel-base-short = Empattement
label-wheel-base-long = Empattement, jusqu’à
label-wheel-base-type = Type d’empattement
label-track-width = Voie
label-wheels = Roues
label-wheel-size-front = Jante avant
label-wheel-size-rear = Jante arrière
label-trailer-type = Attelage
label-trailer-body-type = Carrosserie de la remorque
label-trailer-length = Longueur de la remorque
label-abs = Antiblocage (ABS)
label-esc = Contrôle de stabilité (ESC)
label-traction-control = Antipatinage
label-cib = Freinage d’urgence (CIB)
label-dynamic-brake-support = Assistance au freinage (DBS)
label-pedestrian-automatic-emergency-braking = Freinage piétons (PAEB)
label-forward-collision-warning = Alerte de collision (FCW)
label-adaptive-cruise-control = Régulateur adaptatif (ACC)
label-blind-spot-mon = Alerte d’angle mort (BSW)
label-lane-departure-warning = Alerte de sortie de voie (LDW)
label-lane-keep-system = Maintien de voie (LKA)
label-lane-centering-assistance = Centrage dans la voie
label-rear-visibility-system = Caméra de recul
label-rear-cross-traffic-alert = Alerte de trafic transversal
label-park-assist = Aide au stationnement
label-tpms = Contrôle de pression des pneus
label-keyless-ignition = Démarrage sans clé
label-daytime-running-light = Feux de jour (DRL)
label-lower-beam-headlamp-light-source = Phares
label-semiautomatic-headlamp-beam-switching = Commutation automatique des feux
label-adaptive-driving-beam = Feux de route adaptatifs (ADB)
label-automatic-pedestrian-alerting-sound = Avertisseur pour piétons
label-auto-reverse-system = Anti-pincement des vitres
label-can-aacn = Appel d’urgence automatique
label-edr = Enregistreur de données (EDR)
label-air-bag-loc-front = Frontaux
label-air-bag-loc-side = Latéraux
label-air-bag-loc-curtain = Rideaux
label-air-bag-loc-knee = Genoux
label-air-bag-loc-seat-cushion = Assise
label-seat-belts-all = Ceintures
label-pretensioner = Prétensionneurs
label-other-restraint-system-info = Retenue, autres infos
label-newest = Le plus récent
label-scope = Portée
label-shown = Affichés
label-components = Surtout sur
label-overall = Total
label-frontal-crash = Choc frontal
label-side-crash = Choc latéral
label-rollover = Retournement
label-rollover-risk = Risque de retournement
label-combined = Mixte
label-city = Ville
label-highway = Route
label-range = Autonomie
label-electricity = Électricité
label-annual-cost = Carburant par an, 15 000 mi
label-co2 = CO₂ à l’échappement
label-version = Version

## Values, by what vPIC says; with a key before it, only under that key

value-sedan-saloon = berline
value-convertible-cabriolet = cabriolet
value-hatchback-liftback-notchback = bicorps à hayon
value-sport-utility-vehicle-suv-multipurpose-vehicle-mpv = SUV
value-sport-utility-vehicle-suv-multi-purpose-vehicle-mpv = SUV
value-crossover-utility-vehicle-cuv = crossover
value-sport-utility-truck-sut = SUV pick-up
value-low-speed-vehicle-lsv-neighborhood-electric-vehicle-nev = véhicule à basse vitesse
value-pickup = pick-up
value-coupe = coupé
value-wagon = break
value-minivan = monospace
value-cargo-van = fourgon
value-van = fourgonnette
value-roadster = roadster
value-truck = camion
value-bus = autobus
value-trailer = remorque
value-truck-tractor = tracteur routier
value-motorcycle-touring-sport-touring = moto de tourisme
value-motorcycle-cruiser = moto custom
value-motorcycle-sport = moto sportive
value-motorcycle-scooter = scooter
value-passenger-car = voiture particulière
value-multipurpose-passenger-vehicle-mpv = véhicule polyvalent
value-motorcycle = moto
value-incomplete-vehicle = véhicule incomplet
value-low-speed-vehicle-lsv = véhicule à basse vitesse
value-off-road-vehicle = véhicule tout-terrain
value-body-cab-type-crew-super-crew-crew-max = double cabine
value-body-cab-type-extra-super-quad-double-king-extended = cabine approfondie
value-body-cab-type-regular = cabine simple
value-body-cab-type-mega = cabine méga
value-bed-type-short = courte
value-bed-type-long = longue
value-bed-type-standard = standard
value-wheel-base-type-standard = standard
value-dump-trailer = remorque à benne basculante
value-boat-trailer = remorque à bateau
value-straight-semi-semi-trailer = semi-remorque
value-gasoline = essence
value-diesel = diesel
value-electric = électricité
value-flexible-fuel-vehicle-ffv = polycarburant
value-ethanol-e85 = E85
value-compressed-natural-gas-cng = gaz naturel (GNV)
value-liquefied-natural-gas-lng = gaz naturel (GNL)
value-natural-gas = gaz naturel
value-liquefied-petroleum-gas-propane-or-lpg = propane (GPL)
value-compressed-hydrogen-hydrogen = hydrogène
value-fuel-cell = pile à combustible
value-bev-battery-electric-vehicle = électrique à batterie
value-electrification-level-electric = électrique
value-hev-hybrid-electric-vehicle-level-unknown = hybride
value-strong-hev-hybrid-electric-vehicle = hybride complet
value-mild-hev-hybrid-electric-vehicle = hybride léger
value-phev-plug-in-hybrid-electric-vehicle = hybride rechargeable
value-fcev-fuel-cell-electric-vehicle = pile à combustible
value-single-motor = un moteur
value-dual-motor = deux moteurs
value-tri-motor = trois moteurs
value-quad-motor = quatre moteurs
value-lithium-ion-li-ion = lithium-ion
value-lead-acid-lead = plomb-acide
value-nickle-cobalt-manganese-ncm = NCM
value-iron-phosphate-fepo = LFP
value-nickel-metal-hydride-nimh = NiMH
value-fwd-front-wheel-drive = avant
value-rwd-rear-wheel-drive = arrière
value-awd-all-wheel-drive = intégrale
value-4wd-4-wheel-drive-4x4 = quatre roues (4×4)
value-4x2 = deux roues (4×2)
value-2wd-4wd = deux ou quatre roues
value-automatic = automatique
value-manual-standard = manuelle
value-continuously-variable-transmission-cvt = à variation continue (CVT)
value-electronic-continuously-variable-e-cvt = à variation continue (e-CVT)
value-dual-clutch-transmission-dct = double embrayage
value-automated-manual-transmission-amt = manuelle robotisée
value-direct-drive = prise directe
value-yes = oui
value-no = non
value-standard = de série
value-optional = en option
value-other = autre
value-direct = direct
value-indirect = indirect
value-hydraulic = hydraulique
value-air = air
value-water = eau
value-seat-belts-all-manual = manuelles
value-v-shaped = en V
value-in-line = en ligne
value-left-hand-drive-lhd = à gauche
value-right-hand-drive-rhd = à droite
value-all-rows = toutes les rangées
value-1st-row-driver-and-passenger = 1er rang (conducteur et passager)
value-1st-and-2nd-rows = 1er et 2e rangs
value-driver-seat-only = conducteur seulement
value-passenger-seat-only = passager seulement
value-halogen = halogène
value-tandem = tandem
value-not-used-in-this-market = non utilisé sur ce marché
value-valid = valide
value-wrong = faux
value-single-overhead-cam-sohc = simple arbre à cames (SOHC)
value-dual-overhead-cam-dohc = double arbre à cames (DOHC)
value-multipoint-fuel-injection-mpfi = injection multipoint (MPFI)
value-stoichiometric-gasoline-direct-injection-sgdi = injection directe essence (SGDI)

## Countries and regions

value-united-states-usa = États-Unis
value-united-states = États-Unis
value-u-s = États-Unis
value-canada = Canada
value-mexico = Mexique
value-brazil = Brésil
value-argentina = Argentine
value-germany = Allemagne
value-austria = Autriche
value-belgium = Belgique
value-czech-republic = République tchèque
value-france = France
value-finland = Finlande
value-hungary = Hongrie
value-italy = Italie
value-netherlands = Pays-Bas
value-poland = Pologne
value-portugal = Portugal
value-romania = Roumanie
value-russia = Russie
value-slovakia = Slovaquie
value-spain = Espagne
value-sweden = Suède
value-turkey = Turquie
value-ukraine = Ukraine
value-united-kingdom-uk = Royaume-Uni
value-united-kingdom = Royaume-Uni
value-china = Chine
value-india = Inde
value-japan = Japon
value-south-korea = Corée du Sud
value-taiwan = Taïwan
value-thailand = Thaïlande
value-south-africa = Afrique du Sud
value-australia = Australie
value-europe = Europe
value-asia = Asie
value-africa = Afrique
value-north-america = Amérique du Nord
value-south-america = Amérique du Sud
value-oceania = Océanie

## The picture to share

picture-caption = { $name }, VIN { $vin }
picture-vin = VIN
picture-clean = VIN sans anomalie
picture-one = Une image montre un seul véhicule : envoyez un VIN.

## Sentences in items of sections, by what they are in English

said-do-not-drive-it-until-it-is-repaired = Ne pas rouler avant la réparation.
said-park-it-outside-and-away-from-buildings = À garer dehors, loin des bâtiments.
said-it-is-repaired-by-an-update-over-the-air = La réparation se fait par une mise à jour à distance.
said-remedy = Remède : { $what }
