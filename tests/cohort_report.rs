//! A class's report: JSON that fits its schema and can be read back, and CSV that no spreadsheet obeys.
#![allow(clippy::disallowed_methods, clippy::expect_used)]

use coffeechat::core::cohort::baseline::{Change, Changes};
use coffeechat::core::cohort::shard::Shard;
use coffeechat::core::cohort::{
    Class, Commit, Due, Evidence, Failure, Finding, Fix, Flag, Note, Place, Point, Student,
};
use coffeechat::core::diagnostic::{Safety, Severity};
use coffeechat::core::progress::{JournalState, NoteState};
use coffeechat::core::schema;
use coffeechat::render::Style;
use coffeechat::render::cohort::{csv, feedback, html, json, jsonl, markdown, sarif, table};
use serde_json::Value;

mod common;
use common::schema::{is_sarif, objections, read_markdown, validator};

/// Words that steer a terminal, a spreadsheet, a log or a page.
const HOSTILE: &str = "=cmd|'/c x'!A1\u{1b}]8;;x\u{7}\u{202e}\n::error::<script>";

fn moment(text: &str) -> jiff::Timestamp {
    text.parse().expect("a moment")
}

fn due() -> Due {
    Due { at: moment("2026-11-29T22:59:59Z"), text: "2026-11-29T23:59:59+01:00".to_owned() }
}

fn finding() -> Finding {
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

fn class() -> Class {
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
        step: Some("follow-up".to_owned()),
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
        step: Some("mend".to_owned()),
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

fn changes() -> Changes {
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
        let style = Style { colour: false, unicode: true, width };
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
    // The same fields as in the document.
    let document: Value = serde_json::from_str(&json::render(&class)).expect("JSON");
    let mut first = lines[0].clone();
    first.as_object_mut().expect("an object").remove("type");
    assert_eq!(first, document["students"][0]);
    assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']));
}

/// Each state has its own words, before and after the due date, and each says what to do.
#[test]
fn feedback_says_what_is_next_in_every_state() {
    let before = moment("2026-11-28T12:00:00Z");
    let after = moment("2026-12-02T12:00:00Z");
    let class = Class { due: Some(due()), ..Class::default() };
    let student = |state, path: Option<&str>, reason: Option<&str>| Student {
        path: path.map(str::to_owned),
        ..Student::new("Ada", state, reason.map(str::to_owned))
    };
    let told = |student: &Student, now| feedback::render(&class, student, now);
    let lost = student(JournalState::Unreadable, None, Some("is not there"));
    assert!(told(&lost, before).contains("send me the address of your journal"));
    let damaged = student(JournalState::Unreadable, Some("ada"), Some("damaged"));
    assert!(told(&damaged, before).contains("nothing for you to do yet"), "the copy is the instructor's");
    let empty = student(JournalState::NotStarted, Some("ada"), Some("The repository has no commit yet."));
    assert!(told(&empty, before).contains("committed and pushed"));
    let none = student(JournalState::NotStarted, None, Some("The roster names no journal."));
    assert!(told(&none, before).contains("I do not know of a journal of yours yet."));
    let open = student(JournalState::Open, Some("ada"), None);
    assert!(told(&open, before).contains("The due date is 29 November 2026.\n"));
    assert!(told(&open, after).contains("The due date was 29 November 2026. A conversation is still worth having"));
    let help = "It says who it is. Paste this at the top:\n\n---\nlevel: …\n---".to_owned();
    let mend = Student {
        notes: vec![Note { found: vec![Finding { help, ..finding() }], ..self::class().students[1].notes[0].clone() }],
        ..student(JournalState::NeedsWork, Some("ada"), None)
    };
    let told_lines = "Paste this at the top:\n\n  ```\n  ---\n  level: …\n  ---\n  ```\n";
    assert!(told(&mend, before).contains(told_lines), "{}", told(&mend, before));
    let extended = Student { due: Some(due()), ..student(JournalState::NeedsWork, Some("ada"), None) };
    assert!(told(&extended, before).contains("Your due date is 29"));
    assert!(told(&extended, after).contains("Your due date was 29 November 2026. It is still worth finishing"));
}

#[test]
fn feedback_is_text_for_one_student_and_known_again() {
    let class = class();
    let mut taken = std::collections::HashSet::new();
    let mut names = Vec::new();
    for student in &class.students {
        let text = feedback::render(&class, student, moment("2026-11-28T12:00:00Z"));
        let (seen, odd) = read_markdown(&text);
        assert_eq!(odd, Vec::<String>::new(), "{text}");
        assert!(seen.starts_with("Hello "), "{seen}");
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text}");
        assert!(!seen.contains('!') || text.contains("A1"), "no exclamation mark of ours: {seen}");
        for others in class.students.iter().filter(|other| other.student != student.student) {
            assert!(!seen.contains(others.student.lines().next().expect("a name")), "{} in {seen}", others.student);
        }
        for word in ["rewritten", "forged", "shallow", "HEAD", "dated"] {
            assert!(!seen.contains(word), "{word} in {seen}");
        }
        assert!(feedback::is_ours(&text));
        assert!(!feedback::is_ours(&text.replacen("Hello", "Dear", 1)), "changed by hand");
        assert!(!feedback::is_ours(&format!("{text}P.S.\n")), "something was added");
        names.push(feedback::file_name(student, &mut taken));
    }
    let unique: std::collections::HashSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
    assert_eq!(unique.len(), names.len(), "{names:?}");
    let named = |name: &str, taken: &mut _| {
        feedback::file_name(&Student { student: name.to_owned(), ..class.students[0].clone() }, taken)
    };
    let mut taken = std::collections::HashSet::new();
    assert_eq!(named("CON", &mut taken), "student-con.md");
    assert_eq!(named("../../Ada", &mut taken), "ada.md");
    assert_eq!(named("ADA", &mut taken), "ada-2.md");
    assert_eq!(named("!!!", &mut taken), "student.md");
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

/// What stands between the first `from` and the next `to` behind it.
fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("{from}"));
    rest.split_once(to).unwrap_or_else(|| panic!("{to}")).0
}

#[test]
fn the_page_runs_nothing_but_our_own_style_and_script() {
    use base64::Engine;
    let class = class();
    let page = html::render(&class);
    let policy = between(&page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"").replace("&#x27;", "'");
    let policy = policy.replace("&#39;", "'");
    assert!(
        policy.starts_with("default-src 'none'") && !policy.contains("unsafe") && !policy.contains('*'),
        "{policy}"
    );
    for (from, to) in [("<style>", "</style>"), ("<script>", "</script>")] {
        assert_eq!(page.matches(from).count(), 1, "one {from}");
        let digest = <sha2::Sha256 as sha2::Digest>::digest(between(&page, from, to).as_bytes());
        let hash = format!("'sha256-{}'", base64::engine::general_purpose::STANDARD.encode(digest));
        assert!(policy.contains(&hash), "{from} is not {hash} of {policy}");
    }
    let body =
        page.replace(between(&page, "<style>", "</style>"), "").replace(between(&page, "<script>", "</script>"), "");
    let lower = body.to_lowercase();
    for word in [
        " style=",
        " onclick=",
        " onload=",
        " onerror=",
        "javascript:",
        "src=",
        "@import",
        "<iframe",
        "<img",
        "http://",
    ] {
        assert!(!lower.contains(word), "{word}");
    }
    assert!(!body.chars().any(|c| c.is_control() && c != '\n') && !body.contains('\u{202e}'));
    for link in lower.split("href=\"").skip(1) {
        assert!(link.starts_with('#') || link.starts_with("https:"), "{}", &link[..20]);
    }
    let mut seen = 0;
    for student in &class.students {
        let name = student.student.split(['\n', '<', '\'', '\u{1b}']).next().expect("a name");
        assert!(body.contains(name), "{name}");
        seen += 1;
        for contact in student.notes.iter().filter_map(|note| note.contact.as_deref()) {
            assert!(!body.contains(contact.lines().next().expect("a name")), "{contact}");
        }
    }
    assert!(seen > 3);
}

/// What is no address of a page stands there as text, and leads nowhere.
#[test]
fn the_page_links_to_nothing_but_https() {
    let mut class = class();
    let odd =
        ["javascript:alert(1)", "JavaScript:x", "ssh://git@example.org/x", "http://127.0.0.1/x", "data:text/html,x"];
    let fine = "https://git.example.org/\"><a href=javascript:x>";
    for (at, url) in odd.iter().chain([&fine]).enumerate() {
        let name = format!("Address {at}");
        class.students.push(Student { url: Some((*url).to_owned()), ..Student::new(&name, JournalState::Done, None) });
    }
    let page = html::render(&class).to_lowercase();
    for url in odd {
        assert!(page.replace("&#x2f;", "/").contains(&url.to_lowercase()), "{url} is shown");
    }
    let links: Vec<&str> = page.split("href=").skip(1).collect();
    assert!(links.len() > 2);
    for link in links {
        let leads = link.starts_with("\"#") || link.starts_with("\"https:") || link.starts_with("javascript:x&gt;");
        assert!(leads, "{}", link.chars().take(40).collect::<String>());
    }
}

#[test]
fn a_line_of_the_table_fits_the_terminal() {
    use unicode_width::UnicodeWidthStr;
    let mut class = class();
    class.students[0].student = "Anastasia Konstantinopolskaya-Vandenberg".to_owned();
    class.students[1].student = "王".repeat(40);
    for width in [72, 80, 96, 120] {
        let text = table::render(&class, Style { colour: false, unicode: true, width }, true);
        for line in text.lines() {
            assert!(line.width() <= width, "{width}: {line}");
        }
        let row = text.lines().find(|line| line.starts_with("Anastasia")).expect("a row");
        assert!(row.ends_with("follow up") && row.contains("on time"), "{row}");
        assert_eq!(row.contains("11:00"), width > 100, "{width}: {row}");
    }
}

#[test]
fn the_page_says_when_it_is_due_what_changed_and_what_was_found_in_words() {
    let mut class = class();
    class.failures.push(Failure { line: Some(7), path: Some("line 7".to_owned()), message: "No name.".to_owned() });
    if let Some(changes) = &mut class.changes {
        changes.newcomers.push("محمد".to_owned());
    }
    for student in &mut class.students {
        for found in student.notes.iter_mut().flat_map(|note| &mut note.found) {
            found.rule = "invalid-level".to_owned();
        }
    }
    let page = html::render(&class);
    for words in [
        "Due: 2026-11-29 23:59 (UTC+01:00).",
        "<dt>Due, extended</dt><dd><bdi>2026-11-29 23:59 (UTC+01:00)</bdi></dd>",
        "<a href=\"#changes\">Since the former report: 1 student changed, 2 did not.</a>",
        // Each name by itself, so that one that reads from the right does not take its neighbours along.
        "Not there before: <strong><bdi>Jo</bdi></strong>, <strong><bdi>محمد</bdi></strong>",
        "<strong><bdi>line 7 of the roster</bdi></strong>: No name.",
        "a <code>level</code> that the activity does not have (<code>invalid-level</code>)",
    ] {
        assert!(page.contains(words), "{words}");
    }
    let script = between(&page, "<script>", "</script>");
    assert!(!page.replace(script, "").contains('`'), "code is marked as code");
}

/// What the script looks up by its id or class is on the page, with students and without.
#[test]
fn the_script_finds_what_it_looks_for() {
    let page = html::render(&class());
    let script = between(&page, "<script>", "</script>");
    let ids: Vec<&str> = script.split("getElementById(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(ids.len() > 5, "{ids:?}");
    for id in ids {
        assert_eq!(page.matches(&format!(" id=\"{id}\"")).count(), 1, "{id}");
    }
    assert!(
        page.contains(">Showing all 4 students.<"),
        "what the script says at the start, so that nothing is read out twice"
    );
}

#[test]
fn the_page_of_a_class_without_students_or_dates_is_a_page_all_the_same() {
    let mut class = class();
    class.due = None;
    for student in &mut class.students {
        student.completed_at = None;
    }
    assert!(html::render(&class).contains("</html>"));
    class.students.clear();
    class.failures.clear();
    assert!(html::render(&class).contains("</html>"));
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
    let style = Style { colour: false, unicode: true, width: 100 };
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
