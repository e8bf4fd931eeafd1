//! Files, kept whole until their total grows too large.

use std::{collections::VecDeque, sync::Arc};

use serde_json::{Value, json};

use crate::limits;

/// A stored file.
#[derive(Debug, Clone)]
pub(crate) struct StoredFile {
    pub(crate) id: String,
    /// The path under `/file/bot<token>/`.
    pub(crate) path: String,
    pub(crate) name: String,
    pub(crate) mime: String,
    pub(crate) bytes: Arc<[u8]>,
    /// Bytes that it is said to have: more than there are, for a file too large to carry.
    pub(crate) size: usize,
}

impl StoredFile {
    /// `documents`, `photos` or `stickers`.
    pub(crate) fn folder(&self) -> &str {
        self.path.split('/').next().unwrap_or_default()
    }

    pub(crate) fn reference(&self) -> FileRef {
        FileRef {
            id: self.id.clone(),
            name: self.name.clone(),
            mime: self.mime.clone(),
            size: self.size,
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Files {
    count: u64,
    total: usize,
    all: VecDeque<StoredFile>,
}

impl Files {
    /// Keeps a file; `size` is what it is said to have.
    pub(crate) fn keep(
        &mut self,
        folder: &str,
        name: &str,
        mime: &str,
        bytes: &[u8],
        size: usize,
    ) -> FileRef {
        self.count += 1;
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let name: String = name.chars().filter(|c| !c.is_control()).take(120).collect();
        let extension = name
            .rsplit_once('.')
            .map(|(_, extension)| extension)
            .filter(|text| !text.is_empty() && text.len() <= 8)
            .filter(|text| text.bytes().all(|b| b.is_ascii_alphanumeric()))
            .unwrap_or("bin");
        let id = format!("file-{}", self.count);
        let path = format!("{folder}/file_{}.{extension}", self.count);
        self.total += bytes.len();
        while self.total > limits::FILES_BYTES {
            let Some(oldest) = self.all.pop_front() else {
                break;
            };
            self.total -= oldest.bytes.len();
        }
        let file = StoredFile {
            id,
            path,
            name,
            mime: mime.to_owned(),
            bytes: bytes.into(),
            size,
        };
        let reference = file.reference();
        self.all.push_back(file);
        reference
    }

    /// The file with this id, be it the id of a photo's smaller size.
    pub(crate) fn by_id(&self, id: &str) -> Option<&StoredFile> {
        let whole = id
            .strip_suffix("-s")
            .or_else(|| id.strip_suffix("-m"))
            .unwrap_or(id);
        self.all.iter().find(|file| file.id == whole)
    }

    pub(crate) fn by_path(&self, path: &str) -> Option<&StoredFile> {
        self.all.iter().find(|file| file.path == path)
    }
}

/// A message's reference to a file, which outlives the file's bytes.
#[derive(Debug, Clone)]
pub(crate) struct FileRef {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) mime: String,
    pub(crate) size: usize,
}

impl FileRef {
    /// The three fields that every file of Telegram has.
    pub(crate) fn meta(&self) -> Value {
        json!({
            "file_id": self.id,
            "file_unique_id": format!("unique-{}", self.id),
            "file_size": self.size,
        })
    }
}
