//! Inline mode: typed behind the bot's name, chosen, edited from afar.

use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};

use crate::client::{CHAT, GROUP, Server};

/// A query of the user 42 and its id.
async fn asked(server: &Server, query: &str) -> String {
    let ask = json!({ "user": CHAT, "query": query });
    let asked = server.post("inline", ask).await;
    asked["inline_query_id"].as_str().unwrap().to_owned()
}

fn article(id: &str, keyboard: &Value) -> Value {
    json!({
        "type": "article",
        "id": id,
        "title": "A car",
        "description": "From 2003",
        "input_message_content": {
            "message_text": "A red car",
            "entities": [{ "type": "bold", "offset": 2, "length": 3 }],
        },
        "reply_markup": { "inline_keyboard": keyboard },
    })
}

async fn offer(server: &Server, query: &str, results: Value) {
    let answer = json!({ "inline_query_id": query, "results": results, "cache_time": 0 });
    assert_eq!(server.ok("answerInlineQuery", answer).await, true);
}

/// The result with a button, sent into a group by the user 42.
async fn chosen(server: &Server) -> Value {
    let query = asked(server, "red").await;
    let keyboard = json!([[{ "text": "More", "callback_data": "m" }]]);
    offer(server, &query, json!([article("1", &keyboard)])).await;
    let choose = json!({ "result_id": "1", "chat": GROUP });
    server.post(&format!("inline/{query}/choose"), choose).await
}

#[tokio::test]
async fn what_is_typed_reaches_the_bot_and_its_results_come_back() {
    let server = Server::start().await;
    let query = asked(&server, "1HGCM82633A004352").await;
    let update = &server.updates(0).await[0]["inline_query"];
    assert_eq!(
        (&update["id"], &update["query"], &update["offset"]),
        (&json!(query), &json!("1HGCM82633A004352"), &json!(""))
    );
    assert_eq!(update["from"]["id"], CHAT);
    let wait = format!("inline/{query}/wait");
    let answer = json!({
        "inline_query_id": query,
        "results": [article("1", &json!([]))],
        "next_offset": "10",
        "is_personal": true,
        "button": { "text": "Help", "start_parameter": "inline" },
    });
    let (waited, _) = tokio::join!(server.get(&wait), server.ok("answerInlineQuery", answer));
    assert_eq!(waited["timed_out"], false);
    let answer = &waited["query"]["answer"];
    assert_eq!(answer["results"][0]["title"], "A car");
    assert_eq!(answer["results"][0]["entities"][0]["type"], "bold");
    assert_eq!(
        (
            &answer["next_offset"],
            &answer["cache_time"],
            &answer["is_personal"]
        ),
        (&json!("10"), &json!(300), &json!(true))
    );
    assert_eq!(answer["button"]["start_parameter"], "inline");
}

#[tokio::test]
async fn the_kind_of_chat_in_which_somebody_types_is_told() {
    let server = Server::start().await;
    for (chat, kind) in [
        (CHAT, "sender"),
        (43, "private"),
        (GROUP, "group"),
        (-1_000_000_000_007, "supergroup"),
    ] {
        if chat == -1_000_000_000_007 {
            server.playground.set_chat(chat, None).unwrap();
        }
        server
            .post("inline", json!({ "user": CHAT, "query": "", "chat": chat }))
            .await;
        let updates = server.updates(0).await;
        assert_eq!(updates.last().unwrap()["inline_query"]["chat_type"], kind);
    }
}

#[tokio::test]
async fn a_chosen_result_is_a_message_by_way_of_the_bot() {
    let server = Server::start().await;
    let sent = chosen(&server).await;
    let updates = server.updates(0).await;
    let message = &updates[1]["message"];
    assert_eq!(
        (&message["text"], &message["from"]["id"]),
        (&json!("A red car"), &json!(CHAT))
    );
    assert_eq!(message["via_bot"]["username"], "playground_bot");
    let told = &updates[2]["chosen_inline_result"];
    assert_eq!(
        (&told["result_id"], &told["query"]),
        (&json!("1"), &json!("red"))
    );
    assert_eq!(told["inline_message_id"], sent["inline_message_id"]);
    let view = &server.get("chats/-7").await["messages"][0];
    assert_eq!(
        (&view["via_bot"], &view["user_id"]),
        (&json!(true), &json!(CHAT))
    );
}

#[tokio::test]
async fn without_a_keyboard_the_bot_cannot_address_the_message() {
    let server = Server::start().await;
    let query = asked(&server, "red").await;
    offer(&server, &query, json!([article("1", &json!([]))])).await;
    let choose = json!({ "result_id": "1", "chat": GROUP });
    let sent = server.post(&format!("inline/{query}/choose"), choose).await;
    assert_eq!(sent["inline_message_id"], Value::Null);
    let told = &server.updates(0).await[2]["chosen_inline_result"];
    assert!(told.get("inline_message_id").is_none());
}

#[tokio::test]
async fn an_inline_message_is_pressed_and_edited_by_its_own_id() {
    let server = Server::start().await;
    let sent = chosen(&server).await;
    let id = &sent["inline_message_id"];
    let press = format!("chats/-7/messages/{}/press", sent["message_id"]);
    server
        .post(&press, json!({ "user": 43, "label": "More" }))
        .await;
    let query = server.updates(0).await[3]["callback_query"].clone();
    assert_eq!(
        (&query["inline_message_id"], &query["data"]),
        (id, &json!("m"))
    );
    assert!(query.get("message").is_none());
    let answer = json!({ "callback_query_id": query["id"], "text": "There" });
    server.ok("answerCallbackQuery", answer).await;

    let keyboard = json!({ "inline_keyboard": [[{ "text": "Less", "callback_data": "l" }]] });
    let edit = json!({ "inline_message_id": id, "text": "A blue car", "reply_markup": keyboard });
    assert_eq!(server.ok("editMessageText", edit.clone()).await, true);
    assert!(
        server
            .refused("editMessageText", edit)
            .await
            .contains("not modified")
    );
    let wait = format!("chats/-7/wait?after={}&contains=blue", sent["revision"]);
    assert_eq!(server.get(&wait).await["timed_out"], false);
    let bare = json!({ "inline_message_id": id });
    assert_eq!(server.ok("editMessageReplyMarkup", bare).await, true);
    let chat = server.get("chats/-7").await;
    assert_eq!(chat["answers"][0]["text"], "There");
    let view = &chat["messages"][0];
    assert_eq!(
        (&view["text"], &view["keyboard"]),
        (&json!("A blue car"), &json!([]))
    );
    let other = json!({ "inline_message_id": "inline-99", "text": "x" });
    let why = server.refused("editMessageText", other).await;
    assert_eq!(why, "Bad Request: MESSAGE_ID_INVALID");
}

#[tokio::test]
async fn an_inline_message_becomes_a_photo_that_telegram_has() {
    let server = Server::start().await;
    let sent = chosen(&server).await;
    let png = "iVBORw0KGgoAAAANSUhEUgAAAQAAAAAg";
    server
        .post("chats/42/photos", json!({ "base64": png }))
        .await;
    let updates = server.updates(0).await;
    let photo = &updates.last().unwrap()["message"]["photo"][0]["file_id"];
    let edit = |media: &Value| {
        let media = json!({ "type": "photo", "media": media, "caption": "The car" });
        json!({ "inline_message_id": sent["inline_message_id"], "media": media })
    };
    assert_eq!(server.ok("editMessageMedia", edit(photo)).await, true);
    let view = &server.get("chats/-7").await["messages"][0];
    assert_eq!(
        (&view["file"]["kind"], &view["text"]),
        (&json!("photo"), &json!("The car"))
    );
    let why = server
        .refused("editMessageMedia", edit(&json!("attach://car")))
        .await;
    assert!(why.contains("inline message"), "{why}");
}

#[tokio::test]
async fn a_query_is_answered_once_and_in_time() {
    let server = Server::start().await;
    let first = asked(&server, "a").await;
    offer(&server, &first, json!([])).await;
    let late = asked(&server, "b").await;
    server
        .post(&format!("inline/{late}/expire"), json!({}))
        .await;
    for id in [first.as_str(), late.as_str(), "1"] {
        let answer = json!({ "inline_query_id": id, "results": [] });
        let why = server.refused("answerInlineQuery", answer).await;
        assert!(why.contains("query is too old"), "{why}");
    }
}

#[rstest]
#[case::too_many(json!({ "results": (0..51).map(|n| article(&n.to_string(), &json!([]))).collect::<Vec<_>>() }), "RESULTS_TOO_MUCH")]
#[case::same_id(json!({ "results": [article("1", &json!([])), article("1", &json!([]))] }), "RESULT_ID_DUPLICATE")]
#[case::no_id(json!({ "results": [article("", &json!([]))] }), "RESULT_ID_INVALID")]
#[case::long_id(json!({ "results": [article(&"x".repeat(65), &json!([]))] }), "RESULT_ID_INVALID")]
#[case::wide_id(json!({ "results": [article(&"ї".repeat(33), &json!([]))] }), "RESULT_ID_INVALID")]
#[case::long_button(json!({ "results": [article("1", &json!([[{ "text": "x", "callback_data": "y".repeat(65) }]]))] }), "BUTTON_DATA_INVALID")]
#[case::long_offset(json!({ "results": [], "next_offset": "x".repeat(65) }), "NEXT_OFFSET_INVALID")]
#[case::bad_start(json!({ "results": [], "button": { "text": "x", "start_parameter": "a b" } }), "START_PARAM_INVALID")]
#[case::no_start(json!({ "results": [], "button": { "text": "x" } }), "InlineQueryResultsButton")]
#[case::other_type(json!({ "results": [{ "type": "gif", "id": "1" }] }), "knows the type article")]
#[case::no_text(json!({ "results": [{ "type": "article", "id": "1", "title": "x", "input_message_content": { "message_text": " " } }] }), "message text is empty")]
#[case::no_title(json!({ "results": [{ "type": "article", "id": "1", "input_message_content": { "message_text": "x" } }] }), "ARTICLE_TITLE_EMPTY")]
#[case::negative_time(json!({ "results": [], "cache_time": -1 }), "cache_time")]
#[tokio::test]
async fn what_telegram_would_not_show_is_refused(#[case] mut answer: Value, #[case] words: &str) {
    let server = Server::start().await;
    answer["inline_query_id"] = asked(&server, "").await.into();
    let why = server.refused("answerInlineQuery", answer).await;
    assert!(why.contains(words), "{why}");
}

#[tokio::test]
async fn inline_mode_can_be_off_and_choices_untold() {
    let server = Server::start().await;
    let set = async |set: Value| server.control(Method::PATCH, "settings", Some(set)).await.1;
    assert_eq!(
        server.ok("getMe", json!({})).await["supports_inline_queries"],
        true
    );
    assert_eq!(
        set(json!({ "inline_feedback": false })).await["inline"],
        true
    );
    assert_eq!(chosen(&server).await["chosen_update_id"], Value::Null);
    set(json!({ "inline": false })).await;
    assert_eq!(
        server.ok("getMe", json!({})).await["supports_inline_queries"],
        false
    );
    let ask = Some(json!({ "user": CHAT, "query": "x" }));
    let (status, body) = server.control(Method::POST, "inline", ask).await;
    assert_eq!(
        (status.as_u16(), &body["error"]),
        (400, &json!("the bot has no inline mode"))
    );
}

#[tokio::test]
async fn unknown_queries_and_results_are_named() {
    let server = Server::start().await;
    let query = asked(&server, "x").await;
    let choose = json!({ "result_id": "1", "chat": CHAT });
    for (path, error) in [
        (format!("inline/{query}/choose"), "result 1 not found"),
        ("inline/9/choose".to_owned(), "inline query 9 not found"),
    ] {
        let (status, body) = server
            .control(Method::POST, &path, Some(choose.clone()))
            .await;
        assert_eq!((status.as_u16(), &body["error"]), (404, &json!(error)));
    }
}
