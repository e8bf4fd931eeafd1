//! What the program tells about itself: logs (levels from `RUST_LOG`, pretty on a
//! terminal, JSON elsewhere; admins see the last [`Line`]s and change the level by [`Logs`]),
//! [`Metrics`], and counts for statistics ([`Tally`]).

mod admin;
mod cache;
mod jobs;
mod logs;
mod metrics;
mod recent;
mod sending;
mod services;
mod tally;

use std::io::IsTerminal;

use tracing_subscriber::filter::{LevelFilter, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry, fmt, reload};

pub use admin::Logins;
pub use logs::{BadLevel, Logs};
pub use metrics::Metrics;
pub use recent::{Line, Recent};
pub use tally::{Event, Tally};

use crate::config::LogFormat;
use recent::Remember;

/// Starts logging to standard error. `quiet` is the level without `RUST_LOG`.
pub fn init(format: LogFormat, quiet: &str) -> Logs {
    let named = std::env::var(EnvFilter::DEFAULT_ENV).ok();
    let parsed = named.and_then(|words| {
        let filter = EnvFilter::builder().parse(&words).ok()?;
        Some((filter, words))
    });
    let (filter, words) = parsed.unwrap_or_else(|| (EnvFilter::new(quiet), quiet.to_owned()));
    let pretty = match format {
        LogFormat::Auto => std::io::stderr().is_terminal(),
        LogFormat::Pretty => true,
        LogFormat::Json => false,
    };
    let (filter, handle) = reload::Layer::new(filter);
    let lines: Box<dyn Layer<Registry> + Send + Sync> = if pretty {
        fmt::layer()
            .with_writer(std::io::stderr)
            .with_target(false)
            .boxed()
    } else {
        fmt::layer()
            .json()
            .flatten_event(true)
            .with_writer(std::io::stderr)
            .boxed()
    };
    let (recent, tally) = (Recent::default(), Tally::default());
    let remember = Remember {
        recent: recent.clone(),
        tally: tally.clone(),
    };
    // Whatever is written: warnings, and whose they are.
    let worth = filter_fn(|about| {
        let level = *about.level();
        level <= tracing::Level::WARN || (about.is_span() && about.name() == recent::SPAN)
    });
    // A second call, in tests, changes nothing.
    let _ = tracing_subscriber::registry()
        .with(lines.with_filter(filter))
        .with(remember.with_filter(worth.with_max_level_hint(LevelFilter::INFO)))
        .try_init();
    Logs::new(recent, tally, handle, words)
}
