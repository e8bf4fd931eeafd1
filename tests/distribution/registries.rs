//! To a registry and back.

use std::fs;

use rstest::rstest;
use serde_json::Value;

use crate::AUDI;
use crate::place::{Place, word};
use crate::registry::{self, Registry};

#[test]
fn what_was_pushed_is_installed_by_its_tag_and_serves() {
    let Some(registry) = Registry::start() else {
        return;
    };
    let place = Place::new();
    place.project("wmi", "");
    let to = registry.place("plugins/wmi:0.1.0");
    let pushed = place.ok(&["plugin", "push", "wmi", &to]);
    let digest = word(&pushed, "pinned")
        .split_once('@')
        .unwrap()
        .1
        .to_owned();

    let told = place.ok(&["plugin", "install", &to]);
    assert!(told.starts_with("wmi 0.1.0 is installed\n"), "{told}");
    assert!(told.contains("asks for nothing"), "{told}");
    assert_eq!(word(&told, "artifact"), digest);
    assert_eq!(word(&told, "from"), to);
    assert_eq!(place.files(), ["plugins.lock", "wmi"]);
    for file in ["plugin.wasm", "plugin.toml"] {
        let (here, there) = (place.at("plugins/wmi"), place.at("wmi"));
        let same = fs::read(here.join(file)).unwrap() == fs::read(there.join(file)).unwrap();
        assert!(same, "{file}");
    }
    let lock = place.lock();
    assert!(lock.contains(&format!("source = \"{to}\"")), "{lock}");
    assert!(lock.contains(&format!("artifact = \"{digest}\"")), "{lock}");
    assert!(place.ok(&["plugin", "list"]).contains("wmi"));
    assert!(place.ok(&["decode", AUDI]).contains("Audi"));
}

#[test]
fn the_same_plugin_has_the_same_digest_whenever_it_is_pushed() {
    let Some(registry) = Registry::start() else {
        return;
    };
    let place = Place::new();
    place.project("wmi", "");
    let push = |tag: &str| {
        let to = registry.place(&format!("plugins/wmi:{tag}"));
        let told = place.ok(&["plugin", "push", "wmi", &to]);
        word(&told, "pinned")
    };
    let first = push("one");
    assert_eq!(push("two"), first);
    let packed = place.ok(&["plugin", "pack", "wmi", "--out", "wmi.tar"]);
    assert!(first.ends_with(&word(&packed, "digest")), "{packed}");
    // And that digest is a place to install from.
    place.ok(&["plugin", "install", &first]);
    assert!(place.lock().contains(&first), "{}", place.lock());
}

#[test]
fn a_registry_has_it_in_the_form_that_other_tools_of_webassembly_know() {
    let Some(registry) = Registry::start() else {
        return;
    };
    let place = Place::new();
    place.project("wmi", "");
    let told = place.ok(&["plugin", "push", "wmi", &registry.place("plugins/wmi:1")]);
    let pinned = word(&told, "pinned");
    let json = |digest: &str| -> Value {
        serde_json::from_slice(&fs::read(registry.blob(digest)).unwrap()).unwrap()
    };
    let manifest = json(pinned.split_once('@').unwrap().1);
    let kind = "application/vnd.oci.image.manifest.v1+json";
    assert_eq!(manifest["mediaType"], kind);
    assert_eq!(
        manifest["config"]["mediaType"],
        "application/vnd.wasm.config.v0+json"
    );
    let layers = manifest["layers"].as_array().unwrap();
    assert_eq!(layers.len(), 1);
    assert_eq!(layers[0]["mediaType"], "application/wasm");
    let layer = fs::read(registry.blob(layers[0]["digest"].as_str().unwrap())).unwrap();
    assert!(layer == fs::read(place.at("wmi/plugin.wasm")).unwrap());
    let notes = &manifest["annotations"];
    assert_eq!(notes["org.opencontainers.image.title"], "wmi");
    assert_eq!(notes["org.opencontainers.image.version"], "0.1.0");
    let config = json(manifest["config"]["digest"].as_str().unwrap());
    assert_eq!(config["architecture"], "wasm");
    assert_eq!(config["os"], "wasip2");
    assert_eq!(config["layerDigests"][0], layers[0]["digest"]);
    let exports = config["component"]["exports"].as_array().unwrap();
    let decoder = Value::from("vinbot:plugin/decoder@0.1.0");
    assert!(exports.contains(&decoder), "{exports:?}");
}

/// Which of the two things that a registry has is changed there.
#[rstest]
#[case::component("layers")]
#[case::manifest("manifest")]
fn what_was_tampered_with_in_the_registry_is_not_installed(#[case] what: &str) {
    let Some(registry) = Registry::start() else {
        return;
    };
    let place = Place::new();
    place.project("wmi", "");
    let to = registry.place("plugins/wmi:1");
    let told = place.ok(&["plugin", "push", "wmi", &to]);
    let pinned = word(&told, "pinned");
    let manifest = registry.blob(pinned.split_once('@').unwrap().1);
    if what == "layers" {
        let text: Value = serde_json::from_slice(&fs::read(&manifest).unwrap()).unwrap();
        let layer = registry.blob(text["layers"][0]["digest"].as_str().unwrap());
        let mut bytes = fs::read(&layer).unwrap();
        let at = bytes.len() / 2;
        bytes[at] ^= 1;
        fs::write(layer, bytes).unwrap();
    } else {
        let text = fs::read_to_string(&manifest).unwrap();
        fs::write(&manifest, text.replace("Region", "Legion")).unwrap();
    }
    for from in [&to, &pinned] {
        let said = place.vinbot(&["plugin", "install", from]);
        assert_ne!(said.code, 0, "{}", said.out);
        if what == "layers" {
            assert_eq!(said.code, 2);
            assert!(
                said.err.contains("sent other bytes than it promised"),
                "{}",
                said.err
            );
        }
        assert_eq!(place.files(), Vec::<String>::new(), "{}", said.err);
    }
}

#[test]
fn where_nobody_listens_and_where_nothing_is_that_is_said() {
    let place = Place::new();
    place.project("wmi", "");
    let nobody = registry::nobody();
    for arguments in [
        ["plugin", "install", &format!("oci://{nobody}/a/b:1")].as_slice(),
        &["plugin", "push", "wmi", &format!("oci://{nobody}/a/b:1")],
        &["plugin", "install", &format!("http://{nobody}/b.wasm")],
    ] {
        let told = place.fails(1, arguments);
        assert!(told.contains(&format!("can't reach {nobody}: ")), "{told}");
        assert!(told.contains("onnection refused"), "{told}");
    }
    let Some(registry) = Registry::start() else {
        return;
    };
    let none = format!("{}/plugins/none:1", registry.host());
    let told = place.fails(1, &["plugin", "install", &format!("oci://{none}")]);
    assert_eq!(told, format!("vinbot: there is no {none}\n"));
    assert_eq!(place.files(), Vec::<String>::new());
}

#[test]
fn a_registry_that_wants_a_login_gets_its_own_and_nobody_sees_the_password() {
    let Some(registry) = Registry::start_with_login() else {
        return;
    };
    let mut place = Place::new();
    place.project("wmi", "");
    let to = registry.place("plugins/wmi:1");
    let push = ["plugin", "push", "wmi", &to];
    let told = place.fails(1, &push);
    assert!(told.contains("wants a login"), "{told}");
    assert!(told.contains(&registry.host()), "{told}");

    let log_in = |host: &str, password: &str| {
        vec![
            ("VINBOT_OCI_REGISTRY", host.to_owned()),
            ("VINBOT_OCI_USERNAME", registry::USER.to_owned()),
            ("VINBOT_OCI_PASSWORD", password.to_owned()),
            ("RUST_LOG", "debug".to_owned()),
        ]
    };
    place.variables = log_in(&registry.host(), "wrong-horse");
    let told = place.fails(1, &push);
    assert!(told.contains("does not take this one"), "{told}");
    assert!(!told.contains("wrong-horse"), "{told}");

    // A login for another registry is not shown to this one.
    place.variables = log_in("registry.example.org", registry::PASSWORD);
    assert!(place.fails(1, &push).contains("wants a login"));

    place.variables = log_in(&registry.host(), registry::PASSWORD);
    for arguments in [&push[..], &["plugin", "install", &to]] {
        let said = place.vinbot(arguments);
        assert_eq!(said.code, 0, "{}", said.err);
        for text in [said.out, said.err, place.lock()] {
            assert!(!text.contains(registry::PASSWORD), "{text}");
            // Nor in the form in which it is sent.
            assert!(!text.contains("dmluYm90OmNvcnJlY3QtaG9yc2U"), "{text}");
        }
    }
}

#[test]
fn a_login_of_docker_is_taken_as_well() {
    let Some(registry) = Registry::start_with_login() else {
        return;
    };
    let place = Place::new();
    place.project("wmi", "");
    fs::create_dir(place.at(".docker")).unwrap();
    let auth = "dmluYm90OmNvcnJlY3QtaG9yc2U=";
    let text = format!(
        "{{\"auths\": {{\"{}\": {{\"auth\": \"{auth}\"}}}}}}",
        registry.host()
    );
    fs::write(place.at(".docker/config.json"), text).unwrap();
    let to = registry.place("plugins/wmi:1");
    place.ok(&["plugin", "push", "wmi", &to]);
    place.ok(&["plugin", "install", &to]);
}

#[rstest]
#[case::no_tag("oci://localhost:5000/wmi", "needs a :tag")]
#[case::no_host("oci://plugins/wmi:1", "must be a host")]
#[case::not_secure("http://example.org/wmi.wasm", "only https://")]
#[case::password("https://me:hunter2@example.org/wmi.wasm", "with a password in it")]
#[case::no_file("nowhere/plugin.wasm", "No such file")]
fn a_source_that_is_none_is_refused(#[case] source: &str, #[case] why: &str) {
    let place = Place::new();
    let told = place.fails(1, &["plugin", "install", source]);
    assert!(told.contains(why) && !told.contains("hunter2"), "{told}");
}
