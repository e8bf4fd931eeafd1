//! What the log says of admins' wishes: what was done, and what was refused.

use std::net::SocketAddr;
use std::sync::Arc;

use vinbot::config;
use vinbot::operator::Audit;
use vinbot::ops;
use vinbot::telemetry::Logins;
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
    let store = Store::open(vinbot_store::Settings::default())
        .await
        .unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (audit, settings) = (Audit::new(store), config::Admin::default());
    let token = TOKEN.to_owned().into();
    let router = ops::api(
        Arc::new(registry),
        audit,
        token,
        &settings,
        Logins::default(),
    );
    let router = router.into_make_service_with_connect_info::<SocketAddr>();
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
