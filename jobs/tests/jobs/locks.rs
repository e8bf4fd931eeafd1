//! Several instances in one process, and locks and memories that fail.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use vinbot_jobs::{Clock, Held, InProcess, Lock, Memory, NotRun, Outcome, Scheduler, Trouble};

use crate::support::{Diary, Does, HOUR, MINUTE, SECOND, clock, cron, every, pass, settle};

/// An instance of the bot.
fn instance(diary: &Diary, clock: &Clock, shared: &InProcess, does: &Does) -> Scheduler {
    let builder = Scheduler::builder()
        .clock(clock.clone())
        .lock(shared.clone())
        .memory(shared.clone());
    diary
        .job(builder, cron("0 * * * *"), clock, does)
        .start()
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn of_several_instances_one_runs_a_job() {
    let (diary, clock, shared) = (Diary::default(), clock(0.5), InProcess::default());
    let does = Does::Takes(40 * SECOND);
    let instances = [0; 3].map(|_| instance(&diary, &clock, &shared, &does));
    pass(5 * HOUR).await;
    assert_eq!(diary.hours(), [1.0, 2.0, 3.0, 4.0, 5.0]);
    // All know of the last run, whoever made it.
    for scheduler in &instances {
        let last = scheduler.list()[0].last_run;
        assert!(last >= Some(crate::support::at(4.0)), "{last:?}");
    }
    let figures = instances.each_ref().map(|it| it.list()[0].figures);
    assert!(figures.iter().map(|it| it.elsewhere).sum::<u64>() > 0);
}

#[tokio::test(start_paused = true)]
async fn what_another_instance_runs_can_not_be_asked_for() {
    let (diary, clock, shared) = (Diary::default(), clock(0.5), InProcess::default());
    let does = Does::Takes(MINUTE);
    let [one, other] = [0; 2].map(|_| instance(&diary, &clock, &shared, &does));
    settle().await;
    let asked = async {
        settle().await;
        other.run_now("job").await
    };
    let (one, other) = futures::join!(one.run_now("job"), asked);
    assert_eq!((one, other), (Ok(Outcome::Done), Err(NotRun::Elsewhere)));
}

#[tokio::test(start_paused = true)]
async fn another_instance_takes_over_what_was_cut_short() {
    let (diary, clock, shared) = (Diary::default(), clock(0.5), InProcess::default());
    let first = instance(&diary, &clock, &shared, &Does::Ignores);
    settle().await;
    let second = instance(&diary, &clock, &shared, &Does::Takes(SECOND));
    pass(31 * MINUTE).await;
    assert_eq!(first.stop(SECOND).await, ["job"]);
    pass(MINUTE).await;
    assert_eq!(diary.count(), 2);
    assert_eq!(second.list()[0].figures.done, 1);
}

/// A lock and a memory that fail when they are told to.
#[derive(Clone, Default)]
struct Shaky {
    within: InProcess,
    lock_fails: Arc<AtomicBool>,
    memory_fails: Arc<AtomicBool>,
    renewal: Arc<AtomicU32>,
    renewed: Arc<AtomicU32>,
}

const RENEWS: u32 = 0;
const LOST: u32 = 1;
const SILENT: u32 = 2;

struct ShakyHeld(Box<dyn Held>, Shaky);

#[async_trait::async_trait]
impl Lock for Shaky {
    async fn acquire(&self, job: &str, lasts: Duration) -> Result<Option<Box<dyn Held>>, Trouble> {
        if self.lock_fails.load(Ordering::SeqCst) {
            return Err(Trouble("it is down".to_owned()));
        }
        let held = self.within.acquire(job, lasts).await?;
        Ok(held.map(|held| Box::new(ShakyHeld(held, self.clone())) as Box<dyn Held>))
    }
}

#[async_trait::async_trait]
impl Held for ShakyHeld {
    async fn renew(&self) -> Result<bool, Trouble> {
        match self.1.renewal.load(Ordering::SeqCst) {
            RENEWS => {
                self.1.renewed.fetch_add(1, Ordering::SeqCst);
                Ok(true)
            }
            LOST => Ok(false),
            _ => Err(Trouble("it is down".to_owned())),
        }
    }

    async fn release(self: Box<Self>) {
        self.0.release().await;
    }
}

#[async_trait::async_trait]
impl Memory for Shaky {
    async fn last_run(&self, job: &str) -> Result<Option<SystemTime>, Trouble> {
        if self.memory_fails.load(Ordering::SeqCst) {
            return Err(Trouble("it is down".to_owned()));
        }
        self.within.last_run(job).await
    }

    async fn ran(&self, job: &str, at: SystemTime) -> Result<(), Trouble> {
        if self.memory_fails.load(Ordering::SeqCst) {
            return Err(Trouble("it is down".to_owned()));
        }
        self.within.ran(job, at).await
    }
}

fn on_shaky(diary: &Diary, clock: &Clock, shaky: &Shaky, does: &Does) -> Scheduler {
    let builder = Scheduler::builder()
        .clock(clock.clone())
        .lock(shaky.clone())
        .memory(shaky.clone());
    diary
        .job(builder, every(HOUR), clock, does)
        .start()
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn without_an_answer_of_the_lock_a_job_waits() {
    let (diary, clock, shaky) = (Diary::default(), clock(0.0), Shaky::default());
    shaky.lock_fails.store(true, Ordering::SeqCst);
    let scheduler = on_shaky(&diary, &clock, &shaky, &Does::Takes(SECOND));
    pass(10 * MINUTE).await;
    assert_eq!(diary.count(), 0);
    let asked = scheduler.run_now("job").await;
    assert_eq!(asked, Err(NotRun::Trouble("it is down".to_owned())));
    shaky.lock_fails.store(false, Ordering::SeqCst);
    pass(MINUTE).await;
    assert_eq!(diary.count(), 1);
    assert!(scheduler.list()[0].figures.troubles >= 40);
}

#[tokio::test(start_paused = true)]
async fn while_it_is_not_known_when_it_last_ran_a_job_waits() {
    let (diary, clock, shaky) = (Diary::default(), clock(0.0), Shaky::default());
    shaky.memory_fails.store(true, Ordering::SeqCst);
    let scheduler = on_shaky(&diary, &clock, &shaky, &Does::Takes(SECOND));
    pass(10 * MINUTE).await;
    assert_eq!(diary.count(), 0);
    let asked = scheduler.run_now("job").await;
    assert_eq!(asked, Err(NotRun::Trouble("it is down".to_owned())));
    shaky.memory_fails.store(false, Ordering::SeqCst);
    pass(MINUTE).await;
    assert_eq!(diary.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_run_that_can_not_be_noted_is_not_repeated_by_this_instance() {
    let (diary, clock, shaky) = (Diary::default(), clock(0.0), Shaky::default());
    let _scheduler = on_shaky(&diary, &clock, &shaky, &Does::Takes(MINUTE));
    pass(SECOND).await;
    shaky.memory_fails.store(true, Ordering::SeqCst);
    pass(10 * MINUTE).await;
    shaky.memory_fails.store(false, Ordering::SeqCst);
    pass(40 * MINUTE).await;
    assert_eq!(diary.count(), 1);
    pass(20 * MINUTE).await;
    assert_eq!(diary.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_lock_is_renewed_three_times_as_often_as_it_must() {
    let (diary, clock, shaky) = (Diary::default(), clock(0.0), Shaky::default());
    let _scheduler = on_shaky(&diary, &clock, &shaky, &Does::Takes(95 * SECOND));
    pass(2 * MINUTE).await;
    assert_eq!(shaky.renewed.load(Ordering::SeqCst), 9);
}

#[tokio::test(start_paused = true)]
async fn a_lock_that_is_lost_cancels_the_job_at_once() {
    let (diary, clock, shaky) = (Diary::default(), clock(0.0), Shaky::default());
    let scheduler = on_shaky(&diary, &clock, &shaky, &Does::Obeys);
    pass(SECOND).await;
    shaky.renewal.store(LOST, Ordering::SeqCst);
    pass(9 * SECOND).await;
    let listed = &scheduler.list()[0];
    assert_eq!(listed.last_outcome, Some(Outcome::CutShort));
    assert_eq!(shaky.last_run("job").await, Ok(None));
    // It is tried again.
    shaky.renewal.store(RENEWS, Ordering::SeqCst);
    pass(20 * SECOND).await;
    assert_eq!(diary.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_job_whose_lock_can_not_be_renewed_has_ended_before_the_lock_runs_out() {
    let (diary, clock, shaky) = (Diary::default(), clock(0.0), Shaky::default());
    let scheduler = on_shaky(&diary, &clock, &shaky, &Does::Ignores);
    shaky.renewal.store(SILENT, Ordering::SeqCst);
    pass(19 * SECOND).await;
    assert!(scheduler.list()[0].running);
    pass(11 * SECOND).await;
    let listed = &scheduler.list()[0];
    assert_eq!(listed.last_outcome, Some(Outcome::CutShort));
}
