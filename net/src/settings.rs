//! What an operator sets about requests: `[http]` of the configuration.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::host_pattern::HostPattern;
use crate::sign::Signing;

/// `[http]`: requests that plugins make.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Until a connection is made, in milliseconds.
    pub connect_timeout_ms: u64,
    /// Until the next bytes of an answer come, in milliseconds.
    pub read_timeout_ms: u64,
    /// Until the whole answer is there, in milliseconds.
    pub timeout_ms: u64,
    /// Largest answer, in kB.
    pub max_response_kb: u64,
    /// For development: `http://` to this machine is allowed too.
    pub allow_loopback: bool,
    /// A proxy that all requests pass through.
    pub proxy: Option<String>,
    /// How often a request is made again at most.
    pub retries: u32,
    /// The longest wait before the first retry, in milliseconds; twice as long before each
    /// further one.
    pub backoff_ms: u64,
    /// Retries for each hundred requests to a host.
    pub retry_budget_percent: u32,
    /// After so many failures in a row a host is left alone; with zero never.
    pub circuit_failures: u32,
    /// For how long, in seconds.
    pub circuit_open_s: u64,
    /// Requests to one host that are under way at once.
    pub host_concurrency: u32,
    /// How requests are signed, by host.
    pub signing: BTreeMap<HostPattern, Signing>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            connect_timeout_ms: 3_000,
            read_timeout_ms: 5_000,
            timeout_ms: 10_000,
            max_response_kb: 4_096,
            allow_loopback: false,
            proxy: None,
            retries: 2,
            backoff_ms: 100,
            retry_budget_percent: 20,
            circuit_failures: 10,
            circuit_open_s: 30,
            host_concurrency: 16,
            signing: BTreeMap::new(),
        }
    }
}
