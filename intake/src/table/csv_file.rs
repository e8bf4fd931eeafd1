//! Text as a table: its delimiter, its rows.

use super::text::Text;
use super::{Cell, Limits, TableError};
use crate::Known;

/// What may stand between cells, in the order in which a tie is decided.
const DELIMITERS: [u8; 4] = [b'\t', b';', b',', b'|'];
/// Of the text, to find the delimiter.
const SAMPLE: usize = 64 * 1024;
/// Records of the sample.
const RECORDS: usize = 200;

/// How a CSV file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)]
pub(super) struct Dialect {
    pub(super) delimiter: u8,
    /// Lines end as on Windows.
    pub(super) crlf: bool,
    /// It begins with the mark of UTF-8, without which spreadsheets take it for another
    /// encoding.
    pub(super) mark: bool,
    /// It begins with the line `sep=`, which is for Excel.
    pub(super) sep_line: bool,
}

/// Rows of cells. A list of lines is a table of one column; a line with several VINs is as
/// many rows.
pub(super) fn read(
    text: &Text,
    is_list: bool,
    limits: &Limits,
    known: Known<'_>,
) -> Result<(Dialect, Vec<Vec<Cell>>), TableError> {
    let (told, body) = sep_line(&text.text);
    let delimiter = told.or_else(|| delimiter(body, is_list, known));
    let rows = match delimiter {
        Some(delimiter) => records(body, delimiter, limits)?,
        None => lines(body, limits, known)?,
    };
    let dialect = Dialect {
        delimiter: delimiter.unwrap_or(b','),
        crlf: body.contains("\r\n"),
        mark: !text.plain_utf8,
        sep_line: told.is_some(),
    };
    Ok((dialect, rows))
}

/// `sep=;`, which Excel writes and obeys.
fn sep_line(text: &str) -> (Option<u8>, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim_end_matches('\r').as_bytes() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter]
            if DELIMITERS.contains(delimiter) =>
        {
            (Some(*delimiter), rest)
        }
        _ => (None, text),
    }
}

/// The one that leaves VINs alone in their cells, then the one that gives the same number of
/// cells in most rows. `None` if there is nothing to divide.
fn delimiter(text: &str, is_list: bool, known: Known<'_>) -> Option<u8> {
    let sample = beginning(text);
    let score = |delimiter: u8| {
        let mut counts = std::collections::HashMap::<usize, usize>::new();
        let mut alone = 0_usize;
        for record in reader(sample, delimiter).records().take(RECORDS).flatten() {
            *counts.entry(record.len()).or_default() += 1;
            let is_vin = |cell: &&str| cell.trim().len() == 17 && !(known.find)(cell).is_empty();
            alone += usize::from(record.len() > 1 && record.iter().any(|cell| is_vin(&cell)));
        }
        let (width, rows) = counts
            .into_iter()
            .max_by_key(|(width, rows)| (*rows, *width))
            .unwrap_or_default();
        (width > 1).then_some((alone, rows, width))
    };
    // Words in a text have commas: there, only a VIN that stands alone makes cells.
    let least = usize::from(is_list);
    let is_vin = |line: &&str| line.trim().len() == 17 && !(known.find)(line).is_empty();
    let alone = sample.lines().take(RECORDS).filter(is_vin).count();
    DELIMITERS
        .into_iter()
        .rev()
        .filter_map(|delimiter| Some((score(delimiter)?, delimiter)))
        .filter(|((vins, ..), _)| *vins >= least.max(alone))
        .max_by_key(|(score, _)| *score)
        .map(|(_, delimiter)| delimiter)
}

fn beginning(text: &str) -> &str {
    if text.len() <= SAMPLE {
        return text;
    }
    let end = (0..=SAMPLE)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    // The last line is cut.
    text[..end]
        .rsplit_once('\n')
        .map_or(&text[..end], |(whole, _)| whole)
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes())
}

fn records(text: &str, delimiter: u8, limits: &Limits) -> Result<Vec<Vec<Cell>>, TableError> {
    let mut rows = Vec::new();
    let mut reader = reader(text, delimiter);
    let mut record = csv::StringRecord::new();
    while reader
        .read_record(&mut record)
        .map_err(|_| TableError::Damaged)?
    {
        if rows.len() == limits.rows {
            return Err(TableError::TooManyRows(limits.rows));
        }
        if record.len() > limits.columns {
            return Err(TableError::TooManyColumns(limits.columns));
        }
        rows.push(record.iter().map(cell).collect());
    }
    Ok(rows)
}

fn lines(text: &str, limits: &Limits, known: Known<'_>) -> Result<Vec<Vec<Cell>>, TableError> {
    let mut rows = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let vins = (known.find)(line);
        let cells = if vins.len() > 1 {
            vins
        } else {
            vec![line.to_owned()]
        };
        for text in cells {
            if rows.len() == limits.rows {
                return Err(TableError::TooManyRows(limits.rows));
            }
            rows.push(vec![cell(&text)]);
        }
    }
    Ok(rows)
}

fn cell(text: &str) -> Cell {
    if text.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn known() -> Known<'static> {
        Known {
            find: &|text| {
                text.split(|c: char| !c.is_ascii_alphanumeric())
                    .filter(|word| word.len() == 17 && word.contains('8'))
                    .map(Into::into)
                    .collect()
            },
            check: &|_| true,
        }
    }

    const HONDA: &str = "1HGCM82633A004352";

    #[rstest]
    #[case::comma("id,vin\n1,1HGCM82633A004352\n", Some(b','))]
    #[case::semicolon("id;vin\n1;1HGCM82633A004352\n", Some(b';'))]
    #[case::tab("id\tvin\n1\t1HGCM82633A004352\n", Some(b'\t'))]
    #[case::bar("id|vin\n1|1HGCM82633A004352\n", Some(b'|'))]
    #[case::decimal_commas("1HGCM82633A004352;1,5;2,5\n1HGCM82633A004352;1,5;2,5\n", Some(b';'))]
    #[case::commas_in_quotes("\"a, b, c\";1HGCM82633A004352\n", Some(b';'))]
    #[case::a_list("1HGCM82633A004352\n1HGCM82633A004353\n", None)]
    #[case::one_alone(HONDA, None)]
    fn the_delimiter_is_found(#[case] text: &str, #[case] expected: Option<u8>) {
        assert_eq!(delimiter(text, false, known()), expected);
        assert_eq!(delimiter(text, true, known()), expected);
    }

    #[test]
    fn commas_of_a_sentence_divide_no_text() {
        let text = "Hello, see 1HGCM82633A004352, and the other\n";
        assert_eq!(delimiter(text, true, known()), None);
    }

    #[test]
    fn excels_hint_is_obeyed() {
        assert_eq!(sep_line("sep=;\r\na;b"), (Some(b';'), "a;b"));
        assert_eq!(sep_line("sep=x\na"), (None, "sep=x\na"));
    }

    #[test]
    fn words_of_a_line_are_rows() {
        let text = format!("{HONDA} 1HGCM82633A004353\n\nnone here\n");
        let rows = lines(&text, &Limits::default(), known()).unwrap();
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[0], [Cell::Text(HONDA.into())]);
    }
}
