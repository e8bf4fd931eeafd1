//! What protects: air bags and systems.

use crate::{Key, Known};

/// Systems that a vehicle may have, by key, the most wanted first.
pub const SYSTEMS: [(&str, Key); 14] = [
    ("abs", Key::SYSTEM_ABS),
    ("esc", Key::SYSTEM_ESC),
    ("cib", Key::SYSTEM_CIB),
    ("lane-keep-system", Key::SYSTEM_LANE_KEEP_SYSTEM),
    ("blind-spot-mon", Key::SYSTEM_BLIND_SPOT_MON),
    ("rear-visibility-system", Key::SYSTEM_REAR_VISIBILITY_SYSTEM),
    (
        "adaptive-cruise-control",
        Key::SYSTEM_ADAPTIVE_CRUISE_CONTROL,
    ),
    (
        "forward-collision-warning",
        Key::SYSTEM_FORWARD_COLLISION_WARNING,
    ),
    ("lane-departure-warning", Key::SYSTEM_LANE_DEPARTURE_WARNING),
    (
        "rear-cross-traffic-alert",
        Key::SYSTEM_REAR_CROSS_TRAFFIC_ALERT,
    ),
    ("park-assist", Key::SYSTEM_PARK_ASSIST),
    ("traction-control", Key::SYSTEM_TRACTION_CONTROL),
    ("daytime-running-light", Key::SYSTEM_DAYTIME_RUNNING_LIGHT),
    (
        "combined-braking-system",
        Key::SYSTEM_COMBINED_BRAKING_SYSTEM,
    ),
];

/// Places of air bags, by key.
const BAGS: [(&str, Key); 5] = [
    ("air-bag-loc-front", Key::BAG_AIR_BAG_LOC_FRONT),
    ("air-bag-loc-side", Key::BAG_AIR_BAG_LOC_SIDE),
    ("air-bag-loc-curtain", Key::BAG_AIR_BAG_LOC_CURTAIN),
    ("air-bag-loc-knee", Key::BAG_AIR_BAG_LOC_KNEE),
    (
        "air-bag-loc-seat-cushion",
        Key::BAG_AIR_BAG_LOC_SEAT_CUSHION,
    ),
];

/// `front, side, curtain`.
pub fn airbags(known: Known<'_>) -> Option<String> {
    let places: Vec<&str> = BAGS
        .iter()
        .filter(|(key, _)| known.said(key).is_some())
        .map(|(_, place)| known.reader.word(*place))
        .collect();
    (!places.is_empty()).then(|| places.join(", "))
}

/// What every vehicle like this one has, at most six of them.
pub fn systems(known: Known<'_>) -> Option<String> {
    const SHOWN: usize = 6;
    let has = |key: &str| known.said(key).is_some_and(|value| value == "Standard");
    let mut names: Vec<&str> = SYSTEMS
        .iter()
        .filter(|(key, _)| has(key))
        .map(|(_, name)| known.reader.word(*name))
        .collect();
    let more = names.len().saturating_sub(SHOWN);
    names.truncate(SHOWN);
    match (names.is_empty(), more) {
        (true, _) => None,
        (false, 0) => Some(names.join(", ")),
        (false, more) => {
            let more = known.reader.count(Key::MORE, &more.to_string());
            Some(format!("{}, {more}", names.join(", ")))
        }
    }
}

/// One of them: `standard`, `optional`.
pub fn system(known: Known<'_>, key: &str) -> Option<String> {
    let value = known.said(key)?;
    let plain = known.reader.value(key, &value);
    Some(plain.map_or_else(|| value.to_lowercase(), str::to_owned))
}
