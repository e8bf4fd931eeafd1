//! The outbox: callers on one side, a task that starts requests on the other.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, oneshot};
use tokio::time::{Instant, sleep_until, timeout_at};

use crate::job::{Failure, Job, SendError};
use crate::lane::Waiting;
use crate::queue::{Figures, Key, Queue, Refusal};
use crate::settings::Settings;
use crate::work::{End, Outcome, Request};

/// Where everything that is sent goes through. Clones are the same outbox.
#[derive(Clone)]
pub struct Outbox(Arc<Handle>);

/// Ends the task when the last outbox is gone.
struct Handle(Arc<Shared>);

struct Shared {
    queue: Mutex<Queue>,
    /// Something came, ended or was closed.
    changed: Notify,
    /// Nothing is left.
    idle: Notify,
}

impl Outbox {
    /// Starts the task that sends. It ends with the last clone of the outbox.
    ///
    /// # Panics
    /// Outside a tokio runtime, as [`tokio::spawn`] does.
    pub fn new(settings: Settings) -> Self {
        let shared = Arc::new(Shared {
            queue: Mutex::new(Queue::new(settings)),
            changed: Notify::new(),
            idle: Notify::new(),
        });
        tokio::spawn(keep_sending(Arc::clone(&shared)));
        Self(Arc::new(Handle(shared)))
    }

    /// Waits for the job's turn, has `request` made and gives its answer. After a flood it is
    /// made again, so it makes a new future each time.
    ///
    /// Nothing happens before the returned future is polled. If it is dropped, a job that waits
    /// is gone; a request under way goes on to its end.
    ///
    /// # Errors
    /// [`SendError::Failed`] with the request's own error, otherwise why it was not sent.
    pub async fn send<T, E, F, Fut>(&self, job: Job, request: F) -> Result<T, SendError<E>>
    where
        F: FnMut() -> Fut + Send + 'static,
        Fut: Future<Output = Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: Failure + Send + 'static,
    {
        let shared = &*self.0.0;
        let (reply, answer) = oneshot::channel();
        let work = Box::new(Request::new(request, reply));
        let entered = shared.lock().enter(job, work, Instant::now());
        let entered = entered.map_err(|refusal| match refusal {
            Refusal::Full(waiting) => SendError::Full { waiting },
            Refusal::Closed => SendError::Closed,
        })?;
        if let Some(old) = entered.superseded {
            old.work.end(End::Superseded);
        }
        shared.changed.notify_one();
        let _cancel = Cancel {
            shared,
            key: entered.key,
            id: entered.id,
        };
        answer.await.unwrap_or(Err(SendError::Lost))
    }

    /// Takes no more jobs and waits until all that wait are sent, no longer than `deadline`. Then
    /// tells the callers of those that still wait, and returns how many jobs were left: what
    /// waited, and requests under way, which go on.
    pub async fn close(&self, deadline: Duration) -> usize {
        let shared = &*self.0.0;
        shared.lock().close();
        let until = Instant::now() + deadline;
        let in_time = timeout_at(until, async {
            loop {
                let idle = shared.idle.notified();
                if shared.lock().is_idle() {
                    break;
                }
                idle.await;
            }
        });
        if in_time.await.is_ok() {
            return 0;
        }
        let (waiting, under_way) = {
            let mut queue = shared.lock();
            let now = Instant::now();
            (queue.drain(now), queue.figures(now).under_way)
        };
        let left = waiting.len() + under_way;
        for job in waiting {
            job.work.end(End::Closed);
        }
        left
    }

    /// What it has done and has to do, for metrics.
    pub fn figures(&self) -> Figures {
        self.0.0.lock().figures(Instant::now())
    }
}

impl fmt::Debug for Outbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Outbox").field(&self.figures()).finish()
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.0.lock().close();
        self.0.changed.notify_one();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// To be called after anything ended.
    fn tell(&self) {
        self.changed.notify_one();
        if self.lock().is_idle() {
            self.idle.notify_waiters();
        }
    }
}

/// Takes a job back when its caller stops waiting.
struct Cancel<'a> {
    shared: &'a Shared,
    key: Key,
    id: u64,
}

impl Drop for Cancel<'_> {
    fn drop(&mut self) {
        // What it holds is the caller's, and is dropped when the queue is unlocked again.
        let cancelled = self.shared.lock().cancel(self.key, self.id, Instant::now());
        if cancelled.is_some() {
            self.shared.tell();
        }
    }
}

/// Starts what may go, until the outbox is gone and nothing waits.
async fn keep_sending(shared: Arc<Shared>) {
    loop {
        let now = Instant::now();
        let (started, wake_at, over) = {
            let mut queue = shared.lock();
            let started: Vec<_> = std::iter::from_fn(|| queue.take(now)).collect();
            (started, queue.wake_at(now), queue.is_over())
        };
        for (key, job) in started {
            tokio::spawn(attempt(Arc::clone(&shared), key, job));
        }
        if over {
            return;
        }
        let changed = shared.changed.notified();
        match wake_at {
            Some(at) => tokio::select! {
                () = changed => {}
                () = sleep_until(at) => {}
            },
            None => changed.await,
        }
    }
}

/// Makes a request and says how it went.
async fn attempt(shared: Arc<Shared>, key: Key, job: Waiting) {
    let Waiting {
        id,
        place,
        priority,
        coalesce,
        tries,
        work,
    } = job;
    let mut lost = Lost {
        shared: &shared,
        key: Some(key),
    };
    let outcome = work.attempt().await;
    lost.key = None;
    let now = Instant::now();
    match outcome {
        Outcome::Answered { sent, tell } => {
            shared.lock().answered(key, sent, now);
            tell();
        }
        Outcome::Flooded {
            work,
            wait,
            for_all,
        } => {
            tracing::warn!(seconds = wait.as_secs(), for_all, "Telegram asks to wait");
            let job = Waiting {
                id,
                place,
                priority,
                coalesce,
                tries,
                work,
            };
            let ended = shared.lock().flooded(key, job, wait, for_all, now);
            if let Some((work, end)) = ended {
                work.end(end);
            }
        }
    }
    shared.tell();
}

/// Frees the place of a request that panicked: else its chat would wait for ever.
struct Lost<'a> {
    shared: &'a Shared,
    key: Option<Key>,
}

impl Drop for Lost<'_> {
    fn drop(&mut self) {
        if let Some(key) = self.key.take() {
            self.shared.lock().answered(key, false, Instant::now());
            self.shared.tell();
        }
    }
}
