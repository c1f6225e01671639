//! What a student is told: next steps in every state, and nothing of anybody else.
#![allow(clippy::disallowed_methods, clippy::expect_used)]

use coffeechat::core::cohort::{Class, Finding, Note, Student};
use coffeechat::core::progress::{JournalState, NoteState};
use coffeechat::render::cohort::feedback;

mod common;
use common::class::*;
use common::schema::read_markdown;

/// Each state has its own words, before and after the due date, and each says what to do.
#[test]
fn feedback_says_what_is_next_in_every_state() {
    let before = moment("2026-11-28T12:00:00Z");
    let after = moment("2026-12-02T12:00:00Z");
    let class = Class { due: Some(due()), ..Class::default() };
    let student = |state, path: Option<&str>, reason: Option<&str>| Student {
        path: path.map(str::to_owned),
        ..Student::new("Ada", state, reason.map(str::to_owned))
    };
    let told = |student: &Student, now| feedback::render(&class, student, now);
    let lost = student(JournalState::Unreadable, None, Some("is not there"));
    assert!(told(&lost, before).contains("send me the address of your journal"));
    let damaged = student(JournalState::Unreadable, Some("ada"), Some("damaged"));
    assert!(told(&damaged, before).contains("nothing for you to do yet"), "the copy is the instructor's");
    let empty = student(JournalState::NotStarted, Some("ada"), Some("The repository has no commit yet."));
    assert!(told(&empty, before).contains("committed and pushed"));
    let none = student(JournalState::NotStarted, None, Some("The roster names no journal."));
    assert!(told(&none, before).contains("I do not know of a journal of yours yet."));
    let of = |state| Note { state, found: Vec::new(), ..self::class().students[0].notes[0].clone() };
    let open = Student { notes: vec![of(NoteState::Open)], ..student(JournalState::Open, Some("ada"), None) };
    assert!(told(&open, before).contains("on its way"));
    let closed = Student { notes: vec![of(NoteState::Closed)], ..student(JournalState::Open, Some("ada"), None) };
    assert!(!told(&closed, before).contains("on its way"), "nothing is: {}", told(&closed, before));
    assert!(told(&open, before).contains("The due date is 29 November 2026.\n"));
    assert!(told(&open, after).contains("The due date was 29 November 2026. A conversation is still worth having"));
    let help = "It says who it is. Paste this at the top:\n\n---\nlevel: …\n---".to_owned();
    let mend = Student {
        notes: vec![Note { found: vec![Finding { help, ..finding() }], ..self::class().students[1].notes[0].clone() }],
        ..student(JournalState::NeedsWork, Some("ada"), None)
    };
    let told_lines = "Paste this at the top:\n\n  ```\n  ---\n  level: …\n  ---\n  ```\n";
    assert!(told(&mend, before).contains(told_lines), "{}", told(&mend, before));
    let extended = Student { due: Some(due()), ..student(JournalState::NeedsWork, Some("ada"), None) };
    assert!(told(&extended, before).contains("Your due date is 29"));
    assert!(told(&extended, after).contains("Your due date was 29 November 2026. It is still worth finishing"));
}

#[test]
fn feedback_is_text_for_one_student_and_known_again() {
    let class = class();
    let mut taken = std::collections::HashSet::new();
    let mut names = Vec::new();
    for student in &class.students {
        let text = feedback::render(&class, student, moment("2026-11-28T12:00:00Z"));
        let (seen, odd) = read_markdown(&text);
        assert_eq!(odd, Vec::<String>::new(), "{text}");
        assert!(seen.starts_with("Hello "), "{seen}");
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text}");
        assert!(!seen.contains('!') || text.contains("A1"), "no exclamation mark of ours: {seen}");
        for others in class.students.iter().filter(|other| other.student != student.student) {
            assert!(!seen.contains(others.student.lines().next().expect("a name")), "{} in {seen}", others.student);
        }
        for word in ["rewritten", "forged", "shallow", "HEAD", "dated"] {
            assert!(!seen.contains(word), "{word} in {seen}");
        }
        assert!(feedback::is_ours(&text));
        assert!(!feedback::is_ours(&text.replacen("Hello", "Dear", 1)), "changed by hand");
        assert!(!feedback::is_ours(&format!("{text}P.S.\n")), "something was added");
        names.push(feedback::file_name(student, &mut taken));
    }
    let unique: std::collections::HashSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
    assert_eq!(unique.len(), names.len(), "{names:?}");
    let named = |name: &str, taken: &mut _| {
        feedback::file_name(&Student { student: name.to_owned(), ..class.students[0].clone() }, taken)
    };
    let mut taken = std::collections::HashSet::new();
    assert_eq!(named("CON", &mut taken), "student-con.md");
    assert_eq!(named("../../Ada", &mut taken), "ada.md");
    assert_eq!(named("ADA", &mut taken), "ada-2.md");
    assert_eq!(named("!!!", &mut taken), "student.md");
}
