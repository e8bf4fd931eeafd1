//! A playground with a small bot inside, to look at the page: `cargo run -p vinbot-playground
//! --example echo`, then open the address that it prints.

use std::{error::Error, time::Duration};

use serde_json::{Value, json};
use tokio::net::TcpListener;
use vinbot_playground::{DEFAULT_TOKEN, Options, Playground, Sample, api_url, serve};

#[tokio::main]
#[allow(clippy::print_stdout, reason = "the address is for the terminal")]
async fn main() -> Result<(), Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:8099").await?;
    let port = listener.local_addr()?.port();
    println!("http://127.0.0.1:{port}/");
    let sample = |label: &str, text: &str| Sample {
        label: label.into(),
        text: text.into(),
    };
    let playground = Playground::new(Options {
        bot_name: "Echo".into(),
        bot_username: "echo_bot".into(),
        samples: vec![
            sample("A Honda", "1HGCM82633A004352"),
            sample("A riddle", "riddle"),
        ],
        ..Options::default()
    });
    tokio::spawn(echo(format!("{}/bot{DEFAULT_TOKEN}", api_url(port))));
    Ok(serve(listener, playground).await?)
}

/// Polls and answers, for ever.
async fn echo(base: String) -> Result<(), reqwest::Error> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let call = async |method: &str, params: Value| {
        let request = client.post(format!("{base}/{method}")).json(&params);
        request.send().await?.json::<Value>().await
    };
    let commands = json!([
        { "command": "start", "description": "Say hello" },
        { "command": "card", "description": "A car, with everything a message can have" },
        { "command": "help", "description": "What this bot does" },
    ]);
    call("setMyCommands", json!({ "commands": commands })).await?;
    let mut offset = 0;
    loop {
        let polled = call("getUpdates", json!({ "offset": offset, "timeout": 30 })).await?;
        for update in polled["result"].as_array().into_iter().flatten() {
            offset = update["update_id"].as_i64().unwrap_or(offset) + 1;
            let query = &update["callback_query"];
            let message = &update["message"];
            if query.is_object() {
                let (answer, edit) = press(query);
                call("answerCallbackQuery", answer).await?;
                call("editMessageText", edit).await?;
            } else if message["chat"].is_object() {
                let chat = &message["chat"]["id"];
                call(
                    "sendChatAction",
                    json!({ "chat_id": chat, "action": "typing" }),
                )
                .await?;
                tokio::time::sleep(Duration::from_millis(700)).await;
                call(
                    "sendMessage",
                    reply(chat, message["text"].as_str().unwrap_or("?")),
                )
                .await?;
            }
        }
    }
}

/// Where `part` is in `text`, in UTF-16 units.
fn entity(text: &str, part: &str, kind: &str) -> Value {
    let units = |text: &str| text.encode_utf16().count();
    let offset = text.split(part).next().map_or(0, units);
    json!({ "type": kind, "offset": offset, "length": units(part) })
}

fn reply(chat: &Value, text: &str) -> Value {
    let card = "🚗 2003 Honda Accord EX-V6\n1HGCM82633A004352\n\nBody: Coupe, 2 doors\nEngine: 3.0 l \
                V6, 240 hp\nPlant: Marysville, Ohio, United States\n\nChecked digit: correct\nSource: \
                NHTSA vPIC, with gaps that a maker may fill in later\nRecalls: none known\nTheft: not reported\n\nIt is \
                said to be red.";
    if text.starts_with("/start") || text.starts_with("/help") {
        let hello = "Hello! Send me any text, or try /card.";
        return json!({ "chat_id": chat, "text": hello, "entities": [entity(hello, "Hello!", "bold")] });
    }
    if !text.starts_with("/card") && text.len() != 17 {
        return json!({ "chat_id": chat, "text": text });
    }
    let quote = "Checked digit: correct\nSource: NHTSA vPIC, with gaps that a maker may fill in \
                 later\nRecalls: none known\nTheft: not reported";
    let mut entities = vec![
        entity(card, "2003 Honda Accord EX-V6", "bold"),
        entity(card, "1HGCM82633A004352", "code"),
        entity(card, quote, "expandable_blockquote"),
        entity(card, "NHTSA vPIC", "text_link"),
        entity(card, "red", "spoiler"),
    ];
    entities[3]["url"] = "https://vpic.nhtsa.dot.gov/".into();
    let keyboard = json!([
        [{ "text": "Engine", "callback_data": "e" }, { "text": "Safety", "callback_data": "s" }],
        [{ "text": "Copy VIN", "copy_text": { "text": "1HGCM82633A004352" } },
         { "text": "vPIC", "url": "https://vpic.nhtsa.dot.gov/" }],
    ]);
    json!({
        "chat_id": chat,
        "text": card,
        "entities": entities,
        "reply_markup": { "inline_keyboard": keyboard },
    })
}

fn press(query: &Value) -> (Value, Value) {
    let message = &query["message"];
    let safety = query["data"] == "s";
    let answer = json!({
        "callback_query_id": query["id"],
        "text": if safety { "Driver and passenger air bags" } else { "3.0 l V6" },
        "show_alert": safety,
    });
    let edit = json!({
        "chat_id": message["chat"]["id"],
        "message_id": message["message_id"],
        "text": format!("{}\n+ {}", message["text"].as_str().unwrap_or_default(), query["data"]),
        "entities": message["entities"],
        "reply_markup": message["reply_markup"],
    });
    (answer, edit)
}
