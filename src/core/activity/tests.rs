//! The built-in activities hold what the course asks.

use super::*;

#[test]
fn the_built_in_activities_are_sound() {
    for (name, text) in BUILT_IN {
        let activity = Activity::parse(text).unwrap_or_else(|error| panic!("{name}: {}", error.message));
        assert_eq!(activity.name, name);
    }
}

#[test]
fn the_course_has_nine_seven_five_and_seven_prompts_one_a_topic() {
    let activity = &*DEFAULT;
    for (level, seniority, count) in [(1, None, 9), (2, None, 7), (3, Some("junior"), 5), (3, Some("senior"), 7)] {
        let prompts: Vec<_> = activity.questions(level, seniority).collect();
        let topics: HashSet<_> = prompts.iter().map(|prompt| &prompt.topic).collect();
        assert_eq!(prompts.len(), count, "level {level} {seniority:?}");
        assert_eq!(topics.len(), count, "one a topic");
        assert!(prompts.iter().all(|prompt| prompt.text.ends_with('?')));
    }
    assert!(activity.prompts.iter().filter(|prompt| prompt.text.contains("___")).count() >= 3);
}

#[test]
fn what_a_status_requires_is_the_table_of_the_course() {
    let activity = &*DEFAULT;
    let asks = |field, level, status| activity.requires(field, Some(level), status);
    use Severity::{Advice, Error, Warning};
    for status in ["planned", "contacted"] {
        for field in ["questions", "date", "notes", "takeaway"] {
            assert_eq!(asks(field, 2, Some(status)), None, "{field} {status}");
        }
    }
    assert_eq!(asks("questions", 1, Some("scheduled")), Some(Error));
    assert_eq!(asks("date", 1, Some("scheduled")), Some(Error));
    assert_eq!(asks("notes", 1, Some("scheduled")), None);
    for status in [Some("talked"), Some("followed-up"), None] {
        for field in ["level", "contact", "questions", "date", "notes", "takeaway"] {
            assert_eq!(asks(field, 1, status), Some(Error), "{field} {status:?}");
        }
    }
    for status in ["no-reply", "declined"] {
        assert_eq!(asks("contact", 3, Some(status)), Some(Error));
        assert_eq!(asks("questions", 3, Some(status)), None);
        assert_eq!(asks("why", 3, Some(status)), Some(Warning));
    }
    assert_eq!(asks("why", 1, Some("talked")), None);
    assert_eq!(asks("why", 2, Some("talked")), Some(Advice));
    assert_eq!(asks("why", 3, Some("planned")), Some(Advice));
    assert_eq!(asks("why", 3, Some("contacted")), Some(Warning));
    assert_eq!(asks("why", 3, None), Some(Warning));
}

#[test]
fn levels_are_read_in_every_spelling() {
    let activity = &*DEFAULT;
    for (text, number) in [
        ("2", 2),
        ("II", 2),
        ("ii", 2),
        ("Level II", 2),
        ("level 2", 2),
        ("L2", 2),
        ("known", 2),
        ("Known contact", 2),
        ("warm", 2),
        ("I", 1),
        ("mentor", 1),
        ("III", 3),
        ("cold", 3),
    ] {
        assert_eq!(activity.level(text).map(|level| level.level), Some(number), "{text}");
    }
    assert!(activity.level("4").is_none() && activity.level("IIII").is_none() && activity.level("").is_none());
}

#[test]
fn headings_name_sections_whole_or_in_parts() {
    let activity = &*DEFAULT;
    let known = activity.known;
    for (heading, set) in [
        ("Agenda/Questions", known.questions),
        ("Questions & Responses", known.questions.and(known.notes)),
        ("Notes / Takeaways", known.notes.and(known.takeaway)),
        ("💡 Key Takeaways:", known.takeaway),
        ("Notes from the call", known.notes),
        ("Por qué", known.why),
        ("배운점", known.takeaway),
        ("Follow-up questions", Sections::NONE),
        ("Ada Lovelace", Sections::NONE),
    ] {
        assert_eq!(activity.named_by(heading), set, "{heading}");
    }
}

#[test]
fn own_text_is_known_by_comparison() {
    let activity = &*DEFAULT;
    for section in &activity.sections {
        assert!(activity.is_own_text(&section.prompt), "{}", section.key);
        for line in section.prompt.lines() {
            assert!(activity.is_section_prompt(line), "{line}");
        }
    }
    let blank = activity.prompts.iter().find(|prompt| prompt.text.contains("___"));
    let blank = &blank.unwrap_or_else(|| panic!("a blank")).text;
    assert!(activity.is_unfilled_question(blank));
    assert!(!activity.is_own_text(&blank.replace("___", "robotics")));
    assert!(!activity.is_own_text("Build the smallest thing that works."));
    assert!(!activity.is_own_text(""));
}

#[test]
fn an_activity_that_contradicts_itself_is_refused() {
    let text = BUILT_IN[0].1;
    for (from, to, says) in [
        ("fields = [\"why\"]", "fields = [\"whi\"]", "whi"),
        ("for = [\"1\"]", "for = [\"7\"]", "no level"),
        ("severity = \"advice\"", "severity = \"bad\"", "severity"),
        ("due-week", "due-weak", "due-weak"),
    ] {
        let error = Activity::parse(&text.replacen(from, to, 1)).err();
        let message = error.map(|error| error.message).unwrap_or_default();
        assert!(message.contains(says), "{message}");
    }
}
