//! What a component is made of, for people who look for what is wrong with it.

use std::path::Path;

use anyhow::{Context, Result, bail};
use wasmparser::{Parser, Payload};

use crate::progress::say;

/// Prints imports, exports and sizes.
///
/// # Errors
/// When the file can't be read or is no WebAssembly.
pub(crate) fn print(file: &Path) -> Result<()> {
    let bytes = std::fs::read(file).with_context(|| format!("can't read {}", file.display()))?;
    say(&describe(&bytes)?);
    Ok(())
}

fn describe(bytes: &[u8]) -> Result<String> {
    if Parser::is_core_wasm(bytes) {
        bail!("this is a core module, not a component: build it with `cargo xtask plugins`");
    }
    if !Parser::is_component(bytes) {
        bail!("this is no WebAssembly");
    }
    let mut found = Found::default();
    found.read(bytes)?;
    let mut text = vec![format!("{:>12} bytes in all", bytes.len())];
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
    Ok(text.join("\n"))
}

#[derive(Default)]
struct Found {
    imports: Vec<String>,
    exports: Vec<String>,
    sizes: Vec<(&'static str, u64)>,
    memory: u64,
}

impl Found {
    fn read(&mut self, bytes: &[u8]) -> Result<()> {
        // 1 is the component itself; what is deeper is its inside.
        let mut depth = 0_usize;
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::Version { .. } => depth += 1,
                Payload::End(_) => depth -= 1,
                Payload::ComponentImportSection(section) if depth == 1 => {
                    for import in section {
                        self.imports.push(import?.name.name.to_owned());
                    }
                }
                Payload::ComponentExportSection(section) if depth == 1 => {
                    for export in section {
                        self.exports.push(export?.name.name.to_owned());
                    }
                }
                Payload::CodeSectionStart { size, .. } => self.add("bytes of code", size.into()),
                Payload::DataSection(section) => {
                    self.add("bytes of data", section.range().end - section.range().start);
                }
                Payload::MemorySection(section) => {
                    for memory in section {
                        self.memory += memory?.initial << 16;
                    }
                }
                Payload::CustomSection(section) => {
                    let what = match section.name() {
                        "name" => "bytes of function names",
                        "producers" => "bytes about the tools that made it",
                        name if name.starts_with(".debug") => "bytes for debuggers",
                        _ => "bytes of other custom sections",
                    };
                    self.add(what, section.data().len() as u64);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn add(&mut self, what: &'static str, size: u64) {
        match self.sizes.iter_mut().find(|(name, _)| *name == what) {
            Some((_, sum)) => *sum += size,
            None => self.sizes.push((what, size)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::a_core_module(b"\0asm\x01\0\0\0", "core module")]
    #[case::a_text(b"<html></html>", "no WebAssembly")]
    #[case::nothing(b"", "no WebAssembly")]
    fn what_is_no_component_is_named(#[case] bytes: &[u8], #[case] words: &str) {
        assert!(describe(bytes).unwrap_err().to_string().contains(words));
    }

    #[test]
    fn an_empty_component_has_neither_imports_nor_exports() {
        let text = describe(b"\0asm\x0d\0\x01\0").unwrap();
        assert_eq!(text.matches("none").count(), 2, "{text}");
    }
}
