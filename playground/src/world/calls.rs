//! The history of Bot API calls.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::now;
use crate::limits;

/// One Bot API call.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Call {
    /// Counts up from 1 over all recorded calls.
    pub seq: u64,
    /// The method by its usual name, such as `sendMessage`.
    pub method: String,
    /// Its parameters; an uploaded file appears as its name and size.
    pub params: Value,
    /// The HTTP status of the answer; `None` while it is still to come.
    pub status: Option<u16>,
    /// The refusal's words.
    pub description: Option<String>,
    /// Whether an injected fault answered.
    pub fault: bool,
    /// Unix time in seconds.
    pub date: i64,
}

/// How often a method was called.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Calls that arrived.
    pub started: u64,
    /// Calls that were answered, refusals included.
    pub finished: u64,
    /// Calls that were answered with success.
    pub succeeded: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Calls {
    last: u64,
    ring: VecDeque<Call>,
    counts: BTreeMap<String, Count>,
}

impl Calls {
    /// Records an arrival; polls are only counted, or they would crowd out the rest.
    pub(crate) fn begin(&mut self, method: &str, params: Map<String, Value>) -> Option<u64> {
        self.counts.entry(method.to_owned()).or_default().started += 1;
        (method != "getUpdates").then(|| self.push(method, params))
    }

    fn push(&mut self, method: &str, params: Map<String, Value>) -> u64 {
        self.last += 1;
        let mut params = Value::Object(params);
        let bytes = params.to_string().len();
        if bytes > limits::CALL_PARAMS_BYTES {
            params = json!({ "clipped_bytes": bytes });
        }
        if self.ring.len() >= limits::CALLS {
            self.ring.pop_front();
        }
        self.ring.push_back(Call {
            seq: self.last,
            method: method.to_owned(),
            params,
            status: None,
            description: None,
            fault: false,
            date: now(),
        });
        self.last
    }

    /// Records the answer. A refused or sabotaged poll enters the history as well.
    pub(crate) fn end(&mut self, method: &str, seq: Option<u64>, outcome: Outcome) {
        let count = self.counts.entry(method.to_owned()).or_default();
        count.finished += 1;
        count.succeeded += u64::from(outcome.status == 200);
        let seq = match seq {
            Some(seq) => seq,
            None if outcome.fault || outcome.status != 200 => self.push(method, Map::new()),
            None => return,
        };
        if let Some(call) = self.ring.iter_mut().rev().find(|call| call.seq == seq) {
            call.status = Some(outcome.status);
            call.description = outcome.description;
            call.fault = outcome.fault;
        }
    }

    pub(crate) fn last(&self) -> u64 {
        self.last
    }

    pub(crate) fn after(&self, seq: u64) -> impl Iterator<Item = &Call> {
        self.ring.iter().filter(move |call| call.seq > seq)
    }

    pub(crate) fn count(&self, method: &str) -> Count {
        self.counts.get(method).copied().unwrap_or_default()
    }

    pub(crate) fn counts(&self) -> &BTreeMap<String, Count> {
        &self.counts
    }
}

/// How a call ended. Status 0 stands for a connection that closed without an answer.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) status: u16,
    pub(crate) description: Option<String>,
    pub(crate) fault: bool,
}
