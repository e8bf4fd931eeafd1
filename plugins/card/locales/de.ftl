### German.

## Numbers: what stands between whole and fraction, between thousands, and from how many digits on

number-decimal = ,
number-group = .
number-group-from = 4

## What a horsepower is: mechanical (0.7457 kW) or metric (0.7355 kW)

horsepower = metric

## Between a heading and what it says

colon = :

## Units: { $number } is written in the reader's way

unit-l = { $number } l
unit-cc = { $number } cm³
unit-cu-in = { $number } cu in
unit-hp = { $number } PS
unit-kw = { $number } kW
unit-mph = { $number } mph
unit-km-h = { $number } km/h
unit-lb = { $number } lb
unit-kg = { $number } kg
unit-in = { $number } Zoll
unit-mm = { $number } mm
unit-ft = { $number } ft
unit-m = { $number } m
unit-mi = { $number } mi
unit-km = { $number } km
unit-mpg = { $number } mpg
unit-mpge = { $number } MPGe
unit-l-100-km = { $number } l/100 km
unit-kwh = { $number } kWh
unit-kwh-100-mi = { $number } kWh/100 mi
unit-kwh-100-km = { $number } kWh/100 km
unit-g-mi = { $number } g/mi
unit-g-km = { $number } g/km
unit-v = { $number } V
unit-a = { $number } A
unit-h = { $number } h
unit-percent = { $number } %
unit-usd = { $number } US-$
unit-of-5-stars = { $number } von 5 Sternen
unit-of-10 = { $number } von 10

## Refusals

no-vehicle = Es gibt kein Fahrzeug zum Anzeigen.
no-view = Diese Ansicht gibt es nicht. Es gibt: { $views }.
two-to-compare = Zum Vergleichen braucht es zwei Fahrzeuge: Sende zwei bis vier FINs.
no-section = Dieser Teil ist gerade nicht verfügbar. Versuche es gleich noch einmal.

## Buttons

button-details = Details
button-copy-vin = FIN kopieren
button-back = Zurück
button-compare = Vergleichen
button-picture = Bild
button-csv = CSV-Bericht
button-section-count = { $title } ({ $count })

## Headlines

name-with-year = { $name } ({ $year })
name-of-kind = { $make } – { $kind }
unknown-vehicle = Unbekanntes Fahrzeug
different = Unterschiede
same = Gleich
known-only = Nur bekannt von { $name }
first-only = Nur die ersten vier werden verglichen.
vehicles =
    { $count ->
        [one] { $count } Fahrzeug
       *[other] { $count } Fahrzeuge
    }
continued = { $heading } (Fortsetzung)
about-vin = Zu dieser FIN
type-defaults = Üblich bei dieser Fahrzeugart

## Lines of the card, rows of the comparison

line-body = Karosserie
line-kind = Fahrzeugart
line-trailer = Anhänger
line-bus = Bus
line-engine = Motor
line-electric = Elektroantrieb
line-charging = Laden
line-drive = Antrieb
line-transmission = Getriebe
line-weight = Gewicht
line-wheelbase = Radstand
line-top-speed = Höchstgeschwindigkeit
line-airbags = Airbags
line-safety = Sicherheit
line-built = Werk
line-origin = Herkunft
line-maker = Hersteller
line-model-year = Modelljahr
line-serial = Seriennummer
line-check-digit = Prüfziffer
line-price = Neupreis
line-doors = Türen
line-seats = Sitzplätze
line-power = Leistung
line-fuel = Kraftstoff
line-battery = Batterie

## Parts of these lines

doors =
    { $count ->
        [one] { $count } Tür
       *[other] { $count } Türen
    }
seats =
    { $count ->
        [one] { $count } Sitz
       *[other] { $count } Sitze
    }
axles =
    { $count ->
        [one] { $count } Achse
       *[other] { $count } Achsen
    }
cylinders =
    { $count ->
        [one] { $count } Zylinder
       *[other] { $count } Zylinder
    }
more =
    { $count ->
        [one] { $count } weiteres
       *[other] { $count } weitere
    }
speeds = { $count }-Gang
cylinders-inline = R{ $count }
cylinders-flat = Boxer-{ $count }
rotary = Wankel
turbo = Turbo
power-and-horsepower = { $kw } ({ $hp })
bed = Ladefläche { $bed }
weight-curb = leer { $weight }
weight-gross = zulässig { $weight }
weight-gross-class = zulässig { $weight } ({ $class })
weight-class = Klasse { $class }
weight-or-less = bis { $weight }
weight-or-more = ab { $weight }
right-hand = Rechtslenker
year-or = { $first } oder { $second }

## Last lines

maybe-meant = Vielleicht gemeint
or = oder
unavailable = Gerade nicht verfügbar
decoded-by = Entschlüsselt von { $names }
explained = { $percent } % der FIN erklärt

## Findings, by code. In English the words of the plugin that found it are shown, which may say more.

finding-check-digit = Die Prüfziffer (Stelle 9) stimmt nicht: Ein Zeichen ist vertippt.
finding-corrected = Ein Zeichen kann nicht stimmen.
finding-several-errors = Mehrere Zeichen können nicht stimmen.
finding-incomplete = Die FIN ist unvollständig.
finding-unregistered-wmi = Der Hersteller ist bei der NHTSA nicht für den Verkauf in den USA registriert.
finding-no-details = Zu FINs dieses Herstellers hat die NHTSA keine Einzelheiten.
finding-model-year = Das Modelljahr passt nicht zum Rest der FIN.
finding-partly-decoded = Einige Zeichen kommen in den Angaben des Herstellers an die NHTSA nicht vor.
finding-invalid-characters = Die FIN enthält Zeichen, die an ihrer Stelle nicht erlaubt sind.
finding-not-us-market = Für einen Markt außerhalb Nordamerikas gebaut: Die NHTSA kennt womöglich nur den Hersteller.
finding-unknown-maker = Der Herstellercode ist hier nicht bekannt.

## Sections that plugins add, by key, and their summaries

section-recalls = Rückrufe
section-ratings = Sicherheit
section-fuel = Verbrauch
section-complaints = Beschwerden
summary-recalls =
    { $count ->
        [one] { $count } Rückruf
       *[other] { $count } Rückrufe
    }
summary-none-known-to-nhtsa = der NHTSA keine bekannt
summary-with-the-advice-do-not-drive = { $count } mit dem Hinweis: nicht fahren
summary-with-the-advice-park-outside = { $count } mit dem Hinweis: im Freien parken
summary-mpg-combined = { $amount } kombiniert
summary-mpge-combined = { $amount } kombiniert
summary-mi-range = { $amount } Reichweite
summary-overall = { $count }★ gesamt
summary-complaints =
    { $count ->
        [one] { $count } Beschwerde
       *[other] { $count } Beschwerden
    }
summary-crashes =
    { $count ->
        [one] { $count } Unfall
       *[other] { $count } Unfälle
    }
summary-fires =
    { $count ->
        [one] { $count } Brand
       *[other] { $count } Brände
    }
summary-injured =
    { $count ->
        [one] { $count } Verletzter
       *[other] { $count } Verletzte
    }
summary-killed =
    { $count ->
        [one] { $count } Toter
       *[other] { $count } Tote
    }

## Systems that a vehicle may have, by key

system-abs = ABS
system-esc = ESP
system-cib = Notbremsassistent
system-lane-keep-system = Spurhalteassistent
system-blind-spot-mon = Totwinkelwarner
system-rear-visibility-system = Rückfahrkamera
system-adaptive-cruise-control = Abstandstempomat
system-forward-collision-warning = Kollisionswarner
system-lane-departure-warning = Spurverlassenswarner
system-rear-cross-traffic-alert = Querverkehrswarner hinten
system-park-assist = Einparkhilfe
system-traction-control = Antischlupfregelung
system-daytime-running-light = Tagfahrlicht
system-combined-braking-system = Kombibremse

## Places of air bags, by key

bag-air-bag-loc-front = vorn
bag-air-bag-loc-side = seitlich
bag-air-bag-loc-curtain = Kopf
bag-air-bag-loc-knee = Knie
bag-air-bag-loc-seat-cushion = Sitzkissen

## Groups of details: the last part of what the plugin calls them

group-general = Allgemein
group-origin = Herkunft
group-engine = Motor
group-battery = Batterie
group-charger = Ladegerät
group-brake = Bremsen
group-drivetrain = Antriebsstrang
group-transmission = Getriebe
group-exterior = Außen
group-body = Karosserie
group-bus = Bus
group-dimension = Abmessungen
group-motorcycle = Motorrad
group-trailer = Anhänger
group-truck = Nutzfahrzeug
group-wheel-tire = Räder und Reifen
group-interior = Innenraum
group-seat = Sitze
group-active-safety-system = Aktive Sicherheit
group-911-notification = Notruf
group-backing-up-and-parking = Rückwärtsfahren und Parken
group-forward-collision-prevention = Auffahrschutz
group-lane-and-side-assist = Spur- und Seitenassistenten
group-lighting-technologies = Beleuchtung
group-maintaining-safe-distance = Sicherheitsabstand
group-passive-safety-system = Passive Sicherheit
group-air-bag-location = Airbags
group-number = Nummer
group-decoding = Entschlüsselung

## Headings of details, by key

label-make = Marke
label-manufacturer = Hersteller
label-model = Modell
label-model-year = Modelljahr
label-series = Baureihe
label-series2 = Zweite Baureihe
label-trim = Ausstattungslinie
label-trim2 = Zweite Ausstattungslinie
label-vehicle-type = Fahrzeugart
label-plant-city = Werk, Ort
label-plant-state = Werk, Bundesstaat
label-plant-country = Werk, Land
label-plant-company-name = Werk, Unternehmen
label-destination-market = Zielmarkt
label-base-price = Neupreis
label-note = Anmerkung
label-country = Land
label-region = Weltregion
label-serial-number = Seriennummer
label-check-digit = Prüfziffer
label-model-year-candidates = Modelljahr laut Stelle 10
label-vehicle-descriptor = Fahrzeugbeschreibung
label-engine-cylinders = Zylinder
label-engine-configuration = Motorbauart
label-engine-cycles = Takte
label-engine-hp = Leistung
label-engine-hp-to = Leistung, bis
label-engine-kw = Leistung
label-engine-manufacturer = Motorhersteller
label-engine-model = Motormodell
label-displacement-l = Hubraum
label-displacement-cc = Hubraum
label-displacement-ci = Hubraum
label-fuel-type-primary = Kraftstoff
label-fuel-type-secondary = Zweiter Kraftstoff
label-fuel-injection-type = Einspritzung
label-valve-train-design = Ventiltrieb
label-turbo = Turbo
label-cooling-type = Kühlung
label-electrification-level = Elektrifizierung
label-other-engine-info = Motor, Weiteres
label-top-speed-mph = Höchstgeschwindigkeit
label-battery-type = Batterietyp
label-battery-k-wh = Batteriekapazität
label-battery-k-wh-to = Batteriekapazität, bis
label-battery-v = Batteriespannung
label-battery-v-to = Batteriespannung, bis
label-battery-a = Batteriestrom
label-battery-a-to = Batteriestrom, bis
label-battery-info = Batterie, Weiteres
label-ev-drive-unit = Elektromotoren
label-charger-level = Ladestufe
label-charger-power-kw = Ladeleistung
label-drive-type = Antriebsart
label-axles = Achsen
label-axle-configuration = Achsanordnung
label-brake-system-type = Bremssystem
label-brake-system-desc = Bremsen, Beschreibung
label-transmission-style = Getriebeart
label-transmission-speeds = Gänge
label-body-class = Karosserieform
label-body-cab-type = Kabinenform
label-bed-type = Ladefläche
label-bed-length-in = Länge der Ladefläche
label-doors = Türen
label-windows = Fenster
label-seats = Sitzplätze
label-seat-rows = Sitzreihen
label-steering-location = Lenkung
label-entertainment-system = Unterhaltungssystem
label-gvwr = Zulässiges Gesamtgewicht
label-gvwr-to = Zulässiges Gesamtgewicht, bis
label-gcwr = Zulässiges Zuggesamtgewicht
label-gcwr-to = Zulässiges Zuggesamtgewicht, bis
label-curb-weight-lb = Leergewicht
label-wheel-base-short = Radstand
label-wheel-base-long = Radstand, bis
label-wheel-base-type = Radstandsart
label-track-width = Spurweite
label-wheels = Räder
label-wheel-size-front = Radgröße vorn
label-wheel-size-rear = Radgröße hinten
label-trailer-type = Anhängevorrichtung
label-trailer-body-type = Aufbau des Anhängers
label-trailer-length = Länge des Anhängers
label-abs = Antiblockiersystem (ABS)
label-esc = Stabilitätsprogramm (ESP)
label-traction-control = Antischlupfregelung
label-cib = Notbremsassistent (CIB)
label-dynamic-brake-support = Bremsassistent (DBS)
label-pedestrian-automatic-emergency-braking = Fußgänger-Notbremsung (PAEB)
label-forward-collision-warning = Kollisionswarner (FCW)
label-adaptive-cruise-control = Abstandstempomat (ACC)
label-blind-spot-mon = Totwinkelwarner (BSW)
label-lane-departure-warning = Spurverlassenswarner (LDW)
label-lane-keep-system = Spurhalteassistent (LKA)
label-lane-centering-assistance = Spurmittenführung
label-rear-visibility-system = Rückfahrkamera
label-rear-cross-traffic-alert = Querverkehrswarner
label-park-assist = Einparkhilfe
label-tpms = Reifendruckkontrolle
label-keyless-ignition = Schlüsselloser Start
label-daytime-running-light = Tagfahrlicht (DRL)
label-lower-beam-headlamp-light-source = Scheinwerfer
label-semiautomatic-headlamp-beam-switching = Fernlichtassistent
label-adaptive-driving-beam = Adaptives Fernlicht (ADB)
label-automatic-pedestrian-alerting-sound = Warngeräusch für Fußgänger
label-auto-reverse-system = Einklemmschutz der Fenster
label-can-aacn = Automatischer Notruf
label-edr = Unfalldatenspeicher (EDR)
label-air-bag-loc-front = Vorn
label-air-bag-loc-side = Seitlich
label-air-bag-loc-curtain = Kopf
label-air-bag-loc-knee = Knie
label-air-bag-loc-seat-cushion = Sitzkissen
label-seat-belts-all = Sicherheitsgurte
label-pretensioner = Gurtstraffer
label-other-restraint-system-info = Rückhaltesysteme, Weiteres
label-newest = Neuester
label-scope = Gezählt
label-shown = Angezeigt
label-components = Meist über
label-overall = Gesamt
label-frontal-crash = Frontalaufprall
label-side-crash = Seitenaufprall
label-rollover = Überschlag
label-rollover-risk = Überschlagrisiko
label-combined = Kombiniert
label-city = Innerorts
label-highway = Außerorts
label-range = Reichweite
label-electricity = Strom
label-annual-cost = Kraftstoff im Jahr, 15.000 mi
label-co2 = CO₂ aus dem Auspuff
label-version = Version

## Values, by what vPIC says; with a key before it, only under that key

value-sedan-saloon = Limousine
value-convertible-cabriolet = Cabrio
value-hatchback-liftback-notchback = Schrägheck
value-sport-utility-vehicle-suv-multipurpose-vehicle-mpv = SUV
value-sport-utility-vehicle-suv-multi-purpose-vehicle-mpv = SUV
value-crossover-utility-vehicle-cuv = Crossover
value-sport-utility-truck-sut = SUV-Pick-up
value-low-speed-vehicle-lsv-neighborhood-electric-vehicle-nev = Leichtfahrzeug
value-pickup = Pick-up
value-coupe = Coupé
value-wagon = Kombi
value-minivan = Minivan
value-cargo-van = Kastenwagen
value-van = Van
value-roadster = Roadster
value-truck = Nutzfahrzeug
value-bus = Bus
value-trailer = Anhänger
value-truck-tractor = Sattelzugmaschine
value-motorcycle-touring-sport-touring = Tourenmotorrad
value-motorcycle-cruiser = Cruiser-Motorrad
value-motorcycle-sport = Sportmotorrad
value-motorcycle-scooter = Motorroller
value-passenger-car = Pkw
value-multipurpose-passenger-vehicle-mpv = Mehrzweckfahrzeug
value-motorcycle = Motorrad
value-incomplete-vehicle = unvollständiges Fahrzeug
value-low-speed-vehicle-lsv = Leichtfahrzeug
value-off-road-vehicle = Geländefahrzeug
value-body-cab-type-crew-super-crew-crew-max = Doppelkabine
value-body-cab-type-extra-super-quad-double-king-extended = verlängerte Kabine
value-body-cab-type-regular = Einzelkabine
value-body-cab-type-mega = Mega-Kabine
value-bed-type-short = kurz
value-bed-type-long = lang
value-bed-type-standard = normal
value-wheel-base-type-standard = normal
value-dump-trailer = Kippanhänger
value-boat-trailer = Bootsanhänger
value-straight-semi-semi-trailer = Sattelauflieger
value-gasoline = Benzin
value-diesel = Diesel
value-electric = Strom
value-flexible-fuel-vehicle-ffv = Flexfuel
value-ethanol-e85 = E85
value-compressed-natural-gas-cng = Erdgas (CNG)
value-liquefied-natural-gas-lng = Flüssigerdgas (LNG)
value-natural-gas = Erdgas
value-liquefied-petroleum-gas-propane-or-lpg = Autogas (LPG)
value-compressed-hydrogen-hydrogen = Wasserstoff
value-fuel-cell = Brennstoffzelle
value-bev-battery-electric-vehicle = batterieelektrisch
value-electrification-level-electric = elektrisch
value-hev-hybrid-electric-vehicle-level-unknown = Hybrid
value-strong-hev-hybrid-electric-vehicle = Vollhybrid
value-mild-hev-hybrid-electric-vehicle = Mildhybrid
value-phev-plug-in-hybrid-electric-vehicle = Plug-in-Hybrid
value-fcev-fuel-cell-electric-vehicle = Brennstoffzelle
value-single-motor = ein Motor
value-dual-motor = zwei Motoren
value-tri-motor = drei Motoren
value-quad-motor = vier Motoren
value-lithium-ion-li-ion = Lithium-Ionen
value-lead-acid-lead = Blei-Säure
value-nickle-cobalt-manganese-ncm = NCM
value-iron-phosphate-fepo = LFP
value-nickel-metal-hydride-nimh = NiMH
value-fwd-front-wheel-drive = Vorderrad
value-rwd-rear-wheel-drive = Hinterrad
value-awd-all-wheel-drive = Allrad
value-4wd-4-wheel-drive-4x4 = Allrad (4×4)
value-4x2 = Zweirad (4×2)
value-2wd-4wd = Zweirad oder Allrad
value-automatic = Automatik
value-manual-standard = Schaltgetriebe
value-continuously-variable-transmission-cvt = stufenlos (CVT)
value-electronic-continuously-variable-e-cvt = stufenlos (e-CVT)
value-dual-clutch-transmission-dct = Doppelkupplung
value-automated-manual-transmission-amt = automatisiertes Schaltgetriebe
value-direct-drive = Direktantrieb
value-yes = ja
value-no = nein
value-standard = serienmäßig
value-optional = optional
value-other = andere
value-direct = direkt
value-indirect = indirekt
value-hydraulic = hydraulisch
value-air = Luft
value-water = Wasser
value-seat-belts-all-manual = manuell
value-v-shaped = V-Motor
value-in-line = Reihenmotor
value-left-hand-drive-lhd = Linkslenker
value-right-hand-drive-rhd = Rechtslenker
value-all-rows = alle Reihen
value-1st-row-driver-and-passenger = 1. Reihe (Fahrer und Beifahrer)
value-1st-and-2nd-rows = 1. und 2. Reihe
value-driver-seat-only = nur Fahrersitz
value-passenger-seat-only = nur Beifahrersitz
value-halogen = Halogen
value-tandem = Tandem
value-not-used-in-this-market = in diesem Markt nicht üblich
value-valid = gültig
value-wrong = falsch
value-single-overhead-cam-sohc = eine Nockenwelle (SOHC)
value-dual-overhead-cam-dohc = zwei Nockenwellen (DOHC)
value-multipoint-fuel-injection-mpfi = Mehrpunkteinspritzung (MPFI)
value-stoichiometric-gasoline-direct-injection-sgdi = Benzindirekteinspritzung (SGDI)

## Countries and regions

value-united-states-usa = USA
value-united-states = USA
value-u-s = USA
value-canada = Kanada
value-mexico = Mexiko
value-brazil = Brasilien
value-argentina = Argentinien
value-germany = Deutschland
value-austria = Österreich
value-belgium = Belgien
value-czech-republic = Tschechien
value-france = Frankreich
value-finland = Finnland
value-hungary = Ungarn
value-italy = Italien
value-netherlands = Niederlande
value-poland = Polen
value-portugal = Portugal
value-romania = Rumänien
value-russia = Russland
value-slovakia = Slowakei
value-spain = Spanien
value-sweden = Schweden
value-turkey = Türkei
value-ukraine = Ukraine
value-united-kingdom-uk = Großbritannien
value-united-kingdom = Großbritannien
value-china = China
value-india = Indien
value-japan = Japan
value-south-korea = Südkorea
value-taiwan = Taiwan
value-thailand = Thailand
value-south-africa = Südafrika
value-australia = Australien
value-europe = Europa
value-asia = Asien
value-africa = Afrika
value-north-america = Nordamerika
value-south-america = Südamerika
value-oceania = Ozeanien

## The picture to share

picture-caption = { $name }, FIN { $vin }
picture-vin = FIN
picture-clean = FIN ohne Auffälligkeiten
picture-one = Ein Bild zeigt ein Fahrzeug: Sende eine FIN.

## Sentences in items of sections, by what they are in English

said-do-not-drive-it-until-it-is-repaired = Nicht fahren, bis es repariert ist.
said-park-it-outside-and-away-from-buildings = Im Freien parken, weg von Gebäuden.
said-it-is-repaired-by-an-update-over-the-air = Repariert wird es durch ein Update über Funk.
said-remedy = Abhilfe: { $what }
