//! The settings of a journal: for people, and as one JSON document.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{json, safe};
use crate::core::settings::{From, RuleSetting, Settings, Told};

/// For people. `journal` is where it lies, `user_file` the user's file if the system has a place for one, and whether it is there.
pub fn text(settings: &Settings, journal: &str, user_file: Option<(&str, bool)>) -> String {
    let none = || "not set".to_owned();
    let due = settings.due.value.map_or_else(none, |(day, week)| match day {
        Some(day) => format!("{day}, the end of week {week}"),
        None => format!("the end of week {week}"),
    });
    let activity = &settings.activity;
    let rows = [
        ("activity", format!("{} ({})", safe::inline(&activity.value), safe::inline(&settings.title)), &activity.from),
        ("notes", safe::inline(&settings.notes.value.join(", ")).into_owned(), &settings.notes.from),
        (
            "module-start",
            settings.module_start.value.map_or_else(none, |day| day.to_string()),
            &settings.module_start.from,
        ),
        ("due", due, &settings.due.from),
    ];
    let rows = rows.map(|(name, value, from)| [name.to_owned(), value, in_words(from)]);
    let rules = settings.rules.iter().map(|rule| [rule.name.to_owned(), severities(rule), in_words(&rule.from)]);
    let journal = if journal == "." { "this folder".to_owned() } else { safe::path(journal) };
    let mut text = format!("Settings of {}\n\n{}\nRules\n\n", journal, table(rows.into_iter().collect()));
    text.push_str(&table(rules.collect()));
    if !settings.overrides.is_empty() {
        let overrides = settings.overrides.iter().map(|entry| {
            let rules: Vec<_> =
                entry.rules.iter().map(|(rule, setting)| format!("{rule} {}", setting.name())).collect();
            [
                safe::inline(&entry.paths.join(", ")).into_owned(),
                safe::inline(&rules.join(", ")).into_owned(),
                in_words(&entry.from),
            ]
        });
        text.push_str(&format!("\nFor some paths; a later line wins\n\n{}", table(overrides.collect())));
    }
    text.push_str("\nOptions of the command line win over coffeechat.toml in the journal");
    match user_file {
        Some((file, true)) => text.push_str(&format!(", and that wins over {}.\n", safe::inline(file))),
        Some((file, false)) => {
            text.push_str(&format!(", and that wins over {}, which is not there.\n", safe::inline(file)));
        }
        None => text.push_str(".\n"),
    }
    // A pattern may be anything, also what the reader of a log takes for a command.
    safe::lines(&text).into_owned()
}

fn severities(rule: &RuleSetting) -> String {
    let names: Vec<&str> = rule.severities.iter().map(|severity| severity.name()).collect();
    match (&names[..], &rule.from) {
        ([], From::Activity) => "never asked for".to_owned(),
        ([], _) => "off".to_owned(),
        _ => names.join(" or "),
    }
}

fn in_words(from: &From) -> String {
    match from {
        From::Default => "default".to_owned(),
        From::Activity => "the activity".to_owned(),
        From::File(origin) => format!("{}, line {}", safe::inline(&origin.file), origin.line),
        From::Flag(flag) => (*flag).to_owned(),
    }
}

/// Three columns; the last one says where a setting comes from.
fn table(rows: Vec<[String; 3]>) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let (first, second) = (width(0), width(1));
    rows.iter().map(|[name, value, from]| format!("{name:first$}  {value:second$}  {from}\n")).collect()
}

#[derive(Serialize)]
struct Document<'s> {
    version: u8,
    journal: &'s str,
    activity: Entry<&'s str>,
    notes: Entry<&'s [String]>,
    module_start: Entry<Option<String>>,
    due: Entry<Option<Due>>,
    rules: Vec<RuleEntry<'s>>,
    overrides: Vec<OverrideEntry<'s>>,
}

#[derive(Serialize)]
struct Entry<T> {
    value: T,
    source: Source,
}

#[derive(Serialize)]
struct Due {
    week: u8,
    date: Option<String>,
}

/// `kind` is `default`, `activity`, `user`, `journal` or `flag`.
#[derive(Serialize)]
struct Source {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flag: Option<&'static str>,
}

/// No severity: the rule does not report.
#[derive(Serialize)]
struct RuleEntry<'s> {
    name: &'s str,
    severities: Vec<&'static str>,
    source: Source,
}

#[derive(Serialize)]
struct OverrideEntry<'s> {
    paths: &'s [String],
    rules: BTreeMap<&'s str, &'static str>,
    source: Source,
}

/// One JSON document, version 1.
pub fn document(settings: &Settings, journal: &str) -> String {
    fn entry<T, V>(told: &Told<T>, value: V) -> Entry<V> {
        Entry { value, source: source(&told.from) }
    }
    let due = settings.due.value.map(|(day, week)| Due { week, date: day.map(|day| day.to_string()) });
    json::pretty(&Document {
        version: 1,
        journal,
        activity: entry(&settings.activity, &settings.activity.value),
        notes: entry(&settings.notes, &settings.notes.value),
        module_start: entry(&settings.module_start, settings.module_start.value.map(|day| day.to_string())),
        due: entry(&settings.due, due),
        rules: settings
            .rules
            .iter()
            .map(|rule| RuleEntry {
                name: rule.name,
                severities: rule.severities.iter().map(|severity| severity.name()).collect(),
                source: source(&rule.from),
            })
            .collect(),
        overrides: settings
            .overrides
            .iter()
            .map(|entry| OverrideEntry {
                paths: &entry.paths,
                rules: entry.rules.iter().map(|(rule, setting)| (rule.as_str(), setting.name())).collect(),
                source: source(&entry.from),
            })
            .collect(),
    })
}

fn source(from: &From) -> Source {
    let plain = |kind: &'static str| Source { kind, file: None, line: None, flag: None };
    match from {
        From::Default => plain("default"),
        From::Activity => plain("activity"),
        From::Flag(flag) => Source { flag: Some(flag), ..plain("flag") },
        From::File(origin) => Source {
            file: Some(origin.file.to_string()),
            line: Some(origin.line),
            ..plain(if origin.is_user { "user" } else { "journal" })
        },
    }
}
