//! `coffeechat completions`: has a shell complete the words of a command line. The shell asks the tool itself, so that the notes of the
//! journal and the levels of its activity complete too.

use std::ffi::OsString;
use std::path::Path;

use clap::{Command, ValueEnum};
use clap_complete::env::{EnvCompleter, Shells};

use super::{Env, Outcome};
use crate::error::{Error, Result};
use crate::render::safe;

mod offer;

/// The variable by which a shell asks. Its value is the shell's name.
pub const VARIABLE: &str = "COFFEECHAT_COMPLETE";

/// What `coffeechat completions` is tried with.
const EXAMPLES: &str = "  source <(coffeechat completions bash)  for ~/.bashrc
  source <(coffeechat completions zsh)   for ~/.zshrc, below compinit
  coffeechat completions fish | source   for ~/.config/fish/config.fish";

/// Print the lines that have a shell complete what you type
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES)]
pub struct Args {
    /// The shell
    shell: Shell,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    Powershell,
    Elvish,
}

impl Shell {
    /// The line that loads them, and the file it goes into. It is quiet once the tool is gone.
    fn line(self) -> (&'static str, &'static str) {
        match self {
            Self::Bash => ("command -v coffeechat >/dev/null && source <(coffeechat completions bash)", "~/.bashrc"),
            Self::Zsh => (
                "command -v coffeechat >/dev/null && source <(coffeechat completions zsh)",
                "~/.zshrc, below the line with compinit",
            ),
            Self::Fish => ("coffeechat completions fish | source", "~/.config/fish/config.fish"),
            Self::Powershell => {
                ("coffeechat completions powershell | Out-String | Invoke-Expression", "the file that $PROFILE names")
            }
            Self::Elvish => ("eval (coffeechat completions elvish | slurp)", "~/.config/elvish/rc.elv"),
        }
    }
}

/// Prints the lines that tell a shell to ask, and how to load them.
///
/// # Errors
/// Where they cannot be printed.
pub fn run(args: &Args, env: &mut Env) -> Result<Outcome> {
    let name = args.shell.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
    let tool = "coffeechat";
    let mut script = Vec::new();
    completer(&name)?.write_registration(VARIABLE, tool, tool, tool, &mut script).map_err(Error::output)?;
    let (line, file) = args.shell.line();
    // The first line of a script for zsh has to be its own.
    env.print(&format!(
        "{}\n# To load this in every shell, add to {file}:\n#   {line}\n",
        String::from_utf8_lossy(&script).trim_end()
    ))?;
    Ok(Outcome::Done)
}

fn completer(shell: &str) -> Result<&'static dyn EnvCompleter> {
    const ALL: Shells<'static> = Shells::builtins();
    ALL.0.iter().copied().find(|known| known.is(shell)).ok_or_else(|| Error::Usage {
        message: format!("{VARIABLE} names a shell that is not known: `{shell}`"),
        help: "What coffeechat completions prints sets this variable, for one question. Take it away: unset COFFEECHAT_COMPLETE"
            .to_owned(),
    })
}

/// What the words of a command line, as a shell passes them on behind `--`, may go on with, in the form that the shell wants;
/// `between` is what it wants between them. `folder` is where somebody types.
///
/// # Errors
/// Where there is no such shell.
pub fn answer(shell: &str, tree: Command, words: &[OsString], folder: &Path, between: &str) -> Result<String> {
    let completer = completer(shell)?;
    let behind = words.iter().position(|word| word == "--").map_or(words.len(), |at| at + 1);
    let words = words[behind..].to_vec();
    if words.is_empty() {
        return Ok(String::new());
    }
    let mut out = Vec::new();
    let mut tree = offer::offering(tree, folder, &words);
    completer.write_complete(&mut tree, words, Some(folder), &mut out).map_err(Error::output)?;
    // A file may have any name. One that would steer the terminal is typed by hand.
    let out = String::from_utf8_lossy(&out);
    Ok(out.split(between).filter(|one| safe::same_length(one) == *one).collect::<Vec<_>>().join(between))
}
