//! Failures on demand.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::{error::ControlError, limits};

/// How a call fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fault {
    /// 429 with `retry_after`.
    RetryAfter {
        /// Seconds to wait.
        seconds: u32,
    },
    /// Any refusal in Telegram's form.
    Error {
        /// `error_code` and HTTP status, 400–599.
        error_code: u16,
        /// The words, such as `Forbidden: bot was blocked by the user`.
        description: String,
    },
    /// 500 with a body that is not JSON.
    Internal,
    /// 502 with a body that is not JSON, as Telegram's front end sends it.
    BadGateway,
    /// No answer until the faults are released; then the call goes on as usual.
    Hang,
    /// The connection closes before the answer is complete.
    Close,
}

/// A fault for the next calls of a method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inject {
    /// The method, in any case; `*` for every method but `getUpdates`.
    pub method: String,
    /// How many calls fail.
    #[serde(default = "once")]
    pub times: u32,
    /// How they fail.
    pub fault: Fault,
    /// Whether the call does its work first and only the answer is lost: the case in which a
    /// careless retry sends twice.
    #[serde(default)]
    pub after_effect: bool,
}

fn once() -> u32 {
    1
}

#[derive(Debug, Default)]
pub(crate) struct Faults {
    waiting: VecDeque<Inject>,
    releases: u64,
    hanging: u32,
}

impl Faults {
    pub(crate) fn inject(&mut self, inject: Inject) -> Result<(), ControlError> {
        if let Fault::Error { error_code, .. } = &inject.fault
            && !(400..600).contains(error_code)
        {
            return Err(ControlError::invalid("error_code is 400 to 599"));
        }
        if self.waiting.len() >= limits::FAULTS {
            return Err(ControlError::Full("waiting faults"));
        }
        if inject.times > 0 {
            self.waiting.push_back(inject);
        }
        Ok(())
    }

    /// The fault for a call that arrives now.
    pub(crate) fn take(&mut self, method: &str) -> Option<(Fault, bool)> {
        let at = self.waiting.iter().position(|inject| {
            inject.method.eq_ignore_ascii_case(method)
                || (inject.method == "*" && method != "getUpdates")
        })?;
        let inject = self.waiting.get_mut(at)?;
        let taken = (inject.fault.clone(), inject.after_effect);
        inject.times -= 1;
        if inject.times == 0 {
            self.waiting.remove(at);
        }
        Some(taken)
    }

    /// Starts to hang; the number tells [`Faults::released`] since when.
    pub(crate) fn hang(&mut self) -> u64 {
        self.hanging += 1;
        self.releases
    }

    pub(crate) fn released(&self, since: u64) -> bool {
        self.releases > since
    }

    /// Lets every hanging call go on; returns how many there were.
    pub(crate) fn release(&mut self) -> u32 {
        self.releases += 1;
        std::mem::take(&mut self.hanging)
    }

    pub(crate) fn clear(&mut self) {
        self.waiting.clear();
    }

    pub(crate) fn waiting(&self) -> impl Iterator<Item = &Inject> {
        self.waiting.iter()
    }

    pub(crate) fn hanging(&self) -> u32 {
        self.hanging
    }
}
