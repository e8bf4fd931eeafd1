//! A job whose types are forgotten, so that one queue holds all.

use std::pin::Pin;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::job::{Failure, SendError};

/// What is left to do when the queue knows that a job has ended: tell its caller.
pub(crate) type Tell = Box<dyn FnOnce() + Send>;

/// How an attempt ended.
pub(crate) enum Outcome {
    /// With an answer of either kind.
    Answered { sent: bool, tell: Tell },
    /// With a wait.
    Flooded {
        work: Box<dyn Work>,
        wait: Duration,
        for_all: bool,
    },
}

/// Why a job is not tried (again).
#[derive(Debug, Clone, Copy)]
pub(crate) enum End {
    Superseded,
    Closed,
    /// Its last error goes to the caller.
    GivenUp,
}

/// A request that waits to be made.
pub(crate) trait Work: Send {
    /// Makes it.
    fn attempt(self: Box<Self>) -> Pin<Box<dyn Future<Output = Outcome> + Send>>;

    /// Whether nobody waits for it any more.
    fn abandoned(&self) -> bool;

    /// Tells the caller that it ended otherwise.
    fn end(self: Box<Self>, end: End);
}

/// A request with its types.
pub(crate) struct Request<F, T, E> {
    make: F,
    reply: oneshot::Sender<Result<T, SendError<E>>>,
    last_error: Option<E>,
}

impl<F, T, E> Request<F, T, E> {
    pub(crate) fn new(make: F, reply: oneshot::Sender<Result<T, SendError<E>>>) -> Self {
        Self {
            make,
            reply,
            last_error: None,
        }
    }
}

impl<F, Fut, T, E> Work for Request<F, T, E>
where
    F: FnMut() -> Fut + Send + 'static,
    Fut: Future<Output = Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: Failure + Send + 'static,
{
    fn attempt(mut self: Box<Self>) -> Pin<Box<dyn Future<Output = Outcome> + Send>> {
        Box::pin(async move {
            let answer = (self.make)().await;
            if let Err(error) = &answer
                && let Some(wait) = error.retry_after()
            {
                let for_all = error.for_all();
                self.last_error = answer.err();
                return Outcome::Flooded {
                    work: self,
                    wait,
                    for_all,
                };
            }
            let sent = answer.is_ok();
            let reply = self.reply;
            let tell = Box::new(move || {
                // Nobody may be waiting any more.
                let _ = reply.send(answer.map_err(SendError::Failed));
            });
            Outcome::Answered { sent, tell }
        })
    }

    fn abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn end(self: Box<Self>, end: End) {
        let error = match (end, self.last_error) {
            (End::Superseded, _) => SendError::Superseded,
            (End::GivenUp, Some(error)) => SendError::Failed(error),
            (End::Closed | End::GivenUp, _) => SendError::Closed,
        };
        let _ = self.reply.send(Err(error));
    }
}
