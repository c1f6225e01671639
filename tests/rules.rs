//! The table of rules against its files, its documentation and its contracts.

#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::collections::BTreeSet;

use coffeechat::core::activity::{Activity, DEFAULT};
use coffeechat::core::diagnostic::{Diagnostic, Safety};
use coffeechat::core::fix::mend;
use coffeechat::core::journal::Surroundings;
use coffeechat::core::lint::Plan;
use coffeechat::core::note::parse;
use coffeechat::core::rules::{FixKind, RULES, Rule};
use coffeechat::core::text::Source;
use coffeechat::render::rules::{Example, Kind};
use common::{plan, rules};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// The examples in a rule's documentation with their text.
fn examples(rule: &Rule) -> Vec<(Example, String)> {
    let mut examples = Vec::new();
    let mut open: Option<(Example, String)> = None;
    for event in Parser::new(rule.docs) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if info.starts_with("md") => {
                let example = Example::of(&info).unwrap_or_else(|| panic!("{}: what is `{info}`?", rule.name));
                open = Some((example, String::new()));
            }
            Event::Text(text) => {
                if let Some((_, body)) = &mut open {
                    body.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => examples.extend(open.take()),
            _ => {}
        }
    }
    examples
}

/// What is found in an example, in a journal that is as its label says.
fn lint(example: &Example, text: &str, only: &[String]) -> Vec<Diagnostic> {
    let files = vec![".journal.md".to_owned(), example.path.clone()];
    let surroundings = Surroundings { is_gist: example.is_gist, has_remote: example.has_remote, files };
    let named = example.activity.as_ref().map(|name| Activity::built_in(name).expect("a built-in activity"));
    let activity = named.as_deref().unwrap_or(&DEFAULT);
    let plan = Plan { activity, surroundings: &surroundings, only, ..plan() };
    let source = Source::new("example.md", text);
    let note = parse(&source, activity);
    let (facts, mut found) = plan.look(&note, &example.path);
    let twin = example.twice.as_ref().map(|path| plan.look(&note, path).0);
    let notes: Vec<_> = [Some(&facts), twin.as_ref()].into_iter().flatten().collect();
    found.extend(plan.look_around(&notes).into_iter().map(|(_, found)| found));
    plan.settle(&facts, found).0
}

#[test]
fn every_file_is_in_the_table_and_every_name_is_its_file() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/core/rules");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("the folder of the rules")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().replace(".rs", "").replace('_', "-"))
        .filter(|name| !["mod", "context"].contains(&name.as_str()))
        .collect();
    let names: BTreeSet<String> = RULES.iter().map(|rule| rule.name.to_owned()).collect();
    assert_eq!(files, names);
    assert_eq!(names.len(), RULES.len(), "no name stands twice");
}

#[test]
fn the_examples_of_every_rule_are_what_they_say() {
    for rule in RULES {
        let examples = examples(rule);
        let is = |wanted: Kind| examples.iter().any(|(example, _)| example.kind == wanted);
        // What is no text cannot stand in a document.
        assert!(is(Kind::Good) && (is(Kind::Bad) || rule.name == "unreadable-file"), "{}: examples", rule.name);
        assert_eq!(is(Kind::Fixed), rule.fix != FixKind::None, "{}: what can be mended is shown mended", rule.name);
        for (example, text) in &examples {
            let found = lint(example, text, &[]);
            let rules = rules(&found);
            match example.kind {
                Kind::Bad => {
                    assert!(rules.contains(&rule.name), "{}: not found in\n{text}\n{rules:?}", rule.name);
                    let others: Vec<_> = rules.iter().filter(|name| **name != rule.name).collect();
                    assert!(others.is_empty(), "{}: one mistake, one finding, not {others:?} in\n{text}", rule.name);
                }
                Kind::Good => assert!(rules.is_empty(), "{}: {rules:?} in\n{text}", rule.name),
                Kind::Fixed => {}
            }
        }
    }
}

#[test]
fn what_is_mended_is_what_the_examples_say_and_stays_so() {
    for rule in RULES {
        let only = [rule.name.to_owned()];
        let safety = if rule.fix == FixKind::Unsafe { Safety::Unsafe } else { Safety::Safe };
        let examples = examples(rule);
        for (at, (example, expected)) in examples.iter().enumerate() {
            let found = lint(example, expected, &only);
            let kinds = found.iter().filter_map(|found| found.fix.as_ref()).map(|fix| fix.safety.name());
            assert!(
                kinds.clone().all(|kind| kind == rule.fix.name()),
                "{}: {:?}",
                rule.name,
                kinds.collect::<Vec<_>>()
            );
            if example.kind != Kind::Fixed {
                continue;
            }
            let (bad, text) = &examples[at - 1];
            assert_eq!(bad.kind, Kind::Bad, "{}: what is mended stands above", rule.name);
            for end in ["\n", "\r\n"] {
                let (text, expected) = (text.replace('\n', end), expected.replace('\n', end));
                let look = |text: &str| (lint(bad, text, &only), ());
                let mended = mend(&text, safety, look).expect("it comes to rest").expect("something to mend");
                assert_eq!(mended.text, expected, "{}", rule.name);
                assert_eq!(mend(&expected, safety, look), Ok(None), "{}: twice is once", rule.name);
            }
        }
    }
}

#[test]
fn every_finding_says_what_why_and_what_to_type() {
    for rule in RULES {
        for (example, text) in examples(rule).iter().filter(|(example, _)| example.kind == Kind::Bad) {
            for found in lint(example, text, &[]) {
                let all = [&found.message, &found.label, &found.why, &found.help];
                assert!(all.iter().all(|part| !part.trim().is_empty()), "{found:?}");
                assert!(
                    !all.iter().any(|part| part.contains('!') && !part.contains("`!") && !part.contains("`<!")),
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
