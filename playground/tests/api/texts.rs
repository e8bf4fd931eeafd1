//! What Telegram refuses about texts, and what becomes of the ones it takes.

use serde_json::{Value, json};

use crate::client::{CHAT, Server};

async fn started() -> Server {
    let server = Server::start().await;
    server.playground.set_chat(CHAT, None).unwrap();
    server
}

fn text(text: &str) -> Value {
    json!({ "chat_id": CHAT, "text": text })
}

fn with_entities(text: &str, entities: &Value) -> Value {
    json!({ "chat_id": CHAT, "text": text, "entities": entities })
}

#[tokio::test]
async fn a_text_of_4096_utf16_units_is_sent_and_one_more_is_refused() {
    let server = started().await;
    let longest = "🚗".repeat(2048);
    assert_eq!(
        server.ok("sendMessage", text(&longest)).await["text"],
        longest
    );
    let why = server
        .refused("sendMessage", text(&format!("{longest}x")))
        .await;
    assert_eq!(why, "Bad Request: message is too long");
}

#[tokio::test]
async fn an_edit_to_a_too_long_text_is_refused_in_other_words() {
    let server = started().await;
    let id = server.say("hi", json!([])).await;
    let edit = json!({ "chat_id": CHAT, "message_id": id, "text": "x".repeat(4097) });
    let why = server.refused("editMessageText", edit).await;
    assert_eq!(why, "Bad Request: MESSAGE_TOO_LONG");
}

#[tokio::test]
async fn empty_texts_are_refused() {
    let server = started().await;
    for empty in ["", " \n "] {
        let why = server.refused("sendMessage", text(empty)).await;
        assert_eq!(why, "Bad Request: message text is empty");
    }
}

#[tokio::test]
async fn entities_that_do_not_fit_their_text_are_refused() {
    let server = started().await;
    let cases = [
        (
            json!({ "type": "bold", "offset": 0, "length": 4 }),
            "ends at 4, the text at 3",
        ),
        (
            json!({ "type": "bold", "offset": 9, "length": 1 }),
            "ends at 10, the text at 3",
        ),
        (
            json!({ "type": "bold", "offset": 0, "length": 1 }),
            "splits a surrogate pair at 1",
        ),
        (
            json!({ "type": "bold", "offset": 1, "length": 2 }),
            "splits a surrogate pair at 1",
        ),
        (
            json!({ "type": "bold", "offset": 2, "length": 0 }),
            "is empty",
        ),
        (
            json!({ "type": "loud", "offset": 0, "length": 2 }),
            "is of an unknown type",
        ),
        (
            json!({ "type": "text_link", "offset": 0, "length": 2 }),
            "has no url",
        ),
        (
            json!({ "type": "text_link", "offset": 0, "length": 2, "url": "javascript:alert(1)" }),
            "has an invalid url",
        ),
        (
            json!({ "type": "bold", "offset": -1, "length": 2 }),
            "invalid value",
        ),
    ];
    for (entity, why) in cases {
        let refusal = server
            .refused("sendMessage", with_entities("🚗!", &json!([entity])))
            .await;
        assert!(
            refusal.starts_with("Bad Request: can't parse entities"),
            "{refusal}"
        );
        assert!(refusal.contains(why), "{refusal} does not say: {why}");
    }
}

#[tokio::test]
async fn code_inside_other_formatting_and_quotes_inside_quotes_are_refused() {
    let server = started().await;
    for (outer, inner) in [
        ("bold", "code"),
        ("pre", "italic"),
        ("blockquote", "blockquote"),
    ] {
        let entities = json!([
            { "type": outer, "offset": 0, "length": 4 },
            { "type": inner, "offset": 1, "length": 2 },
        ]);
        let why = server
            .refused("sendMessage", with_entities("text", &entities))
            .await;
        assert!(
            why.contains("can't overlap"),
            "{outer} around {inner}: {why}"
        );
    }
}

#[tokio::test]
async fn quotes_hold_code_and_styles_nest() {
    let server = started().await;
    let entities = json!([
        { "type": "expandable_blockquote", "offset": 0, "length": 9 },
        { "type": "code", "offset": 0, "length": 4 },
        { "type": "bold", "offset": 5, "length": 4 },
        { "type": "italic", "offset": 5, "length": 2 },
    ]);
    let sent = server
        .ok("sendMessage", with_entities("code bold", &entities))
        .await;
    assert_eq!(sent["entities"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn parse_mode_is_refused_since_this_bot_sends_entities() {
    let server = started().await;
    let params = json!({ "chat_id": CHAT, "text": "*hi*", "parse_mode": "MarkdownV2" });
    let why = server.refused("sendMessage", params).await;
    assert!(why.contains("entities, not parse_mode"), "{why}");
}

#[tokio::test]
async fn commands_in_the_bots_text_are_found_like_telegram_finds_them() {
    let server = started().await;
    let sent = server.ok("sendMessage", text("Try /help")).await;
    assert_eq!(
        sent["entities"],
        json!([{ "type": "bot_command", "offset": 4, "length": 5 }])
    );
}

#[tokio::test]
async fn a_chat_nobody_opened_is_not_found() {
    let server = started().await;
    for chat in [json!(99), json!("@somebody")] {
        let why = server
            .refused("sendMessage", json!({ "chat_id": chat, "text": "hi" }))
            .await;
        assert_eq!(why, "Bad Request: chat not found");
    }
}

#[tokio::test]
async fn an_edit_replaces_text_and_keyboard_and_sets_the_edit_date() {
    let server = started().await;
    let id = server
        .say("one", json!([[{ "text": "A", "callback_data": "a" }]]))
        .await;
    let edit = json!({ "chat_id": CHAT, "message_id": id, "text": "two" });
    let edited = server.ok("editMessageText", edit).await;
    assert_eq!(edited["text"], "two");
    assert!(edited["edit_date"].is_i64());
    assert_eq!(edited.get("reply_markup"), None);

    let chat = server.get("chats/42").await;
    assert_eq!(chat["messages"][0]["edits"], 1);
}

#[tokio::test]
async fn an_edit_that_changes_nothing_is_refused() {
    let server = started().await;
    let id = server
        .say("same", json!([[{ "text": "A", "callback_data": "a" }]]))
        .await;
    let markup = json!({ "inline_keyboard": [[{ "text": "A", "callback_data": "a" }]] });
    let both = json!({ "chat_id": CHAT, "message_id": id, "text": "same", "reply_markup": markup });
    let only = json!({ "chat_id": CHAT, "message_id": id, "reply_markup": markup });
    for (method, params) in [("editMessageText", both), ("editMessageReplyMarkup", only)] {
        let why = server.refused(method, params).await;
        assert_eq!(
            why,
            "Bad Request: message is not modified: specified new message content and reply \
             markup are exactly the same as a current content and reply markup of the message"
        );
    }
}

#[tokio::test]
async fn only_existing_messages_of_the_bot_can_be_edited() {
    let server = started().await;
    let sent = server
        .post("chats/42/messages", json!({ "text": "mine" }))
        .await;
    let edit = |id: &Value| json!({ "chat_id": CHAT, "message_id": id, "text": "x" });
    let why = server
        .refused("editMessageText", edit(&sent["message_id"]))
        .await;
    assert_eq!(why, "Bad Request: message can't be edited");
    let why = server.refused("editMessageText", edit(&json!(9999))).await;
    assert_eq!(why, "Bad Request: message to edit not found");
}

#[tokio::test]
async fn a_deleted_message_is_gone_for_edits_and_second_deletions() {
    let server = started().await;
    let id = server.say("bye", json!([])).await;
    let this = json!({ "chat_id": CHAT, "message_id": id });
    server.ok("deleteMessage", this.clone()).await;
    let why = server.refused("deleteMessage", this).await;
    assert_eq!(why, "Bad Request: message to delete not found");
    let edit = json!({ "chat_id": CHAT, "message_id": id, "text": "x" });
    let why = server.refused("editMessageText", edit).await;
    assert_eq!(why, "Bad Request: message to edit not found");
    assert_eq!(server.get("chats/42").await["messages"][0]["deleted"], true);
}

#[tokio::test]
async fn replies_carry_the_message_they_answer_and_lost_ones_are_refused() {
    let server = started().await;
    let asked = server
        .post("chats/42/messages", json!({ "text": "question" }))
        .await;
    let reply = |id: &Value, anyway: bool| {
        let reply = json!({ "message_id": id, "allow_sending_without_reply": anyway });
        json!({ "chat_id": CHAT, "text": "answer", "reply_parameters": reply })
    };
    let sent = server
        .ok("sendMessage", reply(&asked["message_id"], false))
        .await;
    assert_eq!(sent["reply_to_message"]["text"], "question");
    let why = server
        .refused("sendMessage", reply(&json!(9999), false))
        .await;
    assert_eq!(why, "Bad Request: message to be replied not found");
    let sent = server.ok("sendMessage", reply(&json!(9999), true)).await;
    assert_eq!(sent.get("reply_to_message"), None);
}

#[tokio::test]
async fn a_user_who_blocked_the_bot_gets_nothing_until_writing_again() {
    let server = started().await;
    server
        .post("chats/42/block", json!({ "blocked": true }))
        .await;
    let (status, body) = server.call("sendMessage", text("hello?")).await;
    assert_eq!(status, 403);
    assert_eq!(
        body["description"],
        "Forbidden: bot was blocked by the user"
    );
    server
        .post("chats/42/messages", json!({ "text": "back" }))
        .await;
    server.ok("sendMessage", text("hello!")).await;
}

#[tokio::test]
async fn parameters_may_come_as_query_form_json_or_multipart_in_any_case_of_the_method() {
    let server = started().await;
    let markup = r#"{"inline_keyboard":[[{"text":"A","callback_data":"a"}]]}"#;
    let fields = [("chat_id", "42"), ("text", "hi"), ("reply_markup", markup)];
    let url = server.method("SENDMESSAGE");
    let form = fields
        .iter()
        .fold(reqwest::multipart::Form::new(), |form, (name, value)| {
            form.text(*name, *value)
        });
    let requests = [
        server.http.get(&url).query(&fields),
        server.http.post(&url).form(&fields),
        server.http.post(&url).multipart(form),
        server.http.post(&url).query(&fields[..1]).json(&json!({
            "text": "hi",
            "reply_markup": serde_json::from_str::<Value>(markup).unwrap(),
        })),
    ];
    for request in requests {
        let body: Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(body["result"]["text"], "hi", "{body}");
        let button = &body["result"]["reply_markup"]["inline_keyboard"][0][0];
        assert_eq!(button["callback_data"], "a", "{body}");
    }
}

#[tokio::test]
async fn a_wrong_token_and_an_unknown_method_are_refused() {
    let server = started().await;
    let url = format!("{}/bot2:wrong/getMe", server.base);
    let response = server.http.get(url).send().await.unwrap();
    assert_eq!(response.status(), 401);
    let body: Value = response.json().await.unwrap();
    assert_eq!(body["description"], "Unauthorized");
    let (status, body) = server.call("sendTelepathy", json!({})).await;
    assert_eq!((status.as_u16(), &body["error_code"]), (404, &json!(404)));
}

#[tokio::test]
async fn get_me_says_who_the_bot_is() {
    let server = started().await;
    let me = server.ok("getMe", json!({})).await;
    assert_eq!(me["id"], 1);
    assert_eq!(me["is_bot"], true);
    assert_eq!(me["username"], "playground_bot");
    assert_eq!(me["can_read_all_group_messages"], false);
    assert_eq!(me["has_main_web_app"], false);
}
