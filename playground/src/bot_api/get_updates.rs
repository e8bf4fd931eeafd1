//! `getUpdates`: confirm, hand out, wait.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Answer, params::Params, refusal::Refusal};
use crate::{Playground, limits};

const WEBHOOK: &str = "can't use getUpdates method while webhook is active; \
                       use deleteWebhook to delete the webhook first";
const OTHER_POLL: &str = "terminated by other getUpdates request; \
                          make sure that only one bot instance is running";

/// Answers with updates as soon as there are any, with none after `timeout` seconds, and with a
/// conflict as soon as another poll or a webhook takes over.
pub(crate) async fn answer(playground: &Playground, params: &Params) -> Answer {
    let offset = params.number("offset").unwrap_or(0);
    let limit = params
        .number("limit")
        .and_then(|limit| usize::try_from(limit).ok());
    let limit = limit
        .unwrap_or(limits::UPDATES_PER_POLL)
        .clamp(1, limits::UPDATES_PER_POLL);
    let timeout = params
        .number("timeout")
        .and_then(|seconds| u64::try_from(seconds).ok());
    let timeout = Duration::from_secs(timeout.unwrap_or(0)).min(limits::POLL);
    let allowed = params.json::<Vec<String>>("allowed_updates", "allowed updates")?;

    let turn = playground.change(|world| {
        if world.webhook.target.is_some() {
            return Err(Refusal::conflict(WEBHOOK));
        }
        world.updates.allow(allowed);
        world.updates.confirm_offset(offset);
        world.updates.polls += 1;
        Ok(world.updates.polls)
    })?;
    let _open = OpenPoll::of(playground);
    let updates = playground.until(|world| {
        if world.updates.polls != turn {
            return Some(Err(Refusal::conflict(OTHER_POLL)));
        }
        if world.webhook.target.is_some() {
            return Some(Err(Refusal::conflict("terminated by setWebhook request")));
        }
        let updates = world.updates.take(offset.max(0), limit);
        (!updates.is_empty() || timeout.is_zero()).then_some(Ok(updates))
    });
    // No time left and no playground left both mean: no updates.
    let updates: Vec<Value> = match tokio::time::timeout(timeout.max(TICK), updates).await {
        Ok(Some(updates)) => updates?,
        Ok(None) | Err(_) => Vec::new(),
    };
    Ok(json!(updates))
}

/// Lets a poll without timeout look once.
const TICK: Duration = Duration::from_millis(1);

/// Counts as a waiting poll until it is dropped, be it because the bot went away.
struct OpenPoll<'a>(&'a Playground);

impl<'a> OpenPoll<'a> {
    fn of(playground: &'a Playground) -> Self {
        playground.change(|world| world.updates.open_polls += 1);
        Self(playground)
    }
}

impl Drop for OpenPoll<'_> {
    fn drop(&mut self) {
        self.0.change(|world| {
            world.updates.open_polls -= 1;
            world.updates.polled = Some(Instant::now());
        });
    }
}
