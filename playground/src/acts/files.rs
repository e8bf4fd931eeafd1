//! People send files.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::Post;
use crate::{
    Playground,
    error::ControlError,
    limits,
    requests::{SendFile, Sent},
    world::{
        entity::{units, with_detected},
        image,
        messages::{Content, Media},
        users::Profile,
    },
};

impl Playground {
    /// Sends a document.
    pub fn send_document(&self, chat: i64, send: SendFile) -> Result<Sent, ControlError> {
        self.send_media(
            chat,
            send,
            "documents",
            ("file.bin", "application/octet-stream"),
        )
    }

    /// Sends a PNG or JPEG photo.
    pub fn send_photo(&self, chat: i64, send: SendFile) -> Result<Sent, ControlError> {
        self.send_media(chat, send, "photos", ("photo.jpg", "image/jpeg"))
    }

    /// Sends a sticker; without bytes it is only an emoji.
    pub fn send_sticker(&self, chat: i64, send: SendFile) -> Result<Sent, ControlError> {
        self.send_media(chat, send, "stickers", ("sticker.webp", "image/webp"))
    }

    fn send_media(
        &self,
        chat: i64,
        send: SendFile,
        folder: &str,
        (name, mime): (&str, &str),
    ) -> Result<Sent, ControlError> {
        let bytes = match (send.base64, send.text) {
            (Some(base64), _) => STANDARD
                .decode(base64)
                .map_err(|_| ControlError::invalid("base64 cannot be decoded"))?,
            (None, text) => text.unwrap_or_default().into_bytes(),
        };
        let claimed = send.size.unwrap_or(bytes.len()).max(bytes.len());
        if bytes.len() > limits::UPLOAD_BYTES || claimed > limits::SENT_BYTES {
            return Err(ControlError::invalid(
                "a file has at most 50 MB, and its size is at most 2000 MB",
            ));
        }
        let size = (folder == "photos")
            .then(|| image::photo(&bytes))
            .transpose()
            .map_err(|why| match why.as_str() {
                "IMAGE_PROCESS_FAILED" => "the photo is neither PNG nor JPEG".to_owned(),
                _ => why,
            })
            .map_err(ControlError::invalid)?;
        let caption = send.caption.unwrap_or_default();
        if units(&caption) > limits::CAPTION_UNITS {
            return Err(ControlError::invalid(
                "the caption is longer than 1024 characters",
            ));
        }
        let name = send.name.as_deref().unwrap_or(name);
        let mime = send.mime.as_deref().unwrap_or(mime);
        self.change(|world| {
            let user = world.person(chat, send.user, Profile::default())?;
            let file = world.files.keep(folder, name, mime, &bytes, claimed);
            let media = match (folder, size) {
                (_, Some((width, height))) => Media::Photo {
                    file,
                    width,
                    height,
                },
                ("stickers", _) => Media::Sticker {
                    file,
                    emoji: send.emoji.unwrap_or_else(|| "🚗".to_owned()),
                },
                _ => Media::Document(file),
            };
            let entities = with_detected(&caption, Vec::new());
            let content = Content {
                text: caption,
                entities,
                media: Some(media),
                service: None,
            };
            let post = Post {
                reply_to: send.reply_to,
                topic: send.topic,
                ..Post::default()
            };
            world.post(chat, &user, content, post)
        })
    }
}
