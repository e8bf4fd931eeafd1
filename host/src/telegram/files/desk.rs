//! Where work on files is bounded, found and ended.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use vinbot_intake::photo;

use super::super::conversation::Conversation;
use super::Failed;
use super::album::Albums;
use crate::config;

/// Photos of one user that are read or wait: an album has no more.
const PHOTOS: usize = 10;
/// Photos and tables of all that are worked on or wait.
const ALL: usize = 60;

/// What is worked on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Photo,
    Table,
}

/// Why work is not begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Busy {
    /// With what this user sent before.
    Own,
    /// With what many sent.
    All,
    /// The bot stops.
    Stopping,
}

/// Whose work it is: that of a user, or of an administrator who speaks as the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    User(u64),
    Chat(i64),
}

impl Owner {
    fn of(here: &Conversation<'_>) -> Self {
        here.reader
            .user
            .map_or(Self::Chat(here.place.chat.0), Self::User)
    }
}

/// All work on files.
#[derive(Debug)]
pub(in crate::telegram) struct Desk {
    pub(super) settings: config::Files,
    /// How photos are read.
    pub(super) reading: photo::Settings,
    pub(super) albums: Albums,
    photos: Arc<Semaphore>,
    tables: Arc<Semaphore>,
    open: Mutex<Open>,
    tasks: TaskTracker,
    interrupt: CancellationToken,
}

/// Work that is not done.
#[derive(Debug, Default)]
struct Open {
    last: u64,
    work: HashMap<u64, Work>,
}

#[derive(Debug)]
struct Work {
    owner: Owner,
    kind: Kind,
    stop: CancellationToken,
}

impl Desk {
    pub(in crate::telegram) fn new(settings: &config::Files) -> Self {
        let places = |number: u32| Arc::new(Semaphore::new(number as usize));
        let limits = photo::Limits {
            bytes: settings.max_bytes(),
            time: Duration::from_secs(settings.photo_deadline_s),
            ..photo::Limits::default()
        };
        Self {
            reading: photo::Settings {
                limits,
                tesseract: settings.tesseract.program(),
            },
            albums: Albums::default(),
            photos: places(settings.photos),
            tables: places(settings.tables),
            open: Mutex::default(),
            tasks: TaskTracker::new(),
            interrupt: CancellationToken::new(),
            settings: settings.clone(),
        }
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A ticket for work on a file of whoever speaks here.
    pub(super) fn begin(
        self: &Arc<Self>,
        here: &Conversation<'_>,
        kind: Kind,
    ) -> Result<Ticket, Busy> {
        self.enter(Owner::of(here), kind)
    }

    fn enter(self: &Arc<Self>, owner: Owner, kind: Kind) -> Result<Ticket, Busy> {
        if self.tasks.is_closed() {
            return Err(Busy::Stopping);
        }
        let mut open = self.open();
        let own = open.work.values();
        let own = own.filter(|work| work.owner == owner && work.kind == kind);
        let most = match kind {
            Kind::Photo => PHOTOS,
            Kind::Table => 1,
        };
        if own.count() >= most {
            return Err(Busy::Own);
        }
        if open.work.len() >= ALL {
            return Err(Busy::All);
        }
        open.last += 1;
        let (id, stop) = (open.last, CancellationToken::new());
        let work = Work {
            owner,
            kind,
            stop: stop.clone(),
        };
        open.work.insert(id, work);
        Ok(Ticket {
            desk: Arc::clone(self),
            id,
            stop,
        })
    }

    /// Stops the work of whoever speaks here: that with this number, or the table. False if
    /// there is none.
    pub(in crate::telegram) fn stop(&self, here: &Conversation<'_>, id: Option<u64>) -> bool {
        self.end(Owner::of(here), id)
    }

    fn end(&self, owner: Owner, id: Option<u64>) -> bool {
        let open = self.open();
        let meant = |(number, work): &(&u64, &Work)| {
            work.owner == owner && id.map_or(work.kind == Kind::Table, |id| id == **number)
        };
        let found = open.work.iter().find(meant);
        found.is_some_and(|(_, work)| {
            work.stop.cancel();
            true
        })
    }

    /// Lets work go on by itself; the bot waits for it when it stops.
    pub(super) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(work);
    }

    /// Waits until all work is done: for half of the time as it is, then it is told to end.
    pub(in crate::telegram) async fn drain(&self, patience: Duration) {
        self.tasks.close();
        let done = || tokio::time::timeout(patience / 2, self.tasks.wait());
        if done().await.is_ok() {
            return;
        }
        tracing::info!(files = self.tasks.len(), "work on files is interrupted");
        self.interrupt.cancel();
        if done().await.is_err() {
            tracing::warn!(files = self.tasks.len(), "work on files is given up");
        }
    }
}

/// Work that is under way; it is over when this is dropped.
#[derive(Debug)]
pub(super) struct Ticket {
    desk: Arc<Desk>,
    /// What a button calls it.
    pub(super) id: u64,
    stop: CancellationToken,
}

impl Ticket {
    /// Does it, unless it is ended before.
    pub(super) async fn unless_ended<T>(&self, work: impl Future<Output = T>) -> Result<T, Failed> {
        tokio::select! {
            biased;
            () = self.desk.interrupt.cancelled() => Err(Failed::Interrupted),
            () = self.stop.cancelled() => Err(Failed::Stopped),
            done = work => Ok(done),
        }
    }

    /// A place among those who read photos.
    pub(super) async fn photo_place(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.desk.photos).acquire_owned().await.ok()
    }

    /// The same for tables.
    pub(super) async fn table_place(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.desk.tables).acquire_owned().await.ok()
    }

    /// True if others have all places for tables.
    pub(super) fn must_queue(&self) -> bool {
        self.desk.tables.available_permits() == 0
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.desk.open().work.remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: Owner = Owner::User(5);
    const BOB: Owner = Owner::User(6);

    fn desk() -> Arc<Desk> {
        Arc::new(Desk::new(&config::Files {
            tesseract: config::Tesseract::Off,
            ..config::Files::default()
        }))
    }

    #[test]
    fn a_user_has_one_table_at_a_time_and_an_album_of_photos() {
        let desk = desk();
        let table = desk.enter(ADA, Kind::Table).unwrap();
        assert_eq!(desk.enter(ADA, Kind::Table).unwrap_err(), Busy::Own);
        let _other = desk.enter(BOB, Kind::Table).unwrap();
        let photos: Vec<_> = (0..PHOTOS)
            .map(|_| desk.enter(ADA, Kind::Photo).unwrap())
            .collect();
        assert_eq!(desk.enter(ADA, Kind::Photo).unwrap_err(), Busy::Own);
        drop((table, photos));
        assert!(desk.enter(ADA, Kind::Table).is_ok());
    }

    #[test]
    fn all_together_have_a_bound() {
        let desk = desk();
        let all: Vec<_> = (0..ALL)
            .map(|user| desk.enter(Owner::User(user as u64), Kind::Table).unwrap())
            .collect();
        assert_eq!(
            desk.enter(Owner::Chat(-1), Kind::Photo).unwrap_err(),
            Busy::All
        );
        drop(all);
    }

    #[tokio::test]
    async fn only_its_owner_stops_work() {
        let desk = desk();
        let table = desk.enter(ADA, Kind::Table).unwrap();
        assert!(!desk.end(BOB, Some(table.id)) && !desk.end(BOB, None));
        assert!(!desk.end(ADA, Some(table.id + 1)));
        assert!(table.unless_ended(async {}).await.is_ok());
        assert!(desk.end(ADA, Some(table.id)));
        let ended = table.unless_ended(std::future::pending::<()>()).await;
        assert!(matches!(ended, Err(Failed::Stopped)));
        drop(table);
        assert!(!desk.end(ADA, None));
    }

    #[tokio::test]
    async fn work_that_takes_too_long_when_the_bot_stops_is_told_to_end() {
        let desk = desk();
        let ticket = desk.enter(ADA, Kind::Table).unwrap();
        desk.spawn(async move {
            let ended = ticket.unless_ended(std::future::pending::<()>()).await;
            assert!(matches!(ended, Err(Failed::Interrupted)));
        });
        desk.drain(Duration::ZERO).await;
        desk.tasks.wait().await;
        assert_eq!(desk.enter(ADA, Kind::Table).unwrap_err(), Busy::Stopping);
        assert!(desk.open().work.is_empty());
    }
}
