//! Packed into a file, and from the web.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;

use rstest::rstest;

use crate::place::{Place, word};
use crate::web::{self, Page};

#[test]
fn a_packed_plugin_is_an_image_layout_that_installs() {
    let place = Place::new();
    place.project("wmi", "");
    let told = place.ok(&["plugin", "pack", "wmi"]);
    assert_eq!(word(&told, "file"), "wmi-0.1.0.tar");
    let bytes = fs::read(place.at("wmi-0.1.0.tar")).unwrap();
    let mut archive = tar::Archive::new(bytes.as_slice());
    let mut names = Vec::new();
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        names.push(entry.path().unwrap().display().to_string());
        if names.last().unwrap() == "oci-layout" {
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            assert_eq!(text, r#"{"imageLayoutVersion":"1.0.0"}"#);
        }
    }
    assert_eq!(names.len(), 5);
    assert!(
        names[2..]
            .iter()
            .all(|name| name.starts_with("blobs/sha256/")),
        "{names:?}"
    );
    place.ok(&["plugin", "install", "wmi-0.1.0.tar"]);
    place.ok(&["plugin", "list"]);
    fs::remove_dir_all(place.at("plugins/wmi")).unwrap();
    assert_eq!(place.ok(&["plugin", "install"]), "wmi 0.1.0 is put back\n");
}

#[rstest]
#[case::changed(|bytes: &mut Vec<u8>| { let at = bytes.len() - 9_000; bytes[at] ^= 1; },
                "sent other bytes than it promised")]
#[case::truncated(|bytes: &mut Vec<u8>| bytes.truncate(100_000), "holds no plugin")]
#[case::only_its_head(|bytes: &mut Vec<u8>| bytes.truncate(512), "holds no plugin")]
fn a_packed_plugin_that_was_damaged_is_not_installed(
    #[case] damage: fn(&mut Vec<u8>),
    #[case] why: &str,
) {
    let place = Place::new();
    place.project("wmi", "");
    place.ok(&["plugin", "pack", "wmi", "--out", "wmi.tar"]);
    let mut bytes = fs::read(place.at("wmi.tar")).unwrap();
    damage(&mut bytes);
    fs::write(place.at("wmi.tar"), bytes).unwrap();
    let told = place.fails(2, &["plugin", "install", "wmi.tar"]);
    assert!(told.contains(why), "{told}");
    assert_eq!(place.files(), Vec::<String>::new());
}

#[rstest]
#[case::not_wasm(b"hello".to_vec(), "not a WebAssembly file")]
#[case::core_module(b"\0asm\x01\0\0\0".to_vec(), "a core module")]
#[case::empty(Vec::new(), "it is empty")]
fn what_would_not_be_served_is_not_installed(#[case] bytes: Vec<u8>, #[case] why: &str) {
    let place = Place::new();
    fs::write(place.at("bad.wasm"), bytes).unwrap();
    for arguments in [
        &["plugin", "install", "bad.wasm"][..],
        &["plugin", "pack", "bad.wasm"],
        &["plugin", "push", "bad.wasm", "oci://127.0.0.1:1/a/b:1"],
    ] {
        let told = place.fails(2, arguments);
        assert!(told.contains(why), "{told}");
    }
    assert_eq!(place.files(), Vec::<String>::new());
}

#[test]
fn a_manifest_of_another_plugin_is_not_taken() {
    let place = Place::new();
    let project = place.project("wmi", "");
    for (text, why) in [
        ("name = \"card\"\n", "is of the plugin `card`"),
        ("summary = 1\n", "is not valid"),
        ("name = \n", "is not valid"),
    ] {
        fs::write(project.join("plugin.toml"), text).unwrap();
        let told = place.fails(2, &["plugin", "install", "wmi"]);
        assert!(told.contains(why), "{told}");
    }
    assert_eq!(place.files(), Vec::<String>::new());
}

#[test]
fn a_plugin_from_the_web_comes_with_what_stands_beside_it() {
    let place = Place::new();
    let project = place.project("wmi", "");
    place.ok(&["plugin", "pack", "wmi", "--out", "wmi.tar"]);
    let file = |path: &str| Page::File(fs::read(project.join(path)).unwrap());
    let address = web::serve(BTreeMap::from([
        ("/wmi/plugin.wasm", file("plugin.wasm")),
        ("/wmi/plugin.toml", file("plugin.toml")),
        (
            "/wmi.tar",
            Page::File(fs::read(place.at("wmi.tar")).unwrap()),
        ),
        ("/moved.wasm", Page::Redirect("/wmi/plugin.wasm".into())),
        (
            "/away.wasm",
            Page::Redirect("http://example.org/x.wasm".into()),
        ),
        ("/endless.wasm", Page::Endless),
    ]));
    let url = |path: &str| format!("http://{address}{path}");

    let told = place.ok(&["plugin", "install", &url("/wmi/plugin.wasm")]);
    assert_eq!(word(&told, "from"), url("/wmi/plugin.wasm"));
    assert!(place.at("plugins/wmi/plugin.toml").is_file());
    fs::remove_dir_all(place.at("plugins/wmi")).unwrap();
    assert_eq!(place.ok(&["plugin", "install"]), "wmi 0.1.0 is put back\n");
    // The next version has no manifest.
    place.ok(&["plugin", "install", &url("/moved.wasm")]);
    assert!(!place.at("plugins/wmi/plugin.toml").exists());
    place.ok(&["plugin", "list"]);
    place.ok(&["plugin", "install", &url("/wmi.tar")]);
    assert!(place.at("plugins/wmi/plugin.toml").is_file());
    place.ok(&["plugin", "list"]);

    let told = place.fails(1, &["plugin", "install", &url("/none.wasm")]);
    assert!(told.contains("there is no http://"), "{told}");
    let told = place.fails(1, &["plugin", "install", &url("/away.wasm")]);
    assert!(told.contains("leads away from https"), "{told}");
    place.configure("[runtime]\nmax_component_mb = 1\n");
    let told = place.fails(2, &["plugin", "install", &url("/endless.wasm")]);
    assert!(told.contains("more than 1 MB"), "{told}");
}

#[test]
fn a_plugin_folder_that_is_configured_is_made() {
    let place = Place::new();
    place.project("wmi", "");
    fs::remove_dir(place.at("plugins")).unwrap();
    place.ok(&["plugin", "install", "wmi"]);
    place.ok(&["plugin", "list"]);
}
