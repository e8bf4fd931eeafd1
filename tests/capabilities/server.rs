//! A server whose behaviour the path decides. It answers under every name below
//! `localhost`, and remembers what it was asked.

use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub(crate) struct Server {
    pub(crate) port: u16,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::default();
        tokio::spawn(accept(listener, Arc::clone(&seen)));
        Self { port, seen }
    }

    /// `a` and `/echo` as `http://a.localhost:PORT/echo`.
    pub(crate) fn url(&self, name: &str, path: &str) -> String {
        format!("http://{name}.localhost:{}{path}", self.port)
    }

    /// The same as it stands in lists of hosts.
    pub(crate) fn host(&self, name: &str) -> String {
        format!("{name}.localhost:{}", self.port)
    }

    /// Everything that was sent to it, request by request.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

async fn accept(listener: TcpListener, seen: Arc<Mutex<Vec<String>>>) {
    while let Ok((stream, _)) = listener.accept().await {
        let seen = Arc::clone(&seen);
        tokio::spawn(async move {
            // A client that is gone is what half of the tests are about.
            let _ = answer(stream, &seen).await;
        });
    }
}

async fn answer(mut stream: TcpStream, seen: &Mutex<Vec<String>>) -> std::io::Result<()> {
    let request = read(&mut stream).await?;
    seen.lock().unwrap().push(request.clone());
    let target = request.split(' ').nth(1).unwrap_or_default().to_owned();
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    match path {
        "/echo" => {
            let body = echo(&request);
            let key = header(&request, "x-key").unwrap_or_default();
            let extra = format!("x-echo: {key}\r\nx-plain: yes\r\n");
            respond(&mut stream, 200, &extra, body.as_bytes()).await
        }
        "/status" => {
            let status = query.parse().unwrap_or(500);
            respond(&mut stream, status, "", b"as you wished").await
        }
        // Where it leads stands in the query, as it is.
        "/to" => respond(&mut stream, 302, &format!("location: {query}\r\n"), b"").await,
        "/again" => respond(&mut stream, 307, &format!("location: {query}\r\n"), b"").await,
        "/loop" => respond(&mut stream, 302, "location: /loop\r\n", b"").await,
        // It copies the key that it was sent into where it leads.
        "/to-with-key" => {
            let key = header(&request, "x-key").unwrap_or_default();
            let extra = format!("location: {query}?key={key}\r\n");
            respond(&mut stream, 302, &extra, b"").await
        }
        "/to-key" => {
            let key = header(&request, "x-key").unwrap_or_default();
            let extra = format!("location: https://{key}.example/\r\n");
            respond(&mut stream, 302, &extra, b"").await
        }
        "/gzip" => respond(&mut stream, 200, "content-encoding: gzip\r\n", b"\x1f\x8b").await,
        "/big" => {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 52428800\r\n\r\n")
                .await?;
            pour(&mut stream, 50).await
        }
        "/big-without-length" => {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n")
                .await?;
            pour(&mut stream, 50).await
        }
        "/half" => {
            let half = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nonly so much";
            stream.write_all(half).await
        }
        "/nonsense" => stream.write_all(b"this is no HTTP at all\r\n\r\n").await,
        "/reset" =>
        {
            #[allow(deprecated, reason = "a reset is what is wanted here")]
            stream.set_linger(Some(std::time::Duration::ZERO))
        }
        "/drip" => {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nx")
                .await?;
            std::future::pending().await
        }
        "/hang" => std::future::pending().await,
        _ => respond(&mut stream, 404, "", b"no such path").await,
    }
}

async fn pour(stream: &mut TcpStream, megabytes: usize) -> std::io::Result<()> {
    let part = vec![b'x'; 1 << 20];
    for _ in 0..megabytes {
        stream.write_all(&part).await?;
    }
    Ok(())
}

async fn respond(
    stream: &mut TcpStream,
    status: u16,
    extra: &str,
    body: &[u8],
) -> std::io::Result<()> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} Whatever\r\nconnection: close\r\ncontent-length: {length}\r\n{extra}\r\n"
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body).await?;
    stream.shutdown().await
}

/// What it was sent, in the shapes in which servers give such things back.
fn echo(request: &str) -> String {
    let key = header(request, "x-key").unwrap_or_default();
    let basic = STANDARD.encode(format!("user:{key}"));
    let token = URL_SAFE_NO_PAD.encode(format!("{key}:x"));
    let encoded = percent_encoding::utf8_percent_encode(&key, percent_encoding::NON_ALPHANUMERIC);
    format!(
        "{request}\nbasic {basic}\ntoken {token}\nencoded {encoded}\nlower {}\nupper {}\n",
        key.to_lowercase(),
        key.to_uppercase()
    )
}

fn header(request: &str, name: &str) -> Option<String> {
    request.lines().find_map(|line| {
        let (key, value) = line.split_once(": ")?;
        key.eq_ignore_ascii_case(name).then(|| value.to_owned())
    })
}

async fn read(stream: &mut TcpStream) -> std::io::Result<String> {
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
            return Ok(String::from_utf8_lossy(&bytes).into_owned());
        }
    }
}
