//! `vinbot:plugin/http`: where requests get to, and what the plugin sees of what goes wrong.

use rstest::rstest;
use serde_json::{Value, json};

use crate::prober::Setup;
use crate::server::Server;

/// Asks for, and is granted, all hosts of these tests but `other`.
fn setup(server: &Server) -> Setup {
    let mut hosts = vec![server.host("a"), server.host("b")];
    let addresses = [
        "10.0.0.1",
        "169.254.169.254",
        "2130706433",
        "[::ffff:10.0.0.1]",
    ];
    let names = [
        "rebound.example",
        "mapped.example",
        "unknown.example",
        "plain.example",
    ];
    hosts.extend(addresses.iter().chain(&names).map(|&host| host.to_owned()));
    hosts.push("closed.localhost:1".to_owned());
    let mut setup = Setup::granted(&hosts);
    setup.names = vec![
        ("rebound.example", "192.168.1.1"),
        ("mapped.example", "::ffff:169.254.169.254"),
        ("plain.example", "127.0.0.1"),
    ];
    setup.own.deadline_ms = Some(20_000);
    setup
}

/// A path of the server `a`, or a whole URL; `{a}` in it is the server `a`.
fn url(server: &Server, target: &str) -> String {
    let target = target
        .replace("{a}", &server.host("a"))
        .replace("{b}", &server.host("b"))
        .replace("{other}", &server.host("other"));
    if target.starts_with('/') {
        server.url("a", &target)
    } else {
        target
    }
}

#[rstest]
#[case::any_status("/status?503", "503")]
#[case::redirect_to_the_same_host("/to?/echo", "200")]
#[case::redirect_to_a_granted_host("/to?http://{b}/echo", "200")]
#[case::redirect_off_the_list("/to?http://{other}/echo", "denied: not asked for")]
#[case::redirect_to_a_private_address(
    "/to?https://10.0.0.1/",
    "denied: not on the public internet"
)]
#[case::redirect_to_metadata("/to?https://169.254.169.254/latest", "denied: not on the public")]
#[case::redirect_to_a_private_name("/to?https://rebound.example/", "denied: not on the public")]
#[case::redirect_without_tls("/to?http://plain.example/", "denied: only https://")]
#[case::redirect_to_a_file("/to?file:///etc/passwd", "denied: only https://")]
#[case::redirect_for_ever("/loop", "unavailable: more than 5 redirects")]
#[case::private_address("https://10.0.0.1/", "denied: not on the public internet")]
#[case::decimal_address("https://2130706433/", "unavailable: can't be reached")]
#[case::mapped_address("https://[::ffff:10.0.0.1]/", "denied: not on the public internet")]
#[case::name_with_a_private_address("https://rebound.example/", "denied: not on the public")]
#[case::name_with_a_mapped_address("https://mapped.example/", "denied: not on the public")]
#[case::name_of_this_machine("https://plain.example/", "denied: not on the public internet")]
#[case::no_such_name("https://unknown.example/", "unavailable: can't be resolved")]
#[case::no_tls("http://plain.example/", "denied: only https://")]
#[case::no_http("ftp://{a}/", "denied: only https://")]
#[case::tls_with_who_has_none("https://{a}/", "unavailable: no TLS connection")]
#[case::nobody_listens("http://closed.localhost:1/", "unavailable: can't be reached")]
#[case::not_granted("https://other.example/", "denied: not asked for")]
#[case::no_url("nonsense", "invalid: the URL can't be used")]
#[case::line_break("http://{a}/a\r\nx: y", "invalid: control characters")]
#[case::credentials("http://me:pass@{a}/", "invalid: user name or password")]
#[case::fifty_megabytes("/big", "too-large: ")]
#[case::fifty_megabytes_unannounced("/big-without-length", "too-large: ")]
#[case::never_answers("/hang", "timeout: ")]
#[case::never_ends("/drip", "timeout: ")]
#[case::resets("/reset", "unavailable: broke off")]
#[case::half_an_answer("/half", "unavailable: broke off")]
#[case::nonsense("/nonsense", "unavailable: broke off")]
#[tokio::test]
async fn every_fault_is_an_answer_that_the_plugin_can_read(
    #[case] target: &str,
    #[case] expected: &str,
) {
    let server = Server::start().await;
    let prober = setup(&server).load().await;
    // Long enough for every answer that comes, short enough for those that never do.
    let waits = if expected.starts_with("timeout") {
        200
    } else {
        15_000
    };
    let act = json!({ "do": "fetch", "url": url(&server, target), "timeout_ms": waits });
    let saw = prober.does(act).await;
    match expected.split_once(": ") {
        None => assert_eq!(saw["status"], expected.parse::<u16>().unwrap(), "{saw}"),
        Some((kind, words)) => {
            assert_eq!(saw["error"], kind, "{saw}");
            assert!(saw["text"].as_str().unwrap().contains(words), "{saw}");
        }
    }
}

#[tokio::test]
async fn a_plugin_that_waits_too_long_is_told_before_its_own_time_is_over() {
    let server = Server::start().await;
    let mut setup = setup(&server);
    setup.own.deadline_ms = Some(500);
    let prober = setup.load().await;
    let saw = prober
        .does(json!({ "do": "fetch", "url": server.url("a", "/hang") }))
        .await;
    assert_eq!(saw["error"], "timeout");
}

#[rstest]
#[case("host", "evil.example", "the host sets it itself")]
#[case("Content-Length", "0", "the host sets it itself")]
#[case("Transfer-Encoding", "chunked", "the host sets it itself")]
#[case("x-a", "b\r\nhost: evil.example", "line breaks")]
#[case("x a", "b", "characters that no header may have")]
#[tokio::test]
async fn a_header_can_not_change_the_request(
    #[case] name: &str,
    #[case] value: &str,
    #[case] reason: &str,
) {
    let server = Server::start().await;
    let prober = setup(&server).load().await;
    let url = server.url("a", "/echo");
    let act = json!({ "do": "fetch", "url": url, "headers": [[name, value]] });
    let saw = prober.does(act).await;
    assert_eq!(saw["error"], "invalid", "{saw}");
    assert!(saw["text"].as_str().unwrap().contains(reason), "{saw}");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn method_headers_and_body_arrive_as_they_were_meant() {
    let server = Server::start().await;
    let prober = setup(&server).load().await;
    let act = json!({
        "do": "fetch", "url": server.url("a", "/echo?a=b%20c"), "method": "PUT",
        "headers": [["X-One", "1"], ["X-One", "2"]], "body": "the body",
    });
    let saw = prober.does(act).await;
    assert_eq!(saw["status"], 200);
    let seen = &server.seen()[0];
    assert!(seen.starts_with("PUT /echo?a=b%20c HTTP/1.1\r\n"), "{seen}");
    for part in [
        "x-one: 1\r\n",
        "x-one: 2\r\n",
        "\r\n\r\nthe body",
        "user-agent: vinbot/",
    ] {
        assert!(seen.contains(part), "{part} is not in {seen}");
    }
    let headers = saw["headers"].as_array().unwrap();
    assert!(headers.contains(&json!(["x-plain", "yes"])), "{saw}");
}

#[tokio::test]
async fn a_form_is_not_posted_again_where_a_redirect_leads_unless_it_says_so() {
    let server = Server::start().await;
    let prober = setup(&server).load().await;
    for (path, method) in [("/to?/echo", "GET"), ("/again?/echo", "POST")] {
        let url = server.url("a", path);
        let act = json!({ "do": "fetch", "url": url, "method": "POST", "body": "form" });
        assert_eq!(prober.does(act).await["status"], 200);
        let seen = server.seen();
        let last = seen.last().unwrap();
        assert!(last.starts_with(&format!("{method} /echo")), "{last}");
        assert_eq!(last.ends_with("form"), method == "POST", "{last}");
    }
}

#[tokio::test]
async fn where_loopback_is_not_allowed_this_machine_is_as_private_as_any() {
    let server = Server::start().await;
    let mut setup = setup(&server);
    setup.http.allow_loopback = false;
    let prober = setup.load().await;
    for scheme in ["http", "https"] {
        let url = server.url("a", "/echo").replace("http", scheme);
        let saw: Value = prober.does(json!({ "do": "fetch", "url": url })).await;
        assert_eq!(saw["error"], "denied", "{saw}");
    }
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_host_that_keeps_failing_is_left_alone_and_the_plugin_is_told() {
    let server = Server::start().await;
    let mut setup = setup(&server);
    setup.http.circuit_failures = 2;
    let prober = setup.load().await;
    let act = json!({ "do": "fetch", "url": server.url("a", "/status?500") });
    for _ in 0..2 {
        assert_eq!(prober.does(act.clone()).await["status"], 500);
    }
    assert_eq!(prober.does(act).await["error"], "circuit-open");
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_request_is_made_again_where_that_may_help() {
    let server = Server::start().await;
    let prober = setup(&server).load().await;
    let url = server.url("a", "/status?503");
    for (method, calls) in [("GET", 3), ("POST", 1)] {
        let before = server.seen().len();
        let act = json!({ "do": "fetch", "url": url, "method": method });
        assert_eq!(prober.does(act).await["status"], 503);
        assert_eq!(server.seen().len() - before, calls, "{method}");
    }
}
