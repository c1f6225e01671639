//! Journals of strangers: what their HEAD holds, what their history says, and what is refused.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use coffeechat::io::git::history::{History, Limits};
use coffeechat::io::git::snapshot::{Kind, Snapshot, kind};
use common::transcript::shell;
use common::{Sandbox, cannot};

/// A place for repositories, with a shell that plays the student.
struct Place {
    sandbox: Sandbox,
}

impl Place {
    /// With one journal, `ada`, of two commits.
    fn new() -> Self {
        let place = Self { sandbox: Sandbox::new() };
        place.run("git init -q -b main ada && cd ada && mkdir networking && echo one > networking/a.md && git add . && git commit -qm one");
        place.run("cd ada && echo two > networking/a.md && echo b > b.md && git add . && git commit -qm two");
        place
    }

    fn run(&self, command: &str) -> String {
        let command = format!("exec 2>&1\nset -e\n{command}");
        let output = shell(&command, &self.sandbox.work, &self.sandbox.home).output().expect("a shell");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{command}\n{said}");
        said
    }

    fn path(&self, name: &str) -> PathBuf {
        self.sandbox.work.join(name)
    }

    fn open(&self, name: &str) -> Snapshot {
        Snapshot::open(&self.path(name)).expect("a snapshot")
    }

    /// What is said of a journal that is refused; in a moment, and never with what stands elsewhere.
    fn refused(&self, name: &str) -> String {
        let begun = Instant::now();
        let said = Snapshot::open(&self.path(name)).err().expect("a refusal");
        assert!(begun.elapsed() < Duration::from_secs(3), "{said}");
        assert!(!said.contains("SECRET"), "{said}");
        assert!(said.starts_with(char::is_uppercase) && said.len() > 40, "a sentence: {said}");
        said
    }
}

fn paths(snapshot: &Snapshot) -> Vec<String> {
    snapshot.files.iter().map(|file| file.path.display().to_string()).collect()
}

fn all(_: &Path) -> bool {
    true
}

fn history(snapshot: &Snapshot) -> History {
    snapshot.history(&all, Limits::default()).expect("a history")
}

/// The versions as `path: text @ commits`.
fn versions(snapshot: &Snapshot, history: &History) -> Vec<String> {
    let told = history.versions.iter().map(|version| {
        let text = snapshot.read(version.id, "x").expect("a text").text;
        format!("{}: {} @ {:?}", version.path.display(), text.trim(), version.commits)
    });
    told.collect()
}

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

/// Packs as Git makes them, small and large, with bases that are named and bases that are counted to, several beside each other.
#[test]
fn packs_of_every_form_are_read_like_loose_objects() {
    let place = Place::new();
    place.run(
        "cd ada && seq 300 > networking/a.md; for n in $(seq 60); do sed -i $((n * 4))s/.*/$n$n$n$n/ networking/a.md; git commit -qam $n; done; git config gc.auto 0",
    );
    let loose = place.open("ada");
    let told = versions(&loose, &history(&loose));
    assert!(told.len() > 50);
    let journal = |name: &str, command: &str| {
        place.run(&format!("cp -r ada {name} && cd {name} && {command} && git prune-packed"));
        let chains =
            place.run(&format!("cd {name} && for i in .git/objects/pack/*.idx; do git verify-pack -v $i; done"));
        assert!(chains.contains("chain length = 4:"), "{name}: {chains}");
    };
    journal("counted", "git repack -adfq --depth=50 --window=3");
    journal("named", "git -c repack.useDeltaBaseOffset=false repack -adfq --depth=50 --window=3");
    journal(
        "several",
        "git rev-list --objects HEAD~30 | cut -d' ' -f1 | git pack-objects -q .git/objects/pack/pack && git repack -dq",
    );
    for name in ["counted", "named", "several"] {
        let snapshot = place.open(name);
        assert_eq!(versions(&snapshot, &history(&snapshot)), told, "{name}");
    }
    // One that is too large to be held at once.
    place.run("cd ada && head -c 9000000 /dev/urandom > other.bin && git add . && git commit -qm large && git repack -adfq --depth=50 --window=3 && git prune-packed");
    let large = place.open("ada");
    assert_eq!(versions(&large, &history(&large))[..told.len()], told);
    // One that was cut off, or changed, is damaged.
    let pack = place.run("cd counted && ls .git/objects/pack/*.pack");
    let pack = place.path("counted").join(pack.trim());
    let whole = std::fs::read(&pack).expect("the pack");
    std::fs::remove_file(&pack).expect("a pack that goes");
    let is_read = || -> Result<(), String> {
        let snapshot = Snapshot::open(&place.path("counted"))?;
        let history = snapshot.history(&all, Limits::default())?;
        history.versions.iter().try_for_each(|version| snapshot.read(version.id, "x").map(|_| ()))
    };
    for at in (12..whole.len() - 20).step_by(whole.len() / 40) {
        let mut spoiled = whole.clone();
        spoiled[at] ^= 0x55;
        std::fs::write(&pack, spoiled).expect("a damaged pack");
        assert!(is_read().is_err(), "byte {at}");
        std::fs::write(&pack, &whole[..at]).expect("a pack that was cut off");
        let said = is_read().expect_err("a pack that was cut off");
        assert!(said.contains("cannot be read"), "{said}");
    }
    std::fs::write(&pack, &whole).expect("the pack");
    assert_eq!(is_read(), Ok(()));
}

#[test]
fn a_bomb_ends_in_a_moment() {
    let place = Place::new();
    // Nine folders of ten names each, one inside the other: ten objects, a thousand million paths.
    place.run(
        "git init -q bomb && cd bomb && id=$(echo x | git hash-object -w --stdin) && kind='100644 blob' && end=.md\n\
         for level in 1 2 3 4 5 6 7 8 9; do\n\
           id=$(for n in 0 1 2 3 4 5 6 7 8 9; do printf '%s %s\\tf%s%s\\n' \"$kind\" $id $n \"$end\"; done | git mktree)\n\
           kind='040000 tree'; end=\n\
         done\n\
         git update-ref HEAD $(git commit-tree -m bomb $id)",
    );
    assert!(place.refused("bomb").contains("git bomb"));
    // And one that lies behind a healthy HEAD.
    place.run("cd bomb && echo y > y.md && git update-ref HEAD $(git commit-tree -p HEAD -m mended $(printf '100644 blob %s\\ty.md\\n' $(git hash-object -w y.md) | git mktree))");
    let snapshot = place.open("bomb");
    let begun = Instant::now();
    let limits = Limits { entries: 300_000, ..Limits::default() };
    let history = snapshot.history(&|path| path.ends_with("y.md"), limits).expect("a history");
    assert!(history.is_cut && begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    assert_eq!(history.commits.len(), 2);
}

#[test]
fn what_is_too_large_is_not_unpacked() {
    let place = Place::new();
    place.run("cd ada && head -c 300000000 /dev/zero > big.md && git add big.md && git -c core.bigFileThreshold=1g commit -qm big && rm big.md");
    let snapshot = place.open("ada");
    let begun = Instant::now();
    let big = snapshot.files.iter().find(|file| file.path.ends_with("big.md")).expect("the file");
    let source = snapshot.read(big.id, "big.md").expect("a finding");
    assert!(source.damage.is_some() && source.text.is_empty());
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
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

#[test]
fn five_thousand_commits_are_read_quickly() {
    let place = Place::new();
    place.run(
        "git init -q long && cd long && for n in $(seq 5000); do\n\
           printf 'commit refs/heads/main\\ncommitter Ada <ada@example.org> %s +0000\\ndata 1\\nx\\n' $((1790000000 + n * 60))\n\
           printf 'M 100644 inline networking/n%s.md\\ndata 5\\n%05d\\n' $((n % 40)) $n\n\
         done | git fast-import --quiet && git symbolic-ref HEAD refs/heads/main",
    );
    let snapshot = place.open("long");
    let begun = Instant::now();
    let history = history(&snapshot);
    let took = begun.elapsed();
    assert_eq!((history.commits.len(), history.versions.len()), (5000, 5000));
    assert!(history.versions.iter().enumerate().all(|(at, version)| version.commits == [at]));
    // A build without optimisation is some ten times slower than a release.
    assert!(took < Duration::from_secs(10), "{took:?}");
}
