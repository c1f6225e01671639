//! SECURITY.md: every promise and every danger names what holds it, and all of that is there.
#![allow(clippy::disallowed_methods, clippy::expect_used)]

use std::path::Path;

use pulldown_cmark::{Event, Options, Parser, Tag};

/// What stands between backticks and looks like a test.
fn named(line: &str) -> Vec<&str> {
    let quoted = line.split('`').skip(1).step_by(2);
    quoted.filter(|word| word.starts_with("tests/") || word.starts_with("src/")).collect()
}

/// Why a test is not what the page says it is.
fn objection(test: &str) -> Option<String> {
    let (path, name) = match test.split_once("::") {
        Some((path, name)) => (path, Some(name)),
        None => (test, None),
    };
    let Ok(text) = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)) else {
        return Some(format!("{path} is not there"));
    };
    let Some(name) = name else {
        let is_transcript = path.starts_with("tests/transcripts/") && text.contains("```console\n$ ");
        return (!is_transcript).then(|| format!("{path} is no transcript"));
    };
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let Some(at) = lines.iter().position(|line| line.starts_with(&format!("fn {name}("))) else {
        return Some(format!("{path} has no test {name}"));
    };
    let above = lines[..at].iter().rev().take_while(|line| line.starts_with("#[") || line.starts_with("//"));
    let is_test = above.into_iter().any(|line| *line == "#[test]");
    (!is_test).then(|| format!("{test} is no test"))
}

#[test]
fn every_promise_and_every_danger_is_held_by_a_test_that_is_there() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("SECURITY.md")).expect("the page");
    let objections: Vec<String> = page.lines().flat_map(named).filter_map(objection).collect();
    assert_eq!(objections, Vec::<String>::new());

    let promises = page.split("## The promises").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("them");
    for number in 1..=4 {
        let promise = promises.split(&format!("\n{number}. ")).nth(1).expect("a promise");
        let promise = promise.split(&format!("\n{}. ", number + 1)).next().unwrap_or_default();
        assert!(promise.lines().any(|line| !named(line).is_empty()), "promise {number} names no test");
    }
    let dangers = page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| danger |"));
    let (mut count, mut bare) = (0, Vec::new());
    for danger in dangers {
        count += 1;
        bare.extend(named(danger).is_empty().then_some(danger));
    }
    assert!(count > 25, "{count} dangers");
    let parsed = Parser::new_ext(&page, Options::ENABLE_TABLES);
    let rows = parsed.filter(|event| matches!(event, Event::Start(Tag::TableRow))).count();
    assert_eq!(rows, count, "each danger is a row of a table");
    assert_eq!(bare, Vec::<&str>::new(), "they name no test");
}

#[test]
fn a_test_that_is_not_there_would_be_seen() {
    assert!(objection("tests/security.rs::every_promise_and_every_danger_is_held_by_a_test_that_is_there").is_none());
    for wrong in
        ["tests/security.rs::objection", "tests/security.rs::nothing", "tests/nothing.rs::x", "tests/security.rs"]
    {
        assert!(objection(wrong).is_some(), "{wrong}");
    }
}
