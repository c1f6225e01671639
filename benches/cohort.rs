//! What the check of a class costs, against the least that anybody could do with the same journals.
//!
//! `cargo bench --bench cohort` makes 300 bare journals of 40 commits each, and times `cohort check` over them in turn with `git log` run
//! in each; then 3,000 journals without history, in turn with `rg -c ''`, which does nothing but read the same files. It prints the
//! ratio of the medians and the peak memory. Nothing is asserted: a figure is for people. The 300 journals are also compared with each
//! other by `cohort compare`, which has no floor to be held against.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::expect_used, clippy::unwrap_used)]

mod common;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::{median, note, run};

const JOURNALS: usize = 300;
const COMMITS: usize = 40;
const NOTES: usize = 4;
const FOLDERS: usize = 3_000;
const RUNS: usize = 11;

fn main() {
    let class = tempfile::tempdir().expect("a folder");
    for number in 0..JOURNALS {
        journal(&class.path().join(format!("student-{number:04}")), number);
    }
    println!("{JOURNALS} journals with {COMMITS} commits each");
    let plain = || in_each(class.path(), &["log"]);
    let names = in_each(class.path(), &["log", "--name-only", "--format=%H %ct"]);
    compare("git log in each", class.path(), plain);
    println!("(git log --name-only in each took {:.0} ms, once)", names.as_secs_f64() * 1e3);
    alike(class.path());

    let class = tempfile::tempdir().expect("a folder");
    for number in 0..FOLDERS {
        let place = class.path().join(format!("student-{number:04}/networking"));
        std::fs::create_dir_all(&place).expect("a folder");
        for at in 0..NOTES {
            std::fs::write(place.join(format!("n{at}.md")), note(number * NOTES + at)).expect("a note");
        }
    }
    println!("\n{FOLDERS} journals without history, {NOTES} notes each");
    if Command::new("rg").arg("--version").stdout(Stdio::null()).status().is_err() {
        println!("rg is not installed: no floor to compare with");
        return;
    }
    let read = || run(Command::new("rg").args(["-c", "", "--no-ignore"]).current_dir(class.path()), false).0;
    compare("rg -c ''", class.path(), read);
}

/// Times the check of a class in turn with something else, and prints both.
fn compare(name: &str, class: &Path, floor: impl Fn() -> Duration) {
    let check = |watch| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_coffeechat"));
        command
            .args(["cohort", "check", "--format", "json", "--due", "2026-11-29", "--today", "2026-11-30"])
            .arg(class);
        run(&mut command, watch)
    };
    // The first run of each fills the system's caches. A check that stopped early would look quick.
    let (_, memory) = check(true);
    reads_all(class);
    floor();
    let (ours, theirs): (Vec<_>, Vec<_>) = (0..RUNS).map(|_| (check(false).0, floor())).unzip();
    let (ours, theirs) = (median(ours).as_secs_f64(), median(theirs).as_secs_f64());
    println!("{:<16} {:7.0} ms, peak {memory} MB", "cohort check", ours * 1e3);
    println!("{name:<16} {:7.0} ms", theirs * 1e3);
    println!("{:<16} {:7.2}", "ratio", ours / theirs);
}

/// Times the search for passages that journals share.
fn alike(class: &Path) {
    let search =
        |watch| run(Command::new(env!("CARGO_BIN_EXE_coffeechat")).args(["cohort", "compare"]).arg(class), watch);
    let (_, memory) = search(true);
    let times: Vec<_> = (0..RUNS).map(|_| search(false).0).collect();
    println!("{:<16} {:7.0} ms, peak {memory} MB", "cohort compare", median(times).as_secs_f64() * 1e3);
}

/// Makes sure that the check of a class ends well.
fn reads_all(class: &Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coffeechat"));
    let seen = command.args(["cohort", "check", "--student", "student-0007"]).arg(class).output().expect("a run");
    let said = [seen.stdout, seen.stderr].concat();
    assert!(seen.status.success(), "every journal can be read: {}", String::from_utf8_lossy(&said));
}

/// How long Git takes in one journal after the other.
fn in_each(class: &Path, arguments: &[&str]) -> Duration {
    let start = Instant::now();
    for entry in std::fs::read_dir(class).expect("a class") {
        let folder = entry.expect("a journal").path();
        let mut git = Command::new("git");
        let status = git.args(arguments).current_dir(folder).stdout(Stdio::null()).status();
        assert!(status.expect("git").success(), "git {arguments:?}");
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
