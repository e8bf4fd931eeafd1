//! `vinbot:plugin/cache`.

use serde_json::{Value, json};

use crate::prober::Setup;

fn get(key: &str) -> Value {
    json!({ "do": "cache-get", "key": key })
}

fn set(key: &str, value: &str) -> Value {
    json!({ "do": "cache-set", "key": key, "value": value, "ttl": 600 })
}

#[tokio::test]
async fn what_one_call_keeps_the_next_one_finds() {
    let prober = Setup::new("[needs]\ncache = true", "cache = {}")
        .load()
        .await;
    prober.does(set("key", "kept")).await;
    assert_eq!(prober.does(get("key")).await["value"], "kept");
    assert_eq!(prober.does(get("other")).await["value"], Value::Null);
}

#[tokio::test]
async fn what_was_kept_is_still_there_when_a_setting_has_changed() {
    let setup = Setup::new("[needs]\ncache = true", "cache = {}");
    let prober = setup.load().await;
    prober.does(set("key", "kept")).await;
    let mut settings = setup.settings();
    settings.lookup.enough = 1;
    prober.registry.apply(&settings).await;
    assert_eq!(prober.does(get("key")).await["value"], "kept");
}

#[tokio::test]
async fn where_it_is_not_granted_nothing_is_kept_and_nothing_breaks() {
    for (manifest, own) in [("[wants]\ncache = true", ""), ("", "cache = {}")] {
        let prober = Setup::new(manifest, own).load().await;
        prober.does(set("key", "kept")).await;
        assert_eq!(prober.does(get("key")).await["value"], Value::Null);
    }
}

#[tokio::test]
async fn the_quota_holds() {
    let own = "cache = { max_kb = 64, max_entries = 10 }";
    let prober = Setup::new("[needs]\ncache = true", own).load().await;
    let many = prober
        .does(json!({ "do": "cache-fill", "count": 500, "bytes": 10 }))
        .await;
    assert!(many["kept"].as_u64().unwrap() <= 20, "{many}");
    let large = prober
        .does(json!({ "do": "cache-fill", "count": 3, "bytes": 65_536 }))
        .await;
    assert_eq!(large["kept"], 0);
}
