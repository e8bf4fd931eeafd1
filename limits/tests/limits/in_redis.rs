//! Counted in a real Redis, by its own clock. No rate gives anything back while a test runs,
//! unless the test waits for that.

use std::time::Duration;

use vinbot_limits::{Backend, BadUrl, Limits, Rate, Settings, Which};

use crate::support::{Log, RedisServer, no_limits, on_redis, until};

/// So many, and as many again after a day.
fn a_day(burst: u32) -> Rate {
    let per_ms = 24 * 3_600 * 1_000;
    Rate { burst, per_ms }
}

fn a_user_may(burst: u32) -> Settings {
    Settings {
        user: a_day(burst),
        ..no_limits()
    }
}

/// How many of a hundred requests of a user pass.
async fn passed(limits: &Limits, user: u64) -> u32 {
    let mut passed = 0;
    for _ in 0..100 {
        passed += u32::from(limits.check(Some(user), 1, 1).await.is_ok());
    }
    passed
}

#[tokio::test]
async fn two_processes_count_together() {
    let redis = RedisServer::start().await;
    let (one, other) = (
        on_redis(&redis, a_user_may(10)),
        on_redis(&redis, a_user_may(10)),
    );
    for _ in 0..5 {
        one.check(Some(1), 1, 1).await.unwrap();
        other.check(Some(1), 1, 1).await.unwrap();
    }
    for limits in [&one, &other] {
        let refused = limits.check(Some(1), 1, 1).await.unwrap_err();
        assert_eq!(refused.which, Which::User);
        assert!(refused.wait > Duration::from_hours(2), "{refused:?}");
        limits.check(Some(2), 1, 1).await.unwrap();
    }
    assert_eq!(one.figures().redis_up, Some(true));
    assert_eq!(one.figures().without_redis, 0);
}

#[tokio::test]
async fn many_requests_at_once_pass_no_more_than_allowed() {
    let redis = RedisServer::start().await;
    let processes = [0; 4].map(|_| on_redis(&redis, a_user_may(25)));
    let checks = (0..200).map(|number: usize| {
        let limits = processes[number % 4].clone();
        tokio::spawn(async move { limits.check(Some(1), 1, 1).await.is_ok() })
    });
    let checks: Vec<_> = checks.collect();
    let mut passed = 0;
    for check in checks {
        passed += u32::from(check.await.unwrap());
    }
    assert_eq!(passed, 25);
}

#[tokio::test]
async fn what_one_limit_refuses_counts_to_no_other() {
    let redis = RedisServer::start().await;
    let settings = Settings {
        user: a_day(3),
        chat: a_day(1),
        global: a_day(4),
        ..no_limits()
    };
    let limits = on_redis(&redis, settings);
    limits.check(Some(1), -1, 1).await.unwrap();
    for _ in 0..20 {
        let refused = limits.check(Some(1), -1, 1).await.unwrap_err();
        assert_eq!(refused.which, Which::Chat);
    }
    limits.check(Some(1), -2, 1).await.unwrap();
    limits.check(Some(1), -3, 1).await.unwrap();
    limits.check(Some(2), -4, 1).await.unwrap();
    let refused = limits.check(Some(3), -5, 1).await.unwrap_err();
    assert_eq!(refused.which, Which::All);
}

#[tokio::test]
async fn what_is_paid_off_is_let_through_again_and_kept_no_longer() {
    let redis = RedisServer::start().await;
    let settings = Settings {
        user: Rate {
            burst: 1,
            per_ms: 200,
        },
        ..no_limits()
    };
    let limits = on_redis(&redis, settings);
    limits.check(Some(1), 1, 1).await.unwrap();
    while limits.check(Some(1), 1, 1).await.is_err() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    loop {
        let keys: Vec<String> = redis.run(&["KEYS", "*"]).await;
        if keys.is_empty() {
            break;
        }
        assert_eq!(keys, ["{vinbot:limits}:user:1"]);
    }
}

#[tokio::test]
async fn bots_with_another_prefix_count_apart() {
    let redis = RedisServer::start().await;
    let mine = on_redis(&redis, a_user_may(5));
    let prefix = "other:limits".to_owned();
    let theirs = on_redis(
        &redis,
        Settings {
            prefix,
            ..a_user_may(5)
        },
    );
    assert_eq!(passed(&mine, 1).await, 5);
    assert_eq!(passed(&theirs, 1).await, 5);
}

#[tokio::test]
async fn when_redis_dies_each_process_counts_on_alone_and_says_so_once() {
    let mut redis = RedisServer::start().await;
    let log = Log::default();
    let _listening = log.listen();
    let limits = on_redis(&redis, a_user_may(10));
    for _ in 0..4 {
        limits.check(Some(1), 1, 1).await.unwrap();
    }
    redis.kill();
    // Nobody begins anew, and nobody is refused who was not.
    assert_eq!(passed(&limits, 1).await, 6);
    assert_eq!(passed(&limits, 2).await, 10);
    let figures = limits.figures();
    assert_eq!(
        (figures.redis_up, figures.without_redis),
        (Some(false), 200)
    );
    assert_eq!(log.count("WARN"), 1);

    redis.restart().await;
    let back = || limits.figures().redis_up == Some(true);
    while !back() {
        let _ = limits.check(Some(3), 1, 1).await;
    }
    assert_eq!(log.count("answers again"), 1);
    let other = on_redis(&redis, a_user_may(10));
    assert_eq!(passed(&limits, 4).await, 10);
    assert_eq!(passed(&other, 4).await, 0);
    assert_eq!(log.count("WARN"), 1);
}

#[tokio::test]
async fn a_redis_that_hangs_costs_one_request_its_timeout_and_the_rest_nothing() {
    let redis = RedisServer::start().await;
    let settings = Settings {
        timeout_ms: 50,
        // Nobody tries again while the test runs.
        retry_ms: 3_600_000,
        ..a_user_may(10)
    };
    let limits = on_redis(&redis, settings);
    // It may take longer than 50 ms on a busy machine; then the test begins as it goes on.
    let _ = limits.check(Some(9), 1, 1).await;
    redis.signal("STOP");
    assert_eq!(passed(&limits, 1).await, 10);
    let figures = limits.figures();
    assert_eq!(figures.redis_up, Some(false));
    assert!(figures.without_redis >= 100, "{figures:?}");
    redis.signal("CONT");
}

#[tokio::test]
async fn a_redis_that_hung_is_used_again() {
    let redis = RedisServer::start().await;
    let settings = Settings {
        timeout_ms: 200,
        ..a_user_may(10)
    };
    let limits = on_redis(&redis, settings);
    let _ = limits.check(Some(1), 1, 1).await;
    redis.signal("STOP");
    while limits.figures().redis_up == Some(true) {
        let _ = limits.check(Some(1), 1, 1).await;
    }
    redis.signal("CONT");
    while limits.figures().redis_up == Some(false) {
        let _ = limits.check(Some(1), 1, 1).await;
    }
}

#[tokio::test]
async fn a_redis_that_is_not_there_at_the_start_is_found_later() {
    let mut redis = RedisServer::start().await;
    redis.kill();
    let limits = on_redis(&redis, a_user_may(3));
    assert_eq!(passed(&limits, 1).await, 3);
    redis.restart().await;
    until("Redis is found", || {
        limits.figures().redis_up == Some(false)
    })
    .await;
    while limits.figures().redis_up == Some(false) {
        let _ = limits.check(Some(2), 1, 1).await;
    }
}

#[tokio::test]
async fn a_wrong_password_is_not_logged() {
    let redis = RedisServer::start_with(Some("right-password")).await;
    let log = Log::default();
    let _listening = log.listen();
    let url = secrecy::ExposeSecret::expose_secret(&redis.url()).replace("right-", "wrong-");
    let limits = Limits::new(a_user_may(3), Backend::redis(&url.into()).unwrap());
    assert_eq!(passed(&limits, 1).await, 3);
    assert_eq!(log.count("WARN"), 1);
    assert_eq!(log.count("wrong-password"), 0);
    assert!(!format!("{limits:?}").contains("wrong-password"));
}

#[test]
fn a_url_of_something_else_is_refused_and_not_shown() {
    for url in ["", "http://u:secret@host", "redis://:secret@", "secret"] {
        let error = Backend::redis(&url.into()).unwrap_err();
        assert_eq!(error, BadUrl);
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}
