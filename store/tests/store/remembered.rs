//! What is remembered of users and chats, over every backend.

use std::sync::Arc;

use rstest::rstest;
use vinbot_store::{
    Backend, BroadcastState, Chat, ChatKind, DEEDS_KEPT_S, KEPT, MOST_ANSWERS, MOST_CARS,
    MOST_DEEDS, MOST_FEEDBACK, MOST_SEEN, MOST_WATCHES, Store, StoreError, Units, UserSettings,
};

use crate::support::{
    Kind, answered, broadcast, car, deed, dialogue, feedback, group, in_memory, private, seen, vin,
    watch,
};

macro_rules! for_every_store {
    (async fn $name:ident($store:ident: &Store) $body:block) => {
        #[rstest]
        #[tokio::test]
        async fn $name(#[values(Kind::File, Kind::Redis, Kind::Memory)] kind: Kind) {
            let world = kind.start().await;
            let $store: &Store = &Store::over(world.backend.clone()).await.unwrap();
            $body
        }
    };
}

fn vins(seen: &[vinbot_store::Seen]) -> Vec<&str> {
    seen.iter().map(|seen| seen.vin.as_str()).collect()
}

for_every_store! {
    async fn settings_are_the_defaults_until_they_are_set(store: &Store) {
        let default = store.settings(1).await.unwrap();
        assert_eq!(default, UserSettings::default());
        assert!(default.history && !default.private);
        let chosen = UserSettings {
            language: Some("de".to_owned()),
            units: Some(Units::Us),
            formatter: Some("card".to_owned()),
            private: true,
            history: false,
        };
        store.set_settings(1, &chosen).await.unwrap();
        assert_eq!(store.settings(1).await.unwrap(), chosen);
        assert_eq!(store.settings(10).await.unwrap(), default);
    }
}

for_every_store! {
    async fn the_history_has_the_newest_first_and_each_vin_once(store: &Store) {
        // Of one second, and with a clock that goes back.
        for (number, at) in [(1, 50), (2, 50), (3, 50), (1, 50), (4, 20)] {
            assert!(store.remember(1, seen(number, at)).await.unwrap());
        }
        let all = store.history(1, 0, 10).await.unwrap();
        assert_eq!(vins(&all.items), [vin(4), vin(1), vin(3), vin(2)]);
        assert_eq!(all.total, 4);
        let second = store.history(1, 1, 3).await.unwrap();
        assert_eq!((vins(&second.items), second.total), (vec![&*vin(2)], 4));
        assert!(store.history(1, 9, 3).await.unwrap().items.is_empty());
        assert!(store.history(1, usize::MAX, 3).await.unwrap().items.is_empty());
        assert_eq!(store.history(2, 0, 3).await.unwrap().total, 0);
        assert_eq!(store.clear_history(1).await.unwrap(), 4);
        assert_eq!(store.history(1, 0, 3).await.unwrap().total, 0);
    }
}

for_every_store! {
    async fn vins_of_one_message_are_remembered_together(store: &Store) {
        store.remember(1, seen(2, 1)).await.unwrap();
        let all = vec![seen(1, 2), seen(2, 2), seen(3, 2), seen(1, 2)];
        assert!(store.remember_all(1, all).await.unwrap());
        let items = store.history(1, 0, 10).await.unwrap().items;
        assert_eq!(items, [seen(1, 2), seen(3, 2), seen(2, 2)]);
        assert!(!store.remember_all(1, Vec::new()).await.unwrap());
    }
}

for_every_store! {
    async fn an_answer_is_known_for_a_day(store: &Store) {
        assert!(store.note_answer(1, &answered(7, 5)).await.unwrap());
        let known = async |user, message, now| {
            store.answer_to(user, -100, message, now).await.unwrap()
        };
        assert_eq!(known(1, 7, 5 + KEPT - 1).await, Some(answered(7, 5)));
        assert_eq!(known(1, 7, 5 + KEPT).await, None);
        assert_eq!((known(2, 7, 5).await, known(1, 8, 5).await), (None, None));
        store.note_answer(1, &answered(8, 6)).await.unwrap();
        assert_eq!(store.sweep_answers(5 + KEPT).await.unwrap(), 1);
        assert_eq!(known(1, 8, 5 + KEPT).await, Some(answered(8, 6)));
        assert_eq!(store.clear_answers(1).await.unwrap(), 1);
        assert_eq!(known(1, 8, 6).await, None);
    }
}

#[tokio::test]
async fn the_oldest_of_many_answers_makes_room() {
    let (store, _) = in_memory().await;
    for message in 0..=i32::try_from(MOST_ANSWERS).unwrap() {
        let at = u64::try_from(message).unwrap();
        store.note_answer(1, &answered(message, at)).await.unwrap();
    }
    let export = store.export(1).await.unwrap();
    assert_eq!(export["answers"].as_object().unwrap().len(), MOST_ANSWERS);
    assert_eq!(store.answer_to(1, -100, 0, 9).await.unwrap(), None);
}

#[tokio::test]
async fn of_one_who_is_private_neither_chat_nor_answers_are_kept() {
    let (store, _) = in_memory().await;
    let private_mode = UserSettings {
        private: true,
        ..UserSettings::default()
    };
    store.set_settings(1, &private_mode).await.unwrap();
    assert!(!store.note_chat(private(1)).await.unwrap());
    assert!(!store.note_answer(1, &answered(7, 5)).await.unwrap());
    let kept = store.export(1).await.unwrap();
    assert_eq!(
        kept.as_object().unwrap().keys().collect::<Vec<_>>(),
        ["settings"]
    );
    store
        .set_settings(1, &UserSettings::default())
        .await
        .unwrap();
    assert!(store.note_chat(private(1)).await.unwrap());
}

#[tokio::test]
async fn what_is_chosen_here_holds_at_once() {
    let (store, memory) = in_memory().await;
    assert!(store.recent_settings(1).await.unwrap().history);
    let other = Store::over(Arc::clone(&memory) as Arc<dyn Backend>)
        .await
        .unwrap();
    let off = UserSettings {
        history: false,
        ..UserSettings::default()
    };
    other.set_settings(1, &off).await.unwrap();
    assert!(store.recent_settings(1).await.unwrap().history, "of late");
    assert!(!store.settings(1).await.unwrap().history, "of now");
    store.set_settings(1, &off).await.unwrap();
    assert_eq!(store.recent_settings(1).await.unwrap(), off);
    store.forget(1).await.unwrap();
    assert!(store.recent_settings(1).await.unwrap().history);
}

#[tokio::test]
async fn the_oldest_of_a_full_history_makes_room() {
    let (store, _) = in_memory().await;
    for number in 0..MOST_SEEN + 3 {
        store.remember(1, seen(number, 1)).await.unwrap();
    }
    let history = store.history(1, 0, usize::MAX).await.unwrap();
    assert_eq!(history.total, MOST_SEEN);
    assert_eq!(history.items[0].vin, vin(MOST_SEEN + 2));
    assert_eq!(history.items.last().unwrap().vin, vin(3));
}

#[rstest]
#[case::private(true, true)]
#[case::no_history(false, false)]
#[tokio::test]
async fn nothing_is_remembered_of_one_who_does_not_want_it(
    #[case] private: bool,
    #[case] history: bool,
) {
    let (store, _) = in_memory().await;
    store.remember(1, seen(1, 1)).await.unwrap();
    let settings = UserSettings {
        private,
        history,
        ..UserSettings::default()
    };
    store.set_settings(1, &settings).await.unwrap();
    assert!(!store.remember(1, seen(2, 2)).await.unwrap());
    let kept = store.history(1, 0, 9).await.unwrap().items;
    assert_eq!(
        kept,
        [seen(1, 1)],
        "what was there stays until it is cleared"
    );
}

#[tokio::test]
async fn nothing_is_remembered_while_nobody_knows_whether_the_user_is_private() {
    let (store, memory) = in_memory().await;
    let key = format!("{:020}", 1);
    memory.put("settings", &key, b"{").await.unwrap();
    let damaged = StoreError::Damaged { table: "settings" };
    assert_eq!(store.settings(1).await, Err(damaged.clone()));
    assert_eq!(store.remember(1, seen(1, 1)).await, Err(damaged));
    assert_eq!(store.history(1, 0, 9).await.unwrap().total, 0);
    store
        .set_settings(1, &UserSettings::default())
        .await
        .unwrap();
    assert!(store.remember(1, seen(1, 1)).await.unwrap());
}

for_every_store! {
    async fn cars_are_kept_named_and_removed(store: &Store) {
        for number in [2, 1, 3] {
            store.save(1, &car(number)).await.unwrap();
        }
        assert_eq!(store.garage(1).await.unwrap(), [car(1), car(2), car(3)]);
        assert!(store.rename(1, &vin(2), Some("Herbie")).await.unwrap());
        let herbie = store.car(1, &vin(2)).await.unwrap().unwrap();
        assert_eq!(herbie.name.as_deref(), Some("Herbie"));
        assert!(store.rename(1, &vin(2), None).await.unwrap());
        assert_eq!(store.car(1, &vin(2)).await.unwrap(), Some(car(2)));
        assert!(!store.rename(2, &vin(2), Some("mine")).await.unwrap());
        assert!(!store.remove(2, &vin(2)).await.unwrap());
        assert!(store.remove(1, &vin(2)).await.unwrap());
        assert_eq!(store.car(1, &vin(2)).await.unwrap(), None);
        assert_eq!(store.garage(1).await.unwrap().len(), 2);
    }
}

#[tokio::test]
async fn a_full_garage_takes_what_it_has_and_nothing_new() {
    let (store, _) = in_memory().await;
    for number in 0..MOST_CARS {
        store.save(1, &car(number)).await.unwrap();
    }
    let (what, most) = ("cars", MOST_CARS);
    let full = store.save(1, &car(MOST_CARS)).await;
    assert_eq!(full, Err(StoreError::Full { what, most }));
    store.save(1, &car(0)).await.unwrap();
    store.save(2, &car(MOST_CARS)).await.unwrap();
    store.remove(1, &vin(0)).await.unwrap();
    store.save(1, &car(MOST_CARS)).await.unwrap();
}

#[tokio::test]
async fn many_at_once_do_not_overfill_a_garage() {
    let (store, _) = in_memory().await;
    let tasks: Vec<_> = (0..MOST_CARS + 20)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move { store.save(1, &car(number)).await.is_ok() })
        })
        .collect();
    let mut saved = 0;
    for task in tasks {
        saved += usize::from(task.await.unwrap());
    }
    assert_eq!(saved, MOST_CARS);
    assert_eq!(store.garage(1).await.unwrap().len(), MOST_CARS);
}

#[rstest]
#[case("")]
#[case("a/b")]
#[case("ÄÖÜ")]
#[tokio::test]
async fn what_can_be_no_vin_is_refused(#[case] vin: &str) {
    let (store, _) = in_memory().await;
    let mut car = car(1);
    vin.clone_into(&mut car.vin);
    assert!(matches!(
        store.save(1, &car).await,
        Err(StoreError::Invalid(_))
    ));
    assert!(matches!(
        store.car(1, vin).await,
        Err(StoreError::Invalid(_))
    ));
}

#[tokio::test]
async fn a_title_of_any_length_is_refused_before_it_fills_the_store() {
    let (store, _) = in_memory().await;
    let mut car = car(1);
    car.title = "x".repeat(3_000);
    let refused = store.save(1, &car).await.unwrap_err();
    assert!(matches!(refused, StoreError::TooLarge { .. }), "{refused}");
}

for_every_store! {
    async fn watches_of_all_users_are_read_page_by_page(store: &Store) {
        for (user, number) in [(10, 1), (9, 2), (9, 1), (100, 3)] {
            store.watch(user, &watch(number)).await.unwrap();
        }
        assert_eq!(store.watches(9).await.unwrap(), [watch(1), watch(2)]);
        let mut all = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let page = store.all_watches(after.as_deref(), 3).await.unwrap();
            let full = page.len() == 3;
            after = page.last().map(|last| last.id.clone());
            all.extend(page.into_iter().map(|it| (it.user, it.value)));
            if !full {
                break;
            }
        }
        assert_eq!(all, [(9, watch(1)), (9, watch(2)), (10, watch(1)), (100, watch(3))]);
    }
}

for_every_store! {
    async fn a_watch_is_changed_by_what_it_is_and_does_not_come_back(store: &Store) {
        store.watch(1, &watch(1)).await.unwrap();
        let told = |watch: &mut vinbot_store::Watch| {
            watch.last_checked = 77;
            watch.seen.insert("24V-001".to_owned());
        };
        let now = store.update_watch(1, &vin(1), told).await.unwrap().unwrap();
        assert_eq!((now.last_checked, now.seen.len()), (77, 2));
        assert_eq!(store.watches(1).await.unwrap(), [now]);
        assert!(store.unwatch(1, &vin(1)).await.unwrap());
        assert!(!store.unwatch(1, &vin(1)).await.unwrap());
        assert_eq!(store.update_watch(1, &vin(1), told).await.unwrap(), None);
        assert!(store.watches(1).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_user_watches_only_so_many() {
    let (store, _) = in_memory().await;
    for number in 0..MOST_WATCHES {
        store.watch(1, &watch(number)).await.unwrap();
    }
    let full = store.watch(1, &watch(MOST_WATCHES)).await.unwrap_err();
    assert!(matches!(full, StoreError::Full { .. }), "{full}");
}

for_every_store! {
    async fn a_conversation_is_of_one_user_in_one_chat_and_expires(store: &Store) {
        store.set_dialogue(-5, 1, &dialogue(100)).await.unwrap();
        let found = store.dialogue(-5, 1, 99).await.unwrap();
        assert_eq!(found, Some(dialogue(100)));
        assert_eq!(store.dialogue(-5, 1, 100).await.unwrap(), None);
        assert_eq!(store.dialogue(-5, 2, 0).await.unwrap(), None);
        assert_eq!(store.dialogue(5, 1, 0).await.unwrap(), None);
        store.set_dialogue(1, 1, &dialogue(200)).await.unwrap();
        assert_eq!(store.sweep_dialogues(100).await.unwrap(), 1);
        assert_eq!(store.sweep_dialogues(100).await.unwrap(), 0);
        assert_eq!(store.dialogue(-5, 1, 0).await.unwrap(), None);
        assert!(store.end_dialogue(1, 1).await.unwrap());
        assert!(!store.end_dialogue(1, 1).await.unwrap());
    }
}

for_every_store! {
    async fn chats_come_by_id_with_groups_before_users(store: &Store) {
        for user in [70, 5] {
            store.note_chat(private(user)).await.unwrap();
        }
        for id in [-1, -1_001_234_567_890, -20] {
            store.note_chat(group(id)).await.unwrap();
        }
        let sorted = [-1_001_234_567_890, -20, -1, 5, 70];
        for size in 1..=6 {
            let mut ids = Vec::new();
            loop {
                let page = store.chats(ids.last().copied(), size).await.unwrap();
                ids.extend(page.iter().map(|chat| chat.id));
                if page.len() < size {
                    break;
                }
            }
            assert_eq!(ids, sorted, "by {size}");
        }
    }
}

for_every_store! {
    async fn what_is_switched_on_is_on_until_it_is_switched_off(store: &Store) {
        assert_eq!(store.flag("maintenance").await, Ok(None));
        store.set_flag("maintenance", Some(7)).await.unwrap();
        assert_eq!(store.flag("maintenance").await, Ok(Some(7)));
        assert_eq!(store.flag("other").await, Ok(None));
        store.set_flag("maintenance", None).await.unwrap();
        assert_eq!(store.flag("maintenance").await, Ok(None));
    }
}

for_every_store! {
    async fn a_dead_chat_lives_again_when_somebody_writes_there(store: &Store) {
        for chat in [group(-7), private(7)] {
            store.note_chat(chat.clone()).await.unwrap();
            assert!(store.mark_dead(chat.id).await.unwrap());
            let dead = Chat { dead: true, ..chat.clone() };
            let found = store.chats(Some(chat.id - 1), 1).await.unwrap();
            assert_eq!(found, std::slice::from_ref(&dead));
            store.note_chat(dead).await.unwrap();
            let found = store.chats(Some(chat.id - 1), 1).await.unwrap();
            assert_eq!(found, std::slice::from_ref(&chat));
            assert_eq!(store.chat(chat.id).await, Ok(Some(chat.clone())));
            assert!(store.forget_chat(chat.id).await.unwrap());
            assert!(!store.forget_chat(chat.id).await.unwrap());
            assert_eq!(store.chat(chat.id).await, Ok(None));
            assert!(!store.mark_dead(chat.id).await.unwrap());
        }
    }
}

#[rstest]
#[case(0, ChatKind::Private)]
#[case(-5, ChatKind::Private)]
#[case(5, ChatKind::Group)]
#[case(0, ChatKind::Channel)]
#[tokio::test]
async fn a_chat_whose_id_can_not_be_is_refused(#[case] id: i64, #[case] kind: ChatKind) {
    let (store, _) = in_memory().await;
    let chat = Chat {
        id,
        kind,
        ..group(-1)
    };
    let refused = store.note_chat(chat).await.unwrap_err();
    assert!(matches!(refused, StoreError::Invalid(_)), "{refused}");
}

#[tokio::test]
async fn of_a_group_no_user_is_kept() {
    let (store, _) = in_memory().await;
    let with_user = Chat {
        user: Some(42),
        ..group(-7)
    };
    store.note_chat(with_user).await.unwrap();
    assert_eq!(store.chats(None, 9).await.unwrap(), [group(-7)]);
}

for_every_store! {
    async fn all_feedback_is_kept_even_of_one_second(store: &Store) {
        for text in ["one", "two", "three"] {
            store.add_feedback(2, &feedback(9, text)).await.unwrap();
        }
        store.add_feedback(1, &feedback(10, "four")).await.unwrap();
        let first = store.feedback(None, 2).await.unwrap();
        let rest = store.feedback(Some(&first[1].id), 9).await.unwrap();
        let all: Vec<_> = first.into_iter().chain(rest).collect();
        let texts: Vec<_> = all.iter().map(|it| (it.user, it.value.text.as_str())).collect();
        assert_eq!(texts, [(1, "four"), (2, "one"), (2, "two"), (2, "three")]);
    }
}

#[tokio::test]
async fn one_user_does_not_fill_the_store_with_feedback() {
    let (store, _) = in_memory().await;
    for _ in 0..MOST_FEEDBACK {
        store.add_feedback(1, &feedback(9, "again")).await.unwrap();
    }
    let full = store.add_feedback(1, &feedback(9, "again")).await;
    assert!(matches!(full, Err(StoreError::Full { .. })), "{full:?}");
    store.add_feedback(2, &feedback(9, "first")).await.unwrap();
}

for_every_store! {
    async fn a_broadcast_goes_on_where_it_was(store: &Store) {
        let (old, new) = (broadcast("old", 1), broadcast("new", 2));
        store.put_broadcast(&old).await.unwrap();
        store.put_broadcast(&new).await.unwrap();
        assert_eq!(store.broadcast("old").await.unwrap(), Some(old.clone()));
        assert_eq!(store.broadcast("other").await.unwrap(), None);
        assert_eq!(store.broadcasts().await.unwrap(), [new, old]);
        let paused = |it: &mut vinbot_store::Broadcast| it.state = BroadcastState::Paused;
        let paused = store.update_broadcast("old", paused).await.unwrap().unwrap();
        assert_eq!((paused.state, paused.sent), (BroadcastState::Paused, 3));
        assert_eq!(store.broadcast("old").await.unwrap(), Some(paused));
        assert_eq!(store.update_broadcast("other", |_| ()).await.unwrap(), None);
    }
}

for_every_store! {
    async fn a_job_knows_when_it_ran(store: &Store) {
        assert_eq!(store.last_run("recalls").await.unwrap(), None);
        store.set_last_run("recalls", 7).await.unwrap();
        store.set_last_run("recalls", 9).await.unwrap();
        assert_eq!(store.last_run("recalls").await.unwrap(), Some(9));
        assert_eq!(store.last_run("sweep").await.unwrap(), None);
    }
}

for_every_store! {
    async fn days_are_counted_apart_and_both_ends_are_included(store: &Store) {
        for day in 9..=12 {
            store.count(day, "lookups", u64::from(day)).await.unwrap();
            store.count(day, "errors", 1).await.unwrap();
        }
        store.count(10, "lookups", 5).await.unwrap();
        let counts = store.counts(10, 11).await.unwrap();
        let days: Vec<_> = counts.keys().copied().collect();
        assert_eq!(days, [10, 11]);
        assert_eq!(counts[&10]["lookups"], 15);
        assert_eq!(counts[&11]["errors"], 1);
        assert!(store.counts(11, 10).await.unwrap().is_empty());
        assert_eq!(store.counts(0, u32::MAX).await.unwrap().len(), 4);
    }
}

for_every_store! {
    async fn of_many_who_count_at_once_none_is_lost(store: &Store) {
        let tasks: Vec<_> = (0..50)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move { store.count(1, "lookups", 2).await })
            })
            .collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        assert_eq!(store.counts(1, 1).await.unwrap()[&1]["lookups"], 100);
    }
}

#[tokio::test]
async fn counts_of_many_days_come_all() {
    let (store, _) = in_memory().await;
    for day in 0..1_200 {
        store.count(day, "lookups", 1).await.unwrap();
    }
    store.count(3, "lookups", u64::MAX).await.unwrap();
    let counts = store.counts(1, 1_150).await.unwrap();
    assert_eq!(counts.len(), 1_150);
    assert_eq!(counts[&3]["lookups"], u64::MAX, "full and not begun anew");
}

#[rstest]
#[case::cut(br#"{"v":1,"vin":"#)]
#[case::another_shape(br#"{"v":1,"vin":1}"#)]
#[case::of_a_newer_program(br#"{"v":99}"#)]
#[tokio::test]
async fn a_damaged_value_costs_only_itself(#[case] damage: &[u8]) {
    let (store, memory) = in_memory().await;
    for number in 1..=3 {
        store.save(1, &car(number)).await.unwrap();
        store.watch(1, &watch(number)).await.unwrap();
        store.remember(1, seen(number, 1)).await.unwrap();
    }
    let key = format!("{:020}/{}", 1, vin(2));
    for table in ["garage", "watches", "history"] {
        memory.put(table, &key, damage).await.unwrap();
    }
    assert_eq!(store.garage(1).await.unwrap(), [car(1), car(3)]);
    assert_eq!(store.all_watches(None, 2).await.unwrap().len(), 2);
    assert_eq!(store.history(1, 0, 9).await.unwrap().total, 2);
    store.car(1, &vin(2)).await.unwrap_err();
    store.save(1, &car(2)).await.unwrap();
    assert_eq!(store.garage(1).await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_damaged_conversation_is_swept() {
    let (store, memory) = in_memory().await;
    let key = format!("{:020}/5", 1);
    memory.put("dialogues", &key, b"{").await.unwrap();
    assert_eq!(store.sweep_dialogues(0).await.unwrap(), 1);
}

for_every_store! {
    async fn deeds_are_told_the_newest_first_even_those_of_one_second(store: &Store) {
        for (at, what) in [(7, "one"), (9, "two"), (9, "three"), (8, "four")] {
            store.add_deed(&deed(at, what)).await.unwrap();
        }
        let first = store.deeds(None, 2).await.unwrap();
        let rest = store.deeds(Some(&first[1].0), 9).await.unwrap();
        let all: Vec<_> = first.into_iter().chain(rest).map(|(_, deed)| deed.what).collect();
        assert_eq!(all, ["three", "two", "four", "one"]);
    }
}

#[tokio::test]
async fn deeds_are_bounded_in_number_in_age_and_in_length() {
    let (store, _) = in_memory().await;
    for at in 0..MOST_DEEDS as u64 + 3 {
        store.add_deed(&deed(at, "again")).await.unwrap();
    }
    let kept = store.deeds(None, usize::MAX).await.unwrap();
    assert_eq!((kept.len(), kept[MOST_DEEDS - 1].1.at), (MOST_DEEDS, 3));
    let later = MOST_DEEDS as u64 + DEEDS_KEPT_S;
    store
        .add_deed(&deed(later, &"long".repeat(9_000)))
        .await
        .unwrap();
    let kept = store.deeds(None, usize::MAX).await.unwrap();
    assert_eq!(kept.len(), 4, "those of the last year");
    assert!(kept[0].1.what.len() < 1_000);
}
