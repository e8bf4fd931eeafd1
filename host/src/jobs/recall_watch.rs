//! Recalls of watched vehicles: whoever watches one hears of each new campaign once.

use std::sync::Arc;
use std::time::Duration;

use futures::{StreamExt, stream};
use moka::future::Cache;
use tokio_util::sync::CancellationToken;
use vinbot_store::{Owned, StoreError, Watch};

use super::post::{Letter, Postman, Undelivered, Urgency};
use super::{Work, now};
use crate::lookup::{Recalls, Told, Visit};
use crate::plugins::{Asker, Role};
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

/// Vehicles whose answers are kept while a run lasts: several may watch the same.
const KEPT: u64 = 10_000;

/// What was said of vehicles in this run, by VIN and by the plugins that were there to ask.
type Asked = Cache<(Vin, String), Arc<Recalls>>;

/// Looks after all watches.
pub(super) async fn run<P: Postman>(
    work: &Work<P>,
    cancelled: &CancellationToken,
) -> Result<(), String> {
    let (mut after, mut all, mut failed) = (None::<String>, 0, 0);
    let asked = &Asked::new(KEPT);
    loop {
        let page = work.store.all_watches(after.as_deref(), PAGE).await;
        let page = page.map_err(|error| error.to_string())?;
        let last = page.len() < PAGE;
        after = page.last().map(|watch| watch.id.clone());
        let looks = stream::iter(page).map(|watch| async move {
            if cancelled.is_cancelled() {
                return Ok(());
            }
            let looked = look(work, asked, &watch).await;
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
async fn look<P: Postman>(
    work: &Work<P>,
    asked: &Asked,
    watched: &Owned<Watch>,
) -> Result<(), String> {
    let (user, watch) = (watched.user, &watched.value);
    let vin: Vin = watch.vin.parse().map_err(|_| "no VIN".to_owned())?;
    let visit = work.lookup.visit(Asker {
        user: Some(user),
        chat: Some(watch.chat),
    });
    let report = visit.decode_one(vin).await;
    let report = report.map_err(|error| error.to_string())?;
    let ask = async { Arc::new(visit.recalls(&report).await) };
    let recalls = asked.get_with((vin, plugins_of(&visit)), ask).await;
    let told = match &*recalls {
        Recalls::Known(told) => told.as_slice(),
        Recalls::Nobody => &[],
        Recalls::Unavailable => return Err("its recalls are not to be had".to_owned()),
    };
    let (old, news) = sorted(watch, told);
    let sources: Vec<&str> = told.iter().map(|told| &*told.source).collect();
    for item in news.into_iter().take(NEWS) {
        match tell(work, watched, vin, item).await {
            Ok(()) => {}
            Err(Undelivered::Gone) => {
                let left = leave(work, user, watch.chat).await;
                return left.map_err(|error| error.to_string());
            }
            // It would be refused tomorrow as well, and hold up all that comes after it.
            Err(error @ Undelivered::Refused(_)) => {
                tracing::warn!(%error, "news of a recall are given up");
            }
            Err(error) => return Err(error.to_string()),
        }
        let told = |kept: &mut Watch| {
            kept.seen.insert(item.id());
        };
        let noted = work.store.update_watch(user, &watch.vin, told).await;
        noted.map_err(|error| error.to_string())?;
    }
    let checked = |kept: &mut Watch| {
        for item in &old {
            kept.seen.remove(&item.words_id());
            kept.seen.insert(item.id());
        }
        kept.sources.extend(sources.iter().map(ToString::to_string));
        kept.last_checked = now();
    };
    let noted = work.store.update_watch(user, &watch.vin, checked).await;
    noted.map(drop).map_err(|error| error.to_string())
}

/// What an answer depends on beside the vehicle: the plugins that the one who watches it has.
fn plugins_of(visit: &Visit) -> String {
    let roles = [Role::Decoder, Role::Enricher];
    let plugins = roles.into_iter().flat_map(|role| visit.with_role(role));
    plugins.fold(String::new(), |all, one| {
        format!("{all} {}@{}", one.name, one.version.number)
    })
}

/// What is known already, and what is new. All that a source says when it is heard for the
/// first time may be old: it could not be asked when the watch began, or was not there.
fn sorted<'a>(watch: &Watch, told: &'a [Told]) -> (Vec<&'a Item>, Vec<&'a Item>) {
    let (mut old, mut news) = (Vec::<&Item>::new(), Vec::<&Item>::new());
    let began_before = watch.sources.is_empty();
    // First those that are known: another may tell of the same thing.
    let known = |told: &&Told| began_before || watch.sources.contains(&*told.source);
    let (before, new): (Vec<_>, Vec<_>) = told.iter().partition(known);
    for item in before.into_iter().flat_map(|told| &told.items) {
        let id = item.id();
        // As it was told apart before campaigns had numbers.
        let seen = watch.seen.contains(&id) || watch.seen.contains(&item.words_id());
        if seen {
            old.push(item);
        } else if !news.iter().any(|other| other.id() == id) {
            news.push(item);
        }
    }
    let others = new.into_iter().flat_map(|told| &told.items);
    old.extend(others.filter(|item| !news.iter().any(|other| other.id() == item.id())));
    (old, news)
}

/// Tells whoever watches of a campaign.
async fn tell<P: Postman>(
    work: &Work<P>,
    watched: &Owned<Watch>,
    vin: Vin,
    item: &Item,
) -> Result<(), Undelivered> {
    let (user, watch) = (watched.user, &watched.value);
    let words = language(work, user, watch).await;
    let words = words.map_err(|error| Undelivered::Later(error.to_string()))?;
    let letter = Letter {
        chat: watch.chat,
        owner: Some(user),
        message: message(words, watch, item),
        vins: vec![vin],
        urgency: Urgency::News,
    };
    work.post.deliver(letter).await
}

/// The language that the user chose, else that of the chat, else the one in which the watch
/// was asked for: of users in private mode no chat is kept.
async fn language<P>(work: &Work<P>, user: u64, watch: &Watch) -> Result<Words, StoreError> {
    let chosen = work.store.settings(user).await?.language;
    let language = match chosen {
        Some(language) => Some(language),
        None => work
            .store
            .chat(watch.chat)
            .await?
            .and_then(|chat| chat.language),
    };
    let language = language.or_else(|| watch.language.clone());
    Ok(Words::of(language.as_deref().unwrap_or("en")))
}

/// A line of a campaign's text: what is said of many has words in each language, what is of this
/// one alone stays as its source says it.
fn said(words: Words, line: &str) -> String {
    if let Some(what) = line.strip_prefix("Remedy: ") {
        return words.text("said-remedy", &[("what", what.into())]);
    }
    let letters = line.trim_end_matches('.').chars();
    let slug: String = letters
        .map(|c| match c {
            ' ' => '-',
            other => other.to_ascii_lowercase(),
        })
        .collect();
    let key = format!("said-{slug}");
    if words.has(&key) {
        words.text(&key, &[])
    } else {
        line.to_owned()
    }
}

fn message(words: Words, watch: &Watch, item: &Item) -> Message {
    let title = watch.title.as_str();
    let mut message = words
        .message("watch-news", &[("title", title.into())])
        .plain("\n\n")
        .text(item.title.as_str(), Style::BOLD);
    if !item.body.is_empty() {
        let lines: Vec<String> = item.body.lines().map(|line| said(words, line)).collect();
        let body: String = lines.join("\n").chars().take(BODY).collect();
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
            sources: BTreeSet::new(),
            language: None,
        }
    }

    fn item(number: &str, title: &str) -> Item {
        Item {
            title: title.into(),
            body: String::new(),
            url: Some(format!("https://a.example/#id={number}")),
            severity: Severity::Warning,
        }
    }

    fn told(source: &str, numbers: &[&str]) -> Told {
        let items = numbers.iter().map(|number| item(number, "Air bags"));
        Told {
            source: source.into(),
            items: items.collect(),
        }
    }

    fn numbers(items: &[&Item]) -> Vec<String> {
        items.iter().map(|item| item.id()).collect()
    }

    /// A watch that began with campaign 1, told by `a`.
    fn begun() -> Watch {
        Watch {
            seen: ["#1".to_owned()].into(),
            sources: ["a".to_owned()].into(),
            ..watch(5)
        }
    }

    #[test]
    fn a_campaign_in_other_words_or_of_a_second_source_is_no_news() {
        let mut again = told("a", &["1", "2"]);
        again.items[0].title = "Front air bags".into();
        let all = [again, told("b", &["1", "2"])];
        let (_, news) = sorted(&begun(), &all);
        assert_eq!(numbers(&news), ["#2"], "and in equal words they are two");
    }

    #[test]
    fn what_a_source_says_that_could_not_be_asked_before_is_no_news() {
        let all = [told("a", &["1"]), told("b", &["3", "4"])];
        let (old, news) = sorted(&begun(), &all);
        assert!(news.is_empty(), "{news:?}");
        assert_eq!(numbers(&old), ["#1", "#3", "#4"], "they are taken for told");
    }

    #[test]
    fn what_was_told_before_campaigns_had_numbers_is_no_news() {
        let seen = item("1", "Air bags").words_id();
        let before = Watch {
            seen: [seen].into(),
            ..watch(5)
        };
        let all = [told("a", &["1", "2"])];
        let (old, news) = sorted(&before, &all);
        assert_eq!(
            (numbers(&old), numbers(&news)),
            (vec!["#1".into()], vec!["#2".into()])
        );
    }

    #[tokio::test]
    async fn who_keeps_no_chat_is_told_in_the_language_of_the_watch() {
        let work = work(Kept::default()).await;
        let german = Watch {
            language: Some("de-AT".into()),
            ..watch(5)
        };
        let words = language(&work, 5, &german).await.unwrap();
        assert_eq!(words.code(), "de");
    }

    #[test]
    fn news_say_what_and_of_which_vehicle_in_the_readers_language() {
        let item = Item {
            title: "19V182000: air bags".into(),
            body: "Do not drive it until it is repaired.\nIt may explode.".into(),
            url: Some("https://www.nhtsa.gov/recalls".into()),
            severity: Severity::Error,
        };
        let message = message(Words::of("de"), &watch(5), &item);
        let text = message.to_plain_text();
        for words in [
            "Ein neuer Rückruf",
            "2003 Honda Accord",
            "19V182000: air bags",
            "Nicht fahren, bis es repariert ist.",
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
