//! The one file: kept over restarts and crashes, for one process.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use rstest::rstest;
use secrecy::SecretString;
use vinbot_store::backend::Redb;
use vinbot_store::{Backend as _, SCHEMA, Settings, Store, StoreError};

use crate::support::{file_in, seen};

fn in_folder(path: PathBuf) -> Settings {
    Settings {
        path: Some(path),
        ..Settings::default()
    }
}

#[tokio::test]
async fn what_was_kept_is_there_when_the_file_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let below = folder.path().join("not/yet/there");
    let store = Store::open(in_folder(below.clone())).await.unwrap();
    store.remember(1, seen(1, 7)).await.unwrap();
    drop(store);
    let store = Store::open(in_folder(below.clone())).await.unwrap();
    store.ping().await.unwrap();
    store.try_writing().await.unwrap();
    store.try_writing().await.unwrap();
    assert_eq!(store.history(1, 0, 9).await.unwrap().items, [seen(1, 7)]);
    assert!(below.join("store.redb").is_file());
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_on_the_machine_can_read_the_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let _open = Redb::open(&file_in(&folder)).await.unwrap();
    let mode = file_in(&folder).metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[rstest]
#[case::no_database(vec![b'x'; 5_000])]
#[case::a_text(b"hello".to_vec())]
#[tokio::test]
async fn a_file_that_is_no_store_is_an_error_that_names_it_and_it_stays(#[case] bytes: Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(file_in(&folder), &bytes).unwrap();
    let error = Store::open(in_folder(folder.path().to_owned())).await;
    let error = error.unwrap_err().to_string();
    assert!(
        error.contains("store.redb") && error.contains("backup"),
        "{error}"
    );
    assert_eq!(std::fs::read(file_in(&folder)).unwrap(), bytes);
}

#[tokio::test]
async fn a_file_in_which_bytes_were_changed_is_refused_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = Redb::open(&file_in(&folder)).await.unwrap();
    let value = "damaged by a disk ".repeat(50);
    for number in 0..50 {
        let key = number.to_string();
        file.put("notes", &key, value.as_bytes()).await.unwrap();
    }
    drop(file);
    let mut bytes = std::fs::read(file_in(&folder)).unwrap();
    let at: Vec<_> = (0..bytes.len())
        .filter(|at| bytes[*at..].starts_with(b"damaged by"))
        .collect();
    for at in at {
        bytes[at] = b'D';
    }
    std::fs::write(file_in(&folder), bytes).unwrap();
    let error = Redb::open(&file_in(&folder)).await.unwrap_err();
    assert!(matches!(error, StoreError::File { .. }), "{error}");
}

#[tokio::test]
async fn a_folder_that_can_not_be_made_is_an_error_that_names_the_file() {
    let error = Store::open(in_folder("/dev/null/state".into())).await;
    let error = error.unwrap_err();
    assert!(matches!(error, StoreError::File { .. }), "{error}");
    assert!(error.to_string().contains("/dev/null/state/store.redb"));
}

#[tokio::test]
async fn a_store_of_a_newer_program_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let newer = format!(r#"{{"v":1,"schema":{}}}"#, SCHEMA + 1);
    let file = Redb::open(&file_in(&folder)).await.unwrap();
    file.put("meta", "schema", newer.as_bytes()).await.unwrap();
    drop(file);
    let error = Store::open(in_folder(folder.path().to_owned())).await;
    let (found, known) = (SCHEMA + 1, SCHEMA);
    assert_eq!(error.unwrap_err(), StoreError::Newer { found, known });
    let file = Redb::open(&file_in(&folder)).await.unwrap();
    let kept = file.get("meta", "schema").await.unwrap().unwrap();
    assert_eq!(kept, newer.as_bytes());
}

#[tokio::test]
async fn a_store_of_an_older_program_is_marked_as_ours() {
    let folder = tempfile::tempdir().unwrap();
    let file = Redb::open(&file_in(&folder)).await.unwrap();
    let older = br#"{"v":1,"schema":1}"#;
    file.put("meta", "schema", older).await.unwrap();
    drop(file);
    let store = Store::open(in_folder(folder.path().to_owned())).await;
    drop(store.unwrap());
    let file = Redb::open(&file_in(&folder)).await.unwrap();
    let kept = file.get("meta", "schema").await.unwrap().unwrap();
    let ours = format!(r#"{{"v":1,"schema":{SCHEMA}}}"#);
    assert_eq!(String::from_utf8(kept).unwrap(), ours);
}

#[tokio::test]
async fn a_redis_comes_before_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let url = SecretString::from("redis://:hunter2@127.0.0.1:1");
    let settings = Settings {
        redis_url: Some(url),
        ..in_folder(folder.path().to_owned())
    };
    let error = Store::open(settings).await.unwrap_err();
    assert!(matches!(error, StoreError::Unavailable(_)), "{error}");
    assert!(!file_in(&folder).exists());
}

/// Where the child of the test below writes; without it, it does nothing.
const FOLDER: &str = "VINBOT_TEST_STORE_FOLDER";

#[tokio::test]
#[ignore = "the other process of the test below"]
async fn one_who_writes_until_he_is_killed() {
    let Ok(folder) = std::env::var(FOLDER) else {
        return;
    };
    let path = PathBuf::from(folder).join("store.redb");
    let file = Redb::open(&path).await.unwrap();
    for number in 0_u64.. {
        let key = format!("{number:08}");
        file.put("notes", &key, &[7; 3_000]).await.unwrap();
        println!("wrote {number}");
    }
}

#[tokio::test]
async fn a_process_that_is_killed_in_the_middle_of_writes_loses_nothing_that_it_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "file::one_who_writes_until_he_is_killed"])
        .args(["--ignored", "--nocapture"])
        .env(FOLDER, folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut written = 0;
    while written < 60 {
        let line = lines.next().unwrap().unwrap();
        if let Some(number) = line.strip_prefix("wrote ") {
            written = number.parse().unwrap();
        }
    }
    let error = Redb::open(&file_in(&folder)).await.unwrap_err();
    assert_eq!(error, StoreError::InUse(file_in(&folder)));
    assert!(error.to_string().contains("REDIS_URL"), "{error}");
    child.kill().unwrap();
    child.wait().unwrap();
    // What it wrote until it died.
    for line in lines.map_while(Result::ok) {
        if let Some(Ok(number)) = line.strip_prefix("wrote ").map(str::parse) {
            written = number;
        }
    }
    let file = Redb::open(&file_in(&folder)).await.unwrap();
    for number in 0..=written {
        let kept = file.get("notes", &format!("{number:08}")).await.unwrap();
        assert!(kept.is_some_and(|value| value == [7; 3_000]), "{number}");
    }
    file.put("notes", "after", b"1").await.unwrap();
}
