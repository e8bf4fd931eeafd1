//! A server that follows a script.

use std::collections::VecDeque;
use std::future::Future;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What it does about one request.
#[derive(Debug, Clone)]
pub(super) enum Act {
    /// A status and further headers, each with its line break.
    Status(u16, &'static str),
    /// The status, once the test says so.
    Held(u16),
    /// A redirect.
    To(String),
    /// The request, as it came.
    Echo,
    /// A page that says so instead of a status that does.
    Html,
    /// Nothing, ever.
    Silence,
    /// The end of the connection, without a word.
    Reset,
    /// An answer that ends before it is whole.
    Half,
    /// An answer that stops before it is whole, and never ends.
    Stalled,
    /// What is no HTTP.
    Nonsense,
    /// 50 MB, announced.
    Big,
    /// 50 MB, and nobody has said so.
    BigUnannounced,
}

/// What has happened so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    /// Every request, whole.
    pub(super) requests: Vec<String>,
    /// Those that are not answered yet.
    pub(super) running: usize,
    /// The most there were of those at once.
    pub(super) most: usize,
}

#[derive(Debug)]
pub(super) struct Server {
    pub(super) port: u16,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    /// The last act is for all further requests.
    script: Mutex<VecDeque<Act>>,
    seen: watch::Sender<Seen>,
    released: watch::Sender<bool>,
}

impl Server {
    pub(super) async fn start(script: impl IntoIterator<Item = Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            script: Mutex::new(script.into_iter().collect()),
            seen: watch::Sender::default(),
            released: watch::Sender::new(false),
        });
        let server = Self {
            port,
            shared: Arc::clone(&shared),
        };
        accept(listener, move |mut stream| {
            let shared = Arc::clone(&shared);
            async move {
                // A client that is gone is what half of the tests are about.
                let _ = shared.answer(&mut stream).await;
            }
        });
        server
    }

    pub(super) fn url(&self, path: &str) -> String {
        self.url_of("localhost", path)
    }

    /// Under another of the names that it has.
    pub(super) fn url_of(&self, name: &str, path: &str) -> String {
        format!("http://{name}:{}{path}", self.port)
    }

    pub(super) fn calls(&self) -> usize {
        self.shared.seen.borrow().requests.len()
    }

    pub(super) fn seen(&self) -> Seen {
        self.shared.seen.borrow().clone()
    }

    /// Waits until that has happened.
    pub(super) async fn until(&self, condition: impl FnMut(&Seen) -> bool) {
        let mut seen = self.shared.seen.subscribe();
        seen.wait_for(condition).await.unwrap();
    }

    /// Has all that is held back go out, now and from now on.
    pub(super) fn release(&self) {
        self.shared.released.send_replace(true);
    }

    /// What it does from now on.
    pub(super) fn now_does(&self, script: impl IntoIterator<Item = Act>) {
        *self.shared.script.lock().unwrap() = script.into_iter().collect();
    }
}

/// Serves each connection in a task of its own.
pub(super) fn accept<F>(listener: TcpListener, serve: impl Fn(TcpStream) -> F + Send + 'static)
where
    F: Future<Output = ()> + Send + 'static,
{
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
}

impl Shared {
    async fn answer(&self, stream: &mut TcpStream) -> std::io::Result<()> {
        let request = read(stream).await?;
        if request.is_empty() {
            return Ok(());
        }
        let act = {
            let mut script = self.script.lock().unwrap();
            match script.len() {
                0 | 1 => script.front().cloned(),
                _ => script.pop_front(),
            }
        };
        self.seen.send_modify(|seen| {
            seen.requests.push(request.clone());
            seen.running += 1;
            seen.most = seen.most.max(seen.running);
        });
        let done = self.act(stream, act.unwrap(), request).await;
        self.seen.send_modify(|seen| seen.running -= 1);
        done
    }

    async fn act(&self, stream: &mut TcpStream, act: Act, request: String) -> std::io::Result<()> {
        match act {
            Act::Status(status, headers) => respond(stream, status, headers, "as written").await,
            Act::Held(status) => {
                let mut released = self.released.subscribe();
                released.wait_for(|released| *released).await.unwrap();
                respond(stream, status, "", "at last").await
            }
            Act::To(url) => respond(stream, 302, &format!("location: {url}\r\n"), "").await,
            Act::Echo => respond(stream, 200, "", &request).await,
            Act::Html => {
                let page = "<html><body>We are sorry</body></html>";
                respond(stream, 200, "content-type: text/html\r\n", page).await
            }
            Act::Silence => std::future::pending().await,
            Act::Reset =>
            {
                #[allow(deprecated, reason = "a reset is what is wanted here")]
                stream.set_linger(Some(std::time::Duration::ZERO))
            }
            Act::Half => {
                let half = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nonly so much";
                stream.write_all(half).await
            }
            Act::Stalled => {
                let half = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nonly so much";
                let written = stream.write_all(half).await;
                std::future::pending::<()>().await;
                written
            }
            Act::Nonsense => stream.write_all(b"this is no HTTP at all\r\n\r\n").await,
            Act::Big => {
                let head = b"HTTP/1.1 200 OK\r\ncontent-length: 52428800\r\n\r\n";
                stream.write_all(head).await?;
                pour(stream).await
            }
            Act::BigUnannounced => {
                let head = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";
                stream.write_all(head).await?;
                pour(stream).await
            }
        }
    }
}

async fn pour(stream: &mut TcpStream) -> std::io::Result<()> {
    let part = vec![b'x'; 1 << 20];
    for _ in 0..50 {
        stream.write_all(&part).await?;
    }
    Ok(())
}

pub(super) async fn respond(
    stream: &mut (impl AsyncWrite + Unpin),
    status: u16,
    headers: &str,
    body: &str,
) -> std::io::Result<()> {
    let length = body.len();
    let answer = format!(
        "HTTP/1.1 {status} Whatever\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    );
    stream.write_all(answer.as_bytes()).await?;
    stream.shutdown().await
}

/// One request, or what there is of it.
pub(super) async fn read(stream: &mut (impl AsyncRead + Unpin)) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    loop {
        // Somebody begins with TLS, which is not spoken here.
        if bytes.first() == Some(&0x16) {
            return Ok(String::new());
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = header(head, "content-length").map_or(0, |text| text.parse().unwrap());
            if body.len() >= length {
                return Ok(text);
            }
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok(text);
        }
    }
}

pub(super) fn header<'a>(request: &'a str, name: &str) -> Option<&'a str> {
    let head = request.split("\r\n\r\n").next()?;
    let mut lines = head.lines().filter_map(|line| line.split_once(": "));
    lines
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}
