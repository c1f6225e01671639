//! A class of journals in which everything is wrong that can be: one journal a hazard, and a healthy one behind each. All of it is
//! invented and made anew for each run, since no Git repository can be kept inside another.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

pub mod borrowed;
pub mod damaged;
pub mod dates;
pub mod large;
pub mod make;
pub mod names;
pub mod packs;
pub mod pipes;
pub mod programs;
pub mod settings;
pub mod zeros;

/// Stands in every text outside the class, so that no output may have it.
pub const OUTSIDE: &str = "Wandering Wilhelmina";

/// A contact of one journal, whose notes others try to pass off as their own.
pub const CLASSMATE: &str = "Borrowed Beatrix";

/// What the row of a journal has to say.
#[derive(Debug, Clone, Copy, Default)]
pub struct Expected {
    /// The state, or several with a bar between them where either is true.
    pub state: &'static str,
    /// Words of which the reason has one, with bars between them; empty where no reason is asked for.
    pub reason: &'static str,
    /// Flags that the row has, with blanks between them.
    pub flags: &'static str,
}

/// The class.
pub struct Hostile {
    /// The folder that is checked.
    pub class: PathBuf,
    /// What lies beside it: nothing of it may be seen.
    pub outside: PathBuf,
    /// A file that every program which is started would make.
    pub canary: PathBuf,
    /// What each row has to say, by folder.
    pub expected: BTreeMap<OsString, Expected>,
    template: PathBuf,
}

impl Hostile {
    /// A class below `root`, with every hazard in it.
    pub fn all(root: &Path) -> Self {
        let mut class = Self::new(root);
        programs::add(&mut class);
        borrowed::add(&mut class);
        pipes::add(&mut class);
        large::add(&mut class);
        damaged::add(&mut class);
        dates::add(&mut class);
        names::add(&mut class);
        settings::add(&mut class);
        class
    }

    /// A class below `root` with one healthy journal.
    pub fn new(root: &Path) -> Self {
        let root = root.canonicalize().expect("the folder");
        let (class, outside, template) = (root.join("class"), root.join("outside"), root.join("template.git"));
        for folder in [&class, &outside] {
            std::fs::create_dir_all(folder).expect("a folder");
        }
        make::committed(&template, true, &[("networking/2026-11-20-mei.md", &make::note("Mei"))]);
        make::committed(&outside.join("journal"), false, &[("networking/wandering.md", &make::note(OUTSIDE))]);
        std::fs::write(outside.join("wandering.md"), make::note(OUTSIDE)).expect("a note");
        let canary = root.join("canary");
        let mut made = Self { class, outside, canary, expected: BTreeMap::new(), template };
        made.fine("000-fine");
        let classmate = made.class.join("001-classmate");
        make::committed(&classmate, false, &[("networking/beatrix.md", &make::note(CLASSMATE))]);
        made.expected.insert("001-classmate".into(), Expected { state: "done", ..Expected::default() });
        made
    }

    /// The journal of [`CLASSMATE`].
    pub fn classmate(&self) -> PathBuf {
        self.class.join("001-classmate")
    }

    /// The folder of the next journal, which is not made yet, and a healthy journal behind it.
    pub fn next(&mut self, name: &str, expected: Expected) -> PathBuf {
        let number = self.expected.len() * 2;
        self.fine(&format!("{:03}-fine", number + 1));
        self.named(format!("{number:03}-{name}"), expected)
    }

    /// The folder of a journal by just that name.
    pub fn named(&mut self, name: impl Into<OsString>, expected: Expected) -> PathBuf {
        let name = name.into();
        let folder = self.class.join(&name);
        self.expected.insert(name, expected);
        folder
    }

    /// A healthy journal in `folder`, which the caller then spoils.
    pub fn copy(&self, folder: &Path) {
        make::copy(&self.template, folder);
    }

    /// Whether a journal of the class has that name.
    pub fn is_expected(&self, name: &[u8]) -> bool {
        self.expected.keys().any(|known| known.as_bytes() == name)
    }

    fn fine(&mut self, name: &str) {
        let folder = self.named(name, Expected { state: "done", ..Expected::default() });
        self.copy(&folder);
    }
}

/// What a row has to say: its state, words of its reason, its flags.
pub fn row(state: &'static str, reason: &'static str, flags: &'static str) -> Expected {
    Expected { state, reason, flags }
}
