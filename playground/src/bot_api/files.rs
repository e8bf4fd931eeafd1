//! Files: `sendDocument`, `sendPhoto`, `getFile` and the download.

use axum::{
    extract::{Path, State},
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};

use super::{
    Answer,
    media::{self, Kind},
    messages,
    params::Params,
    refusal::{Refusal, answer},
};
use crate::{
    Playground, limits,
    world::{World, files::FileRef, messages::Content},
};

pub(crate) fn send_document(world: &mut World, params: &Params) -> Answer {
    send(world, params, Kind::Document)
}

pub(crate) fn send_photo(world: &mut World, params: &Params) -> Answer {
    send(world, params, Kind::Photo)
}

fn send(world: &mut World, params: &Params, kind: Kind) -> Answer {
    super::chats::open(world, params)?;
    let (text, entities) = messages::caption(params)?;
    super::keyboards::read(params)?;
    let media = media::read(world, params, kind)?;
    let content = Content {
        text,
        entities,
        media: Some(media),
        service: None,
    };
    messages::post(world, params, content)
}

pub(crate) fn get(world: &World, params: &Params) -> Answer {
    let id = params.text("file_id").unwrap_or_default();
    let file = world
        .files
        .by_id(&id)
        .ok_or_else(|| Refusal::bad("invalid file_id"))?;
    if file.size > limits::DOWNLOAD_BYTES {
        return Err(Refusal::bad("file is too big"));
    }
    let mut meta = FileRef {
        id,
        ..file.reference()
    }
    .meta();
    meta["file_path"] = file.path.as_str().into();
    Ok(meta)
}

/// `GET /file/bot<token>/<path>`
pub(crate) async fn download(
    State(playground): State<Playground>,
    Path((token, path)): Path<(String, String)>,
) -> Response {
    if token != playground.options().token {
        return answer(Err(Refusal::unauthorized())).into_response();
    }
    let file = playground.world().files.by_path(&path).cloned();
    match file {
        Some(file) => (
            [(CONTENT_TYPE, "application/octet-stream")],
            file.bytes.to_vec(),
        )
            .into_response(),
        None => answer(Err(Refusal::unknown_method())).into_response(),
    }
}
