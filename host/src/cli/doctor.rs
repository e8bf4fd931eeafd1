//! `vinbot doctor`: what is configured, reachable and loaded, and what to do about
//! what is not.

use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use super::Failure;
use crate::config::{Config, Mode, Telegram, Tesseract};
use crate::lookup::{Lookup, VIEWS, Visit};
use crate::plugins::Asker;
use crate::telegram::{self, WebhookView};
use crate::vin;

/// Decoded as a trial: the VIN of a 2003 Honda Accord, as vPIC's own pages show it.
const TRIAL: &str = "1HGCM82633A004352";

/// How long a bot that runs here may take to say how it is.
const PATIENCE: Duration = Duration::from_secs(3);

/// Looks at everything; exits with 1 if something has to be done.
pub(super) async fn run(config: &Config) -> Result<ExitCode, Failure> {
    let mut checks = Checks::default();
    configuration(&mut checks, config);
    connection(&mut checks, config).await;
    address(&mut checks, config).await;
    state(&mut checks, &config.state_dir);
    print(&mut checks, &config.settings.telegram.files.tesseract);
    plugins(&mut checks, config).await;
    for check in &checks.0 {
        say!("{check}");
    }
    let failed = checks
        .0
        .iter()
        .filter(|check| check.state == State::Fails)
        .count();
    if failed == 0 {
        say!("\nAll is well.");
        return Ok(ExitCode::SUCCESS);
    }
    say!("\n{failed} to be mended.");
    Ok(ExitCode::FAILURE)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Fine,
    /// Works, but not as it could.
    Lacks,
    Fails,
}

#[derive(Debug)]
struct Check {
    state: State,
    what: &'static str,
    found: String,
    /// What to do about it.
    advice: Option<String>,
}

impl std::fmt::Display for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mark = match self.state {
            State::Fine => "ok",
            State::Lacks => "note",
            State::Fails => "FAIL",
        };
        write!(f, "{mark:<5} {:<14} {}", self.what, self.found)?;
        match &self.advice {
            Some(advice) => write!(f, "\n{:21}→ {advice}", ""),
            None => Ok(()),
        }
    }
}

#[derive(Debug, Default)]
struct Checks(Vec<Check>);

impl Checks {
    fn fine(&mut self, what: &'static str, found: impl Into<String>) {
        self.0.push(Check {
            state: State::Fine,
            what,
            found: found.into(),
            advice: None,
        });
    }

    fn lacks(&mut self, what: &'static str, found: impl Into<String>, advice: impl Into<String>) {
        let advice = Some(advice.into());
        self.0.push(Check {
            state: State::Lacks,
            what,
            found: found.into(),
            advice,
        });
    }

    fn fails(&mut self, what: &'static str, found: impl Into<String>, advice: impl Into<String>) {
        let advice = Some(advice.into());
        self.0.push(Check {
            state: State::Fails,
            what,
            found: found.into(),
            advice,
        });
    }
}

fn configuration(checks: &mut Checks, config: &Config) {
    match &config.file {
        Some(file) => checks.fine("configuration", file.display().to_string()),
        None => checks.fine(
            "configuration",
            "no file: the defaults, and the environment",
        ),
    }
}

async fn connection(checks: &mut Checks, config: &Config) {
    let Some(token) = &config.token else {
        return checks.lacks(
            "token",
            "TELEGRAM_BOT_TOKEN is not set",
            "get one from @BotFather to run the bot; `vinbot playground` needs none",
        );
    };
    checks.fine("token", "TELEGRAM_BOT_TOKEN is set");
    let host = config.telegram_api.host_str().unwrap_or_default();
    match telegram::who(token, &config.telegram_api).await {
        Ok(known) => {
            let username = &known.username;
            checks.fine("telegram", format!("{host} knows the bot @{username}"));
            updates(checks, &config.settings.telegram, known.webhook.as_ref());
        }
        Err(telegram::NoAnswer::Token) => checks.fails(
            "telegram",
            format!("{host} refuses the token"),
            "get the right one from @BotFather (/mybots, API Token)",
        ),
        Err(telegram::NoAnswer::Other(reason)) => checks.fails(
            "telegram",
            format!("{host}: {reason}"),
            "check the network and TELEGRAM_API_URL",
        ),
    }
}

/// How updates come, and whether Telegram sees it likewise.
fn updates(checks: &mut Checks, settings: &Telegram, webhook: Option<&WebhookView>) {
    let own = settings.webhook.address().ok();
    let own = own.as_ref().and_then(|url| url.host_str());
    let is_own = |set: &WebhookView| {
        let host = set
            .host
            .rsplit_once(':')
            .map_or(&*set.host, |(host, _)| host);
        own == Some(host) || own == Some(&*set.host)
    };
    match (settings.mode, webhook) {
        (Mode::Polling, None) => checks.fine("updates", "the bot asks for them, and may"),
        (Mode::Polling, Some(set)) => checks.lacks(
            "updates",
            format!(
                "a webhook is set, to {}: whoever asks for updates is refused (409)",
                set.host
            ),
            "if a program runs there, stop it or use a token of its own here: starting the bot \
             removes the webhook",
        ),
        (Mode::Webhook, None) => checks.lacks(
            "updates",
            "no webhook is set: Telegram sends nothing",
            "start the bot: it sets it",
        ),
        (Mode::Webhook, Some(set)) if !is_own(set) => checks.lacks(
            "updates",
            format!("the webhook points to {}", set.host),
            "if a program runs there, stop it or use a token of its own here: starting the bot \
             points the webhook to itself",
        ),
        (Mode::Webhook, Some(set)) => match &set.last_error {
            Some(error) if set.pending > 0 => checks.lacks(
                "updates",
                format!("{} wait at Telegram, which says: {error}", set.pending),
                "see that telegram.webhook.url leads to telegram.webhook.listen",
            ),
            _ => checks.fine("updates", format!("Telegram sends them to {}", set.host)),
        },
    }
}

async fn address(checks: &mut Checks, config: &Config) {
    let address = config.http_addr;
    match tokio::net::TcpListener::bind(address).await {
        Ok(_) => checks.fine("http", format!("{address} is free for /health and /ready")),
        Err(error) => match running(address).await {
            Some(words) => checks.fine("http", format!("a bot runs at {address}: {words}")),
            None => checks.lacks(
                "http",
                format!("{address}: {error}"),
                "if that is not this bot running already, set VINBOT_HTTP_ADDR",
            ),
        },
    }
}

/// What the bot that runs there says of itself, if it is one.
async fn running(address: SocketAddr) -> Option<String> {
    let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE);
    let url = format!("http://{address}/ready");
    let answer = client.build().ok()?.get(url).send().await.ok()?;
    let ready: serde_json::Value = answer.json().await.ok()?;
    if ready.get("ready")?.as_bool()? {
        return Some("it is ready".to_owned());
    }
    let parts = ["reason", "telegram", "store"].into_iter();
    let parts = parts.filter_map(|part| Some(format!("{part} {}", ready.get(part)?.as_str()?)));
    Some(format!(
        "it is not ready: {}",
        parts.collect::<Vec<_>>().join(", ")
    ))
}

fn state(checks: &mut Checks, folder: &Path) {
    let tried = std::fs::create_dir_all(folder).and_then(|()| {
        tempfile::Builder::new()
            .prefix(".doctor-")
            .tempfile_in(folder)
    });
    match tried {
        Ok(_) => checks.fine("state", folder.display().to_string()),
        Err(error) => checks.fails(
            "state",
            format!("{}: {error}", folder.display()),
            "make the folder writable, or name another in VINBOT_STATE_DIR",
        ),
    }
}

/// What reads printed characters in photos.
fn print(checks: &mut Checks, tesseract: &Tesseract) {
    let advice = "install tesseract (Debian: `apt install tesseract-ocr`), or name it in \
                  telegram.files.tesseract; without it only barcodes are read in photos";
    let Some(program) = tesseract.program() else {
        return match tesseract {
            Tesseract::Off => checks.fine("photos", "barcodes only, as telegram.files says"),
            _ => checks.lacks("photos", "tesseract is not on the PATH", advice),
        };
    };
    let asked = std::process::Command::new(&program)
        .arg("--version")
        .stdin(std::process::Stdio::null())
        .output();
    let program = program.display();
    match asked {
        Ok(answer) if answer.status.success() => {
            let text = String::from_utf8_lossy(&answer.stdout);
            let version = text.lines().next().unwrap_or_default().trim();
            checks.fine(
                "photos",
                format!("barcodes, and print by {version} ({program})"),
            );
        }
        Ok(answer) => {
            checks.fails(
                "photos",
                format!("{program} ends with {}", answer.status),
                advice,
            );
        }
        Err(error) => checks.fails("photos", format!("{program}: {error}"), advice),
    }
}

async fn plugins(checks: &mut Checks, config: &Config) {
    let lookup = match Lookup::start(config, Arc::default()).await {
        Ok(lookup) => lookup,
        Err(error) => return checks.fails("plugins", error.to_string(), "run `make plugins`"),
    };
    let visit = lookup.anyone();
    let plugins = visit.plugins();
    for plugin in plugins.on() {
        checks.fine(
            "plugin",
            format!(
                "{} {} ({})",
                plugin.name,
                plugin.version.number,
                super::plugin::roles(&plugin.version)
            ),
        );
    }
    for plugin in plugins.all().iter().filter(|plugin| !plugin.flags.enabled) {
        checks.lacks(
            "plugin",
            format!("{} is switched off", plugin.name),
            format!(
                "to serve it, `vinbot plugin enable {}`, or set it in config.toml",
                plugin.name
            ),
        );
    }
    for broken in plugins.broken() {
        let found = format!("{}: {}", broken.file.display(), broken.error);
        if broken.error.is_waiting() {
            checks.lacks("plugin", found, "grant it, or do without this plugin");
        } else {
            checks.fails("plugin", found, "build it again, or remove the file");
        }
    }
    for name in config.settings.plugins.keys() {
        if !plugins.has(name) {
            checks.lacks(
                "plugin",
                format!("the configuration names `{name}`, which is not here"),
                "check the name, or build the plugin",
            );
        }
    }
    for view in VIEWS {
        if plugins.with_view(view, Asker::default()).next().is_none() {
            checks.fails(
                "view",
                format!("no formatter offers `{view}`"),
                "enable a formatter that has it, such as `card`",
            );
        }
    }
    trial(checks, &visit).await;
}

async fn trial(checks: &mut Checks, visit: &Visit) {
    let Ok(vin) = TRIAL.parse::<vin::Vin>() else {
        return;
    };
    match visit.decode_one(vin).await {
        Ok(report) => {
            let by: Vec<&str> = report.decoded_by.iter().map(|name| &**name).collect();
            let found = format!(
                "{TRIAL} is a {} {}, says {}",
                report.make.unwrap_or_default(),
                report.model.unwrap_or_default(),
                by.join(", ")
            );
            checks.fine("trial", found);
        }
        Err(error) => checks.fails(
            "trial",
            format!("{TRIAL}: {error}"),
            "enable a decoder, such as `vpic`; `vinbot plugin list` shows what is there",
        ),
    }
}
