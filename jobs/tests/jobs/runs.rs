//! When jobs run, and what becomes of each run.

use std::time::{Duration, SystemTime};

use rstest::rstest;
use vinbot_jobs::{BadJob, BadSchedule, NotRun, Outcome, Schedule, Scheduler};

use crate::support::{Diary, Does, HOUR, MINUTE, SECOND, at, clock, cron, every, pass, settle};

#[tokio::test(start_paused = true)]
async fn a_daily_job_runs_at_its_time_each_day() {
    let (diary, clock) = (Diary::default(), clock(5.0));
    let _scheduler = diary.scheduler(cron("0 6 * * *"), &clock);
    pass(Duration::from_hours(72)).await;
    assert_eq!(diary.hours(), [6.0, 30.0, 54.0]);
}

#[tokio::test(start_paused = true)]
async fn a_period_begins_at_once_and_goes_from_start_to_start() {
    let (diary, clock) = (Diary::default(), clock(0.0));
    let _scheduler = diary.doing(every(2 * HOUR), &clock, &Does::Takes(HOUR));
    pass(Duration::from_hours(7)).await;
    assert_eq!(diary.hours(), [0.0, 2.0, 4.0, 6.0]);
}

#[rstest]
#[case::every_minute("* * * * *", 0.5, 0.5 + 1.0 / 60.0)]
#[case::weekdays("30 9 * * 1-5", 5.0 * 24.0, 7.0 * 24.0 + 9.5)]
#[case::sunday("0 0 * * 0", 1.0, 6.0 * 24.0)]
#[case::seconds("30 0 6 * * *", 0.0, 6.0 + 30.0 / 3600.0)]
#[case::first_of_the_month("0 0 1 * *", 0.0, 27.0 * 24.0)]
fn a_pattern_names_times_in_utc(#[case] pattern: &str, #[case] from: f64, #[case] next: f64) {
    let found = cron(pattern).next_after(at(from)).unwrap();
    let off = found.duration_since(at(next));
    let off = off.unwrap_or_else(|error| error.duration());
    assert!(off < Duration::from_millis(1), "{pattern}: off by {off:?}");
}

#[rstest]
#[case("")]
#[case("6 o'clock")]
#[case("61 * * * *")]
#[case("* * *")]
fn no_pattern_is_an_error_that_shows_one(#[case] pattern: &str) {
    let error = Schedule::cron(pattern).unwrap_err();
    assert!(error.to_string().contains("0 6 * * *"), "{error}");
}

#[test]
fn a_period_is_from_a_tenth_of_a_second_to_a_year() {
    for period in [Duration::ZERO, Duration::from_millis(99), Duration::MAX] {
        let error = Schedule::every(period).unwrap_err();
        assert_eq!(error, BadSchedule::Period(period));
    }
}

#[tokio::test(start_paused = true)]
async fn jitter_delays_each_run_by_another_time_up_to_the_most() {
    let (diary, clock) = (Diary::default(), clock(0.0));
    let _scheduler = diary.scheduler(cron("0 * * * *").jitter(30 * MINUTE), &clock);
    pass(Duration::from_hours(101)).await;
    let hours = diary.hours();
    assert!((99..=101).contains(&hours.len()), "{}", hours.len());
    let late: Vec<f64> = hours.iter().map(|hour| hour.fract()).collect();
    assert!(late.iter().all(|&late| late <= 0.5), "{late:?}");
    assert!(late.iter().any(|&late| late > 0.25), "{late:?}");
    assert!(late.iter().any(|&late| late < 0.25), "{late:?}");
}

#[tokio::test(start_paused = true)]
async fn a_job_does_not_overlap_with_itself_and_catches_up_once() {
    let (diary, clock) = (Diary::default(), clock(0.9));
    let does = Does::Takes(150 * MINUTE);
    let _scheduler = diary.doing(cron("0 * * * *"), &clock, &does);
    pass(Duration::from_hours(6)).await;
    // Those of two and three o'clock were missed: one run at half past three, at once.
    assert_eq!(diary.hours(), [1.0, 3.5, 6.0]);
}

#[tokio::test(start_paused = true)]
async fn what_a_sleeping_machine_missed_is_run_once() {
    let (diary, clock) = (Diary::default(), clock(5.0));
    let _scheduler = diary.scheduler(cron("0 6 * * *"), &clock);
    pass(MINUTE).await;
    clock.jump(Duration::from_hours(24 * 5 + 7));
    pass(3 * MINUTE).await;
    let hours = diary.hours();
    assert_eq!(hours.len(), 1, "{hours:?}");
    assert!((132.0..132.1).contains(&hours[0]), "{hours:?}");
    pass(Duration::from_hours(24)).await;
    assert_eq!(diary.hours()[1..], [150.0]);
}

#[rstest]
#[case(Does::Fails, Outcome::Failed("the service is down".to_owned()))]
#[case(Does::Panics, Outcome::Panicked)]
#[tokio::test(start_paused = true)]
async fn a_run_that_fails_costs_itself_alone(#[case] does: Does, #[case] expected: Outcome) {
    let (diary, clock) = (Diary::default(), clock(0.0));
    let scheduler = diary.doing(every(HOUR), &clock, &does);
    pass(150 * MINUTE).await;
    assert_eq!(diary.hours(), [0.0, 1.0, 2.0]);
    let listed = &scheduler.list()[0];
    assert_eq!(listed.last_outcome, Some(expected));
    let figures = listed.figures;
    assert_eq!((figures.failed + figures.panicked, figures.done), (3, 0));
}

#[tokio::test(start_paused = true)]
async fn the_list_tells_what_is_known() {
    let (diary, clock) = (Diary::default(), clock(5.0));
    let builder =
        Scheduler::builder()
            .clock(clock.clone())
            .job("slow", every(3 * HOUR), |_| async {
                tokio::time::sleep(HOUR).await;
                Ok::<_, String>(())
            });
    let daily = cron("0 6 * * *");
    let does = Does::Takes(SECOND);
    let scheduler = diary.job(builder, daily, &clock, &does).start().unwrap();
    pass(MINUTE).await;
    let list = scheduler.list();
    assert_eq!(
        (&*list[0].name, &*list[0].schedule),
        ("slow", "every 10800s")
    );
    assert!(list[0].running);
    assert_eq!((list[0].last_run, list[0].next_run), (None, None));
    assert_eq!(
        (&*list[1].name, &*list[1].schedule),
        ("job", "0 6 * * * (UTC)")
    );
    assert!(!list[1].running);
    assert_eq!((list[1].last_run, list[1].next_run), (None, Some(at(6.0))));

    pass(70 * MINUTE).await;
    let list = scheduler.list();
    assert_eq!(
        (list[0].last_run, list[0].next_run),
        (Some(at(5.0)), Some(at(8.0)))
    );
    assert_eq!(
        (list[1].last_run, list[1].next_run),
        (Some(at(6.0)), Some(at(30.0)))
    );
    assert_eq!(list[1].last_outcome, Some(Outcome::Done));
    assert_eq!(list[1].figures.done, 1);
    assert!(format!("{scheduler:?}").contains("slow"));
}

#[tokio::test(start_paused = true)]
async fn a_job_that_is_asked_for_runs_at_once_and_its_time_of_day_stays() {
    let (diary, clock) = (Diary::default(), clock(5.0));
    let scheduler = diary.scheduler(cron("0 6 * * *"), &clock);
    settle().await;
    assert_eq!(scheduler.run_now("job").await, Ok(Outcome::Done));
    pass(2 * HOUR).await;
    assert_eq!(diary.hours(), [5.0, 6.0]);
}

#[tokio::test(start_paused = true)]
async fn a_period_begins_anew_with_a_run_that_is_asked_for() {
    let (diary, clock) = (Diary::default(), clock(0.0));
    let scheduler = diary.scheduler(every(HOUR), &clock);
    pass(30 * MINUTE).await;
    assert_eq!(scheduler.run_now("job").await, Ok(Outcome::Done));
    pass(75 * MINUTE).await;
    assert_eq!(diary.hours(), [0.0, 0.5, 1.5]);
}

#[tokio::test(start_paused = true)]
async fn what_can_not_run_now_says_why() {
    let (diary, clock) = (Diary::default(), clock(0.0));
    let scheduler = diary.doing(every(HOUR), &clock, &Does::Takes(MINUTE));
    pass(SECOND).await;
    assert_eq!(scheduler.run_now("other").await, Err(NotRun::Unknown));
    assert_eq!(scheduler.run_now("job").await, Err(NotRun::Running));
    assert!(scheduler.stop(HOUR).await.is_empty());
    assert_eq!(scheduler.run_now("job").await, Err(NotRun::Stopping));
    assert_eq!(diary.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_job_needs_a_name_of_its_own() {
    let named = |names: &[&str]| {
        let builder = names.iter().fold(Scheduler::builder(), |builder, name| {
            builder.job(name, every(HOUR), |_| async { Ok::<_, String>(()) })
        });
        builder.start().map(|scheduler| scheduler.list().len())
    };
    assert_eq!(named(&["a", "b"]), Ok(2));
    assert_eq!(named(&["a", "a"]), Err(BadJob::Twice("a".to_owned())));
    assert_eq!(named(&[""]), Err(BadJob::Name(String::new())));
    assert_eq!(named(&["a:b"]), Err(BadJob::Name("a:b".to_owned())));
}

#[tokio::test]
async fn the_systems_clock_is_the_one_if_none_is_said() {
    let (diary, clock) = (Diary::default(), vinbot_jobs::Clock::default());
    let _scheduler = diary.scheduler(every(HOUR), &clock);
    crate::support::until("it runs", || diary.count() == 1).await;
    let ago = SystemTime::now().duration_since(diary.runs()[0]).unwrap();
    assert!(ago < HOUR);
}
