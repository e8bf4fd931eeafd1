//! Signed by whom the operator trusts.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use crate::place::{Place, change, word};
use crate::registry::Registry;

/// Makes a key; gives its line for the configuration.
fn key(place: &Place, name: &str) -> String {
    let told = place.ok(&["plugin", "keygen", "--out", name]);
    word(&told, "public_keys = [")
        .trim_matches(['"', ']'])
        .to_owned()
}

fn trust(place: &Place, keys: &[&String], require: bool) {
    place.configure(&format!(
        "[signatures]\npublic_keys = {keys:?}\nrequire = {require}\n"
    ));
}

#[test]
fn where_signatures_are_required_only_what_a_trusted_key_signed_is_served() {
    let place = Place::new();
    let project = place.project("wmi", "");
    let (ours, other) = (key(&place, "ours.key"), key(&place, "other.key"));
    let install = ["plugin", "install", "wmi"];
    trust(&place, &[&ours], true);

    let told = place.fails(2, &install);
    assert!(
        told.contains("not signed, and signatures.require is set"),
        "{told}"
    );

    place.ok(&["plugin", "sign", "wmi", "--key", "other.key"]);
    let told = place.fails(2, &install);
    assert!(
        told.contains("which is not in signatures.public_keys"),
        "{told}"
    );
    assert_eq!(place.files(), Vec::<String>::new());

    let signed = place.ok(&["plugin", "sign", "wmi", "--key", "ours.key"]);
    let told = place.ok(&install);
    let signer = word(&told, "signed   by").trim_end_matches(',').to_owned();
    assert!(signed.trim_end().contains(&signer), "{signed}{told}");
    assert!(place.lock().contains(&format!("signed_by = \"{signer}\"")));
    place.ok(&["plugin", "list"]);

    // The key is trusted no more, the signature lost, or for other bytes.
    trust(&place, &[&other], true);
    let said = place.vinbot(&["plugin", "list"]);
    assert_eq!(said.code, 2, "{}", said.out);
    trust(&place, &[&ours], true);
    let beside = place.at("plugins/wmi/plugin.wasm.minisig");
    fs::remove_file(&beside).unwrap();
    let said = place.vinbot(&["plugin", "list"]);
    assert!(said.out.contains("not signed"), "{}", said.out);
    place.ok(&["plugin", "uninstall", "wmi"]);
    change(&project.join("plugin.wasm"), "later");
    let told = place.fails(2, &install);
    assert!(told.contains("other bytes were signed"), "{told}");
}

#[test]
fn with_keys_alone_what_is_unsigned_serves_and_what_is_wrongly_signed_does_not() {
    let place = Place::new();
    let project = place.project("plugins/wmi", "");
    let ours = key(&place, "ours.key");
    trust(&place, &[&ours], false);
    place.ok(&["plugin", "list"]);
    place.ok(&["plugin", "sign", "plugins/wmi", "--key", "ours.key"]);
    place.ok(&["plugin", "list"]);
    change(&project.join("plugin.wasm"), "evil");
    let said = place.vinbot(&["plugin", "list"]);
    assert_eq!(said.code, 2);
    assert!(said.out.contains("other bytes were signed"), "{}", said.out);
    let told = place.fails(2, &["plugin", "check", "plugins/wmi/plugin.wasm"]);
    assert!(told.contains("other bytes were signed"), "{told}");
    fs::write(project.join("plugin.wasm.minisig"), "nonsense").unwrap();
    let said = place.vinbot(&["plugin", "list"]);
    assert!(said.out.contains("is no signature"), "{}", said.out);
    // Without keys nobody looks.
    place.configure("");
    place.ok(&["plugin", "list"]);
}

#[test]
fn a_signature_travels_with_its_plugin() {
    let Some(registry) = Registry::start() else {
        return;
    };
    let place = Place::new();
    place.project("wmi", "");
    let ours = key(&place, "ours.key");
    trust(&place, &[&ours], true);
    place.ok(&["plugin", "sign", "wmi", "--key", "ours.key"]);
    let to = registry.place("plugins/wmi:1");
    place.ok(&["plugin", "push", "wmi", &to]);
    place.ok(&["plugin", "install", &to]);
    place.ok(&["plugin", "list"]);
    place.ok(&["plugin", "uninstall", "wmi"]);
    place.ok(&["plugin", "pack", "wmi", "--out", "wmi.tar"]);
    place.ok(&["plugin", "install", "wmi.tar"]);
    place.ok(&["plugin", "list"]);
}

#[test]
fn a_secret_key_is_kept_from_others_and_may_have_a_password() {
    let mut place = Place::new();
    place.project("wmi", "");
    let secret = "hunter2-hunter2";
    place.variables = vec![("VINBOT_KEY_PASSWORD", secret.to_owned())];
    let told = place.ok(&["plugin", "keygen", "--out", "locked.key"]);
    assert!(!told.contains(secret), "{told}");
    assert_eq!(
        fs::metadata(place.at("locked.key")).unwrap().mode() & 0o777,
        0o600
    );
    let told = place.fails(1, &["plugin", "keygen", "--out", "locked.key"]);
    assert!(told.contains("is there already"), "{told}");
    let sign = ["plugin", "sign", "wmi", "--key", "locked.key"];
    place.ok(&sign);
    place.variables = vec![("VINBOT_KEY_PASSWORD", "wrong".to_owned())];
    assert!(place.fails(1, &sign).contains("another password"));
    place.variables.clear();
    assert!(
        place
            .fails(1, &sign)
            .contains("VINBOT_KEY_PASSWORD names it")
    );
    let open = fs::Permissions::from_mode(0o644);
    fs::set_permissions(place.at("locked.key"), open).unwrap();
    assert!(
        place
            .fails(1, &sign)
            .contains("others may read the secret key")
    );
}
