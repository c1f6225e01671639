//! `cohort check` and `cohort merge` as an instructor runs them: whose rows there are and in which order, what "on time" rests on, and
//! what the exit code says.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::expect_used)]
#![cfg(unix)]

mod common;

use std::path::{Path, PathBuf};

use coffeechat::core::cohort::address::Address;
use common::bounded::{Seen, coffeechat, with};
use common::hostile::make;
use serde_json::Value;

const DAY: i64 = 86_400;

/// A class of invented students, and the roster that names them.
struct Class {
    root: tempfile::TempDir,
    folder: PathBuf,
    roster: String,
}

impl Class {
    fn new() -> Self {
        let root = tempfile::tempdir().expect("a folder");
        let folder = root.path().join("class");
        std::fs::create_dir_all(&folder).expect("a folder");
        Self { root, folder, roster: "student,url,due,section\n".to_owned() }
    }

    /// Seven students, one in each situation that an instructor knows.
    fn seven() -> Self {
        let mut class = Self::new();
        let (done, open) = (make::note("Mei"), "---\nlevel: 1\ncontact: Mei\nstatus: planned\n---\n");
        class.journal("Zoe", "", make::NOON, &done);
        class.journal("Adam", "", make::NOON + 11 * DAY, &done);
        class.journal("Mia", "2026-12-05", make::NOON + 11 * DAY, &done);
        class.roster.push_str("Nils,,,B\n");
        class.row("Olga", "");
        class.journal("Pia", "", make::NOON, open);
        class.journal("quin", "", make::NOON, &make::unfinished("Mei"));
        class
    }

    /// A row of the roster, whose journal is not there.
    fn row(&mut self, student: &str, due: &str) -> PathBuf {
        let url = format!("https://example.org/{}.git", student.to_lowercase());
        self.roster.push_str(&format!("{student},{url},{due},A\n"));
        self.folder.join(Address::Remote(url).folder(student))
    }

    /// A row whose journal is a bare clone with one note, committed at that moment.
    fn journal(&mut self, student: &str, due: &str, seconds: i64, note: &str) -> PathBuf {
        let folder = self.row(student, due);
        let repository = make::repository(&folder, true);
        let tree = make::tree(&repository, &[("networking/n.md", note)]);
        make::commit(&repository, tree, seconds);
        folder
    }

    /// The one place that knows how a class is checked: with its roster, after everything in it happened.
    fn check(&self, more: &[&str]) -> Seen {
        let roster = self.root.path().join("roster.csv");
        std::fs::write(&roster, &self.roster).expect("a roster");
        self.run(&[&["check", "class", "--roster", "roster.csv", "--today", "2026-12-10"], more].concat())
    }

    fn run(&self, arguments: &[&str]) -> Seen {
        coffeechat(self.root.path(), None, &[&["cohort"], arguments].concat())
    }

    fn rows(&self, more: &[&str]) -> Vec<Value> {
        let seen = self.check(&[more, &["--format", "json"]].concat());
        seen.json()["students"].as_array().unwrap_or_else(|| panic!("rows: {}", seen.said())).clone()
    }
}

/// The values that rows have under a key.
fn each<'a>(rows: &'a [Value], key: &str) -> Vec<&'a str> {
    rows.iter().map(|row| row[key].as_str().unwrap_or("")).collect()
}

#[test]
fn a_row_of_the_roster_is_a_row_of_the_report() {
    let class = Class::seven();
    let seen = class.check(&["--due", "2026-11-29", "--format", "json"]);
    assert_eq!(seen.code, 2, "one journal is not there: {}", seen.said());
    let report = seen.json();
    let rows = report["students"].as_array().expect("rows");
    assert_eq!(each(rows, "student"), ["Zoe", "Adam", "Mia", "Nils", "Olga", "Pia", "quin"]);
    assert_eq!(each(rows, "state"), ["done", "done", "done", "not-started", "unreadable", "open", "needs-work"]);
    let on_time: Vec<_> = rows.iter().map(|row| row["on_time"].as_bool()).collect();
    assert_eq!(on_time, [Some(true), Some(false), Some(true), None, None, None, None]);
    assert_eq!(rows[0]["completed_at"], "2026-11-20T12:00:00Z");
    assert_eq!(rows[1]["completed_at"], "2026-12-01T12:00:00Z");
    assert_eq!(rows[1]["evidence"], "committer-date");
    assert_eq!(rows[1]["head_at_due"], Value::Null, "there was no commit yet");
    assert_eq!(rows[3]["columns"]["section"], "B");
    assert_eq!(rows[3]["evidence"], "none");
    assert!(rows[4]["reason"].as_str().is_some_and(|reason| !reason.is_empty()));
    let totals = &report["totals"];
    let counted: Vec<_> = ["students", "done", "open", "needs_work", "not_started", "unreadable"]
        .iter()
        .map(|key| totals[key].as_u64().unwrap_or(99))
        .collect();
    assert_eq!(counted, [7, 3, 1, 1, 1, 1]);
}

#[test]
fn without_a_roster_a_folder_is_a_row() {
    let mut class = Class::new();
    class.journal("Bea", "", make::NOON, &make::note("Mei"));
    std::fs::create_dir_all(class.folder.join(".hidden/networking")).expect("a folder that is no row");
    std::fs::create_dir_all(class.folder.join("Adam/networking")).expect("a folder");
    std::fs::write(class.folder.join("Adam/networking/n.md"), make::note("Mei")).expect("a note");
    std::fs::write(class.folder.join("list.txt"), "no journal").expect("a file");
    let seen = class.run(&["check", "class", "--due", "2026-11-29", "--format", "json"]);
    assert_eq!(seen.code, 0, "{}", seen.said());
    let report = seen.json();
    let rows = report["students"].as_array().expect("rows");
    assert_eq!(rows.len(), 2, "{rows:#?}");
    assert_eq!(each(rows, "state"), ["done", "done"]);
    assert_eq!(rows[0]["student"], "Adam");
    assert_eq!(
        (rows[0]["on_time"].as_bool(), rows[0]["evidence"].as_str()),
        (None, Some("none")),
        "no history, no proof"
    );
}

#[test]
fn what_is_on_time_depends_on_the_zone_the_grace_and_the_extension() {
    let mut class = Class::new();
    // Ten minutes past the end of the day, in UTC.
    let moment = make::NOON + 9 * DAY + 12 * 3_600 + 600;
    class.journal("Bea", "", moment, &make::note("Mei"));
    let on_time = |more: &[&str]| class.rows(more)[0]["on_time"].as_bool();
    assert_eq!(on_time(&[]), None, "nothing is due");
    assert_eq!(on_time(&["--due", "2026-11-29"]), Some(false));
    assert_eq!(on_time(&["--due", "2026-11-30"]), Some(true));
    assert_eq!(on_time(&["--due", "2026-11-29", "--grace", "9m"]), Some(false));
    assert_eq!(on_time(&["--due", "2026-11-29", "--grace", "15m"]), Some(true));
    assert_eq!(on_time(&["--due", "2026-11-30T01:15:00+01:00"]), Some(true));
    assert_eq!(on_time(&["--due", "2026-11-30T01:05:00+01:00"]), Some(false));
    for bad in [["--due", "soon"], ["--due", "2026-13-01"], ["--grace", "much"]] {
        let seen = class.check(&bad);
        assert!(seen.code == 2 && seen.out.is_empty(), "{bad:?}: {}", seen.text());
        assert!(seen.said().contains(bad[1]), "{bad:?}: {}", seen.said());
    }
}

#[test]
fn a_date_that_is_still_to_come_is_flagged_by_the_day_of_the_run() {
    let mut class = Class::new();
    class.journal("Bea", "", make::NOON, &make::note("Mei"));
    let flags = |day: &str| {
        let arguments = ["check", "class", "--due", "2026-11-29", "--format", "json", "--today", day];
        class.run(&arguments).json()["students"][0]["flags"].to_string()
    };
    assert!(flags("2026-11-10").contains("date-in-future"));
    assert!(!flags("2026-11-23").contains("date-in-future"));
}

#[test]
fn the_exit_code_says_what_was_asked() {
    let mut class = Class::new();
    class.journal("Bea", "", make::NOON, &make::note("Mei"));
    class.journal("Cem", "", make::NOON, &make::unfinished("Mei"));
    let code = |more: &[&str]| class.check(more).code;
    assert_eq!(code(&[]), 0, "every journal was checked, whatever was found");
    assert_eq!(code(&["--fail-on", "needs-work"]), 1);
    assert_eq!(code(&["--fail-on", "not-started,needs-work"]), 1);
    assert_eq!(code(&["--fail-on", "not-started,open"]), 0);
    assert_eq!(code(&["--fail-on", "asleep"]), 2);
    assert_eq!(class.run(&["check", "nowhere"]).code, 2);
    assert_eq!(class.run(&["check", "class", "--roster", "nowhere.csv"]).code, 2);
    let mut class = class;
    class.row("Dan", "");
    assert_eq!(class.check(&["--fail-on", "needs-work"]).code, 2, "2 wins over 1");
}

#[test]
fn rows_are_sorted_and_picked_on_request() {
    let class = Class::seven();
    let names = |more: &[&str]| each(&class.rows(more), "student").join(" ");
    assert_eq!(names(&["--student", "Mia"]), "Mia");
    assert_eq!(names(&["--student", "quin", "--student", "Zoe"]), "Zoe quin", "in the roster's order");
    let seen = class.check(&["--student", "Nobody"]);
    assert!(seen.code == 2 && seen.said().contains("Nobody"), "{}", seen.said());
    let sorted = class.rows(&["--sort", "state"]);
    let mut states = each(&sorted, "state");
    states.dedup();
    assert_eq!(states.len(), 5, "each state in one run: {states:?}");
    assert_eq!(class.rows(&["--sort", "state"]).len(), 7, "nobody is hidden");
}

#[test]
fn the_parts_of_a_class_joined_are_the_whole() {
    let class = Class::seven();
    let whole = class.check(&["--due", "2026-11-29", "--format", "json"]);
    let mut sizes = Vec::new();
    for part in ["1/3", "2/3", "3/3"] {
        let file = format!("part-{}.json", &part[..1]);
        let seen = class.check(&["--due", "2026-11-29", "--format", "json", "--shard", part, "--output", &file]);
        assert!(matches!(seen.code, 0 | 2), "{part}: {}", seen.said());
        let text = std::fs::read_to_string(class.root.path().join(&file)).expect("a part");
        let report: Value = serde_json::from_str(&text).expect("JSON");
        sizes.push(report["students"].as_array().map_or(0, Vec::len));
    }
    assert!(sizes.iter().sum::<usize>() == 7 && sizes.iter().all(|size| *size > 0), "{sizes:?}");
    for parts in [["part-1.json", "part-2.json", "part-3.json"], ["part-3.json", "part-1.json", "part-2.json"]] {
        let merged = class.run(&["merge", parts[0], parts[1], parts[2], "--format", "json"]);
        assert_eq!(merged.code, 2, "somebody is unreadable: {}", merged.said());
        assert_eq!(merged.json(), whole.json(), "in whatever order they are given");
    }
    for (parts, told) in [
        (vec!["part-1.json", "part-2.json", "part-3.json", "part-1.json"], "Part 1/3 is given twice"),
        (vec!["part-1.json", "part-3.json"], "Part 2/3 is not among the reports"),
    ] {
        let refused = class.run(&[vec!["merge"], parts].concat());
        assert!(refused.code == 2 && refused.said().contains(told), "{}", refused.said());
    }
    std::fs::write(class.root.path().join("whole.json"), &whole.out).expect("a report");
    let twice = class.run(&["merge", "whole.json", "whole.json"]);
    assert!(twice.code == 2 && twice.said().contains("in two of the reports"), "{}", twice.said());
    for bad in ["0/3", "4/3", "1/0", "one"] {
        assert_eq!(class.check(&["--shard", bad]).code, 2, "{bad}");
    }
}

#[test]
fn a_report_is_written_whole_where_it_was_asked_for() {
    let class = Class::seven();
    let seen = class.check(&["--format", "json", "--output", "report.json"]);
    assert!(seen.out.is_empty(), "{}", seen.text());
    let written = std::fs::read(class.root.path().join("report.json")).expect("a report");
    assert_eq!(written, class.check(&["--format", "json"]).out);
    let seen = class.check(&["--format", "json", "--output", "nowhere/report.json"]);
    assert_eq!(seen.code, 2, "{}", seen.said());
    assert!(!Path::new(&class.root.path().join("nowhere")).exists());
}

/// What a sync saw in time was there, also where the history was rewritten since: Git keeps the commits, and the ledger when they came.
#[test]
fn what_was_seen_in_time_stays_so_when_the_history_is_rewritten() {
    let mut class = Class::new();
    let folder = class.journal("Bea", "", make::NOON, &make::note("Mei"));
    let repository = git2::Repository::open_bare(&folder).expect("the repository");
    let seen = repository.head().expect("a branch").target().expect("a commit").to_string();
    let name = folder.file_name().expect("a name").to_string_lossy();
    std::fs::create_dir_all(class.folder.join(".coffeechat")).expect("a folder");
    let line = format!(
        "{{\"version\":1,\"at\":\"2026-11-21T10:00:00Z\",\"folder\":\"{name}\",\"student\":\"Bea\",\
         \"url\":\"https://example.org/bea.git\",\"head\":\"{seen}\",\"new\":[\"{seen}\"]}}\n"
    );
    std::fs::write(class.folder.join(".coffeechat/seen.jsonl"), line).expect("a ledger");
    repository.find_reference("refs/heads/main").expect("the branch").delete().expect("it is gone");
    let tree = make::tree(&repository, &[("networking/n.md", &make::note("Mei"))]);
    make::commit(&repository, tree, make::NOON + 11 * DAY);
    let row = &class.rows(&["--due", "2026-11-29"])[0];
    assert_eq!(
        (&row["state"], &row["on_time"], &row["evidence"]),
        (&"done".into(), &true.into(), &"first-seen".into())
    );
    assert_eq!(row["completed_at"], "2026-11-21T10:00:00Z", "it was there when it was seen, at the latest");
    assert_eq!(row["flags"], serde_json::json!(["rewritten-history"]));
    let row = &class.rows(&["--due", "2026-11-20"])[0];
    assert_eq!(row["on_time"], Value::Null, "it was seen past that, and what is gone may have been older: {row:#}");
}

/// A folder without Git that lies inside somebody else's repository, such as the instructor's own.
#[test]
fn a_folder_without_git_borrows_no_history_from_the_repository_around_it() {
    let class = Class::new();
    let note = make::note("Mei");
    make::committed(class.root.path(), false, &[("class/ada/networking/n.md", note.as_str())]);
    let git = make::pictured(&class.root.path().join(".git"));
    let seen = class.run(&["check", "class", "--due", "2026-11-29", "--format", "json"]);
    let row = &seen.json()["students"][0];
    assert_eq!((&row["student"], &row["state"], &row["evidence"]), (&"ada".into(), &"done".into(), &"none".into()));
    for unknown in ["head", "head_at_due", "on_time", "completed_at"] {
        assert!(row[unknown].is_null(), "{unknown}: {row:#}");
    }
    assert_eq!(row["flags"], serde_json::json!(["no-history"]));
    let said = class.run(&["check", "class", "--due", "2026-11-29"]);
    assert!(said.text().contains("ada: a folder without Git"), "{}", said.text());
    assert!(git == make::pictured(&class.root.path().join(".git")), "and the repository is as it was");
}

#[test]
fn no_cell_is_a_formula_and_numbers_are_numbers() {
    let class = Class::new();
    let odd = [
        "=1+1",
        "+cmd",
        "-cmd",
        "@SUM(1)",
        "\t=x",
        "\r=y",
        "\n=z",
        "\u{ff1d}1",
        "\u{ff0b}1",
        "\u{ff0d}1",
        "\u{ff20}z",
        " =1",
        "::error::a",
        "##vso[a]b",
        "-inf",
    ];
    let numbers = ["-5", "+2", "1e3", "007", "-0.5"];
    let roster = class.root.path().join("roster.csv");
    let mut writer = csv::Writer::from_path(&roster).expect("a roster");
    writer.write_record(["student", "url", "mark"]).expect("headings");
    for (at, text) in odd.iter().chain(&numbers).enumerate() {
        let name = format!("{text} {at}");
        writer.write_record([if text.starts_with("-5") { "Jo" } else { name.as_str() }, "", text]).expect("a row");
    }
    writer.flush().expect("a roster");
    for more in [&[][..], &["--bom"]] {
        let arguments = ["check", "class", "--roster", "roster.csv", "--format", "csv", "--today", "2026-12-10"];
        let seen = class.run(&[&arguments[..], more].concat());
        assert_eq!(seen.text().starts_with('\u{feff}'), !more.is_empty());
        let mut reader = csv::Reader::from_reader(seen.text().trim_start_matches('\u{feff}').as_bytes());
        let at = reader.headers().expect("headings").iter().position(|name| name == "mark").expect("the column");
        let rows: Vec<_> = reader.records().map(|row| row.expect("a row")).collect();
        assert_eq!(rows.len(), odd.len() + numbers.len());
        for (row, text) in rows.iter().zip(odd.iter().chain(&numbers)) {
            let is_number = numbers.contains(text);
            assert!(
                !is_number && row[at].starts_with('\'') || is_number && row[at] == **text,
                "{text:?}: {:?}",
                &row[at]
            );
            for cell in row {
                let begins = |c: char| "=+-@\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}\t\r\n".contains(c);
                let is_plain = !cell.trim_start().starts_with(begins) || cell.parse::<f64>().is_ok();
                assert!(is_plain && !cell.starts_with("::") && !cell.starts_with("##"), "{cell:?}");
            }
        }
    }
}

/// The end of a day is the instructor's, wherever that is.
#[test]
fn a_due_day_ends_when_it_ends_for_the_instructor() {
    let mut class = Class::new();
    class.journal("Bea", "", make::NOON, &make::note("Mei"));
    let due = |zone: &str| {
        let arguments = ["cohort", "check", "class", "--due", "2026-11-29", "--format", "json"];
        let seen = with(class.root.path(), None, &[("TZ", zone)], &arguments);
        seen.json()["due"].to_string()
    };
    let moments = ["UTC", "CET-1", "<-03>3", "<+14>-14"].map(due);
    let offsets = ["", "+01:00", "-03:00", "+14:00"];
    for (moment, offset) in moments.iter().zip(offsets) {
        assert!(moment.contains(&format!("2026-11-29T23:59:59{offset}")), "{moment} has not {offset}");
    }
}
