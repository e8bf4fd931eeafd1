//! Endpoints that look and wait.

use axum::{
    Json,
    extract::State,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::body::{Asked, At};
use crate::{ChatView, ChatWait, ChatWaited, Playground, Wait, Waited, error::ControlError};

pub(super) async fn bot(State(playground): State<Playground>) -> Json<Value> {
    let mut bot = json!(playground.world().bot_view());
    bot["samples"] = json!(playground.options().samples);
    Json(bot)
}

#[derive(Deserialize)]
pub(super) struct After {
    #[serde(default)]
    after: u64,
}

pub(super) async fn chat(
    State(playground): State<Playground>,
    At(chat): At<i64>,
    Asked(After { after }): Asked<After>,
) -> Result<Json<ChatView>, ControlError> {
    let world = playground.world();
    let chat = world.chats.get(chat).ok_or(ControlError::no_chat(chat))?;
    Ok(Json(world.view(chat, after)))
}

pub(super) async fn wait_chat(
    State(playground): State<Playground>,
    At(chat): At<i64>,
    Asked(wait): Asked<ChatWait>,
) -> Json<ChatWaited> {
    Json(playground.wait_chat(chat, &wait).await)
}

pub(super) async fn wait(
    State(playground): State<Playground>,
    Asked(wait): Asked<Wait>,
) -> Json<Waited> {
    Json(playground.wait(&wait).await)
}

#[derive(Deserialize)]
pub(super) struct WhichCalls {
    #[serde(default)]
    after: u64,
    method: Option<String>,
}

pub(super) async fn calls(
    State(playground): State<Playground>,
    Asked(which): Asked<WhichCalls>,
) -> Json<Value> {
    let world = playground.world();
    let calls: Vec<_> = world
        .calls
        .after(which.after)
        .filter(|call| {
            which
                .method
                .as_ref()
                .is_none_or(|method| call.method == *method)
        })
        .collect();
    Json(json!({ "last": world.calls.last(), "calls": calls }))
}

pub(super) async fn callbacks(State(playground): State<Playground>) -> Json<Value> {
    let world = playground.world();
    Json(json!({ "callbacks": world.callbacks.iter().collect::<Vec<_>>() }))
}

#[derive(Deserialize)]
pub(super) struct Reader {
    chat: Option<i64>,
    user: Option<i64>,
    language_code: Option<String>,
}

pub(super) async fn commands(
    State(playground): State<Playground>,
    Asked(reader): Asked<Reader>,
) -> Json<Value> {
    let world = playground.world();
    let mut answer = json!({ "menus": world.commands.menus().collect::<Vec<_>>() });
    if let Some(chat) = reader.chat {
        let user = reader.user.unwrap_or(chat);
        let language = reader.language_code.unwrap_or_default();
        answer["shown"] = json!(world.commands.menu(chat, user, &language));
    }
    Json(answer)
}

pub(super) async fn webhook(State(playground): State<Playground>) -> Json<Value> {
    let world = playground.world();
    Json(
        world
            .webhook
            .info(world.updates.pending(), world.updates.allowed()),
    )
}

pub(super) async fn faults(State(playground): State<Playground>) -> Json<Value> {
    let world = playground.world();
    let waiting: Vec<_> = world.faults.waiting().collect();
    Json(json!({ "waiting": waiting, "hanging": world.faults.hanging() }))
}

/// A file's bytes. Images may be shown, everything else is downloaded, never run.
pub(super) async fn file(
    State(playground): State<Playground>,
    At(id): At<String>,
) -> Result<Response, ControlError> {
    let file = playground.world().files.by_id(&id).cloned();
    let file = file.ok_or_else(|| ControlError::NotFound(format!("file {id}")))?;
    let shown = ["image/png", "image/jpeg", "image/webp"]
        .into_iter()
        .find(|m| *m == file.mime);
    let quoted: String = file
        .name
        .chars()
        .filter(|c| c.is_ascii() && !c.is_control() && !"\"\\".contains(*c))
        .collect();
    let kind = shown.unwrap_or("application/octet-stream").to_owned();
    let place = format!(
        "{}; filename=\"{quoted}\"",
        if shown.is_some() {
            "inline"
        } else {
            "attachment"
        }
    );
    let headers = [(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, place)];
    Ok((headers, file.bytes.to_vec()).into_response())
}
