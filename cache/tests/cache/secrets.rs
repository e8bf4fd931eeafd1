//! No secret is ever shown, and what goes wrong is told once.

use std::io::Write;
use std::sync::{Arc, Mutex};

use rstest::rstest;
use secrecy::ExposeSecret as _;
use tracing_subscriber::fmt::MakeWriter;
use vinbot_cache::{
    CircuitSettings, CircuitState, Clock, ConnectError, Key, Secrets, Settings, StoreKind, connect,
    connect_at,
};

use crate::support::{
    Loader, RedisServer, TOKEN, UpstashServer, on_redis, policy, settings, texts, until_async,
};

const SECRET: &str = "hunter2";

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    fn listen(&self, level: tracing::Level) -> tracing::subscriber::DefaultGuard {
        let log = tracing_subscriber::fmt()
            .with_writer(self.clone())
            .with_ansi(false)
            .with_max_level(level);
        tracing::subscriber::set_default(log.finish())
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
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

fn all_secrets(redis: &str, upstash: &str, token: &str) -> Secrets {
    Secrets {
        redis_url: Some(redis.into()),
        upstash_url: Some(upstash.into()),
        upstash_token: Some(token.into()),
    }
}

#[rstest]
#[case::no_url(StoreKind::Redis, "hunter2", "", "")]
#[case::no_scheme(StoreKind::Redis, "hunter2@host:6379", "", "")]
#[case::another_scheme(StoreKind::Redis, "http://:hunter2@host", "", "")]
#[case::no_port(StoreKind::Redis, "redis://:hunter2@host:port", "", "")]
#[case::no_database(StoreKind::Redis, "redis://:hunter2@host/first", "", "")]
#[case::no_upstash_url(StoreKind::Upstash, "", "hunter2.upstash.io", "token")]
#[case::redis_for_upstash(StoreKind::Upstash, "", "rediss://:hunter2@x.upstash.io", "token")]
#[case::token_in_url(StoreKind::Upstash, "", "https://hunter2@x.upstash.io", "token")]
#[case::no_token(StoreKind::Upstash, "", "https://x.upstash.io", "")]
#[case::bad_token(StoreKind::Upstash, "", "https://x.upstash.io", "hunter2\nhunter2")]
fn a_bad_address_is_an_error_that_says_what_to_do_and_shows_nothing(
    #[case] store: StoreKind,
    #[case] redis: &str,
    #[case] upstash: &str,
    #[case] token: &str,
) {
    let secrets = all_secrets(redis, upstash, token);
    let error = connect(&settings(store), &secrets).unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains(SECRET), "{shown}");
    assert!(shown.contains("REDIS"), "{shown}");
    assert!(error.to_string().contains("write redis://") || error.to_string().contains("copy"));
}

#[rstest]
#[case(StoreKind::Redis, "REDIS_URL")]
#[case(StoreKind::Upstash, "UPSTASH_REDIS_REST_URL")]
fn a_variable_that_is_missing_is_named(#[case] store: StoreKind, #[case] variable: &str) {
    let error = connect(&settings(store), &Secrets::default()).unwrap_err();
    assert!(matches!(error, ConnectError::Missing { .. }));
    assert!(error.to_string().contains(variable), "{error}");
}

#[tokio::test]
async fn nothing_that_can_be_printed_shows_a_secret() {
    let log = Log::default();
    let _listening = log.listen(tracing::Level::TRACE);
    let redis = "redis://hunter2:hunter2@127.0.0.1:1/0";
    let secrets = all_secrets(redis, "http://hunter2.localhost:1", SECRET);
    let mut shown = format!("{secrets:?}");
    for store in [StoreKind::Redis, StoreKind::Upstash] {
        let backend = connect(&settings(store), &secrets).unwrap();
        let cache = texts(&backend);
        let error = backend.store().ping().await.unwrap_err();
        let load = Loader::default().text("a");
        let found = cache.get_or_load(&Key::user(1), &policy(), load).await;
        found.unwrap();
        let stats = backend.stats();
        shown = format!("{shown} {backend:?} {cache:?} {error} {error:?} {stats:?}");
    }
    assert!(!shown.contains(SECRET), "{shown}");
    // Libraries log at TRACE whom they connect to: that is theirs to filter. We don't.
    let text = log.text();
    let ours: Vec<_> = text
        .lines()
        .filter(|line| line.contains("vinbot"))
        .collect();
    assert!(!ours.is_empty());
    assert!(ours.iter().all(|line| !line.contains(SECRET)), "{ours:?}");
}

/// Not even what libraries log at TRACE shows a password or a token, and these servers answer.
#[tokio::test]
async fn no_line_of_any_log_shows_a_password_or_token() {
    let log = Log::default();
    let _listening = log.listen(tracing::Level::TRACE);
    let redis = RedisServer::start_with(Some(SECRET)).await;
    let upstash = UpstashServer::start().await;
    let url = upstash.url();
    let secrets = all_secrets(redis.url().expose_secret(), url.expose_secret(), TOKEN);
    for store in [StoreKind::Redis, StoreKind::Upstash] {
        let backend = connect(&settings(store), &secrets).unwrap();
        backend.store().ping().await.unwrap();
        let load = Loader::default().text("a");
        let found = texts(&backend)
            .get_or_load(&Key::user(1), &policy(), load)
            .await;
        assert!(found.is_ok());
    }
    let text = log.text();
    assert!(!text.is_empty());
    assert!(!text.contains(SECRET) && !text.contains(TOKEN), "{text}");
}

#[tokio::test]
async fn a_wrong_password_is_told_without_it() {
    let redis = RedisServer::start_with(Some("right")).await;
    let wrong = redis.url().expose_secret().replace("right", SECRET);
    let backend = connect(&settings(StoreKind::Redis), &all_secrets(&wrong, "", "")).unwrap();
    let error = backend.store().ping().await.unwrap_err().to_string();
    assert!(error.contains("REDIS_URL"), "{error}");
    assert!(!error.contains(SECRET), "{error}");
    let right = on_redis(&redis, &settings(StoreKind::Redis), &Clock::manual());
    right.store().ping().await.unwrap();
}

#[tokio::test]
async fn an_outage_is_one_line_when_it_begins_and_one_when_it_ends() {
    let log = Log::default();
    let _listening = log.listen(tracing::Level::INFO);
    let mut redis = RedisServer::start().await;
    let settings = Settings {
        timeout_ms: 1_000,
        circuit: CircuitSettings {
            failures: 3,
            open_s: 1,
        },
        ..settings(StoreKind::Redis)
    };
    let secrets = Secrets {
        redis_url: Some(redis.url()),
        ..Secrets::default()
    };
    let clock = Clock::manual();
    let backend = connect_at(&settings, &secrets, clock.clone()).unwrap();
    let ping = || {
        clock.advance(std::time::Duration::from_millis(300));
        async { backend.store().ping().await.is_ok() }
    };
    assert!(ping().await);
    redis.kill();
    let failed_probe = || backend.stats().store.unwrap().errors >= 5;
    until_async("it fails, and fails when tried again", async || {
        ping().await;
        failed_probe()
    })
    .await;
    redis.restart().await;
    until_async("it answers", ping).await;
    assert_eq!(backend.circuit(), Some(CircuitState::Closed));
    let text = log.text();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(lines[0].contains("WARN") && lines[0].contains("is not asked for a while"));
    assert!(lines[1].contains("answers again"));
}
