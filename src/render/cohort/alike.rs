//! Passages that several students share, for people to read: who, where, and the words themselves, side by side.

use super::beside::Beside;
use crate::core::cohort::compare::{Passage, SHORTEST, Shared, Text, first_words};
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
}

/// How many journals were compared, and how many could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Journals {
    /// Those that were.
    pub read: usize,
    /// Those that were not, as a whole or in part.
    pub unread: usize,
}

/// How many groups of notes that share something are shown.
const MOST_GROUPS: usize = 20;
/// How many passages of one group, and texts in all of these.
const MOST_PASSAGES: usize = 6;
const MOST_OF_GROUP: usize = 12;
/// How many students' words of a passage.
const MOST_TEXTS: usize = 6;
/// How many further students are named.
const MOST_NAMES: usize = 12;
/// How many passages that very many share.
const MOST_COMMON: usize = 3;
/// The most words of a passage.
const MOST_WORDS: usize = 90;

/// Texts, and where they come from.
#[derive(Debug, Clone, Copy)]
pub struct Alike<'a> {
    /// What the texts share.
    pub shared: &'a Shared,
    /// The texts.
    pub texts: &'a [Text],
    /// Of each text.
    pub origins: &'a [Origin],
    /// Of the class.
    pub journals: Journals,
}

impl Alike<'_> {
    /// The passages, those that share most first, and what they mean and do not mean. `graphics` says that columns are welcome, which a
    /// screen reader cannot tell apart.
    pub fn render(&self, style: Style, graphics: bool) -> String {
        let groups = &self.shared.alike;
        let count = groups.iter().map(Vec::len).sum();
        let read = plural(self.journals.read, "journal", "journals");
        let found = match count {
            0 if self.shared.common.is_empty() => format!("no two students share {SHORTEST} words in a row."),
            0 => format!("no two students share {SHORTEST} words in a row, but for what many have."),
            count => format!("{}.", plural(count, "passage reads alike", "passages read alike")),
        };
        let mut out = wrapped(&format!("{read} compared: {found}"), "", "", style.width);
        for group in groups.iter().take(MOST_GROUPS) {
            out.push_str(&format!("\nThese read alike ({}):\n\n", extent(group)));
            let shown = longest(group);
            out.push_str(&self.texts(&shown, MOST_TEXTS, style, graphics));
            if group.len() > shown.len() {
                let more = plural(group.len() - shown.len(), "more passage", "more passages");
                out.push_str(&wrapped(&format!("{more} in the same notes."), "\n  ", "  ", style.width));
            }
        }
        let hidden = &groups[groups.len().min(MOST_GROUPS)..];
        if let Some(longest) = hidden.iter().flatten().map(|passage| passage.words.1).max() {
            let more = plural(hidden.iter().map(Vec::len).sum(), "passage is", "passages are");
            let more = format!("{more} not shown here, of {longest} words at most: those above share more.");
            out.push_str(&wrapped(&more, "\n", "", style.width));
        }
        out.push_str(&self.common(style, graphics));
        out.push_str(&self.closing(count > 0, style));
        safe::lines(&out).into_owned()
    }

    /// What very many share, each passage once.
    fn common(&self, style: Style, graphics: bool) -> String {
        let mut out = String::new();
        let common = &self.shared.common;
        for passage in common.iter().take(MOST_COMMON) {
            // The longest shows most of it.
            let mut passage = passage.clone();
            let longest = passage.places.iter().enumerate().rev().max_by_key(|(_, (_, range))| range.len());
            let longest = longest.map_or(0, |(at, _)| at);
            passage.places[..=longest].rotate_right(1);
            let (who, passage) = (passage.places.len(), [passage]);
            let lead =
                format!("{who} students share this ({}). It may be a text that all were given:", extent(&passage));
            out.push_str(&wrapped(&lead, "\n", "", style.width));
            out.push_str(&format!("\n{}", self.texts(&passage, 1, style, graphics)));
        }
        if common.len() > MOST_COMMON {
            let more = plural(common.len() - MOST_COMMON, "more passage", "more passages");
            out.push_str(&wrapped(&format!("{more} that many share."), "\n", "", style.width));
        }
        out
    }

    /// What should be known of all this.
    fn closing(&self, has_passages: bool, style: Style) -> String {
        let mut out = String::new();
        let mut say = |text: &str| out.push_str(&wrapped(text, "\n", "", style.width));
        if self.shared.is_cut {
            say("There is more than could be compared, so there may be other passages.");
        }
        if self.journals.unread > 0 {
            let unread = plural(self.journals.unread, "journal", "journals");
            say(&format!("{unread} could not be read in full, so there may be other passages."));
        }
        if has_passages {
            say(
                "Students who sat on one panel or talked with the same person share facts, and sometimes words. A passage is \
                 something to ask about, not an answer.",
            );
        }
        out
    }

    /// Passages of the same texts, the words of at most `most` students beside each other; the others are named.
    fn texts(&self, passages: &[Passage], most: usize, style: Style, graphics: bool) -> String {
        let Some(places) = passages.first().map(|passage| passage.places.len()) else { return String::new() };
        let shown = places.min(most);
        let beside = Beside::of(shown, style, graphics);
        let mut rows = Vec::new();
        for from in (0..shown).step_by(beside.columns) {
            let columns = from..(from + beside.columns).min(shown);
            let head = |at: usize| self.head(passages[0].places[at].0, &beside);
            let mut row = beside.row(&columns.clone().map(head).collect::<Vec<_>>());
            for passage in passages {
                let text = |at: usize| self.text(&passage.places[at], &beside, style);
                row.push_str(&beside.row(&columns.clone().map(text).collect::<Vec<_>>()));
            }
            rows.push(row);
        }
        let mut out = rows.join("\n");
        let others = &passages[0].places[shown..];
        if !others.is_empty() {
            let mut names: Vec<String> = others.iter().take(MOST_NAMES).map(|(at, _)| self.name(*at)).collect();
            if others.len() > MOST_NAMES {
                names.push(format!("{} more", others.len() - MOST_NAMES));
            }
            let last = names.pop().unwrap_or_default();
            let names = if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) };
            out.push_str(&wrapped(&format!("Also in the notes of {names}."), "\n  ", "  ", style.width));
        }
        out
    }

    fn name(&self, text: usize) -> String {
        self.origins.get(text).map(|origin| safe::inline(&origin.student).into_owned()).unwrap_or_default()
    }

    /// Whose words a column has, and from which note.
    fn head(&self, text: usize, beside: &Beside) -> Vec<String> {
        let path = self.origins.get(text).map(|origin| safe::path(&origin.path)).unwrap_or_default();
        let mut place = beside.wrap(&path);
        if let (2.., Some(at)) = (place.len(), path.rfind('/')) {
            place = [beside.wrap(&path[..=at]), beside.wrap(&path[at + 1..])].concat();
        }
        [beside.wrap(&self.name(text)), place].concat()
    }

    /// The line on which the words stand, and the words.
    fn text(&self, (at, range): &(usize, std::ops::Range<usize>), beside: &Beside, style: Style) -> Vec<String> {
        let Some(text) = self.texts.get(*at) else { return Vec::new() };
        let words = text.told.text.get(range.clone()).unwrap_or_default();
        let (end, more) = first_words(words, MOST_WORDS);
        let mut shown = safe::inline(&words[..end]).split_whitespace().collect::<Vec<_>>().join(" ");
        if more == 0 {
            let behind = text.told.text.get(range.end..).unwrap_or_default().chars();
            shown.extend(behind.take_while(|c| matches!(c, '.' | '!' | '?' | '…' | '。' | '！')));
        } else {
            shown.push_str(&style.words(&format!(" … and {}", plural(more, "more word", "more words"))));
        }
        let mut lines = vec![String::new(), format!("line {}:", text.told.line_at(range.start))];
        lines.extend(beside.wrap(&shown));
        lines
    }
}

/// The longest passages of a group, as many as are shown, in its order.
fn longest(group: &[Passage]) -> Vec<Passage> {
    let students = group.first().map_or(1, |passage| passage.places.len().clamp(1, MOST_TEXTS));
    let mut order: Vec<usize> = (0..group.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(group[at].words.1));
    order.truncate((MOST_OF_GROUP / students).clamp(1, MOST_PASSAGES));
    order.sort_unstable();
    order.into_iter().map(|at| group[at].clone()).collect()
}

/// How much is shared, in words.
fn extent(passages: &[Passage]) -> String {
    let least = passages.iter().map(|passage| passage.words.0).min().unwrap_or_default();
    let most = passages.iter().map(|passage| passage.words.1).max().unwrap_or_default();
    let words = if least == most { format!("{most} words") } else { format!("{least} to {most} words") };
    match passages.len() {
        1 => words,
        count => format!("{count} passages, {words}"),
    }
}
