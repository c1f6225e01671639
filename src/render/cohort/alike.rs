//! Passages that several students share, for people to read: who, where, and the words themselves.

use crate::core::cohort::compare::{Passage, SHORTEST, Text};
use crate::render::closing::plural;
use crate::render::status::wrapped;
use crate::render::{Style, safe};

/// Where a text comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Whose it is.
    pub student: String,
    /// The note.
    pub path: String,
    /// Where in the text a line begins, and which line of the note that is.
    pub lines: Vec<(usize, usize)>,
}

/// The most signs of a passage that are shown.
const MOST: usize = 600;
/// From how many students on a passage is taken for something that everybody was given.
const MANY: usize = 5;

/// The passages, one below the other, and what they mean and do not mean. `journals` were read.
pub fn render(passages: &[Passage], texts: &[Text], origins: &[Origin], journals: usize, style: Style) -> String {
    let is_common = |passage: &&Passage| passage.places.len() >= MANY && passage.places.len() * 3 > journals;
    let (common, own): (Vec<&Passage>, Vec<&Passage>) = passages.iter().partition(is_common);
    let read = plural(journals, "journal", "journals");
    let mut out = match own.len() {
        0 => format!("{read} compared: no two students share {SHORTEST} words in a row.\n"),
        count => format!("{read} compared: {}.\n", plural(count, "passage reads alike", "passages read alike")),
    };
    for passage in &own {
        out.push_str(&format!("\nThese read alike ({} words):\n", passage.words));
        for (at, range) in &passage.places {
            let (Some(origin), Some(text)) = (origins.get(*at), texts.get(*at)) else { continue };
            let before = origin.lines.iter().take_while(|(from, _)| *from <= range.start);
            let line = before.last().map_or(1, |(_, line)| *line);
            let words: String = text.text.get(range.clone()).unwrap_or_default().chars().take(MOST).collect();
            let more = if words.len() < range.len() { " …" } else { "" };
            let (student, path) = (safe::inline(&origin.student), safe::path(&origin.path));
            out.push_str(&wrapped(&format!("{student}, {path}, line {line}:"), "  ", "    ", style.width));
            out.push_str(&wrapped(&format!("{}{more}", safe::inline(&words)), "    ", "    ", style.width));
        }
    }
    if !common.is_empty() {
        let count = plural(common.len(), "passage is", "passages are");
        out.push_str(&format!("\n{count} shared by many, as a text is that was given to all, and not shown.\n"));
    }
    if !own.is_empty() {
        out.push_str(&wrapped(
            "Students who sat on one panel or talked with the same person share facts, and sometimes words. A passage is something to \
             ask about, not an answer.",
            "\n",
            "",
            style.width,
        ));
    }
    safe::lines(&out).into_owned()
}
