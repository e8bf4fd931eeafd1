//! `/admin`: what those in `ADMIN_IDS` may ask and do. Nobody else sees that it exists.

use crate::plugins::{Overview, PluginState, Registry, Steer};
use crate::rich::{Action, Button, Message, Style};

/// What `/admin` and these arguments come to.
pub(super) async fn answer(registry: &Registry, user: Option<u64>, arguments: &str) -> Message {
    let words: Vec<&str> = arguments.split_whitespace().collect();
    let (name, steer) = match words.as_slice() {
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
        (
            "/admin reset NAME",
            "what the configuration says holds again",
        ),
    ] {
        message = message
            .text(command, Style::CODE)
            .plain(format!(" – {words}\n"));
    }
    message.row(vec![button("Plugins", "/admin plugins")])
}

fn plugins(overview: &Overview) -> Message {
    let mut message = Message::default().text("Plugins\n", Style::BOLD);
    for plugin in &overview.plugins {
        message = message
            .text(plugin.name.as_str(), Style::BOLD)
            .plain(format!(" {} – {}\n", plugin.version, plugin.word()));
    }
    for broken in &overview.broken {
        let instead = broken.instead.as_ref().map_or_else(
            || "not served".to_owned(),
            |version| format!("{version} serves on"),
        );
        message = message
            .plain("\n")
            .text(broken.file.as_str(), Style::CODE)
            .plain(format!("\n{instead}: {}\n", broken.reason));
    }
    overview.plugins.chunks(3).fold(message, |message, row| {
        let buttons = row
            .iter()
            .map(|plugin| button(&plugin.name, &format!("/admin plugin {}", plugin.name)));
        message.row(buttons.collect())
    })
}

fn plugin(overview: &Overview, name: &str) -> Message {
    let Some(plugin) = overview.plugins.iter().find(|plugin| plugin.name == name) else {
        return Message::default().plain(format!("There is no plugin {name}."));
    };
    let mut message = Message::default()
        .text(plugin.name.as_str(), Style::BOLD)
        .plain(format!(
            " {} – {}\n{}\n{}, order {}, for {} % of users\n",
            plugin.version,
            plugin.word(),
            plugin.summary,
            plugin.roles.join(", "),
            plugin.order,
            plugin.rollout,
        ));
    if let Some(seconds) = plugin.aside_s {
        message = message.plain(format!("Tried again in {seconds} s\n"));
    }
    if !plugin.served.is_empty() {
        message = message.plain("\nVersions that have served:\n");
    }
    for served in &plugin.served {
        let now = if served.digest == plugin.digest {
            " – now"
        } else {
            ""
        };
        message = message
            .text(served.digest.get(..12).unwrap_or_default(), Style::CODE)
            .plain(format!(" {}{now}\n", served.number));
    }
    message
        .row(steering(plugin))
        .row(vec![button("Plugins", "/admin plugins")])
}

fn steering(plugin: &PluginState) -> Vec<Button> {
    let name = &plugin.name;
    let switch = if plugin.enabled {
        button("Disable", &format!("/admin disable {name}"))
    } else {
        button("Enable", &format!("/admin enable {name}"))
    };
    let mut buttons = vec![switch];
    if plugin.served.len() > 1 {
        buttons.push(button("Roll back", &format!("/admin rollback {name}")));
    }
    if plugin.toggled != crate::plugins::Override::default() {
        buttons.push(button("Reset", &format!("/admin reset {name}")));
    }
    buttons
}

fn button(label: &str, command: &str) -> Button {
    Button {
        label: label.to_owned(),
        action: Action::Command(command.to_owned()),
    }
}
