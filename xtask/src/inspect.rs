//! What a component is made of, for people who look for what is wrong with it.

use std::path::Path;

use anyhow::{Context, Result};
use vinbot_build::anatomy::Anatomy;
use vinbot_build::progress::say;

/// Prints imports, exports and sizes.
///
/// # Errors
/// When the file can't be read or is no component.
pub(crate) fn print(file: &Path) -> Result<()> {
    let bytes = std::fs::read(file).with_context(|| format!("can't read {}", file.display()))?;
    say(&describe(&Anatomy::of(&bytes)?));
    Ok(())
}

fn describe(found: &Anatomy) -> String {
    let mut text = vec![format!("{:>12} bytes in all", found.bytes)];
    text.extend(
        found
            .sizes
            .iter()
            .map(|(what, size)| format!("{size:>12} {what}")),
    );
    if found.memory > 0 {
        text.push(format!("{:>12} bytes of memory at the start", found.memory));
    }
    for (title, names) in [("imports", &found.imports), ("exports", &found.exports)] {
        text.push(title.to_owned());
        text.extend(names.iter().map(|name| format!("  {name}")));
        if names.is_empty() {
            text.push("  none".to_owned());
        }
    }
    text.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_component_is_told_to_have_nothing() {
        let text = describe(&Anatomy::of(b"\0asm\x0d\0\x01\0").unwrap());
        assert_eq!(text.matches("none").count(), 2, "{text}");
    }
}
