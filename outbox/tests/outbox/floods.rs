//! What happens when Telegram asks to wait.

use std::time::Duration;

use futures::future::join_all;
use vinbot_outbox::{Job, Outbox, Priority, SendError, Settings};

use crate::support::{SECOND, Telegram, Trouble, outbox, plain, settle};

fn answer(chat: i64) -> Job {
    Job::new(chat, Priority::Answer)
}

#[tokio::test(start_paused = true)]
async fn a_flood_pauses_its_chat_alone_and_the_job_goes_first_afterwards() {
    let (outbox, telegram) = (outbox(), Telegram::new());
    let flood = [Trouble::Wait(7 * SECOND)];
    let (first, second, other) = futures::join!(
        outbox.send(answer(1), telegram.answering("first", SECOND, flood)),
        outbox.send(answer(1), telegram.message("second")),
        async {
            tokio::time::sleep(2 * SECOND).await;
            assert_eq!(outbox.figures().paused, 1);
            outbox.send(answer(2), telegram.message("other")).await
        },
    );
    assert_eq!(
        (first, second, other),
        (Ok("first"), Ok("second"), Ok("other"))
    );
    assert_eq!(telegram.when("first"), [0, 8_000]);
    assert_eq!(telegram.when("second"), [9_000]);
    assert_eq!(telegram.when("other"), [2_000]);
    let figures = outbox.figures();
    assert_eq!((figures.retried, figures.sent, figures.paused), (1, 3, 0));
}

#[tokio::test(start_paused = true)]
async fn an_error_that_means_all_pauses_all_even_what_does_not_count() {
    let (outbox, telegram) = (outbox(), Telegram::new());
    let flood = [Trouble::AllWait(7 * SECOND)];
    let flooded = outbox.send(
        answer(1),
        telegram.answering("flooded", Duration::ZERO, flood),
    );
    let others = async {
        tokio::time::sleep(SECOND).await;
        assert!(outbox.figures().all_paused);
        futures::join!(
            outbox.send(answer(2), telegram.message("other")),
            outbox.send(answer(3).uncounted(), telegram.message("press")),
        )
    };
    let (flooded, (other, press)) = futures::join!(flooded, others);
    assert_eq!(
        (flooded, other, press),
        (Ok("flooded"), Ok("other"), Ok("press"))
    );
    assert_eq!(telegram.when("flooded"), [0, 7_000]);
    assert_eq!(telegram.when("other"), [7_000]);
    assert_eq!(telegram.when("press"), [7_000]);
}

#[tokio::test(start_paused = true)]
async fn three_chats_that_pause_at_once_are_taken_for_a_flood_of_all() {
    let (outbox, telegram) = (outbox(), Telegram::new());
    let flooded = (1..=3).map(|chat| {
        let flood = [Trouble::Wait(4 * SECOND)];
        outbox.send(
            answer(chat),
            telegram.answering("flooded", Duration::ZERO, flood),
        )
    });
    let other = async {
        tokio::time::sleep(SECOND).await;
        outbox.send(answer(9), telegram.message("other")).await
    };
    futures::join!(join_all(flooded), other).1.unwrap();
    assert_eq!(telegram.when("other"), [4_000]);
}

#[tokio::test(start_paused = true)]
async fn a_shorter_pause_does_not_end_a_longer_one() {
    let (outbox, telegram) = (outbox(), Telegram::new());
    let long = [Trouble::AllWait(10 * SECOND)];
    let short = [Trouble::AllWait(2 * SECOND)];
    let sent = futures::join!(
        outbox.send(answer(1), telegram.answering("long", SECOND, long)),
        outbox.send(answer(2), telegram.answering("short", 2 * SECOND, short)),
        // Under way when the pause began, answered well within it.
        outbox.send(answer(3), telegram.answering("well", 3 * SECOND, [])),
    );
    assert_eq!(sent, (Ok("long"), Ok("short"), Ok("well")));
    assert_eq!(telegram.when("long"), [0, 11_000]);
    assert_eq!(telegram.when("short"), [0, 11_000]);
    assert_eq!(telegram.when("well"), [0]);
}

#[tokio::test(start_paused = true)]
async fn after_three_retries_the_caller_gets_the_error() {
    let (outbox, telegram) = (outbox(), Telegram::new());
    let flood = Trouble::Wait(SECOND);
    let request = telegram.answering("flooded", Duration::ZERO, [flood; 9]);
    let sent = outbox.send(answer(1), request).await;
    assert_eq!(sent, Err(SendError::Failed(flood)));
    assert_eq!(telegram.times(), [0, 1_000, 2_000, 3_000]);
    let figures = outbox.figures();
    assert_eq!((figures.retried, figures.failed), (3, 1));
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_for_a_pause_of_an_hour_but_it_is_kept() {
    let (outbox, telegram) = (outbox(), Telegram::new());
    let hour = Duration::from_hours(1);
    let request = telegram.answering("flooded", Duration::ZERO, [Trouble::Wait(hour)]);
    let sent = outbox.send(answer(1), request).await;
    assert_eq!(sent, Err(SendError::Failed(Trouble::Wait(hour))));
    outbox
        .send(answer(1), telegram.message("later"))
        .await
        .unwrap();
    assert_eq!(telegram.when("later"), [3_600_000]);
}

#[tokio::test(start_paused = true)]
async fn an_error_that_waiting_does_not_help_goes_to_the_caller_at_once() {
    let (outbox, telegram) = (outbox(), Telegram::new());
    let request = telegram.answering("no", Duration::ZERO, [Trouble::Forbidden]);
    let sent = outbox.send(answer(1), request).await;
    assert_eq!(sent, Err(SendError::Failed(Trouble::Forbidden)));
    assert_eq!(telegram.times(), [0]);
}

#[tokio::test(start_paused = true)]
async fn a_retry_counts_to_the_limits_as_well() {
    let outbox = Outbox::new(Settings {
        chat_burst: 1,
        chat_interval_ms: 10_000,
        ..plain()
    });
    let telegram = Telegram::new();
    let request = telegram.answering("again", Duration::ZERO, [Trouble::Wait(SECOND)]);
    outbox.send(answer(1), request).await.unwrap();
    assert_eq!(telegram.times(), [0, 10_000]);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_panics_frees_its_chat() {
    let (outbox, telegram) = (outbox(), Telegram::new());
    let lost = outbox
        .send(answer(1), || async {
            assert!(telegram_is_down(), "a bug of the caller's");
            Ok::<_, Trouble>("")
        })
        .await;
    assert_eq!(lost, Err(SendError::Lost));
    settle().await;
    outbox
        .send(answer(1), telegram.message("next"))
        .await
        .unwrap();
    let figures = outbox.figures();
    assert_eq!((figures.failed, figures.sent, figures.under_way), (1, 1, 0));
}

fn telegram_is_down() -> bool {
    std::hint::black_box(false)
}
