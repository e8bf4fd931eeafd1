//! Endpoints that change something; each is one method of [`Playground`].

use axum::{Json, extract::State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::body::{At, Body};
use crate::{
    Edited, Forge, Inject, Playground, Press, Pressed, SendFile, SendText, Sent,
    error::ControlError,
};

pub(super) type Done<T = Value> = Result<Json<T>, ControlError>;
type Message = (i64, i64);

pub(super) fn done() -> Json<Value> {
    Json(json!({ "ok": true }))
}

pub(super) async fn send_text(
    State(playground): State<Playground>,
    At(chat): At<i64>,
    Body(send): Body<SendText>,
) -> Done<Sent> {
    playground.send_text(chat, send).map(Json)
}

pub(super) async fn send_document(
    State(playground): State<Playground>,
    At(chat): At<i64>,
    Body(send): Body<SendFile>,
) -> Done<Sent> {
    playground.send_document(chat, send).map(Json)
}

pub(super) async fn send_photo(
    State(playground): State<Playground>,
    At(chat): At<i64>,
    Body(send): Body<SendFile>,
) -> Done<Sent> {
    playground.send_photo(chat, send).map(Json)
}

pub(super) async fn send_sticker(
    State(playground): State<Playground>,
    At(chat): At<i64>,
    Body(send): Body<SendFile>,
) -> Done<Sent> {
    playground.send_sticker(chat, send).map(Json)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Text {
    text: String,
}

pub(super) async fn edit_text(
    State(playground): State<Playground>,
    At((chat, message)): At<Message>,
    Body(Text { text }): Body<Text>,
) -> Done<Edited> {
    playground.edit_text(chat, message, &text).map(Json)
}

pub(super) async fn delete_message(
    State(playground): State<Playground>,
    At((chat, message)): At<Message>,
) -> Done<Edited> {
    playground.delete_message(chat, message).map(Json)
}

pub(super) async fn press(
    State(playground): State<Playground>,
    At((chat, message)): At<Message>,
    Body(press): Body<Press>,
) -> Done<Pressed> {
    playground.press(chat, message, &press).map(Json)
}

pub(super) async fn forge(
    State(playground): State<Playground>,
    At((chat, message)): At<Message>,
    Body(forge): Body<Forge>,
) -> Done<Pressed> {
    playground.forge(chat, message, &forge).map(Json)
}

pub(super) async fn inject_update(
    State(playground): State<Playground>,
    Body(update): Body<Value>,
) -> Done {
    playground
        .inject_update(update)
        .map(|id| Json(json!({ "update_id": id })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

pub(super) async fn expire_callback(
    State(playground): State<Playground>,
    At(id): At<String>,
    Body(Nothing {}): Body<Nothing>,
) -> Done {
    playground.expire_callback(&id).map(|()| done())
}

pub(super) async fn inject_fault(
    State(playground): State<Playground>,
    Body(inject): Body<Inject>,
) -> Done {
    playground.inject_fault(inject).map(|()| done())
}

pub(super) async fn release_faults(
    State(playground): State<Playground>,
    Body(Nothing {}): Body<Nothing>,
) -> Json<Value> {
    Json(json!({ "released": playground.release_faults() }))
}

pub(super) async fn clear_faults(State(playground): State<Playground>) -> Json<Value> {
    playground.clear_faults();
    done()
}
