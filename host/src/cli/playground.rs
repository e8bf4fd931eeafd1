//! `vinbot playground`.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::ExitCode;

use vinbot_playground::{DEFAULT_TOKEN, Options, Playground, Sample};

use super::{Failure, serve};
use crate::config::{Admins, Config, Mode};
use crate::telemetry::Logs;

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
pub(super) async fn run(
    mut config: Config,
    logs: &Logs,
    listen: SocketAddr,
) -> Result<ExitCode, Failure> {
    let front = serve::Front::open(listen).await?;
    let listens = front.address()?;
    let address = reachable(listens);
    if config.admins == Admins::Only(Vec::new()) && listens.ip().is_loopback() {
        // Whoever reaches the page sits at this machine.
        config.admins = Admins::Everybody;
    }
    // Its Telegram is in this process.
    config.settings.telegram.mode = Mode::Polling;
    // A bot of the same folder may be running, and its users are others.
    config.store_dir = config.state_dir.join("playground");
    let playground = playground(address);
    let page = format!("http://{address}");
    let api = reqwest::Url::parse(&page).map_err(std::io::Error::other)?;
    say!("The bot is at {page} – open it in a browser. Ctrl-C stops it.");
    let router = playground.router(address.port());
    let token = DEFAULT_TOKEN.into();
    Box::pin(serve::serve(
        &config,
        logs,
        &token,
        &api,
        front,
        router,
        || {
            playground.shutdown();
        },
    ))
    .await?;
    Ok(ExitCode::SUCCESS)
}

/// A Telegram for a bot that is started elsewhere: to look at that bot's memory, say, and at
/// nothing else's.
pub(super) async fn alone(listen: SocketAddr) -> Result<ExitCode, Failure> {
    let front = serve::Front::open(listen).await?;
    let address = reachable(front.address()?);
    say!(
        "A Telegram without a bot is at http://{address}. A bot joins it with \
         TELEGRAM_API_URL=http://{address} TELEGRAM_BOT_TOKEN={DEFAULT_TOKEN}. Ctrl-C stops it."
    );
    front.serve_alone(playground(address)).await?;
    Ok(ExitCode::SUCCESS)
}

fn playground(address: SocketAddr) -> Playground {
    let samples = SAMPLES.map(|(label, text)| Sample {
        label: label.into(),
        text: text.into(),
    });
    Playground::new(Options {
        bot_name: "vinbot".into(),
        bot_username: "vin_playground_bot".into(),
        samples: samples.to_vec(),
        extra_hosts: vec![address.to_string()],
        ..Options::default()
    })
}

/// The address by which this machine reaches a listener: one that listens everywhere
/// is here, too.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(if address.is_ipv4() {
            Ipv4Addr::LOCALHOST.into()
        } else {
            Ipv6Addr::LOCALHOST.into()
        });
    }
    address
}
