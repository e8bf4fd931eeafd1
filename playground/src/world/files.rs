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
}

#[derive(Debug, Default)]
pub(crate) struct Files {
    count: u64,
    total: usize,
    all: VecDeque<StoredFile>,
}

impl Files {
    pub(crate) fn keep(&mut self, folder: &str, name: &str, mime: &str, bytes: &[u8]) -> FileRef {
        self.count += 1;
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
        let size = bytes.len();
        self.all.push_back(StoredFile {
            id: id.clone(),
            path,
            name: name.clone(),
            mime: mime.to_owned(),
            bytes: bytes.into(),
        });
        FileRef {
            id,
            name,
            mime: mime.to_owned(),
            size,
        }
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&StoredFile> {
        self.all.iter().find(|file| file.id == id)
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
