//! Small notes at the edges of what the rules and the recognition tell apart, each with all that is said of it: title, place, labels,
//! help and fix. `SNAPSHOTS=overwrite cargo test --test edges` writes what was said; a person reads it before it is committed.
//!
//! A note stands in a fence whose label says where it lies, as in the documentation of a rule (`path=…`, `gist`, `remote`), and
//! `crlf` that its lines end as on Windows. What was said stands in the fence below it.
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use coffeechat::core::activity::{Activity, DEFAULT};
use coffeechat::core::diagnostic::Diagnostic;
use coffeechat::core::journal::Surroundings;
use coffeechat::core::lint::Plan;
use coffeechat::core::note::parse;
use coffeechat::core::text::{LineIndex, Source, Span};
use coffeechat::render::rules::Example;

/// The marks of a note and of what is said of it, longer than any fence in them.
const NOTE: &str = "`````md";
const SAID: &str = "`````text";
const END: &str = "`````";

/// Stands inside what looks like a secret and is taken out before a note is read, so that nobody who looks for secrets finds one here.
const APART: char = '‸';

/// The beginnings of what looks like a secret, and where they are kept apart.
fn apart(text: &str) -> String {
    let mut text = text.to_owned();
    for (whole, at) in [("ghp_", 2), ("PRIVATE KEY", 3), ("://ada:", 6), ("API_KEY=", 3)] {
        text = text.replace(whole, &format!("{}{APART}{}", &whole[..at], &whole[at..]));
    }
    text
}

/// What is said of a note, in the words that any format would take.
fn said(example: &Example, text: &str) -> String {
    let mut files = vec![".journal.md".to_owned(), example.path.clone()];
    files.extend(example.twice.clone());
    let surroundings = Surroundings { is_gist: example.is_gist, has_remote: example.has_remote, files };
    let named = example.activity.as_ref().map(|name| Activity::built_in(name).expect("a built-in activity"));
    let activity = named.as_deref().unwrap_or(&DEFAULT);
    let source = Source::new("note.md", text);
    let note = parse(&source, activity);
    let plan = Plan { activity, surroundings: &surroundings, ..common::plan() };
    let (found, state) = plan.lint(&note, &example.path);
    let index = LineIndex::new(text);
    let mut out = format!("{}\n", state.name());
    found.iter().for_each(|found| told(found, text, &index, &mut out));
    out
}

fn told(found: &Diagnostic, text: &str, index: &LineIndex, out: &mut String) {
    let place = |span: Span| {
        let (start, end) = (index.position(text, span.start), index.position(text, span.end));
        let words = format!("{:?}", span.of(text));
        format!("{}:{}-{}:{} {words}", start.line, start.column, end.line, end.column)
    };
    out.push_str(&format!("{} {}: {}\n", found.severity.name(), found.rule, found.message));
    out.push_str(&format!("  at {} ({})\n", place(found.span), found.label));
    found.labels.iter().for_each(|label| out.push_str(&format!("  and {} ({})\n", place(label.span), label.text)));
    found.help.lines().for_each(|line| out.push_str(&format!("  help {line}\n")));
    if let Some(fix) = &found.fix {
        out.push_str(&format!("  fix, {}: {}\n", fix.safety.name(), fix.title));
        fix.edits.iter().for_each(|edit| out.push_str(&format!("    {} -> {:?}\n", place(edit.span), edit.text)));
    }
}

/// The file with what is said now.
fn with_what_is_said(written: &str) -> String {
    let mut out = String::new();
    let mut lines = written.lines();
    let mut seen = 0;
    while let Some(line) = lines.next() {
        if let Some(label) = line.strip_prefix(NOTE) {
            let (label, is_windows) = match label.strip_suffix(" crlf") {
                Some(label) => (label, true),
                None => (label, false),
            };
            let example = Example::of(&format!("md bad{label}")).unwrap_or_else(|| panic!("what is `{line}`?"));
            let note: Vec<&str> = lines.by_ref().take_while(|line| *line != END).collect();
            let end = if is_windows { "\r\n" } else { "\n" };
            let text: String = note.iter().flat_map(|line| [*line, end]).collect::<String>().replace(APART, "");
            let shown: String = note.iter().flat_map(|line| [*line, "\n"]).collect();
            out.push_str(&format!("{line}\n{shown}{END}\n{SAID}\n{}{END}\n", apart(&said(&example, &text))));
            seen += 1;
        } else if line == SAID {
            lines.by_ref().find(|line| *line == END);
        } else {
            out.push_str(line);
            out.push('\n');
        }
    }
    assert!(seen > 20, "the notes were found");
    out
}

#[test]
fn at_each_edge_the_same_is_said_as_before() {
    for name in ["rules", "recognition"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/edges/{name}.md"));
        let written = std::fs::read_to_string(&path).expect("a file of notes").replace("\r\n", "\n");
        snapbox::assert_data_eq!(with_what_is_said(&written), snapbox::Data::read_from(&path, None).raw());
    }
}
