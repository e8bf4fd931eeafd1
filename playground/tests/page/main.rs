//! The chat page in a real browser: people use it, a small bot answers.
//!
//! Without Chromium the tests say so and pass. `VINBOT_CHROMIUM` names a browser,
//! `VINBOT_PICTURES` a folder for pictures of the page.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test, what cannot be unwrapped has failed"
)]

mod bot;
#[allow(dead_code, reason = "the journeys to the admin page use the rest")]
mod browser;

mod chats;
mod files;
mod inline;
mod looks;
mod talk;

/// A window on a desk.
const DESK: (u32, u32) = (1280, 800);
/// A phone.
const PHONE: (u32, u32) = (390, 844);

/// The playground and the page in a window of a size; ends the test where there is no browser.
macro_rules! page {
    ($size:expr) => {{
        let (playground, address) = crate::bot::start().await;
        let Some(page) = crate::browser::Page::open(&address, $size).await else {
            return;
        };
        (playground, page)
    }};
}
pub(crate) use page;
