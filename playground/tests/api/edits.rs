//! Captions and files change, messages are copied, sending is limited.

use reqwest::{
    Method, StatusCode,
    multipart::{Form, Part},
};
use serde_json::{Value, json};

use crate::client::{CHAT, GROUP, Server};

fn png(width: u32, height: u32) -> Vec<u8> {
    let header = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    [&header[..], &width.to_be_bytes(), &height.to_be_bytes()].concat()
}

fn part(bytes: Vec<u8>, name: &str) -> Part {
    Part::bytes(bytes).file_name(name.to_owned())
}

async fn multipart(server: &Server, method: &str, form: Form) -> (StatusCode, Value) {
    let url = server.method(method);
    let response = server.http.post(url).multipart(form).send().await.unwrap();
    (response.status(), response.json().await.unwrap())
}

/// A photo of the bot with a caption and a button.
async fn photo(server: &Server) -> Value {
    server.playground.set_chat(CHAT, None).unwrap();
    let keyboard = json!({ "inline_keyboard": [[{ "text": "x", "callback_data": "x" }]] });
    let form = Form::new()
        .text("chat_id", "42")
        .text("caption", "A car")
        .text(
            "caption_entities",
            r#"[{"type":"bold","offset":2,"length":3}]"#,
        )
        .text("reply_markup", keyboard.to_string())
        .part("photo", part(png(640, 480), "car.png"));
    multipart(server, "sendPhoto", form).await.1["result"].clone()
}

#[tokio::test]
async fn a_photo_has_caption_keyboard_and_sizes() {
    let server = Server::start().await;
    let sent = photo(&server).await;
    assert_eq!(sent["caption_entities"][0]["type"], "bold");
    assert_eq!(sent["reply_markup"]["inline_keyboard"][0][0]["text"], "x");
    let widths: Vec<_> = (0..3).map(|n| sent["photo"][n]["width"].as_u64()).collect();
    assert_eq!(widths, [Some(100), Some(320), Some(640)]);
    let again = json!({ "chat_id": CHAT, "photo": sent["photo"][0]["file_id"] });
    let again = server.ok("sendPhoto", again).await;
    assert_eq!(again["photo"][2]["width"], 640);
}

#[tokio::test]
async fn a_caption_is_edited_and_texts_have_none() {
    let server = Server::start().await;
    let sent = photo(&server).await;
    let edit = json!({ "chat_id": CHAT, "message_id": sent["message_id"], "caption": "Sold" });
    let edited = server.ok("editMessageCaption", edit.clone()).await;
    assert_eq!(edited["caption"], "Sold");
    assert!(edited["edit_date"].is_i64() && edited.get("reply_markup").is_none());
    assert!(
        server
            .refused("editMessageCaption", edit.clone())
            .await
            .contains("not modified")
    );
    let text = json!({ "chat_id": CHAT, "message_id": sent["message_id"], "text": "x" });
    assert_eq!(
        server.refused("editMessageText", text).await,
        "Bad Request: there is no text in the message to edit"
    );
    let id = server.say("words", json!([])).await;
    let wrong = json!({ "chat_id": CHAT, "message_id": id, "caption": "x" });
    assert_eq!(
        server.refused("editMessageCaption", wrong).await,
        "Bad Request: there is no caption in the message to edit"
    );
    let mut long = edit;
    long["caption"] = "x".repeat(1025).into();
    assert_eq!(
        server.refused("editMessageCaption", long).await,
        "Bad Request: message caption is too long"
    );
}

#[tokio::test]
async fn a_file_is_exchanged_for_an_attached_one() {
    let server = Server::start().await;
    let sent = photo(&server).await;
    let form = |media: &str| {
        Form::new()
            .text("chat_id", "42")
            .text("message_id", sent["message_id"].to_string())
            .text("media", media.to_owned())
            .part("list", part(b"a;b".to_vec(), "list.csv"))
    };
    let media = r#"{"type":"document","media":"attach://list","caption":"As a list"}"#;
    let (_, body) = multipart(&server, "editMessageMedia", form(media)).await;
    let edited = &body["result"];
    assert_eq!(edited["document"]["file_name"], "list.csv");
    assert_eq!(edited["caption"], "As a list");
    assert!(edited.get("photo").is_none());
    for (media, words) in [
        (
            r#"{"type":"document","media":"attach://none"}"#,
            "wrong file identifier",
        ),
        (
            r#"{"type":"photo","media":"attach://list"}"#,
            "IMAGE_PROCESS_FAILED",
        ),
        (
            r#"{"type":"video","media":"attach://list"}"#,
            "photo and document",
        ),
    ] {
        let (status, body) = multipart(&server, "editMessageMedia", form(media)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert!(
            body["description"].as_str().unwrap().contains(words),
            "{body}"
        );
    }
}

#[tokio::test]
async fn what_is_no_photo_for_telegram_is_none_here() {
    let server = Server::start().await;
    server.playground.set_chat(CHAT, None).unwrap();
    let mut heavy = png(10, 10);
    heavy.resize(10 * 1024 * 1024 + 1, 0);
    for (bytes, words) in [
        (png(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (png(210, 10), "PHOTO_INVALID_DIMENSIONS"),
        (
            heavy,
            "too big for a photo; the maximum size is 10485760 bytes",
        ),
        (Vec::new(), "file must be non-empty"),
    ] {
        let form = Form::new()
            .text("chat_id", "42")
            .part("photo", part(bytes, "x.png"));
        let (status, body) = multipart(&server, "sendPhoto", form).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert!(
            body["description"].as_str().unwrap().contains(words),
            "{body}"
        );
    }
    let mixed = photo(&server).await["photo"][0]["file_id"].clone();
    let why = server
        .refused(
            "sendDocument",
            json!({ "chat_id": CHAT, "document": mixed }),
        )
        .await;
    assert_eq!(why, "Bad Request: can't use file of type Photo as Document");
}

#[tokio::test]
async fn a_document_has_caption_reply_and_a_name_without_folders() {
    let server = Server::start().await;
    let question = server
        .post("chats/42/messages", json!({ "text": "list?" }))
        .await;
    let form = Form::new()
        .text("chat_id", "42")
        .text("caption", "/here")
        .text(
            "reply_parameters",
            json!({ "message_id": question["message_id"] }).to_string(),
        )
        .part("document", part(b"x".to_vec(), "../../list.csv"));
    let sent = multipart(&server, "sendDocument", form).await.1["result"].clone();
    assert_eq!(sent["document"]["file_name"], "list.csv");
    assert_eq!(sent["caption_entities"][0]["type"], "bot_command");
    assert_eq!(sent["reply_to_message"]["text"], "list?");
}

#[tokio::test]
async fn a_file_of_more_than_20_mb_cannot_be_downloaded() {
    let server = Server::start().await;
    let file = json!({ "name": "all.csv", "text": "VIN", "size": 20 * 1024 * 1024 + 1 });
    server.post("chats/42/documents", file).await;
    let document = server.updates(0).await[0]["message"]["document"].clone();
    assert_eq!(document["file_size"], 20 * 1024 * 1024 + 1);
    let why = server
        .refused("getFile", json!({ "file_id": document["file_id"] }))
        .await;
    assert_eq!(why, "Bad Request: file is too big");
}

#[tokio::test]
async fn people_edit_captions_and_the_bot_is_told() {
    let server = Server::start().await;
    let file = json!({ "name": "a.csv", "text": "x", "caption": "old" });
    let sent = server.post("chats/42/documents", file).await;
    let path = format!("chats/42/messages/{}", sent["message_id"]);
    let edit = Some(json!({ "text": "new" }));
    server.control(Method::PATCH, &path, edit).await;
    let edited = &server.updates(0).await[1]["edited_message"];
    assert_eq!(edited["caption"], "new");
    assert_eq!(edited["document"]["file_name"], "a.csv");
}

#[tokio::test]
async fn messages_are_copied_forwarded_and_reacted_to() {
    let server = Server::start().await;
    server.playground.set_chat(GROUP, None).unwrap();
    let sent = server
        .post("chats/42/messages", json!({ "text": "VIN" }))
        .await;
    let from = json!({ "chat_id": GROUP, "from_chat_id": CHAT, "message_id": sent["message_id"] });
    let copied = server.ok("copyMessage", from.clone()).await;
    assert!(copied["message_id"].is_i64());
    let forwarded = server.ok("forwardMessage", from).await;
    assert_eq!(forwarded["forward_origin"]["sender_user"]["id"], CHAT);
    let messages = &server.get("chats/-7").await["messages"];
    assert_eq!(
        (&messages[0]["text"], &messages[0]["forwarded_from"]),
        (&json!("VIN"), &Value::Null)
    );
    assert_eq!(messages[1]["forwarded_from"], "User 42");
    let react = json!({
        "chat_id": CHAT,
        "message_id": sent["message_id"],
        "reaction": [{ "type": "emoji", "emoji": "👍" }],
    });
    server.ok("setMessageReaction", react).await;
    assert_eq!(
        server.get("chats/42").await["messages"][0]["reaction"],
        "👍"
    );
}

#[tokio::test]
async fn people_forward_what_others_wrote() {
    let server = Server::start().await;
    let send = json!({ "text": "VIN", "forwarded_from": 43 });
    server.post("chats/42/messages", send).await;
    let message = &server.updates(0).await[0]["message"];
    assert_eq!(message["from"]["id"], CHAT);
    assert_eq!(message["forward_origin"]["sender_user"]["id"], 43);
}

#[tokio::test]
async fn sending_is_limited_when_asked() {
    let server = Server::start().await;
    server.playground.set_chat(GROUP, None).unwrap();
    let set = async |limits: Value| {
        let set = Some(json!({ "rate_limits": limits }));
        server.control(Method::PATCH, "settings", set).await.1["rate_limits"].clone()
    };
    assert_eq!(server.get("settings").await["rate_limits"], Value::Null);
    let usual = json!({ "overall_per_second": 30, "chat_per_second": 1, "group_per_minute": 20 });
    assert_eq!(set(json!(true)).await, usual);
    set(json!({ "group_per_minute": 1, "chat_per_second": 9 })).await;
    let hi = json!({ "chat_id": GROUP, "text": "hi" });
    server.ok("sendMessage", hi.clone()).await;
    let (status, body) = server.call("sendMessage", hi.clone()).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    let seconds = body["parameters"]["retry_after"].as_u64().unwrap();
    assert!((1..=60).contains(&seconds));
    assert_eq!(
        body["description"],
        format!("Too Many Requests: retry after {seconds}")
    );
    assert_eq!(
        server.get("chats/-7").await["messages"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    set(json!(false)).await;
    server.ok("sendMessage", hi).await;
}

#[tokio::test]
async fn all_that_a_bot_calls_is_listed_in_order() {
    let server = Server::start().await;
    photo(&server).await;
    server.ok("getMe", json!({})).await;
    server.updates(0).await;
    server
        .refused("editMessageCaption", json!({ "chat_id": CHAT }))
        .await;
    let calls = server.get("calls").await["calls"].clone();
    let listed: Vec<_> = calls
        .as_array()
        .unwrap()
        .iter()
        .map(|call| json!([call["seq"], call["method"], call["status"]]))
        .collect();
    assert_eq!(
        json!(listed),
        json!([
            [1, "sendPhoto", 200],
            [2, "getMe", 200],
            [3, "editMessageCaption", 400]
        ])
    );
}
