//! Many VINs on the command line, to JSON lines.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use super::support;

/// VINs for the slow one: all would take an hour.
const FEW: usize = 600;

/// Prints how many VINs a second each decodes.
pub(crate) fn compare(peers: Option<&Path>, vins: &[String]) {
    println!(
        "\n{:<36}{:>12}{:>9}",
        format!("{} VINs to JSON lines", vins.len()),
        "VIN/s",
        "ratio"
    );
    let state = tempfile::tempdir().unwrap();
    let mut ours = Command::new(env!("CARGO_BIN_EXE_vinbot"));
    ours.args(["decode", "--format", "jsonl", "-"])
        .env("VINBOT_STATE_DIR", state.path())
        .env("VINBOT_RUNTIME__PLUGIN_DIR", support::plugin_folder())
        .env("RUST_LOG", "error");
    // Compiled code is kept from the first run on.
    per_second(&mut ours, &vins[..100]);
    let rate = per_second(&mut ours, vins);
    println!("{:<36}{rate:>12.0}{:>8.2}×", "vinbot decode", 1.0);
    let Some(peers) = peers else {
        return;
    };
    let mut tool = Command::new(peers.join("python/bin/ultravin"));
    tool.args(["decode-batch", "--jsonl", "-"]);
    let mut corgi = Command::new("node");
    corgi.arg(peers.join("corgi.mjs"));
    for (name, program, vins) in [
        ("ultravin decode-batch", &mut tool, vins),
        ("@cardog/corgi", &mut corgi, &vins[..FEW]),
    ] {
        let theirs = per_second(program, vins);
        println!("{name:<36}{theirs:>12.0}{:>8.2}×", rate / theirs);
    }
}

fn per_second(program: &mut Command, vins: &[String]) -> f64 {
    let start = Instant::now();
    let mut child = program
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(vins.join("\n").as_bytes()).unwrap();
    input.write_all(b"\n").unwrap();
    drop(input);
    let status = child.wait().unwrap();
    assert!(status.success(), "{program:?}: {status}");
    f64::from(u32::try_from(vins.len()).unwrap()) / start.elapsed().as_secs_f64()
}
