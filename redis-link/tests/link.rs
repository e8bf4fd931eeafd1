//! A link to a real Redis, which dies, hangs, refuses and comes back.

#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use std::time::Duration;

use redis::FromRedisValue;
use rstest::rstest;
use secrecy::ExposeSecret as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use vinbot_redis::{BadUrl, Failure, Link};
use vinbot_redis_testing::RedisServer;

/// Time enough for a busy machine.
const LONG: Duration = Duration::from_secs(30);
/// Nothing answers as fast as that which does not answer at all.
const SHORT: Duration = Duration::from_millis(100);

fn link(redis: &RedisServer) -> Link {
    Link::new(&redis.url()).unwrap()
}

async fn ask<T: FromRedisValue>(link: &Link, words: &[&str]) -> Result<T, Failure> {
    let mut command = redis::cmd(words[0]);
    link.ask(command.arg(&words[1..]), LONG).await
}

/// The number that the server gave to our connection.
async fn connection(link: &Link) -> u64 {
    ask(link, &["CLIENT", "ID"]).await.unwrap()
}

#[tokio::test]
async fn all_who_come_at_once_share_one_connection() {
    let redis = RedisServer::start().await;
    let link = link(&redis);
    let asked = (0..50).map(|_| {
        let link = link.clone();
        tokio::spawn(async move { connection(&link).await })
    });
    let numbers = futures::future::join_all(asked).await;
    let first = connection(&link).await;
    assert!(numbers.into_iter().all(|it| it.unwrap() == first));
}

#[tokio::test]
async fn several_commands_may_go_over_it_together() {
    let redis = RedisServer::start().await;
    let link = link(&redis);
    let mut pipeline = redis::pipe();
    pipeline.set("a", 1).ignore().incr("a", 1);
    let sent = link.run(LONG, |mut connection| async move {
        pipeline.query_async::<(u64,)>(&mut connection).await
    });
    assert_eq!(sent.await, Ok((2,)));
}

#[tokio::test]
async fn a_server_that_dies_breaks_the_connection_and_is_down_until_it_is_back() {
    let mut redis = RedisServer::start().await;
    let link = link(&redis);
    connection(&link).await;
    redis.kill();
    let broken = ask::<()>(&link, &["PING"]).await;
    assert!(matches!(broken, Err(Failure::Broken(_))), "{broken:?}");
    let down = ask::<()>(&link, &["PING"]).await;
    assert!(matches!(down, Err(Failure::Down(_))), "{down:?}");
    redis.restart().await;
    connection(&link).await;
}

#[tokio::test]
async fn a_connection_that_is_silent_is_replaced() {
    let redis = RedisServer::start().await;
    let link = link(&redis);
    let before = connection(&link).await;
    redis.signal("STOP");
    let late = link.ask::<()>(&redis::cmd("PING"), SHORT).await;
    assert_eq!(late, Err(Failure::Late(SHORT)));
    redis.signal("CONT");
    assert_ne!(connection(&link).await, before);
}

#[tokio::test]
async fn who_gives_up_waiting_for_a_connection_leaves_the_attempt_to_the_next() {
    // The login is what there is to wait for.
    let redis = RedisServer::start_with(Some("password")).await;
    let link = link(&redis);
    let before = received(&redis).await;
    redis.signal("STOP");
    let late = link.ask::<()>(&redis::cmd("PING"), SHORT).await;
    assert_eq!(late, Err(Failure::Late(SHORT)));
    redis.signal("CONT");
    connection(&link).await;
    // Ours, and the one that asks now.
    assert_eq!(received(&redis).await, before + 2);
}

/// How many connections the server has had, that which asks included.
async fn received(redis: &RedisServer) -> u64 {
    let figures: String = redis.run(&["INFO", "stats"]).await;
    let name = "total_connections_received:";
    let mut found = figures.lines().filter_map(|line| line.strip_prefix(name));
    found.next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn of_what_the_server_refuses_only_the_code_is_told() {
    let redis = RedisServer::start().await;
    let link = link(&redis);
    let refused = ask::<()>(&link, &["FLY", "private"]).await.unwrap_err();
    assert_eq!(refused, Failure::Refused("ERR".to_owned()));
    let _: () = ask(&link, &["SET", "a", "private"]).await.unwrap();
    let refused = ask::<()>(&link, &["LPUSH", "a", "private"]).await;
    assert_eq!(refused, Err(Failure::Refused("WRONGTYPE".to_owned())));
}

#[tokio::test]
async fn an_answer_of_another_type_is_unreadable_and_not_shown() {
    let redis = RedisServer::start().await;
    let link = link(&redis);
    let answer = ask::<u64>(&link, &["ECHO", "private"]).await;
    assert_eq!(answer, Err(Failure::Unreadable));
}

#[tokio::test]
async fn a_server_of_another_protocol_is_unreadable() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("redis://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = stream.read(&mut [0; 64]).await;
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        std::future::pending::<()>().await;
    });
    let link = Link::new(&url.into()).unwrap();
    let answer = ask::<()>(&link, &["PING"]).await;
    assert_eq!(answer, Err(Failure::Unreadable));
}

#[tokio::test]
async fn a_wrong_password_is_said_and_not_shown() {
    let redis = RedisServer::start_with(Some("right-password")).await;
    let wrong = redis.url().expose_secret().replace("right-", "wrong-");
    let link = Link::new(&wrong.into()).unwrap();
    let failure = ask::<()>(&link, &["PING"]).await.unwrap_err();
    assert_eq!(failure, Failure::Login);
    let shown = format!("{failure} {link:?}");
    assert!(shown.contains("REDIS_URL"), "{shown}");
    assert!(!shown.contains("wrong-password"), "{shown}");
}

#[tokio::test]
async fn a_login_that_becomes_right_is_used() {
    let redis = RedisServer::start().await;
    let url = format!("{}?pass=secret", redis.url().expose_secret());
    let link = Link::new(&url.into()).unwrap();
    assert_eq!(ask::<()>(&link, &["PING"]).await, Err(Failure::Login));
    let _: () = redis.run(&["CONFIG", "SET", "requirepass", "secret"]).await;
    connection(&link).await;
}

#[rstest]
#[case("")]
#[case("secret")]
#[case("http://u:secret@host")]
#[case("redis://:secret@")]
#[case("redis://:secret@host:port")]
#[case("redis://:secret@host/first")]
fn a_url_of_something_else_is_refused_and_not_shown(#[case] url: &str) {
    let error = Link::new(&url.into()).unwrap_err();
    assert_eq!(error, BadUrl);
    assert!(!error.to_string().contains("secret"), "{error}");
}
