//! The heart of the product: what must never be complained about, and what must never pass.
//!
//! Each file below `fixtures/notes` is named after what it shows. All of them are invented.
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::path::{Path, PathBuf};

use coffeechat::core::activity::{Activity, DEFAULT};
use coffeechat::core::draft::Adoption;
use coffeechat::core::fix::apply;
use coffeechat::core::note::parse;
use coffeechat::core::recognise::NAMES;
use coffeechat::core::text::Source;
use common::{lint, lint_as, rules};

fn files(folder: &str) -> Vec<(PathBuf, String)> {
    fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("a folder of fixtures") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { collect(&path, found) } else { found.push(path) }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/notes").join(folder);
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a fixture");
        (path, text)
    };
    paths.into_iter().map(read).collect()
}

#[test]
fn what_students_write_is_understood() {
    let files = files("fine");
    assert!(files.len() > 35);
    for (path, text) in files {
        assert_eq!(complaints(&text), [""; 0], "{}", path.display());
    }
}

/// What is found in a note, but for advice that is right about these: to follow up, which most conversations get once they were
/// held, and what a line right above `---` becomes.
fn complaints(text: &str) -> Vec<&'static str> {
    rules(&lint(text)).into_iter().filter(|rule| !["no-follow-up", "accidental-heading"].contains(rule)).collect()
}

#[test]
fn a_free_form_note_lacks_its_front_matter_and_nothing_else() {
    for (path, text) in files("free-form") {
        assert_eq!(rules(&lint(&text)), ["missing-front-matter"], "{}", path.display());
    }
}

#[test]
fn adoption_reads_what_a_free_form_note_says_and_adds_to_its_top_alone() {
    // Level, contact and date as the text says them; whether it tells of a talk.
    let expected = [
        ("coffee-with-heading.md", None, Some("Ada"), Some("2026-09-17"), "talked"),
        ("day-in-the-heading.md", None, Some("Noor"), Some("2026-11-09"), "talked"),
        ("form.md", None, Some("Bo"), Some("2026-09-17"), "talked"),
        ("french.md", None, Some("Inès"), Some("2026-11-05"), "talked"),
        ("message-thread.md", None, Some("Tomas"), Some("2026-11-12"), "talked"),
        ("plan-in-words.md", None, Some("Lin"), None, ""),
        ("prose.md", None, None, None, "talked"),
        ("table.md", Some("3"), Some("Cleo"), Some("2026-11-02"), "talked"),
    ];
    let files = files("free-form");
    assert_eq!(files.len(), expected.len());
    for (path, text) in files {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let (_, level, contact, date, status) = expected.iter().find(|row| row.0 == name).expect("a row for each");
        let source = Source::new("note.md", text.as_str());
        let note = parse(&source, &DEFAULT);
        let mut adoption = Adoption::read(&note, &DEFAULT, common::TODAY);
        let read = (adoption.level.as_deref(), adoption.contact.as_deref(), adoption.date.as_deref());
        assert_eq!(read, (*level, *contact, *date), "{name}");
        assert_eq!(adoption.status.as_deref().unwrap_or_default(), *status, "{name}");
        // What the text does not say is what is left to fill, and nothing else is wrong with it then.
        adoption.level.get_or_insert("1".to_owned());
        adoption.contact.get_or_insert("Ada".to_owned());
        adoption.date.get_or_insert("2026-11-02".to_owned());
        adoption.status.get_or_insert("planned".to_owned());
        let edits = adoption.edits(&note, &DEFAULT);
        assert!(edits.len() == 1 && edits[0].span.is_empty(), "{name}: nothing is taken out");
        let after = apply(&text, &edits);
        assert!(after.ends_with(&text), "{name}: the body is untouched");
        let left: Vec<_> = complaints(&after).into_iter().filter(|rule| *rule != "missing-why").collect();
        assert_eq!(left, [""; 0], "{name}: {after}");
    }
}

#[test]
fn what_says_nothing_never_passes() {
    let files = files("never-passes");
    assert!(files.len() > 50);
    for (path, text) in files {
        let folder = path.parent().and_then(Path::file_name).expect("a folder").to_string_lossy().into_owned();
        let found = complaints(&text);
        // A question whose blank is open is also asked for, under `unfilled-blank`, where it is one of several.
        assert_eq!(found, [folder.as_str()], "{}", path.display());
    }
}

/// Ways to write a heading that are all the same heading.
fn spellings(name: &str) -> Vec<String> {
    vec![
        format!("## {name}"),
        format!("# {name}"),
        format!("###### {name}"),
        format!("## {}", name.to_uppercase()),
        format!("## {name}:"),
        format!("## {name} ##"),
        format!("## 1. {name}"),
        format!("## 2) {name}"),
        format!("## #2 {name}"),
        format!("## 🎯 {name}"),
        format!("## **{name}**"),
        format!("## <a name=\"x\"></a>{name}"),
        format!("## {name} (fill after meeting)"),
        format!("## {name} [1]"),
        format!("##  {name}  "),
        format!("##{name}"),
        format!("{name}\n====="),
        format!("{name}\n-----"),
        format!("**{name}**"),
        format!("**{name}:**"),
        format!("<h2>{name}</h2>"),
    ]
}

#[test]
fn every_name_of_a_section_is_that_section_however_it_is_written() {
    let known = [
        ("questions", "- How did you start?"),
        ("notes", "By teaching herself."),
        ("takeaway", "Build something small."),
    ];
    for section in &NAMES.sections {
        let Some(at) = known.iter().position(|(key, _)| *key == section.canonical) else { continue };
        for name in std::iter::once(&section.canonical).chain(&section.also) {
            let name = name.replace('…', "the call").replace("'", "’");
            for heading in spellings(&name) {
                let mut text = "---\nlevel: 1\ncontact: Ada\ndate: 2026-11-02\nstatus: followed-up\n---\n\n".to_owned();
                for (other, (key, words)) in known.iter().enumerate() {
                    let heading = if other == at { heading.clone() } else { format!("## {}", DEFAULT.heading_of(key)) };
                    text.push_str(&format!("{heading}\n\n{words}\n\n"));
                }
                assert_eq!(rules(&lint(&text)), [""; 0], "{text}");
                let emptied = text.replace(known[at].1, "");
                let wanted = format!("missing-{}", section.canonical);
                assert_eq!(rules(&lint(&emptied)), [wanted.as_str()], "{emptied}");
            }
        }
    }
}

/// A finished coffee chat, with `heading` in place of the one of the section `at`, which says something if `is_told`.
fn coffee_chat(activity: &Activity, at: &str, heading: &str, is_told: bool) -> String {
    let mut text = "---\ncontact: Ada\ndate: 2026-11-02\nstatus: talked\n---\n\n".to_owned();
    for section in &activity.sections {
        let words = if section.key == "questions" { "- How did you start?" } else { "Words of my own." };
        let usual = format!("## {}", section.heading);
        let is_it = section.key == at;
        text.push_str(if is_it { heading } else { &usual });
        text.push_str(&format!("\n\n{}\n\n", if is_it && !is_told { "" } else { words }));
    }
    text
}

#[test]
fn every_name_of_a_section_of_the_second_activity_is_that_section_too() {
    let activity = Activity::built_in("coffee-chat").expect("it is built in");
    for section in &activity.sections {
        let common = NAMES.sections.iter().filter(|name| name.canonical == section.key).flat_map(|name| &name.also);
        for name in [&section.key, &section.heading].into_iter().chain(&section.also).chain(common) {
            let name = name.replace('…', "the call").replace("'", "’");
            for heading in spellings(&name) {
                let text = coffee_chat(&activity, &section.key, &heading, true);
                assert_eq!(rules(&lint_as(&activity, &text)), [""; 0], "{text}");
                let text = coffee_chat(&activity, &section.key, &heading, false);
                let asked = activity.requires(&section.key, None, Some("talked"));
                let wanted = match section.key.as_str() {
                    "questions" => "missing-questions",
                    _ => "missing-section",
                };
                let wanted: Vec<_> = asked.map(|_| wanted).into_iter().collect();
                assert_eq!(rules(&lint_as(&activity, &text)), wanted, "{text}");
            }
        }
    }
}

#[test]
fn the_second_activity_asks_for_what_its_data_says_and_no_more() {
    let activity = Activity::built_in("coffee-chat").expect("it is built in");
    for (status, wanted) in [
        ("planned", &[][..]),
        ("contacted", &["missing-section"]),
        ("scheduled", &["missing-date", "missing-questions", "missing-section"]),
        (
            "talked",
            &[
                "missing-date",
                "missing-questions",
                "missing-section",
                "missing-section",
                "missing-section",
                "missing-section",
                "missing-section",
            ],
        ),
        ("no-reply", &[]),
        ("declined", &[]),
    ] {
        let text = format!("---\ncontact: Ada\nstatus: {status}\n---\n\n# Coffee chat with Ada\n");
        let mut found = rules(&lint_as(&activity, &text));
        found.sort_unstable();
        assert_eq!(found, wanted, "{status}");
    }
}

#[test]
fn coffee_chats_in_the_shapes_that_students_write_are_understood() {
    let activity = Activity::built_in("coffee-chat").expect("it is built in");
    let files = files("coffee-chat");
    assert!(files.len() > 3);
    for (path, text) in files {
        assert_eq!(rules(&lint_as(&activity, &text)), [""; 0], "{}", path.display());
    }
}

#[test]
fn every_status_asks_for_what_the_table_says_and_no_more() {
    let asked: [(&str, &[&str]); 8] = [
        ("planned", &[]),
        ("contacted", &[]),
        ("scheduled", &["missing-date", "missing-questions"]),
        ("talked", &["missing-date", "missing-questions", "missing-notes", "missing-takeaway"]),
        ("followed-up", &["missing-date", "missing-questions", "missing-notes", "missing-takeaway"]),
        ("no-reply", &[]),
        ("declined", &[]),
        ("", &["missing-date", "missing-questions", "missing-notes", "missing-takeaway"]),
    ];
    for (status, wanted) in asked {
        let names = NAMES.statuses.iter().find(|known| known.canonical == status).map(|known| known.also.clone());
        for spelled in names.unwrap_or_default().into_iter().chain([status.to_owned()]) {
            let text = format!("---\nlevel: 1\ncontact: Ada\nstatus: {spelled}\n---\n\n# Conversation with Ada\n");
            let mut found = rules(&lint(&text));
            let mut wanted: Vec<&str> = wanted.to_vec();
            found.sort_unstable();
            wanted.sort_unstable();
            assert_eq!(found, wanted, "{spelled}");
        }
    }
}

#[test]
fn one_mistake_is_one_finding() {
    for (text, wanted) in [
        ("---\nlevel: 1\ncontcat: Ada\nstatus: planned\n---\n", "unknown-field"),
        ("---\nlevel: 1\ncontact: Ada\nstatus: plannd\n---\n", "invalid-status"),
        ("---\nlevel: 1\ncontact: Ada: mentor\n---\n", "invalid-front-matter"),
        ("---\nlevel: 1\ncontact: Ada\n\n# Conversation\n", "unclosed-front-matter"),
        ("---\nlevel: 1\ncontact: Ada\ndate: 2026-02-30\nstatus: scheduled\nquestions: Why?\n---\n", "invalid-date"),
        ("---\nlevel: 9\ncontact: Ada\nstatus: planned\n---\n", "invalid-level"),
        ("---\nlevel: 1\ncontact:\nstatus: planned\n---\n", "missing-contact"),
        ("---\nlevel: 1\ncontact: Ada\nstatus: false\n---\n", "invalid-status"),
    ] {
        assert_eq!(rules(&lint(text)), [wanted], "{text}");
    }
}

#[test]
fn a_misspelled_name_stands_for_the_right_one_and_is_told_when_it_is_empty() {
    let text =
        "---\nlevel: 1\ncontact: Ada\ndate: 2026-11-02\n---\n## Questions\n- Why?\n## Notes\nText.\n## Takeway\n\n";
    assert_eq!(rules(&lint(text)), ["missing-takeaway", "misspelled-section"]);
    assert!(lint(text)[0].message.contains("empty"));
    let text = "---\nlevel: 1\ncontcat: TBD\nstatus: planned\n---\n";
    assert_eq!(rules(&lint(text)), ["unknown-field", "missing-contact"]);
}

#[test]
fn what_the_body_says_is_pointed_at() {
    let text =
        "---\nlevel: 1\nstatus: scheduled\nquestions: Why?\n---\n\n# Call with Ada Lovelace\n\n**Date:** 17/9/2026\n";
    let found = lint(text);
    assert_eq!(rules(&found), ["missing-contact", "missing-date"]);
    assert_eq!(found[0].span.of(text), "# Call with Ada Lovelace");
    assert!(found[0].help.contains("contact: Ada Lovelace"));
    assert_eq!(found[1].span.of(text), "Date:** 17/9/2026".trim_start_matches("**"));
    assert!(found[1].help.contains("date: 2026-09-17"));
}
