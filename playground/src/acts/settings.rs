//! What Telegram's `BotFather` sets, and the limits on sending.

use serde::{Deserialize, Serialize};

use crate::{
    Playground,
    requests::{RateSwitch, SetSettings},
    world::rates::RateLimits,
};

/// How the playground is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Limits on sending; `None` while there are none.
    pub rate_limits: Option<RateLimits>,
    /// Inline mode.
    pub inline: bool,
    /// Whether the bot is told of chosen inline results.
    pub inline_feedback: bool,
    /// Whether the bot sees every message of a group.
    pub reads_all_group_messages: bool,
}

impl Playground {
    /// How the playground is set.
    pub fn settings(&self) -> Settings {
        let world = self.world();
        Settings {
            rate_limits: world.rates.limits,
            inline: world.settings.inline,
            inline_feedback: world.settings.inline_feedback,
            reads_all_group_messages: world.settings.reads_all_group_messages,
        }
    }

    /// Changes settings; returns all of them.
    pub fn set_settings(&self, set: &SetSettings) -> Settings {
        self.change(|world| {
            world.rates.limits = match &set.rate_limits {
                None => world.rates.limits,
                Some(RateSwitch::On(on)) => on.then(RateLimits::default),
                Some(RateSwitch::Limits(limits)) => Some(*limits),
            };
            let settings = &mut world.settings;
            settings.inline = set.inline.unwrap_or(settings.inline);
            settings.inline_feedback = set.inline_feedback.unwrap_or(settings.inline_feedback);
            settings.reads_all_group_messages = set
                .reads_all_group_messages
                .unwrap_or(settings.reads_all_group_messages);
        });
        self.settings()
    }
}
