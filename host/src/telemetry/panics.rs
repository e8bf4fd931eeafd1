//! Panics are logged like everything else, and so pass the redaction of secrets: the standard
//! library would write them to standard error by itself.

use std::panic::{self, PanicHookInfo};

/// Logs each panic, wherever it is caught.
pub(super) fn log() {
    panic::set_hook(Box::new(|panic| {
        let (at, words) = (panic.location().map(tracing::field::display), said(panic));
        tracing::error!(target: "vinbot::panic", at, "a panic: {words}");
    }));
}

fn said<'a>(panic: &'a PanicHookInfo<'_>) -> &'a str {
    let payload = panic.payload();
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("without words")
}
