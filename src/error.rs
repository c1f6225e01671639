//! What stops the tool: one variant a cause, each with what to do next. All of them end with exit code 2.

use crate::core::table::Mistake;
use crate::core::text::Source;

/// A result whose error stops the run.
pub type Result<T> = std::result::Result<T, Error>;

/// Why the tool could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody reads the output any more: a closed pipe. Ends quietly, with exit code 0.
    #[error("the output was closed")]
    ClosedPipe,
    /// The output could not be written.
    #[error("the output could not be written: {}", plain(.0))]
    Output(std::io::Error),
    /// A path of the command line is not there, or is not what it should be.
    #[error("{path}: {why}")]
    Path {
        /// As it was given.
        path: String,
        /// What is wrong with it.
        why: String,
        /// What to do.
        help: String,
    },
    /// A value of the command line cannot be used.
    #[error("{message}")]
    Usage {
        /// What was given, and why it does not fit.
        message: String,
        /// What to write in its place.
        help: String,
    },
    /// A configuration or an activity cannot be read.
    #[error("{}", first(mistakes))]
    File {
        /// The file's text, to show the places.
        source_text: Box<Source>,
        /// What is wrong, and where; at least one.
        mistakes: Vec<Mistake>,
    },
    /// The system refused to read or write something.
    #[error("{path}: {action}: {}", plain(cause))]
    System {
        /// Which file or folder.
        path: String,
        /// What was tried, as in "cannot be written".
        action: &'static str,
        /// What the system said.
        cause: std::io::Error,
    },
    /// A question that was asked on the terminal got no answer.
    #[error("stopped, nothing was written")]
    Cancelled,
}

impl Error {
    /// What to do next, where that is not plain from the message.
    pub fn help(&self) -> Option<&str> {
        match self {
            Self::Path { help, .. } | Self::Usage { help, .. } => Some(help),
            Self::File { mistakes, .. } => mistakes.first().map(|mistake| mistake.help.as_str()),
            Self::Output(_) => Some("Check that there is room on the disk and that the place may be written to."),
            Self::System { cause, .. } => Some(match cause.kind() {
                std::io::ErrorKind::NotFound => "Check the path, and in which folder you are.",
                std::io::ErrorKind::PermissionDenied => {
                    "Check that you may read and write it, and the folder that it is in."
                }
                _ => "Check that it is there and that you may read and write it.",
            }),
            Self::ClosedPipe | Self::Cancelled => None,
        }
    }

    /// An error of the output: a closed pipe is nobody's fault.
    pub fn output(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Self::ClosedPipe,
            _ => Self::Output(error),
        }
    }
}

fn first(mistakes: &[Mistake]) -> &str {
    mistakes.first().map_or("the file cannot be read", |mistake| mistake.message.as_str())
}

/// What a system's error means, in its words but without number and path.
pub fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text);
    text.split(" at path ").next().unwrap_or(text).to_lowercase()
}
