//! What admins see and do in the chat, and that nobody else can.

use rstest::rstest;
use vinbot_playground::{ChatWait, MessageView, SendText};

use crate::alive::{HONDA, Place};
use crate::bot::{ADA, Bot, labels};
use crate::support::rogue::{self, Rogue};

/// Somebody who is no admin.
const BOB: i64 = 43;

async fn asked_by(bot: &Bot, user: i64, text: impl Into<String>) -> MessageView {
    let sent = bot.playground.send_text(user, SendText::new(text)).unwrap();
    bot.messages(user, sent.revision, 1).await.remove(0)
}

/// How often a chat was sent exactly this.
fn times(bot: &Bot, chat: i64, text: &str) -> usize {
    let messages = bot.playground.chat(chat, 0).messages.into_iter();
    messages
        .filter(|one| one.from_bot && one.text == text)
        .count()
}

#[rstest]
#[case("")]
#[case("stats")]
#[case("errors")]
#[case("broadcast Hello")]
#[case("broadcasts")]
#[case("debug 1HGCM82633A004352")]
#[case("log trace")]
#[case("maintenance on")]
#[case("jobs run cleanup")]
#[case("feedback")]
#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_sees_that_there_is_anything(#[case] arguments: &str) {
    let place = Place::new();
    let bot = place.bot().await;
    let admin = asked_by(&bot, BOB, format!("/admin {arguments}")).await;
    let nothing = asked_by(&bot, BOB, format!("/nothing {arguments}")).await;
    assert_eq!(admin.text.replace("/admin", "/nothing"), nothing.text);
    assert_eq!(labels(&admin), labels(&nothing));
    assert!(bot.log().contains("denied-command"), "{}", bot.log());
    let stats = bot.ask("/admin stats").await.text;
    assert!(!stats.contains("Maintenance"), "{stats}");
}

#[tokio::test(flavor = "multi_thread")]
async fn stats_count_what_was_asked_but_nothing_of_who_wants_to_be_private() {
    let place = Place::new();
    let bot = place.bot().await;
    bot.ask(HONDA).await;
    asked_by(&bot, BOB, "/settings private on").await;
    asked_by(&bot, BOB, HONDA).await;
    let stats = bot.ask("/admin stats").await;
    assert!(stats.text.contains("vins: 1 – 1 – 1"), "{}", stats.text);
    assert!(stats.text.contains("cards: 1 – 1 – 1"), "{}", stats.text);
    let metrics = bot.get_text(&format!("http://{}/metrics", bot.http)).await;
    for line in [
        "vinbot_events_total{event=\"vins\"} 1",
        "vinbot_outbox_requests_total{outcome=\"sent\"} ",
        "vinbot_outbox_waiting 0",
        "vinbot_limit_requests_total{outcome=\"allowed\"} ",
        "vinbot_job_runs_total{task=\"statistics\",outcome=\"done\"} ",
        "vinbot_job_running{task=\"cleanup\"} 0",
    ] {
        assert!(metrics.contains(line), "{line}\n{metrics}");
    }
    let (errors, _) = bot.press(&stats, "Errors").await;
    assert!(errors.text.contains("warnings and errors"), "in place");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_is_found_with_the_update_that_it_belongs_to() {
    let place = Place::new();
    let crashing = Rogue {
        decode: rogue::TRAPS,
        ..Rogue::default()
    };
    place.save(&crashing.component());
    let bot = place.bot().await;
    bot.ask(HONDA).await;
    let errors = bot.ask("/admin errors").await.text;
    assert!(errors.contains("a decoder failed"), "{errors}");
    let update = errors.split(" update ").nth(1).unwrap();
    let update = update.lines().next().unwrap().to_owned();
    let one = bot.ask(&format!("/admin errors {update}")).await.text;
    assert!(one.contains("plugin=rogue"), "{one}");
    let none = bot.ask("/admin errors 1").await.text;
    assert!(none.contains("Nothing is remembered"), "{none}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vin_is_traced_through_all_plugins_past_the_cache() {
    let place = Place::new();
    let bot = place.bot().await;
    let trace = bot.ask(&format!("/admin debug {HONDA}")).await;
    for words in ["Cache: miss", "decoders", "rogue", "formatters", "card"] {
        assert!(trace.text.contains(words), "{words}: {}", trace.text);
    }
    assert!(trace.text.contains(" ms – "), "{}", trace.text);
    bot.ask(HONDA).await;
    let (trace, _) = bot.press(&trace, "Again").await;
    assert!(trace.text.contains("Cache: hit"), "{}", trace.text);
    let odd = bot.ask("/admin debug hello").await.text;
    assert!(odd.contains("no VIN"), "{odd}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_level_of_the_log_changes_while_the_bot_runs() {
    let place = Place::new();
    let bot = place.bot().await;
    let asked = |bot: &Bot| bot.log().matches("\"message\":\"asked\"").count();
    bot.ask("/help").await;
    assert!(asked(&bot) > 0, "{}", bot.log());
    let told = bot.ask("/admin log warn").await;
    assert!(told.text.contains("Logged is warn"), "{}", told.text);
    let before = asked(&bot);
    bot.ask("/help").await;
    assert_eq!(asked(&bot), before);
    let (told, _) = bot.press(&told, "Reset").await;
    assert!(told.text.contains("vinbot=debug"), "{}", told.text);
    bot.ask("/help").await;
    assert_eq!(asked(&bot), before + 1);
    let refused = bot.ask("/admin log hyper=trace").await.text;
    assert!(refused.contains("secrets"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn during_maintenance_everybody_but_admins_is_sent_away_once() {
    let place = Place::new();
    let mut bot = place.bot().await;
    let screen = bot.ask("/admin maintenance on").await;
    assert!(screen.text.contains("Maintenance is on"), "{}", screen.text);
    let told = asked_by(&bot, BOB, HONDA).await;
    assert!(told.text.contains("being worked on"), "{}", told.text);
    let again = bot.playground.send_text(BOB, SendText::new(HONDA)).unwrap();
    assert!(bot.ask(HONDA).await.text.contains("Alpha"));
    bot.killed_and_started_again().await;
    let german = SendText {
        language_code: Some("de".to_owned()),
        ..SendText::new(HONDA)
    };
    let sent = bot.playground.send_text(44, german).unwrap();
    let told = bot.messages(44, sent.revision, 1).await.remove(0);
    assert!(told.text.contains("gearbeitet"), "{}", told.text);
    let screen = bot.ask("/admin maintenance").await;
    let (screen, _) = bot.press(&screen, "Switch off").await;
    assert!(
        screen.text.contains("Maintenance is off"),
        "{}",
        screen.text
    );
    let since = bot
        .all_in(BOB, again.revision, SendText::new("/help"))
        .await;
    assert!(since.is_empty(), "told once: {since:?}");
    assert!(asked_by(&bot, BOB, HONDA).await.text.contains("Alpha"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_users_say_reaches_admins() {
    let place = Place::new();
    let bot = place.bot().await;
    let somebody = 987_654_321;
    asked_by(&bot, somebody, "/feedback It is\nwonderful").await;
    let told = bot.ask("/admin feedback").await.text;
    assert!(told.contains("It is\nwonderful"), "{told}");
    assert!(!told.contains(&somebody.to_string()), "not who: {told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rollout_is_a_press_and_a_refusal_is_logged_as_one() {
    let place = Place::new();
    let bot = place.bot().await;
    let screen = bot.ask("/admin plugin rogue").await;
    let shares = ["0 %", "10 %", "50 %"];
    assert!(labels(&screen).iter().any(|row| *row == shares));
    let (screen, _) = bot.press(&screen, "10 %").await;
    assert!(screen.text.contains("for 10 % of users"), "{}", screen.text);
    assert_eq!(bot.log().matches("\"message\":\"steered\"").count(), 1);
    bot.ask("/admin rollback rogue").await;
    let log = bot.log();
    assert_eq!(log.matches("\"message\":\"steered\"").count(), 1, "{log}");
    assert!(log.contains("not steered"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broadcast_is_shown_first_and_goes_to_all_who_are_there() {
    let place = Place::new();
    let bot = place.bot().await;
    let users = 51..=60;
    for user in users.clone() {
        asked_by(&bot, user, "/help").await;
    }
    bot.playground.block(55, true).unwrap();
    bot.playground.delete_chat(56).unwrap();
    loop {
        let stats = bot.ask("/admin stats").await.text;
        if stats.contains("10 known, 1 gone") {
            break;
        }
    }
    let draft = bot.ask("/admin broadcast Hello\nall of you").await;
    assert!(
        draft.text.contains("to 10 chats (1 others"),
        "{}",
        draft.text
    );
    assert_eq!(labels(&draft), [["Send", "Cancel"]]);
    for user in users.clone() {
        assert_eq!(times(&bot, user, "Hello\nall of you"), 0, "{user}");
    }
    let (list, _) = bot.press(&draft, "Send").await;
    assert!(
        list.text.contains("done – 9 sent, 1 failed, 1 left out"),
        "{}",
        list.text
    );
    for user in users.filter(|user| ![55, 56].contains(user)) {
        assert_eq!(times(&bot, user, "Hello\nall of you"), 1, "{user}");
    }
    let stats = bot.ask("/admin stats").await.text;
    assert!(stats.contains("9 known, 2 gone"), "{stats}");

    let draft = bot.ask("/admin broadcast Never mind").await;
    let (list, _) = bot.press(&draft, "Cancel").await;
    assert!(list.text.contains("cancelled"), "{}", list.text);
    assert_eq!(times(&bot, 51, "Never mind"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broadcast_goes_on_after_a_kill_and_can_be_paused() {
    let place = Place::new()
        .with("VINBOT_TELEGRAM__OUTBOX__PER_SECOND", "10")
        .with("VINBOT_JOBS__BROADCASTS_S", "1");
    let mut bot = place.bot().await;
    let users: Vec<i64> = (101..=140).collect();
    for user in &users {
        bot.playground
            .send_text(*user, SendText::new("/cancel"))
            .unwrap();
    }
    for user in &users {
        let wait = ChatWait {
            bot_messages: Some(1),
            ..ChatWait::default()
        };
        bot.chat(*user, &wait).await;
    }
    loop {
        let stats = bot.ask("/admin stats").await.text;
        if stats.contains("41 known") {
            break;
        }
    }
    let draft = bot.ask("/admin broadcast News").await;
    let label = vinbot_playground::Press {
        label: Some("Send".to_owned()),
        ..vinbot_playground::Press::default()
    };
    bot.playground.press(ADA, draft.message_id, &label).unwrap();
    let has = async |bot: &Bot, user: i64| {
        let wait = ChatWait {
            contains: Some("News".to_owned()),
            timeout: Some(60.0),
            ..ChatWait::default()
        };
        bot.chat(user, &wait).await;
    };
    // The twelfth: those more than eight before it are noted.
    has(&bot, 112).await;
    bot.killed_and_started_again().await;
    has(&bot, 120).await;
    let list = bot.ask("/admin broadcasts").await;
    let (list, _) = bot.press(&list, "Pause 1").await;
    assert!(list.text.contains("paused"), "{}", list.text);
    let sent = |bot: &Bot| -> usize {
        let all = users.iter();
        all.filter(|user| times(bot, **user, "News") > 0).count()
    };
    assert!(sent(&bot) < users.len(), "{}", list.text);
    let (list, _) = bot.press(&list, "Resume 1").await;
    assert!(!list.text.contains("paused"), "{}", list.text);
    has(&bot, 140).await;
    loop {
        let list = bot.ask("/admin broadcasts").await.text;
        if list.contains("done – ") {
            break;
        }
    }
    let count: Vec<usize> = users
        .iter()
        .map(|user| times(&bot, *user, "News"))
        .collect();
    assert!(count.iter().all(|times| *times >= 1), "{count:?}");
    assert_eq!(count[..3], [1, 1, 1], "what was noted is not sent again");
    let twice = count.iter().sum::<usize>() - users.len();
    assert!(twice <= 8, "only what was under way: {count:?}");
}
