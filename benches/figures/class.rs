//! What the check of a class costs: 300 bare journals with 40 commits each against `git log` in each, 3,000 journals without history
//! against `rg -c ''`, which does nothing but read the same files; and the search for passages that journals share.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::common::{Row, coffeechat, note, read_all, row, run};

const JOURNALS: usize = 300;
const COMMITS: usize = 40;
const NOTES: usize = 4;
const FOLDERS: usize = 3_000;
const RUNS: usize = 11;

pub fn measure(tell: &dyn Fn(&Row)) {
    let class = tempfile::tempdir().expect("a folder");
    for number in 0..JOURNALS {
        journal(&class.path().join(format!("student-{number:04}")), number);
    }
    let what = format!("cohort check, {JOURNALS} journals with {COMMITS} commits");
    tell(&check(&what, class.path(), "git log in each", &|| in_each(class.path())));
    let compare = |watch| run(coffeechat(class.path()).args(["cohort", "compare", "."]), watch);
    tell(&row(&format!("cohort compare, the same {JOURNALS}"), RUNS, &compare, None));

    let class = tempfile::tempdir().expect("a folder");
    for number in 0..FOLDERS {
        let place = class.path().join(format!("student-{number:04}/networking"));
        std::fs::create_dir_all(&place).expect("a folder");
        for at in 0..NOTES {
            std::fs::write(place.join(format!("n{at}.md")), note(number * NOTES + at)).expect("a note");
        }
    }
    let what = format!("cohort check, {FOLDERS} folders with {NOTES} notes");
    tell(&check(&what, class.path(), "rg -c ''", &|| read_all(class.path())));
}

/// The check of a class, in turn with something else.
fn check(what: &str, class: &Path, floor: &str, other: &dyn Fn() -> Duration) -> Row {
    let arguments = ["cohort", "check", ".", "--format", "json", "--due", "2026-11-29", "--today", "2026-11-30"];
    let check = |watch| run(coffeechat(class).args(arguments), watch);
    // A check that stopped early would look quick.
    let seen = coffeechat(class).args(["cohort", "check", ".", "--student", "student-0007"]).output().expect("a run");
    let said = [seen.stdout, seen.stderr].concat();
    assert!(seen.status.success(), "every journal can be read: {}", String::from_utf8_lossy(&said));
    row(what, RUNS, &check, Some((floor, other)))
}

/// How long Git takes in one journal after the other.
fn in_each(class: &Path) -> Duration {
    let start = Instant::now();
    for entry in std::fs::read_dir(class).expect("a class") {
        let folder = entry.expect("a journal").path();
        let status = Command::new("git").arg("log").current_dir(folder).stdout(Stdio::null()).status();
        assert!(status.expect("git").success(), "git log");
    }
    start.elapsed()
}

/// A bare journal whose notes grow, one after the other, commit by commit. It is packed, as a clone is.
fn journal(folder: &Path, number: usize) {
    let status =
        Command::new("git").args(["init", "-q", "--bare", "--initial-branch=main", "--template="]).arg(folder).status();
    assert!(status.expect("git").success(), "git init");
    let mut stream = String::new();
    let each = COMMITS / NOTES;
    for at in 0..COMMITS {
        let (which, part) = (at / each, at % each + 1);
        let whole = note(number * NOTES + which);
        let lines: Vec<&str> = whole.split_inclusive('\n').collect();
        let text = lines[..lines.len() * part / each].concat();
        // Two commits a day from the ninth of November 2026.
        let moment = 1_794_225_600 + at * 43_200;
        let _ = write!(
            stream,
            "commit refs/heads/main\ncommitter A Student <student@example.org> {moment} +0000\ndata 6\nNotes\n\n\
             M 100644 inline networking/n{which}.md\ndata {}\n{text}\n",
            text.len()
        );
    }
    let mut import = Command::new("git")
        .args(["-c", "fastimport.unpackLimit=1", "fast-import", "--quiet"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("git fast-import");
    import.stdin.take().expect("its input").write_all(stream.as_bytes()).expect("a stream");
    assert!(import.wait().expect("git fast-import").success(), "git fast-import");
}
