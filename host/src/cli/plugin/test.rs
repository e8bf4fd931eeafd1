//! `vinbot plugin test`.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use serde_json::Value;

use super::super::{Failure, complain};
use super::{engine, locate};
use crate::config::Config;
use crate::golden::{Case, Outcome, Trial, diff};
use crate::plugins::{self, Heard};

#[derive(Debug, clap::Args)]
pub(in super::super) struct TestArgs {
    /// The project: a folder with plugin.toml and tests/*.json
    #[arg(default_value = ".")]
    project: PathBuf,
    /// The component, if it stands elsewhere
    #[arg(long, value_name = "FILE")]
    component: Option<PathBuf>,
    /// Only the tests whose name contains this
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Write down what the plugin answers now as what is expected
    #[arg(long)]
    bless: bool,
}

/// Runs the golden tests of a plugin.
pub(super) async fn run(config: &Config, arguments: TestArgs) -> Result<ExitCode, Failure> {
    let project = &arguments.project;
    let files = files(project, arguments.filter.as_deref())?;
    let component = match arguments.component {
        Some(file) => file,
        None => locate::component(config, project)?,
    };
    let trial = trial(config, &component).await?;
    let (mut passed, mut blessed, mut failed) = (0, 0, 0);
    for file in files {
        let case = match Case::read(&file) {
            Ok(case) => case,
            Err(error) => {
                complain(&error.to_string());
                failed += 1;
                continue;
            }
        };
        let heard = Heard::default();
        match trial.run_heard(&case, &heard).await {
            Outcome::Passed => {
                say!("ok    {}", case.name);
                passed += 1;
            }
            Outcome::Failed { found, .. } if arguments.bless => {
                case.bless(&found)?;
                say!("bless {}", case.name);
                blessed += 1;
            }
            Outcome::Failed { expected, found } => {
                say!("FAIL  {}", case.name);
                if let Some(cause) = cause(&found) {
                    say!("      {cause}");
                }
                for line in heard.lines() {
                    say!("      it said: {line}");
                }
                if let Some(expected) = expected {
                    say!("      -expected +answered");
                    for line in diff(&expected, &found).lines() {
                        say!("      {line}");
                    }
                } else {
                    say!("      it has no `expect`: --bless writes it");
                }
                failed += 1;
            }
        }
    }
    let words = match blessed {
        0 => String::new(),
        blessed => format!(", {blessed} blessed"),
    };
    say!(
        "{} {}: {passed} passed, {failed} failed{words}",
        trial.version.name,
        trial.version.number
    );
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    })
}

/// Why there is no answer, if there is none: what a difference only shows between the lines.
fn cause(found: &Value) -> Option<String> {
    let text = |key: &str| found.get(key).and_then(Value::as_str);
    let kind = text("error")?;
    Some(match text("message") {
        Some(words) => format!("the answer is an error, {kind}: {words}"),
        None => format!("the answer is an error, {kind}"),
    })
}

/// A component that is tried out with the operator's settings.
pub(super) async fn trial(config: &Config, component: &Path) -> Result<Trial, Failure> {
    let runtime = engine(config)?;
    let settings = config.settings.clone();
    let version = plugins::check(&runtime, component, &settings)
        .await
        .map_err(|error| io::Error::other(format!("{}: {error}", component.display())))?;
    Ok(Trial {
        runtime,
        version: Arc::new(version),
        settings,
    })
}

fn files(project: &Path, filter: Option<&str>) -> Result<Vec<PathBuf>, Failure> {
    let folder = project.join("tests");
    let missing = |words: String| io::Error::new(io::ErrorKind::NotFound, words);
    let all = match Case::files(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        read => read?,
    };
    if all.is_empty() {
        let words = format!(
            "no tests: {} has no *.json; docs/plugin-tests.md says how one looks",
            folder.display()
        );
        return Err(missing(words).into());
    }
    let name = |file: &PathBuf| {
        let stem = file.file_stem().unwrap_or_default();
        stem.to_string_lossy().into_owned()
    };
    let count = all.len();
    let wanted = |file: &PathBuf| filter.is_none_or(|text| name(file).contains(text));
    let files: Vec<PathBuf> = all.into_iter().filter(wanted).collect();
    if files.is_empty() {
        let words = format!(
            "none of the {count} tests has `{}` in its name",
            filter.unwrap_or_default()
        );
        return Err(missing(words).into());
    }
    Ok(files)
}
