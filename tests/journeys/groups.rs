//! In groups the bot speaks when there is something to say.

use vinbot_playground::{MessageView, Options, SendText};

use crate::bot::{Bot, GROUP, labels};

const HONDA: &str = "1HGCM82633A004352";
const TESLA: &str = "5YJ3E1EA2KF317000";

async fn bot() -> Bot {
    let options = Options {
        reads_all_group_messages: true,
        ..Options::default()
    };
    Bot::start_with(options, &[]).await
}

fn from_ada(text: &str) -> SendText {
    SendText::new(text).from_user(42)
}

#[tokio::test(flavor = "multi_thread")]
async fn small_talk_and_what_is_almost_a_vin_get_silence() {
    let bot = bot().await;
    let first = bot
        .playground
        .send_text(GROUP, from_ada("good morning"))
        .unwrap();
    for text in ["1HGCM82633A00435", "/frob", "/help@some_other_bot"] {
        bot.playground.send_text(GROUP, from_ada(text)).unwrap();
    }
    let said = bot
        .all_in(GROUP, first.revision, from_ada("/help@playground_bot"))
        .await;
    assert!(said.is_empty(), "{said:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vin_is_answered_to_the_one_who_sent_it() {
    let bot = bot().await;
    let sent = bot.playground.send_text(GROUP, from_ada(HONDA)).unwrap();
    let card = &bot.messages(GROUP, sent.revision, 1).await[0];
    assert!(card.text.starts_with("2003 Honda Accord"));
    assert_eq!(card.reply_to, Some(sent.message_id));
}

#[tokio::test(flavor = "multi_thread")]
async fn vin_as_an_answer_looks_up_what_somebody_else_wrote() {
    let bot = Bot::start().await;
    let bob = SendText::new(format!("selling {HONDA}")).from_user(43);
    let offer = bot.playground.send_text(GROUP, bob).unwrap();
    let question = SendText {
        reply_to: Some(offer.message_id),
        ..from_ada("/vin")
    };
    let sent = bot.playground.send_text(GROUP, question).unwrap();
    let card = &bot.messages(GROUP, sent.revision, 1).await[0];
    assert!(card.text.starts_with("2003 Honda Accord"), "{}", card.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_keeps_is_not_shown_where_others_read_along() {
    let bot = bot().await;
    let private = |text: &str| {
        let sent = bot.playground.send_text(42, SendText::new(text)).unwrap();
        bot.messages(42, sent.revision, 1)
    };
    private(&format!("/save {HONDA} Granny's car")).await;
    private(&format!("/save {TESLA} My secret")).await;
    let say = async |text: &str| {
        let sent = bot.playground.send_text(GROUP, from_ada(text)).unwrap();
        bot.messages(GROUP, sent.revision, 1).await.remove(0)
    };
    let removed = say(&format!("/remove {HONDA}")).await;
    assert!(removed.text.contains("Removed"), "{removed:?}");
    for text in ["/forget", "/forget yes", "/export", "/garage", "/history"] {
        let told = say(text).await;
        assert!(told.text.contains("private chat"), "{text}: {told:?}");
    }
    let all = bot.playground.chat(GROUP, 0);
    let shown = format!("{:?}", all.messages);
    assert!(
        !shown.contains("secret") && !shown.contains(TESLA),
        "{shown}"
    );
    let left = private("/garage").await.remove(0);
    assert!(left.text.contains("My secret"), "{}", left.text);
    assert!(!left.text.contains("Granny"), "{}", left.text);
}

/// Presses a button of a message in the group, and says what the bot said there since.
async fn presses(bot: &Bot, who: i64, message: &MessageView, label: &str) -> Vec<MessageView> {
    let (revision, chat) = bot.press_by(GROUP, who, message, label).await;
    let said = chat.messages.into_iter();
    said.filter(|one| one.from_bot && one.created > revision)
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn anothers_press_opens_below_and_leaves_the_card_as_it_is() {
    let bot = bot().await;
    let german = SendText::new("/settings language de");
    let sent = bot.playground.send_text(43, german).unwrap();
    bot.messages(43, sent.revision, 1).await;
    let sent = bot.playground.send_text(GROUP, from_ada(HONDA)).unwrap();
    let card = bot.messages(GROUP, sent.revision, 1).await.remove(0);
    let now = |message: &MessageView| {
        let messages = bot.playground.chat(GROUP, 0).messages;
        let mut messages = messages.into_iter();
        messages
            .find(|one| one.message_id == message.message_id)
            .unwrap()
    };
    let below = presses(&bot, 43, &card, "Details").await;
    assert_eq!(labels(&now(&card)), labels(&card));
    assert_eq!(below.len(), 1, "{below:?}");
    assert_eq!(below[0].reply_to, Some(card.message_id));
    assert!(labels(&below[0]).concat().contains(&"Zurück"), "{below:?}");
    // What was opened for Bob is his: he turns its pages in place, and Ada does not.
    assert!(presses(&bot, 43, &below[0], "Zurück").await.is_empty());
    let his = now(&below[0]);
    assert!(his.edits > 0 && his.text.contains(HONDA), "{his:?}");
    assert_eq!(presses(&bot, 42, &his, "Details").await.len(), 1);
    assert_eq!(labels(&now(&his)), labels(&his));
    // Her own she turns in place.
    assert!(presses(&bot, 42, &card, "Details").await.is_empty());
    assert!(now(&card).text.contains("1/"), "{:?}", now(&card));
}
