//! What operators and their platforms see.

use serde_json::{Value, json};
use vinbot_playground::{Fault, Inject, Options, SendText, Wait};

use crate::bot::{ADA, ADMIN_TOKEN, Bot, free_address};
use crate::support::redis::Redis;
use crate::webhook::{SECRET, address, listening, post};

const HONDA: &str = "1HGCM82633A004352";

async fn ready(bot: &Bot) -> (u16, Value) {
    bot.get(&format!("http://{}/ready", bot.http)).await
}

/// Asks until the bot says so.
async fn ready_says(bot: &Bot, code: u16) -> Value {
    loop {
        let (found, body) = ready(bot).await;
        if found == code {
            return body;
        }
        tokio::task::yield_now().await;
    }
}

/// The bot has an answer under way that does not end.
async fn holds_an_answer(bot: &Bot) -> u64 {
    let hang = Inject {
        method: "sendMessage".into(),
        times: 1,
        fault: Fault::Hang,
        after_effect: false,
    };
    bot.playground.inject_fault(hang).unwrap();
    let sent = bot.playground.send_text(ADA, SendText::new(HONDA)).unwrap();
    let begun = Wait {
        method: Some("sendMessage".into()),
        started: Some(1),
        ..Wait::default()
    };
    assert!(!bot.playground.wait(&begun).await.timed_out);
    sent.revision
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bot_that_stops_is_not_ready_while_its_addresses_still_answer() {
    let mut bot = listening(&[]).await;
    assert_eq!(ready_says(&bot, 200).await["draining"], false);
    let url = address(&bot).await;
    let after = holds_an_answer(&bot).await;
    bot.signal("TERM");
    let not_ready = ready_says(&bot, 503).await;
    assert_eq!(not_ready["draining"], true, "{not_ready}");
    let (alive, _) = bot.get(&format!("http://{}/health", bot.http)).await;
    assert_eq!(alive, 200);
    let update = r#"{"update_id":2000000000,"message":{"message_id":1,"date":0,"text":"/help",
        "chat":{"id":42,"type":"private","first_name":"A"}}}"#;
    let refused = post(&url, Some(SECRET), update.to_owned()).await;
    assert_eq!(refused, 503, "Telegram is asked to keep it");
    bot.playground.release_faults();
    assert!(bot.ended().await.success(), "{}", bot.log());
    assert_eq!(bot.messages(ADA, after, 1).await.len(), 1);
    let log = bot.log();
    let last = log.lines().last().unwrap();
    assert!(
        last.contains("\"stopped\"") && last.contains("took_ms"),
        "{last}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_signal_ends_the_bot_at_once() {
    let mut bot = Bot::start().await;
    holds_an_answer(&bot).await;
    bot.signal("TERM");
    ready_says(&bot, 503).await;
    bot.signal("TERM");
    assert_eq!(bot.ended().await.code(), Some(130), "{}", bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_webhook_of_another_program_means_is_told_in_words_everywhere() {
    let bot = Bot::start().await;
    ready_says(&bot, 200).await;
    let other = format!("http://{}/other", free_address());
    bot.call("setWebhook", json!({ "url": other })).await;
    let not_ready = ready_says(&bot, 503).await;
    let words = not_ready["telegram"].as_str().unwrap();
    assert!(words.contains("a webhook is set for this bot"), "{words}");
    assert!(bot.log().contains("a webhook is set for this bot"));
    bot.call("deleteWebhook", json!({})).await;
    ready_says(&bot, 200).await;
    bot.call("setWebhook", json!({ "url": other })).await;
    ready_says(&bot, 503).await;
    let doctor = bot.another("doctor");
    let said = String::from_utf8_lossy(&doctor.stdout);
    assert!(said.contains("a webhook is set, to 127.0.0.1:"), "{said}");
    assert!(said.contains("refused (409)"), "{said}");
    assert!(
        said.contains("it is not ready: telegram down: a webhook"),
        "{said}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_can_not_be_written_to_makes_the_bot_not_ready() {
    let mut redis = Redis::start().await;
    let url = redis.url();
    let variables = [
        ("VINBOT_STORE__PLACE", "redis"),
        ("REDIS_URL", url.as_str()),
    ];
    let bot = Bot::start_with(Options::default(), &variables).await;
    assert_eq!(ready_says(&bot, 200).await["store"], "writable");
    redis.kill();
    let not_ready = ready_says(&bot, 503).await;
    let words = not_ready["store"].as_str().unwrap();
    assert!(words.starts_with("down: "), "{not_ready}");
    assert_eq!(not_ready["telegram"], "connected");
    redis.restart().await;
    ready_says(&bot, 200).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_answer_tells_how_everything_is_to_whoever_has_the_token() {
    let bot = listening(&[("VINBOT_ADMIN_TOKEN", ADMIN_TOKEN)]).await;
    bot.ask(HONDA).await;
    ready_says(&bot, 200).await;
    let url = format!("http://{}/status", bot.http);
    assert_eq!(bot.get(&url).await.0, 401);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = client
        .get(&url)
        .bearer_auth(ADMIN_TOKEN)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    let text = answer.text().await.unwrap();
    assert!(
        !text.contains(SECRET) && !text.contains(ADMIN_TOKEN),
        "{text}"
    );
    assert!(!text.contains("/telegram/"), "the path is hidden: {text}");
    let status: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(status["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(status["readiness"]["ready"], true);
    assert_eq!(status["source"]["mode"], "webhook");
    assert!(status["source"]["webhook"]["pending"].is_u64());
    assert!(status["queues"]["updates"].is_u64());
    assert!(status["memory"]["resident_bytes"].as_u64() > Some(10 << 20));
    let plugins = status["plugins"].as_array().unwrap();
    let vpic = plugins.iter().find(|one| one["name"] == "vpic").unwrap();
    assert_eq!(vpic["digest"].as_str().unwrap().len(), 64);
    assert_eq!(vpic["enabled"], true);
    let namespaces = status["cache"]["namespaces"].as_array().unwrap();
    assert!(
        namespaces
            .iter()
            .any(|one| one["misses"].as_u64() > Some(0))
    );
    let jobs = status["jobs"].as_array().unwrap();
    assert!(jobs.iter().any(|job| job["name"] == "statistics"), "{text}");
    for key in ["uptime_s", "contract", "circuits", "broken"] {
        assert!(!status[key].is_null(), "{key}");
    }
}
