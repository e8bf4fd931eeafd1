//! In groups the bot speaks when there is something to say.

use vinbot_playground::{Options, SendText};

use crate::bot::{Bot, GROUP};

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
    let said = bot.all_in(GROUP, first.revision, from_ada("/help")).await;
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
