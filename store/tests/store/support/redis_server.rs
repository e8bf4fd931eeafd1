//! A Redis of a test's own.

use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use secrecy::{ExposeSecret as _, SecretString};
use tempfile::TempDir;

/// How long a condition is waited for: far longer than it takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A `redis-server` on a socket in a folder of its own. It ends with the test.
pub(crate) struct RedisServer {
    folder: TempDir,
    password: Option<String>,
    process: Option<Child>,
}

impl RedisServer {
    pub(crate) fn start() -> Self {
        Self::start_with(None)
    }

    pub(crate) fn start_with(password: Option<&str>) -> Self {
        let mut server = Self {
            folder: tempfile::tempdir().unwrap(),
            password: password.map(str::to_owned),
            process: None,
        };
        server.restart();
        server
    }

    /// Starts it where it was, with nothing in it.
    pub(crate) fn restart(&mut self) {
        self.kill();
        let mut command = Command::new("redis-server");
        command
            .args(["--port", "0", "--save", "", "--appendonly", "no"])
            .args(["--loglevel", "warning", "--unixsocket"])
            .arg(self.socket())
            .arg("--dir")
            .arg(self.folder.path())
            .stdout(Stdio::null());
        if let Some(password) = &self.password {
            command.args(["--requirepass", password]);
        }
        self.process = Some(command.spawn().unwrap_or_else(|error| {
            panic!(
                "can't start redis-server ({error}); these tests need it in PATH: \
                 install Debian's package redis-server"
            )
        }));
        let begun = Instant::now();
        while UnixStream::connect(self.socket()).is_err() {
            assert!(begun.elapsed() < PATIENCE, "never: Redis listens");
            std::thread::yield_now();
        }
    }

    pub(crate) fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
            // What would make it look alive.
            let _ = std::fs::remove_file(self.socket());
        }
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("redis.sock")
    }

    pub(crate) fn url(&self) -> SecretString {
        let socket = self.socket();
        let pass = self.password.as_deref();
        let pass = pass.map(|pass| format!("?pass={pass}")).unwrap_or_default();
        format!("unix://{}{pass}", socket.display()).into()
    }

    /// One command past the store.
    pub(crate) async fn run<T: redis::FromRedisValue>(&self, words: &[&str]) -> T {
        let client = redis::Client::open(self.url().expose_secret()).unwrap();
        let mut connection = client.get_multiplexed_async_connection().await.unwrap();
        let mut command = redis::cmd(words[0]);
        command.arg(&words[1..]);
        command.query_async(&mut connection).await.unwrap()
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        self.kill();
    }
}
