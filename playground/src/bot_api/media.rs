//! The file of a call: uploaded, or one that Telegram has already.

use super::{params::Params, refusal::Refusal};
use crate::{
    limits,
    world::{World, image, messages::Media},
};

/// What a bot sends a file as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Photo,
    Document,
}

impl Kind {
    /// The kind that an `InputMedia` names.
    pub(crate) fn named(name: &str) -> Result<Self, Refusal> {
        match name {
            "photo" => Ok(Self::Photo),
            "document" => Ok(Self::Document),
            _ => Err(Refusal::bad(
                "can't parse InputMedia: the playground knows photo and document",
            )),
        }
    }

    /// The parameter of `sendPhoto` or `sendDocument`.
    pub(crate) fn field(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::Document => "document",
        }
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Photo => "photos",
            Self::Document => "documents",
        }
    }

    fn of_folder(folder: &str) -> &'static str {
        match folder {
            "photos" => "Photo",
            "stickers" => "Sticker",
            _ => "Document",
        }
    }
}

/// The file that a parameter holds: an upload in the field of that name.
pub(crate) fn read(world: &mut World, params: &Params, kind: Kind) -> Result<Media, Refusal> {
    let field = kind.field();
    let reference = params.text(field).unwrap_or_default();
    if reference.is_empty() && params.upload(field).is_none() {
        return Err(Refusal::bad(format!("there is no {field} in the request")));
    }
    if params.upload(field).is_some() {
        return upload(world, params, field, kind);
    }
    take(world, params, &reference, kind)
}

/// The file that a reference means: `attach://<field>`, or a `file_id`.
pub(crate) fn take(
    world: &mut World,
    params: &Params,
    reference: &str,
    kind: Kind,
) -> Result<Media, Refusal> {
    if let Some(field) = reference.strip_prefix("attach://") {
        return upload(world, params, field, kind);
    }
    let stored = world.files.by_id(reference);
    let stored = stored.ok_or_else(|| Refusal::bad("wrong file identifier/HTTP URL specified"))?;
    if stored.folder() != kind.folder() {
        return Err(Refusal::bad(format!(
            "can't use file of type {} as {}",
            Kind::of_folder(stored.folder()),
            Kind::of_folder(kind.folder()),
        )));
    }
    let file = stored.reference();
    match kind {
        Kind::Document => Ok(Media::Document(file)),
        Kind::Photo => {
            let (width, height) = image::photo(&stored.bytes).map_err(Refusal::bad)?;
            Ok(Media::Photo {
                file,
                width,
                height,
            })
        }
    }
}

fn upload(world: &mut World, params: &Params, field: &str, kind: Kind) -> Result<Media, Refusal> {
    let upload = params
        .upload(field)
        .ok_or_else(|| Refusal::bad("wrong file identifier/HTTP URL specified"))?;
    if upload.bytes.is_empty() {
        return Err(Refusal::bad("file must be non-empty"));
    }
    if upload.bytes.len() > limits::UPLOAD_BYTES {
        return Err(Refusal::too_large());
    }
    let size = (kind == Kind::Photo)
        .then(|| image::photo(&upload.bytes))
        .transpose()
        .map_err(Refusal::bad)?;
    let file = world.files.keep(
        kind.folder(),
        &upload.name,
        &upload.mime,
        &upload.bytes,
        upload.bytes.len(),
    );
    Ok(match size {
        None => Media::Document(file),
        Some((width, height)) => Media::Photo {
            file,
            width,
            height,
        },
    })
}
