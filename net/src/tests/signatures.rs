//! Signed requests, at a server that looks at the signature.

use std::collections::BTreeMap;

use reqwest::Method;
use ring::{digest, hmac};
use rstest::rstest;
use secrecy::SecretString;
use tokio::net::TcpListener;

use super::lines::Lines;
use super::server::{accept, header, read, respond};
use super::{Asker, request, settings, told};
use crate::{Client, Names, Signers, Signing};

const SECRET: &str = "a secret of both sides";

/// Answers 200 to what is signed with [`SECRET`], 401 to all else, and 503 to the first.
async fn start() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let calls = std::sync::atomic::AtomicUsize::new(0);
    accept(listener, move |mut stream| {
        let call = calls.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        async move {
            let request = read(&mut stream).await.unwrap();
            let status = match (call, is_signed(&request)) {
                (0, _) => 503,
                (_, true) => 200,
                (_, false) => 401,
            };
            let _ = respond(&mut stream, status, "", "").await;
        }
    });
    port
}

fn is_signed(request: &str) -> bool {
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let mut words = head.split(' ');
    let (method, target) = (words.next().unwrap(), words.next().unwrap());
    let date = header(request, "date").unwrap_or_default();
    let body = digest::digest(&digest::SHA256, body.as_bytes());
    let body = hexadecimal(body.as_ref());
    let text = format!("{method}\n{target}\n{date}\n{body}");
    let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
    let expected = hexadecimal(hmac::sign(&key, text.as_bytes()).as_ref());
    header(request, "x-signature") == Some(&expected)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

#[rstest]
#[case::as_agreed("a.localhost", SECRET, "status 200")]
#[case::with_another_secret("a.localhost", "a secret of one side", "status 401")]
#[case::for_another_host("other.example", SECRET, "status 401")]
#[tokio::test]
async fn a_server_that_knows_the_secret_accepts_what_is_signed(
    #[case] host: &str,
    #[case] secret: &str,
    #[case] outcome: &str,
) {
    let (lines, _guard) = Lines::listen();
    let port = start().await;
    let signing = Signing {
        secret: "SIGNING_KEY".to_owned(),
        header: "x-signature".to_owned(),
    };
    let host = format!("{host}:{port}").parse().unwrap();
    let all = BTreeMap::from([(host, signing)]);
    let signers = Signers::new(&all, |_| Some(SecretString::from(secret))).unwrap();
    let asker = Asker::of(Client::new(&settings(), Names::default(), signers).unwrap());
    let url = format!("http://a.localhost:{port}/v1/cars?vin=1&year=2003");
    let mut request = request(Method::PUT, &url);
    request.body = Some(b"a body".to_vec());
    // The second attempt is signed anew.
    assert_eq!(told(&asker.send(request).await), outcome);
    assert!(!lines.text().contains(secret));
}
