//! The two ways to write figures down: `OpenMetrics`, and Prometheus's older text.
//!
//! They differ in little: the older one names a counter with its `_total` everywhere, and
//! knows neither units nor an end.

use std::fmt::Write as _;

/// How figures are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exposition {
    /// Prometheus's text format 0.0.4: what everything reads.
    Text,
    /// `OpenMetrics` 1.0.
    OpenMetrics,
}

impl Exposition {
    /// What whoever sends this `Accept` would rather have: `OpenMetrics` only if it is asked
    /// for by name, and not less than plain text.
    #[must_use]
    pub fn wanted(accept: &str) -> Self {
        let mut open = 0.0_f32;
        let mut plain = 0.0_f32;
        for range in accept.split(',') {
            let mut parts = range.split(';').map(str::trim);
            let kind = parts.next().unwrap_or_default();
            let mut weight = 1.0_f32;
            let mut version = None;
            for part in parts {
                match part
                    .split_once('=')
                    .map(|(key, value)| (key.trim(), value.trim()))
                {
                    Some(("q", value)) => weight = value.parse().unwrap_or(0.0),
                    Some(("version", value)) => version = Some(value.trim_matches('"')),
                    _ => {}
                }
            }
            // Of 0.0.1 there is nothing that differs in what is written here.
            let known = version.is_none_or(|version| ["1.0.0", "0.0.1"].contains(&version));
            match kind.to_ascii_lowercase().as_str() {
                "application/openmetrics-text" if known => open = open.max(weight),
                "text/plain" => plain = plain.max(weight),
                _ => {}
            }
        }
        if open > 0.0 && open >= plain {
            Self::OpenMetrics
        } else {
            Self::Text
        }
    }

    /// The `Content-Type`.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain; version=0.0.4; charset=utf-8",
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
        }
    }

    /// From what is written as `OpenMetrics`.
    #[must_use]
    pub fn of(self, open_metrics: String) -> String {
        match self {
            Self::OpenMetrics => open_metrics,
            Self::Text => text(&open_metrics),
        }
    }
}

fn text(open_metrics: &str) -> String {
    let mut text = String::with_capacity(open_metrics.len());
    let mut help = None;
    for line in open_metrics.lines() {
        if line == "# EOF" || line.starts_with("# UNIT ") {
            continue;
        }
        if let Some(described) = line.strip_prefix("# HELP ") {
            // How it is called, its type tells, in the next line.
            help = described.split_once(' ');
            continue;
        }
        let Some(typed) = line.strip_prefix("# TYPE ") else {
            text.push_str(line);
            text.push('\n');
            continue;
        };
        let (name, kind) = typed.split_once(' ').unwrap_or((typed, "unknown"));
        let (suffix, kind) = match kind {
            "counter" => ("_total", "counter"),
            "info" => ("_info", "gauge"),
            "unknown" => ("", "untyped"),
            other => ("", other),
        };
        // Writing into a string can't fail.
        if let Some((_, words)) = help.take().filter(|(described, _)| *described == name) {
            let words = words.replace("\\\"", "\"");
            let _ = writeln!(text, "# HELP {name}{suffix} {words}");
        }
        let _ = writeln!(text, "# TYPE {name}{suffix} {kind}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::nothing("", Exposition::Text)]
    #[case::anything("*/*", Exposition::Text)]
    #[case::a_browser("text/html,application/xhtml+xml,*/*;q=0.8", Exposition::Text)]
    #[case::by_name("application/openmetrics-text", Exposition::OpenMetrics)]
    #[case::prometheus(
        "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;\
         version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
        Exposition::OpenMetrics
    )]
    #[case::rather_text("text/plain, application/openmetrics-text;q=0.5", Exposition::Text)]
    #[case::not_at_all("application/openmetrics-text;q=0", Exposition::Text)]
    #[case::of_the_future("application/openmetrics-text;version=2.0.0", Exposition::Text)]
    fn who_asks_for_open_metrics_by_name_gets_it(#[case] accept: &str, #[case] how: Exposition) {
        assert_eq!(Exposition::wanted(accept), how);
    }

    #[test]
    fn the_older_text_names_counters_in_full_and_has_no_end() {
        let open = "# HELP v_calls Calls of \\\"x\\\".\n# TYPE v_calls counter\n\
                    v_calls_total{a=\"b\"} 1\n# HELP v_time_seconds Time.\n\
                    # TYPE v_time_seconds histogram\n# UNIT v_time_seconds seconds\n\
                    v_time_seconds_sum 0.5\n# TYPE v_odd unknown\nv_odd 3\n# EOF\n";
        let expected = "# HELP v_calls_total Calls of \"x\".\n# TYPE v_calls_total counter\n\
                        v_calls_total{a=\"b\"} 1\n# HELP v_time_seconds Time.\n\
                        # TYPE v_time_seconds histogram\nv_time_seconds_sum 0.5\n\
                        # TYPE v_odd untyped\nv_odd 3\n";
        assert_eq!(Exposition::Text.of(open.to_owned()), expected);
        assert_eq!(Exposition::OpenMetrics.of(open.to_owned()), open);
    }
}
