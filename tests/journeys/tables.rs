//! People send tables and get them back with what their VINs mean.

use calamine::{Data, Reader, Xlsx};
use rstest::rstest;
use rust_xlsxwriter::Workbook;
use vinbot_playground::{ChatWait, Fault, Inject, MessageView, Options, SendFile, SendText};

use crate::alive::Place;
use crate::bot::{ADA, Bot, GROUP, labels};
use crate::sends::{file, text_file};
use crate::support::rogue::{LOOPS, Rogue, answers};

const BOB: i64 = 43;
const HONDA: &str = "1HGCM82633A004352";
const AUDI: &str = "WAUZZZ8K9BA123456";
/// The Honda with a character that is another one.
const MISTYPED: &str = "1HGCM82643A004352";

fn lines(text: &str) -> Vec<Vec<&str>> {
    text.lines().map(|line| line.split(';').collect()).collect()
}

/// So many German VINs, one a line.
fn many(count: usize) -> String {
    let lines = (0..count).map(|i| format!("{i};WAUZZZ8K9BA{:06}\n", i % 1_000_000));
    format!("nr;VIN\n{}", lines.collect::<String>())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_csv_comes_back_as_it_was_with_columns_added() {
    let bot = Bot::start().await;
    let csv = format!(
        "nr;VIN;note\n1;{HONDA};mine\n2;lost;\n3;1HGCM82633A00435;short\n;;\n4;{AUDI};\n5;{MISTYPED};\n"
    );
    let answer = bot.hands(ADA, text_file("fleet.csv", &csv)).await;
    assert_eq!(
        answer.text,
        "5 rows. Something is wrong with 3: the last column says what."
    );
    assert_eq!(answer.file.as_ref().unwrap().name, "fleet-vin.csv");
    let text = bot.text(&answer).await;
    let rows = lines(&text);
    let names = [
        "Year", "Make", "Model", "Trim", "Body", "Engine", "Fuel", "Country", "Error",
    ];
    assert_eq!(rows[0], [["nr", "VIN", "note"].as_slice(), &names].concat());
    assert_eq!(
        rows[1][..6],
        ["1", HONDA, "mine", "2003", "HONDA", "Accord"]
    );
    assert!(rows[1][8].starts_with("3.0 L V6"), "{text}");
    assert_eq!(rows[1][9], "Gasoline");
    assert_eq!(rows[1][11], "");
    assert_eq!(rows[2][11], "There is no VIN in this row.");
    assert!(rows[3][11].starts_with("It has 16 characters"), "{text}");
    assert!(rows[4].iter().all(|cell| cell.is_empty()), "{text}");
    assert!(rows[5][10].contains("GERMANY"), "{text}");
    assert_eq!(rows[6][4], "HONDA");
    assert!(rows[6][11].starts_with("The check digit"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_comes_back_as_a_sheet_in_the_readers_language() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0..).zip(["km", "FIN", "plate"]) {
        sheet.write(0, column, name).unwrap();
    }
    sheet.write(1, 0, 1_234.5).unwrap();
    sheet.write(1, 1, HONDA).unwrap();
    sheet.write(1, 2, "=cmd").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let bot = Bot::start().await;
    let german = SendText {
        language_code: Some("de".into()),
        ..SendText::new("/help")
    };
    let help = bot.playground.send_text(ADA, german).unwrap();
    bot.messages(ADA, help.revision, 1).await;
    let answer = bot.hands(ADA, file("fleet.xlsx", &bytes)).await;
    assert_eq!(answer.text, "Eine Zeile, und alle sind gelesen.");
    let bytes = bot.bytes(&answer).await;
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let text = |row, column| range.get_value((row, column)).unwrap().to_string();
    assert_eq!(range.get_value((1, 0)), Some(&Data::Float(1_234.5)));
    assert_eq!([text(1, 1), text(1, 2)], [HONDA, "=cmd"]);
    assert_eq!([text(0, 3), text(0, 4)], ["Baujahr", "Marke"]);
    assert_eq!(
        [text(1, 3), text(1, 4), text(1, 5)],
        ["2003", "HONDA", "Accord"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_in_a_text_file_is_a_table_as_well() {
    let bot = Bot::start().await;
    let answer = bot
        .hands(ADA, text_file("cars.txt", &format!("{HONDA}\n{AUDI}\n")))
        .await;
    let text = bot.text(&answer).await;
    assert!(text.contains(HONDA) && text.contains("Accord"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_rows_come_back() {
    let bot = Bot::start().await;
    let sent = bot
        .playground
        .send_document(ADA, text_file("all.csv", &many(10_000)))
        .unwrap();
    let wait = ChatWait {
        after: sent.revision,
        contains: Some("10,000 rows, and".into()),
        timeout: Some(120.0),
        ..ChatWait::default()
    };
    let with_file = |messages: Vec<MessageView>| {
        messages
            .into_iter()
            .find(|one| one.from_bot && one.file.is_some())
    };
    let mut chat = bot.chat(ADA, &wait).await;
    // A message that told how far it was says so first.
    let answer = loop {
        if let Some(answer) = with_file(chat.messages) {
            break answer;
        }
        let next = ChatWait {
            after: chat.revision,
            bot_messages: Some(1),
            timeout: Some(120.0),
            ..ChatWait::default()
        };
        chat = bot.chat(ADA, &next).await;
    };
    let text = bot.text(&answer).await;
    let rows = lines(&text);
    assert_eq!(rows.len(), 10_001);
    assert!(
        rows[1..].iter().all(|row| row[9].contains("GERMANY")),
        "{:?}",
        rows[1]
    );
}

#[rstest]
#[case::too_many_rows(text_file("a.csv", &many(10_001)), "more than 10,000 rows")]
#[case::no_vins(text_file("a.csv", "a;b\n1;2\n"), "no VIN in this table")]
#[case::empty(text_file("a.csv", ""), "empty")]
#[case::damaged(file("a.xlsx", b"PK\x03\x04garbage"), "damaged")]
#[case::password(file("a.xlsx", include_bytes!("../../intake/tests/tables/password.xlsx")), "password")]
#[case::no_table(
    file("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"),
    "can't read that as a table"
)]
#[case::another_kind(file("papers.pdf", b"%PDF-1.7"), "CSV, TXT or XLSX")]
#[case::too_large(SendFile { size: Some(21 << 20), ..text_file("a.csv", "VIN\n") }, "at most 20 MB")]
#[tokio::test(flavor = "multi_thread")]
async fn what_can_not_be_done_is_told_in_clear_words(
    #[case] document: SendFile,
    #[case] words: &str,
) {
    let bot = Bot::start().await;
    let answer = bot.hands(ADA, document).await;
    assert!(answer.text.contains(words), "{}", answer.text);
    assert!(answer.file.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_table_costs_more_and_never_more_than_can_be_paid() {
    let rate = (
        "VINBOT_TELEGRAM__RATES__USER",
        "{ burst = 8, per_ms = 3600000 }",
    );
    let bot = Bot::start_with(Options::default(), &[rate]).await;
    // One request for the message, four for two thousand rows: that is all but three …
    let answer = bot.hands(ADA, text_file("a.csv", &many(2_000))).await;
    assert!(
        answer.file.is_some() || answer.text.contains("2,000"),
        "{}",
        answer.text
    );
    bot.says(ADA, answer.created - 1, "2,000 rows").await;
    // … so that the next one is put off.
    let sent = bot
        .playground
        .send_document(ADA, text_file("b.csv", &many(2_000)))
        .unwrap();
    bot.says(ADA, sent.revision, "I can go on in").await;
}

/// A bot whose first decoder works for ever on what Ada asks.
async fn slow_for_ada(decode: &str) -> (Place, Bot) {
    let place = Place::new()
        .with("VINBOT_TELEGRAM__DRAIN_TIMEOUT_S", "4")
        .with("VINBOT_LOOKUP__BATCH", "1");
    let config = format!(
        "[plugins.rogue]\norder = 1\ndeadline_ms = 600000\nusers = {{ allow = [{ADA}] }}\n"
    );
    std::fs::write(&place.config, config).unwrap();
    let rogue = Rogue {
        decode,
        ..Rogue::default()
    };
    place.save(&rogue.component());
    let bot = place.bot().await;
    (place, bot)
}

/// The message that tells how far a table is.
async fn progress(bot: &Bot, chat: i64, after: u64) -> MessageView {
    let chat = bot.says(chat, after, "Looking up the table").await;
    let mut messages = chat.messages.into_iter();
    messages
        .find(|one| one.text.contains("Looking up the table"))
        .unwrap()
}

/// What is told over the button to somebody who cancels.
async fn cancelled_by(bot: &Bot, chat: i64, user: i64, message: &MessageView) -> String {
    let (_, chat) = bot.press_by(chat, user, message, "Cancel").await;
    let told = chat.answers.last().unwrap().answer.text.clone();
    told.unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn how_far_it_is_is_told_and_its_owner_stops_it() {
    let (_place, bot) = slow_for_ada(LOOPS).await;
    let sent = bot
        .playground
        .send_document(ADA, text_file("a.csv", &many(40)))
        .unwrap();
    let message = progress(&bot, ADA, sent.revision).await;
    assert_eq!(message.text, "Looking up the table: 0 of 40 rows (0 %)");
    assert_eq!(labels(&message), [["Cancel"]]);
    // Meanwhile others are answered, and so is she.
    let asked = bot.playground.send_text(BOB, SendText::new(HONDA)).unwrap();
    let card = bot.messages(BOB, asked.revision, 1).await.remove(0);
    assert!(card.text.contains("Honda"), "{}", card.text);
    assert!(bot.ask("/help").await.text.contains("How it works"));
    // A second table has to wait; that of somebody else need not.
    let second = bot.hands(ADA, text_file("b.csv", &many(1))).await;
    assert!(second.text.contains("still busy"), "{}", second.text);
    let of_bob = bot.hands(BOB, text_file("b.csv", &many(1))).await;
    assert!(of_bob.file.is_some(), "{}", of_bob.text);
    // Nobody else stops it, and she does.
    let typed = bot
        .playground
        .send_text(BOB, SendText::new("/stop 1"))
        .unwrap();
    let refused = bot.messages(BOB, typed.revision, 1).await.remove(0);
    assert!(
        refused.text.contains("nothing under way"),
        "{}",
        refused.text
    );
    assert_eq!(cancelled_by(&bot, ADA, ADA, &message).await, "I stop.");
    let chat = bot.says(ADA, sent.revision, "Stopped.").await;
    let ended = chat
        .messages
        .iter()
        .find(|one| one.message_id == message.message_id)
        .unwrap();
    assert_eq!((ended.text.as_str(), ended.keyboard.len()), ("Stopped.", 0));
    // And then the next one is taken, until she says so in words.
    let third = bot
        .playground
        .send_document(ADA, text_file("c.csv", &many(1)))
        .unwrap();
    progress(&bot, ADA, third.revision).await;
    assert_eq!(bot.ask("/cancel").await.text, "I stop.");
    bot.says(ADA, third.revision, "Stopped.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_group_nobody_else_presses_cancel() {
    let (_place, bot) = slow_for_ada(LOOPS).await;
    let commanded = SendFile {
        user: Some(ADA),
        caption: Some("/vin".into()),
        ..text_file("a.csv", &many(5))
    };
    let sent = bot.playground.send_document(GROUP, commanded).unwrap();
    let message = progress(&bot, GROUP, sent.revision).await;
    assert_eq!(message.reply_to, Some(sent.message_id));
    let refused = cancelled_by(&bot, GROUP, BOB, &message).await;
    assert!(refused.contains("no longer works"), "{refused}");
    assert_eq!(cancelled_by(&bot, GROUP, ADA, &message).await, "I stop.");
    bot.says(GROUP, sent.revision, "Stopped.").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_in_the_middle_is_told() {
    let (_place, mut bot) = slow_for_ada(LOOPS).await;
    let sent = bot
        .playground
        .send_document(ADA, text_file("a.csv", &many(5)))
        .unwrap();
    let message = progress(&bot, ADA, sent.revision).await;
    bot.signal("TERM");
    let chat = bot.says(ADA, sent.revision, "I was stopped before").await;
    let told = chat
        .messages
        .iter()
        .find(|one| one.text.contains("I was stopped"))
        .unwrap();
    assert_eq!(told.message_id, message.message_id);
    assert!(bot.ended().await.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_is_edited_as_it_goes_and_the_file_follows() {
    // About a tenth of a second for each VIN.
    let slowly = format!(
        "(local $left i64) (local.set $left (i64.const 200000000))
        (loop $on
            (local.set $left (i64.sub (local.get $left) (i64.const 1)))
            (br_if $on (i64.ne (local.get $left) (i64.const 0))))
        {}",
        answers("Alpha")
    );
    let (_place, bot) = slow_for_ada(&slowly).await;
    let rows = 80;
    let sent = bot
        .playground
        .send_document(ADA, text_file("a.csv", &many(rows)))
        .unwrap();
    let first = progress(&bot, ADA, sent.revision).await;
    let chat = bot
        .says(ADA, first.revision, "80 rows, and all are decoded.")
        .await;
    let mut messages = chat.messages.iter();
    let ended = messages.find(|one| one.message_id == first.message_id);
    let edits = ended.map_or(0, |ended| ended.edits);
    assert!((2..=20).contains(&edits), "{edits} edits");
    let all = bot.answers(ADA, &sent, 2).await;
    let text = bot.text(&all[1]).await;
    assert_eq!(
        lines(&text).iter().filter(|row| row[3] == "Alpha").count(),
        rows
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_telegram_does_not_give_is_told() {
    let bot = Bot::start().await;
    let inject = Inject {
        method: "getFile".into(),
        times: 1,
        fault: Fault::Error {
            error_code: 400,
            description: "Bad Request: wrong file_id or the file is temporarily unavailable".into(),
        },
        after_effect: false,
    };
    bot.playground.inject_fault(inject).unwrap();
    let answer = bot.hands(ADA, text_file("a.csv", &many(1))).await;
    assert!(
        answer.text.contains("could not get that file"),
        "{}",
        answer.text
    );
    assert!(!bot.log().contains("/file/bot"), "{}", bot.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_group_a_table_is_read_when_the_bot_is_asked() {
    let options = Options {
        reads_all_group_messages: true,
        ..Options::default()
    };
    let bot = Bot::start_with(options, &[]).await;
    let of_ada = || SendFile {
        user: Some(ADA),
        ..text_file("a.csv", &many(2))
    };
    let silent = bot.playground.send_document(GROUP, of_ada()).unwrap();
    let commanded = SendFile {
        caption: Some("/vin".into()),
        ..of_ada()
    };
    let sent = bot.playground.send_document(GROUP, commanded).unwrap();
    let first = bot.answers(GROUP, &silent, 1).await.remove(0);
    assert_eq!(first.reply_to, Some(sent.message_id));
    let answering = SendFile {
        reply_to: Some(first.message_id),
        ..of_ada()
    };
    let sent = bot.playground.send_document(GROUP, answering).unwrap();
    let second = bot.answers(GROUP, &sent, 1).await.remove(0);
    assert_eq!(second.reply_to, Some(sent.message_id));
    let question = SendText {
        reply_to: Some(silent.message_id),
        ..SendText::new("/vin").from_user(BOB)
    };
    let asked = bot.playground.send_text(GROUP, question).unwrap();
    let sent = vinbot_playground::Sent {
        revision: asked.revision,
        ..asked
    };
    let third = bot.answers(GROUP, &sent, 1).await.remove(0);
    assert!(third.file.is_some());
    let all = bot
        .all_in(
            GROUP,
            silent.revision,
            SendText::new("/help@playground_bot").from_user(ADA),
        )
        .await;
    assert_eq!(all.len(), 3, "{all:#?}");
}

/// Nothing that was sent is written anywhere.
#[tokio::test(flavor = "multi_thread")]
async fn files_leave_nothing_behind() {
    let bot = Bot::start().await;
    let answer = bot.hands(ADA, text_file("secret-name.csv", &many(3))).await;
    assert!(answer.file.is_some());
    assert!(!bot.log().contains("secret-name"), "{}", bot.log());
    let history = bot.ask("/history").await;
    assert!(
        history.text.contains("nothing in your history"),
        "{}",
        history.text
    );
}
