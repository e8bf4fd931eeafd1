//! How the bot behaves among others: topics, Telegram's limits, names with odd letters,
//! questions of plugins' commands.

use vinbot_playground::{ChatWait, OpenTopic, Options, RateSwitch, SendText, SetChat, SetSettings};

use crate::bot::{ADA, Bot, styled};
use crate::service::{Fault, Server};
use crate::services::place;

const HONDA: &str = "1HGCM82633A004352";
/// A supergroup.
const FORUM: i64 = -1_000_000_000_077;

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_belongs_to_the_topic_of_its_question() {
    let options = Options {
        reads_all_group_messages: true,
        ..Options::default()
    };
    let bot = Bot::start_with(options, &[]).await;
    let forum = SetChat {
        title: Some("Workshop".into()),
        forum: Some(true),
    };
    bot.playground.shape_chat(FORUM, forum).unwrap();
    let open = OpenTopic {
        user: ADA,
        name: "Engines".into(),
    };
    let topic = bot.playground.open_topic(FORUM, &open).unwrap().topic;
    let question = SendText {
        topic: Some(topic),
        ..SendText::new(HONDA).from_user(ADA)
    };
    let sent = bot.playground.send_text(FORUM, question).unwrap();
    let card = bot.messages(FORUM, sent.revision, 1).await.remove(0);
    assert_eq!(
        (card.topic, card.reply_to),
        (Some(topic), Some(sent.message_id))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn many_answers_at_once_keep_to_telegrams_limits() {
    let usual = [
        ("VINBOT_TELEGRAM__OUTBOX__CHAT_BURST", "3"),
        ("VINBOT_TELEGRAM__OUTBOX__PER_SECOND", "30"),
        ("VINBOT_TELEGRAM__OUTBOX__GROUP_PER_MINUTE", "20"),
    ];
    let bot = Bot::start_with(Options::default(), &usual).await;
    bot.playground.set_settings(&SetSettings {
        rate_limits: Some(RateSwitch::On(true)),
        inline: None,
        inline_feedback: None,
        reads_all_group_messages: None,
    });
    let people = 1..=12;
    for person in people.clone() {
        for _ in 0..3 {
            let question = SendText::new("/privacy");
            bot.playground.send_text(person, question).unwrap();
        }
    }
    for person in people {
        let wait = ChatWait {
            bot_messages: Some(3),
            ..ChatWait::default()
        };
        bot.chat(person, &wait).await;
    }
    assert!(!bot.log().contains("Retry after"), "{}", bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_of_any_letters_is_shown_whole() {
    let bot = Bot::start().await;
    bot.press(&bot.ask(HONDA).await, "⭐ Save").await;
    for name in [
        "Ёжик 🚗💨",
        "e\u{301}te\u{301} 👩‍🔧",
        "عربة אוטו",
        "<b>x</b> & *y* _z_",
    ] {
        bot.ask(&format!("/name {HONDA} {name}")).await;
        let garage = bot.ask("/garage").await;
        assert!(
            styled(&garage, "bold").contains(&name.to_owned()),
            "{garage:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plugins_command_asks_for_what_it_lacks() {
    let service = Server::start(Fault::None).await;
    let place = place(&service);
    let bot = place.bot().await;
    let question = bot.ask("/value").await;
    assert!(question.text.contains("the VIN"), "{}", question.text);
    assert!(
        bot.ask("soon").await.text.contains("I see no VIN"),
        "that is no VIN"
    );
    assert!(bot.ask(HONDA).await.text.contains("mileage"));
    assert!(bot.ask("120 000").await.text.contains("US state"));
    let value = bot.ask("ca").await;
    assert!(value.text.contains("Market value"), "{}", value.text);
    assert!(value.text.contains("120,000 miles in CA"), "{}", value.text);
}
