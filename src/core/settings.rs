//! Every setting of a journal with its value and where it comes from: what `lint --show-settings` tells.

use jiff::civil::Date;

use super::activity::Activity;
use super::config::{Config, Origin, Setting};
use super::diagnostic::Severity;
use super::recognise::NAMES;
use super::rules::{RULES, Rule, missing_section};

/// Where a setting comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    /// The tool itself.
    Default,
    /// The activity's data.
    Activity,
    /// A file of the user's or of the journal's.
    File(Origin),
    /// An option of the command line.
    Flag(&'static str),
}

/// A setting, and where it comes from.
#[derive(Debug, Clone)]
pub struct Told<T> {
    /// The setting.
    pub value: T,
    /// Where it comes from.
    pub from: From,
}

/// How a rule is set.
#[derive(Debug, Clone)]
pub struct RuleSetting {
    /// Its name.
    pub name: &'static str,
    /// The severities at which it may report, by the note's level and status; none where it never does.
    pub severities: Vec<Severity>,
    /// Who decides.
    pub from: From,
}

/// How rules are set for some paths.
#[derive(Debug, Clone)]
pub struct OverrideSetting {
    /// The patterns, as written.
    pub paths: Vec<String>,
    /// Rules and their settings.
    pub rules: Vec<(String, Setting)>,
    /// Where that was said.
    pub from: From,
}

/// All settings of a journal.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The activity's name.
    pub activity: Told<String>,
    /// What people call it.
    pub title: String,
    /// Where notes lie.
    pub notes: Told<Vec<String>>,
    /// The Monday of week 1.
    pub module_start: Told<Option<Date>>,
    /// The last day for the activity, and its week; the day is unknown without a module's start.
    pub due: Told<Option<(Option<Date>, u8)>>,
    /// Every rule, in the order of the table.
    pub rules: Vec<RuleSetting>,
    /// Later ones win.
    pub overrides: Vec<OverrideSetting>,
}

/// What the command line says.
#[derive(Debug, Clone, Copy)]
pub struct Flags<'f> {
    /// Whether it names the activity.
    pub has_activity: bool,
    /// Only these rules, if there are any.
    pub only: &'f [String],
    /// Not these rules.
    pub off: &'f [String],
}

impl Settings {
    /// Gathers them.
    pub fn of(config: &Config, activity: &Activity, flags: Flags<'_>) -> Self {
        let file = |origin: &Origin| From::File(origin.clone());
        let chosen = match &config.activity {
            _ if flags.has_activity => From::Flag("--activity"),
            Some(given) => file(&given.from),
            None => From::Default,
        };
        let folder = &activity.folder;
        let notes = match &config.notes {
            Some(given) => Told {
                value: given.value.iter().map(|pattern| pattern.text.clone()).collect(),
                from: file(&given.from),
            },
            None if config.is_gist => Told { value: vec![format!("{folder}-*.md")], from: From::Activity },
            None => Told { value: vec![format!("{folder}/**/*.md")], from: From::Activity },
        };
        let module_start = match &config.module_start {
            Some(given) => Told { value: Some(given.value), from: file(&given.from) },
            None => Told { value: None, from: From::Default },
        };
        let overrides = config.overrides.iter().map(|entry| OverrideSetting {
            paths: entry.paths.iter().map(|pattern| pattern.text.clone()).collect(),
            rules: entry.rules.iter().map(|(name, setting)| (name.clone(), *setting)).collect(),
            from: file(&entry.from),
        });
        Self {
            activity: Told { value: activity.name.clone(), from: chosen },
            title: activity.title.clone(),
            notes,
            module_start,
            due: Told { value: activity.due_week.map(|week| (config.end_of_week(week), week)), from: From::Activity },
            rules: RULES.iter().map(|rule| rule_setting(rule, config, activity, flags)).collect(),
            overrides: overrides.collect(),
        }
    }
}

/// The command line, then the configuration, then the activity, then the rule's default.
fn rule_setting(rule: &Rule, config: &Config, activity: &Activity, flags: Flags<'_>) -> RuleSetting {
    let named = |list: &[String]| list.iter().any(|name| name == rule.name);
    let told = |severities: Vec<Severity>, from: From| RuleSetting { name: rule.name, severities, from };
    if named(flags.off) {
        return told(Vec::new(), From::Flag("--off"));
    }
    if !flags.only.is_empty() && !named(flags.only) {
        return told(Vec::new(), From::Flag("--only"));
    }
    if let Some(given) = config.rules.get(rule.name) {
        let severity = match given.value {
            Setting::Off => None,
            Setting::At(severity) => Some(severity),
        };
        return told(severity.into_iter().collect(), From::File(given.from.clone()));
    }
    match asked(rule.name, activity) {
        Some(severities) => told(severities, From::Activity),
        None => told(vec![rule.severity], From::Default),
    }
}

/// The severities at which the activity asks for what a rule finds missing; `None` for a rule that it has no say in.
fn asked(rule: &str, activity: &Activity) -> Option<Vec<Severity>> {
    let name = rule.strip_prefix("missing-")?;
    let is_field = NAMES.fields.iter().chain(&NAMES.sections).any(|field| field.canonical == name);
    let fields: Vec<&str> = match name {
        "section" => {
            let keys = activity.sections.iter().map(|section| section.key.as_str());
            keys.filter(|key| missing_section::looks_for(key)).collect()
        }
        name if is_field => vec![name],
        _ => return None,
    };
    let mut found = Vec::new();
    for status in NAMES.statuses.iter().map(|status| Some(status.canonical.as_str())).chain([None]) {
        for level in activity.levels.iter().map(|level| Some(level.level)) {
            found.extend(fields.iter().filter_map(|field| activity.requires(field, level, status)));
        }
    }
    found.sort_unstable();
    found.dedup();
    Some(found)
}
