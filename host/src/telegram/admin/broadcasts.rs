//! `/admin broadcast TEXT`: first it is shown and chats are counted; then, at the press of a
//! button, it goes to all. `/admin broadcasts` shows how far each is.

use vinbot_store::{Broadcast, BroadcastState};

use super::super::conversation::Conversation;
use super::super::moment;
use super::{Told, button, failed};
use crate::jobs::{BROADCASTS, reach};
use crate::operator::jobs::run_now;
use crate::operator::time;
use crate::rich::{Button, Message, Style};

/// Characters that a message holds, as Telegram counts them.
const LENGTH: usize = 4_000;
/// Broadcasts that are shown.
const SHOWN: usize = 8;
/// Characters of one in the list.
const SHORT: usize = 60;

/// A broadcast that waits to be sent.
pub(super) async fn draft(here: &Conversation<'_>, text: &str) -> Told {
    if text.encode_utf16().count() > LENGTH {
        return Err(format!("That is too long: at most {LENGTH} characters."));
    }
    let store = &here.services.store;
    let now = moment::now();
    let broadcast = Broadcast {
        id: format!("{now:x}-{:x}", here.update),
        text: text.to_owned(),
        created_by: here.reader.user.unwrap_or_default(),
        created_at: now,
        cursor: None,
        sent: 0,
        failed: 0,
        skipped: 0,
        state: BroadcastState::Paused,
        dry_run: true,
        later: Vec::new(),
    };
    store.put_broadcast(&broadcast).await.map_err(failed)?;
    let reach = reach(store).await.map_err(failed)?;
    let id = &broadcast.id;
    Ok(Message::default()
        .plain(format!(
            "This would go to {} chats ({} others are gone):\n\n",
            reach.alive, reach.dead
        ))
        .text(text, Style::QUOTE)
        .row(vec![
            button("Send", &format!("broadcasts send {id}")),
            button("Cancel", &format!("broadcasts cancel {id}")),
        ]))
}

/// How far all are; or another state for one.
pub(super) async fn broadcasts(here: &Conversation<'_>, what: &[&str]) -> Told {
    match what {
        [] => {}
        [wish, id] => {
            let state = match *wish {
                "send" | "resume" => BroadcastState::Running,
                "pause" => BroadcastState::Paused,
                "cancel" => BroadcastState::Cancelled,
                _ => return Err(usage()),
            };
            change(here, id, state).await?;
        }
        _ => return Err(usage()),
    }
    list(here).await
}

fn usage() -> String {
    "Write /admin broadcasts, and press its buttons.".to_owned()
}

async fn change(here: &Conversation<'_>, id: &str, state: BroadcastState) -> Result<(), String> {
    let mut over = false;
    let wish = |broadcast: &mut Broadcast| {
        over = is_over(broadcast.state);
        if !over {
            broadcast.state = state;
            broadcast.dry_run &= state != BroadcastState::Running;
        }
    };
    let changed = here.services.store.update_broadcast(id, wish).await;
    if changed.map_err(failed)?.is_none() {
        return Err("There is no such broadcast.".to_owned());
    }
    if over {
        return Err("It is over already.".to_owned());
    }
    tracing::info!(id, ?state, "a broadcast");
    if state == BroadcastState::Running {
        // One that is running sees it by itself.
        let ran = run_now(&here.services.jobs, BROADCASTS).await;
        tracing::info!(ran, "broadcasts");
    }
    Ok(())
}

fn is_over(state: BroadcastState) -> bool {
    matches!(state, BroadcastState::Done | BroadcastState::Cancelled)
}

async fn list(here: &Conversation<'_>) -> Told {
    let all = here.services.store.broadcasts().await.map_err(failed)?;
    let mut message = Message::default().text("Broadcasts\n", Style::BOLD);
    if all.is_empty() {
        message = message.plain("There are none: /admin broadcast TEXT begins one\n");
    }
    for (number, one) in (1..).zip(all.iter().take(SHOWN)) {
        let text: String = one.text.chars().take(SHORT).collect();
        message = message
            .plain(format!("\n{number}. {} ", time::at_seconds(one.created_at)))
            .text(word(one), Style::BOLD)
            .plain(format!(
                " – {} sent, {} failed, {} left out\n",
                one.sent, one.failed, one.skipped
            ))
            .text(text, Style::ITALIC)
            .plain("\n");
    }
    for (number, one) in (1..).zip(all.iter().take(SHOWN)) {
        message = message.row(steering(number, one));
    }
    Ok(message.row(vec![button("Again", "broadcasts"), button("Jobs", "jobs")]))
}

fn word(one: &Broadcast) -> &'static str {
    match one.state {
        BroadcastState::Paused if one.dry_run => "not sent yet",
        BroadcastState::Running => "going out",
        BroadcastState::Paused => "paused",
        BroadcastState::Done => "done",
        BroadcastState::Cancelled => "cancelled",
    }
}

fn steering(number: usize, one: &Broadcast) -> Vec<Button> {
    let to = |label: &str, wish: &str| {
        let command = format!("broadcasts {wish} {}", one.id);
        button(&format!("{label} {number}"), &command)
    };
    match one.state {
        BroadcastState::Running => vec![to("Pause", "pause"), to("Cancel", "cancel")],
        BroadcastState::Paused if one.dry_run => vec![to("Send", "send"), to("Cancel", "cancel")],
        BroadcastState::Paused => vec![to("Resume", "resume"), to("Cancel", "cancel")],
        BroadcastState::Done | BroadcastState::Cancelled => Vec::new(),
    }
}
