//! What moves it: engine or motors, drive, transmission.

use super::lower;
use crate::case::natural;
use crate::number::kw;
use crate::{Key, Known, name};

/// `3.0 L V6 turbo (J30A4)`, `Cummins 6.7 L inline-6`, `1,690 cc V2`.
pub fn engine(known: Known<'_>) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(displacement(known));
    parts.extend(cylinders(known));
    if parts.is_empty() {
        return None;
    }
    if known.said("turbo").is_some_and(|turbo| turbo == "Yes") {
        parts.push(known.reader.word(Key::TURBO).to_owned());
    }
    let model = known
        .said("engine-model")
        .filter(|model| model.chars().count() <= 20);
    let builder = known.said("engine-manufacturer");
    if let Some(model) = model.filter(|model| Some(model) != builder.as_ref()) {
        parts.push(format!("({model})"));
    }
    let make = name::make(known).unwrap_or_default().to_lowercase();
    let builder = builder.filter(|builder| {
        let builder = builder.to_lowercase();
        !builder.contains(&make) && !make.contains(&builder) && builder.chars().count() <= 24
    });
    if let Some(builder) = builder.filter(|_| !make.is_empty()) {
        parts.insert(0, natural(&builder));
    }
    Some(parts.join(" "))
}

fn displacement(known: Known<'_>) -> Option<String> {
    let liters = known
        .number("displacement-l")
        .or_else(|| known.number("displacement-cc").map(|cc| cc / 1_000.0))?;
    let small = known
        .said("vehicle-type")
        .is_some_and(|kind| kind == "MOTORCYCLE");
    Some(if small || liters < 0.95 {
        let reader = known.reader;
        reader.unit(&reader.decimal(liters * 1_000.0, 0), "cc")
    } else {
        known.reader.unit(&known.reader.words.fixed(liters, 1), "L")
    })
}

/// `V6`, `inline-4`, `flat-6`, `3 cylinders`.
fn cylinders(known: Known<'_>) -> Option<String> {
    let cylinders = known
        .said("engine-cylinders")
        .filter(|count| count.len() <= 2 && count != "0");
    let shape = known.said("engine-configuration");
    let Some(cylinders) = cylinders else {
        return shape
            .filter(|shape| shape == "Rotary")
            .map(|_| known.reader.word(Key::ROTARY).to_owned());
    };
    let shaped = |key| known.reader.say(key, &[("count", &cylinders)]);
    Some(match shape.as_deref() {
        Some("V-Shaped") => format!("V{cylinders}"),
        Some("W-Shaped" | "W Shaped") => format!("W{cylinders}"),
        Some("In-Line") if cylinders != "1" => shaped(Key::CYLINDERS_INLINE),
        Some(shape) if shape.starts_with("Horizontally") => shaped(Key::CYLINDERS_FLAT),
        _ => known.reader.count(Key::CYLINDERS, &cylinders),
    })
}

/// `240 hp`, `300–400 hp`; in metric units `179 kW (240 hp)`.
pub fn power(known: Known<'_>) -> Option<String> {
    let reader = known.reader;
    let horsepower = |hp: f64| reader.decimal(reader.horsepower(hp), 0);
    let Some(hp) = known.range("engine-hp", "engine-hp-to", horsepower) else {
        return Some(reader.measure(&known.said("engine-kw")?, Some("kW")));
    };
    if !reader.metric {
        return Some(reader.unit(&hp, "hp"));
    }
    let kw = known.range("engine-hp", "engine-hp-to", |hp| reader.decimal(kw(hp), 0))?;
    Some(reader.power(&kw, &hp))
}

/// Of engines that burn something.
pub fn engine_power(known: Known<'_>) -> Option<String> {
    power(known).filter(|_| !runs_on_electricity_alone(known))
}

/// `gasoline`, `gasoline/electric`.
pub fn fuel(known: Known<'_>) -> Option<String> {
    let first = known.plainly("fuel-type-primary")?;
    match known
        .plainly("fuel-type-secondary")
        .filter(|second| *second != first)
    {
        Some(second) => Some(format!("{first}/{second}")),
        None => Some(first),
    }
}

pub fn engine_fuel(known: Known<'_>) -> Option<String> {
    fuel(known).filter(|_| !runs_on_electricity_alone(known))
}

pub fn runs_on_electricity_alone(known: Known<'_>) -> bool {
    if let Some(level) = known.said("electrification-level") {
        return level.starts_with("BEV");
    }
    let second = known.said("fuel-type-secondary");
    known.said("fuel-type-primary").as_deref() == Some("Electric")
        && second.is_none_or(|second| second == "Electric")
}

/// `battery electric`, `plug-in hybrid`.
pub fn electrification(known: Known<'_>) -> Option<String> {
    known.plainly("electrification-level").or_else(|| {
        let words = known.reader.value("electrification-level", "Electric");
        words
            .filter(|_| runs_on_electricity_alone(known))
            .map(str::to_owned)
    })
}

pub fn motors(known: Known<'_>) -> Option<String> {
    known.plainly("ev-drive-unit")
}

pub fn motor_power(known: Known<'_>) -> Option<String> {
    power(known).filter(|_| runs_on_electricity_alone(known))
}

/// `75 kWh lithium-ion`.
pub fn battery(known: Known<'_>) -> Option<String> {
    let energy = known
        .range("battery-k-wh", "battery-k-wh-to", |kwh| {
            known.reader.decimal(kwh, 1)
        })
        .map(|energy| known.reader.unit(&energy, "kWh"));
    let kind = known.plainly("battery-type");
    let parts: Vec<String> = energy.into_iter().chain(kind).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

pub fn voltage(known: Known<'_>) -> Option<String> {
    let volts = known.range("battery-v", "battery-v-to", |volts| {
        known.reader.decimal(volts, 0)
    })?;
    Some(known.reader.unit(&volts, "V"))
}

/// `level 2 AC, 11 kW`, out of vPIC's long description.
pub fn charging(known: Known<'_>) -> Option<String> {
    let level = known.said("charger-level").map(|level| {
        let words: Vec<&str> = level.split(' ').take(3).collect();
        words.join(" ")
    });
    let power = known
        .number("charger-power-kw")
        .map(|kw| known.reader.unit(&known.reader.decimal(kw, 1), "kW"));
    let parts: Vec<String> = level.into_iter().chain(power).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

pub fn drive(known: Known<'_>) -> Option<String> {
    known.said("drive-type").filter(|drive| drive != "Other")?;
    known.plainly("drive-type")
}

/// `automatic, 5-speed`.
pub fn transmission(known: Known<'_>) -> Option<String> {
    let style = known.plainly("transmission-style");
    let style = style.map(|style| match style.strip_prefix("Motorcycle - ") {
        Some(style) => lower(style),
        None => style,
    });
    let speeds = known
        .said("transmission-speeds")
        .filter(|speeds| speeds.len() <= 2 && speeds != "1")
        .map(|speeds| known.reader.say(Key::SPEEDS, &[("count", &speeds)]));
    let parts: Vec<String> = style.into_iter().chain(speeds).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

pub fn top_speed(known: Known<'_>) -> Option<String> {
    Some(
        known
            .reader
            .measure(&known.said("top-speed-mph")?, Some("mph")),
    )
}
