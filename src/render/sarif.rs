//! SARIF 2.1.0, as code scanning reads it. The structs here are the parts of the format that we write; it has many more.
//!
//! Columns count characters from 1, as everywhere, and the document says so.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use serde::Serialize;

use super::{fingerprint, json, rules};
use crate::core::diagnostic::{Diagnostic, Fix, Severity};
use crate::core::report::{Failure, NoteReport, PathName, Report};
use crate::core::rules::{RULES, Rule as CoreRule};
use crate::core::text::{LineIndex, Span};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The name of our fingerprint; another way to make one needs another name.
const FINGERPRINT: &str = "ruleAndLine/v1";

/// What stands in a path of a URI as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    invocations: [Invocation; 1],
    column_kind: &'static str,
    newline_sequences: [&'static str; 3],
    results: Vec<Finding>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    short_description: Option<Message>,
    #[serde(skip_serializing_if = "Option::is_none")]
    full_description: Option<Message>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<Help>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default_configuration: Option<Configuration>,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
    locations: [Location; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Mend>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Mend {
    description: Message,
    artifact_changes: [Change; 1],
    properties: Safety,
}

#[derive(Serialize)]
struct Safety {
    safety: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    artifact_location: Artifact,
    replacements: Vec<Replacement>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement {
    deleted_region: Region,
    inserted_content: Message,
}

/// The whole report. Only rules that found something are described: a reader of the report needs no more.
pub fn render(report: &Report) -> String {
    let found: BTreeSet<(usize, &'static str)> =
        report.notes.iter().flat_map(|note| &note.found).map(|found| (place_of(found.rule), found.rule)).collect();
    let names: Vec<&'static str> = found.into_iter().map(|(_, name)| name).collect();
    json::pretty(&Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "coffeechat",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    rules: names.iter().map(|name| rule(name)).collect(),
                },
            },
            invocations: [Invocation {
                execution_successful: report.failures.is_empty(),
                tool_execution_notifications: report.failures.iter().map(notification).collect(),
            }],
            column_kind: "unicodeCodePoints",
            newline_sequences: ["\r\n", "\n", "\r"],
            results: report.notes.iter().flat_map(|note| findings(note, &names)).collect(),
        }],
    })
}

fn place_of(name: &str) -> usize {
    RULES.iter().position(|rule| rule.name == name).unwrap_or(RULES.len())
}

fn rule(name: &'static str) -> Rule {
    let known = RULES.iter().copied().find(|rule| rule.name == name);
    Rule {
        id: name,
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
        rule_id: found.rule,
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
    Notification { level: "error", message: message(&text), locations: [location(&failure.path, None, "")] }
}

fn location(path: &PathName, region: Option<Region>, label: &str) -> Location {
    Location {
        physical_location: PhysicalLocation { artifact_location: Artifact { uri: uri(path) }, region },
        message: (!label.is_empty()).then(|| message(label)),
    }
}

fn region(span: Span, text: &str, index: &LineIndex) -> Region {
    let (start, end) = (index.position(text, span.start), index.position(text, span.end));
    Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
}

fn message(text: &str) -> Message {
    Message { text: text.to_owned() }
}

fn level(severity: Severity) -> &'static str {
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
