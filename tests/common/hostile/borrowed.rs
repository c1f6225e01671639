//! Journals whose history or notes are somebody else's.

use git2::FileMode;

use super::programs::append;
use super::{Hostile, make, row};

/// One journal a way to point at a classmate, or out of the class.
pub fn add(class: &mut Hostile) {
    let (classmate, outside) = (class.classmate(), class.outside.clone());
    let theirs = classmate.join(".git");
    let refused = row("unreadable", "somebody|another|elsewhere|outside|own|link|working tree|borrow", "");

    let folder = class.next("git-file", refused);
    make::overwrite(&folder.join(".git"), format!("gitdir: {}\n", theirs.display()).as_bytes());

    let folder = class.next("git-link", refused);
    make::link(&theirs, &folder.join(".git"));

    let folder = class.next("git-link-outside", refused);
    make::link("../../outside/journal/.git", &folder.join(".git"));

    let folder = class.next("work-tree", refused);
    let repository = make::committed(&folder, false, &[]);
    append(&repository.path().join("config"), &format!("[core]\n\tworktree = {}\n", classmate.display()));

    let folder = class.next("work-tree-bare", refused);
    let repository = make::committed(&folder, true, &[]);
    append(&repository.path().join("config"), "[core]\n\tbare = false\n\tworktree = ../001-classmate\n");

    let folder = class.next("work-tree-per-tree", refused);
    let repository = make::committed(&folder, false, &[]);
    append(
        &repository.path().join("config"),
        "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tworktreeConfig = true\n",
    );
    std::fs::write(repository.path().join("config.worktree"), "[core]\n\tworktree = ../../001-classmate\n")
        .expect("settings");

    let folder = class.next("work-tree-included", refused);
    let repository = make::committed(&folder, false, &[]);
    append(&repository.path().join("config"), "[include]\n\tpath = more\n");
    std::fs::write(repository.path().join("more"), "[core]\n\tworktree = ../../001-classmate\n").expect("settings");

    let head = std::fs::read_to_string(theirs.join("refs/heads/main")).expect("their branch");
    for bare in [true, false] {
        let folder = class.next(if bare { "alternates-bare" } else { "alternates" }, refused);
        let repository = make::repository(&folder, bare);
        make::overwrite(
            &repository.path().join("objects/info/alternates"),
            format!("{}\n", theirs.join("objects").display()).as_bytes(),
        );
        make::overwrite(&repository.path().join("refs/heads/main"), head.as_bytes());
    }

    let folder = class.next("common-folder", refused);
    let repository = make::repository(&folder, false);
    make::overwrite(&repository.path().join("commondir"), theirs.display().to_string().as_bytes());

    for (name, part) in [
        ("linked-objects", "objects"),
        ("linked-branches", "refs"),
        ("linked-head", "HEAD"),
        ("linked-settings", "config"),
    ] {
        let folder = class.next(name, refused);
        let repository = make::repository(&folder, true);
        let path = repository.path().join(part);
        if path.is_dir() {
            std::fs::remove_dir_all(&path).expect("a folder that goes");
        } else {
            std::fs::remove_file(&path).expect("a file that goes");
        }
        make::link(theirs.join(part), &path);
        if part == "objects" {
            make::overwrite(&repository.path().join("refs/heads/main"), head.as_bytes());
        }
    }

    let folder = class.next("linked-journal-inside", row("unreadable", "link", ""));
    make::link("../outside/journal", &folder);

    links(class, &outside.join("wandering.md"));
}

/// Notes that are links, committed and on the disk.
fn links(class: &mut Hostile, outside: &std::path::Path) {
    let target = outside.display().to_string();
    let targets = ["/etc/passwd", target.as_str(), "../../001-classmate/networking/beatrix.md", "loop.md"];
    let names = ["networking/a.md", "networking/b.md", "networking/c.md", "networking/loop.md"];

    let folder = class.next("links-committed", row("not-started", "", "partly-read"));
    let repository = make::repository(&folder, true);
    let entries: Vec<_> = names
        .iter()
        .zip(targets)
        .map(|(name, target)| {
            (name.as_bytes(), u32::from(FileMode::Link), repository.blob(target.as_bytes()).expect("a blob"))
        })
        .collect();
    let tree = make::tree_of(&repository, &entries);
    make::commit(&repository, tree, make::NOON);

    let folder = class.next("links-on-disk", row("not-started", "", "partly-read"));
    for (name, target) in names.iter().zip(targets) {
        make::link(target, &folder.join(name));
    }

    let folder = class.next("linked-notes-folder", row("not-started", "", "partly-read"));
    make::link("../001-classmate/networking", &folder.join("networking"));

    let folder = class.next("linked-notes-folder-committed", row("not-started", "", "partly-read"));
    let repository = make::repository(&folder, true);
    let id = repository.blob(b"../001-classmate/networking").expect("a blob");
    let tree = make::tree_of(&repository, &[(b"networking", u32::from(FileMode::Link), id)]);
    make::commit(&repository, tree, make::NOON);

    let folder = class.next("linked-notes-of-a-clone", row("done", "", ""));
    class.copy(&folder.join(".git"));
    append(&folder.join(".git/config"), "[core]\n\tbare = false\n");
    make::link("../001-classmate/networking", &folder.join("networking"));

    let folder = class.next("submodule", row("done", "", "partly-read"));
    let repository = make::repository(&folder, true);
    let id = repository.blob(make::note("Mei").as_bytes()).expect("a blob");
    let modules = "[submodule \"x\"]\n\tpath = networking/x\n\turl = ../001-classmate\n";
    let modules = repository.blob(modules.as_bytes()).expect("a blob");
    let other = repository.head().ok().and_then(|head| head.target()).unwrap_or(id);
    let blob = u32::from(FileMode::Blob);
    let entries: [(&[u8], u32, _); 3] = [
        (b".gitmodules", blob, modules),
        (b"networking/mei.md", blob, id),
        (b"networking/x", u32::from(FileMode::Commit), other),
    ];
    let tree = make::tree_of(&repository, &entries);
    make::commit(&repository, tree, make::NOON);
}
