//! CSV: a row for each row of the input, in its order. What could not be decoded has one as
//! well, with the VIN as it was written and the reason in a column `error`.

use std::io::{self, Write};

use csv::{ByteRecord, ReaderBuilder, Terminator, Writer, WriterBuilder};

use super::{Outcome, shown};
use crate::lookup::Visit;
use crate::report::Report;
use crate::vin::Vin;

/// Vehicles that the formatter is asked for at once.
const ROWS: usize = 64;
/// A VIN for the names of the columns, which a formatter tells along with a vehicle.
const ANY: &str = "11111111111111111";

/// The sheet that is written.
pub(super) struct Sheet<'a, W: Write> {
    visit: &'a Visit,
    out: Writer<&'a mut W>,
    /// Columns of the formatter, which the reason comes after.
    width: usize,
    /// Which of them has the VIN.
    vin: usize,
}

impl<'a, W: Write> Sheet<'a, W> {
    /// Writes the names of the columns.
    pub(super) async fn begin(visit: &'a Visit, out: &'a mut W) -> io::Result<Self> {
        let any: Vin = ANY.parse().map_err(io::Error::other)?;
        let mut names = rows(visit, &[&Report::empty(any)]).await?.names;
        let is_vin = |name: &[u8]| name.eq_ignore_ascii_case(b"vin");
        let mut sheet = Self {
            visit,
            width: names.len(),
            vin: names.iter().position(is_vin).unwrap_or(0),
            out: WriterBuilder::new()
                .flexible(true)
                .terminator(Terminator::CRLF)
                .from_writer(out),
        };
        names.push_field(b"error");
        sheet.out.write_byte_record(&names)?;
        Ok(sheet)
    }

    /// Writes a row for each.
    pub(super) async fn write(&mut self, outcomes: &[Outcome]) -> io::Result<()> {
        for outcomes in outcomes.chunks(ROWS) {
            let reports: Vec<&Report> = outcomes
                .iter()
                .filter_map(|outcome| outcome.result.as_ref().ok())
                .collect();
            let mut decoded = self.decoded(&reports).await?.into_iter();
            for outcome in outcomes {
                match &outcome.result {
                    Ok(_) => {
                        for row in decoded.next().unwrap_or_default() {
                            self.row(row, "")?;
                        }
                    }
                    Err(error) => {
                        let mut cells = vec![""; self.width];
                        let written = vinbot_intake::table::harmless(&outcome.input.text);
                        if let Some(cell) = cells.get_mut(self.vin) {
                            *cell = &written;
                        }
                        self.row(ByteRecord::from(cells), &error.to_string())?;
                    }
                }
            }
        }
        self.out.flush()
    }

    /// The rows of each vehicle: one, unless the formatter makes several of it.
    async fn decoded(&self, reports: &[&Report]) -> io::Result<Vec<Vec<ByteRecord>>> {
        if reports.is_empty() {
            return Ok(Vec::new());
        }
        let all = rows(self.visit, reports).await?.rows;
        if all.len() == reports.len() {
            return Ok(all.into_iter().map(|row| vec![row]).collect());
        }
        let mut each = Vec::with_capacity(reports.len());
        for report in reports {
            each.push(rows(self.visit, &[report]).await?.rows);
        }
        Ok(each)
    }

    fn row(&mut self, mut cells: ByteRecord, error: &str) -> io::Result<()> {
        while cells.len() < self.width {
            cells.push_field(b"");
        }
        cells.push_field(error.as_bytes());
        Ok(self.out.write_byte_record(&cells)?)
    }
}

/// What a formatter made.
struct Made {
    names: ByteRecord,
    rows: Vec<ByteRecord>,
}

async fn rows(visit: &Visit, reports: &[&Report]) -> io::Result<Made> {
    let message = shown(visit, reports, "csv", 0).await?;
    let file = message.attachments.first();
    let data = file.map_or(&[][..], |file| &file.data);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(data);
    let mut records = reader.byte_records();
    let names = records.next().ok_or_else(|| {
        io::Error::other("the formatter of the view `csv` answered without a table")
    })??;
    Ok(Made {
        names,
        rows: records.collect::<Result<_, _>>()?,
    })
}
