//! Answers that are kept: in this process, and in Redis or Upstash for all processes.
//!
//! [`connect`] makes a [`Backend`] of settings and secrets; it gives out a typed [`Cache`] a
//! namespace, and a [`Store`] of bytes. Nothing here fails since a server is down: answers
//! then come from memory and from loaders.
//!
//! ```
//! use vinbot_cache::{Key, Loaded, Secrets, Settings, Volatility, connect};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let backend = connect(&Settings::default(), &Secrets::default())?;
//! let vins = backend.cache::<String, String>("vin", 50);
//! let policy = backend.settings().policy(Volatility::Decode);
//! let key = Key::vin("1HGCM82633A004352");
//! let honda = vins
//!     .get_or_load(&key, &policy, || async { Ok(Loaded::value("Honda".to_owned())) })
//!     .await?;
//! assert_eq!(honda.value.as_deref().map(String::as_str), Some("Honda"));
//! # Ok(())
//! # }
//! ```

mod cache;
mod circuit;
mod clock;
mod connect;
mod envelope;
mod fill;
mod flight;
mod guard;
mod key;
mod local;
mod policy;
mod remote;
mod settings;
mod stats;
pub mod store;

pub use cache::Cache;
pub use circuit::CircuitState;
pub use clock::Clock;
pub use connect::{BYTES_PERCENT, Backend, ConnectError, Secrets, connect, connect_at};
pub use key::{Key, Prefix, SCHEMA};
pub use policy::{Found, Freshness, Loaded, Policy, Source};
pub use settings::{CircuitSettings, Settings, StoreKind, Ttl, Volatility};
pub use stats::{BUCKETS, BackendStats, HistogramSnapshot, Stats, StoreStats, TierStats};
pub use store::{Store, StoreError};
