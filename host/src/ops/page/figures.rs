//! The figures of `/metrics`, read back: the page shows what Prometheus is told, and so can
//! tell nothing else.

use std::collections::BTreeMap;

/// All that `/metrics` said at one moment.
#[derive(Debug, Clone, Default)]
pub(super) struct Figures(BTreeMap<String, Vec<Figure>>);

#[derive(Debug, Clone, PartialEq)]
struct Figure {
    labels: Vec<(String, String)>,
    value: f64,
}

/// How long things took: bounds in seconds with how many took at most as long.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Times(Vec<(f64, f64)>);

impl Figures {
    /// Reads the text format of `OpenMetrics`; what is not understood is passed over.
    pub(super) fn read(text: &str) -> Self {
        let mut all: BTreeMap<String, Vec<Figure>> = BTreeMap::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, figure)) = figure(line) {
                all.entry(name.to_owned()).or_default().push(figure);
            }
        }
        Self(all)
    }

    /// All figures of a name whose label has a value that is wanted, together.
    pub(super) fn sum(&self, name: &str, label: &str, wanted: impl Fn(&str) -> bool) -> f64 {
        let known = self.0.get(name).into_iter().flatten();
        let is = |figure: &&Figure| figure.label(label).is_some_and(&wanted);
        known.filter(is).map(|figure| figure.value).sum()
    }

    /// The same of those that have both labels.
    pub(super) fn both(
        &self,
        name: &str,
        (first, is): (&str, &str),
        (second, wanted): (&str, impl Fn(&str) -> bool),
    ) -> f64 {
        let known = self.0.get(name).into_iter().flatten();
        let of = known.filter(|figure| figure.label(first) == Some(is));
        let of = of.filter(|figure| figure.label(second).is_some_and(&wanted));
        of.map(|figure| figure.value).sum()
    }

    /// A figure without labels.
    pub(super) fn one(&self, name: &str) -> Option<f64> {
        let known = self.0.get(name)?;
        known.first().map(|figure| figure.value)
    }

    /// How long things took whose label has a value that is wanted.
    pub(super) fn times(&self, name: &str, label: &str, wanted: impl Fn(&str) -> bool) -> Times {
        let mut times: Vec<(f64, f64)> = Vec::new();
        for figure in self.0.get(&format!("{name}_bucket")).into_iter().flatten() {
            if !figure.label(label).is_some_and(&wanted) {
                continue;
            }
            let bound = match figure.label("le") {
                Some("+Inf") => f64::INFINITY,
                Some(bound) => bound.parse().unwrap_or(f64::INFINITY),
                None => continue,
            };
            match times
                .iter_mut()
                .find(|(known, _)| known.total_cmp(&bound).is_eq())
            {
                Some((_, count)) => *count += figure.value,
                None => times.push((bound, figure.value)),
            }
        }
        times.sort_by(|one, other| one.0.total_cmp(&other.0));
        Times(times)
    }
}

impl Figure {
    fn label(&self, name: &str) -> Option<&str> {
        let mut labels = self.labels.iter();
        labels
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

impl Times {
    /// How many there were.
    pub(super) fn count(&self) -> f64 {
        self.0.last().map_or(0.0, |(_, count)| *count)
    }

    /// Those since an earlier moment.
    #[must_use]
    pub(super) fn since(&self, earlier: &Self) -> Self {
        let before = |bound: f64| {
            let mut known = earlier.0.iter();
            let found = known.find(|(known, _)| known.total_cmp(&bound).is_eq());
            found.map_or(0.0, |(_, count)| *count)
        };
        let new = self.0.iter();
        Self(
            new.map(|(bound, count)| (*bound, (count - before(*bound)).max(0.0)))
                .collect(),
        )
    }

    /// How long this share of them took at most, in seconds, estimated as Prometheus does.
    pub(super) fn quantile(&self, share: f64) -> Option<f64> {
        let wanted = self.count() * share;
        if self.count() < 1.0 {
            return None;
        }
        let at = self.0.iter().position(|(_, count)| *count >= wanted)?;
        let (from, below) = match at.checked_sub(1) {
            Some(before) => self.0[before],
            None => (0.0, 0.0),
        };
        let (to, up_to) = self.0[at];
        if to.is_infinite() {
            return Some(from);
        }
        let within = (wanted - below) / (up_to - below).max(f64::MIN_POSITIVE);
        Some(from + (to - from) * within.clamp(0.0, 1.0))
    }
}

/// `name{label="value"} 1 # …`.
fn figure(line: &str) -> Option<(&str, Figure)> {
    let end = line.find(['{', ' '])?;
    let (name, rest) = line.split_at(end);
    let (labels, rest) = match rest.strip_prefix('{') {
        Some(rest) => labels(rest)?,
        None => (Vec::new(), rest),
    };
    let value = rest.split_whitespace().next()?.parse().ok()?;
    Some((name, Figure { labels, value }))
}

/// The labels up to the closing bracket, and what comes behind it.
fn labels(mut text: &str) -> Option<(Vec<(String, String)>, &str)> {
    let mut labels = Vec::new();
    loop {
        text = text.trim_start_matches(',');
        if let Some(rest) = text.strip_prefix('}') {
            return Some((labels, rest));
        }
        let (name, rest) = text.split_once("=\"")?;
        let (mut value, mut escaped) = (String::new(), false);
        let mut end = None;
        for (at, sign) in rest.char_indices() {
            match sign {
                'n' if escaped => value.push('\n'),
                sign if escaped => value.push(sign),
                '\\' => {
                    escaped = true;
                    continue;
                }
                '"' => {
                    end = Some(at + 1);
                    break;
                }
                sign => value.push(sign),
            }
            escaped = false;
        }
        labels.push((name.to_owned(), value));
        text = rest.get(end?..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telemetry::Metrics;
    use std::time::Duration;

    #[test]
    fn what_metrics_tell_is_read_back() {
        let metrics = Metrics::default();
        for _ in 0..9 {
            metrics.called("vpic", "ok", Duration::from_micros(300), 0);
        }
        metrics.called("vpic", "trap", Duration::from_millis(90), 0);
        metrics.called("wmi", "ok", Duration::from_micros(50), 0);
        metrics.plugins(4, 1, 0);
        let figures = Figures::read(&metrics.text());
        let calls = "vinbot_plugin_calls_total";
        assert!((figures.sum(calls, "plugin", |_| true) - 11.0).abs() < 0.1);
        let traps = figures.both(calls, ("plugin", "vpic"), ("outcome", |it| it == "trap"));
        assert!((traps - 1.0).abs() < 0.1);
        assert_eq!(figures.one("vinbot_plugins_loaded"), Some(4.0));
        assert_eq!(figures.one("vinbot_nothing"), None);
        let times = figures.times("vinbot_plugin_call_duration_seconds", "plugin", |it| {
            it == "vpic"
        });
        let most = times.quantile(0.5).unwrap();
        assert!((0.000_25..0.000_5).contains(&most), "{most}");
        let slow = times.quantile(0.99).unwrap();
        assert!((0.025..0.1).contains(&slow), "{slow}");
    }

    #[test]
    fn only_what_is_new_counts_since_an_earlier_moment() {
        let times = |ten: f64, all: f64| Times(vec![(0.01, ten), (f64::INFINITY, all)]);
        let new = times(12.0, 14.0).since(&times(10.0, 11.0));
        assert_eq!(new, times(2.0, 3.0));
        assert_eq!(
            new.quantile(0.99),
            Some(0.01),
            "nothing is known of longer ones"
        );
        assert_eq!(Times::default().quantile(0.5), None);
        assert_eq!(new.since(&new).quantile(0.5), None);
    }

    #[test]
    fn a_value_of_a_label_may_hold_anything() {
        let text = "a{x=\"1\\\"},2\",y=\"b\\nc\"} 3.5 # {trace=\"7\"} 1\nnonsense\nb 2\n# EOF";
        let figures = Figures::read(text);
        assert!((figures.sum("a", "x", |it| it == "1\"},2") - 3.5).abs() < 0.1);
        assert!((figures.sum("a", "y", |it| it == "b\nc") - 3.5).abs() < 0.1);
        assert_eq!(figures.one("b"), Some(2.0));
        Figures::read("a{\na{x\na{x=\"\na{x=\"1\"}\n{} 1");
    }
}
