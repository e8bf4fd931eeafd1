//! `vinbot:plugin/log`.

use serde_json::json;

use crate::prober::Setup;
use crate::support::logged::Logged;

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

#[tokio::test]
async fn what_is_printed_is_logged_line_by_line() {
    let (logged, _guard) = Logged::listen();
    let prober = Setup::new("", "").load().await;
    let long = "x".repeat(10_000);
    prober
        .does(json!({
            "do": "print",
            "out": format!("loaded \u{1b}[31m3 rows\n\n{long}\nnever ended"),
            "err": "odd\n",
        }))
        .await;
    let logged = logged.text();
    let line = |level: &str, text: &str| {
        let found = logged.lines().find(|line| line.contains(text));
        assert!(
            found.is_some_and(|line| line.contains(level)),
            "{text}: {logged}"
        );
    };
    // Nothing that it prints passes for something else on a terminal.
    line("INFO", "loaded  [31m3 rows plugin=\"prober\"");
    line("WARN", "odd plugin=\"prober\"");
    line("INFO", &"x".repeat(500));
    line("INFO", "never ended plugin=\"prober\"");
    assert!(!logged.contains(&"x".repeat(501)), "it is cut");
}
