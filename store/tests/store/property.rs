//! Whatever several users do, nobody sees another's, and who is forgotten is gone.

use proptest::prelude::*;
use serde_json::json;
use vinbot_store::{Store, UserSettings};

use crate::support::{answered, car, dialogue, feedback, in_memory, private, seen, vin, watch};

/// Ids of which one begins like another, and the largest that a chat can have.
const USERS: [u64; 4] = [1, 10, 100, i64::MAX.cast_unsigned()];

/// What a user does.
#[derive(Debug, Clone)]
enum Act {
    Settings { private: bool, history: bool },
    Remember(usize),
    ClearHistory,
    Save(usize),
    Rename(usize),
    Remove(usize),
    Watch(usize),
    UpdateWatch(usize),
    Unwatch(usize),
    Talk(i64),
    EndTalk(i64),
    NoteChat,
    NoteAnswer(i32),
    ClearAnswers,
    MarkDead,
    ForgetChat,
    Feedback(u64),
    Forget,
}

impl Act {
    async fn done(&self, store: &Store, user: u64) {
        let chat = user.cast_signed();
        match *self {
            Self::Settings { private, history } => {
                let settings = UserSettings {
                    private,
                    history,
                    ..UserSettings::default()
                };
                store.set_settings(user, &settings).await.unwrap();
            }
            Self::Remember(number) => {
                store.remember(user, seen(number, 1)).await.unwrap();
            }
            Self::ClearHistory => {
                store.clear_history(user).await.unwrap();
            }
            Self::Save(number) => store.save(user, &car(number)).await.unwrap(),
            Self::Rename(number) => {
                let vin = vin(number);
                store.rename(user, &vin, Some("Herbie")).await.unwrap();
            }
            Self::Remove(number) => {
                store.remove(user, &vin(number)).await.unwrap();
            }
            Self::Watch(number) => store.watch(user, &watch(number)).await.unwrap(),
            Self::UpdateWatch(number) => {
                let checked = |watch: &mut vinbot_store::Watch| watch.last_checked += 1;
                let vin = vin(number);
                store.update_watch(user, &vin, checked).await.unwrap();
            }
            Self::Unwatch(number) => {
                store.unwatch(user, &vin(number)).await.unwrap();
            }
            Self::Talk(chat) => {
                let dialogue = dialogue(9);
                store.set_dialogue(chat, user, &dialogue).await.unwrap();
            }
            Self::EndTalk(chat) => {
                store.end_dialogue(chat, user).await.unwrap();
            }
            Self::NoteChat => {
                store.note_chat(private(user)).await.unwrap();
            }
            Self::NoteAnswer(message) => {
                let answered = answered(message, 5);
                store.note_answer(user, &answered).await.unwrap();
            }
            Self::ClearAnswers => {
                store.clear_answers(user).await.unwrap();
            }
            Self::MarkDead => {
                store.mark_dead(chat).await.unwrap();
            }
            Self::ForgetChat => {
                store.forget_chat(chat).await.unwrap();
            }
            Self::Feedback(at) => {
                let feedback = feedback(at, "hi");
                store.add_feedback(user, &feedback).await.unwrap();
            }
            Self::Forget => {
                store.forget(user).await.unwrap();
            }
        }
    }
}

fn act() -> impl Strategy<Value = Act> {
    let number = || 0..4_usize;
    let chat = || prop_oneof![Just(-100_i64), Just(1), Just(10)];
    prop_oneof![
        (any::<bool>(), any::<bool>())
            .prop_map(|(private, history)| Act::Settings { private, history }),
        number().prop_map(Act::Remember),
        Just(Act::ClearHistory),
        number().prop_map(Act::Save),
        number().prop_map(Act::Rename),
        number().prop_map(Act::Remove),
        number().prop_map(Act::Watch),
        number().prop_map(Act::UpdateWatch),
        number().prop_map(Act::Unwatch),
        chat().prop_map(Act::Talk),
        chat().prop_map(Act::EndTalk),
        Just(Act::NoteChat),
        (0..3).prop_map(Act::NoteAnswer),
        Just(Act::ClearAnswers),
        Just(Act::MarkDead),
        Just(Act::ForgetChat),
        (0..3_u64).prop_map(Act::Feedback),
        Just(Act::Forget),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_sees_anothers_and_who_is_forgotten_is_gone(
        acts in prop::collection::vec((0..USERS.len(), act()), 0..60),
        leaving in 0..USERS.len(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (shared, _) = in_memory().await;
            let mut alone = Vec::new();
            for _ in USERS {
                alone.push(in_memory().await.0);
            }
            for (who, act) in &acts {
                act.done(&shared, USERS[*who]).await;
                act.done(&alone[*who], USERS[*who]).await;
            }
            // Each has what he would have if he were alone.
            let mut watches = 0;
            for (who, user) in USERS.into_iter().enumerate() {
                let (all, own) = (&shared, &alone[who]);
                assert_eq!(all.export(user).await.unwrap(), own.export(user).await.unwrap());
                assert_eq!(all.watches(user).await.unwrap(), own.watches(user).await.unwrap());
                let page = all.history(user, 0, 9).await.unwrap();
                assert_eq!(page, own.history(user, 0, 9).await.unwrap());
                watches += own.watches(user).await.unwrap().len();
            }
            assert_eq!(shared.all_watches(None, 99).await.unwrap().len(), watches);
            shared.forget(USERS[leaving]).await.unwrap();
            for (who, user) in USERS.into_iter().enumerate() {
                let export = shared.export(user).await.unwrap();
                if who == leaving {
                    assert_eq!(export, json!({}));
                } else {
                    assert_eq!(export, alone[who].export(user).await.unwrap());
                }
            }
            let told = shared.feedback(None, 999).await.unwrap();
            assert!(told.iter().all(|it| it.user != USERS[leaving]));
        });
    }
}
