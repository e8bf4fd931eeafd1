//! Webhooks: setting them, and real pushes to a local receiver.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use serde_json::{Value, json};
use tokio::{
    net::TcpListener,
    sync::{
        Semaphore,
        mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    },
};

use crate::client::Server;

type Push = (Option<String>, Value);

async fn receive(
    State(sender): State<UnboundedSender<Push>>,
    headers: HeaderMap,
    Json(update): Json<Value>,
) -> StatusCode {
    let secret = headers.get("x-telegram-bot-api-secret-token");
    let secret = secret.map(|secret| secret.to_str().unwrap().to_owned());
    let refused = update["message"]["text"] == "refuse me once" && secret.is_some();
    sender.send((secret, update)).unwrap();
    if refused {
        StatusCode::INTERNAL_SERVER_ERROR
    } else {
        StatusCode::OK
    }
}

/// A receiver; its address and what arrives.
async fn receiver() -> (String, UnboundedReceiver<Push>) {
    let (sender, received) = unbounded_channel();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let router = Router::new()
        .route("/hook", post(receive))
        .with_state(sender);
    tokio::spawn(async { axum::serve(listener, router).await });
    (url, received)
}

#[tokio::test]
async fn updates_are_pushed_in_order_with_the_secret_and_count_as_confirmed() {
    let server = Server::start().await;
    let (url, mut received) = receiver().await;
    server
        .post(
            "chats/42/messages",
            json!({ "text": "waiting since before" }),
        )
        .await;
    server
        .ok(
            "setWebhook",
            json!({ "url": url, "secret_token": "s3cret_-" }),
        )
        .await;
    let sent = server
        .post("chats/42/messages", json!({ "text": "new" }))
        .await;

    for text in ["waiting since before", "new"] {
        let (secret, update) = received.recv().await.unwrap();
        assert_eq!(secret.as_deref(), Some("s3cret_-"));
        assert_eq!(update["message"]["text"], text);
    }
    let waited = server
        .get(&format!("wait?confirmed={}", sent["update_id"]))
        .await;
    assert_eq!(
        (&waited["timed_out"], &waited["pending"]),
        (&json!(false), &json!(0))
    );
}

#[tokio::test]
async fn a_refused_push_is_repeated_and_reported() {
    let server = Server::start().await;
    let (url, mut received) = receiver().await;
    server
        .ok("setWebhook", json!({ "url": url, "secret_token": "s" }))
        .await;
    server
        .post("chats/42/messages", json!({ "text": "refuse me once" }))
        .await;
    let first = received.recv().await.unwrap();
    let second = received.recv().await.unwrap();
    assert_eq!(first, second);
    let info = server.ok("getWebhookInfo", json!({})).await;
    assert_eq!(info["pending_update_count"], 1);
    assert!(
        info["last_error_message"].as_str().unwrap().contains("500"),
        "{info}"
    );
}

#[tokio::test]
async fn polling_and_webhook_exclude_each_other() {
    let server = Server::start().await;
    let (url, _received) = receiver().await;
    let poll = server.call("getUpdates", json!({ "timeout": 50 }));
    let set = async {
        server.get("wait?connected=true").await;
        server.ok("setWebhook", json!({ "url": url })).await
    };
    let ((status, body), _) = tokio::join!(poll, set);
    assert_eq!(status, 409);
    assert_eq!(
        body["description"],
        "Conflict: terminated by setWebhook request"
    );

    let (status, body) = server.call("getUpdates", json!({})).await;
    assert_eq!(status, 409);
    let why = body["description"].as_str().unwrap();
    assert!(
        why.contains("can't use getUpdates method while webhook is active"),
        "{why}"
    );

    server.ok("deleteWebhook", json!({})).await;
    server.ok("getUpdates", json!({})).await;
}

#[tokio::test]
async fn deleting_a_webhook_can_drop_what_waits() {
    let server = Server::start().await;
    server
        .post("chats/42/messages", json!({ "text": "old" }))
        .await;
    server.ok("deleteWebhook", json!({})).await;
    assert_eq!(server.updates(0).await.len(), 1);
    server
        .ok("deleteWebhook", json!({ "drop_pending_updates": true }))
        .await;
    assert_eq!(server.updates(0).await.len(), 0);
}

#[tokio::test]
async fn the_info_names_the_webhook_and_no_secret() {
    let server = Server::start().await;
    let none = server.ok("getWebhookInfo", json!({})).await;
    assert_eq!(none["url"], "");
    let (url, _received) = receiver().await;
    let set = json!({ "url": url, "secret_token": "hidden", "allowed_updates": ["message"] });
    server.ok("setWebhook", set).await;
    let info = server.get("webhook").await;
    assert_eq!(
        (&info["url"], &info["allowed_updates"]),
        (&json!(url), &json!(["message"]))
    );
    assert!(!info.to_string().contains("hidden"));
    assert!(!server.get("calls").await.to_string().contains("hidden"));
}

#[tokio::test]
async fn plain_http_is_for_this_machine_only() {
    let server = Server::start().await;
    let cases = [
        (
            json!({ "url": "http://bot.example/hook" }),
            "HTTPS url must be provided",
        ),
        (
            json!({ "url": "https://bot.example:9000/" }),
            "only on ports 80, 88, 443 or 8443",
        ),
        (json!({ "url": "nonsense" }), "invalid webhook URL"),
        (
            json!({ "url": "http://localhost/h", "secret_token": "a b" }),
            "secret token contains unallowed characters",
        ),
    ];
    for (params, why) in cases {
        let refusal = server.refused("setWebhook", params).await;
        assert!(refusal.contains(why), "{refusal}");
    }
}

/// A receiver that answers nothing before it is let; what arrives, and the gate.
async fn slow_receiver() -> (String, UnboundedReceiver<i64>, Arc<Semaphore>) {
    let (sender, received) = unbounded_channel();
    let gate = Arc::new(Semaphore::new(0));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let waits = Arc::clone(&gate);
    let receive = async move |Json(update): Json<Value>| {
        sender
            .send(update["message"]["chat"]["id"].as_i64().unwrap())
            .unwrap();
        waits.acquire().await.unwrap().forget();
    };
    let router = Router::new().route("/", post(receive));
    tokio::spawn(async { axum::serve(listener, router).await });
    (url, received, gate)
}

#[tokio::test]
async fn chats_do_not_wait_for_each_other_and_no_more_are_pushed_at_once_than_allowed() {
    let server = Server::start().await;
    let (url, mut received, gate) = slow_receiver().await;
    for chat in [42, 42, 43, 44] {
        let path = format!("chats/{chat}/messages");
        server.post(&path, json!({ "text": "hello" })).await;
    }
    let set = json!({ "url": url, "max_connections": 2, "ip_address": "203.0.113.7" });
    server.ok("setWebhook", set).await;
    let mut first = [
        received.recv().await.unwrap(),
        received.recv().await.unwrap(),
    ];
    first.sort_unstable();
    assert_eq!(first, [42, 43], "the second of 42 waits for the first");
    assert!(received.try_recv().is_err(), "two at once");
    let info = server.ok("getWebhookInfo", json!({})).await;
    assert_eq!(info["ip_address"], "203.0.113.7");
    assert_eq!(info["pending_update_count"], 4);
    gate.add_permits(4);
    let mut rest = [
        received.recv().await.unwrap(),
        received.recv().await.unwrap(),
    ];
    rest.sort_unstable();
    assert_eq!(rest, [42, 44]);
}

#[tokio::test]
async fn a_chat_whose_update_is_refused_holds_up_no_other() {
    let server = Server::start().await;
    let (url, mut received) = receiver().await;
    let set = json!({ "url": url, "secret_token": "s" });
    server.ok("setWebhook", set).await;
    for text in ["refuse me once", "after it"] {
        server
            .post("chats/42/messages", json!({ "text": text }))
            .await;
    }
    let (_, refused) = received.recv().await.unwrap();
    assert_eq!(refused["message"]["text"], "refuse me once");
    server
        .post("chats/43/messages", json!({ "text": "elsewhere" }))
        .await;
    loop {
        let (_, update) = received.recv().await.unwrap();
        let text = update["message"]["text"].as_str().unwrap();
        assert_ne!(text, "after it", "it waits for its turn");
        if text == "elsewhere" {
            break;
        }
    }
}
