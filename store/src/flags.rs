//! What the operator has switched on, for all processes.

use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::key;
use crate::store::Store;
use crate::table::META;

#[derive(Serialize, Deserialize)]
struct Flag {
    since: u64,
}

impl Store {
    /// Since when something is switched on; `None`: it is off.
    pub async fn flag(&self, name: &str) -> Result<Option<u64>, StoreError> {
        let flag: Option<Flag> = self.read(&META, &place(name)?).await?;
        Ok(flag.map(|flag| flag.since))
    }

    /// Switches something on, since this time, or off.
    pub async fn set_flag(&self, name: &str, since: Option<u64>) -> Result<(), StoreError> {
        let place = place(name)?;
        match since {
            Some(since) => self.write(&META, &place, &Flag { since }).await,
            None => self.backend.delete(META.name(), &place).await.map(drop),
        }
    }
}

/// No part has a "/", so that no flag is taken for the schema.
fn place(name: &str) -> Result<String, StoreError> {
    Ok(format!("flag/{}", key::part(name)?))
}
