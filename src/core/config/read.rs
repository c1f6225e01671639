//! From the text of a configuration's file to its value, or to all mistakes in it.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::{Date, Weekday};

use super::{Config, Given, Origin, Override, Pattern, Setting};
use crate::core::recognise::nearest;
use crate::core::table::{self, Key, Mistake, Mistakes, Placed, Table};
use crate::core::text::{LineIndex, Source, Span};

pub(crate) const KEYS: [Key; 5] = [
    Key { name: "activity", example: "activity = \"networking\"" },
    Key { name: "notes", example: "notes = [\"networking/**/*.md\"]" },
    Key { name: "module-start", example: "module-start = 2026-11-09" },
    Key { name: "rules", example: "a line `[rules]`, and below it: date-style = \"off\"" },
    Key { name: "overrides", example: "[[overrides]], and below it a line `paths = …` and a line `rules = …`" },
];

pub(crate) const OVERRIDE_KEYS: [Key; 2] = [
    Key { name: "paths", example: "paths = [\"archive/**\"]" },
    Key { name: "rules", example: "rules = { missing-takeaway = \"off\" }" },
];

/// The most patterns of one list, and the most overrides.
pub(crate) const MOST: usize = 100;

const SEVERITIES: &str = "Write \"error\", \"warning\", \"advice\" or \"off\".";

/// Reads `source`, which is the user's file or a journal's. `rules` are the names that there are.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(source: &Source, is_user: bool, rules: &[&str]) -> Result<Config, Vec<Mistake>> {
    let document = table::read(&source.text)?;
    let mistakes = Mistakes::default();
    let file = Table::whole(&document, &KEYS, &mistakes);
    let index = LineIndex::new(&source.text);
    let label: Arc<str> = source.label.as_str().into();
    let origin = |span: Span| Origin { is_user, file: Arc::clone(&label), span, line: index.line_of(span.start) + 1 };
    let place = |key: &str| origin(file.place_of(key).unwrap_or_default());

    let reader = Reader { rules, mistakes: &mistakes };
    let activity = file.text("activity").map(|name| Given { value: name.value.to_owned(), from: origin(name.span) });
    let notes = file.texts("notes", MOST).map(|list| Given { value: reader.patterns(&list), from: place("notes") });
    let module_start = file.day("module-start").and_then(|day| {
        let monday = reader.monday(&day)?;
        Some(Given { value: monday, from: place("module-start") })
    });
    let settings = file.table("rules", &[]).map_or_else(Vec::new, |table| reader.settings(&table));
    let mut overrides = Vec::new();
    for entry in file.tables("overrides", &OVERRIDE_KEYS, MOST) {
        entry.needs(&["paths", "rules"]);
        let paths = entry.texts("paths", MOST).unwrap_or_default();
        let settings = entry.table("rules", &[]).map_or_else(Vec::new, |table| reader.settings(&table));
        overrides.push(Override {
            paths: reader.patterns(&paths),
            rules: settings.into_iter().map(|(name, setting, _)| (name, setting)).collect(),
            from: origin(entry.span),
        });
    }
    mistakes.none_or_all()?;
    let rules: BTreeMap<_, _> =
        settings.into_iter().map(|(name, value, span)| (name, Given { value, from: origin(span) })).collect();
    Ok(Config { activity, notes, module_start, rules, overrides, is_gist: false })
}

struct Reader<'r> {
    rules: &'r [&'r str],
    mistakes: &'r Mistakes,
}

impl Reader<'_> {
    fn patterns(&self, list: &[Placed<&str>]) -> Vec<Pattern> {
        list.iter().filter_map(|given| Pattern::read(given, self.mistakes)).collect()
    }

    /// Rules with their settings and the places of their names.
    fn settings(&self, table: &Table<'_>) -> Vec<(String, Setting, Span)> {
        let mut settings = Vec::new();
        for (name, value) in table.pairs(SEVERITIES, &KEYS) {
            if self.mistakes.is_full() {
                break;
            }
            if !self.rules.contains(&name.value) {
                let help = match nearest(name.value, self.rules.iter().copied()) {
                    Some(meant) => format!("Did you mean `{meant}`?"),
                    None => "All rules: coffeechat rules".to_owned(),
                };
                self.mistakes.add(name.span, format!("There is no rule `{}`", name.value), help);
            }
            match Setting::from_name(value.value) {
                Some(setting) => settings.push((name.value.to_owned(), setting, name.span)),
                None => {
                    let known = ["error", "warning", "advice", "off"];
                    let meant = nearest(value.value, known).map(|meant| format!("Did you mean \"{meant}\"? "));
                    let help = format!("{}{SEVERITIES}", meant.unwrap_or_default());
                    self.mistakes.add(value.span, format!("`{}` is not a severity", value.value), help);
                }
            }
        }
        settings
    }

    /// The day that week 1 begins with.
    fn monday(&self, given: &Placed<&toml::value::Datetime>) -> Option<Date> {
        let day = given.value.date.filter(|_| given.value.time.is_none()).and_then(|day| {
            let (year, month, number) = (i16::try_from(day.year), i8::try_from(day.month), i8::try_from(day.day));
            Date::new(year.ok()?, month.ok()?, number.ok()?).ok()
        });
        let Some(day) = day else {
            let help = "Write the Monday of week 1 as year-month-day, for example 2026-11-09.";
            self.mistakes.add(given.span, format!("`{}` is not a day", given.value), help);
            return None;
        };
        let weekday = day.weekday();
        if weekday == Weekday::Monday {
            return Some(day);
        }
        // Who names a day of the weekend looks at a calendar that begins on Sunday, and means the Monday behind it.
        let direction = if matches!(weekday, Weekday::Saturday | Weekday::Sunday) { 1 } else { -1 };
        let help = match day.nth_weekday(direction, Weekday::Monday) {
            Ok(monday) => format!(
                "It is the Monday of week 1, probably {}: module-start = {monday}",
                monday.strftime("%A, %-d %B %Y")
            ),
            Err(_) => "It is the Monday of week 1, for example 2026-11-09.".to_owned(),
        };
        self.mistakes.add(given.span, format!("{day} is a {}, and weeks begin on Monday", weekday_name(day)), help);
        None
    }
}

fn weekday_name(day: Date) -> String {
    day.strftime("%A").to_string()
}
