### English.
###
### Every other file has these same keys. A new file here is a new language: its name is its BCP 47
### tag (pt.ftl, pt-BR.ftl), and one of a region may have just what differs from its language.
### Keys that begin with `value-`, `label-`, `group-`, `finding-`, `section-`, `summary-` and
### `unit-` are looked for by what a plugin says, in small letters with dashes.

## Numbers: what stands between whole and fraction, between thousands, and from how many digits on

number-decimal = .
number-group = ,
number-group-from = 4

## What a horsepower is: mechanical (0.7457 kW) or metric (0.7355 kW)

horsepower = mechanical

## Between a heading and what it says

colon = :

## Units: { $number } is written in the reader's way

unit-l = { $number } L
unit-cc = { $number } cc
unit-cu-in = { $number } cu in
unit-hp = { $number } hp
unit-kw = { $number } kW
unit-mph = { $number } mph
unit-km-h = { $number } km/h
unit-lb = { $number } lb
unit-kg = { $number } kg
unit-in = { $number } in
unit-mm = { $number } mm
unit-ft = { $number } ft
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
unit-usd = ${ $number }
unit-of-5-stars = { $number } of 5 stars
unit-of-10 = { $number } of 10

## Refusals

no-vehicle = There is no vehicle to show.
no-view = There is no such view. The views are { $views }.
two-to-compare = It takes two vehicles to compare: send two to four VINs.
no-section = This part can't be had just now. Try again in a moment.

## Buttons

button-details = Details
button-copy-vin = Copy VIN
button-back = Back
button-compare = Compare
button-picture = Picture
button-csv = Report CSV
button-section-count = { $title } ({ $count })

## Headlines

name-with-year = { $year } { $name }
name-of-kind = { $make } { $kind }
unknown-vehicle = Unknown vehicle
different = Different
same = Same
known-only = Known only of { $name }
first-only = Only the first four are compared.
vehicles =
    { $count ->
        [one] { $count } vehicle
       *[other] { $count } vehicles
    }
continued = { $heading } (continued)
about-vin = About this VIN
type-defaults = Usual for this type of vehicle

## Lines of the card, rows of the comparison

line-body = Body
line-kind = Type
line-trailer = Trailer
line-bus = Bus
line-engine = Engine
line-electric = Electric
line-charging = Charging
line-drive = Drive
line-transmission = Transmission
line-weight = Weight
line-wheelbase = Wheelbase
line-top-speed = Top speed
line-airbags = Airbags
line-safety = Safety
line-built = Built
line-origin = Origin
line-maker = Manufacturer
line-model-year = Model year
line-serial = Serial number
line-check-digit = Check digit
line-price = Price when new
line-doors = Doors
line-seats = Seats
line-power = Power
line-fuel = Fuel
line-battery = Battery

## Parts of these lines

doors =
    { $count ->
        [one] { $count } door
       *[other] { $count } doors
    }
seats =
    { $count ->
        [one] { $count } seat
       *[other] { $count } seats
    }
axles =
    { $count ->
        [one] { $count } axle
       *[other] { $count } axles
    }
cylinders =
    { $count ->
        [one] { $count } cylinder
       *[other] { $count } cylinders
    }
more =
    { $count ->
        [one] { $count } more
       *[other] { $count } more
    }
speeds = { $count }-speed
cylinders-inline = inline-{ $count }
cylinders-flat = flat-{ $count }
rotary = rotary
turbo = turbo
power-and-horsepower = { $kw } ({ $hp })
bed = { $bed } bed
weight-curb = { $weight } curb
weight-gross = { $weight } gross
weight-gross-class = { $weight } gross ({ $class })
weight-class = class { $class }
weight-or-less = { $weight } or less
weight-or-more = { $weight } or more
right-hand = right-hand drive
year-or = { $first } or { $second }

## Last lines

maybe-meant = Perhaps meant
or = or
unavailable = Not available just now
decoded-by = Decoded by { $names }
explained = { $percent } % of the VIN explained

## Findings, by code. In English the words of the plugin that found it are shown, which may say more.

finding-check-digit = The check digit (position 9) is wrong: a character is mistyped.
finding-corrected = One character can't be right.
finding-several-errors = Several characters can't be right.
finding-incomplete = The VIN is incomplete.
finding-unregistered-wmi = The manufacturer is not registered with NHTSA for sale in the US.
finding-no-details = NHTSA has no details for this manufacturer's VINs.
finding-model-year = The model year does not fit the rest of the VIN.
finding-partly-decoded = Some characters mean nothing in what the manufacturer filed with NHTSA.
finding-invalid-characters = The VIN holds characters that are not allowed where they stand.
finding-not-us-market = Built for a market outside North America, so NHTSA may know only its maker.
finding-unknown-maker = The maker's code is not known here.

## Sections that plugins add, by key, and their summaries

section-recalls = Recalls
section-ratings = Safety
section-fuel = Fuel economy
section-complaints = Complaints
summary-recalls =
    { $count ->
        [one] { $count } recall
       *[other] { $count } recalls
    }
summary-none-known-to-nhtsa = none known to NHTSA
summary-with-the-advice-do-not-drive = { $count } with the advice: do not drive
summary-with-the-advice-park-outside = { $count } with the advice: park outside
summary-mpg-combined = { $amount } combined
summary-mpge-combined = { $amount } combined
summary-mi-range = { $amount } range
summary-overall = { $count }★ overall
summary-complaints =
    { $count ->
        [one] { $count } complaint
       *[other] { $count } complaints
    }
summary-crashes =
    { $count ->
        [one] { $count } crash
       *[other] { $count } crashes
    }
summary-fires =
    { $count ->
        [one] { $count } fire
       *[other] { $count } fires
    }
summary-injured =
    { $count ->
        [one] { $count } injured
       *[other] { $count } injured
    }
summary-killed =
    { $count ->
        [one] { $count } killed
       *[other] { $count } killed
    }

## Systems that a vehicle may have, by key

system-abs = ABS
system-esc = stability control
system-cib = automatic emergency braking
system-lane-keep-system = lane keeping
system-blind-spot-mon = blind-spot warning
system-rear-visibility-system = backup camera
system-adaptive-cruise-control = adaptive cruise control
system-forward-collision-warning = collision warning
system-lane-departure-warning = lane departure warning
system-rear-cross-traffic-alert = rear cross traffic alert
system-park-assist = parking assist
system-traction-control = traction control
system-daytime-running-light = daytime running lights
system-combined-braking-system = combined brakes

## Places of air bags, by key

bag-air-bag-loc-front = front
bag-air-bag-loc-side = side
bag-air-bag-loc-curtain = curtain
bag-air-bag-loc-knee = knee
bag-air-bag-loc-seat-cushion = seat cushion

## Groups of details: the last part of what the plugin calls them

group-general = General
group-origin = Origin
group-engine = Engine
group-battery = Battery
group-charger = Charger
group-brake = Brake
group-drivetrain = Drivetrain
group-transmission = Transmission
group-exterior = Exterior
group-body = Body
group-bus = Bus
group-dimension = Dimension
group-motorcycle = Motorcycle
group-trailer = Trailer
group-truck = Truck
group-wheel-tire = Wheel Tire
group-interior = Interior
group-seat = Seat
group-active-safety-system = Active Safety System
group-911-notification = 911 Notification
group-backing-up-and-parking = Backing Up and Parking
group-forward-collision-prevention = Forward Collision Prevention
group-lane-and-side-assist = Lane and Side Assist
group-lighting-technologies = Lighting Technologies
group-maintaining-safe-distance = Maintaining Safe Distance
group-passive-safety-system = Passive Safety System
group-air-bag-location = Air Bag Location
group-number = Number
group-decoding = Decoding

## Headings of details, by key

label-make = Make
label-manufacturer = Manufacturer
label-model = Model
label-model-year = Model Year
label-series = Series
label-series2 = Series, second
label-trim = Trim
label-trim2 = Trim, second
label-vehicle-type = Vehicle Type
label-plant-city = Plant City
label-plant-state = Plant State
label-plant-country = Plant Country
label-plant-company-name = Plant Company Name
label-destination-market = Destination Market
label-base-price = Price when new
label-note = Note
label-country = Country
label-region = Region
label-serial-number = Serial number
label-check-digit = Check digit
label-model-year-candidates = Model year by position 10
label-vehicle-descriptor = Vehicle Descriptor
label-engine-cylinders = Cylinders
label-engine-configuration = Engine Configuration
label-engine-cycles = Strokes
label-engine-hp = Power
label-engine-hp-to = Power, up to
label-engine-kw = Power
label-engine-manufacturer = Engine Manufacturer
label-engine-model = Engine Model
label-displacement-l = Displacement
label-displacement-cc = Displacement
label-displacement-ci = Displacement
label-fuel-type-primary = Fuel
label-fuel-type-secondary = Second fuel
label-fuel-injection-type = Fuel injection
label-valve-train-design = Valve Train Design
label-turbo = Turbo
label-cooling-type = Cooling Type
label-electrification-level = Electrification Level
label-other-engine-info = Other Engine Info
label-top-speed-mph = Top Speed
label-battery-type = Battery Type
label-battery-k-wh = Battery energy
label-battery-k-wh-to = Battery energy, up to
label-battery-v = Battery voltage
label-battery-v-to = Battery voltage, up to
label-battery-a = Battery current
label-battery-a-to = Battery current, up to
label-battery-info = Battery, other
label-ev-drive-unit = EV Drive Unit
label-charger-level = Charger Level
label-charger-power-kw = Charger Power
label-drive-type = Drive Type
label-axles = Axles
label-axle-configuration = Axle Configuration
label-brake-system-type = Brake System Type
label-brake-system-desc = Brake System Description
label-transmission-style = Transmission Style
label-transmission-speeds = Transmission Speeds
label-body-class = Body Class
label-body-cab-type = Cab Type
label-bed-type = Bed Type
label-bed-length-in = Bed Length
label-doors = Doors
label-windows = Windows
label-seats = Seats
label-seat-rows = Seat rows
label-steering-location = Steering Location
label-entertainment-system = Entertainment System
label-gvwr = Gross weight rating
label-gvwr-to = Gross weight rating, up to
label-gcwr = Gross combination weight
label-gcwr-to = Gross combination weight, up to
label-curb-weight-lb = Curb Weight
label-wheel-base-short = Wheelbase
label-wheel-base-long = Wheelbase, up to
label-wheel-base-type = Wheelbase Type
label-track-width = Track Width
label-wheels = Wheels
label-wheel-size-front = Wheel Size Front
label-wheel-size-rear = Wheel Size Rear
label-trailer-type = Trailer Type Connection
label-trailer-body-type = Trailer Body Type
label-trailer-length = Trailer Length
label-abs = Antilock Braking System (ABS)
label-esc = Electronic Stability Control (ESC)
label-traction-control = Traction Control
label-cib = Crash Imminent Braking (CIB)
label-dynamic-brake-support = Dynamic Brake Support (DBS)
label-pedestrian-automatic-emergency-braking = Pedestrian Automatic Emergency Braking (PAEB)
label-forward-collision-warning = Forward Collision Warning (FCW)
label-adaptive-cruise-control = Adaptive Cruise Control (ACC)
label-blind-spot-mon = Blind Spot Warning (BSW)
label-lane-departure-warning = Lane Departure Warning (LDW)
label-lane-keep-system = Lane Keeping Assistance (LKA)
label-lane-centering-assistance = Lane Centering Assistance
label-rear-visibility-system = Backup Camera
label-rear-cross-traffic-alert = Rear Cross Traffic Alert
label-park-assist = Parking Assist
label-tpms = Tire pressure monitor
label-keyless-ignition = Keyless Ignition
label-daytime-running-light = Daytime Running Light (DRL)
label-lower-beam-headlamp-light-source = Headlamp Light Source
label-semiautomatic-headlamp-beam-switching = Semiautomatic Headlamp Beam Switching
label-adaptive-driving-beam = Adaptive Driving Beam (ADB)
label-automatic-pedestrian-alerting-sound = Pedestrian alerting sound
label-auto-reverse-system = Auto-reverse of windows
label-can-aacn = Automatic crash notification
label-edr = Event Data Recorder (EDR)
label-air-bag-loc-front = Front
label-air-bag-loc-side = Side
label-air-bag-loc-curtain = Curtain
label-air-bag-loc-knee = Knee
label-air-bag-loc-seat-cushion = Seat cushion
label-seat-belts-all = Seat belts
label-pretensioner = Pretensioner
label-other-restraint-system-info = Restraints, other
label-newest = Newest
label-scope = Counted
label-shown = Shown
label-components = Most about
label-overall = Overall
label-frontal-crash = Frontal crash
label-side-crash = Side crash
label-rollover = Rollover
label-rollover-risk = Risk of rollover
label-combined = Combined
label-city = City
label-highway = Highway
label-range = Range
label-electricity = Electricity
label-annual-cost = Fuel a year, 15,000 mi
label-co2 = CO₂ from the tailpipe
label-version = Version

## Values, by what vPIC says; with a key before it, only under that key

value-sedan-saloon = sedan
value-convertible-cabriolet = convertible
value-hatchback-liftback-notchback = hatchback
value-sport-utility-vehicle-suv-multipurpose-vehicle-mpv = SUV
value-sport-utility-vehicle-suv-multi-purpose-vehicle-mpv = SUV
value-crossover-utility-vehicle-cuv = crossover
value-sport-utility-truck-sut = SUV pickup
value-low-speed-vehicle-lsv-neighborhood-electric-vehicle-nev = low-speed vehicle
value-pickup = pickup
value-coupe = coupe
value-wagon = wagon
value-minivan = minivan
value-cargo-van = cargo van
value-van = van
value-roadster = roadster
value-truck = truck
value-bus = bus
value-trailer = trailer
value-truck-tractor = truck-tractor
value-motorcycle-touring-sport-touring = motorcycle, touring/sport touring
value-motorcycle-cruiser = motorcycle, cruiser
value-motorcycle-sport = motorcycle, sport
value-motorcycle-scooter = motorcycle, scooter
value-passenger-car = passenger car
value-multipurpose-passenger-vehicle-mpv = multipurpose vehicle
value-motorcycle = motorcycle
value-incomplete-vehicle = incomplete vehicle
value-low-speed-vehicle-lsv = low-speed vehicle
value-off-road-vehicle = off-road vehicle
value-body-cab-type-crew-super-crew-crew-max = crew cab
value-body-cab-type-extra-super-quad-double-king-extended = extended cab
value-body-cab-type-regular = regular cab
value-body-cab-type-mega = mega cab
value-bed-type-short = short
value-bed-type-long = long
value-bed-type-standard = standard
value-wheel-base-type-standard = standard
value-dump-trailer = dump trailer
value-boat-trailer = boat trailer
value-straight-semi-semi-trailer = straight semi/semi trailer
value-gasoline = gasoline
value-diesel = diesel
value-electric = electric
value-flexible-fuel-vehicle-ffv = flex fuel
value-ethanol-e85 = E85
value-compressed-natural-gas-cng = natural gas (CNG)
value-liquefied-natural-gas-lng = natural gas (LNG)
value-natural-gas = natural gas
value-liquefied-petroleum-gas-propane-or-lpg = propane (LPG)
value-compressed-hydrogen-hydrogen = hydrogen
value-fuel-cell = fuel cell
value-bev-battery-electric-vehicle = battery electric
value-electrification-level-electric = electric
value-hev-hybrid-electric-vehicle-level-unknown = hybrid
value-strong-hev-hybrid-electric-vehicle = full hybrid
value-mild-hev-hybrid-electric-vehicle = mild hybrid
value-phev-plug-in-hybrid-electric-vehicle = plug-in hybrid
value-fcev-fuel-cell-electric-vehicle = fuel cell
value-single-motor = one motor
value-dual-motor = two motors
value-tri-motor = three motors
value-quad-motor = four motors
value-lithium-ion-li-ion = lithium-ion
value-lead-acid-lead = lead-acid
value-nickle-cobalt-manganese-ncm = NCM
value-iron-phosphate-fepo = LFP
value-nickel-metal-hydride-nimh = NiMH
value-fwd-front-wheel-drive = front-wheel
value-rwd-rear-wheel-drive = rear-wheel
value-awd-all-wheel-drive = all-wheel
value-4wd-4-wheel-drive-4x4 = four-wheel
value-4x2 = two-wheel (4x2)
value-2wd-4wd = two- or four-wheel
value-automatic = automatic
value-manual-standard = manual
value-continuously-variable-transmission-cvt = continuously variable (CVT)
value-electronic-continuously-variable-e-cvt = continuously variable (e-CVT)
value-dual-clutch-transmission-dct = dual-clutch
value-automated-manual-transmission-amt = automated manual
value-direct-drive = direct drive
value-yes = Yes
value-no = No
value-standard = standard
value-optional = optional
value-other = Other
value-direct = Direct
value-indirect = Indirect
value-hydraulic = Hydraulic
value-air = Air
value-water = Water
value-seat-belts-all-manual = Manual
value-v-shaped = V-Shaped
value-in-line = In-Line
value-left-hand-drive-lhd = Left-Hand Drive (LHD)
value-right-hand-drive-rhd = Right-Hand Drive (RHD)
value-all-rows = All Rows
value-1st-row-driver-and-passenger = 1st Row (Driver and Passenger)
value-1st-and-2nd-rows = 1st and 2nd Rows
value-driver-seat-only = Driver Seat Only
value-passenger-seat-only = Passenger Seat Only
value-halogen = Halogen
value-tandem = Tandem
value-not-used-in-this-market = not used in this market
value-valid = valid
value-wrong = wrong
value-single-overhead-cam-sohc = Single Overhead Cam (SOHC)
value-dual-overhead-cam-dohc = Dual Overhead Cam (DOHC)
value-multipoint-fuel-injection-mpfi = Multipoint Fuel Injection (MPFI)
value-stoichiometric-gasoline-direct-injection-sgdi = Stoichiometric gasoline direct injection (SGDI)

## Countries and regions

value-united-states-usa = United States
value-united-states = United States
value-u-s = U.S.
value-canada = Canada
value-mexico = Mexico
value-brazil = Brazil
value-argentina = Argentina
value-germany = Germany
value-austria = Austria
value-belgium = Belgium
value-czech-republic = Czech Republic
value-france = France
value-finland = Finland
value-hungary = Hungary
value-italy = Italy
value-netherlands = Netherlands
value-poland = Poland
value-portugal = Portugal
value-romania = Romania
value-russia = Russia
value-slovakia = Slovakia
value-spain = Spain
value-sweden = Sweden
value-turkey = Turkey
value-ukraine = Ukraine
value-united-kingdom-uk = United Kingdom
value-united-kingdom = United Kingdom
value-china = China
value-india = India
value-japan = Japan
value-south-korea = South Korea
value-taiwan = Taiwan
value-thailand = Thailand
value-south-africa = South Africa
value-australia = Australia
value-europe = Europe
value-asia = Asia
value-africa = Africa
value-north-america = North America
value-south-america = South America
value-oceania = Oceania

## The picture to share

picture-caption = { $name }, VIN { $vin }
picture-vin = VIN
picture-clean = No irregularities in the VIN
picture-one = A picture shows one vehicle: send one VIN.

## Sentences in items of sections, by what they are in English

said-do-not-drive-it-until-it-is-repaired = Do not drive it until it is repaired.
said-park-it-outside-and-away-from-buildings = Park it outside and away from buildings.
said-it-is-repaired-by-an-update-over-the-air = It is repaired by an update over the air.
said-remedy = Remedy: { $what }
