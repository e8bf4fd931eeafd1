//! A network of one's own making, for trying plugins out.

use std::fmt;
use std::sync::Arc;

use crate::{HttpError, Request, Response};

/// Answers requests instead of the outside.
#[derive(Clone)]
pub struct Network(Arc<Answers>);

type Answers = dyn Fn(&Request) -> Result<Response, HttpError> + Send + Sync;

impl Network {
    /// One that answers so.
    pub fn new(
        answer: impl Fn(&Request) -> Result<Response, HttpError> + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(answer))
    }

    /// Its answer.
    ///
    /// # Errors
    /// As the outside would.
    pub fn answer(&self, request: &Request) -> Result<Response, HttpError> {
        (self.0)(request)
    }
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network").finish_non_exhaustive()
    }
}
