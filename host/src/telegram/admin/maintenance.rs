//! `/admin maintenance`: everybody but admins is told to come back later.

use super::super::conversation::Conversation;
use super::{Told, button, failed};
use crate::rich::{Message, Style};

pub(super) async fn maintenance(here: &Conversation<'_>, what: &[&str]) -> Told {
    let services = here.services;
    let wanted = match what {
        [] => None,
        ["on"] => Some(true),
        ["off"] => Some(false),
        _ => return Err("Write /admin maintenance on or off.".to_owned()),
    };
    if let Some(on) = wanted {
        let set = services.maintenance.set(&services.store, on).await;
        set.map_err(failed)?;
        tracing::info!(on, "maintenance");
    }
    let on = services.maintenance.is_on(&services.store).await;
    let (words, next) = if on {
        (
            "on: everybody but admins is told to come back later",
            button("Switch off", "maintenance off"),
        )
    } else {
        (
            "off: everybody is answered",
            button("Switch on", "maintenance on"),
        )
    };
    Ok(Message::default()
        .text("Maintenance", Style::BOLD)
        .plain(format!(" is {words}."))
        .row(vec![next]))
}
