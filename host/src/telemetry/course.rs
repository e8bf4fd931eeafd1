//! What becomes of one update, from the moment that it is taken.
//!
//! Its answer is sent far from where it is counted, by whatever was asked for; so the work
//! on an update carries its course along, and the Bot API's client notes there what was
//! accepted. Work that goes on beside the update (on a file, say) keeps the course open.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use super::held::Held;
use super::metrics::Metrics;

tokio::task_local! {
    static COURSE: Arc<Course>;
}

/// The course of one update. It is counted when the last who works on it has let go.
#[derive(Debug)]
pub struct Course {
    metrics: Arc<Metrics>,
    kind: &'static str,
    began: Instant,
    waiting: Mutex<Option<Held>>,
    under_way: OnceLock<Held>,
    answered: OnceLock<Duration>,
    limited: AtomicBool,
    unsent: AtomicBool,
    left_out: AtomicBool,
    panicked: AtomicBool,
}

impl Course {
    /// An update of this kind was taken.
    pub fn begin(metrics: &Arc<Metrics>, kind: &'static str) -> Arc<Self> {
        Arc::new(Self {
            waiting: Mutex::new(Some(metrics.update_came())),
            metrics: Arc::clone(metrics),
            kind,
            began: Instant::now(),
            under_way: OnceLock::new(),
            answered: OnceLock::new(),
            limited: AtomicBool::new(false),
            unsent: AtomicBool::new(false),
            left_out: AtomicBool::new(false),
            panicked: AtomicBool::new(false),
        })
    }

    /// That of the update that this task works on.
    #[must_use]
    pub fn current() -> Option<Arc<Self>> {
        COURSE.try_with(Arc::clone).ok()
    }

    /// Has work done on this update; it no longer waits.
    pub async fn scope<T>(self: Arc<Self>, work: impl Future<Output = T>) -> T {
        self.waits_no_longer();
        self.under_way.get_or_init(|| self.metrics.update_begins());
        COURSE.scope(self, work).await
    }

    fn waits_no_longer(&self) {
        let waiting = self.waiting.lock();
        *waiting.unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Telegram accepted an answer.
    pub(crate) fn accepted() {
        let _ = COURSE.try_with(|course| course.answered.set(course.began.elapsed()));
    }

    /// An answer could not be sent.
    pub(crate) fn unsent() {
        let _ = COURSE.try_with(|course| course.unsent.store(true, Ordering::Relaxed));
    }

    /// Whoever asked had asked too much, or the bot is being worked on.
    pub(crate) fn limited() {
        let _ = COURSE.try_with(|course| course.limited.store(true, Ordering::Relaxed));
    }

    /// Its chat has too many waiting.
    pub(crate) fn left_out(&self) {
        self.left_out.store(true, Ordering::Relaxed);
    }

    /// Handling it panicked.
    pub(crate) fn panicked(&self) {
        self.panicked.store(true, Ordering::Relaxed);
    }

    fn outcome(&self) -> &'static str {
        let is = |flag: &AtomicBool| flag.load(Ordering::Relaxed);
        if is(&self.panicked) {
            "panicked"
        } else if is(&self.left_out) {
            "left-out"
        } else if is(&self.limited) {
            "limited"
        } else if self.answered.get().is_some() {
            "answered"
        } else if is(&self.unsent) {
            "unsent"
        } else {
            "silent"
        }
    }
}

impl Drop for Course {
    fn drop(&mut self) {
        let took = self.answered.get().copied();
        let took = took.unwrap_or_else(|| self.began.elapsed());
        self.metrics.update_ended(self.kind, self.outcome(), took);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::answered(&[Course::accepted as fn(), Course::unsent], "answered")]
    #[case::not_sent(&[Course::unsent as fn()], "unsent")]
    #[case::told_to_wait(&[Course::limited as fn(), Course::accepted], "limited")]
    #[case::nothing_to_answer(&[], "silent")]
    #[tokio::test]
    async fn what_became_of_an_update_is_counted_when_its_work_is_done(
        #[case] happens: &[fn()],
        #[case] outcome: &str,
    ) {
        let metrics = Arc::new(Metrics::default());
        let course = Course::begin(&metrics, "message");
        assert!(metrics.text().contains("vinbot_updates_waiting 1"));
        let beside = course
            .scope(async {
                for one in happens {
                    one();
                }
                assert!(metrics.text().contains("vinbot_updates_under_way 1"));
                Course::current()
            })
            .await;
        let line = format!(r#"vinbot_updates_total{{kind="message",outcome="{outcome}"}} 1"#);
        assert!(!metrics.text().contains(&line), "work goes on beside it");
        drop(beside);
        let text = metrics.text();
        for line in [
            line.as_str(),
            "vinbot_updates_waiting 0",
            "vinbot_updates_under_way 0",
            "vinbot_update_answer_duration_seconds_count",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }

    #[tokio::test]
    async fn outside_of_an_update_there_is_nothing_to_note() {
        Course::accepted();
        assert!(Course::current().is_none());
    }
}
