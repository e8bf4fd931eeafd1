//! What is looked at before an XLSX file is trusted to the reader: it takes the file's own
//! word for how much memory to reserve, and unpacks whatever there is.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{Limits, TableError};

/// The beginning of the older Office format, in which files under a password are wrapped.
const OLD_OFFICE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// Parts of a file; a workbook of a hundred sheets has about 300.
const PARTS: usize = 4_000;
/// Unpacked at a time.
const STEP: usize = 64 * 1024;

/// XLS, or XLSX under a password.
pub(super) fn is_old_office(bytes: &[u8]) -> bool {
    bytes.starts_with(OLD_OFFICE)
}

/// The stream of an encrypted workbook has a name of its own.
pub(super) fn old_office_error(bytes: &[u8]) -> TableError {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    if bytes.windows(name.len()).any(|window| window == name) {
        TableError::Password
    } else {
        TableError::Unknown
    }
}

/// Unpacks every part once, keeping nothing: sizes in the directory may lie. Refuses what
/// names more shared strings than it has bytes, or has zeros in its XML (an encoding that no
/// spreadsheet writes, and that this would not look through).
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<(), TableError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| TableError::Damaged)?;
    if archive.len() > PARTS {
        return Err(TableError::Damaged);
    }
    let mut left = limits.unpacked;
    let mut is_workbook = false;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_) => TableError::Password,
            _ => TableError::Damaged,
        })?;
        let name = part
            .name()
            .map_err(|_| TableError::Damaged)?
            .replace('\\', "/")
            .to_lowercase();
        is_workbook |= name.ends_with("workbook.xml");
        let is_xml = matches!(name.rsplit('.').next(), Some("xml" | "rels"));
        left = left
            .checked_sub(unpack(part, left, is_xml)?)
            .ok_or(TableError::TooLargeUnpacked(limits.unpacked))?;
    }
    // ODS, XLSB, DOCX, or just a ZIP file.
    if is_workbook {
        Ok(())
    } else {
        Err(TableError::Unknown)
    }
}

/// Its size, or a little more than `most`.
fn unpack(part: impl Read, most: u64, is_xml: bool) -> Result<u64, TableError> {
    let mut part = part.take(most.saturating_add(1));
    let mut size = 0;
    let mut reserved = Reserved::default();
    let mut step = vec![0; STEP];
    loop {
        let read = part.read(&mut step).map_err(|_| TableError::Damaged)?;
        if read == 0 {
            break;
        }
        size += u64::try_from(read).unwrap_or(u64::MAX);
        if is_xml {
            if step[..read].contains(&0) {
                return Err(TableError::Damaged);
            }
            reserved.look(&step[..read]);
        }
    }
    if reserved.most > size {
        return Err(TableError::Damaged);
    }
    Ok(size)
}

/// The largest number after `uniqueCount`, for which the reader reserves memory.
#[derive(Debug, Default)]
struct Reserved {
    most: u64,
    /// Letters of the name that were read.
    matched: usize,
    /// Digits are being read.
    number: Option<u64>,
}

impl Reserved {
    const NAME: &'static [u8] = b"uniqueCount";

    fn look(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            if let Some(number) = self.number {
                match byte {
                    b'0'..=b'9' => {
                        let number = number
                            .saturating_mul(10)
                            .saturating_add(u64::from(byte - b'0'));
                        self.number = Some(number);
                        self.most = self.most.max(number);
                        continue;
                    }
                    b' ' | b'\t' | b'\r' | b'\n' | b'=' | b'"' | b'\'' | b'+' if number == 0 => {
                        continue;
                    }
                    _ => self.number = None,
                }
            }
            self.matched = if byte == Self::NAME[self.matched] {
                self.matched + 1
            } else {
                usize::from(byte == Self::NAME[0])
            };
            if self.matched == Self::NAME.len() {
                self.matched = 0;
                self.number = Some(0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("<sst count=\"9\" uniqueCount=\"3\">", 3)]
    #[case("<sst uniqueCount = '99999999999999999999999' >", u64::MAX)]
    #[case("<sst uuniqueCount=\"12\" uniqueCount=\"7\">", 12)]
    #[case("<sst unique=\"5\">", 0)]
    fn what_is_to_be_reserved_is_seen(#[case] xml: &str, #[case] most: u64) {
        let mut whole = Reserved::default();
        whole.look(xml.as_bytes());
        let mut pieces = Reserved::default();
        for byte in xml.as_bytes() {
            pieces.look(&[*byte]);
        }
        assert_eq!((whole.most, pieces.most), (most, most));
    }
}
