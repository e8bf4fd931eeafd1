//! What an operator sets about requests: `[http]` of the configuration.

use serde::Deserialize;

/// `[http]`: requests that plugins make.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Until a connection is made, in milliseconds.
    pub connect_timeout_ms: u64,
    /// Until the whole answer is there, in milliseconds.
    pub timeout_ms: u64,
    /// Largest answer, in kB.
    pub max_response_kb: u64,
    /// For development: `http://` to this machine is allowed too.
    pub allow_loopback: bool,
    /// A proxy that all requests pass through.
    pub proxy: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            connect_timeout_ms: 3_000,
            timeout_ms: 10_000,
            max_response_kb: 4_096,
            allow_loopback: false,
            proxy: None,
        }
    }
}
