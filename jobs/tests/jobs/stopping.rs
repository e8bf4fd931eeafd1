//! How a scheduler ends.

use std::sync::Arc;
use std::time::Duration;

use rstest::rstest;
use tokio::sync::Semaphore;
use vinbot_jobs::{InProcess, Memory as _, Outcome, Scheduler};

use crate::support::{Diary, Does, HOUR, MINUTE, SECOND, at, clock, every, pass, settle};

#[rstest]
#[case::is_done_in_time(Does::Takes(MINUTE), &[], Outcome::Done)]
#[case::obeys(Does::Obeys, &[], Outcome::CutShort)]
#[case::takes_too_long(Does::Takes(HOUR), &["job"], Outcome::CutShort)]
#[case::ignores_it(Does::Ignores, &["job"], Outcome::CutShort)]
#[tokio::test(start_paused = true)]
async fn what_runs_has_until_the_deadline_and_counts_if_it_is_done(
    #[case] does: Does,
    #[case] late: &[&str],
    #[case] outcome: Outcome,
) {
    let (diary, clock, memory) = (Diary::default(), clock(0.0), InProcess::default());
    let builder = Scheduler::builder()
        .clock(clock.clone())
        .lock(memory.clone())
        .memory(memory.clone());
    let scheduler = diary
        .job(builder, every(HOUR), &clock, &does)
        .start()
        .unwrap();
    pass(SECOND).await;
    assert_eq!(scheduler.stop(5 * MINUTE).await, late);
    let listed = &scheduler.list()[0];
    assert!(!listed.running);
    assert_eq!(listed.next_run, None);
    assert_eq!(listed.last_outcome, Some(outcome.clone()));
    // The next start repeats what was cut short, and nothing else.
    let last = memory.last_run("job").await.unwrap();
    let expected = (outcome == Outcome::Done).then(|| at(0.0));
    assert_eq!(last, expected);
    // The lock is free.
    let lock = vinbot_jobs::Lock::acquire(&memory, "job", MINUTE).await;
    assert!(lock.unwrap().is_some());
    // Once more does no harm.
    assert!(scheduler.stop(SECOND).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn nothing_runs_after_a_stop() {
    let (diary, clock) = (Diary::default(), clock(0.0));
    let scheduler = diary.scheduler(every(HOUR), &clock);
    pass(MINUTE).await;
    assert!(scheduler.stop(Duration::ZERO).await.is_empty());
    pass(10 * HOUR).await;
    assert_eq!(diary.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_scheduler_that_is_dropped_cancels_its_jobs_and_leaves_no_task() {
    let tasks = || {
        tokio::runtime::Handle::current()
            .metrics()
            .num_alive_tasks()
    };
    let before = tasks();
    let (diary, clock) = (Diary::default(), clock(0.0));
    let scheduler = diary.doing(every(HOUR), &clock, &Does::Obeys);
    pass(SECOND).await;
    assert_eq!((diary.count(), tasks()), (1, before + 2));
    drop(scheduler);
    settle().await;
    assert_eq!(tasks(), before);
}

#[tokio::test(start_paused = true)]
async fn who_asked_for_a_run_learns_how_it_ended() {
    let (diary, clock) = (Diary::default(), clock(0.5));
    let gate = Arc::new(Semaphore::new(1));
    let does = Does::Waits(Arc::clone(&gate));
    let scheduler = diary.doing(every(HOUR), &clock, &does);
    settle().await;
    let stop = async {
        settle().await;
        scheduler.stop(MINUTE).await
    };
    let (asked, late) = futures::join!(scheduler.run_now("job"), stop);
    assert_eq!(
        (asked, late),
        (Ok(Outcome::CutShort), vec!["job".to_owned()])
    );
}
