//! `/admin plugins` and `/admin plugin NAME`.

use super::button;
use crate::plugins::{Overview, PluginState};
use crate::rich::{Button, Message, Style};

pub(super) fn plugins(overview: &Overview) -> Message {
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
            .map(|plugin| button(&plugin.name, &format!("plugin {}", plugin.name)));
        message.row(buttons.collect())
    })
}

pub(super) fn plugin(overview: &Overview, name: &str) -> Message {
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
        .row(rollouts(plugin))
        .row(vec![button("Plugins", "plugins")])
}

/// How many of the users it works for; not the share that holds.
fn rollouts(plugin: &PluginState) -> Vec<Button> {
    let shares = [0, 10, 50, 100].into_iter();
    let others = shares.filter(|share| *share != plugin.rollout);
    let to = |share| {
        let command = format!("rollout {} {share}", plugin.name);
        button(&format!("{share} %"), &command)
    };
    others.map(to).collect()
}

fn steering(plugin: &PluginState) -> Vec<Button> {
    let name = &plugin.name;
    let switch = if plugin.enabled {
        button("Disable", &format!("disable {name}"))
    } else {
        button("Enable", &format!("enable {name}"))
    };
    let mut buttons = vec![switch];
    if plugin.served.len() > 1 {
        buttons.push(button("Roll back", &format!("rollback {name}")));
    }
    if plugin.toggled != crate::plugins::Override::default() {
        buttons.push(button("Reset", &format!("reset {name}")));
    }
    buttons
}
