//! Forums and their topics.

use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{CHAT, GROUP, Server};

const FORUM: i64 = -1_000_000_000_009;

/// A forum with one topic; the topic's id.
async fn forum() -> (Server, i64) {
    let server = Server::start().await;
    let path = format!("chats/{FORUM}");
    let set = json!({ "title": "Workshop", "forum": true });
    server.control(Method::PUT, &path, Some(set)).await;
    let open = json!({ "user": CHAT, "name": "Engines" });
    let opened = server.post(&format!("{path}/topics"), open).await;
    (server, opened["topic"].as_i64().unwrap())
}

async fn send(server: &Server, send: Value) -> Value {
    server.post(&format!("chats/{FORUM}/messages"), send).await
}

#[tokio::test]
async fn a_topic_begins_with_a_message_of_telegram_itself() {
    let (server, topic) = forum().await;
    let message = &server.updates(0).await[0]["message"];
    assert_eq!(message["forum_topic_created"]["name"], "Engines");
    assert_eq!(
        (&message["message_id"], &message["message_thread_id"]),
        (&json!(topic), &json!(topic))
    );
    assert_eq!(message["chat"]["is_forum"], true);
    let chat = server.get(&format!("chats/{FORUM}")).await;
    assert_eq!(
        chat["topics"],
        json!([{ "topic": topic, "name": "Engines" }])
    );
    assert_eq!(
        (&chat["kind"], &chat["forum"]),
        (&json!("supergroup"), &json!(true))
    );
}

#[tokio::test]
async fn messages_of_a_topic_say_so_and_those_of_general_do_not() {
    let (server, topic) = forum().await;
    send(
        &server,
        json!({ "user": CHAT, "text": "/a", "topic": topic }),
    )
    .await;
    send(&server, json!({ "user": CHAT, "text": "/b" })).await;
    let updates = server.updates(0).await;
    let (inside, outside) = (&updates[1]["message"], &updates[2]["message"]);
    assert_eq!(
        (&inside["message_thread_id"], &inside["is_topic_message"]),
        (&json!(topic), &json!(true))
    );
    assert_eq!(inside["reply_to_message"]["message_id"], topic);
    assert!(outside.get("message_thread_id").is_none());
}

#[tokio::test]
async fn the_bot_writes_into_a_topic_by_its_number_or_by_replying() {
    let (server, topic) = forum().await;
    let question = send(
        &server,
        json!({ "user": CHAT, "text": "/a", "topic": topic }),
    )
    .await;
    let by_number = json!({ "chat_id": FORUM, "text": "x", "message_thread_id": topic });
    let by_reply = json!({
        "chat_id": FORUM,
        "text": "x",
        "reply_parameters": { "message_id": question["message_id"] },
    });
    for params in [by_number, by_reply] {
        let sent = server.ok("sendMessage", params).await;
        assert_eq!(sent["message_thread_id"], topic);
    }
    let action = json!({ "chat_id": FORUM, "action": "typing", "message_thread_id": topic });
    server.ok("sendChatAction", action).await;
    let chat = server.get(&format!("chats/{FORUM}")).await;
    assert_eq!(chat["action"]["topic"], topic);
    assert_eq!(chat["messages"][3]["topic"], topic);
}

#[tokio::test]
async fn topics_that_are_not_there_are_refused_on_both_sides() {
    let (server, _) = forum().await;
    server.playground.set_chat(GROUP, None).unwrap();
    for (chat, topic) in [(FORUM, 1), (FORUM, 999), (GROUP, 5)] {
        let params = json!({ "chat_id": chat, "text": "x", "message_thread_id": topic });
        let why = server.refused("sendMessage", params).await;
        assert_eq!(why, "Bad Request: message thread not found");
    }
    let general = json!({ "chat_id": FORUM, "action": "typing", "message_thread_id": 1 });
    server.ok("sendChatAction", general).await;
    let post = |path: &str, body: Value| {
        let path = format!("chats/{path}");
        let server = &server;
        async move { server.control(Method::POST, &path, Some(body)).await.1["error"].clone() }
    };
    let unknown = json!({ "user": CHAT, "text": "x", "topic": 999 });
    assert_eq!(
        post(&format!("{FORUM}/messages"), unknown).await,
        "topic 999 not found"
    );
    let open = json!({ "user": CHAT, "name": "x" });
    assert_eq!(post("-7/topics", open).await, "this chat has no topics");
    let (status, _) = server
        .control(Method::PUT, "chats/-7", Some(json!({ "forum": true })))
        .await;
    assert_eq!(status, 400);
}
