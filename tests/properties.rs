//! What holds for any bytes: reading never panics, spans lie in the text, reports are harmless and well formed.
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use coffeechat::core::activity::{Activity, DEFAULT};
use coffeechat::core::calendar::Today;
use coffeechat::core::config;
use coffeechat::core::diagnostic::{Diagnostic, Safety};
use coffeechat::core::fix::mend;
use coffeechat::core::journal::Facts;
use coffeechat::core::note::parse;
use coffeechat::core::report::{NoteReport, PathName, Report};
use coffeechat::core::schema;
use coffeechat::core::text::{Source, Span};
use coffeechat::core::week::Week;
use coffeechat::render::{
    Called, Style, concise, full, github, gitlab, json, jsonl, junit, narrated, page, sarif, status,
};
use common::pieces::pieces;
use common::plan;
use common::schema::{line, objections, validator};
use jsonschema::Validator;
use proptest::prelude::*;

fn report(bytes: &[u8]) -> Report {
    let source = Source::from_bytes("note.md", bytes.to_vec());
    let note = parse(&source, &DEFAULT);
    let inside = |span: Span| source.text.get(span.start..span.end).is_some();
    for unit in &note.body.units {
        assert!(inside(unit.span), "{:?} in {:?}", unit.span, source.text);
        assert!(unit.lines.iter().all(|line| inside(line.span)), "{:?}", source.text);
    }
    assert!(note.body.headings.iter().all(|heading| inside(heading.span)), "{:?}", source.text);
    assert!(note.body.labels.iter().all(|label| inside(label.span)), "{:?}", source.text);
    assert!(note.keys.list.iter().all(|key| inside(key.span) && inside(key.value)), "{:?}", source.text);
    let linted = plan().lint(&note, "networking/note.md");
    for found in &linted.0 {
        assert!(inside(found.span), "{found:?} in {:?}", source.text);
        assert!(found.labels.iter().all(|label| inside(label.span)), "{found:?} in {:?}", source.text);
    }
    let facts = Facts::of(&note, "networking/note.md", &DEFAULT);
    let path = PathName { shown: "note.md".to_owned(), bytes: None };
    Report {
        notes: vec![NoteReport::new(path, &facts, linted, Some(source.clone()), plan().today)],
        ..Report::default()
    }
}

/// The schemas of a report and of a line of one.
static REPORT: LazyLock<Validator> = LazyLock::new(|| validator(&schema::report()));
static LINE: LazyLock<Validator> = LazyLock::new(|| validator(&line(&schema::report())));

fn renders(report: &Report) {
    let style = Style { colour: false, unicode: true, width: 80, called: Called::ByName };
    let week = Week::of(&report.notes, &DEFAULT, None, Today::pinned(common::TODAY));
    let texts = [
        full::render(report, style, false),
        concise::render(report, style, false),
        narrated::render(report, style, false),
        github::render(report),
        junit::render(report),
        page::render(report),
        status::text(&week, false, Style { width: 40, ..style }, true),
        status::text(&week, false, style, true),
    ];
    for text in texts {
        assert!(!text.chars().any(|c| c.is_control() && c != '\n' && c != '\t'), "{text:?}");
    }
    let document = serde_json::from_str(&json::render(report)).expect("JSON");
    assert_eq!(objections(&REPORT, &document), [""; 0], "{document:#}");
    let at_a_glance = status::document(&week, &report.failures);
    for document in [json::render(report), sarif::render(report), gitlab::render(report), at_a_glance] {
        assert!(serde_json::from_str::<serde_json::Value>(&document).is_ok(), "{document}");
        assert!(!document.chars().any(|c| c.is_control() && c != '\n'), "{document:?}");
    }
    let lines = jsonl::render(report);
    for line in lines.lines() {
        let document = serde_json::from_str(line).expect("JSON");
        assert_eq!(objections(&LINE, &document), [""; 0], "{document:#}");
    }
    let marks = github::render(report);
    assert_eq!(marks.lines().count(), report.notes.iter().map(|note| note.found.len()).sum::<usize>(), "{marks}");
    let xml = junit::render(report);
    let mut reader = quick_xml::Reader::from_str(&xml);
    while reader.read_event().expect("XML") != quick_xml::events::Event::Eof {}
}

/// A text once mended, what is left to say of it, and the words that fixes exchanged on the way.
struct Done {
    text: String,
    left: Vec<Diagnostic>,
    /// The rules whose fixes were made.
    rules: Vec<&'static str>,
    exchanged: Vec<String>,
}

/// A note's text mended as far as `safety` allows; `None` where its fixes do not come to rest.
fn mended(text: &str, safety: Safety) -> Option<Done> {
    let mut exchanged = Vec::new();
    let look = |text: &str| {
        let found = plan_lint(text);
        let fixes = found.iter().filter_map(|found| found.fix.as_ref()).filter(|fix| fix.safety <= safety);
        let spans = fixes.flat_map(|fix| fix.edits.iter().map(|edit| edit.span.of(text)));
        let words = spans.flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
        exchanged.extend(words.map(str::to_owned));
        (found.clone(), found)
    };
    let done = mend(text, safety, look).ok()?;
    Some(match done {
        None => Done { text: text.to_owned(), left: plan_lint(text), rules: Vec::new(), exchanged },
        Some(done) => Done { text: done.text, left: done.seen, rules: done.counts.into_keys().collect(), exchanged },
    })
}

/// The words of a text, and how often each stands in it.
fn words(text: &str) -> BTreeMap<&str, usize> {
    let mut words = BTreeMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *words.entry(word).or_default() += 1;
    }
    words
}

fn mends(text: &str) {
    let before = plan_lint(text);
    for safety in [Safety::Safe, Safety::Unsafe] {
        let done = mended(text, safety).unwrap_or_else(|| panic!("it does not come to rest: {text:?}"));
        let Done { text: after, left, rules, exchanged } = done;
        assert_eq!(mended(&after, safety).map(|again| again.text).as_ref(), Some(&after), "twice is once: {text:?}");
        if !before.iter().any(|found| found.fix.as_ref().is_some_and(|fix| fix.safety <= safety)) {
            assert_eq!(after, text, "nothing to mend, and nothing changed");
        }
        // What could not be read before may now be told for the first time.
        let is_heard = !before.iter().any(|found| HOLDS_BACK.contains(&found.rule));
        for rule in rules {
            let count = |found: &[Diagnostic]| found.iter().filter(|found| found.rule == rule).count();
            let was_told = is_heard && count(&before) > 0;
            assert!(!was_told || count(&left) <= count(&before), "{rule}: {text:?} became {after:?}");
        }
        // A key, a heading, a date, a placeholder or a suppression is exchanged, where a finding says so. Nothing else goes.
        let now = words(&after);
        for (word, count) in words(text) {
            let kept = now.get(word).copied().unwrap_or_default();
            let may_go = exchanged.iter().filter(|other| *other == word).count();
            assert!(kept + may_go >= count, "{word:?} was lost: {text:?} became {after:?}");
        }
    }
}

/// Rules that keep others quiet until they are mended.
const HOLDS_BACK: [&str; 4] =
    ["missing-front-matter", "unclosed-front-matter", "invalid-front-matter", "hidden-sections"];

fn plan_lint(text: &str) -> Vec<Diagnostic> {
    let source = Source::new("note.md", text);
    plan().lint(&parse(&source, &DEFAULT), "networking/note.md").0
}

/// Pieces of settings and activities, good and bad.
fn settings() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "activity = \"networking\"\n",
        "notes = [\"a/**\", ",
        "]",
        "[rules]\n",
        "date-style = \"off\"\n",
        "[[overrides]]\n",
        "paths = [\"**\"]\n",
        "module-start = 2026-11-10\n",
        "module-start = 0000-01-01\n",
        "[[levels]]\n",
        "level = 1\n",
        "level = -9223372036854775808\n",
        "[[sections]]\n",
        "key = \"é\"\n",
        "heading = \"x…\"\n",
        "[[requires]]\n",
        "fields = [\"date\", 3]\n",
        "due-week = 300\n",
        "for = [\"1 a b\", \"\"]\n",
        "[[prompts]]\n",
        "name = ''\n",
        "\"\"\"",
        "{",
        "}",
        "=",
        "“",
        "\\",
        "\r",
        "\u{feff}",
        "é",
        "\0",
    ]);
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn settings_and_activities_of_any_text_are_read_or_refused_at_a_place(text in settings()) {
        let source = Source::new("coffeechat.toml", text.clone());
        let refused = [config::read(&source, false, &["date-style"]).err(), Activity::parse(&text).err()];
        for mistake in refused.into_iter().flatten().flatten() {
            prop_assert!(text.get(mistake.span.start..mistake.span.end).is_some(), "{mistake:?} in {text:?}");
            prop_assert!(!mistake.message.is_empty() && !mistake.help.is_empty(), "{mistake:?}");
        }
    }

    #[test]
    fn any_bytes_are_read_and_reported(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        renders(&report(&bytes));
    }

    #[test]
    fn any_text_of_pieces_is_read_and_reported(text in pieces()) {
        renders(&report(text.as_bytes()));
    }

    #[test]
    fn any_text_of_pieces_is_mended_once_and_loses_no_word(text in pieces()) {
        mends(&text);
    }

    #[test]
    fn any_note_is_mended_once_and_loses_no_word(text in pieces(), level in 0..5, status in 0..4usize) {
        let status = ["planned", "talked", "scheduled", "no-reply"][status];
        mends(&format!("---\nlevel: {level}\ncontcat: Ada\ndate: 2 May 2026\nstatus: {status}\n---\n{text}"));
        mends(&format!("---\r\nlevel: {level}\r\n{text}\r\nstatus: {status}\r\n---\r\n# Call with Bo\r\n{text}"));
    }

    #[test]
    fn any_text_behind_front_matter_is_read_and_reported(text in pieces(), body in "\\PC{0,200}") {
        renders(&report(format!("---\nlevel: 1\ncontact: Ada\nstatus: talked\n{text}\n---\n{body}\n{text}").as_bytes()));
    }
}
