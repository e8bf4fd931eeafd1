//! For whom something is written.

use vinbot_plugin::{Context, Units};

use crate::clean::{self, UNIT};
use crate::{Given, Key, Words, number, slug};

/// Liters on 100 km are this many over miles on a US gallon.
const MPG: f64 = 235.214_583;
const MILE: f64 = 1.609_344;

/// Language and units.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    /// The language.
    pub words: Words,
    /// Kilograms and millimeters rather than pounds and inches.
    pub metric: bool,
}

impl Reader {
    /// The reader that a formatter is asked for.
    pub fn of(context: &Context) -> Self {
        Self {
            words: Words::of(&context.locale),
            metric: context.units == Units::Metric,
        }
    }

    /// A message without variables.
    pub fn word(&self, key: Key) -> &'static str {
        self.words.word(key)
    }

    /// A message whose variables are texts.
    pub fn say(&self, key: Key, given: &[(&str, &str)]) -> String {
        let given: Vec<(&str, Given<'_>)> = given
            .iter()
            .map(|(name, text)| (*name, Given::Text(text)))
            .collect();
        self.words.say(key, &given)
    }

    /// `2 doors`; a count that is no number is said as it is.
    pub fn count(&self, key: Key, count: &str) -> String {
        let given = count.parse().map_or(Given::Text(count), Given::Number);
        self.words.say(key, &[("count", given)])
    }

    /// `Engine: V6`.
    pub fn line(&self, heading: &str, value: &str) -> String {
        format!("{heading}{} {value}", self.word(Key::COLON))
    }

    /// A value of a plugin in plain words, where there are any: `Sedan/Saloon` is a `sedan`.
    /// Words for this very key come first.
    pub fn value(&self, key: &str, value: &str) -> Option<&'static str> {
        let slug = slug(value);
        let key = Key::named(&format!("value-{key}-{slug}"))
            .or_else(|| Key::named(&format!("value-{slug}")))?;
        Some(self.word(key))
    }

    /// With at most so many decimals, and none for nothing.
    pub fn decimal(&self, number: f64, decimals: usize) -> String {
        self.words.decimal(number, decimals)
    }

    /// A number with a unit, such as `L` or `km/h`.
    pub fn unit(&self, number: &str, unit: &str) -> String {
        let slug = if unit == "%" {
            "percent".to_owned()
        } else {
            slug(unit)
        };
        match Key::named(&format!("unit-{slug}")) {
            Some(key) => self.say(key, &[("number", number)]),
            None => format!("{number} {unit}"),
        }
    }

    /// Horsepower as this language counts it, out of those of the US.
    pub fn horsepower(&self, horsepower: f64) -> f64 {
        if self.word(Key::HORSEPOWER) == "metric" {
            number::kw(horsepower) / 0.735_498_75
        } else {
            horsepower
        }
    }

    /// A value of a report with its unit, as the reader likes it: `2.875 mm`.
    pub fn measure(&self, value: &str, unit: Option<&str>) -> String {
        let Some(unit) = unit.map(|unit| clean::line(unit, UNIT)) else {
            return value.to_owned();
        };
        let Some(number) = number::parse(value) else {
            return self.unit(value, &unit);
        };
        let show = |number: f64, decimals: usize, unit: &str| {
            self.unit(&self.decimal(number, decimals), unit)
        };
        match (unit.as_str(), self.metric) {
            ("hp", true) => self.power(
                &self.decimal(number::kw(number), 0),
                &self.decimal(self.horsepower(number), 0),
            ),
            ("hp", false) => show(self.horsepower(number), 0, "hp"),
            ("mph", true) => show(number * MILE, 0, "km/h"),
            ("mi", true) => show(number * MILE, 0, "km"),
            ("mpg", true) if number > 0.0 => show(MPG / number, 1, "L/100 km"),
            ("kWh/100 mi", true) => show(number / MILE, 1, "kWh/100 km"),
            ("g/mi", true) => show(number / MILE, 0, "g/km"),
            ("lb", true) => show(number * 0.453_592_37, 0, "kg"),
            ("in", true) => show(number * 25.4, 0, "mm"),
            ("ft", true) => show(number * 0.3048, 1, "m"),
            ("cc" | "cu in", _) => show(number, 0, &unit),
            (unit, _) => show(number, 2, unit),
        }
    }

    /// `179 kW (243 PS)`, out of numbers or ranges of them.
    pub fn power(&self, kw: &str, horsepower: &str) -> String {
        let (kw, hp) = (self.unit(kw, "kW"), self.unit(horsepower, "hp"));
        self.say(Key::POWER_AND_HORSEPOWER, &[("kw", &kw), ("hp", &hp)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn reader(tag: &str, metric: bool) -> Reader {
        Reader {
            words: Words::of(tag),
            metric,
        }
    }

    #[rstest]
    #[case("2.998832712", Some("L"), false, "3 L")]
    #[case("2998.832712", Some("cc"), false, "2,999 cc")]
    #[case("240", Some("hp"), false, "240 hp")]
    #[case("240", Some("hp"), true, "179 kW (240 hp)")]
    #[case("4100", Some("lb"), false, "4,100 lb")]
    #[case("4100", Some("lb"), true, "1,860 kg")]
    #[case("113.20", Some("in"), false, "113.2 in")]
    #[case("113.20", Some("in"), true, "2,875 mm")]
    #[case("155", Some("mph"), true, "249 km/h")]
    #[case("16", Some("ft"), true, "4.9 m")]
    #[case("41120.00", Some("USD"), true, "$41,120")]
    #[case("24", Some("mpg"), false, "24 mpg")]
    #[case("24", Some("mpg"), true, "9.8 L/100 km")]
    #[case("0", Some("mpg"), true, "0 mpg")]
    #[case("about 5", Some("L"), true, "about 5 L")]
    #[case("Coupe", None, true, "Coupe")]
    #[case("-1234567", Some("x"), true, "-1,234,567 x")]
    #[case("NaN", Some("L"), false, "NaN L")]
    #[case("1e300", Some("L"), false, "1e300 L")]
    fn a_value_is_shown_in_the_readers_units(
        #[case] value: &str,
        #[case] unit: Option<&str>,
        #[case] metric: bool,
        #[case] shown: &str,
    ) {
        assert_eq!(reader("en", metric).measure(value, unit), shown);
    }

    #[rstest]
    #[case("en", "1,860 kg", "179 kW (240 hp)")]
    #[case("de", "1.860 kg", "179 kW (243 PS)")]
    #[case("es", "1860 kg", "179 kW (243 CV)")]
    #[case("fr", "1\u{202f}860 kg", "179 kW (243 ch)")]
    #[case("ru", "1\u{a0}860 кг", "179 кВт (243\u{a0}л.\u{a0}с.)")]
    #[case("uk", "1\u{a0}860 кг", "179 кВт (243\u{a0}к.\u{a0}с.)")]
    fn and_in_the_readers_language(#[case] tag: &str, #[case] weight: &str, #[case] power: &str) {
        assert_eq!(reader(tag, true).measure("4100", Some("lb")), weight);
        assert_eq!(reader(tag, true).measure("240", Some("hp")), power);
    }

    #[test]
    fn words_for_a_key_go_before_words_for_all() {
        let german = reader("de", true);
        assert_eq!(german.value("abs", "Standard"), Some("serienmäßig"));
        assert_eq!(german.value("bed-type", "Standard"), Some("normal"));
        assert_eq!(german.value("trim", "EX-V6"), None);
    }
}
