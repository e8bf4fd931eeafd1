//! THE SUMMARY.

use vinbot_plugin::prelude::*;

const SUMMARY: &str = "THE SUMMARY";

/// The plugin.
#[derive(Debug)]
pub struct MyPlugin;

const VIEW: &str = "my-plugin";

impl Plugin for MyPlugin {
    fn about() -> Info {
        Info::new("my-plugin", env!("CARGO_PKG_VERSION"), SUMMARY)
    }
}

impl Formatter for MyPlugin {
    fn views() -> Vec<String> {
        vec![VIEW.into()]
    }

    fn format(reports: Vec<Report>, context: Context) -> Result<Message, Error> {
        if context.view != VIEW {
            return Err(Error::InvalidInput(format!("The only view is {VIEW}.")));
        }
        let mut text = Text::new();
        for report in &reports {
            let vehicle = &report.vehicle;
            text = text
                .bold(name(vehicle))
                .plain(" ")
                .code(&vehicle.vin)
                .newline();
        }
        Ok(text.into())
    }
}

/// Year, make and model, as far as they are known.
fn name(vehicle: &Vehicle) -> String {
    let year = vehicle.model_year.map(|year| year.to_string());
    let parts = [year, vehicle.make.clone(), vehicle.model.clone()];
    let known: Vec<String> = parts.into_iter().flatten().collect();
    if known.is_empty() {
        "Unknown".into()
    } else {
        known.join(" ")
    }
}

vinbot_plugin::export!(MyPlugin: formatter);

#[cfg(test)]
mod tests {
    use super::*;
    use vinbot_plugin::testing::{plain, report, vehicle, view};

    #[test]
    fn a_vehicle_is_shown_with_what_is_known() {
        let mut car = vehicle("1HGCM82633A004352");
        car.make = Some("HONDA".into());
        let message = MyPlugin::format(vec![report(car)], view(VIEW)).unwrap();
        assert_eq!(plain(&message), "*HONDA* `1HGCM82633A004352`\n");
    }

    #[test]
    fn a_view_that_it_does_not_have_is_refused() {
        let answer = MyPlugin::format(Vec::new(), view("poster"));
        assert!(matches!(answer, Err(Error::InvalidInput(_))));
    }
}
