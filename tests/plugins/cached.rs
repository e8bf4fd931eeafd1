//! What was answered is kept, made once for all who ask, and not kept for others than it
//! was made for.

use futures::future::join_all;
use tempfile::TempDir;
use vinbot::lookup::Lookup;
use vinbot::plugins::Asker;
use vinbot::report::Report;

use crate::support::rogue::{self, ENRICHER, Rogue, of_make, says};
use crate::support::{self, replace};
use crate::{AUDI, HONDA, settings};

/// `rogue`, which decodes, and `recalls`, which enriches.
struct Stage {
    folder: TempDir,
    lookup: Lookup,
    metrics: std::sync::Arc<vinbot::telemetry::Metrics>,
}

impl Stage {
    async fn new() -> Self {
        let folder = support::only(&["wmi"]);
        let put = |name: &str, bytes: &[u8]| replace(&folder.path().join(name), bytes);
        put("rogue.wasm", &of_make("Alpha"));
        put("recalls.wasm", &recalls("2 open"));
        let metrics = std::sync::Arc::default();
        let registry = support::counted(folder.path(), &settings(), &metrics).await;
        Self {
            lookup: Lookup::new(registry),
            folder,
            metrics,
        }
    }

    async fn saves(&self, file: &str, bytes: &[u8]) {
        replace(&self.folder.path().join(file), bytes);
        while !self.lookup.registry().refresh().await {
            tokio::task::yield_now().await;
        }
    }

    async fn report(&self, vin: &str) -> Report {
        let visit = self.lookup.anyone();
        let mut report = visit.decode_one(vin.parse().unwrap()).await.unwrap();
        visit.enrich(&mut report).await;
        report
    }

    /// How often a plugin was called with success.
    fn calls(&self, plugin: &str) -> usize {
        let text = self.metrics.text();
        let start = format!("vinbot_plugin_calls_total{{plugin=\"{plugin}\",outcome=\"ok\"}} ");
        let line = text.lines().find_map(|line| line.strip_prefix(&start));
        line.map_or(0, |count| count.parse().unwrap())
    }
}

fn recalls(summary: &str) -> Vec<u8> {
    Rogue {
        name: "recalls",
        enrich: &says(summary),
        world: ENRICHER,
        ..Rogue::default()
    }
    .component()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_who_ask_at_once_are_answered_by_one_call() {
    let stage = Stage::new().await;
    let asked = (0..1_000).map(|_| stage.report(HONDA));
    for report in join_all(asked).await {
        assert_eq!(report.make.as_deref(), Some("Alpha"));
        assert_eq!(report.sections[0].summary, "2 open");
    }
    assert_eq!((stage.calls("rogue"), stage.calls("recalls")), (1, 1));
    stage.report(AUDI).await;
    assert_eq!((stage.calls("rogue"), stage.calls("recalls")), (2, 2));
}

#[tokio::test]
async fn another_version_of_a_plugin_is_asked_anew_and_only_that_one() {
    let stage = Stage::new().await;
    stage.report(HONDA).await;
    stage.saves("recalls.wasm", &recalls("3 open")).await;
    assert_eq!(stage.report(HONDA).await.sections[0].summary, "3 open");
    assert_eq!(stage.calls("rogue"), 1, "what a VIN means was kept");
    stage.saves("rogue.wasm", &of_make("Beta")).await;
    assert_eq!(stage.report(HONDA).await.make.as_deref(), Some("Beta"));
}

#[tokio::test]
async fn other_settings_of_a_plugin_ask_it_anew() {
    let stage = Stage::new().await;
    stage.report(HONDA).await;
    let mut settings = settings();
    let own = settings.plugins.entry("recalls".into()).or_default();
    own.settings.insert("url".into(), "elsewhere".into());
    stage.lookup.registry().apply(&settings).await;
    stage.report(HONDA).await;
    assert_eq!((stage.calls("rogue"), stage.calls("recalls")), (1, 2));
}

#[tokio::test]
async fn of_a_vehicle_that_is_told_otherwise_is_asked_anew() {
    let stage = Stage::new().await;
    let mut report = stage.report(AUDI).await;
    let visit = stage.lookup.anyone();
    visit.enrich(&mut report.clone()).await;
    assert_eq!(stage.calls("recalls"), 1, "told the same");
    report.findings.push(vinbot::report::Finding {
        severity: vinbot::report::Severity::Note,
        code: "odd".into(),
        text: "Odd.".into(),
        suggested_vin: None,
    });
    visit.enrich(&mut report).await;
    assert_eq!(stage.calls("recalls"), 2);
}

#[tokio::test]
async fn nobody_is_answered_by_a_plugin_that_he_does_not_have() {
    let stage = Stage::new().await;
    stage.report(HONDA).await;
    let mut settings = settings();
    let rogue = settings.plugins.entry("rogue".into()).or_default();
    rogue.users.deny = vec![7];
    stage.lookup.registry().apply(&settings).await;
    let asker = Asker {
        user: Some(7),
        chat: None,
    };
    let visit = stage.lookup.visit(asker);
    let report = visit.decode_one(HONDA.parse().unwrap()).await.unwrap();
    assert_eq!(report.make.as_deref(), Some("Honda"));
    assert_eq!(stage.report(HONDA).await.make.as_deref(), Some("Alpha"));
}

#[tokio::test]
async fn what_is_incomplete_or_failed_is_not_kept() {
    let stage = Stage::new().await;
    let failing = Rogue {
        decode: rogue::TRAPS,
        ..Rogue::default()
    };
    stage.saves("rogue.wasm", &failing.component()).await;
    let report = stage.report(HONDA).await;
    assert_eq!(report.missing, support::names(&["rogue"]));
    let before = stage.calls("wmi");
    stage.report(HONDA).await;
    assert_eq!(stage.calls("wmi"), before + 1, "asked again");
}

#[tokio::test]
async fn a_section_that_may_not_be_kept_is_asked_for_every_time() {
    let stage = Stage::new().await;
    let passing = Rogue {
        name: "recalls",
        enrich: &says("now").replace("(i32.const 3600)", "(i32.const 0)"),
        world: ENRICHER,
        ..Rogue::default()
    };
    stage.saves("recalls.wasm", &passing.component()).await;
    for _ in 0..3 {
        assert_eq!(stage.report(HONDA).await.sections[0].summary, "now");
    }
    assert_eq!(stage.calls("recalls"), 3);
}
