//! `vinbot doctor`, in setups that are broken in one way each.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Output;

use rstest::rstest;
use serde_json::Value;
use vinbot_playground::{DEFAULT_TOKEN, Options, Playground};

use super::{stdout, support, vinbot};

/// A folder of one's own with what is compiled already, and the doctor's answer there.
fn doctor(variables: &[(&str, &str)], arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    in_folder(folder.path(), variables, arguments)
}

fn in_folder(folder: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> Output {
    vinbot(folder)
        .env("VINBOT_HTTP_ADDR", "127.0.0.1:0")
        .env("VINBOT_TELEGRAM__FILES__TESSERACT", "off")
        .envs(variables.iter().copied())
        .arg("doctor")
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn all_is_well_where_it_is() {
    let output = doctor(&[], &[]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    let told = stdout(&output);
    for words in ["All is well.", "trial", "MB free", "may be open at once"] {
        assert!(told.contains(words), "{words}: {told}");
    }
}

#[test]
fn programs_are_told_the_same() {
    let output = doctor(&[("TELEGRAM_BOT_TOKEN", "nonsense")], &["--json"]);
    assert_eq!(output.status.code(), Some(1));
    let told: Value = serde_json::from_str(stdout(&output)).unwrap();
    assert_eq!(told["well"], false);
    let checks = told["checks"].as_array().unwrap();
    let token = checks
        .iter()
        .find(|check| check["what"] == "token")
        .unwrap();
    assert_eq!(token["state"], "fail");
    assert!(token["advice"].as_str().unwrap().contains("@BotFather"));
    assert!(!stdout(&output).contains("nonsense"), "no secret");
}

/// Each with words of what is found or advised, and whether it has to be mended.
#[rstest]
#[case::token(&[("TELEGRAM_BOT_TOKEN", "\"1:x\"")], "has quotes in it", true)]
#[case::no_server(
    &[("TELEGRAM_BOT_TOKEN", "1:x"), ("TELEGRAM_API_URL", "http://127.0.0.1:1")],
    "can't connect",
    true
)]
#[case::state(&[("VINBOT_STATE_DIR", "/dev/null/state")], "VINBOT_STATE_DIR", true)]
#[case::no_formatter(&[("VINBOT_PLUGINS__CARD__ENABLED", "false")], "offers `card`", true)]
#[case::off(&[("VINBOT_PLUGINS__WMI__ENABLED", "false")], "wmi is switched off", false)]
#[case::misnamed(&[("VINBOT_PLUGINS__VPICK__ORDER", "1")], "names `vpick`", false)]
#[case::no_plugins(&[("VINBOT_RUNTIME__PLUGIN_DIR", "nowhere")], "make plugins", true)]
#[case::redis_is_down(
    &[("VINBOT_CACHE__STORE", "redis"), ("REDIS_URL", "redis://127.0.0.1:1")],
    "the bot runs without it",
    true
)]
#[case::redis_is_not_told(&[("VINBOT_CACHE__STORE", "redis")], "REDIS_URL", true)]
#[case::redis_for_nothing(
    &[("REDIS_URL", "redis://127.0.0.1:1")],
    "only limits are counted there",
    false
)]
#[case::upstash_for_nothing(
    &[("UPSTASH_REDIS_REST_URL", "https://a.example")],
    "is set and not used",
    false
)]
#[case::store_in_redis(&[("VINBOT_STORE__PLACE", "redis")], "REDIS_URL is not set", true)]
#[case::store_that_forgets(&[("VINBOT_STORE__PLACE", "memory")], "forgotten at the end", false)]
#[case::slow_to_end(&[("VINBOT_TELEGRAM__DRAIN_TIMEOUT_S", "60")], "kill_timeout", false)]
#[case::reached(&[("VINBOT_HTTP_ADDR", "0.0.0.0:0")], "from other machines", false)]
#[case::development(&[("VINBOT_HTTP__ALLOW_LOOPBACK", "true")], "for development", false)]
#[case::nobody(&[("ADMIN_IDS", "")], "nobody may use /admin", false)]
#[case::no_code(&[("VINBOT_RUNTIME__PRECOMPILED_DIR", "nowhere")], "there is no code in", false)]
#[case::no_tesseract(
    &[("VINBOT_TELEGRAM__FILES__TESSERACT", "/no/such/program")],
    "install tesseract",
    true
)]
fn what_is_broken_is_told_with_what_to_do(
    #[case] variables: &[(&str, &str)],
    #[case] words: &str,
    #[case] fails: bool,
) {
    let output = doctor(variables, &[]);
    let told = stdout(&output);
    assert!(told.contains(words), "{told}");
    assert_eq!(output.status.code(), Some(i32::from(fails)), "{told}");
}

#[test]
fn a_port_that_is_taken_is_told() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = doctor(&[("VINBOT_HTTP_ADDR", &address)], &[]);
    assert!(
        stdout(&output).contains("set VINBOT_HTTP_ADDR"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn a_store_that_is_none_and_one_of_a_newer_program_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().join("state");
    std::fs::create_dir(&state).unwrap();
    std::os::unix::fs::symlink(support::state_dir().join("code"), state.join("code")).unwrap();
    std::fs::write(state.join("store.redb"), "hello").unwrap();
    let variables = [("VINBOT_STATE_DIR", state.to_str().unwrap())];
    let output = in_folder(folder.path(), &variables, &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stdout(&output).contains("does not start without its store"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn a_broken_plugin_and_one_without_its_key_are_told_apart() {
    let plugins = support::only(&["card", "wmi", "export"]);
    support::put_for(plugins.path(), "carsxe", "api.carsxe.com");
    std::fs::create_dir(plugins.path().join("bad")).unwrap();
    std::fs::write(plugins.path().join("bad/plugin.wasm"), "hello").unwrap();
    let folder = plugins.path().to_str().unwrap();
    let output = doctor(&[("VINBOT_RUNTIME__PLUGIN_DIR", folder)], &[]);
    let told = stdout(&output);
    assert_eq!(output.status.code(), Some(1), "{told}");
    let line = |words: &str| told.lines().find(|line| line.contains(words)).unwrap();
    assert!(line("bad/plugin.wasm").starts_with("FAIL"), "{told}");
    assert!(line("CARSXE_API_KEY").starts_with("note"), "{told}");
}

/// A playground for the time of a test.
fn telegram(runtime: &tokio::runtime::Runtime) -> (Playground, String) {
    let playground = Playground::new(Options::default());
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0"));
    let listener = listener.unwrap();
    let api = format!("http://{}", listener.local_addr().unwrap());
    runtime.spawn(vinbot_playground::serve(listener, playground.clone()));
    (playground, api)
}

#[test]
fn telegram_tells_of_the_token_a_webhook_and_another_program() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (playground, api) = telegram(&runtime);
    let mine = [
        ("TELEGRAM_BOT_TOKEN", DEFAULT_TOKEN),
        ("TELEGRAM_API_URL", &api),
    ];
    let output = doctor(&mine, &["--conflict"]);
    let told = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{told}");
    for words in [
        "knows the bot @",
        "wait to be fetched",
        "nobody else fetches",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }

    let output = doctor(&[("TELEGRAM_BOT_TOKEN", "7:other"), mine[1]], &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stdout(&output).contains("refuses the token"),
        "{}",
        stdout(&output)
    );
    assert!(!stdout(&output).contains("7:other"), "no secret");

    let call = |method: &str| {
        let address = api.trim_start_matches("http://");
        let mut stream = TcpStream::connect(address)?;
        let path = format!("/bot{DEFAULT_TOKEN}/{method}");
        write!(stream, "GET {path} HTTP/1.0\r\nhost: {address}\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        std::io::Result::Ok(answer)
    };
    // Somebody who fetches all the time, and comes back when told of a conflict.
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                let _ = call("getUpdates?timeout=30");
            }
        });
        let output = doctor(&mine, &["--conflict"]);
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        assert_eq!(output.status.code(), Some(1));
        let told = stdout(&output);
        assert!(told.contains("another program fetches"), "{told}");
        let answer = call("setWebhook?url=http://127.0.0.1:9/hook").unwrap();
        assert!(answer.contains("true"), "{answer}");
    });
    let output = doctor(&mine, &[]);
    assert!(
        stdout(&output).contains("a webhook is set, to 127.0.0.1"),
        "{}",
        stdout(&output)
    );
    playground.shutdown();
}

#[rstest]
#[case::a_page(
    "text/html",
    "<p>hello",
    "not that of a Bot API",
    "Thu, 01 Jan 2026 00:00:00 GMT"
)]
#[case::another_time(
    "application/json",
    r#"{"ok":true,"result":{"username":"x"}}"#,
    "timedatectl",
    "Thu, 01 Jan 2015 00:00:00 GMT"
)]
fn a_server_that_is_none_and_a_clock_that_goes_wrong_are_told(
    #[case] kind: &str,
    #[case] body: &str,
    #[case] words: &str,
    #[case] date: &str,
) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let api = format!("http://{}", listener.local_addr().unwrap());
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ndate: {date}\r\nconnection: close\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4_096]);
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    let output = doctor(
        &[("TELEGRAM_BOT_TOKEN", "1:x"), ("TELEGRAM_API_URL", &api)],
        &[],
    );
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
    assert!(stdout(&output).contains(words), "{}", stdout(&output));
}
