//! Where updates are pushed, if anywhere.

use serde_json::{Value, json};

use super::now;

/// A webhook as the bot set it.
#[derive(Debug, Default)]
pub(crate) struct Webhook {
    /// `None` while the bot polls.
    pub(crate) target: Option<Target>,
    /// Counts settings, so that the delivery of an old one ends.
    pub(crate) generation: u64,
    failure: Option<(i64, String)>,
}

#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) url: String,
    pub(crate) secret: Option<String>,
    pub(crate) max_connections: i64,
    pub(crate) ip_address: Option<String>,
}

impl Webhook {
    /// Points the webhook elsewhere (or nowhere) and returns the new generation.
    pub(crate) fn set(&mut self, target: Option<Target>) -> u64 {
        self.target = target;
        self.failure = None;
        self.generation += 1;
        self.generation
    }

    pub(crate) fn failed(&mut self, why: String) {
        self.failure = Some((now(), why));
    }

    /// Telegram's `WebhookInfo`.
    pub(crate) fn info(&self, pending: usize, allowed: Option<&[String]>) -> Value {
        let mut info = json!({
            "url": self.target.as_ref().map_or("", |target| &target.url),
            "has_custom_certificate": false,
            "pending_update_count": pending,
        });
        if let Some(target) = &self.target {
            info["max_connections"] = target.max_connections.into();
            if let Some(address) = &target.ip_address {
                info["ip_address"] = address.as_str().into();
            }
        }
        if let Some((date, why)) = &self.failure {
            info["last_error_date"] = (*date).into();
            info["last_error_message"] = why.as_str().into();
        }
        if let Some(allowed) = allowed {
            info["allowed_updates"] = json!(allowed);
        }
        info
    }
}
