//! A configuration as a value: what the user's file and a journal's file may say. Rule names are plain words here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::diagnostic::Severity;
use super::text::Span;

mod pattern;
pub(crate) mod read;

pub use self::pattern::Pattern;
pub use self::read::read;

/// The name of a journal's configuration file.
pub const FILE: &str = "coffeechat.toml";

/// What a configuration makes of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// The rule does not run.
    Off,
    /// It reports at this severity.
    At(Severity),
}

impl Setting {
    /// The setting that a word names.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "off" => Some(Self::Off),
            name => Severity::from_name(name).map(Self::At),
        }
    }

    /// The word that names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::At(severity) => severity.name(),
        }
    }
}

/// Where a setting was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Whether the file is the user's own, not the journal's.
    pub is_user: bool,
    /// The file, as people see it.
    pub file: Arc<str>,
    /// The place in it.
    pub span: Span,
    /// The line of that place, from 1.
    pub line: usize,
}

/// A setting, and where it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given<T> {
    /// The setting.
    pub value: T,
    /// Where it was made.
    pub from: Origin,
}

/// Rules set differently for some paths.
#[derive(Debug, Clone)]
pub struct Override {
    /// For which paths, relative to the journal's root.
    pub paths: Vec<Pattern>,
    /// Which rules.
    pub rules: BTreeMap<String, Setting>,
    /// Where that was said.
    pub from: Origin,
}

/// A configuration: a file's, or what two of them make together.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The activity: the name of a built-in one, or the path of a file.
    pub activity: Option<Given<String>>,
    /// Where notes lie, relative to the journal's root; `None` leaves it to the activity.
    pub notes: Option<Given<Vec<Pattern>>>,
    /// The Monday of week 1.
    pub module_start: Option<Given<Date>>,
    /// Rules by name.
    pub rules: BTreeMap<String, Given<Setting>>,
    /// Later ones win.
    pub overrides: Vec<Override>,
    /// Whether it is for a gist, which has no folders: a hyphen then stands for each `/` of a pattern.
    pub is_gist: bool,
}

impl Config {
    /// This configuration, and what `other` says where this one says nothing: the journal's over the user's.
    pub fn over(mut self, other: Self) -> Self {
        let mut rules = other.rules;
        rules.append(&mut self.rules);
        let mut overrides = other.overrides;
        overrides.append(&mut self.overrides);
        Self {
            activity: self.activity.or(other.activity),
            notes: self.notes.or(other.notes),
            module_start: self.module_start.or(other.module_start),
            rules,
            overrides,
            is_gist: self.is_gist,
        }
    }

    /// What this configuration makes of a rule for the note at `path` (relative to the root), if it says anything.
    pub fn setting(&self, rule: &str, path: &str) -> Option<Setting> {
        let special = self.overrides.iter().rev().find_map(|entry| {
            let setting = entry.rules.get(rule)?;
            entry.paths.iter().any(|pattern| pattern.matches(path, self.is_gist)).then_some(*setting)
        });
        special.or_else(|| self.rules.get(rule).map(|given| given.value))
    }

    /// The rules that are switched off for all notes or for some, by name.
    pub fn switched_off(&self) -> BTreeSet<&str> {
        let everywhere = self.rules.iter().map(|(name, given)| (name, given.value));
        let somewhere = self.overrides.iter().flat_map(|entry| &entry.rules).map(|(name, setting)| (name, *setting));
        let off = everywhere.chain(somewhere).filter(|(_, setting)| *setting == Setting::Off);
        off.map(|(name, _)| name.as_str()).collect()
    }

    /// The folders before the first wildcard of the first pattern for notes, joined by `separator`; empty where notes lie at
    /// the root, `None` where nothing is said.
    pub fn notes_folder(&self, separator: &str) -> Option<String> {
        Some(self.notes.as_ref()?.value.first()?.folder(separator))
    }

    /// Whether notes lie at `path` (relative to the root, `/` between folders). `folder` is the activity's; in a gist a prefix
    /// stands for it.
    pub fn is_note_place(&self, path: &str, folder: &str) -> bool {
        match &self.notes {
            Some(patterns) => patterns.value.iter().any(|pattern| pattern.matches(path, self.is_gist)),
            None if self.is_gist => path.rsplit('/').next().is_some_and(|name| is_behind(name, folder, "-")),
            None => is_behind(path, folder, "/"),
        }
    }

    /// The last day of a week, counted from the module's start; `None` where that is not known.
    pub fn end_of_week(&self, week: u8) -> Option<Date> {
        let start = self.module_start.as_ref()?.value;
        start.checked_add(jiff::Span::new().days(i64::from(week) * 7 - 1)).ok()
    }
}

fn is_behind(path: &str, folder: &str, separator: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with(separator))
}

#[cfg(test)]
mod tests {
    use super::super::table::Mistake;
    use super::super::text::Source;
    use super::*;

    fn in_a_gist(config: &Config) -> Config {
        Config { is_gist: true, ..config.clone() }
    }

    const RULES: [&str; 2] = ["missing-takeaway", "date-style"];

    fn parsed(text: &str) -> Config {
        read(&Source::new("coffeechat.toml", text), false, &RULES).unwrap_or_else(|found| panic!("{text}: {found:?}"))
    }

    fn mistakes(text: &str) -> Vec<Mistake> {
        let read = read(&Source::new("coffeechat.toml", text), false, &RULES);
        read.err().unwrap_or_else(|| panic!("{text} is refused"))
    }

    fn error(text: &str) -> Mistake {
        let found = mistakes(text);
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].clone()
    }

    #[test]
    fn everything_that_the_documentation_names_is_read() {
        let config = parsed(
            r#"
activity = "networking"
notes = ["networking/**/*.md"]
module-start = 2026-11-09
[rules]
date-style = "off"
[[overrides]]
paths = ["archive/**"]
rules = { missing-takeaway = "off", date-style = "warning" }
"#,
        );
        let start = config.module_start.as_ref().map(|given| (given.value, given.from.line));
        assert_eq!(start, Some((jiff::civil::date(2026, 11, 9), 4)));
        assert_eq!(config.end_of_week(3), Some(jiff::civil::date(2026, 11, 29)));
        assert_eq!(config.setting("date-style", "networking/a.md"), Some(Setting::Off));
        assert_eq!(config.setting("date-style", "archive/x/a.md"), Some(Setting::At(Severity::Warning)));
        assert_eq!(config.setting("missing-takeaway", "networking/a.md"), None);
        assert!(config.is_note_place("networking/deep/a.md", "x"));
        assert!(!config.is_note_place("other/a.md", "x"));
    }

    #[test]
    fn mistakes_name_the_place_and_the_nearest_name() {
        let unknown = error("modul-start = 2026-11-09\n");
        assert_eq!((unknown.span, unknown.help.as_str()), (Span::new(0, 11), "Did you mean `module-start`?"));
        let rule = error("[rules]\nmissing-takeway = \"off\"\n");
        assert_eq!((rule.span, rule.help.as_str()), (Span::new(8, 23), "Did you mean `missing-takeaway`?"));
        let inside = error("[[overrides]]\npaths = []\nrulse = {}\nrules = {}\n");
        assert_eq!(inside.help, "Did you mean `rules`?");
        for (text, says) in [
            ("[rules]\ndate-style = \"loud\"\n", "`loud` is not a severity"),
            ("[rules]\nmodule-start = 2026-11-09\n", "`module-start` belongs to the whole file"),
            ("[rules]\nactivity = \"networking\"\n", "`activity` belongs to the whole file"),
            ("[rules]\ndate-style = false\n", "takes a word in quotes, and this is true or false without quotes"),
            ("notes = [\"../x/*.md\"]\n", "outside"),
            ("notes = [\"C:\\\\x\\\\*.md\"]\n", "outside"),
            ("notes = [\"https://example.org/*.md\"]\n", "outside"),
            ("notes = [\"a[\"]\n", "never closed"),
            ("notes = [\"a**\"]\n", "whole folders"),
            ("notes = 3\n", "`notes` takes a list of texts in square brackets, and this is a number"),
            ("notes = [3]\n", "`notes` takes a list of texts in square brackets, and this is a number"),
            ("notes = \"networking/*.md\"\n", "and this is a text"),
            ("activity = 1\n", "`activity` takes a text in quotes"),
            ("module-start = \"2026-11-09\"\n", "a day without quotes, and this is a text"),
            ("rules = \"off\"\n", "and this is a text"),
            ("[overrides]\npaths = []\n", "one part `[[overrides]]` for each"),
            ("[[overrides]]\npaths = []\n", "`rules` is missing"),
        ] {
            let found = error(text);
            assert!(found.message.contains(says), "{text}: {found:?}");
            assert!(!found.help.is_empty() && !found.message.contains("expected"), "{found:?}");
        }
    }

    #[test]
    fn all_mistakes_of_a_file_are_told_in_its_order() {
        let found = mistakes("notes = 3\nmodul-start = 1\n[rules]\ndate-style = \"loud\"\nx = \"off\"\n");
        assert_eq!(found.len(), 4);
        assert!(found.windows(2).all(|pair| pair[0].span.start < pair[1].span.start));
    }

    #[test]
    fn week_one_begins_on_a_monday() {
        for (day, name, monday) in [
            ("2026-11-10", "Tuesday", "2026-11-09"),
            ("2026-11-13", "Friday", "2026-11-09"),
            ("2026-11-14", "Saturday", "2026-11-16"),
            ("2026-11-15", "Sunday", "2026-11-16"),
        ] {
            let found = error(&format!("module-start = {day}\n"));
            assert!(found.message.contains(name) && found.help.ends_with(monday), "{found:?}");
        }
        assert!(error("module-start = 2026-11-09T10:00:00\n").message.contains("not a day"));
        assert!(error("module-start = 10:00:00\n").message.contains("not a day"));
        // No year is too large or too small.
        for day in ["0000-01-01", "9999-12-31"] {
            assert!(!error(&format!("module-start = {day}\n")).help.is_empty());
        }
    }

    #[test]
    fn the_journal_wins_over_the_user_key_by_key() {
        let user = "activity = \"a\"\nnotes = [\"u/*.md\"]\n[rules]\ndate-style = \"off\"\nmissing-takeaway = \"warning\"\n\
                    [[overrides]]\npaths = [\"**\"]\nrules = { missing-takeaway = \"off\" }\n";
        let journal = "activity = \"b\"\n[rules]\ndate-style = \"error\"\n\
                       [[overrides]]\npaths = [\"x/**\"]\nrules = { missing-takeaway = \"advice\" }\n";
        let config = parsed(journal).over(parsed(user));
        assert_eq!(config.activity.as_ref().map(|given| given.value.as_str()), Some("b"));
        assert_eq!(config.notes_folder("/").as_deref(), Some("u"));
        assert_eq!(config.setting("date-style", "a.md"), Some(Setting::At(Severity::Error)));
        assert_eq!(config.setting("missing-takeaway", "a.md"), Some(Setting::Off));
        assert_eq!(config.setting("missing-takeaway", "x/a.md"), Some(Setting::At(Severity::Advice)));
    }

    #[test]
    fn patterns_fit_gists_and_both_separators() {
        let mut config = parsed("notes = [\"chats\\\\**\\\\*.md\", './deep\\*.md']\n");
        assert!(config.is_note_place("chats/a.md", "x") && config.is_note_place("chats/y/a.md", "x"));
        assert!(config.is_note_place("deep/a.md", "x") && !config.is_note_place("deep/y/a.md", "x"));
        assert!(in_a_gist(&config).is_note_place("chats-a.md", "x") && !config.is_note_place("chats-a.md", "x"));
        for name in ["chats-a", "chats-a.txt", "chats-a.b"] {
            assert!(in_a_gist(&config).is_note_place(name, "x") && !config.is_note_place(name, "x"), "{name}");
        }
        assert_eq!(
            (config.notes_folder("/").as_deref(), config.notes_folder("-").as_deref()),
            (Some("chats"), Some("chats"))
        );
        config = parsed("[[overrides]]\npaths = [\"archive/**\"]\nrules = { date-style = \"off\" }\n");
        assert_eq!(config.setting("date-style", "archive-a.md"), None);
        config.is_gist = true;
        assert_eq!(config.setting("date-style", "archive-a.md"), Some(Setting::Off));
        assert_eq!(config.setting("date-style", "archive-a"), Some(Setting::Off));
        assert_eq!(parsed("notes = [\"*.md\"]\n").notes_folder("/").as_deref(), Some(""));
    }

    #[test]
    fn letters_are_counted_as_people_count_them() {
        assert!(parsed(&format!("notes = [\"{}\"]\n", "魚".repeat(200))).is_note_place(&"魚".repeat(200), "x"));
        assert!(error(&format!("notes = [\"{}\"]\n", "é".repeat(201))).message.ends_with("has 201"));
    }

    #[test]
    fn without_patterns_the_activity_says_where_notes_lie() {
        let config = Config::default();
        assert!(config.is_note_place("networking/a.md", "networking"));
        assert!(!config.is_note_place("networking.md", "networking"));
        assert!(in_a_gist(&config).is_note_place("networking-a.md", "networking"));
        assert!(!in_a_gist(&config).is_note_place("networking/a.md", "networking"));
    }
}
