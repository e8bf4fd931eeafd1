//! Questions that the bot asked and waits for an answer to. They are kept in the store, so
//! that they survive a restart, and they expire.
//!
//! Only in private chats, and only what can be meant as an answer is taken for one: a
//! command or a VIN is answered as always.

use serde::{Deserialize, Serialize};
use vinbot_store::Dialogue;

use super::commands::{
    self, Answer, Refusal, compare as comparison, feedback as words_of, garage, others,
};
use super::conversation::Conversation;
use super::moment;
use super::route::Ask;
use crate::plugins::CommandSpec;
use crate::rich::{Action, Button, Message, Style};
use crate::vin::Vin;

/// Who has not answered by then has forgotten the question, in seconds.
const PATIENCE: u64 = 15 * 60;
/// Characters of one argument of a command.
const ARGUMENT: usize = 64;

/// What the bot waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "state", rename_all = "lowercase")]
enum Waiting {
    /// Further VINs to compare with these.
    Compare(Vec<String>),
    /// A name for this car.
    Name(String),
    /// Words for whoever runs the bot.
    Feedback(()),
    /// The next argument of a plugin's command.
    Arguments { command: String, given: Vec<String> },
}

type Outcome = Result<Answer, Refusal>;

/// Begins to compare: with these, of which there are too few.
pub(super) async fn compare(here: &Conversation<'_>, vins: Vec<Vin>) -> Outcome {
    let key = if vins.is_empty() {
        "compare-first"
    } else {
        "compare-next"
    };
    let vins = vins.iter().map(Vin::to_string).collect();
    ask(here, Waiting::Compare(vins), here.words().message(key, &[])).await
}

/// Asks for the name of a car.
pub(super) async fn name(here: &Conversation<'_>, vin: Vin) -> Outcome {
    let question = here
        .words()
        .message("name-ask", &[("vin", vin.as_str().into())]);
    ask(here, Waiting::Name(vin.to_string()), question).await
}

/// Asks for words for whoever runs the bot.
pub(super) async fn feedback(here: &Conversation<'_>) -> Outcome {
    let question = here.words().message("feedback-ask", &[]);
    ask(here, Waiting::Feedback(()), question).await
}

/// Asks for the arguments that a plugin's command still lacks: words in capitals of its
/// usage, such as `/value VIN MILEAGE STATE`. None if it has all, or nobody can be asked.
pub(super) async fn ask_for_arguments(
    here: &Conversation<'_>,
    spec: &CommandSpec,
    arguments: &str,
) -> Option<Answer> {
    if !here.place.private || here.reader.user.is_none() {
        return None;
    }
    let given: Vec<String> = arguments.split_whitespace().map(str::to_owned).collect();
    let wanted = placeholders(&spec.usage);
    let next = wanted.get(given.len())?;
    let question = question(here, spec, next);
    let waiting = Waiting::Arguments {
        command: spec.name.clone(),
        given,
    };
    let asked = ask(here, waiting, question).await;
    Some(asked.unwrap_or_else(|refusal| commands::refused(here.words(), refusal)))
}

fn question(here: &Conversation<'_>, spec: &CommandSpec, next: &str) -> Message {
    let words = here.words();
    let key = format!("argument-{}", next.to_lowercase());
    let what = if words.has(&key) {
        words.text(&key, &[])
    } else {
        next.to_owned()
    };
    words
        .message("argument-ask", &[("what", what.into())])
        .plain("\n")
        .text(spec.usage.as_str(), Style::CODE)
}

/// Words in capitals behind a command's name, up to one that may be left out.
fn placeholders(usage: &str) -> Vec<&str> {
    let capital = |word: &&str| {
        word.len() > 1
            && word
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte == b'-')
    };
    usage
        .split_whitespace()
        .skip(1)
        .take_while(capital)
        .collect()
}

/// Puts a question and waits.
async fn ask(here: &Conversation<'_>, waiting: Waiting, question: Message) -> Outcome {
    let words = here.words();
    if !here.place.private {
        return Err(Refusal::Words(words.text("in-private-only", &[])));
    }
    let user = here.user()?;
    let Ok(state) = serde_json::to_value(&waiting) else {
        return Err(Refusal::Words(words.text("unavailable", &[])));
    };
    let dialogue = Dialogue {
        kind: "question".to_owned(),
        state,
        expires_at: moment::now() + PATIENCE,
    };
    let store = &here.services.store;
    store
        .set_dialogue(here.place.chat.0, user, &dialogue)
        .await?;
    let cancel = Button::new(
        words.text("cancel", &[]),
        Action::Mine("/cancel".to_owned()),
    );
    Ok(question.row(vec![cancel]).into())
}

/// `/cancel`: ends a question, else the work on a table.
pub(super) async fn cancel(here: &Conversation<'_>) -> Outcome {
    let ended = end(here).await?;
    let key = if ended {
        "cancelled"
    } else if here.services.files.stop(here, None) {
        "sheet-stopping"
    } else {
        "nothing-to-cancel"
    };
    Ok(here.words().message(key, &[]).into())
}

async fn end(here: &Conversation<'_>) -> Result<bool, Refusal> {
    let (chat, user) = (here.place.chat.0, here.user()?);
    Ok(here.services.store.end_dialogue(chat, user).await?)
}

/// Takes a message for the answer to what was asked; none if nothing was, or it is none.
pub(super) async fn take(here: &Conversation<'_>, said: &Ask, text: &str) -> Option<Answer> {
    let user = here.reader.user.filter(|_| here.place.private)?;
    let store = &here.services.store;
    let found = store.dialogue(here.place.chat.0, user, moment::now()).await;
    let dialogue = match found {
        Ok(dialogue) => dialogue?,
        Err(error) => {
            tracing::warn!(%error, "whether something was asked is not known");
            return None;
        }
    };
    let waiting: Waiting = serde_json::from_value(dialogue.state).ok()?;
    let outcome = match (waiting, said) {
        (Waiting::Compare(before), Ask::Vins(scan)) if !scan.vins.is_empty() => {
            compared(here, &before, &scan.vins).await
        }
        (Waiting::Name(vin), Ask::NoVin) => named(here, &vin, text).await,
        (Waiting::Feedback(()), Ask::NoVin) => told(here, text).await,
        // Words with a VIN in them are words; a VIN alone is looked up.
        (Waiting::Feedback(()), Ask::Vins(_)) if text.split_whitespace().count() > 3 => {
            told(here, text).await
        }
        (Waiting::Arguments { command, given }, Ask::NoVin | Ask::Vins(_)) => {
            argued(here, &command, given, said, text).await?
        }
        _ => return None,
    };
    Some(outcome.unwrap_or_else(|refusal| commands::refused(here.words(), refusal)))
}

async fn compared(here: &Conversation<'_>, before: &[String], more: &[Vin]) -> Outcome {
    let mut vins: Vec<Vin> = before.iter().filter_map(|vin| vin.parse().ok()).collect();
    for vin in more {
        if !vins.contains(vin) {
            vins.push(*vin);
        }
    }
    vins.truncate(comparison::MOST);
    if vins.len() < 2 {
        return compare(here, vins).await;
    }
    end(here).await?;
    Ok(comparison::side_by_side(here, &vins).await?.into())
}

async fn named(here: &Conversation<'_>, vin: &str, text: &str) -> Outcome {
    let odd = || Refusal::Words(here.words().text("unavailable", &[]));
    let vin = vin.parse().map_err(|_| odd())?;
    let named = garage::rename(here, vin, text).await?;
    end(here).await?;
    Ok(named)
}

async fn told(here: &Conversation<'_>, text: &str) -> Outcome {
    let kept = words_of::keep(here, text).await?;
    end(here).await?;
    Ok(kept)
}

/// One argument more: asks for the next, or runs the command. None if it is no argument.
async fn argued(
    here: &Conversation<'_>,
    command: &str,
    mut given: Vec<String>,
    said: &Ask,
    text: &str,
) -> Option<Outcome> {
    let spec = here.visit.command(command)?;
    let wanted = placeholders(&spec.usage);
    let argument = match (wanted.get(given.len()).copied(), said) {
        (Some("VIN"), Ask::Vins(scan)) => match scan.vins.as_slice() {
            [vin] => vin.to_string(),
            _ => return None,
        },
        (Some("VIN") | None, _) | (_, Ask::Vins(_)) => return None,
        // One word, as the plugin reads it: `120 000` is a number.
        (Some(_), _) => text.split_whitespace().collect(),
    };
    if argument.is_empty() || argument.chars().count() > ARGUMENT {
        return None;
    }
    given.push(argument);
    let arguments = given.join(" ");
    if let Some(question) = ask_for_arguments(here, spec, &arguments).await {
        return Some(Ok(question));
    }
    if let Err(refusal) = end(here).await {
        return Some(Err(refusal));
    }
    Some(Ok(others::of_plugin(here, command, &arguments).await))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("/value VIN MILEAGE STATE", &["VIN", "MILEAGE", "STATE"])]
    #[case("/obd CODE", &["CODE"])]
    #[case("/plate STATE PLATE [COUNTRY]", &["STATE", "PLATE"])]
    #[case("/roll", &[])]
    #[case("/say some words", &[])]
    fn arguments_are_the_words_in_capitals(#[case] usage: &str, #[case] names: &[&str]) {
        assert_eq!(placeholders(usage), names);
    }

    #[rstest]
    #[case(Waiting::Compare(vec!["A".into()]))]
    #[case(Waiting::Name("A".into()))]
    #[case(Waiting::Feedback(()))]
    #[case(Waiting::Arguments { command: "value".into(), given: vec!["A".into()] })]
    fn what_is_waited_for_survives_the_store(#[case] waiting: Waiting) {
        let state = serde_json::to_value(&waiting).unwrap();
        assert_eq!(serde_json::from_value::<Waiting>(state).unwrap(), waiting);
    }
}
