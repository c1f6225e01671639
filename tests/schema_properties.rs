//! For generated front matter and settings, the schemas and the readers say the same.
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use coffeechat::core::activity::{Activity, BUILT_IN, DEFAULT};
use coffeechat::core::schema;
use common::lint_as;
use common::schema::{from_yaml, objected, of, validator};
use jsonschema::Validator;
use proptest::prelude::*;
use saphyr::{LoadableYamlNode, Yaml};
use serde_json::Value;

/// The fields that the linter calls missing or malformed.
fn malformed(activity: &Activity, text: &str) -> BTreeSet<String> {
    let fields = ["level", "contact", "date", "status", "channel"];
    let found = lint_as(activity, text);
    for diagnostic in &found {
        let readable = ["invalid-front-matter", "unclosed-front-matter", "missing-front-matter", "duplicate-field"];
        assert!(!readable.contains(&diagnostic.rule), "the grammar gives readable front matter: {text}");
    }
    let about = |rule: &str| {
        fields.into_iter().find(|field| rule == format!("missing-{field}") || rule == format!("invalid-{field}"))
    };
    found.iter().filter_map(|diagnostic| about(diagnostic.rule)).map(str::to_owned).collect()
}

static SCHEMAS: LazyLock<Vec<(Activity, Value, Validator)>> = LazyLock::new(|| {
    let all = BUILT_IN.iter().map(|(_, text)| Activity::parse(text).expect("a built-in activity"));
    all.map(|activity| {
        let schema = schema::note(&activity);
        let validator = validator(&schema);
        (activity, schema, validator)
    })
    .collect()
});

fn agree(front: &str) {
    let text = format!("---\n{front}---\n\nWords.\n");
    let documents = Yaml::load_from_str(front).unwrap_or_else(|error| panic!("{error}: {front}"));
    let document = documents.first().map_or_else(|| Value::Object(serde_json::Map::new()), from_yaml);
    let document = if document.is_null() { Value::Object(serde_json::Map::new()) } else { document };
    for (activity, schema, validator) in SCHEMAS.iter() {
        let said = objected(validator, schema, &document);
        assert_eq!(said, malformed(activity, &text), "schema and linter under {}: {text}{document}", activity.name);
    }
}

/// A word in some case, with something around it that changes nothing.
///
/// Accents, apostrophes and `&` inside a word are left out: a pattern does not say what folding makes of them.
fn dressed(words: &'static [&'static str]) -> BoxedStrategy<String> {
    (prop::sample::select(words), 0..4, 0..5)
        .prop_map(|(word, case, dress)| {
            let word = match case {
                0 => word.to_uppercase(),
                1 => word.replace([' ', '-'], "_"),
                2 => word.split(' ').map(|w| w[..1].to_uppercase() + &w[1..]).collect::<Vec<_>>().join(" "),
                _ => word.to_owned(),
            };
            match dress {
                0 => format!("\"{word} 🎉\""),
                1 => format!("'  {word}. '"),
                2 => format!("\"({word})\""),
                _ => format!("\"{word}\""),
            }
        })
        .boxed()
}

/// What stands for nothing. Of lists, only those in brackets: below each other, `- insert name` is somebody's name to the
/// linter, and a schema cannot tell the two apart. Braces hold one word: `{{name}}` is no JSON at all.
fn nothing() -> BoxedStrategy<String> {
    of(&[
        "",
        "~",
        "null",
        "\"\"",
        "'  '",
        "[]",
        "{}",
        "[Name]",
        "[Insert date]",
        "[your level]",
        "\"[Insert name]\"",
        "\"<name>\"",
        "'<your status here>'",
        "{name}",
        "\"{date}\"",
        "\"{{name}}\"",
        "\"<%- name %>\"",
        "\"${name}\"",
        "TBD",
        "tba",
        "TODO",
        "FIXME",
        "N/A",
        "none",
        "\"???\"",
        "...",
        "'…'",
        "____",
        "\"-- ???\"",
        "YYYY-MM-DD",
        "dd/mm/yyyy",
        "(date)",
        "\"(your name)\"",
        "lorem ipsum",
        "Lorem ipsum dolor sit amet",
        "Insight 1",
        "Name 2",
        "full name",
        "coming soon",
        "write here",
        "your name here",
        "insert the date here",
        "'1.'",
        "\"2)\"",
        "[null]",
        "[TBD, ~]",
        "[[]]",
        "[\"[Name]\"]",
    ])
}

/// Values of a wrong shape, and values of no field. Maps are in braces and have values, or stand on lines of their own.
fn strange() -> BoxedStrategy<String> {
    of(&[
        "true",
        "false",
        "no",
        "yes",
        "3.5",
        "-2",
        "0",
        "42",
        "[1, 2]",
        "[a]",
        "{a: b}",
        "{name: Ada}",
        "{name: TBD}",
        "{Ada: mentor}",
        "\n  Ada: mentor",
        "\n  - planned",
        "\n  name: Ada\n  role: engineer",
        "some words of mine",
        "2026",
        "\"-2\"",
        "\"null\"",
        "\"true\"",
        "魚",
        "\"[Ada](x)\"",
        "x",
        "'?!'",
    ])
}

fn level() -> BoxedStrategy<String> {
    let words = &[
        "1",
        "2",
        "3",
        "4",
        "II",
        "iii",
        "IIII",
        "level 2",
        "level ii",
        "lvl 3",
        "l2",
        "l 2",
        "my level",
        "my 1",
        "mentor",
        "known",
        "known contact",
        "cold",
        "2 known contact",
        "ii known",
        "2 cold",
        "level 2 known",
        "levl 2",
        "two",
        "twoo",
        "2 3",
        "conversation",
        "warm contact",
        "coffee chat",
        "coffee",
    ];
    // `2.0`, `02` and `0x2` are 2 to YAML and no level to the linter; a schema sees the number only.
    prop_oneof![4 => of(&["1", "2", "3", "4", "II", "+2", "cold", "12"]), 4 => dressed(words), 1 => nothing(), 1 => strange()].boxed()
}

fn status() -> BoxedStrategy<String> {
    let words = &[
        "planned",
        "plan",
        "plannd",
        "contacted",
        "reached out",
        "scheduled",
        "booked",
        "talked",
        "done",
        "met",
        "followed-up",
        "no-reply",
        "no response",
        "declined",
        "said no",
        "soon",
        "to do",
        "todo",
        "planned talked",
        "not started",
    ];
    prop_oneof![6 => dressed(words), 2 => of(&["planned", "talked", "scheduled"]), 1 => nothing(), 1 => strange()]
        .boxed()
}

fn channel() -> BoxedStrategy<String> {
    let words = &[
        "call",
        "phone call",
        "zoom",
        "video call",
        "in-person",
        "f2f",
        "e-mail",
        "slack",
        "dm",
        "x",
        "pigeon",
        "carrier pigeon",
        "zooom",
        "other",
    ];
    prop_oneof![6 => dressed(words), 1 => nothing(), 1 => strange()].boxed()
}

/// A date in numbers or with a name, mostly of days that there are. Not told apart by a schema, and left out: parts between which
/// different signs stand (`5.6/2026`), times in the middle, and more than two orders with names.
fn date() -> BoxedStrategy<String> {
    let day = prop_oneof![5 => 1..29u32, 3 => 28..33u32, 1 => 0..100u32];
    let month = prop_oneof![6 => 1..13u32, 1 => Just(2u32), 1 => 0..20u32];
    let year = prop_oneof![4 => 2024..2028u32, 1 => prop::sample::select(vec![1899u32, 1900, 2000, 2100, 2400, 2999, 3000, 26, 0])];
    let names = &[
        "January",
        "jan",
        "February",
        "Feb",
        "march",
        "abril",
        "May",
        "June",
        "juillet",
        "AUGUST",
        "sept",
        "October",
        "noviembre",
        "décembre",
        "Movember",
        "Nov Dec",
        "",
    ];
    let ends = &["", "st", "nd", "rd", "th"];
    let before = &["", "", "", "Thursday, ", "Fri. ", "on ", "mardi ", "soon "];
    let behind = &["", "", "", " 18:00", " at 6pm", ", 6:30 pm", " (Thursday)", " 18:00-19:00", " maybe", " 5"];
    let words = (
        day,
        month,
        year,
        (prop::sample::select(names), prop::sample::select(ends)),
        0..14,
        prop::sample::select(before),
        prop::sample::select(behind),
    );
    let made = words.prop_map(|(d, m, y, (name, end), form, before, behind)| {
        let day = match form {
            0 => format!("{y:04}-{m:02}-{d:02}"),
            1 => format!("{y}/{m}/{d}"),
            2 => format!("{d}.{m}.{y}"),
            3 => format!("{d}. {m}. {y}"),
            4 => format!("{d}/{m}/{y}"),
            5 => format!("{m}-{d}-{y}"),
            6 => format!("{d:02} {m:02} {y}"),
            7 => format!("{y}年{m}月{d}日"),
            8 => format!("{d}{end} {name} {y}"),
            9 => format!("{name} {d}{end}, {y}"),
            10 => format!("{d} de {name} de {y}"),
            11 => format!("{y} {name} {d}"),
            12 => format!("{d}{name}{y}"),
            _ => format!("{y:04}-{m:02}-{d:02}T10:00:00Z"),
        };
        format!("\"{before}{day}{behind}\"")
    });
    // Eight digits without quotes are a number, of which a schema knows the size only: those of real days here.
    let plain = of(&[
        "2026-11-26",
        "2026-02-30",
        "20261126",
        "\"20260230\"",
        "\"20240229\"",
        "11/20",
        "May 25",
        "11/20/26",
        "12/12/2026",
        "5/6/2026",
        "tomorrow",
        "11.2026",
    ]);
    prop_oneof![12 => made, 3 => plain, 2 => nothing(), 1 => strange()].boxed()
}

/// People in every shape. `[Insert name]` stays out: it is a blank to the linter, and to a schema a list with one person, as it is
/// when it stands on a line of its own behind a hyphen. Numbers as names stay out where YAML writes them otherwise (`1.`), and keys inside are in small letters.
fn contact() -> BoxedStrategy<String> {
    let name = prop_oneof![4 => of(&["Ada", "my mentor", "魚", "\"[[Ada]]\"", "42", "true", "\"Ada: mentor\"", "Class of 200x", "Ángel 🎉"]), 2 => nothing()];
    let name =
        name.prop_filter("a person to a schema", |name| !name.starts_with("[Insert") && !name.starts_with("[your"));
    let name = name.boxed();
    let map = name.clone().prop_map(|name| format!("\n  name: {name}\n  role: engineer\n  how: "));
    let nameless = of(&["\n  role: engineer", "\n  nmae: Ada", "{name: [Ada, Bo]}", "{name: {first: Ada}}"]);
    let list = prop::collection::vec(name.clone(), 0..4).prop_map(|names| {
        let items: String = names.iter().map(|name| format!("\n  - {name}")).collect();
        if names.is_empty() { "[]".to_owned() } else { items }
    });
    let maps = prop::collection::vec(name.clone(), 1..3)
        .prop_map(|names| names.iter().map(|name| format!("\n  - name: {name}\n    role: x")).collect::<String>());
    prop_oneof![4 => name, 2 => map, 1 => nameless, 2 => list, 2 => maps, 1 => strange()].boxed()
}

/// A line that may be left out, sometimes under another name that means the same.
fn line(names: &'static [&'static str], value: BoxedStrategy<String>) -> BoxedStrategy<String> {
    prop_oneof![1 => Just(String::new()), 8 => (prop::sample::select(names), value).prop_map(|(name, value)| format!("{name}: {value}\n"))]
        .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    /// Field by field: what one calls missing or malformed the other does too. Keys are in small letters and spelled rightly; a
    /// synonym stands instead of the field's own name or beside it.
    #[test]
    fn schema_and_linter_agree_on_front_matter(
        level in line(&["level"], level()),
        contact in line(&["contact", "contact", "contact", "name", "with"], contact()),
        status in line(&["status", "status", "status", "state"], status()),
        date in line(&["date", "date", "date", "when"], date()),
        channel in line(&["channel", "channel", "via"], channel()),
        other in of(&["", "", "tags: [a, b]\n", "mentor: Bo\n", "state: talked\n", "state: Bavaria\n", "held: 2026-11-02\n", "questions: How?\n"]),
    ) {
        let other = if other.starts_with("state") && status.starts_with("state") { String::new() } else { other };
        agree(&format!("{level}{contact}{date}{channel}{status}{other}"));
    }

    /// Each field alone, in a note that is otherwise without a mistake, so that every value is seen often.
    #[test]
    fn schema_and_linter_agree_on_one_field(level in level(), contact in contact(), date in date(), status in status(), channel in channel()) {
        let is_mapping = |text: &str| text.starts_with('\n');
        let space = |text: &str| if is_mapping(text) { text.to_owned() } else { format!(" {text}") };
        agree(&format!("level:{}\ncontact: Ada\nstatus: planned\n", space(&level)));
        agree(&format!("level: 1\ncontact:{}\nstatus: planned\n", space(&contact)));
        agree(&format!("level: 1\ncontact: Ada\nstatus: planned\ndate:{}\n", space(&date)));
        agree(&format!("level: 1\ncontact: Ada\nstatus: talked\ndate:{}\n", space(&date)));
        agree(&format!("level: 1\ncontact: Ada\ndate: 2026-11-02\nstatus:{}\n", space(&status)));
        agree(&format!("level: 1\ncontact: Ada\nstatus: planned\nchannel:{}\n", space(&channel)));
    }
}

#[test]
fn the_notes_of_the_documentation_fit() {
    let note = "level: 2\ncontact:\n  name: Grace Hopper\n  role: Staff engineer\n  company: Remington Rand\ndate: 2026-11-26\nchannel: call\nstatus: planned\n";
    let (_, schema, validator) = &SCHEMAS[0];
    let document = from_yaml(&Yaml::load_from_str(note).expect("YAML")[0]);
    assert_eq!(objected(validator, schema, &document), BTreeSet::new());
    assert_eq!(schema["$id"], schema::note(&DEFAULT)["$id"]);
    agree(note);
}
