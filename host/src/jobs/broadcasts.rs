//! Messages of the operator to all chats. How far one got stands in the store after each
//! chat, so that it goes on there after a restart; those few that were under way when a
//! process was killed may get it twice.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::{StreamExt, stream};
use tokio_util::sync::CancellationToken;
use vinbot_store::{Broadcast, BroadcastState, Chat, Store, StoreError};

use super::post::{Letter, Postman, Undelivered, Urgency};
use super::{Work, now};
use crate::rich::Message;

/// The job's name.
pub const NAME: &str = "broadcasts";

/// Chats that are looked at in one go.
const PAGE: usize = 100;
/// Letters under way at once. The outbox sees to the pace.
const AT_ONCE: usize = 8;
/// A letter that waits for longer than this, since Telegram asks to leave its chat alone, is put
/// to the end: all others would wait behind it. What the outbox itself waits is less.
const PATIENCE: Duration = Duration::from_secs(150);
/// Chats that are put to the end at most; further ones fail.
const LATER: usize = 500;
/// Who can't be reached for so long is given up, in seconds.
const GIVEN_UP: u64 = 86_400;

/// Goes on with all broadcasts that are to go on.
pub(super) async fn run<P: Postman>(
    work: &Work<P>,
    cancelled: &CancellationToken,
) -> Result<(), String> {
    let mut waiting = BTreeSet::new();
    loop {
        let all = work.store.broadcasts().await;
        let all = all.map_err(|error| error.to_string())?;
        // The oldest first; one that waits for a few chats holds up no other.
        let mut running = all.into_iter().rev().filter(is_running);
        let Some(next) = running.find(|one| !waiting.contains(&one.id)) else {
            break;
        };
        let id = next.id.clone();
        if !send(work, next, cancelled).await? {
            waiting.insert(id);
        }
    }
    if waiting.is_empty() {
        return Ok(());
    }
    Err("Telegram asks to leave some chats alone: they get their broadcast later".to_owned())
}

fn is_running(broadcast: &Broadcast) -> bool {
    broadcast.state == BroadcastState::Running
}

/// Sends one until it is done, or no longer to be sent; false if chats are left that are to be
/// left alone for now.
async fn send<P: Postman>(
    work: &Work<P>,
    mut broadcast: Broadcast,
    cancelled: &CancellationToken,
) -> Result<bool, String> {
    tracing::info!(id = broadcast.id, "a broadcast goes on");
    while is_running(&broadcast) {
        let page = work.store.chats(broadcast.cursor, PAGE).await;
        let page = page.map_err(|error| error.to_string())?;
        let last = page.len() < PAGE;
        let (kept, whole) = send_page(work, &broadcast, page, cancelled).await?;
        broadcast = kept.unwrap_or(broadcast);
        // One that was paused for a moment goes on where it was.
        if last && whole && is_running(&broadcast) {
            broadcast = send_late(work, broadcast, cancelled).await?;
            if !is_running(&broadcast) {
                break;
            }
            if !broadcast.later.is_empty() {
                return Ok(false);
            }
            let done = |kept: &mut Broadcast| {
                if is_running(kept) {
                    kept.state = BroadcastState::Done;
                }
            };
            broadcast = change(work, &broadcast.id, done).await?;
            let Broadcast {
                id, sent, failed, ..
            } = &broadcast;
            tracing::info!(id, sent, failed, "a broadcast is done");
        }
    }
    Ok(true)
}

/// Tries those chats again that were put to the end.
async fn send_late<P: Postman>(
    work: &Work<P>,
    mut broadcast: Broadcast,
    cancelled: &CancellationToken,
) -> Result<Broadcast, String> {
    let given_up = broadcast.created_at.saturating_add(GIVEN_UP) < now();
    let mut busy = 0;
    for id in broadcast.later.clone() {
        if cancelled.is_cancelled() {
            return Err(format!("broadcast {} goes on later", broadcast.id));
        }
        if !is_running(&broadcast) {
            break;
        }
        let chat = work.store.chat(id).await;
        let brought = match chat.map_err(|error| error.to_string())? {
            Some(chat) => bring(work, &chat, &broadcast.text).await,
            None => Brought::LeftOut,
        };
        note_gone(work, id, &brought).await;
        let brought = match brought {
            Brought::Busy if given_up => Brought::Failed,
            Brought::Busy => {
                busy += 1;
                // Each was waited for: the rest have their turn before it, the next time.
                let rest = |kept: &mut Broadcast| {
                    kept.later.retain(|other| *other != id);
                    kept.later.push(id);
                };
                broadcast = change(work, &broadcast.id, rest).await?;
                if busy == AT_ONCE {
                    break;
                }
                continue;
            }
            Brought::Later(reason) => {
                return Err(format!("broadcast {} waits: {reason}", broadcast.id));
            }
            other => other,
        };
        let note = |kept: &mut Broadcast| {
            kept.later.retain(|other| *other != id);
            brought.count(kept);
        };
        broadcast = change(work, &broadcast.id, note).await?;
    }
    Ok(broadcast)
}

/// Sends it to these chats, and notes each in their order; says what it is then, and whether
/// it went to all of them.
async fn send_page<P: Postman>(
    work: &Work<P>,
    broadcast: &Broadcast,
    page: Vec<Chat>,
    cancelled: &CancellationToken,
) -> Result<(Option<Broadcast>, bool), String> {
    let over = AtomicBool::new(false);
    let text = broadcast.text.as_str();
    let letters = stream::iter(page)
        // Asked when a letter is begun: what is under way is brought and noted.
        .take_while(|_| {
            let go_on = !over.load(Ordering::Relaxed) && !cancelled.is_cancelled();
            async move { go_on }
        })
        // No work of the store in here: letters stand still while one is noted, and who waits
        // for his turn to write would hold up the note that is before him.
        .map(|chat| async move {
            let brought = bring(work, &chat, text).await;
            (chat.id, brought)
        });
    let mut letters = std::pin::pin!(letters.buffered(AT_ONCE));
    let id = &broadcast.id;
    let mut trouble = None;
    let mut latest = None;
    while let Some((chat, brought)) = letters.next().await {
        if trouble.is_some() {
            continue;
        }
        match brought {
            Brought::Later(reason) => {
                over.store(true, Ordering::Relaxed);
                trouble = Some(reason);
            }
            brought => {
                note_gone(work, chat, &brought).await;
                let note = |kept: &mut Broadcast| {
                    kept.cursor = Some(chat);
                    match brought {
                        Brought::Busy if kept.later.len() < LATER => kept.later.push(chat),
                        _ => brought.count(kept),
                    }
                };
                let kept = change(work, id, note).await?;
                if !is_running(&kept) {
                    over.store(true, Ordering::Relaxed);
                }
                latest = Some(kept);
            }
        }
    }
    if let Some(reason) = trouble {
        return Err(format!("broadcast {id} waits: {reason}"));
    }
    if cancelled.is_cancelled() {
        return Err(format!("broadcast {id} goes on later"));
    }
    Ok((latest, !over.load(Ordering::Relaxed)))
}

/// What became of a letter.
#[derive(Debug)]
enum Brought {
    Sent,
    LeftOut,
    Gone,
    Failed,
    /// This chat is to be left alone for long.
    Busy,
    /// Nothing can be brought to any chat just now.
    Later(String),
}

impl Brought {
    fn count(&self, broadcast: &mut Broadcast) {
        *match self {
            Self::Sent => &mut broadcast.sent,
            Self::LeftOut => &mut broadcast.skipped,
            Self::Gone | Self::Failed | Self::Busy | Self::Later(_) => &mut broadcast.failed,
        } += 1;
    }
}

async fn note_gone<P>(work: &Work<P>, chat: i64, brought: &Brought) {
    if matches!(brought, Brought::Gone)
        && let Err(error) = work.store.mark_dead(chat).await
    {
        tracing::warn!(%error, "that a chat is gone is not written down");
    }
}

async fn bring<P: Postman>(work: &Work<P>, chat: &Chat, text: &str) -> Brought {
    if chat.dead {
        return Brought::LeftOut;
    }
    let letter = Letter {
        chat: chat.id,
        owner: None,
        message: Message::default().plain(text),
        vins: Vec::new(),
        urgency: Urgency::Broadcast,
    };
    let Ok(delivered) = tokio::time::timeout(PATIENCE, work.post.deliver(letter)).await else {
        return Brought::Busy;
    };
    match delivered {
        Ok(()) => Brought::Sent,
        Err(Undelivered::Busy) => Brought::Busy,
        Err(Undelivered::Later(reason)) => Brought::Later(reason),
        Err(Undelivered::Refused(reason)) => {
            tracing::warn!(reason, "a chat does not get a broadcast");
            Brought::Failed
        }
        Err(Undelivered::Gone) => Brought::Gone,
    }
}

async fn change<P>(
    work: &Work<P>,
    id: &str,
    change: impl FnMut(&mut Broadcast) + Send,
) -> Result<Broadcast, String> {
    let changed = work.store.update_broadcast(id, change).await;
    let changed = changed.map_err(|error| error.to_string())?;
    changed.ok_or_else(|| "a broadcast is gone from the store".to_owned())
}

/// How many chats there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reach {
    /// In which something can be said.
    pub alive: usize,
    /// In which nothing can.
    pub dead: usize,
}

/// Counts all chats.
///
/// # Errors
/// If the store fails.
pub async fn reach(store: &Store) -> Result<Reach, StoreError> {
    let (mut reach, mut after) = (Reach::default(), None);
    loop {
        let page = store.chats(after, PAGE).await?;
        for chat in &page {
            if chat.dead {
                reach.dead += 1;
            } else {
                reach.alive += 1;
            }
        }
        after = page.last().map(|chat| chat.id);
        if page.len() < PAGE {
            return Ok(reach);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use vinbot_store::ChatKind;

    use super::super::post::fake::Kept;
    use super::*;
    use crate::jobs::test::work;

    async fn chats(store: &Store, ids: impl IntoIterator<Item = i64>) {
        for id in ids {
            let kind = if id > 0 {
                ChatKind::Private
            } else {
                ChatKind::Group
            };
            let chat = Chat {
                id,
                kind,
                last_seen: 1,
                language: None,
                dead: false,
                user: None,
            };
            store.note_chat(chat).await.unwrap();
        }
    }

    fn broadcast(state: BroadcastState) -> Broadcast {
        Broadcast {
            id: "b1".into(),
            text: "Hello".into(),
            created_by: 42,
            created_at: 1,
            cursor: None,
            sent: 0,
            failed: 0,
            skipped: 0,
            state,
            dry_run: false,
            later: Vec::new(),
        }
    }

    #[tokio::test]
    async fn it_goes_to_all_chats_once_and_those_that_are_gone_are_dead() {
        let work = work(Kept::default()).await;
        chats(&work.store, (1..=150).chain([-5])).await;
        work.store.mark_dead(150).await.unwrap();
        let begun = broadcast(BroadcastState::Running);
        work.store.put_broadcast(&begun).await.unwrap();
        run(&work, &CancellationToken::new()).await.unwrap();
        let done = work.store.broadcast("b1").await.unwrap().unwrap();
        assert_eq!(done.state, BroadcastState::Done);
        assert_eq!((done.sent, done.failed, done.skipped), (149, 1, 1));
        let mut told: Vec<i64> = {
            let letters = work.post.letters.lock().unwrap();
            letters.iter().map(|(chat, _)| *chat).collect()
        };
        told.sort_unstable();
        assert_eq!(told, (1..150).collect::<Vec<_>>());
        let reach = reach(&work.store).await.unwrap();
        assert_eq!((reach.alive, reach.dead), (149, 2));
    }

    #[tokio::test]
    async fn many_that_are_gone_hold_up_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let mut work = work(Kept::default()).await;
        let kept_in_a_file = vinbot_store::Settings {
            path: Some(folder.path().to_owned()),
            ..vinbot_store::Settings::default()
        };
        let store = Store::open(kept_in_a_file).await.unwrap();
        Arc::get_mut(&mut work).unwrap().store = store;
        chats(&work.store, -12..0).await;
        let begun = broadcast(BroadcastState::Running);
        work.store.put_broadcast(&begun).await.unwrap();
        run(&work, &CancellationToken::new()).await.unwrap();
        let reach = reach(&work.store).await.unwrap();
        assert_eq!((reach.alive, reach.dead), (0, 12));
    }

    #[tokio::test]
    async fn what_can_not_be_sent_now_goes_on_later_where_it_was() {
        let mut work = work(Kept {
            most: Some(5),
            ..Kept::default()
        })
        .await;
        chats(&work.store, 1..=20).await;
        let begun = broadcast(BroadcastState::Running);
        work.store.put_broadcast(&begun).await.unwrap();
        let token = CancellationToken::new();
        let error = run(&work, &token).await.unwrap_err();
        assert!(error.contains("no way to Telegram"), "{error}");
        let kept = work.store.broadcast("b1").await.unwrap().unwrap();
        assert_eq!((kept.sent, kept.cursor, kept.failed), (5, Some(5), 0));
        Arc::get_mut(&mut work).unwrap().post.most = None;
        run(&work, &token).await.unwrap();
        let letters = work.post.letters.lock().unwrap();
        assert_eq!(letters.len(), 20, "nobody twice: {letters:?}");
    }

    #[tokio::test]
    async fn a_chat_that_is_to_be_left_alone_is_put_to_the_end_and_holds_up_nobody() {
        let mut work = work(Kept {
            busy: Some(3),
            ..Kept::default()
        })
        .await;
        chats(&work.store, 1..=20).await;
        let begun = Broadcast {
            created_at: now(),
            ..broadcast(BroadcastState::Running)
        };
        work.store.put_broadcast(&begun).await.unwrap();
        let token = CancellationToken::new();
        let error = run(&work, &token).await.unwrap_err();
        assert!(error.contains("some chats"), "{error}");
        let kept = work.store.broadcast("b1").await.unwrap().unwrap();
        assert_eq!((kept.sent, kept.failed, kept.later), (19, 0, vec![3]));
        Arc::get_mut(&mut work).unwrap().post.busy = None;
        run(&work, &token).await.unwrap();
        let kept = work.store.broadcast("b1").await.unwrap().unwrap();
        assert_eq!((kept.sent, kept.state), (20, BroadcastState::Done));
        let letters = work.post.letters.lock().unwrap();
        assert_eq!(letters.len(), 20, "nobody twice: {letters:?}");
        assert_eq!(letters.last().unwrap().0, 3);
    }

    #[tokio::test]
    async fn who_is_to_be_left_alone_for_a_day_is_given_up() {
        let work = work(Kept {
            busy: Some(3),
            ..Kept::default()
        })
        .await;
        chats(&work.store, 1..=5).await;
        let begun = broadcast(BroadcastState::Running);
        work.store.put_broadcast(&begun).await.unwrap();
        run(&work, &CancellationToken::new()).await.unwrap();
        let kept = work.store.broadcast("b1").await.unwrap().unwrap();
        assert_eq!((kept.sent, kept.failed), (4, 1));
    }

    #[tokio::test]
    async fn one_that_is_paused_or_stopped_is_not_sent() {
        let work = work(Kept::default()).await;
        chats(&work.store, 1..=3).await;
        let paused = broadcast(BroadcastState::Paused);
        work.store.put_broadcast(&paused).await.unwrap();
        let token = CancellationToken::new();
        run(&work, &token).await.unwrap();
        let running = broadcast(BroadcastState::Running);
        work.store.put_broadcast(&running).await.unwrap();
        token.cancel();
        run(&work, &token).await.unwrap_err();
        assert!(work.post.letters.lock().unwrap().is_empty());
    }
}
