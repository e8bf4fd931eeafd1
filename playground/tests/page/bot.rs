//! A bot that does a little of everything, over the Bot API alone.

use base64::{Engine, engine::general_purpose::STANDARD};
use reqwest::{
    Client,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use vinbot_playground::{DEFAULT_TOKEN, Options, Playground, Wait, api_url, serve};

/// A chequered PNG of 64 × 40 pixels.
pub(crate) const PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAEAAAAAoCAMAAAB5EAzbAAAABlBMVEUlY5nV6t07bcwt\
AAAALElEQVR42mNggAJGKCCXP2rA0DZgNPBGDUAGo2ExWh6MBt6oAaNhMWoAEAAAa58FAXIqGugAAAAASUVORK5CYII=";

/// A playground with that bot, and its address.
pub(crate) async fn start() -> (Playground, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let playground = Playground::new(Options {
        bot_name: "Echo".into(),
        bot_username: "echo_bot".into(),
        reads_all_group_messages: true,
        ..Options::default()
    });
    tokio::spawn(serve(listener, playground.clone()));
    let bot = Bot {
        client: Client::builder().no_proxy().build().unwrap(),
        base: api_url(port),
    };
    tokio::spawn(bot.run());
    let connected = Wait {
        connected: Some(true),
        ..Wait::default()
    };
    assert!(!playground.wait(&connected).await.timed_out);
    (playground, api_url(port))
}

struct Bot {
    client: Client,
    base: String,
}

impl Bot {
    async fn run(self) {
        let commands = json!([
            { "command": "menu", "description": "A message with buttons" },
            { "command": "photo", "description": "A photo" },
        ]);
        self.call("setMyCommands", json!({ "commands": commands }))
            .await;
        let mut offset = 0;
        loop {
            let poll = json!({ "offset": offset, "timeout": 30 });
            let polled = self.call("getUpdates", poll).await;
            let Some(updates) = polled["result"].as_array() else {
                return;
            };
            for update in updates {
                offset = update["update_id"].as_i64().unwrap() + 1;
                self.update(update).await;
            }
        }
    }

    /// The answer, or null when the playground is gone.
    async fn call(&self, method: &str, params: Value) -> Value {
        let url = format!("{}/bot{DEFAULT_TOKEN}/{method}", self.base);
        match self.client.post(url).json(&params).send().await {
            Ok(response) => response.json().await.unwrap_or_default(),
            Err(_) => Value::Null,
        }
    }

    async fn update(&self, update: &Value) {
        if update["inline_query"].is_object() {
            self.offer(&update["inline_query"]).await;
        } else if update["callback_query"].is_object() {
            self.pressed(&update["callback_query"]).await;
        } else if update["message"].is_object() {
            self.answer(&update["message"]).await;
        }
    }

    async fn answer(&self, message: &Value) {
        let chat = &message["chat"]["id"];
        let mut params = json!({ "chat_id": chat });
        if let Some(topic) = message.get("message_thread_id") {
            params["message_thread_id"] = topic.clone();
        }
        if message.get("via_bot").is_some() {
            return;
        }
        if message["document"].is_object() {
            let text = self.read(&message["document"]).await;
            params["text"] = text.into();
            self.call("sendMessage", params).await;
        } else if message["photo"].is_array() {
            let sizes = message["photo"].as_array().unwrap();
            let (width, words) = (&sizes.last().unwrap()["width"], &message["caption"]);
            params["text"] = format!("A photo {width} wide: {words}").into();
            self.call("sendMessage", params).await;
        } else if let Some(text) = message["text"].as_str() {
            match text {
                "/slow" => {
                    params["action"] = "typing".into();
                    self.call("sendChatAction", params).await;
                }
                "/photo" => self.upload(chat, "sendPhoto", "photo", "car.png").await,
                "/list" => {
                    self.upload(chat, "sendDocument", "document", "list.csv")
                        .await;
                }
                "/menu" => {
                    params["text"] = "Choose".into();
                    params["reply_markup"] = keyboard();
                    self.call("sendMessage", params).await;
                }
                _ => {
                    params["text"] = format!("You said: {text}").into();
                    params["reply_parameters"] = json!({ "message_id": message["message_id"] });
                    self.call("sendMessage", params).await;
                }
            }
        }
    }

    /// What a document of a person holds.
    async fn read(&self, document: &Value) -> String {
        let get = json!({ "file_id": document["file_id"] });
        let file = self.call("getFile", get).await;
        let path = file["result"]["file_path"].as_str().unwrap().to_owned();
        let url = format!("{}/file/bot{DEFAULT_TOKEN}/{path}", self.base);
        let bytes = self.client.get(url).send().await.unwrap().bytes().await;
        let (name, kind) = (&document["file_name"], &document["mime_type"]);
        format!("{name} ({kind}) has {} bytes", bytes.unwrap().len())
    }

    async fn upload(&self, chat: &Value, method: &str, field: &'static str, name: &str) {
        let part = Part::bytes(STANDARD.decode(PNG).unwrap()).file_name(name.to_owned());
        let form = Form::new()
            .text("chat_id", chat.to_string())
            .text("caption", "Here it is")
            .text("reply_markup", keyboard().to_string())
            .part(field, part);
        let url = format!("{}/bot{DEFAULT_TOKEN}/{method}", self.base);
        let sent = self.client.post(url).multipart(form).send().await.unwrap();
        assert!(sent.status().is_success());
    }

    async fn offer(&self, query: &Value) {
        let words = query["query"].as_str().unwrap();
        let result = |id: &str, title: &str, keyboard: Value| {
            json!({
                "type": "article",
                "id": id,
                "title": title,
                "description": format!("for {words}"),
                "input_message_content": { "message_text": format!("{title}: {words}") },
                "reply_markup": keyboard,
            })
        };
        let first = json!([
            result("1", "Short", json!({ "inline_keyboard": [] })),
            result("2", "Long", keyboard()),
        ]);
        let more = json!([result("3", "Another", keyboard())]);
        let is_first = query["offset"] == "";
        let answer = json!({
            "inline_query_id": query["id"],
            "results": if is_first { first } else { more },
            "next_offset": if is_first { "2" } else { "" },
            "button": { "text": "Ask in private", "start_parameter": "inline" },
        });
        self.call("answerInlineQuery", answer).await;
    }

    async fn pressed(&self, query: &Value) {
        let answer = json!({ "callback_query_id": query["id"], "text": "Noted" });
        self.call("answerCallbackQuery", answer).await;
        let message = &query["message"];
        let text = format!("{} chose it", query["from"]["first_name"].as_str().unwrap());
        let mut edit = if let Some(id) = query.get("inline_message_id") {
            json!({ "inline_message_id": id })
        } else {
            json!({ "chat_id": message["chat"]["id"], "message_id": message["message_id"] })
        };
        let captioned = message["photo"].is_array();
        edit[if captioned { "caption" } else { "text" }] = text.into();
        let method = if captioned {
            "editMessageCaption"
        } else {
            "editMessageText"
        };
        self.call(method, edit).await;
    }
}

fn keyboard() -> Value {
    json!({ "inline_keyboard": [[
        { "text": "This one", "callback_data": "this" },
        { "text": "Copy", "copy_text": { "text": "1HGCM82633A004352" } },
    ]] })
}
