//! What bots keep in a real Redis, and what happens when it is not there.

use crate::alive::{HONDA, Place, ask_until};
use crate::bot::Bot;
use crate::support::redis::Redis;

/// A place with an enricher, whose bots keep what they know in this Redis.
fn place(redis: &Redis) -> Place {
    Place::new()
        .with_section("2 open recalls")
        .with("VINBOT_CACHE__STORE", "redis")
        .with("VINBOT_STORE__PLACE", "redis")
        .with("REDIS_URL", &redis.url())
}

async fn metrics(bot: &Bot) -> String {
    bot.get_text(&format!("http://{}/metrics", bot.http)).await
}

/// Waits until a line is among the metrics.
async fn metric(bot: &Bot, line: &str) {
    while !metrics(bot).await.lines().any(|one| one == line) {
        tokio::task::yield_now().await;
    }
}

async fn has_section(bot: &Bot) {
    let answer = bot.ask(HONDA).await;
    let wait = vinbot_playground::ChatWait {
        after: answer.created,
        contains: Some("2 open recalls".to_owned()),
        ..vinbot_playground::ChatWait::default()
    };
    bot.chat(crate::bot::ADA, &wait).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_bot_was_told_the_next_one_knows() {
    let redis = Redis::start().await;
    let place = place(&redis);
    let first = place.bot().await;
    has_section(&first).await;
    for kind in ["vinbot:v1:vin:", "vinbot:v1:enrich:recalls:"] {
        while redis.keys(kind).is_empty() {
            tokio::task::yield_now().await;
        }
    }
    let again = place.bot().await;
    has_section(&again).await;
    let told = metrics(&again).await;
    assert!(
        !told.contains(r#"vinbot_plugin_calls_total{plugin="recalls""#),
        "{told}"
    );
    assert!(
        !told.contains(r#"vinbot_plugin_calls_total{plugin="rogue""#),
        "{told}"
    );
    let screen = again.ask("/admin cache").await.text;
    assert!(screen.contains("redis – fine"), "{screen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redis_that_dies_under_load_costs_no_answer_and_is_used_again_when_it_is_back() {
    let mut redis = Redis::start().await;
    let place = place(&redis).with("VINBOT_CACHE__CIRCUIT__OPEN_S", "1");
    let bot = place.bot().await;
    let mut number = 0;
    let mut ask = async |many: usize| {
        for _ in 0..many {
            number += 1;
            let vin = format!("WAUZZZ8K9BA{number:06}");
            assert!(bot.ask(&vin).await.text.contains("Alpha"), "{vin}");
        }
    };
    ask(20).await;
    redis.kill();
    ask(20).await;
    metric(&bot, r#"vinbot_cache_store_circuit_open{store="redis"} 1"#).await;
    let screen = bot.ask("/admin cache").await.text;
    assert!(
        screen.contains("redis – left alone for a while"),
        "{screen}"
    );
    redis.restart().await;
    while !bot.log().contains("the cache store answers again") {
        ask(1).await;
    }
    metric(&bot, r#"vinbot_cache_store_circuit_open{store="redis"} 0"#).await;
    let log = bot.log();
    let told = log
        .matches("the cache store fails and is not asked")
        .count();
    assert_eq!(told, 1, "once: {log}");
    assert!(!log.contains(&redis.url()), "the address is a secret");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_whose_redis_is_not_there_starts_and_answers() {
    let mut redis = Redis::start().await;
    redis.kill();
    let place = place(&redis).with("VINBOT_STORE__PLACE", "file");
    let bot = place.bot().await;
    ask_until(&bot, HONDA, "Alpha").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redis_that_is_wanted_and_not_named_is_asked_for_in_words() {
    let place = Place::new().with("VINBOT_CACHE__STORE", "redis");
    let mut bot = place.launch().await;
    assert_eq!(bot.ended().await.code(), Some(1));
    assert!(bot.log().contains("set REDIS_URL"), "{}", bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_bots_on_one_redis_share_no_people_if_their_prefixes_differ() {
    let redis = Redis::start().await;
    let (one, other) = (
        place(&redis),
        place(&redis).with("VINBOT_REDIS__PREFIX", "second"),
    );
    let one = one.bot().await;
    one.ask(&format!("/save {HONDA}")).await;
    let other = other.bot().await;
    let garage = other.ask("/garage").await.text;
    assert!(garage.contains("saved no car"), "{garage}");
    other.ask(&format!("/save {HONDA}")).await;
    let garage = one.ask("/garage").await.text;
    assert!(garage.contains(HONDA), "as before: {garage}");
    for kind in ["vinbot:v1:store:garage", "second:v1:store:garage"] {
        assert!(!redis.keys(kind).is_empty(), "{kind}");
    }
    let known = [
        "vinbot:v1:",
        "vinbot:jobs:",
        "{vinbot:limits}",
        "second:v1:store:",
        "second:jobs:",
    ];
    let known = |key: &String| {
        known
            .iter()
            .chain(["{second:limits}"].iter())
            .any(|kind| key.starts_with(kind))
    };
    let others: Vec<_> = redis
        .keys("")
        .into_iter()
        .filter(|key| !known(key))
        .collect();
    assert!(others.is_empty(), "{others:?}");
}
