//! Tidying up: questions that nobody answers any more, notes on old answers, broadcasts that are
//! over, old counts.

use vinbot_store::{Broadcast, BroadcastState, Store, StoreError};

pub(super) const CLEANUP: &str = "cleanup";

const DAY: u64 = 86_400;
/// A draft that was not sent by then never will be.
const DRAFT: u64 = 7 * DAY;
/// Who asks how a broadcast went does it by then.
const OVER: u64 = 90 * DAY;
/// Days whose counts are kept: a year and a month, so that one year can be put beside another.
const COUNTED: u64 = 400;

/// Removes what nobody needs any more.
pub(super) async fn clean_up(store: &Store, now: u64) -> Result<(), String> {
    let questions = store.sweep_dialogues(now).await;
    let questions = questions.map_err(|error| error.to_string())?;
    let broadcasts = sweep_broadcasts(store, now).await;
    let broadcasts = broadcasts.map_err(|error| error.to_string())?;
    let before = u32::try_from((now / DAY).saturating_sub(COUNTED)).unwrap_or(u32::MAX);
    let counts = store.sweep_counts(before).await;
    let counts = counts.map_err(|error| error.to_string())?;
    let answers = store.sweep_answers(now).await;
    let answers = answers.map_err(|error| error.to_string())?;
    if questions + answers + broadcasts + counts > 0 {
        tracing::info!(
            questions,
            answers,
            broadcasts,
            counts,
            "what nobody needs any more is removed"
        );
    }
    Ok(())
}

async fn sweep_broadcasts(store: &Store, now: u64) -> Result<u64, StoreError> {
    let mut swept = 0;
    for one in store.broadcasts().await? {
        let old = kept(&one).is_some_and(|kept| one.created_at.saturating_add(kept) < now);
        if old && store.remove_broadcast(&one.id).await? {
            swept += 1;
        }
    }
    Ok(swept)
}

/// How long a broadcast is kept, in seconds; none for one that is not over.
fn kept(broadcast: &Broadcast) -> Option<u64> {
    match broadcast.state {
        BroadcastState::Paused if broadcast.dry_run => Some(DRAFT),
        BroadcastState::Done | BroadcastState::Cancelled => Some(OVER),
        BroadcastState::Running | BroadcastState::Paused => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn store() -> Store {
        Store::open(vinbot_store::Settings::default())
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn drafts_and_broadcasts_that_are_over_go_and_those_that_are_not_stay() {
        let store = store().await;
        let now = 1_000 * DAY;
        let put = async |id: &str, state, dry_run, age: u64| {
            let broadcast = Broadcast {
                id: id.into(),
                text: "Hello".into(),
                created_by: 42,
                created_at: now - age,
                cursor: None,
                sent: 0,
                failed: 0,
                skipped: 0,
                state,
                dry_run,
                later: Vec::new(),
            };
            store.put_broadcast(&broadcast).await.unwrap();
        };
        put("old-draft", BroadcastState::Paused, true, DRAFT + 1).await;
        put("draft", BroadcastState::Paused, true, DRAFT - 1).await;
        put("old-done", BroadcastState::Done, false, OVER + 1).await;
        put("done", BroadcastState::Done, false, OVER - 1).await;
        put("old-cancelled", BroadcastState::Cancelled, true, OVER + 1).await;
        put("paused", BroadcastState::Paused, false, OVER + 1).await;
        put("running", BroadcastState::Running, false, OVER + 1).await;
        clean_up(&store, now).await.unwrap();
        let left = store.broadcasts().await.unwrap();
        let mut left: Vec<_> = left.iter().map(|one| one.id.as_str()).collect();
        left.sort_unstable();
        assert_eq!(left, ["done", "draft", "paused", "running"]);
    }

    #[tokio::test]
    async fn counts_of_days_long_ago_go() {
        let store = store().await;
        let today = 1_000;
        let oldest = today - u32::try_from(COUNTED).unwrap();
        for day in [oldest - 1, oldest, today] {
            store.count(day, "vin", 3).await.unwrap();
        }
        clean_up(&store, u64::from(today) * DAY).await.unwrap();
        let old = store.counts(0, oldest - 1).await.unwrap();
        assert!(old.is_empty(), "{old:?}");
        assert_eq!(
            store.counts(oldest, oldest).await.unwrap()[&oldest]["vin"],
            3
        );
        assert_eq!(store.counts(today, today).await.unwrap()[&today]["vin"], 3);
    }
}
