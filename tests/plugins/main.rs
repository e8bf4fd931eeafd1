//! Plugins that are broken or misbehave: the others serve on, and the reason is told.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failing test may panic"
)]

#[path = "../support/mod.rs"]
mod support;

mod aside;
mod cached;
mod enrich;
mod limits;
mod moved;
mod reload;
mod steered;
mod tiers;
mod warm;

use std::path::Path;
use std::sync::Arc;

use rstest::rstest;
use support::rogue::{self, Rogue};
use vinbot::config::Settings;
use vinbot::lookup::{Lookup, LookupError};
use vinbot::plugins::Snapshot;
use vinbot::vin::Vin;

pub(crate) const HONDA: &str = "1HGCM82633A004352";
pub(crate) const AUDI: &str = "WAUZZZ8K9BA123456";

pub(crate) fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.runtime.concurrency = 4;
    settings.limits.deadline_ms = 500;
    // `rogue` is asked before all others.
    let rogue = settings.plugins.entry("rogue".into()).or_default();
    rogue.order = 1;
    rogue.memory_mb = Some(16);
    rogue.output_kb = Some(1_024);
    settings
}

async fn load(folder: &Path, settings: &Settings) -> Arc<Snapshot> {
    support::registry(folder, settings).await.snapshot()
}

/// The reason why a file with these bytes is not served, beside a plugin that is.
async fn refusal(bytes: &[u8]) -> String {
    let folder = support::only(&["wmi"]);
    std::fs::write(folder.path().join("bad.wasm"), bytes).unwrap();
    let plugins = &load(folder.path(), &settings()).await.plugins;
    let served: Vec<_> = plugins.all().iter().map(|plugin| &*plugin.name).collect();
    assert_eq!(served, ["wmi"]);
    assert_eq!(plugins.broken().len(), 1);
    plugins.broken()[0].error.to_string()
}

fn truncated() -> Vec<u8> {
    let mut bytes = Rogue::default().component();
    bytes.truncate(bytes.len() / 2);
    bytes
}

fn component(wat: &str) -> Vec<u8> {
    wat::parse_str(wat).unwrap()
}

#[rstest]
#[case::empty(Vec::new(), "not a WebAssembly file: it is empty")]
#[case::text(b"hello".to_vec(), "not a WebAssembly file")]
#[case::truncated(truncated(), "not a valid component: ")]
#[case::core_module(component("(module)"), "a core module, not a component")]
#[case::no_about(component("(component)"), "exports no `vinbot:plugin/about`")]
#[case::no_role(Rogue { world: "about-only", ..Rogue::default() }.component(), "exports no role")]
#[case::unknown_import(
    component(r#"(component (import "acme:x/y@1.0.0" (instance)))"#),
    "imports `acme:x/y@1.0.0`, which this vinbot does not serve"
)]
#[case::other_version(
    Rogue { version: "0.9.0", ..Rogue::default() }.component(),
    "built for vinbot:plugin/types@0.9.0; this vinbot serves vinbot:plugin@0.1.0 and 0.2.0"
)]
#[case::bad_name(Rogue { name: "No Name", ..Rogue::default() }.component(), "its name `No Name`")]
#[case::describe_traps(
    Rogue { describe: rogue::TRAPS, ..Rogue::default() }.component(),
    "`describe` failed: crashed: "
)]
#[case::describe_hangs(
    Rogue { describe: "(loop $for_ever (br $for_ever))", ..Rogue::default() }.component(),
    "`describe` failed: took longer than its "
)]
#[case::describe_eats_memory(
    Rogue { describe: rogue::EATS_MEMORY, ..Rogue::default() }.component(),
    "`describe` failed: ran out of its "
)]
#[case::describe_overflows_the_stack(
    Rogue { describe: "(drop (call $deeper (i32.const 1)))", ..Rogue::default() }.component(),
    "`describe` failed: crashed: the stack is full: it recurses too deep"
)]
#[case::other_types(
    Rogue {
        twist: ("-> list<result<decoded, plugin-error>>", "-> list<u32>"),
        ..Rogue::default()
    }.component(),
    "does not fit the contract: "
)]
#[case::self_test_fails(
    Rogue { world: rogue::TESTED, complaint: "no data", ..Rogue::default() }.component(),
    "its self-test failed: no data"
)]
#[tokio::test]
async fn a_bad_file_is_refused_with_the_reason(#[case] bytes: Vec<u8>, #[case] reason: &str) {
    let told = refusal(&bytes).await;
    assert!(told.starts_with(reason), "{told}");
}

/// A later version that adds functions is served beside the one before it.
#[tokio::test]
async fn plugins_of_two_versions_of_the_contract_answer_in_one_lookup() {
    let folder = support::only(&["wmi"]);
    let next = Rogue {
        version: rogue::NEXT,
        decode: &rogue::answers_in_time("Of tomorrow"),
        ..Rogue::default()
    };
    std::fs::write(folder.path().join("next.wasm"), next.component()).unwrap();
    let mut settings = settings();
    settings.lookup.enough = 101;
    let lookup = Lookup::new(support::registry(folder.path(), &settings).await);
    let visit = lookup.anyone();
    assert!(
        visit.plugins().broken().is_empty(),
        "{:?}",
        visit.plugins().broken()
    );
    let report = visit.decode_one(AUDI.parse().unwrap()).await.unwrap();
    assert_eq!(report.make.as_deref(), Some("Of tomorrow"));
    assert_eq!(report.decoded_by, support::names(&["rogue", "wmi"]));
    assert!(report.missing.is_empty());
}

#[tokio::test]
async fn a_file_that_is_too_large_is_not_even_read() {
    let folder = support::only(&["wmi"]);
    std::fs::write(folder.path().join("large.wasm"), vec![0; (3 << 20) + 1]).unwrap();
    let mut settings = settings();
    settings.runtime.max_component_mb = 3;
    let plugins = &load(folder.path(), &settings).await.plugins;
    let told = plugins.broken()[0].error.to_string();
    assert_eq!(told, "the file has 4 MB; runtime.max_component_mb allows 3");
}

#[tokio::test]
async fn what_has_the_name_of_a_component_and_is_no_file_is_told() {
    let folder = support::only(&["wmi"]);
    std::fs::create_dir_all(folder.path().join("a/plugin.wasm")).unwrap();
    std::fs::create_dir(folder.path().join("b.wasm")).unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path().join("c.wasm")).unwrap();
    std::os::unix::fs::symlink("d.wasm", folder.path().join("d.wasm")).unwrap();
    let registry = support::registry(folder.path(), &settings()).await;
    let plugins = &registry.snapshot().plugins;
    assert_eq!(plugins.all().len(), 1);
    for (broken, words) in plugins.broken().iter().zip([
        "it is no regular file",
        "it is no regular file",
        "No such file",
        "symbolic links",
    ]) {
        let told = broken.error.to_string();
        assert!(told.contains(words), "{told}");
    }
    assert_eq!(plugins.broken().len(), 4);
    // It is told once, and not at each look.
    let told = registry.changes();
    assert!(registry.refresh().await);
    assert!(!told.has_changed().unwrap());
}

#[tokio::test]
async fn of_two_files_with_one_name_the_first_is_served() {
    let folder = tempfile::tempdir().unwrap();
    for file in ["a.wasm", "b.wasm"] {
        std::fs::write(folder.path().join(file), Rogue::default().component()).unwrap();
    }
    let plugins = &load(folder.path(), &settings()).await.plugins;
    assert_eq!(plugins.all().len(), 1);
    assert!(plugins.all()[0].version.file.ends_with("a.wasm"));
    let told = plugins.broken()[0].error.to_string();
    assert_eq!(told, "another file already serves the name `rogue`");
}

#[tokio::test]
async fn what_is_switched_off_is_loaded_but_not_asked() {
    let folder = support::only(&["wmi"]);
    let mut settings = settings();
    settings.plugins.entry("wmi".into()).or_default().enabled = false;
    let lookup = Lookup::new(support::registry(folder.path(), &settings).await);
    assert_eq!(lookup.anyone().plugins().on().count(), 0);
    assert_eq!(&*lookup.anyone().plugins().all()[0].name, "wmi");
    let answer = lookup.anyone().decode_one(AUDI.parse().unwrap()).await;
    assert_eq!(answer.unwrap_err(), LookupError::Unavailable);
}

/// A rogue that is asked first, and `wmi` after it.
pub(crate) async fn beside(decode: &str, settings: Settings) -> Lookup {
    let folder = support::only(&["wmi"]);
    let component = Rogue {
        decode,
        ..Rogue::default()
    }
    .component();
    std::fs::write(folder.path().join("rogue.wasm"), component).unwrap();
    let registry = support::registry(folder.path(), &settings).await;
    let snapshot = registry.snapshot();
    assert!(snapshot.plugins.broken().is_empty(), "{snapshot:?}");
    Lookup::new(registry)
}

async fn kind_of_failure(lookup: &Lookup) -> &'static str {
    let visit = lookup.anyone();
    let rogue = visit.plugins().named("rogue").unwrap();
    rogue
        .decode(&[HONDA.parse().unwrap()], None)
        .await
        .unwrap_err()
        .kind()
}

#[rstest]
#[case::traps(rogue::TRAPS, "trap")]
#[case::loops_for_ever(rogue::LOOPS, "timeout")]
#[case::eats_memory(rogue::EATS_MEMORY, "memory")]
#[case::hands_over_too_much(rogue::HANDS_OVER_TOO_MUCH, "output")]
#[case::overflows_the_stack(rogue::OVERFLOWS_THE_STACK, "trap")]
#[case::answers_too_few(rogue::ANSWERS_NOTHING, "contract")]
#[tokio::test]
async fn a_misbehaving_decoder_is_stopped_and_the_next_one_answers(
    #[case] decode: &str,
    #[case] kind: &str,
) {
    let mut settings = settings();
    settings
        .plugins
        .entry("rogue".into())
        .or_default()
        .deadline_ms = Some(200);
    let lookup = beside(decode, settings).await;
    assert_eq!(kind_of_failure(&lookup).await, kind);
    let report = lookup
        .anyone()
        .decode_one(AUDI.parse().unwrap())
        .await
        .unwrap();
    assert_eq!(report.make.as_deref(), Some("Audi"));
    assert_eq!(report.decoded_by, support::names(&["wmi"]));
    assert_eq!(report.missing, support::names(&["rogue"]));
}

#[tokio::test]
async fn a_decoder_that_hangs_over_many_vins_is_not_asked_about_each() {
    let mut settings = settings();
    settings
        .plugins
        .entry("rogue".into())
        .or_default()
        .deadline_ms = Some(50);
    let folder = support::only(&["wmi"]);
    let component = Rogue {
        decode: rogue::LOOPS,
        ..Rogue::default()
    }
    .component();
    std::fs::write(folder.path().join("rogue.wasm"), component).unwrap();
    let lookup = Lookup::new(support::registry(folder.path(), &settings).await);
    let vins: Vec<Vin> = (0..500)
        .map(|i| format!("WAUZZZ8K9BA{i:06}").parse().unwrap())
        .collect();
    // One by one that would be 25 seconds and more; the runner's limit is the judge.
    for result in lookup.anyone().decode(&vins).await {
        assert_eq!(result.unwrap().missing, support::names(&["rogue"]));
    }
}

#[tokio::test]
async fn a_plugin_may_be_granted_more_than_the_general_limits() {
    let folder = support::only(&["vpic"]);
    let mut settings = settings();
    settings.limits.memory_mb = 32;
    settings.limits.table_elements = 10;
    let plugins = &load(folder.path(), &settings).await.plugins;
    assert!(plugins.all().is_empty(), "{plugins:?}");
    let vpic = settings.plugins.entry("vpic".into()).or_default();
    vpic.memory_mb = Some(256);
    vpic.table_elements = Some(50_000);
    let plugins = &load(folder.path(), &settings).await.plugins;
    assert_eq!(plugins.all().len(), 1, "{:?}", plugins.broken());
}

#[tokio::test]
async fn compiled_code_that_others_may_write_to_is_not_trusted() {
    use std::os::unix::fs::PermissionsExt;
    let state = tempfile::tempdir().unwrap();
    let folder = support::only(&["wmi"]);
    let settings = settings();
    let code = state.path().join("code");
    std::fs::create_dir_all(&code).unwrap();
    std::fs::set_permissions(&code, std::fs::Permissions::from_mode(0o777)).unwrap();
    for _ in 0..2 {
        let registry = support::registry_in(state.path(), folder.path(), &settings).await;
        let plugins = &registry.snapshot().plugins;
        assert_eq!(plugins.all().len(), 1);
    }
}

#[tokio::test]
async fn a_crash_over_many_vins_is_followed_by_a_question_for_each() {
    let lookup = beside(rogue::CRASHES_ON_MANY, settings()).await;
    let vins: Vec<Vin> = [HONDA, AUDI].map(|vin| vin.parse().unwrap()).to_vec();
    for result in lookup.anyone().decode(&vins).await {
        let report = result.unwrap();
        assert_eq!(report.decoded_by, support::names(&["wmi"]));
        assert!(report.missing.is_empty());
    }
}

#[tokio::test]
async fn where_no_decoder_can_answer_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let component = Rogue {
        decode: rogue::TRAPS,
        ..Rogue::default()
    }
    .component();
    std::fs::write(folder.path().join("rogue.wasm"), component).unwrap();
    let settings = settings();
    let lookup = Lookup::new(support::registry(folder.path(), &settings).await);
    let answer = lookup.anyone().decode_one(HONDA.parse().unwrap()).await;
    assert_eq!(answer.unwrap_err(), LookupError::Unavailable);
}

#[tokio::test]
async fn a_job_that_keeps_its_sandboxes_leaves_room_for_the_next_decoder() {
    let folder = support::only(&["wmi"]);
    let crashing = Rogue {
        decode: rogue::CRASHES_ON_MANY,
        ..Rogue::default()
    };
    std::fs::write(folder.path().join("rogue.wasm"), crashing.component()).unwrap();
    let mut settings = settings();
    settings.runtime.concurrency = 1;
    let lookup = Lookup::new(support::registry(folder.path(), &settings).await);
    let job = lookup.anyone().with_lease();
    for _ in 0..3 {
        let report = job.decode_one(AUDI.parse().unwrap()).await.unwrap();
        assert_eq!(report.make.as_deref(), Some("Audi"));
    }
}

#[tokio::test]
async fn many_calls_at_once_wait_for_a_sandbox() {
    let folder = support::only(&["wmi"]);
    let settings = settings();
    let lookup = Lookup::new(support::registry(folder.path(), &settings).await);
    let visit = lookup.anyone();
    let calls = (0..64).map(|_| visit.decode_one(AUDI.parse().unwrap()));
    for answer in futures::future::join_all(calls).await {
        assert_eq!(answer.unwrap().make.as_deref(), Some("Audi"));
    }
}

/// Native code with other bits in it would crash the whole program, and deserialising
/// does not look at it.
#[rstest]
#[case::truncated(|file: &std::fs::File, length| file.set_len(length / 2).unwrap())]
#[case::other_bits(|file: &std::fs::File, length| {
    use std::os::unix::fs::FileExt;
    for at in (length / 4..length).step_by(4_096) {
        file.write_at(&[0xff; 64], at).unwrap();
    }
})]
#[tokio::test]
async fn damaged_compiled_code_is_compiled_again(#[case] damage: fn(&std::fs::File, u64)) {
    let state = tempfile::tempdir().unwrap();
    let folder = support::only(&["wmi"]);
    let settings = settings();
    let serves = async || {
        let registry = support::registry_in(state.path(), folder.path(), &settings).await;
        let lookup = Lookup::new(registry);
        lookup
            .anyone()
            .decode_one(AUDI.parse().unwrap())
            .await
            .is_ok()
    };
    assert!(serves().await);
    let mut damaged = 0;
    for entry in walk(&state.path().join("code")) {
        if entry
            .extension()
            .is_none_or(|extension| extension != "cwasm")
        {
            continue;
        }
        let length = std::fs::metadata(&entry).unwrap().len();
        damage(
            &std::fs::File::options().write(true).open(&entry).unwrap(),
            length,
        );
        damaged += 1;
    }
    assert!(damaged > 0);
    assert!(serves().await);
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(walk(&path));
        } else {
            files.push(path);
        }
    }
    files
}
