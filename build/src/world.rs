//! The world that a component in JavaScript or Python is made for.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, Result};

use crate::{Project, contract};

/// What [`write`] calls it.
pub(crate) const WORLD: &str = "built";

/// What every plugin may import, without asking.
const FREE: [&str; 3] = ["clock", "log", "settings"];

/// Writes the contract into a folder, with a world for this very plugin: its roles, and
/// of the host what it may use.
///
/// A project that brings a contract along (`wit/`) is built for that one, so that it
/// stays what its author wrote it for when vinbot moves on.
///
/// `tests_itself` says that its module has a self-test.
pub(crate) fn write(project: &Project, folder: &Path, tests_itself: bool) -> Result<()> {
    let own = project.folder.join("wit");
    if own.is_dir() {
        for entry in std::fs::read_dir(&own)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "wit") {
                let name = path.file_name().context("a file has a name")?;
                std::fs::copy(&path, folder.join(name))
                    .with_context(|| format!("can't copy {}", path.display()))?;
            }
        }
    } else {
        for file in contract::CONTRACT {
            let name = Path::new(file.path)
                .file_name()
                .context("a file has a name")?;
            std::fs::write(folder.join(name), file.text)?;
        }
    }
    let world = folder.join(format!("{WORLD}.wit"));
    std::fs::write(&world, text(&project.roles, &project.asks, tests_itself))
        .with_context(|| format!("can't write {}", world.display()))
}

fn text(roles: &[String], asks: &[&str], tests_itself: bool) -> String {
    let mut text = format!("world {WORLD} {{\n");
    for interface in FREE.iter().chain(asks) {
        let _ = writeln!(text, "  import {interface};");
    }
    text.push_str("  export about;\n");
    for role in roles {
        let _ = writeln!(text, "  export {role};");
    }
    if tests_itself {
        text.push_str("  export self-test;\n");
    }
    text.push_str("}\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_world_has_the_roles_and_only_what_was_asked_for() {
        let text = text(&["decoder".into(), "command".into()], &["http"], false);
        assert!(text.contains("export decoder;") && text.contains("export command;"));
        assert!(text.contains("import http;") && !text.contains("cache"));
        assert!(!text.contains("self-test"));
    }
}
