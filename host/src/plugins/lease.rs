//! Sandboxes that one caller keeps for all calls of a job.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::call::Live;
use super::code::Digest;
use super::engine::Runtime;

/// Keeps sandboxes from one call to the next, for as long as one job of one caller
/// takes: a file of a hundred thousand VINs, say.
///
/// What a plugin learned in one call serves it in the next, which is several times as
/// fast as starting afresh each time. It is gone with the job, so nothing of one
/// caller's data is left for another. A sandbox whose call failed, or that has little
/// memory left, is not kept; nor is one of too many, for others need theirs.
#[derive(Default)]
pub struct Lease(Mutex<HashMap<Digest, Vec<Live>>>);

impl std::fmt::Debug for Lease {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lease").finish_non_exhaustive()
    }
}

impl Lease {
    /// A sandbox of this component that is not in use.
    pub(super) fn take(&self, digest: &Digest) -> Option<Live> {
        self.idle().get_mut(digest)?.pop()
    }

    /// Keeps a sandbox for the next call.
    pub(super) fn keep(&self, runtime: &Runtime, digest: &Digest, live: Live) {
        let live = Some(live)
            .filter(Live::has_room)
            .and_then(|live| live.idle(runtime));
        if let Some(live) = live {
            self.idle().entry(digest.clone()).or_default().push(live);
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, HashMap<Digest, Vec<Live>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
