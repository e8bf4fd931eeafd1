//! Photos and documents that people send: VINs are read out of a photo, and a table comes
//! back with what its VINs mean.
//!
//! `sent` tells what a message holds, `download` fetches it. The work is done beside the
//! chat's other updates: `desk` bounds it and ends it, `begin` lets it go on by itself.
//! `photo` and `table` are the two kinds of work, `columns` what a table gets,
//! `progress` the message about one, `album` what keeps an album's answers few. `upload` is
//! the other way: files that the bot sends.

mod album;
mod begin;
mod columns;
mod desk;
mod download;
mod photo;
mod progress;
mod sent;
mod table;
mod upload;

pub(super) use desk::Desk;
pub(super) use photo::photo;
pub(super) use sent::{Sent, of_answered, or_file};
pub(super) use table::{stop, table};
pub(super) use upload::captioned;

use std::fmt;

use vinbot_intake::Known;

use super::conversation::Conversation;
use crate::rich::Message;
use crate::vin::{self, Vin};
use crate::words::Words;
use desk::Busy;

/// Why nothing came of a file.
enum Failed {
    /// What the user is told.
    Told(Message),
    /// Its owner stopped it.
    Stopped,
    /// The bot stops.
    Interrupted,
}

/// What reading a file needs to know about VINs.
fn known() -> Known<'static> {
    Known {
        find: &find,
        check: &check,
    }
}

fn find(text: &str) -> Vec<String> {
    let found = vin::scan(text).vins;
    found.iter().map(Vin::to_string).collect()
}

fn check(text: &str) -> bool {
    let vin: Result<Vin, _> = text.parse();
    vin.is_ok_and(|vin| vin.has_check_digit() && vin.check_digit_fits())
}

/// What is told of a file that is neither a photo nor a table.
pub(super) fn odd(here: &Conversation<'_>) -> Message {
    note_refused(&"of another kind");
    here.words().message("file-odd", &[])
}

/// Writes down that a file is not taken, and why; never what it is called or holds.
/// Whose it was the update's span says, if that may be said.
fn note_refused(why: &dyn fmt::Debug) {
    tracing::warn!(event = "refused-file", ?why, "a file is not taken");
}

fn too_large(words: Words, most: u32) -> Message {
    words.message("file-too-large", &[("most", most.into())])
}

fn interrupted(words: Words) -> Message {
    words.message("file-interrupted", &[])
}

/// Why work is not begun.
fn refused(here: &Conversation<'_>, busy: Busy) -> Message {
    let words = here.words();
    note_refused(&busy);
    match busy {
        Busy::Own => words.message("file-busy-own", &[]),
        Busy::All => words.message("file-busy", &[]),
        Busy::Stopping => interrupted(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::fits("1HGCM82633A004352", true)]
    #[case::does_not_fit("1HGCM82643A004352", false)]
    #[case::proves_nothing("WAUZZZ8K9BA123456", false)]
    #[case::no_vin("1HGCM82633A00435O", false)]
    fn a_check_digit_proves_something_where_there_is_one(#[case] text: &str, #[case] fits: bool) {
        assert_eq!(check(text), fits);
    }

    #[test]
    fn vins_are_found_as_in_what_is_typed() {
        assert_eq!(find("VIN: 1hgcm82633a004352!"), ["1HGCM82633A004352"]);
    }
}
