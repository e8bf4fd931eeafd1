//! Who asks too much waits: in a chat, all together, by buttons, in a list of cards, by edits.

use vinbot_playground::{ChatWait, Choose, InlineResult, Options, SendText};

use crate::alive::Place;
use crate::bot::{ADA, Bot, GROUP};
use crate::sends::text_file;

const HONDA: &str = "1HGCM82633A004352";
const TESLA: &str = "5YJ3E1EA2KF317000";
/// Somebody who is no admin.
const BOB: i64 = 43;

/// A bot of which so much may be asked, by one of the limits: what was taken comes back in an
/// hour.
async fn bot(limit: &str, burst: u32) -> Bot {
    let name = format!("VINBOT_TELEGRAM__RATES__{limit}");
    let rate = format!("{{ burst = {burst}, per_ms = 3600000 }}");
    let options = Options {
        reads_all_group_messages: true,
        ..Options::default()
    };
    Bot::start_with(options, &[(&name, &rate)]).await
}

async fn answer(bot: &Bot, chat: i64, user: i64, text: &str) -> String {
    let text = SendText::new(text).from_user(user);
    let sent = bot.playground.send_text(chat, text).unwrap();
    bot.messages(chat, sent.revision, 1).await.remove(0).text
}

async fn logged(bot: &Bot, words: &str) {
    while !bot.log().contains(words) {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chat_may_ask_so_much_by_all_its_members_together() {
    let bot = bot("CHAT", 2).await;
    for user in [ADA, BOB] {
        let card = answer(&bot, GROUP, user, HONDA).await;
        assert!(card.starts_with("2003 Honda"), "{card}");
    }
    let told = answer(&bot, GROUP, 44, HONDA).await;
    assert!(told.contains("That was quick!"), "{told}");
    let card = answer(&bot, BOB, BOB, HONDA).await;
    assert!(card.starts_with("2003 Honda"), "other chats go on: {card}");
    assert!(bot.log().contains(r#""limit":"Chat""#), "{}", bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn all_together_may_ask_so_much() {
    let bot = bot("GLOBAL", 2).await;
    for user in [ADA, BOB] {
        let card = answer(&bot, user, user, HONDA).await;
        assert!(card.starts_with("2003 Honda"), "{card}");
    }
    let told = answer(&bot, 44, 44, HONDA).await;
    assert!(told.contains("That was quick!"), "{told}");
    assert!(bot.log().contains(r#""limit":"All""#), "{}", bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_presses_too_much_reads_so_over_each_button() {
    let bot = bot("USER", 2).await;
    let card = bot.ask(HONDA).await;
    let (details, _) = bot.press(&card, "Details").await;
    assert!(details.text.contains("1/"), "{}", details.text);
    for _ in 0..2 {
        let (same, answer) = bot.press(&details, "Back").await;
        let words = answer.answer.text.unwrap_or_default();
        assert!(words.contains("That was quick!"), "{words}");
        assert_eq!(same.text, details.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_cards_costs_what_its_vins_cost_and_says_when_to_come_back() {
    let bot = bot("USER", 3).await;
    let vins: Vec<String> = (0..8).map(|i| format!("WAUZZZ8K9BA12345{i}")).collect();
    let (_, answer) = bot.offered(BOB, &vins.join(" ")).await;
    assert_eq!(answer.results.len(), 8, "three requests for eight VINs");
    for _ in 0..2 {
        let (_, answer) = bot.offered(BOB, HONDA).await;
        assert!(answer.results.is_empty());
        let button = answer.button.unwrap()["text"].to_string();
        assert!(button.contains("That was quick!"), "{button}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shared_card_gets_its_sections_only_from_who_may_ask() {
    let place = Place::new().with_section("2 open recalls").with(
        "VINBOT_TELEGRAM__RATES__USER",
        "{ burst = 1, per_ms = 3600000 }",
    );
    let bot = place.bot().await;
    let (query, answer) = bot.offered(BOB, HONDA).await;
    let first: &InlineResult = &answer.results[0];
    let choose = Choose {
        result_id: first.id.clone(),
        chat: GROUP,
        reply_to: None,
        topic: None,
    };
    let chosen = bot.playground.choose_inline(&query, &choose).unwrap();
    assert!(chosen.inline_message_id.is_some());
    logged(&bot, r#""event":"limit""#).await;
    let chat = bot.chat(GROUP, &ChatWait::default()).await;
    let card = chat.messages.last().unwrap();
    assert!(!card.text.contains("2 open recalls"), "{}", card.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_is_a_request_too() {
    let bot = bot("USER", 1).await;
    let sent = bot.playground.send_text(ADA, SendText::new(HONDA)).unwrap();
    bot.messages(ADA, sent.revision, 1).await;
    let edited = bot
        .playground
        .edit_text(ADA, sent.message_id, TESLA)
        .unwrap();
    let told = bot.messages(ADA, edited.revision, 1).await.remove(0);
    assert!(told.text.contains("That was quick!"), "{}", told.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_of_another_bot_is_passed_over_even_by_who_asked_too_much() {
    let bot = bot("USER", 1).await;
    let card = answer(&bot, GROUP, BOB, HONDA).await;
    assert!(card.starts_with("2003 Honda"), "{card}");
    let texts = ["/help", "/stop", "/settings", "/start", "/cancel"];
    let frob = SendText::new("/frob").from_user(BOB);
    let first = bot.playground.send_text(GROUP, frob).unwrap();
    for text in texts {
        let text = SendText::new(text).from_user(BOB);
        bot.playground.send_text(GROUP, text).unwrap();
    }
    let help = SendText::new("/help@playground_bot").from_user(ADA);
    let said = bot.all_in(GROUP, first.revision, help).await;
    assert!(said.is_empty(), "{said:?}");
    let told = answer(&bot, GROUP, BOB, "/vin").await;
    assert!(told.contains("That was quick!"), "its own: {told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_stands_in_the_log_and_a_flood_only_now_and_then() {
    let bot = bot("USER", 3).await;
    bot.hands(BOB, text_file("a.pdf", "%PDF")).await;
    logged(&bot, r#""event":"refused-file""#).await;
    answer(&bot, BOB, BOB, "/settings language tlh").await;
    logged(&bot, r#""event":"invalid-input""#).await;
    answer(&bot, BOB, BOB, "/help").await;
    for _ in 0..10 {
        bot.playground
            .send_text(BOB, SendText::new("/help"))
            .unwrap();
    }
    logged(&bot, r#""event":"limit-repeated""#).await;
    assert_eq!(bot.log().matches(r#""event":"limit""#).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_group_one_who_pressed_too_much_does_not_hold_up_the_others() {
    let bot = bot("USER", 1).await;
    let text = SendText::new(HONDA).from_user(BOB);
    let sent = bot.playground.send_text(GROUP, text).unwrap();
    let card = bot.messages(GROUP, sent.revision, 1).await.remove(0);
    for (user, refused) in [(BOB, true), (ADA, false)] {
        let (_, chat) = bot.press_by(GROUP, user, &card, "Details").await;
        let words = chat.answers.last().unwrap().answer.text.clone();
        assert_eq!(words.is_some(), refused, "{words:?}");
    }
}
