//! The program `sozialraum`.

use std::process::ExitCode;

fn main() -> ExitCode {
    sozialraum::cli::run()
}
