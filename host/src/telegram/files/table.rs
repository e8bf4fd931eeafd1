//! A table: it comes back with what its VINs mean, in columns of their own.

use futures::FutureExt;
use tokio::sync::watch;
use vinbot_intake::table::{File, Limits, Table, TableError};

use super::super::aside::Aside;
use super::super::commands::Answer;
use super::super::conversation::Conversation;
use super::super::turnstile::{self, Pass};
use super::super::{near_miss, phrases};
use super::begin::{begin, tell};
use super::desk::{Kind, Ticket};
use super::{
    Failed, Sent, columns, interrupted, known, note_refused, progress, refused, too_large,
};
use crate::rich::{Attachment, Message};
use crate::vin::{self, Vin, faults};
use crate::words::Words;

/// So many rows are one request.
const ROWS: usize = 200;
/// What an XLSX file may unpack to, in bytes.
const UNPACKED: u64 = 100_000_000;
/// Lines above the data: names of columns, a title.
const ABOVE: usize = 20;
/// What a file without a name is called.
const NAME: &str = "table";

/// Begins to work on a table; the message says why it does not.
pub(in crate::telegram) fn table(here: &Conversation<'_>, sent: Sent) -> Result<(), Message> {
    let (words, settings) = (here.words(), &here.services.files.settings);
    if sent.size as usize > settings.max_bytes() {
        note_refused(&TableError::TooLarge(settings.max_bytes()));
        return Err(too_large(words, settings.max_mb));
    }
    let work = |aside, ticket| work(aside, ticket, sent).boxed();
    begin(here, Kind::Table, work).map_err(|busy| refused(here, busy))
}

/// `/stop [NUMBER]`: what a button under the progress carries.
pub(in crate::telegram) fn stop(here: &Conversation<'_>, arguments: &str) -> Answer {
    let (words, arguments) = (here.words(), arguments.trim());
    let id = (!arguments.is_empty()).then(|| arguments.parse().unwrap_or(0));
    let stopped = here.services.files.stop(here, id);
    Answer::Note(if stopped {
        words.text("sheet-stopping", &[])
    } else {
        words.text("sheet-nothing-to-stop", &[])
    })
}

async fn work(aside: Aside, ticket: Ticket, sent: Sent) {
    let here = aside.here();
    if ticket.must_queue() {
        here.say(&here.words().message("sheet-queued", &[])).await;
    }
    // For as long as the work takes.
    let _place = match ticket.unless_ended(ticket.table_place()).await {
        Ok(place) => place,
        Err(why) => return tell(&here, why).await,
    };
    let table = match here.while_waiting(read(&here, &ticket, &sent)).await {
        Ok(table) => table,
        Err(why) => return tell(&here, why).await,
    };
    let all = table.vins().len();
    match turnstile::pass(&here, cost(&here, all)).await {
        Pass::Go => {}
        Pass::Wait(told) => return here.say(&told).await,
        Pass::Silence => return,
    }
    let (told, done) = watch::channel(0);
    let (made, shown) = tokio::join!(
        made(&here, &ticket, table, told),
        progress::show(&here, ticket.id, all, done),
    );
    let words = here.words();
    match made {
        Ok(made) => {
            let numbers = [("rows", made.rows.into()), ("failed", made.failed.into())];
            let mut message = words.message("sheet-done", &numbers);
            if let Some(shown) = shown {
                progress::end(&here, Some(shown), &message).await;
            }
            message.attachments.push(attachment(&sent, made.file));
            here.send_result(&message).await;
            tracing::info!(
                rows = made.rows,
                failed = made.failed,
                "a table is answered"
            );
        }
        Err(Failed::Told(message)) => progress::end(&here, shown, &message).await,
        Err(Failed::Stopped) => {
            progress::end(&here, shown, &words.message("file-stopped", &[])).await;
        }
        Err(Failed::Interrupted) => progress::end(&here, shown, &interrupted(words)).await,
    }
}

/// What a table costs beyond the one request that its message is: at most half of what
/// may be asked at once, or a large one would never pass.
fn cost(here: &Conversation<'_>, rows: usize) -> u32 {
    let rates = &here.visit.settings().telegram.rates;
    let bursts = [rates.user.burst, rates.chat.burst, rates.global.burst];
    let least = bursts.into_iter().filter(|burst| *burst > 0).min();
    let most = least.map_or(u32::MAX, |burst| burst / 2);
    u32::try_from(rows / ROWS).unwrap_or(u32::MAX).min(most)
}

async fn read(here: &Conversation<'_>, ticket: &Ticket, sent: &Sent) -> Result<Table, Failed> {
    let (words, settings) = (here.words(), &here.services.files.settings);
    let limits = Limits {
        bytes: settings.max_bytes(),
        rows: settings.max_rows as usize + ABOVE,
        unpacked: UNPACKED,
        ..Limits::default()
    };
    let name = sent.name.clone().unwrap_or_default();
    let work = async {
        let bytes = here.fetched(sent, limits.bytes).await?;
        let read =
            tokio::task::spawn_blocking(move || Table::read(&bytes, &name, &limits, known()));
        let table = read.await.map_err(|error| crashed(words, &error))?;
        let table = table.map_err(|error| Failed::Told(here.table_error(&error)))?;
        if table.vins().len() > settings.max_rows as usize {
            let error = TableError::TooManyRows(settings.max_rows as usize);
            return Err(Failed::Told(here.table_error(&error)));
        }
        Ok(table)
    };
    ticket.unless_ended(work).await?
}

/// A table with its new columns.
struct Made {
    file: File,
    /// Rows that were looked up, or should have been.
    rows: usize,
    failed: usize,
}

async fn made(
    here: &Conversation<'_>,
    ticket: &Ticket,
    table: Table,
    told: watch::Sender<usize>,
) -> Result<Made, Failed> {
    let words = here.words();
    let rows = rows(here, ticket, &table, &told).await?;
    let failed = rows.iter().filter(|row| columns::is_wrong(row)).count();
    let blank = rows
        .iter()
        .filter(|row| row.iter().all(String::is_empty))
        .count();
    let count = rows.len() - blank;
    let names = columns::names(words);
    let write = tokio::task::spawn_blocking(move || table.with(&names, rows).file());
    let file = ticket.unless_ended(write).await?;
    let file = file.map_err(|error| crashed(words, &error))?;
    let file = file.map_err(|error| Failed::Told(here.table_error(&error)))?;
    Ok(Made {
        file,
        rows: count,
        failed,
    })
}

/// A row for each of the table's, batch by batch: what is decoded is a few words, and the
/// report is gone.
async fn rows(
    here: &Conversation<'_>,
    ticket: &Ticket,
    table: &Table,
    told: &watch::Sender<usize>,
) -> Result<Vec<Vec<String>>, Failed> {
    let words = here.words();
    // Nobody outside is asked ten thousand times for the sake of one file.
    let visit = here.visit.inside().with_lease();
    let vins: Vec<Option<Vin>> = table
        .vins()
        .map(|vin| vin.and_then(|vin| vin.parse().ok()))
        .collect();
    let mut rows = Vec::with_capacity(vins.len());
    for batch in vins.chunks(visit.settings().lookup.batch) {
        let asked: Vec<Vin> = batch.iter().flatten().copied().collect();
        let answers = ticket.unless_ended(visit.decode(&asked)).await?;
        let mut answers = answers.into_iter();
        for vin in batch {
            let row = match vin.and_then(|_| answers.next()) {
                Some(Ok(report)) => columns::row(words, &report),
                Some(Err(error)) => columns::wrong(phrases::reason(words, &error)),
                None => without_vin(words, &table.written(rows.len())),
            };
            rows.push(row);
        }
        told.send_replace(rows.len());
    }
    Ok(rows)
}

/// The row of a cell that holds no VIN.
fn without_vin(words: Words, written: &str) -> Vec<String> {
    if written.trim().is_empty() {
        return columns::blank();
    }
    let why = match vin::scan(written).near_misses.first() {
        Some(miss) => {
            let faults = faults(miss);
            let told = faults.iter().map(|fault| near_miss::told(words, *fault));
            told.collect::<Vec<_>>().join(" ")
        }
        None => words.text("sheet-no-vin", &[]),
    };
    columns::wrong(why)
}

fn attachment(sent: &Sent, file: File) -> Attachment {
    let name = sent.name.as_deref().unwrap_or(NAME);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem = if stem.is_empty() { NAME } else { stem };
    let media_type = match file.extension {
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "text/csv",
    };
    Attachment {
        file_name: format!("{stem}-vin.{}", file.extension),
        media_type: media_type.to_owned(),
        data: file.bytes,
    }
}

fn crashed(words: Words, error: &tokio::task::JoinError) -> Failed {
    tracing::error!(%error, "a table made its reader crash");
    Failed::Told(words.message("unavailable", &[]))
}

impl Conversation<'_> {
    fn table_error(&self, error: &TableError) -> Message {
        let words = self.words();
        note_refused(error);
        let most = |number: usize| [("most", number.into())];
        match error {
            TableError::TooLarge(_) => too_large(words, self.services.files.settings.max_mb),
            TableError::TooManyRows(_) => {
                let rows = self.services.files.settings.max_rows as usize;
                words.message("sheet-too-many-rows", &most(rows))
            }
            TableError::TooManyColumns(columns) => {
                words.message("sheet-too-many-columns", &most(*columns))
            }
            TableError::TooLargeUnpacked(_) => words.message("sheet-unpacked", &[]),
            TableError::Empty => words.message("sheet-empty", &[]),
            TableError::NoVins => words.message("sheet-no-vins", &[]),
            TableError::Password => words.message("sheet-password", &[]),
            TableError::Unknown => words.message("sheet-unknown", &[]),
            TableError::Damaged => words.message("sheet-damaged", &[]),
            TableError::NotWritten => words.message("unavailable", &[]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use teloxide::types::FileId;

    fn sent(name: Option<&str>) -> Sent {
        Sent {
            id: FileId("f".into()),
            size: 1,
            name: name.map(str::to_owned),
            album: None,
        }
    }

    #[rstest]
    #[case(Some("fleet.csv"), "csv", "fleet-vin.csv")]
    #[case(Some("cars.2026.xlsm"), "xlsx", "cars.2026-vin.xlsx")]
    #[case(Some(".csv"), "csv", "table-vin.csv")]
    #[case(None, "csv", "table-vin.csv")]
    fn the_answer_is_called_as_what_came(
        #[case] name: Option<&str>,
        #[case] extension: &'static str,
        #[case] expected: &str,
    ) {
        let file = File {
            bytes: Vec::new(),
            extension,
        };
        assert_eq!(attachment(&sent(name), file).file_name, expected);
    }

    #[rstest]
    #[case("", "")]
    #[case("  ", "")]
    #[case("lost", "There is no VIN in this row.")]
    #[case("1HGCM82633A00435", "It has 16 characters, one too few: a VIN has 17.")]
    fn a_row_without_a_vin_says_why(#[case] written: &str, #[case] why: &str) {
        let row = without_vin(Words::english(), written);
        assert_eq!(row.last().unwrap(), why);
    }
}
