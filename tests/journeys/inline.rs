//! `@bot VIN` in any chat, and messages that are edited.

use vinbot_playground::{
    AskInline, ChatWait, Choose, InlineResult, Options, Press, Pressed, SendText,
};

use crate::alive::Place;
use crate::bot::{ADA, Bot, GROUP};

const HONDA: &str = "1HGCM82633A004352";
const TESLA: &str = "5YJ3E1EA2KF317000";

/// What is offered for a text, and the query's id.
async fn offered(bot: &Bot, text: &str) -> (String, Vec<InlineResult>) {
    let ask = AskInline {
        user: ADA,
        query: text.into(),
        offset: String::new(),
        chat: Some(GROUP),
    };
    let asked = bot.playground.ask_inline(&ask).unwrap();
    let waited = bot
        .playground
        .wait_inline(&asked.inline_query_id, Some(30.0))
        .await;
    assert!(!waited.timed_out, "{}", bot.log());
    let answer = waited.query.unwrap().answer.unwrap();
    (asked.inline_query_id, answer.results)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_is_sent_to_any_chat_and_its_sections_come_by_edit() {
    let place = Place::new().with_section("2 open recalls");
    let bot = place.bot().await;
    let (query, results) = offered(&bot, HONDA).await;
    assert_eq!(results.len(), 1);
    assert!(results[0].text.contains(HONDA), "{results:?}");
    let choose = Choose {
        result_id: results[0].id.clone(),
        chat: GROUP,
        reply_to: None,
        topic: None,
    };
    let chosen = bot.playground.choose_inline(&query, &choose).unwrap();
    assert!(chosen.inline_message_id.is_some());
    let wait = ChatWait {
        after: chosen.sent.revision,
        contains: Some("2 open recalls".into()),
        ..ChatWait::default()
    };
    bot.chat(GROUP, &wait).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn buttons_of_a_shared_card_turn_its_pages() {
    let bot = Bot::start().await;
    let (query, results) = offered(&bot, &format!("my {HONDA}")).await;
    assert!(
        results[0].title.contains("2003 Honda Accord"),
        "{results:?}"
    );
    let choose = Choose {
        result_id: results[0].id.clone(),
        chat: GROUP,
        reply_to: None,
        topic: None,
    };
    let chosen = bot.playground.choose_inline(&query, &choose).unwrap();
    let press = Press {
        user: Some(43),
        label: Some("Details".into()),
        ..Press::default()
    };
    let message = chosen.sent.message_id;
    let pressed = bot.playground.press(GROUP, message, &press).unwrap();
    let Pressed::Callback { revision, .. } = pressed else {
        panic!("{pressed:?}")
    };
    let wait = ChatWait {
        after: revision,
        answers: Some(1),
        ..ChatWait::default()
    };
    let chat = bot.chat(GROUP, &wait).await;
    let card = chat.messages.iter().find(|one| one.message_id == message);
    assert!(card.unwrap().text.contains("1/"), "{chat:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_typed_offers_ones_own_cars_and_nonsense_nothing() {
    let bot = Bot::start().await;
    assert!(offered(&bot, "").await.1.is_empty());
    assert!(offered(&bot, "hello").await.1.is_empty());
    bot.press(&bot.ask(TESLA).await, "⭐ Save").await;
    let (_, results) = offered(&bot, "").await;
    assert_eq!(results.len(), 1);
    assert!(results[0].title.contains("Tesla"), "{results:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edited_message_has_its_answer_edited() {
    let bot = Bot::start().await;
    let sent = bot.playground.send_text(ADA, SendText::new(HONDA)).unwrap();
    let card = bot.messages(ADA, sent.revision, 1).await.remove(0);
    let edited = bot
        .playground
        .edit_text(ADA, sent.message_id, TESLA)
        .unwrap();
    let wait = ChatWait {
        after: edited.revision,
        contains: Some("Tesla".into()),
        ..ChatWait::default()
    };
    let chat = bot.chat(ADA, &wait).await;
    let same = chat
        .messages
        .iter()
        .find(|one| one.message_id == card.message_id);
    assert!(same.unwrap().text.contains("Tesla Model 3"), "{chat:?}");
    bot.playground
        .edit_text(ADA, sent.message_id, "never mind")
        .unwrap();
    assert!(
        bot.all_since(card.created).await.is_empty(),
        "nothing new was said"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_group_the_bot_answers_who_names_it_and_a_vin_that_stands_alone() {
    let options = Options {
        reads_all_group_messages: true,
        ..Options::default()
    };
    let bot = Bot::start_with(options, &[]).await;
    let say = |text: &str| {
        let text = SendText::new(text).from_user(42);
        bot.playground.send_text(GROUP, text).unwrap()
    };
    let first = say(&format!("I drive {HONDA} to work"));
    let help = SendText::new("/help@playground_bot").from_user(42);
    assert!(bot.all_in(GROUP, first.revision, help).await.is_empty());
    for text in [
        HONDA.to_owned(),
        format!("@playground_bot is {HONDA} any good?"),
    ] {
        let sent = say(&text);
        let card = bot.messages(GROUP, sent.revision, 1).await.remove(0);
        assert!(card.text.starts_with("2003 Honda Accord"), "{text}");
        assert_eq!(card.reply_to, Some(sent.message_id));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_holds_a_vin_only_after_it_was_edited_is_answered_then() {
    let bot = Bot::start().await;
    let sent = bot
        .playground
        .send_text(ADA, SendText::new("hello"))
        .unwrap();
    bot.messages(ADA, sent.revision, 1).await;
    let edited = bot
        .playground
        .edit_text(ADA, sent.message_id, HONDA)
        .unwrap();
    let card = bot.messages(ADA, edited.revision, 1).await.remove(0);
    assert!(card.text.starts_with("2003 Honda Accord"), "{}", card.text);
}
