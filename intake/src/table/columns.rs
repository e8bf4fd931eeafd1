//! Which column holds the VINs, and which line the names of the columns.

use super::{Cell, TableError};
use crate::Known;

/// A VIN's characters: in a shorter cell there is none.
const LENGTH: usize = 17;
/// More digits than this, and a cell above the first VIN is a mistyped VIN, not a name.
const DIGITS_OF_A_NAME: usize = 4;
/// What the column is called, in some languages.
const NAMES: [&str; 6] = [
    "vin",
    "chassis",
    "fahrgestell",
    "fin",
    "châssis",
    "bastidor",
];

/// A table taken apart.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) above: Vec<Vec<Cell>>,
    pub(super) names: Option<Vec<Cell>>,
    pub(super) rows: Vec<Vec<Cell>>,
    pub(super) column: usize,
    pub(super) vins: Vec<Option<String>>,
}

/// The column with the most VINs wins, the leftmost of several.
pub(super) fn divide(mut lines: Vec<Vec<Cell>>, known: Known<'_>) -> Result<Parts, TableError> {
    if lines.iter().flatten().all(Cell::is_blank) {
        return Err(TableError::Empty);
    }
    let mut counts: Vec<usize> = Vec::new();
    for line in &lines {
        for (column, cell) in line.iter().enumerate() {
            if vin(cell, known).is_some() {
                if counts.len() <= column {
                    counts.resize(column + 1, 0);
                }
                counts[column] += 1;
            }
        }
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    let column = counts
        .iter()
        .position(|count| *count == most && most > 0)
        .ok_or(TableError::NoVins)?;
    let vins: Vec<_> = lines
        .iter()
        .map(|line| vin(line.get(column)?, known))
        .collect();
    let first = vins.iter().position(Option::is_some).unwrap_or(0);
    let (above, names) = match line_of_names(&lines[..first], column, known) {
        Some(at) => {
            let mut above: Vec<_> = lines.drain(..=at).collect();
            let names = above.pop();
            (above, names)
        }
        None => (Vec::new(), None),
    };
    let taken = vins.len() - lines.len();
    Ok(Parts {
        above,
        names,
        rows: lines,
        column,
        vins: vins.into_iter().skip(taken).collect(),
    })
}

/// The first VIN in a cell.
fn vin(cell: &Cell, known: Known<'_>) -> Option<String> {
    match cell {
        Cell::Text(text) if text.len() >= LENGTH => (known.find)(text).into_iter().next(),
        _ => None,
    }
}

/// Of the lines above the first VIN: the one whose cell says that VINs follow, else the first
/// with a word there. A line with a VIN in another column is none.
fn line_of_names(above: &[Vec<Cell>], column: usize, known: Known<'_>) -> Option<usize> {
    let text = |line: &Vec<Cell>| match line.get(column) {
        Some(Cell::Text(text)) => text.trim().to_lowercase(),
        _ => String::new(),
    };
    let says_so = |line: &Vec<Cell>| {
        let text = text(line);
        text.split(|c: char| !c.is_alphabetic()).any(|word| {
            NAMES
                .iter()
                .any(|name| word == *name || name.len() > 3 && word.starts_with(name))
        })
    };
    let may_be = |line: &Vec<Cell>| {
        let text = text(line);
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        let vins = line.iter().any(|cell| vin(cell, known).is_some());
        letters >= 2 && digits <= DIGITS_OF_A_NAME && !vins
    };
    above.iter().position(says_so).or_else(|| {
        above
            .iter()
            .take_while(|line| may_be(line) || line.iter().all(Cell::is_blank))
            .position(may_be)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const HONDA: &str = "1HGCM82633A004352";

    fn known() -> Known<'static> {
        Known {
            find: &|text| {
                text.split(' ')
                    .filter(|word| word.len() == 17 && word.starts_with('1'))
                    .map(Into::into)
                    .collect()
            },
            check: &|_| true,
        }
    }

    /// Lines are apart by `/`, cells by `;`; `H` is a VIN.
    fn parts(text: &str) -> Result<Parts, TableError> {
        let cell = |text: &str| Cell::Text(if text == "H" { HONDA } else { text }.to_owned());
        let line = |line: &str| line.split(';').map(cell).collect();
        divide(text.split('/').map(line).collect(), known())
    }

    /// Lines above, whether there are names, rows, column.
    #[rstest]
    #[case::no_names("a;H", 0, false, 1, 1)]
    #[case::names("id;VIN/a;H", 0, true, 1, 1)]
    #[case::a_name_that_says_nothing("id;number/a;H", 0, true, 1, 1)]
    #[case::a_title("Fleet/id;Vehicle VIN/a;H", 1, true, 1, 1)]
    #[case::a_title_in_the_column("Fleet 2026/Fahrgestellnummer/H", 1, true, 1, 0)]
    #[case::a_mistyped_vin_first("1HGCM82633A00435/H", 0, false, 2, 0)]
    #[case::names_then_a_mistyped_vin("vin/1HGCM82633A00435/H", 0, true, 2, 0)]
    #[case::the_fuller_column("H;x/-;H/-;H", 0, false, 3, 1)]
    #[case::the_left_of_two("H;H", 0, false, 1, 0)]
    #[case::ragged("vin//H;x/a", 0, true, 3, 0)]
    fn the_lines_of_a_table_are_told_apart(
        #[case] text: &str,
        #[case] above: usize,
        #[case] names: bool,
        #[case] rows: usize,
        #[case] column: usize,
    ) {
        let parts = parts(text).unwrap();
        let found = (parts.above.len(), parts.names.is_some(), parts.rows.len());
        assert_eq!(found, (above, names, rows));
        assert_eq!(parts.column, column);
        assert_eq!(parts.vins.len(), rows);
    }

    #[test]
    fn a_table_without_vins_is_told_from_one_without_anything() {
        assert_eq!(parts("vin").unwrap_err(), TableError::NoVins);
        assert_eq!(parts("; /").unwrap_err(), TableError::Empty);
    }
}
