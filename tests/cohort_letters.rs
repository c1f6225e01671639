//! What a student is told: next steps in every state, and nothing of anybody else.
#![allow(clippy::disallowed_methods, clippy::expect_used)]

use coffeechat::core::cohort::{Cause, Class, Due, Evidence, Finding, Flag, Note, Student};
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
    let lost = Student {
        cause: Some(Cause::Access),
        url: Some("https://git.example.org/ada".to_owned()),
        ..student(JournalState::Unreadable, None, Some("There is no journal at that address."))
    };
    let rewritten =
        Student { flags: vec![Flag::RewrittenHistory], ..student(JournalState::NotStarted, Some("ada"), None) };
    let said = told(&rewritten, before);
    assert!(
        said.contains("is not in it any more") && !said.contains(" yet"),
        "nobody is told that they have not begun: {said}"
    );
    let old = Student {
        flags: vec![Flag::DateBeforeGit],
        completed_at: Some(moment("1970-01-01T00:00:00Z")),
        on_time: Some(true),
        ..student(JournalState::Done, Some("ada"), None)
    };
    assert!(!told(&old, before).contains("1970"), "a date that cannot be true is not praised");
    let said = told(&lost, before);
    assert!(said.contains("https://git.example.org/ada") && said.contains("whether I am allowed to read it"), "{said}");
    let damaged = student(JournalState::Unreadable, Some("ada"), Some("damaged"));
    assert!(told(&damaged, before).contains("nothing for you to do yet"), "the copy is the instructor's");
    let empty = student(JournalState::NotStarted, Some("ada"), Some("The repository has no commit yet."));
    assert!(told(&empty, before).contains("committed and pushed"));
    let none = student(JournalState::NotStarted, None, Some("The roster names no journal."));
    assert!(told(&none, before).contains("I do not know yet where your journal is."));
    assert!(!told(&none, after).contains("still worth"), "it may long be there");
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
    let named = |name: &str, taken: &mut _| feedback::file_name(&Student::new(name, JournalState::Done, None), taken);
    let mut taken = std::collections::HashSet::new();
    assert_eq!(named("CON", &mut taken), "student-con.md");
    assert_eq!(named("../../Ada", &mut taken), "ada.md");
    assert_eq!(named("ADA", &mut taken), "ada-2.md");
    assert_eq!(named("!!!", &mut taken), "student.md");
}

/// Whatever the order of the rows, a letter's name is that of its student.
#[test]
fn namesakes_keep_their_letters() {
    let anna = |path: &str, url: &str| Student {
        path: Some(path.to_owned()),
        url: Some(url.to_owned()),
        ..Student::new("Anna Schmidt", JournalState::Open, None)
    };
    let by_mail = |mail: &str| Student {
        columns: vec![("Email".to_owned(), mail.to_owned())],
        ..Student::new("Anna Schmidt", JournalState::NotStarted, None)
    };
    let all = [
        anna("anna-schmidt-0123abcd", "https://git.example.org/a"),
        anna("anna-schmidt-89abcdef", "https://git.example.org/b"),
        anna("by-hand", "https://git.example.org/c"),
        by_mail("one@example.org"),
        by_mail("two@example.org"),
    ];
    let names = |order: &[usize]| {
        let mut taken = std::collections::HashSet::new();
        let mut names: Vec<(usize, String)> =
            order.iter().map(|&at| (at, feedback::file_name(&all[at], &mut taken))).collect();
        names.sort();
        names
    };
    let there = names(&[0, 1, 2, 3, 4]);
    assert_eq!(there, names(&[4, 2, 0, 3, 1]));
    assert_eq!(there[0].1, "anna-schmidt-0123abcd.md");
    assert!(there.iter().all(|(_, name)| name.starts_with("anna-schmidt-")), "{there:?}");
}

/// What is the instructor's to mend is asked of no student.
#[test]
fn who_can_mend_nothing_gets_no_letter() {
    let of = |state, cause| Student { cause, ..Student::new("Ada", state, None) };
    for (state, cause, is_withheld) in [
        (JournalState::Unreadable, Some(Cause::Roster), true),
        (JournalState::Unreadable, Some(Cause::Fetching), true),
        (JournalState::NotStarted, Some(Cause::Fetching), true),
        (JournalState::Done, Some(Cause::Fetching), false),
        (JournalState::Unreadable, Some(Cause::Access), false),
        (JournalState::NotStarted, Some(Cause::NoJournal), false),
        (JournalState::Done, None, false),
    ] {
        assert_eq!(feedback::is_withheld(&of(state, cause)), is_withheld, "{state:?} {cause:?}");
    }
    let shared = Student { flags: vec![Flag::SharedJournal], ..of(JournalState::Done, None) };
    assert!(feedback::is_withheld(&shared), "it may be another student's");
}

/// What is told of days is what the student was told, and nothing that an odd history does not say.
#[test]
fn days_are_those_that_are_known() {
    let given = moment("2026-11-25T22:59:59Z");
    let text = "2026-11-26T00:14:59+01:00".to_owned();
    let due = Due { at: moment("2026-11-25T23:14:59Z"), text, before_grace: Some(given) };
    let class = Class { due: Some(due), ..Class::default() };
    let now = moment("2026-12-02T12:00:00Z");
    let late = Student {
        path: Some("ada".to_owned()),
        on_time: Some(false),
        completed_at: Some(moment("2026-11-26T10:00:00Z")),
        evidence: Evidence::CommitterDate,
        ..Student::new("Ada", JournalState::Done, None)
    };
    let said = feedback::render(&class, &late, now);
    assert!(said.contains("since 26 November 2026; it was due on 25 November 2026"), "{said}");
    for odd in [Flag::WrittenEarlier, Flag::DateInFuture, Flag::FetchedLate, Flag::DueUnread] {
        let said = feedback::render(&class, &Student { flags: vec![odd], ..late.clone() }, now);
        assert!(!said.contains("due on") && !said.contains("26 November"), "{said}");
    }
    let excused = Student { flags: vec![Flag::DueUnread], state: JournalState::Open, ..late.clone() };
    assert!(!feedback::render(&class, &excused, now).contains("due date"), "nobody knows it");
    let gone = Student { flags: vec![Flag::NoLongerComplete], state: JournalState::NotStarted, ..late };
    let said = feedback::render(&class, &gone, now);
    assert!(said.contains("was complete in your journal on 26 November 2026") && !said.contains("not found"), "{said}");
}
