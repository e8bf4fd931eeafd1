//! When jobs ran.

use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::key;
use crate::store::Store;
use crate::table::JOBS;

#[derive(Serialize, Deserialize)]
struct Run {
    at: u64,
}

impl Store {
    /// When a job ran last.
    pub async fn last_run(&self, job: &str) -> Result<Option<u64>, StoreError> {
        let run: Option<Run> = self.read(&JOBS, key::part(job)?).await?;
        Ok(run.map(|run| run.at))
    }

    /// Notes when a job ran.
    pub async fn set_last_run(&self, job: &str, at: u64) -> Result<(), StoreError> {
        self.write(&JOBS, key::part(job)?, &Run { at }).await
    }
}
