//! How updates come to the bot.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use reqwest::Url;
use serde::Deserialize;

use crate::address::is_here;

/// Ports that Telegram sends to (core.telegram.org/bots/webhooks).
const PORTS: [u16; 4] = [443, 80, 88, 8443];

/// `telegram.mode`: who begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// The bot asks Telegram: nothing has to reach it.
    #[default]
    Polling,
    /// Telegram sends updates to `[telegram.webhook]`.
    Webhook,
}

impl Mode {
    /// Its name in the configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Polling => "polling",
            Self::Webhook => "webhook",
        }
    }
}

/// `[telegram.webhook]`: for `telegram.mode = "webhook"` alone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Webhook {
    /// Where Telegram reaches the bot, without the hidden part of the path.
    pub url: Option<String>,
    /// Where updates are listened for; nothing else answers there.
    pub listen: SocketAddr,
    /// Updates that Telegram sends at once, 1 to 100.
    pub max_connections: u8,
    /// Where Telegram sends to, instead of what the name in `url` means.
    pub ip_address: Option<IpAddr>,
    /// How long one request may take to arrive, in seconds.
    pub read_timeout_s: u64,
    /// How often Telegram is asked how the webhook fares, in seconds.
    pub check_s: u64,
    /// Whether the webhook is removed when the bot stops.
    pub remove_on_stop: bool,
}

impl Default for Webhook {
    fn default() -> Self {
        Self {
            url: None,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8081)),
            max_connections: 40,
            ip_address: None,
            read_timeout_s: 10,
            check_s: 60,
            remove_on_stop: false,
        }
    }
}

impl Webhook {
    /// `url`, if Telegram would send there, or a local one may be meant.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn address(&self) -> Result<Url, String> {
        let example = "such as https://bot.example.com";
        let text = self.url.as_deref().filter(|text| !text.is_empty());
        let text = text.ok_or_else(|| {
            format!(
                "telegram.mode is \"webhook\", so it must say where Telegram sends to, {example}"
            )
        })?;
        let url = Url::parse(text).map_err(|_| format!("`{text}` is no URL {example}"))?;
        let plain = url.username().is_empty() && url.password().is_none();
        if !plain || url.query().is_some() || url.fragment().is_some() {
            let parts = "it may have a host, a port and a path, and nothing else";
            return Err(parts.to_owned());
        }
        // A Bot API server of one's own may run here.
        if is_here(&url) && matches!(url.scheme(), "http" | "https") {
            return Ok(url);
        }
        if url.scheme() != "https" {
            return Err(format!(
                "Telegram sends over HTTPS alone: an address {example}"
            ));
        }
        match url.port_or_known_default() {
            Some(port) if PORTS.contains(&port) => Ok(url),
            _ => Err("Telegram sends to the ports 443, 80, 88 and 8443 alone".to_owned()),
        }
    }
}

/// A secret that Telegram takes: 1 to 256 of `A-Z a-z 0-9 _ -`.
pub(super) fn is_secret(text: &str) -> bool {
    let is_fine = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    (1..=256).contains(&text.len()) && text.bytes().all(is_fine)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("https://bot.example.com", Ok(()))]
    #[case("https://bot.example.com:8443/bots", Ok(()))]
    #[case("http://127.0.0.1:8081", Ok(()))]
    #[case("http://[::1]:1/", Ok(()))]
    #[case("http://localhost:5000", Ok(()))]
    #[case("", Err("must say where"))]
    #[case("bot.example.com", Err("no URL"))]
    #[case("http://bot.example.com", Err("HTTPS alone"))]
    #[case("http://localhost.example.com", Err("HTTPS alone"))]
    #[case("ftp://127.0.0.1", Err("HTTPS alone"))]
    #[case("https://bot.example.com:8080", Err("443, 80, 88 and 8443"))]
    #[case("https://bot.example.com/?a=b", Err("nothing else"))]
    #[case("https://me:word@bot.example.com", Err("nothing else"))]
    fn telegram_sends_to_some_addresses_alone(
        #[case] url: &str,
        #[case] expected: Result<(), &str>,
    ) {
        let webhook = Webhook {
            url: Some(url.to_owned()),
            ..Webhook::default()
        };
        match (webhook.address(), expected) {
            (Ok(_), Ok(())) => {}
            (Err(said), Err(words)) => assert!(said.contains(words), "{said}"),
            (found, expected) => panic!("{found:?}, not {expected:?}"),
        }
    }

    #[rstest]
    #[case("A-z_0", true)]
    #[case("", false)]
    #[case("with space", false)]
    #[case("schlüssel", false)]
    fn a_secret_has_few_characters(#[case] text: &str, #[case] fine: bool) {
        assert_eq!(is_secret(text), fine);
        assert!(!is_secret(&"a".repeat(257)));
    }
}
