//! How often each rule found something, instead of what it found.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Called;
use super::closing::{self, plural};
use super::json;
use crate::core::diagnostic::Severity;
use crate::core::report::Report;

#[derive(Serialize)]
struct Document {
    version: u8,
    statistics: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    rule: &'static str,
    severity: &'static str,
    count: usize,
    fixable: usize,
}

/// A table, with the closing lines unless `quiet`.
pub fn text(report: &Report, called: Called, quiet: bool) -> String {
    let entries = entries(report);
    let width = entries.iter().map(|entry| entry.rule.len()).max().unwrap_or_default();
    let mut out = String::new();
    if !entries.is_empty() {
        out.push_str(&format!("{:width$}  severity  count  can be mended\n", "rule"));
    }
    for Entry { rule, severity, count, fixable } in entries {
        out.push_str(&format!("{rule:width$}  {severity:8}  {count:5}  {fixable:13}\n"));
    }
    closed(out, report, called, quiet)
}

/// A sentence a rule, for ears.
pub fn narrated(report: &Report, called: Called, quiet: bool) -> String {
    let sentence = |Entry { rule, severity, count, fixable }: Entry| {
        let found = plural(count, "finding", "findings");
        let mended = if fixable == 0 { "none".to_owned() } else { fixable.to_string() };
        format!("{rule}, {severity}: {found}, {mended} can be mended.\n")
    };
    closed(entries(report).into_iter().map(sentence).collect(), report, called, quiet)
}

/// One JSON document, version 1.
pub fn document(report: &Report) -> String {
    json::pretty(&Document { version: 1, statistics: entries(report) })
}

fn closed(mut out: String, report: &Report, called: Called, quiet: bool) -> String {
    if !quiet {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&closing::render(report, called));
    }
    out
}

/// The most frequent first; what one rule found at two severities is told apart.
fn entries(report: &Report) -> Vec<Entry> {
    let mut counts: BTreeMap<(&'static str, Severity), (usize, usize)> = BTreeMap::new();
    for found in report.notes.iter().flat_map(|note| &note.found) {
        let (count, fixable) = counts.entry((found.rule, found.severity)).or_default();
        *count += 1;
        *fixable += usize::from(found.fix.is_some());
    }
    let entry = |((rule, severity), (count, fixable)): ((&'static str, Severity), (usize, usize))| Entry {
        rule,
        severity: severity.name(),
        count,
        fixable,
    };
    let mut entries: Vec<Entry> = counts.into_iter().map(entry).collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.count));
    entries
}
