//! What a commit would hold: the notes of the index, as they stand there.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::check::Run;
use super::tasks::{Gathered, Task, Text};
use crate::core::config;
use crate::core::note::head_declares_a_note;
use crate::core::report::{Failure, NotAdded, PathName, Report};
use crate::core::text::Source;
use crate::core::week::errors;
use crate::error::{Error, Result};
use crate::io::files::{self, Shape, path_name};
use crate::io::git::{Remotes, Staged, not_staged};
use crate::io::journal::{Journal, leads_out};

/// Gathers what the next commit would add or change of the notes that lie at or below `paths` (of all of them where nothing is
/// named), and the other notes of their journals, in the order of the index. `folder` is the current folder.
///
/// # Errors
/// Where there is no index to read, a path is not in it, or the settings of a journal have a mistake.
pub fn gather(paths: &[PathBuf], folder: &Path, activity: Option<&str>) -> Result<Gathered> {
    let staged = Staged::open(folder)?;
    let real = files::real(folder);
    let wanted = paths.iter().map(|path| below(path, &real, &staged)).collect::<Result<Vec<_>>>()?;
    let is_wanted = |path: &Path| wanted.is_empty() || wanted.iter().any(|above| path.starts_with(above));
    let seen = |path: &Path| files::way(&real, &staged.root.join(path));
    let mut gathered = Gathered::default();
    let tell = |path: &Path, why: &str| Failure { path: path_name(&seen(path)), message: why.to_owned() };
    let notes = |paths: &mut dyn Iterator<Item = &PathBuf>, why: &str| -> Vec<Failure> {
        paths.filter(|path| files::is_markdown(path) && is_wanted(path)).map(|path| tell(path, why)).collect()
    };
    gathered.failures = notes(
        &mut staged.unmerged.iter(),
        "is in the middle of a merge, and cannot be committed yet. Make one text of the two, then git add it.",
    );
    gathered.passed_over = notes(&mut staged.others.iter(), "a link; links are not followed");

    // A gist's notes lie at its top, and not all of them have an ending.
    let is_gist = Remotes::of(&staged.root).is_gist;
    let at_the_top = |path: &Path| path.components().count() == 1;
    let unmarked = |path: &Path| is_gist && at_the_top(path) && files::is_unmarked(path);
    let may_hold_a_note = |path: &Path| may_hold_a_note(path) || unmarked(path);
    let candidates = staged.files.iter().filter(|file| may_hold_a_note(&file.path));
    let changed = staged.changed(candidates.filter(|file| is_wanted(&file.path)))?;
    if changed.is_empty() {
        return Ok(gathered);
    }
    let mut journals = Journals { staged: &staged, activity, roots: HashMap::new(), journals: HashMap::new() };
    for file in &changed {
        journals.of(&file.path)?;
    }
    let mut changed = changed.into_iter().peekable();
    for file in staged.files.iter().filter(|file| may_hold_a_note(&file.path)) {
        let is_asked = changed.next_if(|next| std::ptr::eq(*next, file)).is_some();
        // A journal in which nothing changes has nothing to add.
        let Some((root, journal)) = journals.known(&file.path) else { continue };
        let path = seen(&file.path);
        let text = match staged.read(file, &path_name(&path).shown) {
            Ok(source) if unmarked(&file.path) && !head_declares_a_note(&source.text) => {
                let message = "not Markdown by its name, and it does not begin as a note does".to_owned();
                gathered.passed_over.push(Failure { path: path_name(&path), message });
                continue;
            }
            Ok(source) => Text::Given(source),
            Err(message) if is_asked => {
                gathered.failures.push(Failure { path: path_name(&path), message });
                continue;
            }
            Err(message) => {
                gathered.passed_over.push(Failure { path: path_name(&path), message });
                continue;
            }
        };
        let relative = path_name(file.path.strip_prefix(&root).unwrap_or(&file.path)).shown;
        gathered.tasks.push(Task { path, relative, journal, named: false, is_asked, text });
    }
    Ok(gathered)
}

/// Of the notes in which `report` has an error, those whose files in `folder` say something else than what is staged. Who mended the
/// file and forgot to add it would see the same errors again, and look for them where they are not.
pub fn not_added(report: &Report, tasks: &[Task], run: &Run<'_>, folder: &Path) -> Vec<NotAdded> {
    let broken: Vec<_> = report.notes.iter().filter(|note| errors(note) > 0).map(|note| &note.path).collect();
    let is_broken = |task: &&Task| task.is_asked && broken.contains(&&path_name(&task.path));
    let changed: Vec<(&Task, Source)> =
        tasks.iter().filter(is_broken).filter_map(|task| Some((task, on_disk(task, folder)?))).collect();
    if changed.is_empty() {
        return Vec::new();
    }
    // Beside the other notes as they are staged: that is what they would be committed with.
    let with_changes = tasks.iter().filter_map(|task| {
        let changed = changed.iter().find(|(other, _)| std::ptr::eq(*other, task)).map(|(_, source)| source);
        let text = Text::Given(changed.or(task.text.given())?.clone());
        let (path, relative, journal) = (task.path.clone(), task.relative.clone(), Arc::clone(&task.journal));
        Some(Task { path, relative, journal, named: task.named, is_asked: changed.is_some(), text })
    });
    let after = run.check(&with_changes.collect::<Vec<_>>());
    let is_mended = |path: &PathName| after.notes.iter().any(|note| note.path == *path && errors(note) == 0);
    let paths = changed.iter().map(|(task, _)| path_name(&task.path));
    paths.map(|path| NotAdded { is_mended: is_mended(&path), path }).collect()
}

/// What the file says where that is not what is staged. Line ends may differ by Git's own doing.
fn on_disk(task: &Task, folder: &Path) -> Option<Source> {
    let staged = task.text.given()?;
    if files::shape(&task.path) != Some(Shape::File) || leads_out(files::folder_of(&folder.join(&task.path)), folder) {
        return None;
    }
    let file = files::read(&task.path, &staged.label).ok()?;
    let lines = |source: &Source| source.text.replace("\r\n", "\n");
    (file.damage != staged.damage || lines(&file) != lines(staged)).then_some(file)
}

/// Whether a file of the index can be a note by its name.
fn may_hold_a_note(path: &Path) -> bool {
    let folders = path.parent().into_iter().flat_map(Path::components);
    let mut names = folders.map(|part| part.as_os_str().to_string_lossy());
    files::is_markdown(path) && !names.any(|name| files::is_passed_over(name.as_bytes()))
}

/// A path of the command line as seen from the top of the working tree. It may be gone from the disk and still be in the index.
fn below(path: &Path, folder: &Path, staged: &Staged) -> Result<PathBuf> {
    let whole = folder.join(path);
    let there = whole.ancestors().find(|above| files::is_there(above)).unwrap_or(folder);
    // The last part of the path itself is not followed where it is a link.
    let (base, rest) = match there == whole && files::end(&whole) != Some(Shape::Folder) {
        true => (files::folder_of(&whole), Path::new(whole.file_name().unwrap_or_default())),
        false => (there, whole.strip_prefix(there).unwrap_or(Path::new(""))),
    };
    let real = files::real(base);
    let real: PathBuf = real.join(rest).components().collect();
    let Ok(inside) = real.strip_prefix(&staged.root) else {
        return Err(Error::Path {
            path: path_name(path).shown,
            why: "lies outside of the repository".to_owned(),
            help: "With --staged, name files and folders of the repository that you commit to.".to_owned(),
        });
    };
    let is_known = files::end(&real) == Some(Shape::Folder)
        || staged.files.iter().map(|file| &file.path).chain(&staged.unmerged).any(|known| known.starts_with(inside));
    if is_known { Ok(inside.to_path_buf()) } else { Err(not_staged(path)) }
}

/// The journals of a repository as they would be committed, each read once.
struct Journals<'s> {
    staged: &'s Staged,
    activity: Option<&'s str>,
    /// The journal's root of each folder, both as seen from the top of the working tree.
    roots: HashMap<PathBuf, PathBuf>,
    journals: HashMap<PathBuf, Arc<Journal>>,
}

impl Journals<'_> {
    /// The root of the journal that the file at `path` lies in.
    fn root(&mut self, path: &Path) -> PathBuf {
        let folder = path.parent().unwrap_or(Path::new(""));
        if let Some(root) = self.roots.get(folder) {
            return root.clone();
        }
        let has_settings = |above: &&Path| {
            let file = self.staged.root.join(above).join(config::FILE);
            self.staged.find(&file).is_some() || files::is_there(&file)
        };
        let root = folder.ancestors().find(has_settings).unwrap_or(Path::new("")).to_path_buf();
        self.roots.insert(folder.to_path_buf(), root.clone());
        root
    }

    /// Opens the journal of the file at `path`.
    fn of(&mut self, path: &Path) -> Result<()> {
        let root = self.root(path);
        if !self.journals.contains_key(&root) {
            let journal = Journal::staged(&self.staged.root.join(&root), self.activity, self.staged)?;
            self.journals.insert(root, Arc::new(journal));
        }
        Ok(())
    }

    /// The root and the journal of the file at `path`, if that was opened.
    fn known(&mut self, path: &Path) -> Option<(PathBuf, Arc<Journal>)> {
        let root = self.root(path);
        let journal = self.journals.get(&root).map(Arc::clone)?;
        Some((root, journal))
    }
}
