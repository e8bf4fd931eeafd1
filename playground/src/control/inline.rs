//! Endpoints of inline mode.

use axum::{Json, extract::State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    acts::{Done, Nothing, done},
    body::{self, At, Body},
};
use crate::{
    AskInline, Asked, Choose, Chosen, InlineQuery, InlineWaited, Playground, error::ControlError,
};

pub(super) async fn queries(State(playground): State<Playground>) -> Json<Value> {
    let world = playground.world();
    Json(json!({ "queries": world.inline.iter().collect::<Vec<_>>() }))
}

pub(super) async fn query(
    State(playground): State<Playground>,
    At(id): At<String>,
) -> Done<InlineQuery> {
    let query = playground.world().inline.get(&id).cloned();
    query
        .map(Json)
        .ok_or_else(|| ControlError::NotFound(format!("inline query {id}")))
}

pub(super) async fn ask(
    State(playground): State<Playground>,
    Body(ask): Body<AskInline>,
) -> Done<Asked> {
    playground.ask_inline(&ask).map(Json)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Patience {
    timeout: Option<f64>,
}

pub(super) async fn wait(
    State(playground): State<Playground>,
    At(id): At<String>,
    body::Asked(Patience { timeout }): body::Asked<Patience>,
) -> Json<InlineWaited> {
    Json(playground.wait_inline(&id, timeout).await)
}

pub(super) async fn choose(
    State(playground): State<Playground>,
    At(id): At<String>,
    Body(choose): Body<Choose>,
) -> Done<Chosen> {
    playground.choose_inline(&id, &choose).map(Json)
}

pub(super) async fn expire(
    State(playground): State<Playground>,
    At(id): At<String>,
    Body(Nothing {}): Body<Nothing>,
) -> Done {
    playground.expire_inline(&id).map(|()| done())
}
