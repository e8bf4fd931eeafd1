//! Tables of vehicles: CSV, text and XLSX in, the same table with more columns out.

mod cell;
mod columns;
mod csv_file;
mod text;
mod write;
mod xlsx;
mod xlsx_guard;

use crate::Known;

pub use cell::Cell;
pub use write::{File, Wider, harmless};

/// What a table may hold.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Rows with data, and those above them.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// Bytes that the parts of an XLSX file may have once they are unpacked, and all cells
    /// together as text.
    pub unpacked: u64,
}

impl Default for Limits {
    /// 20 MB (what Telegram lets a bot fetch), 10,000 rows, 500 columns, 200 MB.
    fn default() -> Self {
        Self {
            bytes: 20_000_000,
            rows: 10_000,
            columns: 500,
            unpacked: 200_000_000,
        }
    }
}

/// Why a table can't be read or written. The words are for the user.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// Larger than [`Limits::bytes`].
    #[error("the file is larger than {} MB; split it", .0 / 1_000_000)]
    TooLarge(usize),
    /// More than [`Limits::rows`].
    #[error("the table has more than {0} rows; split it")]
    TooManyRows(usize),
    /// More than [`Limits::columns`].
    #[error("the table has more than {0} columns; keep the one with the VINs and a few more")]
    TooManyColumns(usize),
    /// More than [`Limits::unpacked`].
    #[error("the file unpacks to more than {} MB; save the sheet with the VINs alone", .0 / 1_000_000)]
    TooLargeUnpacked(u64),
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// No cell holds a VIN.
    #[error("no VIN was found in the table; VINs have 17 characters")]
    NoVins,
    /// XLSX under a password.
    #[error("the file is protected by a password; save it without one")]
    Password,
    /// XLS, ODS, XLSB, PDF, a picture …
    #[error("this is no table that can be read; save it as XLSX or CSV")]
    Unknown,
    /// Broken.
    #[error("the file is damaged; save it once more as XLSX or CSV")]
    Damaged,
    /// It could not be written: this is our fault.
    #[error("the table could not be written")]
    NotWritten,
}

/// How a table came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Csv(csv_file::Dialect),
    Xlsx,
}

/// A table, as it came, and where its VINs are.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    format: Format,
    /// What stands above the names of the columns, or above the data where there are none.
    above: Vec<Vec<Cell>>,
    names: Option<Vec<Cell>>,
    rows: Vec<Vec<Cell>>,
    /// From 0.
    column: usize,
    /// One a row.
    vins: Vec<Option<String>>,
}

impl Table {
    /// Reads CSV (comma, semicolon, tab or bar; UTF-8, UTF-16, Windows-1252), lists and words
    /// (TXT), and the first sheet with VINs of XLSX and XLSM. What it is, its bytes say; its
    /// name tells a list from a table with commas (`.txt`).
    ///
    /// ```
    /// use vinbot_intake::table::{Limits, Table};
    /// use vinbot_intake::Known;
    ///
    /// let known = Known {
    ///     find: &|text| (text.len() == 17).then(|| text.to_owned()).into_iter().collect(),
    ///     check: &|_| true,
    /// };
    /// let csv = b"id;vin\n1;1HGCM82633A004352\n2;lost\n";
    /// let table = Table::read(csv, "fleet.csv", &Limits::default(), known)?;
    /// let vins: Vec<_> = table.vins().collect();
    /// assert_eq!(vins, [Some("1HGCM82633A004352"), None]);
    ///
    /// let years = [vec!["2003".to_owned()]];
    /// let file = table.with(&["Year".to_owned()], years).file()?;
    /// assert_eq!(file.bytes, b"id;vin;Year\n1;1HGCM82633A004352;2003\n2;lost;\n");
    /// # Ok::<(), vinbot_intake::table::TableError>(())
    /// ```
    pub fn read(
        bytes: &[u8],
        file_name: &str,
        limits: &Limits,
        known: Known<'_>,
    ) -> Result<Self, TableError> {
        if bytes.len() > limits.bytes {
            return Err(TableError::TooLarge(limits.bytes));
        }
        if bytes.is_empty() {
            return Err(TableError::Empty);
        }
        if xlsx_guard::is_old_office(bytes) {
            return Err(xlsx_guard::old_office_error(bytes));
        }
        if bytes.starts_with(b"PK") {
            return Self::from_sheets(bytes, limits, known);
        }
        let text = text::decode(bytes)?;
        let is_list = std::path::Path::new(file_name)
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("txt"));
        let (dialect, rows) = csv_file::read(&text, is_list, limits, known)?;
        Self::of(Format::Csv(dialect), rows, known)
    }

    /// The first sheet that holds a VIN.
    fn from_sheets(bytes: &[u8], limits: &Limits, known: Known<'_>) -> Result<Self, TableError> {
        let mut found = Err(TableError::Empty);
        xlsx::each_sheet(bytes, limits, |rows| {
            let table = Self::of(Format::Xlsx, rows, known);
            let done = table.is_ok();
            // An empty sheet beside one without VINs: the latter is what to tell.
            if done || found == Err(TableError::Empty) {
                found = table;
            }
            !done
        })?;
        found
    }

    fn of(format: Format, rows: Vec<Vec<Cell>>, known: Known<'_>) -> Result<Self, TableError> {
        let parts = columns::divide(rows, known)?;
        Ok(Self {
            format,
            above: parts.above,
            names: parts.names,
            rows: parts.rows,
            column: parts.column,
            vins: parts.vins,
        })
    }

    /// The VIN of each row, in the order of the rows; `None` for a row without one.
    pub fn vins(&self) -> impl ExactSizeIterator<Item = Option<&str>> {
        self.vins.iter().map(Option::as_deref)
    }

    /// What stands in the VIN's column of a row, from 0: what to quote where it is no VIN.
    pub fn written(&self, row: usize) -> String {
        self.rows
            .get(row)
            .and_then(|row| row.get(self.column))
            .map(Cell::text)
            .unwrap_or_default()
    }

    /// The name of the VIN's column, if columns have names.
    pub fn column_name(&self) -> Option<String> {
        self.names.as_ref()?.get(self.column).map(Cell::text)
    }

    /// The rows as text, without the names of the columns.
    pub fn rows(&self) -> impl Iterator<Item = Vec<String>> {
        self.rows
            .iter()
            .map(|row| row.iter().map(Cell::text).collect())
    }

    /// The table with columns added at its right: a row of `rows` for each of [`Self::vins`].
    /// Rows that are missing are left empty, those that are too many left out. A table whose
    /// columns have no names gets a line of names.
    pub fn with(
        &self,
        columns: &[String],
        rows: impl IntoIterator<Item = Vec<String>>,
    ) -> Wider<'_> {
        Wider::new(self, columns, rows)
    }

    /// Columns of the widest row.
    fn width(&self) -> usize {
        let lines = self.rows.iter().chain(&self.names);
        lines.map(Vec::len).max().unwrap_or(0)
    }
}
