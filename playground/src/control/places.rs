//! Endpoints about users, chats, topics and the bot's place; each is one method of
//! [`Playground`].

use axum::{Json, extract::State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    acts::{Done, done},
    body::{At, Body},
};
use crate::{
    ChatSummary, Edited, OpenTopic, Playground, Profile, SetChat, SetSettings, SetStanding,
    Settings, Topic,
};

pub(super) async fn users(State(playground): State<Playground>) -> Json<Value> {
    let world = playground.world();
    Json(json!({ "users": world.users.iter().collect::<Vec<_>>() }))
}

pub(super) async fn set_user(
    State(playground): State<Playground>,
    At(user): At<i64>,
    Body(profile): Body<Profile>,
) -> Done {
    playground.set_user(user, profile).map(|()| done())
}

pub(super) async fn chats(State(playground): State<Playground>) -> Json<Value> {
    let chats: Vec<ChatSummary> = playground.world().summaries();
    Json(json!({ "chats": chats }))
}

pub(super) async fn set_chat(
    State(playground): State<Playground>,
    At(chat): At<i64>,
    Body(set): Body<SetChat>,
) -> Done {
    playground.shape_chat(chat, set).map(|()| done())
}

pub(super) async fn delete_chat(State(playground): State<Playground>, At(chat): At<i64>) -> Done {
    playground.delete_chat(chat).map(|()| done())
}

pub(super) async fn open_topic(
    State(playground): State<Playground>,
    At(chat): At<i64>,
    Body(open): Body<OpenTopic>,
) -> Done<Topic> {
    playground.open_topic(chat, &open).map(Json)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Block {
    blocked: bool,
}

pub(super) async fn block(
    State(playground): State<Playground>,
    At(chat): At<i64>,
    Body(Block { blocked }): Body<Block>,
) -> Done {
    playground.block(chat, blocked).map(|()| done())
}

pub(super) async fn set_standing(
    State(playground): State<Playground>,
    At(chat): At<i64>,
    Body(set): Body<SetStanding>,
) -> Done<Edited> {
    playground.set_standing(chat, &set).map(Json)
}

pub(super) async fn settings(State(playground): State<Playground>) -> Json<Settings> {
    Json(playground.settings())
}

pub(super) async fn set_settings(
    State(playground): State<Playground>,
    Body(set): Body<SetSettings>,
) -> Json<Settings> {
    Json(playground.set_settings(&set))
}
