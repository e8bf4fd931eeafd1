//! `/settings`: language, units, formatter, history, private mode.

use vinbot_store::{Units, UserSettings};

use super::super::conversation::Conversation;
use super::super::pages::mine;
use super::{Outcome, Refusal};
use crate::rich::{Button, Message, Style};
use crate::words::Words;

pub(super) async fn settings(here: &Conversation<'_>, arguments: &str) -> Outcome {
    here.in_private()?;
    let user = here.user()?;
    let store = &here.services.store;
    let mut chosen = store.settings(user).await?;
    if !arguments.is_empty() {
        if !change(here, &mut chosen, arguments) {
            tracing::warn!(event = "invalid-input", "no such setting");
            return Err(Refusal::Words(here.words().text("settings-odd", &[])));
        }
        // First, so that nothing is written behind what is deleted.
        store.set_settings(user, &chosen).await?;
        if chosen.private {
            // What was stored before is not meant to stay.
            store.clear_history(user).await?;
            store.clear_answers(user).await?;
            store.forget_chat(here.place.chat.0).await?;
            here.services.lately.is_unknown(here.place.chat.0).await;
        }
    }
    Ok(screen(here, &chosen).into())
}

/// Changes what was chosen; false if the words mean nothing.
fn change(here: &Conversation<'_>, chosen: &mut UserSettings, arguments: &str) -> bool {
    let words: Vec<&str> = arguments.split_whitespace().collect();
    match words.as_slice() {
        ["language", "auto"] => chosen.language = None,
        ["language", code] if Words::all().any(|words| words.code() == *code) => {
            chosen.language = Some((*code).to_owned());
        }
        ["units", "auto"] => chosen.units = None,
        ["units", "metric"] => chosen.units = Some(Units::Metric),
        ["units", "us"] => chosen.units = Some(Units::Us),
        ["formatter", "auto"] => chosen.formatter = None,
        ["formatter", name] if here.visit.formatters("card").any(|one| one == *name) => {
            chosen.formatter = Some((*name).to_owned());
        }
        ["history", "on"] => chosen.history = true,
        ["history", "off"] => chosen.history = false,
        ["private", "on"] => chosen.private = true,
        ["private", "off"] => chosen.private = false,
        _ => return false,
    }
    true
}

fn screen(here: &Conversation<'_>, chosen: &UserSettings) -> Message {
    // In the language that was just chosen.
    let reader = here.reader.clone().who_chose(chosen.clone());
    let words = reader.words();
    let on = |on: bool| words.text(if on { "on" } else { "off" }, &[]);
    let auto = words.text("automatic", &[]);
    let marked = |label: String, holds: bool| if holds { format!("✓ {label}") } else { label };
    let own = |language: Words| language.text("language-name", &[]);
    let units = words.text(
        if reader.uses_us_units() {
            "units-us"
        } else {
            "units-metric"
        },
        &[],
    );
    let mut message = Message::default()
        .text(words.text("settings-title", &[]), Style::BOLD)
        .plain(format!(
            "\n\n{}: {}",
            words.text("settings-language", &[]),
            own(words)
        ))
        .plain(format!("\n{}: {units}", words.text("settings-units", &[])))
        .plain(format!(
            "\n{}: {}",
            words.text("settings-history", &[]),
            on(chosen.history)
        ))
        .plain(format!(
            "\n{}: {}",
            words.text("settings-private", &[]),
            on(chosen.private)
        ));
    let mut languages: Vec<Button> = Words::all()
        .map(|language| {
            let code = language.code();
            let holds = chosen.language.as_deref() == Some(code);
            let command = format!("/settings language {code}");
            mine(marked(own(language), holds), command)
        })
        .collect();
    languages.push(mine(
        marked(auto.clone(), chosen.language.is_none()),
        "/settings language auto",
    ));
    for row in languages.chunks(3) {
        message = message.row(row.to_vec());
    }
    message = message.row(
        [
            ("metric", Some(Units::Metric)),
            ("us", Some(Units::Us)),
            ("auto", None),
        ]
        .into_iter()
        .map(|(name, units)| {
            let label = match units {
                Some(Units::Metric) => words.text("units-metric", &[]),
                Some(Units::Us) => words.text("units-us", &[]),
                None => auto.clone(),
            };
            let holds = chosen.units == units;
            mine(marked(label, holds), format!("/settings units {name}"))
        })
        .collect(),
    );
    let formatters: Vec<&str> = here.visit.formatters("card").collect();
    if formatters.len() > 1 {
        let named = formatters.iter().map(|name| {
            let holds = chosen.formatter.as_deref() == Some(*name);
            mine(
                marked((*name).to_owned(), holds),
                format!("/settings formatter {name}"),
            )
        });
        let automatic = mine(
            marked(auto.clone(), chosen.formatter.is_none()),
            "/settings formatter auto",
        );
        message = message.row(named.chain([automatic]).collect());
    }
    let flip = |key: &str, name: &str, holds: bool| {
        let to = if holds { "off" } else { "on" };
        let label = words.text(key, &[]);
        mine(marked(label, holds), format!("/settings {name} {to}"))
    };
    message.row(vec![
        flip("settings-history", "history", chosen.history),
        flip("settings-private", "private", chosen.private),
    ])
}
