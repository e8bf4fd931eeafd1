//! What a plugin answers, as JSON.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::question::Question;
use crate::plugins::{Asker, CallError, Decoded, Invocation, Lease, Plugin, ViewContext};
use crate::report::Report;
use crate::rich::{Action, Attachment, Button, Message, Span, Style};

const STYLES: [(Style, &str); 8] = [
    (Style::BOLD, "bold"),
    (Style::ITALIC, "italic"),
    (Style::UNDERLINE, "underline"),
    (Style::STRIKETHROUGH, "strikethrough"),
    (Style::SPOILER, "spoiler"),
    (Style::QUOTE, "quote"),
    (Style::CODE, "code"),
    (Style::PRE, "pre"),
];

/// Asks a plugin; an error is an answer as well. With a lease, a decoder is asked in the
/// sandbox of that lease.
pub(super) async fn answered(plugin: &Plugin, question: &Question, lease: Option<&Lease>) -> Value {
    let answer = match question {
        Question::Decode(query) => plugin
            .decode_queries(&[*query], lease)
            .await
            .map(|answers| answers.into_iter().map(one).next().unwrap_or_default()),
        Question::DecodeAll(queries) => plugin
            .decode_queries(queries, lease)
            .await
            .map(|answers| answers.into_iter().map(one).collect()),
        Question::Enrich(report) => plugin.enrich(report).await.map(|section| json!(section)),
        Question::Format {
            reports,
            view,
            locale,
            metric,
            page,
        } => {
            let context = ViewContext {
                locale,
                metric: *metric,
                view,
                page: *page,
            };
            let reports: Vec<&Report> = reports.iter().collect();
            let shown = plugin.format(&reports, context).await;
            shown.map(|shown| message(&shown))
        }
        Question::Command {
            name,
            arguments,
            locale,
        } => {
            let invocation = Invocation {
                name,
                arguments,
                locale,
                asker: Asker::default(),
            };
            let said = plugin.handle(&invocation).await;
            said.map(|said| message(&said))
        }
    };
    answer.unwrap_or_else(|error| failed(&error))
}

fn one(answer: Result<Decoded, CallError>) -> Value {
    match answer {
        Ok(decoded) => json!({
            "make": decoded.make,
            "model": decoded.model,
            "model_year": decoded.model_year,
            "confidence": decoded.confidence,
            "attributes": decoded.attributes,
            "findings": decoded.findings,
        }),
        Err(error) => failed(&error),
    }
}

fn failed(error: &CallError) -> Value {
    let words = match error {
        CallError::InvalidInput(words)
        | CallError::Unavailable { reason: words, .. }
        | CallError::Internal(words)
        | CallError::Contract(words)
        | CallError::Trap(words) => Some(words.clone()),
        CallError::NotCovered => None,
        other => Some(other.to_string()),
    };
    let mut object = Map::new();
    object.insert("error".into(), error.kind().into());
    if let Some(words) = words {
        object.insert("message".into(), words.into());
    }
    object.into()
}

fn message(message: &Message) -> Value {
    let mut object = Map::new();
    let spans: Vec<Value> = message.spans.iter().map(span).collect();
    object.insert("text".into(), spans.into());
    if !message.buttons.is_empty() {
        let row = |row: &Vec<Button>| row.iter().map(button).collect::<Value>();
        let rows: Vec<Value> = message.buttons.iter().map(row).collect();
        object.insert("buttons".into(), rows.into());
    }
    if !message.attachments.is_empty() {
        let files: Vec<Value> = message.attachments.iter().map(attachment).collect();
        object.insert("attachments".into(), files.into());
    }
    object.into()
}

fn span(span: &Span) -> Value {
    let mut object = Map::new();
    object.insert("text".into(), span.text.clone().into());
    let styles: Vec<&str> = STYLES
        .iter()
        .filter(|(style, _)| span.style.has(*style))
        .map(|(_, name)| *name)
        .collect();
    if !styles.is_empty() {
        object.insert("style".into(), styles.into());
    }
    if let Some(link) = &span.link {
        object.insert("link".into(), link.clone().into());
    }
    object.into()
}

fn button(button: &Button) -> Value {
    let label = &button.label;
    match &button.action {
        Action::View { view, page } => json!({"label": label, "view": view, "page": page}),
        Action::Decode(vin) => json!({"label": label, "decode": vin}),
        Action::OpenUrl(url) => json!({"label": label, "open_url": url}),
        Action::Command(command) | Action::Mine(command) => {
            json!({"label": label, "command": command})
        }
        Action::Share(text) => json!({"label": label, "share": text}),
        Action::Copy(text) => json!({"label": label, "copy": text}),
    }
}

fn attachment(file: &Attachment) -> Value {
    let (key, content) = match std::str::from_utf8(&file.data) {
        Ok(text) => ("text", text.to_owned()),
        Err(_) => ("base64", STANDARD.encode(&file.data)),
    };
    json!({"file_name": file.file_name, "media_type": file.media_type, key: content})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_shows_all_that_is_in_it_and_nothing_that_is_not() {
        let both = Style(Style::BOLD.0 | Style::CODE.0);
        let plain = message(&Message::default().plain("a"));
        assert_eq!(plain, json!({"text": [{"text": "a"}]}));
        let mut all = Message::default().text("b", both).row(vec![Button {
            label: "L".into(),
            action: Action::View {
                view: "card".into(),
                page: 2,
            },
        }]);
        all.attachments.push(Attachment {
            file_name: "x".into(),
            media_type: "y".into(),
            data: vec![0xff],
        });
        let expected = json!({
            "text": [{"text": "b", "style": ["bold", "code"]}],
            "buttons": [[{"label": "L", "view": "card", "page": 2}]],
            "attachments": [{"file_name": "x", "media_type": "y", "base64": "/w=="}],
        });
        assert_eq!(message(&all), expected);
    }
}
