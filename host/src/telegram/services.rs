//! What answering takes, shared by all conversations.

use std::sync::Arc;

use super::client::Client;
use super::edits::Answered;
use super::files::Desk;
use super::seal::Seal;
use super::turnstile::Lately;
use crate::config::Admins;
use crate::lookup::Lookup;
use vinbot_limits::Limits;
use vinbot_store::Store;

/// What the bot works with.
#[derive(Debug)]
pub(super) struct Services {
    pub(super) client: Client,
    pub(super) lookup: Lookup,
    pub(super) store: Store,
    pub(super) limits: Limits,
    /// The bot's user name, without the `@`.
    pub(super) username: String,
    pub(super) admins: Admins,
    pub(super) seal: Seal,
    pub(super) lately: Lately,
    pub(super) answered: Answered,
    /// Photos and tables under way.
    pub(super) files: Arc<Desk>,
}
