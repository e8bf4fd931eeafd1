//! Files in both directions.

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::client::{CHAT, Server};

/// A PNG's header: 256 × 32 pixels.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\0\x20";

async fn upload(server: &Server, method: &str, field: &str, form: Form) -> Value {
    let url = server.method(method);
    let response = server.http.post(url).multipart(form).send().await.unwrap();
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["ok"], true, "{body}");
    body["result"][field].clone()
}

#[tokio::test]
async fn a_document_of_the_bot_can_be_downloaded_by_both_sides() {
    let server = Server::start().await;
    server.playground.set_chat(CHAT, None).unwrap();
    let part = Part::bytes(b"a;b\n".to_vec())
        .file_name("cars.csv")
        .mime_str("text/csv")
        .unwrap();
    // How teloxide sends files: a reference, and the file under a name of its own.
    let form = Form::new()
        .text("chat_id", "42")
        .text("document", "attach://some-name")
        .text("caption", "Here")
        .part("some-name", part);
    let document = upload(&server, "SendDocument", "document", form).await;
    assert_eq!(document["file_name"], "cars.csv");
    assert_eq!(document["mime_type"], "text/csv");

    let id = document["file_id"].as_str().unwrap();
    let file = server.ok("getFile", json!({ "file_id": id })).await;
    let path = file["file_path"].as_str().unwrap();
    let url = format!("{}/file/bot1:playground/{path}", server.base);
    assert_eq!(
        server
            .http
            .get(url)
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap(),
        "a;b\n"
    );

    let message = &server.get("chats/42").await["messages"][0];
    assert_eq!(
        (&message["text"], &message["file"]["name"]),
        (&json!("Here"), &json!("cars.csv"))
    );
    let url = format!("{}/playground/files/{id}", server.base);
    let download = server.http.get(url).send().await.unwrap();
    let place = download.headers()["content-disposition"].to_str().unwrap();
    assert_eq!(place, "attachment; filename=\"cars.csv\"");
    assert_eq!(download.text().await.unwrap(), "a;b\n");
    let call = &server.get("calls?method=sendDocument").await["calls"][0];
    assert_eq!(
        call["params"]["some-name"],
        json!({ "file_name": "cars.csv", "bytes": 4 })
    );
}

#[tokio::test]
async fn a_photo_has_a_size_and_what_is_no_image_is_refused() {
    let server = Server::start().await;
    server.playground.set_chat(CHAT, None).unwrap();
    let form = |bytes: &[u8]| {
        let part = Part::bytes(bytes.to_vec())
            .file_name("car.png")
            .mime_str("image/png")
            .unwrap();
        Form::new().text("chat_id", "42").part("photo", part)
    };
    let photo = upload(&server, "sendPhoto", "photo", form(PNG)).await;
    assert_eq!(
        (&photo[1]["width"], &photo[1]["height"]),
        (&json!(256), &json!(32)),
        "the last size is the whole photo"
    );
    let url = server.method("sendPhoto");
    let response = server
        .http
        .post(url)
        .multipart(form(b"no image"))
        .send()
        .await
        .unwrap();
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["description"], "Bad Request: IMAGE_PROCESS_FAILED");
}

#[tokio::test]
async fn a_file_can_be_sent_again_by_its_id() {
    let server = Server::start().await;
    let file = json!({ "name": "list.txt", "mime": "text/plain", "text": "VIN\n" });
    server.post("chats/42/documents", file).await;
    let id = server.updates(0).await[0]["message"]["document"]["file_id"].clone();
    let sent = server
        .ok("sendDocument", json!({ "chat_id": CHAT, "document": id }))
        .await;
    assert_eq!(sent["document"]["file_name"], "list.txt");
    let unknown = json!({ "chat_id": CHAT, "document": "file-99" });
    let why = server.refused("sendDocument", unknown).await;
    assert_eq!(why, "Bad Request: wrong file identifier/HTTP URL specified");
    assert!(
        server
            .refused("getFile", json!({ "file_id": "x" }))
            .await
            .contains("invalid file_id")
    );
}

#[tokio::test]
async fn people_send_documents_photos_and_stickers() {
    let server = Server::start().await;
    server
        .post(
            "chats/42/documents",
            json!({ "name": "a.csv", "base64": "YTti" }),
        )
        .await;
    let png = "iVBORw0KGgoAAAANSUhEUgAAAQAAAAAg";
    server
        .post(
            "chats/42/photos",
            json!({ "base64": png, "caption": "/vin" }),
        )
        .await;
    server
        .post("chats/42/stickers", json!({ "emoji": "🏎" }))
        .await;
    let updates = server.updates(0).await;
    assert_eq!(updates[0]["message"]["document"]["file_size"], 3);
    assert_eq!(updates[1]["message"]["photo"][1]["width"], 256);
    assert_eq!(
        updates[1]["message"]["caption_entities"][0]["type"],
        "bot_command"
    );
    assert_eq!(updates[2]["message"]["sticker"]["emoji"], "🏎");
}
