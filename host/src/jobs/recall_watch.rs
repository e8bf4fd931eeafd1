//! Recalls of watched vehicles: whoever watches one hears of each new campaign once.

use std::time::Duration;

use futures::{StreamExt, stream};
use tokio_util::sync::CancellationToken;
use vinbot_store::{Owned, StoreError, Watch};

use super::post::{Letter, Postman, Undelivered, Urgency};
use super::{Work, now};
use crate::lookup::Recalls;
use crate::plugins::Asker;
use crate::report::Item;
use crate::rich::{Action, Button, Message, Span, Style};
use crate::vin::Vin;
use crate::words::Words;

pub(super) const NAME: &str = "recall_watch";

/// Watches that are read in one go.
const PAGE: usize = 50;
/// Watches that are looked after at once …
const AT_ONCE: usize = 3;
/// … each of them no faster than this: services are others' and free.
const PACE: Duration = Duration::from_millis(300);
/// News of one vehicle in one run; the rest comes with the next.
const NEWS: usize = 10;
/// Characters of a campaign's text.
const BODY: usize = 1_500;

/// Looks after all watches.
pub(super) async fn run<P: Postman>(
    work: &Work<P>,
    cancelled: &CancellationToken,
) -> Result<(), String> {
    let (mut after, mut all, mut failed) = (None::<String>, 0, 0);
    loop {
        let page = work.store.all_watches(after.as_deref(), PAGE).await;
        let page = page.map_err(|error| error.to_string())?;
        let last = page.len() < PAGE;
        after = page.last().map(|watch| watch.id.clone());
        let looks = stream::iter(page).map(|watch| async move {
            if cancelled.is_cancelled() {
                return Ok(());
            }
            let looked = look(work, &watch).await;
            cancelled
                .run_until_cancelled(tokio::time::sleep(PACE))
                .await;
            looked
        });
        let mut looks = std::pin::pin!(looks.buffer_unordered(AT_ONCE));
        while let Some(looked) = looks.next().await {
            all += 1;
            if let Err(reason) = looked {
                failed += 1;
                tracing::debug!(reason, "a watch is looked after the next time");
            }
        }
        if cancelled.is_cancelled() {
            return Err("stopped before all vehicles were looked after".to_owned());
        }
        if last {
            break;
        }
    }
    if failed == 0 {
        return Ok(());
    }
    Err(format!(
        "{failed} of {all} vehicles could not be looked after: a service, Telegram or the store \
         failed"
    ))
}

/// Looks after one: tells of what is new.
async fn look<P: Postman>(work: &Work<P>, watched: &Owned<Watch>) -> Result<(), String> {
    let (user, watch) = (watched.user, &watched.value);
    let vin: Vin = watch.vin.parse().map_err(|_| "no VIN".to_owned())?;
    let visit = work.lookup.visit(Asker {
        user: Some(user),
        chat: Some(watch.chat),
    });
    let report = visit.decode_one(vin).await;
    let report = report.map_err(|error| error.to_string())?;
    let items = match visit.recalls(&report).await {
        Recalls::Known(items) => items,
        Recalls::Nobody => Vec::new(),
        Recalls::Unavailable => return Err("its recalls are not to be had".to_owned()),
    };
    let news = items.iter().filter(|item| !watch.seen.contains(&item.id()));
    for item in news.take(NEWS) {
        let words = language(work, user, watch.chat).await;
        let words = words.map_err(|error| error.to_string())?;
        let letter = Letter {
            chat: watch.chat,
            owner: Some(user),
            message: message(words, watch, item),
            vins: vec![vin],
            urgency: Urgency::News,
        };
        match work.post.deliver(letter).await {
            Ok(()) => {
                let told = |kept: &mut Watch| {
                    kept.seen.insert(item.id());
                };
                let noted = work.store.update_watch(user, &watch.vin, told).await;
                noted.map_err(|error| error.to_string())?;
            }
            Err(Undelivered::Gone) => {
                let left = leave(work, user, watch.chat).await;
                return left.map_err(|error| error.to_string());
            }
            Err(error) => return Err(error.to_string()),
        }
    }
    let checked = |kept: &mut Watch| kept.last_checked = now();
    let noted = work.store.update_watch(user, &watch.vin, checked).await;
    noted.map(drop).map_err(|error| error.to_string())
}

/// The language that the user chose, else that of the chat.
async fn language<P>(work: &Work<P>, user: u64, chat: i64) -> Result<Words, StoreError> {
    let chosen = work.store.settings(user).await?.language;
    let language = match chosen {
        Some(language) => Some(language),
        None => work.store.chat(chat).await?.and_then(|chat| chat.language),
    };
    Ok(Words::of(language.as_deref().unwrap_or("en")))
}

fn message(words: Words, watch: &Watch, item: &Item) -> Message {
    let title = watch.title.as_str();
    let mut message = words
        .message("watch-news", &[("title", title.into())])
        .plain("\n\n")
        .text(item.title.as_str(), Style::BOLD);
    if !item.body.is_empty() {
        let body: String = item.body.chars().take(BODY).collect();
        message = message.plain("\n").plain(body);
    }
    if let Some(url) = &item.url {
        message = message.plain("\n").words([Span {
            text: words.text("news-more", &[]),
            style: Style::PLAIN,
            link: Some(url.clone()),
        }]);
    }
    let vin = &watch.vin;
    message.row(vec![
        Button::new(
            words.text("news-details", &[]),
            Action::Command(format!("/vin {vin}")),
        ),
        Button::new(
            words.text("unwatch", &[]),
            Action::Mine(format!("/unwatch {vin}")),
        ),
    ])
}

/// The chat is gone: nobody can be told there of anything.
async fn leave<P>(work: &Work<P>, user: u64, chat: i64) -> Result<(), StoreError> {
    work.store.mark_dead(chat).await?;
    for watch in work.store.watches(user).await? {
        if watch.chat == chat {
            work.store.unwatch(user, &watch.vin).await?;
        }
    }
    tracing::info!("a chat with watched vehicles is gone: they are watched no longer");
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::post::fake::Kept;
    use super::*;
    use crate::jobs::test::work;
    use crate::report::Severity;

    fn watch(chat: i64) -> Watch {
        Watch {
            vin: "1HGCM82633A004352".into(),
            chat,
            title: "2003 Honda Accord".into(),
            since: 1,
            seen: BTreeSet::new(),
            last_checked: 0,
        }
    }

    #[test]
    fn news_say_what_and_of_which_vehicle_in_the_readers_language() {
        let item = Item {
            title: "19V182000: air bags".into(),
            body: "It may explode.".into(),
            url: Some("https://www.nhtsa.gov/recalls".into()),
            severity: Severity::Error,
        };
        let message = message(Words::of("de"), &watch(5), &item);
        let text = message.to_plain_text();
        for words in [
            "Ein neuer Rückruf",
            "2003 Honda Accord",
            "19V182000: air bags",
            "It may explode.",
        ] {
            assert!(text.contains(words), "{text}");
        }
        assert!(message.spans.iter().any(|span| span.link.is_some()));
        let unwatch = Action::Mine("/unwatch 1HGCM82633A004352".into());
        assert_eq!(message.buttons[0][1].action, unwatch);
    }

    #[tokio::test]
    async fn what_can_not_be_asked_stays_as_it_is_and_the_run_says_so() {
        let work = work(Kept::default()).await;
        work.store.watch(5, &watch(5)).await.unwrap();
        let error = run(&work, &CancellationToken::new()).await.unwrap_err();
        assert!(error.starts_with("1 of 1 vehicles"), "{error}");
        let kept = work.store.watches(5).await.unwrap();
        assert_eq!(kept, [watch(5)]);
    }

    #[tokio::test]
    async fn whoever_is_gone_watches_nothing_there_any_more() {
        let work = work(Kept::default()).await;
        let other = Watch {
            vin: "5YJ3E1EA2KF317000".into(),
            ..watch(6)
        };
        for watch in [&watch(5), &other] {
            work.store.watch(5, watch).await.unwrap();
        }
        leave(&work, 5, 5).await.unwrap();
        assert_eq!(work.store.watches(5).await.unwrap(), [other]);
    }
}
