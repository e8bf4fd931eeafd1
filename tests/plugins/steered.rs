//! What the log says of admins' wishes: what was done, and what was refused.

use vinbot::lookup::Lookup;
use vinbot::ops::{self, Status};
use vinbot::telegram::View;
use vinbot_store::Store;

use crate::settings;
use crate::support::{self, logged::Logged};

const TOKEN: &str = "a-token-for-admins";

#[tokio::test]
async fn only_what_was_done_is_logged_as_done() {
    let folder = support::only(&["wmi"]);
    let state = support::own_state();
    let (logged, _guard) = Logged::listen();
    let registry = support::registry_in(state.path(), folder.path(), &settings()).await;
    let store = Store::open(vinbot_store::Settings::default());
    let status = Status {
        lookup: Lookup::new(registry),
        metrics: std::sync::Arc::default(),
        bot: View::of_nobody(),
        store: ops::Trial::of(store.await.unwrap()),
        jobs: None,
        stop: tokio_util::sync::CancellationToken::new(),
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = ops::router(status, TOKEN.to_owned().into());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let steer = async |plugin: &str| {
        let url = format!("http://{address}/admin/api/plugins/{plugin}");
        let wanted = serde_json::json!({ "action": "disable" });
        let request = client.post(url).bearer_auth(TOKEN).json(&wanted);
        request.send().await.unwrap().status()
    };
    let count = |words: &str| {
        let text = logged.text();
        text.lines().filter(|line| line.contains(words)).count()
    };
    assert_eq!(steer("nobody").await, 404);
    let steered = " steered plugin=";
    let not = " not steered plugin=";
    assert_eq!((count(steered), count(not)), (1, 1), "{}", logged.text());
    assert_eq!(steer("wmi").await, 200);
    assert_eq!((count(steered), count(not)), (2, 1), "{}", logged.text());
}
