//! Callers that stop waiting, and an outbox that stops.

use std::time::Duration;

use futures::future::join_all;
use vinbot_outbox::{Job, Outbox, Priority, SendError, Settings};

use crate::support::{Answer, SECOND, Telegram, Trouble, outbox, plain, settle};

fn answer(chat: i64) -> Job {
    Job::new(chat, Priority::Answer)
}

#[tokio::test(start_paused = true)]
async fn a_job_whose_caller_stops_waiting_is_not_sent() {
    let (outbox, telegram) = (outbox(), Telegram::new());
    let slow = outbox.send(answer(1), telegram.answering("slow", SECOND, []));
    let impatient = async {
        settle().await;
        let job = outbox.send(answer(1), telegram.message("given up"));
        let waited = tokio::time::timeout(SECOND / 2, job).await;
        assert!(waited.is_err());
        assert_eq!(outbox.figures().waiting, 0);
        outbox.send(answer(1), telegram.message("next")).await
    };
    futures::join!(slow, impatient).1.unwrap();
    assert_eq!(telegram.texts(), ["slow", "next"]);
    // It took nothing of the limits either.
    assert_eq!(telegram.times(), [0, 1_000]);
}

#[tokio::test(start_paused = true)]
async fn a_request_under_way_ends_without_its_caller() {
    let (outbox, telegram) = (outbox(), Telegram::new());
    let job = outbox.send(answer(1), telegram.answering("slow", 2 * SECOND, []));
    assert!(tokio::time::timeout(SECOND, job).await.is_err());
    assert_eq!(outbox.figures().under_way, 1);
    assert_eq!(outbox.close(5 * SECOND).await, 0);
    assert_eq!(outbox.figures().sent, 1);
}

#[tokio::test(start_paused = true)]
async fn a_flooded_request_without_caller_is_not_made_again() {
    let (outbox, telegram) = (outbox(), Telegram::new());
    let flood = [Trouble::Wait(SECOND)];
    let job = outbox.send(answer(1), telegram.answering("slow", 2 * SECOND, flood));
    assert!(tokio::time::timeout(SECOND, job).await.is_err());
    assert_eq!(outbox.close(Duration::from_mins(1)).await, 0);
    assert_eq!(telegram.times(), [0]);
}

#[tokio::test(start_paused = true)]
async fn closing_sends_what_waits_within_the_limits_and_takes_no_more() {
    let (outbox, telegram) = (outbox(), Telegram::new());
    let jobs = join_all((0..9).map(|_| outbox.send(answer(1), telegram.message("rest"))));
    let closing = async {
        settle().await;
        let closed = outbox.close(Duration::from_mins(1));
        let refused = async {
            settle().await;
            outbox.send(answer(2), telegram.message("late")).await
        };
        futures::join!(closed, refused)
    };
    let (sent, (left, refused)) = futures::join!(jobs, closing);
    assert!(sent.iter().all(Result::is_ok));
    assert_eq!((left, refused), (0, Err(SendError::Closed)));
    assert_eq!(telegram.times().last(), Some(&6_000));
    assert_eq!(outbox.close(SECOND).await, 0);
}

#[tokio::test(start_paused = true)]
async fn who_still_waits_at_the_deadline_is_told_so() {
    let outbox = Outbox::new(Settings {
        chat_burst: 1,
        ..plain()
    });
    let telegram = Telegram::new();
    let hangs = outbox.send(answer(2), telegram.answering("hangs", 60 * SECOND, []));
    let jobs = join_all((0..9).map(|_| outbox.send(answer(1), telegram.message("rest"))));
    let closing = async {
        settle().await;
        outbox.close(Duration::from_millis(3_500)).await
    };
    let (sent, left, hangs) = futures::join!(jobs, closing, hangs);
    let closed: Answer = Err(SendError::Closed);
    assert_eq!(sent.iter().filter(|it| it.is_ok()).count(), 4);
    assert_eq!(sent.iter().filter(|it| **it == closed).count(), 5);
    // Five waited, one was under way; that one went on.
    assert_eq!((left, hangs), (6, Ok("hangs")));
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_flooded_after_the_deadline_ends() {
    let (outbox, telegram) = (outbox(), Telegram::new());
    let flood = [Trouble::Wait(SECOND)];
    let job = outbox.send(answer(1), telegram.answering("slow", 5 * SECOND, flood));
    let closing = async {
        settle().await;
        outbox.close(SECOND).await
    };
    let (sent, left) = futures::join!(job, closing);
    assert_eq!((sent, left), (Err(SendError::Closed), 1));
}

#[tokio::test(start_paused = true)]
async fn the_task_ends_with_the_last_outbox() {
    let tasks = || {
        tokio::runtime::Handle::current()
            .metrics()
            .num_alive_tasks()
    };
    let before = tasks();
    let outbox = outbox();
    let clone = outbox.clone();
    settle().await;
    assert_eq!(tasks(), before + 1);
    drop(outbox);
    settle().await;
    assert_eq!(tasks(), before + 1);
    drop(clone);
    settle().await;
    assert_eq!(tasks(), before);
}
