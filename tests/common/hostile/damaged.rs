//! Journals whose repository is damaged, unusual, or somebody else's by the system's word.

use std::path::Path;

use super::programs::append;
use super::{Hostile, make, row};

/// One journal a kind of damage.
pub fn add(class: &mut Hostile) {
    for (name, bytes) in [
        ("head-garbage", "garbage\n".as_bytes()),
        ("head-empty", b""),
        ("head-climbs", b"ref: refs/heads/../../../001-classmate/.git/refs/heads/main\n"),
        ("head-circle", b"ref: HEAD\n"),
        ("head-binary", b"\0\x01\xff\xfe"),
        ("head-missing-commit", b"0123456789012345678901234567890123456789\n"),
    ] {
        let folder = class.next(name, row("unreadable", "cannot be read", ""));
        class.copy(&folder);
        make::overwrite(&folder.join("HEAD"), bytes);
    }
    let folder = class.next("settings-garbage", row("unreadable", "are damaged", ""));
    class.copy(&folder);
    make::overwrite(&folder.join("config"), b"[core\n\x1b[31mred = \"\n");

    let folder = class.next("index-garbage", row("done", "", ""));
    make::committed(&folder, false, &[("networking/mei.md", &make::note("Mei"))]);
    make::overwrite(&folder.join(".git/index"), b"garbage");

    objects(class);
    unusual(class);
    tampered(class);
    foreign(class);
}

/// Objects that are gone, cut off, or something else.
fn objects(class: &mut Hostile) {
    for (name, state) in
        [("commit", "unreadable"), ("tree", "unreadable"), ("folder", "unreadable"), ("note", "unreadable")]
    {
        for (kind, bytes) in [("gone", None), ("cut", Some(&b"x\x9c\x4b"[..])), ("garbage", Some(&b"garbage"[..]))] {
            let folder = class.next(&format!("{name}-{kind}"), row(state, "cannot be read", ""));
            let repository = make::committed(&folder, true, &[("networking/mei.md", &make::note("Mei"))]);
            let commit = repository.head().and_then(|head| head.peel_to_commit()).expect("a commit");
            let tree = commit.tree().expect("a tree");
            let id = match name {
                "commit" => commit.id(),
                "tree" => tree.id(),
                "folder" => tree.get_name("networking").expect("the folder").id(),
                _ => tree.get_path(Path::new("networking/mei.md")).expect("the note").id(),
            };
            let path = make::object(&repository, id);
            std::fs::remove_file(&path).expect("an object");
            if let Some(bytes) = bytes {
                std::fs::write(&path, bytes).expect("damage");
            }
        }
    }
    let folder = class.next("pack-garbage", row("done", "", ""));
    class.copy(&folder);
    for ending in ["idx", "pack"] {
        make::overwrite(
            &folder.join(format!("objects/pack/pack-0123456789012345678901234567890123456789.{ending}")),
            b"\xfftOcgarbage",
        );
    }
}

/// Repositories that are as they should be, and not like most.
fn unusual(class: &mut Hostile) {
    let note = make::note("Mei");
    let files = [("networking/mei.md", note.as_str())];

    let folder = class.next("empty", row("not-started", "", ""));
    make::repository(&folder, false);
    let folder = class.next("empty-bare", row("not-started", "", ""));
    make::repository(&folder, true);
    let folder = class.next("empty-folder", row("not-started", "", ""));
    std::fs::create_dir_all(folder).expect("a folder");
    let folder = class.next("empty-git-folder", row("unreadable", "", ""));
    std::fs::create_dir_all(folder.join(".git")).expect("a folder");
    let folder = class.next("no-commit-of-the-notes", row("not-started", "", "uncommitted-notes"));
    make::repository(&folder, false);
    make::overwrite(&folder.join("networking/mei.md"), note.as_bytes());

    let folder = class.next("detached", row("done", "", ""));
    let repository = make::committed(&folder, false, &files);
    let head = repository.head().ok().and_then(|head| head.target()).expect("a commit");
    repository.set_head_detached(head).expect("detached");

    let folder = class.next("shallow", row("done", "", "shallow-history"));
    let repository = make::committed(&folder, true, &files);
    let tree = repository.head().and_then(|head| head.peel_to_tree()).expect("a tree").id();
    let head = make::commit(&repository, tree, make::NOON + 60);
    make::overwrite(&repository.path().join("shallow"), format!("{head}\n").as_bytes());

    let folder = class.next("locked", row("done", "", ""));
    let repository = make::committed(&folder, false, &files);
    for name in ["index.lock", "HEAD.lock", "refs/heads/main.lock", "config.lock", "packed-refs.lock", "shallow.lock"] {
        make::overwrite(&repository.path().join(name), b"");
    }

    for (name, lines) in [
        ("sha256", "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tobjectFormat = sha256\n"),
        ("reftable", "[core]\n\trepositoryformatversion = 1\n[extensions]\n\trefStorage = reftable\n"),
        ("from-the-future", "[core]\n\trepositoryformatversion = 7\n"),
    ] {
        let folder = class.next(name, row("unreadable", "newer kind|version 7", ""));
        class.copy(&folder);
        append(&folder.join("config"), lines);
    }
    let folder = class.next("file-among-the-journals", row("unreadable|done|not-started", "", ""));
    class.expected.remove(folder.file_name().expect("a name"));
    make::overwrite(&folder, note.as_bytes());
}

/// Objects and trees that Git itself would never write.
fn tampered(class: &mut Hostile) {
    let folder = class.next("head-at-a-note", row("unreadable", "", ""));
    let repository = make::repository(&folder, true);
    let note = repository.blob(make::note("Mei").as_bytes()).expect("a blob");
    make::overwrite(&folder.join("HEAD"), format!("{note}\n").as_bytes());

    let folder = class.next("commit-of-a-note", row("unreadable", "", ""));
    let repository = make::repository(&folder, true);
    let note = repository.blob(make::note("Mei").as_bytes()).expect("a blob");
    make::raw_commit(&repository, note);

    for (name, entry) in [
        ("entry-climbs", &b".."[..]),
        ("entry-climbs-far", b"../../001-classmate/networking/beatrix.md"),
        ("entry-absolute", b"/etc/passwd.md"),
        ("entry-git", b".git"),
        ("entry-dot", b"."),
        ("entry-without-a-name", b""),
        ("entry-long", &[b'n'; 5_000]),
    ] {
        let folder = class.next(
            name,
            if name == "entry-long" { row("unreadable", "damaged", "") } else { row("needs-work", "", "") },
        );
        let repository = make::repository(&folder, true);
        let note = repository.blob(make::unfinished("Mei").as_bytes()).expect("a blob");
        let inner =
            make::raw_tree(&repository, &[("100644", entry, note), ("40000", entry, note), ("120000", entry, note)]);
        let inner = make::raw_tree(
            &repository,
            &[("100644", b"z.md", note), ("100644", b"a.md", note), ("40000", entry, inner)],
        );
        let tree = make::raw_tree(&repository, &[("40000", b"networking", inner), ("40000", entry, inner)]);
        make::raw_commit(&repository, tree);
    }

    let folder = class.next("commit-without-lines", row("unreadable", "", ""));
    let repository = make::repository(&folder, true);
    let id = repository.odb().and_then(|odb| odb.write(git2::ObjectType::Commit, b"hello\n")).expect("an object");
    make::point_head(&repository, id);
}

/// A repository of another user's, which only root can make.
fn foreign(class: &mut Hostile) {
    let probe = class.outside.join("probe");
    std::fs::write(&probe, "").expect("a file");
    if std::os::unix::fs::chown(&probe, Some(65_534), Some(65_534)).is_err() {
        return crate::common::cannot("only root can give a folder away");
    }
    let folder = class.next("foreign", row("unreadable", "safe.directory", ""));
    class.copy(&folder);
    std::os::unix::fs::chown(&folder, Some(65_534), Some(65_534)).expect("another owner");
}
