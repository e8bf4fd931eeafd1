//! Who overtakes whom, and who is refused.

use futures::future::join_all;
use rstest::rstest;
use vinbot_outbox::{Job, Outbox, Priority, SendError, Settings};

use crate::support::{SECOND, Telegram, outbox, plain, settle};

#[tokio::test(start_paused = true)]
async fn an_answer_overtakes_a_broadcast() {
    let (outbox, telegram) = (outbox(), Telegram::new());
    let broadcast = (0..90).map(|chat| {
        let job = Job::new(chat, Priority::Broadcast);
        outbox.send(job, telegram.message("news"))
    });
    let answer = async {
        settle().await;
        let job = Job::new(1_000, Priority::Answer);
        outbox.send(job, telegram.message("answer")).await
    };
    futures::join!(join_all(broadcast), answer).1.unwrap();
    // The first second was full when it came.
    assert_eq!(telegram.when("answer"), [1_000]);
    assert_eq!(telegram.texts()[30], "answer");
}

#[tokio::test(start_paused = true)]
async fn a_part_of_each_second_is_kept_for_answers() {
    let outbox = Outbox::new(Settings::default());
    let telegram = Telegram::new();
    let broadcast = (0..60).map(|chat| {
        let job = Job::new(chat, Priority::Broadcast);
        outbox.send(job, telegram.message("news"))
    });
    let answers = async {
        settle().await;
        let answers = (100..107).map(|chat| {
            let job = Job::new(chat, Priority::Answer);
            outbox.send(job, telegram.message("answer"))
        });
        join_all(answers).await
    };
    futures::join!(join_all(broadcast), answers);
    assert_eq!(telegram.when("news")[23..25], [0, 1_000]);
    assert_eq!(telegram.when("answer"), [0, 0, 0, 0, 0, 0, 1_000]);
}

#[tokio::test(start_paused = true)]
async fn an_endless_stream_of_answers_leaves_every_eleventh_turn_to_a_broadcast() {
    let outbox = Outbox::new(Settings::default());
    let telegram = Telegram::new();
    let answers = (0..300).map(|chat| {
        let job = Job::new(chat, Priority::Answer);
        outbox.send(job, telegram.message("answer"))
    });
    let broadcast = (1_000..1_020).map(|chat| {
        let job = Job::new(chat, Priority::Broadcast);
        outbox.send(job, telegram.message("news"))
    });
    futures::join!(join_all(answers), join_all(broadcast));
    let texts = telegram.texts();
    for turn in 0..20 {
        assert_eq!(texts[turn * 11 + 10], "news", "turn {turn}");
    }
}

#[tokio::test(start_paused = true)]
async fn in_one_chat_a_broadcast_is_not_starved_either() {
    let outbox = Outbox::new(Settings {
        patience: 3,
        ..plain()
    });
    let telegram = Telegram::new();
    let answers = (0..12).map(|_| {
        let job = Job::new(1, Priority::Answer);
        outbox.send(job, telegram.message("answer"))
    });
    let news = outbox.send(Job::new(1, Priority::Broadcast), telegram.message("news"));
    futures::join!(join_all(answers), news).1.unwrap();
    assert_eq!(telegram.texts()[3], "news");
}

#[tokio::test(start_paused = true)]
async fn within_a_priority_a_chat_keeps_its_order() {
    let (outbox, telegram) = (outbox(), Telegram::new());
    let (answer, edit) = (Priority::Answer, Priority::Edit);
    let jobs = [
        ("e1", edit),
        ("a1", answer),
        ("e2", edit),
        ("a2", answer),
        ("e3", edit),
        ("a3", answer),
    ];
    let sent =
        jobs.map(|(text, priority)| outbox.send(Job::new(1, priority), telegram.message(text)));
    join_all(sent).await;
    assert_eq!(telegram.texts(), ["a1", "a2", "a3", "e1", "e2", "e3"]);
}

#[rstest]
#[case(Priority::Broadcast, 10)]
#[case(Priority::Job, 15)]
#[case(Priority::Edit, 18)]
#[case(Priority::Answer, 20)]
#[tokio::test(start_paused = true)]
async fn a_full_queue_refuses_what_matters_least_first(
    #[case] priority: Priority,
    #[case] room: usize,
) {
    let outbox = Outbox::new(Settings {
        waiting: 20,
        concurrency: 1,
        ..plain()
    });
    let telegram = Telegram::new();
    let slow = outbox.send(
        Job::new(0, Priority::Answer),
        telegram.answering("slow", SECOND, []),
    );
    let rest = async {
        settle().await;
        let jobs =
            (1..=25).map(|chat| outbox.send(Job::new(chat, priority), telegram.message("more")));
        join_all(jobs).await
    };
    let (slow, rest) = futures::join!(slow, rest);
    slow.unwrap();
    assert_eq!(rest.iter().filter(|it| it.is_ok()).count(), room);
    assert_eq!(rest[24], Err(SendError::Full { waiting: room }));
    assert_eq!(outbox.figures().refused, (25 - room) as u64);
}
