//! What the configuration says that is allowed and probably not meant.

use std::time::Duration;

use vinbot_cache::StoreKind;

use super::super::serve::HTTP_PATIENCE;
use super::check::Checks;
use crate::config::{Admins, Config, StorePlace, Tesseract};
use crate::telegram::AFTER_DRAIN;

/// What platforms wait after SIGTERM: fly.toml and the files in ops/ say so.
const PLATFORMS_WAIT: Duration = Duration::from_secs(40);

/// What the bot does after its running answers have ended, at most.
const LAST_STEPS: Duration = AFTER_DRAIN.saturating_add(HTTP_PATIENCE);

pub(super) fn look(checks: &mut Checks, config: &Config) {
    match &config.file {
        Some(file) => checks.fine("configuration", file.display().to_string()),
        None => checks.fine(
            "configuration",
            "no file: the defaults, and the environment",
        ),
    }
    let settings = &config.settings;
    if config.admins == Admins::Only(Vec::new()) {
        checks.lacks(
            "admins",
            "nobody may use /admin",
            "set ADMIN_IDS to your Telegram id; @userinfobot tells it",
        );
    }
    if !config.http_addr.ip().is_loopback() {
        checks.lacks(
            "http",
            format!("{} is reached from other machines", config.http_addr),
            "as it must in a container; else set VINBOT_HTTP_ADDR=127.0.0.1:8080: /metrics asks \
             for no password",
        );
    }
    if settings.http.allow_loopback {
        checks.lacks(
            "http",
            "plugins may ask services of this machine",
            "http.allow_loopback is for development: set it to false",
        );
    }
    let drain = Duration::from_secs(settings.telegram.drain_timeout_s);
    if drain + LAST_STEPS > PLATFORMS_WAIT {
        checks.lacks(
            "shutdown",
            format!("running answers may take {} s", drain.as_secs()),
            format!(
                "let whoever ends the bot wait {} s longer than telegram.drain_timeout_s \
                 (kill_timeout of fly.toml, TimeoutStopSec, terminationGracePeriodSeconds, \
                 stop_grace_period)",
                LAST_STEPS.as_secs()
            ),
        );
    }
    if settings.store.place == StorePlace::Memory {
        checks.lacks(
            "store",
            "store.place is \"memory\"",
            "what users save is forgotten at the end: set it to \"file\" or \"redis\"",
        );
    }
    let secrets = &config.cache_secrets;
    let idle_redis = secrets.redis_url.is_some()
        && settings.cache.store != StoreKind::Redis
        && settings.store.place != StorePlace::Redis;
    if idle_redis {
        checks.lacks(
            "redis",
            "REDIS_URL is set, and only limits are counted there",
            "to keep answers there set cache.store = \"redis\", to keep what users save \
             store.place = \"redis\"",
        );
    }
    if secrets.upstash_url.is_some() && settings.cache.store != StoreKind::Upstash {
        checks.lacks(
            "upstash",
            "UPSTASH_REDIS_REST_URL is set and not used",
            "set cache.store = \"upstash\", or leave the variable out",
        );
    }
    photos(checks, &settings.telegram.files.tesseract);
}

/// What reads printed characters in photos.
fn photos(checks: &mut Checks, tesseract: &Tesseract) {
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
