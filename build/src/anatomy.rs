//! What a component is made of: imports, exports, and what takes its bytes.

use anyhow::{Result, bail};
use wasmparser::{Parser, Payload};

/// What was found in a component.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Anatomy {
    /// All its bytes.
    pub bytes: usize,
    /// Names of what it imports.
    pub imports: Vec<String>,
    /// Names of what it exports.
    pub exports: Vec<String>,
    /// What its bytes are, and how many.
    pub sizes: Vec<(&'static str, u64)>,
    /// Bytes of linear memory that it starts with.
    pub memory: u64,
}

impl Anatomy {
    /// Reads a component.
    ///
    /// # Errors
    /// When it is none.
    pub fn of(bytes: &[u8]) -> Result<Self> {
        if Parser::is_core_wasm(bytes) {
            bail!("this is a core module, not a component: build it with `vinbot plugin build`");
        }
        if !Parser::is_component(bytes) {
            bail!("this is no WebAssembly");
        }
        let mut found = Self {
            bytes: bytes.len(),
            ..Self::default()
        };
        found.read(bytes)?;
        Ok(found)
    }

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
        assert!(Anatomy::of(bytes).unwrap_err().to_string().contains(words));
    }

    #[test]
    fn an_empty_component_has_neither_imports_nor_exports() {
        let found = Anatomy::of(b"\0asm\x0d\0\x01\0").unwrap();
        assert_eq!(
            (found.bytes, found.imports.len(), found.exports.len()),
            (8, 0, 0)
        );
    }
}
