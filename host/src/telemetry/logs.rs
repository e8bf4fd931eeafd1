//! The log while the program runs: how much of it is written, and its last lines.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::{EnvFilter, Registry, reload};

use super::ids::Ids;
use super::recent::Recent;
use super::redact::Redactor;
use super::tally::Tally;
use super::trace::Traces;

/// Characters of directives.
const LENGTH: usize = 200;

/// What admins look at and steer of the log. Clones are the same.
#[derive(Clone)]
pub struct Logs(Arc<Inner>);

struct Inner {
    recent: Recent,
    tally: Tally,
    filter: reload::Handle<EnvFilter, Registry>,
    redactor: Redactor,
    ids: Ids,
    traces: Option<Traces>,
    /// What holds at the start.
    first: String,
    now: Mutex<String>,
}

/// Why what is logged stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadLevel {
    /// No level and no directives.
    #[error(
        "that is no level: write one of off, error, warn, info, debug, trace, or directives such \
         as info,vinbot::plugins=debug"
    )]
    Words,
    /// Libraries may log whole requests then, and their addresses hold the bot's token.
    #[error(
        "other parts than vinbot's may log secrets below the level info: name one that begins with vinbot"
    )]
    Secrets,
    /// The log is not ours.
    #[error("the log can't be changed")]
    Gone,
}

impl fmt::Debug for Logs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Logs").field(&self.level()).finish()
    }
}

impl Logs {
    pub(super) fn new(
        recent: Recent,
        tally: Tally,
        filter: reload::Handle<EnvFilter, Registry>,
        first: String,
        redactor: Redactor,
        ids: Ids,
        traces: Option<Traces>,
    ) -> Self {
        Self(Arc::new(Inner {
            recent,
            tally,
            filter,
            redactor,
            ids,
            traces,
            now: Mutex::new(first.clone()),
            first,
        }))
    }

    /// The last warnings and errors.
    #[must_use]
    pub fn recent(&self) -> &Recent {
        &self.0.recent
    }

    /// What happened how often.
    #[must_use]
    pub fn tally(&self) -> &Tally {
        &self.0.tally
    }

    /// What takes secrets out of it.
    #[must_use]
    pub fn redactor(&self) -> &Redactor {
        &self.0.redactor
    }

    /// How people are called in it.
    #[must_use]
    pub fn ids(&self) -> &Ids {
        &self.0.ids
    }

    /// Delivers the traces that are not delivered yet, for so long at most: the program ends.
    pub async fn flush_traces(&self, patience: Duration) {
        if let Some(traces) = &self.0.traces {
            traces.flush(patience).await;
        }
    }

    /// What is logged now, in words that [`Logs::set`] takes.
    #[must_use]
    pub fn level(&self) -> String {
        let now = self.0.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.clone()
    }

    /// Logs so much from now on, until the program ends: a level, or directives as `RUST_LOG`
    /// has them. A level below info is meant for the bot's own parts.
    ///
    /// # Errors
    /// See [`BadLevel`].
    pub fn set(&self, words: &str) -> Result<(), BadLevel> {
        let directives = checked(words)?;
        self.put(&directives)
    }

    /// Logs as at the start.
    ///
    /// # Errors
    /// [`BadLevel::Gone`]
    pub fn reset(&self) -> Result<(), BadLevel> {
        self.put(&self.0.first)
    }

    fn put(&self, directives: &str) -> Result<(), BadLevel> {
        let filter = EnvFilter::builder().parse(directives);
        let filter = filter.map_err(|_| BadLevel::Words)?;
        self.0.filter.reload(filter).map_err(|_| BadLevel::Gone)?;
        let mut now = self.0.now.lock().unwrap_or_else(PoisonError::into_inner);
        directives.clone_into(&mut now);
        Ok(())
    }
}

/// Directives that let out no secret.
fn checked(words: &str) -> Result<String, BadLevel> {
    if words.trim().is_empty() || words.len() > LENGTH {
        return Err(BadLevel::Words);
    }
    let directives = words.split(',').map(|one| directive(one.trim()));
    let directives: Vec<String> = directives.collect::<Result<_, _>>()?;
    Ok(directives.join(","))
}

fn directive(text: &str) -> Result<String, BadLevel> {
    let level = |text: &str| text.parse::<LevelFilter>().map_err(|_| BadLevel::Words);
    let Some((target, wanted)) = text.split_once('=') else {
        let wanted = level(text)?;
        return Ok(if wanted > LevelFilter::INFO {
            format!("info,vinbot={wanted}")
        } else {
            wanted.to_string()
        });
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || "_:".contains(c);
    if target.is_empty() || !target.chars().all(plain) {
        return Err(BadLevel::Words);
    }
    let wanted = level(wanted)?;
    if wanted > LevelFilter::INFO && !target.starts_with("vinbot") {
        return Err(BadLevel::Secrets);
    }
    Ok(format!("{target}={wanted}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("warn", Ok("warn"))]
    #[case("DEBUG", Ok("info,vinbot=debug"))]
    #[case("off", Ok("off"))]
    #[case("info, vinbot::plugins=trace", Ok("info,vinbot::plugins=trace"))]
    #[case("vinbot_outbox=debug", Ok("vinbot_outbox=debug"))]
    #[case("hyper=info", Ok("hyper=info"))]
    #[case::requests("hyper=trace", Err(BadLevel::Secrets))]
    #[case::with_a_space("h2 =trace", Err(BadLevel::Words))]
    #[case::spans("[update{id=7}]=trace", Err(BadLevel::Words))]
    #[case::any_target("=trace", Err(BadLevel::Words))]
    #[case::no_level("loud", Err(BadLevel::Words))]
    #[case::nothing(" ", Err(BadLevel::Words))]
    fn only_what_lets_out_no_secret_is_a_level(
        #[case] words: &str,
        #[case] directives: Result<&str, BadLevel>,
    ) {
        assert_eq!(checked(words), directives.map(str::to_owned));
    }

    #[test]
    fn a_level_holds_until_it_is_reset() {
        let (_filter, handle) = reload::Layer::new(EnvFilter::new("warn"));
        let logs = Logs::new(
            Recent::default(),
            Tally::default(),
            handle,
            "warn".to_owned(),
            Redactor::default(),
            Ids::plain(),
            None,
        );
        logs.set("debug").unwrap();
        assert_eq!(logs.level(), "info,vinbot=debug");
        assert_eq!(logs.set("loud"), Err(BadLevel::Words));
        assert_eq!(logs.level(), "info,vinbot=debug");
        logs.reset().unwrap();
        assert_eq!(logs.level(), "warn");
    }
}
