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

impl Decoder for MyPlugin {
    fn decode(query: &Query) -> Result<Decoded, Error> {
        let country = country(&query.vin).ok_or(Error::NotCovered)?;
        let term = term("my-plugin:country", "Country", "Origin");
        Ok(Decoded::new(10).with(term, country))
    }
}

/// The country that the first character stands for, where it stands for one alone.
fn country(vin: &str) -> Option<&'static str> {
    Some(match vin.chars().next()? {
        '1' | '4' | '5' => "United States",
        '2' => "Canada",
        'J' => "Japan",
        'W' => "Germany",
        _ => return None,
    })
}

vinbot_plugin::export!(MyPlugin: decoder);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_country_is_told_from_the_first_character() {
        assert_eq!(country("1HGCM82633A004352"), Some("United States"));
        assert_eq!(country("WAUZZZ8K9BA123456"), Some("Germany"));
    }

    #[test]
    fn what_is_not_known_is_left_to_the_next_decoder() {
        let query = Query {
            vin: "ZFA31200000123456".into(),
            model_year: None,
        };
        let answer = MyPlugin::decode(&query);
        assert_eq!(answer, Err(Error::NotCovered));
    }
}
