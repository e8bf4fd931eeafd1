//! What is made again, how often, and when not.

use std::time::{Duration, Instant};

use reqwest::Method;
use reqwest::header::HeaderValue;
use rstest::rstest;

use super::server::{Act, Server};
use super::{Asker, request, settings, told};
use crate::{HttpError, Settings, clock};

const LATER: &str = "retry-after: 3600\r\n";
const AT_ONCE: &str = "retry-after: 0\r\n";
const LONG_AGO: &str = "retry-after: Sun, 06 Nov 1994 08:49:37 GMT\r\n";

/// `calls` is how often a request is made that may be repeated; others are made once.
#[rstest]
#[case::fine(Act::Status(200, ""), 1, "status 200")]
#[case::nothing_there(Act::Status(404, ""), 1, "status 404")]
#[case::not_known(Act::Status(401, ""), 1, "status 401")]
#[case::too_often(Act::Status(429, ""), 3, "status 429")]
#[case::too_often_for_now(Act::Status(429, AT_ONCE), 3, "status 429")]
#[case::too_often_till_then(Act::Status(429, LONG_AGO), 3, "status 429")]
#[case::too_often_for_long(Act::Status(429, LATER), 1, "status 429")]
#[case::mistake(Act::Status(500, ""), 1, "status 500")]
#[case::bad_gateway(Act::Status(502, ""), 3, "status 502")]
#[case::overloaded(Act::Status(503, ""), 3, "status 503")]
#[case::overloaded_for_long(Act::Status(503, LATER), 1, "status 503")]
#[case::slow_gateway(Act::Status(504, ""), 3, "status 504")]
#[case::apology(Act::Html, 1, "status 200")]
#[case::reset(Act::Reset, 3, "broken")]
#[case::nonsense(Act::Nonsense, 3, "broken")]
#[case::silence(Act::Silence, 1, "timeout")]
#[case::half(Act::Half, 3, "broken")]
#[case::big(Act::Big, 1, "too-large")]
#[case::big_unannounced(Act::BigUnannounced, 1, "too-large")]
#[tokio::test]
async fn what_can_be_repeated_is_repeated_where_it_may_help(
    #[case] act: Act,
    #[case] calls: usize,
    #[case] outcome: &str,
) {
    let has_body = matches!(act, Act::Half | Act::Big | Act::BigUnannounced);
    for (method, repeats) in [
        (Method::GET, true),
        (Method::HEAD, true),
        (Method::PUT, true),
        (Method::DELETE, true),
        (Method::POST, false),
        (Method::PATCH, false),
    ] {
        let server = Server::start([act.clone()]).await;
        let asker = Asker::new(&settings());
        let mut request = request(method.clone(), &server.url("/"));
        if matches!(act, Act::Silence) {
            request.timeout = Some(Duration::from_millis(50));
        }
        let got = told(&asker.send(request).await);
        // An answer to HEAD ends with its headers, whatever else is sent.
        let (calls, outcome) = match (repeats, has_body && method == Method::HEAD) {
            (_, true) => (1, "status 200"),
            (true, false) => (calls, outcome),
            (false, false) => (1, outcome),
        };
        let (made, figures) = (server.calls(), asker.statistics().figures);
        assert_eq!((made, got.as_str()), (calls, outcome), "{method}");
        assert_eq!((figures.requests, figures.retries + 1), (1, calls as u64));
        assert_eq!(figures.latency.iter().sum::<u64>(), calls as u64);
    }
}

#[rstest]
#[case::nothing_comes(Act::Silence)]
#[case::no_more_comes(Act::Stalled)]
#[tokio::test]
async fn whoever_stops_talking_is_not_waited_for_until_the_deadline(#[case] act: Act) {
    let server = Server::start([act]).await;
    let mut settings = settings();
    settings.read_timeout_ms = 50;
    // The deadline would not end this test.
    settings.timeout_ms = 3_600_000;
    let asker = Asker::new(&settings);
    let access = asker.access(&server.url("/"));
    let far = clock::now() + Duration::from_hours(1);
    let got = asker
        .client
        .send(&access, request(Method::POST, &server.url("/")), far);
    assert_eq!(told(&got.await), "timeout");
}

#[tokio::test]
async fn where_nobody_listens_is_tried_again() {
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let asker = Asker::new(&settings());
    let url = format!("http://127.0.0.1:{port}/");
    let error = asker.get(&url).await.unwrap_err();
    assert!(matches!(error, HttpError::Unreachable { .. }), "{error}");
    let figures = asker.statistics().figures;
    assert_eq!((figures.retries, figures.ended("unreachable")), (2, 3));
}

#[tokio::test]
async fn the_first_good_answer_is_the_one_that_counts() {
    let fails = [Act::Reset, Act::Status(503, AT_ONCE)];
    let server = Server::start(fails.into_iter().chain([Act::Echo])).await;
    let asker = Asker::new(&settings());
    let mut request = request(Method::PUT, &server.url("/x"));
    request.body = Some(b"the whole body".to_vec());
    let response = asker.send(request).await.unwrap();
    assert_eq!((response.status, server.calls()), (200, 3));
    assert!(
        server
            .seen()
            .requests
            .iter()
            .all(|all| all.ends_with("the whole body"))
    );
    let figures = asker.statistics().figures;
    let ended = ["broken", "server-error", "answered"].map(|code| figures.ended(code));
    assert_eq!(ended, [1, 1, 1]);
}

#[tokio::test]
async fn a_post_with_an_idempotency_key_is_repeated() {
    let server = Server::start([Act::Status(503, ""), Act::Status(200, "")]).await;
    let mut request = request(Method::POST, &server.url("/"));
    let key = HeaderValue::from_static("\"8e03978e\"");
    request.headers.insert("idempotency-key", key);
    let response = Asker::new(&settings()).send(request).await.unwrap();
    assert_eq!((response.status, server.calls()), (200, 2));
}

#[tokio::test]
async fn with_no_retries_a_request_is_made_once() {
    let server = Server::start([Act::Reset]).await;
    let settings = Settings {
        retries: 0,
        ..settings()
    };
    let outcome = Asker::new(&settings).get(&server.url("/")).await;
    assert_eq!((told(&outcome).as_str(), server.calls()), ("broken", 1));
}

#[tokio::test]
async fn who_wants_to_be_left_alone_beyond_the_deadline_is_not_waited_for() {
    let server = Server::start([Act::Status(429, "retry-after: 60\r\n")]).await;
    let asker = Asker::new(&settings());
    let began = Instant::now();
    let response = asker.get(&server.url("/")).await.unwrap();
    assert_eq!((response.status, server.calls()), (429, 1));
    assert_eq!(response.body, b"as written");
    // Till then nobody asks it, not even with a POST.
    let posted = asker.send(request(Method::POST, &server.url("/"))).await;
    let Err(HttpError::Quota { seconds, .. }) = posted else {
        panic!("{posted:?}");
    };
    assert!(
        (55..=60).contains(&seconds) && server.calls() == 1,
        "{seconds}"
    );
    assert!((55..=60).contains(&asker.statistics().paused_s));
    assert!(began.elapsed() < Duration::from_secs(5));
    clock::advance(Duration::from_mins(1));
    server.now_does([Act::Status(200, "")]);
    assert_eq!(told(&asker.get(&server.url("/")).await), "status 200");
    assert_eq!(asker.statistics().paused_s, 0);
}

#[tokio::test]
async fn no_wait_is_longer_than_the_deadline_leaves() {
    let server = Server::start([Act::Status(503, "retry-after: 2\r\n")]).await;
    let asker = Asker::new(&settings());
    let mut request = request(Method::GET, &server.url("/"));
    request.timeout = Some(Duration::from_millis(1_500));
    assert_eq!(told(&asker.send(request).await), "status 503");
    assert_eq!(server.calls(), 1);
}

#[tokio::test]
async fn an_outage_of_a_thousand_requests_is_answered_with_a_fifth_more() {
    let server = Server::start([Act::Status(503, "")]).await;
    let asker = Asker::new(&settings());
    let url = server.url("/");
    let began = Instant::now();
    for _ in 0..1_000 {
        assert_eq!(told(&asker.get(&url).await), "status 503");
    }
    // 200, the ten that anybody has, and one more for every six seconds.
    let seconds = usize::try_from(began.elapsed().as_secs()).unwrap();
    let most = 1_210 + seconds / 6 + 1;
    let calls = server.calls();
    assert!((1_210..=most).contains(&calls), "{calls}");
    assert_eq!(asker.statistics().figures.retries, calls as u64 - 1_000);
}
