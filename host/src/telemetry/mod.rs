//! What the program tells about itself: logs (levels from `RUST_LOG`, pretty on a
//! terminal, JSON elsewhere; admins see the last [`Line`]s and change the level by [`Logs`]),
//! [`Metrics`], and counts for statistics ([`Tally`]).
//!
//! All that happens for one update happens in its span ([`update_span`]), whose fields stand
//! in every line. What is secret a [`Redactor`] takes out of each line at last.

mod admin;
mod bounded;
mod cache;
mod course;
mod exposition;
mod held;
mod ids;
mod jobs;
mod json;
mod logs;
mod metrics;
mod panics;
mod process;
mod recent;
mod redact;
mod sending;
mod services;
mod span;
mod tally;
mod trace;
mod traffic;

use std::io::IsTerminal;

use tokio::runtime::Handle;

use tracing_subscriber::filter::{LevelFilter, filter_fn};
use tracing_subscriber::fmt::format::JsonFields;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry, fmt, reload};

pub use admin::Logins;
pub use course::Course;
pub use exposition::Exposition;
pub use held::Held;
pub use ids::Ids;
pub use logs::{BadLevel, Logs};
pub use metrics::Metrics;
pub use recent::{Line, Recent};
pub use redact::Redactor;
pub use span::update_span;
pub use tally::{Event, Tally};
pub use trace::traceparent;

use crate::config::{Config, LogFormat};
use json::Flat;
use recent::Remember;
use redact::Lines;
use trace::Traces;

/// Starts logging to standard error, and traces if there is somewhere to bring them; the
/// runtime is what brings them. `quiet` is the level without `RUST_LOG`.
pub fn init(config: &Config, quiet: &str, runtime: &Handle) -> Logs {
    let redactor = Redactor::default();
    redactor.hide(&config.secrets());
    let named = std::env::var(EnvFilter::DEFAULT_ENV).ok();
    let parsed = named.and_then(|words| {
        let filter = EnvFilter::builder().parse(&words).ok()?;
        Some((filter, words))
    });
    let (filter, words) = parsed.unwrap_or_else(|| (EnvFilter::new(quiet), quiet.to_owned()));
    let pretty = match config.settings.log.format {
        LogFormat::Auto => std::io::stderr().is_terminal(),
        LogFormat::Pretty => true,
        LogFormat::Json => false,
    };
    let (filter, handle) = reload::Layer::new(filter);
    let writer = Lines(redactor.clone());
    let lines: Box<dyn Layer<Registry> + Send + Sync> = if pretty {
        fmt::layer()
            .with_ansi(std::io::stderr().is_terminal())
            .with_writer(writer)
            .with_target(false)
            .boxed()
    } else {
        fmt::layer()
            .fmt_fields(JsonFields::new())
            .event_format(Flat)
            .with_writer(writer)
            .boxed()
    };
    let (recent, tally) = (Recent::default(), Tally::default());
    let remember = Remember {
        recent: recent.clone(),
        tally: tally.clone(),
        redactor: redactor.clone(),
    };
    // Whatever is written: warnings, and whose they are.
    let worth = filter_fn(|about| {
        let level = *about.level();
        level <= tracing::Level::WARN || (about.is_span() && about.name() == span::UPDATE)
    });
    let traces = config.traces.as_ref().map(|to| Traces::to(to, runtime));
    let (traces, no_traces) = match traces.transpose() {
        Ok(traces) => (traces, None),
        Err(error) => (None, Some(error)),
    };
    let subscriber = tracing_subscriber::registry()
        .with(lines.with_filter(filter))
        .with(remember.with_filter(worth.with_max_level_hint(LevelFilter::INFO)))
        .with(traces.as_ref().map(Traces::layer));
    #[cfg(feature = "console")]
    let subscriber = subscriber.with(
        console_subscriber::ConsoleLayer::builder()
            .with_default_env()
            .spawn(),
    );
    // A second call, in tests, changes nothing.
    let _ = subscriber.try_init();
    panics::log();
    if let Some(error) = no_traces {
        tracing::warn!(%error, "there are no traces");
    }
    let ids = match &config.token {
        Some(token) if config.settings.privacy.hash_ids => Ids::hashed(token),
        _ => Ids::plain(),
    };
    Logs::new(recent, tally, handle, words, redactor, ids, traces)
}
