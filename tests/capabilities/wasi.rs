//! WASI: components that import it load and see an empty world; `wasi:http` passes the
//! same gate as `vinbot:plugin/http`.

use rstest::rstest;
use serde_json::{Value, json};

use crate::prober::Setup;
use crate::server::Server;

#[tokio::test]
async fn there_is_no_file_no_socket_no_name_no_variable_and_no_argument() {
    let prober = Setup::new("", "").load().await;
    let saw = prober.does(json!({ "do": "world" })).await;
    assert_eq!(saw["environment"], json!([]));
    assert_eq!(saw["arguments"], json!([]));
    assert_eq!(saw["folders"], 0);
    for (what, words) in [
        ("tcp", "access"),
        ("udp", "access"),
        ("names", "resolver-failure"),
    ] {
        let told = saw[what].as_str().unwrap();
        assert!(told.to_lowercase().contains(words), "{what}: {told}");
    }
    for gone in ["std_file", "std_connection"] {
        assert_ne!(saw[gone], "it works");
    }
    assert_eq!(saw["std_variable"], false);
    for works in ["random", "wall_clock", "monotonic_clock"] {
        assert_eq!(saw[works], true, "{works}");
    }
}

#[tokio::test]
async fn a_granted_host_is_reached_by_standard_http() {
    let server = Server::start().await;
    let prober = Setup::granted(&[server.host("a")]).load().await;
    let saw = prober
        .does(json!({
            "do": "wasi-fetch", "url": server.url("a", "/echo?x=1"),
            "headers": [["x-one", "1"], ["accept-encoding", "gzip"]],
            "body": "b".repeat(100_000),
        }))
        .await;
    assert_eq!(saw["status"], 200, "{saw}");
    let seen = &server.seen()[0];
    let host = format!("host: {}\r\n", server.host("a"));
    for part in [
        "POST /echo?x=1 ",
        "x-one: 1\r\n",
        "accept-encoding: identity\r\n",
        &host,
    ] {
        assert!(seen.contains(part), "{part} is not in {seen}");
    }
    assert!(seen.ends_with(&"b".repeat(100_000)));
    assert!(!seen.contains("gzip"));
}

#[rstest]
#[case::not_asked_for("http://{other}/echo", "HttpRequestDenied")]
#[case::no_tls("http://plain.example/", "HttpRequestDenied")]
#[case::private("https://rebound.example/", "DestinationIpProhibited")]
#[case::address("https://169.254.169.254/", "DestinationIpProhibited")]
#[case::unknown("https://unknown.example/", "DnsError")]
#[case::too_large("http://{a}/big", "HttpResponseBodySize")]
#[case::broken("http://{a}/half", "HttpResponseIncomplete")]
#[case::hanging("http://{a}/hang", "HttpResponseTimeout")]
#[tokio::test]
async fn what_is_denied_or_fails_is_an_error_and_no_crash(#[case] url: &str, #[case] error: &str) {
    let server = Server::start().await;
    let hosts = [
        "plain.example",
        "rebound.example",
        "169.254.169.254",
        "unknown.example",
    ];
    let mut hosts: Vec<String> = hosts.map(str::to_owned).to_vec();
    hosts.push(server.host("a"));
    let mut setup = Setup::granted(&hosts);
    setup.names = vec![("rebound.example", "10.1.2.3")];
    let hangs = error.ends_with("Timeout");
    setup.own.deadline_ms = Some(if hangs { 500 } else { 20_000 });
    let prober = setup.load().await;
    let url = url
        .replace("{a}", &server.host("a"))
        .replace("{other}", &server.host("other"));
    let saw = prober.does(json!({ "do": "wasi-fetch", "url": url })).await;
    assert!(saw["error"].as_str().unwrap().contains(error), "{saw}");
}

#[tokio::test]
async fn without_any_grant_it_loads_and_every_request_is_denied() {
    let server = Server::start().await;
    let prober = Setup::new("", "").load().await;
    let url = server.url("a", "/echo");
    let saw = prober.does(json!({ "do": "wasi-fetch", "url": url })).await;
    assert!(
        saw["error"].as_str().unwrap().contains("HttpRequestDenied"),
        "{saw}"
    );
    let saw = prober.does(json!({ "do": "fetch", "url": url })).await;
    assert_eq!(saw["error"], "denied");
    assert!(server.seen().is_empty());
    let snapshot = prober.registry.snapshot();
    let version = &snapshot.plugins.named("prober").unwrap().version;
    for import in [
        "vinbot:plugin/http",
        "wasi:http/outgoing-handler",
        "vinbot:plugin/cache",
    ] {
        let told = version
            .warnings
            .iter()
            .any(|warning| warning.contains(import));
        assert!(told, "{import}: {:?}", version.warnings);
    }
}

#[tokio::test]
async fn redirects_are_the_components_own_business_and_each_is_checked() {
    let server = Server::start().await;
    let prober = Setup::granted(&[server.host("a")]).load().await;
    let to = server.url("other", "/echo");
    let url = server.url("a", &format!("/to?{to}"));
    let saw = prober.does(json!({ "do": "wasi-fetch", "url": url })).await;
    assert_eq!(saw["status"], 302);
    let headers = saw["headers"].as_array().unwrap();
    assert!(headers.contains(&json!(["location", to])), "{saw}");
    assert_eq!(server.seen().len(), 1);
    let saw: Value = prober.does(json!({ "do": "wasi-fetch", "url": to })).await;
    assert!(
        saw["error"].as_str().unwrap().contains("HttpRequestDenied"),
        "{saw}"
    );
}

#[tokio::test]
async fn a_host_that_is_left_alone_is_no_destination() {
    let server = Server::start().await;
    let mut setup = Setup::granted(&[server.host("a")]);
    setup.http.circuit_failures = 1;
    let prober = setup.load().await;
    let act = json!({ "do": "wasi-fetch", "url": server.url("a", "/status?500") });
    assert_eq!(prober.does(act.clone()).await["status"], 500);
    let saw = prober.does(act).await;
    let error = saw["error"].as_str().unwrap();
    assert!(error.contains("DestinationUnavailable"), "{saw}");
    assert_eq!(server.seen().len(), 1);
}
