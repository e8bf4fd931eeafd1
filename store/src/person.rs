//! All that is known of a person: shown, and forgotten.

use std::time::Instant;

use serde_json::{Map, Value};

use crate::backend::MOST_A_PAGE;
use crate::envelope::fields;
use crate::error::StoreError;
use crate::key;
use crate::store::Store;
use crate::table::{PERSONAL, Table};

impl Store {
    /// All that is kept of a user, by table: `{"garage": {"1HGCM82633A004352": {…}}, …}`. A
    /// table in which nothing is, is not there. What can't be read is shown as the text that it
    /// is.
    pub async fn export(&self, user: u64) -> Result<Value, StoreError> {
        let mut all = Map::new();
        for table in PERSONAL {
            let kept = self.exported(table, user).await?;
            if kept != Value::Object(Map::new()) {
                all.insert(table.name().to_owned(), kept);
            }
        }
        Ok(Value::Object(all))
    }

    async fn exported(&self, table: &'static Table, user: u64) -> Result<Value, StoreError> {
        let prefix = key::user(user);
        let mut entries = Map::new();
        let mut after: Option<String> = None;
        loop {
            let backend = &self.backend;
            let page = backend
                .page(table.name(), &prefix, after.as_deref(), MOST_A_PAGE)
                .await?;
            let Some((last, _)) = page.last() else {
                return Ok(Value::Object(entries));
            };
            after = Some(last.clone());
            for (key, bytes) in page {
                let readable = fields(table, &bytes).map(Value::Object);
                let value = readable
                    .unwrap_or_else(|_| String::from_utf8_lossy(&bytes).into_owned().into());
                match key[prefix.len()..].strip_prefix('/') {
                    Some(name) => entries.insert(name.to_owned(), value),
                    // Of this table there is one a user.
                    None => return Ok(value),
                };
            }
        }
    }

    /// Forgets all of a user: what [`Store::export`] shows. Says of which tables how many
    /// entries were deleted; a table in which nothing was is not named. If it fails midway, it
    /// can be called again.
    pub async fn forget(&self, user: u64) -> Result<Vec<(&'static str, u64)>, StoreError> {
        let _turn = self.turn(user).await;
        self.lately.forgotten.insert(user, Instant::now()).await;
        let mut forgotten = Vec::new();
        for table in PERSONAL {
            let backend = &self.backend;
            let count = backend
                .delete_prefix(table.name(), &key::user(user))
                .await?;
            if count > 0 {
                forgotten.push((table.name(), count));
            }
        }
        self.lately.chosen.invalidate(&user).await;
        Ok(forgotten)
    }
}
