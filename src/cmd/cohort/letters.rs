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

    /// Writes a file for each student of the class, and says how many. `false` where one was left as it is, because somebody changed it,
    /// or could not be written.
    pub fn write(&self, class: &Class, now: Timestamp, env: &mut Env) -> bool {
        let (mut taken, mut written, mut is_all) = (HashSet::new(), 0, true);
        for student in &class.students {
            let path = self.folder.join(feedback::file_name(student, &mut taken));
            match put(&path, &feedback::render(class, student, now)) {
                Ok(()) => written += 1,
                Err(why) => {
                    is_all = false;
                    env.tell(&format!("{}: {}\n", safe::path(&files::path_name(&path).shown), safe::inline(&why)));
                }
            }
        }
        let folder = safe::path(&files::path_name(&self.folder).shown);
        env.tell(&format!("Feedback for {} is in {folder}\n", plural(written, "student", "students")));
        is_all
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
