//! A call's parameters, however they came: query, form, JSON or multipart.

use axum::{
    RequestExt,
    body::to_bytes,
    extract::{DefaultBodyLimit, Form, FromRequest, Multipart, Query, Request},
    http::{Method, header::CONTENT_TYPE},
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::refusal::Refusal;
use crate::limits;

/// The parameters of one call.
#[derive(Debug, Default)]
pub(crate) struct Params {
    values: Map<String, Value>,
    uploads: Vec<Upload>,
}

/// An uploaded file.
#[derive(Debug)]
pub(crate) struct Upload {
    pub(crate) field: String,
    pub(crate) name: String,
    pub(crate) mime: String,
    pub(crate) bytes: axum::body::Bytes,
}

impl Params {
    /// Reads query and body. In query and forms every value is text, objects as JSON text.
    pub(crate) async fn read(request: Request) -> Result<Self, Refusal> {
        let mut params = Self::default();
        let unreadable = |_| Refusal::bad("can't parse the query");
        let query =
            Query::<Vec<(String, String)>>::try_from_uri(request.uri()).map_err(unreadable)?;
        params.add_texts(query.0);
        if request.method() != Method::POST {
            return Ok(params);
        }
        let kind = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok());
        match kind.map(|kind| kind.split(';').next().unwrap_or_default().trim()) {
            Some("application/json") => params.add_json(request).await?,
            Some("application/x-www-form-urlencoded") => {
                let limited = limit(request, limits::BODY_BYTES);
                let form = Form::<Vec<(String, String)>>::from_request(limited, &()).await;
                params.add_texts(form.map_err(|_| Refusal::too_large())?.0);
            }
            Some("multipart/form-data") => params.add_multipart(request).await?,
            _ => {}
        }
        Ok(params)
    }

    /// The fields of an object within a call, read like a call's own.
    pub(crate) fn of(values: Map<String, Value>) -> Self {
        Self {
            values,
            ..Self::default()
        }
    }

    fn add_texts(&mut self, texts: Vec<(String, String)>) {
        self.values
            .extend(texts.into_iter().map(|(name, text)| (name, text.into())));
    }

    async fn add_json(&mut self, request: Request) -> Result<(), Refusal> {
        let body = to_bytes(request.into_body(), limits::BODY_BYTES).await;
        let body = body.map_err(|_| Refusal::too_large())?;
        if body.is_empty() {
            return Ok(());
        }
        let object: Map<String, Value> = serde_json::from_slice(&body)
            .map_err(|_| Refusal::bad("can't parse request JSON object"))?;
        self.values.extend(object);
        Ok(())
    }

    async fn add_multipart(&mut self, request: Request) -> Result<(), Refusal> {
        let broken = |_| Refusal::bad("can't parse multipart/form-data");
        let request = limit(request, limits::UPLOAD_BYTES + limits::BODY_BYTES);
        let mut form: Multipart = request
            .extract()
            .await
            .map_err(|_| Refusal::bad("can't parse multipart/form-data"))?;
        while let Some(field) = form.next_field().await.map_err(broken)? {
            let name = field.name().unwrap_or_default().to_owned();
            let Some(file_name) = field.file_name().map(str::to_owned) else {
                let text = field.text().await.map_err(broken)?;
                self.values.insert(name, text.into());
                continue;
            };
            let mime = field
                .content_type()
                .unwrap_or("application/octet-stream")
                .to_owned();
            let bytes = field.bytes().await.map_err(|_| Refusal::too_large())?;
            self.uploads.push(Upload {
                field: name,
                name: file_name,
                mime,
                bytes,
            });
        }
        Ok(())
    }

    /// For the history: the values as objects, files as name and size.
    pub(crate) fn summary(&self) -> Map<String, Value> {
        let mut summary: Map<String, Value> = self
            .values
            .iter()
            .map(|(name, value)| (name.clone(), structure(name, value)))
            .collect();
        for upload in &self.uploads {
            let file = json!({ "file_name": upload.name, "bytes": upload.bytes.len() });
            summary.insert(upload.field.clone(), file);
        }
        summary
    }

    /// A value unless it is missing, null or an empty text.
    fn value(&self, name: &str) -> Option<&Value> {
        self.values
            .get(name)
            .filter(|value| !value.is_null() && *value != "")
    }

    /// A text; numbers are taken as their digits.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        match self.value(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        match self.value(name)? {
            Value::String(text) => text.trim().parse().ok(),
            value => value.as_i64(),
        }
    }

    pub(crate) fn flag(&self, name: &str) -> bool {
        match self.value(name) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => matches!(text.as_str(), "true" | "True" | "1"),
            Some(Value::Number(number)) => number.as_i64() == Some(1),
            _ => false,
        }
    }

    /// An object or list, itself or as JSON text; `what` names it in the refusal.
    pub(crate) fn json<T: DeserializeOwned>(
        &self,
        name: &str,
        what: &str,
    ) -> Result<Option<T>, Refusal> {
        let Some(value) = self.value(name) else {
            return Ok(None);
        };
        let parsed = match value {
            Value::String(text) => serde_json::from_str(text),
            value => serde_json::from_value(value.clone()),
        };
        parsed
            .map(Some)
            .map_err(|error| Refusal::bad(format!("can't parse {what}: {error}")))
    }

    /// The upload that a file parameter means: its own field, or another by `attach://<field>`.
    pub(crate) fn upload(&self, name: &str) -> Option<&Upload> {
        let attached = self.text(name);
        let field = attached
            .as_deref()
            .and_then(|text| text.strip_prefix("attach://"));
        let field = field.unwrap_or(name);
        self.uploads.iter().find(|upload| upload.field == field)
    }
}

fn limit(mut request: Request, bytes: usize) -> Request {
    DefaultBodyLimit::max(bytes).apply(&mut request);
    request
}

/// JSON texts of object parameters as objects, so that a reader of the history need not know how
/// a call was encoded.
fn structure(name: &str, value: &Value) -> Value {
    const TEXTS: [&str; 5] = ["text", "caption", "description", "url", "secret_token"];
    match value {
        Value::String(text) if !TEXTS.contains(&name) && text.starts_with(['{', '[']) => {
            serde_json::from_str(text).unwrap_or_else(|_| value.clone())
        }
        _ if name == "secret_token" => "…".into(),
        _ => value.clone(),
    }
}
