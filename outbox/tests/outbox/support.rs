//! What the tests share.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use tokio::time::Instant;
use vinbot_outbox::{Failure, Outbox, SendError, Settings};

/// What Telegram says instead of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    Wait(Duration),
    AllWait(Duration),
    Forbidden,
}

impl Failure for Trouble {
    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Wait(wait) | Self::AllWait(wait) => Some(*wait),
            Self::Forbidden => None,
        }
    }

    fn for_all(&self) -> bool {
        matches!(self, Self::AllWait(_))
    }
}

pub(crate) type Answer = Result<&'static str, SendError<Trouble>>;

/// A request as Telegram saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Milliseconds since the start.
    pub(crate) at: u128,
    pub(crate) text: &'static str,
}

/// Writes down what it is asked.
#[derive(Clone)]
pub(crate) struct Telegram {
    start: Instant,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Telegram {
    pub(crate) fn new() -> Self {
        Self {
            start: Instant::now(),
            seen: Arc::default(),
        }
    }

    /// A request that is answered at once.
    pub(crate) fn message(
        &self,
        text: &'static str,
    ) -> impl FnMut() -> BoxFuture<'static, Result<&'static str, Trouble>> + Send + 'static {
        self.answering(text, Duration::ZERO, [])
    }

    /// A request that takes so long, and is refused in these ways first.
    pub(crate) fn answering(
        &self,
        text: &'static str,
        takes: Duration,
        troubles: impl IntoIterator<Item = Trouble>,
    ) -> impl FnMut() -> BoxFuture<'static, Result<&'static str, Trouble>> + Send + 'static {
        let telegram = self.clone();
        let mut troubles: VecDeque<Trouble> = troubles.into_iter().collect();
        move || {
            let at = telegram.start.elapsed().as_millis();
            telegram.seen.lock().unwrap().push(Seen { at, text });
            let answer = troubles.pop_front().map_or(Ok(text), Err);
            async move {
                tokio::time::sleep(takes).await;
                answer
            }
            .boxed()
        }
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// When it was asked, in milliseconds.
    pub(crate) fn times(&self) -> Vec<u128> {
        self.seen().iter().map(|it| it.at).collect()
    }

    pub(crate) fn texts(&self) -> Vec<&'static str> {
        self.seen().iter().map(|it| it.text).collect()
    }

    /// When it was asked for this, in milliseconds.
    pub(crate) fn when(&self, text: &str) -> Vec<u128> {
        let seen = self.seen();
        let same = seen.iter().filter(|it| it.text == text);
        same.map(|it| it.at).collect()
    }
}

/// An outbox without a reserve: each number is one limit's.
pub(crate) fn outbox() -> Outbox {
    Outbox::new(plain())
}

pub(crate) fn plain() -> Settings {
    Settings {
        reserved_percent: 0,
        ..Settings::default()
    }
}

/// Lets every task do what it can now.
pub(crate) async fn settle() {
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
}

pub(crate) const SECOND: Duration = Duration::from_secs(1);
