//! `cohort check --feedback`: a file for each student, and no file of anybody else's is touched.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::cmd::Env;
use crate::core::cohort::Class;
use crate::error::{Error, Result};
use crate::io::files::{self, Shape};
use crate::render::closing::plural;
use crate::render::cohort::feedback;
use crate::render::safe;

/// The folder for the files.
pub struct Letters {
    folder: PathBuf,
}

impl Letters {
    /// Makes the folder; `class` is the one with the journals.
    ///
    /// # Errors
    /// Where it cannot be made, or lies among the journals, where it would be taken for one.
    pub fn new(folder: &Path, class: &Path) -> Result<Self> {
        let refuse = |why: &str| Error::Path {
            path: files::path_name(folder).shown,
            why: why.to_owned(),
            help: "Name a folder beside the journals, such as --feedback feedback".to_owned(),
        };
        if files::shape(folder).is_some_and(|shape| shape != Shape::Folder) {
            return Err(refuse("is a file or a link, not a folder for the feedback"));
        }
        let there = folder.ancestors().find(|above| files::end(above) == Some(Shape::Folder)).unwrap_or(Path::new("."));
        let real = |path: &Path| files::resolved(path, "cannot be read").ok();
        if let (Some(there), Some(class)) = (real(there), real(class))
            && there.starts_with(&class)
            && real(Path::new(".")).is_none_or(|here| here != there || here == class)
        {
            return Err(refuse("lies in the folder of the class, where it would be taken for a journal"));
        }
        files::make_folder(there, folder)?;
        Ok(Self { folder: folder.to_path_buf() })
    }

    /// Writes a file for each student of the class, and says how many; whoever gets none is named, and what lies there from earlier runs.
    /// `is_whole` says that nobody of the class was left out. `false` where one was left as it is, because somebody changed it, or could
    /// not be written.
    pub fn write(&self, class: &Class, is_whole: bool, now: Timestamp, env: &mut Env) -> bool {
        let (mut taken, mut withheld, mut written, mut is_all) = (HashSet::new(), Vec::new(), 0, true);
        for student in &class.students {
            let path = self.folder.join(feedback::file_name(student, &mut taken));
            let done = match feedback::is_withheld(student) {
                true => {
                    withheld.push(safe::inline(&student.student).into_owned());
                    take_away(&path)
                }
                false => put(&path, &feedback::render(class, student, now)).map(|()| written += 1),
            };
            if let Err(why) = done {
                is_all = false;
                let (path, who) = (safe::path(&files::path_name(&path).shown), safe::inline(&student.student));
                env.tell(&format!("{path} ({who}): {}\n", safe::inline(&why)));
            }
        }
        let folder = safe::path(&files::path_name(&self.folder).shown);
        env.tell(&format!("Feedback for {} is in {folder}\n", plural(written, "student", "students")));
        if !withheld.is_empty() {
            let count = plural(withheld.len(), "student", "students");
            env.tell(&format!(
                "{count} got no letter, because what is wrong is in the roster or on this side, and not theirs to mend: {}\n",
                some(&withheld)
            ));
        }
        if is_whole {
            self.tell_old(&taken, env);
        }
        is_all
    }

    /// Names the letters of earlier runs that are nobody's now. They may be another class's, so that they are not taken away.
    fn tell_old(&self, taken: &HashSet<String>, env: &mut Env) {
        let is_old = |name: &String| {
            let is_letter = |path: &Path| {
                let Ok(Ok(bytes)) = files::read_bytes(path) else { return false };
                let text = String::from_utf8(bytes).ok();
                text.is_some_and(|text| feedback::is_letter(&text))
            };
            name.strip_suffix(".md").is_some_and(|stem| !taken.contains(stem)) && is_letter(&self.folder.join(name))
        };
        let mut old: Vec<String> = files::names(&self.folder).into_iter().filter(is_old).collect();
        if old.is_empty() {
            return;
        }
        old.sort();
        let old: Vec<String> = old.iter().map(|name| safe::path(name)).collect();
        let folder = safe::path(&files::path_name(&self.folder).shown);
        let (count, are, them) = match old.len() {
            1 => ("1 letter".to_owned(), "is", "it"),
            count => (format!("{count} letters"), "are", "them"),
        };
        env.tell(&format!(
            "{count} of an earlier run in {folder} {are} to nobody in this report. Take {them} away before you send the others: {}\n",
            some(&old)
        ));
    }
}

/// Names, the first ten of them where they are many.
fn some(names: &[String]) -> String {
    const MOST: usize = 10;
    let more = names.len().saturating_sub(MOST);
    let shown = names.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
    if more == 0 { shown } else { format!("{shown} and {more} more") }
}

/// Takes away a letter of an earlier run that is as we made it: it says what is not known any more.
fn take_away(path: &Path) -> std::result::Result<(), String> {
    if !files::is_there(path) {
        return Ok(());
    }
    let text = files::read_bytes(path)?.ok().and_then(|bytes| String::from_utf8(bytes).ok());
    match text.filter(|text| feedback::is_ours(text)) {
        Some(text) => files::remove(path, &text),
        None => {
            Err("is of an earlier run, was changed by hand, and may say what is not so. Look at it before you send it."
                .to_owned())
        }
    }
}

/// Makes the file, or puts it in the place of one that is as we made it.
fn put(path: &Path, text: &str) -> std::result::Result<(), String> {
    if files::create(path, text).map_err(|error| error.to_string())? {
        return Ok(());
    }
    let unread = |why: String| format!("{why}; it was left as it is");
    let bytes =
        files::read_bytes(path).map_err(unread)?.map_err(|size| unread(format!("is too large ({size} bytes)")))?;
    let before = String::from_utf8(bytes).map_err(|_| unread("is no text".to_owned()))?;
    if before == text {
        return Ok(());
    }
    match feedback::is_ours(&before) {
        true => files::replace(path, &before, text),
        false => {
            Err("was changed by hand, and is left as it is. Send it or move it away, and run the command again."
                .to_owned())
        }
    }
}
