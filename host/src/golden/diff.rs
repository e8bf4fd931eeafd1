//! Two answers, line by line.

use serde_json::Value;
use similar::{ChangeTag, TextDiff};

/// Lines that are shown around a difference.
const AROUND: usize = 3;

/// What differs: lines with `-` are expected and missing, those with `+` came instead.
#[must_use]
pub fn diff(expected: &Value, found: &Value) -> String {
    let pretty = |value| serde_json::to_string_pretty(value).unwrap_or_default();
    let (expected, found) = (pretty(expected), pretty(found));
    let diff = TextDiff::from_lines(expected.as_str(), found.as_str());
    let mut text = String::new();
    for (index, group) in diff.grouped_ops(AROUND).iter().enumerate() {
        if index > 0 {
            text.push_str("  …\n");
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            text.push_str(match change.tag() {
                ChangeTag::Delete => "- ",
                ChangeTag::Insert => "+ ",
                ChangeTag::Equal => "  ",
            });
            // From a plugin, for a terminal: JSON has escaped what could steer it.
            text.push_str(change.value().trim_end_matches('\n'));
            text.push('\n');
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_differs_is_shown_with_its_surroundings() {
        let expected = json!({"a": 1, "make": "HONDA", "z": 1});
        let found = json!({"a": 1, "make": "ACURA", "z": 1});
        let shown = "  {\n    \"a\": 1,\n-   \"make\": \"HONDA\",\n+   \"make\": \"ACURA\",\n    \
                     \"z\": 1\n  }\n";
        assert_eq!(diff(&expected, &found), shown);
    }
}
