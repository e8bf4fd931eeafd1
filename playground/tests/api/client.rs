//! A playground on a free port, and both sides' requests to it.

use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use vinbot_playground::{DEFAULT_TOKEN, Options, Playground, serve};

/// The private chat of the user 42.
pub(crate) const CHAT: i64 = 42;
/// A group.
pub(crate) const GROUP: i64 = -7;

pub(crate) struct Server {
    pub(crate) playground: Playground,
    pub(crate) http: Client,
    pub(crate) base: String,
}

impl Server {
    pub(crate) async fn start() -> Self {
        Self::with(Options {
            first_id: Some(100),
            ..Options::default()
        })
        .await
    }

    pub(crate) async fn with(options: Options) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let playground = Playground::new(options);
        tokio::spawn(serve(listener, playground.clone()));
        Self {
            playground,
            http: Client::builder().no_proxy().build().unwrap(),
            base,
        }
    }

    pub(crate) fn method(&self, method: &str) -> String {
        format!("{}/bot{DEFAULT_TOKEN}/{method}", self.base)
    }

    /// Calls a Bot API method with JSON; status and body.
    pub(crate) async fn call(&self, method: &str, params: Value) -> (StatusCode, Value) {
        let response = self
            .http
            .post(self.method(method))
            .json(&params)
            .send()
            .await
            .unwrap();
        (response.status(), response.json().await.unwrap())
    }

    /// The result of a call that succeeds.
    pub(crate) async fn ok(&self, method: &str, params: Value) -> Value {
        let (status, body) = self.call(method, params).await;
        assert_eq!(
            (status, &body["ok"]),
            (StatusCode::OK, &json!(true)),
            "{body}"
        );
        body["result"].clone()
    }

    /// The words of a call that is refused with 400.
    pub(crate) async fn refused(&self, method: &str, params: Value) -> String {
        let (status, body) = self.call(method, params).await;
        assert_eq!(
            (status, &body["ok"]),
            (StatusCode::BAD_REQUEST, &json!(false)),
            "{body}"
        );
        assert_eq!(body["error_code"], 400);
        body["description"].as_str().unwrap().to_owned()
    }

    /// The bot's message with this keyboard in the private chat; its id.
    pub(crate) async fn say(&self, text: &str, keyboard: Value) -> i64 {
        self.playground.set_chat(CHAT, None).unwrap();
        let markup = json!({ "inline_keyboard": keyboard });
        let params = json!({ "chat_id": CHAT, "text": text, "reply_markup": markup });
        self.ok("sendMessage", params).await["message_id"]
            .as_i64()
            .unwrap()
    }

    /// The updates from an offset on, without waiting.
    pub(crate) async fn updates(&self, offset: i64) -> Vec<Value> {
        let updates = self.ok("getUpdates", json!({ "offset": offset })).await;
        updates.as_array().unwrap().clone()
    }

    /// A control request; status and body.
    pub(crate) async fn control(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> (StatusCode, Value) {
        let mut request = self
            .http
            .request(method, format!("{}/playground/{path}", self.base));
        if let Some(body) = &body {
            request = request.json(body);
        }
        let response = request.send().await.unwrap();
        (response.status(), response.json().await.unwrap())
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.control(Method::POST, path, Some(body)).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        answer
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let (status, answer) = self.control(Method::GET, path, None).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        answer
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.playground.shutdown();
    }
}
