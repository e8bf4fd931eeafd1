//! What the control API refuses.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

/// Why a control operation did not happen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ControlError {
    /// The request makes no sense; the text says what would.
    #[error("{0}")]
    Invalid(String),
    /// There is no such thing; the text names it.
    #[error("{0} not found")]
    NotFound(String),
    /// A bound of the playground is reached.
    #[error("too many {0}; restart the playground")]
    Full(&'static str),
}

impl ControlError {
    pub(crate) fn invalid(why: impl Into<String>) -> Self {
        Self::Invalid(why.into())
    }

    pub(crate) fn no_chat(id: i64) -> Self {
        Self::NotFound(format!("chat {id}"))
    }

    pub(crate) fn no_message(id: i64) -> Self {
        Self::NotFound(format!("message {id}"))
    }
}

impl IntoResponse for ControlError {
    fn into_response(self) -> Response {
        let status = match self {
            Self::Invalid(_) => StatusCode::BAD_REQUEST,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Full(_) => StatusCode::INSUFFICIENT_STORAGE,
        };
        (status, Json(json!({ "error": self.to_string() }))).into_response()
    }
}
