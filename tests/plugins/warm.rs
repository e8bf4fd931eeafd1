//! What is asked about most is kept ready.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use vinbot::lookup::Lookup;
use vinbot::vin::Vin;
use vinbot_cache::{Key, Store};

use crate::support::{self, redis::Redis, replace, rogue::of_make};
use crate::{AUDI, HONDA, settings};

#[tokio::test]
async fn the_most_asked_vins_are_decoded_before_anybody_asks_again() {
    let folder = support::only(&[]);
    replace(&folder.path().join("rogue.wasm"), &of_make("Alpha"));
    let metrics = Arc::default();
    let registry = support::counted(folder.path(), &settings(), &metrics).await;
    let lookup = Lookup::new(registry);
    let calls = || {
        let text = metrics.text();
        let start = "vinbot_plugin_calls_total{plugin=\"rogue\",outcome=\"ok\"} ";
        let line = text.lines().find_map(|line| line.strip_prefix(start));
        line.map_or(0, |count| count.parse::<u64>().unwrap())
    };
    let [honda, audi]: [Vin; 2] = [HONDA, AUDI].map(|vin| vin.parse().unwrap());
    lookup.anyone().note_asked(&[honda]);
    lookup.anyone().note_asked(&[audi, audi]);
    assert_eq!(lookup.warm_up().await, 0, "not in the ranking yet");

    // The last counts are not lost when it ends, whenever that is.
    let stop = CancellationToken::new();
    stop.cancel();
    lookup.keep_counting(stop).await;
    let ranked = lookup.cache().store().rank_top(&Key::asked(), 9).await;
    let expected = [(AUDI.to_owned(), 2), (HONDA.to_owned(), 1)];
    assert_eq!(ranked.unwrap(), expected);

    assert_eq!(lookup.warm_up().await, 2);
    let before = calls();
    assert!(before > 0, "decoded though nobody waits for it");
    let report = lookup.anyone().decode_one(honda).await.unwrap();
    assert_eq!(report.make.as_deref(), Some("Alpha"));
    assert_eq!(calls(), before, "it was ready");
}

#[tokio::test]
async fn counts_go_to_redis_in_one_go_and_the_ranking_stays_bounded() {
    let redis = Redis::start().await;
    let url = redis.url().into();
    let store = vinbot_cache::store::Redis::new(&url, Duration::from_secs(5)).unwrap();
    let key = Key::asked();
    let counts: Vec<(String, u64)> = (0..600).map(|i| (format!("VIN{i:03}"), i + 1)).collect();
    store.rank_add_many(&key, &counts, 100).await.unwrap();
    store.rank_add_many(&key, &counts[..1], 100).await.unwrap();
    let ranked = store.rank_top(&key, 1_000).await.unwrap();
    assert_eq!(ranked[0], ("VIN599".to_owned(), 600));
    assert!(ranked.len() <= 201, "{}", ranked.len());
}
