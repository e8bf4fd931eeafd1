//! Files that the bot sends: a picture as a picture, with the message's text as its caption;
//! all others as documents.

use teloxide::ApiError;
use teloxide::payloads::{SendDocumentSetters, SendPhotoSetters};
use teloxide::requests::Requester;
use teloxide::types::{InlineKeyboardMarkup, InputFile};

use super::super::client::{Client, Failed, job, reference};
use super::super::conversation::Conversation;
use super::super::route::Place;
use super::super::text::{self, Part};
use crate::rich::{Attachment, Message};

/// UTF-16 units of a caption.
const CAPTION: usize = 1_024;
/// Bytes of what Telegram takes as a photo.
const PICTURE: usize = 10_000_000;

/// The picture that a whole message can be the caption of, and that caption.
pub(in crate::telegram) fn captioned<'a>(
    message: &'a Message,
    parts: &'a [Part],
) -> Option<(&'a Attachment, Option<&'a Part>)> {
    let [picture] = message.attachments.as_slice() else {
        return None;
    };
    let caption = match parts {
        [] => None,
        [part] if fits(part) => Some(part),
        _ => return None,
    };
    is_picture(picture).then_some((picture, caption))
}

fn fits(part: &Part) -> bool {
    part.text.encode_utf16().count() <= CAPTION
}

fn is_picture(file: &Attachment) -> bool {
    matches!(file.media_type.as_str(), "image/png" | "image/jpeg") && file.data.len() <= PICTURE
}

impl Conversation<'_> {
    /// Sends a file, a picture as one if Telegram takes it so.
    pub(in crate::telegram) async fn send_file(
        &self,
        file: &Attachment,
        caption: Option<&Part>,
        keyboard: Option<&InlineKeyboardMarkup>,
    ) {
        let client = &self.services.client;
        if is_picture(file) {
            match client.photo(&self.place, file, caption, keyboard).await {
                Err(error) if is_refused(&error) => {
                    tracing::info!(%error, "a picture is sent as a document");
                }
                sent => {
                    self.report("a picture", sent).await;
                    return;
                }
            }
        }
        let sent = client.document(&self.place, file, caption, keyboard);
        self.report("a file", sent.await).await;
    }

    /// Sends a message whose file is what matters: its text is the caption.
    pub(super) async fn send_result(&self, message: &Message) {
        let parts = text::parts(message);
        let caption = parts.first().filter(|part| fits(part));
        for file in &message.attachments {
            self.send_file(file, caption, None).await;
        }
    }
}

/// Too wide, too high, too long for a photo: as a document it is taken.
fn is_refused(error: &Failed) -> bool {
    match error.api() {
        Some(ApiError::ImageProcessFailed) => true,
        Some(ApiError::Unknown(text)) => text.contains("PHOTO_"),
        _ => false,
    }
}

impl Client {
    async fn photo(
        &self,
        place: &Place,
        file: &Attachment,
        caption: Option<&Part>,
        keyboard: Option<&InlineKeyboardMarkup>,
    ) -> Result<(), Failed> {
        let mut request = self.carrier.send_photo(place.chat, input(file));
        if let Some(part) = caption {
            request = request
                .caption(&part.text)
                .caption_entities(part.entities.iter().cloned());
        }
        request.message_thread_id = place.thread;
        request.reply_parameters = reference(place);
        request.reply_markup = keyboard.cloned().map(Into::into);
        self.queue(job(place), request).await.map(drop)
    }

    async fn document(
        &self,
        place: &Place,
        file: &Attachment,
        caption: Option<&Part>,
        keyboard: Option<&InlineKeyboardMarkup>,
    ) -> Result<(), Failed> {
        let mut request = self.carrier.send_document(place.chat, input(file));
        if let Some(part) = caption {
            request = request
                .caption(&part.text)
                .caption_entities(part.entities.iter().cloned());
        }
        request.message_thread_id = place.thread;
        request.reply_parameters = reference(place);
        request.reply_markup = keyboard.cloned().map(Into::into);
        self.queue(job(place), request).await.map(drop)
    }
}

fn input(file: &Attachment) -> InputFile {
    InputFile::memory(file.data.clone()).file_name(file.file_name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn message(text: &str, files: &[(&str, usize)]) -> Message {
        let mut message = Message::default().plain(text);
        for (media_type, bytes) in files {
            message.attachments.push(Attachment {
                file_name: "f".into(),
                media_type: (*media_type).to_owned(),
                data: vec![0; *bytes],
            });
        }
        message
    }

    #[rstest]
    #[case::picture("a", &[("image/png", 9)], true)]
    #[case::without_text("", &[("image/jpeg", 9)], true)]
    #[case::longest(&"é".repeat(CAPTION), &[("image/png", 9)], true)]
    #[case::too_long(&"é".repeat(CAPTION + 1), &[("image/png", 9)], false)]
    #[case::too_large("a", &[("image/png", PICTURE + 1)], false)]
    #[case::two("a", &[("image/png", 9), ("image/png", 9)], false)]
    #[case::table("a", &[("text/csv", 9)], false)]
    #[case::no_file("a", &[], false)]
    fn a_text_and_one_picture_are_one_message(
        #[case] text: &str,
        #[case] files: &[(&str, usize)],
        #[case] one: bool,
    ) {
        let message = message(text, files);
        let parts = text::parts(&message);
        let found = captioned(&message, &parts);
        assert_eq!(found.is_some(), one);
        if let Some((_, caption)) = found {
            assert_eq!(caption.is_some(), !text.is_empty());
        }
    }
}
