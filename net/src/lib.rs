//! Outbound HTTP on behalf of plugins.
//!
//! A [`Client`] sends a [`Request`] with the rights that an [`Access`] gives: to hosts
//! that are asked for and granted, over HTTPS, to public addresses (looked at after the
//! name was resolved, when the connection is made), with secrets that are filled in here
//! and taken out of whatever comes back. Every redirect passes the same checks.

mod address;
mod allow_list;
mod client;
mod error;
mod exchange;
mod headers;
mod host_pattern;
mod network;
mod redirect;
mod resolve;
mod scrub;
mod secrets;
mod settings;
mod target;

pub use allow_list::AllowList;
pub use client::{Client, Request, Response};
pub use error::{HttpError, Kind};
pub use headers::{is_hosts_own, parse as parse_headers};
pub use host_pattern::HostPattern;
pub use network::Network;
pub use resolve::Names;
pub use secrets::{Secret, SecretError, Secrets};
pub use settings::Settings;

/// What one plugin may reach, and what it may carry there.
#[derive(Debug, Default)]
pub struct Access {
    /// Where it may go.
    pub hosts: AllowList,
    /// What is filled in on the way.
    pub secrets: Secrets,
}
