//! The scripts in debug/, as a person calls them.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use rstest::rstest;

use super::{HONDA, stderr, stdout, support, vinbot};

fn script(name: &str) -> Command {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../debug");
    let mut command = Command::new(root.join(name));
    command
        .env("VINBOT", env!("CARGO_BIN_EXE_vinbot"))
        .env("VINBOT_STATE_DIR", support::state_dir())
        .env("VINBOT_RUNTIME__PLUGIN_DIR", support::plugin_folder())
        .env_remove("TELEGRAM_BOT_TOKEN")
        .stdin(Stdio::null());
    command
}

fn run(name: &str, arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let mut script = script(name);
    script.args(arguments).current_dir(folder.path());
    script.output().unwrap()
}

/// A playground with a bot, for the time of a test.
struct Bot {
    process: Child,
    address: String,
    folder: tempfile::TempDir,
}

impl Bot {
    fn start() -> Self {
        let folder = support::own_state();
        let mut process = vinbot(folder.path())
            .env("VINBOT_STATE_DIR", folder.path())
            .args(["playground", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut said = BufReader::new(process.stdout.take().unwrap());
        said.read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).unwrap();
        let address = address.split(' ').next().unwrap().to_owned();
        Self {
            process,
            address,
            folder,
        }
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn scripts() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../debug");
    let files = std::fs::read_dir(folder).unwrap();
    let files = files.map(|file| file.unwrap().path());
    files
        .filter(|file| file.extension().is_some_and(|kind| kind != "md"))
        .collect()
}

#[test]
fn each_script_tells_its_usage_and_stands_in_the_list() {
    let list =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../debug/README.md"));
    let list = list.unwrap();
    for file in scripts() {
        let name = file.file_name().unwrap().to_str().unwrap();
        let output = run(name, &[]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(
            stderr(&output).contains(name),
            "{name}: {}",
            stderr(&output)
        );
        assert!(list.contains(&format!("]({name})")), "{name}");
    }
}

#[test]
fn a_vin_is_decoded_with_a_trace() {
    let output = run("decode.sh", &[HONDA]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(
        stdout(&output).contains("decoder   vpic"),
        "{}",
        stdout(&output)
    );
}

#[test]
fn a_running_bot_is_fed_an_update_talked_to_and_looked_into() {
    let bot = Bot::start();
    let text = format!("what is {HONDA}?");
    let update = serde_json::json!({"message": {
        "message_id": 7, "date": 1_700_000_000, "text": text,
        "from": {"id": 1001, "is_bot": false, "first_name": "Ada"},
        "chat": {"id": 1001, "type": "private", "first_name": "Ada"},
    }});
    let file = bot.folder.path().join("update.json");
    let mut written = std::fs::File::create(&file).unwrap();
    written.write_all(update.to_string().as_bytes()).unwrap();
    let output = script("replay.sh")
        .arg(&file)
        .env("PLAYGROUND", &bot.address)
        .env("TIMEOUT", "60")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let told = stdout(&output);
    assert!(
        told.contains("was taken") && told.contains("200 sendMessage"),
        "{told}"
    );
    assert!(told.contains("Accord"), "{told}");

    let output = script("chat.sh")
        .arg("/help")
        .env("PLAYGROUND", &bot.address)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("VIN"), "{}", stdout(&output));

    let pid = bot.process.id().to_string();
    let output = run("memory.sh", &[&pid]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("resident"), "{}", stdout(&output));

    let playground = bot.folder.path().join("playground");
    for (arguments, words) in [
        (vec!["counts"], "history                  1  of people"),
        (vec!["user", "1001"], "2003 Honda Accord"),
        (vec!["user", "1002"], "{}"),
    ] {
        let output = script("store.sh")
            .args(&arguments)
            .env("VINBOT_STATE_DIR", &playground)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(
            stdout(&output).contains(words),
            "{arguments:?}: {}",
            stdout(&output)
        );
    }
}

#[test]
fn a_bot_under_load_is_measured() {
    let plugins = support::only(&["card", "wmi"]);
    let output = script("soak.py")
        .arg(env!("CARGO_BIN_EXE_vinbot"))
        .arg("--plugins")
        .arg(plugins.path())
        // What is judged in earnest takes half an hour.
        .args(["--minutes", "0.02", "--chats", "2", "--most-mb", "4096"])
        .args([
            "--growth-percent",
            "100000",
            "--reload-s",
            "0.5",
            "--sample-s",
            "0.1",
        ])
        .args(["--patience-s", "110"])
        .output()
        .unwrap();
    let told = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{told}{}", stderr(&output));
    for words in [
        "ready after",
        "RSS MB",
        "after SIGTERM it ended with 0",
        "all as it should be",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
}

#[test]
fn where_there_is_no_playground_it_is_said() {
    let output = script("replay.sh")
        .arg("-")
        .env("PLAYGROUND", "127.0.0.1:1")
        .stdin(std::fs::File::open("/dev/null").unwrap())
        .output()
        .unwrap();
    assert_ne!(output.status.code(), Some(0));
}

#[test]
fn a_service_is_asked_only_where_the_plugin_may_go() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let host = format!("localhost:{}", listener.local_addr().unwrap().port());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = vec![0; 4_096];
            let read = std::io::Read::read(&mut stream, &mut request).unwrap();
            // Who is asked with a key may say it again.
            let request = String::from_utf8_lossy(&request[..read]).into_owned();
            let line = request.lines().next().unwrap_or_default();
            let body = format!("you asked: {line}");
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n", body.len());
            let _ = write!(stream, "{head}connection: close\r\n\r\n{body}");
        }
    });
    let plugins = support::only(&["card", "wmi"]);
    support::put_for(plugins.path(), "carsxe", &host);
    let ask = |url: &str| {
        script("ask-upstream.sh")
            .args(["carsxe", url])
            .current_dir(plugins.path())
            .env("VINBOT_RUNTIME__PLUGIN_DIR", plugins.path())
            .env("VINBOT_HTTP__ALLOW_LOOPBACK", "true")
            .env("CARSXE_API_KEY", "a-key-that-nobody-sees")
            .env("VINBOT_PLUGINS__CARSXE__HOSTS", format!("[{host:?}]"))
            .env(
                "VINBOT_PLUGINS__CARSXE__SECRETS",
                format!("{{ CARSXE_API_KEY = [{host:?}] }}"),
            )
            .output()
            .unwrap()
    };
    let output = ask(&format!(
        "http://{host}/specs?key={{{{secret:CARSXE_API_KEY}}}}"
    ));
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let told = stdout(&output);
    assert!(
        told.starts_with("200 after ") && told.contains("key=[secret]"),
        "{told}"
    );
    let output = ask("https://elsewhere.example/");
    assert_eq!(output.status.code(), Some(2), "{}", stdout(&output));
    assert!(stderr(&output).contains("denied"), "{}", stderr(&output));
    assert!(!stderr(&output).contains("nobody-sees"));
}

#[rstest]
#[case("profile.sh", &["999999999"], "no process")]
#[case("store.sh", &["counts"], "there is no store yet")]
#[case("ask-upstream.sh", &["nobody", "https://a.example"], "no plugin `nobody` is served")]
fn what_cannot_be_done_is_told(
    #[case] name: &str,
    #[case] arguments: &[&str],
    #[case] words: &str,
) {
    let output = run(name, arguments);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains(words), "{}", stderr(&output));
}
