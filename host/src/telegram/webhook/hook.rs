//! Where Telegram sends updates to, and by what it shows that they are from it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::Url;
use secrecy::SecretString;

use crate::address::host_of;
use crate::config;

const PATH: &str = "vinbot 2026-11 path of the webhook";
const SECRET: &str = "vinbot 2026-11 secret of the webhook";

/// Address and secret of one bot's webhook. What is not set comes from the token: it is the
/// same after a restart and in all processes, so that an update that Telegram sends while one
/// follows another is never a stranger's.
#[derive(Clone)]
pub(in crate::telegram) struct Hook {
    url: Url,
    path: String,
    secret: SecretString,
}

impl std::fmt::Debug for Hook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hook").field("host", &self.host()).finish()
    }
}

impl Hook {
    /// The one that these settings mean.
    ///
    /// # Errors
    /// If their address is none; see [`config::Webhook::address`].
    pub(in crate::telegram) fn new(
        settings: &config::Webhook,
        token: &str,
        secret: Option<SecretString>,
    ) -> Result<Self, String> {
        let mut url = settings.address()?;
        let derived = |context| {
            let key = blake3::derive_key(context, token.as_bytes());
            URL_SAFE_NO_PAD.encode(key)
        };
        let path = format!("/telegram/{}", &derived(PATH)[..22]);
        let whole = format!("{}{path}", url.path().trim_end_matches('/'));
        url.set_path(&whole);
        let secret = secret.unwrap_or_else(|| derived(SECRET).into());
        Ok(Self { url, path, secret })
    }

    /// What Telegram is told. Its path is hidden: it stays out of the log.
    pub(in crate::telegram) fn url(&self) -> &Url {
        &self.url
    }

    /// Host and port of it, which may be told.
    pub(super) fn host(&self) -> String {
        host_of(&self.url)
    }

    /// True if a request with this path is meant for the webhook. What stands before the hidden
    /// part is a matter of the proxy in front, which may have removed it.
    pub(super) fn is_path(&self, path: &str) -> bool {
        path == self.path || path == self.url.path()
    }

    /// What Telegram shows.
    pub(in crate::telegram) fn secret(&self) -> &SecretString {
        &self.secret
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    fn hook(url: &str, token: &str) -> Hook {
        let settings = config::Webhook {
            url: Some(url.to_owned()),
            ..config::Webhook::default()
        };
        Hook::new(&settings, token, None).unwrap()
    }

    #[test]
    fn path_and_secret_come_from_the_token_and_do_not_tell_it() {
        let one = hook("https://bot.example", "1:a");
        let same = hook("https://bot.example/", "1:a");
        let other = hook("https://bot.example", "1:b");
        assert_eq!(one.url(), same.url());
        assert_eq!(one.secret().expose_secret(), same.secret().expose_secret());
        assert_ne!(one.url(), other.url());
        assert_ne!(one.secret().expose_secret(), other.secret().expose_secret());
        assert!(!one.url().as_str().contains(one.secret().expose_secret()));
        assert!(!format!("{one:?}").contains(&one.path[10..]));
    }

    #[test]
    fn a_path_of_a_proxys_stands_before_the_hidden_one() {
        let hook = hook("https://bot.example:8443/bots/vin/", "1:a");
        assert!(
            hook.url()
                .as_str()
                .starts_with("https://bot.example:8443/bots/vin/telegram/")
        );
        assert!(hook.is_path(hook.url().path()) && hook.is_path(&hook.path));
        assert!(!hook.is_path("/telegram/") && !hook.is_path("/"));
        assert_eq!(hook.host(), "bot.example:8443");
    }
}
