//! A real OCI registry on this machine: Debian's `docker-registry`, with its data in a
//! folder of its own.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

/// Who may come in where a login is wanted. The hash is bcrypt's, of the password.
pub(crate) const USER: &str = "vinbot";
pub(crate) const PASSWORD: &str = "correct-horse";
const HTPASSWD: &str = "vinbot:$2b$04$.Lm6DJEEzLJALmtLwkKEIe3A1CG68cJsBP0jPVGET/sbL5wsc8IH6\n";

/// A registry that runs until it is dropped.
pub(crate) struct Registry {
    child: Child,
    folder: tempfile::TempDir,
    port: u16,
}

impl Drop for Registry {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Registry {
    /// Starts one that everybody may use; none where there is no such program, which is
    /// said loudly.
    pub(crate) fn start() -> Option<Self> {
        Self::start_with("")
    }

    /// Starts one that wants a login.
    pub(crate) fn start_with_login() -> Option<Self> {
        Self::start_with("auth: {htpasswd: {realm: plugins, path: HTPASSWD}}\n")
    }

    fn start_with(auth: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let htpasswd = folder.path().join("htpasswd");
        fs::write(&htpasswd, HTPASSWD).unwrap();
        let auth = auth.replace("HTPASSWD", htpasswd.to_str().unwrap());
        // The port may be taken by somebody else between finding and using it.
        for _ in 0..5 {
            let port = free_port();
            let config = folder.path().join("config.yml");
            let text = format!(
                "version: 0.1\nlog: {{level: info, accesslog: {{disabled: true}}}}\n\
                 storage: {{filesystem: {{rootdirectory: {}}}}}\n\
                 http: {{addr: '127.0.0.1:{port}'}}\n{auth}",
                folder.path().join("data").display()
            );
            fs::write(&config, text).unwrap();
            let mut child = match Command::new("docker-registry")
                .arg("serve")
                .arg(&config)
                .env("OTEL_TRACES_EXPORTER", "none")
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
            {
                Ok(child) => child,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    assert!(
                        std::env::var_os("CI").is_none(),
                        "docker-registry is not here: `scripts/tools.sh docker-registry`"
                    );
                    eprintln!("!!! docker-registry is not here: THIS TEST TESTS NOTHING");
                    eprintln!("!!! `scripts/tools.sh docker-registry` installs it");
                    return None;
                }
                Err(error) => panic!("docker-registry: {error}"),
            };
            let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
            let ready = lines.any(|line| line.unwrap().contains("listening on"));
            if ready {
                // What it says later is of no interest, but must be read.
                std::thread::spawn(move || lines.for_each(drop));
                return Some(Self {
                    child,
                    folder,
                    port,
                });
            }
            let _ = child.wait();
        }
        panic!("docker-registry does not start");
    }

    /// `127.0.0.1:5000`
    pub(crate) fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// `oci://127.0.0.1:5000/plugins/wmi:1`
    pub(crate) fn place(&self, what: &str) -> String {
        format!("oci://{}/{what}", self.host())
    }

    /// The file in which it keeps what has this digest.
    pub(crate) fn blob(&self, digest: &str) -> PathBuf {
        let hex = digest.strip_prefix("sha256:").unwrap();
        let file = self
            .folder
            .path()
            .join("data/docker/registry/v2/blobs/sha256")
            .join(&hex[..2])
            .join(hex)
            .join("data");
        assert!(file.is_file(), "{}", file.display());
        file
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// A host at which nobody listens.
pub(crate) fn nobody() -> String {
    format!("127.0.0.1:{}", free_port())
}
