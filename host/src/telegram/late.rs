//! Sections of cards that are shown already: they come by edits, beside the chat's other
//! updates, so that whoever writes on is answered at once.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use futures::future::join_all;
use teloxide::types::ChatId;
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;
use tracing::Instrument;

use super::aside::Aside;
use super::conversation::Conversation;
use super::route::Carrier;
use crate::report::Report;
use crate::vin::Vin;

/// Sections that are there by then come in one edit; the rest in a second one.
const SOON: Duration = Duration::from_millis(1_500);

/// A card that is shown.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) carrier: Carrier,
    pub(super) report: Report,
    /// The vehicles that the button under it compares.
    pub(super) compared: Option<Vec<Vin>>,
}

/// What is late.
#[derive(Debug)]
pub(super) struct Late {
    tasks: TaskTracker,
    room: Arc<Semaphore>,
    open: Arc<Mutex<Open>>,
}

/// Cards that something may be added to, each with the number of its work.
#[derive(Debug, Default)]
struct Open {
    cards: HashMap<Key, u64>,
    last: u64,
}

/// A message. What was sent through the bot has an id of its own, whoever presses its buttons.
type Key = (Option<ChatId>, Carrier);

fn key(chat: ChatId, carrier: &Carrier) -> Key {
    let chat = match carrier {
        Carrier::Message(_) => Some(chat),
        Carrier::Inline(_) => None,
    };
    (chat, carrier.clone())
}

fn lock(open: &Mutex<Open>) -> MutexGuard<'_, Open> {
    open.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Late {
    /// So many updates' cards may be waited for at once.
    pub(super) fn new(most: usize) -> Self {
        Self {
            tasks: TaskTracker::new(),
            room: Arc::new(Semaphore::new(most)),
            open: Arc::default(),
        }
    }

    /// The message shows something else from now on: nothing is added to it any more.
    pub(super) fn is_over(&self, chat: ChatId, carrier: &Carrier) {
        lock(&self.open).cards.remove(&key(chat, carrier));
    }

    fn card(&self, chat: ChatId, carrier: &Carrier) -> Card {
        let key = key(chat, carrier);
        let mut open = lock(&self.open);
        open.last += 1;
        let number = open.last;
        open.cards.insert(key.clone(), number);
        Card {
            open: Arc::clone(&self.open),
            key,
            number,
        }
    }

    /// Waits until all sections are there, but no longer than `patience`.
    pub(super) async fn drain(&self, patience: Duration) {
        self.tasks.close();
        if tokio::time::timeout(patience, self.tasks.wait())
            .await
            .is_err()
        {
            tracing::info!(cards = self.tasks.len(), "sections that are late stay away");
        }
    }
}

/// A card as long as something may be added to it.
#[derive(Debug)]
struct Card {
    open: Arc<Mutex<Open>>,
    key: Key,
    number: u64,
}

impl Card {
    /// True if its message shows it still.
    fn is_shown(&self) -> bool {
        lock(&self.open).cards.get(&self.key) == Some(&self.number)
    }
}

impl Drop for Card {
    fn drop(&mut self) {
        if self.is_shown() {
            lock(&self.open).cards.remove(&self.key);
        }
    }
}

impl Conversation<'_> {
    /// Lets enrichers add what they know to cards; returns when that is under way.
    pub(super) async fn complete(&self, shown: Vec<Shown>) {
        if shown.is_empty() || !self.visit.has_enrichers() {
            return;
        }
        let (late, aside) = (&self.services.late, Aside::of(self));
        let room = Arc::clone(&late.room).try_acquire_owned();
        let work = async move {
            let here = aside.here();
            let sections = shown.iter().map(|shown| here.add_sections(shown));
            let added = AssertUnwindSafe(join_all(sections)).catch_unwind();
            if added.await.is_err() {
                tracing::error!("adding sections panicked");
            }
        };
        let work = work.instrument(tracing::Span::current());
        match room {
            Ok(room) => {
                late.tasks.spawn(async move {
                    work.await;
                    drop(room);
                });
            }
            // So many are waited for that this chat's next update waits, too.
            Err(_) => work.await,
        }
    }

    /// Who is late is named, and what it says comes by a second edit.
    async fn add_sections(&self, shown: &Shown) {
        let card = self.services.late.card(self.place.chat, &shown.carrier);
        let mut is = shown.report.clone();
        let mut enriching = self.visit.enriching(&shown.report);
        let all = async { while enriching.next().await {} };
        let late = tokio::time::timeout(SOON, all).await.is_err();
        if late && enriching.has_said() {
            is = enriching.report();
            self.add(&card, shown, &is).await;
        }
        while enriching.next().await {}
        let last = enriching.report();
        // Where nobody had anything to say, it would be the same card.
        if last != is {
            self.add(&card, shown, &last).await;
        }
    }

    /// Shows the card as it is now, unless its message has become something else.
    async fn add(&self, card: &Card, shown: &Shown, report: &Report) {
        let message = self.card(report).await;
        if card.is_shown() {
            self.edit_card(&shown.carrier, &message, report, shown.compared.as_deref())
                .await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use teloxide::types::MessageId;

    const CHAT: ChatId = ChatId(42);

    fn message(number: i32) -> Carrier {
        Carrier::Message(MessageId(number))
    }

    #[test]
    fn a_card_is_over_when_its_message_shows_something_else() {
        let late = Late::new(1);
        let (card, other) = (late.card(CHAT, &message(1)), late.card(CHAT, &message(2)));
        assert!(card.is_shown());
        late.is_over(CHAT, &message(1));
        assert!(!card.is_shown());
        assert!(other.is_shown());
    }

    #[test]
    fn a_shared_card_is_over_whoever_pressed_its_button() {
        let late = Late::new(1);
        let shared = Carrier::Inline("AAA".to_owned());
        let card = late.card(CHAT, &shared);
        late.is_over(ChatId(43), &shared);
        assert!(!card.is_shown());
    }

    #[test]
    fn of_two_works_on_one_message_the_later_counts() {
        let late = Late::new(1);
        let first = late.card(CHAT, &message(1));
        let second = late.card(CHAT, &message(1));
        assert!(!first.is_shown());
        drop(first);
        assert!(second.is_shown());
        drop(second);
        assert!(lock(&late.open).cards.is_empty());
    }
}
