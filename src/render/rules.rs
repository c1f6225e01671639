//! The table of rules, and the explanation of one.

use serde::Serialize;

use super::json;
use crate::core::rules::{FixKind, RULES, Rule};

#[derive(Serialize)]
struct Document {
    version: u8,
    rules: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    name: &'static str,
    severity: &'static str,
    fix: &'static str,
    summary: &'static str,
    docs: &'static str,
}

/// One line a rule, aligned.
pub fn text() -> String {
    let width = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    RULES.iter().map(|rule| format!("{:width$}  {:7}  {}\n", rule.name, rule.severity.name(), rule.summary)).collect()
}

/// A Markdown table, as docs/reference.md has it.
pub fn markdown() -> String {
    let rows = RULES.iter().map(|rule| {
        let fix = Some(rule.fix.name()).filter(|_| rule.fix != FixKind::None).unwrap_or_default();
        format!("| `{}` | {} | {} | {fix} |\n", rule.name, rule.severity.name(), rule.summary.replace('|', "\\|"))
    });
    format!("| rule | severity | what it sees | fix |\n|---|---|---|---|\n{}", rows.collect::<String>())
}

/// One JSON document, version 1.
pub fn document() -> String {
    let entry = |rule: &&'static Rule| Entry {
        name: rule.name,
        severity: rule.severity.name(),
        fix: rule.fix.name(),
        summary: rule.summary,
        docs: rule.docs.trim(),
    };
    json::pretty(&Document { version: 1, rules: RULES.iter().map(entry).collect() })
}

/// Everything that the documentation says of a rule.
pub fn explain(rule: &Rule) -> String {
    let mut docs = String::new();
    // The labels of the examples are for the tests; a reader sees words.
    for line in rule.docs.trim().lines() {
        let info = line.trim_start_matches('`');
        let fence = &line[..line.len() - info.len()];
        match Example::of(info).filter(|_| fence.len() >= 3) {
            Some(example) => docs.push_str(&format!("{}\n\n{fence}markdown\n", example.in_words())),
            None => docs.push_str(&format!("{line}\n")),
        }
    }
    let fix = match rule.fix {
        FixKind::None => "",
        FixKind::Safe => ", mended by `coffeechat lint --fix`",
        FixKind::Unsafe => ", mended by `coffeechat lint --unsafe-fixes`; read the result once more",
    };
    format!("# {}\n\n{} ({}, since {}{fix})\n\n{docs}", rule.name, rule.summary, rule.severity.name(), rule.since)
}

/// What the label of an example in a rule's documentation says, such as `md bad gist path=notes/ada.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// What it is.
    pub kind: Kind,
    /// Where the note lies in its journal.
    pub path: String,
    /// Whether the journal is a gist's clone.
    pub is_gist: bool,
    /// Whether the journal has a remote.
    pub has_remote: bool,
    /// Where the same text stands a second time.
    pub twice: Option<String>,
    /// The built-in activity that it is a note of, where that is not the default.
    pub activity: Option<String>,
}

/// What an example is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The rule has something to say.
    Bad,
    /// What the rule's fix makes of the one before.
    Fixed,
    /// No rule has anything to say.
    Good,
}

impl Example {
    /// From the words behind a fence; `None` where they label no example.
    pub fn of(info: &str) -> Option<Self> {
        let mut words = info.strip_prefix("md ")?.split(' ');
        let kind = match words.next()? {
            "bad" => Kind::Bad,
            "fixed" => Kind::Fixed,
            "good" => Kind::Good,
            _ => return None,
        };
        let path = "networking/example.md".to_owned();
        let mut example = Self { kind, path, is_gist: false, has_remote: false, twice: None, activity: None };
        for word in words {
            match word.split_once('=') {
                Some(("path", path)) => path.clone_into(&mut example.path),
                Some(("activity", name)) => example.activity = Some(name.to_owned()),
                Some(("twice", path)) => example.twice = Some(path.to_owned()),
                None if word == "gist" => (example.is_gist, example.has_remote) = (true, true),
                None if word == "remote" => example.has_remote = true,
                _ => return None,
            }
        }
        Some(example)
    }

    fn in_words(&self) -> String {
        let mut words = match self.kind {
            Kind::Bad => "What it sees".to_owned(),
            Kind::Fixed => "What the fix makes of it".to_owned(),
            Kind::Good => "What is fine".to_owned(),
        };
        if let Some(activity) = &self.activity {
            words.push_str(&format!(", in a note of the activity `{activity}`"));
        }
        if self.is_gist {
            words.push_str(", in a gist");
        } else if self.has_remote {
            words.push_str(", in a journal with a remote");
        }
        if self.path != "networking/example.md" {
            words.push_str(&format!(", in `{}`", self.path));
        }
        if let Some(twice) = &self.twice {
            words.push_str(&format!(" and, word for word, in `{twice}`"));
        }
        format!("{words}:")
    }
}
