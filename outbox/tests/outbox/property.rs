//! Whatever is sent whenever: the limits hold in every window, order is kept, nothing is lost.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::FutureExt as _;
use proptest::prelude::*;
use tokio::time::Instant;
use vinbot_outbox::{Job, Outbox, Priority, SendError, Settings};

use crate::support::Trouble;

#[derive(Debug, Clone)]
struct Plan {
    /// After the one before it, in milliseconds.
    after: u64,
    /// Negative ones are groups.
    chat: i64,
    priority: Priority,
    takes: u64,
    /// Milliseconds that Telegram asks to wait the first time.
    flood: Option<u64>,
    coalesce: Option<u64>,
}

fn plan() -> impl Strategy<Value = Plan> {
    let priority = prop::sample::select(vec![
        Priority::Answer,
        Priority::Edit,
        Priority::Job,
        Priority::Broadcast,
    ]);
    let after = prop_oneof![6 => Just(0), 2 => 0..200_u64, 1 => 0..5_000_u64];
    let chat = prop_oneof![1 => -2..4_i64, 1 => 10..100_i64];
    let takes = prop_oneof![Just(0), 0..2_000_u64];
    let flood = prop::option::weighted(0.05, 1..8_000_u64);
    let coalesce = prop::option::weighted(0.2, 0..3_u64);
    (after, chat, priority, takes, flood, coalesce).prop_map(
        |(after, chat, priority, takes, flood, coalesce)| Plan {
            after,
            chat,
            priority,
            takes,
            flood,
            coalesce,
        },
    )
}

/// An attempt, as Telegram saw it.
#[derive(Debug, Clone, Copy)]
struct Attempt {
    job: usize,
    at: Duration,
    /// Until when the chat is to be left alone after it.
    quiet_until: Option<Duration>,
}

#[derive(Default)]
struct Record {
    /// Jobs in the order in which they came.
    entered: Vec<usize>,
    attempts: Vec<Attempt>,
    ends: HashMap<usize, Result<usize, SendError<Trouble>>>,
}

async fn run(plans: &[Plan]) -> Record {
    let start = Instant::now();
    let outbox = Outbox::new(Settings::default());
    let record = Arc::new(Mutex::new(Record::default()));
    let mut callers = Vec::new();
    for (job, plan) in plans.iter().cloned().enumerate() {
        tokio::time::sleep(Duration::from_millis(plan.after)).await;
        let (outbox, record) = (outbox.clone(), Arc::clone(&record));
        callers.push(tokio::spawn(async move {
            let told = Job {
                chat: plan.chat,
                group: plan.chat < 0,
                priority: plan.priority,
                counts: true,
                coalesce: plan.coalesce,
            };
            let mut flood = plan.flood.map(Duration::from_millis);
            let takes = Duration::from_millis(plan.takes);
            let log = Arc::clone(&record);
            let request = move || {
                let wait = flood.take();
                let at = start.elapsed();
                let quiet_until = wait.map(|wait| at + takes + wait);
                log.lock().unwrap().attempts.push(Attempt {
                    job,
                    at,
                    quiet_until,
                });
                async move {
                    tokio::time::sleep(takes).await;
                    wait.map_or(Ok(job), |wait| Err(Trouble::Wait(wait)))
                }
                .boxed()
            };
            // The same poll enters it.
            record.lock().unwrap().entered.push(job);
            let end = outbox.send(told, request).await;
            record.lock().unwrap().ends.insert(job, end);
        }));
    }
    for caller in callers {
        caller.await.unwrap();
    }
    let figures = outbox.figures();
    assert_eq!((figures.waiting, figures.under_way), (0, 0));
    drop(outbox);
    std::mem::take(&mut record.lock().unwrap())
}

/// No more than `limit` of these in any window of this length.
fn within(times: &[Duration], limit: usize, length: Duration) -> bool {
    let mut windows = times.windows(limit + 1);
    windows.all(|it| it[limit] >= it[0] + length)
}

fn check(plans: &[Plan], record: &Record) -> Result<(), TestCaseError> {
    let all: Vec<Duration> = record.attempts.iter().map(|it| it.at).collect();
    prop_assert!(
        within(&all, 30, Duration::from_secs(1)),
        "over all: {all:?}"
    );

    let mut chats: HashMap<i64, Vec<Attempt>> = HashMap::new();
    for attempt in &record.attempts {
        let chat = plans[attempt.job].chat;
        chats.entry(chat).or_default().push(*attempt);
    }
    for (chat, attempts) in &chats {
        let times: Vec<Duration> = attempts.iter().map(|it| it.at).collect();
        prop_assert!(
            within(&times, 3, Duration::from_secs(3)),
            "{chat}: {times:?}"
        );
        prop_assert!(
            *chat >= 0 || within(&times, 20, Duration::from_mins(1)),
            "{chat}: {times:?}"
        );
        let mut quiet_until = Duration::ZERO;
        for attempt in attempts {
            prop_assert!(
                attempt.at >= quiet_until,
                "{chat} was to pause: {attempts:?}"
            );
            quiet_until = quiet_until.max(attempt.quiet_until.unwrap_or_default());
        }
    }

    // None lost: each is sent once, or a newer edit of the same message was.
    let sent: Vec<usize> = record
        .attempts
        .iter()
        .filter(|it| it.quiet_until.is_none())
        .map(|it| it.job)
        .collect();
    for (job, plan) in plans.iter().enumerate() {
        let times = sent.iter().filter(|&&it| it == job).count();
        match &record.ends[&job] {
            Ok(answer) => prop_assert_eq!((*answer, times), (job, 1)),
            Err(SendError::Superseded) => {
                prop_assert!(plan.coalesce.is_some() && times == 0);
            }
            Err(other) => prop_assert!(false, "{job} ended with {other:?}"),
        }
    }

    // In order: each chat's jobs of a priority that nothing coalesces.
    let plain = |job: usize| {
        let plan = &plans[job];
        plan.coalesce
            .is_none()
            .then_some((plan.chat, plan.priority))
    };
    let mut came: HashMap<_, Vec<usize>> = HashMap::new();
    for &job in &record.entered {
        if let Some(queue) = plain(job) {
            came.entry(queue).or_default().push(job);
        }
    }
    let mut went: HashMap<_, Vec<usize>> = HashMap::new();
    for &job in &sent {
        if let Some(queue) = plain(job) {
            went.entry(queue).or_default().push(job);
        }
    }
    prop_assert_eq!(came, went);
    Ok(())
}

proptest! {
    #[test]
    fn limits_hold_order_is_kept_and_nothing_is_lost(
        plans in prop::collection::vec(plan(), 1..250),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        let record = runtime.block_on(run(&plans));
        check(&plans, &record)?;
    }
}
