//! The table of rules against its files, its documentation and its contracts.

#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::collections::BTreeSet;

use coffeechat::core::rules::{RULES, Rule};
use common::lint;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// The fences of a rule's documentation: their label (`bad`, `good`) and their text.
fn fences(rule: &Rule) -> Vec<(String, String)> {
    let mut fences = Vec::new();
    let mut open: Option<(String, String)> = None;
    for event in Parser::new(rule.docs) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                open = info.strip_prefix("md ").map(|label| (label.to_owned(), String::new()));
            }
            Event::Text(text) => {
                if let Some((_, body)) = &mut open {
                    body.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => fences.extend(open.take()),
            _ => {}
        }
    }
    fences
}

#[test]
fn every_file_is_in_the_table_and_every_name_is_its_file() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/core/rules");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("the folder of the rules")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().replace(".rs", "").replace('_', "-"))
        .filter(|name| name != "mod")
        .collect();
    let names: BTreeSet<String> = RULES.iter().map(|rule| rule.name.to_owned()).collect();
    assert_eq!(files, names);
    assert_eq!(names.len(), RULES.len(), "no name stands twice");
}

#[test]
fn the_examples_of_every_rule_are_what_they_say() {
    for rule in RULES {
        let fences = fences(rule);
        let is = |wanted: &str| fences.iter().filter(|(label, _)| label == wanted).count();
        // What is no text cannot stand in a document.
        let needs_bad = rule.name != "unreadable-file";
        assert!(is("good") > 0 && (is("bad") > 0 || !needs_bad), "{} has an example of each kind", rule.name);
        for (label, text) in &fences {
            let found = lint(text);
            let rules: Vec<_> = found.iter().map(|found| found.rule).collect();
            match label.as_str() {
                "bad" => {
                    assert!(rules.contains(&rule.name), "{}: not found in\n{text}\n{rules:?}", rule.name);
                    let others: Vec<_> = rules.iter().filter(|name| **name != rule.name).collect();
                    let expected: &[&str] = match rule.name {
                        // A note on a cold contact that says nothing is also asked why.
                        "missing-front-matter" => &["date-style"],
                        _ => &[],
                    };
                    assert!(
                        others.iter().all(|name| expected.contains(name)),
                        "{}: one mistake, one finding, not {others:?} in\n{text}",
                        rule.name
                    );
                }
                "good" => assert!(rules.is_empty(), "{}: {rules:?} in\n{text}", rule.name),
                other => panic!("{}: a fence is bad or good, not {other}", rule.name),
            }
        }
    }
}

#[test]
fn every_finding_says_what_why_and_what_to_type() {
    for rule in RULES {
        for (_, text) in fences(rule).iter().filter(|(label, _)| label == "bad") {
            for found in lint(text) {
                let all = [&found.message, &found.label, &found.why, &found.help];
                assert!(all.iter().all(|part| !part.trim().is_empty()), "{found:?}");
                assert!(
                    !all.iter().any(|part| part.contains('!') && !part.contains("`!")),
                    "no exclamation marks: {found:?}"
                );
                assert!(text.get(found.span.start..found.span.end).is_some(), "the span lies in the text: {found:?}");
            }
        }
    }
}

#[test]
fn names_severities_and_fixes_are_a_contract() {
    let table: String = RULES
        .iter()
        .map(|rule| format!("{} {} {} {}\n", rule.name, rule.severity.name(), rule.fix.name(), rule.since))
        .collect();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contracts/rules.txt");
    snapbox::assert_data_eq!(table, snapbox::Data::read_from(path.as_ref(), None));
}
