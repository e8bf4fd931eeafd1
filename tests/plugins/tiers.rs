//! Code that is compiled in a hurry serves until better code is there.

use std::ffi::OsString;
use std::path::Path;

use vinbot::config::Settings;
use vinbot::lookup::Lookup;

use crate::support;

const AUDI: &str = "WAUZZZ8K9BA123456";

/// Names of the compiled code.
fn code(state: &Path) -> Vec<OsString> {
    let entries = std::fs::read_dir(state.join("code")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name());
    names
        .filter(|name| name.to_string_lossy().ends_with(".cwasm"))
        .collect()
}

fn is_hasty(name: &OsString) -> bool {
    name.to_string_lossy().contains(".hasty.")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_plugin_serves_in_a_hurry_and_then_with_care() {
    let (folder, state) = (
        support::only(&["wmi", "card"]),
        tempfile::tempdir().unwrap(),
    );
    let settings = Settings::default();
    let lookup = Lookup::new(support::in_tiers(state.path(), folder.path(), &settings).await);
    let hasty = code(state.path());
    assert!(hasty.len() == 2 && hasty.iter().all(is_hasty), "{hasty:?}");
    let answer = async || {
        let visit = lookup.anyone();
        let report = visit.decode_one(AUDI.parse().unwrap()).await.unwrap();
        (report.make, report.attributes.len())
    };
    let before = answer().await;
    let digests = || {
        let visit = lookup.anyone();
        let plugins = visit.plugins();
        let digests = plugins.on().map(|plugin| plugin.version.digest.clone());
        digests.collect::<Vec<_>>()
    };
    let served = digests();

    assert_eq!(lookup.registry().refine().await, 2);
    let careful = code(state.path());
    assert!(
        careful.len() == 2 && !careful.iter().any(is_hasty),
        "{careful:?}"
    );
    assert_eq!(answer().await, before);
    assert_eq!(digests(), served, "they are the same plugins");
    assert_eq!(
        lookup.registry().refine().await,
        0,
        "there is nothing left to do"
    );

    // The next start has the better code at once.
    let again = support::in_tiers(state.path(), folder.path(), &settings).await;
    assert_eq!(again.refine().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_gone_before_it_is_refined_does_no_harm() {
    let (folder, state) = (support::only(&[]), tempfile::tempdir().unwrap());
    let file = folder.path().join("wmi.wasm");
    std::fs::copy(support::plugin_folder().join("wmi/plugin.wasm"), &file).unwrap();
    let settings = Settings::default();
    let registry = support::in_tiers(state.path(), folder.path(), &settings).await;
    std::fs::remove_file(&file).unwrap();
    assert_eq!(registry.refine().await, 0);
    assert!(
        registry.snapshot().plugins.named("wmi").is_some(),
        "it serves on"
    );
    registry.refresh().await;
    assert!(registry.snapshot().plugins.named("wmi").is_none());
}
