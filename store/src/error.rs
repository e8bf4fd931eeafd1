//! Why the store did not do what it was asked.

use std::path::PathBuf;

/// Why the store did not do what it was asked. Its words are for the log: short, with what to
/// do where something can be done, and with neither a secret nor anything of a person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The file or the server can't be used just now; it may work again later.
    #[error("the store does not answer: {0}")]
    Unavailable(String),
    /// Another process has the file open.
    #[error(
        "{} is in use by another process: end that one, or let both share a Redis (place = \"redis\" in [store] of config.toml, and REDIS_URL)",
        .0.display()
    )]
    InUse(PathBuf),
    /// The file can't be opened or is none of ours.
    #[error(
        "{} can't be opened ({reason}): see that it may be read and written, or put back a backup",
        .path.display()
    )]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system or the database says.
        reason: String,
    },
    /// `REDIS_URL` is no address.
    #[error(
        "REDIS_URL is no address of a Redis: write redis://[user:password@]host[:port][/database], \
         or rediss:// for TLS; in a password, signs such as @ : / are written as %40 %3A %2F"
    )]
    RedisUrl,
    /// A newer program wrote here; this one would misread or lose what it added.
    #[error(
        "the store was written by a newer vinbot (version {found}, this one knows {known}): \
         start that one again, or put back a backup from before"
    )]
    Newer {
        /// The version that was found.
        found: u64,
        /// The newest that is known.
        known: u64,
    },
    /// A value can't be read. All others can.
    #[error("a value in table {table} is damaged")]
    Damaged {
        /// In which table.
        table: &'static str,
    },
    /// There is no room for another one.
    #[error("there are {most} {what} already, and no more are kept")]
    Full {
        /// Of what.
        what: &'static str,
        /// How many are kept.
        most: usize,
    },
    /// A value is larger than its table takes.
    #[error("a value for table {table} is over {most} bytes")]
    TooLarge {
        /// For which table.
        table: &'static str,
        /// How large it may be, in bytes of JSON.
        most: usize,
    },
    /// What was given can't be kept.
    #[error("{0}")]
    Invalid(&'static str),
    /// Others changed the same value again and again meanwhile.
    #[error("a value in table {table} is changed by too many at once")]
    Contended {
        /// In which table.
        table: &'static str,
    },
}
