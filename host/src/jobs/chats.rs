//! Tidying up: questions that nobody answers any more, chats that are gone for long.

use tokio_util::sync::CancellationToken;
use vinbot_store::Store;

pub(super) const CLEANUP: &str = "cleanup";
pub(super) const DEAD: &str = "dead_chats";

/// Who comes back by then is still known.
const KEPT: u64 = 90 * 86_400;
const PAGE: usize = 200;

/// Removes questions that have expired, and notes on answers that are too old to be edited.
pub(super) async fn clean_up(store: &Store, now: u64) -> Result<(), String> {
    let swept = store.sweep_dialogues(now).await;
    let swept = swept.map_err(|error| error.to_string())?;
    if swept > 0 {
        tracing::info!(swept, "questions that nobody answered are removed");
    }
    let old = store.sweep_answers(now).await;
    old.map_err(|error| error.to_string())?;
    Ok(())
}

/// Forgets chats that are gone and in which nobody has written for long.
pub(super) async fn forget_dead(
    store: &Store,
    now: u64,
    cancelled: &CancellationToken,
) -> Result<(), String> {
    let mut after = None;
    let mut forgotten = 0;
    loop {
        let page = store.chats(after, PAGE).await;
        let page = page.map_err(|error| error.to_string())?;
        for chat in &page {
            if cancelled.is_cancelled() {
                return Err("stopped before all chats were looked at".to_owned());
            }
            if chat.dead && chat.last_seen.saturating_add(KEPT) < now {
                let gone = store.forget_chat(chat.id).await;
                forgotten += usize::from(gone.map_err(|error| error.to_string())?);
            }
        }
        after = page.last().map(|chat| chat.id);
        if page.len() < PAGE {
            break;
        }
    }
    if forgotten > 0 {
        tracing::info!(forgotten, "chats that were gone for long are forgotten");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use vinbot_store::{Chat, ChatKind};

    #[tokio::test]
    async fn only_chats_that_are_gone_for_long_are_forgotten() {
        let store = Store::open(vinbot_store::Settings::default())
            .await
            .unwrap();
        let now = 1_000 * 86_400;
        for (id, days, dead) in [(1, 91, true), (2, 89, true), (3, 91, false)] {
            let chat = Chat {
                id,
                kind: ChatKind::Private,
                last_seen: now - days * 86_400,
                language: None,
                dead: false,
                user: None,
            };
            store.note_chat(chat).await.unwrap();
            if dead {
                store.mark_dead(id).await.unwrap();
            }
        }
        let token = CancellationToken::new();
        forget_dead(&store, now, &token).await.unwrap();
        let left = store.chats(None, 9).await.unwrap();
        let left: Vec<i64> = left.iter().map(|chat| chat.id).collect();
        assert_eq!(left, [2, 3]);
    }
}
