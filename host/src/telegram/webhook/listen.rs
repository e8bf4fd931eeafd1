//! Connections to the webhook's address.
//!
//! axum's own server waits for ever for whoever sends a header byte by byte; here each request
//! has its time, and connections are counted.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Connections at once; further ones wait until one is free. Telegram opens 100 at most.
const CONNECTIONS: usize = 256;

/// What one connection may have read and not yet used, in bytes.
const BUFFER: usize = 64 << 10;

/// The pause after the system could not accept one, say for want of file handles.
const PAUSE: Duration = Duration::from_secs(1);

/// Serves until `stop`, then answers what is under way. `patience` is how long a header may take
/// to arrive, and how long a connection is kept that says nothing.
pub(super) async fn serve(
    listener: TcpListener,
    router: Router,
    patience: Duration,
    stop: CancellationToken,
) {
    let free = Arc::new(Semaphore::new(CONNECTIONS));
    let connections = TaskTracker::new();
    let accept = async {
        loop {
            let Ok(permit) = Arc::clone(&free).acquire_owned().await else {
                return;
            };
            match listener.accept().await {
                Ok((stream, _)) => {
                    let connection = connection(stream, router.clone(), patience, stop.clone());
                    connections.spawn(async move {
                        connection.await;
                        drop(permit);
                    });
                }
                Err(error) => {
                    tracing::debug!(%error, "a connection is not accepted");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    };
    stop.run_until_cancelled(accept).await;
    drop(listener);
    connections.close();
    connections.wait().await;
}

async fn connection(
    stream: TcpStream,
    router: Router,
    patience: Duration,
    stop: CancellationToken,
) {
    // Answers are a line: they are not held back to be sent with the next.
    let _ = stream.set_nodelay(true);
    let service = TowerToHyperService::new(router);
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection of the webhook broke");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::post;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::task::JoinHandle;

    async fn server(patience: Duration) -> (TcpStream, CancellationToken, JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/", post(async || "taken"));
        let stop = CancellationToken::new();
        let server = tokio::spawn(serve(listener, router, patience, stop.clone()));
        (TcpStream::connect(address).await.unwrap(), stop, server)
    }

    async fn all(stream: &mut TcpStream) -> String {
        let mut text = Vec::new();
        // A connection that is cut may be reset.
        let _ = stream.read_to_end(&mut text).await;
        String::from_utf8_lossy(&text).into_owned()
    }

    #[tokio::test]
    async fn whoever_sends_a_header_byte_by_byte_is_cut_off() {
        let (mut stream, ..) = server(Duration::from_millis(50)).await;
        stream.write_all(b"POST / HTTP/1.1\r\nHo").await.unwrap();
        assert!(!all(&mut stream).await.contains("200"));
    }

    #[tokio::test]
    async fn whoever_says_nothing_is_cut_off() {
        let (mut stream, ..) = server(Duration::from_millis(50)).await;
        assert_eq!(all(&mut stream).await, "");
    }

    #[tokio::test]
    async fn told_to_stop_it_answers_what_is_under_way_and_ends() {
        let (mut stream, stop, server) = server(Duration::from_mins(1)).await;
        let head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n";
        stream.write_all(head).await.unwrap();
        stream.write_all(b"\r\n").await.unwrap();
        let mut first = [0; 12];
        stream.read_exact(&mut first).await.unwrap();
        assert_eq!(&first, b"HTTP/1.1 200");
        stop.cancel();
        server.await.unwrap();
        assert!(all(&mut stream).await.ends_with("taken"));
    }
}
