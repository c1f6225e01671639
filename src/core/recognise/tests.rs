//! Spellings mean one thing, and whole values are told from words inside a sentence.

use super::*;

#[test]
fn every_table_is_read_and_no_spelling_means_two_things() {
    let names = &*NAMES;
    assert_eq!(names.sections.len(), 6);
    for list in [&names.sections, &names.fields, &names.channels] {
        let mut seen = HashMap::default();
        for name in list {
            for spelling in std::iter::once(&name.canonical).chain(&name.also) {
                let before = seen.insert(fold(spelling), &name.canonical);
                assert!(before.is_none_or(|b| *b == name.canonical), "{spelling} stands under {before:?}");
            }
        }
    }
}

#[test]
fn headings_fold_to_what_they_mean() {
    for heading in [
        "Questions",
        "QUESTIONS:",
        "1. Questions",
        "2) Questions",
        "#2 Questions",
        "❓ Questions",
        "Questions ##",
        "Questions (fill after meeting)",
        "  questions  ",
        "3️⃣ Questions",
    ] {
        assert_eq!(fold_heading(heading), "questions", "{heading}");
    }
    assert_eq!(fold("Take-Aways"), "take aways");
    assert_eq!(fold("Próximos  Pasos"), "proximos pasos");
    assert_eq!(fold("What I’ve learned"), fold("what i've learned"));
    assert_eq!(fold_heading("2026-11-02"), "2026 11 02");
}

#[test]
fn placeholders_are_whole_values_only() {
    for blank in [
        "[Insert]",
        "[Insert name here]",
        "[Name]",
        "[Contact Name]",
        "[Link here to your notes]",
        "[date]",
        "(date)",
        "YYYY-MM-DD",
        "TBD",
        "TBA",
        "TODO",
        "FIXME",
        "???",
        "-- ???",
        "…",
        "...",
        "____",
        "___",
        "{Name}",
        "{{name}}",
        "<%- name %>",
        "<name>",
        "Insight 1",
        "-",
        "1.",
        "- [ ]",
        "lorem ipsum dolor sit amet",
        "N/A",
        "",
        "   ",
        "**TBD**",
        "[[Person Name]]",
        "[#]",
        "Question 1:",
        "${company}",
    ] {
        assert!(is_placeholder(blank), "{blank:?}");
    }
    for text in [
        "TODO list apps are a good first project",
        "Ada",
        "my mentor",
        "Class of 2001",
        "[text](link)",
        "snake_case_words",
        "[private]",
        "(she works at a bank)",
        "We said ... and then left",
        "Na",
        "Item 1 on her list is sleep",
        "Nanna",
        "learn C++",
        "魚",
        "x",
    ] {
        assert!(!is_placeholder(text), "{text:?}");
    }
}

#[test]
fn blanks_inside_a_prompt_are_seen_and_words_are_not() {
    assert_eq!(blank_in("What is ___ like?"), Some((8, 11)));
    assert_eq!(blank_in("What is [Insert company] like?"), Some((8, 24)));
    assert_eq!(blank_in("What is {{company}} like?"), Some((8, 19)));
    for text in ["my_var and a__b___c", "see [Name](x)", "array[0]", "a < b", "[ ]", "f(x) = {1, 2"] {
        assert_eq!(blank_in(text), None, "{text}");
    }
}

#[test]
fn close_words_are_close_and_short_words_never() {
    assert!(is_close("contcat", "contact"));
    assert!(is_close("levle", "level"));
    assert!(is_close("Takeway", "Takeaway"));
    assert!(is_close("Qestoins", "Questions"));
    for (typed, known) in [
        ("data", "date"),
        ("level", "level"),
        ("lvl", "level"),
        ("title", "level"),
        ("stats", "channel"),
        ("Note", "Notes"),
    ] {
        assert!(!is_close(typed, known), "{typed} {known}");
    }
}

#[test]
fn a_heading_tells_whom_the_talk_was_with() {
    assert_eq!(name_in_heading("Coffee chat with Ada Lovelace (2 May)"), Some("Ada Lovelace"));
    assert_eq!(name_in_heading("☕ Call with Ada – notes"), Some("Ada"));
    assert_eq!(name_in_heading("Conversation with [Name]"), None);
    assert_eq!(name_in_heading("How I deal with stress"), None);
}

#[test]
fn a_title_gives_a_name_only_where_it_can_be_nothing_else() {
    for (title, name) in [
        ("Coffee chat - Ada", "Ada"),
        ("Networking: Ada", "Ada"),
        ("☕ Coffee Chat – Ada Lovelace (17 Nov)", "Ada Lovelace"),
        ("1. Networking conversation: Mary-Ann O'Neil - 17 Nov 2026", "Mary-Ann O'Neil"),
        ("Mentor call | Åsa", "Åsa"),
        ("Networking: 魚", "魚"),
    ] {
        assert_eq!(name_in_title(title), Some(name), "{title}");
    }
    assert_eq!(name_in_heading("Coffee with Ada (17 Nov)"), Some("Ada"));
    for title in [
        "Coffee chat - notes",
        "Coffee chat - Notes",
        "Networking - week 2",
        "Networking: Week Two",
        "Networking - Level II",
        "Networking: Career Journal",
        "Networking: Key Takeaways",
        "Networking - Questions",
        "Networking: how it went",
        "Networking: 17 November 2026",
        "Networking: November",
        "Networking: Monday",
        "Networking: [Name]",
        "Networking: Ada and Grace",
        "Networking - Four Words In Capitals",
        "Networking:",
        "Interview: Python",
        "Ada: mentor",
        "Notes - Ada",
    ] {
        assert_eq!(name_in_title(title), None, "{title}");
    }
}

#[test]
fn a_conversation_that_was_called_off_is_closed() {
    for word in ["cancelled", "Canceled", "called off", "fell through", "rejected"] {
        assert_eq!(status(word).map(|status| status.canonical.as_str()), Some("declined"), "{word}");
    }
}

#[test]
fn an_and_sign_is_a_word_of_its_own_in_every_script() {
    for (text, folded) in [
        ("Q & A", "q and a"),
        ("Q&A", "q and a"),
        ("& A", "and a"),
        ("é & b", "e and b"),
        ("é&b", "e and b"),
        ("& é", "and e"),
    ] {
        assert_eq!(fold(text), folded, "{text}");
    }
}

#[test]
fn a_person_is_greeted_by_the_first_name_where_it_is_known() {
    for (name, greeted) in [
        ("Ada Lovelace", Some("Ada")),
        ("Zoë d’Arc", Some("Zoë")),
        ("Ada", Some("Ada")),
        ("Dr. Ada Lovelace", Some("Dr. Ada Lovelace")),
        ("Dr Ada Lovelace", Some("Dr Ada Lovelace")),
        ("A. Lovelace", Some("A. Lovelace")),
        ("Lovelace, Ada", Some("Lovelace, Ada")),
        ("李 明", Some("李 明")),
        ("Ada 明", Some("Ada 明")),
        ("Ɇda Lovelace", Some("Ɇda")),
        ("Ada \u{250}", Some("Ada \u{250}")),
        ("my mentor", None),
        ("-- Ada", None),
        ("", None),
    ] {
        assert_eq!(first_name(name), greeted, "{name}");
    }
}

#[test]
fn a_blank_behind_a_joined_one_is_seen() {
    assert_eq!(blank_in("x___ and ___"), Some((9, 12)));
    assert_eq!(blank_in("x___"), None);
}

#[test]
fn a_heading_names_nobody_where_it_is_longer_than_a_heading_or_has_a_blank() {
    let long = |lead: &str, length: usize| format!("{lead}Ada ({})", "x".repeat(length - lead.len() - 6));
    for length in [199, 200] {
        assert_eq!(name_in_heading(&long("Call with ", length)), Some("Ada"), "{length}");
        assert_eq!(name_in_title(&long("Coffee chat - ", length)), Some("Ada"), "{length}");
    }
    for length in [201, 202] {
        assert_eq!(name_in_heading(&long("Call with ", length)), None, "{length}");
        assert_eq!(name_in_title(&long("Coffee chat - ", length)), None, "{length}");
    }
    assert_eq!(name_in_heading("Call with TBD"), None);
    assert_eq!(name_in_heading("Call with ???"), None);
}

#[test]
fn a_message_is_read_to_the_bound_of_its_length() {
    let message = |length: usize| {
        let mut text = "Hi Ada, I would love to hear how you found your way into the field. ".to_owned();
        text.push_str(&"x".repeat(length - text.len()));
        text
    };
    assert!(message::is_message(&[&message(20_000)]));
    assert!(!message::is_message(&[&message(20_001)]));
    assert!(!message::is_message(&[&message(20_002)]));
}

#[test]
fn minutes_to_talk_are_no_day_and_no_time() {
    assert_eq!(message::times_offered(&["Could we talk for 20 minutes on Tuesday at 10?"]), 1);
}
