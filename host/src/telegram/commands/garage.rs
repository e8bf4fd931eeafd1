//! `/save`, `/garage`, `/name`, `/remove`: cars that a user keeps, with names of their own.

use std::collections::BTreeSet;

use unicode_segmentation::UnicodeSegmentation;
use vinbot_store::Car;

use super::super::conversation::Conversation;
use super::super::pages::{mine, page_of, pager};
use super::super::{dialogue, moment};
use super::{Answer, Outcome, Refusal, watch};
use crate::rich::{Action, Button, Message, Style};
use crate::vin::Vin;

/// Cars of a page: each has a row of buttons.
const PER_PAGE: usize = 5;
/// Characters of a name, as people count them …
const NAME: usize = 40;
/// … and as programs do: one may be made of many.
const LETTERS: usize = 200;

/// `/save VIN [NAME]`
pub(super) async fn save(here: &Conversation<'_>, arguments: &str) -> Outcome {
    let (words, user) = (here.words(), here.user()?);
    let (vin, named) = here.vin_and_rest(arguments)?;
    let store = &here.services.store;
    let (_, title) = here.titled(vin).await?;
    let before = store.car(user, vin.as_str()).await?;
    if let (Some(_), true) = (&before, named.is_empty()) {
        return Ok(Answer::Note(words.text("saved-already", &[])));
    }
    let given = clean(named);
    let car = Car {
        vin: vin.to_string(),
        name: given.or_else(|| before.as_ref().and_then(|car| car.name.clone())),
        saved_at: before.map_or_else(moment::now, |car| car.saved_at),
        title,
    };
    store.save(user, &car).await?;
    let saved = words.text("saved", &[("title", called(&car).into())]);
    Ok(Answer::Note(saved))
}

/// `/garage [PAGE]`; its own buttons say `/garage watch VIN` and `/garage unwatch VIN`, which
/// show it as it is then.
pub(super) async fn garage(here: &Conversation<'_>, arguments: &str) -> Outcome {
    here.in_private()?;
    let changed = match arguments.split_once(' ') {
        Some(("watch", vin)) => watch::watch(here, vin).await?,
        Some(("unwatch", vin)) => watch::unwatch(here, vin).await?,
        _ => return Ok(list(here, arguments).await?.into()),
    };
    let list = list(here, "").await?;
    Ok(match changed {
        Answer::Note(note) => Answer::Noted(note, list),
        other => other,
    })
}

/// The cars of a page.
pub(super) async fn list(here: &Conversation<'_>, page: &str) -> Result<Message, Refusal> {
    let (words, user) = (here.words(), here.user()?);
    let store = &here.services.store;
    let cars = store.garage(user).await?;
    if cars.is_empty() {
        return Ok(words.message("garage-empty", &[]));
    }
    let watches = store.watches(user).await?;
    let watched: BTreeSet<&str> = watches.iter().map(|watch| watch.vin.as_str()).collect();
    let pages = cars.len().div_ceil(PER_PAGE);
    let page = page_of(page, pages);
    let shown = &cars[page * PER_PAGE..cars.len().min((page + 1) * PER_PAGE)];
    let count = [("count", cars.len().into())];
    let mut message = Message::default()
        .text(words.text("garage-title", &count), Style::BOLD)
        .plain("\n");
    for car in shown {
        let bell = if watched.contains(car.vin.as_str()) {
            " 🔔"
        } else {
            ""
        };
        message = message
            .plain("\n")
            .text(called(car), Style::BOLD)
            .plain(bell)
            .plain(match &car.name {
                Some(_) => format!("\n{}", car.title),
                None => String::new(),
            })
            .plain("\n")
            .text(car.vin.as_str(), Style::CODE)
            .plain("\n");
    }
    for car in shown {
        let vin = &car.vin;
        let watch = if watched.contains(vin.as_str()) {
            mine(words.text("unwatch", &[]), format!("/garage unwatch {vin}"))
        } else {
            mine(words.text("watch", &[]), format!("/garage watch {vin}"))
        };
        message = message
            .row(vec![Button::new(called(car), Action::Decode(vin.clone()))])
            .row(vec![
                watch,
                mine(words.text("rename", &[]), format!("/name {vin}")),
                mine(words.text("remove", &[]), format!("/remove {vin}")),
            ]);
    }
    Ok(message.row(pager("/garage", page, pages)))
}

/// `/name VIN [NAME]`; without a name it is asked for.
pub(super) async fn name(here: &Conversation<'_>, arguments: &str) -> Outcome {
    let user = here.user()?;
    let (vin, named) = here.vin_and_rest(arguments)?;
    if here.services.store.car(user, vin.as_str()).await?.is_none() {
        return Err(not_saved(here));
    }
    match clean(named) {
        None => dialogue::name(here, vin).await,
        Some(name) => rename(here, vin, &name).await,
    }
}

/// Gives a saved car this name.
pub(in super::super) async fn rename(here: &Conversation<'_>, vin: Vin, name: &str) -> Outcome {
    let words = here.words();
    let name = clean(name).ok_or_else(|| {
        let most = [("most", NAME.into())];
        Refusal::Words(words.text("name-odd", &most))
    })?;
    let store = &here.services.store;
    if !store
        .rename(here.user()?, vin.as_str(), Some(&name))
        .await?
    {
        return Err(not_saved(here));
    }
    Ok(Answer::Note(words.text("named", &[("name", name.into())])))
}

/// `/remove VIN`; in private it shows what is left.
pub(super) async fn remove(here: &Conversation<'_>, arguments: &str) -> Outcome {
    let user = here.user()?;
    let (vin, _) = here.vin_and_rest(arguments)?;
    let store = &here.services.store;
    if !store.remove(user, vin.as_str()).await? {
        return Err(not_saved(here));
    }
    store.unwatch(user, vin.as_str()).await?;
    let removed = here.words().text("removed", &[]);
    // Cars and their names are nobody else's business.
    if !here.place.private {
        return Ok(Answer::Note(removed));
    }
    Ok(Answer::Noted(removed, list(here, "").await?))
}

fn not_saved(here: &Conversation<'_>) -> Refusal {
    Refusal::Words(here.words().text("not-saved", &[]))
}

/// The name that its owner gave it, else what it is.
pub(super) fn called(car: &Car) -> String {
    car.name.clone().unwrap_or_else(|| car.title.clone())
}

/// A name in one line, without what is not seen; none if nothing is left.
fn clean(text: &str) -> Option<String> {
    let seen: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control())
        .collect();
    let words: Vec<&str> = seen.split(' ').filter(|word| !word.is_empty()).collect();
    let words = words.join(" ");
    let name: String = words.graphemes(true).take(NAME).collect();
    let name: String = name.chars().take(LETTERS).collect();
    let name = name.trim_end();
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("  Papa's  car ", Some("Papa's car"))]
    #[case("Papa's\n\tcar", Some("Papa's car"))]
    #[case("a\u{7}b", Some("ab"))]
    #[case(" \n", None)]
    fn a_name_is_one_line(#[case] text: &str, #[case] name: Option<&str>) {
        assert_eq!(clean(text).as_deref(), name);
    }

    #[test]
    fn a_name_is_cut_between_characters_as_people_see_them() {
        let family = "👩‍👩‍👧";
        let name = clean(&format!("{}{}", "a".repeat(NAME - 1), family.repeat(2)));
        assert_eq!(name.unwrap(), format!("{}{family}", "a".repeat(NAME - 1)));
        assert!(
            clean(&format!("a{}", "\u{301}".repeat(9_999)))
                .unwrap()
                .len()
                < 1_000
        );
    }

    #[test]
    fn a_name_is_short() {
        assert_eq!(clean(&"é".repeat(99)).unwrap().chars().count(), NAME);
    }
}
