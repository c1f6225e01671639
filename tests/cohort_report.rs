//! A class's report: JSON that fits its schema and can be read back, and CSV that no spreadsheet obeys.
#![allow(clippy::disallowed_methods, clippy::expect_used)]

use coffeechat::core::cohort::{Class, Failure, Student};
use coffeechat::core::schema;
use coffeechat::render::cohort::{csv, html, json, jsonl, markdown, sarif, table};
use coffeechat::render::{Called, Style};
use serde_json::Value;

mod common;
use common::class::*;
use common::schema::{is_sarif, objections, read_markdown, validator};

#[test]
fn the_json_fits_its_schema_and_is_read_back_as_it_was() {
    let class = class();
    let text = json::render(&class);
    let document: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(objections(&validator(&schema::cohort()), &document), [""; 0]);
    assert_eq!(document["changes"]["students"][0]["mended"], serde_json::json!(["missing-level", "missing-level"]));
    assert_eq!(json::read(&text), Ok(Class { changes: None, ..class }), "what changed was told of another report");
    assert!(!text.chars().any(|c| c.is_control() && c != '\n' || c == '\u{202e}'));
}

#[test]
fn the_columns_of_a_roster_keep_their_order() {
    let columns = ["z", "a", "m"].map(|name| (name.to_owned(), name.to_uppercase()));
    let student = Student {
        columns: columns.to_vec(),
        ..Student::new("Ada", coffeechat::core::progress::JournalState::NotStarted, None)
    };
    let class = Class { students: vec![student], ..Class::default() };
    assert_eq!(json::read(&json::render(&class)), Ok(class.clone()));
    let sheet = csv::render(&class, csv::Options { bom: false, points: None });
    assert!(sheet.lines().next().is_some_and(|line| line.trim_end().ends_with(",z,a,m")), "{sheet}");
}

#[test]
fn what_is_no_report_is_refused() {
    let text = json::render(&class());
    for (from, to) in [
        ("\"version\": 1", "\"version\": 2"),
        ("\"done\",", "\"dun\","),
        ("\"first-seen\"", "\"guess\""),
        ("\"shallow-history\"", "\"shallow\""),
        ("\"unsafe\"", "\"bold\""),
        ("2026-11-28T10:00:00Z", "yesterday"),
        ("\"index\": 2", "\"index\": 4"),
        ("\"follow-up\"", "\"dance\""),
        ("\"rule\": \"missing-takeaway\"", "\"rule\": \"\u{9b}31m\\n::error::x\""),
        ("\"rule\": \"missing-takeaway\"", "\"rule\": \"\""),
        ("23:59:59+01:00\"", "23:59:59-05:00[America/Port-au-Prince]\""),
        ("23:59:59+01:00\"", "23:59:59.5+01:00\""),
    ] {
        let broken = text.replacen(from, to, 1);
        assert_ne!(broken, text, "{from}");
        assert!(json::read(&broken).is_err(), "{from}");
    }
    assert!(json::read("").is_err() && json::read("[]").is_err() && json::read(&text[..text.len() / 2]).is_err());
}

#[test]
fn the_csv_is_a_table_of_words() {
    let text = csv::render(&class(), csv::Options { bom: true, points: Some(5) });
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    let lines: Vec<&str> = text.strip_suffix("\r\n").expect("a line end").split("\r\n").collect();
    assert_eq!(lines.len(), 5, "no cell breaks a line");
    assert!(!text.contains("Sunniva"), "a contact is a third party");
    assert!(lines[0].ends_with(",points_awarded,points_available,section,roster_student"), "{}", lines[0]);
    assert!(lines[1].ends_with(",5,5,A,mara") && lines[3].ends_with(",,5,,") && lines[4].ends_with(",0,5,,"), "{text}");
    assert!(lines[2].starts_with("'=cmd|'/c x'!A1?]8;;x?"), "{}", lines[2]);
    let begins = |cell: &str| cell.trim_matches('"').starts_with(['=', '+', '-', '@']);
    assert!(!lines.iter().flat_map(|line| line.split(',')).any(begins), "{text}");
}

#[test]
fn the_table_names_no_contact_and_steers_nothing() {
    for (width, graphics) in [(80, true), (200, true), (40, true), (80, false)] {
        let style = Style { colour: false, unicode: true, width, called: Called::ByName };
        let text = table::render(&class(), style, graphics);
        assert!(!text.contains("Sunniva"), "{text}");
        assert!(!text.chars().any(|c| c.is_control() && c != '\n' || c == '\u{202e}'), "{text}");
        assert!(!text.lines().any(|line| line.trim_start().starts_with("::")), "{text}");
        for student in ["Mara Linde", "=cmd", "Kit", "Jo"] {
            assert!(text.contains(student), "{student} at {width}: {text}");
        }
        assert!(text.contains("4 students: 1 done, 1 needs work, 1 not started, 1 unreadable."), "{text}");
    }
}

/// A report that was read back is refused where a rule's name is none; what makes the table does not rely on that.
#[test]
fn the_name_of_a_rule_steers_nothing() {
    let mut class = class();
    class.students[1].notes[0].found[0].rule = "\u{1b}[31mRED\u{1b}]0;t\u{7}\r\n::error::x".to_owned();
    for (width, graphics) in [(80, true), (200, true), (40, true), (80, false)] {
        let text =
            table::render(&class, Style { colour: false, unicode: true, width, called: Called::ByName }, graphics);
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text:?}");
        assert!(!text.lines().any(|line| line.trim_start().starts_with("::")), "{text}");
    }
}

#[test]
fn a_due_moment_is_told_with_its_offset() {
    let due =
        |text: &str| coffeechat::core::cohort::Due { at: moment(text), text: text.to_owned(), before_grace: None };
    let told = |text: &str| coffeechat::render::cohort::words::due(&due(text));
    assert_eq!(told("2026-11-29T23:59:59+01:00"), "2026-11-29 23:59 (UTC+01:00)");
    assert_eq!(told("2026-11-29T23:59:59-05:00[America/Port-au-Prince]"), "2026-11-29 23:59 (UTC-05:00)");
    assert_eq!(told("2026-11-29T23:59:59Z"), "2026-11-29 23:59 (UTC)");
}

#[test]
fn markdown_has_a_row_a_student_and_nothing_of_others_but_text() {
    let class = class();
    let text = markdown::render(&class);
    let (_, odd) = read_markdown(&text);
    assert_eq!(odd, Vec::<String>::new(), "{text}");
    let rows = text.lines().filter(|line| line.starts_with("| ")).count();
    assert_eq!(rows, class.students.len() + 1, "{text}");
    assert!(!text.chars().any(|c| c.is_control() && c != '\n') && !text.contains('\u{202e}'), "{text}");
    assert!(!text.lines().any(|line| line.starts_with("::")), "{text}");
    let contacts: Vec<&str> =
        class.students.iter().flat_map(|student| &student.notes).filter_map(|note| note.contact.as_deref()).collect();
    assert!(!contacts.is_empty());
    for contact in contacts {
        assert!(!text.contains(contact.lines().next().expect("a name")), "{contact} in {text}");
    }
}

#[test]
fn json_lines_are_the_students_the_failures_and_the_totals() {
    let class = class();
    let text = jsonl::render(&class);
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    let count = |kind: &str| lines.iter().filter(|line| line["type"] == kind).count();
    assert_eq!((count("student"), count("failure")), (class.students.len(), class.failures.len()));
    let last = lines.last().expect("a last line");
    assert_eq!((&last["type"], &last["students"]), (&Value::from("totals"), &Value::from(class.students.len())));
    assert_eq!(last["shard"], serde_json::json!({"index": 2, "of": 3}), "which part it is");
    let of_document = schema::cohort();
    let line = validator(&serde_json::json!({"$ref": "#/$defs/line", "$defs": of_document["$defs"]}));
    for one in &lines {
        assert_eq!(objections(&line, one), [""; 0], "{one}");
    }
    // The same fields as in the document.
    let document: Value = serde_json::from_str(&json::render(&class)).expect("JSON");
    let mut first = lines[0].clone();
    first.as_object_mut().expect("an object").remove("type");
    assert_eq!(first, document["students"][0]);
    assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']));
}

#[test]
fn sarif_is_one_run_by_its_schema_and_names_no_contact() {
    let mut class = class();
    let text = sarif::render(&class);
    let log = is_sarif(&text);
    let run = &log["runs"][0];
    assert_eq!(log["runs"].as_array().map(Vec::len), Some(1));
    let found: usize = class.students.iter().flat_map(|student| &student.notes).map(|note| note.found.len()).sum();
    assert!(found > 0);
    assert_eq!(run["results"].as_array().map(Vec::len), Some(found));
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], class.failures.is_empty());
    assert_eq!(invocation["toolExecutionNotifications"].as_array().map(Vec::len), Some(class.failures.len()));
    for contact in class.students.iter().flat_map(|student| &student.notes).filter_map(|note| note.contact.as_deref()) {
        assert!(!text.contains(contact.lines().next().expect("a name")), "{contact} in {text}");
    }
    assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']));
    // More than a reader takes: the rest is counted, not dropped without a word.
    let note = class.students.iter_mut().flat_map(|student| &mut student.notes).find(|note| !note.found.is_empty());
    let note = note.expect("a note with a finding");
    note.found = vec![note.found[0].clone(); 25_010];
    let log: Value = serde_json::from_str(&sarif::render(&class)).expect("JSON");
    assert_eq!(log["runs"][0]["results"].as_array().map(Vec::len), Some(25_000));
    let told = log["runs"][0]["invocations"][0]["toolExecutionNotifications"].to_string();
    assert!(told.contains("findings are left out"), "{told}");
}

#[test]
fn a_line_of_the_table_fits_the_terminal() {
    use unicode_width::UnicodeWidthStr;
    let mut class = class();
    class.students[0].student = "Anastasia Konstantinopolskaya-Vandenberg".to_owned();
    class.students[1].student = "王".repeat(40);
    for width in [72, 80, 96, 120] {
        let text = table::render(&class, Style { colour: false, unicode: true, width, called: Called::ByName }, true);
        for line in text.lines() {
            assert!(line.width() <= width, "{width}: {line}");
        }
        let row = text.lines().find(|line| line.starts_with("Anastasia")).expect("a row");
        assert!(row.ends_with("follow up") && row.contains("on time"), "{row}");
        assert_eq!(row.contains("11:00"), width > 90, "{width}: {row}");
    }
}

#[test]
fn an_anonymous_report_names_nobody_in_any_format() {
    use coffeechat::core::cohort::anonymous::{anonymous, is_anonymous};
    let mut named = class();
    for (at, student) in named.students.iter_mut().enumerate() {
        student.student = format!("Secretname{at}");
        for word in [&mut student.path, &mut student.url, &mut student.reason, &mut student.next] {
            *word = Some("Secretword".to_owned());
        }
        student.columns = vec![("Secretcolumn".to_owned(), "Secretvalue".to_owned())];
        student.switched_off.push("Secretrule".to_owned());
        for note in &mut student.notes {
            note.path = Some("Secretpath.md".to_owned());
            note.contact = Some("Secretcontact".to_owned());
            note.date = Some("Secretdate".to_owned());
            note.status = Some("Secretstatus".to_owned());
            for found in &mut note.found {
                found.message = "Secretmessage".to_owned();
                found.help = "Secrethelp".to_owned();
            }
        }
    }
    named.failures =
        vec![Failure { line: Some(3), path: Some("Secretfile".to_owned()), message: "Secretwhy".to_owned() }];
    let mut hidden = named.clone();
    anonymous(&mut hidden, b"a key of sixteen");
    assert!(is_anonymous(&hidden) && !is_anonymous(&named));
    let style = Style { colour: false, unicode: true, width: 100, called: Called::ByName };
    let texts = [
        table::render(&hidden, style, true),
        json::render(&hidden),
        jsonl::render(&hidden),
        csv::render(&hidden, csv::Options { bom: false, points: Some(1) }),
        markdown::render(&hidden),
        html::render(&hidden),
        sarif::render(&hidden),
    ];
    for text in texts {
        assert!(!text.contains("Secret") && !text.contains(&"a".repeat(40)), "{text}");
        for student in &hidden.students {
            assert!(text.contains(&student.student) || text.contains("sarif"), "{} in {text}", student.student);
        }
    }
    let report: Value = serde_json::from_str(&json::render(&hidden)).expect("JSON");
    assert_eq!(objections(&validator(&schema::cohort()), &report), Vec::<String>::new());
    assert_eq!(json::read(&json::render(&hidden)).expect("a report"), hidden);
    // The same key gives the same names, another one others; and their order says nothing of the roster's.
    let names = |key: &[u8]| {
        let mut class = named.clone();
        class.students.reverse();
        anonymous(&mut class, key);
        class.students.into_iter().map(|student| student.student).collect::<Vec<_>>()
    };
    assert_eq!(
        names(b"a key of sixteen"),
        hidden.students.iter().map(|student| student.student.clone()).collect::<Vec<_>>()
    );
    assert!(
        names(b"another key, of more")
            .iter()
            .all(|name| hidden.students.iter().all(|student| &student.student != name))
    );
}

/// An extension is told where it was needed, and not to whoever was in time for the class.
#[test]
fn an_extension_is_told_where_it_was_needed() {
    let extended = due();
    let earlier = coffeechat::core::cohort::Due { at: moment("2026-11-27T22:59:59Z"), ..due() };
    let mut student = class().students[0].clone();
    student.due = Some(extended.clone());
    let told = |class_due| coffeechat::render::cohort::words::completed(&student, Some(class_due));
    assert!(told(&earlier).ends_with(", on time by extension"), "{}", told(&earlier));
    assert!(told(&extended).ends_with(", on time"), "{}", told(&extended));
}
