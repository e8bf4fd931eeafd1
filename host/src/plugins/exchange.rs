//! What the host and the roles of a plugin hand to one another.

use super::flags::Asker;
use crate::report::{Attribute, Finding};
use crate::vin::Vin;

/// What a decoder is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Query {
    /// The VIN.
    pub vin: Vin,
    /// The model year, where the user said it.
    pub model_year: Option<u16>,
}

/// What one decoder says of one VIN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// `HONDA`.
    pub make: Option<String>,
    /// `Accord`.
    pub model: Option<String>,
    /// `2003`.
    pub model_year: Option<u16>,
    /// The facts.
    pub attributes: Vec<Attribute>,
    /// About the VIN itself.
    pub findings: Vec<Finding>,
    /// 0–100.
    pub confidence: u8,
}

/// How a report is to be shown.
#[derive(Debug, Clone, Copy)]
pub struct ViewContext<'a> {
    /// BCP 47 tag of the reader's language.
    pub locale: &'a str,
    /// Metric units rather than those of the US.
    pub metric: bool,
    /// `card`.
    pub view: &'a str,
    /// From 0.
    pub page: u32,
}

/// A slash command that a plugin answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandSpec {
    /// Without the slash: `obd`.
    pub name: String,
    /// One line for the menu.
    pub description: String,
    /// What to type: `/obd CODE`.
    pub usage: String,
    /// Others don't see that it exists.
    pub admin_only: bool,
}

/// A slash command that somebody sent.
#[derive(Debug, Clone, Copy)]
pub struct Invocation<'a> {
    /// Without the slash.
    pub name: &'a str,
    /// What follows it.
    pub arguments: &'a str,
    /// BCP 47 tag of the caller's language.
    pub locale: &'a str,
    /// Who; the plugin sees an alias.
    pub asker: Asker,
}

impl CommandSpec {
    /// True if Telegram takes it into its menu.
    pub(super) fn is_valid(&self) -> bool {
        let letter = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_');
        (1..=32).contains(&self.name.len())
            && self.name.bytes().all(letter)
            && (1..=256).contains(&self.description.chars().count())
    }
}
