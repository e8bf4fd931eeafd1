//! Enrichers add what they know; one that fails costs its own section.

use vinbot::lookup::Lookup;

use crate::support::rogue::{self, ENRICHER, Rogue, says};
use crate::support::{self, replace};
use crate::{AUDI, settings};

fn enricher<'a>(name: &'a str, enrich: &'a str) -> Rogue<'a> {
    Rogue {
        name,
        enrich,
        world: ENRICHER,
        ..Rogue::default()
    }
}

#[tokio::test]
async fn what_enrichers_say_comes_in_the_operators_order_and_what_is_missing_is_named() {
    let folder = support::only(&["wmi"]);
    let put = |rogue: &Rogue<'_>| {
        let file = folder.path().join(format!("{}.wasm", rogue.name));
        replace(&file, &rogue.component());
    };
    put(&enricher("ratings", &says("5 stars")));
    put(&enricher("recalls", &says("2 open")));
    put(&enricher("theft", rogue::TRAPS));
    put(&enricher("slow", rogue::LOOPS));
    let mut settings = settings();
    settings.plugins.entry("recalls".into()).or_default().order = 1;
    settings
        .plugins
        .entry("slow".into())
        .or_default()
        .deadline_ms = Some(50);
    let lookup = Lookup::new(support::registry(folder.path(), &settings).await);
    let visit = lookup.anyone();
    let mut report = visit.decode_one(AUDI.parse().unwrap()).await.unwrap();
    assert!(visit.enrich(&mut report).await);
    let said: Vec<&str> = report
        .sections
        .iter()
        .map(|one| one.summary.as_str())
        .collect();
    assert_eq!(said, ["2 open", "5 stars"]);
    assert_eq!(report.missing, support::names(&["slow", "theft"]));
}

#[tokio::test]
async fn where_there_are_no_enrichers_nobody_is_waited_for() {
    let folder = support::only(&["wmi"]);
    let lookup = Lookup::new(support::registry(folder.path(), &settings()).await);
    let visit = lookup.anyone();
    let mut report = visit.decode_one(AUDI.parse().unwrap()).await.unwrap();
    let before = report.clone();
    assert!(!visit.enrich(&mut report).await);
    assert_eq!(report, before);
}
