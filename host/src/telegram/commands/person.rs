//! `/export` and `/forget`: all that is known of a user, shown and deleted.

use super::super::conversation::Conversation;
use super::super::pages::mine;
use super::Outcome;
use crate::rich::{Attachment, Message, Style};

/// Everything about the user, as a file.
pub(super) async fn export(here: &Conversation<'_>) -> Outcome {
    let (words, user) = (here.words(), here.user()?);
    here.in_private()?;
    let all = here.services.store.export(user).await?;
    if all.as_object().is_none_or(serde_json::Map::is_empty) {
        return Ok(words.message("export-empty", &[]).into());
    }
    let mut message = words.message("export", &[]);
    message.attachments.push(Attachment {
        file_name: "vinbot-export.json".to_owned(),
        media_type: "application/json".to_owned(),
        data: serde_json::to_vec_pretty(&all).unwrap_or_default(),
    });
    Ok(message.into())
}

/// Deletes everything about the user, once more asked; says what it deleted. What began before
/// writes nothing afterwards (see [`Conversation::notes`]).
pub(super) async fn forget(here: &Conversation<'_>, arguments: &str) -> Outcome {
    let (words, user) = (here.words(), here.user()?);
    here.in_private()?;
    if arguments != "yes" {
        let yes = mine(words.text("forget-yes", &[]), "/forget yes");
        return Ok(words.message("forget-really", &[]).row(vec![yes]).into());
    }
    let deleted = here.services.store.forget(user).await?;
    // Nor are answers left in memory, or that the chat was noted.
    here.services.answered.forget(user);
    here.services.lately.is_unknown(here.place.chat.0).await;
    if deleted.is_empty() {
        return Ok(words.message("forgot-nothing", &[]).into());
    }
    let title = words.text("forgot", &[]);
    let mut message = Message::default().text(title, Style::BOLD);
    for (table, count) in deleted {
        let what = words.text(&format!("table-{}", table.replace('_', "-")), &[]);
        message = message.plain(format!("\n{what}: {count}"));
    }
    Ok(message.into())
}
