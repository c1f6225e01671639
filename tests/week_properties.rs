//! Random notes, and the commands of a student's week: what they write is in its place, and every other byte stays.
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use coffeechat::core::activity::DEFAULT;
use coffeechat::core::draft::mark;
use coffeechat::core::draft::outreach::drafted;
use coffeechat::core::note::fields::At;
use coffeechat::core::note::{Note, parse};
use coffeechat::core::recognise::NAMES;
use coffeechat::core::text::{LineIndex, Source};
use common::pieces::pieces;
use proptest::prelude::*;

/// The lines of a note with their line ends, without those that `fields` stand on.
fn other_lines<'t>(note: &'t Note<'_>, fields: &[Option<&At>]) -> Vec<&'t str> {
    let text = note.source.text.as_str();
    let index = LineIndex::new(text);
    let gone: Vec<usize> = fields.iter().flatten().map(|at| index.line_of(at.key.start)).collect();
    let kept = (0..index.len()).filter(|line| !gone.contains(line));
    kept.map(|line| {
        let end = if line + 1 < index.len() { index.start_of(line + 1, text) } else { text.len() };
        &text[index.start_of(line, text)..end]
    })
    .collect()
}

fn marks(text: &str, status: &str, date: Option<jiff::civil::Date>) {
    let source = Source::new("note.md", text);
    let note = parse(&source, &DEFAULT);
    let Ok(marked) = mark(&note, &DEFAULT, status, date) else { return };
    let after = Source::new("note.md", marked.text.clone());
    let again = parse(&after, &DEFAULT);
    assert_eq!(again.status.get().map(|status| status.canonical.as_str()), Some(status), "{text:?}");
    assert!(date.is_none_or(|date| again.date.get().is_some_and(|now| now.date == date)), "{text:?}");
    let moved = |field: &str| marked.changes.iter().any(|change| change.field == field);
    let [before, now] = [&note, &again].map(|note| {
        let fields = [note.status.at().filter(|_| moved("status")), note.date.at().filter(|_| moved("date"))];
        other_lines(note, &fields).concat()
    });
    assert_eq!(before, now, "only these lines are other ones: {text:?}");
    assert_eq!(
        mark(&again, &DEFAULT, status, date).map(|twice| twice.text),
        Ok(marked.text),
        "twice is once: {text:?}"
    );
}

/// Lines of front matter in which a status or a day may stand, in many shapes.
fn field_lines() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "status: planned",
        "Status :  'done'  # how far",
        "status:",
        "status: \t# how far",
        "staus: sent",
        "state: talked",
        "state: Bavaria",
        "status: [planned]",
        "status: |\n  planned",
        "status: \"plan",
        "\"status\": ~",
        "status: […]",
        "? status\n: planned",
        "date: 2026-11-20 18:00",
        "date: \"20 November 2026\"",
        "date: YYYY-MM-DD # the day",
        "when: 2026-11-20",
        "met: in May",
        "date:",
        "  date: 2026-11-20",
        "notes: >",
        "  a: b",
        "- x",
        "{status: planned, date: }",
        "# status: planned",
        "魚: é",
        "tags: [a,",
        "  b]",
    ]);
    prop::collection::vec(line, 0..6).prop_map(|lines| lines.iter().map(|line| format!("{line}\n")).collect())
}

/// A message is an insertion: nothing goes, and no other section is read in another way.
fn drafts(text: &str) {
    let source = Source::new("note.md", text);
    let note = parse(&source, &DEFAULT);
    let Ok(draft) = drafted(&note, &DEFAULT, &["Friday 27 November, 10:00".to_owned()]) else { return };
    let alike =
        |a: &mut dyn Iterator<Item = u8>, b: &mut dyn Iterator<Item = u8>| a.zip(b).take_while(|(a, b)| a == b).count();
    let before = alike(&mut text.bytes(), &mut draft.text.bytes());
    let behind = alike(&mut text.bytes().rev(), &mut draft.text.bytes().rev());
    assert!(before + behind >= text.len() && draft.text.len() > text.len(), "{text:?} became {:?}", draft.text);
    let after = Source::new("note.md", draft.text.clone());
    let after = parse(&after, &DEFAULT);
    for key in ["why", "questions", "notes", "takeaway", "follow-up"] {
        assert_eq!(after.contents.has(key), note.contents.has(key), "{key}: {text:?} became {:?}", draft.text);
    }
    assert!(!after.contents.has("outreach"), "{:?}", draft.text);
    assert!(drafted(&after, &DEFAULT, &[]).is_err(), "a second one is refused: {:?}", draft.text);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_drafted_message_is_an_insertion(level in 1..4, head in pieces(), tail in pieces(), body in pieces()) {
        drafts(&format!("---\nlevel: {level}\ncontact: Ada\nstatus: planned\n---\n{head}\n## My email\n{tail}"));
        drafts(&format!("\u{feff}---\r\nlevel: {level}\r\ncontact: \"Ada\"\r\n---\r\n\r\n## Why\r\n\r\n{body}\r\n\r\n## Questions\r\n\r\n- {body}?\r\n"));
    }

    #[test]
    fn marking_any_note_changes_the_lines_of_status_and_day_alone(
        fields in field_lines(), text in pieces(), status in 0..7usize, day in any::<bool>(), shape in 0..4usize
    ) {
        let status = NAMES.statuses[status].canonical.as_str();
        let date = day.then_some(common::TODAY);
        let note = match shape {
            0 => format!("---\nlevel: 1\ncontact: Ada\n{fields}---\n{text}"),
            1 => format!("\u{feff}---\nlevel: 1\n{fields}---\n{text}").replace('\n', "\r\n"),
            2 => format!("---\n{fields}---\n"),
            _ => format!("---\n{text}\n{fields}---\n"),
        };
        marks(&note, status, date);
    }
}
