//! One JSON document a line: a note or a failure each, in the fields that `json` has, and the summary last.

use serde::Serialize;

use super::{json, safe};
use crate::core::report::Report;

#[derive(Serialize)]
struct Line<T> {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(flatten)]
    fields: T,
}

/// The summary is where a reader learns the version, which a document has at its head.
#[derive(Serialize)]
struct Last {
    version: u8,
    #[serde(flatten)]
    summary: json::Summary,
}

/// The whole report.
pub fn render(report: &Report) -> String {
    let notes = report.notes.iter().map(|note| line("note", json::note(note)));
    let failures = report.failures.iter().map(|failure| line("failure", json::failure(failure)));
    let last = Last { version: json::VERSION, summary: json::summary(report) };
    notes.chain(failures).chain([line("summary", last)]).collect()
}

/// A line of such a report.
pub fn line(kind: &'static str, fields: impl Serialize) -> String {
    // Plain structs with string keys always serialise.
    let document = serde_json::to_string(&Line { kind, fields }).unwrap_or_default();
    format!("{}\n", safe::json(&document))
}
