//! A Redis of a test's own: Debian's `redis-server`, on a socket in a folder of its own.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// A Redis that ends with the test.
pub(crate) struct Redis {
    folder: tempfile::TempDir,
    process: Option<Child>,
}

impl Redis {
    pub(crate) async fn start() -> Self {
        let mut redis = Self {
            folder: tempfile::tempdir().unwrap(),
            process: None,
        };
        redis.restart().await;
        redis
    }

    /// Starts it where it was, with nothing in it.
    pub(crate) async fn restart(&mut self) {
        self.kill();
        let child = Command::new("redis-server")
            .args(["--port", "0", "--save", "", "--appendonly", "no"])
            .arg("--unixsocket")
            .arg(self.socket())
            .arg("--dir")
            .arg(self.folder.path())
            .stdout(Stdio::null())
            .spawn();
        self.process = Some(child.unwrap_or_else(|error| {
            panic!("no redis-server: {error}. `scripts/tools.sh redis` installs it")
        }));
        while std::os::unix::net::UnixStream::connect(self.socket()).is_err() {
            tokio::task::yield_now().await;
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

    /// The keys that begin so.
    pub(crate) fn keys(&self, start: &str) -> Vec<String> {
        let asked = Command::new("redis-cli")
            .arg("-s")
            .arg(self.socket())
            .args(["keys", &format!("{start}*")])
            .output()
            .unwrap();
        let text = String::from_utf8(asked.stdout).unwrap();
        text.split_whitespace().map(str::to_owned).collect()
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("redis.sock")
    }

    pub(crate) fn url(&self) -> String {
        format!("unix://{}", self.socket().display())
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.kill();
    }
}
