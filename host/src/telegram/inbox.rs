//! Between the sources of updates and the dispatcher: each update is taken once, whole and in
//! the order in which it comes.
//!
//! A source tells Telegram that it has an update only when [`Inbox::accept`] has taken it. What
//! is refused stays at Telegram and comes again.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::Bytes;
use teloxide::types::{Update, UpdateId};
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;

use super::dispatch::{Dispatcher, Handle};

/// Ids that are remembered, so that an update that comes twice is answered once.
const REMEMBERED: usize = 1_000;

/// An update as it came, and what it says.
#[derive(Debug, Clone)]
pub(super) struct Arrived {
    json: Bytes,
    update: Update,
}

impl Arrived {
    /// Reads one JSON object as Telegram sends it.
    ///
    /// # Errors
    /// When it is no update. One of a kind that is not known is an update, too.
    pub(super) fn read(json: Bytes) -> serde_json::Result<Self> {
        let update = serde_json::from_slice(&json)?;
        Ok(Self { json, update })
    }

    /// The JSON that it was read from, and can be read from again.
    pub(super) fn json(&self) -> &Bytes {
        &self.json
    }

    /// Its number: an update that comes again has the same.
    pub(super) fn id(&self) -> UpdateId {
        self.update.id
    }
}

/// Why updates are not taken. Those before the first that is not are.
#[derive(Debug, thiserror::Error)]
pub(super) struct Refused {
    /// Updates from the front that are taken.
    pub(super) taken: usize,
    /// Why no more.
    #[source]
    pub(super) reason: Reason,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.reason.fmt(f)
    }
}

/// Why an update is not taken.
#[derive(Debug, thiserror::Error)]
pub(super) enum Reason {
    /// The bot stops.
    #[error("the bot is stopping: it takes no more updates")]
    Stopping,
}

/// Takes updates.
#[derive(Debug)]
pub(super) struct Inbox<H> {
    dispatcher: Dispatcher<H>,
    /// Held while updates are taken: no two sources mix, and an update that comes twice at
    /// the same time is taken once.
    seen: Mutex<Seen>,
    stop: CancellationToken,
}

impl<H: Handle> Inbox<H> {
    /// Takes updates until `stop`.
    pub(super) fn new(dispatcher: Dispatcher<H>, stop: CancellationToken) -> Self {
        Self {
            dispatcher,
            seen: Mutex::default(),
            stop,
        }
    }

    /// Takes updates, in their order; waits for room. One that was taken before counts as
    /// taken.
    ///
    /// May be dropped before its end: what it has not taken by then may come again.
    ///
    /// # Errors
    /// See [`Reason`].
    pub(super) async fn accept(&self, updates: Vec<Arrived>) -> Result<(), Refused> {
        let mut seen = self.seen.lock().await;
        for (taken, arrived) in updates.into_iter().enumerate() {
            let (id, bytes) = (arrived.id(), arrived.json().len());
            if seen.knows(id) {
                tracing::debug!(update = id.0, "came twice");
                continue;
            }
            let dispatch = self.dispatcher.dispatch(arrived.update);
            if self.stop.run_until_cancelled(dispatch).await.is_none() {
                let reason = Reason::Stopping;
                return Err(Refused { taken, reason });
            }
            tracing::trace!(update = id.0, bytes, "taken");
            seen.remember(id);
        }
        Ok(())
    }

    /// Takes no more, and waits until all that was taken is handled, but no longer than
    /// `patience`; true if none is left.
    pub(super) async fn drain(&self, patience: Duration) -> bool {
        self.stop.cancel();
        // Whoever is taking updates now notices.
        drop(self.seen.lock().await);
        self.dispatcher.drain(patience).await
    }
}

/// The ids of late.
#[derive(Debug, Default)]
struct Seen(VecDeque<UpdateId>);

impl Seen {
    fn knows(&self, id: UpdateId) -> bool {
        self.0.contains(&id)
    }

    fn remember(&mut self, id: UpdateId) {
        if self.0.len() == REMEMBERED {
            self.0.pop_front();
        }
        self.0.push_back(id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telegram::dispatch::Backlog;
    use crate::telemetry::Ids;
    use std::sync::{Arc, Mutex as Lock};
    use teloxide::types::{ChatId, User};
    use tokio::sync::Semaphore;

    /// Notes the ids that it handles, each when the gate lets it.
    #[derive(Clone)]
    struct Noted {
        ids: Arc<Lock<Vec<u32>>>,
        gate: Arc<Semaphore>,
    }

    impl Noted {
        /// Lets so many through.
        fn open(count: usize) -> Self {
            Self {
                ids: Arc::default(),
                gate: Arc::new(Semaphore::new(count)),
            }
        }

        fn ids(&self) -> Vec<u32> {
            self.ids.lock().unwrap().clone()
        }

        /// Handles one at a time; sixteen more wait.
        fn inbox(&self) -> Inbox<Self> {
            let dispatcher = Dispatcher::new(
                self.clone(),
                1,
                Backlog::new(1),
                Arc::default(),
                Ids::plain(),
            );
            Inbox::new(dispatcher, CancellationToken::new())
        }
    }

    impl Handle for Noted {
        async fn handle(&self, update: Update) {
            self.gate.acquire().await.unwrap().forget();
            self.ids.lock().unwrap().push(update.id.0);
        }

        async fn apologise(&self, _: ChatId, _: Option<&User>) {}
    }

    fn arrived(id: u32) -> Arrived {
        let json = format!(
            r#"{{"update_id":{id},"message":{{"message_id":1,"date":0,"text":"a",
            "chat":{{"id":5,"type":"private","first_name":"A"}}}}}}"#
        );
        Arrived::read(json.into()).unwrap()
    }

    #[test]
    fn what_arrived_is_kept_as_it_came() {
        let json = r#"{"update_id": 7, "novelty": {"of": "tomorrow"}}"#;
        let arrived = Arrived::read(json.into()).unwrap();
        assert_eq!((arrived.id().0, &arrived.json()[..]), (7, json.as_bytes()));
        assert!(Arrived::read(r#"{"message": {}}"#.into()).is_err());
        assert!(Arrived::read("[".into()).is_err());
    }

    #[tokio::test]
    async fn what_comes_twice_is_handled_once() {
        let noted = Noted::open(9);
        let inbox = noted.inbox();
        inbox
            .accept(vec![arrived(1), arrived(2), arrived(1)])
            .await
            .unwrap();
        inbox.accept(vec![arrived(2), arrived(3)]).await.unwrap();
        assert!(inbox.drain(Duration::from_mins(1)).await);
        assert_eq!(noted.ids(), [1, 2, 3]);
    }

    #[tokio::test]
    async fn what_waits_for_room_when_the_bot_stops_is_refused_and_the_rest_is_handled() {
        let noted = Noted::open(0);
        let inbox = Arc::new(noted.inbox());
        let taking = tokio::spawn({
            let inbox = Arc::clone(&inbox);
            async move { inbox.accept((1..=20).map(arrived).collect()).await }
        });
        while inbox.dispatcher.backlog() < 16 {
            tokio::task::yield_now().await;
        }
        noted.gate.add_permits(20);
        inbox.stop.cancel();
        let refused = taking.await.unwrap().unwrap_err();
        assert!(inbox.drain(Duration::from_mins(1)).await);
        assert_eq!(noted.ids().len(), refused.taken);
        assert!((16..20).contains(&refused.taken), "{refused:?}");
        let late = inbox.accept(vec![arrived(30)]).await.unwrap_err();
        assert_eq!(late.taken, 0);
    }

    #[tokio::test]
    async fn what_is_given_up_while_it_waits_for_room_may_come_again() {
        let noted = Noted::open(0);
        let inbox = noted.inbox();
        inbox.accept((1..=16).map(arrived).collect()).await.unwrap();
        let given_up = tokio::time::timeout(Duration::ZERO, inbox.accept(vec![arrived(17)]));
        assert!(given_up.await.is_err());
        noted.gate.add_permits(20);
        inbox.accept(vec![arrived(17)]).await.unwrap();
        assert!(inbox.drain(Duration::from_mins(1)).await);
        assert_eq!(noted.ids(), (1..=17).collect::<Vec<_>>());
    }

    #[test]
    fn an_id_is_known_for_as_long_as_it_is_remembered() {
        let mut seen = Seen::default();
        for id in 1..=u32::try_from(REMEMBERED).unwrap() {
            assert!(!seen.knows(UpdateId(id)));
            seen.remember(UpdateId(id));
        }
        assert!(seen.knows(UpdateId(1)));
        seen.remember(UpdateId(0));
        assert!(!seen.knows(UpdateId(1)));
        assert_eq!(seen.0.len(), REMEMBERED);
    }
}
