//! `/watch`, `/unwatch`: to hear of new recalls of a car.

use std::collections::BTreeSet;

use vinbot_store::{Car, StoreError, Watch};

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
    let (report, title) = here.titled(vin).await?;
    // As whoever looks after it will: what is known now is no news then.
    let told = match here.visit.recalls(&report).await {
        Recalls::Known(told) => told,
        Recalls::Nobody => return Err(Refusal::Words(words.text("watch-nobody", &[]))),
        // Without a first list everything would be news tomorrow.
        Recalls::Unavailable => return Err(Refusal::Words(words.text("watch-unknown", &[]))),
    };
    let items = told.iter().flat_map(|told| &told.items);
    let seen: BTreeSet<String> = items.map(Item::id).collect();
    let known = [("count", seen.len().into())];
    let watch = Watch {
        vin: vin.to_string(),
        chat: here.place.chat.0,
        title: title.clone(),
        since: moment::now(),
        seen,
        last_checked: moment::now(),
        // Who could not be asked now has its old ones, too, when it is heard for the first time.
        sources: told.iter().map(|told| told.source.to_string()).collect(),
        language: Some(here.reader.locale.clone()),
    };
    // First, for it may be one too many: then the car is not to be kept, either.
    match store.watch(user, &watch).await {
        Err(StoreError::Full { most, .. }) => {
            let most = [("most", most.into())];
            return Err(Refusal::Words(words.text("watch-full", &most)));
        }
        watched => watched?,
    }
    if store.car(user, vin.as_str()).await?.is_none() {
        let car = Car {
            vin: vin.to_string(),
            title,
            name: None,
            saved_at: moment::now(),
        };
        if let Err(error) = store.save(user, &car).await {
            // What no list shows could not be ended by a button.
            store.unwatch(user, vin.as_str()).await?;
            return Err(error.into());
        }
    }
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
