//! Every format, made from one sample report with hostile values in it. The sample is built by hand, so that no rule changes it.
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::collections::HashSet;
use std::path::Path;

use coffeechat::core::diagnostic::{Diagnostic, Edit, Fix, Severity};
use coffeechat::core::progress::NoteState;
use coffeechat::core::report::{Failure, NoteReport, PathName, Report};
use coffeechat::core::text::{Source, Span};
use coffeechat::core::week::Step;
use coffeechat::render::{
    Called, Style, concise, full, github, gitlab, json, jsonl, junit, narrated, page, sarif, statistics,
};
use common::Sandbox;
use common::schema::is_sarif;
use common::transcript::shell;
use serde_json::Value;

const PLAIN: Style = Style { colour: false, unicode: true, width: 80, called: Called::ByName };

/// A note of somebody who would like to be something else than text.
const HOSTILE: &str = "\u{feff}---\r\ncontact: ]]> </testsuite> \u{1b}[31m\u{202e}eve\r\n::error::own line\r\nlevel: 100%, 魚🦀\r\n---\r\n";

fn path(shown: &str) -> PathName {
    PathName { shown: shown.to_owned(), bytes: None }
}

fn finding(rule: &'static str, severity: Severity, text: &str, part: &str, message: &str) -> Diagnostic {
    let start = text.find(part).expect("the part");
    Diagnostic::new(rule, severity, Span::new(start, start + part.len()), message)
}

fn note(path: PathName, state: NoteState, text: Option<&str>, found: Vec<Diagnostic>) -> NoteReport {
    let source = text.map(|text| Source::new(path.shown.clone(), text));
    NoteReport {
        weekday: "friday",
        path,
        state,
        level: None,
        contact: None,
        date: None,
        status: None,
        step: Step::Nothing,
        is_told: false,
        blanks: Vec::new(),
        awaits_follow_up: false,
        who: None,
        words: None,
        found,
        silenced: Vec::new(),
        source,
    }
}

fn sample() -> Report {
    let mut contact = finding(
        "sample-contact",
        Severity::Error,
        HOSTILE,
        "]]> </testsuite> \u{1b}[31m\u{202e}eve",
        "The contact is `]]> </testsuite> \u{1b}[31m\u{202e}eve`",
    );
    contact.label("this is read as the name");
    contact.and(
        Span::new(HOSTILE.find("100%").expect("a level"), HOSTILE.find("\r\n---\r\n").expect("an end")),
        "and this as the level",
    );
    contact.why("A name is what you will look for later.");
    contact.help("Write the name alone, for example:\n\ncontact: Eve\n::error::not a command");
    let at = contact.span;
    contact.fix(Fix::safe("Write `Eve`", vec![Edit::replace(at, "Eve"), Edit::insert(HOSTILE.len(), "\r\n")]));
    let mut lines =
        finding("sample-lines", Severity::Warning, HOSTILE, "::error::own line\r\nlevel: 100%", "Two lines, 100% sure");
    lines.why("They belong together.").help("Read them once more.");
    lines.fix(Fix::needs_a_look("Take them out", vec![Edit::replace(lines.span, "")]));
    let text = "# Call with Bo\n\nsame words\nsame words\n";
    let mut first = finding("sample-same", Severity::Advice, text, "same words\nsame", "These words are here twice …");
    first.span.end = first.span.start + "same words".len();
    first.label("here").help("Keep one of them.");
    let mut second = first.clone();
    second.span = Span::new(first.span.end + 1, first.span.end + 1 + "same words".len());
    let mut unreadable = finding("sample-bytes", Severity::Error, "", "", "This file is not UTF-8 text");
    unreadable.help("Save it as UTF-8.");
    let odd = PathName { shown: "caf\u{fffd}.md".to_owned(), bytes: Some(b"caf\xe9.md".to_vec()) };
    let mut damaged = note(odd, NoteState::NeedsWork, None, vec![unreadable]);
    damaged.source = Some(Source::from_bytes("caf\u{fffd}.md", b"caf\xe9".to_vec()));
    let mut fine = note(path("networking/fine.md"), NoteState::Complete, None, Vec::new());
    (fine.level, fine.contact, fine.date) = (Some(2), Some("Ada \u{9b}31m".to_owned()), Some("2026-11-20".to_owned()));
    let failed = |shown: &str, message: &str| Failure { path: path(shown), message: message.to_owned() };
    Report {
        notes: vec![
            note(path("::error::x.md"), NoteState::Open, Some(text), vec![first, second]),
            damaged,
            note(path("networking/a: b, c%.md"), NoteState::NeedsWork, Some(HOSTILE), vec![contact, lines]),
            fine,
        ],
        failures: vec![failed("no\u{fffe}\u{1b}, really\n::error::.md", "cannot be read: permission denied, 100%")],
        skipped: vec![path("README.md")],
        ..Report::default()
    }
}

/// Compares with the file of that name, and makes sure that nothing in it steers a terminal.
fn check(name: &str, text: &str) {
    let steers = |c: char| c.is_control() && c != '\n' && c != '\t' || matches!(c, '\u{202a}'..='\u{202e}');
    assert!(!text.chars().any(steers), "{name}: {text:?}");
    assert!(text.is_empty() || text.ends_with('\n'), "{name} ends with a line end");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats").join(name);
    snapbox::assert_data_eq!(text, snapbox::Data::read_from(&path, None).raw());
}

/// No line begins with a command to the reader of a log.
fn gives_no_commands(text: &str) {
    assert!(text.lines().all(|line| !line.trim_start().starts_with("::") && !line.starts_with("##")), "{text}");
}

#[test]
fn people_read_it() {
    let ascii = Style { unicode: false, ..PLAIN };
    for (name, text) in [
        ("full.txt", full::render(&sample(), PLAIN, false)),
        ("concise.txt", concise::render(&sample(), PLAIN, false)),
        ("narrated.txt", narrated::render(&sample(), PLAIN, false)),
        ("statistics.txt", statistics::text(&sample(), Called::ByName, false)),
        ("statistics-narrated.txt", statistics::narrated(&sample(), Called::ByName, false)),
    ] {
        check(name, &text);
        gives_no_commands(&text);
    }
    for text in [
        full::render(&sample(), ascii, true),
        concise::render(&sample(), ascii, true),
        narrated::render(&sample(), ascii, true),
    ] {
        assert!(!text.contains('…') && !text.contains('╭') && !text.contains("1 other"), "{text}");
    }
}

#[test]
fn programs_read_it() {
    for (name, text) in [
        ("report.json", json::render(&sample())),
        ("report.jsonl", jsonl::render(&sample())),
        ("report.sarif", sarif::render(&sample())),
        ("github.txt", github::render(&sample())),
        ("gitlab.json", gitlab::render(&sample())),
        ("junit.xml", junit::render(&sample())),
        ("page.md", page::render(&sample())),
        ("statistics.json", statistics::document(&sample())),
    ] {
        check(name, &text);
    }
}

#[test]
fn an_empty_run_is_a_report_too() {
    let empty = Report::default();
    assert_eq!(github::render(&empty), "");
    assert_eq!(gitlab::render(&empty), "[]\n");
    assert_eq!(jsonl::render(&empty).lines().count(), 1);
    is_sarif(&sarif::render(&empty));
    assert_eq!(page::render(&empty), "# Notes\n\nNo note was checked.\n");
    assert!(junit::render(&empty).contains("tests=\"0\""));
    assert_eq!(narrated::render(&empty, PLAIN, false), "");
    assert_eq!(statistics::text(&empty, Called::ByName, false), "");
}

#[test]
fn only_the_severity_has_a_colour_in_one_line_reports() {
    let colour = Style { colour: true, ..PLAIN };
    let text = concise::render(&sample(), colour, true);
    let plain =
        text.replace("\u{1b}[31m", "").replace("\u{1b}[33m", "").replace("\u{1b}[36m", "").replace("\u{1b}[0m", "");
    assert_eq!(plain, concise::render(&sample(), PLAIN, true));
    assert!(text.contains(": \u{1b}[31merror\u{1b}[0m: "), "{text:?}");
}

#[test]
fn the_lines_hold_what_the_document_holds() {
    let document: Value = serde_json::from_str(&json::render(&sample())).expect("JSON");
    let lines = jsonl::render(&sample());
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let of = |kind: &str| -> Vec<Value> {
        let mut found: Vec<Value> = lines.iter().filter(|line| line["type"] == kind).cloned().collect();
        found.iter_mut().for_each(|line| drop(line.as_object_mut().expect("an object").remove("type")));
        found
    };
    assert_eq!(Value::from(of("note")), document["notes"]);
    assert_eq!(Value::from(of("failure")), document["failures"]);
    let mut summary = document["summary"].clone();
    summary["version"] = document["version"].clone();
    assert_eq!(of("summary"), [summary]);
    assert_eq!(lines.last().expect("a line")["type"], "summary");
}

#[test]
fn sarif_is_what_its_schema_says() {
    let log = is_sarif(&sarif::render(&sample()));
    let run = &log["runs"][0];
    for result in run["results"].as_array().expect("results") {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("a number")).expect("a small one");
        assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().expect("a URI");
        assert!(uri.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte)), "{uri}");
    }
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
}

#[test]
fn sarif_of_real_notes_describes_their_rules() {
    let Sandbox { root: _root, work, home } = Sandbox::new();
    let command = "coffeechat lint $FIXTURES --format sarif --exit-zero";
    let seen = shell(command, &work, &home).output().expect("a run");
    let log = is_sarif(&String::from_utf8(seen.stdout).expect("UTF-8"));
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    assert!(rules.len() > 5 && run["results"].as_array().is_some_and(|results| results.len() > 10));
    for rule in rules {
        let markdown = rule["help"]["markdown"].as_str().expect("help in Markdown");
        let text = rule["help"]["text"].as_str().expect("help in text");
        assert!(markdown.contains("```") && !text.contains('`') && text.len() > 20, "{rule:#}");
    }
    let uri = &run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert!(uri.as_str().is_some_and(|uri| uri.starts_with("file:///")), "an absolute path is a whole URI: {uri}");
}

#[test]
fn a_fingerprint_outlives_a_line_that_is_added_above() {
    let prints = |report: &Report| -> Vec<Value> {
        let log: Value = serde_json::from_str(&sarif::render(report)).expect("JSON");
        let results = log["runs"][0]["results"].as_array().expect("results").clone();
        results.into_iter().map(|result| result["partialFingerprints"].clone()).collect()
    };
    let before = sample();
    let mut after = sample();
    let moved = &mut after.notes[0];
    let text = moved.source.as_ref().expect("a text").text.clone();
    moved.source = Some(Source::new("x", format!("One more line\n{text}")));
    for found in &mut moved.found {
        found.span.start += "One more line\n".len();
        found.span.end += "One more line\n".len();
    }
    assert_eq!(prints(&before), prints(&after));
    let all: HashSet<String> = prints(&before).iter().map(Value::to_string).collect();
    assert_eq!(all.len(), prints(&before).len(), "and tells findings on equal lines apart");
}

#[test]
fn gitlab_has_the_fields_that_it_asks_for() {
    let entries: Value = serde_json::from_str(&gitlab::render(&sample())).expect("JSON");
    let entries = entries.as_array().expect("an array");
    assert_eq!(entries.len(), 6, "five findings and a failure");
    let mut prints = HashSet::new();
    for entry in entries {
        assert!(entry["description"].as_str().is_some_and(|text| !text.is_empty() && !text.contains('\n')));
        assert!(entry["check_name"].is_string() && entry["location"]["path"].is_string());
        assert!(prints.insert(entry["fingerprint"].as_str().expect("a fingerprint").to_owned()), "{entry}");
        assert!(
            ["info", "minor", "major", "critical", "blocker"].contains(&entry["severity"].as_str().expect("a word"))
        );
        assert!(entry["location"]["lines"]["begin"].as_u64().is_some_and(|line| line > 0));
    }
}

#[test]
fn a_command_to_github_is_one_line_that_nobody_else_ends() {
    let text = github::render(&sample());
    assert_eq!(text.lines().count(), 6);
    for line in text.lines() {
        let rest = line.strip_prefix("::").expect("a command");
        let (head, data) = rest.split_once("::").expect("data");
        let (command, properties) = head.split_once(' ').expect("properties");
        assert!(["error", "warning", "notice"].contains(&command), "{line}");
        for property in properties.split(',') {
            let (name, value) = property.split_once('=').expect("a value");
            assert!(["file", "line", "col", "endLine", "endColumn", "title"].contains(&name) && !value.contains(':'));
        }
        assert!(!data.is_empty());
    }
}

#[test]
fn junit_is_xml_with_a_case_a_note() {
    use quick_xml::events::Event;
    let text = junit::render(&sample());
    let allowed =
        |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(text.chars().all(allowed));
    let mut reader = quick_xml::Reader::from_str(&text);
    let mut counts = std::collections::BTreeMap::new();
    loop {
        match reader.read_event().expect("XML") {
            Event::Start(element) | Event::Empty(element) => {
                for attribute in element.attributes() {
                    attribute.expect("an attribute");
                }
                *counts.entry(element.name().as_ref().to_owned()).or_insert(0) += 1;
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let expected =
        [("error", 1), ("failure", 3), ("system-out", 1), ("testcase", 5), ("testsuite", 1), ("testsuites", 1)];
    assert_eq!(counts, expected.into_iter().map(|(name, count)| (name.to_owned(), count)).collect());
    assert!(text.contains("tests=\"5\" failures=\"2\" errors=\"1\""));
}

#[test]
fn a_page_is_one_table_whose_cells_nobody_else_ends() {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let mut report = sample();
    let bars = "The level `a|b` and | `c` <img src=x> @here";
    report.notes[2].found[1].message = bars.to_owned();
    report.notes[3].contact = Some("Ada | <b>`x`</b> | [y](https://example.org)".to_owned());
    let text = page::render(&report);
    let (mut tables, mut cells, mut html) = (0, 0, Vec::new());
    for event in Parser::new_ext(&text, Options::all()) {
        match event {
            Event::Start(Tag::Table(columns)) => {
                assert_eq!(columns.len(), 4);
                tables += 1;
            }
            Event::Start(Tag::TableCell) => cells += 1,
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::HtmlBlock | Tag::CodeBlock(_)) => {
                panic!("{event:?}\n{text}")
            }
            Event::InlineHtml(tag) | Event::Html(tag) => html.push(tag.into_string()),
            _ => {}
        }
    }
    assert_eq!((tables, cells), (1, 4 * (1 + report.notes.len())));
    assert_eq!(
        text.lines().filter(|line| line.starts_with("| ") && line.ends_with(" |")).count(),
        1 + report.notes.len()
    );
    assert_eq!(html, ["<br>", "<code>", "</code>"], "{text}");
    assert!(text.contains("## Not checked"));
    gives_no_commands(&text.replace("## ", ""));
}
