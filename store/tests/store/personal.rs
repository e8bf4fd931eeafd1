//! What is of a person is known to be, shown and forgotten.

use std::time::Instant;

use serde_json::json;
use vinbot_store::{Backend as _, PERSONAL, SHARED, Store, Units, UserSettings};

use crate::support::{
    answered, broadcast, car, deed, dialogue, dump, feedback, group, in_memory, private, seen,
    watch,
};

/// A user whom nothing else looks like.
const USER: u64 = 7_340_129_875;

/// Writes something into every table, as one user and as the operator.
async fn fill(store: &Store, user: u64) {
    let settings = UserSettings {
        units: Some(Units::Metric),
        ..UserSettings::default()
    };
    store.set_settings(user, &settings).await.unwrap();
    store.remember(user, seen(1, 1)).await.unwrap();
    store.save(user, &car(1)).await.unwrap();
    store.watch(user, &watch(1)).await.unwrap();
    store.set_dialogue(-100, user, &dialogue(9)).await.unwrap();
    store.note_chat(private(user)).await.unwrap();
    store.note_answer(user, &answered(7, 5)).await.unwrap();
    store.add_feedback(user, &feedback(1, "hi")).await.unwrap();
    let mut chat = group(-100);
    chat.user = Some(user);
    store.note_chat(chat).await.unwrap();
    store.put_broadcast(&broadcast("b", 1)).await.unwrap();
    store.set_last_run("recalls", 1).await.unwrap();
    store.count(1, "lookups", 1).await.unwrap();
    store.add_deed(&deed(1, "enable vpic")).await.unwrap();
}

#[tokio::test]
async fn every_table_in_which_a_person_leaves_something_is_listed_as_personal() {
    let (store, memory) = in_memory().await;
    fill(&store, USER).await;
    let mut listed: Vec<_> = PERSONAL.iter().chain(&SHARED).map(|it| it.name()).collect();
    listed.sort_unstable();
    assert_eq!(
        memory.tables(),
        listed,
        "all tables are listed, and this test fills all"
    );
    let id = USER.to_string();
    for table in PERSONAL {
        let entries = dump(&*memory, table.name()).await;
        assert!(!entries.is_empty(), "{}", table.name());
        for (key, _) in entries {
            assert!(
                key.starts_with(&format!("{USER:020}")),
                "{}: {key}",
                table.name()
            );
        }
    }
    for table in SHARED {
        for (key, value) in dump(&*memory, table.name()).await {
            let found = key.contains(&id) || value.contains(&id);
            assert!(!found, "{}: {key} {value}", table.name());
        }
    }
}

#[tokio::test]
async fn who_is_forgotten_leaves_nothing_and_is_told_what_was_there() {
    let (store, memory) = in_memory().await;
    fill(&store, USER).await;
    store.save(USER, &car(2)).await.unwrap();
    let told = store.forget(USER).await.unwrap();
    let one = [
        "history",
        "watches",
        "dialogues",
        "answers",
        "feedback",
        "private_chats",
        "settings",
    ];
    assert_eq!(told.len(), PERSONAL.len());
    assert!(
        one.iter().all(|table| told.contains(&(table, 1))),
        "{told:?}"
    );
    assert!(told.contains(&("garage", 2)), "{told:?}");
    for table in memory.tables() {
        for (key, value) in dump(&*memory, table).await {
            assert!(!key.contains("7340129875") && !value.contains("7340129875"));
        }
    }
    assert_eq!(store.export(USER).await.unwrap(), json!({}));
    assert!(store.forget(USER).await.unwrap().is_empty());
    assert_eq!(store.chats(None, 9).await.unwrap(), [group(-100)]);
}

#[tokio::test]
async fn an_export_shows_all_there_is_in_words() {
    let (store, memory) = in_memory().await;
    fill(&store, USER).await;
    let key = format!("{USER:020}/1HGCM82633A000009");
    memory.put("garage", &key, b"{\"cut").await.unwrap();
    let vin = "1HGCM82633A000001";
    let export = store.export(USER).await.unwrap();
    let expected = json!({
        "settings": {
            "language": null, "units": "metric", "formatter": null,
            "private": false, "history": true,
        },
        "history": { vin: {"order": 1, "vin": vin, "title": "Car 1", "at": 1} },
        "garage": {
            vin: {"vin": vin, "title": "Car 1", "name": null, "saved_at": 1},
            "1HGCM82633A000009": "{\"cut",
        },
        "watches": { vin: {
            "vin": vin, "chat": -100, "title": "Car 1", "since": 1,
            "seen": ["23V-123"], "last_checked": 0, "sources": ["recalls"], "language": "de",
        } },
        "dialogues": { "-100": {
            "kind": "rename", "expires_at": 9,
            "state": {"step": 2, "names": ["a", null], "v": 7},
        } },
        "private_chats": {
            "id": USER, "kind": "private", "last_seen": 5, "language": "de",
            "dead": false, "user": USER,
        },
        "answers": { "-100:7": {
            "chat": -100, "message": 7, "by": [8, 9], "mark": "AbCdEf12", "at": 5,
        } },
        "feedback": { "00000000000000000001-00": {
            "at": 1, "text": "hi", "correlation": "c0ffee",
        } },
    });
    assert_eq!(export, expected);
}

#[tokio::test]
async fn ids_that_look_alike_are_of_different_persons() {
    let (store, _) = in_memory().await;
    let users = [1, 10, 11, 100, 9_000_000_000_000_000_000];
    for user in users {
        fill(&store, user).await;
    }
    let before = store.export(10).await.unwrap();
    store.forget(1).await.unwrap();
    assert_eq!(store.export(10).await.unwrap(), before);
    assert_eq!(store.all_watches(None, 99).await.unwrap().len(), 4);
}

#[tokio::test]
async fn work_that_began_before_its_user_was_forgotten_notes_nothing() {
    let (store, memory) = in_memory().await;
    let work = store.of_work_since(Instant::now());
    assert!(work.remember(USER, seen(1, 1)).await.unwrap());
    store.forget(USER).await.unwrap();
    assert!(!work.remember(USER, seen(1, 1)).await.unwrap());
    assert!(!work.note_answer(USER, &answered(7, 5)).await.unwrap());
    assert!(!work.note_chat(private(USER)).await.unwrap());
    for table in PERSONAL {
        assert!(dump(&*memory, table.name()).await.is_empty());
    }
    assert!(work.remember(8, seen(1, 1)).await.unwrap(), "of others");
    let later = store.of_work_since(Instant::now());
    assert!(later.remember(USER, seen(1, 1)).await.unwrap(), "anew");
}
