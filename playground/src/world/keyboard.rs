//! Inline keyboards.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Rows of buttons under a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Keyboard {
    pub(crate) inline_keyboard: Vec<Vec<Button>>,
}

/// One button of an inline keyboard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Button {
    /// Its label.
    pub text: String,
    /// Data of the callback query that it makes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub callback_data: Option<String>,
    /// Page that it opens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Text that it copies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy_text: Option<CopyText>,
    /// Fields that the playground only passes on.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// Text that a button puts on the clipboard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CopyText {
    /// The text.
    pub text: String,
}

impl Keyboard {
    pub(crate) fn buttons(&self) -> impl Iterator<Item = &Button> {
        self.inline_keyboard.iter().flatten()
    }
}
