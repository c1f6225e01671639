//! Journals that hold something nobody should wait for: pipes, sockets, folders by the name of a note.

use super::programs::append;
use super::{Hostile, make, row};

/// The files of a repository that Git's library opens.
const OPENED: [&str; 17] = [
    "HEAD",
    "config",
    "index",
    "packed-refs",
    "refs/heads/main",
    "shallow",
    "commondir",
    "gitdir",
    "info/grafts",
    "info/attributes",
    "info/exclude",
    "objects/info/alternates",
    "objects/info/commit-graph",
    "objects/pack/multi-pack-index",
    "objects/pack/pack-0123456789012345678901234567890123456789.idx",
    "config.worktree",
    "logs/HEAD",
];

/// One journal a place where a pipe may lie.
pub fn add(class: &mut Hostile) {
    for name in OPENED {
        let plain: String = name.chars().filter(|c| c.is_ascii_alphanumeric()).take(24).collect();
        // Nobody reads the log of what HEAD was.
        let expected = match name {
            "logs/HEAD" => row("done", "", ""),
            _ => row("unreadable", "neither a file nor a folder|borrow", ""),
        };
        let folder = class.next(&format!("pipe-{plain}"), expected);
        class.copy(&folder.join(".git"));
        append(&folder.join(".git/config"), "[core]\n\tbare = false\n");
        make::pipe(&folder.join(".git").join(name));
    }

    let folder = class.next("pipe-object", row("unreadable", "neither a file nor a folder", ""));
    let repository = make::committed(&folder, true, &[("networking/mei.md", &make::note("Mei"))]);
    let head = repository.head().ok().and_then(|head| head.target()).expect("a commit");
    make::pipe(&make::object(&repository, head));

    let folder = class.next("pipe-note-object", row("unreadable", "neither a file nor a folder", ""));
    let repository = make::committed(&folder, true, &[("networking/mei.md", &make::note("Mei"))]);
    let note = repository.blob(make::note("Mei").as_bytes()).expect("a blob");
    make::pipe(&make::object(&repository, note));

    let folder = class.next("pipe-included", row("unreadable", "include other files", ""));
    class.copy(&folder);
    append(&folder.join("config"), "[include]\n\tpath = more\n");
    make::pipe(&folder.join("more"));

    let folder = class.next("endless-included", row("unreadable", "include other files", ""));
    class.copy(&folder);
    append(&folder.join("config"), "[include]\n\tpath = /dev/zero\n");

    let folder = class.next("pipe-attributes-named", row("done", "", ""));
    class.copy(&folder.join(".git"));
    make::pipe(&folder.join("fifo"));
    let fifo = folder.join("fifo").display().to_string();
    append(
        &folder.join(".git/config"),
        &format!("[core]\n\tbare = false\n\tattributesFile = {fifo}\n\texcludesFile = {fifo}\n"),
    );

    let folder = class.next("pipe-git", row("unreadable", "is no folder", ""));
    make::pipe(&folder.join(".git"));

    let folder = class.next("pipe-instead-of-a-note", row("done", "", ""));
    make::overwrite(&folder.join("networking/mei.md"), make::note("Mei").as_bytes());
    make::pipe(&folder.join("networking/note.md"));
    make::pipe(&folder.join("coffeechat.toml"));
    std::fs::create_dir_all(folder.join("networking/x.md")).expect("a folder by the name of a note");
    std::os::unix::net::UnixListener::bind(folder.join("networking/s.md")).expect("a socket");

    let folder = class.next("pipe-beside-a-clone", row("done", "", ""));
    class.copy(&folder.join(".git"));
    append(&folder.join(".git/config"), "[core]\n\tbare = false\n");
    for name in
        ["networking/2026-11-20-mei.md", ".gitignore", ".gitattributes", "networking/.gitignore", "coffeechat.toml"]
    {
        make::pipe(&folder.join(name));
    }
}
