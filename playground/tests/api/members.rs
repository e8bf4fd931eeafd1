//! The bot is blocked, added, thrown out; chats go away.

use reqwest::{Method, StatusCode};
use rstest::rstest;
use serde_json::{Value, json};

use crate::client::{CHAT, GROUP, Server};

const SUPERGROUP: i64 = -1_000_000_000_007;

async fn forbidden(server: &Server, chat: i64) -> String {
    let (status, body) = server
        .call("sendMessage", json!({ "chat_id": chat, "text": "hi" }))
        .await;
    assert_eq!(status, StatusCode::FORBIDDEN, "{body}");
    body["description"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_user_who_blocks_the_bot_is_told_of_and_out_of_reach() {
    let server = Server::start().await;
    server
        .post("chats/42/messages", json!({ "text": "hi" }))
        .await;
    server
        .post("chats/42/block", json!({ "blocked": true }))
        .await;
    let update = server.updates(0).await[1]["my_chat_member"].clone();
    assert_eq!(
        (&update["chat"]["id"], &update["from"]["id"]),
        (&json!(CHAT), &json!(CHAT))
    );
    assert_eq!(update["old_chat_member"]["status"], "member");
    assert_eq!(
        (
            &update["new_chat_member"]["status"],
            &update["new_chat_member"]["user"]["is_bot"]
        ),
        (&json!("kicked"), &json!(true))
    );
    assert_eq!(
        forbidden(&server, CHAT).await,
        "Forbidden: bot was blocked by the user"
    );
    server
        .post("chats/42/block", json!({ "blocked": false }))
        .await;
    server
        .ok("sendMessage", json!({ "chat_id": CHAT, "text": "hi" }))
        .await;
    let update = &server.updates(0).await[2]["my_chat_member"];
    assert_eq!(update["new_chat_member"]["status"], "member");
}

#[tokio::test]
async fn who_writes_to_a_blocked_bot_lets_it_in_first() {
    let server = Server::start().await;
    server.playground.set_chat(CHAT, None).unwrap();
    server.playground.block(CHAT, true).unwrap();
    server
        .post("chats/42/messages", json!({ "text": "/start" }))
        .await;
    let updates = server.updates(0).await;
    assert_eq!(
        updates[1]["my_chat_member"]["new_chat_member"]["status"],
        "member"
    );
    assert_eq!(updates[2]["message"]["text"], "/start");
    assert_eq!(server.get("chats/42").await["blocked"], false);
}

#[tokio::test]
async fn nothing_is_told_of_a_change_that_is_none() {
    let server = Server::start().await;
    server.playground.set_chat(CHAT, None).unwrap();
    let set = json!({ "status": "member" });
    let answer = server.post("chats/42/bot", set).await;
    assert_eq!(answer["update_id"], Value::Null);
    assert!(server.updates(0).await.is_empty());
}

#[rstest]
#[case(GROUP, "left", "Forbidden: bot is not a member of the group chat")]
#[case(GROUP, "kicked", "Forbidden: bot was kicked from the group chat")]
#[case(
    SUPERGROUP,
    "left",
    "Forbidden: bot is not a member of the supergroup chat"
)]
#[case(
    SUPERGROUP,
    "kicked",
    "Forbidden: bot was kicked from the supergroup chat"
)]
#[tokio::test]
async fn a_group_without_the_bot_is_closed_to_it(
    #[case] chat: i64,
    #[case] status: &str,
    #[case] words: &str,
) {
    let server = Server::start().await;
    server.playground.set_chat(chat, None).unwrap();
    let set = json!({ "user": CHAT, "status": status });
    server.post(&format!("chats/{chat}/bot"), set).await;
    assert_eq!(forbidden(&server, chat).await, words);
    let send = json!({ "user": CHAT, "text": "/vin" });
    let sent = server.post(&format!("chats/{chat}/messages"), send).await;
    assert_eq!(sent["update_id"], Value::Null);
}

#[tokio::test]
async fn a_bot_that_is_added_hears_of_it_twice() {
    let server = Server::start().await;
    let set = json!({ "user": CHAT, "status": "member" });
    server.post("chats/-7/bot", set).await;
    let updates = server.updates(0).await;
    let change = &updates[0]["my_chat_member"];
    assert_eq!(change["old_chat_member"]["status"], "left");
    assert_eq!(change["new_chat_member"]["status"], "member");
    let joined = &updates[1]["message"]["new_chat_members"][0];
    assert_eq!(joined["username"], "playground_bot");
    let view = &server.get("chats/-7").await["messages"][0];
    assert_eq!(view["service"], "User 42 added Playground");
}

#[tokio::test]
async fn an_administrator_has_rights_and_may_delete_what_others_wrote() {
    let server = Server::start().await;
    let sent = server
        .post(
            "chats/-7/messages",
            json!({ "user": CHAT, "text": "/spam" }),
        )
        .await;
    let delete = json!({ "chat_id": GROUP, "message_id": sent["message_id"] });
    let why = server.refused("deleteMessage", delete.clone()).await;
    assert_eq!(why, "Bad Request: message can't be deleted");
    let set = json!({ "user": CHAT, "status": "administrator" });
    server.post("chats/-7/bot", set).await;
    let member = json!({ "chat_id": GROUP, "user_id": 1 });
    let member = server.ok("getChatMember", member).await;
    assert_eq!(
        (&member["status"], &member["can_delete_messages"]),
        (&json!("administrator"), &json!(true))
    );
    server.ok("deleteMessage", delete).await;
}

#[tokio::test]
async fn in_private_a_bot_is_in_or_blocked() {
    let server = Server::start().await;
    let set = Some(json!({ "status": "left" }));
    let (status, _) = server.control(Method::POST, "chats/42/bot", set).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_deleted_chat_was_never_there_until_it_is_made_again() {
    let server = Server::start().await;
    let message = json!({ "chat_id": CHAT, "text": "hi" });
    server.playground.set_chat(CHAT, None).unwrap();
    let sent = server.ok("sendMessage", message.clone()).await;
    server.control(Method::DELETE, "chats/42", None).await;
    let edit = json!({ "chat_id": CHAT, "message_id": sent["message_id"], "text": "x" });
    for (method, params) in [("sendMessage", message.clone()), ("editMessageText", edit)] {
        let why = server.refused(method, params).await;
        assert_eq!(why, "Bad Request: chat not found");
    }
    let send = Some(json!({ "text": "hi" }));
    let (status, body) = server
        .control(Method::POST, "chats/42/messages", send)
        .await;
    assert_eq!(
        (status.as_u16(), &body["error"]),
        (404, &json!("chat 42 not found"))
    );
    assert_eq!(server.get("chats").await["chats"][0]["gone"], true);
    assert_eq!(server.get("chats/42").await["gone"], true);
    server
        .control(Method::PUT, "chats/42", Some(json!({})))
        .await;
    server.ok("sendMessage", message).await;
}

#[tokio::test]
async fn users_are_listed_with_names_and_languages() {
    let server = Server::start().await;
    let ada = json!({ "first_name": "Borys", "language_code": "uk" });
    server.control(Method::PUT, "users/1002", Some(ada)).await;
    let users = server.get("users").await;
    assert_eq!(
        users["users"],
        json!([{ "id": 1002, "is_bot": false, "first_name": "Borys", "language_code": "uk" }])
    );
}
