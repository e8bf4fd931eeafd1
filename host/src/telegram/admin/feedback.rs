//! `/admin feedback`: what users said last. Who said it is not shown.

use vinbot_store::Feedback;

use super::super::conversation::Conversation;
use super::super::pages::{page_of, pager};
use super::{Told, button, failed};
use crate::operator::time;
use crate::rich::{Message, Style};

const PER_PAGE: usize = 5;
/// Messages that are looked at in one go, and in all: they are in the order of users.
const STEP: usize = 200;
const MOST: usize = 5_000;

pub(super) async fn screen(here: &Conversation<'_>, page: &[&str]) -> Told {
    let mut all: Vec<Feedback> = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let found = here.services.store.feedback(after.as_deref(), STEP).await;
        let found = found.map_err(failed)?;
        let last = found.len() < STEP;
        after = found.last().map(|one| one.id.clone());
        all.extend(found.into_iter().map(|one| one.value));
        if last || all.len() >= MOST {
            break;
        }
    }
    all.sort_by_key(|one| std::cmp::Reverse(one.at));
    let pages = all.len().div_ceil(PER_PAGE);
    let page = page_of(page.first().copied().unwrap_or("1"), pages);
    let mut message = Message::default().text("What users said\n", Style::BOLD);
    if all.is_empty() {
        message = message.plain("Nobody has said anything yet\n");
    }
    for one in all.iter().skip(page * PER_PAGE).take(PER_PAGE) {
        message = message
            .plain(format!(
                "\n{}, update {}\n",
                time::at_seconds(one.at),
                one.correlation
            ))
            .text(one.text.as_str(), Style::QUOTE)
            .plain("\n");
    }
    Ok(message
        .row(pager("/admin feedback", page, pages))
        .row(vec![button("Again", "feedback")]))
}
