//! Starts the tool: arguments in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(coffeechat::run())
}
