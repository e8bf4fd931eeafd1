//! So many requests to one host at once.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;

use super::server::{Act, Server};
use super::{Asker, request, settings, told};
use crate::{HttpError, Settings};

fn narrow(most: u32) -> Settings {
    Settings {
        host_concurrency: most,
        ..settings()
    }
}

#[tokio::test]
async fn there_are_never_more_under_way_than_a_host_has_places() {
    let server = Server::start([Act::Held(200)]).await;
    let asker = Arc::new(Asker::new(&narrow(3)));
    let url = server.url("/");
    let mut all = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let (asker, url) = (Arc::clone(&asker), url.clone());
        all.spawn(async move { told(&asker.get(&url).await) });
    }
    server.until(|seen| seen.running == 3).await;
    assert_eq!(asker.statistics().running, 3);
    server.release();
    assert_eq!(all.join_all().await, ["status 200"; 20]);
    let seen = server.seen();
    assert_eq!((seen.requests.len(), seen.most), (20, 3));
    assert_eq!(asker.statistics().running, 0);
}

#[tokio::test]
async fn who_gets_no_place_in_time_has_not_asked() {
    let server = Server::start([Act::Silence]).await;
    let asker = Asker::new(&narrow(1));
    let url = server.url("/");
    let first = asker.get(&url);
    let second = async {
        server.until(|seen| seen.running == 1).await;
        let mut request = request(Method::GET, &url);
        request.timeout = Some(Duration::from_millis(50));
        asker.send(request).await
    };
    tokio::select! {
        outcome = first => panic!("{outcome:?}"),
        outcome = second => assert_eq!(outcome, Err(HttpError::Timeout)),
    }
    assert_eq!(server.calls(), 1);
}

#[tokio::test]
async fn another_host_has_places_of_its_own() {
    let server = Server::start([Act::Silence, Act::Status(200, "")]).await;
    let asker = Asker::new(&narrow(1));
    let url = server.url_of("a.localhost", "/");
    let first = asker.get(&url);
    let second = async {
        server.until(|seen| seen.running == 1).await;
        asker.get(&server.url_of("b.localhost", "/")).await
    };
    tokio::select! {
        outcome = first => panic!("{outcome:?}"),
        outcome = second => assert_eq!(told(&outcome), "status 200"),
    }
}
