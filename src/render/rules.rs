//! The table of rules, and the explanation of one.

use serde::Serialize;

use super::json;
use crate::core::rules::{RULES, Rule};

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

/// A Markdown table, as the README has it.
pub fn markdown() -> String {
    let rows = RULES
        .iter()
        .map(|rule| format!("| `{}` | {} | {} |\n", rule.name, rule.severity.name(), rule.summary.replace('|', "\\|")));
    format!("| rule | severity | what it sees |\n|---|---|---|\n{}", rows.collect::<String>())
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
        match line.trim_start_matches('`') {
            "md bad" => docs.push_str("What it sees:\n\n"),
            "md good" => docs.push_str("What is fine:\n\n"),
            _ => {}
        }
        let fence = line.len() - line.trim_start_matches('`').len();
        match fence {
            3.. if line.ends_with("md bad") || line.ends_with("md good") => {
                docs.push_str(&format!("{}markdown\n", &line[..fence]))
            }
            _ => docs.push_str(&format!("{line}\n")),
        }
    }
    format!("# {}\n\n{} ({}, since {})\n\n{docs}", rule.name, rule.summary, rule.severity.name(), rule.since)
}
