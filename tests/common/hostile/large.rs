//! Journals that are larger, deeper or longer than anybody's.

use git2::{ObjectType, Oid};

use super::{Expected, Hostile, make, packs, row, zeros};

/// One journal a way to take all memory or all day.
pub fn add(class: &mut Hostile) {
    disk(class);
    notes(class);
    objects(class);
    packed(class);
    history(class);
    git_files(class);
}

/// Files that are too large, on the disk.
fn disk(class: &mut Hostile) {
    let too_large = row("needs-work", "", "");
    for (name, bytes) in [("sparse-200-mb", 200 << 20), ("sparse-8-gb", 8 << 30)] {
        let folder = class.next(name, too_large);
        make::sparse(&folder.join("networking/note.md"), bytes);
    }
    let folder = class.next("one-long-line", too_large);
    make::overwrite(&folder.join("networking/note.md"), &vec![b'x'; 64 << 20]);
    let folder = class.next("large-settings", row("done", "", "own-configuration"));
    make::overwrite(&folder.join("networking/mei.md"), make::note("Mei").as_bytes());
    make::sparse(&folder.join("coffeechat.toml"), 200 << 20);
}

/// Notes that are too much for a reader, what a row says of each, and its text; bytes that are no text where that is empty.
fn cases() -> Vec<(&'static str, Expected, String)> {
    let many = |piece: &str, count: usize| piece.repeat(count);
    let aliases: String =
        (1..12).map(|n| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 9].join(", "))).collect();
    let body = |text: String| format!("{}\n{text}\n", make::note("Mei"));
    vec![
        (
            "front-matter-65-kib",
            row("needs-work", "", ""),
            format!("---\nlevel: 1\ncontact: Mei\nx: {}\n---\n", many("y", 66_560)),
        ),
        ("alias-bomb", row("needs-work", "", ""), format!("---\nlevel: 1\ncontact: Mei\na0: &a0 x\n{aliases}---\n")),
        ("deep-yaml", row("needs-work", "", ""), format!("---\nlevel: 1\ncontact: {}Mei\n---\n", many("[", 20_000))),
        (
            "deep-yaml-list",
            row("needs-work", "", ""),
            format!("---\nlevel: 1\ncontact: Mei\nx:\n  {}\n---\n", many("- ", 20_000)),
        ),
        ("brackets", row("done", "", ""), body(many("[", 100_000))),
        ("quotes", row("done", "", ""), body(many(">", 100_000))),
        ("two-mib", row("needs-work", "", ""), body(many("word ", 420_000))),
        ("zeros", row("needs-work", "", ""), many("\0", 4_000)),
        ("not-utf-8", row("needs-work", "", ""), String::new()),
    ]
}

/// The texts of these notes, by name.
pub fn texts() -> Vec<(&'static str, String)> {
    cases().into_iter().map(|(name, _, text)| (name, text)).filter(|(_, text)| !text.is_empty()).collect()
}

/// Committed notes that are too much for a reader.
fn notes(class: &mut Hostile) {
    for (name, expected, text) in cases() {
        let folder = class.next(name, expected);
        let repository = make::repository(&folder, true);
        let bytes = if text.is_empty() { b"\xff\xfe\xfa---\nlevel: 1\x80\n".to_vec() } else { text.into_bytes() };
        let id = repository.blob(&bytes).expect("a blob");
        let tree = make::tree_of(&repository, &[(b"networking/n.md", 0o100_644, id)]);
        make::commit(&repository, tree, make::NOON);
    }
    // Where notes do not lie, what is too large is one all the same where it says so.
    let folder = class.next("large-elsewhere", row("needs-work", "", ""));
    make::committed(&folder, true, &[("big.md", &format!("{}{}", make::note("Mei"), "word ".repeat(300_000)))]);

    let folder = class.next("5000-notes", row("done", "", ""));
    let repository = make::repository(&folder, true);
    let id = repository.blob(make::note("Mei").as_bytes()).expect("a blob");
    let paths: Vec<String> = (0..5_000).map(|n| format!("networking/{n:04}.md")).collect();
    let entries: Vec<_> = paths.iter().map(|path| (path.as_bytes(), 0o100_644, id)).collect();
    let tree = make::tree_of(&repository, &entries);
    make::commit(&repository, tree, make::NOON);
}

/// Objects that grow when they are read.
fn objects(class: &mut Hostile) {
    let folder = class.next("blob-that-grows", row("needs-work", "", ""));
    let repository = make::repository(&folder, true);
    let id = zeros::object(&repository, "blob", 256 << 20);
    let inner = make::raw_tree(&repository, &[("100644", b"n.md", id)]);
    let tree = make::raw_tree(&repository, &[("40000", b"networking", inner)]);
    make::raw_commit(&repository, tree);

    let folder = class.next("commit-that-grows", row("unreadable", "larger than what is read", ""));
    let repository = make::repository(&folder, true);
    let id = zeros::object(&repository, "commit", 256 << 20);
    make::point_head(&repository, id);

    let folder = class.next("tree-that-grows", row("unreadable", "larger than what is read", ""));
    let repository = make::repository(&folder, true);
    let id = zeros::object(&repository, "tree", 256 << 20);
    make::raw_commit(&repository, id);

    // One tree of zeros in many places: no name in it ever counts.
    let folder = class.next("tree-of-zeros-everywhere", row("unreadable", "damaged", ""));
    let repository = make::repository(&folder, true);
    let id = repository.odb().expect("objects").write(ObjectType::Tree, &[0; 100_000]).expect("a tree");
    let names: Vec<String> = (0..1_000).map(|n| format!("d{n}")).collect();
    let entries: Vec<_> = names.iter().map(|name| ("40000", name.as_bytes(), id)).collect();
    let tree = make::raw_tree(&repository, &entries);
    make::raw_commit(&repository, tree);

    // A name of a MiB in front of the name of each file.
    let folder = class.next("long-names", row("unreadable", "MiB of names", ""));
    let repository = make::repository(&folder, true);
    let id = repository.blob(make::unfinished("Mei").as_bytes()).expect("a blob");
    let names: Vec<String> = (0..1_000).map(|n| format!("{n:04}.md")).collect();
    let entries: Vec<_> = names.iter().map(|name| ("100644", name.as_bytes(), id)).collect();
    let inner = make::raw_tree(&repository, &entries);
    let tree = make::raw_tree(&repository, &[("40000", &[b'x'; 1 << 20], inner)]);
    make::raw_commit(&repository, tree);

    // Ten entries in each of eight levels: 10^8 paths in nine objects.
    let folder = class.next("git-bomb", row("unreadable", "git bomb", ""));
    let repository = make::repository(&folder, true);
    let mut id = repository.blob(make::unfinished("Mei").as_bytes()).expect("a blob");
    for level in 0..9 {
        let mode = if level == 0 { "100644" } else { "40000" };
        let names: Vec<String> =
            (0..10).map(|n| if level == 0 { format!("{n}.md") } else { format!("d{n}") }).collect();
        let entries: Vec<_> = names.iter().map(|name| (mode, name.as_bytes(), id)).collect();
        id = make::raw_tree(&repository, &entries);
    }
    let id = make::raw_tree(&repository, &[("40000", b"networking", id)]);
    make::raw_commit(&repository, id);

    let folder = class.next("deep-folders", row("unreadable", "folders deeper than", ""));
    let repository = make::repository(&folder, true);
    let mut id = repository.blob(make::unfinished("Mei").as_bytes()).expect("a blob");
    id = make::raw_tree(&repository, &[("100644", b"n.md", id)]);
    for _ in 0..2_000 {
        id = make::raw_tree(&repository, &[("40000", b"d", id)]);
    }
    let id = make::raw_tree(&repository, &[("40000", b"networking", id)]);
    make::raw_commit(&repository, id);

    let folder = class.next("deep-folders-on-disk", row("done", "", ""));
    make::overwrite(&folder.join("networking/mei.md"), make::note("Mei").as_bytes());
    let deep = folder.join("networking").join(vec!["d"; 1_500].join("/"));
    std::fs::create_dir_all(deep).expect("folders");
}

/// Histories that are long or wide.
fn history(class: &mut Hostile) {
    let folder = class.next("1500-commits", row("done", "", ""));
    let repository = make::repository(&folder, true);
    let id = repository.blob(make::note("Mei").as_bytes()).expect("a blob");
    for n in 0..1_500 {
        let other = repository.blob(format!("{n}\n").as_bytes()).expect("a blob");
        let tree =
            make::tree_of(&repository, &[(b"networking/mei.md", 0o100_644, id), (b"other.txt", 0o100_644, other)]);
        make::commit(&repository, tree, make::NOON + n);
    }

    let folder = class.next("20000-parents", row("open", "", "long-history"));
    let planned = make::note("Mei").replace("talked", "planned");
    let repository = make::committed(&folder, true, &[("networking/mei.md", &planned)]);
    let tree = repository.head().and_then(|head| head.peel_to_tree()).expect("a tree").id();
    let mut parents: String = (0..20_000).map(|n| format!("parent {}\n", nowhere(n))).collect();
    make::overwrite(&folder.join("shallow"), format!("{}\n", nowhere(0)).as_bytes());
    for _ in 0..5 {
        let who = format!("A Student <student@example.org> {} +0000", make::NOON);
        let text = format!("tree {tree}\n{parents}author {who}\ncommitter {who}\n\nNotes\n");
        let id = repository.odb().expect("objects").write(ObjectType::Commit, text.as_bytes()).expect("a commit");
        make::point_head(&repository, id);
        parents = format!("parent {id}\n").repeat(20_000);
    }

    let folder = class.next("400-parents", row("done", "", ""));
    let repository = make::committed(&folder, true, &[("networking/mei.md", &make::note("Mei"))]);
    let head = repository.head().and_then(|head| head.peel_to_commit()).expect("a commit");
    let tree = head.tree().expect("a tree");
    let who = head.author();
    let parents: Vec<_> = (0..400)
        .map(|n| repository.commit(None, &who, &who, &format!("{n}"), &tree, &[&head]).expect("a commit"))
        .map(|id| repository.find_commit(id).expect("the commit"))
        .collect();
    let all: Vec<_> = std::iter::once(&head).chain(&parents).collect();
    repository.commit(Some("HEAD"), &who, &who, "All", &tree, &all).expect("a commit");
}

/// The name of a commit that is nowhere.
fn nowhere(number: usize) -> Oid {
    Oid::from_str(&format!("{:040x}", 0xdead_0000 + number)).expect("a name")
}

/// Objects in packs that are made from others without an end.
fn packed(class: &mut Hostile) {
    let note = make::note("Mei");
    let id = Oid::hash_object(ObjectType::Blob, note.as_bytes()).expect("a name");
    let committed = |folder: &std::path::Path, pack: packs::Pack| {
        let repository = make::repository(folder, true);
        pack.write(&repository);
        let inner = make::raw_tree(&repository, &[("100644", b"n.md", id)]);
        let tree = make::raw_tree(&repository, &[("40000", b"networking", inner)]);
        make::raw_commit(&repository, tree);
    };
    let folder = class.next("packed", row("done", "", ""));
    let mut pack = packs::Pack::default();
    let base = pack.whole(ObjectType::Blob, b"another text");
    pack.changed(id, base, &packs::replacing(12, note.as_bytes()));
    committed(&folder, pack);

    let folder =
        class.next("a-note-made-from-what-grows", row("unreadable", "is made from, an object of more than 64 MiB", ""));
    let mut pack = packs::Pack::default();
    let base = pack.zeros(256 << 20);
    pack.changed(id, base, &packs::replacing(256 << 20, note.as_bytes()));
    committed(&folder, pack);

    let folder = class.next("a-note-made-from-itself", row("unreadable", "which may never end", ""));
    let mut pack = packs::Pack::default();
    let other = nowhere(0);
    pack.changed(id, other, &packs::replacing(note.len(), note.as_bytes()));
    pack.changed(other, id, &packs::replacing(note.len(), note.as_bytes()));
    committed(&folder, pack);
}

/// Files of Git's own that are larger than it has them.
fn git_files(class: &mut Hostile) {
    for (at, name) in
        ["HEAD", "packed-refs", "shallow", "info/grafts", "refs/heads/big", "refs/heads/main", "ORIG_HEAD"]
            .iter()
            .enumerate()
    {
        let folder =
            class.next(&format!("large-git-file-{at}"), row("unreadable", "larger than Git ever makes it", ""));
        class.copy(&folder);
        if *name == "ORIG_HEAD" {
            make::overwrite(&folder.join("refs/heads/main"), b"ref: ORIG_HEAD\n");
        }
        make::sparse(&folder.join(name), 3 << 30);
    }
    let folder = class.next("deep-link-among-refs", row("unreadable", "is a link", ""));
    class.copy(&folder);
    let deep = format!("refs/heads/{}link", "d/".repeat(20));
    make::link("/etc/passwd", &folder.join(deep));
}
