//! Which files a run looks at, and the journal that each of them belongs to.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::core::config;
use crate::core::recognise::{fold, nearest};
use crate::core::report::{Failure, PathName, STDIN};
use crate::core::text::{LineIndex, Source};
use crate::error::{Error, Result};
use crate::io::files::{self, Shape, path_name};
use crate::io::journal::{Journal, is_root, leads_out};

/// One file to check.
pub struct Task {
    /// Its path as it was named or found.
    pub path: PathBuf,
    /// Its path as seen from the journal's root, `/` between folders.
    pub relative: String,
    /// The journal it lies in.
    pub journal: Arc<Journal>,
    /// Whether it was named on the command line.
    pub named: bool,
    /// Whether its findings are asked for. Of the others only what the journal's rules want to know is kept.
    pub is_asked: bool,
    /// Where its text is.
    pub text: Text,
}

/// Where the text of a file is.
pub enum Text {
    /// In the file of that name.
    File,
    /// Here: it was piped, or is staged.
    Given(Source),
}

impl Text {
    /// The text that stands in the place of the file's, if one does.
    pub fn given(&self) -> Option<&Source> {
        match self {
            Self::File => None,
            Self::Given(source) => Some(source),
        }
    }
}

/// What is to be checked.
#[derive(Default)]
pub struct Gathered {
    /// The files.
    pub tasks: Vec<Task>,
    /// What cannot be checked.
    pub failures: Vec<Failure>,
    /// What was passed over, and why.
    pub passed_over: Vec<Failure>,
}

/// Gathers what is to be checked of the files on the disk.
pub struct Gatherer<'r> {
    /// The current folder.
    folder: &'r Path,
    activity: Option<&'r str>,
    journals: HashMap<PathBuf, Arc<Journal>>,
    /// The roots of journals inside the one that is checked whose settings cannot be read.
    broken: HashSet<PathBuf>,
    gathered: Gathered,
}

impl<'r> Gatherer<'r> {
    /// Of a run in `folder`; `activity` wins over what a journal says.
    pub fn new(folder: &'r Path, activity: Option<&'r str>) -> Self {
        Self { folder, activity, journals: HashMap::new(), broken: HashSet::new(), gathered: Gathered::default() }
    }

    /// What `paths` name, `-` being standard input under the name `stdin`; without any, the journal around the current
    /// folder. In the order of the paths, each file once.
    ///
    /// # Errors
    /// Where a configuration or standard input cannot be read.
    pub fn gather(mut self, paths: &[PathBuf], stdin: Option<&Path>) -> Result<Gathered> {
        if paths.is_empty() {
            let root = Journal::root_above(self.folder).unwrap_or_else(|| self.folder.to_path_buf());
            let folder = files::real(self.folder);
            let up = folder.strip_prefix(&root).map_or(0, |below| below.components().count());
            let start: PathBuf = if up == 0 { ".".into() } else { std::iter::repeat_n("..", up).collect() };
            self.folder(&start)?;
        }
        let mut piped = None;
        for path in paths {
            if path.as_os_str() != "-" {
                // Without a slash at its end a link is a link.
                let path: PathBuf = path.components().collect();
                self.named(&path)?;
            } else if piped.is_none() {
                piped = Some(self.stdin(stdin)?);
            }
        }
        let mut tasks = std::mem::take(&mut self.gathered.tasks);
        tasks.sort_by(|a, b| a.path.cmp(&b.path));
        if paths.len() > 1 {
            tasks = without_doubles(tasks);
        }
        self.gathered.tasks = piped.into_iter().chain(tasks).collect();
        Ok(self.gathered)
    }

    /// The journal of the files in `folder`: the nearest root at or above it, but not above a journal's own; `fallback` else.
    fn journal(&mut self, folder: &Path, fallback: &Path) -> Result<Arc<Journal>> {
        let real = files::real(folder);
        let root = real.ancestors().find(|above| is_root(above)).map(Path::to_path_buf);
        let root = root.unwrap_or_else(|| files::real(fallback));
        if let Some(journal) = self.journals.get(&root) {
            return Ok(Arc::clone(journal));
        }
        let journal = Arc::new(Journal::open(&root, self.activity)?);
        self.journals.insert(root, Arc::clone(&journal));
        Ok(journal)
    }

    fn fail(&mut self, path: &Path, message: impl Into<String>) {
        self.gathered.failures.push(Failure { path: path_name(path), message: message.into() });
    }

    /// Says once why the journal at `root` is not checked.
    fn set_aside(&mut self, root: &Path, error: &Error) {
        if !self.broken.insert(files::real(root)) {
            return;
        }
        let mut path = path_name(&root.join(config::FILE));
        let mut message = error.to_string();
        match error {
            Error::File { source_text, mistakes } => {
                let line =
                    mistakes.first().map_or(0, |mistake| LineIndex::new(&source_text.text).line_of(mistake.span.start));
                path = PathName { shown: source_text.label.clone(), bytes: None };
                message = format!("line {}: {message}", line + 1);
            }
            Error::Path { path: shown, why, .. } => {
                path = PathName { shown: shown.clone(), bytes: None };
                message.clone_from(why);
            }
            _ => {}
        }
        let help = error.help().map_or_else(String::new, |help| format!(" {help}"));
        let message = format!("{message}, so the notes of this journal were not checked.{help}");
        self.gathered.failures.push(Failure { path, message });
    }

    fn named(&mut self, path: &Path) -> Result<()> {
        let Some(shape) = files::shape(path) else {
            match near(path) {
                Some(near) => self.fail(path, format!("is not there; did you mean `{}`?", path_name(&near).shown)),
                None => self.fail(path, "is not there; check the path"),
            }
            return Ok(());
        };
        if shape == Shape::Link {
            self.fail(path, "is a link, and links are not followed; name the file that it points to");
        } else if shape == Shape::Folder && files::is_markdown(path) {
            self.fail(path, "is a folder, although its name is that of a Markdown file");
        } else if leads_out(files::folder_of(&self.folder.join(path)), self.folder) {
            self.fail(
                path,
                "lies behind a link that leads elsewhere, and links are not followed; name it where it lies",
            );
        } else if shape == Shape::Folder {
            self.folder(path)?;
        } else if shape != Shape::File {
            self.fail(path, "is not a regular file");
        } else {
            let folder = files::folder_of(path);
            let journal = self.journal(folder, folder)?;
            let real = files::real(folder);
            let inside = journal.relative(&real).join(path.file_name().unwrap_or_default());
            self.gathered.tasks.push(Task {
                path: path.to_path_buf(),
                relative: path_name(&inside).shown,
                journal,
                named: true,
                is_asked: true,
                text: Text::File,
            });
        }
        Ok(())
    }

    fn folder(&mut self, folder: &Path) -> Result<()> {
        let walk = files::walk(folder);
        self.gathered.failures.extend(walk.failures);
        self.gathered.passed_over.extend(walk.passed_over);
        let outer = self.journal(folder, folder)?;
        let real = files::real(folder);
        let prefix = outer.relative(&real).to_path_buf();
        let mut inner: HashMap<&Path, Option<Arc<Journal>>> = HashMap::new();
        let folder = folder.strip_prefix(".").unwrap_or(folder);
        for root in walk.roots.iter().filter(|root| root.as_path() != folder) {
            // A mistake in one journal must not keep the others from being checked.
            let journal = self.journal(root, root).map_err(|error| self.set_aside(root, &error));
            inner.insert(root, journal.ok());
        }
        let outer_root = (real == outer.root).then(|| (folder.to_path_buf(), Arc::clone(&outer)));
        let inner_roots =
            inner.iter().filter_map(|(root, journal)| Some((root.to_path_buf(), Arc::clone(journal.as_ref()?))));
        let unmarked: Vec<PathBuf> = outer_root
            .into_iter()
            .chain(inner_roots)
            .flat_map(|(root, journal)| {
                let found = journal.unmarked();
                self.gathered.passed_over.extend(found.others.iter().map(|name| Failure {
                    path: path_name(&root.join(name)),
                    message: "not Markdown by its name, and it does not begin as a note does".to_owned(),
                }));
                found.notes.into_iter().map(move |name| root.join(name))
            })
            .collect();
        for path in walk.files.into_iter().chain(unmarked) {
            let nested = match inner.is_empty() {
                true => None,
                false => path.ancestors().skip(1).find_map(|above| inner.get(above).map(|journal| (above, journal))),
            };
            let (journal, inside) = match nested {
                Some((_, None)) => continue,
                Some((root, Some(journal))) => {
                    (Arc::clone(journal), path.strip_prefix(root).unwrap_or(&path).to_path_buf())
                }
                None => (Arc::clone(&outer), prefix.join(path.strip_prefix(folder).unwrap_or(&path))),
            };
            let relative = path_name(&inside).shown;
            self.gathered.tasks.push(Task { path, relative, journal, named: false, is_asked: true, text: Text::File });
        }
        Ok(())
    }

    fn stdin(&mut self, name: Option<&Path>) -> Result<Task> {
        let (name, is_named) = (name.unwrap_or(Path::new(STDIN)), name.is_some());
        let source = files::read_stdin(&path_name(name).shown)?;
        // An editor may lint a file before its folder is there; what is there decides the journal, the whole path the place.
        let there =
            name.ancestors().skip(1).find(|above| files::end(above) == Some(Shape::Folder)).unwrap_or(Path::new(""));
        let folder = if there.as_os_str().is_empty() { Path::new(".") } else { there };
        let journal = self.journal(folder, folder)?;
        let real = files::real(folder);
        let inside = journal.relative(&real).join(name.strip_prefix(there).unwrap_or(name));
        // Without a name there is no place, and nothing to say of one.
        let relative = if is_named { path_name(&inside).shown } else { String::new() };
        Ok(Task { path: name.to_path_buf(), relative, journal, named: true, is_asked: true, text: Text::Given(source) })
    }
}

/// What is there and has nearly that path: each part that is not there stands for the name beside it that is close.
fn near(path: &Path) -> Option<PathBuf> {
    let mut near = PathBuf::new();
    for part in path.components() {
        let next = near.join(part);
        if files::is_there(&next) {
            near = next;
            continue;
        }
        let Component::Normal(name) = part else { return None };
        let name = name.to_str()?;
        let folder = if near.as_os_str().is_empty() { Path::new(".") } else { &near };
        let beside = files::entries(folder).ok().filter(|_| files::end(folder) == Some(Shape::Folder))?;
        // A name that differs by its case alone is no other word, and still another file.
        let same = beside.iter().find(|entry| !fold(name).is_empty() && fold(&entry.name) == fold(name));
        let close = || {
            let meant = nearest(name, beside.iter().map(|entry| entry.name.as_str()))?;
            beside.iter().find(|entry| entry.name == meant)
        };
        near.push(&same.or_else(close)?.path);
    }
    (!near.as_os_str().is_empty()).then_some(near)
}

/// The same file may be named twice, in two spellings; named once by itself it is named.
fn without_doubles(tasks: Vec<Task>) -> Vec<Task> {
    let mut places: HashMap<PathBuf, usize> = HashMap::new();
    let mut kept: Vec<Task> = Vec::with_capacity(tasks.len());
    for task in tasks {
        let folder = files::folder_of(&task.path);
        let folder = files::real(folder);
        match places.entry(folder.join(task.path.file_name().unwrap_or_default())) {
            Entry::Occupied(at) => kept[*at.get()].named |= task.named,
            Entry::Vacant(place) => {
                place.insert(kept.len());
                kept.push(task);
            }
        }
    }
    kept
}
