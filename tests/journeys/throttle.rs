//! Telegram's limits hold for all that is sent: answers, edits, cards in other chats, broadcasts.
//! The local Telegram counts, and says no to what comes too soon.

use vinbot_playground::{
    Call, ChatWait, Choose, Fault, Inject, Options, RateLimits, RateSwitch, SendText, SetSettings,
    Wait,
};

use crate::alive::Place;
use crate::bot::{ADA, Bot, GROUP};

const HONDA: &str = "1HGCM82633A004352";

fn limited(bot: &Bot, limits: RateSwitch) {
    bot.playground.set_settings(&SetSettings {
        rate_limits: Some(limits),
        inline: None,
        inline_feedback: None,
        reads_all_group_messages: None,
    });
}

/// What the bot called so far, by this name.
fn calls(bot: &Bot, method: &str) -> Vec<Call> {
    let mut calls = bot.playground.calls(0);
    calls.retain(|call| call.method == method);
    calls
}

fn refused(bot: &Bot) -> Vec<Call> {
    let mut calls = bot.playground.calls(0);
    calls.retain(|call| call.status == Some(429));
    calls
}

fn wait_first(bot: &Bot, method: &str) {
    let inject = Inject {
        method: method.into(),
        times: 1,
        fault: Fault::RetryAfter { seconds: 1 },
        after_effect: false,
    };
    bot.playground.inject_fault(inject).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_waits_for_as_long_as_telegram_asks() {
    let bot = Bot::start().await;
    let card = bot.ask(HONDA).await;
    wait_first(&bot, "editMessageText");
    let (details, _) = bot.press(&card, "Details").await;
    assert!(details.text.contains("1/"), "{}", details.text);
    let statuses: Vec<_> = calls(&bot, "editMessageText");
    let statuses: Vec<_> = statuses.iter().map(|call| call.status).collect();
    assert_eq!(statuses, [Some(429), Some(200)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_to_a_press_waits_too() {
    let bot = Bot::start().await;
    let card = bot.ask(HONDA).await;
    wait_first(&bot, "answerCallbackQuery");
    let (_, answer) = bot.press(&card, "⭐ Save").await;
    assert!(answer.answer.text.unwrap().contains("Saved"));
    assert_eq!(calls(&bot, "answerCallbackQuery").len(), 2);
}

/// A card in another chat is edited in order, and after the pause that Telegram asks for.
#[tokio::test(flavor = "multi_thread")]
async fn a_shared_card_is_edited_in_order_and_waits_as_well() {
    let place = Place::new().with_section("2 open recalls");
    let bot = place.bot().await;
    wait_first(&bot, "editMessageText");
    wait_first(&bot, "answerInlineQuery");
    let (query, offered) = bot.offered(ADA, HONDA).await;
    let choose = Choose {
        result_id: offered.results[0].id.clone(),
        chat: GROUP,
        reply_to: None,
        topic: None,
    };
    let chosen = bot.playground.choose_inline(&query, &choose);
    let sent = chosen.unwrap().sent;
    let wait = ChatWait {
        after: sent.revision,
        contains: Some("2 open recalls".into()),
        ..ChatWait::default()
    };
    bot.chat(GROUP, &wait).await;
    let both = Wait {
        method: Some("editMessageText".into()),
        finished: Some(2),
        ..Wait::default()
    };
    assert!(!bot.playground.wait(&both).await.timed_out);
    let statuses = calls(&bot, "editMessageText");
    assert_eq!(statuses[0].status, Some(429));
    assert_eq!(statuses.last().unwrap().status, Some(200));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_gets_no_more_in_a_minute_than_telegram_allows_edits_among_it() {
    let options = Options {
        reads_all_group_messages: true,
        ..Options::default()
    };
    let usual = [("VINBOT_TELEGRAM__OUTBOX__GROUP_PER_MINUTE", "20")];
    let bot = Bot::start_with(options, &usual).await;
    let generous = RateLimits {
        overall_per_second: 1_000,
        chat_per_second: 1_000,
        group_per_minute: 20,
    };
    limited(&bot, RateSwitch::Limits(generous));
    let question = SendText::new(HONDA).from_user(ADA);
    let first = bot.playground.send_text(GROUP, question).unwrap();
    let card = bot.messages(GROUP, first.revision, 1).await.remove(0);
    // Those that come now wait for the minute to be over: all that fits is sent without a no.
    for turn in 0..4 {
        let label = if turn % 2 == 0 { "Details" } else { "Back" };
        bot.press_by(GROUP, ADA, &card, label).await;
    }
    for _ in 0..20 {
        let question = SendText::new(HONDA).from_user(ADA);
        bot.playground.send_text(GROUP, question).unwrap();
    }
    let wait = ChatWait {
        after: first.revision,
        bot_messages: Some(16),
        ..ChatWait::default()
    };
    bot.chat(GROUP, &wait).await;
    let counted = calls(&bot, "sendMessage").len() + calls(&bot, "editMessageText").len();
    assert_eq!(counted, 20, "{:#?}", refused(&bot));
    assert!(refused(&bot).is_empty(), "{:#?}", refused(&bot));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broadcast_keeps_to_the_pace_that_telegram_allows() {
    let place = Place::new().with("VINBOT_TELEGRAM__OUTBOX__PER_SECOND", "30");
    let bot = place.bot().await;
    for person in 101..=170 {
        let text = SendText::new("/privacy");
        let sent = bot.playground.send_text(person, text).unwrap();
        bot.messages(person, sent.revision, 1).await;
    }
    let over_all = RateLimits {
        overall_per_second: 30,
        chat_per_second: 1_000,
        group_per_minute: 1_000,
    };
    limited(&bot, RateSwitch::Limits(over_all));
    let before = calls(&bot, "sendMessage").len();
    let shown = bot.ask("/admin broadcast Hello").await;
    bot.press(&shown, "Send").await;
    for person in 101..=170 {
        bot.says(person, 0, "Hello").await;
    }
    let sent = calls(&bot, "sendMessage").len() - before;
    assert!(sent >= 71, "{sent}");
    assert!(refused(&bot).is_empty(), "{:#?}", refused(&bot));
}
