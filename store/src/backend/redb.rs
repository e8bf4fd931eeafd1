//! In one file.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use redb::backends::FileBackend;
use redb::{
    Builder, Database, DatabaseError, Error, ReadOnlyTable, ReadableDatabase as _,
    ReadableTable as _, Table, TableDefinition, TableError, WriteTransaction,
};

use super::{Backend, Change, Entry, MOST_A_PAGE};
use crate::error::StoreError;

/// Memory for pages of the file. redb's own default is 1 GB.
const CACHE_BYTES: usize = 16 << 20;

type Definition = TableDefinition<'static, &'static str, &'static [u8]>;
type Writable<'a> = Table<'a, &'static str, &'static [u8]>;
type Readable = ReadOnlyTable<&'static str, &'static [u8]>;

/// Values in one file of redb: crash-safe, and synced to the disk at each write.
///
/// One process at a time. After a failure of the disk (full, say) the file is opened anew at the
/// next operation, for redb itself refuses all further work then.
#[derive(Debug, Clone)]
pub struct Redb {
    file: Arc<OpenFile>,
    /// Who writes, waits here for his turn: it holds up no thread.
    writing: Arc<tokio::sync::Mutex<()>>,
}

struct OpenFile {
    path: PathBuf,
    open: Opener,
    database: RwLock<Option<Database>>,
}

type Opener = Box<dyn Fn(&Path) -> Result<Database, DatabaseError> + Send + Sync>;

impl Redb {
    /// Opens the file. It and its folder are made if they are not there; only its owner can
    /// read it. One that was left in the middle of a write is repaired.
    ///
    /// # Errors
    /// If another process has it open, if it may not be read and written, or if it is damaged.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        Self::open_by(path, Box::new(open)).await
    }

    async fn open_by(path: &Path, open: Opener) -> Result<Self, StoreError> {
        let redb = Self {
            file: Arc::new(OpenFile {
                path: path.to_owned(),
                open,
                database: RwLock::new(None),
            }),
            writing: Arc::default(),
        };
        redb.blocking(OpenFile::ensure).await?;
        Ok(redb)
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&OpenFile) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let file = Arc::clone(&self.file);
        tokio::task::spawn_blocking(move || work(&file))
            .await
            .unwrap_or_else(|_| Err(self.file.error("reading it ended in a panic")))
    }

    async fn read<T: Default + Send + 'static>(
        &self,
        table: &'static str,
        work: impl FnOnce(&Readable) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.blocking(move |file| {
            file.with(|database| {
                let transaction = database.begin_read()?;
                match transaction.open_table(Definition::new(table)) {
                    Ok(table) => work(&table),
                    Err(TableError::TableDoesNotExist(_)) => Ok(T::default()),
                    Err(error) => Err(error.into()),
                }
            })
        })
        .await
    }

    /// Does it in a transaction, which is taken back if `work` fails or answers that there is
    /// nothing to keep.
    async fn write<T: Send + 'static>(
        &self,
        table: &'static str,
        work: impl FnOnce(&mut Writable<'_>) -> Result<(Keep, T), Error> + Send + 'static,
    ) -> Result<T, StoreError> {
        // A task of its own: whoever waits for his turn takes it, and passes it on, also while
        // nobody polls the one who asked.
        let this = self.clone();
        let written = tokio::spawn(async move {
            let turn = Arc::clone(&this.writing).lock_owned().await;
            let write = move |file: &OpenFile| {
                let _turn = turn;
                file.with(|database| {
                    let transaction = database.begin_write()?;
                    let (keep, answer) = within(&transaction, table, work)?;
                    match keep {
                        Keep::Yes => transaction.commit()?,
                        Keep::No => transaction.abort()?,
                    }
                    Ok(answer)
                })
            };
            this.blocking(write).await
        });
        written
            .await
            .unwrap_or_else(|_| Err(self.file.error("writing it ended in a panic")))
    }
}

/// Whether a transaction changed anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Keep {
    Yes,
    No,
}

impl Keep {
    fn when(changed: bool) -> Self {
        if changed { Self::Yes } else { Self::No }
    }
}

fn within<T>(
    transaction: &WriteTransaction,
    table: &'static str,
    work: impl FnOnce(&mut Writable<'_>) -> Result<(Keep, T), Error>,
) -> Result<(Keep, T), Error> {
    let mut table = transaction.open_table(Definition::new(table))?;
    work(&mut table)
}

/// Opens the file as the default does, but for its owner alone and with less memory. Reading it
/// all once tells at the start, and not in the middle of a night, that it is damaged.
fn open(path: &Path) -> Result<Database, DatabaseError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let backend = FileBackend::new(private(path)?)?;
    builder().create_with_backend(backend)
}

fn builder() -> Builder {
    let mut builder = Database::builder();
    builder
        .set_cache_size(CACHE_BYTES)
        .set_check_integrity_on_open(true);
    builder
}

fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

impl OpenFile {
    fn ensure(&self) -> Result<(), StoreError> {
        let open = self.database.read().unwrap_or_else(PoisonError::into_inner);
        if open.is_some() {
            return Ok(());
        }
        drop(open);
        let mut database = self
            .database
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if database.is_none() {
            *database = Some((self.open)(&self.path).map_err(|error| match error {
                DatabaseError::DatabaseAlreadyOpen | DatabaseError::LockProtocolMismatch => {
                    StoreError::InUse(self.path.clone())
                }
                error => self.error(&error.to_string()),
            })?);
        }
        Ok(())
    }

    fn with<T>(&self, work: impl FnOnce(&Database) -> Result<T, Error>) -> Result<T, StoreError> {
        self.ensure()?;
        let database = self.database.read().unwrap_or_else(PoisonError::into_inner);
        let Some(open) = database.as_ref() else {
            return Err(StoreError::Unavailable("the disk failed".to_owned()));
        };
        let error = match work(open) {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        drop(database);
        if matches!(error, Error::Io(_) | Error::PreviousIo | Error::Backend(_)) {
            let mut database = self
                .database
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            *database = None;
        }
        Err(StoreError::Unavailable(error.to_string()))
    }

    fn error(&self, reason: &str) -> StoreError {
        StoreError::File {
            path: self.path.clone(),
            reason: reason.to_owned(),
        }
    }
}

impl fmt::Debug for OpenFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenFile")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl Backend for Redb {
    async fn get(&self, table: &'static str, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let key = key.to_owned();
        self.read(table, move |table| {
            Ok(table.get(key.as_str())?.map(|value| value.value().to_vec()))
        })
        .await
    }

    async fn put(&self, table: &'static str, key: &str, value: &[u8]) -> Result<(), StoreError> {
        let (key, value) = (key.to_owned(), value.to_vec());
        self.write(table, move |table| {
            table.insert(key.as_str(), value.as_slice())?;
            Ok((Keep::Yes, ()))
        })
        .await
    }

    async fn change(&self, table: &'static str, changes: Vec<Change>) -> Result<(), StoreError> {
        self.write(table, move |table| {
            for (key, value) in &changes {
                match value {
                    Some(value) => table.insert(key.as_str(), value.as_slice())?,
                    None => table.remove(key.as_str())?,
                };
            }
            Ok((Keep::when(!changes.is_empty()), ()))
        })
        .await
    }

    async fn delete(&self, table: &'static str, key: &str) -> Result<bool, StoreError> {
        let key = key.to_owned();
        self.write(table, move |table| {
            let was_there = table.remove(key.as_str())?.is_some();
            Ok((Keep::when(was_there), was_there))
        })
        .await
    }

    async fn page(
        &self,
        table: &'static str,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Entry>, StoreError> {
        let (prefix, after) = (prefix.to_owned(), after.map(str::to_owned));
        self.read(table, move |table| {
            let from = match &after {
                Some(after) if *after >= prefix => Bound::Excluded(after.as_str()),
                _ => Bound::Included(prefix.as_str()),
            };
            let mut page = Vec::new();
            for entry in table.range::<&str>((from, Bound::Unbounded))? {
                let (key, value) = entry?;
                if page.len() >= limit.min(MOST_A_PAGE) || !key.value().starts_with(&prefix) {
                    break;
                }
                page.push((key.value().to_owned(), value.value().to_vec()));
            }
            Ok(page)
        })
        .await
    }

    async fn swap(
        &self,
        table: &'static str,
        key: &str,
        old: Option<&[u8]>,
        new: Option<&[u8]>,
    ) -> Result<bool, StoreError> {
        let key = key.to_owned();
        let (old, new) = (old.map(<[u8]>::to_vec), new.map(<[u8]>::to_vec));
        self.write(table, move |table| {
            let same = table.get(key.as_str())?.map(|value| value.value().to_vec()) == old;
            if same {
                match new {
                    Some(new) => table.insert(key.as_str(), new.as_slice())?,
                    None => table.remove(key.as_str())?,
                };
            }
            Ok((Keep::when(same), same))
        })
        .await
    }

    async fn delete_prefix(&self, table: &'static str, prefix: &str) -> Result<u64, StoreError> {
        let prefix = prefix.to_owned();
        self.write(table, move |table| {
            let mut keys = Vec::new();
            for entry in table.range(prefix.as_str()..)? {
                let (key, _) = entry?;
                if !key.value().starts_with(&prefix) {
                    break;
                }
                keys.push(key.value().to_owned());
            }
            for key in &keys {
                table.remove(key.as_str())?;
            }
            Ok((Keep::when(!keys.is_empty()), keys.len() as u64))
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use redb::StorageBackend;
    use redb::backends::InMemoryBackend;

    use super::*;

    /// A disk that can be full. What was written to it is there when it is opened anew.
    #[derive(Debug, Clone, Default)]
    struct Disk {
        bytes: Arc<InMemoryBackend>,
        full: Arc<AtomicBool>,
    }

    impl Disk {
        fn room(&self) -> io::Result<()> {
            if self.full.load(Ordering::SeqCst) {
                return Err(io::ErrorKind::StorageFull.into());
            }
            Ok(())
        }
    }

    impl StorageBackend for Disk {
        fn len(&self) -> io::Result<u64> {
            self.bytes.len()
        }

        fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
            self.bytes.read(offset, out)
        }

        fn set_len(&self, len: u64) -> io::Result<()> {
            self.room()?;
            self.bytes.set_len(len)
        }

        fn sync_data(&self) -> io::Result<()> {
            self.room()?;
            self.bytes.sync_data()
        }

        fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
            self.room()?;
            self.bytes.write(offset, data)
        }
    }

    #[tokio::test]
    async fn after_a_full_disk_has_room_again_all_goes_on_with_what_was_kept() {
        let disk = Disk::default();
        let opened = disk.clone();
        let open = move |_: &Path| builder().create_with_backend(opened.clone());
        let store = Redb::open_by(Path::new("store.redb"), Box::new(open))
            .await
            .unwrap();
        store.put("notes", "before", b"1").await.unwrap();
        disk.full.store(true, Ordering::SeqCst);
        for _ in 0..3 {
            let failed = store.put("notes", "meanwhile", b"2").await;
            assert!(failed.is_err(), "{failed:?}");
        }
        disk.full.store(false, Ordering::SeqCst);
        assert_eq!(store.get("notes", "before").await.unwrap().unwrap(), b"1");
        assert_eq!(store.get("notes", "meanwhile").await.unwrap(), None);
        store.put("notes", "after", b"3").await.unwrap();
        assert_eq!(store.get("notes", "after").await.unwrap().unwrap(), b"3");
    }
}
