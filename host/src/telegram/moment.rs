//! Now, and days as people write them.

use chrono::{DateTime, Datelike};

pub(super) use crate::clock::unix_seconds as now;
use crate::words::Words;

/// The day of a moment (UTC), as the language writes it.
pub(super) fn day(words: Words, at: u64) -> String {
    let seconds = i64::try_from(at).unwrap_or_default();
    let date = DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    words.text(
        "day",
        &[
            ("year", format!("{:04}", date.year()).into()),
            ("month", format!("{:02}", date.month()).into()),
            ("day", format!("{:02}", date.day()).into()),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_the_language_does() {
        let written = |code| day(Words::of(code), 1_764_028_800);
        assert_eq!(written("en"), "2025-11-25");
        assert_eq!(written("de"), "25.11.2025");
        assert_eq!(written("fr"), "25/11/2025");
    }
}
