//! Counted in this process, with time that stands still until it is moved.

use std::collections::BTreeSet;
use std::time::Duration;

use rstest::rstest;
use tokio::time::advance;
use vinbot_limits::{Backend, Limits, Rate, Refused, Settings, Which};

use crate::support::{a_minute, no_limits};

/// After so many milliseconds, a cost, and the milliseconds to wait if it is refused.
type Step = (u64, u32, Option<u64>);

#[rstest]
#[case::all_at_once(3, &[(0, 1, None), (0, 1, None), (0, 1, None), (0, 1, Some(20_000))])]
#[case::one_after_each_third(3, &[(0, 3, None), (19_999, 1, Some(1)), (1, 1, None), (0, 1, Some(20_000))])]
#[case::all_again_after_a_minute(3, &[(0, 3, None), (60_000, 3, None), (0, 1, Some(20_000))])]
#[case::no_more_after_an_hour(3, &[(0, 3, None), (3_600_000, 3, None), (0, 1, Some(20_000))])]
#[case::dear_ones_wait_longer(3, &[(0, 2, None), (0, 2, Some(20_000)), (0, 1, None), (0, 2, Some(40_000))])]
#[case::too_dear_takes_all(3, &[(0, 9, None), (0, 9, Some(60_000)), (60_000, 9, None)])]
#[case::a_refusal_costs_nothing(1, &[(0, 1, None), (59_000, 1, Some(1_000)), (0, 1, Some(1_000)), (1_000, 1, None)])]
#[case::for_nothing(1, &[(0, 1, None), (0, 0, None), (0, 1, Some(60_000))])]
#[case::without_limit(0, &[(0, 9, None), (0, 9, None), (0, 9, None)])]
#[tokio::test(start_paused = true)]
async fn a_user_may_ask_so_often(#[case] burst: u32, #[case] steps: &[Step]) {
    let settings = Settings {
        user: a_minute(burst),
        ..no_limits()
    };
    let limits = Limits::new(settings, Backend::memory());
    for (number, &(after, cost, wait)) in steps.iter().enumerate() {
        advance(Duration::from_millis(after)).await;
        let expected = wait.map_or(Ok(()), |wait| {
            Err(Refused {
                which: Which::User,
                wait: Duration::from_millis(wait),
            })
        });
        assert_eq!(limits.check(Some(1), 1, cost).await, expected, "{number}");
    }
}

#[tokio::test(start_paused = true)]
async fn users_chats_and_all_have_counts_of_their_own() {
    let settings = Settings {
        user: a_minute(1),
        chat: a_minute(2),
        global: a_minute(3),
        ..no_limits()
    };
    let limits = Limits::new(settings, Backend::memory());
    let refused = async |user, chat| {
        let refused = limits.check(user, chat, 1).await.err();
        refused.map(|refused| refused.which)
    };
    assert_eq!(refused(Some(1), -1).await, None);
    assert_eq!(refused(Some(1), -2).await, Some(Which::User));
    assert_eq!(refused(Some(2), -1).await, None);
    assert_eq!(refused(Some(3), -1).await, Some(Which::Chat));
    // A post in a channel has no user.
    assert_eq!(refused(None, -3).await, None);
    assert_eq!(refused(None, -4).await, Some(Which::All));
    let figures = limits.figures();
    assert_eq!(
        (
            figures.allowed,
            figures.refused_user,
            figures.refused_chat,
            figures.refused_all
        ),
        (3, 1, 1, 1)
    );
    assert_eq!(figures.redis_up, None);
}

#[tokio::test(start_paused = true)]
async fn what_one_limit_refuses_counts_to_no_other() {
    let settings = Settings {
        user: a_minute(3),
        chat: a_minute(1),
        global: a_minute(4),
        ..no_limits()
    };
    let limits = Limits::new(settings, Backend::memory());
    limits.check(Some(1), -1, 1).await.unwrap();
    for _ in 0..50 {
        let refused = limits.check(Some(1), -1, 1).await.unwrap_err();
        assert_eq!(refused.which, Which::Chat);
    }
    // The user has two left, all have three.
    limits.check(Some(1), -2, 1).await.unwrap();
    limits.check(Some(1), -3, 1).await.unwrap();
    limits.check(Some(2), -4, 1).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn of_several_the_limit_is_named_that_takes_the_longest() {
    let settings = Settings {
        user: a_minute(1),
        chat: Rate {
            burst: 1,
            per_ms: 90_000,
        },
        ..no_limits()
    };
    let limits = Limits::new(settings, Backend::memory());
    limits.check(Some(1), -1, 1).await.unwrap();
    let refused = limits.check(Some(1), -1, 1).await.unwrap_err();
    let wait = Duration::from_secs(90);
    assert_eq!((refused.which, refused.wait), (Which::Chat, wait));
    assert!(refused.to_string().contains("try again in"), "{refused}");
}

#[tokio::test(start_paused = true)]
async fn the_exempt_are_not_counted() {
    let settings = Settings {
        user: a_minute(1),
        chat: a_minute(1),
        global: a_minute(1),
        exempt: BTreeSet::from([7]),
        ..no_limits()
    };
    let limits = Limits::new(settings, Backend::memory());
    for _ in 0..20 {
        limits.check(Some(7), 7, 5).await.unwrap();
    }
    limits.check(Some(1), 7, 1).await.unwrap();
    assert!(limits.check(Some(1), 7, 1).await.is_err());
    limits.check(Some(7), 7, 1).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn who_is_quiet_is_forgotten() {
    let settings = Settings {
        user: a_minute(1),
        ..no_limits()
    };
    let limits = Limits::new(settings, Backend::memory());
    for user in 0..20_000 {
        advance(Duration::from_millis(60)).await;
        limits.check(Some(user), 1, 1).await.unwrap();
    }
    // A thousand owe something at any time.
    let keys = limits.figures().keys;
    assert!((1_000..=2_050).contains(&keys), "{keys}");
}

#[tokio::test(start_paused = true)]
async fn a_crowd_does_not_fill_the_memory_nor_free_the_greedy() {
    let settings = Settings {
        user: a_minute(10),
        global: a_minute(1_000_000),
        keys: 2_000,
        ..no_limits()
    };
    let limits = Limits::new(settings, Backend::memory());
    limits.check(Some(u64::MAX), 1, 10).await.unwrap();
    for user in 0..50_000 {
        limits.check(Some(user), 1, 1).await.unwrap();
        assert!(limits.figures().keys <= 2_000);
    }
    assert!(limits.check(Some(u64::MAX), 1, 1).await.is_err());
}
