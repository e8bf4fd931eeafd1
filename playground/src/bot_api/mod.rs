//! The Bot API: `/bot<token>/<method>` and `/file/bot<token>/<path>`.

mod callbacks;
mod chats;
mod commands;
mod copies;
mod delivery;
mod edits;
mod entities;
mod files;
mod get_updates;
mod inline;
mod keyboards;
mod media;
mod messages;
mod method;
mod params;
mod refusal;
mod sabotage;
mod webhooks;

use axum::{
    Router,
    extract::{Path, Request, State},
    response::{IntoResponse, Response},
    routing::{any, get},
};
use serde_json::Value;

use crate::{
    Playground,
    world::{calls::Outcome, faults::Fault},
};
use method::Method;
use params::Params;
use refusal::{Refusal, answer};

/// What a method answers.
type Answer = Result<Value, Refusal>;

/// The routes of the Bot API.
pub(crate) fn routes() -> Router<Playground> {
    Router::new()
        .route("/bot{token}/{method}", any(call))
        .route("/file/bot{token}/{*path}", get(files::download))
}

async fn call(
    State(playground): State<Playground>,
    Path((token, name)): Path<(String, String)>,
    request: Request,
) -> Response {
    if token != playground.options().token {
        return answer(Err(Refusal::unauthorized())).into_response();
    }
    let Some(method) = Method::named(&name) else {
        return answer(Err(Refusal::unknown_method())).into_response();
    };
    let params = match Params::read(request).await {
        Ok(params) => params,
        Err(refusal) => return answer(Err(refusal)).into_response(),
    };
    let name = method.name();
    let (seq, fault) = playground.change(|world| {
        let seq = world.calls.begin(name, params.summary());
        (seq, world.faults.take(name))
    });
    let end = |outcome| playground.change(|world| world.calls.end(name, seq, outcome));
    let run = async || match method {
        Method::GetUpdates => get_updates::answer(&playground, &params).await,
        Method::SetWebhook => webhooks::set(&playground, &params),
        _ => playground.change(|world| method.answer(world, &params)),
    };

    match fault {
        Some((Fault::Hang, _)) => sabotage::hang(&playground).await,
        Some((fault, after_effect)) => {
            if after_effect && method != Method::GetUpdates {
                // Whatever it says is lost on the way; the history keeps what the bot saw.
                let _ = run().await;
            }
            let (response, outcome) = sabotage::response(&fault);
            end(outcome);
            return response;
        }
        None => {}
    }
    let result = run().await;
    end(Outcome {
        status: result.as_ref().map_or_else(|refusal| refusal.code, |_| 200),
        description: result
            .as_ref()
            .err()
            .map(|refusal| refusal.description.clone()),
        fault: false,
    });
    answer(result).into_response()
}
