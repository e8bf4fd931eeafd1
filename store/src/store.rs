//! The store itself.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use moka::future::Cache;
use serde::{Deserialize, Serialize};
use tokio::sync::{Mutex, MutexGuard};

use crate::backend::Backend;
use crate::error::StoreError;
use crate::settings::UserSettings;
use crate::table::{META, SCHEMA};

/// Under which key of the table `meta` the store's version stands.
const SCHEMA_KEY: &str = "schema";
const TRIAL_KEY: &str = "trial";

/// How many users of this process may write at once; others wait for one of them.
const TURNS: usize = 64;

/// How long settings are taken for what they were.
const RECENT: Duration = Duration::from_secs(10);
/// For how long it is known in this process who was forgotten: no work takes longer.
const FORGOTTEN: Duration = Duration::from_hours(6);
/// Users of whom either is remembered.
const REMEMBERED: u64 = 10_000;

/// All that is remembered. Cheap to clone.
///
/// Times are seconds since 1970. A value that is damaged costs only itself: lists pass over it
/// with a line in the log, and asking for just that value is [`StoreError::Damaged`].
#[derive(Clone)]
pub struct Store {
    pub(crate) backend: Arc<dyn Backend>,
    turns: Arc<[Mutex<()>; TURNS]>,
    pub(crate) lately: Arc<Lately>,
    /// When the work began that this is for.
    pub(crate) began: Option<Instant>,
}

/// What this process knows without asking.
pub(crate) struct Lately {
    /// What users chose, for moments.
    pub(crate) chosen: Cache<u64, UserSettings>,
    /// When users were forgotten.
    pub(crate) forgotten: Cache<u64, Instant>,
}

impl Default for Lately {
    fn default() -> Self {
        Self {
            chosen: Cache::builder()
                .max_capacity(REMEMBERED)
                .time_to_live(RECENT)
                .build(),
            forgotten: Cache::builder()
                .max_capacity(REMEMBERED)
                .time_to_live(FORGOTTEN)
                .build(),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Meta {
    schema: u64,
}

impl Store {
    /// Over a backend of the caller's.
    ///
    /// # Errors
    /// If a newer program wrote there, or it can't be reached.
    pub async fn over(backend: Arc<dyn Backend>) -> Result<Self, StoreError> {
        let store = Self::unmarked(backend);
        store.take_schema().await?;
        Ok(store)
    }

    /// The same store for work that began then. Of whom was forgotten since, in this process, it
    /// notes nothing by itself: no VIN, no answer, no chat.
    #[must_use]
    pub fn of_work_since(&self, began: Instant) -> Self {
        Self {
            began: Some(began),
            ..self.clone()
        }
    }

    /// Whether a user was forgotten since the work began that this is for.
    pub(crate) async fn is_forgotten(&self, user: u64) -> bool {
        let forgotten = self.lately.forgotten.get(&user).await;
        match (self.began, forgotten) {
            (Some(began), Some(forgotten)) => began <= forgotten,
            _ => false,
        }
    }

    /// The same as it is found, whoever wrote there.
    pub(crate) fn unmarked(backend: Arc<dyn Backend>) -> Self {
        Self {
            backend,
            turns: Arc::new(std::array::from_fn(|_| Mutex::default())),
            lately: Arc::default(),
            began: None,
        }
    }

    /// The version that it is marked with; 0 if with none.
    pub(crate) async fn schema(&self) -> Result<u64, StoreError> {
        let meta: Option<Meta> = self.read(&META, SCHEMA_KEY).await?;
        Ok(meta.map_or(0, |meta| meta.schema))
    }

    /// Whether the store answers.
    ///
    /// # Errors
    /// If it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let asked = self.backend.get(META.name(), SCHEMA_KEY).await;
        asked.map(|_| ())
    }

    /// Whether the store can be written to: something of its own is, and stays.
    ///
    /// # Errors
    /// If it can't.
    pub async fn try_writing(&self) -> Result<(), StoreError> {
        let write = |_: Option<Meta>| Some(Meta { schema: SCHEMA });
        self.update(&META, TRIAL_KEY, write).await.map(drop)
    }

    /// Refuses a newer store, and marks an older one as ours: its values become new ones when
    /// they are written next.
    async fn take_schema(&self) -> Result<(), StoreError> {
        let known = SCHEMA;
        let mut newer = None;
        let mark = |meta: Option<Meta>| {
            let found = meta.map_or(0, |meta| meta.schema);
            newer = (found > known).then_some(found);
            (found < known).then_some(Meta { schema: known })
        };
        self.update(&META, SCHEMA_KEY, mark).await?;
        match newer {
            Some(found) => Err(StoreError::Newer { found, known }),
            None => Ok(()),
        }
    }

    /// One after the other for each user, within this process: what a method reads is still so
    /// when it writes.
    pub(crate) async fn turn(&self, user: u64) -> MutexGuard<'_, ()> {
        self.turn_at(user).await
    }

    /// The same for what belongs to no user.
    pub(crate) async fn turn_at(&self, number: u64) -> MutexGuard<'_, ()> {
        let at = usize::try_from(number % TURNS as u64).unwrap_or_default();
        self.turns[at].lock().await
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("backend", &self.backend)
            .finish_non_exhaustive()
    }
}
