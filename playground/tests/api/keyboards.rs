//! Inline keyboards: what is refused, and what a press does.

use serde_json::{Value, json};

use crate::client::{CHAT, Server};

async fn refusal(keyboard: Value) -> String {
    let server = Server::start().await;
    server.playground.set_chat(CHAT, None).unwrap();
    let markup = json!({ "inline_keyboard": keyboard });
    server
        .refused(
            "sendMessage",
            json!({ "chat_id": CHAT, "text": "x", "reply_markup": markup }),
        )
        .await
}

#[tokio::test]
async fn callback_data_has_1_to_64_bytes() {
    let server = Server::start().await;
    server
        .say(
            "x",
            json!([[{ "text": "A", "callback_data": "ä".repeat(32) }]]),
        )
        .await;
    for data in [String::new(), "ä".repeat(33)] {
        let why = refusal(json!([[{ "text": "A", "callback_data": data }]])).await;
        assert_eq!(why, "Bad Request: BUTTON_DATA_INVALID");
    }
}

#[tokio::test]
async fn a_button_has_exactly_one_action() {
    for button in [
        json!({ "text": "A" }),
        json!({ "text": "A", "callback_data": "a", "url": "https://a.example" }),
    ] {
        let why = refusal(json!([[button]])).await;
        assert!(
            why.contains("Text buttons are unallowed in the inline keyboard"),
            "{why}"
        );
    }
}

#[tokio::test]
async fn a_keyboard_has_up_to_100_buttons_in_rows_of_up_to_8() {
    let server = Server::start().await;
    let button = json!({ "text": "A", "callback_data": "a" });
    let row = |length: usize| json!(vec![button.clone(); length]);
    server.say("x", json!(vec![row(8); 12])).await;
    for keyboard in [json!(vec![row(8); 13]), json!([row(9)])] {
        assert_eq!(
            refusal(keyboard).await,
            "Bad Request: reply markup is too long"
        );
    }
}

#[tokio::test]
async fn copied_texts_have_1_to_256_characters() {
    let server = Server::start().await;
    let copy = |text: String| json!([[{ "text": "A", "copy_text": { "text": text } }]]);
    server.say("x", copy("ä".repeat(256))).await;
    for text in [String::new(), "ä".repeat(257)] {
        assert_eq!(
            refusal(copy(text)).await,
            "Bad Request: BUTTON_COPY_TEXT_INVALID"
        );
    }
}

#[tokio::test]
async fn links_are_http_https_or_tg() {
    let server = Server::start().await;
    for url in [
        "http://a.example",
        "https://a.example/b?c",
        "tg://user?id=1",
    ] {
        server
            .say("x", json!([[{ "text": "A", "url": url }]]))
            .await;
    }
    for url in ["javascript:alert(1)", "ftp://a.example", "a b"] {
        let why = refusal(json!([[{ "text": "A", "url": url }]])).await;
        assert_eq!(why, "Bad Request: BUTTON_URL_INVALID", "{url}");
    }
}

#[tokio::test]
async fn a_press_tells_the_bot_and_the_answer_reaches_the_chat() {
    let server = Server::start().await;
    let id = server
        .say(
            "menu",
            json!([[{ "text": "More", "callback_data": "more:1" }]]),
        )
        .await;
    let path = format!("chats/42/messages/{id}/press");
    let pressed = server.post(&path, json!({ "label": "More" })).await;
    assert_eq!(pressed["kind"], "callback");

    let query = &server.updates(0).await[0]["callback_query"];
    assert_eq!(query["id"], pressed["callback_id"]);
    assert_eq!(query["data"], "more:1");
    assert_eq!(query["from"]["id"], 42);
    assert_eq!(query["message"]["text"], "menu");

    let answer = json!({ "callback_query_id": query["id"], "text": "Done", "show_alert": true });
    server.ok("answerCallbackQuery", answer).await;
    let after = pressed["revision"].as_u64().unwrap();
    let chat = server
        .get(&format!("chats/42/wait?after={after}&answers=1"))
        .await;
    assert_eq!(chat["timed_out"], false);
    assert_eq!(chat["answers"][0]["text"], "Done");
    assert_eq!(chat["answers"][0]["show_alert"], true);
    assert_eq!(chat["answers"][0]["message_id"], id);
}

#[tokio::test]
async fn buttons_are_found_by_label_data_or_place_and_say_what_they_do() {
    let server = Server::start().await;
    let keyboard = json!([
        [{ "text": "A", "callback_data": "a" }, { "text": "B", "url": "https://b.example/" }],
        [{ "text": "C", "copy_text": { "text": "1HG" } }],
    ]);
    let id = server.say("menu", keyboard).await;
    let path = format!("chats/42/messages/{id}/press");
    let by_data = server.post(&path, json!({ "data": "a" })).await;
    assert_eq!(by_data["data"], "a");
    let by_place = server.post(&path, json!({ "row": 0, "column": 1 })).await;
    assert_eq!(
        by_place,
        json!({ "kind": "url", "url": "https://b.example/" })
    );
    let by_label = server.post(&path, json!({ "label": "C" })).await;
    assert_eq!(by_label, json!({ "kind": "copy_text", "text": "1HG" }));
    let (status, _) = server
        .control(reqwest::Method::POST, &path, Some(json!({ "label": "D" })))
        .await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn a_forged_callback_reaches_the_bot_even_from_a_deleted_message() {
    let server = Server::start().await;
    let id = server.say("menu", json!([])).await;
    let forge = format!("chats/42/messages/{id}/forge");
    server.post(&forge, json!({ "data": "forged" })).await;
    server.playground.delete_message(CHAT, id).unwrap();
    server.post(&forge, json!({ "data": "late" })).await;

    let updates = server.updates(0).await;
    assert_eq!(updates[0]["callback_query"]["data"], "forged");
    assert_eq!(updates[0]["callback_query"]["message"]["text"], "menu");
    let message = &updates[1]["callback_query"]["message"];
    assert_eq!(
        (&message["message_id"], &message["date"]),
        (&json!(id), &json!(0))
    );
    assert_eq!(message.get("text"), None);
}

#[tokio::test]
async fn unknown_and_expired_queries_cannot_be_answered() {
    const WHY: &str = "Bad Request: query is too old and response timeout expired or query ID \
                       is invalid";
    let server = Server::start().await;
    let why = server
        .refused("answerCallbackQuery", json!({ "callback_query_id": "1" }))
        .await;
    assert_eq!(why, WHY);

    let id = server
        .say("menu", json!([[{ "text": "A", "callback_data": "a" }]]))
        .await;
    let path = format!("chats/42/messages/{id}/press");
    let pressed = server.post(&path, json!({ "label": "A" })).await;
    let callback = pressed["callback_id"].as_str().unwrap();
    server
        .post(&format!("callbacks/{callback}/expire"), json!({}))
        .await;
    let why = server
        .refused(
            "answerCallbackQuery",
            json!({ "callback_query_id": callback }),
        )
        .await;
    assert_eq!(why, WHY);
    assert_eq!(
        server.get("callbacks").await["callbacks"][0]["expired"],
        true
    );
}
