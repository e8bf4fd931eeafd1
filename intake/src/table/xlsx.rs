//! Sheets of XLSX, cell by cell: a sheet whose only cells are its first and its last would be
//! 17 billion cells if it were read at once.

use std::io::Cursor;
use std::panic::AssertUnwindSafe;

use calamine::{DataRef, Reader, SheetType, Xlsx, XlsxError};

use super::{Cell, Limits, TableError, xlsx_guard};

/// Days from the beginning of 1900's calendar to that of 1904's.
const DAYS_TO_1904: f64 = 1_462.0;

/// Gives the rows of each sheet, in the order of the workbook, until `sheet` returns false. A
/// panic of the reader is a damaged file.
pub(super) fn each_sheet(
    bytes: &[u8],
    limits: &Limits,
    mut sheet: impl FnMut(Vec<Vec<Cell>>) -> bool,
) -> Result<(), TableError> {
    xlsx_guard::check(bytes, limits)?;
    let read = || {
        let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| told(&error))?;
        let names: Vec<_> = book
            .sheets_metadata()
            .iter()
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| sheet.name.clone())
            .collect();
        for name in names {
            if !sheet(rows(&mut book, &name, limits)?) {
                break;
            }
        }
        Ok(())
    };
    std::panic::catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(TableError::Damaged))
}

fn rows(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    limits: &Limits,
) -> Result<Vec<Vec<Cell>>, TableError> {
    let since_1904 = book.has_1904_epoch();
    let mut cells = match book.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(Vec::new()),
        Err(error) => return Err(told(&error)),
    };
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    // One shared string may stand in every cell.
    let mut left = limits.unpacked;
    while let Some(cell) = cells.next_cell().map_err(|error| told(&error))? {
        let (row, column) = cell.get_position();
        let value = value(cell.get_value(), since_1904);
        if value == Cell::Empty {
            continue;
        }
        let (row, column) = (index(row), index(column));
        if row >= limits.rows {
            return Err(TableError::TooManyRows(limits.rows));
        }
        if column >= limits.columns {
            return Err(TableError::TooManyColumns(limits.columns));
        }
        if let Cell::Text(text) = &value {
            left = left
                .checked_sub(u64::try_from(text.len()).unwrap_or(u64::MAX))
                .ok_or(TableError::TooLargeUnpacked(limits.unpacked))?;
        }
        if rows.len() <= row {
            rows.resize(row + 1, Vec::new());
        }
        if rows[row].len() <= column {
            rows[row].resize(column + 1, Cell::Empty);
        }
        rows[row][column] = value;
    }
    Ok(rows)
}

#[allow(clippy::cast_precision_loss)] // XLSX keeps numbers as `f64`.
fn value(value: &DataRef<'_>, since_1904: bool) -> Cell {
    let text = |text: &str| match text {
        "" => Cell::Empty,
        text => Cell::Text(text.to_owned()),
    };
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Bool(truth) => Cell::Bool(*truth),
        DataRef::DateTime(time) if time.is_duration() => Cell::Duration(time.as_f64()),
        DataRef::DateTime(time) => {
            let shift = if since_1904 { DAYS_TO_1904 } else { 0.0 };
            Cell::Date(time.as_f64() + shift)
        }
        DataRef::SharedString(shared) => text(shared),
        DataRef::String(own) | DataRef::DateTimeIso(own) | DataRef::DurationIso(own) => text(own),
        DataRef::Error(error) => Cell::Text(error.to_string()),
    }
}

fn told(error: &XlsxError) -> TableError {
    match error {
        XlsxError::Password => TableError::Password,
        _ => TableError::Damaged,
    }
}

fn index(value: u32) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}
