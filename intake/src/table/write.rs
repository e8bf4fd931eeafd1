//! Tables with more columns, as files.

use rust_xlsxwriter::{Format as Style, Workbook, Worksheet, XlsxError};

use super::csv_file::Dialect;
use super::{Cell, Format, Table, TableError};

/// What a table that has no names calls its VINs.
const VIN: &str = "VIN";
/// What Excel keeps of a cell, in UTF-16 units.
const CELL: usize = 32_767;
/// Widths of columns, in characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 8..=50;
/// Rows that are looked at for a column's width.
const MEASURED: usize = 500;

/// A file to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// What it holds.
    pub bytes: Vec<u8>,
    /// `csv` or `xlsx`.
    pub extension: &'static str,
}

/// A table with columns added at its right.
#[derive(Debug)]
pub struct Wider<'a> {
    table: &'a Table,
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl<'a> Wider<'a> {
    pub(super) fn new(
        table: &'a Table,
        names: &[String],
        rows: impl IntoIterator<Item = Vec<String>>,
    ) -> Self {
        let fit = |mut row: Vec<String>| {
            row.resize(names.len(), String::new());
            row
        };
        let mut rows: Vec<_> = rows.into_iter().take(table.rows.len()).map(fit).collect();
        rows.resize_with(table.rows.len(), || vec![String::new(); names.len()]);
        Self {
            table,
            names: names.to_vec(),
            rows,
        }
    }

    /// In the format in which the table came.
    pub fn file(&self) -> Result<File, TableError> {
        match self.table.format {
            Format::Csv(_) => self.csv(),
            Format::Xlsx => self.xlsx(),
        }
    }

    /// As CSV: with the delimiter, the line ends and the mark that it came with, else with
    /// commas. A cell that was added and that a spreadsheet would take for a formula gets an
    /// apostrophe; what came is left as it came.
    pub fn csv(&self) -> Result<File, TableError> {
        let dialect = match self.table.format {
            Format::Csv(dialect) => dialect,
            Format::Xlsx => Dialect {
                delimiter: b',',
                crlf: true,
                mark: true,
                sep_line: false,
            },
        };
        let mut bytes = Vec::new();
        if dialect.mark {
            bytes.extend("\u{feff}".as_bytes());
        }
        let end: &[u8] = if dialect.crlf { b"\r\n" } else { b"\n" };
        if dialect.sep_line {
            bytes.extend(b"sep=");
            bytes.push(dialect.delimiter);
            bytes.extend(end);
        }
        let mut writer = csv::WriterBuilder::new()
            .flexible(true)
            .delimiter(dialect.delimiter)
            .terminator(if dialect.crlf {
                csv::Terminator::CRLF
            } else {
                csv::Terminator::Any(b'\n')
            })
            .from_writer(bytes);
        for line in self.lines() {
            let line: Vec<_> = line
                .cells
                .iter()
                .map(Cell::text)
                .chain(line.added.iter().map(|text| harmless(text)))
                .collect();
            writer
                .write_record(line)
                .map_err(|_| TableError::NotWritten)?;
        }
        Ok(File {
            bytes: writer.into_inner().map_err(|_| TableError::NotWritten)?,
            extension: "csv",
        })
    }

    /// As XLSX: names bold and always in sight, columns as wide as what is in them, text as
    /// text, so that nothing in it is a formula.
    pub fn xlsx(&self) -> Result<File, TableError> {
        Ok(File {
            bytes: self.workbook().map_err(|_| TableError::NotWritten)?,
            extension: "xlsx",
        })
    }

    fn workbook(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let styles = Styles::new();
        let mut widths: Vec<usize> = Vec::new();
        for (row, line) in (0_u32..).zip(self.lines()) {
            let added = line.added.iter().map(|text| Cell::Text(text.clone()));
            let cells = line.cells.iter().cloned().chain(added);
            for (index, cell) in cells.enumerate() {
                let column = u16::try_from(index).map_err(|_| XlsxError::RowColumnLimitError)?;
                write(sheet, (row, column), &cell, line.bold, &styles)?;
                if index >= widths.len() {
                    widths.push(0);
                }
                if usize::try_from(row).is_ok_and(|row| row < MEASURED) {
                    widths[index] = widths[index].max(cell.text().chars().count());
                }
            }
            if line.bold {
                sheet.set_freeze_panes(row + 1, 0)?;
            }
        }
        for (column, width) in (0_u16..).zip(widths) {
            let width = (width + 2).clamp(*WIDTHS.start(), *WIDTHS.end());
            sheet.set_column_width(column, f64::from(u16::try_from(width).unwrap_or(50)))?;
        }
        book.save_to_buffer()
    }

    /// Every line of the file, in order.
    fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let above = self.table.above.iter().map(|cells| Line {
            cells: cells.clone(),
            added: &[],
            bold: false,
        });
        let names = self.names().map(|cells| Line {
            cells,
            added: &self.names,
            bold: true,
        });
        let width = self.table.width();
        let rows = self
            .table
            .rows
            .iter()
            .zip(&self.rows)
            .map(move |(cells, added)| {
                let mut cells = cells.clone();
                if !self.names.is_empty() {
                    cells.resize(width, Cell::Empty);
                }
                Line {
                    cells,
                    added,
                    bold: false,
                }
            });
        above.chain(names).chain(rows)
    }

    /// The names that there are, or that are needed.
    fn names(&self) -> Option<Vec<Cell>> {
        if self.names.is_empty() {
            return self.table.names.clone();
        }
        let width = self.table.width();
        let mut names = self.table.names.clone().unwrap_or_else(|| {
            let mut names = vec![Cell::Empty; width];
            if let Some(name) = names.get_mut(self.table.column) {
                *name = Cell::Text(VIN.into());
            }
            names
        });
        names.resize(width, Cell::Empty);
        Some(names)
    }
}

/// A line of the file.
struct Line<'a> {
    cells: Vec<Cell>,
    added: &'a [String],
    bold: bool,
}

/// How cells look.
struct Styles {
    text: Style,
    bold: Style,
    date: Style,
    time: Style,
    duration: Style,
}

impl Styles {
    fn new() -> Self {
        Self {
            // `@`: it stays text when somebody edits it.
            text: Style::new().set_num_format("@"),
            bold: Style::new().set_bold(),
            date: Style::new().set_num_format("yyyy-mm-dd"),
            time: Style::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            duration: Style::new().set_num_format("[h]:mm:ss"),
        }
    }
}

fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    bold: bool,
    styles: &Styles,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            let style = if bold { &styles.bold } else { &styles.text };
            sheet.write_string_with_format(row, column, cut(text), style)?;
        }
        Cell::Number(number) => {
            sheet.write_number(row, column, *number)?;
        }
        Cell::Bool(truth) => {
            sheet.write_boolean(row, column, *truth)?;
        }
        Cell::Date(days) => {
            let style = if days.fract() == 0.0 {
                &styles.date
            } else {
                &styles.time
            };
            sheet.write_number_with_format(row, column, *days, style)?;
        }
        Cell::Duration(days) => {
            sheet.write_number_with_format(row, column, *days, &styles.duration)?;
        }
    }
    Ok(())
}

/// As much as a cell may hold.
fn cut(text: &str) -> &str {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        units += c.len_utf16();
        if units > CELL {
            return &text[..at];
        }
    }
    text
}

/// With an apostrophe before what a spreadsheet would calculate (OWASP, "CSV injection"); plain
/// numbers with a sign are left alone.
///
/// ```
/// use vinbot_intake::table::harmless;
///
/// assert_eq!(harmless("=cmd()"), "'=cmd()");
/// assert_eq!(harmless("1HGCM82633A004352"), "1HGCM82633A004352");
/// ```
pub fn harmless(text: &str) -> String {
    let begins = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let number = text.starts_with(['+', '-']) && text.parse::<f64>().is_ok_and(f64::is_finite);
    if begins && !number {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("=1+1", "'=1+1")]
    #[case("+1 202 555", "'+1 202 555")]
    #[case("@SUM(A1)", "'@SUM(A1)")]
    #[case("-cmd|'/c calc'!A1", "'-cmd|'/c calc'!A1")]
    #[case("\t=1", "'\t=1")]
    #[case("＝1", "'＝1")]
    #[case("-12.5", "-12.5")]
    #[case("Honda = good", "Honda = good")]
    #[case("=cmd()", "'=cmd()")]
    #[case("1HGCM82633A00435", "1HGCM82633A00435")]
    #[case("", "")]
    fn formulas_are_made_harmless(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(harmless(text), expected);
    }

    #[test]
    fn a_cell_is_cut_at_what_excel_keeps() {
        assert_eq!(cut(&"a".repeat(40_000)).len(), CELL);
        assert_eq!(cut(&"😀".repeat(40_000)).chars().count(), CELL / 2);
        assert_eq!(cut("abc"), "abc");
    }
}
