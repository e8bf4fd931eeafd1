//! Every word that this plugin itself says: a value of [`Words`] a language.

/// A word for one and a word for many.
pub(crate) type Plural = [&'static str; 2];

/// What a report says, and what a reader is told instead.
pub(crate) type Table = &'static [(&'static str, &'static str)];

#[derive(Debug)]
pub(crate) struct Words {
    // Refusals.
    pub(crate) no_vehicle: &'static str,
    pub(crate) views: &'static str,
    pub(crate) two_to_compare: &'static str,
    pub(crate) no_section: &'static str,
    // Buttons.
    pub(crate) details: &'static str,
    pub(crate) copy_vin: &'static str,
    pub(crate) back: &'static str,
    pub(crate) compare: &'static str,
    // Headlines.
    pub(crate) unknown: &'static str,
    pub(crate) different: &'static str,
    pub(crate) same: &'static str,
    pub(crate) known_only: &'static str,
    pub(crate) first_only: &'static str,
    pub(crate) vehicles: Plural,
    pub(crate) continued: &'static str,
    pub(crate) about_vin: &'static str,
    pub(crate) type_defaults: &'static str,
    // Lines of the card.
    pub(crate) body: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) trailer: &'static str,
    pub(crate) bus: &'static str,
    pub(crate) engine: &'static str,
    pub(crate) electric: &'static str,
    pub(crate) charging: &'static str,
    pub(crate) drive: &'static str,
    pub(crate) transmission: &'static str,
    pub(crate) weight: &'static str,
    pub(crate) wheelbase: &'static str,
    pub(crate) top_speed: &'static str,
    pub(crate) airbags: &'static str,
    pub(crate) safety: &'static str,
    pub(crate) built: &'static str,
    pub(crate) origin: &'static str,
    pub(crate) maker: &'static str,
    pub(crate) model_year: &'static str,
    pub(crate) serial: &'static str,
    pub(crate) check_digit: &'static str,
    pub(crate) price: &'static str,
    // Rows of the comparison that are no line of the card.
    pub(crate) doors_row: &'static str,
    pub(crate) seats_row: &'static str,
    pub(crate) power: &'static str,
    pub(crate) fuel: &'static str,
    pub(crate) battery: &'static str,
    // Parts of lines.
    pub(crate) doors: Plural,
    pub(crate) seats: Plural,
    pub(crate) axles: Plural,
    pub(crate) cylinders: Plural,
    pub(crate) speed: &'static str,
    pub(crate) bed: &'static str,
    pub(crate) curb: &'static str,
    pub(crate) gross: &'static str,
    pub(crate) turbo: &'static str,
    pub(crate) right_hand: &'static str,
    pub(crate) inline: &'static str,
    pub(crate) flat: &'static str,
    pub(crate) and_more: &'static str,
    pub(crate) or: &'static str,
    // Last lines.
    pub(crate) maybe_meant: &'static str,
    pub(crate) unavailable: &'static str,
    pub(crate) decoded_by: &'static str,
    pub(crate) explained: &'static str,
    // Values.
    /// Values of vPIC in plain words.
    pub(crate) values: Table,
    /// Systems that a vehicle may have, by key, the most wanted first.
    pub(crate) systems: Table,
    /// Places of air bags, by key.
    pub(crate) bags: Table,
    /// Headings of details that vPIC words less well, by key.
    pub(crate) labels: Table,
}

/// The words for a BCP 47 tag. English is the only language so far.
pub(crate) fn of(_locale: &str) -> &'static Words {
    &ENGLISH
}

impl Words {
    /// The value in plain words, where there are any.
    pub(crate) fn value(&self, value: &str) -> Option<&'static str> {
        look_up(self.values, value)
    }

    /// The heading of a detail, where there is a better one than vPIC's.
    pub(crate) fn heading(&self, key: &str) -> Option<&'static str> {
        look_up(self.labels, key)
    }
}

fn look_up(table: Table, key: &str) -> Option<&'static str> {
    table
        .iter()
        .find(|(from, _)| from.eq_ignore_ascii_case(key))
        .map(|(_, to)| *to)
}

/// `2 doors`.
pub(crate) fn count(number: &str, words: Plural) -> String {
    let word = if number == "1" { words[0] } else { words[1] };
    format!("{number} {word}")
}

#[rustfmt::skip]
const ENGLISH: Words = Words {
    no_vehicle: "There is no vehicle to show.",
    views: "There is no such view. The views are",
    two_to_compare: "It takes two vehicles to compare: send two to four VINs.",
    no_section: "This part can't be had just now. Try again in a moment.",
    details: "Details",
    copy_vin: "Copy VIN",
    back: "Back",
    compare: "Compare",
    unknown: "Unknown vehicle",
    different: "Different",
    same: "Same",
    known_only: "Known only of",
    first_only: "Only the first four are compared.",
    vehicles: ["vehicle", "vehicles"],
    continued: "continued",
    about_vin: "About this VIN",
    type_defaults: "Usual for this type of vehicle",
    body: "Body",
    kind: "Type",
    trailer: "Trailer",
    bus: "Bus",
    engine: "Engine",
    electric: "Electric",
    charging: "Charging",
    drive: "Drive",
    transmission: "Transmission",
    weight: "Weight",
    wheelbase: "Wheelbase",
    top_speed: "Top speed",
    airbags: "Airbags",
    safety: "Safety",
    built: "Built",
    origin: "Origin",
    maker: "Manufacturer",
    model_year: "Model year",
    serial: "Serial number",
    check_digit: "Check digit",
    price: "Price when new",
    doors_row: "Doors",
    seats_row: "Seats",
    power: "Power",
    fuel: "Fuel",
    battery: "Battery",
    doors: ["door", "doors"],
    seats: ["seat", "seats"],
    axles: ["axle", "axles"],
    cylinders: ["cylinder", "cylinders"],
    speed: "speed",
    bed: "bed",
    curb: "curb",
    gross: "gross",
    turbo: "turbo",
    right_hand: "right-hand drive",
    inline: "inline",
    flat: "flat",
    and_more: "more",
    or: "or",
    maybe_meant: "Perhaps meant",
    unavailable: "Not available just now",
    decoded_by: "Decoded by",
    explained: "of the VIN explained",
    values: &[
        // Bodies.
        ("Sedan/Saloon", "sedan"),
        ("Convertible/Cabriolet", "convertible"),
        ("Hatchback/Liftback/Notchback", "hatchback"),
        ("Sport Utility Vehicle [SUV]/Multipurpose Vehicle [MPV]", "SUV"),
        ("Sport Utility Vehicle (SUV)/Multi-Purpose Vehicle (MPV)", "SUV"),
        ("Crossover Utility Vehicle [CUV]", "crossover"),
        ("Crossover Utility Vehicle (CUV)", "crossover"),
        ("Sport Utility Truck [SUT]", "SUV pickup"),
        ("Low Speed Vehicle [LSV]/Neighborhood Electric Vehicle [NEV]", "low-speed vehicle"),
        ("Pickup", "pickup"),
        ("Coupe", "coupe"),
        ("Wagon", "wagon"),
        ("Minivan", "minivan"),
        ("Cargo Van", "cargo van"),
        ("Van", "van"),
        ("Roadster", "roadster"),
        ("Truck", "truck"),
        ("Bus", "bus"),
        ("Trailer", "trailer"),
        ("Truck-Tractor", "truck-tractor"),
        // Types of vehicle.
        ("PASSENGER CAR", "passenger car"),
        ("MULTIPURPOSE PASSENGER VEHICLE (MPV)", "multipurpose vehicle"),
        ("MOTORCYCLE", "motorcycle"),
        ("INCOMPLETE VEHICLE", "incomplete vehicle"),
        ("LOW SPEED VEHICLE (LSV)", "low-speed vehicle"),
        ("OFF-ROAD VEHICLE", "off-road vehicle"),
        // Cabs.
        ("Crew/Super Crew/Crew Max", "crew cab"),
        ("Extra/Super/Quad/Double/King/Extended", "extended cab"),
        ("Regular", "regular cab"),
        ("Mega", "mega cab"),
        // Fuels.
        ("Gasoline", "gasoline"),
        ("Diesel", "diesel"),
        ("Electric", "electric"),
        ("Flexible Fuel Vehicle (FFV)", "flex fuel"),
        ("Ethanol (E85)", "E85"),
        ("Compressed Natural Gas (CNG)", "natural gas (CNG)"),
        ("Liquefied Natural Gas (LNG)", "natural gas (LNG)"),
        ("Natural Gas", "natural gas"),
        ("Liquefied Petroleum Gas (propane or LPG)", "propane (LPG)"),
        ("Compressed Hydrogen/Hydrogen", "hydrogen"),
        ("Fuel Cell", "fuel cell"),
        // Electrification.
        ("BEV (Battery Electric Vehicle)", "battery electric"),
        ("HEV (Hybrid Electric Vehicle) - Level Unknown", "hybrid"),
        ("Strong HEV (Hybrid Electric Vehicle)", "full hybrid"),
        ("Mild HEV (Hybrid Electric Vehicle)", "mild hybrid"),
        ("PHEV (Plug-in Hybrid Electric Vehicle)", "plug-in hybrid"),
        ("FCEV (Fuel Cell Electric Vehicle)", "fuel cell"),
        ("Single Motor", "one motor"),
        ("Dual Motor", "two motors"),
        ("Tri Motor", "three motors"),
        ("Quad Motor", "four motors"),
        ("Lithium-ion/Li-Ion", "lithium-ion"),
        ("Lead Acid/Lead", "lead-acid"),
        ("Nickle-Cobalt-Manganese/NCM", "NCM"),
        ("Iron Phosphate/FePo", "LFP"),
        ("Nickel-Metal-Hydride/NiMH", "NiMH"),
        // Drives.
        ("FWD/Front-Wheel Drive", "front-wheel"),
        ("RWD/Rear-Wheel Drive", "rear-wheel"),
        ("AWD/All-Wheel Drive", "all-wheel"),
        ("4WD/4-Wheel Drive/4x4", "four-wheel"),
        ("4x2", "two-wheel (4x2)"),
        ("2WD/4WD", "two- or four-wheel"),
        // Transmissions.
        ("Automatic", "automatic"),
        ("Manual/Standard", "manual"),
        ("Continuously Variable Transmission (CVT)", "continuously variable (CVT)"),
        ("Electronic Continuously Variable (e-CVT)", "continuously variable (e-CVT)"),
        ("Dual-clutch Transmission (DCT)", "dual-clutch"),
        ("Automated Manual Transmission (AMT)", "automated manual"),
        ("Direct Drive", "direct drive"),
        // Plants.
        ("UNITED STATES (USA)", "United States"),
        ("UNITED KINGDOM (UK)", "United Kingdom"),
    ],
    systems: &[
        ("abs", "ABS"),
        ("esc", "stability control"),
        ("cib", "automatic emergency braking"),
        ("lane-keep-system", "lane keeping"),
        ("blind-spot-mon", "blind-spot warning"),
        ("rear-visibility-system", "backup camera"),
        ("adaptive-cruise-control", "adaptive cruise control"),
        ("forward-collision-warning", "collision warning"),
        ("lane-departure-warning", "lane departure warning"),
        ("rear-cross-traffic-alert", "rear cross traffic alert"),
        ("park-assist", "parking assist"),
        ("traction-control", "traction control"),
        ("daytime-running-light", "daytime running lights"),
        ("combined-braking-system", "combined brakes"),
    ],
    bags: &[
        ("air-bag-loc-front", "front"),
        ("air-bag-loc-side", "side"),
        ("air-bag-loc-curtain", "curtain"),
        ("air-bag-loc-knee", "knee"),
        ("air-bag-loc-seat-cushion", "seat cushion"),
    ],
    labels: &[
        ("manufacturer", "Manufacturer"),
        ("trim2", "Trim, second"),
        ("series2", "Series, second"),
        ("engine-cylinders", "Cylinders"),
        ("engine-hp", "Power"),
        ("engine-hp-to", "Power, up to"),
        ("engine-kw", "Power"),
        ("engine-cycles", "Strokes"),
        ("fuel-type-primary", "Fuel"),
        ("fuel-type-secondary", "Second fuel"),
        ("fuel-injection-type", "Fuel injection"),
        ("gvwr", "Gross weight rating"),
        ("gvwr-to", "Gross weight rating, up to"),
        ("gcwr", "Gross combination weight"),
        ("gcwr-to", "Gross combination weight, up to"),
        ("wheel-base-short", "Wheelbase"),
        ("wheel-base-long", "Wheelbase, up to"),
        ("battery-k-wh", "Battery energy"),
        ("battery-k-wh-to", "Battery energy, up to"),
        ("battery-v", "Battery voltage"),
        ("battery-v-to", "Battery voltage, up to"),
        ("battery-a", "Battery current"),
        ("battery-a-to", "Battery current, up to"),
        ("battery-info", "Battery, other"),
        ("seats", "Seats"),
        ("seat-rows", "Seat rows"),
        ("wheels", "Wheels"),
        ("seat-belts-all", "Seat belts"),
        ("other-restraint-system-info", "Restraints, other"),
        ("air-bag-loc-front", "Front"),
        ("air-bag-loc-side", "Side"),
        ("air-bag-loc-curtain", "Curtain"),
        ("air-bag-loc-knee", "Knee"),
        ("air-bag-loc-seat-cushion", "Seat cushion"),
        ("tpms", "Tire pressure monitor"),
        ("automatic-pedestrian-alerting-sound", "Pedestrian alerting sound"),
        ("auto-reverse-system", "Auto-reverse of windows"),
        ("can-aacn", "Automatic crash notification"),
    ],
};
