//! Canned answers of the network.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// What one request is answered.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Canned {
    /// `GET` unless it is said.
    #[serde(default = "get")]
    pub method: String,
    /// As the plugin writes it, placeholders of secrets included.
    pub url: String,
    /// 200 unless it is said.
    #[serde(default = "fine")]
    pub status: u16,
    /// Names and texts.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The body as text.
    #[serde(default)]
    pub body: Option<String>,
    /// The body as JSON.
    #[serde(default)]
    pub json: Option<Value>,
    /// Instead of an answer.
    #[serde(default)]
    pub error: Option<CannedError>,
}

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CannedError {
    /// The request is no request.
    Invalid,
    /// The host is not granted.
    Denied,
    /// It took too long.
    Timeout,
    /// The answer is too large.
    TooLarge,
    /// Nobody is there.
    Unavailable,
}

fn get() -> String {
    "GET".to_owned()
}

fn fine() -> u16 {
    200
}
