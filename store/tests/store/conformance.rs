//! Every backend does the same.

use std::sync::Arc;

use rstest::rstest;
use vinbot_store::Backend;
use vinbot_store::backend::MOST_A_PAGE;

use crate::support::Kind;

macro_rules! for_every_backend {
    (async fn $name:ident($backend:ident: &Arc<dyn Backend>) $body:block) => {
        #[rstest]
        #[tokio::test]
        async fn $name(#[values(Kind::File, Kind::Redis, Kind::Memory)] kind: Kind) {
            let world = kind.start().await;
            let $backend: &Arc<dyn Backend> = &world.backend;
            $body
        }
    };
}

async fn keys(backend: &dyn Backend, prefix: &str, after: Option<&str>, limit: usize) -> String {
    let page = backend.page("notes", prefix, after, limit).await.unwrap();
    let keys: Vec<_> = page.into_iter().map(|(key, _)| key).collect();
    keys.join(" ")
}

for_every_backend! {
    async fn bytes_of_every_kind_come_back_as_they_were(backend: &Arc<dyn Backend>) {
        let all: Vec<u8> = (0..=255).collect();
        let values = [all, Vec::new(), b"\xff\xfe\0\r\n\"".to_vec(), vec![7; 300_000]];
        for (number, value) in values.iter().enumerate() {
            backend.put("notes", &number.to_string(), value).await.unwrap();
        }
        for (number, value) in values.iter().enumerate() {
            let read = backend.get("notes", &number.to_string()).await.unwrap();
            assert!(read.as_ref() == Some(value));
        }
        let page = backend.page("notes", "", None, 10).await.unwrap();
        assert!(page.into_iter().map(|(_, value)| value).eq(values));
    }
}

for_every_backend! {
    async fn what_was_never_written_is_empty(backend: &Arc<dyn Backend>) {
        assert_eq!(backend.get("notes", "a").await.unwrap(), None);
        assert_eq!(keys(&**backend, "", None, 10).await, "");
        assert!(!backend.delete("notes", "a").await.unwrap());
        assert_eq!(backend.delete_prefix("notes", "").await.unwrap(), 0);
        assert!(!backend.swap("notes", "a", Some(b""), None).await.unwrap());
    }
}

for_every_backend! {
    async fn tables_do_not_mix(backend: &Arc<dyn Backend>) {
        backend.put("notes", "a", b"1").await.unwrap();
        backend.put("notes2", "a", b"2").await.unwrap();
        backend.delete_prefix("notes2", "").await.unwrap();
        assert_eq!(backend.get("notes", "a").await.unwrap().unwrap(), b"1");
    }
}

for_every_backend! {
    async fn a_key_is_replaced_and_removed(backend: &Arc<dyn Backend>) {
        backend.put("notes", "a", b"1").await.unwrap();
        backend.put("notes", "a", b"2").await.unwrap();
        assert_eq!(backend.get("notes", "a").await.unwrap().unwrap(), b"2");
        assert_eq!(keys(&**backend, "", None, 10).await, "a");
        assert!(backend.delete("notes", "a").await.unwrap());
        assert!(!backend.delete("notes", "a").await.unwrap());
        assert_eq!(backend.get("notes", "a").await.unwrap(), None);
        assert_eq!(keys(&**backend, "", None, 10).await, "");
    }
}

for_every_backend! {
    async fn several_are_kept_and_removed_at_once(backend: &Arc<dyn Backend>) {
        backend.put("notes", "a", b"1").await.unwrap();
        let change = |key: &str, value: Option<&[u8]>| (key.to_owned(), value.map(<[u8]>::to_vec));
        let changes = vec![
            change("a", None),
            change("b", Some(b"2")),
            change("c", Some(b"")),
            change("never there", None),
        ];
        backend.change("notes", changes).await.unwrap();
        assert_eq!(keys(&**backend, "", None, 10).await, "b c");
        assert_eq!(backend.get("notes", "b").await.unwrap().unwrap(), b"2");
        assert_eq!(backend.get("notes", "c").await.unwrap().unwrap(), b"");
        backend.change("notes", Vec::new()).await.unwrap();
        assert_eq!(keys(&**backend, "", None, 10).await, "b c");
    }
}

for_every_backend! {
    async fn a_page_is_in_order_of_bytes_and_bounded_on_all_sides(backend: &Arc<dyn Backend>) {
        for key in ["b", "a/2", "ä", "a", "a/10", "a0", "B", "a/1", "~", "a/1\u{10ffff}"] {
            backend.put("notes", key, b"").await.unwrap();
        }
        let backend = &**backend;
        let all = "B a a/1 a/10 a/1\u{10ffff} a/2 a0 b ~ ä";
        assert_eq!(keys(backend, "", None, 99).await, all);
        assert_eq!(keys(backend, "a/", None, 99).await, "a/1 a/10 a/1\u{10ffff} a/2");
        assert_eq!(keys(backend, "a/1", None, 99).await, "a/1 a/10 a/1\u{10ffff}");
        assert_eq!(keys(backend, "a/", Some("a/10"), 1).await, "a/1\u{10ffff}");
        assert_eq!(keys(backend, "a/", Some("a/11"), 1).await, "a/1\u{10ffff}", "no such key");
        assert_eq!(keys(backend, "a/", Some("A"), 2).await, "a/1 a/10", "before the prefix");
        assert_eq!(keys(backend, "a/", Some("b"), 9).await, "", "behind the prefix");
        assert_eq!(keys(backend, "c", None, 9).await, "");
        assert_eq!(keys(backend, "", None, 0).await, "");
    }
}

for_every_backend! {
    async fn pages_lead_through_all_there_is_and_none_is_too_long(backend: &Arc<dyn Backend>) {
        let total = MOST_A_PAGE + 5;
        for number in 0..total {
            // The file is synced at each write: one disk is slower than another.
            backend.put("notes", &format!("{number:05}"), b"x").await.unwrap();
        }
        let page = backend.page("notes", "", None, usize::MAX).await.unwrap();
        assert_eq!(page.len(), MOST_A_PAGE);
        let last = &page.last().unwrap().0;
        let rest = backend.page("notes", "", Some(last), usize::MAX).await.unwrap();
        assert_eq!(rest.len(), 5);
        assert_eq!(backend.delete_prefix("notes", "").await.unwrap(), total as u64);
        assert_eq!(keys(&**backend, "", None, 9).await, "");
    }
}

for_every_backend! {
    async fn a_prefix_is_deleted_and_nothing_beside_it(backend: &Arc<dyn Backend>) {
        for key in ["1", "1/a", "1/b", "10", "2/a", "0"] {
            backend.put("notes", key, b"").await.unwrap();
        }
        assert_eq!(backend.delete_prefix("notes", "1/").await.unwrap(), 2);
        assert_eq!(keys(&**backend, "", None, 9).await, "0 1 10 2/a");
        assert_eq!(backend.get("notes", "1/a").await.unwrap(), None);
        assert_eq!(backend.delete_prefix("notes", "1").await.unwrap(), 2);
        assert_eq!(keys(&**backend, "", None, 9).await, "0 2/a");
    }
}

for_every_backend! {
    async fn a_swap_takes_place_only_if_all_is_as_it_was_seen(backend: &Arc<dyn Backend>) {
        let swap = async |old: Option<&[u8]>, new: Option<&[u8]>| {
            backend.swap("notes", "a", old, new).await.unwrap()
        };
        assert!(!swap(Some(b"1"), Some(b"2")).await, "nothing is there");
        assert!(swap(None, None).await, "nothing stays nothing");
        assert!(swap(None, Some(b"")).await);
        assert!(!swap(None, Some(b"2")).await, "empty is not nothing");
        assert!(swap(Some(b""), Some(b"1")).await);
        assert!(!swap(Some(b""), Some(b"2")).await);
        assert_eq!(backend.get("notes", "a").await.unwrap().unwrap(), b"1");
        assert_eq!(keys(&**backend, "", None, 9).await, "a");
        assert!(swap(Some(b"1"), None).await);
        assert_eq!(keys(&**backend, "", None, 9).await, "");
    }
}

for_every_backend! {
    async fn of_many_who_swap_at_once_none_is_lost(backend: &Arc<dyn Backend>) {
        let tasks: Vec<_> = (0..8)
            .map(|_| {
                let backend = Arc::clone(backend);
                tokio::spawn(async move {
                    let mut done = 0_u8;
                    while done < 10 {
                        let old = backend.get("notes", "n").await.unwrap();
                        let new = [old.as_ref().map_or(0, |old| old[0]) + 1];
                        let swapped = backend.swap("notes", "n", old.as_deref(), Some(&new));
                        done += u8::from(swapped.await.unwrap());
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(backend.get("notes", "n").await.unwrap().unwrap(), [80]);
    }
}

for_every_backend! {
    async fn nothing_that_is_kept_is_shown(backend: &Arc<dyn Backend>) {
        backend.put("notes", "hunter2", b"hunter2").await.unwrap();
        assert!(!format!("{backend:?}").contains("hunter2"));
    }
}
