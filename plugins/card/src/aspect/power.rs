//! What moves it: engine or motors, drive, transmission.

use super::lower;
use crate::case::natural;
use crate::known::Known;
use crate::name;
use crate::number::{decimal, kw, with_unit};
use crate::words::count;

/// `3.0 L V6 turbo (J30A4)`, `Cummins 6.7 L inline-6`, `1,690 cc V2`.
pub(crate) fn engine(known: Known<'_>) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(displacement(known));
    parts.extend(cylinders(known));
    if parts.is_empty() {
        return None;
    }
    if known.said("turbo").is_some_and(|turbo| turbo == "Yes") {
        parts.push(known.words.turbo.to_owned());
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
        format!("{} cc", decimal(liters * 1_000.0, 0))
    } else {
        format!("{liters:.1} L")
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
            .map(|shape| shape.to_lowercase());
    };
    Some(match shape.as_deref() {
        Some("V-Shaped") => format!("V{cylinders}"),
        Some("W-Shaped" | "W Shaped") => format!("W{cylinders}"),
        Some("In-Line") if cylinders != "1" => format!("{}-{cylinders}", known.words.inline),
        Some(shape) if shape.starts_with("Horizontally") => {
            format!("{}-{cylinders}", known.words.flat)
        }
        _ => count(&cylinders, known.words.cylinders),
    })
}

/// `240 hp`, `300–400 hp`; in metric units `179 kW (240 hp)`.
pub(crate) fn power(known: Known<'_>) -> Option<String> {
    let whole = |number: f64| decimal(number, 0);
    let Some(hp) = known.range("engine-hp", "engine-hp-to", whole) else {
        return Some(format!("{} kW", decimal(known.number("engine-kw")?, 1)));
    };
    if !known.metric {
        return Some(format!("{hp} hp"));
    }
    let kw = known.range("engine-hp", "engine-hp-to", |hp| decimal(kw(hp), 0))?;
    Some(format!("{kw} kW ({hp} hp)"))
}

/// Of engines that burn something.
pub(crate) fn engine_power(known: Known<'_>) -> Option<String> {
    power(known).filter(|_| !runs_on_electricity_alone(known))
}

/// `gasoline`, `gasoline/electric`.
pub(crate) fn fuel(known: Known<'_>) -> Option<String> {
    let first = known.plainly("fuel-type-primary")?;
    match known
        .plainly("fuel-type-secondary")
        .filter(|second| *second != first)
    {
        Some(second) => Some(format!("{first}/{second}")),
        None => Some(first),
    }
}

pub(crate) fn engine_fuel(known: Known<'_>) -> Option<String> {
    fuel(known).filter(|_| !runs_on_electricity_alone(known))
}

pub(crate) fn runs_on_electricity_alone(known: Known<'_>) -> bool {
    match known.said("electrification-level") {
        Some(level) => level.starts_with("BEV"),
        None => fuel(known).is_some_and(|fuel| Some(&*fuel) == known.words.value("Electric")),
    }
}

/// `battery electric`, `plug-in hybrid`.
pub(crate) fn electrification(known: Known<'_>) -> Option<String> {
    known.plainly("electrification-level").or_else(|| {
        runs_on_electricity_alone(known)
            .then(|| known.words.value("Electric").map(str::to_owned))?
    })
}

pub(crate) fn motors(known: Known<'_>) -> Option<String> {
    known.plainly("ev-drive-unit")
}

pub(crate) fn motor_power(known: Known<'_>) -> Option<String> {
    power(known).filter(|_| runs_on_electricity_alone(known))
}

/// `75 kWh lithium-ion`.
pub(crate) fn battery(known: Known<'_>) -> Option<String> {
    let energy = known
        .range("battery-k-wh", "battery-k-wh-to", |kwh| decimal(kwh, 1))
        .map(|energy| format!("{energy} kWh"));
    let kind = known.plainly("battery-type");
    let parts: Vec<String> = energy.into_iter().chain(kind).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

pub(crate) fn voltage(known: Known<'_>) -> Option<String> {
    let volts = known.range("battery-v", "battery-v-to", |volts| decimal(volts, 0))?;
    Some(format!("{volts} V"))
}

/// `level 2 AC, 11 kW`, out of vPIC's long description.
pub(crate) fn charging(known: Known<'_>) -> Option<String> {
    let level = known.said("charger-level").map(|level| {
        let words: Vec<&str> = level.split(' ').take(3).collect();
        words.join(" ")
    });
    let power = known
        .number("charger-power-kw")
        .map(|kw| format!("{} kW", decimal(kw, 1)));
    let parts: Vec<String> = level.into_iter().chain(power).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

pub(crate) fn drive(known: Known<'_>) -> Option<String> {
    known.plainly("drive-type").filter(|drive| drive != "Other")
}

/// `automatic, 5-speed`.
pub(crate) fn transmission(known: Known<'_>) -> Option<String> {
    let style = known.plainly("transmission-style");
    let style = style.map(|style| match style.strip_prefix("Motorcycle - ") {
        Some(style) => lower(style),
        None => style,
    });
    let speeds = known
        .said("transmission-speeds")
        .filter(|speeds| speeds.len() <= 2 && speeds != "1")
        .map(|speeds| format!("{speeds}-{}", known.words.speed));
    let parts: Vec<String> = style.into_iter().chain(speeds).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

pub(crate) fn top_speed(known: Known<'_>) -> Option<String> {
    Some(with_unit(
        &known.said("top-speed-mph")?,
        Some("mph"),
        known.metric,
    ))
}
