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
    /// Every severity, what matters most first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Advice];

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
        Self::ALL.into_iter().find(|severity| severity.name() == name)
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

/// Whether a fix may be made without a person looking at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// What the note says stays what it says.
    Safe,
    /// It takes something from elsewhere in the note, which a person should read once more.
    Unsafe,
}

impl Safety {
    /// Both values.
    pub const ALL: [Self; 2] = [Self::Safe, Self::Unsafe];

    /// The word used in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

/// A part of the text and what shall stand in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes; an empty span inserts.
    pub span: Span,
    /// What comes. Line ends are `\n` in a rule, and the file's own from `core/lint.rs` on.
    pub text: String,
}

impl Edit {
    /// Puts `text` before byte `at`.
    pub fn insert(at: usize, text: impl Into<String>) -> Self {
        Self { span: Span::new(at, at), text: text.into() }
    }

    /// Puts `text` in the place of `span`.
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }
}

/// A way to mend a finding: all of its edits, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an editor's menu would say it.
    pub title: String,
    /// Whether it may be made unseen.
    pub safety: Safety,
    /// In the order of the text, none of them inside another.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix that may be made unseen.
    pub fn safe(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), safety: Safety::Safe, edits }
    }

    /// A fix that a person should look at.
    pub fn needs_a_look(title: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self { title: title.into(), safety: Safety::Unsafe, edits }
    }
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
    /// How to mend it, where that can be done by rule.
    pub fix: Option<Fix>,
    /// Whether the note needs work because of it, whatever its severity.
    pub blocks: bool,
}

impl Diagnostic {
    /// A finding of `rule` at `span`; the rest of the message is added to it.
    pub fn new(rule: &'static str, severity: Severity, span: Span, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity,
            message: clipped(message.into()),
            span,
            label: String::new(),
            labels: Vec::new(),
            why: String::new(),
            help: String::new(),
            field: None,
            fix: None,
            blocks: false,
        }
    }

    /// A few words to stand at the place.
    pub fn label(&mut self, text: impl Into<String>) -> &mut Self {
        self.label = clipped(text.into());
        self
    }

    /// Another place, with a few words.
    pub fn and(&mut self, span: Span, text: impl Into<String>) -> &mut Self {
        self.labels.push(Label { span, text: clipped(text.into()) });
        self
    }

    /// One sentence on why it matters.
    pub fn why(&mut self, text: impl Into<String>) -> &mut Self {
        self.why = clipped(text.into());
        self
    }

    /// The next thing to type.
    pub fn help(&mut self, text: impl Into<String>) -> &mut Self {
        self.help = clipped(text.into());
        self
    }

    /// The note needs work because of it, whatever its severity.
    pub fn blocks(&mut self) -> &mut Self {
        self.blocks = true;
        self
    }

    /// How to mend it.
    pub fn fix(&mut self, fix: Fix) -> &mut Self {
        self.fix = Some(fix);
        self
    }

    /// The field whose absence this is about.
    pub fn field(&mut self, name: impl Into<String>) -> &mut Self {
        self.field = Some(name.into());
        self
    }

    /// Why it matters and what to type, in one text.
    pub fn advice(&self) -> String {
        format!("{} {}", self.why, self.help).trim().to_owned()
    }
}

/// The longest part of a message, in characters: a value that was found may be as long as the file.
const MAX_WORDS: usize = 1_000;

fn clipped(mut text: String) -> String {
    if let Some((at, _)) = text.char_indices().nth(MAX_WORDS) {
        text.truncate(at);
        text.push('…');
    }
    text
}
