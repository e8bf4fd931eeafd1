//! A restart neither skips nor repeats a run.

use std::time::Duration;

use rstest::rstest;
use vinbot_jobs::{InProcess, Memory as _, Schedule, Scheduler};

use crate::support::{Diary, Does, HOUR, MINUTE, at, clock, cron, every, pass};

#[rstest]
#[case::before_its_time(cron("0 6 * * *"), 5.0, 5.5, &[6.0])]
#[case::over_its_time(cron("0 6 * * *"), 5.0, 7.0, &[7.0])]
#[case::after_its_time(cron("0 6 * * *"), 6.5, 7.0, &[6.0])]
#[case::right_after_its_time(cron("0 6 * * *"), 6.01, 6.02, &[6.0])]
#[case::over_several_of_its_times(cron("0 6 * * *"), 6.5, 80.0, &[6.0, 80.0])]
#[case::within_a_period(every(2 * HOUR), 5.0, 5.5, &[4.5, 6.5])]
#[case::over_a_period(every(2 * HOUR), 5.0, 8.0, &[4.5, 8.0])]
#[tokio::test(start_paused = true)]
async fn a_scheduler_goes_on_where_the_last_one_stopped(
    #[case] schedule: Schedule,
    #[case] stopped: f64,
    #[case] restarted: f64,
    #[case] expected: &[f64],
) {
    let (diary, clock, memory) = (Diary::default(), clock(4.5), InProcess::default());
    // It knows of yesterday's run, as every scheduler but the first does.
    memory.ran("job", at(0.0) - 18 * HOUR).await.unwrap();
    let start = || {
        let builder = Scheduler::builder()
            .clock(clock.clone())
            .memory(memory.clone());
        let does = Does::Takes(Duration::ZERO);
        diary
            .job(builder, schedule.clone(), &clock, &does)
            .start()
            .unwrap()
    };
    let hours = Duration::from_secs_f64;
    let scheduler = start();
    pass(hours((stopped - 4.5) * 3_600.0)).await;
    assert!(scheduler.stop(MINUTE).await.is_empty());
    pass(hours((restarted - stopped) * 3_600.0)).await;
    let scheduler = start();
    pass(70 * MINUTE).await;
    drop(scheduler);
    let hours = diary.hours();
    assert_eq!(hours.len(), expected.len(), "{hours:?}");
    for (hour, expected) in hours.iter().zip(expected) {
        assert!((hour - expected).abs() < 0.001, "{hours:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_daily_job_that_never_ran_waits_for_its_time() {
    let (diary, clock) = (Diary::default(), clock(7.0));
    let _scheduler = diary.scheduler(cron("0 6 * * *"), &clock);
    pass(22 * HOUR).await;
    assert_eq!(diary.count(), 0);
    pass(2 * HOUR).await;
    assert_eq!(diary.hours(), [30.0]);
}
