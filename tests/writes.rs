//! Whatever writes a file writes it whole or not at all: killed at any moment, beside others, and over what changed meanwhile.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::time::{Duration, Instant};

use common::cannot;
use common::writing::{Journal, Kills, free, kill, moment, planned, said, talked};

/// What the kills of a command have to come to.
fn hit(kills: &Kills, rounds: u32) {
    assert!(kills.hits * 4 > rounds as usize, "it was killed while it worked: {kills:?}");
}

#[test]
fn killed_while_mending_many_notes_each_is_old_or_new() {
    let journal = Journal::of(40, talked);
    use std::os::unix::fs::PermissionsExt;
    for (at, mode) in [0o600, 0o640, 0o664].into_iter().enumerate() {
        let path = journal.path(&format!("networking/n{at}.md"));
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("a mode");
    }
    let kills = kill(&journal, "coffeechat lint --fix --quiet", 40);
    hit(&kills, 40);
    assert!(kills.written > 5, "some notes were mended, others not yet: {kills:?}");
    match journal.has_unnamed_files() {
        true => assert!(kills.left * 3 < kills.hits, "a temporary file is there for an instant only: {kills:?}"),
        false => cannot("no file without a name can be made here, so that a kill may leave one"),
    }
}

#[test]
fn killed_while_marking_drafting_and_adopting_each_note_is_old_or_new() {
    let journal = Journal::of(2, |name| planned(name, 20_000));
    hit(&kill(&journal, "coffeechat mark networking/n1.md contacted", 30), 30);
    hit(&kill(&journal, "coffeechat outreach networking/n1.md --time friday", 30), 30);
    let journal = Journal::of(12, free);
    hit(&kill(&journal, "coffeechat adopt --write --level known networking/*.md", 30), 30);
}

#[test]
fn killed_while_making_a_note_it_is_there_whole_or_not_at_all() {
    let journal = Journal::of(2, talked);
    let kills = kill(&journal, "coffeechat new --level 1 --contact 'Grace Hopper'", 60);
    hit(&kills, 60);
    // A new file takes its name in one step, so that there is not even an instant for a temporary one.
    match journal.has_unnamed_files() {
        true => assert_eq!(kills.left, 0),
        false => cannot("no file without a name can be made here, so that a kill may leave one"),
    }
}

#[test]
fn killed_while_writing_reports_and_letters_each_is_old_or_new() {
    let files = (0..12).map(|at| (format!("class/s{at}/networking/a.md"), talked(&format!("Ada {at}"))));
    let journal = Journal::new(files, None);
    journal.write("report.json", "before");
    journal.write("letters/mine.txt", "mine");
    hit(&kill(&journal, "coffeechat cohort check class --format json --output report.json --feedback letters", 40), 40);
}

#[test]
fn what_a_kill_left_is_in_no_report_and_goes_with_the_next_write() {
    let journal = Journal::of(1, talked);
    let old = journal.path("networking/.coffeechat-aB3dE9");
    std::fs::write(&old, talked("Ghost")).expect("what was left");
    let long_ago = std::time::SystemTime::now() - Duration::from_secs(3_600);
    std::fs::File::options().write(true).open(&old).and_then(|file| file.set_modified(long_ago)).expect("its time");
    let said = journal.run("coffeechat lint --format json");
    assert!(said.out.contains("\"notes\": 1,") && !said.out.contains("Ghost"), "{}", said.out);
    assert_eq!(journal.run("coffeechat lint --fix").code, 0);
    assert_eq!(journal.left().len(), 0);
}

#[test]
fn killed_while_fetching_a_class_what_was_seen_stays_and_the_next_run_goes_on() {
    let journal = Journal::new([], None);
    let made = journal.run(
        "for name in ada bo cy; do git init -q served/$name && cd served/$name && echo '# Talk' > networking.md && git add . && \
         git commit -qm one && cd ../.. && echo \"$name,file://$PWD/served/$name\" >> rows; done; \
         echo student,url | cat - rows > class.csv",
    );
    assert_eq!(made.code, 0, "{}", made.err);
    let sync = |round: u32| format!("coffeechat cohort sync class.csv --into class{round} --allow-local");
    let start = Instant::now();
    assert_eq!(journal.run(&sync(99)).code, 0);
    let long = start.elapsed();
    let mut killed = 0;
    for round in 0..12 {
        // Every other time what is there is fetched into again.
        let class = round / 2;
        let path = journal.path(&format!("class{class}/.coffeechat/seen.jsonl"));
        let ledger = || std::fs::read_to_string(&path).unwrap_or_default();
        let before = ledger();
        let mut child = journal.shell(&format!("exec {}", sync(class))).spawn().expect("a run");
        std::thread::sleep(moment(long, round));
        let _ = child.kill();
        killed += usize::from(said(child).code == -1);
        let now = ledger();
        assert!(now.starts_with(&before), "what was seen stays: {before}{now}");
        let (whole, _) = now.rsplit_once('\n').unwrap_or_default();
        for line in whole.lines() {
            serde_json::from_str::<serde_json::Value>(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        }
        let again = journal.run(&sync(class));
        assert_eq!((again.code, again.out.lines().count()), (0, 3), "{}{}", again.out, again.err);
        let inside = journal.run(&format!("ls -A class{class}/.coffeechat"));
        assert_eq!(inside.out, "lock\nseen.jsonl\n", "nothing of the work is left");
    }
    assert!(killed > 3, "it was killed while it worked, {killed} times");
}
