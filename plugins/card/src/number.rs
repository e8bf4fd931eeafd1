//! Numbers and units as people read them.

/// A number of a report: `2.998832712`, `4,100`.
pub(crate) fn parse(text: &str) -> Option<f64> {
    let text = text.trim().replace(',', "");
    let number: f64 = text.parse().ok()?;
    (number.is_finite() && number.abs() < 1e9).then_some(number)
}

/// With at most so many decimals, none for nothing, and a comma at the thousands.
pub(crate) fn decimal(number: f64, decimals: usize) -> String {
    let text = format!("{number:.decimals$}");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let rest = rest.trim_end_matches('0');
    let mut out = grouped(whole);
    if !rest.is_empty() {
        out.push('.');
        out.push_str(rest);
    }
    out
}

fn grouped(digits: &str) -> String {
    let mut out = String::new();
    let count = digits.trim_start_matches('-').len();
    let sign = digits.len() - count;
    for (i, c) in digits.chars().enumerate() {
        if i > sign && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// A value of a report with its unit, in the reader's units.
pub(crate) fn with_unit(value: &str, unit: Option<&str>, metric: bool) -> String {
    let Some(unit) = unit else {
        return value.to_owned();
    };
    let Some(number) = parse(value) else {
        return format!("{value} {unit}");
    };
    match (unit, metric) {
        ("USD", _) => format!("${}", decimal(number, 2)),
        ("hp", true) => format!("{} kW ({} hp)", decimal(kw(number), 0), decimal(number, 0)),
        ("mph", true) => format!("{} km/h", decimal(number * 1.609_344, 0)),
        ("lb", true) => format!("{} kg", decimal(number * 0.453_592_37, 0)),
        ("in", true) => format!("{} mm", decimal(number * 25.4, 0)),
        ("ft", true) => format!("{} m", decimal(number * 0.3048, 1)),
        ("cc", _) => format!("{} cc", decimal(number, 0)),
        ("cu in", _) => format!("{} cu in", decimal(number, 0)),
        (unit, _) => format!("{} {unit}", decimal(number, 2)),
    }
}

/// Mechanical horsepower, the one of the US.
pub(crate) fn kw(horsepower: f64) -> f64 {
    horsepower * 0.745_699_872
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

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
        assert_eq!(with_unit(value, unit, metric), shown);
    }
}
