//! `/admin`: what those in `ADMIN_IDS` may ask and do. Nobody else sees that it exists.

mod cache;
mod plugins;
mod services;

use plugins::{plugin, plugins};

use crate::plugins::{Registry, Steer};
use crate::rich::{Action, Button, Message, Style};

/// What `/admin` and these arguments come to.
pub(super) async fn answer(registry: &Registry, user: Option<u64>, arguments: &str) -> Message {
    let words: Vec<&str> = arguments.split_whitespace().collect();
    let (name, steer) = match words.as_slice() {
        ["cache"] => return cache::screen(&registry.cache().stats()),
        ["services"] => return services::screen(&registry.client().statistics()),
        ["plugins"] => return plugins(&registry.overview().await),
        ["plugin", name] => return plugin(&registry.overview().await, name),
        ["enable", name] => (name, Steer::Enable(true)),
        ["disable", name] => (name, Steer::Enable(false)),
        ["rollback", name] => (name, Steer::Rollback(None)),
        ["rollback", name, digest] => (name, Steer::Rollback(Some((*digest).to_owned()))),
        ["reset", name] => (name, Steer::Reset),
        ["rollout", name, percent] => match percent.trim_end_matches('%').parse() {
            Ok(percent) => (name, Steer::Rollout(percent)),
            Err(_) => return Message::default().plain("A rollout is a number from 0 to 100."),
        },
        _ => return usage(),
    };
    tracing::info!(plugin = name, ?steer, by = user, "steered");
    match registry.steer(name, &steer).await {
        Ok(()) => plugin(&registry.overview().await, name),
        Err(error) => Message::default().plain(error.to_string()),
    }
}

fn usage() -> Message {
    let mut message = Message::default().text("For admins\n", Style::BOLD);
    for (command, words) in [
        ("/admin plugins", "how all are"),
        ("/admin plugin NAME", "one of them, and its versions"),
        ("/admin enable NAME", "switch it on"),
        ("/admin disable NAME", "switch it off"),
        (
            "/admin rollout NAME PERCENT",
            "let it work for so many of the users",
        ),
        (
            "/admin rollback NAME [DIGEST]",
            "let an earlier version serve",
        ),
        ("/admin cache", "what is kept, and how often that helps"),
        ("/admin services", "how the services outside fare"),
        (
            "/admin reset NAME",
            "what the configuration says holds again",
        ),
    ] {
        message = message
            .text(command, Style::CODE)
            .plain(format!(" – {words}\n"));
    }
    message.row(vec![
        button("Plugins", "/admin plugins"),
        button("Cache", "/admin cache"),
        button("Services", "/admin services"),
    ])
}

fn button(label: &str, command: &str) -> Button {
    Button {
        label: label.to_owned(),
        action: Action::Command(command.to_owned()),
    }
}
