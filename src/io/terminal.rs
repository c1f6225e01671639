//! What the terminal can show, and who is there to answer.

use std::io::IsTerminal;
use std::path::Path;
use std::process::Command;

use crate::error::{Error, Result, plain};

/// Whether somebody can answer a question: standard input and standard error are a terminal.
pub fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Whether standard error is a terminal.
pub fn stderr_is_terminal() -> bool {
    std::io::stderr().is_terminal()
}

/// Whether standard output shows colour, by `NO_COLOR`, `CLICOLOR_FORCE`, `TERM` and what it is.
pub fn stdout_has_colour() -> bool {
    supports_color::on(supports_color::Stream::Stdout).is_some()
}

/// Whether standard error shows colour.
pub fn stderr_has_colour() -> bool {
    supports_color::on(supports_color::Stream::Stderr).is_some()
}

/// Whether colour is asked for wherever the output goes, by `CLICOLOR_FORCE` or `FORCE_COLOR`.
pub fn colour_is_forced() -> bool {
    let asks = |name: &str| std::env::var(name).is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"));
    asks("CLICOLOR_FORCE") || asks("FORCE_COLOR")
}

/// Whether drawings are welcome: not where `NO_GRAPHICS` says otherwise, as it does for screen readers.
pub fn has_graphics() -> bool {
    !std::env::var_os("NO_GRAPHICS").is_some_and(|value| !value.is_empty() && value != "0")
}

/// Whether the locale says that the terminal shows Unicode.
pub fn has_unicode() -> bool {
    supports_unicode::on(supports_unicode::Stream::Stdout)
}

/// The width of the terminal in columns, 40 to 120; 80 where standard output is none.
pub fn width() -> usize {
    terminal_size::terminal_size_of(std::io::stdout()).map_or(80, |(width, _)| usize::from(width.0)).clamp(40, 120)
}

/// Opens `path` in the editor that `VISUAL` or `EDITOR` names, and waits for it.
///
/// # Errors
/// Where neither is set, or where the editor cannot be started or fails.
pub fn edit(path: &Path) -> Result<()> {
    let named = ["VISUAL", "EDITOR"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.trim().is_empty()));
    let usage = |message: String| Error::Usage {
        message,
        help: "The note is there all the same. Set EDITOR to your editor, for example: export EDITOR=nano".to_owned(),
    };
    let Some(named) = named else {
        return Err(usage("no editor is named in VISUAL or EDITOR".to_owned()));
    };
    let words: Vec<String> = shlex::Shlex::new(&named).collect();
    let Some((program, arguments)) = words.split_first() else {
        return Err(usage(format!("`{named}` names no editor")));
    };
    match Command::new(program).args(arguments).arg(path).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(usage(format!("the editor `{program}` ended with {status}"))),
        Err(error) => Err(usage(format!("the editor `{program}` cannot be started: {}", plain(&error)))),
    }
}
