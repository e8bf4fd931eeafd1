//! Secrets: they get where they are bound to, and are nowhere else.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rstest::rstest;
use serde_json::json;

use crate::prober::{Prober, SECRET, Setup};
use crate::server::Server;
use crate::support::logged::Logged;

const HEXADECIMAL: &str = "5a6b2f392b7333637233743d56615f6c75657e7837";
const PLACEHOLDER: &str = "{{secret:KEY}}";

/// Both servers are granted; the secret is bound to `a`.
async fn prober(server: &Server) -> Prober {
    let (a, b) = (server.host("a"), server.host("b"));
    Setup::new(
        &format!("[needs]\nhosts = [{a:?}, {b:?}]\nsecrets = [\"KEY\"]\n"),
        &format!("hosts = [{a:?}, {b:?}]\nsecrets = {{ KEY = [{a:?}] }}\n"),
    )
    .load()
    .await
}

/// Fails if the secret is in there, in any shape that one would recognise it in.
#[track_caller]
pub(crate) fn assert_clean(text: &str) {
    let lower = text.to_lowercase();
    let percent = utf8_percent_encode(SECRET, NON_ALPHANUMERIC).to_string();
    for shape in [SECRET, &percent, HEXADECIMAL] {
        assert!(
            !lower.contains(&shape.to_lowercase()),
            "{shape} is in:\n{text}"
        );
    }
    for before in ["", "x", "xx", "user:", "Bearer "] {
        for encoded in [
            STANDARD_NO_PAD.encode(format!("{before}{SECRET}")),
            URL_SAFE_NO_PAD.encode(format!("{before}{SECRET}")),
        ] {
            // Without the edges, which depend on what stands around it.
            let inside = &encoded[(before.len() * 4).div_ceil(3)..encoded.len() - 1];
            assert!(!text.contains(inside), "{inside} is in:\n{text}");
        }
    }
}

#[tokio::test]
async fn it_is_filled_in_for_its_host_and_taken_out_of_all_that_comes_back() {
    let (logged, _guard) = Logged::listen();
    let server = Server::start().await;
    let prober = prober(&server).await;
    let mut read = String::new();
    for way in ["fetch", "wasi-fetch"] {
        let url = server.url("a", &format!("/echo?vin=1&key={PLACEHOLDER}"));
        let headers = json!([
            ["x-key", PLACEHOLDER],
            ["authorization", "Bearer {{secret:KEY}}"]
        ]);
        let saw = prober
            .does(json!({ "do": way, "url": url, "headers": headers }))
            .await;
        assert_eq!(saw["status"], 200, "{saw}");
        assert!(saw["body"].as_str().unwrap().contains("[secret]"), "{saw}");
        read.push_str(&saw.to_string());
    }
    for seen in server.seen() {
        let query = utf8_percent_encode(SECRET, NON_ALPHANUMERIC).to_string();
        let query = query
            .replace("%5F", "_")
            .replace("%7E", "~")
            .replace("%2E", ".");
        assert!(seen.contains(&format!("key={query} ")), "{seen}");
        assert!(seen.contains(&format!("x-key: {SECRET}\r\n")), "{seen}");
        assert!(
            seen.contains(&format!("authorization: Bearer {SECRET}\r\n")),
            "{seen}"
        );
    }
    assert_eq!(server.seen().len(), 2);
    assert_clean(&read);
    let logged = logged.text();
    assert!(
        logged.contains("hyper"),
        "the finest lines are not there:\n{logged}"
    );
    assert_clean(&logged);
}

#[rstest]
#[case::a_header_to_another_host("b", "/echo", "is not for b.localhost")]
#[case::the_query_to_another_host("b", "/echo?key={{secret:KEY}}", "is not for b.localhost")]
#[case::the_path("a", "/echo/{{secret:KEY}}", "not in a path")]
#[case::a_secret_that_is_not_granted("a", "/echo?key={{secret:HOME}}", "HOME is not granted")]
#[tokio::test]
async fn elsewhere_the_request_is_denied_before_anything_is_sent(
    #[case] name: &str,
    #[case] path: &str,
    #[case] reason: &str,
    #[values("fetch", "wasi-fetch")] way: &str,
) {
    let server = Server::start().await;
    let prober = prober(&server).await;
    let url = server.url(name, path);
    let act = json!({ "do": way, "url": url, "headers": [["x-key", PLACEHOLDER]] });
    let saw = prober.does(act).await;
    if way == "fetch" {
        assert_eq!(saw["error"], "denied", "{saw}");
        assert!(saw["text"].as_str().unwrap().contains(reason), "{saw}");
    } else {
        assert!(
            saw["error"].as_str().unwrap().contains("RequestDenied"),
            "{saw}"
        );
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_redirect_to_another_granted_host_does_not_carry_it() {
    let server = Server::start().await;
    let prober = prober(&server).await;
    let url = server.url("a", &format!("/to?{}", server.url("b", "/echo")));
    let act =
        json!({ "do": "fetch", "url": url, "headers": [["x-key", PLACEHOLDER], ["x-other", "1"]] });
    assert_eq!(prober.does(act).await["status"], 200);
    let seen = server.seen();
    assert!(seen[0].contains(SECRET));
    assert!(
        seen[1].contains("x-other: 1") && !seen[1].contains("x-key"),
        "{}",
        seen[1]
    );
    assert_clean(&seen[1]);
}

#[tokio::test]
async fn a_redirect_on_the_same_host_does() {
    let server = Server::start().await;
    let prober = prober(&server).await;
    let url = server.url("a", "/to?/echo");
    let act = json!({ "do": "fetch", "url": url, "headers": [["x-key", PLACEHOLDER]] });
    let saw = prober.does(act).await;
    assert!(server.seen()[1].contains(SECRET));
    assert_clean(&saw.to_string());
}

/// The server puts what it was sent into where it leads: to a granted host that the secret
/// is not for, as the name of a host, and in an answer that the plugin follows by itself.
#[tokio::test]
async fn a_server_can_not_pass_it_on_by_a_redirect() {
    let (logged, _guard) = Logged::listen();
    let server = Server::start().await;
    let prober = prober(&server).await;
    let to_b = format!("/to-with-key?{}", server.url("b", "/echo"));
    let mut read = String::new();
    for path in [&*to_b, "/to-key"] {
        for way in ["fetch", "wasi-fetch"] {
            let url = server.url("a", path);
            let act = json!({ "do": way, "url": url, "headers": [["x-key", PLACEHOLDER]] });
            let saw = prober.does(act).await;
            assert_eq!(saw["error"].is_string(), way == "fetch", "{saw}");
            read.push_str(&saw.to_string());
        }
    }
    assert!(server.seen().iter().all(|seen| seen.contains("x-key")));
    assert_clean(&read);
    assert_clean(&logged.text());
}

#[tokio::test]
async fn an_answer_in_which_it_could_hide_is_not_handed_over() {
    let server = Server::start().await;
    let prober = prober(&server).await;
    let act = json!({ "do": "fetch", "url": server.url("a", "/gzip") });
    let saw = prober.does(act).await;
    assert_eq!(saw["error"], "unavailable", "{saw}");
    assert!(
        saw["text"].as_str().unwrap().contains("encoded as `gzip`"),
        "{saw}"
    );
}
