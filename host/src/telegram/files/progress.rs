//! The message that says how far a table is, with a button that stops it.

use std::time::Duration;

use teloxide::types::MessageId;
use tokio::sync::watch;

use super::super::client;
use super::super::conversation::{Conversation, Screen, single};
use super::super::text;
use crate::rich::{Action, Button, Message};

/// What is done sooner needs no message.
const PATIENCE: Duration = Duration::from_secs(1);
/// Between two edits.
const PAUSE: Duration = Duration::from_secs(2);
/// The same in groups, where only twenty messages a minute may be sent or edited.
const PAUSE_IN_GROUPS: Duration = Duration::from_secs(10);
/// An edit for each of these parts of the whole.
const STEPS: usize = 20;

/// Shows how far it is until the sender is dropped; says which message it is, if there is
/// one.
pub(super) async fn show(
    here: &Conversation<'_>,
    id: u64,
    all: usize,
    mut done: watch::Receiver<usize>,
) -> Option<MessageId> {
    if over_within(PATIENCE, &mut done).await {
        return None;
    }
    let mut shown = *done.borrow_and_update();
    let screen = Screen::plain(progress(here, id, shown, all));
    let message = single(&here.show(&screen, here.keyboard(&screen)).await)?;
    let pause = if here.place.private {
        PAUSE
    } else {
        PAUSE_IN_GROUPS
    };
    while !over_within(pause, &mut done).await {
        let now = *done.borrow_and_update();
        if step(now, all) == step(shown, all) {
            continue;
        }
        shown = now;
        put(here, message, &progress(here, id, shown, all)).await;
    }
    Some(message)
}

/// True if the work ends within that time.
async fn over_within(time: Duration, done: &mut watch::Receiver<usize>) -> bool {
    let over = async { while done.changed().await.is_ok() {} };
    tokio::time::timeout(time, over).await.is_ok()
}

fn step(done: usize, all: usize) -> usize {
    done.saturating_mul(STEPS) / all.max(1)
}

fn progress(here: &Conversation<'_>, id: u64, done: usize, all: usize) -> Message {
    let words = here.words();
    let percent = done.saturating_mul(100) / all.max(1);
    let numbers = [
        ("done", done.into()),
        ("all", all.into()),
        ("percent", percent.into()),
    ];
    let message = words.message("sheet-progress", &numbers);
    // A group that speaks for itself has no button: nobody could be told from others.
    if here.reader.user.is_none() {
        return message;
    }
    let stop = Action::Mine(format!("/stop {id}"));
    message.row(vec![Button::new(words.text("cancel", &[]), stop)])
}

/// Says something in the place of the progress, or as a message where there is none.
pub(super) async fn end(here: &Conversation<'_>, shown: Option<MessageId>, message: &Message) {
    match shown {
        Some(shown) => put(here, shown, message).await,
        None => here.say(message).await,
    }
}

async fn put(here: &Conversation<'_>, shown: MessageId, message: &Message) {
    let keyboard = here.keyboards().of(&message.buttons, &[]);
    if let Some(part) = text::parts(message).first() {
        let client = &here.services.client;
        let edited = client.edit(&here.place, shown, part, keyboard.as_ref());
        client::report("how far a table is", edited.await);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(0, 10_000, 0)]
    #[case(499, 10_000, 0)]
    #[case(500, 10_000, 1)]
    #[case(10_000, 10_000, 20)]
    #[case(0, 0, 0)]
    fn there_is_an_edit_for_each_five_percent(
        #[case] done: usize,
        #[case] all: usize,
        #[case] expected: usize,
    ) {
        assert_eq!(step(done, all), expected);
    }

    #[tokio::test]
    async fn it_is_over_when_the_work_is_whatever_was_told_before() {
        let (told, mut done) = watch::channel(0);
        told.send_replace(5);
        assert!(!over_within(Duration::ZERO, &mut done).await);
        told.send_replace(9);
        drop(told);
        assert!(over_within(PATIENCE, &mut done).await);
        assert_eq!(*done.borrow(), 9);
    }
}
