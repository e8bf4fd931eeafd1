//! An Upstash that misbehaves.

use std::time::{Duration, Instant};

use rstest::rstest;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use vinbot_cache::{CircuitSettings, CircuitState, Clock, Key, Settings, StoreKind};

use crate::support::{
    Fault, Loader, TOKEN, UpstashServer, on_upstash, policy, settings, texts, until, until_async,
};

#[rstest]
#[tokio::test]
async fn whatever_upstash_does_answers_come_and_it_is_used_again_when_it_is_well(
    #[values(
        Fault::Hang,
        Fault::Reset,
        Fault::Busy,
        Fault::Error500,
        Fault::HalfABody,
        Fault::Html,
        Fault::WrongShape,
        Fault::Huge
    )]
    fault: Fault,
) {
    let upstash = UpstashServer::start().await;
    let settings = Settings {
        timeout_ms: 500,
        circuit: CircuitSettings {
            failures: 3,
            open_s: 1,
        },
        ..settings(StoreKind::Upstash)
    };
    let clock = Clock::manual();
    let backend = on_upstash(&upstash, &settings, &clock);
    let (cache, loader) = (texts(&backend), Loader::default());
    upstash.misbehave(fault);
    let begun = Instant::now();
    for n in 0..50 {
        let found = cache
            .get_or_load(&Key::user(n), &policy(), loader.text("a"))
            .await;
        assert_eq!(found.unwrap().value.unwrap().as_str(), "a");
    }
    assert_eq!(loader.count(), 50);
    assert!(begun.elapsed() < Duration::from_secs(20));
    assert!(cache.stats().remote.unwrap().errors > 0);
    let store = backend.stats().store.unwrap();
    assert!(store.suspended > 0, "{store:?}");
    upstash.misbehave(Fault::None);
    until_async("it is used again", async || {
        clock.advance(Duration::from_secs(1));
        let n = i64::try_from(loader.count()).unwrap();
        let found = cache
            .get_or_load(&Key::user(n), &policy(), loader.text("a"))
            .await;
        found.is_ok() && backend.circuit() == Some(CircuitState::Closed)
    })
    .await;
}

/// With a reset of TCP in the middle of an answer: `Fault::Reset` ends before it.
#[tokio::test]
async fn a_connection_that_is_reset_in_the_middle_costs_no_answer() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut heard = [0; 4096];
            let head = b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{\"result\":[";
            if stream.read(&mut heard).await.is_ok() && stream.write_all(head).await.is_ok() {
                stream.set_zero_linger().unwrap();
            }
        }
    });
    let secrets = vinbot_cache::Secrets {
        upstash_url: Some(format!("http://{address}").into()),
        upstash_token: Some(TOKEN.into()),
        ..Default::default()
    };
    let backend = vinbot_cache::connect(&settings(StoreKind::Upstash), &secrets).unwrap();
    let (cache, loader) = (texts(&backend), Loader::default());
    for n in 0..20 {
        let found = cache
            .get_or_load(&Key::user(n), &policy(), loader.text("a"))
            .await;
        assert_eq!(found.unwrap().value.unwrap().as_str(), "a");
    }
    assert_eq!(backend.circuit(), Some(CircuitState::Open));
    assert_eq!(loader.count(), 20);
}

#[tokio::test]
async fn one_429_is_enough_and_its_retry_after_is_kept_to() {
    let upstash = UpstashServer::start().await;
    let settings = Settings {
        circuit: CircuitSettings {
            failures: 100,
            open_s: 1,
        },
        ..settings(StoreKind::Upstash)
    };
    let clock = Clock::manual();
    let backend = on_upstash(&upstash, &settings, &clock);
    upstash.misbehave(Fault::Busy);
    assert!(backend.store().ping().await.is_err());
    assert_eq!(backend.circuit(), Some(CircuitState::Open));
    upstash.misbehave(Fault::None);
    clock.advance(Duration::from_millis(6_999));
    assert!(backend.store().ping().await.is_err());
    clock.advance(Duration::from_millis(1));
    backend.store().ping().await.unwrap();
    assert_eq!(upstash.requests(), 2);
}

#[tokio::test]
async fn a_wrong_token_is_told_in_words_and_costs_no_answer() {
    let upstash = UpstashServer::start().await;
    let secrets = vinbot_cache::Secrets {
        upstash_url: Some(upstash.url()),
        upstash_token: Some("another-secret".into()),
        ..Default::default()
    };
    let backend = vinbot_cache::connect(&settings(StoreKind::Upstash), &secrets).unwrap();
    let error = backend.store().ping().await.unwrap_err().to_string();
    assert!(error.contains("UPSTASH_REDIS_REST_TOKEN"), "{error}");
    assert!(!error.contains("another-secret"));
    let found = texts(&backend)
        .get_or_load(&Key::user(1), &policy(), Loader::default().text("a"))
        .await;
    assert!(found.is_ok());
}

#[tokio::test]
async fn many_go_in_one_request_each_way() {
    let upstash = UpstashServer::start().await;
    let cache = texts(&on_upstash(
        &upstash,
        &settings(StoreKind::Upstash),
        &Clock::manual(),
    ));
    let keys: Vec<_> = (0..100).map(Key::user).collect();
    let answers = cache
        .get_many_or_load(&keys, &policy(), |missing| {
            let texts = missing
                .iter()
                .map(|key| Ok(vinbot_cache::Loaded::value(key.to_string())));
            std::future::ready(texts.collect())
        })
        .await;
    assert!(answers.iter().all(Result::is_ok));
    until("they are written", || upstash.requests() == 2).await;
    let other = texts(&on_upstash(
        &upstash,
        &settings(StoreKind::Upstash),
        &Clock::manual(),
    ));
    until_async("all are there", async || {
        other.get_many(&keys).await.iter().all(Option::is_some)
    })
    .await;
}
