//! What a rule found: plain data, without a path, a colour or a format.

use super::text::Span;

/// How much a finding matters. Ordered: advice is the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Could be better; never a mistake.
    Advice,
    /// Probably not meant.
    Warning,
    /// A required thing is missing or cannot be read.
    Error,
}

impl Severity {
    /// The word used in configuration and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity of that name, or `None` for another word.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Advice, Self::Warning, Self::Error].into_iter().find(|severity| severity.name() == name)
    }
}

/// A second place that helps to understand the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// A few words to stand beside it.
    pub text: String,
}

/// One finding in one note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule's name, for `explain`.
    pub rule: &'static str,
    /// Decided by the plan of the run (`core/lint.rs`), never by the rule.
    pub severity: Severity,
    /// The title: what was seen, with the value that was found.
    pub message: String,
    /// The place, or where the missing thing should go.
    pub span: Span,
    /// A few words to stand at the place.
    pub label: String,
    /// Other places.
    pub labels: Vec<Label>,
    /// One sentence on why it matters.
    pub why: String,
    /// The next thing to type.
    pub help: String,
    /// The field whose absence this is about, if any: it decides the severity together with status and level.
    pub field: Option<String>,
}
