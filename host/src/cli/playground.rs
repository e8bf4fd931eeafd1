//! `vinbot playground`.

use std::net::SocketAddr;
use std::process::ExitCode;

use vinbot_playground::{DEFAULT_TOKEN, Options, Playground, Sample, api_url};

use super::{Failure, serve};
use crate::config::Config;

/// What one can try without a VIN at hand.
const SAMPLES: [(&str, &str); 6] = [
    ("Honda Accord", "1HGCM82633A004352"),
    ("Tesla Model 3", "5YJ3E1EA2KF317000"),
    ("Audi, from Germany", "WAUZZZ8K9BA123456"),
    ("two to compare", "1HGCM82633A004352 1FTFW1ET9DFC10312"),
    ("mistyped", "1HGCM82643A004352"),
    ("an O for a zero", "1HGCM82633AO04352"),
];

/// The bot with a Telegram of its own.
#[allow(clippy::print_stdout, reason = "where the page is")]
pub(super) async fn run(config: Config, listen: SocketAddr) -> Result<ExitCode, Failure> {
    let listener = serve::listen(listen).await?;
    let port = listener.local_addr()?.port();
    let samples = SAMPLES.map(|(label, text)| Sample {
        label: label.into(),
        text: text.into(),
    });
    let playground = Playground::new(Options {
        bot_name: "vinbot".into(),
        bot_username: "vin_playground_bot".into(),
        samples: samples.to_vec(),
        ..Options::default()
    });
    let api = reqwest::Url::parse(&api_url(port)).map_err(std::io::Error::other)?;
    println!("The bot is at http://127.0.0.1:{port} – open it in a browser. Ctrl-C stops it.");
    let router = playground.router(port);
    let token = DEFAULT_TOKEN.into();
    serve::serve(&config, &token, &api, listener, router, || {
        playground.shutdown();
    })
    .await?;
    Ok(ExitCode::SUCCESS)
}
