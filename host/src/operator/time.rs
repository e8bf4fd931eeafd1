//! Times and durations.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};

/// `11-25 10:34:25`, in UTC.
pub(crate) fn at(time: SystemTime) -> String {
    DateTime::<Utc>::from(time)
        .format("%m-%d %H:%M:%S")
        .to_string()
}

/// The same of seconds since 1970.
pub(crate) fn at_seconds(seconds: u64) -> String {
    at(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
}

/// `3 d 4 h`, `5 min`, `7 s`, `12 ms`: the two largest units.
pub(crate) fn span(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) if seconds == 0 => format!("{} ms", duration.as_millis()),
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, _) => format!("{minutes} min"),
        (0, ..) => format!("{hours} h {minutes} min"),
        _ => format!("{days} d {hours} h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(12, "12 ms")]
    #[case(7_900, "7 s")]
    #[case(300_000, "5 min")]
    #[case(7_500_000, "2 h 5 min")]
    #[case(273_600_000, "3 d 4 h")]
    fn a_duration_has_units_that_fit_it(#[case] ms: u64, #[case] text: &str) {
        assert_eq!(span(Duration::from_millis(ms)), text);
    }

    #[test]
    fn a_time_is_in_utc() {
        assert_eq!(at_seconds(1_764_067_200), "11-25 10:40:00");
    }
}
