//! Other sites stay out.

use reqwest::{StatusCode, header};
use serde_json::json;
use vinbot_playground::Options;

use crate::client::Server;

async fn status(server: &Server, path: &str, headers: &[(&str, &str)]) -> StatusCode {
    let mut request = server.http.get(format!("{}{path}", server.base));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap().status()
}

#[tokio::test]
async fn only_this_machines_names_with_the_right_port_are_answered() {
    let server = Server::start().await;
    let port = server.base.rsplit(':').next().unwrap();
    for name in ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"] {
        let host = format!("{name}:{port}");
        assert_eq!(
            status(&server, "/", &[("host", &host)]).await,
            200,
            "{host}"
        );
    }
    let foreign = [
        format!("evil.example:{port}"),
        "127.0.0.1:1".to_owned(),
        "localhost".to_owned(),
    ];
    for host in &foreign {
        for path in ["/", "/playground/bot", "/bot1:playground/getMe"] {
            assert_eq!(
                status(&server, path, &[("host", host)]).await,
                403,
                "{host} {path}"
            );
        }
    }
}

#[tokio::test]
async fn requests_that_other_sites_cause_are_refused() {
    let server = Server::start().await;
    for origin in ["https://evil.example", "null", "http://localhost:1"] {
        assert_eq!(
            status(&server, "/playground/bot", &[("origin", origin)]).await,
            403
        );
    }
    assert_eq!(
        status(&server, "/playground/bot", &[("origin", &server.base)]).await,
        200
    );
    let image = [("sec-fetch-site", "cross-site")];
    assert_eq!(status(&server, "/bot1:playground/getMe", &image).await, 403);
    assert_eq!(status(&server, "/", &image).await, 200);
}

#[tokio::test]
async fn a_name_that_the_operator_allows_is_answered() {
    let options = Options {
        extra_hosts: vec!["bot.lan:80".to_owned()],
        ..Options::default()
    };
    let server = Server::with(options).await;
    assert_eq!(status(&server, "/", &[("host", "bot.lan:80")]).await, 200);
}

#[tokio::test]
async fn a_post_must_be_json() {
    let server = Server::start().await;
    let url = format!("{}/playground/chats/42/messages", server.base);
    let request = server
        .http
        .post(url)
        .header(header::CONTENT_TYPE, "text/plain");
    let response = request.body(r#"{"text":"hi"}"#).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn large_bodies_are_refused() {
    let server = Server::start().await;
    let text = "x".repeat(3 * 1024 * 1024);
    let url = server.method("sendMessage");
    let response = server
        .http
        .post(url)
        .json(&json!({ "text": text }))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let url = format!("{}/playground/chats/42/messages", server.base);
    let response = server
        .http
        .post(url)
        .json(&json!({ "text": text }))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn the_page_and_its_parts_come_with_a_strict_policy() {
    let server = Server::start().await;
    for part in ["/", "/playground/page/app.js", "/playground/page/style.css"] {
        let url = format!("{}{part}", server.base);
        let response = server.http.get(url).send().await.unwrap();
        assert_eq!(response.status(), 200);
        let policy = response.headers()["content-security-policy"]
            .to_str()
            .unwrap();
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self'"),
            "{policy}"
        );
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        assert_eq!(response.headers()["referrer-policy"], "no-referrer");
    }
}
