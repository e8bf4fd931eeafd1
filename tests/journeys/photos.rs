//! People send photos of their VIN.

use std::os::unix::fs::PermissionsExt;

use image::GrayImage;
use rstest::rstest;
use rxing::BarcodeFormat;
use serde_json::json;
use vinbot_playground::{MessageView, Options, SendFile, SendText, Wait};

use crate::bot::{ADA, Bot, GROUP};
use crate::draw::{self, Shot};
use crate::sends::file;

const HONDA: &str = "1HGCM82633A004352";
const AUDI: &str = "WAUZZZ8K9BA123456";

/// A label in a photo.
fn shot(label: &GrayImage) -> Vec<u8> {
    draw::jpeg(&draw::photo(label, Shot::default(), 1), 85)
}

fn label(format: BarcodeFormat, module: u32) -> Vec<u8> {
    shot(&draw::code(HONDA, format, module))
}

/// A photo of nothing in particular.
fn scenery() -> Vec<u8> {
    shot(&GrayImage::from_fn(400, 200, |x, y| {
        image::Luma([u8::try_from((x / 7 + y / 5) % 200).unwrap()])
    }))
}

fn photo(bytes: &[u8]) -> SendFile {
    file("photo.jpg", bytes)
}

/// A bot that reads print, if this machine can.
async fn reader() -> Option<Bot> {
    let Some(program) = vinbot_intake::photo::installed() else {
        eprintln!("SKIPPED: no tesseract");
        return None;
    };
    let program = program.to_str().unwrap().to_owned();
    let path = std::env::var("PATH").unwrap();
    let variables = [
        ("VINBOT_TELEGRAM__FILES__TESSERACT", program.as_str()),
        ("VINBOT_TELEGRAM__FILES__PHOTO_DEADLINE_S", "80"),
        ("PATH", path.as_str()),
    ];
    Some(Bot::start_with(Options::default(), &variables).await)
}

#[rstest]
#[case::code_39(BarcodeFormat::CODE_39, 3)]
#[case::qr_code(BarcodeFormat::QR_CODE, 8)]
#[case::data_matrix(BarcodeFormat::DATA_MATRIX, 8)]
#[tokio::test(flavor = "multi_thread")]
async fn a_barcode_in_a_photo_is_answered_as_if_typed(
    #[case] format: BarcodeFormat,
    #[case] module: u32,
) {
    let bot = Bot::start().await;
    let card = bot
        .shows(ADA, photo(&label(format, module)), 1)
        .await
        .remove(0);
    assert!(card.text.starts_with("2003 Honda Accord"), "{}", card.text);
    let typed = bot.ask(HONDA).await;
    assert_eq!(card.text, typed.text);
    assert_eq!(card.keyboard, typed.keyboard);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_as_a_document_is_read_as_well() {
    let bot = Bot::start().await;
    let png = draw::png(&draw::code(HONDA, BarcodeFormat::CODE_128, 3));
    let card = bot.hands(ADA, file("label.png", &png)).await;
    assert!(card.text.starts_with("2003 Honda Accord"), "{}", card.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn print_is_read_and_what_nothing_proves_is_to_be_compared() {
    let Some(bot) = reader().await else { return };
    // A check digit proves this one.
    let card = bot
        .shows(ADA, photo(&shot(&draw::text(HONDA, 0))), 1)
        .await
        .remove(0);
    assert!(card.text.starts_with("2003 Honda Accord"), "{}", card.text);
    let answers = bot.shows(ADA, photo(&shot(&draw::text(AUDI, 0))), 2).await;
    assert!(
        answers[0].text.contains("Read from print"),
        "{}",
        answers[0].text
    );
    assert!(answers[0].text.contains(AUDI), "{}", answers[0].text);
    assert!(answers[1].text.contains("Audi"), "{}", answers[1].text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_of_nothing_gets_a_hint_in_the_readers_language() {
    let bot = Bot::start().await;
    let answer = bot.shows(ADA, photo(&scenery()), 1).await.remove(0);
    assert!(answer.text.contains("I find no VIN"), "{}", answer.text);
    // This bot has no tesseract on its path.
    assert!(answer.text.contains("barcodes only"), "{}", answer.text);
    let german = SendText {
        language_code: Some("de".into()),
        ..SendText::new("/help")
    };
    let help = bot.playground.send_text(ADA, german).unwrap();
    bot.messages(ADA, help.revision, 1).await;
    let answer = bot.shows(ADA, photo(&scenery()), 1).await.remove(0);
    assert!(
        answer.text.contains("finde ich keine FIN"),
        "{}",
        answer.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vin_in_the_caption_wins() {
    let bot = Bot::start().await;
    let captioned = SendFile {
        caption: Some(format!("mine is {AUDI}")),
        ..photo(&label(BarcodeFormat::CODE_39, 3))
    };
    let card = bot.shows(ADA, captioned, 1).await.remove(0);
    assert!(card.text.contains(AUDI), "{}", card.text);
    let small_talk = SendFile {
        caption: Some("what is this?".into()),
        ..photo(&label(BarcodeFormat::CODE_39, 3))
    };
    let card = bot.shows(ADA, small_talk, 1).await.remove(0);
    assert!(card.text.contains(HONDA), "{}", card.text);
}

#[rstest]
#[case::no_picture("door.jpg", b"hello".as_slice(), "JPEG, PNG or WebP")]
#[case::cut_off("door.png", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".as_slice(), "damaged")]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_picture_is_told(#[case] name: &str, #[case] bytes: &[u8], #[case] words: &str) {
    let bot = Bot::start().await;
    let answer = bot.hands(ADA, file(name, bytes)).await;
    assert!(answer.text.contains(words), "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_group_a_photo_is_read_when_the_bot_is_asked() {
    let options = Options {
        reads_all_group_messages: true,
        ..Options::default()
    };
    let bot = Bot::start_with(options, &[]).await;
    let of_ada = || SendFile {
        user: Some(ADA),
        ..photo(&label(BarcodeFormat::CODE_39, 3))
    };
    let silent = bot.playground.send_photo(GROUP, of_ada()).unwrap();
    let question = SendText {
        reply_to: Some(silent.message_id),
        ..SendText::new("/vin").from_user(43)
    };
    let asked = bot.playground.send_text(GROUP, question).unwrap();
    let by_bob = bot.answers(GROUP, &silent, 1).await.remove(0);
    assert!(by_bob.text.starts_with("2003 Honda"), "{}", by_bob.text);
    assert_eq!(by_bob.reply_to, Some(asked.message_id));
    let commanded = SendFile {
        caption: Some("/vin".into()),
        ..of_ada()
    };
    let sent = bot.playground.send_photo(GROUP, commanded).unwrap();
    let by_ada = bot.answers(GROUP, &sent, 1).await.remove(0);
    assert_eq!(by_ada.reply_to, Some(sent.message_id));
    let answering = SendFile {
        reply_to: Some(by_ada.message_id),
        ..of_ada()
    };
    let sent = bot.playground.send_photo(GROUP, answering).unwrap();
    let third = bot.answers(GROUP, &sent, 1).await.remove(0);
    assert_eq!(third.reply_to, Some(sent.message_id));
    let all = bot
        .all_in(
            GROUP,
            silent.revision,
            SendText::new("/help@playground_bot").from_user(ADA),
        )
        .await;
    assert_eq!(all.len(), 3, "{all:#?}");
}

/// A file that Telegram has, and of which the bot was not told.
fn kept(bot: &Bot, bytes: &[u8]) -> String {
    let photo = SendFile {
        user: Some(ADA),
        ..photo(bytes)
    };
    let sent = bot.playground.send_photo(GROUP, photo).unwrap();
    assert_eq!(sent.update_id, None);
    let messages = bot.playground.chat(GROUP, 0).messages;
    let mut messages = messages.into_iter();
    let message = messages.find(|one| one.message_id == sent.message_id);
    message.unwrap().file.unwrap().file_id
}

fn of_album(number: i32, album: &str, file: &str) -> serde_json::Value {
    json!({"message": {
        "message_id": 900_000 + number, "date": 1_780_000_000, "media_group_id": album,
        "chat": {"id": ADA, "type": "private", "first_name": "Ada"},
        "from": {"id": ADA, "is_bot": false, "first_name": "Ada"},
        "photo": [{"file_id": file, "file_unique_id": "u", "width": 1280, "height": 960}],
    }})
}

#[tokio::test(flavor = "multi_thread")]
async fn an_album_is_answered_a_car_at_a_time_and_never_floods() {
    let bot = Bot::start().await;
    let before = bot.ask("/help").await.created;
    let (label, scenery) = (
        kept(&bot, &label(BarcodeFormat::CODE_39, 3)),
        kept(&bot, &scenery()),
    );
    let seq = bot.playground.calls(0).last().unwrap().seq;
    for (number, (album, file)) in (0..).zip([
        ("a", &label),
        ("a", &label),
        ("a", &scenery),
        ("b", &scenery),
        ("b", &scenery),
        ("b", &scenery),
    ]) {
        bot.playground
            .inject_update(of_album(number, album, file))
            .unwrap();
    }
    let wait = Wait {
        method: Some("sendMessage".into()),
        after: Some(seq),
        finished: Some(2),
        timeout: Some(90.0),
        ..Wait::default()
    };
    assert!(!bot.playground.wait(&wait).await.timed_out, "{}", bot.log());
    let said = bot.all_since(before).await;
    let is_card = |one: &&MessageView| one.text.starts_with("2003 Honda");
    let is_hint = |one: &&MessageView| one.text.contains("I find no VIN");
    assert_eq!(said.iter().filter(is_card).count(), 1, "{said:#?}");
    assert_eq!(said.iter().filter(is_hint).count(), 1, "{said:#?}");
    assert_eq!(said.len(), 2);
}

/// A bot whose tesseract never ends, and the folder that it is in.
async fn slow_reader(deadline: &str) -> (tempfile::TempDir, Bot) {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("tesseract");
    std::fs::write(&program, "#!/bin/sh\nexec tail -f /dev/null\n").unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = std::env::var("PATH").unwrap();
    let variables = [
        (
            "VINBOT_TELEGRAM__FILES__TESSERACT",
            program.to_str().unwrap(),
        ),
        ("VINBOT_TELEGRAM__FILES__PHOTO_DEADLINE_S", deadline),
        ("VINBOT_TELEGRAM__DRAIN_TIMEOUT_S", "4"),
        ("PATH", &path),
    ];
    let bot = Bot::start_with(Options::default(), &variables).await;
    (folder, bot)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_that_takes_too_long_is_given_up_and_nobody_waits_for_it() {
    let (_folder, bot) = slow_reader("6").await;
    let sent = bot
        .playground
        .send_photo(ADA, photo(&shot(&draw::text(AUDI, 0))))
        .unwrap();
    let typing = Wait {
        method: Some("sendChatAction".into()),
        started: Some(1),
        ..Wait::default()
    };
    assert!(!bot.playground.wait(&typing).await.timed_out);
    // The same chat is answered meanwhile.
    assert!(bot.ask(HONDA).await.text.starts_with("2003 Honda"));
    let said = bot.says(ADA, sent.revision, "to read in time").await;
    assert!(!said.messages.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_while_a_photo_is_read_is_told() {
    let (_folder, mut bot) = slow_reader("300").await;
    let sent = bot
        .playground
        .send_photo(ADA, photo(&shot(&draw::text(AUDI, 0))))
        .unwrap();
    let typing = Wait {
        method: Some("sendChatAction".into()),
        started: Some(1),
        ..Wait::default()
    };
    assert!(!bot.playground.wait(&typing).await.timed_out);
    bot.signal("TERM");
    bot.says(ADA, sent.revision, "I was stopped before").await;
    assert!(bot.ended().await.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_of_a_card_comes_as_a_photo_with_its_text() {
    let bot = Bot::start().await;
    let card = bot.ask(HONDA).await;
    bot.press(&card, "Picture").await;
    let sent = bot.all_since(card.created).await;
    let [picture] = sent.as_slice() else {
        panic!("{sent:#?}")
    };
    let file = picture.file.as_ref().unwrap();
    assert_eq!(
        (file.kind.as_str(), file.pixels),
        ("photo", Some((1200, 675)))
    );
    assert!(picture.text.contains(HONDA), "{}", picture.text);
    assert!(!picture.entities.is_empty());
}
