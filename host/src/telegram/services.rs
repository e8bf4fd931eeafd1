//! What answering takes, shared by all conversations.

use std::sync::Arc;
use std::time::Instant;

use vinbot_limits::Limits;
use vinbot_store::Store;

use super::client::Client;
use super::edits::Answered;
use super::files::Desk;
use super::late::Late;
use super::maintenance::Maintenance;
use super::owners::Owners;
use super::seal::Seal;
use super::turnstile::Lately;
use crate::config::Admins;
use crate::jobs::Jobs;
use crate::lookup::Lookup;
use crate::telemetry::{Logs, Tally};

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
    /// Whose messages in groups are.
    pub(super) owners: Owners,
    /// Sections of cards that are shown already.
    pub(super) late: Arc<Late>,
    /// Photos and tables under way.
    pub(super) files: Arc<Desk>,
    pub(super) maintenance: Maintenance,
    pub(super) tally: Tally,
    pub(super) jobs: Jobs,
    pub(super) logs: Logs,
    /// When the bot began to answer.
    pub(super) began: Instant,
}
