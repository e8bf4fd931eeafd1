//! `vinbot plugin dev`: a project is built on every save, and serves in a playground.
//!
//! The playground runs as a process of its own, over a folder with all plugins that are
//! installed and this one. It notices a new component by itself, as any bot does.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Instant, SystemTime};

use tokio::process::Command;
use tokio::signal::unix::{SignalKind, signal};
use vinbot_build::{Effort, Project, cache};

use super::super::{Failure, complain};
use crate::config::Config;
use crate::plugins::{Manifest, StartError, Watch, Watched, find_folder};

const COMPONENT: &str = "plugin.wasm";
const MANIFEST: &str = "plugin.toml";

/// Builds and serves a project until a signal comes.
pub(super) async fn run(
    config: &Config,
    folder: &Path,
    listen: SocketAddr,
) -> Result<ExitCode, Failure> {
    let project = open(folder)?;
    let place = Place::new(config, &project.name)?;
    // What is watched from before the build is seen after it.
    let mut watch = Watch::new();
    let mut seen = sources(&project.folder);
    watch.look_at(watched(&seen, &project.folder));
    place.build(&project).await;
    let mut playground = playground(config, &place, &project.name, listen)?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    loop {
        tokio::select! {
            ended = playground.wait() => {
                return Ok(if ended?.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
            }
            // From the terminal it reaches the playground as well, which ends by itself.
            _ = interrupt.recv() => {}
            _ = terminate.recv() => return Ok(ExitCode::SUCCESS),
            () = watch.changed() => {
                let now = sources(&project.folder);
                if now == seen {
                    continue;
                }
                watch.look_at(watched(&now, &project.folder));
                seen = now;
                // The manifest may be what has changed.
                match open(&project.folder) {
                    Ok(project) => place.build(&project).await,
                    Err(failure) => complain(&failure.to_string()),
                }
            }
        }
    }
}

fn open(folder: &Path) -> Result<Project, Failure> {
    Project::open(folder).map_err(|error| Failure::Build(format!("{error:#}")))
}

/// A playground that is asked for answers of this plugin first, unless the operator's
/// configuration has a place for it.
fn playground(
    config: &Config,
    place: &Place,
    name: &str,
    listen: SocketAddr,
) -> Result<tokio::process::Child, Failure> {
    let mut command = Command::new(std::env::current_exe()?);
    command
        .args(["playground", "--listen", &listen.to_string()])
        .env("VINBOT_RUNTIME__PLUGIN_DIR", place.folder.path())
        .kill_on_drop(true);
    if let Some(file) = &config.file {
        command.env("VINBOT_CONFIG", file);
    }
    if !config.settings.plugins.contains_key(name) {
        let name = name.replace('-', "_").to_uppercase();
        command.env(format!("VINBOT_PLUGINS__{name}__ORDER"), "1");
    }
    Ok(command.spawn()?)
}

/// The folder that the playground serves.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    /// With links to all that is installed, but for what goes by the same name.
    fn new(config: &Config, name: &str) -> Result<Self, Failure> {
        let folder = tempfile::tempdir()?;
        let installed = find_folder(&config.settings.runtime).map_err(StartError::NoFolder)?;
        for entry in std::fs::read_dir(installed.canonicalize()?)? {
            let path = entry?.path();
            let same = path.file_stem().is_some_and(|stem| stem == name);
            if let (false, Some(file)) = (same, path.file_name()) {
                std::os::unix::fs::symlink(&path, folder.path().join(file))?;
            }
        }
        Ok(Self { folder })
    }

    /// Builds the project and puts the component in its place; what goes wrong is said,
    /// and the one before stays.
    async fn build(&self, project: &Project) {
        let began = Instant::now();
        let (task, to) = (project.clone(), self.folder.path().join(&project.name));
        let work = tokio::task::spawn_blocking(move || {
            // Here its mistakes are told by the author's own path.
            Manifest::beside(&task.folder.join(COMPONENT))?;
            let bytes = vinbot_build::build(&task, Effort::Quick)?;
            // The manifest first: a component never serves with an older one.
            cache::copy_whole(&task.folder.join(MANIFEST), &to.join(MANIFEST))?;
            cache::write_whole(&to.join(COMPONENT), &bytes)
        });
        let built = work.await.unwrap_or_else(|panic| Err(panic.into()));
        match built {
            Ok(()) => say!(
                "{} was built in {:.1} s",
                project.name,
                began.elapsed().as_secs_f64()
            ),
            Err(error) => complain(&format!("{error:#}")),
        }
    }
}

/// Length and time of each source: what changes with a save.
pub(super) type Sources = BTreeMap<PathBuf, (u64, Option<SystemTime>)>;

/// The sources of a project.
pub(super) fn sources(folder: &Path) -> Sources {
    let mut found = Sources::new();
    collect(folder, &mut found);
    found
}

fn collect(folder: &Path, found: &mut Sources) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        let path = entry.path();
        if is_no_source(&entry.file_name().to_string_lossy()) {
            continue;
        }
        let Ok(metadata) = path.metadata() else {
            continue;
        };
        if metadata.is_dir() {
            collect(&path, found);
        } else {
            found.insert(path, (metadata.len(), metadata.modified().ok()));
        }
    }
}

/// What builds, tests and editors leave.
fn is_no_source(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || matches!(
            name,
            COMPONENT | "Cargo.lock" | "target" | "node_modules" | "__pycache__" | "tests"
        )
}

fn watched(sources: &Sources, folder: &Path) -> impl Iterator<Item = Watched> {
    folders(sources, folder).into_iter().map(Watched::all)
}

/// The folders with sources in them.
fn folders(sources: &Sources, folder: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = sources
        .keys()
        .filter_map(|file| file.parent().map(Path::to_owned))
        .collect();
    folders.push(folder.to_owned());
    folders.dedup();
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_save_is_a_change_and_what_a_build_leaves_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("src/lib.rs", "one");
        let before = sources(folder.path());
        for leftover in [
            "plugin.wasm",
            "Cargo.lock",
            "target/a",
            "src/.lib.rs.swp",
            "src/lib.rs~",
        ] {
            write(leftover, "x");
        }
        assert_eq!(before, sources(folder.path()));
        write("src/lib.rs", "three");
        assert_ne!(before, sources(folder.path()));
        write("src/deep/er.rs", "");
        let now = sources(folder.path());
        assert!(folders(&now, folder.path()).contains(&folder.path().join("src/deep")));
    }
}
