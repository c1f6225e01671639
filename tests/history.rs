//! Journals of strangers: what their HEAD holds, what their history says, and what is refused.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::path::{Path, PathBuf};

use coffeechat::io::git::history::{History, Limits};
use coffeechat::io::git::snapshot::{Kind, kind};
use common::cannot;
use common::repositories::{Place, all, history, paths, versions};

#[test]
fn a_journal_is_read_as_it_was_committed() {
    let place = Place::new();
    place.run("cd ada && mkdir -p .hidden node_modules/x deep/er && echo h > .hidden/h.md && echo n > node_modules/x/n.md && ln -s b.md link.md");
    place.run("cd ada && echo d > deep/er/d.md && git add -A && git commit -qm three && echo later > b.md");
    place.run("git clone -q --bare ada bare.git && git clone -q ada plain");
    for (name, sort) in [("ada", Kind::Ordinary), ("bare.git", Kind::Bare), ("plain", Kind::Ordinary)] {
        let snapshot = place.open(name);
        assert_eq!(snapshot.kind, sort);
        assert_eq!(paths(&snapshot), ["b.md", "deep/er/d.md", "networking/a.md"]);
        assert_eq!(snapshot.others, [PathBuf::from("link.md")]);
        assert_eq!(
            snapshot.read(snapshot.files[0].id, "b.md").expect("a text").text,
            "b\n",
            "what is committed counts"
        );
        let head = snapshot.head.as_ref().expect("a commit");
        assert_eq!(head.id, place.run("git -C ada rev-parse HEAD").trim());
        assert_eq!(head.committed_at.as_second().to_string(), place.run("git -C ada log -1 --format=%ct").trim());
        let history = history(&snapshot);
        assert_eq!(history.commits.last().map(|commit| commit.id.clone()), Some(head.id.clone()));
        let told = versions(&snapshot, &history);
        assert_eq!(
            told,
            ["networking/a.md: one @ [0]", "b.md: b @ [1]", "networking/a.md: two @ [1]", "deep/er/d.md: d @ [2]"]
        );
        assert!(!history.is_cut && !history.is_shallow);
    }
    assert_eq!(kind(&place.path(".")), Ok(None));
}

#[test]
fn empty_detached_and_lost_heads_are_told_apart() {
    let place = Place::new();
    place.run("git init -q empty && git init -q --bare empty.git && git clone -q ada detached && git -C detached checkout -q HEAD~1");
    for name in ["empty", "empty.git"] {
        let snapshot = place.open(name);
        assert!(snapshot.head.is_none() && snapshot.files.is_empty());
        assert_eq!(history(&snapshot), History::default());
    }
    assert_eq!(paths(&place.open("detached")), ["networking/a.md"]);
    place.run("git clone -q ada lost && echo 'ref: refs/heads/gone' > lost/.git/HEAD");
    let said = place.refused("lost");
    assert!(said.contains("git symbolic-ref HEAD refs/heads/main"), "{said}");
    place.run("git clone -q --bare ada tree.git && git -C ada rev-parse HEAD^{tree} > tree.git/HEAD");
    assert!(place.refused("tree.git").contains("should be a commit"));
}

#[test]
fn a_rename_a_merge_and_a_return_keep_their_places() {
    let place = Place::new();
    place.run(
        "cd ada && git mv networking/a.md networking/c.md && git commit -qm moved && git checkout -qb side HEAD~1 && echo s > s.md && git add . \
         && git commit -qm side && git checkout -q main && git merge -q --no-edit side && echo one > networking/c.md && git commit -qam back",
    );
    let snapshot = place.open("ada");
    let history = history(&snapshot);
    assert_eq!(history.commits.len(), 6);
    assert_eq!(history.commits[4].parents.len(), 2, "the merge");
    for (at, commit) in history.commits.iter().enumerate() {
        assert!(commit.parents.iter().all(|parent| *parent < at), "parents come first");
    }
    let told = versions(&snapshot, &history);
    assert!(told.contains(&"networking/c.md: two @ [2]".to_owned()), "{told:?}");
    assert!(told.contains(&"s.md: s @ [3]".to_owned()), "the merge brings nothing of its own: {told:?}");
    assert!(told.contains(&"networking/c.md: one @ [5]".to_owned()), "{told:?}");
    assert_eq!(told.len(), 6, "{told:?}");
}

#[test]
fn a_text_that_comes_back_has_both_its_commits() {
    let place = Place::new();
    place.run("cd ada && echo one > networking/a.md && git commit -qam again");
    let snapshot = place.open("ada");
    let told = versions(&snapshot, &history(&snapshot));
    assert_eq!(told, ["networking/a.md: one @ [0, 2]", "b.md: b @ [1]", "networking/a.md: two @ [1]"]);
}

#[test]
fn a_shallow_clone_says_where_it_was_cut() {
    let place = Place::new();
    place.run("git clone -q --bare --depth 1 file://$PWD/ada shallow.git");
    let snapshot = place.open("shallow.git");
    let history = history(&snapshot);
    assert!(snapshot.is_shallow && history.is_shallow);
    assert_eq!(history.commits.iter().map(|commit| commit.is_boundary).collect::<Vec<_>>(), [true]);
    assert_eq!(versions(&snapshot, &history), ["b.md: b @ [0]", "networking/a.md: two @ [0]"]);
    // Without being told that it was cut off, what is missing is damage.
    place.run("rm shallow.git/shallow");
    let said = place.open("shallow.git").history(&all, Limits::default()).expect_err("a lost commit");
    assert!(said.contains("cannot be read"), "{said}");
}

#[test]
fn limits_are_kept_and_said() {
    let place = Place::new();
    let snapshot = place.open("ada");
    let few = snapshot.history(&all, Limits { commits: 1, ..Limits::default() }).expect("a history");
    assert!(few.is_cut && few.commits.len() == 1 && few.commits[0].is_boundary);
    let small = snapshot.history(&all, Limits { bytes: 20, ..Limits::default() }).expect("a history");
    assert!(small.is_cut && small.versions.len() == 1, "{small:?}");
    let none = snapshot.history(&|_| false, Limits::default()).expect("a history");
    assert!(!none.is_cut && none.versions.is_empty() && none.commits.len() == 2);
}

#[test]
fn borrowed_and_redirected_history_is_refused() {
    let place = Place::new();
    place.run("echo SECRET > secret; git clone -q ada victim; mkdir ada/.hold");
    let journal = |name: &str, command: &str| {
        place.run(&format!("git clone -q --no-hardlinks ada {name} && cd {name} && {command}"))
    };
    journal("file", "rm -rf .git && echo 'gitdir: ../victim/.git' > .git");
    journal("link", "rm -rf .git && ln -s ../victim/.git .git");
    journal("tree", "git config core.worktree ../../victim");
    journal("common", "echo ../../victim/.git > .git/commondir");
    journal("objects", "rm -rf .git/objects && ln -s ../../victim/.git/objects .git/objects");
    journal("head", "rm .git/HEAD && ln -s ../../victim/.git/HEAD .git/HEAD");
    journal("include", "git config include.path ../../../secret");
    journal("ifinclude", "git config includeIf.gitdir:/.path ../../../secret");
    journal(
        "worktreecfg",
        "git config extensions.worktreeConfig true && git config --worktree core.worktree ../../victim",
    );
    place.run("ln -s victim whole; git clone -q --shared ada shared");
    for (name, words) in [
        ("file", ".git is a file"),
        ("link", ".git is a link"),
        ("tree", "core.worktree"),
        ("common", "names another"),
        ("objects", "objects is a link"),
        ("head", "HEAD is a link"),
        ("include", "include other files"),
        ("ifinclude", "include other files"),
        ("worktreecfg", "core.worktree"),
        ("whole", "folder is a link"),
        ("shared", "borrows objects"),
    ] {
        let said = place.refused(name);
        assert!(said.contains(words), "{name}: {said}");
    }
    assert_eq!(paths(&place.open("victim")), ["b.md", "networking/a.md"], "the healthy one is healthy");
}

#[test]
fn pipes_are_never_waited_for() {
    let place = Place::new();
    let names = [
        "HEAD",
        "config",
        "index",
        "packed-refs",
        "shallow",
        "info/grafts",
        "refs/heads/pipe",
        "objects/pack/x.idx",
        "refs/heads/main",
    ];
    for (at, name) in names.iter().enumerate() {
        place.run(&format!(
            "git clone -q ada p{at} && mkdir -p p{at}/.git/info && rm -f p{at}/.git/{name} && mkfifo p{at}/.git/{name}"
        ));
        let said = place.refused(&format!("p{at}"));
        assert!(said.contains("wait for it"), "{name}: {said}");
    }
}

#[test]
fn damage_is_named() {
    let place = Place::new();
    let journal = |name: &str, command: &str| {
        place.run(&format!("git clone -q --no-hardlinks ada {name} && cd {name} && {command}"))
    };
    journal("head", "printf '\\001\\002junk' > .git/HEAD");
    journal("config", "printf '[core\\n\\tx = \"' > .git/config");
    journal(
        "object",
        "id=$(git rev-parse HEAD) && f=.git/objects/$(echo $id | cut -c1-2)/$(echo $id | cut -c3-) && chmod u+w $f && echo junk > $f",
    );
    journal(
        "tree",
        "id=$(git rev-parse HEAD^{tree}) && rm -f .git/objects/$(echo $id | cut -c1-2)/$(echo $id | cut -c3-)",
    );
    place.run("git init -q --object-format=sha256 sha && mkdir nothing");
    for (name, words) in [
        ("head", "cannot be read"),
        ("config", "Its Git settings (config) are damaged"),
        ("object", "cannot be read"),
        ("tree", "The tree "),
        ("sha", "newer kind"),
        ("nothing", "no Git repository"),
    ] {
        let said = place.refused(name);
        assert!(said.contains(words), "{name}: {said}");
    }
    // A damaged index is no matter: what is committed counts.
    journal("index", "echo junk > .git/index && touch .git/index.lock");
    assert_eq!(paths(&place.open("index")), ["b.md", "networking/a.md"]);
    // One lost text is that file's trouble.
    journal(
        "blob",
        "id=$(git rev-parse HEAD:b.md) && rm -f .git/objects/$(echo $id | cut -c1-2)/$(echo $id | cut -c3-)",
    );
    let snapshot = place.open("blob");
    let said = snapshot.read(snapshot.files[0].id, "b.md").expect_err("a lost text");
    assert!(said.contains("cannot be read from Git's objects"), "{said}");
    assert_eq!(snapshot.read(snapshot.files[1].id, "a.md").expect("a text").text, "two\n");
}

#[test]
fn a_foreign_owner_is_named_with_what_to_type() {
    let place = Place::new();
    std::fs::write(place.path("probe"), "").expect("a file");
    if std::os::unix::fs::chown(place.path("probe"), Some(12_345), Some(12_345)).is_err() {
        return cannot("only root can give a folder away");
    }
    place.run("git clone -q --bare ada 'it'\\''s.git' && chown -R 12345:12345 'it'\\''s.git'");
    let said = place.refused("it's.git");
    assert!(said.contains("git config --global --add safe.directory '/") && said.contains(r"it'\''s.git'"), "{said}");
}

#[test]
fn work_that_is_not_committed_is_seen() {
    let place = Place::new();
    let is_note = |path: &Path| !path.ends_with("README.md");
    place.run("git clone -q --bare ada bare.git");
    assert!(!place.open("bare.git").uncommitted(&is_note));
    assert!(!place.open("ada").uncommitted(&is_note));
    place.run("printf 'two\\r\\n' > ada/networking/a.md; echo r > ada/README.md; mkdir ada/.h; echo h > ada/.h/x.md; ln -s b.md ada/l.md");
    assert!(!place.open("ada").uncommitted(&is_note), "line ends, other files, hidden ones and links make none");
    place.run("echo new > ada/networking/n.md");
    assert!(place.open("ada").uncommitted(&is_note));
    place.run("rm ada/networking/n.md; echo changed > ada/networking/a.md; git -C ada add -A");
    assert!(place.open("ada").uncommitted(&is_note), "staged is not committed");
}
