//! The queue of updates that wait for the bot.

use std::{
    collections::{HashSet, VecDeque},
    time::Instant,
};

use serde_json::{Value, json};

use crate::{error::ControlError, limits};

/// Kinds that Telegram sends only when asked (core.telegram.org/bots/api#getupdates).
const ON_REQUEST: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

#[derive(Debug)]
struct Pending {
    id: i64,
    /// Injected by hand: handed out once even if its id was confirmed before.
    forced: bool,
    handed_out: bool,
    update: Value,
}

#[derive(Debug)]
pub(crate) struct Updates {
    next: i64,
    queue: VecDeque<Pending>,
    confirmed: Option<i64>,
    /// What the bot asked for; `None` until it said anything.
    allowed: Option<Vec<String>>,
    /// Counts polls, so that an older one notices a newer one.
    pub(crate) polls: u64,
    /// Polls that wait right now.
    pub(crate) open_polls: u32,
    /// When the latest poll ended.
    pub(crate) polled: Option<Instant>,
}

impl Updates {
    pub(crate) fn new(first: i64) -> Self {
        Self {
            next: first,
            queue: VecDeque::new(),
            confirmed: None,
            allowed: None,
            polls: 0,
            open_polls: 0,
            polled: None,
        }
    }

    /// Queues an update of a kind; `None` when the bot did not ask for that kind.
    pub(crate) fn push(&mut self, kind: &str, body: &Value) -> Result<Option<i64>, ControlError> {
        if !self.wants(kind) {
            return Ok(None);
        }
        self.check_room()?;
        let id = self.next;
        self.next += 1;
        let update = json!({ "update_id": id, kind: body });
        self.queue.push_back(Pending {
            id,
            forced: false,
            handed_out: false,
            update,
        });
        Ok(Some(id))
    }

    /// Queues an update as it is, its id included if it has one.
    pub(crate) fn inject(&mut self, mut update: Value) -> Result<i64, ControlError> {
        self.check_room()?;
        let Some(fields) = update.as_object_mut() else {
            return Err(ControlError::invalid("an update is a JSON object"));
        };
        let id = match fields.get("update_id").map(Value::as_i64) {
            None => self.next,
            Some(Some(id)) if (0..i64::from(i32::MAX)).contains(&id) => id,
            Some(_) => {
                return Err(ControlError::invalid(
                    "update_id is a positive 32 bit number",
                ));
            }
        };
        fields.insert("update_id".to_owned(), id.into());
        self.next = self.next.max(id + 1);
        self.queue.push_back(Pending {
            id,
            forced: true,
            handed_out: false,
            update,
        });
        Ok(id)
    }

    pub(crate) fn has_room(&self) -> bool {
        self.queue.len() < limits::PENDING_UPDATES
    }

    fn check_room(&self) -> Result<(), ControlError> {
        if self.has_room() {
            Ok(())
        } else {
            Err(ControlError::Full("updates wait for the bot"))
        }
    }

    fn wants(&self, kind: &str) -> bool {
        match self.allowed.as_deref() {
            None | Some([]) => !ON_REQUEST.contains(&kind),
            Some(kinds) => kinds.iter().any(|allowed| allowed == kind),
        }
    }

    /// Remembers the bot's wish; `None` keeps the previous one.
    pub(crate) fn allow(&mut self, kinds: Option<Vec<String>>) {
        if kinds.is_some() {
            self.allowed = kinds;
        }
    }

    pub(crate) fn allowed(&self) -> Option<&[String]> {
        self.allowed.as_deref()
    }

    /// Forgets what an offset confirms: everything below it, or all but the last `-offset`.
    pub(crate) fn confirm_offset(&mut self, offset: i64) {
        if offset < 0 {
            let keep = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
            while self.queue.len() > keep {
                if let Some(gone) = self.queue.pop_front() {
                    self.note_confirmed(gone.id);
                }
            }
        } else {
            let mut confirmed = self.confirmed;
            self.queue.retain(|pending| {
                let gone = pending.id < offset && (!pending.forced || pending.handed_out);
                if gone {
                    confirmed = confirmed.max(Some(pending.id));
                }
                !gone
            });
            self.confirmed = confirmed;
        }
    }

    /// The next updates from an offset on.
    pub(crate) fn take(&mut self, offset: i64, limit: usize) -> Vec<Value> {
        self.queue
            .iter_mut()
            .filter(|pending| pending.id >= offset || (pending.forced && !pending.handed_out))
            .take(limit)
            .map(|pending| {
                pending.handed_out = true;
                pending.update.clone()
            })
            .collect()
    }

    /// The first update that is in none of these chats, for pushing: its chat, its id, itself.
    pub(crate) fn first_of_others(&self, chats: &HashSet<i64>) -> Option<(i64, i64, Value)> {
        self.queue.iter().find_map(|pending| {
            let chat = chat_of(&pending.update);
            let is_other = !chats.contains(&chat);
            is_other.then(|| (chat, pending.id, pending.update.clone()))
        })
    }

    /// Confirms one pushed update.
    pub(crate) fn delivered(&mut self, id: i64) {
        if let Some(at) = self.queue.iter().position(|pending| pending.id == id) {
            self.queue.remove(at);
        }
        self.note_confirmed(id);
    }

    fn note_confirmed(&mut self, id: i64) {
        self.confirmed = self.confirmed.max(Some(id));
    }

    pub(crate) fn drop_pending(&mut self) {
        self.queue.clear();
    }

    pub(crate) fn pending(&self) -> usize {
        self.queue.len()
    }

    /// Whether the bot has confirmed this update and every copy of it.
    pub(crate) fn is_confirmed(&self, id: i64) -> bool {
        self.confirmed >= Some(id) && self.queue.iter().all(|pending| pending.id != id)
    }

    /// The highest update id that the bot has confirmed.
    pub(crate) fn confirmed(&self) -> Option<i64> {
        self.confirmed
    }
}

/// The chat that an update belongs to, else its user; 0 for those that name neither.
fn chat_of(update: &Value) -> i64 {
    let mut bodies = update.as_object().into_iter().flatten();
    let chat = bodies.find_map(|(_, body)| {
        let own = body.pointer("/chat/id");
        let pressed = || body.pointer("/message/chat/id");
        let user = || body.pointer("/from/id");
        own.or_else(pressed).or_else(user)?.as_i64()
    });
    chat.unwrap_or_default()
}
