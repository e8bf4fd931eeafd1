//! What the program tells about itself: logs (levels from `RUST_LOG`, pretty on a
//! terminal, JSON elsewhere) and [`Metrics`].

mod cache;
mod metrics;
mod services;

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

pub use metrics::Metrics;

use crate::config::LogFormat;

/// Starts logging to standard error. `quiet` is the level without `RUST_LOG`.
pub fn init(format: LogFormat, quiet: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(quiet));
    let pretty = match format {
        LogFormat::Auto => std::io::stderr().is_terminal(),
        LogFormat::Pretty => true,
        LogFormat::Json => false,
    };
    let registry = tracing_subscriber::registry().with(filter);
    // A second call, in tests, changes nothing.
    let _ = if pretty {
        registry
            .with(fmt::layer().with_writer(std::io::stderr).with_target(false))
            .try_init()
    } else {
        let json = fmt::layer()
            .json()
            .flatten_event(true)
            .with_writer(std::io::stderr);
        registry.with(json).try_init()
    };
}
