//! `/admin`: what those in `ADMIN_IDS` may ask and do, in private. Nobody else sees that it
//! exists (`super::rights`). Every button is for the admin who was answered.

mod audit;
mod broadcasts;
mod cache;
mod debug;
mod errors;
mod feedback;
mod jobs;
mod log;
mod maintenance;
mod plugins;
mod services;
mod stats;

use vinbot_store::StoreError;

use super::conversation::Conversation;
use super::pages::mine;
use crate::plugins::{Registry, Steer};
use crate::rich::{Button, Message, Style};

/// What an admin is told, or why nothing was done.
type Told = Result<Message, String>;

/// What may be asked: how it is written, and what it does.
const COMMANDS: [(&str, &str); 22] = [
    ("stats", "how much the bot is used, and how it fares"),
    ("errors", "the last warnings and errors"),
    ("errors ID", "those of one update"),
    ("debug VIN", "who says what of a VIN, in how long"),
    ("feedback", "what users said"),
    ("broadcast TEXT", "say something to all chats: asks first"),
    ("broadcasts", "how far broadcasts are"),
    ("jobs", "what is done at set times"),
    ("jobs run NAME", "do it now"),
    ("log LEVEL", "log so much until the next start"),
    ("maintenance on|off", "send everybody away for a while"),
    ("plugins", "how all are"),
    ("plugin NAME", "one of them, and its versions"),
    ("enable NAME", "switch it on"),
    ("disable NAME", "switch it off"),
    (
        "rollout NAME PERCENT",
        "let it work for so many of the users",
    ),
    ("rollback NAME [DIGEST]", "let an earlier version serve"),
    ("reset NAME", "what the configuration says holds again"),
    ("cache", "what is kept, and how often that helps"),
    ("services", "how the services outside fare"),
    ("audit", "who did what"),
    ("help", "this"),
];

/// What `/admin` and these arguments come to.
pub(super) async fn answer(here: &Conversation<'_>, arguments: &str) -> Message {
    let (name, rest) = arguments
        .split_once(char::is_whitespace)
        .unwrap_or((arguments, ""));
    let told = run(here, name, rest.trim()).await;
    audit::note(here, name, rest.trim(), &told).await;
    told.unwrap_or_else(|reason| {
        Message::default()
            .plain(reason)
            .row(vec![button("Help", "help")])
    })
}

async fn run(here: &Conversation<'_>, name: &str, rest: &str) -> Told {
    let words: Vec<&str> = rest.split_whitespace().collect();
    let registry = here.services.lookup.registry();
    match (name, words.as_slice()) {
        ("stats", []) => stats::screen(here).await,
        ("errors", which) => errors::screen(&here.services.logs, which),
        ("debug", _) => debug::screen(here, rest).await,
        ("feedback", page) => feedback::screen(here, page).await,
        ("broadcast", [_, ..]) => broadcasts::draft(here, rest).await,
        ("broadcasts", what) => broadcasts::broadcasts(here, what).await,
        ("jobs", what) => jobs::jobs(here, what).await,
        ("log", _) => log::log(here, rest),
        ("audit", page) => audit::screen(here, page).await,
        ("maintenance", what) => maintenance::maintenance(here, what).await,
        ("cache", []) => Ok(cache::screen(&registry.cache().stats())),
        ("services", []) => Ok(services::screen(&registry.client().statistics())),
        ("plugins", []) => Ok(plugins::plugins(&registry.overview().await)),
        ("plugin", [name]) => Ok(plugins::plugin(&registry.overview().await, name)),
        (name, words) => match wanted(name, words)? {
            Some((plugin, steer)) => steered(registry, plugin, &steer).await,
            None => Ok(usage()),
        },
    }
}

/// Which plugin is to be steered, and how.
fn wanted<'t>(name: &str, words: &[&'t str]) -> Result<Option<(&'t str, Steer)>, String> {
    Ok(Some(match (name, words) {
        ("enable", [plugin]) => (*plugin, Steer::Enable(true)),
        ("disable", [plugin]) => (*plugin, Steer::Enable(false)),
        ("rollback", [plugin]) => (*plugin, Steer::Rollback(None)),
        ("rollback", [plugin, digest]) => (*plugin, Steer::Rollback(Some((*digest).to_owned()))),
        ("reset", [plugin]) => (*plugin, Steer::Reset),
        ("rollout", [plugin, percent]) => {
            let percent = percent.trim_end_matches('%').parse();
            let percent = percent.map_err(|_| "A rollout is a number from 0 to 100.")?;
            (*plugin, Steer::Rollout(percent))
        }
        _ => return Ok(None),
    }))
}

async fn steered(registry: &Registry, plugin: &str, steer: &Steer) -> Told {
    match registry.steer(plugin, steer).await {
        Ok(()) => {
            tracing::info!(plugin, ?steer, "steered");
            Ok(plugins::plugin(&registry.overview().await, plugin))
        }
        Err(error) => {
            tracing::warn!(plugin, ?steer, %error, "not steered");
            Err(error.to_string())
        }
    }
}

fn usage() -> Message {
    let mut message = Message::default().text("For admins\n", Style::BOLD);
    for (command, words) in COMMANDS {
        message = message
            .text(format!("/admin {command}"), Style::CODE)
            .plain(format!(" – {words}\n"));
    }
    for row in [
        ["stats", "errors", "feedback"],
        ["broadcasts", "jobs", "log"],
        ["plugins", "cache", "services"],
    ] {
        message = message.row(row.map(screen_button).to_vec());
    }
    message.row(["audit", "maintenance"].map(screen_button).to_vec())
}

/// A button with the name of what it shows.
fn screen_button(name: &str) -> Button {
    let mut label = name.to_owned();
    if let Some(first) = label.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    button(&label, name)
}

/// A button for this admin alone; the answer takes the message's place.
fn button(label: &str, command: &str) -> Button {
    mine(label, format!("/admin {command}"))
}

/// The store's words for an admin.
#[expect(clippy::needless_pass_by_value, reason = "for map_err")]
fn failed(error: StoreError) -> String {
    tracing::error!(%error, "the store failed");
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rich::Action;
    use rstest::rstest;

    #[rstest]
    #[case("enable", &["vpic"], Some(Steer::Enable(true)))]
    #[case("rollout", &["vpic", "30%"], Some(Steer::Rollout(30)))]
    #[case("rollback", &["vpic", "ab12"], Some(Steer::Rollback(Some("ab12".into()))))]
    #[case("enable", &[], None)]
    #[case("explode", &["vpic"], None)]
    fn a_wish_is_read(#[case] name: &str, #[case] words: &[&str], #[case] steer: Option<Steer>) {
        let wanted = wanted(name, words).unwrap();
        assert_eq!(wanted.map(|(_, steer)| steer), steer);
    }

    #[test]
    fn a_rollout_of_no_number_is_told_so() {
        assert!(wanted("rollout", &["vpic", "many"]).is_err());
        assert!(wanted("rollout", &["vpic", "300"]).is_err());
    }

    #[test]
    fn every_screen_has_a_button_that_telegram_takes() {
        for row in usage().buttons {
            for button in row {
                let Action::Mine(command) = button.action else {
                    panic!("{button:?}")
                };
                assert!(command.len() < 50, "{command}");
            }
        }
    }
}
