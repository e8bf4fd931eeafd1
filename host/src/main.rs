//! The program `vinbot`. See `vinbot --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    vinbot::cli::main()
}
