//! `vinbot:plugin/log`.

use serde_json::json;

use crate::prober::{Logged, Setup};

#[tokio::test]
async fn a_flood_over_many_calls_is_cut_and_said() {
    let (logged, _guard) = Logged::listen();
    let prober = Setup::new("", "").load().await;
    for _ in 0..100 {
        prober.does(json!({ "do": "log", "lines": 20 })).await;
    }
    let logged = logged.text();
    assert!(
        logged.contains(r#"a line plugin="prober" fields="{\"number\":\"0\"}""#),
        "{logged}"
    );
    let written = logged.matches("a line plugin").count();
    assert!((200..1_000).contains(&written), "{written}");
    assert!(logged.contains("logs too much: lines are dropped"));
}
