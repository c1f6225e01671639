//! The hook under real commits: what is there already is kept and called, a plan passes, and nothing of ours stays behind.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use common::Sandbox;
use common::transcript::shell;
use saphyr::{LoadableYamlNode, Yaml};

const NOTE: &str = "networking/2026-11-20-ada.md";
const HOOK: &str = ".git/hooks/pre-commit";
const WAITS: &str = "Not committed yet.";

/// A repository with one commit in it.
struct Repository {
    sandbox: Sandbox,
    root: PathBuf,
}

impl Repository {
    fn new() -> Self {
        Self::named("journal")
    }

    fn named(name: &str) -> Self {
        let sandbox = Sandbox::new();
        let root = sandbox.work.join(name);
        std::fs::create_dir(&root).expect("a folder");
        let repository = Self { sandbox, root };
        repository.done(
            "git init -q -b main . && mkdir networking && echo Mine > README.md && git add . && git commit -qm start",
        );
        repository
    }

    fn run_in(&self, folder: &Path, command: &str) -> (i32, String) {
        let output = shell(&format!("exec 2>&1\n{command}"), folder, &self.sandbox.home).output().expect("a shell");
        (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stdout).into_owned())
    }

    fn run(&self, command: &str) -> (i32, String) {
        self.run_in(&self.root, command)
    }

    fn done(&self, command: &str) -> String {
        let (code, said) = self.run(command);
        assert_eq!(code, 0, "{command}\n{said}");
        said
    }

    fn note(&self, status: &str) {
        let text = format!("---\nlevel: 1\ncontact: Ada\ndate: 2026-11-20\nstatus: {status}\n---\n\n# Ada\n");
        std::fs::write(self.root.join(NOTE), text).expect("a note");
    }

    fn theirs(&self, text: &str) {
        let path = self.root.join(HOOK);
        std::fs::write(&path, text).expect("a hook");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("its mode");
    }

    fn hook(&self) -> Option<String> {
        std::fs::read_to_string(self.root.join(HOOK)).ok()
    }

    /// What a commit of a note under that status says; the code is 0 where it was made.
    fn commit(&self, status: &str) -> (i32, String) {
        self.note(status);
        self.run("git add . && git commit --allow-empty -qm note")
    }

    fn judges(&self) {
        let (code, said) = self.commit("talked");
        assert!(code == 1 && said.contains(WAITS) && said.contains("--no-verify"), "{said}");
        let (code, said) = self.commit("planned");
        assert!(code == 0 && !said.contains("unchecked"), "{said}");
    }
}

#[test]
fn every_form_of_commit_is_judged() {
    let repository = Repository::new();
    repository.done("coffeechat hook install");
    repository.judges();
    repository.note("talked");
    for commit in ["git commit -qam a", "git commit -qm a networking", "cd networking && git commit -qm a -- ."] {
        let (code, said) = repository.run(commit);
        assert!(code == 1 && said.contains(WAITS), "{commit}\n{said}");
    }
    // What is staged counts, not what lies on the disk.
    repository.done("git add .");
    repository.note("planned");
    assert_eq!(repository.run("git commit -qm a").0, 1);
    repository.done("git commit -qam planned --allow-empty");
    // A commit that has no note in it says nothing.
    assert_eq!(repository.done("echo more >> README.md && git commit -qam readme"), "");
    repository.note("talked");
    repository.done("git commit -qam 'as it is' --no-verify");
}

#[test]
fn a_hook_that_is_there_is_kept_and_called() {
    for (theirs, status, code, says) in [
        ("#!/bin/sh\necho theirs\nexit 0\n", "talked", 1, WAITS),
        ("#!/bin/sh\necho theirs\nexit 0\n", "planned", 0, "theirs"),
        ("#!/bin/sh\necho theirs\nexit 3\n", "planned", 1, "theirs"),
        ("#!/bin/bash -eu\necho \"has $# and $(wc -c)\"", "planned", 0, "has 0 and 0"),
        ("#!/usr/bin/env -S bash -euo pipefail\nset -- a b\necho \"has $*\"\n", "planned", 0, "has a b"),
    ] {
        let repository = Repository::new();
        repository.theirs(theirs);
        repository.done("coffeechat hook install");
        let with = repository.hook();
        assert!(repository.done("coffeechat hook install").contains("nothing was changed"));
        assert_eq!(repository.hook(), with, "a second time changes nothing");
        let (seen, said) = repository.commit(status);
        assert!(seen == code && said.contains(says), "{theirs}\n{said}");
        repository.done("coffeechat hook uninstall");
        assert_eq!(repository.hook().as_deref(), Some(theirs), "byte for byte as it was");
        let mode = std::fs::metadata(repository.root.join(HOOK)).expect("the hook").permissions().mode();
        assert_eq!(mode & 0o777, 0o755);
    }
}

#[test]
fn arguments_input_and_exit_code_are_theirs() {
    let repository = Repository::new();
    repository.theirs("#!/bin/sh\necho \"$1,$2 $(cat)\"\nexit 7\n");
    repository.done("coffeechat hook install");
    let (code, said) = repository.run(&format!("echo input | {HOOK} 'a b' c"));
    assert!(code == 7 && said.ends_with("a b,c input\n"), "{said}");
}

#[test]
fn what_is_written_into_our_own_file_stays() {
    let repository = Repository::new();
    repository.done("coffeechat hook install && echo 'echo mine' >> .git/hooks/pre-commit");
    assert!(repository.commit("planned").1.contains("mine"));
    repository.done("sed -i 's/tool=coffeechat/tool=older/' .git/hooks/pre-commit");
    assert!(repository.done("coffeechat hook install").contains("Renewed"));
    repository.done("coffeechat hook uninstall");
    assert!(repository.hook().is_some_and(|hook| hook.ends_with("echo mine\n") && !hook.contains("lint")));
    let repository = Repository::new();
    repository.done("coffeechat hook install && coffeechat hook uninstall");
    assert_eq!(repository.hook(), None, "what is ours alone goes");
}

#[test]
fn a_tool_that_is_gone_or_cannot_check_lets_the_commit_pass_and_says_so() {
    let repository = Repository::named("it's a \"journal\" $HOME `x`");
    // A copy that is on no PATH, in a folder with a name for which shells have plans.
    let copy = repository.root.with_file_name("b i'n $HOME");
    std::fs::create_dir(&copy).expect("a folder");
    let binary = copy.join("coffeechat");
    std::fs::copy(common::binary(), &binary).expect("a binary");
    repository.done("PATH=/usr/bin:/bin \"../b i'n \\$HOME/coffeechat\" hook install");
    repository.note("talked");
    let commit = "export PATH=/usr/local/bin:/usr/bin:/bin; git add . && git commit -qm note";
    let (code, said) = repository.run(commit);
    assert!(code == 1 && said.contains(WAITS), "{said}");

    std::fs::remove_file(&binary).expect("it goes");
    assert!(repository.done("coffeechat hook status").contains("is not there any more"));
    let said = repository.done(commit);
    assert!(said.contains("not on this computer any more") && said.contains("unchecked"), "{said}");

    repository.done("coffeechat hook install && echo nonsense > coffeechat.toml && git add . ");
    let (code, said) = repository.commit("scheduled");
    assert!(code == 0 && said.contains("could not check"), "{said}");
}

#[test]
fn what_another_program_put_aside_is_found() {
    let repository = Repository::new();
    repository.done("coffeechat hook install && mv .git/hooks/pre-commit .git/hooks/pre-commit.legacy");
    repository.theirs("#!/usr/bin/env bash\n# File generated by pre-commit: https://pre-commit.com\nexit 0\n");
    assert!(repository.done("coffeechat hook status").contains("pre-commit.legacy names it"));
    assert!(repository.done("coffeechat hook uninstall").contains("Removed .git/hooks/pre-commit.legacy"));
    assert!(repository.hook().is_some_and(|hook| hook.contains("generated")));
}

#[test]
fn hooks_lie_where_git_looks_for_them() {
    for (value, folder) in [
        (".githooks", ".githooks"),
        ("~/hooks", "../../home/hooks"),
        ("../shared/./x", "../shared/x"),
        (".git/own", ".git/own"),
    ] {
        let repository = Repository::new();
        repository.done(&format!("mkdir -p ~/hooks ../shared/x && git config core.hooksPath '{value}'"));
        repository.done("cd networking && coffeechat hook install");
        assert!(repository.root.join(folder).join("pre-commit").is_file(), "{value}");
        repository.judges();
        let names_a_path = repository.done(&format!("cat {folder}/pre-commit")).contains("|| tool='");
        assert_eq!(names_a_path, value != ".githooks", "what others get has no path of this computer");
        repository.done("coffeechat hook uninstall");
        assert!(!repository.root.join(folder).join("pre-commit").exists());
    }
}

#[test]
fn a_folder_of_all_repositories_is_left_alone() {
    let repository = Repository::new();
    repository.done("mkdir ~/all && git config -f ~/.gitconfig core.hooksPath '~/all'");
    let (code, said) = repository.run("coffeechat hook install");
    assert!(code == 2 && said.contains("your other repositories") && said.contains("lint --staged"), "{said}");
    assert_eq!(std::fs::read_dir(repository.sandbox.home.join("all")).expect("a folder").count(), 0);
    let (code, said) = repository.run("git config core.hooksPath ../missing && coffeechat hook install");
    assert!(code == 2 && said.contains("not there"), "{said}");
    let (code, said) = repository.run("git config --unset core.hooksPath; rm ~/.gitconfig; rm -r .git/hooks && ln -s ~/all .git/hooks; coffeechat hook install");
    assert!(code == 2 && said.contains("your other repositories"), "{said}");
    // What this repository says itself wins.
    repository.done("git config -f ~/.gitconfig core.hooksPath '~/all' && git config core.hooksPath .git/own && coffeechat hook install");
}

#[test]
fn worktrees_submodules_and_includes_have_hooks_too() {
    let repository = Repository::new();
    let linked = repository.sandbox.work.join("linked");
    repository.done("git worktree add -q ../linked");
    let (code, said) = repository.run_in(&linked, "GIT_DIR=/nowhere GIT_INDEX_FILE=/nowhere coffeechat hook install");
    assert!(code == 0 && repository.hook().is_some(), "{said}");
    repository.note("talked");
    let (code, said) = repository
        .run_in(&linked, "mkdir networking; cp ../journal/networking/* networking; git add . && git commit -qm a");
    assert!(code == 1 && said.contains(WAITS), "{said}");
    repository.judges();

    let outer = repository.sandbox.work.join("outer");
    std::fs::create_dir(&outer).expect("a folder");
    let (code, said) = repository.run_in(
        &outer,
        "git init -q . && git -c protocol.file.allow=always submodule add -q ../journal inner && cd inner && coffeechat hook install",
    );
    assert_eq!(code, 0, "{said}");
    assert!(outer.join(".git/modules/inner/hooks/pre-commit").is_file());

    let repository = Repository::new();
    repository.done(
        "git config include.path more && git config -f .git/more core.hooksPath .git/theirs && coffeechat hook install",
    );
    assert!(repository.root.join(".git/theirs/pre-commit").is_file());
    repository.judges();
    repository.done("git config extensions.worktreeConfig true && git config --worktree core.hooksPath .git/here");
    repository.done("coffeechat hook install");
    assert!(repository.root.join(".git/here/pre-commit").is_file());
}

#[test]
fn no_program_that_a_configuration_names_is_started() {
    let repository = Repository::new();
    repository.done("git config core.fsmonitor 'touch ../started' && git config core.sshCommand 'touch ../started'");
    repository.done("coffeechat hook install && coffeechat hook status && coffeechat hook uninstall");
    assert!(!repository.sandbox.work.join("started").exists());
}

#[test]
fn pre_commit_the_program_gets_what_it_needs() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml");
    let text = std::fs::read_to_string(file).expect("the hooks");
    let documents = Yaml::load_from_str(&text).expect("YAML");
    let hooks = documents[0].as_sequence().expect("a list");
    let word =
        |hook: &Yaml<'_>, key: &str| hook.as_mapping_get(key).and_then(|value| value.as_str().map(str::to_owned));
    let ids: Vec<_> = hooks.iter().map(|hook| (word(hook, "id"), word(hook, "language"))).collect();
    let pair = |id: &str, language: &str| (Some(id.to_owned()), Some(language.to_owned()));
    assert_eq!(ids, [pair("coffeechat", "rust"), pair("coffeechat-system", "system")]);
    for hook in hooks {
        assert_eq!(word(hook, "entry").as_deref(), Some("coffeechat lint --staged"));
        assert_eq!(hook.as_mapping_get("pass_filenames").and_then(Yaml::as_bool), Some(false));
        assert!(word(hook, "name").is_some() && word(hook, "description").is_some());
        let stages = hook.as_mapping_get("stages").and_then(|stages| stages.as_sequence()).expect("stages");
        let stages: Vec<_> = stages.iter().filter_map(Yaml::as_str).collect();
        assert_eq!(stages, ["pre-commit", "pre-merge-commit"]);
    }
}

/// What belongs to somebody else is not touched, and the words hold what to add.
#[test]
fn a_hook_that_is_refused_stays_as_it_is() {
    let cases = [
        ("printf '#!/usr/bin/env python3\\nprint(1)\\n' > $hook && chmod 755 $hook", "python"),
        ("echo true > mine.sh && ln -s ../../mine.sh $hook", "a link"),
        (
            "printf '#!/bin/sh\\n# File generated by pre-commit: https://pre-commit.com\\n' > $hook && chmod 755 $hook",
            "pre-commit",
        ),
        ("printf 'pre-commit:\\n' > lefthook.yml", "lefthook"),
        (
            "mkdir -p .husky/_ && printf '#!/bin/sh\\n' > .husky/_/pre-commit && git config core.hooksPath .husky/_",
            "husky",
        ),
    ];
    for (made, name) in cases {
        let repository = Repository::new();
        repository.done(&format!("hook={HOOK}; mkdir -p .git/hooks && {made}"));
        let files = || {
            repository.done(
                "ls -lR --time-style=full-iso . && cat .git/hooks/* .husky/_/* lefthook.yml .git/config 2>&1 || true",
            )
        };
        let before = files();
        let (code, said) = repository.run("coffeechat hook install");
        assert!(code == 2 && said.contains("coffeechat lint --staged"), "{name}: {code} {said}");
        assert_eq!(before, files(), "{name}");
        let (code, said) = repository.run("coffeechat hook uninstall");
        assert!(matches!(code, 0 | 2), "{name}: {code} {said}");
        assert_eq!(before, files(), "{name}");
    }
}
