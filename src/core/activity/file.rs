//! An activity's file: from its text to what it says, or to every mistake in it. Sizes are bounded, because the file may come
//! with somebody else's journal.

use super::check::{Checker, EARLIER_WORDS, MESSAGE_WORDS};
use super::{Conversations, File, Level, Message, Prompt, Requirement, Section};
use crate::core::table::{self, Key, Mistake, Mistakes, Table};

pub(crate) const KEYS: [Key; 12] = [
    Key { name: "name", example: "name = \"networking\"" },
    Key { name: "title", example: "title = \"Networking conversation\"" },
    Key { name: "folder", example: "folder = \"networking\"" },
    Key { name: "heading", example: "heading = \"Conversation with {contact}\"" },
    Key { name: "earlier", example: "earlier = \"Earlier note about {contact}, {date|day unknown}\"" },
    Key { name: "due-week", example: "due-week = 3" },
    Key { name: "conversations", example: "conversations = { level = 1, count = 2 }" },
    Key { name: "levels", example: "[[levels]], and below it `level = 1`, a `name` and a `meaning`" },
    Key { name: "sections", example: "[[sections]], and below it a `key`, a `heading` and a `prompt`" },
    Key { name: "requires", example: "[[requires]], and below it: fields = [\"contact\"]" },
    Key { name: "prompts", example: "[[prompts]], and below it a `topic`, `for` and a `text`" },
    Key { name: "messages", example: "[[messages]], and below it `for`, an `open-time` and a `text`" },
];

pub(crate) const LEVEL_KEYS: [Key; 5] = [
    Key { name: "level", example: "level = 1" },
    Key { name: "name", example: "name = \"mentor\"" },
    Key { name: "meaning", example: "meaning = \"somebody who knows your work\"" },
    Key { name: "also", example: "also = [\"I\", \"one\"]" },
    Key { name: "seniorities", example: "seniorities = [\"junior\", \"senior\"]" },
];

pub(crate) const SECTION_KEYS: [Key; 8] = [
    Key { name: "key", example: "key = \"goal\"" },
    Key { name: "heading", example: "heading = \"My goal\"" },
    Key { name: "prompt", example: "prompt = \"What do you want to find out?\"" },
    Key { name: "why", example: "why = \"Who knows what to look for finds it.\"" },
    Key { name: "levels", example: "levels = [2, 3]" },
    Key { name: "scaffold", example: "scaffold = false" },
    Key { name: "bullets", example: "bullets = 3" },
    Key { name: "also", example: "also = [\"aim\", \"what i want\"]" },
];

pub(crate) const REQUIREMENT_KEYS: [Key; 4] = [
    Key { name: "fields", example: "fields = [\"contact\", \"questions\"]" },
    Key { name: "statuses", example: "statuses = [\"scheduled\", \"talked\", \"followed-up\", \"none\"]" },
    Key { name: "levels", example: "levels = [2, 3]" },
    Key { name: "severity", example: "severity = \"warning\"" },
];

pub(crate) const PROMPT_KEYS: [Key; 3] = [
    Key { name: "topic", example: "topic = \"path\"" },
    Key { name: "for", example: "for = [\"1\", \"3 junior\"]" },
    Key { name: "text", example: "text = \"What brought you into tech?\"" },
];

pub(crate) const MESSAGE_KEYS: [Key; 5] = [
    Key { name: "for", example: "for = [\"1\", \"3 junior\"]" },
    Key { name: "channels", example: "channels = [\"direct-message\"]" },
    Key { name: "subject", example: "subject = \"Subject: Your work at {company}\"" },
    Key { name: "open-time", example: "open-time = \"___ at ___\"" },
    Key { name: "text", example: "text = \"Hi {contact|___}, my name is ___. Could we talk?\"" },
];

pub(crate) const CONVERSATION_KEYS: [Key; 2] =
    [Key { name: "level", example: "level = 1" }, Key { name: "count", example: "count = 2" }];

/// The most entries of each kind. 48 sections fit [`super::Sections`], together with those that every activity knows.
pub(crate) const MOST_SECTIONS: usize = 48;
pub(crate) const MOST_LEVELS: usize = 20;
pub(crate) const MOST_SPELLINGS: usize = 200;
pub(crate) const MOST_REQUIREMENTS: usize = 100;
pub(crate) const MOST_PROMPTS: usize = 500;
pub(crate) const MOST_MESSAGES: usize = 100;
pub(crate) const MOST_NAMES: usize = 64;

/// Reads an activity.
///
/// # Errors
/// Everything that is wrong with it, in the order of the text.
pub fn read(text: &str) -> Result<File, Vec<Mistake>> {
    let document = table::read(text)?;
    let mistakes = Mistakes::default();
    let file = Table::whole(&document, &KEYS, &mistakes);
    file.needs(&["name", "title", "folder", "heading", "levels", "sections", "requires"]);
    let check = &mut Checker::new(&mistakes);
    let word = |key: &str, check: &Checker<'_>| check.line(key, file.text(key));
    let read = File {
        name: word("name", check),
        title: word("title", check),
        folder: check.folder(file.text("folder")),
        heading: check.title(file.text("heading")),
        earlier: check.template("earlier", file.text("earlier"), &EARLIER_WORDS, &[]),
        due_week: file.number("due-week").and_then(|week| check.week(&week)),
        levels: levels(&file, check),
        conversations: file.table("conversations", &CONVERSATION_KEYS).and_then(|table| conversations(&table, check)),
        sections: sections(&file, check),
        requires: requirements(&file, check),
        prompts: prompts(&file, check),
        messages: messages(&file, check),
    };
    mistakes.none_or_all()?;
    Ok(read)
}

fn conversations(table: &Table<'_>, check: &Checker<'_>) -> Option<Conversations> {
    table.needs(&["level", "count"]);
    let level = table.number("level")?;
    check.level(&level);
    Some(Conversations { level: level.value, count: check.count("count", &table.number("count")?)? })
}

fn levels(file: &Table<'_>, check: &mut Checker<'_>) -> Vec<Level> {
    let mut levels = Vec::new();
    for table in file.tables("levels", &LEVEL_KEYS, MOST_LEVELS) {
        table.needs(&["level", "name", "meaning"]);
        let number = table.number("level");
        let seniorities = table.texts("seniorities", MOST_NAMES).unwrap_or_default();
        check.seniorities(&seniorities);
        let level = Level {
            level: number.as_ref().map_or(0, |number| number.value),
            name: check.line("name", table.text("name")),
            meaning: check.line("meaning", table.text("meaning")),
            also: check.lines("also", table.texts("also", MOST_SPELLINGS)),
            seniorities: seniorities.iter().map(|name| name.value.to_owned()).collect(),
        };
        match number {
            Some(number) => check.new_level(&level, number.span),
            None => check.unknown_level(),
        }
        levels.push(level);
    }
    if levels.is_empty() && file.is_list("levels") {
        check.no_levels(file.place_of("levels").unwrap_or_default());
    }
    levels
}

fn sections(file: &Table<'_>, check: &mut Checker<'_>) -> Vec<Section> {
    let mut sections = Vec::new();
    for table in file.tables("sections", &SECTION_KEYS, MOST_SECTIONS) {
        table.needs(&["key", "heading", "prompt"]);
        let levels = table.numbers("levels", MOST_LEVELS).unwrap_or_default();
        levels.iter().for_each(|level| check.level(level));
        let key = check.section_key(table.text("key"));
        let heading = table.text("heading");
        let also = table.texts("also", MOST_SPELLINGS).unwrap_or_default();
        check.spellings(&key, heading.iter().chain(&also));
        let bullets = table.number("bullets");
        sections.push(Section {
            key,
            heading: check.line("heading", heading),
            levels: levels.iter().map(|level| level.value).collect(),
            scaffold: table.truth("scaffold").is_none_or(|truth| truth.value),
            bullets: bullets.and_then(|number| check.count("bullets", &number)).unwrap_or_default(),
            prompt: check.comment("prompt", table.text("prompt")),
            why: Some(check.line("why", table.text("why"))).filter(|why| !why.is_empty()),
            also: check.lines("also", Some(also)),
        });
    }
    sections
}

fn requirements(file: &Table<'_>, check: &Checker<'_>) -> Vec<Requirement> {
    let tables = file.tables("requires", &REQUIREMENT_KEYS, MOST_REQUIREMENTS);
    let read = tables.iter().map(|table| {
        table.needs(&["fields"]);
        let fields = table.texts("fields", MOST_NAMES).unwrap_or_default();
        let statuses = table.texts("statuses", MOST_NAMES).unwrap_or_default();
        let levels = table.numbers("levels", MOST_LEVELS).unwrap_or_default();
        fields.iter().for_each(|field| check.field(field));
        statuses.iter().for_each(|status| check.status(status));
        levels.iter().for_each(|level| check.level(level));
        Requirement {
            fields: fields.iter().map(|field| field.value.to_owned()).collect(),
            statuses: statuses.iter().map(|status| status.value.to_owned()).collect(),
            levels: levels.iter().map(|level| level.value).collect(),
            severity: table.text("severity").and_then(|name| check.severity(&name)),
        }
    });
    read.collect()
}

fn prompts(file: &Table<'_>, check: &Checker<'_>) -> Vec<Prompt> {
    let tables = file.tables("prompts", &PROMPT_KEYS, MOST_PROMPTS);
    let read = tables.iter().map(|table| {
        table.needs(&["topic", "for", "text"]);
        let audience = table.texts("for", MOST_NAMES).unwrap_or_default();
        Prompt {
            topic: check.line("topic", table.text("topic")),
            audience: audience.iter().filter_map(|audience| check.audience(audience)).collect(),
            text: check.line("text", table.text("text")),
        }
    });
    read.collect()
}

fn messages(file: &Table<'_>, check: &Checker<'_>) -> Vec<Message> {
    let tables = file.tables("messages", &MESSAGE_KEYS, MOST_MESSAGES);
    let read = tables.iter().map(|table| {
        table.needs(&["for", "open-time", "text"]);
        let audience = table.texts("for", MOST_NAMES).unwrap_or_default();
        let channels = table.texts("channels", MOST_NAMES).unwrap_or_default();
        channels.iter().for_each(|channel| check.channel(channel));
        Message {
            audience: audience.iter().filter_map(|audience| check.audience(audience)).collect(),
            channels: channels.iter().map(|channel| channel.value.to_owned()).collect(),
            subject: check.template("subject", table.text("subject"), &MESSAGE_WORDS, &[]),
            open_time: check.open_time(table.text("open-time")),
            text: check.message(table.text("text")).unwrap_or_default(),
        }
    });
    read.collect()
}
