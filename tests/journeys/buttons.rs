//! People press buttons; forgers too.

use rstest::rstest;
use vinbot_playground::{Forge, MessageView, Press, Pressed};

use crate::bot::{ADA, Bot, labels};

const HONDA: &str = "1HGCM82633A004352";

/// What a button of a message carries.
fn carried(message: &MessageView, label: &str) -> String {
    let mut buttons = message.keyboard.iter().flatten();
    let button = buttons.find(|button| button.text == label).unwrap();
    button.callback_data.clone().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn details_open_in_place_turn_pages_and_lead_back() {
    let bot = Bot::start().await;
    let card = bot.ask(HONDA).await;
    let (first, answer) = bot.press(&card, "Details").await;
    assert_eq!(answer.answer.text, None);
    assert!(first.text.contains("1/"), "{}", first.text);
    let (second, _) = bot.press(&first, "▶").await;
    assert!(second.text.contains("2/"), "{}", second.text);
    let (back, _) = bot.press(&second, "Back").await;
    assert_eq!(back.text, card.text);
    assert_eq!(labels(&back), labels(&card));
    assert!(bot.all_since(card.created).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_vin_is_copied_without_asking_the_bot() {
    let bot = Bot::start().await;
    let card = bot.ask(HONDA).await;
    let press = Press {
        label: Some("Copy VIN".into()),
        ..Press::default()
    };
    let pressed = bot.playground.press(ADA, card.message_id, &press).unwrap();
    assert_eq!(pressed, Pressed::CopyText { text: HONDA.into() });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_press_on_what_is_shown_already_changes_nothing() {
    let bot = Bot::start().await;
    let card = bot.ask(HONDA).await;
    let (details, _) = bot.press(&card, "Details").await;
    let forge = Forge {
        data: carried(&details, "Back"),
        ..Forge::default()
    };
    let (back, _) = bot.press(&details, "Back").await;
    let pressed = bot.playground.forge(ADA, card.message_id, &forge).unwrap();
    let (same, answer) = bot.answered(&back, pressed).await;
    assert_eq!((same.edits, answer.answer.text), (back.edits, None));
}

#[rstest]
#[case::nonsense("hello")]
#[case::without_a_mark("c:/help")]
#[case::a_mark_of_ones_own("c:/helpAAAAAAAA")]
#[case::for_admins("m:/admin pluginsAAAAAAAA")]
#[case::long("v:details::AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
#[case::injection("c:/help\"}, \"admin\": true")]
#[tokio::test(flavor = "multi_thread")]
async fn data_that_the_bot_never_wrote_is_refused_in_words(#[case] data: &str) {
    let bot = Bot::start().await;
    let card = bot.ask(HONDA).await;
    let forge = Forge {
        data: data.into(),
        ..Forge::default()
    };
    let pressed = bot.playground.forge(ADA, card.message_id, &forge).unwrap();
    let (unchanged, answer) = bot.answered(&card, pressed).await;
    assert!(
        answer.answer.show_alert && answer.answer.text.is_some(),
        "{answer:?}"
    );
    assert_eq!(unchanged.text, card.text);
}

#[rstest]
#[case::too_old(true)]
#[case::deleted(false)]
#[tokio::test(flavor = "multi_thread")]
async fn a_button_of_a_message_that_is_gone_is_answered_below(#[case] inaccessible: bool) {
    let bot = Bot::start().await;
    let card = bot.ask(HONDA).await;
    if !inaccessible {
        bot.playground.delete_message(ADA, card.message_id).unwrap();
    }
    let forge = Forge {
        data: carried(&card, "Details"),
        inaccessible,
        ..Forge::default()
    };
    bot.playground.forge(ADA, card.message_id, &forge).unwrap();
    let below = bot.all_since(card.created).await;
    assert_eq!(below.len(), 1);
    assert!(below[0].text.contains("1/"), "{}", below[0].text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_press_that_telegram_forgot_does_no_harm() {
    let bot = Bot::start().await;
    let card = bot.ask(HONDA).await;
    let forge = Forge {
        data: "nonsense".into(),
        ..Forge::default()
    };
    let pressed = bot.playground.forge(ADA, card.message_id, &forge).unwrap();
    let Pressed::Callback { callback_id, .. } = pressed else {
        panic!("{pressed:?}")
    };
    let _ = bot.playground.expire_callback(&callback_id);
    assert!(bot.all_since(card.created).await.is_empty());
}
