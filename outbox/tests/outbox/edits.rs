//! A newer edit of a message takes the place of one that waits.

use vinbot_outbox::{Job, Priority, SendError};

use crate::support::{SECOND, Telegram, Trouble, outbox, settle};

/// An edit of message 7.
fn edit() -> Job {
    Job::new(1, Priority::Edit).coalescing(7)
}

#[tokio::test(start_paused = true)]
async fn only_the_newest_of_the_waiting_edits_is_sent_in_the_place_of_the_oldest() {
    let (outbox, telegram) = (outbox(), Telegram::new());
    let under_way = outbox.send(edit(), telegram.answering("v1", SECOND, []));
    let later = async {
        settle().await;
        futures::join!(
            outbox.send(edit(), telegram.message("v2")),
            outbox.send(edit(), telegram.message("v3")),
            outbox.send(Job::new(1, Priority::Edit), telegram.message("other")),
            outbox.send(edit(), telegram.message("v4")),
        )
    };
    let (v1, (v2, v3, other, v4)) = futures::join!(under_way, later);
    assert_eq!((v1, other, v4), (Ok("v1"), Ok("other"), Ok("v4")));
    let superseded = Err(SendError::Superseded);
    assert_eq!((&v2, &v3), (&superseded, &superseded));
    assert_eq!(telegram.texts(), ["v1", "v4", "other"]);
    assert_eq!(outbox.figures().superseded, 2);
}

#[tokio::test(start_paused = true)]
async fn edits_of_other_messages_and_other_chats_are_left_alone() {
    let (outbox, telegram) = (outbox(), Telegram::new());
    let sent = futures::join!(
        outbox.send(edit(), telegram.message("a")),
        outbox.send(edit().coalescing(8), telegram.message("b")),
        outbox.send(Job { chat: 2, ..edit() }, telegram.message("c")),
    );
    assert_eq!(sent, (Ok("a"), Ok("b"), Ok("c")));
}

#[tokio::test(start_paused = true)]
async fn an_edit_that_matters_more_goes_to_its_own_queue() {
    let (outbox, telegram) = (outbox(), Telegram::new());
    let answer = Job {
        priority: Priority::Answer,
        ..edit()
    };
    let (old, first, new) = futures::join!(
        outbox.send(edit(), telegram.message("old")),
        outbox.send(Job::new(1, Priority::Edit), telegram.message("first")),
        outbox.send(answer, telegram.message("new")),
    );
    assert_eq!((old, first), (Err(SendError::Superseded), Ok("first")));
    assert_eq!(new, Ok("new"));
    assert_eq!(telegram.texts(), ["new", "first"]);
}

#[tokio::test(start_paused = true)]
async fn an_edit_that_would_be_tried_again_yields_to_a_newer_one() {
    let (outbox, telegram) = (outbox(), Telegram::new());
    let flood = [Trouble::Wait(5 * SECOND)];
    let old = outbox.send(edit(), telegram.answering("old", SECOND, flood));
    let new = async {
        settle().await;
        outbox.send(edit(), telegram.message("new")).await
    };
    let (old, new) = futures::join!(old, new);
    assert_eq!((old, new), (Err(SendError::Superseded), Ok("new")));
    assert_eq!(telegram.when("old"), [0]);
    assert_eq!(telegram.when("new"), [6_000]);
    assert_eq!(outbox.figures().waiting, 0);
}
