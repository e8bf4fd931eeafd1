//! What the bot remembers about users and chats.

pub mod backend;
mod error;

pub use backend::Backend;
pub use error::StoreError;
