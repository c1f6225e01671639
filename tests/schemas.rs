//! The schemas below `schema/`: they are what the code says, they are schemas, and they fit what they describe.
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::collections::BTreeSet;
use std::path::Path;

use coffeechat::core::activity::{Activity, BUILT_IN, DEFAULT};
use coffeechat::core::recognise::NAMES;
use coffeechat::core::rules::RULES;
use coffeechat::core::schema::{self, SCHEMAS, named};
use coffeechat::render;
use common::Sandbox;
use common::schema::{from_toml, line, objections, validator};
use common::transcript::shell;
use serde_json::{Value, json};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every schema that there is, those of notes for every activity.
fn all() -> Vec<Value> {
    let mut all: Vec<Value> = SCHEMAS.iter().map(|name| named(name, &DEFAULT).expect("a schema")).collect();
    for (_, text) in BUILT_IN {
        all.push(schema::note(&Activity::parse(text).expect("a built-in activity")));
    }
    all
}

#[test]
fn the_files_are_what_the_code_says() {
    for name in SCHEMAS {
        let text = render::schema::render(&named(name, &DEFAULT).expect("a schema"));
        let path = root().join("schema").join(format!("{name}.json"));
        snapbox::assert_data_eq!(text, snapbox::Data::read_from(&path, None).raw());
    }
    let files: BTreeSet<String> = std::fs::read_dir(root().join("schema"))
        .expect("the schemas")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().replace(".json", ""))
        .collect();
    assert_eq!(files, SCHEMAS.map(str::to_owned).into(), "and there are no others");
    assert_eq!(named("journal", &DEFAULT), None);
}

#[test]
fn every_schema_is_one_and_refers_to_nothing_elsewhere() {
    for schema in all() {
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        let wrong = jsonschema::draft202012::meta::validate(&schema).err().map(|error| error.to_string());
        assert_eq!(wrong, None, "{}", schema["$id"]);
        validator(&schema);
        each(&schema, &mut |part| {
            if let Some(reference) = part.get("$ref").and_then(Value::as_str) {
                let name = reference.strip_prefix("#/$defs/").expect("a definition of its own");
                assert!(schema["$defs"].get(name).is_some(), "{reference} of {}", schema["$id"]);
            }
        });
        assert!(!schema.to_string().contains("\"$id\":\"http"), "no address that leads nowhere");
    }
}

/// Looks at every object of a schema.
fn each(schema: &Value, look: &mut impl FnMut(&Value)) {
    look(schema);
    match schema {
        Value::Object(fields) => fields.values().for_each(|value| each(value, look)),
        Value::Array(items) => items.iter().for_each(|item| each(item, look)),
        _ => {}
    }
}

#[test]
fn every_property_says_what_it_is() {
    for schema in all() {
        each(&schema, &mut |part| {
            let closed = part.get("additionalProperties") == Some(&json!(false)) || part.get("$schema").is_some();
            let properties = part.get("properties").and_then(Value::as_object).filter(|_| closed);
            for (name, property) in properties.into_iter().flatten() {
                let words = property["description"].as_str().unwrap_or_default();
                assert!(
                    words.len() > 4 && words.ends_with(|c: char| ".\"}]`'".contains(c) || c.is_alphanumeric()),
                    "{name} in {}",
                    schema["$id"]
                );
                assert!(!words.replace("<!--", "").contains('!'), "{name}: {words}");
            }
        });
    }
}

#[test]
fn lists_of_names_are_those_of_the_tables() {
    let config = schema::config();
    let rules: Vec<&str> =
        config["$defs"]["rules"]["properties"].as_object().expect("rules").keys().map(String::as_str).collect();
    let mut names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    names.sort_unstable();
    assert_eq!(rules, names);
    let note = validator(&schema::note(&DEFAULT));
    for status in &NAMES.statuses {
        for spelling in std::iter::once(&status.canonical).chain(&status.also) {
            let value = json!({ "level": 1, "contact": "Ada", "date": "2026-11-02", "status": spelling });
            assert_eq!(objections(&note, &value), [""; 0], "{spelling}");
        }
    }
    for channel in &NAMES.channels {
        for spelling in std::iter::once(&channel.canonical).chain(&channel.also) {
            let value = json!({ "level": 1, "contact": "Ada", "status": "planned", "channel": spelling });
            assert_eq!(objections(&note, &value), [""; 0], "{spelling}");
        }
    }
}

#[test]
fn an_activity_fits_its_schema_as_its_reader_says() {
    let schema = validator(&schema::activity());
    let fits = |text: &str| {
        let value: toml::Value = toml::from_str(text).expect("TOML");
        objections(&schema, &from_toml(&value))
    };
    for (name, text) in BUILT_IN {
        assert_eq!(fits(text), [""; 0], "{name}");
    }
    let small = "name = \"n\"\ntitle = \"t\"\nfolder = \"f\"\nheading = \"With {contact}\"\ndue-week = 3\n\
        conversations = { level = 1, count = 2 }\n\
        [[levels]]\nlevel = 1\nname = \"a\"\nmeaning = \"m\"\nalso = [\"I\"]\nseniorities = [\"junior\"]\n\
        [[sections]]\nkey = \"goal\"\nheading = \"My goal\"\nprompt = \"Why?\\nHow?\"\nwhy = \"So.\"\nlevels = [1]\nscaffold = true\n\
        bullets = 2\nalso = [\"aim\", \"what …\"]\n\
        [[requires]]\nfields = [\"level\", \"goal\"]\nstatuses = [\"talked\", \"none\"]\nlevels = [1]\nseverity = \"warning\"\n\
        [[prompts]]\ntopic = \"p\"\nfor = [\"1\", \"1 junior\"]\ntext = \"How?\"\n";
    assert!(Activity::parse(small).is_ok());
    assert_eq!(fits(small), [""; 0]);
    // Each changes one thing. What only the reader can know is below.
    for (from, to) in [
        ("name = \"n\"\ntitle", "title"),
        ("title = \"t\"\n", ""),
        ("folder = \"f\"\n", ""),
        ("heading = \"With {contact}\"\n", ""),
        ("[[levels]]\nlevel = 1\n", "[[levels]]\n"),
        ("meaning = \"m\"\n", ""),
        ("key = \"goal\"\n", ""),
        ("prompt = \"Why?\\nHow?\"\n", ""),
        ("fields = [\"level\", \"goal\"]\n", ""),
        ("topic = \"p\"\n", ""),
        ("for = [\"1\", \"1 junior\"]\n", ""),
        ("text = \"How?\"\n", ""),
        ("due-week = 3", "due-weak = 3"),
        ("due-week = 3", "due-week = 0"),
        ("due-week = 3", "due-week = 105"),
        ("due-week = 3", "due-week = \"3\""),
        ("due-week = 3", "due-week = 3.5"),
        ("count = 2", "count = 21"),
        ("count = 2", "count = -1"),
        (", count = 2", ""),
        ("title = \"t\"", "title = \"\""),
        ("title = \"t\"", "title = 3"),
        ("title = \"t\"", "title = \"a\\nb\""),
        ("title = \"t\"", "title = \"<!-- x\""),
        ("folder = \"f\"", "folder = \"a/b\""),
        ("folder = \"f\"", "folder = \".git\""),
        ("folder = \"f\"", "folder = \"f.\""),
        ("folder = \"f\"", "folder = \"\""),
        ("level = 1\nname", "level = \"1\"\nname"),
        ("also = [\"I\"]", "also = \"I\""),
        ("also = [\"I\"]", "also = [1]"),
        ("also = [\"I\"]", "also = [\"\"]"),
        ("also = [\"I\"]", "alos = [\"I\"]"),
        ("seniorities = [\"junior\"]", "seniorities = [\"novice\"]"),
        ("key = \"goal\"", "key = \"My goal\""),
        ("key = \"goal\"", "key = \"date\""),
        ("key = \"goal\"", "key = \"\""),
        ("scaffold = true", "scaffold = \"yes\""),
        ("bullets = 2", "bullets = 99"),
        ("prompt = \"Why?\\nHow?\"", "prompt = \"```\""),
        ("prompt = \"Why?\\nHow?\"", "prompt = \" \""),
        ("statuses = [\"talked\"", "statuses = [\"taked\""),
        ("statuses = [\"talked\"", "statuses = [\"done\""),
        ("severity = \"warning\"", "severity = \"off\""),
        ("\"goal\"]\nstatuses", "\"channel\"]\nstatuses"),
        ("for = [\"1\"", "for = [\"one\""),
        ("for = [\"1\"", "for = [\"1 novice\""),
        ("[[prompts]]", "[[promts]]"),
        ("[[levels]]\n", "[levels]\n"),
    ] {
        assert!(small.contains(from), "{from}");
        let text = small.replacen(from, to, 1);
        assert!(Activity::parse(&text).is_err(), "the reader refuses {to}");
        assert!(!fits(&text).is_empty(), "the schema refuses {to}");
    }
    for (from, to) in [
        ("due-week = 3\n", ""),
        ("scaffold = true\n", ""),
        ("statuses = [\"talked\", \"none\"]\n", ""),
        ("title = \"t\"", "title = \"魚 & co\""),
        ("folder = \"f\"", "folder = \"мои чаты 2\""),
        ("for = [\"1\", \"1 junior\"]", "for = []"),
        ("key = \"goal\"\nheading = \"My goal\"", "key = \"goal\"\nheading = \"Ziel\""),
    ] {
        assert!(small.contains(from), "{from}");
        let text = small.replacen(from, to, 1);
        assert!(Activity::parse(&text).is_ok(), "{to}: {:?}", Activity::parse(&text).err());
        assert_eq!(fits(&text), [""; 0], "{to}");
    }
    // No schema says that what is named elsewhere is there, or that a name is given once.
    for (from, to) in [
        ("levels = [1]\nscaffold", "levels = [2]\nscaffold"),
        ("for = [\"1\"", "for = [\"2\""),
        ("for = [\"1\", \"1 junior\"]", "for = [\"1 senior\"]"),
        ("\"goal\"]\nstatuses", "\"aim\"]\nstatuses"),
    ] {
        let text = small.replacen(from, to, 1);
        assert!(Activity::parse(&text).is_err() && fits(&text).is_empty(), "{to}");
    }
}

#[test]
fn a_report_of_the_binary_fits_its_schema() {
    let schema = schema::report();
    let whole = validator(&schema);
    let line = validator(&line(&schema));
    let home = tempfile::tempdir().expect("a home");
    let run = |command: &str, folder: &Path| {
        String::from_utf8(shell(command, folder, home.path()).output().expect("a run").stdout).expect("UTF-8")
    };
    let report = run("coffeechat lint fixtures --format json", root());
    let Sandbox { root: _root, work, .. } = Sandbox::new();
    let command = "mkdir networking && printf '%s' '---\nlevel: 9\n---\n' > networking/x.md && mkfifo p.md && \
        coffeechat lint networking/x.md p.md --format json";
    let failures = run(command, &work);
    let [report, failures] = [report, failures].map(|text| serde_json::from_str::<Value>(&text).expect("JSON"));
    assert!(failures["failures"].as_array().is_some_and(|list| !list.is_empty()), "{failures}");
    for document in [report, failures] {
        assert_eq!(objections(&whole, &document), [""; 0]);
        for (pointer, value) in [
            ("/version", json!(2)),
            ("/summary/notes", json!(-1)),
            ("/notes/0/state", json!("fine")),
            ("/notes/0/more", json!(1)),
            ("/failures", json!([{ "path": "x" }])),
        ] {
            let mut broken = document.clone();
            match pointer.strip_prefix("/notes/0/") {
                Some(key) => broken["notes"][0][key] = value,
                None => *broken.pointer_mut(pointer).expect("a part") = value,
            }
            assert!(!whole.is_valid(&broken), "{pointer}");
        }
    }
    let mut lines = 0;
    for document in run("coffeechat lint fixtures --format jsonl", root()).lines() {
        let document: Value = serde_json::from_str(document).expect("JSON");
        assert_eq!(objections(&line, &document), [""; 0], "{document}");
        assert!(!whole.is_valid(&document));
        lines += 1;
    }
    assert!(lines > 100);
}

#[test]
fn the_sample_of_a_cohort_fits_and_broken_ones_do_not() {
    let schema = validator(&schema::cohort());
    let text = std::fs::read_to_string(root().join("tests/schemas/cohort.json")).expect("the sample");
    let sample: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(objections(&schema, &sample), [""; 0]);
    for (pointer, value) in [
        ("/version", json!("1")),
        ("/due", json!("2026-11-29")),
        ("/partial", Value::Null),
        ("/totals/done", json!(-1)),
        ("/students/0/state", json!("needs_work")),
        ("/students/0/on_time", json!("yes")),
        ("/students/0/completed_at", json!("2026-11-26 17:20")),
        ("/students/0/evidence", json!("author-date")),
        ("/students/0/flags/0", json!("Own configuration")),
        ("/students/0/levels_done", json!([2, 2])),
        ("/students/0/columns/section", json!(3)),
        ("/students/0/head/id", json!("HEAD")),
        ("/students/0/notes/0/state", json!("done")),
        ("/students/0/notes/1/diagnostics/0/rule", json!("a-rule-of-ours")),
        ("/students/0/notes/1/diagnostics/0/span", Value::Null),
        ("/failures/0/line", json!(0)),
    ] {
        let mut broken = sample.clone();
        *broken.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value;
        assert!(!schema.is_valid(&broken), "{pointer}");
    }
    for key in ["student", "state", "reason", "evidence", "next", "notes", "notes_by_state", "columns", "head"] {
        let mut broken = sample.clone();
        broken["students"][0].as_object_mut().expect("a row").remove(key);
        assert!(!schema.is_valid(&broken), "{key}");
    }
    let mut more = sample.clone();
    more["students"][0]["grade"] = json!(1);
    assert!(!schema.is_valid(&more));
}
