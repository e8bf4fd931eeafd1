//! What is odd about a VIN, in the reader's language.

use vinbot_plugin::{Finding, Severity};

use crate::clean::{self, VALUE};
use crate::{Key, Reader};

/// The words for a finding: those of its code, else its own. Its own are English and may say
/// more, so who reads English gets them.
pub fn text(finding: &Finding, reader: Reader) -> String {
    let known = || Key::named(&format!("finding-{}", finding.code));
    match Some(())
        .filter(|()| !reader.words.is_english())
        .and_then(|()| known())
    {
        Some(key) => reader.word(key).to_owned(),
        None => clean::line(&finding.text, VALUE),
    }
}

/// What stands before a finding.
pub fn mark(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "ℹ️",
        Severity::Warning => "⚠️",
        Severity::Error => "❌",
    }
}
