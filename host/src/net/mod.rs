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
mod network;
mod redirect;
mod resolve;
mod scrub;
mod secrets;
mod target;

pub use allow_list::AllowList;
pub use client::{Client, Request, Response};
pub use error::{HttpError, Kind};
pub(crate) use headers::is_hosts_own;
pub use headers::parse as parse_headers;
pub use network::Network;
pub use resolve::Names;
pub use secrets::{Secret, SecretError, Secrets};

/// What one plugin may reach, and what it may carry there.
#[derive(Debug, Default)]
pub struct Access {
    /// Where it may go.
    pub hosts: AllowList,
    /// What is filled in on the way.
    pub secrets: Secrets,
}
