//! Waiting for something to happen, so that nobody has to sleep.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{
    Playground, limits,
    view::{BotView, ChatView},
    world::{
        World,
        calls::{Call, Count},
        chats::Chat,
        inline::InlineQuery,
        members::Standing,
    },
};

/// What to wait for in a chat. All conditions must hold; without any, the first change is enough.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChatWait {
    /// The revision that is known already.
    #[serde(default)]
    pub after: u64,
    /// So many messages of the bot that were sent after it and still exist.
    pub bot_messages: Option<usize>,
    /// A message of the bot or by way of it, sent or edited after it, whose text contains this.
    pub contains: Option<String>,
    /// So many answers to presses after it.
    pub answers: Option<usize>,
    /// Seconds; 20 unless told, at most 120.
    pub timeout: Option<f64>,
}

/// What a chat's wait found.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ChatWaited {
    /// The conditions did not come true in time.
    pub timed_out: bool,
    /// What changed after the given revision.
    #[serde(flatten)]
    pub chat: ChatView,
}

/// What to wait for in the bot's dealings with the API. All conditions must hold.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wait {
    /// The bot has confirmed this update: polled with a higher offset, or taken the push.
    pub confirmed: Option<i64>,
    /// The bot waits in `getUpdates`, or has a webhook.
    pub connected: Option<bool>,
    /// The method that the next fields are about.
    pub method: Option<String>,
    /// Count only calls with a higher `seq` than this, from the history.
    pub after: Option<u64>,
    /// So many answered calls of the method.
    pub finished: Option<u64>,
    /// So many calls of the method that arrived, answered or not.
    pub started: Option<u64>,
    /// Seconds; 20 unless told, at most 120.
    pub timeout: Option<f64>,
}

/// What a wait for inline results found.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct InlineWaited {
    /// The bot has not answered in time, or there is no such query.
    pub timed_out: bool,
    /// The query with its answer.
    pub query: Option<InlineQuery>,
}

/// What a wait found.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Waited {
    /// The conditions did not come true in time.
    pub timed_out: bool,
    /// Calls of the method, counted as asked.
    pub count: Count,
    /// The bot.
    #[serde(flatten)]
    pub bot: BotView,
}

impl Playground {
    /// Waits for something in a chat, which need not exist yet.
    pub async fn wait_chat(&self, chat: i64, wait: &ChatWait) -> ChatWaited {
        let look = |world: &World| world.chats.get(chat).is_some_and(|chat| wait.holds(chat));
        let held = self.wait_until(wait.timeout, look).await;
        ChatWaited {
            timed_out: !held,
            chat: self.chat(chat, wait.after),
        }
    }

    /// The history of calls after a `seq` (0: all that is kept).
    pub fn calls(&self, after: u64) -> Vec<Call> {
        self.world().calls.after(after).cloned().collect()
    }

    /// Waits for the bot.
    pub async fn wait(&self, wait: &Wait) -> Waited {
        let held = self
            .wait_until(wait.timeout, |world| wait.holds(world))
            .await;
        let world = self.world();
        Waited {
            timed_out: !held,
            count: wait.count(&world),
            bot: world.bot_view(),
        }
    }

    /// Waits for the bot's answer to an inline query.
    pub async fn wait_inline(&self, id: &str, seconds: Option<f64>) -> InlineWaited {
        let answered = |world: &World| {
            world
                .inline
                .get(id)
                .is_some_and(|query| query.answer.is_some())
        };
        let held = self.wait_until(seconds, answered).await;
        InlineWaited {
            timed_out: !held,
            query: self.world().inline.get(id).cloned(),
        }
    }

    async fn wait_until(&self, seconds: Option<f64>, holds: impl Fn(&World) -> bool) -> bool {
        let timeout = seconds
            .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
            .unwrap_or(limits::DEFAULT_WAIT)
            .min(limits::WAIT);
        let wait = self.until(|world| holds(world).then_some(()));
        matches!(tokio::time::timeout(timeout, wait).await, Ok(Some(())))
    }

    /// What changed in a chat after a revision (0: everything); a chat that is not there yet is
    /// empty.
    pub fn chat(&self, id: i64, after: u64) -> ChatView {
        let world = self.world();
        world.chats.get(id).map_or_else(
            || ChatView {
                chat_id: id,
                title: String::new(),
                revision: 0,
                blocked: false,
                kind: Chat::kind_of(id).to_owned(),
                bot: Standing::Member,
                forum: false,
                topics: Vec::new(),
                gone: false,
                messages: Vec::new(),
                answers: Vec::new(),
                action: None,
            },
            |chat| world.view(chat, after),
        )
    }
}

impl ChatWait {
    fn holds(&self, chat: &Chat) -> bool {
        let bots = || {
            chat.messages
                .iter()
                .filter(|message| message.from.is_bot && !message.deleted)
        };
        let sent = || {
            bots()
                .filter(|message| message.created > self.after)
                .count()
        };
        let answers = || {
            chat.answers
                .iter()
                .filter(|answer| answer.revision > self.after)
                .count()
        };
        chat.revision > self.after
            && self.bot_messages.is_none_or(|wanted| sent() >= wanted)
            && self.answers.is_none_or(|wanted| answers() >= wanted)
            && self.contains.as_ref().is_none_or(|text| {
                chat.messages
                    .iter()
                    .filter(|m| (m.from.is_bot || m.via.is_some()) && !m.deleted)
                    .any(|m| m.revision > self.after && m.content.text.contains(text))
            })
    }
}

impl Wait {
    fn holds(&self, world: &World) -> bool {
        let count = self.count(world);
        self.confirmed
            .is_none_or(|id| world.updates.is_confirmed(id))
            && self
                .connected
                .is_none_or(|wanted| world.is_connected() == wanted)
            && self.finished.is_none_or(|wanted| count.finished >= wanted)
            && self.started.is_none_or(|wanted| count.started >= wanted)
    }

    fn count(&self, world: &World) -> Count {
        let Some(method) = &self.method else {
            return Count::default();
        };
        let Some(after) = self.after else {
            return world.calls.count(method);
        };
        let mut count = Count::default();
        for call in world
            .calls
            .after(after)
            .filter(|call| call.method == *method)
        {
            count.started += 1;
            count.finished += u64::from(call.status.is_some());
            count.succeeded += u64::from(call.status == Some(200));
        }
        count
    }
}
