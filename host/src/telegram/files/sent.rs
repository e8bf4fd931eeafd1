//! What a message holds besides text, and whether the bot is asked about it.

use std::fmt;

use teloxide::types::{Document, FileId, FileMeta, Message};

use super::super::route::Ask;

/// Characters of a file's name that are kept.
const NAME: usize = 100;

/// Names' ends of what may be a picture, and what may be a table. Of some it is known that
/// they can't be read: then that is said in clear words.
const PICTURES: [&str; 7] = ["jpg", "jpeg", "png", "webp", "heic", "heif", "tiff"];
const TABLES: [&str; 9] = [
    "csv", "tsv", "txt", "xlsx", "xlsm", "xls", "xlsb", "ods", "numbers",
];

/// A file that somebody sent.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::telegram) struct Sent {
    pub(super) id: FileId,
    /// Bytes, as Telegram says; zero if it does not.
    pub(super) size: u32,
    /// As its sender has it, in one line.
    pub(super) name: Option<String>,
    /// The album that it is part of.
    pub(super) album: Option<String>,
}

/// A name may be somebody's own business.
impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sent")
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

/// What a message asks for that holds a file, where its text (`asked`) does not ask for
/// more: in private always, elsewhere by `/vin`, or where the bot is named or answered.
pub(in crate::telegram) fn or_file(
    message: &Message,
    username: &str,
    asked: Option<Ask>,
) -> Option<Ask> {
    let addressed = || message.chat.is_private() || answers_bot(message, username);
    let about_file = match &asked {
        // Elsewhere than in private only words for the bot are found to hold no VIN.
        Some(Ask::VinUsage | Ask::NoVin) => true,
        None | Some(Ask::NoText) => addressed(),
        Some(Ask::Vins(scan)) => scan.vins.is_empty() && addressed(),
        _ => false,
    };
    let file = about_file.then(|| of(message)).flatten();
    file.or(asked)
}

/// What `/vin` asks for as the answer to a message with a file.
pub(in crate::telegram) fn of_answered(message: &Message) -> Option<Ask> {
    of(message.reply_to_message()?)
}

fn answers_bot(message: &Message, username: &str) -> bool {
    let answered = message.reply_to_message();
    let by = answered.and_then(|answered| answered.from.as_ref());
    by.is_some_and(|user| {
        let name = user.username.as_deref().unwrap_or_default();
        user.is_bot && name.eq_ignore_ascii_case(username)
    })
}

fn of(message: &Message) -> Option<Ask> {
    let album = message.media_group_id().map(|id| id.0.clone());
    let sent = |file: &FileMeta, name: Option<String>| Sent {
        id: file.id.clone(),
        size: known_size(file),
        name,
        album,
    };
    if let Some(sizes) = message.photo() {
        let pixels =
            |size: &&teloxide::types::PhotoSize| u64::from(size.width) * u64::from(size.height);
        let largest = sizes.iter().max_by_key(pixels)?;
        return Some(Ask::Photo(sent(&largest.file, None)));
    }
    let document = message.document()?;
    let file = sent(&document.file, document.file_name.as_deref().map(one_line));
    Some(match kind(document) {
        Kind::Picture => Ask::Photo(file),
        Kind::Table => Ask::Document(file),
        Kind::Other => Ask::OddFile,
    })
}

/// Bytes of a file; zero where Telegram does not say, of which teloxide makes the largest
/// number.
pub(super) fn known_size(file: &FileMeta) -> u32 {
    if file.size == u32::MAX { 0 } else { file.size }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Picture,
    Table,
    Other,
}

/// By its name, else by its media type.
fn kind(document: &Document) -> Kind {
    let name = document.file_name.as_deref().unwrap_or_default();
    let end = name
        .rsplit_once('.')
        .map_or("", |(_, end)| end)
        .to_lowercase();
    if PICTURES.contains(&end.as_str()) {
        return Kind::Picture;
    }
    if TABLES.contains(&end.as_str()) {
        return Kind::Table;
    }
    let media = document.mime_type.as_ref();
    let media = media.map(|media| media.essence_str().to_lowercase());
    let media = media.unwrap_or_default();
    let sheet = ["csv", "spreadsheet", "ms-excel", "tab-separated"];
    if media.starts_with("image/") {
        Kind::Picture
    } else if media == "text/plain" || sheet.iter().any(|part| media.contains(part)) {
        Kind::Table
    } else {
        Kind::Other
    }
}

fn one_line(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen = name.chars().filter(|c| !c.is_control());
    seen.take(NAME).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::{Value, json};

    /// From text, as it arrives.
    fn read(message: &Value) -> Message {
        serde_json::from_str(&message.to_string()).unwrap()
    }

    fn message(chat: i64, more: &Value) -> Message {
        let chat = if chat > 0 {
            json!({"id": chat, "type": "private", "first_name": "Ada"})
        } else {
            json!({"id": chat, "type": "group", "title": "Cars"})
        };
        let mut message = json!({
            "message_id": 7, "date": 1_780_000_000, "chat": chat,
            "from": {"id": 5, "is_bot": false, "first_name": "Ada"},
        });
        let more = more.as_object().unwrap().clone();
        message.as_object_mut().unwrap().extend(more);
        read(&message)
    }

    fn document(name: Option<&str>, media: Option<&str>) -> Value {
        let mut document = json!({"file_id": "d", "file_unique_id": "u", "file_size": 3});
        if let Some(name) = name {
            document["file_name"] = name.into();
        }
        if let Some(media) = media {
            document["mime_type"] = media.into();
        }
        json!({ "document": document })
    }

    #[rstest]
    #[case::csv(Some("a.CSV"), None, Kind::Table)]
    #[case::by_type_alone(None, Some("text/csv"), Kind::Table)]
    #[case::what_excel_calls_csv(Some("fleet"), Some("application/vnd.ms-excel"), Kind::Table)]
    #[case::xlsx(
        None,
        Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        Kind::Table
    )]
    #[case::plain(Some("notes"), Some("text/plain"), Kind::Table)]
    #[case::the_name_says_more(Some("a.xlsx"), Some("application/octet-stream"), Kind::Table)]
    #[case::picture(Some("door.JPG"), None, Kind::Picture)]
    #[case::picture_by_type(None, Some("image/webp"), Kind::Picture)]
    #[case::pdf(Some("papers.pdf"), Some("application/pdf"), Kind::Other)]
    #[case::nothing(None, None, Kind::Other)]
    fn a_document_is_told_by_its_name_or_type(
        #[case] name: Option<&str>,
        #[case] media: Option<&str>,
        #[case] expected: Kind,
    ) {
        let message = message(5, &document(name, media));
        assert_eq!(kind(message.document().unwrap()), expected);
    }

    #[test]
    fn of_a_photo_the_largest_size_is_taken() {
        let size = |id: &str, width: u32| json!({"file_id": id, "file_unique_id": id, "width": width, "height": 9});
        let photo = json!({"photo": [size("s", 90), size("l", 1280), size("m", 320)]});
        let Some(Ask::Photo(sent)) = of(&message(5, &photo)) else {
            panic!("no photo");
        };
        assert_eq!(
            (sent.id.0.as_str(), sent.size),
            ("l", 0),
            "no size is no size"
        );
    }

    fn by_bot() -> Value {
        json!({
            "message_id": 6, "date": 1, "chat": {"id": -9, "type": "group", "title": "Cars"},
            "text": "a card", "from": {"id": 1, "is_bot": true, "first_name": "B", "username": "vin_bot"},
        })
    }

    #[rstest]
    #[case::private(5, json!({}), Some(Ask::NoText), true)]
    #[case::private_with_words(5, json!({}), Some(Ask::NoVin), true)]
    #[case::private_with_a_command(5, json!({}), Some(Ask::Command(crate::telegram::route::Command {
        name: "help".into(), arguments: String::new(), addressed: true })), false)]
    #[case::group(-9, json!({}), None, false)]
    #[case::group_by_command(-9, json!({}), Some(Ask::VinUsage), true)]
    #[case::group_by_name(-9, json!({}), Some(Ask::NoVin), true)]
    #[case::group_as_an_answer(-9, json!({"reply_to_message": by_bot()}), None, true)]
    fn a_file_is_asked_about_in_private_or_when_the_bot_is_addressed(
        #[case] chat: i64,
        #[case] more: Value,
        #[case] asked: Option<Ask>,
        #[case] about_file: bool,
    ) {
        let mut extra = document(Some("a.csv"), None);
        extra
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        let ask = or_file(&message(chat, &extra), "Vin_Bot", asked.clone());
        if about_file {
            assert!(matches!(ask, Some(Ask::Document(_))), "{ask:?}");
        } else {
            assert_eq!(ask, asked);
        }
    }

    #[test]
    fn a_vin_in_the_caption_wins() {
        let scan = crate::vin::scan("1HGCM82633A004352");
        let asked = Some(Ask::Vins(scan));
        let message = message(5, &document(Some("a.csv"), None));
        assert_eq!(or_file(&message, "vin_bot", asked.clone()), asked);
    }

    #[test]
    fn vin_as_the_answer_to_a_file_is_about_the_file() {
        let mut file = by_bot();
        file.as_object_mut().unwrap().remove("text");
        let extra = document(Some("a.csv"), None);
        file.as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        let message = message(-9, &json!({"text": "/vin", "reply_to_message": file}));
        assert!(matches!(of_answered(&message), Some(Ask::Document(_))));
    }

    #[test]
    fn a_name_is_one_short_line_and_never_in_the_log() {
        assert_eq!(one_line("C:\\cars\\fl\u{7}eet.csv"), "fleet.csv");
        assert_eq!(one_line(&"é".repeat(300)).chars().count(), NAME);
        let message = message(5, &document(Some("secret.csv"), None));
        assert!(!format!("{:?}", of(&message)).contains("secret"));
    }
}
