//! Lists on pages, and buttons that are for the user whose message it is.

use crate::rich::{Action, Button};

/// A button that runs a command in place, for the user whose message it is.
pub(super) fn mine(label: impl Into<String>, command: impl Into<String>) -> Button {
    Button::new(label, Action::Mine(command.into()))
}

/// Buttons that turn the pages of a list: `/history 2`. `page` counts from 0.
pub(super) fn pager(command: &str, page: usize, pages: usize) -> Vec<Button> {
    let to = |label: &str, page: usize| mine(label, format!("{command} {}", page + 1));
    let mut buttons = Vec::new();
    if page > 0 {
        buttons.push(to("◀", page - 1));
    }
    if page + 1 < pages {
        buttons.push(to("▶", page + 1));
    }
    buttons
}

/// The page that an argument names, from 0; the last one where there are fewer.
pub(super) fn page_of(argument: &str, pages: usize) -> usize {
    let asked = argument.parse().unwrap_or(1_usize);
    asked.clamp(1, pages.max(1)) - 1
}
