//! Several instances on one real Redis, in real time.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use tokio::sync::Semaphore;
use vinbot_jobs::{BadUrl, Clock, Lock as _, Memory, Outcome, Redis, Schedule, Scheduler, Trouble};

use crate::support::{Diary, Does, HOUR, RedisServer, cron, every, until};

fn shared(redis: &RedisServer) -> Redis {
    Redis::new(&redis.url(), "bot:jobs").unwrap()
}

/// An instance of the bot that looks often.
fn instance(
    diary: &Diary,
    redis: &RedisServer,
    lasts: Duration,
    schedule: Schedule,
    does: &Does,
) -> Scheduler {
    let builder = Scheduler::builder()
        .lock(shared(redis))
        .memory(shared(redis))
        .lock_lasts(lasts)
        .look_again(Duration::from_millis(20));
    let job = diary.job(builder, schedule, &Clock::default(), does);
    job.start().unwrap()
}

/// For locks that are not to run out on a busy machine.
const LONG: Duration = Duration::from_mins(10);

/// For locks that are to.
const SHORT: Duration = Duration::from_millis(300);

/// The memory in Redis, and all that it was told.
#[derive(Clone)]
struct Told(Redis, Arc<Mutex<Vec<SystemTime>>>);

#[async_trait::async_trait]
impl Memory for Told {
    async fn last_run(&self, job: &str) -> Result<Option<SystemTime>, Trouble> {
        self.0.last_run(job).await
    }

    async fn ran(&self, job: &str, at: SystemTime) -> Result<(), Trouble> {
        self.1.lock().unwrap().push(at);
        self.0.ran(job, at).await
    }
}

#[tokio::test]
async fn with_two_instances_each_run_happens_once() {
    let redis = RedisServer::start().await;
    let (diary, told) = (Diary::default(), Arc::default());
    let instances = [0; 2].map(|_| {
        let builder = Scheduler::builder()
            .lock(shared(&redis))
            .memory(Told(shared(&redis), Arc::clone(&told)))
            .lock_lasts(LONG)
            .look_again(Duration::from_millis(20));
        let does = Does::Takes(Duration::ZERO);
        let job = diary.job(builder, cron("* * * * * *"), &Clock::default(), &does);
        job.start().unwrap()
    });
    until("three runs", || diary.count() >= 3).await;
    for scheduler in &instances {
        assert!(scheduler.stop(LONG).await.is_empty());
    }
    // One for each second: the next begins after the second that the last one began in.
    let second = |run: &SystemTime| {
        run.duration_since(SystemTime::UNIX_EPOCH)
            .unwrap()
            .as_secs()
    };
    let seconds: BTreeSet<u64> = told.lock().unwrap().iter().map(second).collect();
    assert_eq!(seconds.len(), diary.count(), "{seconds:?}");
    let done = instances.map(|it| it.list()[0].figures.done);
    assert_eq!(done.iter().sum::<u64>(), diary.count() as u64);
}

#[tokio::test]
async fn a_job_that_takes_longer_than_its_lock_lasts_keeps_it() {
    let redis = RedisServer::start().await;
    let (diary, gate) = (Diary::default(), Arc::new(Semaphore::new(0)));
    let does = Does::Waits(Arc::clone(&gate));
    // Long enough for a renewal that a busy machine delays.
    let lasts = Duration::from_secs(3);
    let first = instance(&diary, &redis, lasts, every(HOUR), &does);
    until("it runs", || diary.count() == 1).await;
    let second = instance(&diary, &redis, lasts, every(HOUR), &does);
    let looked = || second.list()[0].figures.elsewhere;
    // Every 20 ms at most, so this takes more than the three seconds.
    until("the other has looked often", || looked() >= 200).await;
    gate.add_permits(1);
    until("the other knows", || second.list()[0].last_run.is_some()).await;
    assert_eq!(diary.count(), 1);
    assert_eq!(first.list()[0].last_outcome, Some(Outcome::Done));
}

#[tokio::test]
async fn a_lock_that_is_lost_in_the_middle_cancels_the_job_and_another_instance_repeats_it() {
    let redis = RedisServer::start().await;
    let diary = Diary::default();
    let first = instance(&diary, &redis, SHORT, every(HOUR), &Does::Obeys);
    until("it runs", || diary.count() == 1).await;
    let foreign = ["SET", "bot:jobs:lock:job", "another's", "PX", "600000"];
    let _: String = redis.run(&foreign).await;
    until("it is cancelled", || first.list()[0].figures.cut_short >= 1).await;
    assert_eq!(shared(&redis).last_run("job").await, Ok(None));
    // The other's lock is left alone.
    let lock: String = redis.run(&["GET", "bot:jobs:lock:job"]).await;
    assert_eq!(lock, "another's");
    assert!(first.stop(LONG).await.is_empty());

    let does = Does::Takes(Duration::ZERO);
    let second = instance(&diary, &redis, LONG, every(HOUR), &does);
    let _: u64 = redis.run(&["DEL", "bot:jobs:lock:job"]).await;
    until("the other runs it", || second.list()[0].figures.done == 1).await;
}

#[tokio::test]
async fn a_redis_that_dies_in_the_middle_cancels_the_job() {
    let mut redis = RedisServer::start().await;
    let diary = Diary::default();
    let scheduler = instance(&diary, &redis, SHORT, every(HOUR), &Does::Obeys);
    until("it runs", || diary.count() == 1).await;
    redis.kill();
    let cut_short = || scheduler.list()[0].figures.cut_short;
    until("it is cancelled", || cut_short() >= 1).await;
    until("it is tried", || scheduler.list()[0].figures.troubles > 0).await;
    let before = diary.count();
    redis.restart().await;
    until("it runs again", || diary.count() > before).await;
}

#[tokio::test]
async fn the_lock_of_an_instance_that_died_runs_out() {
    let redis = RedisServer::start().await;
    let dead = shared(&redis);
    let held = dead.acquire("job", SHORT).await.unwrap();
    std::mem::forget(held.unwrap());
    assert!(dead.acquire("job", SHORT).await.unwrap().is_none());
    let diary = Diary::default();
    let does = Does::Takes(Duration::ZERO);
    let _scheduler = instance(&diary, &redis, LONG, every(HOUR), &does);
    until("it is taken over", || diary.count() == 1).await;
}

#[tokio::test]
async fn a_lock_is_given_back_by_its_owner_alone() {
    let redis = RedisServer::start().await;
    let shared = shared(&redis);
    let first = shared.acquire("job", LONG).await.unwrap().unwrap();
    let _: u64 = redis.run(&["DEL", "bot:jobs:lock:job"]).await;
    let second = shared.acquire("job", LONG).await.unwrap().unwrap();
    assert_eq!(first.renew().await, Ok(false));
    first.release().await;
    assert_eq!(second.renew().await, Ok(true));
    assert!(shared.acquire("other", LONG).await.unwrap().is_some());
    second.release().await;
    assert!(shared.acquire("job", LONG).await.unwrap().is_some());
}

#[tokio::test]
async fn the_last_run_is_remembered_to_the_millisecond() {
    let redis = RedisServer::start().await;
    let memory = shared(&redis);
    assert_eq!(memory.last_run("job").await, Ok(None));
    let at = SystemTime::UNIX_EPOCH + Duration::from_millis(1_790_000_000_123);
    memory.ran("job", at).await.unwrap();
    assert_eq!(memory.last_run("job").await, Ok(Some(at)));
    assert_eq!(memory.last_run("other").await, Ok(None));
}

#[tokio::test]
async fn a_wrong_password_is_said_and_not_shown() {
    let redis = RedisServer::start_with(Some("right-password")).await;
    let url = secrecy::ExposeSecret::expose_secret(&redis.url()).replace("right-", "wrong-");
    let shared = Redis::new(&url.into(), "bot:jobs").unwrap();
    let trouble = shared.last_run("job").await.unwrap_err().to_string();
    assert!(trouble.contains("does not accept the login"), "{trouble}");
    assert!(!format!("{trouble} {shared:?}").contains("wrong-password"));
    let error = Redis::new(&"http://:secret@host".into(), "bot:jobs").unwrap_err();
    assert_eq!(error, BadUrl);
    assert!(!error.to_string().contains("secret"));
}
