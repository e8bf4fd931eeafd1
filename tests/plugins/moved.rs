//! The folder of the plugins is moved away and back.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use vinbot::plugins::{Registry, Runtime, Services};

use crate::settings;
use crate::support::logged::Logged;
use crate::support::{self, rogue::of_make};

/// A folder of plugins, and where it is moved to.
struct Folders {
    _base: tempfile::TempDir,
    here: PathBuf,
    away: PathBuf,
}

impl Folders {
    fn new() -> Self {
        let base = tempfile::tempdir().unwrap();
        let (here, away) = (base.path().join("plugins"), base.path().join("away"));
        std::fs::create_dir(&here).unwrap();
        std::fs::write(here.join("rogue.wasm"), of_make("Alpha")).unwrap();
        // It asks for something, so that one who lost its manifest is told from it.
        let manifest = "name = \"rogue\"\n[wants]\ncache = true\n";
        std::fs::write(here.join("rogue.toml"), manifest).unwrap();
        Self {
            _base: base,
            here,
            away,
        }
    }
}

fn serves(registry: &Registry) -> bool {
    let plugins = &registry.snapshot().plugins;
    let served = plugins.named("rogue");
    served.is_some_and(|rogue| rogue.version.manifest.wants.cache) && plugins.broken().is_empty()
}

#[tokio::test]
async fn a_folder_that_is_gone_is_told_of_once_however_often_it_is_looked_for() {
    let folders = Folders::new();
    let (logged, _guard) = Logged::listen();
    let registry = support::registry(&folders.here, &settings()).await;
    std::fs::rename(&folders.here, &folders.away).unwrap();
    for _ in 0..20 {
        assert!(registry.refresh().await, "nothing to wait for");
    }
    let text = logged.text();
    assert_eq!(
        text.matches("the plugin folder can't be read").count(),
        1,
        "{text}"
    );
    assert!(serves(&registry), "it serves on");
    std::fs::rename(&folders.away, &folders.here).unwrap();
    registry.refresh().await;
    assert!(logged.text().contains("can be read again"));
    let watched = registry.folders();
    let base = folders.here.parent().unwrap().canonicalize().unwrap();
    assert!(watched.iter().any(|one| one.folder == base), "{watched:?}");
}

/// Whatever a start read of a folder on the move: once the folder stays, all is as the
/// files say.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_that_is_moved_while_it_is_loaded_serves_as_it_should_in_the_end() {
    let folders = Folders::new();
    let settings = settings();
    let services = Services::new(&settings.http).unwrap();
    let (state, limits) = (support::state_dir(), settings.largest_limits());
    let runtime = Runtime::new(
        &settings.runtime,
        limits,
        &state,
        std::sync::Arc::default(),
        services,
    )
    .unwrap();
    for _ in 0..30 {
        let stop = AtomicBool::new(false);
        let opened = std::thread::scope(|scope| {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    std::fs::rename(&folders.here, &folders.away).unwrap();
                    std::fs::rename(&folders.away, &folders.here).unwrap();
                }
            });
            let handle = tokio::runtime::Handle::current();
            let open = Registry::open(runtime.clone(), &folders.here, &settings, &state);
            let opened = tokio::task::block_in_place(|| handle.block_on(open));
            stop.store(true, Ordering::Relaxed);
            opened
        });
        // It was away just when its files were listed.
        let Ok(registry) = opened else { continue };
        while !registry.refresh().await {
            tokio::task::yield_now().await;
        }
        let snapshot = registry.snapshot();
        assert!(serves(&registry), "{:?}", snapshot.plugins.broken());
    }
}
