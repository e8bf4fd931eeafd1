//! The columns of the CSV, in their order. Their names are the attributes' keys with
//! `_` for `-`; a value that has a unit is in the unit of vPIC (`engine_hp` in hp,
//! `curb_weight_lb` in pounds, lengths in inches, those of trailers and buses in feet).

/// What a report says first of all.
pub(crate) const FIRST: [&str; 6] = [
    "vin",
    "make",
    "model",
    "model-year",
    "decoded-by",
    "confidence",
];

/// Keys of attributes, what people ask for first: all that vPIC and the `wmi` decoder
/// say about a vehicle. Defaults of the vehicle's type are left out.
#[rustfmt::skip]
pub(crate) const KEYS: [&str; 138] = [
    "trim", "trim2", "series", "series2", "vehicle-type", "body-class", "doors", "seats",
    "seat-rows", "manufacturer", "plant-country", "plant-state", "plant-city",
    "plant-company-name", "plant-address", "destination-market", "displacement-l",
    "displacement-cc", "displacement-ci", "engine-cylinders", "engine-configuration", "engine-hp",
    "engine-hp-to", "engine-kw", "engine-model", "engine-manufacturer", "fuel-type-primary",
    "fuel-type-secondary", "electrification-level", "drive-type", "transmission-style",
    "transmission-speeds", "steering-location", "gvwr", "gvwr-to", "gcwr", "gcwr-to",
    "curb-weight-lb", "wheel-base-short", "wheel-base-long", "battery-info", "battery-type",
    "battery-cells", "battery-a", "battery-v", "battery-k-wh", "ev-drive-unit", "battery-a-to",
    "battery-v-to", "battery-k-wh-to", "battery-modules", "battery-packs", "bed-type",
    "body-cab-type", "windows", "wheel-base-type", "track-width", "engine-cycles",
    "valve-train-design", "fuel-injection-type", "cooling-type", "other-engine-info", "turbo",
    "top-speed-mph", "note", "base-price", "non-land-use", "axles", "axle-configuration",
    "entertainment-system", "bed-length-in", "brake-system-type", "brake-system-desc",
    "air-bag-loc-curtain", "air-bag-loc-seat-cushion", "air-bag-loc-front", "air-bag-loc-knee",
    "air-bag-loc-side", "pretensioner", "seat-belts-all", "other-restraint-system-info",
    "adaptive-cruise-control", "abs", "esc", "traction-control", "tpms", "active-safety-sys-note",
    "auto-reverse-system", "automatic-pedestrian-alerting-sound", "edr", "keyless-ignition",
    "sae-automation-level", "sae-automation-level-to", "cib", "forward-collision-warning",
    "dynamic-brake-support", "pedestrian-automatic-emergency-braking", "blind-spot-mon",
    "lane-departure-warning", "lane-keep-system", "blind-spot-intervention",
    "lane-centering-assistance", "rear-visibility-system", "park-assist",
    "rear-cross-traffic-alert", "rear-automatic-emergency-braking", "wheels", "wheel-size-front",
    "wheel-size-rear", "trailer-type", "trailer-body-type", "trailer-length",
    "other-trailer-info", "charger-level", "charger-power-kw", "bus-length",
    "bus-floor-config-type", "bus-type", "other-bus-info", "custom-motorcycle-type",
    "motorcycle-suspension-type", "motorcycle-chassis-type", "other-motorcycle-info",
    "fuel-tank-type", "fuel-tank-material", "combined-braking-system", "wheelie-mitigation",
    "can-aacn", "daytime-running-light", "lower-beam-headlamp-light-source",
    "semiautomatic-headlamp-beam-switching", "adaptive-driving-beam", "region", "country",
    "model-year-candidates", "serial-number", "check-digit", "vehicle-descriptor",
];

/// Everything else that decoders said (`Label: value`), the findings' sentences, and
/// the VIN that is suggested instead.
pub(crate) const LAST: [&str; 3] = ["other", "findings", "suggested-vin"];

/// Keys of vPIC that tell of errors in its own words: the findings say the same.
pub(crate) const ABOUT_THE_DECODING: [&str; 5] = [
    "error-code",
    "error-text",
    "additional-error-text",
    "possible-values",
    "suggested-vin",
];
