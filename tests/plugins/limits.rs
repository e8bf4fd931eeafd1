//! Plugins are held to their limits while others answer, and limits change while the
//! program runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures::future::join_all;
use rstest::rstest;
use vinbot::config::{Plugin, Settings};
use vinbot::lookup::Lookup;
use vinbot::plugins::CallError;
use vinbot::vin::Vin;

use crate::support::rogue;
use crate::{AUDI, HONDA, beside, settings};

async fn failure(lookup: &Lookup) -> CallError {
    let visit = lookup.anyone();
    let rogue = visit.plugins().named("rogue").unwrap();
    let answer = rogue.decode(&[HONDA.parse().unwrap()], None).await;
    answer.unwrap_err()
}

fn with(change: impl FnOnce(&mut Plugin)) -> Settings {
    let mut settings = settings();
    change(settings.plugins.entry("rogue".into()).or_default());
    settings
}

#[tokio::test]
async fn another_deadline_holds_from_the_next_call_on() {
    let lookup = beside(rogue::LOOPS, with(|rogue| rogue.deadline_ms = Some(60))).await;
    assert_eq!(failure(&lookup).await, CallError::Timeout(60));
    let longer = with(|rogue| rogue.deadline_ms = Some(90));
    lookup.registry().apply(&longer).await;
    assert_eq!(failure(&lookup).await, CallError::Timeout(90));
}

#[tokio::test]
async fn who_is_not_granted_more_time_has_no_more_while_it_is_loaded() {
    let folder = crate::support::only(&["wmi"]);
    let hangs = rogue::Rogue {
        name: "hangs",
        describe: "(loop $for_ever (br $for_ever))",
        ..rogue::Rogue::default()
    };
    std::fs::write(folder.path().join("hangs.wasm"), hangs.component()).unwrap();
    // Another one waits for a service that is slow.
    let mut settings = settings();
    let patient = settings.plugins.entry("patient".into()).or_default();
    patient.deadline_ms = Some(12_000);
    let registry = crate::support::registry(folder.path(), &settings).await;
    let told = registry.snapshot().plugins.broken()[0].error.to_string();
    assert!(told.contains("took longer than its 500 ms"), "{told}");
}

#[tokio::test]
async fn more_or_less_memory_holds_from_the_next_call_on() {
    let lookup = beside(rogue::EATS_MEMORY, with(|rogue| rogue.memory_mb = Some(8))).await;
    assert_eq!(failure(&lookup).await, CallError::Memory(8));
    for megabytes in [3, 24] {
        let other = with(|rogue| rogue.memory_mb = Some(megabytes));
        lookup.registry().apply(&other).await;
        assert_eq!(failure(&lookup).await, CallError::Memory(megabytes));
    }
}

/// While a plugin misbehaves, calls of another one go on: none fails, and there is no time
/// in which none is answered.
#[rstest]
#[case::loops_for_ever(rogue::LOOPS)]
#[case::eats_memory(rogue::EATS_MEMORY)]
#[case::overflows_the_stack(rogue::OVERFLOWS_THE_STACK)]
#[case::hands_over_too_much(rogue::HANDS_OVER_TOO_MUCH)]
#[case::traps(rogue::TRAPS)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bomb_costs_nobody_else_an_answer(#[case] bomb: &str) {
    let mut settings = with(|rogue| rogue.deadline_ms = Some(100));
    // Bombs enough to take every sandbox but one, and never set aside.
    settings.runtime.concurrency = 4;
    settings.health.failures = 1_000;
    let lookup = beside(bomb, settings).await;
    let answered = Arc::new(AtomicUsize::new(0));
    let others = tokio::spawn({
        let (visit, answered) = (lookup.anyone(), Arc::clone(&answered));
        async move {
            let wmi = visit.plugins().named("wmi").unwrap();
            let audi: Vin = AUDI.parse().unwrap();
            loop {
                let answers = wmi.decode(&[audi], None).await.unwrap();
                assert_eq!(answers[0].as_ref().unwrap().make.as_deref(), Some("Audi"));
                answered.fetch_add(1, Ordering::Relaxed);
            }
        }
    });
    for _ in 0..4 {
        let before = answered.load(Ordering::Relaxed);
        let bombs = join_all((0..3).map(|_| failure(&lookup))).await;
        assert!(
            bombs.iter().all(|error| error.kind() != "set-aside"),
            "{bombs:?}"
        );
        // A trap may be over before anybody else is answered at all.
        while answered.load(Ordering::Relaxed) == before {
            assert!(!others.is_finished(), "another one's answer failed");
            tokio::task::yield_now().await;
        }
    }
    others.abort();
    assert!(others.await.unwrap_err().is_cancelled());
}
