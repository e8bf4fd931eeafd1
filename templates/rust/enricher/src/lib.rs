//! THE SUMMARY.

use vinbot_plugin::prelude::*;

const SUMMARY: &str = "THE SUMMARY";

/// The plugin.
#[derive(Debug)]
pub struct MyPlugin;

impl Plugin for MyPlugin {
    fn about() -> Info {
        Info::new("my-plugin", env!("CARGO_PKG_VERSION"), SUMMARY)
    }
}

/// Seconds of a day: how long an answer may be kept.
const DAY: u32 = 86_400;

impl Enricher for MyPlugin {
    fn enrich(vehicle: Vehicle) -> Result<Section, Error> {
        let built = vehicle.model_year.ok_or(Error::NotCovered)?;
        let years = this_year(host::unix_seconds()).saturating_sub(built.into());
        Ok(Section {
            key: "my-plugin".into(),
            title: "Age".into(),
            summary: format!("{years} years old"),
            attributes: Vec::new(),
            items: Vec::new(),
            ttl: DAY,
        })
    }
}

/// The year of a clock in seconds since 1970; a year has 365.2425 days on average.
fn this_year(seconds: u64) -> u64 {
    1970 + seconds / 31_556_952
}

vinbot_plugin::export!(MyPlugin: enricher);

#[cfg(test)]
mod tests {
    use super::*;
    use vinbot_plugin::testing::{set_clock, vehicle};

    #[test]
    fn the_age_is_told_by_the_clock_of_the_host() {
        // 2026-01-01
        set_clock(1_767_225_600);
        let mut car = vehicle("1HGCM82633A004352");
        car.model_year = Some(2003);
        let section = MyPlugin::enrich(car).unwrap();
        assert_eq!(section.summary, "23 years old");
    }

    #[test]
    fn without_a_year_there_is_nothing_to_say() {
        let answer = MyPlugin::enrich(vehicle("1HGCM82633A004352"));
        assert!(matches!(answer, Err(Error::NotCovered)));
    }
}
