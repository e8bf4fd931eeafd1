//! The network, Telegram and the platform make trouble.

use vinbot_playground::{ChatWait, Fault, Inject, Options, SendText, Wait};

use crate::bot::{ADA, Bot};

const HONDA: &str = "1HGCM82633A004352";

fn fault(bot: &Bot, method: &str, times: u32, fault: Fault) {
    let inject = Inject {
        method: method.into(),
        times,
        fault,
        after_effect: false,
    };
    bot.playground.inject_fault(inject).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_waits_for_as_long_as_telegram_asks() {
    let bot = Bot::start().await;
    fault(&bot, "sendMessage", 1, Fault::RetryAfter { seconds: 1 });
    assert!(bot.ask(HONDA).await.text.starts_with("2003 Honda"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_may_have_arrived_is_not_sent_twice() {
    let bot = Bot::start().await;
    let before = bot.ask("/help").await.created;
    let lost = Inject {
        method: "sendMessage".into(),
        times: 1,
        fault: Fault::Close,
        after_effect: true,
    };
    bot.playground.inject_fault(lost).unwrap();
    bot.playground.send_text(ADA, SendText::new(HONDA)).unwrap();
    let answers = bot.all_since(before).await;
    assert_eq!(answers.len(), 1, "{answers:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn polling_goes_on_after_errors_that_are_told_once() {
    let bot = Bot::start().await;
    fault(&bot, "getUpdates", 3, Fault::Close);
    assert!(bot.ask("/help").await.text.contains("How it works"));
    assert!(bot.ask(HONDA).await.text.starts_with("2003 Honda"));
    let told = bot.log().matches("no updates from Telegram").count();
    assert_eq!(told, 1, "{}", bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_bot_with_the_same_token_is_explained() {
    let bot = Bot::start().await;
    let conflict = "Conflict: terminated by other getUpdates request; make sure that only one bot \
                    instance is running";
    fault(
        &bot,
        "getUpdates",
        1,
        Fault::Error {
            error_code: 409,
            description: conflict.into(),
        },
    );
    // The poll that is under way is answered; the next one meets the fault.
    for _ in 0..2 {
        assert!(bot.ask("/help").await.text.contains("How it works"));
    }
    assert!(
        bot.log().contains("another program is asking"),
        "{}",
        bot.log()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_who_blocked_the_bot_is_no_error() {
    let bot = Bot::start().await;
    let blocked = "Forbidden: bot was blocked by the user";
    fault(
        &bot,
        "sendMessage",
        1,
        Fault::Error {
            error_code: 403,
            description: blocked.into(),
        },
    );
    bot.playground.send_text(ADA, SendText::new(HONDA)).unwrap();
    bot.all_since(0).await;
    assert!(!bot.log().contains("\"level\":\"WARN\""), "{}", bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_token_ends_the_bot_with_one_line() {
    let mut bot = Bot::launch(
        Options::default(),
        &[("TELEGRAM_BOT_TOKEN", "2:wrong-token-of-a-bot")],
    )
    .await;
    assert_eq!(bot.ended().await.code(), Some(1));
    let log = bot.log();
    let lines: Vec<_> = log
        .lines()
        .filter(|line| line.starts_with("vinbot: "))
        .collect();
    assert_eq!(lines.len(), 1, "{log}");
    assert!(lines[0].contains("TELEGRAM_BOT_TOKEN") && lines[0].contains("@BotFather"));
    assert!(!log.contains("wrong-token-of-a-bot"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_log_line_holds_the_token() {
    let bot = Bot::start_with(Options::default(), &[("RUST_LOG", "trace")]).await;
    fault(&bot, "getUpdates", 1, Fault::Close);
    fault(&bot, "sendMessage", 1, Fault::Close);
    bot.playground.send_text(ADA, SendText::new(HONDA)).unwrap();
    bot.all_since(0).await;
    let log = bot.log();
    assert!(
        log.contains("TRACE") && !log.contains("1:playground"),
        "{log}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn told_to_stop_it_finishes_what_it_began_and_confirms_it() {
    let mut bot = Bot::start().await;
    fault(&bot, "sendMessage", 1, Fault::Hang);
    let sent = bot.playground.send_text(ADA, SendText::new(HONDA)).unwrap();
    let begun = Wait {
        method: Some("sendMessage".into()),
        started: Some(1),
        ..Wait::default()
    };
    assert!(!bot.playground.wait(&begun).await.timed_out);
    bot.signal("TERM");
    bot.playground.release_faults();
    assert!(bot.ended().await.success(), "{}", bot.log());
    let wait = ChatWait {
        after: sent.revision,
        bot_messages: Some(1),
        ..ChatWait::default()
    };
    assert!(!bot.playground.wait_chat(ADA, &wait).await.timed_out);
    let confirmed = Wait {
        confirmed: sent.update_id,
        timeout: Some(1.0),
        ..Wait::default()
    };
    assert!(
        !bot.playground.wait(&confirmed).await.timed_out,
        "{}",
        bot.log()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_platform_sees_that_it_is_alive_and_ready() {
    let bot = Bot::start().await;
    let (code, health) = bot.get(&format!("http://{}/health", bot.http)).await;
    assert_eq!((code, health["status"].as_str()), (200, Some("ok")));
    let (code, ready) = bot.get(&format!("http://{}/ready", bot.http)).await;
    assert_eq!(
        (code, ready["telegram"].as_str()),
        (200, Some("connected")),
        "{ready}"
    );
    assert!(ready["decoders"].as_u64() >= Some(2));
}
