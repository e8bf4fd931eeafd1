//! A Redis of a test's own.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use secrecy::{ExposeSecret as _, SecretString};
use tempfile::TempDir;

use crate::until;

/// A `redis-server` on a socket in a folder of its own. It ends with the test.
#[derive(Debug)]
pub struct RedisServer {
    folder: TempDir,
    /// Its port on 127.0.0.1; 0: it has none.
    port: u16,
    password: Option<String>,
    process: Option<Child>,
}

impl RedisServer {
    /// One that asks for no password.
    pub async fn start() -> Self {
        Self::start_with(None).await
    }

    /// One that asks for this password, if there is one.
    pub async fn start_with(password: Option<&str>) -> Self {
        Self::started(0, password).await
    }

    /// Reached over TCP, as one on another machine is. Somebody may take the port before it
    /// does: not for tests.
    pub async fn start_on_loopback() -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        Self::started(port, None).await
    }

    async fn started(port: u16, password: Option<&str>) -> Self {
        let mut server = Self {
            folder: tempfile::tempdir().unwrap(),
            port,
            password: password.map(str::to_owned),
            process: None,
        };
        server.restart().await;
        server
    }

    /// Starts it where it was, with nothing in it.
    pub async fn restart(&mut self) {
        self.kill();
        let mut command = Command::new("redis-server");
        command
            .args(["--bind", "127.0.0.1", "--port", &self.port.to_string()])
            .args(["--save", "", "--appendonly", "no"])
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
        until("Redis listens", || {
            std::os::unix::net::UnixStream::connect(self.socket()).is_ok()
        })
        .await;
    }

    /// Ends it at once, and waits until it is gone.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().unwrap();
            process.wait().unwrap();
            // What would make it look alive.
            let _ = std::fs::remove_file(self.socket());
        }
    }

    /// `STOP` or `CONT`: it hangs, or goes on.
    pub fn signal(&self, signal: &str) {
        let process = self.process.as_ref().unwrap().id().to_string();
        let sent = Command::new("kill").args(["-s", signal, &process]).status();
        assert!(sent.unwrap().success());
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("redis.sock")
    }

    /// Where it is, with its password.
    pub fn url(&self) -> SecretString {
        if self.port != 0 {
            return format!("redis://127.0.0.1:{}", self.port).into();
        }
        let socket = self.socket();
        let pass = self.password.as_deref();
        let pass = pass.map(|pass| format!("?pass={pass}")).unwrap_or_default();
        format!("unix://{}{pass}", socket.display()).into()
    }

    /// A connection past what is tested.
    pub async fn connection(&self) -> redis::aio::MultiplexedConnection {
        let client = redis::Client::open(self.url().expose_secret()).unwrap();
        client.get_multiplexed_async_connection().await.unwrap()
    }

    /// One command past what is tested.
    pub async fn run<T: redis::FromRedisValue>(&self, words: &[&str]) -> T {
        let mut command = redis::cmd(words[0]);
        command.arg(&words[1..]);
        command
            .query_async(&mut self.connection().await)
            .await
            .unwrap()
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        self.kill();
    }
}
