//! Telegram's three limits, to the millisecond.

use std::time::Duration;

use futures::future::join_all;
use rstest::rstest;
use vinbot_outbox::{Job, Outbox, Priority, Settings};

use crate::support::{SECOND, Telegram, outbox, plain, settle};

#[tokio::test(start_paused = true)]
async fn thirty_messages_a_second_over_all() {
    let (outbox, telegram) = (outbox(), Telegram::new());
    let all = (0..75).map(|chat| {
        let job = Job::new(chat, Priority::Answer);
        outbox.send(job, telegram.message("news"))
    });
    assert!(join_all(all).await.iter().all(Result::is_ok));
    let times = telegram.times();
    assert_eq!(times[..30], [0; 30]);
    assert_eq!(times[30..60], [1_000; 30]);
    assert_eq!(times[60..], [2_000; 15]);
}

#[rstest]
#[case::no_burst(1, [0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000])]
#[case::three_at_once(3, [0, 0, 0, 3_000, 3_000, 3_000, 6_000])]
#[tokio::test(start_paused = true)]
async fn one_message_a_second_in_a_chat(#[case] chat_burst: u32, #[case] expected: [u128; 7]) {
    let outbox = Outbox::new(Settings {
        chat_burst,
        ..plain()
    });
    let telegram = Telegram::new();
    let all = (0..7).map(|_| {
        let job = Job::new(1, Priority::Answer);
        outbox.send(job, telegram.message("hello"))
    });
    join_all(all).await;
    assert_eq!(telegram.times(), expected);
}

#[tokio::test(start_paused = true)]
async fn twenty_messages_a_minute_in_a_group() {
    let (outbox, telegram) = (outbox(), Telegram::new());
    let all = (0..45).map(|_| {
        let job = Job::new(-1, Priority::Answer).in_group();
        outbox.send(job, telegram.message("hello"))
    });
    join_all(all).await;
    let times = telegram.times();
    // Three in three seconds, until twenty are sent.
    assert_eq!(times[..4], [0, 0, 0, 3_000]);
    assert_eq!(times[18..23], [18_000, 18_000, 60_000, 60_000, 60_000]);
    assert_eq!(times[40..43], [120_000, 120_000, 120_000]);
    for window in times.windows(21) {
        assert!(window[20] - window[0] >= 60_000, "21 in {window:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_chat_that_waits_does_not_hold_up_another() {
    let (outbox, telegram) = (outbox(), Telegram::new());
    let crowded = (0..10).map(|_| {
        let job = Job::new(1, Priority::Answer);
        outbox.send(job, telegram.message("crowded"))
    });
    let other = outbox.send(Job::new(2, Priority::Answer), telegram.message("other"));
    futures::join!(join_all(crowded), other).1.unwrap();
    assert_eq!(telegram.when("other"), [0]);
    assert_eq!(telegram.when("crowded")[9], 9_000);
}

#[tokio::test(start_paused = true)]
async fn what_does_not_count_waits_for_no_limit() {
    let (outbox, telegram) = (outbox(), Telegram::new());
    let messages = (0..60).map(|chat| {
        let job = Job::new(chat, Priority::Answer);
        outbox.send(job, telegram.message("message"))
    });
    let presses = (0..60).map(|_| {
        let job = Job::new(1, Priority::Answer).uncounted();
        outbox.send(job, telegram.message("press"))
    });
    futures::join!(join_all(messages), join_all(presses));
    assert_eq!(telegram.when("press"), [0; 60]);
    assert_eq!(telegram.when("message")[29..31], [0, 1_000]);
}

#[tokio::test(start_paused = true)]
async fn no_more_requests_are_under_way_than_set() {
    let outbox = Outbox::new(Settings {
        concurrency: 4,
        ..plain()
    });
    let telegram = Telegram::new();
    let slow = (0..10).map(|chat| {
        let job = Job::new(chat, Priority::Answer);
        outbox.send(job, telegram.answering("slow", 5 * SECOND, []))
    });
    join_all(slow).await;
    let (a, b, c) = ([0; 4], [5_000; 4], [10_000; 2]);
    assert_eq!(telegram.times(), [&a[..], &b, &c].concat());
}

#[tokio::test(start_paused = true)]
async fn one_request_of_a_chat_is_under_way_at_a_time() {
    let (outbox, telegram) = (outbox(), Telegram::new());
    let takes = [900, 10, 10].map(Duration::from_millis);
    let all = takes.map(|takes| {
        let job = Job::new(1, Priority::Answer);
        outbox.send(job, telegram.answering("part", takes, []))
    });
    join_all(all).await;
    assert_eq!(telegram.times(), [0, 900, 910]);
}

#[tokio::test(start_paused = true)]
async fn a_chat_that_is_long_silent_is_forgotten() {
    let (outbox, telegram) = (outbox(), Telegram::new());
    for chat in 0..5 {
        let job = Job::new(chat, Priority::Answer);
        outbox.send(job, telegram.message("hello")).await.unwrap();
    }
    tokio::time::sleep(Duration::from_mins(2)).await;
    settle().await;
    let figures = outbox.figures();
    assert_eq!(
        (figures.waiting, figures.under_way, figures.sent),
        (0, 0, 5)
    );
    assert!(format!("{outbox:?}").contains("sent: 5"));
}
