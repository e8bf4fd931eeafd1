//! Long steps show that they live; their output is shown only when they fail.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};

/// Lines of a failed command that are shown.
const TAIL: usize = 60;

/// A spinner with a message; where there is no terminal, the message alone.
pub fn spinner(message: &str) -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) =
        ProgressStyle::with_template("{spinner} {prefix} [{elapsed}] {wide_msg:.dim}")
    {
        bar.set_style(style);
    }
    start(bar, message)
}

/// A bar for bytes of a known total.
pub fn bytes(message: &str, total: u64) -> ProgressBar {
    let bar = ProgressBar::new(total);
    if let Ok(style) =
        ProgressStyle::with_template("{prefix} {bar:30} {bytes}/{total_bytes} [{eta}] {msg}")
    {
        bar.set_style(style);
    }
    start(bar, message)
}

fn start(bar: ProgressBar, message: &str) -> ProgressBar {
    if bar.is_hidden() {
        eprintln!("{message} …");
    }
    bar.set_prefix(message.to_owned());
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

/// Runs a command behind a spinner that shows its last line; its output is part of
/// the error if it fails.
pub fn run(message: &str, command: &mut Command) -> Result<String> {
    let bar = spinner(message);
    let name = command.get_program().display().to_string();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("can't run {name}"))?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let (answer, said) = std::thread::scope(|scope| {
        let answer = scope.spawn(|| {
            let mut text = String::new();
            stdout.map(|mut pipe| pipe.read_to_string(&mut text));
            text
        });
        let mut said = VecDeque::new();
        for line in stderr
            .into_iter()
            .flat_map(|pipe| BufReader::new(pipe).lines())
            .flatten()
        {
            bar.set_message(line.trim().to_owned());
            said.push_back(line);
            if said.len() > TAIL {
                said.pop_front();
            }
        }
        (answer.join().unwrap_or_default(), said)
    });
    let status = child
        .wait()
        .with_context(|| format!("can't wait for {name}"))?;
    bar.finish_and_clear();
    if !status.success() {
        bail!(
            "{message}: {name} failed ({status})\n{}",
            Vec::from(said).join("\n")
        );
    }
    Ok(answer)
}

/// The result of a task, on standard output.
#[allow(clippy::print_stdout, reason = "the one place where this tool answers")]
pub fn say(text: &str) {
    println!("{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn the_output_of_a_command_is_its_answer() {
        assert_eq!(
            run("asking", &mut shell("echo yes; echo noise >&2")).unwrap(),
            "yes\n"
        );
    }

    #[test]
    fn a_command_that_fails_is_quoted() {
        let error = run("trying", &mut shell("echo 'no such crate' >&2; exit 3")).unwrap_err();
        let text = format!("{error:#}");
        assert!(
            text.contains("trying") && text.contains("no such crate"),
            "{text}"
        );
    }

    #[test]
    fn a_command_that_is_missing_is_named() {
        let error = run("trying", &mut Command::new("no-such-program")).unwrap_err();
        assert!(format!("{error:#}").contains("can't run no-such-program"));
    }
}
