//! A plugin that was set aside is not asked, whatever its role, and another one of its
//! role answers.

use vinbot::config::Settings;
use vinbot::lookup::{Lookup, Visit};
use vinbot::plugins::ViewContext;
use vinbot::report::Report;

use crate::support::rogue::{self, COMMAND, ENRICHER, FORMATTER, Rogue};
use crate::support::{self, replace};
use crate::{AUDI, settings};

const CARD: ViewContext<'_> = ViewContext {
    locale: "en",
    metric: false,
    view: "card",
    page: 0,
};

/// A rogue in this world, before all plugins that are built.
async fn stage(world: &str) -> (Lookup, Settings) {
    let folder = support::only(&["card", "wmi"]);
    let rogue = Rogue {
        world,
        enrich: rogue::TRAPS,
        ..Rogue::default()
    };
    replace(&folder.path().join("rogue.wasm"), &rogue.component());
    let settings = settings();
    let registry = support::registry(folder.path(), &settings).await;
    let plugins = &registry.snapshot().plugins;
    assert!(plugins.broken().is_empty(), "{:?}", plugins.broken());
    (Lookup::new(registry), settings)
}

fn is_aside(visit: &Visit) -> bool {
    let rogue = visit.plugins().named("rogue").unwrap();
    rogue.aside().is_some()
}

async fn audi(visit: &Visit) -> Report {
    visit.decode_one(AUDI.parse().unwrap()).await.unwrap()
}

#[tokio::test]
async fn the_next_formatter_shows_the_view() {
    let (lookup, settings) = stage(FORMATTER).await;
    let visit = lookup.anyone();
    let report = audi(&visit).await;
    for round in 0..=settings.health.failures {
        assert_eq!(is_aside(&visit), round == settings.health.failures);
        let shown = visit.show(&[&report], CARD).await.unwrap();
        assert!(shown.to_plain_text().contains("Audi"), "{shown:?}");
    }
}

#[tokio::test]
async fn its_section_is_missing_and_nobody_waits_for_it() {
    let (lookup, settings) = stage(ENRICHER).await;
    let visit = lookup.anyone();
    for round in 0..=settings.health.failures {
        assert_eq!(is_aside(&visit), round == settings.health.failures);
        let mut report = audi(&visit).await;
        visit.enrich(&mut report).await;
        assert_eq!(report.missing, support::names(&["rogue"]));
    }
}

#[tokio::test]
async fn its_command_says_so_at_once() {
    let (lookup, settings) = stage(COMMAND).await;
    let visit = lookup.anyone();
    assert!(visit.command("card").is_some());
    for _ in 0..settings.health.failures {
        let error = visit.run_command("card", "", "en").await.unwrap_err();
        assert_eq!(error.kind(), "trap");
    }
    let error = visit.run_command("card", "", "en").await.unwrap_err();
    assert_eq!(error.kind(), "set-aside");
}
