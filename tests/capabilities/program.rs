//! The real program, with everything logged that there is.

use std::process::Stdio;

use serde_json::json;

use crate::prober::SECRET;
use crate::secrets::assert_clean;
use crate::server::Server;
use crate::support;

const VIN: &str = "WAUZZZ8K9BA123456";

async fn vinbot(arguments: &[&str], config: &str, manifest: &str) -> std::process::Output {
    let folder = tempfile::tempdir().unwrap();
    let plugins = folder.path().join("plugins");
    std::fs::create_dir(&plugins).unwrap();
    support::prober(&plugins, manifest);
    std::fs::write(folder.path().join("config.toml"), config).unwrap();
    let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_vinbot"));
    command
        .args(arguments)
        .current_dir(folder.path())
        .env_clear()
        .env("VINBOT_STATE_DIR", support::state_dir())
        .env("VINBOT_RUNTIME__PLUGIN_DIR", plugins)
        .env("RUST_LOG", "trace")
        .env("KEY", SECRET)
        .stdin(Stdio::null());
    if let Some(file) = std::env::var_os("LLVM_PROFILE_FILE") {
        command.env("LLVM_PROFILE_FILE", file);
    }
    command.output().await.unwrap()
}

fn asks(server: &Server) -> String {
    let host = server.host("a");
    format!("[needs]\nhosts = [{host:?}]\nsecrets = [\"KEY\"]\n")
}

/// A configuration in which the prober decodes by asking a server.
fn grants(server: &Server, way: &str, path: &str) -> String {
    let host = server.host("a");
    let url = server.url("a", path);
    let probe = json!({ "do": way, "url": url, "headers": [["x-key", "{{secret:KEY}}"]] });
    format!(
        "[http]\nallow_loopback = true\n[plugins.prober]\nhosts = [{host:?}]\n\
         secrets = {{ KEY = [{host:?}] }}\nsettings = {{ probe = '{probe}' }}\n"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_in_nothing_that_it_prints_or_logs() {
    let server = Server::start().await;
    for way in ["fetch", "wasi-fetch"] {
        for path in [
            "/echo?key={{secret:KEY}}",
            "/to-key",
            "/reset",
            "/nonsense",
            "/gzip",
        ] {
            let config = grants(&server, way, path);
            let output = vinbot(
                &["decode", "--format", "json", VIN],
                &config,
                &asks(&server),
            )
            .await;
            let printed = String::from_utf8_lossy(&output.stdout);
            let logged = String::from_utf8_lossy(&output.stderr);
            if path.starts_with("/echo") {
                assert!(printed.contains("[secret]"), "{printed}\n{logged}");
            }
            assert!(logged.contains("TRACE"), "{logged}");
            assert_clean(&printed);
            assert_clean(&logged);
        }
    }
    // Resets and nonsense are asked for three times.
    assert_eq!(server.seen().len(), 18);
    assert!(server.seen().iter().all(|seen| seen.contains(SECRET)));
}

#[tokio::test(flavor = "multi_thread")]
async fn plugin_list_and_check_show_what_is_asked_granted_and_missing() {
    let server = Server::start().await;
    let manifest = format!("{}[wants]\ncache = true\n", asks(&server));
    let config = grants(&server, "fetch", "/echo");
    let output = vinbot(&["plugin", "list"], &config, &manifest).await;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{printed}");
    for line in [
        format!("needs host {}: granted", server.host("a")),
        "needs secret KEY: granted".to_owned(),
        "wants cache: missing: set `cache = {}` in [plugins.prober]".to_owned(),
    ] {
        assert!(printed.contains(&line), "{line} is not in {printed}");
    }
    let check = ["plugin", "check", "plugins/prober/plugin.wasm"];
    let output = vinbot(&check, &config, &manifest).await;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(printed.contains("needs secret KEY: granted"), "{printed}");
    let output = vinbot(&check, "", &manifest).await;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        told.contains("needs what it is not granted in config.toml: host a."),
        "{told}"
    );
}
