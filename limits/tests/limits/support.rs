//! What the tests share.

use std::io::Write;
use std::sync::{Arc, Mutex};

use tracing_subscriber::fmt::MakeWriter;
use vinbot_limits::{Backend, Limits, Rate, Settings};

pub(crate) use vinbot_redis_testing::{RedisServer, until};

/// So many at once, and as many again in a minute.
pub(crate) fn a_minute(burst: u32) -> Rate {
    let per_ms = 60_000;
    Rate { burst, per_ms }
}

/// No limit of anything, and time enough for a busy machine.
pub(crate) fn no_limits() -> Settings {
    let none = a_minute(0);
    Settings {
        user: none,
        chat: none,
        global: none,
        timeout_ms: 10_000,
        retry_ms: 0,
        ..Settings::default()
    }
}

/// A process that counts there.
pub(crate) fn on_redis(redis: &RedisServer, settings: Settings) -> Limits {
    Limits::new(settings, Backend::redis(&redis.url()).unwrap())
}

/// Lines of the log that this thread writes.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Writes down what is logged until the guard is dropped.
    pub(crate) fn listen(&self) -> tracing::subscriber::DefaultGuard {
        let subscriber = tracing_subscriber::fmt()
            .with_writer(self.clone())
            .with_ansi(false)
            .finish();
        tracing::subscriber::set_default(subscriber)
    }

    /// How many lines have this.
    pub(crate) fn count(&self, text: &str) -> usize {
        let written = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        written.lines().filter(|line| line.contains(text)).count()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
