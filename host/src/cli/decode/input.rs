//! Where the VINs come from: arguments, lines, tables.

use std::io::{self, BufRead};

use futures::Stream;

use super::BATCHES;
use crate::vin::Vin;

/// A line longer than this holds no VIN; the rest of it is skipped.
const LINE: u64 = 4_096;
/// What is between the cells of a table: CSV as it is written in one country or another,
/// and what spreadsheets put on the clipboard.
const SEPARATORS: [char; 3] = [',', ';', '\t'];

/// The input in batches. Standard input is read on a thread of its own, which nobody
/// waits for: it may be stuck in a read when the program ends.
pub(super) fn batches(
    arguments: Vec<String>,
    batch: usize,
) -> impl Stream<Item = io::Result<Vec<String>>> {
    let (sender, receiver) = tokio::sync::mpsc::channel(BATCHES);
    std::thread::spawn(move || {
        let mut batches = Batches {
            pending: Vec::new(),
            size: batch,
            sender,
        };
        let read = arguments.into_iter().try_for_each(|argument| {
            if argument == "-" {
                lines(&mut batches)
            } else {
                batches.push(argument)
            }
        });
        // What came before an error counts.
        let _ = batches.flush();
        if let Err(error) = read {
            let _ = batches.sender.blocking_send(Err(error));
        }
    });
    futures::stream::unfold(receiver, |mut receiver| async {
        receiver.recv().await.map(|batch| (batch, receiver))
    })
}

/// Gathers input into batches.
struct Batches {
    pending: Vec<String>,
    size: usize,
    sender: tokio::sync::mpsc::Sender<io::Result<Vec<String>>>,
}

impl Batches {
    fn push(&mut self, input: String) -> io::Result<()> {
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
        let batch = std::mem::take(&mut self.pending);
        self.sender
            .blocking_send(Ok(batch))
            .map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

fn lines(batches: &mut Batches) -> io::Result<()> {
    let mut input = io::BufReader::new(io::stdin().lock());
    let mut line = Vec::new();
    let mut first = true;
    loop {
        if input.buffer().is_empty() {
            // The next read may wait: what is there already is decoded meanwhile.
            batches.flush()?;
        }
        line.clear();
        let read = io::Read::take(&mut input, LINE).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(());
        }
        let ended = line.ends_with(b"\n");
        let text = String::from_utf8_lossy(&line).trim().to_owned();
        // A table begins with the names of its columns.
        let is_head = std::mem::take(&mut first) && is_head(&text);
        if !text.is_empty() && !is_head {
            batches.push(vin_of(&text).to_owned())?;
        }
        if !ended {
            skip_line(&mut input)?;
        }
    }
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

/// The cells of a line of a table. VINs hold no separator, so a cell with one in quotes is
/// no VIN whichever way it is cut.
fn cells(line: &str) -> impl Iterator<Item = &str> {
    line.split(SEPARATORS)
        .map(|cell| cell.trim().trim_matches('"').trim())
}

/// What of a line is to be decoded: the first cell that is a VIN, else the whole line, whose
/// mistake is then told.
fn vin_of(line: &str) -> &str {
    let is_vin = |cell: &&str| cell.parse::<Vin>().is_ok();
    if line.contains(SEPARATORS) {
        cells(line).find(is_vin).unwrap_or(line)
    } else {
        line
    }
}

/// True for names of columns: nothing in it is a VIN, and one cell says that it has them.
fn is_head(line: &str) -> bool {
    let named = |cell: &str| {
        let cell = cell.to_lowercase();
        cell == "vin"
            || cell.starts_with("vin ")
            || cell.starts_with("vin_")
            || cell.ends_with(" vin")
    };
    !cells(line).any(|cell| cell.parse::<Vin>().is_ok()) && cells(line).any(named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const HONDA: &str = "1HGCM82633A004352";

    #[rstest]
    #[case("1HGCM82633A004352")]
    #[case("7,1HGCM82633A004352,red")]
    #[case("\"7\";\"1HGCM82633A004352\"")]
    #[case("red\t 1HGCM82633A004352 \tWAUZZZ8K9BA123456")]
    #[case("\"Smith, John\",1HGCM82633A004352")]
    fn the_first_vin_of_a_line_is_decoded(#[case] line: &str) {
        assert_eq!(vin_of(line), HONDA);
    }

    #[test]
    fn a_line_without_a_vin_is_told_as_it_is() {
        assert_eq!(vin_of("7,1HGCM82633A00435,red"), "7,1HGCM82633A00435,red");
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
}
