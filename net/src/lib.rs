//! Outbound HTTP on behalf of plugins.
//!
//! A [`Client`] sends a [`Request`] with the rights that an [`Access`] gives: to hosts
//! that are asked for and granted, over HTTPS, to public addresses (looked at after the
//! name was resolved, when the connection is made), with secrets that are filled in here
//! and taken out of whatever comes back. Every redirect passes the same checks.
//!
//! What fails is tried again where that may help, within the deadline, and never so often
//! that it makes an outage worse: retries have a budget, a host that keeps failing is left
//! alone for a while, and only so many requests to one are under way at once.

mod address;
mod allow_list;
mod attempt;
mod budget;
mod circuit;
mod client;
mod clock;
mod error;
mod exchange;
mod headers;
mod host;
mod host_pattern;
mod hosts;
mod network;
mod quota;
mod redact;
mod redirect;
mod resolve;
mod retry;
mod retry_after;
mod scrub;
mod secrets;
mod settings;
mod sign;
mod statistics;
mod target;
mod trouble;

#[cfg(test)]
mod tests;

pub use allow_list::AllowList;
pub use circuit::CircuitState;
pub use client::{Client, Request, Response};
pub use error::{HttpError, Kind};
pub use headers::{is_hosts_own, parse as parse_headers};
pub use host_pattern::HostPattern;
pub use network::Network;
pub use resolve::Names;
pub use secrets::{Secret, SecretError, Secrets};
pub use settings::Settings;
pub use sign::{HmacSha256, Sign, Signers, Signing, SigningError};
pub use statistics::{Figures, HostStatistics, LATENCY_MS, OUTCOMES, Statistics};
pub use trouble::Trouble;

/// What one plugin may reach, and what it may carry there.
#[derive(Debug, Default)]
pub struct Access {
    /// Where it may go.
    pub hosts: AllowList,
    /// What is filled in on the way.
    pub secrets: Secrets,
}

impl Access {
    /// The error without secrets.
    fn cleaned(&self, error: HttpError) -> HttpError {
        error.cleaned(|text| self.secrets.scrub_text(text))
    }
}
