//! `/admin errors`: the last warnings and errors; `/admin errors ID`: those of one update.

use super::super::pages::{page_of, pager};
use super::{Told, button};
use crate::operator::time;
use crate::rich::{Message, Style};
use crate::telemetry::{Line, Logs};

/// How many are shown.
const MOST: usize = 50;
const PER_PAGE: usize = 8;
/// Characters of one in a list.
const SHORT: usize = 200;

pub(super) fn screen(logs: &Logs, which: &[&str]) -> Told {
    match which {
        [] => Ok(list(logs, "1")),
        ["page", page] => Ok(list(logs, page)),
        [id] => {
            let id = id.parse();
            let id = id.map_err(|_| "An update has a number: /admin errors shows them.")?;
            Ok(of_update(logs, id))
        }
        _ => Err("Write /admin errors or /admin errors ID.".to_owned()),
    }
}

fn list(logs: &Logs, page: &str) -> Message {
    let mut lines = logs.recent().lines(None);
    lines.truncate(MOST);
    let mut message = Message::default().text("The last warnings and errors\n", Style::BOLD);
    if lines.is_empty() {
        message = message.plain("There are none since the start\n");
    }
    let pages = lines.len().div_ceil(PER_PAGE);
    let page = page_of(page, pages);
    for line in lines.iter().skip(page * PER_PAGE).take(PER_PAGE) {
        message = told(message, line, SHORT);
    }
    message
        .row(pager("/admin errors page", page, pages))
        .row(vec![button("Again", "errors"), button("Stats", "stats")])
}

fn of_update(logs: &Logs, id: u64) -> Message {
    let lines = logs.recent().lines(Some(id));
    let mut message = Message::default().text(format!("Update {id}\n"), Style::BOLD);
    if lines.is_empty() {
        message = message.plain("Nothing is remembered of it\n");
    }
    for line in lines.iter().rev().take(PER_PAGE) {
        message = told(message, line, usize::MAX);
    }
    message.row(vec![button("All", "errors")])
}

fn told(message: Message, line: &Line, most: usize) -> Message {
    let mark = if line.error { "🔴" } else { "🟡" };
    let text: String = line.message.chars().take(most).collect();
    let message = message
        .plain(format!("\n{mark} {} ", time::at(line.at)))
        .text(line.target.as_str(), Style::CODE);
    let message = match line.update {
        Some(id) => message.plain(format!(" update {id}")),
        None => message,
    };
    message.plain(format!("\n{text}\n"))
}
