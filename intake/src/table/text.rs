//! From bytes to text.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::TableError;

/// A text and how it came.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) text: String,
    /// Without a mark at its beginning, in UTF-8.
    pub(super) plain_utf8: bool,
}

/// By its mark; else UTF-16 if every other byte is zero; else UTF-8 if it is that; else what
/// Windows writes in the west.
pub(super) fn decode(bytes: &[u8]) -> Result<Text, TableError> {
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, length),
        None => (guessed(bytes), 0),
    };
    let (text, damaged) = encoding.decode_without_bom_handling(&bytes[mark..]);
    // Binary files have zeros; the rest of what is no text fails to decode.
    if damaged || text.contains('\0') {
        return Err(TableError::Unknown);
    }
    if text.starts_with("%PDF-") || text.starts_with("{\\rtf") {
        return Err(TableError::Unknown);
    }
    Ok(Text {
        text: text.into_owned(),
        plain_utf8: encoding == UTF_8 && mark == 0,
    })
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    let start = &bytes[..bytes.len().min(4_096)];
    let zeros = |from: usize| {
        start
            .iter()
            .skip(from)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let half = start.len() / 2;
    if half >= 8 && zeros(1) * 10 >= half * 9 {
        UTF_16LE
    } else if half >= 8 && zeros(0) * 10 >= half * 9 {
        UTF_16BE
    } else if std::str::from_utf8(bytes).is_ok() {
        UTF_8
    } else {
        WINDOWS_1252
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn utf16(text: &str, mark: bool, big: bool) -> Vec<u8> {
        let units = mark
            .then_some(0xfeff)
            .into_iter()
            .chain(text.encode_utf16());
        units
            .flat_map(|unit| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect()
    }

    const TEXT: &str = "Straße;1HGCM82633A004352";

    #[rstest]
    #[case::utf8(TEXT.as_bytes().to_vec(), true)]
    #[case::utf8_with_a_mark([b"\xef\xbb\xbf", TEXT.as_bytes()].concat(), false)]
    #[case::utf16_little(utf16(TEXT, true, false), false)]
    #[case::utf16_big(utf16(TEXT, true, true), false)]
    #[case::utf16_without_a_mark(utf16(TEXT, false, false), false)]
    #[case::utf16_big_without_a_mark(utf16(TEXT, false, true), false)]
    #[case::windows(b"Stra\xdfe;1HGCM82633A004352".to_vec(), false)]
    fn each_encoding_is_read(#[case] bytes: Vec<u8>, #[case] plain_utf8: bool) {
        let text = TEXT.to_owned();
        assert_eq!(decode(&bytes), Ok(Text { text, plain_utf8 }));
    }

    #[rstest]
    #[case(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR")]
    #[case(b"%PDF-1.7 1HGCM82633A004352")]
    #[case(b"\xff\xfe\x00\xd8\x00")]
    fn what_is_no_text_is_refused(#[case] bytes: &[u8]) {
        assert_eq!(decode(bytes), Err(TableError::Unknown));
    }
}
