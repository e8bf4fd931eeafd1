//! `vinbot decode`: VINs from the arguments or standard input, in order, on all
//! cores; jsonl, csv and cards in bounded memory, as they come.

mod input;
mod sheet;
mod traced;

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use futures::{Stream, StreamExt, TryStreamExt};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use serde::ser::SerializeStruct;

use self::input::Input;
use self::sheet::Sheet;
use super::{DecodeArgs, Failure, Format, complain};
use crate::config::Config;
use crate::lookup::{Lookup, LookupError, Visit};
use crate::plugins::{Asker, CallError, Role, ViewContext};
use crate::report::Report;
use crate::vin::{InvalidVin, Vin, repairs, scan};

/// VINs that are decoded together: what one decoder leaves open of them goes to the next one
/// in batches that are full. No fewer than `lookup.batch`.
const WINDOW: usize = 1_024;
/// Windows that are worked on at once.
const WINDOWS: usize = 2;
/// With fewer VINs there is nothing to watch.
const WORTH_WATCHING: u64 = 1_000;

/// What one line of input came to.
struct Outcome {
    input: Input,
    result: Result<Report, Error>,
}

#[derive(Debug, thiserror::Error)]
enum Error {
    #[error(transparent)]
    Invalid(#[from] InvalidVin),
    /// Almost one, and those that it may have been meant to be.
    #[error("{invalid}; did you mean {}?", or(.meant))]
    Almost {
        invalid: InvalidVin,
        meant: Vec<Vin>,
    },
    #[error("that is a file: `vinbot decode - < FILE` reads the VINs in it")]
    File,
    #[error(transparent)]
    Lookup(#[from] LookupError),
}

fn or(vins: &[Vin]) -> String {
    let vins: Vec<&str> = vins.iter().map(Vin::as_str).collect();
    vins.join(" or ")
}

impl Error {
    fn code(&self) -> &'static str {
        match self {
            Self::Invalid(error) | Self::Almost { invalid: error, .. } => error.code(),
            Self::File => "file",
            Self::Lookup(error) => error.code(),
        }
    }
}

impl Serialize for Outcome {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Reason<'a> {
            code: &'a str,
            message: String,
        }
        match &self.result {
            Ok(report) => report.serialize(serializer),
            Err(error) => {
                let mut object = serializer.serialize_struct("Outcome", 2)?;
                object.serialize_field("vin", &self.input.text)?;
                let reason = Reason {
                    code: error.code(),
                    message: error.to_string(),
                };
                object.serialize_field("error", &reason)?;
                object.end()
            }
        }
    }
}

pub(super) async fn run(config: &Config, arguments: DecodeArgs) -> Result<ExitCode, Failure> {
    let lookup = Lookup::start(config, Arc::default()).await?;
    let asker = Asker {
        user: arguments.user,
        chat: None,
    };
    // All lines are one person's: his sandboxes are kept.
    let visit = Arc::new(lookup.visit(asker).with_lease());
    if visit.with_role(Role::Decoder).next().is_none() {
        let words = "no decoder is served: `vinbot plugin list` tells what is wrong";
        return Err(io::Error::other(words).into());
    }
    if arguments.trace {
        return trace(&lookup, &visit, &arguments).await;
    }
    let window = visit.settings().lookup.batch.max(WINDOW);
    let mut progress = Progress::new();
    let mut outcomes = Box::pin(
        outcomes(
            &visit,
            arguments.enrich,
            input::windows(arguments.vins, window),
        )
        .inspect_ok(move |window| progress.add(window.len())),
    );
    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let written = match (arguments.format, arguments.view.as_str()) {
        (Format::Jsonl, _) => jsonl(&mut outcomes, &mut out).await,
        (Format::Json, _) => json(&mut outcomes, &mut out).await,
        (Format::Csv, _) => csv(&visit, &mut outcomes, &mut out).await,
        (Format::Text, "compare") => compare(&visit, &mut outcomes, &mut out).await,
        (Format::Text, view) => text(&visit, view, &mut outcomes, &mut out).await,
    };
    lookup.sum_up();
    match written.and_then(|all| out.flush().map(|()| all)) {
        Ok(true) => Ok(ExitCode::SUCCESS),
        Ok(false) => Ok(ExitCode::from(2)),
        // Whoever read the output has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(error) => Err(error.into()),
    }
}

/// Of a few VINs, one after the other: who asks so wants to read it.
async fn trace(
    lookup: &Lookup,
    visit: &Visit,
    arguments: &DecodeArgs,
) -> Result<ExitCode, Failure> {
    let as_json = match arguments.format {
        Format::Text => false,
        Format::Json | Format::Jsonl => true,
        Format::Csv => {
            let words = "--trace has no table: --format text or jsonl";
            return Err(io::Error::other(words).into());
        }
    };
    let (mut vins, mut all) = (Vec::new(), true);
    for text in &arguments.vins {
        match text.parse::<Vin>() {
            Ok(vin) => vins.push(vin),
            Err(error) => {
                all = false;
                complain(&format!("{text}: {error}"));
            }
        }
    }
    let mut out = io::stdout().lock();
    let decoded = traced::run(lookup, visit, &vins, as_json, &mut out).await?;
    Ok(if all && decoded {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    })
}

fn outcomes(
    visit: &Arc<Visit>,
    enrich: bool,
    inputs: impl Stream<Item = io::Result<Vec<Input>>>,
) -> impl Stream<Item = io::Result<Vec<Outcome>>> {
    let visit = Arc::clone(visit);
    inputs
        .map(move |window| {
            let visit = Arc::clone(&visit);
            // A task of its own, so that the next one is begun meanwhile.
            let decoding = window.map(|window| {
                tokio::spawn(async move { decode_window(&visit, enrich, window).await })
            });
            async { decoding?.await.map_err(io::Error::other) }
        })
        .buffered(WINDOWS)
}

async fn decode_window(visit: &Visit, enrich: bool, inputs: Vec<Input>) -> Vec<Outcome> {
    let parse = |input: &Input| input.text.parse();
    let parsed: Vec<Result<Vin, InvalidVin>> = inputs.iter().map(parse).collect();
    let vins: Vec<Vin> = parsed
        .iter()
        .filter_map(|vin| vin.as_ref().ok().copied())
        .collect();
    let mut reports = visit.decode(&vins).await;
    if enrich {
        visit.enrich_all(reports.iter_mut().flatten()).await;
    }
    let mut reports = reports.into_iter();
    let mut outcomes = Vec::with_capacity(inputs.len());
    for (input, parsed) in inputs.into_iter().zip(parsed) {
        let result = match parsed {
            Err(invalid) => Err(refused(visit, &input, invalid).await),
            Ok(_) => match reports.next() {
                Some(report) => report.map_err(Error::from),
                None => Err(LookupError::Unavailable.into()),
            },
        };
        outcomes.push(Outcome { input, result });
    }
    outcomes
}

/// What is to be said of something that is no VIN. Of what somebody wrote as an argument he
/// hears what it may have been meant to be; for a million lines that would take too long.
async fn refused(visit: &Visit, input: &Input, invalid: InvalidVin) -> Error {
    if input.line.is_some() {
        return invalid.into();
    }
    if Path::new(&input.text).is_file() {
        return Error::File;
    }
    let scanned = scan(&input.text);
    let Some(miss) = scanned.near_misses.first() else {
        return invalid.into();
    };
    match visit.best_of(&repairs(miss)).await {
        meant if meant.is_empty() => invalid.into(),
        meant => Error::Almost { invalid, meant },
    }
}

/// How many VINs are done, on a terminal, for whoever waits for a large file.
struct Progress {
    bar: Option<ProgressBar>,
    done: u64,
}

impl Progress {
    fn new() -> Self {
        // Where the answers go to the terminal themselves, they are what one watches.
        let watched = io::stderr().is_terminal() && !io::stdout().is_terminal();
        let style = ProgressStyle::with_template("{pos} VINs, {per_sec}");
        let bar = style.ok().filter(|_| watched).map(|style| {
            let bar = ProgressBar::no_length().with_style(style);
            bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(4));
            bar
        });
        Self { bar, done: 0 }
    }

    fn add(&mut self, count: usize) {
        self.done += count as u64;
        if let Some(bar) = self.bar.as_ref().filter(|_| self.done >= WORTH_WATCHING) {
            bar.set_position(self.done);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

type Outcomes<'a> = dyn Stream<Item = io::Result<Vec<Outcome>>> + Unpin + 'a;

async fn jsonl(outcomes: &mut Outcomes<'_>, out: &mut impl Write) -> io::Result<bool> {
    let mut all = true;
    while let Some(batch) = outcomes.next().await {
        let batch = batch?;
        for outcome in batch {
            all &= outcome.result.is_ok();
            serde_json::to_writer(&mut *out, &outcome)?;
            out.write_all(b"\n")?;
        }
        // What is decoded is seen at once, also through a pipe.
        out.flush()?;
    }
    Ok(all)
}

async fn json(outcomes: &mut Outcomes<'_>, out: &mut impl Write) -> io::Result<bool> {
    let all: Vec<Outcome> = outcomes.try_concat().await?;
    match all.as_slice() {
        [one] => serde_json::to_writer_pretty(&mut *out, one)?,
        many => serde_json::to_writer_pretty(&mut *out, many)?,
    }
    out.write_all(b"\n")?;
    Ok(all.iter().all(|outcome| outcome.result.is_ok()))
}

async fn csv(visit: &Visit, outcomes: &mut Outcomes<'_>, out: &mut impl Write) -> io::Result<bool> {
    let mut all = true;
    // Without a vehicle there is still the line with the names of the columns.
    let mut sheet = Sheet::begin(visit, out).await?;
    while let Some(window) = outcomes.next().await {
        let window = window?;
        all &= window.iter().all(|outcome| outcome.result.is_ok());
        window.iter().for_each(explain);
        sheet.write(&window).await?;
    }
    Ok(all)
}

async fn text(
    visit: &Visit,
    view: &str,
    outcomes: &mut Outcomes<'_>,
    out: &mut impl Write,
) -> io::Result<bool> {
    let (mut all, mut first) = (true, true);
    while let Some(batch) = outcomes.next().await {
        let batch = batch?;
        for outcome in batch {
            all &= outcome.result.is_ok();
            explain(&outcome);
            let Ok(report) = &outcome.result else {
                continue;
            };
            if !std::mem::take(&mut first) {
                out.write_all(b"\n")?;
            }
            pages(visit, report, view, out).await?;
        }
        out.flush()?;
    }
    Ok(all)
}

/// Every page, until the formatter has no more.
async fn pages(visit: &Visit, report: &Report, view: &str, out: &mut impl Write) -> io::Result<()> {
    for page in 0.. {
        let message = shown(visit, &[report], view, page).await?;
        writeln!(out, "{}", message.to_plain_text().trim_end())?;
        let more = message.buttons.iter().flatten().any(|button| {
            matches!(&button.action, crate::rich::Action::View { view: other, page: to }
                if other == view && *to > page)
        });
        if !more {
            break;
        }
    }
    Ok(())
}

async fn compare(
    visit: &Visit,
    outcomes: &mut Outcomes<'_>,
    out: &mut impl Write,
) -> io::Result<bool> {
    let all: Vec<Outcome> = outcomes.try_concat().await?;
    all.iter().for_each(explain);
    let reports: Vec<&Report> = all
        .iter()
        .filter_map(|outcome| outcome.result.as_ref().ok())
        .collect();
    if !reports.is_empty() {
        let message = shown(visit, &reports, "compare", 0).await?;
        writeln!(out, "{}", message.to_plain_text().trim_end())?;
    }
    Ok(reports.len() == all.len())
}

async fn shown(
    visit: &Visit,
    reports: &[&Report],
    view: &str,
    page: u32,
) -> io::Result<crate::rich::Message> {
    visit
        .show(reports, context(view, page))
        .await
        .map_err(|error| match error {
            CallError::InvalidInput(words) => io::Error::other(words),
            CallError::NotCovered => io::Error::other(format!(
                "no plugin has the view `{view}`: `vinbot plugin list` shows which there are"
            )),
            other => io::Error::other(other.to_string()),
        })
}

fn context(view: &str, page: u32) -> ViewContext<'_> {
    ViewContext {
        locale: "en",
        metric: false,
        view,
        page,
    }
}

/// Says on standard error what became of input that has no report.
fn explain(outcome: &Outcome) {
    if let Err(error) = &outcome.result {
        let input: String = outcome
            .input
            .text
            .chars()
            .filter(|c| !c.is_control())
            .take(40)
            .collect();
        match outcome.input.line {
            Some(line) => complain(&format!("line {line}: {input}: {error}")),
            None => complain(&format!("{input}: {error}")),
        }
    }
}
