//! `getUpdates`.

use serde_json::{Value, json};

use crate::client::{CHAT, Server};

async fn send(server: &Server, texts: &[&str]) {
    for text in texts {
        server
            .post("chats/42/messages", json!({ "text": text }))
            .await;
    }
}

fn ids(updates: &[Value]) -> Vec<i64> {
    updates
        .iter()
        .map(|update| update["update_id"].as_i64().unwrap())
        .collect()
}

#[tokio::test]
async fn updates_come_again_until_a_higher_offset_confirms_them() {
    let server = Server::start().await;
    send(&server, &["one", "two"]).await;
    assert_eq!(ids(&server.updates(0).await), [100, 101]);
    assert_eq!(ids(&server.updates(0).await), [100, 101]);
    assert_eq!(ids(&server.updates(101).await), [101]);
    assert_eq!(ids(&server.updates(0).await), [101]);
    assert_eq!(ids(&server.updates(102).await), [0_i64; 0]);
    assert_eq!(server.get("bot").await["confirmed"], 101);
}

#[tokio::test]
async fn a_negative_offset_keeps_only_the_last_updates() {
    let server = Server::start().await;
    send(&server, &["one", "two", "three"]).await;
    assert_eq!(ids(&server.updates(-1).await), [102]);
    assert_eq!(ids(&server.updates(0).await), [102]);
}

#[tokio::test]
async fn the_limit_bounds_one_answer() {
    let server = Server::start().await;
    send(&server, &["one", "two", "three"]).await;
    let updates = server.ok("getUpdates", json!({ "limit": 2 })).await;
    assert_eq!(ids(updates.as_array().unwrap()), [100, 101]);
}

#[tokio::test]
async fn a_waiting_poll_answers_as_soon_as_someone_writes() {
    let server = Server::start().await;
    let poll = server.ok("getUpdates", json!({ "timeout": 50 }));
    let write = async {
        server.get("wait?connected=true").await;
        send(&server, &["hello"]).await;
    };
    let (updates, ()) = tokio::join!(poll, write);
    assert_eq!(updates[0]["message"]["text"], "hello");
    assert_eq!(updates[0]["message"]["chat"]["type"], "private");
}

#[tokio::test]
async fn a_second_poll_ends_the_first_with_a_conflict() {
    let server = Server::start().await;
    let first = server.call("getUpdates", json!({ "timeout": 50 }));
    let second = async {
        server.get("wait?connected=true").await;
        server.call("getUpdates", json!({ "timeout": 0 })).await
    };
    let ((status, body), (second, _)) = tokio::join!(first, second);
    assert_eq!((status.as_u16(), second.as_u16()), (409, 200));
    assert_eq!(
        body["description"],
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance \
         is running"
    );
}

#[tokio::test]
async fn allowed_updates_are_remembered_until_changed() {
    let server = Server::start().await;
    let only = json!({ "allowed_updates": ["callback_query"] });
    server.ok("getUpdates", only).await;
    server.updates(0).await;
    let sent = server
        .post("chats/42/messages", json!({ "text": "unwanted" }))
        .await;
    assert_eq!(sent["update_id"], Value::Null);
    server
        .ok("getUpdates", json!({ "allowed_updates": [] }))
        .await;
    let sent = server
        .post("chats/42/messages", json!({ "text": "wanted" }))
        .await;
    assert_eq!(sent["update_id"], 100);
}

#[tokio::test]
async fn an_update_can_be_injected_twice_under_one_id() {
    let server = Server::start().await;
    let update = json!({ "update_id": 500, "message": { "odd": true } });
    server.post("updates", update.clone()).await;
    assert_eq!(json!(server.updates(0).await), json!([update]));
    server.post("updates", update.clone()).await;
    assert_eq!(server.updates(501).await, [update]);
    assert_eq!(ids(&server.updates(501).await), [0_i64; 0]);
    let next = server
        .post("chats/42/messages", json!({ "text": "next" }))
        .await;
    assert_eq!(next["update_id"], 501);
}

#[tokio::test]
async fn shutdown_ends_a_waiting_poll() {
    let server = Server::start().await;
    let poll = server.ok("getUpdates", json!({ "timeout": 50 }));
    let stop = async {
        server.get("wait?connected=true").await;
        server.playground.shutdown();
    };
    let (updates, ()) = tokio::join!(poll, stop);
    assert_eq!(updates, json!([]));
}

#[tokio::test]
async fn ids_come_from_the_clock_so_that_a_restart_repeats_none() {
    let server = Server::with(vinbot_playground::Options::default()).await;
    let sent = server
        .post("chats/42/messages", json!({ "text": "hi" }))
        .await;
    assert!(
        sent["update_id"].as_i64().unwrap() > 1_700_000_000,
        "{sent}"
    );
    assert_eq!(server.updates(0).await[0]["message"]["chat"]["id"], CHAT);
}
