//! Failures on demand.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::client::{CHAT, Server};

async fn inject(fault: Value) -> Server {
    let server = Server::start().await;
    server.playground.set_chat(CHAT, None).unwrap();
    server
        .post("faults", json!({ "method": "sendMessage", "fault": fault }))
        .await;
    server
}

fn hi() -> Value {
    json!({ "chat_id": CHAT, "text": "hi" })
}

#[tokio::test]
async fn a_flood_limit_says_how_long_to_wait_and_passes() {
    let server = inject(json!({ "kind": "retry_after", "seconds": 3 })).await;
    let (status, body) = server.call("sendMessage", hi()).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(body["parameters"]["retry_after"], 3);
    assert_eq!(body["description"], "Too Many Requests: retry after 3");
    server.ok("sendMessage", hi()).await;
    let calls = server.get("calls?method=sendMessage").await;
    assert_eq!(
        (&calls["calls"][0]["status"], &calls["calls"][0]["fault"]),
        (&json!(429), &json!(true))
    );
    assert_eq!(
        (&calls["calls"][1]["status"], &calls["calls"][1]["fault"]),
        (&json!(200), &json!(false))
    );
}

#[tokio::test]
async fn any_refusal_can_be_injected_for_so_many_calls_of_any_method() {
    let server = Server::start().await;
    let fault = json!({ "kind": "error", "error_code": 403, "description": "Forbidden: no" });
    server
        .post(
            "faults",
            json!({ "method": "*", "times": 2, "fault": fault }),
        )
        .await;
    server.updates(0).await;
    for method in ["getMe", "sendMessage"] {
        let (status, body) = server.call(method, json!({})).await;
        assert_eq!(
            (status.as_u16(), &body["description"]),
            (403, &json!("Forbidden: no"))
        );
    }
    server.ok("getMe", json!({})).await;
}

#[tokio::test]
async fn a_broken_gateway_answers_without_json() {
    for (kind, status) in [("internal", 500), ("bad_gateway", 502)] {
        let server = inject(json!({ "kind": kind })).await;
        let request = server.http.post(server.method("sendMessage")).json(&hi());
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), status);
        assert!(response.json::<Value>().await.is_err());
    }
}

#[tokio::test]
async fn a_closed_connection_is_no_answer() {
    let server = inject(json!({ "kind": "close" })).await;
    let request = server
        .http
        .post(server.method("sendMessage"))
        .json(&hi())
        .send()
        .await;
    let body = match request {
        Ok(response) => response.bytes().await,
        Err(error) => Err(error),
    };
    assert!(body.is_err());
    assert_eq!(server.get("chats/42").await["messages"], json!([]));
}

#[tokio::test]
async fn the_answer_can_be_lost_after_the_work_is_done() {
    let server = Server::start().await;
    server.playground.set_chat(CHAT, None).unwrap();
    let fault = json!({
        "method": "sendmessage",
        "fault": { "kind": "bad_gateway" },
        "after_effect": true,
    });
    server.post("faults", fault).await;
    let request = server.http.post(server.method("sendMessage")).json(&hi());
    assert_eq!(request.send().await.unwrap().status(), 502);
    assert_eq!(server.get("chats/42").await["messages"][0]["text"], "hi");
}

#[tokio::test]
async fn a_hanging_call_goes_on_when_released() {
    let server = inject(json!({ "kind": "hang" })).await;
    let call = server.ok("sendMessage", hi());
    let release = async {
        let waited = server.get("wait?method=sendMessage&started=1").await;
        assert_eq!(
            waited["count"],
            json!({ "started": 1, "finished": 0, "succeeded": 0 })
        );
        assert_eq!(server.get("faults").await["hanging"], 1);
        server.post("faults/release", json!({})).await
    };
    let (sent, released) = tokio::join!(call, release);
    assert_eq!(sent["text"], "hi");
    assert_eq!(released["released"], 1);
}

#[tokio::test]
async fn faults_that_met_no_call_can_be_cleared() {
    let server = inject(json!({ "kind": "internal" })).await;
    assert_eq!(server.get("faults").await["waiting"][0]["times"], 1);
    let (status, _) = server
        .control(reqwest::Method::DELETE, "faults", None)
        .await;
    assert_eq!(status, StatusCode::OK);
    server.ok("sendMessage", hi()).await;
}
