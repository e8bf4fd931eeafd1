//! `/admin audit`: who did what; and what of `/admin` is noted there.

use super::super::conversation::Conversation;
use super::super::pages::{page_of, pager};
use super::{Told, button, failed};
use crate::operator::{Audit, How, time};
use crate::rich::{Message, Style};

/// How many are shown.
const MOST: usize = 100;
const PER_PAGE: usize = 10;

pub(super) async fn screen(here: &Conversation<'_>, page: &[&str]) -> Told {
    let deeds = audit(here).deeds(None, MOST).await.map_err(failed)?;
    let pages = deeds.len().div_ceil(PER_PAGE);
    let page = page_of(page.first().copied().unwrap_or("1"), pages);
    let mut message = Message::default().text("Who did what\n", Style::BOLD);
    if deeds.is_empty() {
        message = message.plain("Nobody has changed anything yet\n");
    }
    for (_, deed) in deeds.iter().skip(page * PER_PAGE).take(PER_PAGE) {
        message = message
            .plain(format!("\n{} {}", time::at_seconds(deed.at), deed.who))
            .plain(format!(" by {}\n", deed.how))
            .text(deed.what.as_str(), Style::CODE)
            .plain(format!(" – {}\n", deed.outcome));
    }
    Ok(message
        .row(pager("/admin audit", page, pages))
        .row(vec![button("Again", "audit"), button("Plugins", "plugins")]))
}

/// Takes note of what an admin did in the chat, if it changes anything.
pub(super) async fn note(here: &Conversation<'_>, name: &str, rest: &str, told: &Told) {
    if !changes(name, rest) {
        return;
    }
    let who = here.reader.user;
    let who = who.map_or_else(|| "telegram".to_owned(), |id| format!("telegram {id}"));
    let outcome = told.as_ref().map(drop).map_err(String::as_str);
    let what = format!("{name} {rest}");
    audit(here)
        .note(&who, How::Telegram, what.trim(), outcome)
        .await;
}

fn audit(here: &Conversation<'_>) -> Audit {
    Audit::new(here.services.store.clone())
}

/// Whether that is more than a look.
fn changes(name: &str, rest: &str) -> bool {
    match name {
        "enable" | "disable" | "rollout" | "rollback" | "reset" | "broadcast" => true,
        "log" | "maintenance" | "broadcasts" => !rest.is_empty(),
        "jobs" => rest.starts_with("run"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("rollout", "vpic 30", true)]
    #[case("log", "debug", true)]
    #[case("log", "", false)]
    #[case("jobs", "run cleanup", true)]
    #[case("jobs", "", false)]
    #[case("plugins", "", false)]
    #[case("audit", "2", false)]
    fn what_changes_something_is_noted_and_a_look_is_not(
        #[case] name: &str,
        #[case] rest: &str,
        #[case] noted: bool,
    ) {
        assert_eq!(changes(name, rest), noted);
    }
}
