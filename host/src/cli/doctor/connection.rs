//! The way to Telegram, asked as plainly as can be: of whatever is wrong there, this is to tell.

use std::time::{Duration, SystemTime};

use reqwest::header::DATE;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::Value;

use super::check::Checks;
use crate::address;
use crate::config::{Config, Mode, Telegram};

/// How long Telegram may take for one answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long is fetched to see whether somebody else does: longer than another program takes to
/// come back after it was told of a conflict.
const FETCHING_S: u32 = 3;
/// From here on a clock that goes wrong does harm: buttons and jobs have their times.
const SKEW: Duration = Duration::from_secs(30);
/// The longest answer that is read, in bytes.
const LONGEST: usize = 1 << 20;

pub(super) async fn look(checks: &mut Checks, config: &Config, conflict: bool) {
    let Some(token) = &config.token else {
        return checks.lacks(
            "token",
            "TELEGRAM_BOT_TOKEN is not set",
            "get one from @BotFather to run the bot; `vinbot playground` needs none",
        );
    };
    if let Err(why) = shape(token.expose_secret()) {
        return checks.fails(
            "token",
            format!("TELEGRAM_BOT_TOKEN {why}"),
            "copy it again from @BotFather (/mybots, API Token): 123456789:AAE… and nothing else",
        );
    }
    checks.fine("token", "TELEGRAM_BOT_TOKEN looks like one");
    let api = Api {
        token,
        at: &config.telegram_api,
    };
    if api.who(checks).await {
        api.webhook(checks, &config.settings.telegram).await;
        if conflict {
            api.conflict(checks).await;
        }
    }
}

/// What is wrong with a token, as far as it can be seen without asking.
fn shape(token: &str) -> Result<(), &'static str> {
    if token.trim() != token {
        return Err("has white space around it");
    }
    if token.contains(['"', '\'']) {
        return Err("has quotes in it");
    }
    let Some((id, secret)) = token.split_once(':') else {
        return Err("has no colon");
    };
    if id.is_empty() || !id.bytes().all(|sign| sign.is_ascii_digit()) {
        return Err("does not begin with a number");
    }
    let allowed = |sign: u8| sign.is_ascii_alphanumeric() || matches!(sign, b'-' | b'_');
    if secret.is_empty() || !secret.bytes().all(allowed) {
        return Err("has signs after its colon that no token has");
    }
    Ok(())
}

/// A Bot API server and the bot there.
struct Api<'a> {
    token: &'a SecretString,
    at: &'a reqwest::Url,
}

/// What the Bot API says to every call.
#[derive(Debug, Deserialize)]
struct Answer {
    ok: bool,
    #[serde(default)]
    result: Value,
    #[serde(default)]
    error_code: u16,
    #[serde(default)]
    description: String,
}

impl Api<'_> {
    /// What it answers, and the time that it has; why not in words without an address, for that
    /// has the token in it.
    async fn call(
        &self,
        method: &str,
        patience: Duration,
    ) -> Result<(Answer, Option<SystemTime>), String> {
        let mut builder = reqwest::Client::builder().timeout(patience);
        if address::is_here(self.at) {
            // A proxy of the environment would be asked for this very machine.
            builder = builder.no_proxy();
        }
        let client = builder.build().map_err(words)?;
        let base = self.at.as_str().trim_end_matches('/');
        let url = format!("{base}/bot{}/{method}", self.token.expose_secret());
        let mut response = client.get(url).send().await.map_err(words)?;
        let date = response.headers().get(DATE);
        let date =
            date.and_then(|date| chrono::DateTime::parse_from_rfc2822(date.to_str().ok()?).ok());
        let mut body = Vec::new();
        while let Some(bytes) = response.chunk().await.map_err(words)? {
            body.extend_from_slice(&bytes);
            if body.len() > LONGEST {
                return Err("the answer is not that of a Bot API".to_owned());
            }
        }
        let answer = serde_json::from_slice(&body)
            .map_err(|_| "the answer is not that of a Bot API".to_owned())?;
        Ok((answer, date.map(SystemTime::from)))
    }

    fn host(&self) -> &str {
        self.at.host_str().unwrap_or_default()
    }

    /// True if Telegram knows the bot.
    async fn who(&self, checks: &mut Checks) -> bool {
        let host = self.host();
        match self.call("getMe", PATIENCE).await {
            Ok((answer, date)) if answer.ok => {
                let name = answer.result["username"].as_str().unwrap_or_default();
                checks.fine("telegram", format!("{host} knows the bot @{name}"));
                if let Some(theirs) = date {
                    clock(checks, theirs, SystemTime::now());
                }
                return true;
            }
            Ok((answer, _)) if matches!(answer.error_code, 401 | 404) => checks.fails(
                "telegram",
                format!("{host} refuses the token"),
                "get the right one from @BotFather (/mybots, API Token)",
            ),
            Ok((answer, _)) => checks.fails(
                "telegram",
                format!("{host} answers {}: {}", answer.error_code, short(&answer)),
                "try again later; TELEGRAM_API_URL names the server",
            ),
            Err(reason) => checks.fails(
                "telegram",
                format!("{host}: {reason}"),
                "check the network, DNS, a firewall, and TELEGRAM_API_URL",
            ),
        }
        false
    }

    /// How updates come, and whether Telegram sees it likewise.
    async fn webhook(&self, checks: &mut Checks, settings: &Telegram) {
        let info = match self.call("getWebhookInfo", PATIENCE).await {
            Ok((answer, _)) if answer.ok => answer.result,
            Ok((answer, _)) => {
                let found = format!("getWebhookInfo: {}", short(&answer));
                return checks.lacks("updates", found, "try again later");
            }
            Err(reason) => {
                return checks.lacks("updates", reason, "try again later");
            }
        };
        let waiting = info["pending_update_count"].as_u64().unwrap_or_default();
        let url = info["url"].as_str().unwrap_or_default();
        let host = (!url.is_empty()).then(|| host_of(url));
        let own = settings.webhook.address().ok();
        let own = own.map(|url| host_of(url.as_str()));
        match (settings.mode, host) {
            (Mode::Polling, None) => {
                checks.fine("updates", format!("{waiting} wait to be fetched"));
            }
            (Mode::Polling, Some(host)) => checks.lacks(
                "updates",
                format!(
                    "a webhook is set, to {host}; {waiting} wait, and whoever asks for them is \
                     refused (409)"
                ),
                "if a program runs there, stop it or use a token of its own here: starting the \
                 bot removes the webhook",
            ),
            (Mode::Webhook, None) => checks.lacks(
                "updates",
                "no webhook is set: Telegram sends nothing",
                "start the bot: it sets it",
            ),
            (Mode::Webhook, Some(host)) if own.as_ref() != Some(&host) => checks.lacks(
                "updates",
                format!("the webhook points to {host}; {waiting} wait"),
                "if a program runs there, stop it or use a token of its own here: starting the \
                 bot points the webhook to itself",
            ),
            (Mode::Webhook, Some(host)) => {
                let found = format!("Telegram sends them to {host}; {waiting} wait");
                checks.fine("updates", found);
            }
        }
        if let Some(error) = info["last_error_message"]
            .as_str()
            .filter(|_| !url.is_empty())
        {
            let error: String = error
                .chars()
                .filter(|c| !c.is_control())
                .take(200)
                .collect();
            checks.fails(
                "webhook",
                format!("Telegram could not deliver: {error}"),
                "see that the address is reached from outside, with a certificate that is valid",
            );
        }
    }

    /// Whether somebody else fetches. Asking without an offset confirms nothing.
    async fn conflict(&self, checks: &mut Checks) {
        let method = format!("getUpdates?limit=1&timeout={FETCHING_S}");
        let patience = PATIENCE + Duration::from_secs(FETCHING_S.into());
        match self.call(&method, patience).await {
            Ok((answer, _)) if answer.ok => {
                checks.fine("conflict", "nobody else fetches this bot's updates");
            }
            Ok((answer, _)) if answer.error_code == 409 => checks.fails(
                "conflict",
                "another program fetches this bot's updates, or a webhook takes them",
                "if that is not this bot, running already: end it, or get a token of its own from \
                 @BotFather for one of them",
            ),
            Ok((answer, _)) => {
                checks.lacks("conflict", short(&answer), "try again later");
            }
            Err(reason) => checks.lacks("conflict", reason, "try again later"),
        }
    }
}

/// The clock of this machine against Telegram's.
fn clock(checks: &mut Checks, theirs: SystemTime, ours: SystemTime) {
    let (ahead, skew) = match ours.duration_since(theirs) {
        Ok(skew) => (true, skew),
        Err(error) => (false, error.duration()),
    };
    if skew <= SKEW {
        return checks.fine("clock", "goes with Telegram's");
    }
    let word = if ahead { "ahead of" } else { "behind" };
    checks.fails(
        "clock",
        format!("{} s {word} Telegram's", skew.as_secs()),
        "set it: `timedatectl set-ntp true`, or see to the time of the host",
    );
}

/// Where an address leads: its path may be hidden.
fn host_of(url: &str) -> String {
    let url = reqwest::Url::parse(url).ok();
    let url = url.filter(reqwest::Url::has_host);
    url.map_or_else(
        || "an address that is none".to_owned(),
        |url| address::host_of(&url),
    )
}

fn short(answer: &Answer) -> String {
    let said = answer.description.chars().filter(|c| !c.is_control());
    said.take(200).collect()
}

/// Why there is no answer. The error's own words may have the address, and so the token.
#[allow(clippy::needless_pass_by_value, reason = "for map_err")]
fn words(error: reqwest::Error) -> String {
    let words = if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "can't connect"
    } else {
        "the connection broke"
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::real("123456789:AAExample-Example_Example", None)]
    #[case::playground("1:playground", None)]
    #[case::spaces(" 1:x", Some("white space"))]
    #[case::quoted("\"1:x\"", Some("quotes"))]
    #[case::half("123456789", Some("colon"))]
    #[case::no_number("bot1:x", Some("number"))]
    #[case::cut("1:", Some("after its colon"))]
    #[case::a_slash("1:x/y", Some("after its colon"))]
    fn a_token_is_looked_at_before_it_is_sent(#[case] token: &str, #[case] wrong: Option<&str>) {
        match (shape(token), wrong) {
            (Ok(()), None) => {}
            (Err(why), Some(words)) => assert!(why.contains(words), "{why}"),
            (found, _) => panic!("{token}: {found:?}"),
        }
    }

    #[rstest]
    #[case::right(0, true, 0)]
    #[case::a_bit(29, true, 0)]
    #[case::ahead(31, true, 1)]
    #[case::behind(3_600, false, 1)]
    fn a_clock_that_goes_wrong_is_told(
        #[case] seconds: u64,
        #[case] ahead: bool,
        #[case] failed: usize,
    ) {
        let theirs = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        let skew = Duration::from_secs(seconds);
        let ours = if ahead { theirs + skew } else { theirs - skew };
        let mut checks = Checks::default();
        clock(&mut checks, theirs, ours);
        assert_eq!(checks.failed(), failed);
    }
}
