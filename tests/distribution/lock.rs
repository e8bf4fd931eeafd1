//! What is pinned serves with its own bytes alone.

use std::fs;

use rstest::rstest;

use crate::place::{Place, change, word};
use crate::registry::Registry;

#[rstest]
#[case::component("plugin.wasm")]
#[case::manifest("plugin.toml")]
fn other_bytes_than_those_installed_are_refused_and_put_back(#[case] file: &str) {
    let Some(registry) = Registry::start() else {
        return;
    };
    let place = Place::new();
    place.project("wmi", "");
    let to = registry.place("plugins/wmi:1");
    place.ok(&["plugin", "push", "wmi", &to]);
    let digest = word(&place.ok(&["plugin", "install", &to]), "digest");

    let installed = place.at("plugins/wmi").join(file);
    let before = fs::read(&installed).unwrap();
    if file == "plugin.wasm" {
        change(&installed, "evil");
    } else {
        fs::write(&installed, "name = \"wmi\"\nextra = true\n").unwrap();
    }
    let found = blake3::hash(&fs::read(&installed).unwrap()).to_hex();
    let told = place.vinbot(&["plugin", "list"]);
    assert_eq!(told.code, 2, "{}", told.out);
    let told = told.out;
    assert!(
        told.contains(&format!("plugins.lock pins {file}")),
        "{told}"
    );
    assert!(told.contains(&format!("blake3:{found}")), "{told}");
    if file == "plugin.wasm" {
        assert!(told.contains(&format!("blake3:{digest}")), "{told}");
    }

    // Meanwhile somebody moved the tag to another version: the pinned one is fetched.
    place.project("other", "another version");
    place.ok(&["plugin", "push", "other", &to]);
    let told = place.ok(&["plugin", "install"]);
    assert_eq!(told, "wmi 0.1.0 is put back\n");
    assert!(fs::read(&installed).unwrap() == before);
    assert_eq!(place.ok(&["plugin", "install"]), "wmi 0.1.0 is there\n");
    place.ok(&["plugin", "list"]);

    // And whoever wants the new one says so.
    let lock = place.lock();
    place.ok(&["plugin", "install", &to]);
    assert_ne!(place.lock(), lock);
    place.ok(&["plugin", "list"]);
}

#[test]
fn a_source_that_has_other_bytes_by_now_is_not_taken_for_what_was_pinned() {
    let place = Place::new();
    let project = place.project("wmi", "");
    place.ok(&["plugin", "install", "wmi"]);
    fs::remove_dir_all(place.at("plugins/wmi")).unwrap();
    change(&project.join("plugin.wasm"), "new");
    let told = place.fails(2, &["plugin", "install"]);
    assert!(
        told.contains("`wmi` is not what plugins.lock pins"),
        "{told}"
    );
    assert_eq!(place.files(), ["plugins.lock"]);
    place.ok(&["plugin", "install", "wmi"]);
    place.ok(&["plugin", "list"]);
}

#[test]
fn what_cannot_be_put_back_keeps_nothing_else_from_it() {
    let place = Place::new();
    place.project("wmi", "");
    place.ok(&["plugin", "install", "wmi"]);
    let lock = place.lock();
    let entry = lock[lock.find("[[plugin]]").unwrap()..].to_owned();
    let lost = entry.replace("name = \"wmi\"", "name = \"lost\"");
    let lost = lost.replace(place.at("wmi").to_str().unwrap(), "/nowhere/lost.wasm");
    fs::write(place.at("plugins/plugins.lock"), format!("{lock}\n{lost}")).unwrap();
    fs::remove_file(place.at("plugins/wmi/plugin.wasm")).unwrap();
    let said = place.vinbot(&["plugin", "install"]);
    assert_eq!(said.code, 2);
    assert_eq!(said.out, "wmi 0.1.0 is put back\n");
    assert!(
        said.err.contains("lost: /nowhere/lost.wasm"),
        "{}",
        said.err
    );
}

#[test]
fn a_lock_that_nobody_can_read_lets_nothing_serve_and_is_not_written_over() {
    let place = Place::new();
    place.project("wmi", "");
    place.ok(&["plugin", "install", "wmi"]);
    let file = place.at("plugins/plugins.lock");
    fs::write(&file, "format = 1\n[[plugin]\n").unwrap();
    let said = place.vinbot(&["plugin", "list"]);
    assert_eq!(said.code, 2);
    assert!(
        said.out.contains("plugins.lock is not valid"),
        "{}",
        said.out
    );
    for arguments in [
        &["plugin", "install"][..],
        &["plugin", "install", "wmi"],
        &["plugin", "uninstall", "wmi"],
    ] {
        let told = place.fails(1, arguments);
        assert!(told.contains("plugins.lock is not valid"), "{told}");
    }
    assert_eq!(fs::read_to_string(file).unwrap(), "format = 1\n[[plugin]\n");
}

#[test]
fn what_was_built_here_serves_unless_all_must_be_locked() {
    let place = Place::new();
    place.project("plugins/wmi", "");
    place.ok(&["plugin", "list"]);
    place.configure("[runtime]\nrequire_lock = true\n");
    let said = place.vinbot(&["plugin", "list"]);
    assert_eq!(said.code, 2);
    assert!(
        said.out.contains("`wmi` is not in plugins.lock"),
        "{}",
        said.out
    );
    place.project("wmi", "");
    place.ok(&["plugin", "install", "wmi", "--replace"]);
    place.ok(&["plugin", "list"]);
}

#[test]
fn what_is_uninstalled_is_gone_and_no_longer_pinned() {
    let place = Place::new();
    place.project("wmi", "");
    place.ok(&["plugin", "install", "wmi"]);
    let told = place.ok(&["plugin", "uninstall", "wmi"]);
    assert!(told.starts_with("wmi 0.1.0 is uninstalled\n"), "{told}");
    assert_eq!(place.files(), ["plugins.lock"]);
    assert!(!place.lock().contains("wmi"), "{}", place.lock());
    let told = place.fails(1, &["plugin", "uninstall", "wmi"]);
    assert!(told.contains("`wmi` is not in plugins.lock"), "{told}");
}

#[test]
fn nothing_that_was_put_there_otherwise_is_written_over() {
    let place = Place::new();
    let project = place.project("wmi", "");
    let install = ["plugin", "install", "wmi"];

    let own = place.project("plugins/wmi", "mine");
    let mine = fs::read(own.join("plugin.wasm")).unwrap();
    let told = place.fails(1, &install);
    assert!(
        told.contains("--replace puts this one in its place"),
        "{told}"
    );
    assert!(fs::read(own.join("plugin.wasm")).unwrap() == mine);
    assert_eq!(place.lock(), "");
    fs::remove_dir_all(&own).unwrap();

    fs::copy(project.join("plugin.wasm"), place.at("plugins/wmi.wasm")).unwrap();
    let told = place.fails(1, &install);
    assert!(told.contains("this file serves as that plugin"), "{told}");
    fs::remove_file(place.at("plugins/wmi.wasm")).unwrap();

    std::os::unix::fs::symlink(&project, &own).unwrap();
    for arguments in [&install[..], &["plugin", "install", "wmi", "--replace"]] {
        let told = place.fails(1, arguments);
        assert!(told.contains("this is a link to somewhere else"), "{told}");
    }
    fs::remove_file(&own).unwrap();
    place.ok(&install);
}

#[test]
fn two_who_install_at_once_leave_a_whole_lock() {
    let place = Place::new();
    place.project("wmi", "");
    let card = crate::support::plugin_folder().join("card");
    let card = card.to_str().unwrap();
    let children: Vec<_> = ["wmi", card, "wmi", card]
        .map(|source| {
            let mut command = place.command(&["plugin", "install", source]);
            command.stdout(std::process::Stdio::null()).spawn().unwrap()
        })
        .into_iter()
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(place.files(), ["card", "plugins.lock", "wmi"]);
    place.ok(&["plugin", "list"]);
    let there = "card 0.1.0 is there\nwmi 0.1.0 is there\n";
    assert_eq!(place.ok(&["plugin", "install"]), there);
}
