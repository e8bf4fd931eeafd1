//! `@bot VIN` in any chat, and messages that are edited.

use vinbot_playground::{
    ChatWait, Choose, Forge, InlineResult, MessageView, Options, Press, SendText,
};

use crate::alive::Place;
use crate::bot::{ADA, Bot, GROUP, labels};

const HONDA: &str = "1HGCM82633A004352";
const FORD: &str = "1FTFW1ET9DFC10312";
const TESLA: &str = "5YJ3E1EA2KF317000";

/// What is offered to Ada for a text, and the query's id.
async fn offered(bot: &Bot, text: &str) -> (String, Vec<InlineResult>) {
    let (query, answer) = bot.offered(ADA, text).await;
    (query, answer.results)
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
    let (_, chat) = bot.after_press(GROUP, pressed).await;
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

/// Shares the card of a vehicle with the group.
async fn shared(bot: &Bot, vin: &str) -> MessageView {
    let (query, results) = offered(bot, vin).await;
    let choose = Choose {
        result_id: results[0].id.clone(),
        chat: GROUP,
        reply_to: None,
        topic: None,
    };
    let chosen = bot.playground.choose_inline(&query, &choose).unwrap();
    in_chat(bot, GROUP, chosen.sent.message_id)
}

/// A message as it is now.
fn in_chat(bot: &Bot, chat: i64, message: i64) -> MessageView {
    let messages = bot.playground.chat(chat, 0).messages;
    let mut messages = messages.into_iter();
    messages.find(|one| one.message_id == message).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_a_shared_card_cant_hold_is_told_in_words_and_the_card_stays() {
    let bot = Bot::start().await;
    let card = shared(&bot, HONDA).await;
    let offered = labels(&card).concat();
    assert!(offered.contains(&"Details") && offered.contains(&"⭐ Save"));
    for cant in ["Picture", "Report CSV", "Compare with …", "🔔 Watch"] {
        assert!(!offered.contains(&cant), "{offered:?}");
    }
    // A card that was shared when they were still on it.
    let own = bot.ask(HONDA).await;
    for label in ["Picture", "Report CSV"] {
        let mut buttons = own.keyboard.iter().flatten();
        let button = buttons.find(|button| button.text == label).unwrap();
        let forge = Forge {
            user: Some(43),
            data: button.callback_data.clone().unwrap(),
            inaccessible: false,
        };
        let pressed = bot.playground.forge(GROUP, card.message_id, &forge);
        let (_, chat) = bot.after_press(GROUP, pressed.unwrap()).await;
        let told = &chat.answers.last().unwrap().answer;
        let words = told.text.as_deref().unwrap_or_default();
        assert!(
            told.show_alert && words.contains("private chat: @playground_bot"),
            "{told:?}"
        );
        let now = in_chat(&bot, GROUP, card.message_id);
        assert_eq!((now.text, now.edits), (card.text.clone(), card.edits));
    }
}

/// Waits until a message of the bot in Ada's chat holds the words.
async fn says(bot: &Bot, after: u64, words: &str) {
    let wait = ChatWait {
        after,
        contains: Some(words.to_owned()),
        ..ChatWait::default()
    };
    bot.chat(ADA, &wait).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_is_edited_after_a_restart_has_its_answer_edited() {
    let place = Place::new();
    let mut bot = place.bot().await;
    let sent = bot.playground.send_text(ADA, SendText::new(HONDA)).unwrap();
    let card = bot.messages(ADA, sent.revision, 1).await.remove(0);
    // Answered in order: then what came before is done with.
    bot.ask("/help").await;
    bot.killed_and_started_again().await;
    let edited = bot
        .playground
        .edit_text(ADA, sent.message_id, TESLA)
        .unwrap();
    says(&bot, edited.revision, TESLA).await;
    let same = in_chat(&bot, ADA, card.message_id);
    assert!(same.text.contains(TESLA), "{same:?}");
    assert!(bot.all_since(edited.revision).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_grows_and_shrinks_with_its_question() {
    let bot = Bot::start().await;
    let sent = bot.playground.send_text(ADA, SendText::new(HONDA)).unwrap();
    let first = bot.messages(ADA, sent.revision, 1).await.remove(0);
    let edit = |text: &str| {
        let edited = bot.playground.edit_text(ADA, sent.message_id, text);
        edited.unwrap().revision
    };
    let after = edit(&format!("{FORD} {TESLA}"));
    says(&bot, after, "Tesla").await;
    let more = bot.all_since(after).await;
    assert_eq!(more.len(), 1, "one more card: {more:?}");
    assert!(labels(&more[0]).concat().contains(&"Compare"));
    assert!(in_chat(&bot, ADA, first.message_id).text.contains(FORD));
    let after = edit(TESLA);
    says(&bot, after, "Tesla").await;
    assert!(bot.all_since(after).await.is_empty());
    assert!(in_chat(&bot, ADA, first.message_id).text.contains(TESLA));
    assert!(in_chat(&bot, ADA, more[0].message_id).deleted);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_comparison_that_is_edited_has_its_answer_edited() {
    let bot = Bot::start().await;
    let question = SendText::new(format!("/compare {HONDA} {TESLA}"));
    let sent = bot.playground.send_text(ADA, question).unwrap();
    let both = bot.messages(ADA, sent.revision, 1).await.remove(0);
    let text = format!("/compare {HONDA} {FORD}");
    let edited = bot
        .playground
        .edit_text(ADA, sent.message_id, &text)
        .unwrap();
    says(&bot, edited.revision, "F-150").await;
    assert!(bot.all_since(edited.revision).await.is_empty());
    let now = in_chat(&bot, ADA, both.message_id);
    assert!(now.text.contains(FORD) && !now.text.contains(TESLA));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_has_lists_opened_cards_and_what_was_shared() {
    let bot = Bot::start().await;
    let list = format!("{HONDA} {FORD} WAUZZZ8K9BA123456 WAUZZZ8K9BA123457");
    bot.ask(&list).await;
    let mistyped = bot.ask("5YJ3E1EA2KF31700O").await;
    bot.press(&mistyped, TESLA).await;
    shared(&bot, "1FTFW1ET9DFC10313").await;
    // A choice is no message in her chat: it is remembered in its own time.
    let has_all = async || bot.ask("/history").await.text.contains("1FTFW1ET9DFC10313");
    while !has_all().await {}
    let history = bot.ask("/history").await.text;
    assert!(history.contains("6 vehicles"), "{history}");
    for (title, vin) in [("2003 Honda Accord", HONDA), ("Tesla Model 3", TESLA)] {
        assert!(
            history.contains(vin) && history.contains(title),
            "{history}"
        );
    }
}
