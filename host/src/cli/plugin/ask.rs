//! `vinbot plugin ask`.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use vinbot_net::Request;

use super::super::{Failure, complain};
use crate::config::Config;
use crate::plugins::Registry;

/// Bytes of an answer that are printed.
const SHOWN: usize = 64 << 10;

pub(super) async fn run(
    config: &Config,
    name: &str,
    url: String,
    headers: &[String],
) -> Result<ExitCode, Failure> {
    let registry = Registry::start(config, Arc::default()).await?;
    let snapshot = registry.snapshot();
    let Some(plugin) = snapshot.plugins.named(name) else {
        complain(&format!(
            "no plugin `{name}` is served: `vinbot plugin list` tells which are, and why others \
             are not"
        ));
        return Ok(ExitCode::FAILURE);
    };
    let pairs: Vec<(String, String)> = headers
        .iter()
        .map(|header| {
            let (name, value) = header.split_once(':').unwrap_or((header, ""));
            (name.trim().to_owned(), value.trim().to_owned())
        })
        .collect();
    let refused = |error: vinbot_net::HttpError| {
        complain(&format!("{name} would get `{}`: {error}", error.code()));
        ExitCode::from(2)
    };
    let headers = match vinbot_net::parse_headers(&pairs) {
        Ok(headers) => headers,
        Err(error) => return Ok(refused(error)),
    };
    let request = Request {
        method: reqwest::Method::GET,
        url,
        headers,
        body: None,
        timeout: None,
        follow: true,
    };
    let began = Instant::now();
    let answer = match plugin.send(request).await {
        Ok(answer) => answer,
        Err(error) => return Ok(refused(error)),
    };
    say!(
        "{} after {} ms, {} bytes",
        answer.status,
        began.elapsed().as_millis(),
        answer.body.len()
    );
    for (name, value) in &answer.headers {
        say!("{name}: {}", String::from_utf8_lossy(value.as_bytes()));
    }
    let shown = &answer.body[..answer.body.len().min(SHOWN)];
    say!("\n{}", String::from_utf8_lossy(shown));
    if shown.len() < answer.body.len() {
        say!("… and {} bytes more", answer.body.len() - shown.len());
    }
    Ok(ExitCode::SUCCESS)
}
