//! `lint --staged` judges what a commit would hold, under every form of `git commit`, and leaves everything as it is.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use common::Sandbox;
use common::transcript::shell;

const NOTE: &str = "networking/2026-11-20-ada.md";

fn note(status: &str) -> String {
    format!(
        "---\nlevel: 1\ncontact: Ada\ndate: 2026-11-20\nstatus: {status}\n---\n\n# Ada\n\n## Questions\n\n- How did you start?\n"
    )
}

/// A repository with a hook that lints what is staged, and helpers to play a student in it.
struct Repository {
    sandbox: Sandbox,
}

impl Repository {
    fn new() -> Self {
        let repository = Self { sandbox: Sandbox::new() };
        repository.done("git init -q -b main . && mkdir networking && printf 'Mine\\n' > README.md && git add . && git commit -qm start");
        repository.hook(Path::new(".git/hooks"));
        repository
    }

    fn work(&self) -> &Path {
        &self.sandbox.work
    }

    /// A hook as `hook install` has it in the end: the one line that counts.
    fn hook(&self, folder: &Path) {
        let hook = self.work().join(folder).join("pre-commit");
        std::fs::write(&hook, "#!/bin/sh\nexec coffeechat lint --staged --format concise\n").expect("a hook");
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).expect("its mode");
    }

    fn write(&self, path: &str, text: &str) {
        std::fs::write(self.work().join(path), text).expect("a file");
    }

    /// The exit code of a command, and what it said.
    fn run_in(&self, folder: &Path, command: &str) -> (i32, String) {
        let output = shell(&format!("exec 2>&1\n{command}"), folder, &self.sandbox.home).output().expect("a shell");
        (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn run(&self, command: &str) -> (i32, String) {
        self.run_in(self.work(), command)
    }

    fn done(&self, command: &str) {
        let (code, said) = self.run(command);
        assert_eq!(code, 0, "{command}\n{said}");
    }

    fn commits(&self) -> String {
        self.run("git rev-list --count HEAD").1.trim().to_owned()
    }

    /// Every file below the repository, `.git` with it, and what stands in it.
    fn everything(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        fn collect(folder: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
            for entry in std::fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                match path.is_dir() {
                    true => collect(&path, found),
                    false => drop(found.insert(path.clone(), std::fs::read(&path).expect("a file"))),
                }
            }
        }
        let mut found = BTreeMap::new();
        collect(self.work(), &mut found);
        found
    }
}

#[test]
fn the_staged_version_counts_and_not_the_file() {
    let repository = Repository::new();
    // Staged: not finished. The file: a plan again.
    repository.write(NOTE, &note("talked"));
    repository.done("git add .");
    repository.write(NOTE, &note("planned"));
    let (code, said) = repository.run("coffeechat lint --staged --format concise");
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("missing-notes") && said.contains("missing-takeaway"), "{said}");
    let (code, said) = repository.run("git commit -qm broken");
    assert_eq!((code, repository.commits().as_str()), (1, "1"), "{said}");
    assert!(said.contains("missing-takeaway"), "{said}");

    // The reverse.
    repository.done("git add .");
    repository.write(NOTE, &note("talked"));
    let (code, said) = repository.run("coffeechat lint --staged --format concise");
    assert_eq!(code, 0, "{said}");
    repository.done("git commit -qm 'a plan is not broken'");
    assert_eq!(repository.run("coffeechat lint --format concise").0, 1, "the file itself is broken");
}

#[test]
fn every_form_of_commit_is_judged_by_what_it_commits() {
    let repository = Repository::new();
    repository.write(NOTE, &note("planned"));
    repository.write("networking/2026-11-21-zoe.md", &note("planned").replace("Ada", "Zoë"));
    repository.done("git add . && git commit -qm plans");

    // `git commit -a` commits the files, whatever was staged.
    repository.write(NOTE, &note("talked"));
    let (code, said) = repository.run("git commit -qam broken");
    assert_eq!((code, repository.commits().as_str()), (1, "2"), "{said}");
    repository.done("git add .");
    repository.write(NOTE, &note("contacted"));
    repository.done("git commit -qam 'the file is fine'");

    // `git commit PATH` commits that file alone: a broken one beside it, staged or not, is not asked.
    repository.write(NOTE, &note("talked"));
    repository.write("networking/2026-11-21-zoe.md", &note("contacted").replace("Ada", "Zoë"));
    repository.done("git add networking/2026-11-20-ada.md");
    repository.done("git commit -qm 'only the fine one' networking/2026-11-21-zoe.md");
    let (code, said) = repository.run("git commit -qm broken networking/2026-11-20-ada.md");
    assert_eq!((code, repository.commits().as_str()), (1, "4"), "{said}");
    assert!(said.contains(&format!("{NOTE}:")), "{said}");

    // A rename without another word: the note is looked at under its new name.
    repository.done("git reset -q --hard && git config --local core.hooksPath /dev/null");
    repository.write(NOTE, &note("talked"));
    repository.done("git commit -qam 'broken before there was a hook' && git config --local --unset core.hooksPath");
    repository.done("git mv networking/2026-11-20-ada.md networking/ada-renamed.md");
    let (code, said) = repository.run("git commit -qm renamed");
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("networking/ada-renamed.md:"), "{said}");
    // What is taken away is not looked at, nor what stays as it was.
    repository.done("git reset -q --hard && printf 'more\\n' >> README.md && git commit -qam 'no note in it'");
    repository.done("git rm -q networking/2026-11-20-ada.md && git commit -qm gone");
}

#[test]
fn a_linked_worktree_and_a_subfolder_are_judged_by_their_own_index() {
    let repository = Repository::new();
    repository.done("git worktree add -q -b second ../second");
    let second = repository.work().parent().expect("a folder").join("second");
    std::fs::create_dir_all(second.join("networking")).expect("a folder");
    std::fs::write(second.join(NOTE), note("talked")).expect("a note");
    let (code, said) = repository.run_in(&second, "git add . && git commit -qm broken");
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("missing-notes"), "{said}");
    assert_eq!(repository.run("coffeechat lint --staged").0, 0, "the first one has nothing staged");
    std::fs::write(second.join(NOTE), note("planned")).expect("a note");
    let (code, said) = repository.run_in(&second.join("networking"), "coffeechat lint --staged --format concise");
    assert_eq!(code, 1, "{said}");
    assert!(said.starts_with("2026-11-20-ada.md:"), "seen from the current folder: {said}");
    let (code, said) = repository.run_in(&second.join("networking"), "git commit -qam plan");
    assert_eq!(code, 0, "{said}");

    // A file with staged and other changes is not mended, in a linked worktree and below the top as well.
    let odd = note("planned").replace("level:", "levle:");
    std::fs::write(second.join(NOTE), &odd).expect("a note");
    repository.run_in(&second, "git add .");
    std::fs::write(second.join(NOTE), format!("{odd}\nmore\n")).expect("a note");
    let index = || repository.run_in(&second, "git ls-files --stage --debug && git diff --cached").1;
    let staged = index();
    for folder in [&second, &second.join("networking")] {
        let (code, said) = repository.run_in(folder, "coffeechat lint --fix --format concise");
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("some of its changes are staged"), "{said}");
    }
    assert_eq!(std::fs::read_to_string(second.join(NOTE)).expect("the note"), format!("{odd}\nmore\n"));
    assert_eq!(staged, index(), "what is staged is what it was");
}

#[test]
fn rules_of_the_journal_see_what_would_be_there() {
    let repository = Repository::new();
    repository.write(NOTE, &note("planned"));
    repository.done("git add . && git commit -qm one");
    // A second note for the same person and day, while the first one is gone from the disk but not from the index.
    repository.write("networking/again.md", &note("planned"));
    repository.done("git add . && rm networking/2026-11-20-ada.md");
    let (_, said) = repository.run("coffeechat lint --staged --format concise");
    assert!(said.contains("duplicate-note"), "{said}");
    assert!(said.contains("1 note:"), "only the new one is told: {said}");
    repository.done("git rm -q --cached networking/2026-11-20-ada.md");
    let (_, said) = repository.run("coffeechat lint --staged --format concise");
    assert!(!said.contains("duplicate-note"), "{said}");

    // The settings that would be committed decide, not those on the disk.
    repository.write("coffeechat.toml", "[rules]\nmissing-takeaway = \"off\"\nmissing-notes = \"off\"\n");
    repository.write("networking/again.md", &note("talked"));
    repository.done("git add .");
    repository.write("coffeechat.toml", "");
    assert_eq!(repository.run("coffeechat lint --staged").0, 0);
    repository.done("git add .");
    repository.write("coffeechat.toml", "[rules]\nmissing-takeaway = \"off\"\nmissing-notes = \"off\"\n");
    assert_eq!(repository.run("coffeechat lint --staged").0, 1);
}

#[test]
fn hundreds_of_staged_notes_are_all_judged() {
    let repository = Repository::new();
    for number in 0..600 {
        let status = if number % 2 == 0 { "planned" } else { "talked" };
        repository.write(&format!("networking/n {number}.md"), &note(status).replace("Ada", &format!("Ada {number}")));
    }
    repository.done("git add .");
    let (code, said) = repository.run("coffeechat lint --staged --format concise --quiet --only missing-notes");
    assert_eq!((code, said.lines().count()), (1, 300), "{said}");
    repository.done("git commit -qnm all");
    repository.write("networking/n 7.md", &note("planned"));
    repository.done("git add .");
    let (_, said) = repository.run("coffeechat lint --staged --format json");
    assert!(said.contains("\"notes\": 1,"), "one of 600 is asked for: {said}");
}

#[test]
fn killed_at_any_moment_it_leaves_everything_as_it_was() {
    let repository = Repository::new();
    repository.write(NOTE, &note("planned"));
    repository.done("git add . && git commit -qm plan");
    repository.write(NOTE, &note("contacted"));
    repository.done("git stash -q");
    for number in 0..40 {
        let text = note("talked").replace("Ada", &format!("Ada {number}"));
        repository.write(&format!("networking/n{number}.md"), &text);
    }
    repository.done("git add .");
    repository.write("networking/n1.md", &note("planned"));
    let before = repository.everything();
    let mut killed = 0;
    for moment in 0..100 {
        let mut child =
            shell("exec coffeechat lint --staged --format json", repository.work(), &repository.sandbox.home)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("the tool");
        // From before the first instruction to after the last one, in uneven steps.
        std::thread::sleep(Duration::from_micros(moment * moment * 3));
        let _ = child.kill();
        let status = child.wait().expect("an end");
        killed += usize::from(status.code().is_none());
        assert!(before == repository.everything(), "something changed, killed after {moment} steps");
    }
    assert!(killed > 10, "it was killed while it worked, {killed} times of 100");
}

/// As on a system for which names differ by case alone, the library has the index in another order.
#[test]
fn settings_are_found_in_an_index_of_any_order() {
    let repository = Repository::new();
    repository.done("git config core.ignorecase true");
    for name in ["Appendix.md", "coffeechat.toml", "Diary.md", "Zeta.md"] {
        repository.write(name, "");
    }
    repository.write("coffeechat.toml", "[rules]\nmissing-takeaway = \"off\"\nmissing-notes = \"off\"\n");
    repository.write(NOTE, &note("talked"));
    repository.done("git add . && rm coffeechat.toml");
    let (code, said) = repository.run("coffeechat lint --staged --format concise");
    assert_eq!(code, 0, "the settings that would be committed decide: {said}");
}

#[test]
fn what_is_staged_and_too_large_or_no_text_is_a_note_where_it_says_so() {
    let repository = Repository::new();
    let large = format!("{}{}", note("planned"), "word ".repeat(300_000));
    repository.write("large.md", &large);
    std::fs::write(repository.work().join("odd.md"), [note("planned").as_bytes(), b"\xff\n"].concat()).expect("a file");
    std::fs::write(repository.work().join("other.md"), "word ".repeat(300_000)).expect("a file");
    repository.done("git add .");
    for command in ["coffeechat lint --format concise", "coffeechat lint --staged --format concise"] {
        let (code, said) = repository.run(command);
        assert_eq!(code, 1, "{command}: {said}");
        assert!(
            said.contains("large.md:") && said.contains("odd.md:") && !said.contains("other.md:"),
            "{command}: {said}"
        );
    }
}

/// Where Git's library cannot say what is staged, nothing is mended.
#[test]
fn what_may_be_half_staged_is_not_mended() {
    let repository = Repository::new();
    repository.done("git init -q --object-format=sha256 newer && mkdir newer/networking && git init -q large && mkdir large/networking");
    let odd = note("planned").replace("level:", "levle:");
    for folder in ["newer", "large"] {
        let folder = repository.work().join(folder);
        std::fs::write(folder.join(NOTE), &odd).expect("a note");
        repository.run_in(&folder, "git add .");
        let both = format!("{odd}\nmore\n");
        std::fs::write(folder.join(NOTE), &both).expect("a note");
        if folder.ends_with("large") {
            std::fs::File::create(folder.join(".git/shallow")).and_then(|file| file.set_len(2 << 30)).expect("a file");
        }
        let (code, said) = repository.run_in(&folder, "coffeechat lint --fix --format concise");
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("cannot be told whether only some of its changes are staged"), "{said}");
        assert!(said.contains("coffeechat lint --diff"), "{said}");
        assert_eq!(std::fs::read_to_string(folder.join(NOTE)).expect("the note"), both);
    }
    // A folder that Git takes for no repository either.
    repository.done("mkdir -p none/.git none/networking");
    std::fs::write(repository.work().join("none").join(NOTE), &odd).expect("a note");
    let (code, said) = repository.run_in(&repository.work().join("none"), "coffeechat lint --fix --format concise");
    assert_eq!(code, 0, "{said}");
}

#[test]
fn what_is_piped_is_compared_with_the_revision() {
    let repository = Repository::new();
    repository.write(NOTE, &note("planned"));
    repository.done("git add . && git commit -qm plan");
    let since = format!("coffeechat lint --since HEAD --stdin-filename {NOTE} - --format concise");
    let (code, said) = repository.run(&format!("printf 'No front matter\n' | {since}"));
    assert_eq!(code, 1, "{said}");
    assert!(said.contains(&format!("{NOTE}:1:1: error")), "{said}");
    let (code, said) = repository.run(&format!("cat {NOTE} | {since}"));
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("No note differs"), "{said}");
    let nowhere = "coffeechat lint --since HEAD --stdin-filename networking/more/new.md - --format concise";
    let (code, said) = repository.run(&format!("printf 'No front matter\n' | {nowhere}"));
    assert_eq!(code, 1, "{said}");
}
