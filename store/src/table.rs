//! Which tables there are, and how their values grew.

use serde_json::{Map, Value};

/// A table: its name, how large its values may be, and how old ones become new.
#[derive(Debug)]
pub struct Table {
    name: &'static str,
    most_bytes: usize,
    migrations: &'static [Migration],
}

/// Makes a value of one version into one of the next; `None` if it is damaged.
pub(crate) type Migration = fn(Map<String, Value>) -> Option<Map<String, Value>>;

impl Table {
    /// `migrations[0]` leads from version 1 to 2, and so on.
    pub(crate) const fn new(
        name: &'static str,
        most_bytes: usize,
        migrations: &'static [Migration],
    ) -> Self {
        Self {
            name,
            most_bytes,
            migrations,
        }
    }

    /// Its name in the backend.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// How large a value may be, in bytes of JSON.
    pub const fn most_bytes(&self) -> usize {
        self.most_bytes
    }

    /// The version in which values are written.
    pub const fn version(&self) -> u64 {
        self.migrations.len() as u64 + 1
    }

    /// Brings a value of an older version to this one's.
    pub(crate) fn migrate(
        &self,
        version: u64,
        value: Map<String, Value>,
    ) -> Option<Map<String, Value>> {
        let done = usize::try_from(version.checked_sub(1)?).ok()?;
        let rest = self.migrations.get(done..)?;
        rest.iter().try_fold(value, |value, migrate| migrate(value))
    }
}

pub(crate) static SETTINGS: Table = Table::new("settings", 2 << 10, &[]);
pub(crate) static HISTORY: Table = Table::new("history", 2 << 10, &[]);
pub(crate) static GARAGE: Table = Table::new("garage", 2 << 10, &[]);
pub(crate) static WATCHES: Table = Table::new("watches", 32 << 10, &[]);
pub(crate) static DIALOGUES: Table = Table::new("dialogues", 32 << 10, &[]);
pub(crate) static PRIVATE_CHATS: Table = Table::new("private_chats", 1 << 10, &[]);
pub(crate) static ANSWERS: Table = Table::new("answers", 1 << 10, &[]);
pub(crate) static FEEDBACK: Table = Table::new("feedback", 32 << 10, &[]);

pub(crate) static GROUPS: Table = Table::new("groups", 1 << 10, &[]);
pub(crate) static BROADCASTS: Table = Table::new("broadcasts", 32 << 10, &[]);
pub(crate) static JOBS: Table = Table::new("jobs", 1 << 10, &[]);
pub(crate) static STATISTICS: Table = Table::new("statistics", 1 << 10, &[]);
pub(crate) static AUDIT: Table = Table::new("audit", 8 << 10, &[]);
pub(crate) static META: Table = Table::new("meta", 1 << 10, &[]);

/// The tables with what belongs to a person. Their keys begin with the user's id in 20 digits.
///
/// The settings come last: while the rest is deleted, "private" still holds.
pub static PERSONAL: [&Table; 8] = [
    &HISTORY,
    &GARAGE,
    &WATCHES,
    &DIALOGUES,
    &ANSWERS,
    &FEEDBACK,
    &PRIVATE_CHATS,
    &SETTINGS,
];

/// The tables with nothing of a person: groups, and what the operator does and counts.
pub static SHARED: [&Table; 6] = [&GROUPS, &BROADCASTS, &JOBS, &STATISTICS, &AUDIT, &META];

/// The version of the whole store: it grows with each table and each migration, so that nobody
/// has to remember to raise it. A program that knows a smaller one does not open the store: it
/// would misread what is newer, and not delete what it has never heard of.
pub static SCHEMA: u64 = {
    let mut schema = (PERSONAL.len() + SHARED.len()) as u64;
    let mut at = 0;
    while at < PERSONAL.len() {
        schema += PERSONAL[at].version() - 1;
        at += 1;
    }
    at = 0;
    while at < SHARED.len() {
        schema += SHARED[at].version() - 1;
        at += 1;
    }
    schema
};
