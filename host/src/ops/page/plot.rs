//! A line over the last minutes, drawn as SVG. It holds numbers and words of ours alone.

use std::fmt::Write as _;

use super::samples::Series;

/// Of the drawing, in its own units; the page stretches it.
const WIDTH: f64 = 600.0;
const HEIGHT: f64 = 120.0;

/// One plot: a title, a unit, and up to a few lines.
pub(super) struct Plot<'a> {
    pub(super) title: &'a str,
    pub(super) unit: &'a str,
    pub(super) lines: Vec<Line<'a>>,
}

/// One line: its name, and a value a step; nothing is drawn where there is none.
pub(super) struct Line<'a> {
    pub(super) name: &'a str,
    pub(super) values: &'a [Option<f64>],
}

/// A plot as the template has it.
pub(super) struct Drawn {
    pub(super) title: String,
    pub(super) unit: String,
    /// Name and last value of each line.
    pub(super) legend: Vec<(String, String)>,
    /// What stands at the upper edge.
    pub(super) top: String,
    /// In words, for who does not see it.
    pub(super) words: String,
    /// The paths of each line: the line, and the area below it.
    pub(super) paths: Vec<(String, String)>,
}

impl Plot<'_> {
    pub(super) fn drawn(&self) -> Drawn {
        let all = self.lines.iter().flat_map(|line| line.values).flatten();
        let top = nice(all.copied().fold(0.0, f64::max));
        let legend: Vec<(String, String)> = self
            .lines
            .iter()
            .map(|line| {
                let last = line.values.iter().rev().find_map(|value| *value);
                (line.name.to_owned(), last.map_or("–".to_owned(), number))
            })
            .collect();
        let now: Vec<String> = legend
            .iter()
            .map(|(name, last)| format!("{name} {last}"))
            .collect();
        Drawn {
            title: self.title.to_owned(),
            unit: self.unit.to_owned(),
            words: format!("{}, {}: {}", self.title, self.unit, now.join(", ")),
            top: number(top),
            paths: self
                .lines
                .iter()
                .map(|line| paths(line.values, top))
                .collect(),
            legend,
        }
    }
}

/// The line, and the area below it. The newest value is at the right edge.
#[expect(clippy::cast_precision_loss, reason = "a few hundred")]
fn paths(values: &[Option<f64>], top: f64) -> (String, String) {
    let width = Series::width(values.len());
    let step = WIDTH / (width - 1) as f64;
    let missing = width - values.len();
    let (mut line, mut area) = (String::new(), String::new());
    let mut begun: Option<f64> = None;
    let mut last = 0.0;
    for (at, value) in values.iter().enumerate() {
        let x = (at + missing) as f64 * step;
        if let Some(value) = value {
            let y = HEIGHT - value / top * (HEIGHT - 4.0);
            let pen = if begun.is_some() { 'L' } else { 'M' };
            if begun.is_none() {
                let _ = write!(area, "M{x:.1} {HEIGHT}");
            }
            // Writing into a string can't fail.
            let _ = write!(line, "{pen}{x:.1} {y:.1}");
            let _ = write!(area, "L{x:.1} {y:.1}");
            begun = begun.or(Some(x));
            last = x;
        }
        if begun.is_some() && (value.is_none() || at + 1 == values.len()) {
            let _ = write!(area, "L{last:.1} {HEIGHT}Z");
            // A value alone is a dot.
            if begun.is_some_and(|first| (first - last).abs() < 0.01) {
                line.push_str("h0.1");
            }
            begun = None;
        }
    }
    (line, area)
}

/// The next larger 1, 2 or 5 with zeros; 1 if there is nothing.
fn nice(most: f64) -> f64 {
    if most <= 0.0 || !most.is_finite() {
        return 1.0;
    }
    let power = 10_f64.powf(most.log10().floor());
    let found = [1.0, 2.0, 5.0].into_iter().find(|one| one * power >= most);
    found.unwrap_or(10.0) * power
}

/// As many digits as help.
pub(super) fn number(value: f64) -> String {
    let text = match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    };
    if text.contains('.') {
        let text = text.trim_end_matches('0').trim_end_matches('.');
        return text.to_owned();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(0.0, 1.0)]
    #[case(0.3, 0.5)]
    #[case(5.0, 5.0)]
    #[case(5.1, 10.0)]
    #[case(101.0, 200.0)]
    fn the_upper_edge_is_a_round_number(#[case] most: f64, #[case] top: f64) {
        assert!((nice(most) - top).abs() < 1e-9, "{}", nice(most));
    }

    #[rstest]
    #[case(0.0, "0")]
    #[case(0.123, "0.12")]
    #[case(2.5, "2.5")]
    #[case(12.34, "12.3")]
    #[case(1_234.5, "1234")]
    #[case(100.0, "100")]
    fn a_number_has_as_many_digits_as_help(#[case] value: f64, #[case] text: &str) {
        assert_eq!(number(value), text);
    }

    #[test]
    fn a_line_breaks_where_nothing_is_known_and_ends_at_the_right_edge() {
        let (line, area) = paths(&[Some(0.0), None, Some(1.0), Some(2.0)], 2.0);
        assert_eq!(line.matches('M').count(), 2, "{line}");
        assert!(line.contains("h0.1"), "a value alone is a dot: {line}");
        assert!(line.ends_with("L600.0 4.0"), "{line}");
        assert_eq!(area.matches('Z').count(), 2, "{area}");
        assert_eq!(paths(&[], 1.0), (String::new(), String::new()));
    }

    #[test]
    fn a_plot_says_in_words_what_it_shows() {
        let plot = Plot {
            title: "VINs",
            unit: "a minute",
            lines: vec![Line {
                name: "VINs",
                values: &[Some(3.0), None],
            }],
        };
        assert_eq!(plot.drawn().words, "VINs, a minute: VINs 3");
    }
}
