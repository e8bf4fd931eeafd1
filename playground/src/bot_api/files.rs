//! Files: `sendDocument`, `sendPhoto`, `getFile` and the download.

use axum::{
    extract::{Path, State},
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};

use super::{
    Answer, messages,
    params::Params,
    refusal::{Refusal, answer},
};
use crate::{
    Playground, limits,
    world::{
        World,
        files::FileRef,
        image,
        messages::{Content, Media},
    },
};

pub(crate) fn send_document(world: &mut World, params: &Params) -> Answer {
    super::chats::open(world, params)?;
    let (text, entities) = messages::caption(params)?;
    super::keyboards::read(params)?;
    let file = file(world, params, "document", "documents")?;
    post(
        world,
        params,
        Content {
            text,
            entities,
            media: Some(Media::Document(file)),
        },
    )
}

pub(crate) fn send_photo(world: &mut World, params: &Params) -> Answer {
    super::chats::open(world, params)?;
    let (text, entities) = messages::caption(params)?;
    super::keyboards::read(params)?;
    let file = file(world, params, "photo", "photos")?;
    let size = world
        .files
        .by_id(&file.id)
        .and_then(|file| image::size(&file.bytes));
    let (width, height) = size.ok_or_else(|| Refusal::bad("IMAGE_PROCESS_FAILED"))?;
    let media = Media::Photo {
        file,
        width,
        height,
    };
    post(
        world,
        params,
        Content {
            text,
            entities,
            media: Some(media),
        },
    )
}

fn post(world: &mut World, params: &Params, content: Content) -> Answer {
    messages::post(world, params, content)
}

/// The file of a call: an upload, or one that Telegram has already, by its id.
fn file(world: &mut World, params: &Params, name: &str, folder: &str) -> Result<FileRef, Refusal> {
    if let Some(upload) = params.upload(name) {
        if upload.bytes.is_empty() {
            return Err(Refusal::bad("file must be non-empty"));
        }
        if upload.bytes.len() > limits::UPLOAD_BYTES {
            return Err(Refusal::too_large());
        }
        return Ok(world
            .files
            .keep(folder, &upload.name, &upload.mime, &upload.bytes));
    }
    let id = params
        .text(name)
        .ok_or_else(|| Refusal::bad(format!("there is no {name} in the request")))?;
    let stored = world.files.by_id(&id);
    let stored = stored.ok_or_else(|| Refusal::bad("wrong file identifier/HTTP URL specified"))?;
    Ok(FileRef {
        id,
        name: stored.name.clone(),
        mime: stored.mime.clone(),
        size: stored.bytes.len(),
    })
}

pub(crate) fn get(world: &World, params: &Params) -> Answer {
    let id = params.text("file_id").unwrap_or_default();
    let file = world
        .files
        .by_id(&id)
        .ok_or_else(|| Refusal::bad("invalid file_id"))?;
    let mut meta = FileRef {
        id,
        name: file.name.clone(),
        mime: file.mime.clone(),
        size: file.bytes.len(),
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
