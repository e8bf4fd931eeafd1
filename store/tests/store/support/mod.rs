//! What the tests share.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::json;
use tempfile::TempDir;
use vinbot_store::backend::{Memory, Redb, Redis};
use vinbot_store::{
    Answered, Backend, Broadcast, BroadcastState, Car, Chat, ChatKind, Deed, Dialogue, Feedback,
    Seen, Store, Watch,
};

pub(crate) use vinbot_redis_testing::RedisServer;

#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    File,
    Redis,
    Memory,
}

/// A backend and what it stands on.
pub(crate) struct World {
    pub(crate) backend: Arc<dyn Backend>,
    _held: (Option<TempDir>, Option<RedisServer>),
}

impl Kind {
    pub(crate) async fn start(self) -> World {
        let (backend, held): (Arc<dyn Backend>, _) = match self {
            Self::Memory => (Arc::new(Memory::new()), (None, None)),
            Self::File => {
                let folder = tempfile::tempdir().unwrap();
                let file = Redb::open(&file_in(&folder)).await.unwrap();
                (Arc::new(file), (Some(folder), None))
            }
            Self::Redis => {
                let redis = RedisServer::start().await;
                let client = Redis::new(&redis.url(), "vinbot").unwrap();
                (Arc::new(client), (None, Some(redis)))
            }
        };
        World {
            backend,
            _held: held,
        }
    }
}

pub(crate) fn file_in(folder: &TempDir) -> PathBuf {
    folder.path().join("store.redb")
}

/// A store in memory, and what is below it.
pub(crate) async fn in_memory() -> (Store, Arc<Memory>) {
    let memory = Arc::new(Memory::new());
    let backend = Arc::clone(&memory) as Arc<dyn Backend>;
    (Store::over(backend).await.unwrap(), memory)
}

/// All keys of a table with their values as text.
pub(crate) async fn dump(backend: &dyn Backend, table: &'static str) -> Vec<(String, String)> {
    let page = backend.page(table, "", None, usize::MAX).await.unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    page.into_iter().map(|(key, it)| (key, text(it))).collect()
}

pub(crate) fn vin(number: usize) -> String {
    format!("1HGCM82633A{number:06}")
}

pub(crate) fn seen(number: usize, at: u64) -> Seen {
    Seen {
        vin: vin(number),
        title: format!("Car {number}"),
        at,
    }
}

pub(crate) fn car(number: usize) -> Car {
    Car {
        vin: vin(number),
        title: format!("Car {number}"),
        name: None,
        saved_at: number as u64,
    }
}

pub(crate) fn watch(number: usize) -> Watch {
    Watch {
        vin: vin(number),
        chat: -100,
        title: format!("Car {number}"),
        since: number as u64,
        seen: ["23V-123".to_owned()].into(),
        last_checked: 0,
        sources: ["recalls".to_owned()].into(),
        language: Some("de".to_owned()),
    }
}

pub(crate) fn dialogue(expires_at: u64) -> Dialogue {
    Dialogue {
        kind: "rename".to_owned(),
        state: json!({"step": 2, "names": ["a", null], "v": 7}),
        expires_at,
    }
}

pub(crate) fn private(user: u64) -> Chat {
    Chat {
        id: i64::try_from(user).unwrap(),
        kind: ChatKind::Private,
        last_seen: 5,
        language: Some("de".to_owned()),
        dead: false,
        user: Some(user),
    }
}

pub(crate) fn group(id: i64) -> Chat {
    Chat {
        id,
        kind: ChatKind::Supergroup,
        last_seen: 5,
        language: None,
        dead: false,
        user: None,
    }
}

pub(crate) fn answered(message: i32, at: u64) -> Answered {
    Answered {
        chat: -100,
        message,
        by: vec![8, 9],
        mark: "AbCdEf12".to_owned(),
        at,
    }
}

pub(crate) fn feedback(at: u64, text: &str) -> Feedback {
    Feedback {
        at,
        text: text.to_owned(),
        correlation: "c0ffee".to_owned(),
    }
}

pub(crate) fn broadcast(id: &str, created_at: u64) -> Broadcast {
    Broadcast {
        id: id.to_owned(),
        text: "Back at nine".to_owned(),
        created_by: 99,
        created_at,
        cursor: Some(-1_001_234),
        sent: 3,
        failed: 1,
        skipped: 2,
        state: BroadcastState::Running,
        dry_run: false,
        later: Vec::new(),
    }
}

pub(crate) fn deed(at: u64, what: &str) -> Deed {
    Deed {
        at,
        who: "ada".to_owned(),
        how: "page".to_owned(),
        what: what.to_owned(),
        outcome: "done".to_owned(),
    }
}
