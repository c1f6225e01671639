//! Whether a file is a note: by its name, its place and what stands at its top. The one answer to that question, whoever asks it.

use super::front_matter::{self, Split};
use super::{Top, head_declares_a_note};
use crate::core::activity::Activity;
use crate::core::recognise::{is_project_file, is_template_name};
use crate::core::text::Source;

/// A Markdown file, and where it lies.
#[derive(Debug, Clone, Copy)]
pub struct Place<'p> {
    /// Its path as seen from the journal's root, `/` between folders; empty for a text without one.
    pub path: &'p str,
    /// Whether it was named, or lies where the journal keeps its notes.
    pub is_expected: bool,
}

impl Place<'_> {
    /// The top of `source`, if the file is a note.
    pub fn note<'s>(self, source: &'s Source, activity: &Activity) -> Option<Top<'s>> {
        if is_template(self.path) {
            return None;
        }
        let name = stem(self.path).rsplit('/').next().unwrap_or_default();
        let is_expected = self.is_expected && !is_project_file(name);
        if source.damage.is_some() {
            return (is_expected || head_declares_a_note(&source.head)).then(|| Top::read(source, activity));
        }
        let split = front_matter::split(&source.text);
        if is_expected {
            return Some(Top::of(source, split, activity));
        }
        // Most files have no front matter, and nothing more is read in them.
        let top = (split != Split::None).then(|| Top::of(source, split, activity))?;
        top.declares_itself().then_some(top)
    }
}

/// Whether a file, or a folder that it lies in, says by its name that it holds templates. `path` is as in [`Place`].
pub fn is_template(path: &str) -> bool {
    let stem = stem(path);
    let (folders, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    folders.split('/').any(is_template_name) || is_template_name(name) && !is_of_a_day(name)
}

/// Whether a name has a day, as a note's has, and more words behind it than those of templates: a contact may write template engines.
fn is_of_a_day(name: &str) -> bool {
    let is_day = |bytes: &[u8]| {
        bytes
            .iter()
            .enumerate()
            .all(|(at, byte)| if matches!(at, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() })
    };
    let Some(at) = name.as_bytes().windows(10).position(is_day) else { return false };
    let has_other = |rest: &str| rest.split(['-', '_', ' ']).any(|word| !word.is_empty() && !is_template_name(word));
    !is_template_name(&name[..at]) && has_other(&name[at + 10..])
}

fn stem(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(stem, _)| stem)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::activity::DEFAULT;

    fn is_note(path: &str, is_expected: bool, text: &str) -> bool {
        let source = Source::new(path, text);
        Place { path, is_expected }.note(&source, &DEFAULT).is_some()
    }

    #[test]
    fn place_name_and_top_decide() {
        let note = "---\nlevel: 1\ncontact: Ada\n---\n";
        assert!(is_note("ada.md", false, note));
        assert!(is_note("README.md", false, note), "it says so itself");
        assert!(is_note("ada.md", true, "# Ada\n"));
        assert!(is_note("ada.md", false, "---\nlevel 1\ncontact: Ada\n---\n"));
        assert!(!is_note("ada.md", false, "# Ada\n"));
        assert!(!is_note("networking/README.md", true, "# Notes\n"));
        assert!(!is_note("templates/ada.md", true, note));
        assert!(!is_note("networking/note-template.md", true, note));
        assert!(!is_note("networking/2026-11-20-template.md", true, note));
        assert!(!is_note("templates/2026-11-20-ada.md", true, note));
        assert!(is_note("networking/2026-11-20-template-engine-author.md", true, note), "whom it is about");
        assert!(is_note("networking-2026-11-20-ada-template.md", true, note));
        assert!(!is_note("post.md", false, "---\ndate: 2026-01-01\ncontent: article\n---\n"));
    }

    #[test]
    fn a_file_that_is_no_text_is_judged_by_its_head() {
        let place = Place { path: "ada.md", is_expected: false };
        for (head, is_note) in [("---\nlevel: 1\n", true), ("", false), ("# Ada\n", false)] {
            let source = Source::too_large("ada.md", 2 << 20).beginning_with(head.as_bytes());
            assert_eq!(place.note(&source, &DEFAULT).is_some(), is_note, "{head:?}");
        }
    }
}
