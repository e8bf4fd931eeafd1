//! Redis: shared, restarted, and no secret shown.

use std::sync::Arc;

use rstest::rstest;
use secrecy::{ExposeSecret as _, SecretString};
use vinbot_store::backend::Redis;
use vinbot_store::{Backend, Settings, Store, StoreError};

use crate::support::{RedisServer, car};

async fn open(redis: &RedisServer) -> Result<Store, StoreError> {
    Store::open(Settings {
        redis_url: Some(redis.url()),
        ..Settings::default()
    })
    .await
}

#[tokio::test]
async fn two_processes_share_one_store() {
    let redis = RedisServer::start().await;
    let (one, other) = (open(&redis).await.unwrap(), open(&redis).await.unwrap());
    one.save(1, &car(1)).await.unwrap();
    assert_eq!(other.garage(1).await.unwrap(), [car(1)]);
}

#[tokio::test]
async fn values_and_their_order_stand_side_by_side_under_documented_keys() {
    let redis = RedisServer::start().await;
    let store = open(&redis).await.unwrap();
    store.save(7, &car(1)).await.unwrap();
    let key = "00000000000000000007/1HGCM82633A000001";
    let value: String = redis.run(&["HGET", "vinbot:v1:store:garage", key]).await;
    assert!(value.starts_with(r#"{"v":1,"#), "{value}");
    let order = ["ZRANGE", "vinbot:v1:store:garage:keys", "0", "-1"];
    assert_eq!(redis.run::<Vec<String>>(&order).await, [key]);
    store.forget(7).await.unwrap();
    let keys: Vec<String> = redis.run(&["KEYS", "*garage*"]).await;
    assert!(keys.is_empty(), "{keys:?}");
}

#[tokio::test]
async fn after_a_restart_reading_and_writing_go_on_at_once() {
    let mut redis = RedisServer::start().await;
    let store = open(&redis).await.unwrap();
    store.save(1, &car(1)).await.unwrap();
    redis.kill();
    let down = store.garage(1).await.unwrap_err();
    assert!(matches!(down, StoreError::Unavailable(_)), "{down}");
    redis.restart().await;
    assert!(
        store.garage(1).await.unwrap().is_empty(),
        "nothing persists"
    );
    redis.restart().await;
    store.save(1, &car(2)).await.unwrap();
    assert_eq!(store.garage(1).await.unwrap(), [car(2)]);
}

#[tokio::test]
async fn a_full_server_leaves_values_and_order_as_they_were() {
    let redis = RedisServer::start().await;
    let backend = Redis::new(&redis.url(), "vinbot").unwrap();
    backend.put("notes", "a", b"1").await.unwrap();
    let _: String = redis.run(&["CONFIG", "SET", "maxmemory", "1"]).await;
    let full = backend.put("notes", "b", b"2").await.unwrap_err();
    assert!(full.to_string().contains("OOM"), "{full}");
    let entry = ("a".to_owned(), b"1".to_vec());
    assert_eq!(backend.page("notes", "", None, 9).await.unwrap(), [entry]);
    assert_eq!(backend.get("notes", "b").await.unwrap(), None);
    assert!(
        backend.delete("notes", "a").await.unwrap(),
        "that makes room"
    );
}

#[rstest]
#[case("0", "allkeys-lru", false)]
#[case("100mb", "noeviction", false)]
#[case("100mb", "volatile-lru", false)]
#[case("100mb", "allkeys-lru", true)]
#[case("100mb", "allkeys-random", true)]
#[tokio::test]
async fn a_server_that_may_lose_whole_tables_is_recognised(
    #[case] memory: &str,
    #[case] policy: &str,
    #[case] evicts: bool,
) {
    let redis = RedisServer::start().await;
    let _: String = redis.run(&["CONFIG", "SET", "maxmemory", memory]).await;
    let _: String = redis
        .run(&["CONFIG", "SET", "maxmemory-policy", policy])
        .await;
    let backend = Redis::new(&redis.url(), "vinbot").unwrap();
    assert_eq!(backend.may_evict().await.unwrap(), evicts);
    open(&redis).await.unwrap();
}

#[tokio::test]
async fn a_value_that_somebody_took_out_of_the_hash_is_damaged_and_costs_only_itself() {
    let redis = RedisServer::start().await;
    let store = open(&redis).await.unwrap();
    store.save(7, &car(1)).await.unwrap();
    store.save(7, &car(2)).await.unwrap();
    let key = "00000000000000000007/1HGCM82633A000001";
    let _: u64 = redis.run(&["HDEL", "vinbot:v1:store:garage", key]).await;
    assert_eq!(store.garage(7).await.unwrap(), [car(2)]);
    assert_eq!(store.forget(7).await.unwrap().len(), 1);
    let keys: Vec<String> = redis.run(&["KEYS", "*garage*"]).await;
    assert!(keys.is_empty(), "{keys:?}");
}

#[rstest]
#[case("hunter2")]
#[case("http://:hunter2@host")]
#[case("redis://:hunter2@host:port")]
#[case("redis://:hunter2@host/first")]
fn a_bad_address_is_an_error_that_says_what_to_do_and_shows_nothing(#[case] url: &str) {
    let error = Redis::new(&SecretString::from(url), "vinbot").unwrap_err();
    assert_eq!(error, StoreError::RedisUrl);
    assert!(error.to_string().contains("write redis://"));
}

#[tokio::test]
async fn a_wrong_password_is_told_without_it() {
    let redis = RedisServer::start_with(Some("right")).await;
    let wrong = redis.url().expose_secret().replace("right", "hunter2");
    let backend = Arc::new(Redis::new(&wrong.into(), "vinbot").unwrap());
    let shown = format!("{backend:?}");
    let error = Store::over(backend as Arc<dyn Backend>).await.unwrap_err();
    let shown = format!("{shown} {error} {error:?}");
    assert!(shown.contains("REDIS_URL"), "{shown}");
    assert!(!shown.contains("hunter2"), "{shown}");
    open(&redis).await.unwrap();
}
