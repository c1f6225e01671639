//! The front matter of a note, as a YAML reader hands it on.

use serde_json::{Map, Value, json};

use super::words::{GAP, one_of, whole};
use super::{dates, document, said};
use crate::core::activity::{Activity, BUILT_IN, Level, level_forms};
use crate::core::diagnostic::Severity;
use crate::core::recognise::{NAMES, Name, fold};

const DESCRIPTION: &str = "What stands between the two lines --- at the top of a note. Keys that are not named here are your own. \
    This schema holds what `coffeechat lint` calls missing or malformed in level, contact, date, status and channel, within these \
    limits: keys are known in small letters only; a field that stands under another name (`name: Ada`) is given, one under a \
    misspelled key is not; accents and letters that only look alike are not folded; dates with a month's name and placeholders \
    are known in their usual forms; `[Insert name]` is a list of people to YAML; and of a number only its size is seen (`2.0` is \
    2, and eight digits are a day). Questions, notes and other sections may stand in the text of the note, so none is required.";

/// The schema for notes of `activity`.
pub fn note(activity: &Activity) -> Value {
    let mut properties = Map::new();
    let mut put = |name: &str, schema: Value| {
        properties.entry(name.to_owned()).or_insert(schema);
    };
    let levels = activity.levels.iter().map(|level| format!("{} ({}: {})", level.level, level.name, level.meaning));
    let levels = format!("Whom the conversation is with: {}.", levels.collect::<Vec<_>>().join(", "));
    put("level", said("Level", &levels, json!({ "anyOf": [reference("level"), reference("empty")] })));
    put("contact", said("Contact", about("contact"), json!({ "anyOf": [reference("person"), reference("empty")] })));
    put("date", said("Date", about("date"), json!({ "anyOf": [reference("date"), reference("empty")] })));
    let statuses =
        NAMES.statuses.iter().map(|status| json!({ "const": status.canonical, "description": status.meaning }));
    let spelled = NAMES.statuses.iter().flat_map(|status| spellings(&status.canonical, &status.also));
    put("status", said("Status", about("status"), word(statuses.collect(), &whole(spelled))));
    let channels = NAMES.channels.iter().map(|channel| json!({ "const": channel.canonical }));
    let spelled = NAMES.channels.iter().flat_map(|channel| spellings(&channel.canonical, &channel.also));
    put("channel", said("Channel", about("channel"), word(channels.collect(), &whole(spelled))));
    for section in &activity.sections {
        put(&section.key, said(&section.heading, OF_A_SECTION, json!({})));
    }
    for name in &NAMES.sections {
        put(
            &name.canonical,
            said(
                &name.canonical,
                "A section's words, here instead of in the text of the note: a text or a list.",
                json!({}),
            ),
        );
    }
    for (field, also) in NAMES.fields.iter().flat_map(|field| field.also.iter().map(move |also| (field, also))) {
        let words = format!(
            "Read as `{}` where that key is absent and this value fits; otherwise a key of your own.",
            field.canonical
        );
        put(also, said(also, &words, json!({})));
    }
    let mut schema = json!({ "type": "object", "properties": properties, "$defs": definitions(activity) });
    let required: Vec<Value> = NAMES.fields.iter().filter_map(|field| required(field, activity)).collect();
    if !required.is_empty() {
        schema["allOf"] = json!(required);
    }
    let is_default = activity.name == BUILT_IN[0].0;
    let words = fold(&activity.name);
    let slug: Vec<&str> = words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let id = if is_default { "note.json".to_owned() } else { format!("note-{}.json", slug.join("-")) };
    document(&id, &format!("{}: front matter of a note", activity.title), DESCRIPTION, schema)
}

/// What a key of the front matter is for that is a section's name.
pub const OF_A_SECTION: &str =
    "What the section of this heading may say, here instead of in the text of the note: a text or a list.";

/// What a key of the front matter is for, or one inside `contact`; nothing for a key that is none of these.
pub fn about(key: &str) -> &'static str {
    match key {
        "contact" => {
            "With whom: a name, a list of people, or name, role, company, seniority and how. A first name or a pseudonym is enough."
        }
        "date" => {
            "The day of the conversation, as YYYY-MM-DD; under `contacted` the day of your message. Other spellings are \
             understood where they can only mean one day."
        }
        "status" => {
            "How far the conversation is; it decides what the note has to hold. Without one, the note counts as talked about."
        }
        "channel" => "By which medium the conversation was held. It may be left out.",
        "level" => "Whom the conversation is with.",
        "name" => "Their name, a first name or a pseudonym.",
        "role" => "What they do.",
        "company" => "Where they work.",
        "seniority" => "How long they have been at it.",
        "how" => "How you know each other.",
        _ => "",
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn spellings<'n>(canonical: &'n str, also: &'n [String]) -> impl Iterator<Item = &'n str> {
    std::iter::once(canonical).chain(also.iter().map(String::as_str))
}

/// A word of a list in any spelling, or nothing yet.
fn word(mut names: Vec<Value>, pattern: &str) -> Value {
    names.push(json!({ "type": "string", "pattern": pattern, "description": "Other spellings that are understood." }));
    names.push(reference("blank"));
    json!({ "anyOf": names })
}

fn definitions(activity: &Activity) -> Value {
    let number = json!({ "type": "integer", "minimum": 19_000_101, "maximum": 29_991_231, "description": "Eight digits: year, month, day." });
    let bracketed = one_of(NAMES.placeholders.bracketed.iter().map(String::as_str));
    let in_brackets = format!("^{GAP}*(?:{bracketed}(?:{GAP}.*)?|.*{GAP}{bracketed}){GAP}*$");
    let template = json!({
        "type": "array", "minItems": 1, "maxItems": 1, "items": { "type": "string", "pattern": in_brackets },
        "description": "A blank of a template in square brackets, which YAML takes for a list.",
    });
    json!({
        "blank": {
            "description": "Nothing yet.",
            "anyOf": [{ "type": "null" }, { "type": "string", "pattern": "^\\s*$" }],
        },
        "placeholder": { "description": "What a template leaves to be replaced.", "type": "string", "anyOf": placeholders() },
        "template": template,
        "empty": {
            "description": "Nothing yet, or what a template leaves to be replaced.",
            "anyOf": [
                reference("blank"),
                reference("placeholder"),
                reference("template"),
                { "type": "array", "items": reference("empty") },
                { "type": "object", "additionalProperties": { "type": "null" } },
            ],
        },
        "level": { "anyOf": activity.levels.iter().flat_map(level).collect::<Vec<_>>() },
        "date": { "anyOf": [dates::schema(), number] },
        "name": {
            "description": "A name, a first name or a pseudonym.",
            "type": ["string", "number", "boolean"],
            "not": { "anyOf": [reference("blank"), reference("placeholder")] },
        },
        "person": {
            "anyOf": [
                reference("name"),
                {
                    "type": "object", "required": ["name"],
                    "properties": {
                        "name": said("Name", about("name"), reference("name")),
                        "role": said("Role", about("role"), json!({})),
                        "company": said("Company", about("company"), json!({})),
                        "seniority": said("Seniority", about("seniority"), json!({ "examples": NAMES.contact.seniorities })),
                        "how": said("How", about("how"), json!({})),
                    },
                },
                {
                    "description": "Several people in one conversation.",
                    "type": "array", "contains": reference("person"),
                    "items": { "anyOf": [reference("person"), reference("empty"), { "type": "object", "required": ["name"] }] },
                },
            ],
        },
    })
}

/// A level in every spelling.
fn level(level: &Level) -> Vec<Value> {
    let number = level.level.to_string();
    let names: Vec<&str> = [&number, &level.name].into_iter().chain(&level.also).map(String::as_str).collect();
    let forms: Vec<String> = names.iter().flat_map(|name| level_forms(name)).collect();
    let one_word = forms.iter().map(String::as_str).filter(|form| !form.contains(' '));
    let all = one_of(forms.iter().map(String::as_str));
    // `2 - known contact` says the same thing twice.
    let pattern = format!("^{GAP}*(?:{}{GAP}+)?{all}{GAP}*$", one_of(one_word));
    let numbers = names.iter().filter_map(|name| name.parse::<i64>().ok()).collect::<std::collections::BTreeSet<_>>();
    let mut known: Vec<Value> =
        numbers.iter().map(|number| said(&level.name, &level.meaning, json!({ "const": number }))).collect();
    known.push(
        json!({ "type": "string", "pattern": pattern, "not": { "pattern": "^\\s*-" }, "description": level.meaning }),
    );
    known
}

/// What a template leaves: see `recognise::is_placeholder`.
fn placeholders() -> Vec<Value> {
    let table = &NAMES.placeholders;
    let of = |list: &'static [String]| list.iter().map(String::as_str);
    let bracketed = one_of(of(&table.bracketed));
    let gap = format!("{GAP}*");
    let beginnings = one_of(table.beginnings.iter().map(|text| text.trim_end_matches([' ', '…'])));
    let around = r#"[\s*_"`:.…]*"#;
    let inside = format!("(?:[^\\]>]{{0,80}}{GAP})?{bracketed}{gap}|{gap}{bracketed}(?:{GAP}[^\\]>]*)?");
    let said = |what: &str, pattern: String| json!({ "pattern": pattern, "description": what });
    vec![
        said("Nothing but punctuation.", r"^[\s!-/:-@\[-`{-~\u2010-\u2027\u2030-\u205E]*$".to_owned()),
        said("An empty item of a list.", r"^\s*[0-9]+[.)]+\s*$".to_owned()),
        said("Words that stand for nothing.", whole(of(&table.words))),
        said("The words of a sample text.", format!("^{gap}{beginnings}")),
        said(
            "Square or pointed brackets around what belongs there.",
            format!("^{around}(?:\\[\\[?|<)(?:{inside})(?:\\]\\]?|>){around}$"),
        ),
        said(
            "Round brackets around what belongs there.",
            format!("^{around}\\({gap}{bracketed}(?:{GAP}+{bracketed})*{gap}\\){around}$"),
        ),
        said("Braces of a template.", format!("^{around}(?:\\$?\\{{.*\\}}|<%.*%>){around}$")),
        said("What a template numbers.", format!("^{gap}{}{GAP}+[0-9]+{gap}$", one_of(of(&table.numbered)))),
        said(
            "What a template asks for.",
            format!(
                "^{gap}{}{GAP}+(?:[^\\n]*{GAP})?(?:{bracketed}{GAP}(?:[^\\n]*{GAP})?)?[Hh][Ee][Rr][Ee]{gap}$",
                one_of(of(&table.fill_here))
            ),
        ),
    ]
}

/// That a field is given, under the statuses that ask for it at every level.
fn required(field: &Name, activity: &Activity) -> Option<Value> {
    let name = field.canonical.as_str();
    let wanted = match name {
        "level" | "date" => reference(name),
        "contact" => reference("person"),
        _ => return None,
    };
    let levels = || std::iter::once(None).chain(activity.levels.iter().map(|level| Some(level.level)));
    let asks =
        |status: Option<&str>| levels().all(|level| activity.requires(name, level, status) == Some(Severity::Error));
    let given = |key: &str| json!({ "required": [key], "properties": { key: wanted.clone() } });
    let mut ways = vec![given(name)];
    for also in &field.also {
        let mut way = given(also);
        way["not"] = json!({ "required": [name] });
        ways.push(way);
    }
    let given = if ways.len() == 1 { ways.remove(0) } else { json!({ "anyOf": ways }) };
    let asking: Vec<_> = NAMES.statuses.iter().filter(|status| asks(Some(&status.canonical))).collect();
    let title = format!("{name} is given");
    if asking.len() == NAMES.statuses.len() && asks(None) {
        return Some(said(&title, "Every note has it.", given));
    }
    let spelled = |all: bool| {
        let statuses = NAMES.statuses.iter().filter(|status| all || asks(Some(&status.canonical)));
        whole(statuses.flat_map(|status| spellings(&status.canonical, &status.also)))
    };
    let says = |key: &str, all: bool| json!({ "required": [key], "properties": { key: { "type": "string", "pattern": spelled(all) } } });
    let synonyms = NAMES.fields.iter().filter(|field| field.canonical == "status").flat_map(|field| &field.also);
    let mut when: Vec<Value> = Vec::new();
    if !asking.is_empty() {
        when.push(says("status", false));
    }
    let absent = json!({ "required": ["status"] });
    let mut elsewhere = Vec::new();
    for also in synonyms {
        let mut way = says(also, false);
        way["not"] = absent.clone();
        if !asking.is_empty() {
            when.push(way);
        }
        elsewhere.push(says(also, true));
    }
    if asks(None) {
        when.push(json!({ "required": ["status"], "properties": { "status": reference("blank") } }));
        elsewhere.push(absent);
        when.push(json!({ "not": { "anyOf": elsewhere } }));
    }
    if when.is_empty() {
        return None;
    }
    let words = "Under the statuses that ask for it.";
    Some(said(&title, words, json!({ "if": { "anyOf": when }, "then": given })))
}
