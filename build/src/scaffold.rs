//! New projects: from the templates, with all that they need to be built anywhere.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::contract::{self, CONTRACT, File, SDK, TEMPLATES};
use crate::project::{Language, ROLES};

/// Longest name: a command of the bot has no more.
const NAME_AT_MOST: usize = 32;

/// What is to be made.
#[derive(Debug, Clone, Copy)]
pub struct New<'a> {
    /// Where; the last part is the plugin's name.
    pub folder: &'a Path,
    /// `decoder`, `enricher`, `formatter` or `command`.
    pub role: &'a str,
    /// What it is written in.
    pub language: Language,
}

/// Makes a project: sources, tests, contract, and for Rust the SDK.
///
/// A Rust project brings the SDK along, since that is in no registry: so it is whole by
/// itself, and can be moved and given away. Only among the plugins of a checkout it
/// becomes a member of that workspace.
///
/// Returns the folder.
///
/// # Errors
/// When the name is not valid, or the folder is there and not empty.
pub fn create(new: New<'_>) -> Result<PathBuf> {
    let folder = std::path::absolute(new.folder).context("that is no path")?;
    let name = folder.file_name().and_then(|name| name.to_str());
    let name = name.context("the last part of the path must be the plugin's name")?;
    check_name(name)?;
    ensure!(ROLES.contains(&new.role), "there is no role `{}`", new.role);
    let is_empty =
        |folder: &Path| std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    let was_there = folder.exists();
    ensure!(
        !was_there || is_empty(&folder),
        "{} is there already: choose another name, or remove it",
        folder.display()
    );
    let made = fill(&folder, name, new);
    if made.is_err() && !was_there {
        let _ = std::fs::remove_dir_all(&folder);
    }
    made.map(|()| folder)
}

fn fill(folder: &Path, name: &str, new: New<'_>) -> Result<()> {
    let in_checkout = is_among_plugins(folder);
    let language = template(new.language);
    let member = new.language == Language::Rust && in_checkout;
    ensure!(
        member || !in_checkout,
        "{} is for the Rust plugins of this checkout: make the project elsewhere, such as {}",
        folder.with_file_name("").display(),
        folder
            .with_file_name("")
            .join("../examples")
            .join(name)
            .display()
    );
    let parts = [
        ("common".to_owned(), ""),
        (format!("tests/{}", new.role), "tests"),
        (format!("{language}/common"), ""),
        (format!("{language}/{}", new.role), ""),
    ];
    for (part, below) in parts {
        copy(&part, &folder.join(below), name, new.role)?;
    }
    if member {
        copy("rust/member", folder, name, new.role)?;
        // The workspace ignores what is built.
        let _ = std::fs::remove_file(folder.join(".gitignore"));
        return Ok(());
    }
    contract::write(CONTRACT, folder)?;
    if new.language == Language::Rust {
        contract::write(SDK, folder)?;
        let manifest = folder.join("sdk/Cargo.toml");
        std::fs::write(&manifest, contract::sdk_manifest()?)
            .with_context(|| format!("can't write {}", manifest.display()))?;
    }
    Ok(())
}

/// The folder of a language under templates/.
fn template(language: Language) -> &'static str {
    match language {
        Language::Rust => "rust",
        Language::JavaScript => "javascript",
        Language::Python => "python",
    }
}

/// Writes one folder of the templates, with the plugin's own name.
fn copy(part: &str, to: &Path, name: &str, role: &str) -> Result<()> {
    let prefix = format!("templates/{part}/");
    for File { path, text } in TEMPLATES {
        let Some(path) = path.strip_prefix(&prefix) else {
            continue;
        };
        // Under its own name it would hide files of the templates.
        let path = to.join(path.replace("gitignore", ".gitignore"));
        let parent = path.parent().context("a file has a folder")?;
        std::fs::create_dir_all(parent)
            .and_then(|()| std::fs::write(&path, named(text, name, role)))
            .with_context(|| format!("can't write {}", path.display()))?;
    }
    Ok(())
}

/// The templates are a plugin called `my-plugin`.
fn named(text: &str, name: &str, role: &str) -> String {
    // They stand between quotes, of either kind.
    let summary = match role {
        "decoder" => "Tells the country from the first character of a VIN",
        "enricher" => "Tells how old a vehicle is",
        "formatter" => "Shows vehicles, a line for each",
        _ => "Tells the manufacturer code of a VIN",
    };
    text.replace("my-plugin", name)
        .replace("my_plugin", &name.replace('-', "_"))
        .replace("MyPlugin", &type_name(name))
        .replace("THE SUMMARY", summary)
        .replace("THE ROLE", role)
        .replace("THE CONTRACT", contract::version())
}

/// `model-year` as `ModelYearPlugin`: it can't meet a name of the SDK.
fn type_name(name: &str) -> String {
    let mut words = String::new();
    for word in name.split('-').filter(|word| *word != "plugin") {
        let (first, rest) = word.split_at(1);
        words.push_str(&first.to_ascii_uppercase());
        words.push_str(rest);
    }
    let words = if words.is_empty() { "This" } else { &words };
    format!("{words}Plugin")
}

fn check_name(name: &str) -> Result<()> {
    let starts = name.starts_with(|c: char| c.is_ascii_lowercase());
    let fits = name
        .bytes()
        .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    let dashes = name.ends_with('-') || name.contains("--");
    if starts && fits && !dashes && name.len() <= NAME_AT_MOST {
        return Ok(());
    }
    bail!(
        "`{name}` is no name for a plugin: it starts with a lower-case letter; letters, digits and \
         single dashes follow, at most {NAME_AT_MOST} in all, such as `model-year`"
    )
}

/// True for a folder directly under plugins/ of a checkout of vinbot.
fn is_among_plugins(folder: &Path) -> bool {
    let plugins = folder.parent().filter(|parent| parent.ends_with("plugins"));
    plugins.and_then(Path::parent).is_some_and(|root| {
        root.join("sdk/Cargo.toml").is_file()
            && root.join("wit/worlds.wit").is_file()
            && root.join("Cargo.toml").is_file()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Project;
    use rstest::rstest;

    fn make(name: &str, role: &str, language: Language) -> (tempfile::TempDir, PathBuf) {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join(name);
        let made = create(New {
            folder: &folder,
            role,
            language,
        })
        .unwrap();
        (parent, made)
    }

    #[rstest]
    fn every_project_is_whole_and_bears_its_own_name(
        #[values("decoder", "enricher", "formatter", "command")] role: &str,
        #[values(Language::Rust, Language::JavaScript, Language::Python)] language: Language,
    ) {
        let (_parent, folder) = make("model-year", role, language);
        let project = Project::open(&folder).unwrap();
        assert_eq!(
            (project.language, project.name.as_str()),
            (language, "model-year")
        );
        assert_eq!(project.roles, [role]);
        for file in ["README.md", ".gitignore", "tests", "wit/worlds.wit"] {
            assert!(folder.join(file).exists(), "{file}");
        }
        for file in walk(&folder) {
            let text = std::fs::read_to_string(&file).unwrap();
            let own = ["wit", "sdk"]
                .iter()
                .all(|part| !file.starts_with(folder.join(part)));
            let left = ["my-plugin", "my_plugin", "MyPlugin", "THE "]
                .iter()
                .find(|left| text.contains(**left));
            assert!(!own || left.is_none(), "{}: {left:?}", file.display());
        }
        let readme = std::fs::read_to_string(folder.join("README.md")).unwrap();
        assert!(readme.lines().count() <= 5);
    }

    fn walk(folder: &Path) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).unwrap();
        entries
            .map(|entry| entry.unwrap().path())
            .flat_map(|path| {
                if path.is_dir() {
                    walk(&path)
                } else {
                    vec![path]
                }
            })
            .collect()
    }

    #[rstest]
    #[case::capitals("ModelYear")]
    #[case::underscore("model_year")]
    #[case::digit_first("3d")]
    #[case::dash_last("model-")]
    #[case::two_dashes("model--year")]
    #[case::too_long("a-name-that-is-longer-than-a-command")]
    #[case::a_letter_of_elsewhere("größe")]
    fn a_name_that_is_none_is_refused_with_what_one_is(#[case] name: &str) {
        let said = check_name(name).unwrap_err().to_string();
        assert!(
            said.contains(name) && said.contains("such as `model-year`"),
            "{said}"
        );
    }

    #[test]
    fn a_folder_with_something_in_it_is_left_alone() {
        let (_parent, folder) = make("one", "decoder", Language::Python);
        std::fs::write(folder.join("plugin.toml"), "mine").unwrap();
        let again = New {
            folder: &folder,
            role: "decoder",
            language: Language::Rust,
        };
        let said = create(again).unwrap_err().to_string();
        assert!(said.contains("is there already"), "{said}");
        assert_eq!(
            std::fs::read_to_string(folder.join("plugin.toml")).unwrap(),
            "mine"
        );
    }

    #[rstest]
    #[case("country", "CountryPlugin")]
    #[case("my-own-plugin", "MyOwnPlugin")]
    #[case("plugin", "ThisPlugin")]
    fn a_type_is_called_after_the_plugin(#[case] name: &str, #[case] type_name: &str) {
        assert_eq!(super::type_name(name), type_name);
    }

    #[test]
    fn among_the_plugins_of_a_checkout_a_rust_project_is_a_member() {
        let root = tempfile::tempdir().unwrap();
        for file in ["sdk/Cargo.toml", "wit/worlds.wit", "Cargo.toml"] {
            let path = root.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let folder = root.path().join("plugins/one");
        let new = |language| New {
            folder: &folder,
            role: "decoder",
            language,
        };
        let said = create(new(Language::Python)).unwrap_err().to_string();
        assert!(said.contains("elsewhere") && !folder.exists(), "{said}");
        create(new(Language::Rust)).unwrap();
        let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        assert!(manifest.contains("vinbot-plugin.workspace = true"));
        assert!(!folder.join("sdk").exists());
    }
}
