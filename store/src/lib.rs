//! What the bot remembers about users and chats.
//!
//! [`Store`] has a method for everything that is remembered; below it is a [`Backend`], a small
//! ordered place for values: one file ([`backend::Redb`]), a Redis ([`backend::Redis`]) or memory
//! ([`backend::Memory`]). All that belongs to a person stands under keys that begin with that
//! person's id, in the tables of [`PERSONAL`], so that [`Store::export`] and [`Store::forget`]
//! miss nothing.
//!
//! ```
//! use vinbot_store::{Seen, Settings, Store};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), vinbot_store::StoreError> {
//! let store = Store::open(Settings::default()).await?;
//! let seen = Seen {
//!     vin: "1HGCM82633A004352".to_owned(),
//!     title: "2003 Honda Accord".to_owned(),
//!     at: 1_700_000_000,
//! };
//! store.remember(42, seen).await?;
//! assert_eq!(store.history(42, 0, 10).await?.total, 1);
//! assert_eq!(store.forget(42).await?, [("history", 1)]);
//! # Ok(())
//! # }
//! ```

mod answers;
mod audit;
pub mod backend;
mod broadcasts;
mod chats;
mod dialogues;
mod envelope;
mod error;
mod feedback;
mod flags;
mod garage;
mod history;
mod jobs;
mod key;
mod look;
mod open;
mod person;
mod records;
mod settings;
mod statistics;
mod store;
mod table;
mod watches;

pub use answers::{Answered, KEPT, MOST_ANSWERS};
pub use audit::{DEEDS_KEPT_S, Deed, MOST_DEEDS};
pub use backend::Backend;
pub use broadcasts::{Broadcast, BroadcastState};
pub use chats::{Chat, ChatKind};
pub use dialogues::Dialogue;
pub use error::StoreError;
pub use feedback::{Feedback, MOST_FEEDBACK};
pub use garage::{Car, MOST_CARS};
pub use history::{MOST_SEEN, Page, Seen};
pub use look::Look;
pub use open::Settings;
pub use records::Owned;
pub use settings::{Units, UserSettings};
pub use statistics::Counts;
pub use store::Store;
pub use table::{PERSONAL, SCHEMA, SHARED, Table};
pub use watches::{MOST_WATCHES, Watch};
