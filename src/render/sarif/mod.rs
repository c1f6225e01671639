//! SARIF 2.1.0, as code scanning reads it.

use std::collections::{BTreeMap, BTreeSet};

use super::{fingerprint, json, rules};
use crate::core::diagnostic::{Diagnostic, Fix, Severity};
use crate::core::report::{Failure, NoteReport, PathName, Report};
use crate::core::rules::{RULES, Rule as CoreRule};
use crate::core::text::{LineIndex, Span};
use format::{
    Artifact, Change, Configuration, Finding, Help, Location, Log, Mend, Notification, PhysicalLocation, Region,
    Replacement, Rule, Safety, message,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

pub(in crate::render) mod format;

/// The name of our fingerprint; another way to make one needs another name.
const FINGERPRINT: &str = "ruleAndLine/v1";

/// What stands in a path of a URI as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// The whole report. Only rules that found something are described: a reader of the report needs no more.
pub fn render(report: &Report) -> String {
    let found: BTreeSet<(usize, &'static str)> =
        report.notes.iter().flat_map(|note| &note.found).map(|found| (place_of(found.rule), found.rule)).collect();
    let names: Vec<&'static str> = found.into_iter().map(|(_, name)| name).collect();
    let results = report.notes.iter().flat_map(|note| findings(note, &names)).collect();
    let notifications = report.failures.iter().map(notification).collect();
    json::pretty(&Log::of(names.iter().map(|name| rule(name)).collect(), notifications, results))
}

/// Where a rule stands among all; behind them where it is of another version.
pub(in crate::render) fn place_of(name: &str) -> usize {
    RULES.iter().position(|rule| rule.name == name).unwrap_or(RULES.len())
}

/// A rule as the document describes it.
pub(in crate::render) fn rule(name: &str) -> Rule {
    let known = RULES.iter().copied().find(|rule| rule.name == name);
    Rule {
        id: name.to_owned(),
        short_description: known.map(|rule| message(rule.summary)),
        full_description: known.map(|rule| message(rule.summary)),
        help: known.map(help),
        default_configuration: known.map(|rule| Configuration { level: level(rule.severity) }),
    }
}

/// As Markdown what `explain` says; as text what it says before the examples.
fn help(rule: &'static CoreRule) -> Help {
    let prose = rule.docs.trim().split("\n```").next().unwrap_or_default().trim();
    Help { text: prose.replace('`', ""), markdown: rules::explain(rule) }
}

fn findings(note: &NoteReport, names: &[&'static str]) -> Vec<Finding> {
    let prints = fingerprint::of_findings(note);
    let text = note.source.as_ref().filter(|source| source.damage.is_none()).map(|source| source.text.as_str());
    let index = LineIndex::new(text.unwrap_or_default());
    let region = |span: Span| text.map(|text| region(span, text, &index));
    let at = |span: Span, label: &str| location(&note.path, region(span), label);
    let finding = |(found, print): (&Diagnostic, String)| Finding {
        rule_id: found.rule.to_owned(),
        rule_index: names.iter().position(|name| *name == found.rule).unwrap_or_default(),
        level: level(found.severity),
        message: message(&told(found)),
        locations: [at(found.span, &found.label)],
        related_locations: found.labels.iter().map(|label| at(label.span, &label.text)).collect(),
        partial_fingerprints: BTreeMap::from([(FINGERPRINT, print)]),
        fixes: match (&found.fix, text) {
            (Some(fix), Some(text)) => vec![mend(fix, &note.path, text, &index)],
            _ => Vec::new(),
        },
    };
    note.found.iter().zip(prints).map(finding).collect()
}

fn told(found: &Diagnostic) -> String {
    let words = [found.message.as_str(), &found.why, &found.help];
    words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n")
}

fn mend(fix: &Fix, path: &PathName, text: &str, index: &LineIndex) -> Mend {
    let replacement = |edit: &crate::core::diagnostic::Edit| Replacement {
        deleted_region: region(edit.span, text, index),
        inserted_content: message(&edit.text),
    };
    Mend {
        description: message(&fix.title),
        artifact_changes: [Change {
            artifact_location: Artifact { uri: uri(path) },
            replacements: fix.edits.iter().map(replacement).collect(),
        }],
        properties: Safety { safety: fix.safety.name() },
    }
}

fn notification(failure: &Failure) -> Notification {
    let text = format!("{}: {}", failure.path.shown, failure.message);
    Notification { level: "error", message: message(&text), locations: vec![location(&failure.path, None, "")] }
}

/// A place in a file.
pub(in crate::render) fn location(path: &PathName, region: Option<Region>, label: &str) -> Location {
    Location {
        physical_location: PhysicalLocation { artifact_location: Artifact { uri: uri(path) }, region },
        message: (!label.is_empty()).then(|| message(label)),
    }
}

fn region(span: Span, text: &str, index: &LineIndex) -> Region {
    let (start, end) = (index.position(text, span.start), index.position(text, span.end));
    Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
}

/// The word for a severity.
pub(in crate::render) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

/// A path as a URI: relative as it was found, every byte that could mean something else in percent signs, also those that are no
/// UTF-8.
fn uri(path: &PathName) -> String {
    let bytes = path.bytes.as_deref().unwrap_or(path.shown.as_bytes());
    let bytes = bytes.strip_prefix(b"./").unwrap_or(bytes);
    let encoded = percent_encode(bytes, PLAIN).to_string();
    match bytes {
        [b'/', ..] => format!("file://{encoded}"),
        [drive, b':', b'/', ..] if drive.is_ascii_alphabetic() => format!("file:///{encoded}"),
        _ => encoded,
    }
}
