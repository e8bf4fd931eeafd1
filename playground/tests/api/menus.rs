//! The command menu.

use serde_json::{Value, json};

use crate::client::Server;

fn menu(name: &str) -> Value {
    json!([{ "command": name, "description": "What it does" }])
}

#[tokio::test]
async fn commands_are_kept_by_scope_and_language() {
    let server = Server::start().await;
    let german = json!({ "commands": menu("hilfe"), "language_code": "de" });
    server
        .ok("setMyCommands", json!({ "commands": menu("help") }))
        .await;
    server.ok("setMyCommands", german).await;
    assert_eq!(server.ok("getMyCommands", json!({})).await, menu("help"));
    assert_eq!(
        server
            .ok("getMyCommands", json!({ "language_code": "de" }))
            .await,
        menu("hilfe")
    );
    let groups = json!({ "scope": { "type": "all_group_chats" } });
    assert_eq!(server.ok("getMyCommands", groups).await, json!([]));
}

#[tokio::test]
async fn a_reader_sees_the_narrowest_menu_in_their_language() {
    let server = Server::start().await;
    let group = json!({ "type": "all_group_chats" });
    server
        .ok("setMyCommands", json!({ "commands": menu("help") }))
        .await;
    server
        .ok(
            "setMyCommands",
            json!({ "commands": menu("hilfe"), "language_code": "de" }),
        )
        .await;
    server
        .ok(
            "setMyCommands",
            json!({ "commands": menu("vin"), "scope": group }),
        )
        .await;
    let shown = async |query: &str| {
        server.get(&format!("commands?{query}")).await["shown"][0]["command"].clone()
    };
    assert_eq!(shown("chat=42&language_code=de-AT").await, "hilfe");
    assert_eq!(shown("chat=42&language_code=fr").await, "help");
    assert_eq!(shown("chat=-7&user=42&language_code=de").await, "vin");
}

#[tokio::test]
async fn deleted_commands_are_gone() {
    let server = Server::start().await;
    server
        .ok("setMyCommands", json!({ "commands": menu("help") }))
        .await;
    server.ok("deleteMyCommands", json!({})).await;
    assert_eq!(server.get("commands").await["menus"], json!([]));
}

#[tokio::test]
async fn commands_are_1_to_32_lowercase_characters_with_a_description() {
    let server = Server::start().await;
    for name in ["", "Help", "he-lp", "hélp", &"x".repeat(33)] {
        let why = server
            .refused("setMyCommands", json!({ "commands": menu(name) }))
            .await;
        assert_eq!(why, "Bad Request: BOT_COMMAND_INVALID", "{name}");
    }
    for description in [String::new(), "x".repeat(257)] {
        let commands = json!([{ "command": "help", "description": description }]);
        let why = server
            .refused("setMyCommands", json!({ "commands": commands }))
            .await;
        assert_eq!(why, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID");
    }
    let many = vec![json!({ "command": "a", "description": "A" }); 101];
    let why = server
        .refused("setMyCommands", json!({ "commands": many }))
        .await;
    assert_eq!(why, "Bad Request: BOT_COMMANDS_TOO_MUCH");
}
