//! Hosts that keep failing are left alone.

use std::time::Duration;

use reqwest::Method;
use rstest::rstest;

use super::lines::Lines;
use super::server::{Act, Server};
use super::{Asker, request, settings, told};
use crate::{CircuitState, HttpError, Settings, clock};

const OPEN_FOR: Duration = Duration::from_secs(30);

fn fragile() -> Settings {
    Settings {
        circuit_failures: 3,
        circuit_open_s: OPEN_FOR.as_secs(),
        retries: 0,
        ..settings()
    }
}

async fn opened(server: &Server) -> Asker {
    let asker = Asker::new(&fragile());
    server.now_does([Act::Status(500, "")]);
    for _ in 0..3 {
        assert_eq!(told(&asker.get(&server.url("/")).await), "status 500");
    }
    assert_eq!(asker.statistics().circuit, CircuitState::Open);
    asker
}

#[tokio::test]
async fn who_fails_is_left_alone_then_asked_once_and_then_by_all() {
    let (lines, _guard) = Lines::listen();
    let server = Server::start([]).await;
    let asker = opened(&server).await;
    let url = server.url("/");
    for _ in 0..20 {
        assert_eq!(told(&asker.get(&url).await), "circuit-open");
    }
    assert_eq!(server.calls(), 3);

    server.now_does([Act::Held(200)]);
    clock::advance(OPEN_FOR);
    assert_eq!(asker.statistics().circuit, CircuitState::HalfOpen);
    let probe = asker.get(&url);
    let others = async {
        server.until(|seen| seen.requests.len() == 4).await;
        for _ in 0..20 {
            assert_eq!(told(&asker.get(&url).await), "circuit-open");
        }
        server.release();
    };
    let (probe, ()) = tokio::join!(probe, others);
    assert_eq!((told(&probe).as_str(), server.calls()), ("status 200", 4));

    assert_eq!(asker.statistics().circuit, CircuitState::Closed);
    assert_eq!(told(&asker.get(&url).await), "status 200");
    assert_eq!(asker.statistics().figures.ended("circuit-open"), 40);
    assert_eq!(lines.with(" WARN ").len(), 1);
    assert_eq!(lines.with(" INFO ").len(), 1);
}

#[tokio::test]
async fn of_many_that_come_at_once_one_finds_out() {
    let server = Server::start([]).await;
    let asker = opened(&server).await;
    server.now_does([Act::Held(500)]);
    clock::advance(OPEN_FOR);
    let url = server.url("/");
    let [one, two, three, four] = std::array::from_fn(|_| asker.get(&url));
    let release = async {
        server.until(|seen| seen.requests.len() == 4).await;
        server.release();
    };
    let (one, two, three, four, ()) = tokio::join!(one, two, three, four, release);
    let outcomes = [one, two, three, four].map(|outcome| told(&outcome));
    let refused = outcomes.iter().filter(|told| *told == "circuit-open");
    assert_eq!((refused.count(), server.calls()), (3, 4));
    // It found that nothing is better.
    assert_eq!(asker.statistics().circuit, CircuitState::Open);
    clock::advance(OPEN_FOR / 2);
    assert_eq!(told(&asker.get(&url).await), "circuit-open");
}

#[tokio::test]
async fn a_caller_that_goes_away_leaves_finding_out_to_the_next() {
    let server = Server::start([]).await;
    let asker = opened(&server).await;
    server.now_does([Act::Silence]);
    clock::advance(OPEN_FOR);
    let url = server.url("/");
    tokio::select! {
        outcome = asker.get(&url) => panic!("{outcome:?}"),
        () = server.until(|seen| seen.requests.len() == 4) => {}
    }
    assert_eq!(asker.statistics().running, 0);
    server.now_does([Act::Status(200, "")]);
    assert_eq!(told(&asker.get(&url).await), "status 200");
}

#[rstest]
#[case::nothing_there(Act::Status(404, ""), "status 404")]
#[case::not_known(Act::Status(401, ""), "status 401")]
#[case::too_often(Act::Status(429, ""), "status 429")]
#[case::big(Act::Big, "too-large")]
#[tokio::test]
async fn what_is_no_failure_of_the_host_opens_nothing(#[case] act: Act, #[case] outcome: &str) {
    let server = Server::start([act]).await;
    let asker = Asker::new(&fragile());
    for _ in 0..10 {
        assert_eq!(told(&asker.get(&server.url("/")).await), outcome);
    }
    assert_eq!(asker.statistics().circuit, CircuitState::Closed);
}

#[rstest]
#[case::mistake(Act::Status(500, ""))]
#[case::reset(Act::Reset)]
#[case::half(Act::Half)]
#[case::nonsense(Act::Nonsense)]
#[tokio::test]
async fn every_failure_of_the_host_counts(#[case] act: Act) {
    let server = Server::start([act]).await;
    let asker = Asker::new(&fragile());
    for _ in 0..10 {
        let _ = asker.get(&server.url("/")).await;
    }
    assert_eq!(asker.statistics().circuit, CircuitState::Open);
    assert_eq!(server.calls(), 3);
}

/// Retries count as well, and end when the circuit opens.
#[tokio::test]
async fn a_request_is_not_repeated_to_a_host_that_is_left_alone() {
    let server = Server::start([Act::Status(503, "")]).await;
    let settings = Settings {
        retries: 10,
        ..fragile()
    };
    let asker = Asker::new(&settings);
    assert_eq!(told(&asker.get(&server.url("/")).await), "status 503");
    assert_eq!(server.calls(), 3);
}

/// The one in a hurry had 50 ms, the patient one two seconds, as far as it can tell.
#[rstest]
#[case::in_a_hurry(Duration::ZERO, CircuitState::Closed)]
#[case::patient(Duration::from_secs(2), CircuitState::Open)]
#[tokio::test]
async fn silence_is_a_failure_for_those_who_gave_it_time(
    #[case] given: Duration,
    #[case] state: CircuitState,
) {
    let server = Server::start([Act::Silence]).await;
    let asker = Asker::new(&fragile());
    for round in 1..=3 {
        let mut request = request(Method::GET, &server.url("/"));
        request.timeout = Some(Duration::from_millis(50));
        let passes = async {
            server.until(|seen| seen.requests.len() == round).await;
            clock::advance(given);
        };
        let (outcome, ()) = tokio::join!(asker.send(request), passes);
        assert_eq!(outcome, Err(HttpError::Timeout));
    }
    assert_eq!(asker.statistics().circuit, state);
}

#[tokio::test]
async fn every_hop_of_a_redirect_goes_by_its_own_hosts_circuit() {
    let server = Server::start([]).await;
    let asker = Asker::new(&fragile());
    server.now_does([Act::Status(500, "")]);
    for _ in 0..3 {
        let _ = asker.get(&server.url_of("b.localhost", "/")).await;
    }
    server.now_does([Act::To(server.url_of("b.localhost", "/"))]);
    let error = asker.get(&server.url_of("a.localhost", "/")).await;
    let name = format!("b.localhost:{}", server.port);
    assert_eq!(error, Err(HttpError::CircuitOpen(name)));
    assert_eq!(server.calls(), 4);
    let hosts = asker.client.statistics().hosts;
    let circuits: Vec<_> = hosts.iter().map(|host| host.circuit).collect();
    assert_eq!(circuits, [CircuitState::Closed, CircuitState::Open]);
}

#[tokio::test]
async fn every_hop_of_a_redirect_is_tried_again_out_of_the_same_retries() {
    let server = Server::start([]).await;
    let next = Act::To(server.url_of("b.localhost", "/"));
    let fails = || Act::Status(503, "");
    let asker = Asker::new(&settings());
    let url = server.url_of("a.localhost", "/");
    server.now_does([fails(), next.clone(), fails(), Act::Status(200, "")]);
    assert_eq!(told(&asker.get(&url).await), "status 200");
    assert_eq!(server.calls(), 4);
    server.now_does([fails(), next, fails(), fails(), Act::Status(200, "")]);
    assert_eq!(told(&asker.get(&url).await), "status 503");
    assert_eq!(server.calls(), 8);
}

#[tokio::test]
async fn a_redirect_to_where_nobody_may_go_ends_there() {
    let server = Server::start([]).await;
    let asker = Asker {
        only: Some(vec![format!("a.localhost:{}", server.port)]),
        ..Asker::new(&settings())
    };
    for to in ["b.localhost", "10.0.0.1", "169.254.169.254"] {
        server.now_does([Act::To(server.url_of(to, "/"))]);
        let outcome = asker.get(&server.url_of("a.localhost", "/")).await;
        assert_eq!(told(&outcome), "denied");
    }
    assert_eq!((server.calls(), asker.client.statistics().refused), (3, 3));
}
