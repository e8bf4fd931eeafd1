//! What no one should send: a clear answer or silence, and the bot lives on.

use rstest::rstest;
use serde_json::json;
use vinbot_playground::{SendFile, SendText};

use crate::bot::{ADA, Bot};

const HONDA: &str = "1HGCM82633A004352";

#[rstest]
#[case::emoji("🚗🚙🚕")]
#[case::right_to_left("\u{202e}שלום עולם\u{202c}")]
#[case::combining("Z̷̛a̶l̸g̵o̴")]
#[case::markup("<b>*_[x](tg://user?id=1)`</b>")]
#[case::digits("12345678901234567890123456789012345678901234567890")]
#[tokio::test(flavor = "multi_thread")]
async fn odd_text_gets_the_hint(#[case] text: &str) {
    let bot = Bot::start().await;
    assert!(bot.ask(text).await.text.contains("I see no VIN"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sticker_gets_the_hint_to_type_the_vin() {
    let bot = Bot::start().await;
    let sent = bot
        .playground
        .send_sticker(ADA, SendFile::default())
        .unwrap();
    let answer = &bot.messages(ADA, sent.revision, 1).await[0];
    assert!(answer.text.contains("read that"), "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caption_is_read() {
    let bot = Bot::start().await;
    let file = SendFile {
        text: Some("x".into()),
        caption: Some(format!("papers of {HONDA}")),
        ..SendFile::default()
    };
    let sent = bot.playground.send_document(ADA, file).unwrap();
    assert!(
        bot.messages(ADA, sent.revision, 1).await[0]
            .text
            .starts_with("2003 Honda")
    );
}

fn update(text: &str) -> serde_json::Value {
    json!({"message": {
        "message_id": 900_000, "date": 1_780_000_000, "text": text,
        "chat": {"id": ADA, "type": "private", "first_name": "Ada"},
        "from": {"id": ADA, "is_bot": false, "first_name": "Ada"},
    }})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_megabyte_of_text_is_answered_like_any_other() {
    let bot = Bot::start().await;
    let before = bot.ask("/help").await.created;
    let long = format!("{HONDA} {}", "é ".repeat(500_000));
    bot.playground.inject_update(update(&long)).unwrap();
    let answers = bot.all_since(before).await;
    assert!(
        answers.last().unwrap().text.starts_with("2003 Honda"),
        "{answers:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_that_comes_twice_is_answered_once() {
    let bot = Bot::start().await;
    let before = bot.ask("/help").await.created;
    let mut update = update(HONDA);
    update["update_id"] = bot.playground.inject_update(update.clone()).unwrap().into();
    bot.playground.inject_update(update).unwrap();
    let answers = bot.all_since(before).await;
    let cards = answers
        .iter()
        .filter(|answer| answer.text.starts_with("2003 Honda"))
        .count();
    assert_eq!(cards, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn updates_of_a_kind_or_shape_that_nobody_knows_do_no_harm() {
    let bot = Bot::start().await;
    let before = bot.ask("/help").await.created;
    for update in [
        json!({"holiday": {"is_nice": true}}),
        json!({"message": {"message_id": 1, "date": 1, "chat": {"id": ADA, "type": "private"}}}),
        json!({"message": {"text": 7}}),
        json!({"callback_query": {"id": "x", "from": {"id": 1, "is_bot": false,
            "first_name": "A"}, "chat_instance": "c"}}),
    ] {
        bot.playground.inject_update(update).unwrap();
    }
    assert!(bot.all_since(before).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_was_deleted_meanwhile_is_answered_all_the_same() {
    let bot = Bot::start().await;
    let sent = bot.playground.send_text(ADA, SendText::new(HONDA)).unwrap();
    bot.playground.delete_message(ADA, sent.message_id).unwrap();
    assert!(
        bot.messages(ADA, sent.revision, 1).await[0]
            .text
            .starts_with("2003 Honda")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn many_people_at_once_each_get_their_own_answer() {
    let bot = Bot::start().await;
    let cars = [
        (HONDA, "2003 Honda Accord"),
        ("1FTFW1ET9DFC10312", "2013 Ford F-150"),
        ("5YJ3E1EA2KF317000", "2019 Tesla Model 3"),
    ];
    let sent: Vec<_> = (0..60)
        .map(|i| {
            let (vin, name) = cars[i % cars.len()];
            let chat = 1_000 + i64::try_from(i).unwrap();
            let sent = bot.playground.send_text(chat, SendText::new(vin)).unwrap();
            (chat, sent.revision, name)
        })
        .collect();
    for (chat, revision, name) in sent {
        let answers = bot.messages(chat, revision, 1).await;
        assert!(
            answers[0].text.starts_with(name),
            "{chat}: {}",
            answers[0].text
        );
    }
}
