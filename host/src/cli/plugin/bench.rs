//! `vinbot plugin bench`.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use serde::Serialize;

use super::super::{Failure, complain};
use super::{locate, roles, test};
use crate::config::Config;
use crate::golden::{Case, Figures, Measured, Question, samples};
use crate::plugins::Query;
use crate::vin::Vin;

#[derive(Debug, clap::Args)]
pub(in super::super) struct BenchArgs {
    /// A component, or the folder of a project
    #[arg(default_value = ".")]
    path: PathBuf,
    /// Ask a decoder about these VINs, instead of the project's tests or a sample
    #[arg(long = "vin", value_name = "VIN")]
    vins: Vec<String>,
    /// How the figures are printed
    #[arg(long, value_enum, default_value_t = BenchFormat::Text)]
    format: BenchFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum BenchFormat {
    /// For people
    Text,
    /// One JSON object
    Json,
}

/// What was measured of a component.
#[derive(Serialize)]
struct Figured {
    name: String,
    version: String,
    roles: String,
    /// Of the file.
    component_bytes: u64,
    /// From the file to serving, compiled anew.
    compile_ms: f64,
    /// The same with compiled code that was kept.
    load_ms: f64,
    /// The most linear memory of a call.
    peak_memory_bytes: usize,
    calls: Vec<Measured>,
}

/// Measures a component.
pub(super) async fn run(config: &Config, arguments: BenchArgs) -> Result<ExitCode, Failure> {
    let file = locate::component(config, &arguments.path)?;
    // A state folder of its own: nothing is compiled in it yet.
    let state = tempfile::tempdir()?;
    let mut fresh = config.clone();
    fresh.state_dir = state.path().to_owned();
    let (_, compile) = timed(test::trial(&fresh, &file)).await?;
    let (trial, load) = timed(test::trial(&fresh, &file)).await?;
    let plugin = trial.plugin();
    let mut calls = Vec::new();
    for question in questions(&arguments, &trial.version)? {
        calls.push(Measured::of(&plugin, &question).await);
    }
    let figured = Figured {
        name: plugin.name.to_string(),
        version: plugin.version.number.clone(),
        roles: roles(&plugin.version),
        component_bytes: std::fs::metadata(&file)?.len(),
        compile_ms: millis(compile),
        load_ms: millis(load),
        peak_memory_bytes: plugin.peak_memory(),
        calls,
    };
    match arguments.format {
        BenchFormat::Json => {
            let json = serde_json::to_string_pretty(&figured).map_err(io::Error::from)?;
            say!("{json}");
        }
        BenchFormat::Text => text(&figured),
    }
    if figured.calls.iter().all(|call| call.error.is_some()) {
        complain("no call was answered: these are the figures of errors");
        return Ok(ExitCode::from(2));
    }
    Ok(ExitCode::SUCCESS)
}

fn questions(
    arguments: &BenchArgs,
    plugin: &crate::plugins::Version,
) -> Result<Vec<Question>, Failure> {
    let invalid = |error: &dyn std::fmt::Display| io::Error::other(error.to_string());
    if !arguments.vins.is_empty() {
        let query = |text: &String| -> Result<Question, Failure> {
            let vin: Vin = text.parse().map_err(|error| invalid(&error))?;
            let model_year = None;
            Ok(Question::Decode(Query { vin, model_year }))
        };
        return arguments.vins.iter().map(query).collect();
    }
    let tests = Case::files(&arguments.path.join("tests")).unwrap_or_default();
    if tests.is_empty() {
        return Ok(samples(plugin).map_err(|error| invalid(&error))?);
    }
    let question = |file: &PathBuf| -> Result<Question, Failure> { Ok(Case::read(file)?.question) };
    tests.iter().map(question).collect()
}

async fn timed<T>(
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<(T, Duration), Failure> {
    let began = Instant::now();
    Ok((work.await?, began.elapsed()))
}

fn millis(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e4).round() / 10.0
}

fn text(figured: &Figured) {
    say!("{} {}: {}", figured.name, figured.version, figured.roles);
    say!("  component  {}", size(figured.component_bytes));
    say!(
        "  load       {} ms to compile and check, {} ms with compiled code",
        figured.compile_ms,
        figured.load_ms
    );
    say!(
        "  memory     {} at most in a call",
        size(figured.peak_memory_bytes as u64)
    );
    say!(
        "\n  {:<12} {:<24} {:<6} {:>10} {:>10} {:>10} {:>6}",
        "",
        "µs A CALL",
        "",
        "MIN",
        "MEDIAN",
        "P99",
        "CALLS"
    );
    for call in &figured.calls {
        let mut question: String = call.question.chars().take(24).collect();
        if let Some(error) = &call.error {
            question = format!("{question} ({error})");
        }
        row(call.role, &question, "fresh", &call.fresh);
        if let Some(warm) = &call.warm {
            row("", "", "warm", warm);
        }
    }
}

fn row(role: &str, question: &str, sandbox: &str, figures: &Figures) {
    let Figures {
        calls,
        min_us,
        median_us,
        p99_us,
    } = figures;
    say!(
        "  {role:<12} {question:<24} {sandbox:<6} {min_us:>10.1} {median_us:>10.1} {p99_us:>10.1} \
         {calls:>6}"
    );
}

#[allow(clippy::cast_precision_loss, reason = "two digits are shown")]
fn size(bytes: u64) -> String {
    if bytes < 1 << 20 {
        format!("{:.1} kB", bytes as f64 / 1_024.0)
    } else {
        format!("{:.1} MB", bytes as f64 / f64::from(1 << 20))
    }
}
