//! Injected faults, as the bot meets them.

use axum::{
    body::Body,
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use futures::stream;

use super::refusal::{Refusal, answer};
use crate::{
    Playground,
    world::{calls::Outcome, faults::Fault},
};

/// Waits until the faults are released or the playground stops.
pub(crate) async fn hang(playground: &Playground) {
    let since = playground.change(|world| world.faults.hang());
    playground
        .until(|world| world.faults.released(since).then_some(()))
        .await;
}

/// The answer of a fault, and what the history says about it.
pub(crate) fn response(fault: &Fault) -> (Response, Outcome) {
    let refused = |refusal: Refusal| {
        let outcome = Outcome {
            status: refusal.code,
            description: Some(refusal.description.clone()),
            fault: true,
        };
        (answer(Err(refusal)).into_response(), outcome)
    };
    match fault {
        Fault::RetryAfter { seconds } => refused(Refusal::too_many_requests(*seconds)),
        Fault::Error {
            error_code,
            description,
        } => refused(Refusal::other(*error_code, description)),
        Fault::Internal => html(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error"),
        Fault::BadGateway => html(StatusCode::BAD_GATEWAY, "Bad Gateway"),
        Fault::Close | Fault::Hang => {
            let cut = stream::iter([Err::<&str, _>(std::io::Error::other("closed on purpose"))]);
            (
                Body::from_stream(cut).into_response(),
                outcome(0, "connection closed"),
            )
        }
    }
}

fn html(status: StatusCode, title: &str) -> (Response, Outcome) {
    let body = format!("<html><head><title>{status}</title></head><body>{title}</body></html>");
    let response = (status, [(CONTENT_TYPE, "text/html")], body).into_response();
    (response, outcome(status.as_u16(), title))
}

fn outcome(status: u16, description: &str) -> Outcome {
    Outcome {
        status,
        description: Some(description.to_owned()),
        fault: true,
    }
}
