//! What is next, note by note and for a whole journal.

use super::*;
use crate::core::activity::DEFAULT;
use crate::core::report::PathName;
use jiff::civil::date;

/// A note from a few words: whom, day of November, status; `!` needs work, `+` has a takeaway to follow up on, `=` all that is
/// written afterwards.
fn note(words: &str) -> NoteReport {
    let parts: Vec<&str> = words.split(' ').collect();
    let status = status(parts[2].trim_end_matches(['!', '+', '=']));
    let state = match status.map(|status| status.group) {
        _ if parts[2].ends_with('!') => NoteState::NeedsWork,
        None | Some(Group::Talked) => NoteState::Complete,
        Some(Group::Open) => NoteState::Open,
        Some(Group::Closed) => NoteState::Closed,
    };
    NoteReport {
        weekday: "friday",
        path: PathName { shown: format!("{}.md", parts[0]), bytes: None },
        state,
        level: Some(1),
        contact: Some(parts[0].to_owned()),
        date: Some(format!("2026-11-{}", parts[1])),
        status: status.map(|status| status.canonical.as_str()),
        step: Step::Nothing,
        is_told: parts[2].ends_with('='),
        blanks: Vec::new(),
        awaits_follow_up: parts[2].ends_with('+'),
        who: Some(parts[0].to_owned()),
        words: None,
        found: Vec::new(),
        silenced: Vec::new(),
        source: None,
    }
}

#[test]
fn what_is_most_urgent_comes_first() {
    let today = Today::pinned(date(2026, 11, 23));
    for (notes, due, step, whom) in [
        (&[][..], 29, "start", None),
        (&["a 20 talked!", "b 20 scheduled", "c 02 contacted"], 29, "mend", Some("a")),
        (&["a 25 scheduled!", "b 20 scheduled", "c 02 contacted"], 29, "say-how-it-went", Some("b")),
        (&["a 25 scheduled!", "c 02 contacted"], 29, "mend", Some("a")),
        (&["a 25 talked"], 29, "check-date", Some("a")),
        (&["c 02 contacted", "d 03 no-reply"], 29, "ask-another", Some("c")),
        (&["c 02 contacted", "d 23 planned"], 29, "send", Some("d")),
        (&["c 02 contacted", "d 22 contacted"], 29, "wait", Some("d")),
        (&["c 02 contacted", "d 22 contacted"], 25, "ask-another", Some("d")),
        (&["d 23 contacted"], 25, "wait", Some("d")),
        (&["d 22 contacted", "e 24 scheduled"], 25, "talk", Some("e")),
        (&["d 22 contacted", "e 24 planned"], 10, "send", Some("e")),
        (&["a 20 talked+", "e 24 scheduled"], 25, "follow-up", Some("a")),
        (&["a 20 none+"], 25, "follow-up", Some("a")),
        (&["a 20 followed-up+", "c 02 contacted"], 25, "nothing", None),
        (&["d 03 no-reply", "e 04 declined"], 29, "ask-another", None),
        (&["a 25 planned=", "b 24 scheduled"], 29, "say-how-it-went", Some("a")),
        (&["a 25 planned=", "b 20 scheduled"], 29, "say-how-it-went", Some("b")),
        (&["a 20 declined=", "b 24 planned"], 29, "send", Some("b")),
    ] {
        let notes: Vec<NoteReport> = notes.iter().map(|words| note(words)).collect();
        let week = Week::of(&notes, &DEFAULT, Some(date(2026, 11, due)), today);
        let seen = (week.next.0.name(), week.next.1.and_then(|note| note.contact.as_deref()));
        assert_eq!(seen, (step, whom), "{:?}", week.lines);
    }
}

#[test]
fn a_talk_of_yesterday_is_never_still_to_come() {
    // It is the 26th here, and the 25th still somewhere else.
    let today = Today { local: date(2026, 11, 26), earliest: date(2026, 11, 25), latest: date(2026, 11, 26) };
    for (day, step) in [
        (24, Step::SayHowItWent(date(2026, 11, 24))),
        (25, Step::SayHowItWent(date(2026, 11, 25))),
        (26, Step::Talk(Some((date(2026, 11, 26), 0)))),
        (27, Step::Talk(Some((date(2026, 11, 27), 1)))),
    ] {
        assert_eq!(Step::of(&note(&format!("a {day} scheduled")), today), step);
    }
}

#[test]
fn one_conversation_in_two_files_is_one() {
    let notes: Vec<NoteReport> = ["a 20 talked", "b 21 talked", "c 22 planned"].iter().map(|w| note(w)).collect();
    assert_eq!(goal(&notes, &DEFAULT).map(|goal| (goal.done, goal.count)), Some((2, 2)));
    assert_eq!(goal(&[], &DEFAULT), None);
    // Whether a rule is on changes nothing: here none has found anything.
    let done = |words: &[&str], say: &dyn Fn(&mut NoteReport)| {
        let mut notes: Vec<NoteReport> = words.iter().map(|words| note(words)).collect();
        notes.iter_mut().for_each(say);
        goal(&notes, &DEFAULT).map(|goal| goal.done)
    };
    assert_eq!(done(&["a 20 talked", "a 20 talked"], &|_| {}), Some(1), "the same contact and day");
    assert_eq!(done(&["a 20 planned", "a 20 talked"], &|_| {}), Some(1));
    assert_eq!(done(&["a 20 talked", "b 21 talked"], &|note| note.words = Some(7)), Some(1), "the same words");
    let silenced = |note: &mut NoteReport| note.silenced.push("duplicate-note".to_owned());
    assert_eq!(done(&["a 20 talked", "a 20 talked"], &silenced), Some(2), "they did talk twice that day");
}
