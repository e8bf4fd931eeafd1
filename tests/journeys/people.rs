//! What people keep, choose and are asked: history, garage, settings, dialogues.

use vinbot_playground::{ChatWait, Forge, MessageView, Options, Press, Pressed, SendText};
use vinbot_store::{Backend, PERSONAL, SHARED};

use crate::alive::Place;
use crate::bot::{ADA, Bot, labels};
use crate::sends::file;
use crate::support;
use crate::support::rogue::{self, Rogue};

const HONDA: &str = "1HGCM82633A004352";
const TESLA: &str = "5YJ3E1EA2KF317000";
const BOB: i64 = 43;

fn has(message: &MessageView, label: &str) -> bool {
    labels(message)
        .iter()
        .flatten()
        .any(|one| one.contains(label))
}

/// The note over the chat after a press.
async fn noted(bot: &Bot, message: &MessageView, label: &str) -> String {
    let (_, answer) = bot.press(message, label).await;
    answer.answer.text.unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_car_is_saved_named_and_removed() {
    let bot = Bot::start().await;
    assert!(bot.ask("/garage").await.text.contains("no car yet"));
    let card = bot.ask(HONDA).await;
    assert!(
        noted(&bot, &card, "⭐ Save")
            .await
            .contains("Saved: 2003 Honda Accord")
    );
    assert!(noted(&bot, &card, "⭐ Save").await.contains("already"));
    let garage = bot.ask("/garage").await;
    assert!(garage.text.contains("Your car\n"), "{}", garage.text);
    assert!(garage.text.contains(HONDA));
    let (question, _) = bot.press(&garage, "Rename").await;
    assert!(question.text.contains("to be called"), "{}", question.text);
    assert!(
        bot.ask("Papa's  car 🚗")
            .await
            .text
            .contains("Papa's car 🚗")
    );
    let garage = bot.ask("/garage").await;
    assert!(has(&garage, "Papa's car 🚗"), "{garage:?}");
    let (empty, _) = bot.press(&garage, "Remove").await;
    assert!(empty.text.contains("no car yet"), "{}", empty.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn history_is_paged_cleared_and_switched_off() {
    let bot = Bot::start().await;
    assert!(bot.ask("/history").await.text.contains("nothing"));
    for number in 1..=9 {
        bot.ask(&format!("WAUZZZ8K9BA12345{number}")).await;
    }
    bot.ask("WAUZZZ8K9BA123455").await;
    let first = bot.ask("/history").await;
    assert!(first.text.contains("9 vehicles"), "{}", first.text);
    assert!(
        first.text.contains("WAUZZZ8K9BA123455"),
        "the last one is on top"
    );
    assert!(!first.text.contains("WAUZZZ8K9BA123451"));
    let (second, _) = bot.press(&first, "▶").await;
    assert!(second.text.contains("WAUZZZ8K9BA123451"), "{}", second.text);
    let (cleared, _) = bot.press(&second, "Clear").await;
    assert!(
        cleared.text.contains("9 entries are deleted"),
        "{}",
        cleared.text
    );
    let (off, _) = bot.press(&bot.ask("/history").await, "Stop storing").await;
    assert!(has(&off, "Store again"), "{off:?}");
    bot.ask(HONDA).await;
    assert!(bot.ask("/history").await.text.contains("nothing"));
}

#[tokio::test(flavor = "multi_thread")]
async fn private_mode_stores_nothing_and_forgets_what_was_stored() {
    let bot = Bot::start().await;
    bot.ask(HONDA).await;
    let settings = bot.ask("/settings").await;
    let (private, _) = bot.press(&settings, "Private mode").await;
    assert!(
        private.text.contains("Private mode: on"),
        "{}",
        private.text
    );
    bot.ask(TESLA).await;
    assert!(bot.ask("/history").await.text.contains("private mode"));
    bot.press(&private, "✓ Private mode").await;
    assert!(bot.ask("/history").await.text.contains("nothing"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bot_speaks_the_language_of_the_app_or_the_one_that_was_chosen() {
    let place = Place::new();
    let bot = place.bot().await;
    let german = SendText {
        language_code: Some("de-AT".into()),
        ..SendText::new("/start")
    };
    let sent = bot.playground.send_text(ADA, german).unwrap();
    let start = bot.messages(ADA, sent.revision, 1).await.remove(0);
    assert!(
        start.text.contains("Schick mir eine Fahrgestellnummer"),
        "{}",
        start.text
    );
    let settings = bot.ask("/settings").await;
    let (ukrainian, _) = bot.press(&settings, "Українська").await;
    assert!(
        ukrainian.text.contains("Мова: Українська"),
        "{}",
        ukrainian.text
    );
    let (us, _) = bot.press(&ukrainian, "американські").await;
    assert!(us.text.contains("Одиниці: американські"), "{}", us.text);
    drop(bot);
    let bot = place.bot().await;
    let answer = bot.ask("добрий день").await;
    assert!(answer.text.contains("Я не бачу тут VIN"), "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_vehicles_are_compared_one_after_the_other() {
    let bot = Bot::start().await;
    let question = bot.ask("/compare").await;
    assert!(
        question.text.contains("Send me the VINs"),
        "{}",
        question.text
    );
    // What is no VIN is answered as always, and the question stays.
    assert!(bot.ask("which ones?").await.text.contains("I see no VIN"));
    assert!(bot.ask(HONDA).await.text.contains("second VIN"));
    let both = bot.ask(TESLA).await;
    assert!(
        both.text.contains("Honda") && both.text.contains("Tesla"),
        "{}",
        both.text
    );
    assert!(
        bot.ask(HONDA).await.text.starts_with("2003 Honda"),
        "the question is over"
    );
    let at_once = bot.ask(&format!("/compare {HONDA} {TESLA}")).await;
    assert_eq!(at_once.text, both.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_survives_a_restart_and_swallows_no_vin() {
    let place = Place::new();
    let bot = place.bot().await;
    bot.press(&bot.ask(HONDA).await, "⭐ Save").await;
    bot.ask(&format!("/name {HONDA}")).await;
    assert!(
        bot.ask(TESLA).await.text.contains("Alpha"),
        "a VIN is no name"
    );
    drop(bot);
    let bot = place.bot().await;
    assert!(bot.ask("Old lady").await.text.contains("Old lady"));
    assert!(has(&bot.ask("/garage").await, "Old lady"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_cancelled_by_word_and_by_button() {
    let bot = Bot::start().await;
    assert!(bot.ask("/cancel").await.text.contains("nothing to cancel"));
    bot.ask("/feedback").await;
    assert!(bot.ask("/cancel").await.text.contains("no longer wait"));
    assert!(bot.ask("good bot").await.text.contains("I see no VIN"));
    let question = bot.ask("/feedback").await;
    let (over, _) = bot.press(&question, "Cancel").await;
    assert!(over.text.contains("no longer wait"), "{}", over.text);
    bot.ask("/feedback").await;
    assert!(bot.ask("good bot").await.text.contains("passed on"));
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_about_a_user_is_shown_and_deleted() {
    let bot = Bot::start().await;
    let card = bot.ask(HONDA).await;
    bot.press(&card, "⭐ Save").await;
    bot.ask("/settings units us").await;
    bot.ask("/feedback thanks").await;
    let other = SendText::new(HONDA);
    let sent = bot.playground.send_text(BOB, other).unwrap();
    bot.messages(BOB, sent.revision, 1).await;
    let sent = bot
        .playground
        .send_text(ADA, SendText::new("/export"))
        .unwrap();
    let both = bot.messages(ADA, sent.revision, 2).await;
    let file = both.iter().find_map(|one| one.file.as_ref()).unwrap();
    let address = format!("{}/playground/files/{}", bot.api, file.file_id);
    let export: serde_json::Value = serde_json::from_str(&bot.get_text(&address).await).unwrap();
    for table in ["history", "garage", "settings", "feedback", "private_chats"] {
        assert!(export[table].is_object(), "{table}: {export}");
    }
    let really = bot.ask("/forget").await;
    let (done, _) = bot.press(&really, "Delete everything").await;
    for what in [
        "history: 1",
        "cars: 1",
        "settings: 1",
        "messages to the operator: 1",
    ] {
        assert!(done.text.contains(what), "{what}: {}", done.text);
    }
    assert!(bot.ask("/garage").await.text.contains("no car yet"));
    let sent = bot
        .playground
        .send_text(BOB, SendText::new("/history"))
        .unwrap();
    let bobs = bot.messages(BOB, sent.revision, 1).await.remove(0);
    assert!(
        bobs.text.contains("one vehicle"),
        "Bob's stays: {}",
        bobs.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_presses_anothers_button() {
    let bot = Bot::start().await;
    bot.press(&bot.ask(HONDA).await, "⭐ Save").await;
    let garage = bot.ask("/garage").await;
    let mut buttons = garage.keyboard.iter().flatten();
    let remove = buttons.find(|button| button.text == "Remove").unwrap();
    let sent = bot
        .playground
        .send_text(BOB, SendText::new("/start"))
        .unwrap();
    let bobs = bot.messages(BOB, sent.revision, 1).await.remove(0);
    let forge = Forge {
        data: remove.callback_data.clone().unwrap(),
        ..Forge::default()
    };
    let pressed = bot.playground.forge(BOB, bobs.message_id, &forge).unwrap();
    assert!(matches!(pressed, Pressed::Callback { .. }));
    while !bot.log().contains("forged-button") {
        tokio::task::yield_now().await;
    }
    assert!(bot.ask("/garage").await.text.contains(HONDA));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_too_much_is_told_to_wait_once() {
    let limit = (
        "VINBOT_TELEGRAM__RATES__USER",
        "{ burst = 2, per_ms = 3600000 }",
    );
    let bot = Bot::start_with(Options::default(), &[limit]).await;
    bot.ask("/help").await;
    bot.ask("/help").await;
    let told = bot.ask("/help").await;
    assert!(told.text.contains("That was quick!"), "{}", told.text);
    bot.playground
        .send_text(ADA, SendText::new("/help"))
        .unwrap();
    let other = bot
        .playground
        .send_text(BOB, SendText::new("/help"))
        .unwrap();
    let answer = bot.messages(BOB, other.revision, 1).await.remove(0);
    assert!(answer.text.contains("How it works"), "others are answered");
    let log = bot.log();
    assert_eq!(log.matches(r#""event":"limit""#).count(), 1, "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_car_is_watched_for_recalls() {
    let place = Place::new().with_section("recalls");
    let bot = place.bot().await;
    let watched = bot.ask(&format!("/watch {HONDA}")).await;
    assert!(watched.text.contains("Watched."), "{}", watched.text);
    let garage = bot.ask("/garage").await;
    assert!(garage.text.contains('🔔'), "{}", garage.text);
    let (quiet, answer) = bot.press(&garage, "🔕 Unwatch").await;
    assert!(answer.answer.text.unwrap().contains("No longer watched"));
    assert!(!quiet.text.contains('🔔'), "{}", quiet.text);
}

/// What is asked is kept for a quarter of an hour; here the kept time is moved instead.
#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_nobody_answered_in_time_is_none_any_more() {
    let place = Place::new();
    let mut bot = place.bot().await;
    bot.ask("/feedback").await;
    bot.killed();
    let settings = vinbot_store::Settings {
        path: Some(place.state.path().to_owned()),
        ..vinbot_store::Settings::default()
    };
    let store = vinbot_store::Store::open(settings).await.unwrap();
    let user = u64::try_from(ADA).unwrap();
    let mut asked = store.dialogue(ADA, user, 0).await.unwrap().unwrap();
    asked.expires_at = 1;
    store.set_dialogue(ADA, user, &asked).await.unwrap();
    drop(store);
    bot.started_again().await;
    let answer = bot.ask("It is fine.").await;
    assert!(answer.text.contains("I see no VIN"), "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_chose_a_formatter_can_leave_the_choice_to_the_bot_again() {
    let place = Place::new();
    let second = Rogue {
        name: "second",
        world: rogue::FORMATTER,
        ..Rogue::default()
    };
    support::replace(
        &place.plugins.path().join("second.wasm"),
        &second.component(),
    );
    let bot = place.bot().await;
    let settings = bot.ask("/settings").await;
    let row = |message: &MessageView| {
        let rows = labels(message).into_iter();
        let mut rows = rows.map(|row| row.into_iter().map(str::to_owned).collect::<Vec<_>>());
        rows.find(|row| row.iter().any(|label| label.contains("second")))
            .unwrap()
    };
    assert_eq!(row(&settings), ["card", "second", "✓ Automatic"]);
    let (chosen, _) = bot.press(&settings, "second").await;
    assert_eq!(row(&chosen), ["card", "✓ second", "Automatic"]);
    let card = bot.ask(HONDA).await;
    assert!(
        card.text.contains("Alpha"),
        "it crashes, the next is asked: {}",
        card.text
    );
    assert!(bot.log().contains("a formatter failed"), "{}", bot.log());
    let mut button = chosen
        .keyboard
        .iter()
        .flatten()
        .filter(|one| one.text == "Automatic");
    let press = Press {
        data: button.next_back().unwrap().callback_data.clone(),
        ..Press::default()
    };
    bot.playground
        .press(ADA, chosen.message_id, &press)
        .unwrap();
    let wait = ChatWait {
        contains: Some("Settings".into()),
        ..ChatWait::default()
    };
    bot.chat(ADA, &wait).await;
    assert_eq!(
        row(&bot.ask("/settings").await),
        ["card", "second", "✓ Automatic"]
    );
}

/// A user whose id looks like nothing else.
const CAROL: i64 = 7_340_129;

/// Carol says something in private and reads the answer.
async fn carol(bot: &Bot, text: &str) -> MessageView {
    let sent = bot.playground.send_text(CAROL, SendText::new(text));
    let sent = sent.unwrap();
    bot.messages(CAROL, sent.revision, 1).await.remove(0)
}

/// What `/export` says is stored of Carol; nothing if it says so.
async fn stored(bot: &Bot) -> serde_json::Value {
    let sent = bot.playground.send_text(CAROL, SendText::new("/export"));
    let sent = sent.unwrap();
    let said = bot.messages(CAROL, sent.revision, 1).await.remove(0);
    if said.text.contains("Nothing is stored") {
        return serde_json::json!({});
    }
    let both = bot.messages(CAROL, sent.revision, 2).await;
    let file = both.iter().find_map(|one| one.file.as_ref()).unwrap();
    let address = format!("{}/playground/files/{}", bot.api, file.file_id);
    serde_json::from_str(&bot.get_text(&address).await).unwrap()
}

fn tables(export: &serde_json::Value) -> Vec<&str> {
    let tables = export.as_object().unwrap();
    let mut names: Vec<&str> = tables.keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

/// All that a bot that has ended left in its store, as text.
async fn left(place: &Place) -> String {
    let file = place.state.path().join("store.redb");
    let file = vinbot_store::backend::Redb::open(&file).await.unwrap();
    let mut all = Vec::new();
    for table in PERSONAL.iter().chain(&SHARED) {
        let page = file.page(table.name(), "", None, usize::MAX).await;
        for (key, value) in page.unwrap() {
            let value = String::from_utf8(value).unwrap();
            all.push(format!("{} {key} {value}", table.name()));
        }
    }
    all.join("\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_forgotten_leaves_nothing_in_the_store() {
    let place = Place::new();
    let bot = place.bot().await;
    for text in [
        HONDA,
        &format!("/save {TESLA} Herbie"),
        "/settings units us",
        "/feedback thanks",
        "/compare",
    ] {
        carol(&bot, text).await;
    }
    let before = stored(&bot).await;
    for table in ["answers", "dialogues", "history", "private_chats"] {
        assert!(before[table].is_object(), "{table}: {before}");
    }
    drop(bot);
    let before = left(&place).await;
    assert!(before.contains(HONDA) && before.contains("7340129"));
    // A process that has not noted yet that her chat is there.
    let bot = place.bot().await;
    let told = carol(&bot, "/forget yes").await;
    assert!(
        told.text.contains("notes of which message"),
        "{}",
        told.text
    );
    assert_eq!(stored(&bot).await, serde_json::json!({}));
    carol(&bot, "/forget yes").await;
    drop(bot);
    let after = left(&place).await;
    for one in ["7340129", HONDA, TESLA, "Herbie"] {
        assert!(!after.contains(one), "{one}: {after}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_one_who_is_private_nothing_is_kept_and_no_line_says_who_asked() {
    let place = Place::new();
    // What fails is logged, with the VIN.
    let crashing = Rogue {
        decode: rogue::TRAPS,
        ..Rogue::default()
    };
    place.save(&crashing.component());
    let bot = place.bot().await;
    carol(&bot, "/settings private on").await;
    carol(&bot, HONDA).await;
    let both = SendText::new(format!("{HONDA} {TESLA}"));
    let sent = bot.playground.send_text(CAROL, both).unwrap();
    bot.messages(CAROL, sent.revision, 2).await;
    assert_eq!(tables(&stored(&bot).await), ["settings"]);
    let odd = file("papers.pdf", b"%PDF-1.7");
    let sent = bot.playground.send_document(CAROL, odd).unwrap();
    bot.messages(CAROL, sent.revision, 1).await;
    let log = bot.log();
    let is_named = |line: &&str| line.contains(HONDA) || line.contains("refused-file");
    let named: Vec<&str> = log.lines().filter(is_named).collect();
    assert!(named.iter().any(|line| line.contains(HONDA)), "{log}");
    assert!(named.iter().any(|line| line.contains("refused-file")));
    for line in named {
        assert!(!line.contains("7340129"), "{line}");
    }
    let stats = bot.ask("/admin stats").await.text;
    assert!(stats.contains("vins: 0 – 0 – 0"), "{stats}");
}

#[tokio::test(flavor = "multi_thread")]
async fn private_mode_takes_back_that_a_chat_is_known() {
    let bot = Bot::start().await;
    carol(&bot, HONDA).await;
    let before = stored(&bot).await;
    assert_eq!(tables(&before), ["answers", "history", "private_chats"]);
    carol(&bot, "/settings private on").await;
    carol(&bot, TESLA).await;
    assert_eq!(tables(&stored(&bot).await), ["settings"]);
    carol(&bot, "/settings private off").await;
    carol(&bot, TESLA).await;
    assert_eq!(
        tables(&stored(&bot).await),
        ["answers", "history", "private_chats", "settings"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_is_compared_with_the_next_vin() {
    let bot = Bot::start().await;
    let card = bot.ask(HONDA).await;
    bot.press(&card, "Compare with …").await;
    let question = bot.all_since(card.created).await.remove(0);
    assert!(question.text.contains("second VIN"), "{}", question.text);
    let both = bot.ask(TESLA).await;
    assert!(both.text.contains("Honda") && both.text.contains("Tesla"));
}
