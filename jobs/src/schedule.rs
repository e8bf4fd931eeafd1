//! When a job is due.

use std::fmt;
use std::str::FromStr as _;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use croner::Cron;

/// The shortest period: what is due more often is no job but a loop.
const SHORTEST: Duration = Duration::from_millis(100);

/// The longest period and jitter: far more is a slip, and would overflow the calendar.
const LONGEST: Duration = Duration::from_hours(24 * 366);

/// When a job is due.
#[derive(Debug, Clone)]
pub struct Schedule {
    kind: Kind,
    jitter: Duration,
}

#[derive(Debug, Clone)]
enum Kind {
    /// The pattern as it was written, and as it is understood.
    Cron(String, Box<Cron>),
    Every(Duration),
}

/// No schedule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadSchedule {
    /// No cron pattern.
    #[error("{pattern:?} is no cron pattern ({reason}): write for example \"0 6 * * *\"")]
    Pattern {
        /// What was written.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Too short or too long.
    #[error("every {0:?} is no period: it is from 100 ms to a year")]
    Period(Duration),
}

impl Schedule {
    /// At the times that this pattern names, in UTC: minute, hour, day of the month, month, day
    /// of the week; before them seconds, if there are six.
    ///
    /// A job that never ran waits for the next such time.
    ///
    /// # Errors
    /// If this is no such pattern.
    pub fn cron(pattern: &str) -> Result<Self, BadSchedule> {
        let cron = Cron::from_str(pattern).map_err(|error| BadSchedule::Pattern {
            pattern: pattern.to_owned(),
            reason: error.to_string(),
        })?;
        Ok(Self {
            kind: Kind::Cron(pattern.trim().to_owned(), Box::new(cron)),
            jitter: Duration::ZERO,
        })
    }

    /// So long after the start of the last run. A job that never ran is due at once: otherwise
    /// one whose bot is restarted more often than that never would be.
    ///
    /// # Errors
    /// If the period is shorter than 100 ms or longer than a year.
    pub fn every(period: Duration) -> Result<Self, BadSchedule> {
        if !(SHORTEST..=LONGEST).contains(&period) {
            return Err(BadSchedule::Period(period));
        }
        Ok(Self {
            kind: Kind::Every(period),
            jitter: Duration::ZERO,
        })
    }

    /// Waits up to so long after each time, so that not everything begins at the full hour.
    #[must_use]
    pub fn jitter(self, most: Duration) -> Self {
        let jitter = most.min(LONGEST);
        Self { jitter, ..self }
    }

    /// When it is due after a run that began at this time; `None`: never again.
    ///
    /// ```
    /// use std::time::{Duration, SystemTime};
    /// use vinbot_jobs::Schedule;
    ///
    /// let six = Schedule::cron("0 6 * * *").unwrap();
    /// let hours = |hours: u64| SystemTime::UNIX_EPOCH + Duration::from_secs(3_600 * hours);
    /// assert_eq!(six.next_after(hours(5)), Some(hours(6)));
    /// assert_eq!(six.next_after(hours(6)), Some(hours(24 + 6)));
    /// ```
    pub fn next_after(&self, last: SystemTime) -> Option<SystemTime> {
        match &self.kind {
            Kind::Cron(_, cron) => {
                let last = DateTime::<Utc>::from(last);
                let next = cron.find_next_occurrence(&last, false).ok()?;
                Some(next.into())
            }
            Kind::Every(period) => last.checked_add(*period),
        }
    }

    /// When it is first due if it never ran.
    pub(crate) fn first(&self, now: SystemTime) -> Option<SystemTime> {
        match &self.kind {
            Kind::Cron(..) => self.next_after(now),
            Kind::Every(_) => Some(now),
        }
    }

    /// How much later than due this run begins.
    pub(crate) fn delay(&self) -> Duration {
        let most = u64::try_from(self.jitter.as_millis()).unwrap_or(u64::MAX - 1);
        Duration::from_millis(fastrand::u64(0..=most))
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Cron(pattern, _) => write!(f, "{pattern} (UTC)"),
            Kind::Every(period) => write!(f, "every {period:?}"),
        }
    }
}
