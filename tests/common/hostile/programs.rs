//! Journals that would have a program started: nobody may.

use std::fmt::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::{Hostile, make, row};

/// One journal a way to name a program.
pub fn add(class: &mut Hostile) {
    let touch = format!("touch {} #", class.canary.display());
    let note = make::note("Mei");
    let attributes = "* filter=x diff=x merge=x text=auto working-tree-encoding=UTF-16\n";
    for bare in [true, false] {
        let kind = if bare { "programs-bare" } else { "programs" };
        let folder = class.next(kind, row("done", "", ""));
        let files = [(".gitattributes", attributes), ("networking/mei.md", note.as_str())];
        let repository = make::committed(&folder, bare, &files);
        let mut settings = String::new();
        let _ = writeln!(
            settings,
            "[core]\n\tfsmonitor = {touch}\n\tsshCommand = {touch}\n\tpager = {touch}\n\teditor = {touch}"
        );
        let _ = writeln!(settings, "\tgitProxy = {touch}\n\taskPass = {touch}\n\talternateRefsCommand = {touch}");
        let _ = writeln!(
            settings,
            "[filter \"x\"]\n\tclean = {touch}\n\tsmudge = {touch}\n\tprocess = {touch}\n\trequired = true"
        );
        let _ =
            writeln!(settings, "[diff]\n\texternal = {touch}\n[diff \"x\"]\n\ttextconv = {touch}\n\tcommand = {touch}");
        let _ = writeln!(settings, "[merge \"x\"]\n\tdriver = {touch}\n[credential]\n\thelper = !{touch}");
        let _ = writeln!(
            settings,
            "[uploadpack]\n\tpackObjectsHook = {touch}\n[gpg]\n\tprogram = {touch}\n[alias]\n\tlog = !{touch}"
        );
        let _ = writeln!(
            settings,
            "[log]\n\tshowSignature = true\n[remote \"origin\"]\n\turl = ext::sh -c '{touch}'\n\tuploadpack = {touch}"
        );
        append(&repository.path().join("config"), &settings);
        make::overwrite(&repository.path().join("info/attributes"), attributes.as_bytes());
        hooks(&repository.path().join("hooks"), &touch);
        if !bare {
            // Touched, so that whoever looks for changes has to read it through the filters.
            std::fs::write(folder.join("networking/mei.md"), format!("{note}\nMore.\n")).expect("a note");
        }
    }

    let folder = class.next("promises-objects", row("unreadable", "extension", ""));
    let repository = make::committed(&folder, true, &[("networking/mei.md", &note)]);
    let settings = format!(
        "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tpartialClone = origin\n[remote \"origin\"]\n\tpromisor = true\n\turl = ext::sh -c '{touch}'\n"
    );
    append(&repository.path().join("config"), &settings);
    let tree = repository.head().and_then(|head| head.peel_to_tree()).expect("the tree");
    let blob = tree.get_path(Path::new("networking/mei.md")).expect("the note").id();
    std::fs::remove_file(make::object(&repository, blob)).expect("an object that is promised");
}

/// Hooks of every name, all of which touch the canary.
fn hooks(folder: &Path, touch: &str) {
    std::fs::create_dir_all(folder).expect("a folder");
    for name in [
        "pre-commit",
        "post-checkout",
        "post-index-change",
        "reference-transaction",
        "fsmonitor-watchman",
        "post-merge",
    ] {
        let path = folder.join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{touch}\n")).expect("a hook");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("a mode");
    }
}

/// More lines of a configuration.
pub fn append(path: &Path, text: &str) {
    let before = std::fs::read_to_string(path).unwrap_or_default();
    std::fs::write(path, before + text).expect("a configuration");
}

/// A folder with programs of the names that somebody might start, all of which touch the canary.
pub fn traps(root: &Path, canary: &Path) -> PathBuf {
    let folder = root.join("programs");
    std::fs::create_dir_all(&folder).expect("a folder");
    for name in
        ["git", "sh", "bash", "ssh", "less", "touch", "git-lfs", "git-remote-ext", "git-upload-pack", "cat", "gpg"]
    {
        let path = folder.join(name);
        std::fs::write(&path, format!("#!/bin/sh\n: > {}\n", canary.display())).expect("a program");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("a mode");
    }
    folder
}
