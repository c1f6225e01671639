//! An activity's file: its keys, and what has to fit together in it.

use std::collections::HashSet;

use serde::Deserialize;

use super::{BadActivity, Conversations, Level, Prompt, Requirement, Section, split_audience};
use crate::core::diagnostic::Severity;
use crate::core::note::recognise::NAMES;

/// An activity as its author wrote it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct File {
    /// Its name in a configuration.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The folder that holds its notes; one name.
    pub folder: String,
    /// The title of a note; `{contact}` stands for the name.
    pub heading: String,
    /// The week, counted from the module's start, at whose end it is due.
    pub due_week: Option<u8>,
    /// How many conversations a level expects over the programme.
    pub conversations: Option<Conversations>,
    /// Its levels.
    pub levels: Vec<Level>,
    /// Its sections in scaffold order. The places are what [`super::Sections`] counts.
    pub sections: Vec<Section>,
    /// What each status asks for; later entries win.
    pub requires: Vec<Requirement>,
    /// The questions to pick from.
    #[serde(default)]
    pub prompts: Vec<Prompt>,
}

/// Refuses a file that contradicts itself.
///
/// # Errors
/// [`BadActivity`] with the first contradiction.
pub fn check(file: &File) -> Result<(), BadActivity> {
    let bad = |message: String| Err(BadActivity { message, span: None });
    let mut keys = HashSet::new();
    for section in &file.sections {
        if !keys.insert(section.key.as_str()) {
            return bad(format!("the section `{}` stands twice", section.key));
        }
    }
    if file.sections.len() > 48 {
        return bad(format!("{} sections are more than the 48 that fit", file.sections.len()));
    }
    let folder = &file.folder;
    if folder.is_empty() || folder.contains(['/', '\\', ':']) || folder.starts_with('.') {
        return bad(format!("`folder` is the name of one folder, not `{folder}`"));
    }
    if file.levels.is_empty() {
        return bad("`levels` is empty: a note has to have a level".to_owned());
    }
    let fields: HashSet<_> = NAMES.fields.iter().map(|field| field.canonical.as_str()).collect();
    let statuses: HashSet<_> = NAMES.statuses.iter().map(|s| s.canonical.as_str()).chain(["none"]).collect();
    for entry in &file.requires {
        for field in &entry.fields {
            if !fields.contains(field.as_str()) && !keys.contains(field.as_str()) {
                return bad(format!("`requires` names the field `{field}`, which is no section and no field"));
            }
        }
        for status in &entry.statuses {
            if !statuses.contains(status.as_str()) {
                return bad(format!("`requires` names the status `{status}`, which there is not"));
            }
        }
        if entry.severity.as_deref().is_some_and(|s| Severity::from_name(s).is_none()) {
            return bad("a `severity` is one of error, warning, advice".to_owned());
        }
    }
    for prompt in &file.prompts {
        for audience in &prompt.audience {
            let (number, kind) = split_audience(audience);
            let level = file.levels.iter().find(|level| Some(level.level) == number);
            let fits = level.is_some_and(|l| kind.is_none_or(|k| l.seniorities.iter().any(|s| s == k)));
            if !fits {
                return bad(format!("the prompt on `{}` is for `{audience}`, which is no level", prompt.topic));
            }
        }
    }
    Ok(())
}
