//! Files change while calls run.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rstest::rstest;
use tempfile::TempDir;
use vinbot::lookup::Lookup;
use vinbot::plugins::{Asker, Steer, SteerError};

use crate::support::rogue::{self, Rogue, of_make};
use crate::support::{self, replace};
use crate::{AUDI, HONDA, settings};

/// `rogue`, whose make is "Alpha", beside `wmi`.
struct Stage {
    folder: TempDir,
    state: TempDir,
    lookup: Lookup,
}

impl Stage {
    async fn new() -> Self {
        let folder = support::only(&["wmi"]);
        let state = support::own_state();
        replace(&folder.path().join("rogue.wasm"), &of_make("Alpha"));
        let registry = support::registry_in(state.path(), folder.path(), &settings()).await;
        registry.remember().await;
        let lookup = Lookup::new(registry);
        let stage = Self {
            folder,
            state,
            lookup,
        };
        assert_eq!(stage.make().await, "Alpha");
        stage
    }

    /// The program is stopped and started.
    async fn restarted(self) -> Self {
        let Self { folder, state, .. } = self;
        let registry = support::registry_in(state.path(), folder.path(), &settings()).await;
        registry.remember().await;
        Self {
            folder,
            state,
            lookup: Lookup::new(registry),
        }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("rogue.wasm")
    }

    /// What is said of a Honda; `wmi` knows one when it sees it.
    async fn make(&self) -> String {
        let report = self
            .lookup
            .anyone()
            .decode_one(HONDA.parse().unwrap())
            .await;
        report.unwrap().make.unwrap()
    }

    /// Looks at the folder until all is settled.
    async fn refresh(&self) {
        while !self.lookup.registry().refresh().await {
            tokio::task::yield_now().await;
        }
    }

    async fn saves(&self, make: &str) {
        replace(&self.file(), &of_make(make));
        self.refresh().await;
        assert_eq!(self.make().await, make);
    }

    async fn steer(&self, steer: Steer) -> Result<(), SteerError> {
        self.lookup.registry().steer("rogue", &steer).await
    }

    /// Why a file is not served, and what serves for it.
    fn broken(&self) -> (String, Option<String>) {
        let visit = self.lookup.anyone();
        let broken = visit.plugins().broken();
        assert_eq!(broken.len(), 1, "{broken:?}");
        (broken[0].error.to_string(), broken[0].instead.clone())
    }
}

#[tokio::test]
async fn a_new_file_takes_over_and_work_that_began_before_ends_with_the_old_one() {
    let stage = Stage::new().await;
    let before = stage.lookup.anyone();
    stage.saves("Beta").await;
    let report = before.decode_one(HONDA.parse().unwrap()).await.unwrap();
    assert_eq!(report.make.as_deref(), Some("Alpha"));
}

/// As in the program: the system tells of a change, and then the files are looked at.
async fn follow(stage: &Stage) {
    let registry = stage.lookup.registry();
    let mut watch = vinbot::plugins::Watch::new();
    loop {
        watch.look_at(registry.folders());
        if registry.refresh().await {
            watch.changed().await;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_lookups_while_a_file_changes_all_the_time_never_fail() {
    const OFTEN: std::time::Duration = std::time::Duration::from_millis(100);
    let stage = Arc::new(Stage::new().await);
    let changing = tokio::spawn({
        let stage = Arc::clone(&stage);
        async move {
            let components = [of_make("Alpha"), of_make("Beta")];
            let mut clock = tokio::time::interval(OFTEN);
            for next in (0..2).cycle() {
                clock.tick().await;
                replace(&stage.file(), &components[next]);
            }
        }
    });
    let following = tokio::spawn({
        let stage = Arc::clone(&stage);
        async move { follow(&stage).await }
    });
    let (mut count, mut changes) = (0, 0);
    let mut last = "Alpha".to_owned();
    // At least as many as are asked for, and for as long as it takes to live through
    // some reloads.
    while count < 10_000 || changes < 10 {
        assert!(!changing.is_finished() && !following.is_finished());
        let visit = stage.lookup.anyone();
        let report = visit.decode_one(HONDA.parse().unwrap()).await.unwrap();
        assert!(report.missing.is_empty(), "{report:?}");
        let make = report.make.unwrap();
        assert!(make == "Alpha" || make == "Beta", "{make}");
        changes += usize::from(make != last);
        last = make;
        count += 1;
    }
    changing.abort();
    following.abort();
}

#[rstest]
#[case::empty(Vec::new(), "it is empty")]
#[case::not_wasm(b"hello".to_vec(), "not a WebAssembly file")]
#[case::self_test_fails(
    Rogue { world: rogue::TESTED, complaint: "no data", ..Rogue::default() }.component(),
    "its self-test failed: no data"
)]
#[case::other_version(
    Rogue { version: "0.9.0", ..Rogue::default() }.component(),
    "0.9.0; this vinbot serves vinbot:plugin@0.1.0 and 0.2.0"
)]
#[case::crashes_when_described(
    Rogue { describe: rogue::TRAPS, ..Rogue::default() }.component(),
    "`describe` failed"
)]
#[tokio::test]
async fn a_bad_file_leaves_the_version_before_it_serving(
    #[case] bytes: Vec<u8>,
    #[case] reason: &str,
) {
    let stage = Stage::new().await;
    replace(&stage.file(), &bytes);
    stage.refresh().await;
    assert_eq!(stage.make().await, "Alpha");
    let (told, instead) = stage.broken();
    assert!(told.contains(reason), "{told}");
    assert_eq!(instead.as_deref(), Some("1.0.0"));
    stage.saves("Beta").await;
    assert!(stage.lookup.anyone().plugins().broken().is_empty());
}

#[tokio::test]
async fn a_component_whose_self_test_is_fine_serves() {
    let stage = Stage::new().await;
    let tested = Rogue {
        world: rogue::TESTED,
        decode: &rogue::answers("Tested"),
        ..Rogue::default()
    };
    replace(&stage.file(), &tested.component());
    stage.refresh().await;
    assert_eq!(stage.make().await, "Tested");
}

#[tokio::test]
async fn a_file_that_is_written_in_pieces_is_served_when_it_is_whole() {
    let stage = Stage::new().await;
    let bytes = of_make("Beta");
    std::fs::write(stage.file(), &bytes[..bytes.len() / 2]).unwrap();
    assert!(!stage.lookup.registry().refresh().await, "not settled");
    assert_eq!(stage.make().await, "Alpha");
    assert!(stage.lookup.anyone().plugins().broken().is_empty());
    std::fs::write(stage.file(), &bytes).unwrap();
    stage.refresh().await;
    assert_eq!(stage.make().await, "Beta");
}

#[tokio::test]
async fn of_a_hundred_files_in_a_row_the_last_one_serves() {
    let stage = Stage::new().await;
    for i in 0..100 {
        replace(&stage.file(), &of_make(&format!("Make {i}")));
        if i % 7 == 0 {
            stage.lookup.registry().refresh().await;
        }
    }
    stage.refresh().await;
    assert_eq!(stage.make().await, "Make 99");
}

#[tokio::test]
async fn a_plugin_that_is_deleted_is_gone_and_the_next_one_answers() {
    let stage = Stage::new().await;
    std::fs::remove_file(stage.file()).unwrap();
    stage.refresh().await;
    assert_eq!(stage.make().await, "Honda");
    stage.saves("Beta").await;
}

#[tokio::test]
async fn another_file_of_the_same_name_does_not_take_it_over() {
    let stage = Stage::new().await;
    replace(&stage.folder.path().join("a-copy.wasm"), &of_make("Beta"));
    stage.refresh().await;
    assert_eq!(stage.make().await, "Alpha");
    assert!(stage.broken().0.contains("already serves the name"));
}

#[tokio::test]
async fn what_serves_serves_on_when_the_whole_folder_is_gone() {
    let stage = Stage::new().await;
    let away = stage.folder.path().with_extension("away");
    std::fs::rename(stage.folder.path(), &away).unwrap();
    stage.refresh().await;
    assert_eq!(stage.make().await, "Alpha");
    std::fs::rename(&away, stage.folder.path()).unwrap();
    stage.saves("Beta").await;
}

#[tokio::test]
async fn a_link_that_leads_elsewhere_is_followed() {
    let stage = Stage::new().await;
    let versions = tempfile::tempdir().unwrap();
    let link_to = |make: &str| {
        let target = versions.path().join(format!("{make}.wasm"));
        std::fs::write(&target, of_make(make)).unwrap();
        let link = stage.folder.path().join("next");
        std::os::unix::fs::symlink(target, &link).unwrap();
        std::fs::rename(link, stage.file()).unwrap();
    };
    for make in ["Beta", "Gamma"] {
        link_to(make);
        stage.refresh().await;
        assert_eq!(stage.make().await, make);
    }
    let watched = stage.lookup.registry().folders();
    let versions = versions.path().canonicalize().unwrap();
    assert!(watched.iter().any(|one| one.folder == versions));
}

#[tokio::test]
async fn a_rollback_lets_the_version_before_serve_until_another_file_comes() {
    let stage = Stage::new().await;
    stage.saves("Beta").await;
    stage.steer(Steer::Rollback(None)).await.unwrap();
    assert_eq!(stage.make().await, "Alpha");
    let stage = stage.restarted().await;
    assert_eq!(stage.make().await, "Alpha", "remembered");
    stage.saves("Gamma").await;
    stage.steer(Steer::Rollback(None)).await.unwrap();
    let back = stage.make().await;
    assert_eq!(
        back, "Alpha",
        "what served before, not what was rolled back from"
    );
    stage.steer(Steer::Reset).await.unwrap();
    assert_eq!(stage.make().await, "Gamma");
}

#[tokio::test]
async fn each_rollback_goes_one_further_back_and_never_to_what_was_left() {
    let stage = Stage::new().await;
    stage.saves("Beta").await;
    stage.saves("Gamma").await;
    stage.steer(Steer::Rollback(None)).await.unwrap();
    assert_eq!(stage.make().await, "Beta");
    stage.steer(Steer::Rollback(None)).await.unwrap();
    assert_eq!(stage.make().await, "Alpha");
}

#[tokio::test]
async fn another_file_ends_a_rollback_for_good() {
    let stage = Stage::new().await;
    stage.saves("Beta").await;
    stage.steer(Steer::Rollback(None)).await.unwrap();
    stage.saves("Gamma").await;
    // The one that was rolled back from, saved again on purpose.
    stage.saves("Beta").await;
    let stage = stage.restarted().await;
    assert_eq!(stage.make().await, "Beta");
}

#[tokio::test]
async fn a_bad_file_at_the_start_leaves_the_version_before_it_serving() {
    let stage = Stage::new().await;
    replace(&stage.file(), b"hello");
    let stage = stage.restarted().await;
    assert_eq!(stage.make().await, "Alpha");
    assert_eq!(stage.broken().1.as_deref(), Some("1.0.0"));
    stage.saves("Beta").await;
    stage.steer(Steer::Rollback(None)).await.unwrap();
    assert_eq!(stage.make().await, "Alpha");
}

#[tokio::test]
async fn other_settings_leave_what_serves_although_its_file_is_bad_or_away() {
    let stage = Stage::new().await;
    let mut settings = settings();
    let rogue = settings.plugins.entry("rogue".into()).or_default();
    rogue.settings.insert("colour".into(), "red".into());
    replace(&stage.file(), b"hello");
    stage.refresh().await;
    stage.lookup.registry().apply(&settings).await;
    assert_eq!(stage.make().await, "Alpha", "a bad file");
    let away = stage.folder.path().with_extension("away");
    std::fs::rename(stage.folder.path(), &away).unwrap();
    settings.lookup.max_vins = 3;
    stage.lookup.registry().apply(&settings).await;
    assert_eq!(stage.make().await, "Alpha", "no folder");
    assert_eq!(stage.lookup.anyone().settings().lookup.max_vins, 3);
    std::fs::rename(&away, stage.folder.path()).unwrap();
}

#[tokio::test]
async fn a_version_that_came_with_other_settings_can_be_rolled_back_to() {
    let stage = Stage::new().await;
    replace(&stage.file(), &of_make("Beta"));
    stage.lookup.registry().apply(&settings()).await;
    assert_eq!(stage.make().await, "Beta");
    stage.saves("Gamma").await;
    stage.steer(Steer::Rollback(None)).await.unwrap();
    assert_eq!(stage.make().await, "Beta");
}

#[tokio::test]
async fn a_plugin_that_was_set_aside_is_tried_again_and_serves() {
    let stage = Stage::new().await;
    let moody = Rogue {
        decode: rogue::CRASHES_ON_MANY,
        ..Rogue::default()
    };
    replace(&stage.file(), &moody.component());
    stage.refresh().await;
    let mut settings = settings();
    settings.health.retry_s = 1;
    stage.lookup.registry().apply(&settings).await;
    let visit = stage.lookup.anyone();
    let rogue = visit.plugins().named("rogue").unwrap();
    let vins = [HONDA, AUDI].map(|vin| vin.parse().unwrap());
    for _ in 0..settings.health.failures {
        assert_eq!(rogue.decode(&vins, None).await.unwrap_err().kind(), "trap");
    }
    assert!(rogue.aside().is_some());
    let mut refused = 0;
    while rogue.decode(&vins[..1], None).await.is_err() {
        refused += 1;
        tokio::task::yield_now().await;
    }
    assert!(refused > 0 && rogue.aside().is_none());
}

#[tokio::test]
async fn a_rollback_to_a_digest_finds_it_although_its_file_was_written_over() {
    let stage = Stage::new().await;
    let alpha = stage.lookup.registry().served("rogue")[0].digest.clone();
    // Not replaced but written into, so that a link to it changes as well.
    std::fs::write(stage.file(), of_make("Beta")).unwrap();
    stage.refresh().await;
    stage.saves("Gamma").await;
    let to = Steer::Rollback(Some(alpha[..12].to_owned()));
    stage.steer(to).await.unwrap();
    assert_eq!(stage.make().await, "Alpha");
}

#[tokio::test]
async fn what_cannot_be_steered_is_explained_and_changes_nothing() {
    let stage = Stage::new().await;
    let registry = stage.lookup.registry();
    let unknown = registry.steer("nobody", &Steer::Enable(false)).await;
    assert!(matches!(unknown, Err(SteerError::Unknown(name)) if name == "nobody"));
    let none = stage.steer(Steer::Rollback(None)).await.unwrap_err();
    assert_eq!(
        none.to_string(),
        "no earlier version of `rogue` has served here"
    );
    let percent = stage.steer(Steer::Rollout(101)).await;
    assert!(matches!(percent, Err(SteerError::Percent(101))));
    assert_eq!(stage.make().await, "Alpha");
}

#[tokio::test]
async fn what_is_toggled_holds_at_once_and_after_a_restart() {
    let stage = Stage::new().await;
    stage.steer(Steer::Enable(false)).await.unwrap();
    assert_eq!(stage.make().await, "Honda");
    let stage = stage.restarted().await;
    assert_eq!(stage.make().await, "Honda");
    stage.steer(Steer::Rollout(0)).await.unwrap();
    stage.steer(Steer::Enable(true)).await.unwrap();
    assert_eq!(stage.make().await, "Honda", "for nobody");
    stage.steer(Steer::Reset).await.unwrap();
    assert_eq!(stage.make().await, "Alpha");
}

#[tokio::test]
async fn a_plugin_that_fails_again_and_again_is_set_aside_until_a_new_file_comes() {
    let stage = Stage::new().await;
    let crashing = Rogue {
        decode: rogue::TRAPS,
        ..Rogue::default()
    };
    replace(&stage.file(), &crashing.component());
    stage.refresh().await;
    let failures = settings().health.failures;
    for _ in 0..failures {
        assert_eq!(stage.make().await, "Honda", "the next decoder answers");
    }
    let aside = async || {
        let overview = stage.lookup.registry().overview().await;
        overview
            .plugins
            .into_iter()
            .find(|plugin| plugin.name == "rogue")
            .unwrap()
            .word()
    };
    assert_eq!(aside().await, "set aside");
    let visit = stage.lookup.anyone();
    let rogue = visit.plugins().named("rogue").unwrap();
    let refused = rogue
        .decode(&[AUDI.parse().unwrap()], None)
        .await
        .unwrap_err();
    assert_eq!(refused.kind(), "set-aside");
    stage.saves("Beta").await;
    assert_eq!(aside().await, "on");
}

#[tokio::test]
async fn other_settings_hold_at_once() {
    let stage = Stage::new().await;
    let mut settings = settings();
    settings.plugins.entry("rogue".into()).or_default().order = 99;
    stage.lookup.registry().apply(&settings).await;
    let report = stage
        .lookup
        .anyone()
        .decode_one(AUDI.parse().unwrap())
        .await
        .unwrap();
    assert_eq!(
        report.make.as_deref(),
        Some("Audi"),
        "wmi is asked first now"
    );
    let rogue = settings.plugins.entry("rogue".into()).or_default();
    rogue.order = 1;
    rogue.users.deny = vec![42];
    stage.lookup.registry().apply(&settings).await;
    let ada = Asker {
        user: Some(42),
        chat: Some(42),
    };
    let visit = stage.lookup.visit(ada);
    let report = visit.decode_one(AUDI.parse().unwrap()).await.unwrap();
    assert_eq!(report.make.as_deref(), Some("Audi"), "not for her");
    assert_eq!(stage.make().await, "Alpha", "for all others");
    let rogue = settings.plugins.entry("rogue".into()).or_default();
    rogue.enabled = false;
    stage.lookup.registry().apply(&settings).await;
    assert_eq!(stage.lookup.anyone().plugins().on().count(), 1);
}

#[tokio::test]
async fn a_lease_of_work_that_began_before_is_not_disturbed() {
    let stage = Stage::new().await;
    let job = stage.lookup.anyone().with_lease();
    let make = async || job.decode_one(HONDA.parse().unwrap()).await.unwrap().make;
    assert_eq!(make().await.as_deref(), Some("Alpha"));
    stage.saves("Beta").await;
    assert_eq!(make().await.as_deref(), Some("Alpha"));
}

/// Where nothing is to be watched, the folder is looked at from time to time; where
/// something is, a change is told.
#[tokio::test]
async fn changes_of_a_watched_folder_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut watch = vinbot::plugins::Watch::new();
    watch.look_at([vinbot::plugins::Watched::all(folder.path().to_owned())]);
    let told = watch.changed();
    touch(folder.path());
    told.await;
}

fn touch(folder: &Path) {
    std::fs::write(folder.join("file"), "x").unwrap();
}
