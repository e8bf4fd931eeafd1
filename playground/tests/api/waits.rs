//! Waiting instead of sleeping, and the page's event stream.

use futures::StreamExt;
use serde_json::{Value, json};

use crate::client::{CHAT, Server};

#[tokio::test]
async fn a_test_waits_for_the_bots_next_messages() {
    let server = Server::start().await;
    let sent = server
        .post("chats/42/messages", json!({ "text": "hi" }))
        .await;
    let path = format!("chats/42/wait?after={}&bot_messages=2", sent["revision"]);
    let answer = async {
        for text in ["one", "two"] {
            server
                .ok("sendMessage", json!({ "chat_id": CHAT, "text": text }))
                .await;
        }
    };
    let (waited, ()) = tokio::join!(server.get(&path), answer);
    assert_eq!(waited["timed_out"], false);
    assert_eq!(waited["messages"][0]["text"], "one");
    assert_eq!(waited["messages"][1]["text"], "two");
    assert_eq!(waited["revision"], 3);
}

#[tokio::test]
async fn a_test_waits_for_words_that_an_edit_brings() {
    let server = Server::start().await;
    let id = server.say("looking it up…", json!([])).await;
    let wait = server.get("chats/42/wait?after=1&contains=Honda");
    let edit = async {
        let edit = json!({ "chat_id": CHAT, "message_id": id, "text": "A Honda Civic" });
        server.ok("editMessageText", edit).await
    };
    let (waited, _) = tokio::join!(wait, edit);
    assert_eq!(waited["messages"][0]["text"], "A Honda Civic");
    assert_eq!(waited["messages"][0]["created"], 1);
    assert_eq!(waited["messages"][0]["revision"], 2);
}

#[tokio::test]
async fn a_wait_may_begin_before_the_chat_exists() {
    let server = Server::start().await;
    let wait = server.get("chats/42/wait");
    let (waited, _) = tokio::join!(
        wait,
        server.post("chats/42/messages", json!({ "text": "hi" }))
    );
    assert_eq!(waited["messages"][0]["text"], "hi");
}

#[tokio::test]
async fn a_wait_in_vain_says_so() {
    let server = Server::start().await;
    let waited = server.get("chats/42/wait?timeout=0").await;
    assert_eq!(
        (&waited["timed_out"], &waited["revision"]),
        (&json!(true), &json!(0))
    );
    let waited = server.get("wait?confirmed=100&timeout=0").await;
    assert_eq!(waited["timed_out"], true);
}

#[tokio::test]
async fn a_test_waits_until_the_bot_has_taken_an_update() {
    let server = Server::start().await;
    let sent = server
        .post("chats/42/messages", json!({ "text": "silence, please" }))
        .await;
    let path = format!("wait?confirmed={}", sent["update_id"]);
    let poll = async {
        server.updates(0).await;
        server.updates(101).await;
    };
    let (waited, ()) = tokio::join!(server.get(&path), poll);
    assert_eq!(
        (&waited["timed_out"], &waited["confirmed"]),
        (&json!(false), &json!(100))
    );
}

#[tokio::test]
async fn a_test_waits_for_calls_since_a_point_in_the_history() {
    let server = Server::start().await;
    server.ok("getMe", json!({})).await;
    let last = server.get("calls").await["last"].clone();
    let path = format!("wait?method=getMe&after={last}&finished=1");
    let (waited, _) = tokio::join!(server.get(&path), server.ok("getMe", json!({})));
    assert_eq!(
        waited["count"],
        json!({ "started": 1, "finished": 1, "succeeded": 1 })
    );
    assert_eq!(waited["calls"]["getMe"]["finished"], 2);
    let calls = server.get(&format!("calls?after={last}")).await;
    assert_eq!(calls["calls"].as_array().unwrap().len(), 1);
}

/// The data of the next event, and its id.
async fn next(stream: &mut (impl StreamExt<Item = Vec<u8>> + Unpin)) -> (String, Value) {
    let mut text = String::new();
    while !text.ends_with("\n\n") {
        text += std::str::from_utf8(&stream.next().await.unwrap()).unwrap();
    }
    let field = |name: &str| {
        text.lines()
            .find_map(|line| line.strip_prefix(name))
            .unwrap()
    };
    (
        field("id: ").to_owned(),
        serde_json::from_str(field("data: ")).unwrap(),
    )
}

#[tokio::test]
async fn the_event_stream_starts_with_everything_and_resumes_without_loss() {
    let server = Server::start().await;
    server
        .post("chats/42/messages", json!({ "text": "one" }))
        .await;
    let url = format!("{}/playground/events?chat=42&user=42", server.base);
    let follow = async |last: Option<&str>| {
        let mut request = server.http.get(&url);
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = request.send().await.unwrap();
        response
            .bytes_stream()
            .map(|chunk| chunk.unwrap().to_vec())
            .boxed()
    };
    let mut events = follow(None).await;
    let (id, first) = next(&mut events).await;
    assert_eq!(first["reset"], true);
    assert_eq!(first["chat"]["messages"][0]["text"], "one");
    server
        .post("chats/42/messages", json!({ "text": "two" }))
        .await;
    let (_, second) = next(&mut events).await;
    assert_eq!(second["reset"], false);
    assert_eq!(second["chat"]["messages"][0]["text"], "two");
    drop(events);

    server
        .post("chats/42/messages", json!({ "text": "three" }))
        .await;
    let (_, resumed) = next(&mut follow(Some(&id)).await).await;
    assert_eq!(resumed["reset"], false);
    assert_eq!(resumed["chat"]["messages"].as_array().unwrap().len(), 2);
    let (_, anew) = next(&mut follow(Some("another-run:7")).await).await;
    assert_eq!(anew["reset"], true);
}

#[tokio::test]
async fn shutdown_ends_event_streams_and_waits() {
    let server = Server::start().await;
    let url = format!("{}/playground/events?chat=42&user=42", server.base);
    let response = server.http.get(url).send().await.unwrap();
    server.playground.shutdown();
    assert!(response.text().await.is_ok());
}
