//! A configuration as a value: what `coffeechat.toml` may say. Rule names are plain words here.

use std::collections::BTreeMap;

use glob::{MatchOptions, Pattern};
use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

use super::diagnostic::Severity;
use super::note::recognise::nearest;
use super::text::Span;

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
}

/// Rules set differently for some paths.
#[derive(Debug, Clone)]
pub struct Override {
    /// For which paths, relative to the journal's root.
    pub paths: Vec<Pattern>,
    /// Which rules.
    pub rules: BTreeMap<String, Setting>,
}

/// A journal's configuration.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The activity: the name of a built-in one, or a file below the journal's root.
    pub activity: Option<String>,
    /// Where notes lie, relative to the journal's root; `None` leaves it to the activity.
    pub notes: Option<Vec<Pattern>>,
    /// The Monday of week 1.
    pub module_start: Option<Date>,
    /// Rules by name.
    pub rules: BTreeMap<String, Setting>,
    /// Later ones win.
    pub overrides: Vec<Override>,
}

/// What is wrong with a configuration, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadConfig {
    /// In plain words, with the value that was found.
    pub message: String,
    /// In bytes of the file.
    pub span: Option<Span>,
    /// What to write in its place.
    pub help: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    activity: Option<String>,
    notes: Option<Vec<Spanned<String>>>,
    module_start: Option<Spanned<toml::value::Datetime>>,
    #[serde(default)]
    rules: BTreeMap<Spanned<String>, Spanned<String>>,
    #[serde(default)]
    overrides: Vec<FileOverride>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileOverride {
    paths: Vec<Spanned<String>>,
    rules: BTreeMap<Spanned<String>, Spanned<String>>,
}

const KEYS: [&str; 6] = ["activity", "notes", "module-start", "rules", "overrides", "paths"];

impl Config {
    /// Reads a configuration. `rules` are the names that there are.
    ///
    /// # Errors
    /// [`BadConfig`] for what is no TOML, and for every key, rule, severity or pattern that there is not.
    pub fn parse(text: &str, rules: &[&str]) -> Result<Self, BadConfig> {
        let file: File = toml::from_str(text).map_err(|error| {
            let span = error.span().map(Span::from);
            let found = span.map_or("", |span| span.of(text));
            let is_key = error.message().contains("unknown field");
            let meant = nearest(found, KEYS).filter(|_| is_key);
            BadConfig {
                message: match is_key {
                    true => format!("`{found}` is not a key of this file"),
                    false => error.message().trim().to_owned(),
                },
                span,
                help: match meant {
                    Some(meant) => format!("Did you mean `{meant}`?"),
                    None if is_key => "The keys are activity, notes, module-start, rules and overrides.".to_owned(),
                    None => "Correct this line; everything else is read again then.".to_owned(),
                },
            }
        })?;
        let mut overrides = Vec::new();
        for entry in file.overrides {
            overrides.push(Override { paths: patterns(entry.paths)?, rules: settings(entry.rules, rules)? });
        }
        Ok(Self {
            activity: file.activity,
            notes: file.notes.map(patterns).transpose()?,
            module_start: file.module_start.map(|day| monday(&day)).transpose()?,
            rules: settings(file.rules, rules)?,
            overrides,
        })
    }

    /// What this configuration makes of a rule for the note at `path` (relative to the root), if it says anything.
    pub fn setting(&self, rule: &str, path: &str) -> Option<Setting> {
        let special = self.overrides.iter().rev().find_map(|entry| {
            let applies = entry.paths.iter().any(|pattern| matches(pattern, path));
            entry.rules.get(rule).filter(|_| applies)
        });
        special.or_else(|| self.rules.get(rule)).copied()
    }

    /// The folders before the first wildcard of the first pattern for notes.
    pub fn notes_folder(&self) -> Option<String> {
        let pattern = self.notes.as_ref()?.first()?.as_str();
        let (folders, _) = pattern.rsplit_once('/')?;
        let fixed: Vec<&str> = folders.split('/').take_while(|part| !part.contains(['*', '?', '['])).collect();
        (!fixed.is_empty()).then(|| fixed.join("/"))
    }

    /// Whether notes lie at `path` (relative to the root, `/` between folders). `folder` is the activity's; `flat` is a gist,
    /// where a prefix stands for it.
    pub fn is_note_place(&self, path: &str, folder: &str, flat: bool) -> bool {
        match &self.notes {
            Some(patterns) => patterns.iter().any(|pattern| matches(pattern, path)),
            None if flat => path.rsplit('/').next().is_some_and(|name| is_behind(name, folder, "-")),
            None => is_behind(path, folder, "/"),
        }
    }
}

fn is_behind(path: &str, folder: &str, separator: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with(separator))
}

fn matches(pattern: &Pattern, path: &str) -> bool {
    let options =
        MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: false };
    pattern.matches_with(path, options)
}

fn patterns(list: Vec<Spanned<String>>) -> Result<Vec<Pattern>, BadConfig> {
    let mut patterns = Vec::new();
    for entry in list {
        let span = Some(Span::from(entry.span()));
        let text = entry.into_inner();
        let outside = text.starts_with(['/', '\\'])
            || text.split(['/', '\\']).any(|part| part == "..")
            || text.contains("://")
            || text.get(1..2) == Some(":");
        if outside {
            return Err(BadConfig {
                message: format!("`{text}` points outside the journal"),
                span,
                help: "Write a path below the folder of this file, for example \"networking/**/*.md\".".to_owned(),
            });
        }
        match Pattern::new(text.trim_start_matches("./")) {
            Ok(pattern) => patterns.push(pattern),
            Err(error) => {
                return Err(BadConfig {
                    message: format!("`{text}` is not a pattern: {}", error.msg),
                    span,
                    help: "Use `*` for anything in one folder and `**` for any number of folders.".to_owned(),
                });
            }
        }
    }
    Ok(patterns)
}

fn settings(
    list: BTreeMap<Spanned<String>, Spanned<String>>,
    rules: &[&str],
) -> Result<BTreeMap<String, Setting>, BadConfig> {
    let mut settings = BTreeMap::new();
    for (name, value) in list {
        let (name_span, value_span) = (Span::from(name.span()), Span::from(value.span()));
        let (name, value) = (name.into_inner(), value.into_inner());
        if !rules.contains(&name.as_str()) {
            return Err(BadConfig {
                message: format!("there is no rule `{name}`"),
                span: Some(name_span),
                help: match nearest(&name, rules.iter().copied()) {
                    Some(meant) => format!("Did you mean `{meant}`?"),
                    None => "All rules: coffeechat rules".to_owned(),
                },
            });
        }
        match Setting::from_name(&value) {
            Some(setting) => settings.insert(name, setting),
            None => {
                return Err(BadConfig {
                    message: format!("`{value}` is not a severity"),
                    span: Some(value_span),
                    help: "Write \"error\", \"warning\", \"advice\" or \"off\".".to_owned(),
                });
            }
        };
    }
    Ok(settings)
}

fn monday(day: &Spanned<toml::value::Datetime>) -> Result<Date, BadConfig> {
    let bad = || BadConfig {
        message: format!("`{}` is not a day", day.get_ref()),
        span: Some(Span::from(day.span())),
        help: "Write the Monday of week 1 as year-month-day, for example 2026-11-09.".to_owned(),
    };
    let Some(date) = day.get_ref().date else { return Err(bad()) };
    let year = i16::try_from(date.year).map_err(|_| bad())?;
    let month = i8::try_from(date.month).map_err(|_| bad())?;
    let number = i8::try_from(date.day).map_err(|_| bad())?;
    Date::new(year, month, number).map_err(|_| bad())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: [&str; 2] = ["missing-takeaway", "date-style"];

    fn error(text: &str) -> BadConfig {
        Config::parse(text, &RULES).err().unwrap_or_else(|| panic!("{text} is refused"))
    }

    #[test]
    fn everything_that_the_documentation_names_is_read() {
        let text = r#"
activity = "networking"
notes = ["networking/**/*.md"]
module-start = 2026-11-09
[rules]
date-style = "off"
[[overrides]]
paths = ["archive/**"]
rules = { missing-takeaway = "off", date-style = "warning" }
"#;
        let config = Config::parse(text, &RULES).unwrap_or_else(|e| panic!("{e:?}"));
        assert_eq!(config.module_start, Some(jiff::civil::date(2026, 11, 9)));
        assert_eq!(config.setting("date-style", "networking/a.md"), Some(Setting::Off));
        assert_eq!(config.setting("date-style", "archive/x/a.md"), Some(Setting::At(Severity::Warning)));
        assert_eq!(config.setting("missing-takeaway", "networking/a.md"), None);
        assert!(config.is_note_place("networking/deep/a.md", "x", false));
        assert!(!config.is_note_place("other/a.md", "x", false));
    }

    #[test]
    fn mistakes_name_the_place_and_the_nearest_name() {
        let unknown = error("modul-start = 2026-11-09\n");
        assert_eq!((unknown.span, unknown.help.as_str()), (Some(Span::new(0, 11)), "Did you mean `module-start`?"));
        let rule = error("[rules]\nmissing-takeway = \"off\"\n");
        assert_eq!((rule.span, rule.help.as_str()), (Some(Span::new(8, 23)), "Did you mean `missing-takeaway`?"));
        assert!(error("[rules]\ndate-style = \"loud\"\n").message.contains("loud"));
        assert!(error("notes = [\"../x/*.md\"]\n").message.contains("outside"));
        assert!(error("notes = [\"a[\"]\n").message.contains("pattern"));
        assert!(error("notes = 3\n").span.is_some());
        assert!(error("activity = \n").span.is_some());
    }

    #[test]
    fn without_patterns_the_activity_says_where_notes_lie() {
        let config = Config::default();
        assert!(config.is_note_place("networking/a.md", "networking", false));
        assert!(!config.is_note_place("networking.md", "networking", false));
        assert!(config.is_note_place("networking-a.md", "networking", true));
        assert!(!config.is_note_place("networking/a.md", "networking", true));
    }
}
