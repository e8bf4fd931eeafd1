//! Many updates at once, those of one chat in order.
//!
//! Each update is a task of its own: a panic in it costs that update alone, and a
//! slow one holds up only its chat.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use teloxide::types::{ChatId, Update, User};
use tokio::sync::{Semaphore, oneshot};
use tokio_util::task::TaskTracker;
use tracing::Instrument;

use super::route;
use crate::telemetry::{Course, Ids, Metrics, update_span};

/// What is done with an update.
pub(super) trait Handle: Send + Sync + 'static {
    /// Answers it.
    fn handle(&self, update: Update) -> impl Future<Output = ()> + Send;

    /// Answers one of this user whose handling panicked.
    fn apologise(&self, chat: ChatId, user: Option<&User>) -> impl Future<Output = ()> + Send;
}

/// Waiting updates for each one that is handled. When more come, none is
/// taken: Telegram keeps them.
const BACKLOG: usize = 16;

/// Updates of one chat that may wait: nobody types faster than the bot answers, and one
/// chat must not take the room of all others.
const PER_CHAT: usize = 64;

/// Room for updates. Clones are the same.
#[derive(Debug, Clone)]
pub(super) struct Backlog {
    free: Arc<Semaphore>,
    room: usize,
}

impl Backlog {
    /// For so many that are handled at once, and those that wait for that.
    pub(super) fn new(concurrency: usize) -> Self {
        let room = concurrency.max(1).saturating_mul(BACKLOG);
        Self {
            free: Arc::new(Semaphore::new(room)),
            room,
        }
    }

    /// Updates that are taken and not yet handled.
    pub(super) fn waiting(&self) -> usize {
        self.room - self.free.available_permits()
    }
}

#[derive(Debug)]
pub(super) struct Dispatcher<H> {
    handler: Arc<H>,
    tasks: TaskTracker,
    running: Arc<Semaphore>,
    backlog: Backlog,
    chats: Arc<Chats>,
    metrics: Arc<Metrics>,
    ids: Ids,
}

impl<H: Handle> Dispatcher<H> {
    /// Handles at most `concurrency` updates at once; the backlog is for others to look at.
    pub(super) fn new(
        handler: H,
        concurrency: usize,
        backlog: Backlog,
        metrics: Arc<Metrics>,
        ids: Ids,
    ) -> Self {
        let concurrency = concurrency.max(1);
        Self {
            handler: Arc::new(handler),
            tasks: TaskTracker::new(),
            running: Arc::new(Semaphore::new(concurrency)),
            backlog,
            chats: Arc::default(),
            metrics,
            ids,
        }
    }

    /// Takes an update as soon as there is room for it. Dropped before that, it has not.
    pub(super) async fn dispatch(&self, update: Update) {
        let kind = route::kind_of(&update);
        let course = Course::begin(&self.metrics, kind);
        let Ok(room) = Arc::clone(&self.backlog.free).acquire_owned().await else {
            return;
        };
        let chat = route::chat_of(&update);
        let turn = match chat.map(|chat| self.chats.queue(chat)) {
            None => None,
            Some(Some(turn)) => Some(turn),
            Some(None) => {
                tracing::warn!(
                    event = "chat-queue-full",
                    update = update.id.0,
                    "this chat has too many waiting: left out"
                );
                course.left_out();
                return;
            }
        };
        let user = update.from().cloned();
        // Who it is from is for the handler to say: perhaps they want nothing to be noted.
        let group = chat.map(|chat| chat.0).filter(|chat| *chat < 0);
        let span = update_span(&self.ids, kind, update.id.0, None, group);
        let (handler, running) = (Arc::clone(&self.handler), Arc::clone(&self.running));
        let work = async move {
            let turn = match turn {
                Some(turn) => Some(turn.wait().await),
                None => None,
            };
            let permit = running.acquire_owned().await;
            let work = async {
                let work = AssertUnwindSafe(handler.handle(update)).catch_unwind();
                if let Err(panic) = work.await {
                    tracing::error!(panic = said(&*panic), "handling this update panicked");
                    course.panicked();
                    if let Some(chat) = chat {
                        handler.apologise(chat, user.as_ref()).await;
                    }
                }
            };
            Arc::clone(&course).scope(work).await;
            drop((turn, permit, room));
        };
        self.tasks.spawn(work.instrument(span));
    }

    /// Updates that are taken and not yet handled.
    pub(super) fn backlog(&self) -> usize {
        self.backlog.waiting()
    }

    /// Waits until all updates are handled, but no longer than `patience`; true if
    /// none is left.
    pub(super) async fn drain(&self, patience: Duration) -> bool {
        self.tasks.close();
        let left = self.backlog();
        if left > 0 {
            tracing::info!(updates = left, "letting running work end");
        }
        let done = tokio::time::timeout(patience, self.tasks.wait())
            .await
            .is_ok();
        if !done {
            tracing::warn!(updates = self.backlog(), "given up: these stay unanswered");
        }
        done
    }
}

fn said(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without words")
}

/// The queue of each chat that has one.
#[derive(Debug, Default)]
struct Chats(Mutex<Tails>);

#[derive(Debug, Default)]
struct Tails {
    last: HashMap<ChatId, Tail>,
    turns: u64,
}

/// The end of a queue.
#[derive(Debug)]
struct Tail {
    /// The number of its last turn.
    number: u64,
    /// When that turn is over.
    over: oneshot::Receiver<()>,
    /// Turns that are not over.
    turns: usize,
}

/// A place in a chat's queue. Dropping it lets the next one go.
#[derive(Debug)]
struct Turn {
    chats: Arc<Chats>,
    chat: ChatId,
    number: u64,
    before: Option<oneshot::Receiver<()>>,
    /// Dropped with the turn: that is what the next one waits for.
    _done: oneshot::Sender<()>,
}

impl Chats {
    fn tails(&self) -> std::sync::MutexGuard<'_, Tails> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next turn of a chat; none if its queue is full.
    fn queue(self: &Arc<Self>, chat: ChatId) -> Option<Turn> {
        let (done, over) = oneshot::channel();
        let mut tails = self.tails();
        let turns = 1 + tails.last.get(&chat).map_or(0, |tail| tail.turns);
        if turns > PER_CHAT {
            return None;
        }
        tails.turns += 1;
        let number = tails.turns;
        let tail = Tail {
            number,
            over,
            turns,
        };
        let before = tails.last.insert(chat, tail).map(|tail| tail.over);
        Some(Turn {
            chats: Arc::clone(self),
            chat,
            number,
            before,
            _done: done,
        })
    }
}

impl Turn {
    async fn wait(mut self) -> Self {
        if let Some(before) = self.before.take() {
            // An error is the sender being dropped: its turn is over.
            let _ = before.await;
        }
        self
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut tails = self.chats.tails();
        let Some(tail) = tails.last.get_mut(&self.chat) else {
            return;
        };
        tail.turns -= 1;
        if tail.number == self.number {
            tails.last.remove(&self.chat);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use tokio::sync::mpsc;

    fn text(id: u32, chat: i64, text: &str) -> Update {
        let message = json!({
            "message_id": id, "date": 0, "text": text,
            "chat": {"id": chat, "type": "private", "first_name": "A"},
            "from": {"id": chat, "is_bot": false, "first_name": "A"},
        });
        // From text, as it arrives: teloxide does not read updates from a `Value`.
        let update = json!({"update_id": id, "message": message}).to_string();
        serde_json::from_str(&update).unwrap()
    }

    /// Tells what it does: `+1` begins update 1, `-1` ends it. `wait` waits for the
    /// gate, `panic` panics.
    struct Told {
        out: mpsc::UnboundedSender<String>,
        gate: Arc<Semaphore>,
    }

    impl Handle for Told {
        async fn handle(&self, update: Update) {
            let id = update.id.0;
            self.out.send(format!("+{id}")).unwrap();
            let text = match update.kind {
                teloxide::types::UpdateKind::Message(message) => message.text().unwrap().to_owned(),
                other => panic!("{other:?}"),
            };
            match text.as_str() {
                "wait" => self.gate.acquire().await.unwrap().forget(),
                "panic" => panic!("on purpose"),
                _ => tokio::task::yield_now().await,
            }
            self.out.send(format!("-{id}")).unwrap();
        }

        async fn apologise(&self, chat: ChatId, _: Option<&User>) {
            self.out.send(format!("sorry {chat}")).unwrap();
        }
    }

    fn dispatcher(
        concurrency: usize,
    ) -> (
        Dispatcher<Told>,
        mpsc::UnboundedReceiver<String>,
        Arc<Semaphore>,
    ) {
        let (out, told) = mpsc::unbounded_channel();
        let gate = Arc::new(Semaphore::new(0));
        (
            Dispatcher::new(
                Told {
                    out,
                    gate: Arc::clone(&gate),
                },
                concurrency,
                Backlog::new(concurrency),
                Arc::default(),
                Ids::plain(),
            ),
            told,
            gate,
        )
    }

    async fn all(
        dispatcher: Dispatcher<Told>,
        mut told: mpsc::UnboundedReceiver<String>,
    ) -> String {
        assert!(dispatcher.drain(Duration::from_mins(1)).await);
        assert!(dispatcher.chats.tails().last.is_empty());
        drop(dispatcher);
        let mut lines = Vec::new();
        while let Some(line) = told.recv().await {
            lines.push(line);
        }
        lines.join(" ")
    }

    #[tokio::test]
    async fn updates_of_one_chat_are_handled_in_order() {
        let (dispatcher, told, gate) = dispatcher(8);
        dispatcher.dispatch(text(1, 5, "wait")).await;
        dispatcher.dispatch(text(2, 5, "")).await;
        dispatcher.dispatch(text(3, 5, "")).await;
        gate.add_permits(1);
        assert_eq!(all(dispatcher, told).await, "+1 -1 +2 -2 +3 -3");
    }

    #[tokio::test]
    async fn a_slow_chat_does_not_hold_up_another() {
        let (dispatcher, mut told, gate) = dispatcher(8);
        dispatcher.dispatch(text(1, 5, "wait")).await;
        dispatcher.dispatch(text(2, 6, "")).await;
        let mut lines = Vec::new();
        for _ in 0..3 {
            lines.push(told.recv().await.unwrap());
        }
        assert!(lines.contains(&"-2".to_owned()), "{lines:?}");
        gate.add_permits(1);
        assert_eq!(all(dispatcher, told).await, "-1");
    }

    #[tokio::test]
    async fn a_panic_costs_its_own_update_alone() {
        let (dispatcher, told, _) = dispatcher(8);
        dispatcher.dispatch(text(1, 5, "panic")).await;
        dispatcher.dispatch(text(2, 5, "")).await;
        assert_eq!(all(dispatcher, told).await, "+1 sorry 5 +2 -2");
    }

    #[tokio::test]
    async fn no_more_than_allowed_run_at_once() {
        let (dispatcher, told, gate) = dispatcher(1);
        dispatcher.dispatch(text(1, 5, "wait")).await;
        dispatcher.dispatch(text(2, 6, "wait")).await;
        gate.add_permits(2);
        let told = all(dispatcher, told).await;
        assert!(
            ["+1 -1 +2 -2", "+2 -2 +1 -1"].contains(&told.as_str()),
            "{told}"
        );
    }

    #[tokio::test]
    async fn a_chat_that_floods_the_bot_does_not_take_the_room_of_others() {
        let (dispatcher, told, gate) = dispatcher(8);
        let flood = u32::try_from(PER_CHAT).unwrap() + 10;
        for id in 0..flood {
            dispatcher.dispatch(text(id, 5, "wait")).await;
        }
        dispatcher.dispatch(text(flood, 6, "")).await;
        gate.add_permits(PER_CHAT);
        let told = all(dispatcher, told).await;
        assert_eq!(told.matches('-').count(), PER_CHAT + 1, "{told}");
    }

    #[tokio::test]
    async fn work_that_does_not_end_is_given_up() {
        let (dispatcher, _told, _gate) = dispatcher(1);
        dispatcher.dispatch(text(1, 5, "wait")).await;
        assert!(!dispatcher.drain(Duration::ZERO).await);
    }
}
