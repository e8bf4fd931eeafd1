//! What earlier programs wrote is read for ever.
//!
//! `fixtures/schema-N.json` is a store as the program of schema N wrote it, as
//! `{table: {key: value}}`. A new schema adds a file; none is ever changed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rstest::rstest;
use serde_json::value::RawValue;
use vinbot_store::backend::Memory;
use vinbot_store::{Backend, PERSONAL, SHARED, Store, Units, UserSettings, Watch};

use crate::support::{
    answered, broadcast, car, deed, dialogue, feedback, group, private, seen, vin, watch,
};

type Tables<'a> = BTreeMap<&'a str, BTreeMap<&'a str, &'a RawValue>>;

#[rstest]
#[case(include_str!("fixtures/schema-12.json"), 7)]
#[case(include_str!("fixtures/schema-13.json"), 8)]
#[tokio::test]
async fn a_store_of_each_earlier_schema_is_read_as_if_it_were_todays(
    #[case] fixture: &str,
    #[case] personal: usize,
) {
    let memory = Arc::new(Memory::new());
    let tables: Tables<'_> = serde_json::from_str(fixture).unwrap();
    for table in PERSONAL.iter().chain(&SHARED) {
        for (key, value) in tables.get(table.name()).into_iter().flatten() {
            let bytes = value.get().as_bytes();
            memory.put(table.name(), key, bytes).await.unwrap();
        }
    }
    let store = Store::over(memory as Arc<dyn Backend>).await.unwrap();
    let settings = UserSettings {
        language: Some("de".to_owned()),
        units: Some(Units::Us),
        formatter: Some("card".to_owned()),
        private: false,
        history: true,
    };
    assert_eq!(store.settings(42).await.unwrap(), settings);
    assert_eq!(
        store.history(42, 0, 9).await.unwrap().items,
        [seen(2, 8), seen(1, 7)]
    );
    assert_eq!(store.car(42, &vin(1)).await.unwrap(), Some(car(1)));
    // Of which sources a car's recalls are, and in which language news goes out, nobody wrote
    // down.
    let watched = Watch {
        sources: BTreeSet::new(),
        language: None,
        ..watch(1)
    };
    assert_eq!(store.watches(42).await.unwrap(), [watched]);
    let talk = store.dialogue(-100, 42, 0).await.unwrap();
    assert_eq!(talk, Some(dialogue(9)));
    assert_eq!(
        store.chats(None, 9).await.unwrap(),
        [group(-100), private(42)]
    );
    let told = store.feedback(None, 9).await.unwrap();
    assert_eq!((told[0].user, &told[0].value), (42, &feedback(1, "hi")));
    assert_eq!(store.broadcasts().await.unwrap(), [broadcast("b", 1)]);
    assert_eq!(store.last_run("recalls").await.unwrap(), Some(1));
    assert_eq!(store.counts(1, 1).await.unwrap()[&1]["lookups"], 3);
    let answer = store.answer_to(42, -100, 7, 6).await.unwrap();
    assert_eq!(answer, (personal == 8).then(|| answered(7, 5)));
    assert_eq!(store.forget(42).await.unwrap().len(), personal);
    if personal == 8 {
        let deeds = store.deeds(None, 9).await.unwrap();
        assert_eq!(deeds[0].1, deed(1, "enable vpic"));
    }
}
