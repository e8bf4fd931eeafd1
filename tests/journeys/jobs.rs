//! What the bot does at set times, and by itself: recalls of watched cars, chats that go.

use vinbot_playground::{
    ChatWait, Fault as Refused, Inject, MessageView, Press, SendText, SetChat,
};

use crate::alive::{HONDA, Place};
use crate::bot::{ADA, Bot, labels, styled};
use crate::service::{Fault, Server};
use crate::services;
use crate::support;

/// Somebody who is no admin.
const BOB: i64 = 43;

/// Runs a job and returns what the admin is shown.
async fn run_now(bot: &Bot, job: &str) -> String {
    let jobs = bot.ask("/admin jobs").await;
    let (jobs, _) = bot.press(&jobs, &format!("Run {job} now")).await;
    jobs.text
}

/// A text of somebody, and the answer to it.
async fn asked_by(bot: &Bot, user: i64, text: SendText) -> MessageView {
    let sent = bot.playground.send_text(user, text).unwrap();
    bot.messages(user, sent.revision, 1).await.remove(0)
}

/// All news that a chat got.
fn news(bot: &Bot, chat: i64, words: &str) -> Vec<MessageView> {
    let messages = bot.playground.chat(chat, 0).messages.into_iter();
    messages
        .filter(|one| one.from_bot && one.text.contains(words))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_watches_a_car_hears_of_each_new_recall_once() {
    let service = Server::start(Fault::None).await;
    let place = services::place(&service);
    let bot = place.bot().await;
    let german = SendText {
        language_code: Some("de".to_owned()),
        ..SendText::new(format!("/watch {HONDA}"))
    };
    let watched = asked_by(&bot, BOB, german).await;
    assert!(watched.text.contains("beobachtet"), "{}", watched.text);
    let told = run_now(&bot, "recall_watch").await;
    assert!(told.starts_with("recall_watch: done"), "{told}");
    assert!(
        news(&bot, BOB, "neuer Rückruf").is_empty(),
        "nothing is new"
    );

    service.recalls("26V999000");
    run_now(&bot, "recall_watch").await;
    let told = news(&bot, BOB, "Ein neuer Rückruf");
    let [one] = told.as_slice() else {
        panic!("one: {told:?}\n{}", bot.log())
    };
    assert!(one.text.contains("Honda Accord"), "{}", one.text);
    assert!(one.text.contains("26V999000"), "{}", one.text);
    assert!(
        one.text.contains("The inflator may explode"),
        "{}",
        one.text
    );
    assert_eq!(labels(one), [["Details", "🔕 Nicht beobachten"]]);
    assert_eq!(styled(one, "bold").len(), 2);

    service.fails(Fault::Down);
    let told = run_now(&bot, "recall_watch").await;
    assert!(told.contains("failed: 1 of 1 vehicles"), "{told}");
    service.fails(Fault::None);
    let told = run_now(&bot, "recall_watch").await;
    assert!(told.starts_with("recall_watch: done"), "{told}");
    assert_eq!(news(&bot, BOB, "Ein neuer Rückruf").len(), 1, "once");
    let line = "vinbot_job_runs_total{task=\"recall_watch\",outcome=\"failed\"} 1";
    let metrics = bot.get_text(&format!("http://{}/metrics", bot.http)).await;
    assert!(metrics.contains(line), "{metrics}");

    let press = vinbot_playground::Press {
        label: Some("🔕 Nicht beobachten".to_owned()),
        ..vinbot_playground::Press::default()
    };
    bot.playground.press(BOB, one.message_id, &press).unwrap();
    let wait = ChatWait {
        answers: Some(1),
        ..ChatWait::default()
    };
    bot.chat(BOB, &wait).await;
    service.recalls("26V999001");
    run_now(&bot, "recall_watch").await;
    assert!(news(&bot, BOB, "26V999001").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_gone_is_told_nothing_and_watches_nothing_any_more() {
    let service = Server::start(Fault::None).await;
    let place = services::place(&service);
    let bot = place.bot().await;
    let watch = format!("/watch {HONDA}");
    asked_by(&bot, BOB, SendText::new(watch.as_str())).await;
    bot.ask(&watch).await;
    bot.playground.delete_chat(BOB).unwrap();
    service.recalls("26V999000");
    let told = run_now(&bot, "recall_watch").await;
    assert!(told.starts_with("recall_watch: done"), "{told}");
    let told = news(&bot, ADA, "26V999000").len();
    assert_eq!(told, 1, "others are told: {}", bot.log());
    let stats = bot.ask("/admin stats").await.text;
    assert!(stats.contains("1 known, 1 gone"), "{stats}");
    bot.playground.shape_chat(BOB, SetChat::default()).unwrap();
    let garage = asked_by(&bot, BOB, SendText::new("/garage")).await;
    assert!(!garage.text.contains('🔔'), "{}", garage.text);
    // That they are back is written down behind the answer.
    while !bot
        .ask("/admin stats")
        .await
        .text
        .contains("2 known, 0 gone")
    {}
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_can_not_be_sent_a_file_is_gone_too() {
    let place = Place::new();
    support::put(place.plugins.path(), "export");
    let bot = place.bot().await;
    asked_by(&bot, ADA, SendText::new("/help")).await;
    let card = asked_by(&bot, BOB, SendText::new(HONDA)).await;
    while !bot
        .ask("/admin stats")
        .await
        .text
        .contains("2 known, 0 gone")
    {}
    let inject = Inject {
        method: "sendDocument".into(),
        times: 1,
        fault: Refused::Error {
            error_code: 403,
            description: "Forbidden: bot was blocked by the user".into(),
        },
        after_effect: false,
    };
    bot.playground.inject_fault(inject).unwrap();
    let press = Press {
        label: Some("Report CSV".into()),
        ..Press::default()
    };
    bot.playground.press(BOB, card.message_id, &press).unwrap();
    while !bot
        .ask("/admin stats")
        .await
        .text
        .contains("1 known, 1 gone")
    {}
}

#[tokio::test(flavor = "multi_thread")]
async fn who_blocks_the_bot_is_gone_until_they_let_it_in_again() {
    let place = Place::new();
    let bot = place.bot().await;
    for user in [ADA, BOB] {
        asked_by(&bot, user, SendText::new("/help")).await;
    }
    let chats = async |words: &str| loop {
        let stats = bot.ask("/admin stats").await.text;
        if stats.contains(words) {
            break;
        }
    };
    chats("2 known, 0 gone").await;
    bot.playground.block(BOB, true).unwrap();
    chats("1 known, 1 gone").await;
    bot.playground.block(BOB, false).unwrap();
    chats("2 known, 0 gone").await;
    bot.playground.block(BOB, true).unwrap();
    chats("1 known, 1 gone").await;
    // Who writes lets it in.
    asked_by(&bot, BOB, SendText::new("/help")).await;
    chats("2 known, 0 gone").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_job_can_be_run_now_and_one_that_is_switched_off_is_not_there() {
    let place = Place::new().with("VINBOT_JOBS__DEAD_CHATS", "");
    let bot = place.bot().await;
    let jobs = bot.ask("/admin jobs").await;
    for job in [
        "recall_watch",
        "broadcasts",
        "cleanup",
        "statistics",
        "warm",
    ] {
        let told = run_now(&bot, job).await;
        assert!(told.starts_with(&format!("{job}: done")), "{told}");
    }
    assert!(!jobs.text.contains("dead_chats"), "{}", jobs.text);
    let told = bot.ask("/admin jobs run dead_chats").await.text;
    assert!(told.contains("there is no such job"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_watch_one_car_cost_its_service_one_question() {
    let service = Server::start(Fault::None).await;
    let place = services::place(&service);
    let bot = place.bot().await;
    for user in [ADA, BOB] {
        asked_by(&bot, user, SendText::new(format!("/watch {HONDA}"))).await;
    }
    service.recalls("26V999000");
    let asked = || {
        let asked = service.asked().into_iter();
        asked
            .filter(|target| target.starts_with("/recalls/"))
            .count()
    };
    let before = asked();
    let told = run_now(&bot, "recall_watch").await;
    assert!(told.starts_with("recall_watch: done"), "{told}");
    assert_eq!(asked() - before, 1);
    for user in [ADA, BOB] {
        assert_eq!(news(&bot, user, "26V999000").len(), 1, "{}", bot.log());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn news_that_telegram_refuses_do_not_hold_up_later_ones() {
    let service = Server::start(Fault::None).await;
    let place = services::place(&service);
    let bot = place.bot().await;
    asked_by(&bot, BOB, SendText::new(format!("/watch {HONDA}"))).await;
    service.recalls("26V999000");
    service.recalls("26V999001");
    let jobs = bot.ask("/admin jobs").await;
    let inject = Inject {
        method: "sendMessage".into(),
        times: 1,
        fault: Refused::Error {
            error_code: 400,
            description: "Bad Request: can't parse entities".into(),
        },
        after_effect: false,
    };
    bot.playground.inject_fault(inject).unwrap();
    let (jobs, _) = bot.press(&jobs, "Run recall_watch now").await;
    assert!(jobs.text.starts_with("recall_watch: done"), "{}", jobs.text);
    assert_eq!(news(&bot, BOB, "A new recall").len(), 1, "{}", bot.log());
    run_now(&bot, "recall_watch").await;
    assert_eq!(
        news(&bot, BOB, "A new recall").len(),
        1,
        "given up for good"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_car_whose_recalls_nobody_knows_is_not_watched_and_that_is_said() {
    let place = Place::new();
    let bot = place.bot().await;
    let told = bot.ask("/watch WAUZZZ8K9BA123456").await.text;
    assert!(told.contains("No source that I have"), "{told}");
    assert!(bot.ask("/garage").await.text.contains("saved no car"));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_watch_too_many_leaves_nothing_behind_and_says_so() {
    let place = Place::new().with_section("recalls");
    let bot = place.bot().await;
    for number in 0..100 {
        let told = bot
            .ask(&format!("/watch WAUZZZ8K9BA{number:06}"))
            .await
            .text;
        assert!(told.contains("Watched."), "{told}");
    }
    bot.ask("/remove WAUZZZ8K9BA000000").await;
    bot.ask("/watch WAUZZZ8K9BA000000").await;
    let told = bot.ask("/watch WAUZZZ8K9BA000100").await.text;
    assert!(told.contains("You watch 100 cars already"), "{told}");
    let garage = bot.ask("/garage").await.text;
    assert!(garage.contains("Your 100 cars"), "{garage}");
}
