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
            .map(|plugin| button(&plugin.name, &format!("/admin plugin {}", plugin.name)));
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
