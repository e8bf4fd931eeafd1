//! A photo: the VINs in it are answered as if they had been typed.

use futures::FutureExt;
use vinbot_intake::photo::{self, Found, PhotoError, Print, Reading, Trust};

use super::super::aside::Aside;
use super::super::conversation::Conversation;
use super::super::edits::vins_asked;
use super::super::route::Ask;
use super::begin::{begin, tell};
use super::desk::{Kind, Ticket};
use super::download::NotFetched;
use super::{Failed, Sent, album, known, note_refused, refused, too_large};
use crate::rich::Message;
use crate::vin::{Scan, Vin};

/// Begins to read a photo; the message says why it is not.
pub(in crate::telegram) fn photo(here: &Conversation<'_>, sent: Sent) -> Result<(), Message> {
    let words = here.words();
    let desk = &here.services.files;
    if sent.size as usize > desk.settings.max_bytes() {
        note_refused(&PhotoError::TooLarge(desk.settings.max_bytes()));
        return Err(too_large(words, desk.settings.max_mb));
    }
    // Now, so that the first photo of an album knows of the second.
    let album = desk.albums.of(here.place.chat.0, sent.album.as_deref());
    let waiting = album.wait();
    let work = |aside, ticket| work(aside, ticket, sent, waiting).boxed();
    begin(here, Kind::Photo, work).map_err(|busy| refused(here, busy))
}

async fn work(aside: Aside, ticket: Ticket, sent: Sent, waiting: album::Waiting) {
    let here = aside.here();
    match here.while_waiting(read(&here, &ticket, &sent)).await {
        Ok(reading) => answer(&here, &reading, &waiting).await,
        Err(why) => tell(&here, why).await,
    }
}

async fn read(here: &Conversation<'_>, ticket: &Ticket, sent: &Sent) -> Result<Reading, Failed> {
    let (words, desk) = (here.words(), &here.services.files);
    let most = desk.settings.max_bytes();
    let work = async {
        let place = ticket.photo_place().await;
        let bytes = here.fetched(sent, most).await?;
        let settings = desk.reading.clone();
        let read = tokio::task::spawn_blocking(move || {
            let reading = photo::read(&bytes, &settings, known());
            // Only now: it goes on when nobody waits for it any more.
            drop(place);
            reading
        });
        let broken = |_| Failed::Told(words.message("unavailable", &[]));
        let told = |error| Failed::Told(here.photo_error(&error));
        read.await.map_err(broken)?.map_err(told)
    };
    ticket.unless_ended(work).await?
}

async fn answer(here: &Conversation<'_>, reading: &Reading, waiting: &album::Waiting) {
    let vin = |found: &Found| found.vin.parse::<Vin>().ok();
    let found: Vec<Vin> = reading.vins.iter().filter_map(vin).collect();
    let vins = waiting.new_vins(&found);
    tracing::debug!(vins = vins.len(), print = ?reading.print, "a photo is read");
    if found.is_empty() && waiting.may_hint() {
        return here.say(&here.nothing(reading)).await;
    }
    if vins.is_empty() {
        return;
    }
    let doubtful = reading
        .vins
        .iter()
        .filter(|one| one.trust >= Trust::Repaired);
    let doubtful: Vec<&str> = doubtful
        .filter(|one| vin(one).is_some_and(|vin| vins.contains(&vin)))
        .map(|one| one.vin.as_str())
        .collect();
    if !doubtful.is_empty() {
        let list = [("vins", doubtful.join(", ").into())];
        here.say(&here.words().message("photo-doubtful", &list))
            .await;
    }
    let text = vins_asked(&vins);
    let scan = Scan {
        near_misses: Vec::new(),
        vins,
    };
    // Boxed, for what is typed may ask for a photo.
    let typed: futures::future::BoxFuture<'_, ()> =
        Box::pin(here.answer_text(Ask::Vins(scan), Some(&text)));
    typed.await;
}

impl Conversation<'_> {
    /// The bytes of a file.
    pub(super) async fn fetched(&self, sent: &Sent, most: usize) -> Result<Vec<u8>, Failed> {
        let words = self.words();
        match self.services.client.fetch(&sent.id, most).await {
            Ok(bytes) => Ok(bytes),
            Err(NotFetched::TooLarge) => {
                note_refused(&PhotoError::TooLarge(most));
                let most = self.services.files.settings.max_mb;
                Err(Failed::Told(too_large(words, most)))
            }
            Err(NotFetched::Failed(error)) => {
                tracing::warn!(%error, "a file can't be fetched");
                Err(Failed::Told(words.message("file-gone", &[])))
            }
        }
    }

    fn photo_error(&self, error: &PhotoError) -> Message {
        let words = self.words();
        note_refused(error);
        match error {
            PhotoError::TooLarge(_) => too_large(words, self.services.files.settings.max_mb),
            PhotoError::TooManyPixels(most) => {
                let most = [("most", (most / 1_000_000).into())];
                words.message("photo-too-many-pixels", &most)
            }
            PhotoError::Unknown => words.message("photo-unknown", &[]),
            PhotoError::Damaged => words.message("photo-damaged", &[]),
        }
    }

    /// There is no VIN in the photo: what may be the reason, and what makes a good one.
    fn nothing(&self, reading: &Reading) -> Message {
        let words = self.words();
        let mut message = words.message("photo-nothing", &[]);
        if reading.other_codes > 0 {
            let codes = words.spans("photo-other-codes", &[]);
            message = message.plain("\n\n").words(codes);
        }
        let print = match reading.print {
            Print::Absent => words.spans("photo-bars-only", &[]),
            Print::OutOfTime => words.spans("photo-out-of-time", &[]),
            Print::Failed => {
                tracing::warn!("tesseract failed: `vinbot doctor` tells more");
                words.spans("photo-bars-only", &[])
            }
            Print::Read | Print::NotNeeded => return message,
        };
        message.plain("\n\n").words(print)
    }
}
