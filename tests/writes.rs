//! Whatever writes a file writes it whole or not at all: killed at any moment, beside others, and over what changed meanwhile.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use common::cannot;
use common::writing::{Journal, Kills, Said, free, kill, moment, planned, said, talked};

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
    let old = journal.path("networking/.coffeechat-0123456789abcdef.unfinished");
    std::fs::write(&old, talked("Ghost")).expect("what was left");
    let long_ago = std::time::SystemTime::now() - Duration::from_secs(3_600);
    std::fs::File::options().write(true).open(&old).and_then(|file| file.set_modified(long_ago)).expect("its time");
    let mine = journal.path("networking/.coffeechat-drafts");
    std::fs::copy(&old, &mine).expect("a file of somebody's own");
    std::fs::File::options().write(true).open(&mine).and_then(|file| file.set_modified(long_ago)).expect("its time");
    let said = journal.run("coffeechat lint --format json");
    assert!(said.out.contains("\"notes\": 1,") && !said.out.contains("Ghost"), "{}", said.out);
    assert_eq!(journal.run("coffeechat lint --fix").code, 0);
    assert_eq!(journal.left(), [Path::new("networking/.coffeechat-drafts")], "what is not ours stays");
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

/// What a run says of a file that another one was quicker with.
const MEANWHILE: &str = "by somebody else meanwhile";

/// Eight runs that begin together. Each has to end well, or to say of what it left alone that somebody was quicker; `other` is what it may
/// say besides.
fn eight(journal: &Journal, command: impl Fn(usize) -> String, other: &[&str]) -> Vec<Said> {
    let runs: Vec<_> = (0..8).map(|at| journal.shell(&command(at)).spawn().expect("a run")).collect();
    let runs: Vec<Said> = runs.into_iter().map(said).collect();
    for run in &runs {
        let is_known = |line: &&str| line.contains(MEANWHILE) || other.iter().any(|known| line.contains(known));
        let unknown: Vec<&str> = run.err.lines().filter(|line| !is_known(line)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
        assert!(run.code == if run.err.contains(MEANWHILE) { 2 } else { 0 }, "{run:?}");
    }
    assert_eq!(journal.left().len(), 0, "nothing is left behind");
    runs
}

#[test]
fn eight_at_once_mend_adopt_and_mark_each_note_once() {
    let mending = ("coffeechat lint --fix --quiet", Journal::of(40, talked));
    let adopting = ("coffeechat adopt --write --level known networking/*.md", Journal::of(20, free));
    let marking = ("coffeechat mark networking/n1.md contacted", Journal::of(2, |name| planned(name, 20_000)));
    let drafting = ("coffeechat outreach networking/n1.md", Journal::of(2, |name| planned(name, 20_000)));
    for (command, journal) in [mending, adopting, marking] {
        let before = journal.picture();
        assert_eq!(journal.run(command).code, 0);
        let after = journal.picture();
        journal.restore(&before);
        eight(
            &journal,
            |_| command.to_owned(),
            &["has its front matter already; nothing is added", "Nothing was changed."],
        );
        let second = journal.picture();
        assert!(second == after, "{command}: one run alone gives the same");
    }
    // A message is drafted once; whoever comes later is told that there is one.
    let (command, journal) = drafting;
    let before = journal.picture();
    assert_eq!(journal.run(command).code, 0);
    let after = journal.picture();
    journal.restore(&before);
    let runs: Vec<_> = (0..8).map(|_| journal.shell(command).spawn().expect("a run")).collect();
    let runs: Vec<Said> = runs.into_iter().map(said).collect();
    assert!(journal.picture() == after);
    assert!(runs.iter().any(|run| run.code == 0), "{runs:?}");
    let is_told = |run: &Said| run.err.contains(MEANWHILE) || run.err.contains("has a message already");
    assert!(runs.iter().all(|run| run.code == 0 || run.code == 2 && is_told(run)), "{runs:?}");
}

#[test]
fn eight_at_once_never_take_the_place_of_what_another_wrote_unseen() {
    let journal = Journal::of(1, |name| planned(name, 0));
    let before = journal.picture();
    for _ in 0..15 {
        journal.restore(&before);
        let mark = |at| format!("coffeechat mark networking/n0.md scheduled --date 2026-12-1{at}");
        let runs = eight(&journal, mark, &["Nothing was changed."]);
        // Who wrote says which day it was before. Of two that saw the same one, the second did not see the first.
        let seen = runs.iter().flat_map(|run| run.out.lines()).filter(|line| line.starts_with("  date: "));
        let mut seen: Vec<&str> = seen.filter_map(|line| Some(line.split_once("(was ")?.1)).collect();
        let all = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert!(all > 0 && seen.len() == all, "{runs:?}");
    }
}

#[test]
fn eight_at_once_make_one_note_of_a_contact_and_day_and_one_of_each_of_several() {
    let journal = Journal::new([], None);
    let new = |name: &str| format!("coffeechat new --level 1 --contact '{name}' --print-path");
    assert_eq!(journal.run(&new("Grace Hopper")).out, "networking/2026-11-23-grace-hopper.md\n");
    let alone = journal.picture();
    std::fs::remove_dir_all(journal.path("networking")).expect("the notes go");
    let runs = eight(&journal, |_| new("Grace Hopper"), &[]);
    assert!(runs.iter().all(|run| run.out == "networking/2026-11-23-grace-hopper.md\n"), "{runs:?}");
    assert!(journal.picture() == alone, "one whole note");
    eight(&journal, |at| new(&format!("Ada {at}")), &[]);
    for at in 0..8 {
        let text = journal.text(&format!("networking/2026-11-23-ada-{at}.md"));
        assert!(text.contains(&format!("contact: Ada {at}\n")) && text.trim_end().ends_with("-->"), "{text}");
    }
    // With `--another` each makes one, and none takes the place of another's.
    eight(&journal, |_| format!("{} --another", new("Grace Hopper")), &[]);
    for at in 2..10 {
        let text = journal.text(&format!("networking/2026-11-23-grace-hopper-{at}.md"));
        assert!(text.contains("contact: Grace Hopper\n") && text.trim_end().ends_with("-->"), "{text}");
    }
}

#[test]
fn eight_at_once_make_one_hook_one_report_and_one_key() {
    let journal = Journal::of(4, |name| talked(name).replace("Takeway", "Takeaway"));
    assert_eq!(journal.run("git init -q .").code, 0);
    assert_eq!(journal.run("coffeechat hook install").code, 0);
    let hook = journal.text(".git/hooks/pre-commit");
    assert_eq!(journal.run("coffeechat hook uninstall").code, 0);
    let runs = eight(&journal, |_| "coffeechat hook install".to_owned(), &["Run the command again."]);
    assert!(runs.iter().any(|run| run.code == 0), "{runs:?}");
    assert_eq!(journal.text(".git/hooks/pre-commit"), hook);
    assert_eq!(journal.run("ls -A .git/hooks | grep -c '^.coffeechat-'").out, "0\n");

    journal.write("class/ada/networking/a.md", &journal.text("networking/n1.md"));
    let check = "coffeechat cohort check class --format json --anonymous --output report.json";
    assert_eq!(journal.run(check).code, 0);
    let alone = journal.text("report.json");
    for run in eight(&journal, |_| check.to_owned(), &["The report is in", "student", "note"]) {
        assert_eq!(run.code, 0, "{run:?}");
    }
    assert_eq!(journal.text("report.json"), alone, "one key, one report");
}

#[test]
fn a_note_of_somebody_else_stays_theirs() {
    use std::os::unix::fs::{MetadataExt, chown};
    let journal = Journal::of(1, talked);
    let path = journal.path("networking/n0.md");
    if chown(&path, Some(65_534), Some(65_534)).is_err() {
        return cannot("only root can give a file away");
    }
    assert_eq!(journal.run("coffeechat lint --fix").code, 0);
    let data = path.metadata().expect("the note");
    assert!(journal.text("networking/n0.md").contains("## Takeaway"));
    assert_eq!((data.uid(), data.gid()), (65_534, 65_534));
}

#[cfg(target_os = "linux")]
#[test]
fn what_the_system_keeps_beside_a_note_stays() {
    use rustix::fs::{XattrFlags, getxattr, setxattr};
    let journal = Journal::of(1, talked);
    let path = journal.path("networking/n0.md");
    if setxattr(&path, "user.tag", b"mine", XattrFlags::empty()).is_err() {
        return cannot("the file system has no attributes");
    }
    // User 65534 may read it, beside its owner.
    let list: [(u16, u16, u32); 5] = [(1, 6, !0), (2, 4, 65_534), (4, 0, !0), (16, 4, !0), (32, 0, !0)];
    let mut readers = 2_u32.to_le_bytes().to_vec();
    for (tag, rights, id) in list {
        readers.extend([&tag.to_le_bytes()[..], &rights.to_le_bytes(), &id.to_le_bytes()].concat());
    }
    let has_lists = setxattr(&path, "system.posix_acl_access", &readers, XattrFlags::empty()).is_ok();
    assert_eq!(journal.run("coffeechat lint --fix").code, 0);
    assert!(journal.text("networking/n0.md").contains("## Takeaway"));
    let kept = |name: &str| {
        let mut value = [0_u8; 256];
        let length = getxattr(&path, name, &mut value[..]).unwrap_or_default();
        value[..length].to_vec()
    };
    assert_eq!(kept("user.tag"), b"mine");
    if has_lists {
        assert_eq!(kept("system.posix_acl_access"), readers);
    }
}

/// The texts of the notes of a journal, by number.
fn notes(journal: &Journal, count: usize) -> Vec<String> {
    (0..count).map(|at| journal.text(&format!("networking/n{at}.md"))).collect()
}

#[test]
fn a_note_that_changed_meanwhile_is_left_as_it_is_and_the_others_are_mended() {
    let count = 200;
    let journal = Journal::of(count, talked);
    let before = notes(&journal, count);
    let mut command = journal.shell("exec coffeechat lint --fix --quiet");
    let child = command.env("RAYON_NUM_THREADS", "1").spawn().expect("a run");
    let start = Instant::now();
    while notes(&journal, count) == before {
        assert!(start.elapsed() < Duration::from_secs(20), "nothing was mended");
    }
    signal(&child, rustix::process::Signal::STOP);
    // One that is far from its turn: the one that is being written may have been looked at for the last time.
    let seen = notes(&journal, count);
    let mut waiting: Vec<usize> = (0..count).filter(|&at| seen[at] == before[at]).collect();
    waiting.sort_by_key(|at| format!("n{at}.md"));
    let last = *waiting.last().expect("a note that was not mended yet");
    let mine = format!("{}Mine.\n", before[last]);
    journal.write(&format!("networking/n{last}.md"), &mine);
    signal(&child, rustix::process::Signal::CONT);
    let run = said(child);
    assert!(waiting.len() > 2, "it was stopped in the middle: {} to come", waiting.len());
    assert_eq!(run.err.lines().filter(|line| line.contains(MEANWHILE)).count(), 1, "{}", run.err);
    assert!(run.code == 2 && run.err.contains(&format!("networking/n{last}.md: was changed {MEANWHILE}")), "{run:?}");
    let after = notes(&journal, count);
    assert_eq!(after[last], mine);
    assert!((0..count).all(|at| at == last || after[at].contains("## Takeaway")), "the others are mended");
    assert_eq!(journal.left().len(), 0);
}

fn signal(child: &Child, signal: rustix::process::Signal) {
    let id = rustix::process::Pid::from_child(child);
    rustix::process::kill_process(id, signal).expect("a signal");
}

#[test]
fn what_is_no_text_or_would_grow_too_large_keeps_its_bytes() {
    let journal = Journal::of(1, talked);
    let note = talked("Ada");
    let wide: Vec<u8> = note.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let odd: [(&str, Vec<u8>); 3] = [
        ("latin.md", note.replace("Ada", "Ad\u{0}").bytes().map(|byte| if byte == 0 { 0xe9 } else { byte }).collect()),
        ("wide.md", [&[0xff, 0xfe][..], &wide].concat()),
        ("nul.md", note.replace("Ada", "Ad\u{0}").into_bytes()),
    ];
    for (name, bytes) in &odd {
        std::fs::write(journal.path(&format!("networking/{name}")), bytes).expect("a note");
    }
    let picture = journal.picture();
    let run = journal.run("coffeechat lint --fix --unsafe-fixes");
    assert_eq!(run.code, 1, "{run:?}");
    for (name, bytes) in &odd {
        let now = std::fs::read(journal.path(&format!("networking/{name}"))).expect("a note");
        assert!(now == *bytes, "{name} is as it was");
    }
    assert!(journal.text("networking/n0.md").contains("## Takeaway"), "the one beside them is mended");
    journal.restore(&picture);

    // The heading is one letter too short, and the note has room for none.
    let most = 1 << 20;
    let near = format!("{note}{}", "x".repeat(most - note.len()));
    journal.write("networking/near.md", &near);
    let run = journal.run("coffeechat lint --fix networking/near.md networking/n0.md");
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("would have made it larger than 1 MiB"), "{}", run.err);
    assert_eq!(journal.text("networking/near.md"), near);
    assert!(journal.text("networking/n0.md").contains("## Takeaway"), "the one beside it is mended");
}
