//! `/watch`, `/unwatch`: to hear of new recalls of a car.

use std::collections::BTreeSet;

use vinbot_store::{Car, Watch};

use super::super::conversation::Conversation;
use super::super::moment;
use super::{Answer, Outcome, Refusal, garage};
use crate::lookup::Recalls;
use crate::report::Item;

/// `/watch VIN`, without one: what is watched.
pub(super) async fn watch(here: &Conversation<'_>, arguments: &str) -> Outcome {
    let (words, user) = (here.words(), here.user()?);
    // News come when nobody asks: not where others would have to read them.
    here.in_private()?;
    if arguments.trim().is_empty() {
        return Ok(garage::list(here, "").await?.into());
    }
    let (vin, _) = here.vin_and_rest(arguments)?;
    let store = &here.services.store;
    let title = here.title(vin).await?;
    let report = here.visit.decode_one(vin).await;
    let report = report.map_err(|_| Refusal::Words(words.text("unavailable", &[])))?;
    // As whoever looks after it will: what is known now is no news then.
    let Recalls::Known(recalls) = here.visit.recalls(&report).await else {
        // Without a first list everything would be news tomorrow.
        return Err(Refusal::Words(words.text("watch-unknown", &[])));
    };
    let seen: BTreeSet<String> = recalls.iter().map(Item::id).collect();
    let known = [("count", seen.len().into())];
    if store.car(user, vin.as_str()).await?.is_none() {
        let car = Car {
            vin: vin.to_string(),
            title: title.clone(),
            name: None,
            saved_at: moment::now(),
        };
        store.save(user, &car).await?;
    }
    let watch = Watch {
        vin: vin.to_string(),
        chat: here.place.chat.0,
        title,
        since: moment::now(),
        seen,
        last_checked: moment::now(),
    };
    store.watch(user, &watch).await?;
    Ok(Answer::Note(words.text("watching", &known)))
}

/// `/unwatch VIN`
pub(super) async fn unwatch(here: &Conversation<'_>, arguments: &str) -> Outcome {
    let words = here.words();
    let (vin, _) = here.vin_and_rest(arguments)?;
    let watched = here
        .services
        .store
        .unwatch(here.user()?, vin.as_str())
        .await?;
    let key = if watched { "watch-ended" } else { "watch-none" };
    Ok(Answer::Note(words.text(key, &[])))
}
