//! What a running bot makes of it.

use std::fs;
use std::path::Path;

use vinbot::config::Settings;
use vinbot::plugins::{Registry, Steer};
use vinbot::trust::Keypair;

use crate::place::{Place, change};
use crate::support;

async fn registry(place: &Place, settings: &Settings, state: &Path) -> Registry {
    let registry = support::registry_in(state, &place.at("plugins"), settings).await;
    registry.remember().await;
    registry
}

fn settings(keys: &[&Keypair], require: bool) -> Settings {
    let mut settings = Settings::default();
    settings.runtime.concurrency = 4;
    settings.signatures.public_keys = keys.iter().map(|key| key.public()).collect();
    settings.signatures.require = require;
    settings
}

/// The digest of what serves as `wmi`, and why something does not serve.
fn serves(registry: &Registry) -> (Option<String>, Vec<String>) {
    let snapshot = registry.snapshot();
    let digest = snapshot.plugins.named("wmi");
    let digest = digest.map(|plugin| plugin.version.digest.to_string());
    let broken = snapshot.plugins.broken().iter();
    (digest, broken.map(|file| file.error.to_string()).collect())
}

async fn settle(registry: &Registry) {
    while !registry.refresh().await {
        tokio::task::yield_now().await;
    }
}

fn digest(file: &Path) -> String {
    let bytes = fs::read(file).unwrap();
    blake3::hash(&bytes).to_hex().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_installed_while_it_runs_serves_and_what_is_changed_there_does_not() {
    let place = Place::new();
    let project = place.project("wmi", "");
    let component = project.join("plugin.wasm");
    let state = support::own_state();
    let registry = registry(&place, &settings(&[], false), state.path()).await;
    assert_eq!(serves(&registry), (None, Vec::new()));

    for version in ["", "two", "three"] {
        if !version.is_empty() {
            change(&component, version);
        }
        place.ok(&["plugin", "install", "wmi"]);
        settle(&registry).await;
        assert_eq!(serves(&registry), (Some(digest(&component)), Vec::new()));
    }

    let installed = place.at("plugins/wmi/plugin.wasm");
    change(&installed, "evil");
    settle(&registry).await;
    let (still, why) = serves(&registry);
    assert_eq!(still, Some(digest(&component)));
    assert!(why[0].contains("not what was installed"), "{why:?}");
    assert_eq!(place.ok(&["plugin", "install"]), "wmi 0.1.0 is put back\n");
    settle(&registry).await;
    assert_eq!(serves(&registry), (Some(digest(&component)), Vec::new()));

    // The way back is open, though the lock says otherwise.
    registry.steer("wmi", &Steer::Rollback(None)).await.unwrap();
    assert_ne!(serves(&registry).0, Some(digest(&component)));
    registry.steer("wmi", &Steer::Reset).await.unwrap();

    place.ok(&["plugin", "uninstall", "wmi"]);
    settle(&registry).await;
    assert_eq!(serves(&registry), (None, Vec::new()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_trusted_no_more_ends_what_it_signed() {
    let place = Place::new();
    let project = place.project("plugins/wmi", "");
    let component = project.join("plugin.wasm");
    let (ours, other) = (Keypair::new(None).unwrap(), Keypair::new(None).unwrap());
    let state = support::own_state();
    let registry = registry(&place, &settings(&[&ours], false), state.path()).await;
    assert_eq!(serves(&registry), (Some(digest(&component)), Vec::new()));

    // A second version, unsigned like the first; then signatures are wanted.
    change(&component, "two");
    settle(&registry).await;
    registry.apply(&settings(&[&ours], true)).await;
    let (none, why) = serves(&registry);
    assert_eq!(none, None);
    assert!(why[0].contains("not signed"), "{why:?}");

    ours.signing_key().sign(&component).unwrap();
    settle(&registry).await;
    assert_eq!(serves(&registry), (Some(digest(&component)), Vec::new()));
    // The earlier version has served, but nobody signed it.
    let back = registry.steer("wmi", &Steer::Rollback(None)).await;
    let told = back.unwrap_err().to_string();
    assert!(told.contains("not signed"), "{told}");
    assert_eq!(serves(&registry).0, Some(digest(&component)));

    registry.apply(&settings(&[&other], true)).await;
    let (none, why) = serves(&registry);
    assert_eq!(none, None);
    assert!(why[0].contains("not in signatures.public_keys"), "{why:?}");
}
