//! No room on the disk, and no right to write: the old file is whole, no temporary file is left, and the others are done.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use common::cannot;
use common::writing::{Journal, Picture, Said, free, planned, said, talked};

/// A user that owns nothing. Root may write everywhere, so a test that root runs borrows this one.
const NOBODY: u32 = 65_534;

/// As many bytes of a student's own words as do not fit.
const LARGE: usize = 40_000;

/// Runs a command that may make no file larger than some KiB, as on a disk that is full.
fn cramped(journal: &Journal, blocks: u32, command: &str) -> Said {
    journal.run(&format!("trap '' XFSZ; ulimit -f {blocks}; exec {command}"))
}

/// What a run did that could not write everything: it says why, and ends with 2.
fn refused(journal: &Journal, run: &Said, why: &str, command: &str) {
    assert_eq!(run.code, 2, "{command}: {run:?}");
    assert!(run.err.contains(why), "{command}: {run:?}");
    assert_eq!(journal.left().len(), 0, "{command}: nothing is left behind");
}

/// A journal with a large and a small one of each kind of note.
fn both() -> Journal {
    let large = |text: String| format!("{text}\n{}", "She keeps a log.\n".repeat(LARGE / 17));
    let files = [
        ("networking/a.md", large(talked("Ada"))),
        ("networking/b.md", talked("Bo")),
        ("plans/a.md", planned("Ada", LARGE)),
        ("plans/b.md", planned("Bo", 0)),
        ("free/a.md", large(free("Ada"))),
        ("free/b.md", free("Bo")),
    ];
    Journal::new(files.map(|(path, text)| (path.to_owned(), text)), "notes = [\"networking/*.md\", \"plans/*.md\"]\n")
}

/// What writes notes: the command, and the large note that it cannot write beside the small one that it can.
const WRITERS: [(&str, &str, &str); 4] = [
    ("coffeechat lint --fix networking", "networking/a.md", "networking/b.md"),
    ("coffeechat adopt --write --level known free/a.md free/b.md", "free/a.md", "free/b.md"),
    ("coffeechat mark plans/a.md contacted", "plans/a.md", ""),
    ("coffeechat outreach plans/a.md --time friday", "plans/a.md", ""),
];

/// Nothing but `written` differs from the picture.
fn only(journal: &Journal, before: &Picture, written: &str, command: &str) {
    let now = journal.picture();
    let changed: Vec<&Path> =
        now.iter().filter(|(path, file)| before.get(*path) != Some(*file)).map(|(path, _)| path.as_path()).collect();
    let wanted: Vec<&Path> = [Path::new(written)].into_iter().filter(|path| *path != Path::new("")).collect();
    assert_eq!(changed, wanted, "{command}");
    assert!(before.keys().all(|path| now.contains_key(path)), "{command}: nothing is gone");
}

#[test]
fn what_does_not_fit_is_as_it_was_and_what_fits_is_done() {
    let journal = both();
    let before = journal.picture();
    for (command, large, small) in WRITERS {
        let run = cramped(&journal, 8, command);
        refused(&journal, &run, &format!("{large}: cannot be written: file too large"), command);
        only(&journal, &before, small, command);
        journal.restore(&before);
    }
}

#[test]
fn what_would_be_new_is_not_there_at_all() {
    let journal = Journal::of(1, talked);
    journal.write("class/ada/networking/a.md", &talked("Ada"));
    assert_eq!(journal.run("git init -q . && mkdir bare").code, 0);
    let before = journal.picture();
    let makers = [
        "coffeechat new --level 1 --contact Bo",
        "coffeechat init bare",
        "coffeechat hook install",
        "coffeechat lint --format json --output report.json",
        "coffeechat cohort check class --format json --output report.json",
        "coffeechat cohort check class --anonymous",
        "coffeechat cohort check class --feedback letters",
    ];
    for command in makers {
        let run = cramped(&journal, 0, command);
        refused(&journal, &run, "written: file too large", command);
        only(&journal, &before, "", command);
        let hooks = journal.run("ls -A .git/hooks | grep -v sample");
        assert_eq!(hooks.out, "", "{command}");
    }
}

#[test]
fn reports_and_letters_that_do_not_fit_leave_those_before() {
    let journal = Journal::new([], None);
    let student = |name: &str, text: String| journal.write(&format!("class/{name}/networking/a.md"), &text);
    ["ada", "bo"].iter().for_each(|name| student(name, planned(name, 0)));
    let check = "coffeechat cohort check class --format json --output report.json --feedback letters";
    assert_eq!(journal.run(check).code, 0);
    ["ada", "bo"].iter().for_each(|name| student(name, talked(name)));
    let before = journal.picture();
    let run = cramped(&journal, 0, check);
    refused(&journal, &run, "report.json: the report could not be written: file too large", check);
    only(&journal, &before, "", check);
    let letters = "coffeechat cohort check class --feedback letters";
    let run = cramped(&journal, 0, letters);
    for name in ["ada", "bo"] {
        refused(&journal, &run, &format!("letters/{name}.md: cannot be written: file too large"), letters);
    }
    only(&journal, &before, "", letters);
}

#[test]
fn a_ledger_that_has_no_room_is_as_it_was_and_says_so() {
    let journal = Journal::new([], None);
    let made = journal.run(
        "git init -q served && cd served && echo '# Talk' > networking.md && git add . && git commit -qm one && cd .. && \
         printf 'student,url\\nAda,file://%s/served\\n' \"$PWD\" > class.csv",
    );
    assert_eq!(made.code, 0, "{made:?}");
    let sync = "coffeechat cohort sync class.csv --into class --allow-local";
    assert_eq!(journal.run(sync).code, 0);
    // Nearly as large as a file may be: half a line fits.
    let ledger = journal.path("class/.coffeechat/seen.jsonl");
    let line = std::fs::read_to_string(&ledger).expect("a ledger");
    let whole = format!("{}{}\n", line.trim_end(), " ".repeat(8 * 512 - 40 - line.len()));
    std::fs::write(&ledger, &whole).expect("a ledger");
    let run = cramped(&journal, 8, sync);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(format!("{}{}", run.out, run.err).contains("could not be recorded"), "{run:?}");
    let now = std::fs::read_to_string(&ledger).expect("a ledger");
    assert!(now == whole, "half a line is taken back");
}

/// A real disk without room: a small one that lies in memory, where the system lets us have it.
#[test]
fn on_a_full_disk_what_does_not_fit_is_as_it_was_and_what_fits_is_done() {
    let journal = both();
    let probe = journal.run("mkdir small && unshare -Urm sh -c 'mount -t tmpfs -o size=64k none small'");
    if probe.code != 0 {
        return cannot("the system does not let us have a small disk");
    }
    for (command, large, small) in WRITERS {
        // Two pages are left: room for the small one, and not for the large one.
        let fill = "cp -R coffeechat.toml \"$DIR\" small && cd small && dd if=/dev/zero of=filler bs=4096 2>/dev/null; \
                    truncate -s -8192 filler && mkdir ../was && cp -R \"$DIR\" ../was";
        let told = "cmp -s \"$LARGE\" ../was/\"$LARGE\" && echo the large one is as it was; \
                    test -z \"$SMALL\" || cmp -s \"$SMALL\" ../was/\"$SMALL\" || echo the small one is done; \
                    find . -name '.coffeechat-*'; rm -r ../was";
        let inside = format!("mount -t tmpfs -o size=128k none small && {fill}; {command}; echo \"code $?\"; {told}");
        let (folder, _) = large.split_once('/').expect("a folder");
        let mut run = journal.shell("exec unshare -Urm sh -c \"$INSIDE\"");
        run.env("INSIDE", inside).env("DIR", folder).env("LARGE", large).env("SMALL", small);
        let run = said(run.spawn().expect("a shell"));
        assert!(
            run.err.contains(&format!("{large}: cannot be written: no space left on device")),
            "{command}: {run:?}"
        );
        let done = if small.is_empty() { "" } else { "the small one is done\n" };
        let wanted = format!("code 2\nthe large one is as it was\n{done}");
        assert!(run.out.ends_with(&wanted), "{command}: {run:?}");
    }
}

/// Without `/proc` a file that has no name cannot be given one; it is written as on other systems.
#[test]
fn where_a_file_cannot_be_named_later_it_is_written_all_the_same() {
    let journal = both();
    let hidden = |command: &str| format!("exec unshare -Urm sh -c 'mount -t tmpfs none /proc && exec {command}'");
    if journal.run(&hidden("true")).code != 0 {
        return cannot("the system does not let us hide /proc");
    }
    for command in ["coffeechat lint --fix networking", "coffeechat new --level 1 --contact Cy"] {
        let before = journal.picture();
        assert_eq!(journal.run(command).code, 0);
        let after = journal.picture();
        journal.restore(&before);
        let run = journal.run(&hidden(command));
        assert_eq!(run.code, 0, "{command}: {run:?}");
        assert!(journal.picture() == after, "{command}");
    }
}

/// Gives a folder to the user that owns nothing, where we are root; whether we are.
fn give_away(root: &Path) -> bool {
    walkdir::WalkDir::new(root)
        .into_iter()
        .all(|entry| std::os::unix::fs::chown(entry.expect("an entry").path(), Some(NOBODY), Some(NOBODY)).is_ok())
}

/// What is in a folder that may not be written to stays, what is in another one is written, and both are said.
#[test]
fn what_lies_in_a_folder_that_may_not_be_written_to_is_as_it_was_and_the_others_are_done() {
    let sandbox = tempfile::tempdir().expect("a folder");
    let may =
        |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("a mode");
    may(sandbox.path(), 0o755);
    // By another process: a program that we hold open for writing cannot be run.
    let copied = Command::new("cp").arg(common::binary()).arg(sandbox.path()).status().expect("cp");
    assert!(copied.success(), "the binary, where anybody may run it");
    let work = sandbox.path().join("work");
    let files = [
        ("networking/locked/a.md", talked("Ada")),
        ("networking/open/b.md", talked("Bo")),
        ("plans/locked/a.md", planned("Ada", 0)),
        ("free/locked/a.md", free("Ada")),
        ("free/open/b.md", free("Bo")),
        ("class/ada/networking/a.md", talked("Ada")),
        ("letters/locked/mine.txt", "mine".to_owned()),
        ("coffeechat.toml", "notes = [\"networking/**/*.md\", \"plans/**/*.md\"]\n".to_owned()),
    ];
    for (path, text) in &files {
        std::fs::create_dir_all(work.join(path).parent().expect("a folder")).expect("folders");
        std::fs::write(work.join(path), text).expect("a file");
    }
    let is_root = give_away(&work);
    let locked = ["networking/locked", "plans/locked", "free/locked", "letters/locked"].map(|path| work.join(path));
    locked.iter().for_each(|path| may(path, 0o555));
    let runs = [
        ("lint --fix networking", "networking/locked/a.md: cannot be written: permission denied"),
        (
            "adopt --write --level known free/locked/a.md free/open/b.md",
            "free/locked/a.md: cannot be written: permission denied",
        ),
        ("mark plans/locked/a.md contacted", "plans/locked/a.md: cannot be written: permission denied"),
        ("outreach plans/locked/a.md", "plans/locked/a.md: cannot be written: permission denied"),
        (
            "cohort check class --format json --output letters/locked/r.json",
            "the report could not be written: permission denied",
        ),
        ("cohort check class --feedback letters/locked", "letters/locked/ada.md: cannot be written: permission denied"),
    ];
    for (arguments, why) in runs {
        let mut command = Command::new(sandbox.path().join("coffeechat"));
        command
            .args(arguments.split(' '))
            .current_dir(&work)
            .env_clear()
            .env("COFFEECHAT_TODAY", common::TODAY.to_string());
        if is_root {
            command.uid(NOBODY).gid(NOBODY);
        }
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let run = said(command.spawn().expect("a run"));
        assert_eq!(run.code, 2, "{arguments}: {run:?}");
        assert!(run.err.contains(why), "{arguments}: {run:?}");
    }
    locked.iter().for_each(|path| may(path, 0o755));
    let text = |path: &str| std::fs::read_to_string(work.join(path)).expect("a file");
    for (path, before) in &files {
        assert_eq!(text(path) == *before, !path.contains("/open/"), "{path}");
    }
    let names = walkdir::WalkDir::new(&work)
        .into_iter()
        .filter(|entry| entry.as_ref().is_ok_and(|entry| entry.file_type().is_file()));
    assert_eq!(names.count(), files.len(), "nothing is left behind");
}

#[test]
fn a_report_that_cannot_be_printed_is_said_and_what_was_written_is_whole() {
    if !Path::new("/dev/full").exists() {
        return cannot("the system has no /dev/full");
    }
    let journal = both();
    journal.write("class/ada/networking/a.md", &talked("Ada"));
    let commands = [
        "coffeechat lint",
        "coffeechat lint --format json",
        "coffeechat lint --fix --diff",
        "coffeechat status",
        "coffeechat questions",
        "coffeechat rules",
        "coffeechat cohort check class",
        "coffeechat cohort check class --format html",
        "coffeechat cohort compare class",
        "coffeechat lint --fix networking",
        "coffeechat mark plans/b.md contacted",
        "coffeechat outreach plans/a.md",
        "coffeechat new --level 1 --contact Cy",
    ];
    let before = journal.picture();
    for command in commands {
        let run = journal.run(&format!("{command} > /dev/full"));
        assert_eq!(run.code, 2, "{command}: {run:?}");
        assert!(run.err.contains("the output could not be written: no space left on device"), "{command}: {run:?}");
        let full = journal.picture();
        journal.restore(&before);
        // Nobody hears it, and nobody is in the way: a closed output is no fault of the report.
        let closed = journal.run(&format!("{command} >&-"));
        let closed_picture = journal.picture();
        journal.restore(&before);
        let open = journal.run(command);
        assert_eq!((closed.code, &closed.err), (open.code, &open.err), "{command}");
        let whole = journal.picture();
        journal.restore(&before);
        assert!(full == whole && closed_picture == whole, "{command} writes the same, whoever listens");
    }
}
