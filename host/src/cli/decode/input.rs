//! Where the VINs come from: arguments, lines, tables.

use std::collections::VecDeque;
use std::io::{self, BufRead};

use futures::Stream;

use super::WINDOWS;
use crate::vin::Vin;

/// A line longer than this holds no VIN; the rest of it is skipped.
const LINE: u64 = 4_096;
/// What is read at once: the more, the fuller are the batches.
const READ: usize = 64 << 10;
/// Lines and bytes of a row whose cells have line breaks in them. What is longer is no such
/// row: somewhere a quotation mark is missing.
const ROW_LINES: usize = 50;
const ROW: usize = 16 << 10;
/// What is between the cells of a table: CSV as it is written in one country or another,
/// and what spreadsheets put on the clipboard.
const SEPARATORS: [char; 3] = [',', ';', '\t'];
/// Characters of a VIN.
const LENGTH: usize = 17;

/// One thing that is to be decoded.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Input {
    /// As it was written.
    pub(super) text: String,
    /// The line of standard input, from 1; none of an argument.
    pub(super) line: Option<u64>,
}

/// The input, so many at a time. Standard input is read on a thread of its own, which nobody
/// waits for: it may be stuck in a read when the program ends.
pub(super) fn windows(
    arguments: Vec<String>,
    window: usize,
) -> impl Stream<Item = io::Result<Vec<Input>>> {
    let (sender, receiver) = tokio::sync::mpsc::channel(WINDOWS);
    std::thread::spawn(move || {
        let mut windows = Windows {
            pending: Vec::new(),
            size: window,
            sender,
        };
        let read = arguments.into_iter().try_for_each(|argument| {
            if argument == "-" {
                lines(io::stdin().lock(), &mut windows)
            } else {
                windows.push(Input {
                    text: argument,
                    line: None,
                })
            }
        });
        // What came before an error counts.
        let _ = windows.flush();
        if let Err(error) = read {
            let _ = windows.sender.blocking_send(Err(error));
        }
    });
    futures::stream::unfold(receiver, |mut receiver| async {
        receiver.recv().await.map(|window| (window, receiver))
    })
}

/// Gathers input.
struct Windows {
    pending: Vec<Input>,
    size: usize,
    sender: tokio::sync::mpsc::Sender<io::Result<Vec<Input>>>,
}

impl Windows {
    fn push(&mut self, input: Input) -> io::Result<()> {
        self.pending.push(input);
        if self.pending.len() < self.size {
            Ok(())
        } else {
            self.flush()
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.pending.is_empty() {
            return Ok(());
        }
        let window = std::mem::take(&mut self.pending);
        self.sender
            .blocking_send(Ok(window))
            .map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

fn lines(input: impl io::Read, windows: &mut Windows) -> io::Result<()> {
    let mut lines = Lines::new(input)?;
    let mut table = Table::default();
    loop {
        if lines.would_wait() {
            // What is there already is decoded meanwhile.
            windows.flush()?;
        }
        let Some(Line { number, text }) = lines.row(table.separator)? else {
            return Ok(());
        };
        if let Some(text) = table.vin(&text) {
            let line = Some(number);
            windows.push(Input { text, line })?;
        }
    }
}

/// A line, or a row of several.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    /// Of the first one, from 1.
    number: u64,
    text: String,
}

/// The lines of a text of any size.
struct Lines<R> {
    input: io::BufReader<R>,
    number: u64,
    /// Lines that were read ahead.
    ahead: VecDeque<Line>,
}

impl<R: io::Read> Lines<R> {
    fn new(input: R) -> io::Result<Self> {
        let mut input = io::BufReader::with_capacity(READ, input);
        let start = input.fill_buf()?;
        if is_utf16(start) {
            return Err(io::Error::other(
                "standard input is UTF-16: pipe it through `iconv -f UTF-16 -t UTF-8`, or save \
                 the file as UTF-8",
            ));
        }
        if start.starts_with(b"PK\x03\x04") {
            return Err(io::Error::other(
                "standard input is a workbook or an archive: save the sheet with the VINs as CSV",
            ));
        }
        if start.starts_with(b"\xef\xbb\xbf") {
            input.consume(3);
        }
        Ok(Self {
            input,
            number: 0,
            ahead: VecDeque::new(),
        })
    }

    /// True if the next line may be long in coming.
    fn would_wait(&self) -> bool {
        self.ahead.is_empty() && self.input.buffer().is_empty()
    }

    /// The next row of a table with this separator, or the next line where there is none.
    fn row(&mut self, separator: Option<char>) -> io::Result<Option<Line>> {
        let Some(first) = self.line()? else {
            return Ok(None);
        };
        let is = |c: char| separator.map_or(SEPARATORS.contains(&c), |separator| c == separator);
        let mut row = first.text.clone();
        let mut more = Vec::new();
        while split(&row, is).is_open {
            let next = if more.len() < ROW_LINES && row.len() < ROW {
                self.line()?
            } else {
                None
            };
            let Some(next) = next else {
                // It never ends: those are lines by themselves.
                for line in more.into_iter().rev() {
                    self.ahead.push_front(line);
                }
                return Ok(Some(first));
            };
            row.push('\n');
            row.push_str(&next.text);
            more.push(next);
        }
        Ok(Some(Line {
            number: first.number,
            text: row,
        }))
    }

    fn line(&mut self) -> io::Result<Option<Line>> {
        if let Some(line) = self.ahead.pop_front() {
            return Ok(Some(line));
        }
        let mut line = Vec::new();
        let read = io::Read::take(&mut self.input, LINE).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(None);
        }
        if !line.ends_with(b"\n") {
            skip_line(&mut self.input)?;
        }
        self.number += 1;
        Ok(Some(Line {
            number: self.number,
            text: String::from_utf8_lossy(&line).trim().to_owned(),
        }))
    }
}

/// By its mark, or since every other byte is zero.
fn is_utf16(start: &[u8]) -> bool {
    let zeros = |from: usize| {
        let mut bytes = start.iter().take(64).skip(from).step_by(2);
        start.len() >= 16 && bytes.all(|byte| *byte == 0)
    };
    start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff") || zeros(0) || zeros(1)
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let (used, done) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        input.consume(used);
        if done {
            return Ok(());
        }
    }
}

/// The cells of a row.
#[derive(Debug, PartialEq, Eq)]
struct Cells {
    cells: Vec<String>,
    /// True if the last one began with a quotation mark that has no other.
    is_open: bool,
}

/// Cuts a row. A cell that begins with a quotation mark goes on to the next single one,
/// whatever stands between them.
fn split(row: &str, is_separator: impl Fn(char) -> bool) -> Cells {
    let (mut cells, mut cell) = (Vec::new(), String::new());
    let (mut quoted, mut ended) = (false, false);
    let mut rest = row.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if quoted && rest.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' if quoted => (quoted, ended) = (false, true),
            '"' if !ended && cell.trim().is_empty() => {
                cell.clear();
                quoted = true;
            }
            c if !quoted && is_separator(c) => {
                cells.push(std::mem::take(&mut cell).trim().to_owned());
                ended = false;
            }
            c => cell.push(c),
        }
    }
    cells.push(cell.trim().to_owned());
    Cells {
        cells,
        is_open: quoted,
    }
}

fn cells(row: &str) -> Vec<String> {
    split(row, |c| SEPARATORS.contains(&c)).cells
}

/// What is known of a table by the rows before.
#[derive(Debug, Default)]
struct Table {
    begun: bool,
    separator: Option<char>,
    column: Option<Column>,
}

/// The column with the VINs.
#[derive(Debug, Clone, Copy)]
struct Column {
    /// From 0.
    at: usize,
    /// Whether its name says so; else a VIN was seen there.
    named: bool,
}

impl Table {
    /// What of a row is to be decoded: the cell of the column that is named so, else the first
    /// cell that is a VIN, else the one where it should be, whose mistake is then told. `None`
    /// if there is nothing, or only names of columns.
    fn vin(&mut self, row: &str) -> Option<String> {
        if row.is_empty() {
            return None;
        }
        if !std::mem::replace(&mut self.begun, true) {
            self.separator = separator(row);
            // A table begins with the names of its columns.
            if is_head(row) {
                let at = self.cells(row).iter().position(|cell| is_name(cell));
                self.column = at.map(|at| Column { at, named: true });
                return None;
            }
        }
        let mut own = self.cells(row);
        if own.len() == 1 && cells(row).len() == 1 {
            return own.pop();
        }
        let expected = self.column.and_then(|column| own.get(column.at));
        let expected = expected.filter(|cell| !cell.is_empty());
        if let (Some(Column { named: true, .. }), Some(cell)) = (self.column, expected) {
            return Some(cell.clone());
        }
        let is_vin = |cell: &String| cell.parse::<Vin>().is_ok();
        if let Some(at) = own.iter().position(is_vin) {
            self.column.get_or_insert(Column { at, named: false });
            return Some(own.swap_remove(at));
        }
        let any = cells(row);
        let found = any.iter().find(|cell| is_vin(cell)).or(expected);
        // The one that is most like a VIN.
        let nearest = || {
            any.iter()
                .min_by_key(|cell| cell.chars().count().abs_diff(LENGTH))
        };
        found.or_else(nearest).cloned()
    }

    fn cells(&self, row: &str) -> Vec<String> {
        split(row, |c| Some(c) == self.separator).cells
    }
}

/// The separator that cuts a row into the most cells.
fn separator(row: &str) -> Option<char> {
    let count = |separator: char| split(row, |c| c == separator).cells.len();
    let most = SEPARATORS.into_iter().max_by_key(|c| count(*c))?;
    (count(most) > 1).then_some(most)
}

/// True for names of columns: nothing in it is a VIN, and one cell says that it has them.
fn is_head(row: &str) -> bool {
    let cells = cells(row);
    !cells.iter().any(|cell| cell.parse::<Vin>().is_ok()) && cells.iter().any(|cell| is_name(cell))
}

fn is_name(cell: &str) -> bool {
    let cell = cell.to_lowercase();
    cell == "vin" || cell.starts_with("vin ") || cell.starts_with("vin_") || cell.ends_with(" vin")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const HONDA: &str = "1HGCM82633A004352";
    const AUDI: &str = "WAUZZZ8K9BA123456";

    /// What is decoded of a text, with its lines.
    fn read(text: &str) -> Vec<(u64, String)> {
        let mut lines = Lines::new(text.as_bytes()).unwrap();
        let mut table = Table::default();
        let mut found = Vec::new();
        while let Some(Line { number, text }) = lines.row(table.separator).unwrap() {
            found.extend(table.vin(&text).map(|vin| (number, vin)));
        }
        found
    }

    #[rstest]
    #[case("1HGCM82633A004352")]
    #[case("\u{feff}1HGCM82633A004352")]
    #[case("7,1HGCM82633A004352,red")]
    #[case("\"7\";\"1HGCM82633A004352\"")]
    #[case("red\t 1HGCM82633A004352 \tWAUZZZ8K9BA123456")]
    #[case("\"Smith, John\",1HGCM82633A004352")]
    #[case("No.;Owner;VIN\n7;Smith, John;1HGCM82633A004352")]
    #[case("replaces,VIN\nWAUZZZ8K9BA123456,1HGCM82633A004352")]
    fn the_vin_of_a_row_is_decoded(#[case] text: &str) {
        let found = read(text);
        let lines = text.lines().count() as u64;
        assert_eq!(found, [(lines, HONDA.to_owned())]);
    }

    #[rstest]
    #[case::by_its_name("id,VIN,colour\n7,1HGCM82633A00435,a rather blue red")]
    #[case::by_the_row_before("7,1HGCM82633A004352,red\n8,1HGCM82633A00435,a rather blue red")]
    #[case::by_its_length("7,1HGCM82633A00435,red")]
    fn of_a_row_without_a_vin_the_cell_is_told_where_it_should_be(#[case] text: &str) {
        assert_eq!(read(text).pop().unwrap().1, "1HGCM82633A00435");
    }

    #[test]
    fn another_vin_in_the_row_does_not_stand_in_for_a_mistyped_one() {
        let found = read("VIN,replaces\n1HGCM82633A00435,WAUZZZ8K9BA123456");
        assert_eq!(found, [(2, "1HGCM82633A00435".to_owned())]);
    }

    #[test]
    fn a_cell_with_line_breaks_is_one_cell_and_lines_are_counted_as_the_file_has_them() {
        let text = format!("note,VIN\n\"a \"\"red\"\"\n\ncar\",{HONDA}\n\n-,{AUDI}\n");
        assert_eq!(read(&text), [(2, HONDA.to_owned()), (6, AUDI.to_owned())]);
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_costs_no_row_after_it() {
        let rows = (0..200).map(|_| format!("-,{AUDI}\n")).collect::<String>();
        let found = read(&format!("note,VIN\n\"a,{HONDA}\n{rows}"));
        assert_eq!(found.len(), 201);
        assert_eq!(found[200], (202, AUDI.to_owned()));
    }

    #[rstest]
    #[case("id,VIN,colour", true)]
    #[case("vin", true)]
    #[case("Fleet;Vehicle VIN", true)]
    #[case("id,1HGCM82633A004352", false)]
    #[case("1HGCM82633A004352", false)]
    #[case("id,colour", false)]
    fn names_of_columns_are_told_from_vehicles(#[case] line: &str, #[case] head: bool) {
        assert_eq!(is_head(line), head);
    }

    #[rstest]
    #[case(b"\xff\xfe1\0H\0")]
    #[case(b"1\0H\0G\0C\0M\08\02\06\0")]
    #[case(b"\0V\0I\0N\0\n\0V\0I\0N\0\n")]
    fn utf_16_is_told_with_what_to_do(#[case] bytes: &[u8]) {
        let told = Lines::new(bytes).err().unwrap().to_string();
        assert!(told.contains("iconv"), "{told}");
    }

    #[tokio::test]
    async fn what_is_there_comes_in_whole_windows() {
        use futures::StreamExt;
        let arguments = vec![HONDA.to_owned(); 2_500];
        let sizes = windows(arguments, 1_000).map(|window| window.unwrap().len());
        assert_eq!(sizes.collect::<Vec<_>>().await, [1_000, 1_000, 500]);
    }
}
