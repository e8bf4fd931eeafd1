//! Telegram sends updates to the bot.

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use vinbot_playground::{Options, SendText};

use crate::bot::{ADA, Bot, free_address};

const HONDA: &str = "1HGCM82633A004352";
pub(crate) const SECRET: &str = "shown-by-Telegram_1";

/// A bot that has updates sent to it.
pub(crate) async fn listening(more: &[(&str, &str)]) -> Bot {
    let address = free_address();
    let url = format!("http://{address}");
    let mut variables = vec![
        ("VINBOT_TELEGRAM__MODE", "webhook"),
        ("VINBOT_TELEGRAM__WEBHOOK__URL", url.as_str()),
        ("VINBOT_TELEGRAM__WEBHOOK__LISTEN", &address),
        ("TELEGRAM_WEBHOOK_SECRET", SECRET),
    ];
    variables.extend(more);
    Bot::start_with(Options::default(), &variables).await
}

/// The whole address that Telegram was told.
pub(crate) async fn address(bot: &Bot) -> String {
    let info = bot.call("getWebhookInfo", json!({})).await;
    info["result"]["url"].as_str().unwrap().to_owned()
}

fn update(id: i64, text: &str) -> Value {
    let person = json!({ "id": ADA, "is_bot": false, "first_name": "Ada" });
    let chat = json!({ "id": ADA, "type": "private", "first_name": "Ada" });
    json!({ "update_id": id, "message": {
        "message_id": id, "date": 0, "text": text, "from": person, "chat": chat,
    } })
}

/// What the bot answers to whoever posts this.
pub(crate) async fn post(url: &str, secret: Option<&str>, body: String) -> u16 {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut request = client.post(url).header("content-type", "application/json");
    if let Some(secret) = secret {
        request = request.header("x-telegram-bot-api-secret-token", secret);
    }
    request.body(body).send().await.unwrap().status().as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn updates_that_telegram_sends_are_answered() {
    let bot = listening(&[
        ("RUST_LOG", "trace"),
        ("VINBOT_TELEGRAM__WEBHOOK__MAX_CONNECTIONS", "7"),
    ])
    .await;
    assert!(bot.ask(HONDA).await.text.starts_with("2003 Honda"));
    let info = bot.call("getWebhookInfo", json!({})).await["result"].clone();
    assert_eq!(info["max_connections"], 7);
    assert_eq!(info["pending_update_count"], 0);
    let kinds = info["allowed_updates"].as_array().unwrap();
    assert!(kinds.contains(&"message".into()) && !kinds.contains(&"poll".into()));
    let url = address(&bot).await;
    let hidden = url.rsplit('/').next().unwrap();
    assert_eq!(hidden.len(), 22, "{url}");
    let log = bot.log();
    assert!(!log.contains(SECRET) && log.contains("listening for updates"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_telegram_brings_updates() {
    let bot = listening(&[("VINBOT_ADMIN_TOKEN", crate::bot::ADMIN_TOKEN)]).await;
    let url = address(&bot).await;
    let forged = update(7, HONDA).to_string();
    for secret in [None, Some("guessed"), Some("")] {
        assert_eq!(post(&url, secret, forged.clone()).await, 401, "{secret:?}");
    }
    assert!(bot.log().contains("denied-webhook"), "{}", bot.log());
    assert!(bot.all_since(0).await.is_empty(), "none was answered");
    let metrics = bot.get_text(&format!("http://{}/metrics", bot.http)).await;
    let denied = r#"vinbot_webhook_requests_total{outcome="denied"} 3"#;
    assert!(metrics.contains(denied), "{metrics}");
    // What is for the operator is not to be had there.
    let elsewhere = url.rsplit_once("/telegram/").unwrap().0;
    for path in ["/health", "/metrics", "/status", "/admin/api/plugins", "/"] {
        let found = post(&format!("{elsewhere}{path}"), Some(SECRET), String::new()).await;
        assert_eq!(found, 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_or_too_slow_is_cut_off_and_the_bot_answers_on() {
    let bot = listening(&[("VINBOT_TELEGRAM__WEBHOOK__READ_TIMEOUT_S", "1")]).await;
    let url = address(&bot).await;
    let large = " ".repeat((1 << 20) + 1);
    assert_eq!(post(&url, Some(SECRET), large).await, 413);
    assert_eq!(post(&url, Some(SECRET), "no update".to_owned()).await, 400);

    let target: reqwest::Url = url.parse().unwrap();
    let address = format!("127.0.0.1:{}", target.port().unwrap());
    let head = format!(
        "POST {} HTTP/1.1\r\nHost: a\r\nX-Telegram-Bot-Api-Secret-Token: {SECRET}\r\n\
         Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{{\"upd",
        target.path()
    );
    for (sent, answer) in [(&head[..20], ""), (&*head, "HTTP/1.1 408")] {
        let mut slow = TcpStream::connect(&address).await.unwrap();
        slow.write_all(sent.as_bytes()).await.unwrap();
        let mut heard = Vec::new();
        let _ = slow.read_to_end(&mut heard).await;
        let heard = String::from_utf8_lossy(&heard);
        assert!(heard.starts_with(answer), "{heard}");
        assert!(!heard.contains("200"), "{heard}");
    }
    assert!(bot.ask(HONDA).await.text.starts_with("2003 Honda"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_that_telegram_sends_twice_is_answered_once() {
    let bot = listening(&[]).await;
    let url = address(&bot).await;
    let before = bot.ask("/help").await.created;
    for _ in 0..3 {
        let again = update(2_000_000_000, HONDA).to_string();
        assert_eq!(post(&url, Some(SECRET), again).await, 200);
    }
    let answers = bot.all_since(before).await;
    assert_eq!(answers.len(), 1, "{answers:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sent_while_the_bot_is_away_waits_at_telegram() {
    let mut bot = listening(&[]).await;
    let url = address(&bot).await;
    bot.signal("TERM");
    assert!(bot.ended().await.success(), "{}", bot.log());
    assert_eq!(address(&bot).await, url, "the webhook stays");
    let sent = bot.playground.send_text(ADA, SendText::new(HONDA)).unwrap();
    bot.start_again();
    let answers = bot.messages(ADA, sent.revision, 1).await;
    assert!(answers[0].text.starts_with("2003 Honda"), "{answers:?}");
    assert_eq!(address(&bot).await, url, "and is the same after a restart");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_is_removed_at_the_end_only_if_that_is_wanted() {
    let mut bot = listening(&[("VINBOT_TELEGRAM__WEBHOOK__REMOVE_ON_STOP", "true")]).await;
    bot.ask("/help").await;
    bot.signal("TERM");
    assert!(bot.ended().await.success(), "{}", bot.log());
    assert_eq!(address(&bot).await, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_that_somebody_removes_is_set_again_and_the_log_says_who_may_have() {
    let bot = listening(&[("VINBOT_TELEGRAM__WEBHOOK__CHECK_S", "1")]).await;
    let url = address(&bot).await;
    bot.call("deleteWebhook", json!({})).await;
    assert!(bot.ask(HONDA).await.text.starts_with("2003 Honda"));
    assert_eq!(address(&bot).await, url);
    let log = bot.log();
    assert!(log.contains("the webhook was removed"), "{log}");
    assert!(log.contains("a token of its own"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_taken_ends_the_bot_with_one_line() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let url = format!("http://{address}");
    let variables = [
        ("VINBOT_TELEGRAM__MODE", "webhook"),
        ("VINBOT_TELEGRAM__WEBHOOK__URL", url.as_str()),
        ("VINBOT_TELEGRAM__WEBHOOK__LISTEN", &address),
    ];
    let mut bot = Bot::launch(Options::default(), &variables).await;
    assert_eq!(bot.ended().await.code(), Some(1));
    let log = bot.log();
    assert!(
        log.contains("can't listen for updates") && log.contains(&address),
        "{log}"
    );
}
