//! Messages of the operator to all chats. How far one got stands in the store after each
//! chat, so that it goes on there after a restart; those few that were under way when a
//! process was killed may get it twice.

use std::sync::atomic::{AtomicBool, Ordering};

use futures::{StreamExt, stream};
use tokio_util::sync::CancellationToken;
use vinbot_store::{Broadcast, BroadcastState, Chat, Store, StoreError};

use super::Work;
use super::post::{Letter, Postman, Undelivered, Urgency};
use crate::rich::Message;

/// The job's name.
pub const NAME: &str = "broadcasts";

/// Chats that are looked at in one go.
const PAGE: usize = 100;
/// Letters under way at once. The outbox sees to the pace.
const AT_ONCE: usize = 8;

/// Goes on with all broadcasts that are to go on.
pub(super) async fn run<P: Postman>(
    work: &Work<P>,
    cancelled: &CancellationToken,
) -> Result<(), String> {
    loop {
        let all = work.store.broadcasts().await;
        let all = all.map_err(|error| error.to_string())?;
        // The oldest first.
        let mut running = all.into_iter().rev().filter(is_running);
        let Some(next) = running.next() else {
            return Ok(());
        };
        send(work, next, cancelled).await?;
    }
}

fn is_running(broadcast: &Broadcast) -> bool {
    broadcast.state == BroadcastState::Running
}

/// Sends one until it is done, or no longer to be sent.
async fn send<P: Postman>(
    work: &Work<P>,
    mut broadcast: Broadcast,
    cancelled: &CancellationToken,
) -> Result<(), String> {
    tracing::info!(id = broadcast.id, "a broadcast goes on");
    while is_running(&broadcast) {
        let page = work.store.chats(broadcast.cursor, PAGE).await;
        let page = page.map_err(|error| error.to_string())?;
        let last = page.len() < PAGE;
        let (kept, whole) = send_page(work, &broadcast, page, cancelled).await?;
        broadcast = kept.unwrap_or(broadcast);
        // One that was paused for a moment goes on where it was.
        if last && whole && is_running(&broadcast) {
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
    Ok(())
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
                if let Brought::Gone = brought
                    && let Err(error) = work.store.mark_dead(chat).await
                {
                    tracing::warn!(%error, "that a chat is gone is not written down");
                }
                let note = |kept: &mut Broadcast| {
                    kept.cursor = Some(chat);
                    *match brought {
                        Brought::Sent => &mut kept.sent,
                        Brought::LeftOut => &mut kept.skipped,
                        Brought::Gone | Brought::Failed | Brought::Later(_) => &mut kept.failed,
                    } += 1;
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
enum Brought {
    Sent,
    LeftOut,
    Gone,
    Failed,
    Later(String),
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
    match work.post.deliver(letter).await {
        Ok(()) => Brought::Sent,
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
            redis_url: None,
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
