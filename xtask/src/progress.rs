//! Long steps show that they live; their output is shown only when they fail.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};

/// A spinner with a message; where there is no terminal, the message alone.
pub(crate) fn spinner(message: &str) -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if bar.is_hidden() {
        eprintln!("{message} …");
    }
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} [{elapsed}]") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(120));
    bar.set_message(message.to_owned());
    bar
}

/// A bar for bytes of a known total.
pub(crate) fn bytes(message: &str, total: u64) -> ProgressBar {
    let bar = ProgressBar::new(total);
    if bar.is_hidden() {
        eprintln!("{message} …");
    }
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {bytes}/{total_bytes} [{eta}]")
    {
        bar.set_style(style);
    }
    bar.set_message(message.to_owned());
    bar
}

/// Runs a command behind a spinner; its output is part of the error if it fails.
pub(crate) fn run(message: &str, command: &mut Command) -> Result<String> {
    let bar = spinner(message);
    let output = command
        .output()
        .with_context(|| format!("can't run {}", command.get_program().display()))?;
    bar.finish_and_clear();
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let tail: Vec<&str> = said.lines().rev().take(60).collect();
        let tail: Vec<&str> = tail.into_iter().rev().collect();
        bail!(
            "{message}: {} failed\n{}",
            command.get_program().display(),
            tail.join("\n")
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The result of a task, on standard output.
#[allow(clippy::print_stdout, reason = "the one place where this tool answers")]
pub(crate) fn say(text: &str) {
    println!("{text}");
}
