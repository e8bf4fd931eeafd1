//! The page's view of one chat as server-sent events.
//!
//! An event says what changed since the last one, and its id is the chat's revision: a browser
//! that reconnects sends the id back and misses nothing, however long it was away.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    http::HeaderMap,
    response::sse::{Event, KeepAlive, Sse},
};
use futures::{Stream, stream};
use serde::Deserialize;
use serde_json::json;

use super::body::Asked;
use crate::Playground;

/// How soon a page notices that the bot went away, which is no event of its own.
const CHECK: Duration = Duration::from_secs(3);
const KEEP_ALIVE: Duration = Duration::from_secs(15);

#[derive(Deserialize)]
pub(super) struct Reader {
    chat: i64,
    user: i64,
}

/// What the page has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seen {
    revision: u64,
    /// All chats' revisions together, for the list of chats.
    chats: u64,
    commands: u64,
    online: bool,
}

pub(super) async fn follow(
    State(playground): State<Playground>,
    Asked(reader): Asked<Reader>,
    headers: HeaderMap,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let known = headers
        .get("last-event-id")
        .and_then(|id| id.to_str().ok())
        .and_then(|id| {
            let (epoch, revision) = id.split_once(':')?;
            let current = playground.world().epoch == epoch;
            current.then(|| revision.parse::<u64>().ok()).flatten()
        });
    let first = (playground, reader, known, None);
    let events = stream::unfold(first, |(playground, reader, known, seen)| async move {
        let next = next(&playground, &reader, seen).await?;
        let event = event(&playground, &reader, known, next);
        Some((
            Ok(event),
            (playground, reader, Some(next.revision), Some(next)),
        ))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}

/// Waits until there is more to see; `None` when the playground stops.
async fn next(playground: &Playground, reader: &Reader, seen: Option<Seen>) -> Option<Seen> {
    loop {
        let more = playground.until(|world| {
            let now = Seen {
                revision: world.chats.get(reader.chat).map_or(0, |chat| chat.revision),
                chats: world.chats.iter().map(|chat| chat.revision + 1).sum(),
                commands: world.commands.revision,
                online: world.is_online(),
            };
            (Some(now) != seen).then_some(now)
        });
        if let Ok(more) = tokio::time::timeout(CHECK, more).await {
            return more;
        }
    }
}

fn event(playground: &Playground, reader: &Reader, known: Option<u64>, seen: Seen) -> Event {
    let chat = playground.chat(reader.chat, known.unwrap_or(0));
    let world = playground.world();
    let language = world
        .users
        .get(reader.user)
        .and_then(|user| user.language_code.as_deref());
    let data = json!({
        "epoch": world.epoch,
        "reset": known.is_none(),
        "online": seen.online,
        "commands": world.commands.menu(reader.chat, reader.user, language.unwrap_or_default()),
        "chat": chat,
        "chats": world.summaries(),
    });
    // What changed since `seen` was taken comes again with the next event, which does no harm.
    Event::default()
        .id(format!("{}:{}", world.epoch, seen.revision))
        .data(data.to_string())
}
