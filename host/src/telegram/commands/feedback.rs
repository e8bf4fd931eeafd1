//! `/feedback TEXT`: words for whoever runs the bot.

use vinbot_store::{Feedback, StoreError};

use super::super::conversation::Conversation;
use super::super::{dialogue, moment};
use super::{Answer, Outcome, Refusal};

/// Characters that are kept.
const LENGTH: usize = 1_000;

pub(super) async fn feedback(here: &Conversation<'_>, arguments: &str) -> Outcome {
    if arguments.trim().is_empty() {
        return dialogue::feedback(here).await;
    }
    keep(here, arguments).await
}

/// Keeps what a user said for the admins, and tells the user so.
pub(in super::super) async fn keep(here: &Conversation<'_>, text: &str) -> Outcome {
    let feedback = Feedback {
        at: moment::now(),
        text: text.chars().take(LENGTH).collect(),
        correlation: here.update.to_string(),
    };
    let user = here.user()?;
    match here.services.store.add_feedback(user, &feedback).await {
        Err(StoreError::Full { most, .. }) => {
            let most = [("most", most.into())];
            return Err(Refusal::Words(here.words().text("feedback-full", &most)));
        }
        kept => kept?,
    }
    tracing::info!("somebody left feedback");
    Ok(Answer::Note(here.words().text("feedback-kept", &[])))
}
