//! What holds for any bytes: reading never panics, spans lie in the text, reports are harmless and well formed.
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use coffeechat::core::activity::{Activity, DEFAULT};
use coffeechat::core::config;
use coffeechat::core::journal::Facts;
use coffeechat::core::note::parse;
use coffeechat::core::report::{NoteReport, PathName, Report};
use coffeechat::core::text::{Source, Span};
use coffeechat::render::{Style, concise, full, json};
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
    for text in [full::render(report, style, false), concise::render(report, false)] {
        assert!(!text.chars().any(|c| c.is_control() && c != '\n' && c != '\t'), "{text:?}");
    }
    let document = json::render(report);
    assert!(serde_json::from_str::<serde_json::Value>(&document).is_ok(), "{document}");
    assert!(!document.chars().any(|c| c.is_control() && c != '\n'), "{document:?}");
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
    fn any_text_behind_front_matter_is_read_and_reported(text in pieces(), body in "\\PC{0,200}") {
        renders(&report(format!("---\nlevel: 1\ncontact: Ada\nstatus: talked\n{text}\n---\n{body}\n{text}").as_bytes()));
    }
}
