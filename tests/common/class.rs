//! A class as a report tells it, with words in it that steer whatever reads them.

use coffeechat::core::cohort::baseline::{Change, Changes};
use coffeechat::core::cohort::shard::Shard;
use coffeechat::core::cohort::{
    Class, Commit, Due, Evidence, Failure, Finding, Fix, Flag, Note, Place, Point, Student,
};
use coffeechat::core::diagnostic::{Safety, Severity};
use coffeechat::core::progress::{JournalState, NoteState};
use coffeechat::core::week::StepKind;

/// Words that steer a terminal, a spreadsheet, a log or a page.
pub const HOSTILE: &str = "=cmd|'/c x'!A1\u{1b}]8;;x\u{7}\u{202e}\n::error::<script>";

pub fn moment(text: &str) -> jiff::Timestamp {
    text.parse().expect("a moment")
}

pub fn due() -> Due {
    Due { at: moment("2026-11-29T22:59:59Z"), text: "2026-11-29T23:59:59+01:00".to_owned(), before_grace: None }
}

pub fn finding() -> Finding {
    let point = |line: usize| Point { line, column: 1, offset: line * 10 };
    let place = Place { start: point(3), end: point(4) };
    Finding {
        rule: "missing-takeaway".to_owned(),
        severity: Severity::Error,
        message: format!("The section {HOSTILE} is empty"),
        help: "Write it below the heading.".to_owned(),
        place,
        fix: Some(Fix {
            title: "Add it".to_owned(),
            safety: Safety::Unsafe,
            edits: vec![(place, "## Takeaway\n".to_owned())],
        }),
    }
}

pub fn class() -> Class {
    let commit = |id: &str, first_seen_at: Option<&str>| Commit {
        id: id.repeat(40),
        committed_at: moment("2026-11-28T10:00:00Z"),
        first_seen_at: first_seen_at.map(moment),
    };
    let done = Student {
        path: Some("mara-0123abcd".to_owned()),
        url: Some("https://git.example.org/mara".to_owned()),
        on_time: Some(true),
        completed_at: Some(moment("2026-11-28T10:00:00Z")),
        evidence: Evidence::FirstSeen,
        due: Some(due()),
        head: Some(commit("a", Some("2026-11-28T11:00:00Z"))),
        head_at_due: Some(commit("b", None)),
        flags: Flag::ALL.to_vec(),
        switched_off: vec!["missing-takeaway".to_owned()],
        levels_done: vec![1, 3],
        step: Some(StepKind::FollowUp),
        next: Some("Follow up on what you took away from Sunniva Bakke.".to_owned()),
        columns: vec![("section".to_owned(), "A".to_owned()), ("student".to_owned(), "mara".to_owned())],
        notes: vec![Note {
            path: Some("networking/\u{fffd}.md".to_owned()),
            path_bytes: Some(b"networking/\xff.md".to_vec()),
            state: NoteState::Complete,
            level: Some(1),
            contact: Some("Sunniva Bakke".to_owned()),
            date: Some("2026-11-19".to_owned()),
            status: Some("talked".to_owned()),
            found: Vec::new(),
        }],
        ..Student::new("Mara Linde", JournalState::Done, None)
    };
    let hostile = Student {
        notes: vec![Note {
            path: Some(HOSTILE.to_owned()),
            path_bytes: None,
            state: NoteState::NeedsWork,
            level: None,
            contact: Some(HOSTILE.to_owned()),
            date: None,
            status: None,
            found: vec![finding()],
        }],
        step: Some(StepKind::Mend),
        columns: vec![("section".to_owned(), HOSTILE.to_owned())],
        ..Student::new(HOSTILE, JournalState::NeedsWork, None)
    };
    let gone = Student::new("Kit", JournalState::Unreadable, Some(HOSTILE.to_owned()));
    Class {
        activity: "networking".to_owned(),
        due: Some(due()),
        students: vec![done, hostile, gone, Student::new("Jo", JournalState::NotStarted, None)],
        failures: vec![Failure { line: Some(4), path: None, message: HOSTILE.to_owned() }],
        shard: Shard::new(2, 3),
        changes: Some(changes()),
    }
}

pub fn changes() -> Changes {
    let change = Change {
        student: HOSTILE.to_owned(),
        from: JournalState::Open,
        to: JournalState::NeedsWork,
        levels: vec![2],
        notes_more: 1,
        notes_less: 2,
        found: vec!["missing-takeaway".to_owned(), HOSTILE.to_owned()],
        mended: vec!["missing-level".to_owned(); 2],
    };
    Changes { students: vec![change], newcomers: vec!["Jo".to_owned()], missing: vec![HOSTILE.to_owned()], same: 2 }
}
