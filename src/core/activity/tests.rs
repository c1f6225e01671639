//! The built-in activities hold what the course asks.

use super::*;

#[test]
fn the_built_in_activities_are_sound() {
    for (name, text) in BUILT_IN {
        let activity = Activity::parse(text).unwrap_or_else(|found| panic!("{name}: {found:?}"));
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

/// The mistakes of the default activity's file with one part of it replaced.
fn mistakes(from: &str, to: &str) -> (String, Vec<Mistake>) {
    let text = BUILT_IN[0].1.replacen(from, to, 1);
    assert!(text.contains(to) && text != BUILT_IN[0].1, "{from} stands in the file");
    let found = Activity::parse(&text).err().unwrap_or_else(|| panic!("{to} is refused"));
    (text, found)
}

#[test]
fn an_activity_that_contradicts_itself_is_refused_at_the_place() {
    for (from, to, place, says, helps) in [
        ("fields = [\"why\"]", "fields = [\"whi\"]", "\"whi\"", "neither a section", "Write one of"),
        ("\"takeaway\"]", "\"takeway\"]", "\"takeway\"", "neither a section", "`takeaway`"),
        ("fields = [\"level\"", "fields = [\"channel\"", "\"channel\"", "up to the student", "Take it out"),
        ("\"scheduled\", \"talked\"", "\"sheduled\", \"talked\"", "\"sheduled\"", "not a status", "`scheduled`"),
        ("severity = \"advice\"", "severity = \"advise\"", "\"advise\"", "not a severity", "`advice`"),
        ("for = [\"1\"]", "for = [\"7\"]", "\"7\"", "no level", "1, 2, 3"),
        ("\"3 senior\"", "\"3 seniro\"", "\"3 seniro\"", "no seniority", "`senior`"),
        ("\"3 senior\"", "\"2 senior\"", "\"2 senior\"", "no seniority", "Add a line"),
        ("\"3 senior\"", "\"3 senior junior\"", "\"3 senior junior\"", "more than a level and a", "\"3 junior\""),
        ("levels = [2, 3]", "levels = [2, 4]", "4", "no level 4", "1, 2, 3"),
        ("level = 1, count", "level = 9, count", "9", "no level 9", "1, 2, 3"),
        ("[[levels]]\nlevel = 2", "[[levels]]\nlevel = 1", "1", "further up already", "Give each"),
        ("due-week", "due-weak", "due-weak", "not a key", "`due-week`"),
        ("due-week = 3", "due-week = 300", "300", "not a week", "Count from"),
        ("due-week = 3", "due-week = \"3\"", "\"3\"", "takes a whole number, and this is a text", "due-week = 3"),
        ("folder = \"networking\"", "folder = \"../x\"", "\"../x\"", "one folder", "hyphens"),
        ("key = \"takeaway\"", "key = \"Take Away\"", "\"Take Away\"", "cannot be the key", "take-away"),
        ("key = \"takeaway\"", "key = \"status\"", "\"status\"", "a field of every note", "another key"),
        ("key = \"takeaway\"", "key = \"notes\"", "\"notes\"", "further up", "Keep one"),
        ("heading = \"Takeaway\"", "heading = \"Notes\"", "\"Notes\"", "names two sections", "Keep it"),
        ("heading = \"Takeaway\"", "heading = \"a\\nb\"", "\"a\\nb\"", "one line", "line breaks"),
        ("heading = \"Takeaway\"", "heading = \"\"", "\"\"", "empty", "a few words"),
        ("heading = \"Takeaway\"", "headnig = \"Takeaway\"", "headnig", "not a key", "`heading`"),
        ("bullets = 3", "bullets = -1", "-1", "between 0 and 20", "bullets = 3"),
        ("topic = \"path\"", "topic = 1", "1", "takes a text in quotes", "topic = "),
        ("seniorities = [\"junior\"", "seniorities = [\"juniro\"", "\"juniro\"", "not a seniority", "`junior`"),
        ("scaffold = false", "scaffold = \"no\"", "\"no\"", "takes true or false", "scaffold = false"),
        ("What did you do with", "--> What did you do with", "", "comment", "Take"),
        ("\"chat\", \"direct", "\"chta\", \"direct", "\"chta\"", "not a channel", "Write one of"),
        ("open-time = \"___ at ___\"", "open-time = \"___\"", "\"___\"", "with a word", "open-time = "),
        ("Hi {contact|___},\n\nFor", "# {contact|___},\n\nFor", "", "more than a sentence", "Begin each line"),
        ("Hi {contact|___},\n\nFor", "Hi {contat|___},\n\nFor", "", "not a place", "`{contact}`"),
        ("Hi {contact|___},\n\nFor", "Hi {contact|___,\n\nFor", "", "other half", "{contact}"),
        ("hour?\n{times}", "hour? {times}", "", "is a list", "line of its own"),
        ("{date|day unknown}", "{day}", "", "not a place", "{date}"),
    ] {
        let (text, found) = mistakes(from, to);
        let Some(first) = found.iter().find(|found| found.message.contains(says)) else { panic!("{to}: {found:?}") };
        assert!(place.is_empty() || first.span.of(&text) == place, "{to}: {first:?} at {}", first.span.of(&text));
        assert!(first.help.contains(helps), "{to}: {first:?}");
    }
}

#[test]
fn no_mistake_follows_from_another() {
    let text = BUILT_IN[0].1.replacen("\nlevel = 1\n", "\n", 1);
    assert_ne!(text, BUILT_IN[0].1);
    let found = Activity::parse(&text).expect_err("a level without a number");
    let told: Vec<&str> = found.iter().map(|mistake| mistake.message.as_str()).collect();
    assert_eq!(told, ["`level` is missing here"]);
    let text = text.replacen("\nlevel = 2\n", "\n", 1);
    let found = Activity::parse(&text).expect_err("two levels without a number");
    assert!(found.len() == 2 && found.iter().all(|mistake| mistake.message == "`level` is missing here"), "{found:?}");
}

#[test]
fn letters_are_counted_as_people_count_them() {
    let titled = |length: usize| {
        let title = "魚".repeat(length);
        let text = BUILT_IN[0].1.replacen("title = \"", &format!("title = \"{title}\"\n# \""), 1);
        Activity::parse(&text).map(|activity| activity.title.clone())
    };
    assert_eq!(titled(300), Ok("魚".repeat(300)));
    assert!(titled(301).is_err_and(|found| found[0].message.contains("longer than 300 letters")));
    let folder = |name: &str| {
        let text = BUILT_IN[0].1.replacen("folder = \"networking\"", &format!("folder = \"{name}\""), 1);
        Activity::parse(&text).map(|activity| activity.folder.clone())
    };
    assert_eq!(folder(&"魚".repeat(60)), Ok("魚".repeat(60)));
    assert!(folder(&"魚".repeat(61)).is_err());
}

#[test]
fn all_mistakes_are_told_together_and_bounded() {
    let found = Activity::parse("nmae = \"x\"\nlevels = 3\n").err().unwrap_or_default();
    let said: Vec<&str> = found.iter().map(|found| found.message.as_str()).collect();
    assert!(
        said.len() > 2 && said.iter().any(|said| said.contains("`folder`") && said.contains("are missing")),
        "{said:?}"
    );
    let many: String = "[[sections]]\nkey = 1\n".repeat(10_000);
    let found = Activity::parse(&many).err().unwrap_or_default();
    assert!(found.len() <= 20, "{}", found.len());
    let list = "\"x\", ".repeat(10_000);
    let (_, found) = mistakes("also = [\"I\"", &format!("also = [{list} \"I\""));
    assert!(found.iter().any(|found| found.message.contains("200 are the most")));
}

#[test]
fn one_level_goes_without_saying() {
    let Some(activity) = Activity::built_in("coffee-chat") else { panic!("it is built in") };
    assert_eq!((activity.only_level(), activity.level_or_only(None)), (Some(1), Some(1)));
    assert_eq!(activity.requires("level", None, None), None);
    assert_eq!(activity.level_or_only(Some(7)), Some(7));
    assert_eq!((DEFAULT.only_level(), DEFAULT.level_or_only(None)), (None, None));
}

#[test]
fn what_is_only_asked_for_afterwards_tells_of_a_conversation() {
    assert_eq!(DEFAULT.told_afterwards(), ["notes", "takeaway"]);
}

#[test]
fn a_blank_of_a_heading_that_nothing_fills_is_marked_where_it_stands() {
    let text = BUILT_IN[0].1;
    let line = text.lines().find(|line| line.starts_with("heading = ")).expect("the heading");
    for (heading, at) in [
        ("heading = \"Talk with {contct}\"", Some("{contct}")),
        ("heading = \"{contact} on {date}\"", Some("{date}")),
        ("heading = \"Talk with {contact\"", Some("{contact")),
        ("heading = \"Talk with {contact}\"", None),
        ("heading = \"Our talk\"", None),
    ] {
        let text = text.replacen(line, heading, 1);
        let found = Activity::parse(&text).err().unwrap_or_default();
        let marked: Vec<&str> = found.iter().map(|mistake| mistake.span.of(&text)).collect();
        assert_eq!(marked, at.into_iter().collect::<Vec<_>>(), "{heading}");
    }
    let escaped = text.replacen(line, "heading = \"Talk \\u0026 {contct}\"", 1);
    assert_eq!(Activity::parse(&escaped).err().map(|found| found.len()), Some(1));
}

#[test]
fn a_part_that_should_be_one_of_several_is_marked_at_its_heading() {
    let text = "name = \"a\"\ntitle = \"A\"\nfolder = \"a\"\nheading = \"A\"\n[levels]\nlevel = 1\nname = \"one\"\nmeaning = \"one\"\n\
                [[sections]]\nkey = \"goal\"\nheading = \"Goal\"\nprompt = \"What for?\"\n[[requires]]\nfields = [\"goal\"]\n";
    let found = Activity::parse(text).err().unwrap_or_default();
    let marked: Vec<&str> = found.iter().map(|mistake| mistake.span.of(text)).collect();
    assert_eq!(marked, ["levels"], "{found:?}");
}
