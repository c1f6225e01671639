//! What holds for any bytes: reading never panics, spans lie in the text, reports are harmless and well formed.
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use coffeechat::core::activity::DEFAULT;
use coffeechat::core::journal::Facts;
use coffeechat::core::note::parse;
use coffeechat::core::report::{NoteReport, PathName, Report};
use coffeechat::core::text::{Source, Span};
use coffeechat::render::{Style, concise, full, github, gitlab, json, jsonl, junit, narrated, sarif};
use common::plan;
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
    Report { notes: vec![NoteReport::new(path, &facts, linted, Some(source.clone()))], ..Report::default() }
}

fn renders(report: &Report) {
    let style = Style { colour: false, unicode: true, width: 80 };
    let texts = [
        full::render(report, style, false),
        concise::render(report, style, false),
        narrated::render(report, style, false),
        github::render(report),
        junit::render(report),
    ];
    for text in texts {
        assert!(!text.chars().any(|c| c.is_control() && c != '\n' && c != '\t'), "{text:?}");
    }
    for document in [json::render(report), sarif::render(report), gitlab::render(report)] {
        assert!(serde_json::from_str::<serde_json::Value>(&document).is_ok(), "{document}");
        assert!(!document.chars().any(|c| c.is_control() && c != '\n'), "{document:?}");
    }
    let lines = jsonl::render(report);
    assert!(lines.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()), "{lines}");
    let marks = github::render(report);
    assert_eq!(marks.lines().count(), report.notes.iter().map(|note| note.found.len()).sum::<usize>(), "{marks}");
    let xml = junit::render(report);
    let mut reader = quick_xml::Reader::from_str(&xml);
    while reader.read_event().expect("XML") != quick_xml::events::Event::Eof {}
}

/// Pieces of notes, good and bad, so that random texts are more than noise.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "---\n",
        "--- \r\n",
        "\u{feff}",
        "level: 2\n",
        "level: [",
        "contact: Ada\n",
        "contact: {",
        "contact:\n  - name: B\n",
        "status: talked\n",
        "status: no\n",
        "date: 5/6/2026\n",
        "\t",
        "  ",
        "\n",
        "\r\n",
        "\r",
        "# Call with Ada\n",
        "## Questions\n",
        "##Notes\n",
        "**Takeaway:** ",
        "Takeaway\n---\n",
        "Notes: ",
        "- ",
        "1. ",
        "* [ ] ",
        "> ",
        "| a | b |\n|---|---|\n",
        "| Question | Answer |\n|--|--|\n| how? | so |\n",
        "<!-- ",
        "-->",
        "```\n",
        "~~~",
        "<details>",
        "<h2>Notes</h2>",
        "<",
        "[x](y)",
        "[Insert",
        "]",
        "___",
        "What is ___ like?",
        "魚",
        "é",
        "e\u{301}",
        "🦀",
        "\u{200d}",
        "\u{202e}",
        "\u{1b}[31m",
        "\0",
        "&a ",
        "*a",
        "!x ",
        "@",
        "%",
        "\"",
        "'",
        "“",
        ": ",
        "#",
        "<<<<<<< x\n",
        "=======\n",
        ">>>>>>> y\n",
        "Q: ",
        "A: ",
        "Ada",
        "?",
        "?\n",
        "\\## Notes\n",
        "date:: x\n",
        "&nbsp;",
        "a\u{a0}b",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_and_reported(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        renders(&report(&bytes));
    }

    #[test]
    fn any_text_of_pieces_is_read_and_reported(text in pieces()) {
        renders(&report(text.as_bytes()));
    }

    #[test]
    fn any_text_behind_front_matter_is_read_and_reported(text in pieces(), body in "\\PC{0,200}") {
        renders(&report(format!("---\nlevel: 1\ncontact: Ada\nstatus: talked\n{text}\n---\n{body}\n{text}").as_bytes()));
    }
}
