//! Counts go to the store, by day.

use vinbot_store::Store;

use super::now;
use crate::telemetry::Tally;

pub(super) const NAME: &str = "statistics";

const DAY: u64 = 86_400;

/// Adds what was counted since the last time to today's counts. What can't be added now is
/// added the next time.
///
/// # Errors
/// If the store failed, in its words.
pub async fn flush(store: &Store, tally: &Tally) -> Result<(), String> {
    let day = u32::try_from(now() / DAY).unwrap_or_default();
    let mut failed = None;
    for (event, count) in tally.take() {
        if let Err(error) = store.count(day, event.name(), count).await {
            tally.put_back(event, count);
            failed = Some(error.to_string());
        }
    }
    failed.map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telemetry::Event;

    #[tokio::test]
    async fn counts_of_a_day_add_up() {
        let store = Store::open(vinbot_store::Settings::default())
            .await
            .unwrap();
        let tally = Tally::default();
        for times in [2, 3] {
            tally.count(Event::Vin, times);
            flush(&store, &tally).await.unwrap();
        }
        let counts = store.counts(0, u32::MAX).await.unwrap();
        let all: u64 = counts.values().filter_map(|day| day.get("vins")).sum();
        assert_eq!(all, 5);
    }
}
