//! What people do, and what the bot is told of it.

use reqwest::Method;
use serde_json::{Value, json};
use vinbot_playground::Options;

use crate::client::{CHAT, GROUP, Server};

#[tokio::test]
async fn a_first_message_introduces_user_and_chat() {
    let server = Server::start().await;
    let profile = json!({ "first_name": "Ada", "username": "ada", "language_code": "de" });
    server.control(Method::PUT, "users/42", Some(profile)).await;
    let sent = server
        .post(
            "chats/42/messages",
            json!({ "text": "/start", "date": 1000 }),
        )
        .await;
    assert_eq!(
        sent,
        json!({ "update_id": 100, "message_id": 100, "revision": 1 })
    );
    let user = json!({
        "id": 42, "is_bot": false, "first_name": "Ada", "username": "ada", "language_code": "de",
    });
    let message = json!({
        "message_id": 100,
        "from": user,
        "chat": { "id": 42, "type": "private", "first_name": "Ada", "username": "ada" },
        "date": 1000,
        "text": "/start",
        "entities": [{ "type": "bot_command", "offset": 0, "length": 6 }],
    });
    assert_eq!(
        server.updates(0).await,
        [json!({ "update_id": 100, "message": message })]
    );
}

#[tokio::test]
async fn an_edit_tells_the_bot_and_a_deletion_does_not() {
    let server = Server::start().await;
    let sent = server
        .post("chats/42/messages", json!({ "text": "one" }))
        .await;
    let path = format!("chats/42/messages/{}", sent["message_id"]);
    let (_, edited) = server
        .control(Method::PATCH, &path, Some(json!({ "text": "two" })))
        .await;
    assert_eq!(edited["update_id"], 101);
    let (_, deleted) = server.control(Method::DELETE, &path, None).await;
    assert_eq!(deleted["update_id"], Value::Null);
    let updates = server.updates(101).await;
    assert_eq!(updates[0]["edited_message"]["text"], "two");
    assert!(updates[0]["edited_message"]["edit_date"].is_i64());
    assert_eq!(updates.len(), 1);
}

#[tokio::test]
async fn in_groups_the_bot_is_told_of_commands_mentions_and_replies_only() {
    let server = Server::start().await;
    server
        .playground
        .set_chat(GROUP, Some("Garage".to_owned()))
        .unwrap();
    let bots = server
        .ok("sendMessage", json!({ "chat_id": GROUP, "text": "Hello" }))
        .await;
    let told = async |text: &str, reply: Option<&Value>| {
        let send = json!({ "user": CHAT, "text": text, "reply_to": reply });
        !server.post("chats/-7/messages", send).await["update_id"].is_null()
    };
    assert!(!told("just talking", None).await);
    assert!(!told("/vin@other_bot 1", None).await);
    assert!(told("/vin 1", None).await);
    assert!(told("/vin@Playground_Bot 1", None).await);
    assert!(told("ask @playground_bot", None).await);
    assert!(told("thanks", Some(&bots["message_id"])).await);

    let chat = server.get("chats/-7").await;
    let told: Vec<_> = chat["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| &m["delivered"])
        .collect();
    assert_eq!(
        json!(told),
        json!([true, false, false, true, true, true, true])
    );
    let group = &server.updates(0).await[0]["message"]["chat"];
    assert_eq!(
        *group,
        json!({ "id": GROUP, "type": "group", "title": "Garage" })
    );
}

#[tokio::test]
async fn without_privacy_mode_the_bot_is_told_everything() {
    let options = Options {
        reads_all_group_messages: true,
        ..Options::default()
    };
    let server = Server::with(options).await;
    let send = json!({ "user": CHAT, "text": "just talking" });
    assert!(server.post("chats/-7/messages", send).await["update_id"].is_i64());
    assert_eq!(
        server.ok("getMe", json!({})).await["can_read_all_group_messages"],
        true
    );
}

#[tokio::test]
async fn a_group_needs_to_know_who_acts() {
    let server = Server::start().await;
    let send = Some(json!({ "text": "hi" }));
    let (status, body) = server
        .control(Method::POST, "chats/-7/messages", send)
        .await;
    assert_eq!(status, 400);
    assert_eq!(body["error"], "a group needs to know which user acts");
}

#[tokio::test]
async fn chats_and_members_can_be_looked_up() {
    let server = Server::start().await;
    server
        .post("chats/-7/messages", json!({ "user": CHAT, "text": "hi" }))
        .await;
    let chat = server.ok("getChat", json!({ "chat_id": GROUP })).await;
    assert_eq!(chat["type"], "group");
    let member = json!({ "chat_id": GROUP, "user_id": CHAT });
    assert_eq!(server.ok("getChatMember", member).await["status"], "member");
    let stranger = json!({ "chat_id": GROUP, "user_id": 99 });
    assert_eq!(
        server.refused("getChatMember", stranger).await,
        "Bad Request: user not found"
    );
}

#[tokio::test]
async fn the_bots_action_shows_until_its_message() {
    let server = Server::start().await;
    server.playground.set_chat(CHAT, None).unwrap();
    server
        .ok(
            "sendChatAction",
            json!({ "chat_id": CHAT, "action": "typing" }),
        )
        .await;
    assert_eq!(server.get("chats/42").await["action"]["action"], "typing");
    server
        .ok("sendMessage", json!({ "chat_id": CHAT, "text": "done" }))
        .await;
    assert_eq!(server.get("chats/42").await["action"], Value::Null);
    let wrong = json!({ "chat_id": CHAT, "action": "dancing" });
    let why = server.refused("sendChatAction", wrong).await;
    assert_eq!(why, "Bad Request: wrong parameter action in request");
}

#[tokio::test]
async fn a_chat_keeps_its_latest_messages_only() {
    let server = Server::start().await;
    server.playground.set_chat(CHAT, None).unwrap();
    for _ in 0..301 {
        server
            .ok("sendMessage", json!({ "chat_id": CHAT, "text": "hi" }))
            .await;
    }
    let chat = server.get("chats/42").await;
    assert_eq!(chat["messages"].as_array().unwrap().len(), 300);
    assert_eq!(chat["messages"][0]["message_id"], 101);
}

#[tokio::test]
async fn updates_that_nobody_fetches_fill_up_and_are_then_refused() {
    let server = Server::start().await;
    for _ in 0..1000 {
        server
            .playground
            .inject_update(json!({ "message": {} }))
            .unwrap();
    }
    let send = Some(json!({ "text": "hi" }));
    let (status, _) = server
        .control(Method::POST, "chats/42/messages", send)
        .await;
    assert_eq!(status, 507);
}
