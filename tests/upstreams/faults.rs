//! The table: fault × plugin.

use std::collections::BTreeMap;
use std::sync::Arc;

use rstest::rstest;
use tempfile::TempDir;
use vinbot::config::{CacheGrant, Settings};
use vinbot::lookup::Lookup;
use vinbot::plugins::{Asker, Environment, Services};
use vinbot::report::Report;
use vinbot_net::Names;

use crate::server::{Fault, Server};
use crate::support::{self, logged::Logged};

const HONDA: &str = "1HGCM82633A004352";
const KEY: &str = "a-key-that-nobody-may-see";

/// Who asks for what, and what a reader is told when all is well.
const ENRICHERS: [(&str, &str); 4] = [
    ("complaints", "1 complaint"),
    ("fuel", "21 mpg combined"),
    ("ratings", "5★"),
    ("recalls", "1 recall"),
];

/// A bot's insides with the plugins that ask services, each of them one of its own.
struct Stage {
    services: BTreeMap<&'static str, Server>,
    lookup: Lookup,
    logged: Logged,
    _guard: tracing::subscriber::DefaultGuard,
    _folder: TempDir,
}

impl Stage {
    async fn new(fault: Fault) -> Self {
        let folder = support::only(&["vpic", "wmi", "card"]);
        let mut settings = Settings::default();
        settings.http.allow_loopback = true;
        settings.http.timeout_ms = 400;
        settings.http.backoff_ms = 5;
        let mut services = BTreeMap::new();
        let names = ENRICHERS.iter().map(|(name, _)| *name);
        for name in names.chain(["carsxe", "nhtsa"]) {
            let service = Server::start(fault).await;
            support::put_for(folder.path(), name, &service.host());
            let own = settings.plugins.entry(name.into()).or_default();
            let host = service.host().parse().unwrap();
            own.hosts = vec![host];
            own.cache = Some(CacheGrant::default());
            own.deadline_ms = Some(5_000);
            own.settings.insert("url".into(), service.url());
            services.insert(name, service);
        }
        let carsxe = settings.plugins.entry("carsxe".into()).or_default();
        let hosts = carsxe.hosts.clone();
        carsxe.secrets.insert("CARSXE_API_KEY".into(), hosts);
        // Asked only where the others explain too little.
        carsxe.order = 99;
        settings.plugins.entry("wmi".into()).or_default().order = 90;
        settings.plugins.entry("nhtsa".into()).or_default().order = 20;
        settings.plugins.entry("vpic".into()).or_default().order = 10;
        let (logged, guard) = Logged::listen();
        let key = ("CARSXE_API_KEY".to_owned(), KEY.into());
        let outside =
            Services::with(&settings.http, Names::System, Environment::Of(vec![key])).unwrap();
        let state = support::state_dir();
        let metrics = Arc::default();
        let registry = support::made(&state, folder.path(), &settings, &metrics, outside).await;
        let broken = &registry.snapshot().plugins;
        assert!(broken.broken().is_empty(), "{:?}", broken.broken());
        Self {
            services,
            lookup: Lookup::new(registry),
            logged,
            _guard: guard,
            _folder: folder,
        }
    }

    async fn report(&self) -> Report {
        let visit = self.lookup.anyone();
        let mut report = visit.decode_one(HONDA.parse().unwrap()).await.unwrap();
        visit.enrich(&mut report).await;
        report
    }

    async fn command(&self, name: &str, arguments: &str) -> Result<String, String> {
        let visit = self.lookup.visit(Asker::default());
        let answer = visit.run_command(name, arguments, "en").await;
        answer
            .map(|message| message.to_plain_text())
            .map_err(|error| error.kind().to_owned())
    }

    fn calls(&self, plugin: &str) -> usize {
        self.services[plugin].asked().len()
    }
}

#[tokio::test]
async fn all_services_answer_and_a_second_question_asks_none_of_them() {
    let stage = Stage::new(Fault::None).await;
    let report = stage.report().await;
    assert_eq!(
        report.missing,
        support::names(&[]),
        "{}",
        stage.logged.text()
    );
    for (name, words) in ENRICHERS {
        let mut sections = report.sections.iter();
        let found = sections.find(|section| section.key == name);
        let asked = stage.services[name].asked();
        assert!(
            found.is_some_and(|section| section.summary.contains(words)),
            "{name}: {found:?} of {asked:?}"
        );
    }
    let before: Vec<usize> = ENRICHERS.map(|(name, _)| stage.calls(name)).to_vec();
    stage.report().await;
    let after: Vec<usize> = ENRICHERS.map(|(name, _)| stage.calls(name)).to_vec();
    assert_eq!(before, after);
    let told = stage.command("obd", "P0115").await.unwrap();
    assert!(told.contains("Coolant"), "{told}");
}

/// Every one of these costs the section, which is named, and no more calls than retries
/// allow; when the service is well again, the next question has it.
#[rstest]
#[case::silence(Fault::Silence, "timeout", 3)]
#[case::reset(Fault::Reset, "unreachable", 3)]
#[case::quota(Fault::Quota, "quota", 1)]
#[case::down(Fault::Down, "unreachable", 3)]
#[case::half(Fault::Half, "unreachable", 3)]
#[case::html(Fault::Html, "bad-answer", 1)]
#[case::flood(Fault::Flood, "bad-answer", 1)]
#[tokio::test]
async fn a_service_that_fails_costs_its_section_and_is_not_asked_too_often(
    #[case] fault: Fault,
    #[case] kind: &str,
    #[case] most: usize,
) {
    let stage = Stage::new(fault).await;
    let report = stage.report().await;
    let expected: Vec<&str> = ENRICHERS.iter().map(|(name, _)| *name).collect();
    let logged = stage.logged.text();
    assert_eq!(report.missing, support::names(&expected), "{logged}");
    assert!(report.sections.is_empty());
    for (name, _) in ENRICHERS {
        let calls = stage.calls(name);
        assert!(
            (1..=most).contains(&calls),
            "{name} was asked {calls} times"
        );
        let line = logged
            .lines()
            .find(|line| line.contains("its section is missing") && line.contains(name));
        assert!(
            line.is_some_and(|line| line.contains(kind) && line.contains(HONDA)),
            "{name}: {line:?}"
        );
    }
    if fault == Fault::Quota {
        // It said for how long it wants to be left alone.
        stage.report().await;
        assert_eq!(stage.calls("recalls"), 1);
        return;
    }
    for service in stage.services.values() {
        service.fails(Fault::None);
    }
    let report = stage.report().await;
    assert!(report.missing.is_empty(), "{}", stage.logged.text());
}

/// A decoder that asks a service costs only what it would have added.
#[rstest]
#[case::fine(Fault::None, None)]
#[case::silence(Fault::Silence, Some("upstream-timeout"))]
#[case::reset(Fault::Reset, Some("upstream-unreachable"))]
#[case::quota(Fault::Quota, Some("upstream-quota"))]
#[case::down(Fault::Down, Some("upstream-unreachable"))]
#[case::html(Fault::Html, Some("upstream-bad-answer"))]
#[case::shape(Fault::Shape, Some("upstream-bad-answer"))]
#[case::flood(Fault::Flood, Some("upstream-bad-answer"))]
#[tokio::test]
async fn a_decoder_whose_service_fails_is_followed_by_the_next(
    #[case] fault: Fault,
    #[case] kind: Option<&str>,
) {
    let stage = Stage::new(fault).await;
    let mut settings = stage.lookup.anyone().settings().clone();
    // No vpic, which would explain all.
    settings.plugins.entry("vpic".into()).or_default().enabled = false;
    stage.lookup.registry().apply(&settings).await;
    let visit = stage.lookup.anyone();
    let report = visit.decode_one(HONDA.parse().unwrap()).await.unwrap();
    assert!((1..=3).contains(&stage.calls("nhtsa")));
    match kind {
        None => assert_eq!(report.decoded_by[..1], support::names(&["nhtsa"])),
        Some(kind) => {
            assert_eq!(report.make.as_deref(), Some("Honda"), "as wmi says");
            assert!(report.missing.contains(&"nhtsa".into()), "{report:?}");
            let logged = stage.logged.text();
            let line = logged
                .lines()
                .find(|line| line.contains("a decoder failed") && line.contains("nhtsa"));
            assert!(line.is_some_and(|line| line.contains(kind)), "{line:?}");
        }
    }
}

/// VINs of one kind of vehicle.
fn many(count: usize) -> Vec<vinbot::vin::Vin> {
    let vin = |i| format!("1HGCM82633A{i:06}").parse().unwrap();
    (0..count).map(vin).collect()
}

#[tokio::test]
async fn a_large_job_asks_a_service_in_blocks_that_are_full() {
    let stage = Stage::new(Fault::None).await;
    let mut settings = stage.lookup.anyone().settings().clone();
    settings.plugins.entry("vpic".into()).or_default().enabled = false;
    settings.plugins.entry("carsxe".into()).or_default().enabled = false;
    stage.lookup.registry().apply(&settings).await;
    let visit = stage.lookup.anyone().with_lease();
    visit.decode(&many(200)).await;
    let asked = stage.services["nhtsa"].asked();
    let blocks = asked.iter().filter(|target| target.contains("Batch"));
    assert_eq!(blocks.count(), 4, "50 each: {asked:?}");
}

#[tokio::test]
async fn a_service_that_fails_for_many_vins_is_told_of_once_and_counted() {
    let stage = Stage::new(Fault::Down).await;
    let mut settings = stage.lookup.anyone().settings().clone();
    settings.plugins.entry("vpic".into()).or_default().enabled = false;
    settings.plugins.entry("carsxe".into()).or_default().enabled = false;
    stage.lookup.registry().apply(&settings).await;
    let visit = stage.lookup.anyone().with_lease();
    let mut reports: Vec<Report> = visit
        .decode(&many(100))
        .await
        .into_iter()
        .flatten()
        .collect();
    assert_eq!(reports.len(), 100, "wmi knows them");
    // Enough to be asked about.
    for (report, year) in reports.iter_mut().zip(1990..) {
        (report.model, report.model_year) = (Some("Accord".to_owned()), Some(year));
    }
    visit.enrich_all(reports.iter_mut().take(20)).await;
    stage.lookup.sum_up();
    let logged = stage.logged.text();
    let warned = |words: &str| {
        let lines = logged.lines();
        lines
            .filter(|line| line.contains(" WARN ") && line.contains(words))
            .count()
    };
    // Once for each kind: first the service does not answer, then it is left alone.
    assert!((1..=2).contains(&warned("a decoder failed")), "{logged}");
    let missing = warned("its section is missing");
    assert!((1..=2 * ENRICHERS.len()).contains(&missing), "{missing}");
    let counted: u64 = logged
        .lines()
        .filter(|line| line.contains("so many times more") && line.contains("nhtsa"))
        .filter_map(|line| {
            line.split("times=")
                .nth(1)?
                .split(' ')
                .next()?
                .parse::<u64>()
                .ok()
        })
        .sum();
    let told = u64::try_from(warned("a decoder failed")).unwrap();
    assert_eq!(counted + told, 100, "none is lost");
}

#[tokio::test]
async fn many_vehicles_are_enriched_side_by_side() {
    let stage = Stage::new(Fault::None).await;
    let visit = stage.lookup.anyone();
    let mut reports: Vec<Report> = visit.decode(&many(2)).await.into_iter().flatten().collect();
    // Each of another model, so that nobody is answered by what was asked for another.
    for (report, model) in reports.iter_mut().zip(["Accord", "Civic"]) {
        report.model = Some(model.to_owned());
    }
    let recalls = &stage.services["recalls"];
    recalls.fails(Fault::Late);
    let enriched = visit.enrich_all(reports.iter_mut());
    let both = async {
        while recalls.asked().len() < 2 {
            tokio::task::yield_now().await;
        }
        recalls.fails(Fault::None);
    };
    tokio::join!(enriched, both);
    for report in &reports {
        assert!(report.missing.is_empty(), "{}", stage.logged.text());
    }
}

#[tokio::test]
async fn guesses_at_a_mistyped_vin_ask_no_service() {
    let stage = Stage::new(Fault::None).await;
    let mut settings = stage.lookup.anyone().settings().clone();
    settings.plugins.entry("vpic".into()).or_default().enabled = false;
    stage.lookup.registry().apply(&settings).await;
    let visit = stage.lookup.anyone();
    let guesses = [HONDA, "WAUZZZ8K9BA123456"].map(|vin| vin.parse().unwrap());
    assert!(!visit.best_of(&guesses).await.is_empty());
    assert_eq!((stage.calls("nhtsa"), stage.calls("carsxe")), (0, 0));
    visit.decode(&guesses).await;
    assert!(
        stage.calls("nhtsa") > 0,
        "what somebody sent is asked about"
    );
}

#[tokio::test]
async fn another_shape_is_never_taken_for_good_news() {
    let stage = Stage::new(Fault::Shape).await;
    let report = stage.report().await;
    assert!(
        report.sections.is_empty(),
        "made of nothing: {:?}",
        report.sections
    );
    let all: Vec<&str> = ENRICHERS.iter().map(|(name, _)| *name).collect();
    assert_eq!(report.missing, support::names(&all));
    let logged = stage.logged.text();
    for name in all {
        let line = logged
            .lines()
            .find(|line| line.contains("its section is missing") && line.contains(name));
        assert!(
            line.is_some_and(|line| line.contains("upstream-bad-answer")),
            "{name}: {line:?}"
        );
        assert!((1..=2).contains(&stage.calls(name)), "{name}");
    }
}

#[rstest]
#[case::key(Fault::Key, "auth")]
#[case::quota(Fault::Quota, "quota")]
#[case::down(Fault::Down, "unreachable")]
#[case::silence(Fault::Silence, "timeout")]
#[tokio::test]
async fn a_paid_service_that_fails_is_told_apart_and_its_key_shows_nowhere(
    #[case] fault: Fault,
    #[case] kind: &str,
) {
    let stage = Stage::new(fault).await;
    let told = stage.command("obd", "P0115").await;
    let words = format!("{told:?}");
    let logged = stage.logged.text();
    assert!(logged.contains(kind), "{words}: {logged}");
    let asked = stage.services["carsxe"].asked();
    assert!(!asked.is_empty());
    assert!(asked.iter().all(|target| target.contains(KEY)), "{asked:?}");
    assert!(!words.contains(KEY) && !logged.contains(KEY));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_who_ask_at_once_make_each_service_asked_once() {
    let stage = Arc::new(Stage::new(Fault::None).await);
    let asking = (0..1_000).map(|_| {
        let stage = Arc::clone(&stage);
        tokio::spawn(async move { stage.report().await })
    });
    for report in futures::future::join_all(asking).await {
        assert_eq!(report.unwrap().sections.len(), ENRICHERS.len());
    }
    // Of a section one or two requests are made: for the model, then for what is found.
    let alone = Stage::new(Fault::None).await;
    alone.report().await;
    for (name, _) in ENRICHERS {
        assert_eq!(stage.calls(name), alone.calls(name), "{name}");
    }
}
