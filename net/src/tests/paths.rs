//! Ways to a host: over TLS, and through a proxy.

use std::sync::{Arc, Mutex};

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::server::{Act, Server, accept, read, respond};
use super::{Asker, settings, told};
use crate::{Client, HttpError, Names, Settings, Signers};

/// A server with a certificate of its own making for this name, which says 200.
struct Tls {
    port: u16,
    certificate: reqwest::Certificate,
}

async fn tls(name: &str) -> Tls {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed([name.to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    accept(listener, move |stream| {
        let acceptor = acceptor.clone();
        async move {
            if let Ok(mut stream) = acceptor.accept(stream).await {
                let _ = read(&mut stream).await;
                let _ = respond(&mut stream, 200, "", "over TLS").await;
            }
        }
    });
    let certificate = reqwest::Certificate::from_der(cert.der()).unwrap();
    Tls { port, certificate }
}

fn trusting(certificate: &reqwest::Certificate, settings: &Settings) -> Client {
    let builder = reqwest::Client::builder().add_root_certificate(certificate.clone());
    Client::over(builder, settings, Names::default(), Signers::default()).unwrap()
}

#[tokio::test]
async fn a_certificate_that_is_trusted_leads_to_an_answer() {
    let server = tls("a.localhost").await;
    let asker = Asker::of(trusting(&server.certificate, &settings()));
    let url = format!("https://a.localhost:{}/", server.port);
    assert_eq!(asker.get(&url).await.unwrap().body, b"over TLS");
}

#[tokio::test]
async fn a_certificate_of_unknown_origin_is_refused_and_not_looked_at_again() {
    let server = tls("a.localhost").await;
    let asker = Asker::new(&settings());
    let url = format!("https://a.localhost:{}/", server.port);
    let error = asker.get(&url).await.unwrap_err();
    assert!(matches!(error, HttpError::Tls { .. }), "{error}");
    assert!(error.to_string().contains("UnknownIssuer"), "{error}");
    let figures = asker.statistics().figures;
    assert_eq!((figures.retries, figures.ended("tls")), (0, 1));
}

#[tokio::test]
async fn a_certificate_for_another_name_is_refused() {
    let server = tls("a.localhost").await;
    let asker = Asker::of(trusting(&server.certificate, &settings()));
    let url = format!("https://b.localhost:{}/", server.port);
    assert_eq!(told(&asker.get(&url).await), "tls");
}

#[tokio::test]
async fn where_no_tls_is_spoken_no_request_is_sent() {
    let server = Server::start([Act::Status(200, "")]).await;
    let url = server.url("/").replace("http:", "https:");
    let outcome = Asker::new(&settings()).get(&url).await;
    assert_eq!(
        (told(&outcome).as_str(), server.calls()),
        ("unreachable", 0)
    );
}

/// A proxy that connects everybody with this port, and remembers what it was asked.
async fn proxy(to: u16) -> (Settings, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let seen = Arc::<Mutex<Vec<String>>>::default();
    let asked = Arc::clone(&seen);
    accept(listener, move |mut stream| {
        let asked = Arc::clone(&asked);
        async move {
            let request = read(&mut stream).await.unwrap();
            let line = request.lines().next().unwrap_or_default().to_owned();
            asked.lock().unwrap().push(line);
            let mut server = TcpStream::connect(("127.0.0.1", to)).await.unwrap();
            if request.starts_with("CONNECT ") {
                let _ = stream.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").await;
            } else {
                let _ = server.write_all(request.as_bytes()).await;
            }
            let _ = copy_bidirectional(&mut stream, &mut server).await;
        }
    });
    let settings = Settings {
        proxy: Some(format!("http://127.0.0.1:{port}")),
        ..settings()
    };
    (settings, seen)
}

/// The proxy resolves the name: here nobody knows it.
#[tokio::test]
async fn a_proxy_is_asked_to_connect_and_sees_nothing_of_what_passes() {
    let server = tls("api.example").await;
    let (settings, seen) = proxy(server.port).await;
    let client = trusting(&server.certificate, &settings);
    let asker = Asker {
        only: Some(vec!["api.example".to_owned()]),
        ..Asker::of(client)
    };
    let response = asker.get("https://api.example/v1?key=1").await.unwrap();
    assert_eq!(response.body, b"over TLS");
    assert_eq!(*seen.lock().unwrap(), ["CONNECT api.example:443 HTTP/1.1"]);
}

#[tokio::test]
async fn a_proxy_passes_on_what_needs_no_tls() {
    let server = Server::start([Act::Echo]).await;
    let (settings, seen) = proxy(server.port).await;
    let url = server.url_of("a.localhost", "/v1");
    let response = Asker::new(&settings).get(&url).await.unwrap();
    assert_eq!((response.status, server.calls()), (200, 1));
    assert_eq!(*seen.lock().unwrap(), [format!("GET {url} HTTP/1.1")]);
}

#[tokio::test]
async fn a_proxy_that_is_not_there_is_told_as_what_it_is() {
    let (settings, _) = proxy(0).await;
    let settings = Settings {
        proxy: Some("http://127.0.0.1:1".to_owned()),
        ..settings
    };
    let client = Client::new(&settings, Names::default(), Signers::default()).unwrap();
    let asker = Asker {
        only: Some(vec!["api.example".to_owned()]),
        ..Asker::of(client)
    };
    assert_eq!(
        told(&asker.get("https://api.example/").await),
        "unreachable"
    );
}
