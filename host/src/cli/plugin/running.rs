//! The bot that runs here, by its admin API.

use std::net::SocketAddr;
use std::time::Duration;

use reqwest::{Client, RequestBuilder};
use secrecy::{ExposeSecret, SecretString};

use super::super::Failure;
use crate::config::Config;
use crate::ops::{self, Refusal, Wanted};
use crate::plugins::Overview;

/// Compiling an earlier version anew may take a while.
const PATIENCE: Duration = Duration::from_mins(2);

/// Where it is, and what opens it.
pub(super) struct Running {
    client: Client,
    token: SecretString,
    pub(super) address: SocketAddr,
}

impl Running {
    /// The bot at the address of the configuration, whether it answers or not.
    pub(super) fn of(config: &Config) -> Result<Self, Failure> {
        let Some(token) = ops::known(config) else {
            return Err(Failure::NoBot(format!(
                "no token for its admin API: set VINBOT_ADMIN_TOKEN, or run this where the bot \
                 runs, with the same VINBOT_STATE_DIR (here {})",
                config.state_dir.display()
            )));
        };
        let client = Client::builder().timeout(PATIENCE).no_proxy().build();
        Ok(Self {
            client: client.map_err(|error| Failure::NoBot(error.to_string()))?,
            token,
            address: config.http_addr,
        })
    }

    /// How all plugins are.
    pub(super) async fn overview(&self) -> Result<Result<Overview, Refusal>, Failure> {
        let address = format!("http://{}/admin/api/plugins", self.address);
        self.ask(self.client.get(address)).await
    }

    /// How they are when this was done with one of them.
    pub(super) async fn steer(
        &self,
        name: &str,
        wanted: &Wanted,
    ) -> Result<Result<Overview, Refusal>, Failure> {
        let address = format!("http://{}/admin/api/plugins/{name}", self.address);
        self.ask(self.client.post(address).json(wanted)).await
    }

    async fn ask(&self, request: RequestBuilder) -> Result<Result<Overview, Refusal>, Failure> {
        let request = request
            .bearer_auth(self.token.expose_secret())
            .header(ops::BY, format!("cli {}", user()));
        let answer = request.send().await.map_err(|error| {
            let reason = if error.is_connect() {
                "nothing answers there"
            } else {
                "it does not answer"
            };
            Failure::NoBot(format!(
                "can't reach it at {}, {reason}: is it running, and is VINBOT_HTTP_ADDR the same?",
                self.address
            ))
        })?;
        let unreadable = |error: reqwest::Error| {
            Failure::NoBot(format!("unreadable answer: {}", error.without_url()))
        };
        Ok(if answer.status().is_success() {
            Ok(answer.json().await.map_err(unreadable)?)
        } else {
            Err(answer.json().await.map_err(unreadable)?)
        })
    }
}

/// Who that is at this machine, for the audit log; empty if it is not known.
fn user() -> String {
    let name = std::env::var("USER").or_else(|_| std::env::var("LOGNAME"));
    let name = name.unwrap_or_default();
    name.chars()
        .filter(char::is_ascii_graphic)
        .take(40)
        .collect()
}
