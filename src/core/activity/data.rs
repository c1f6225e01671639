//! What an activity's file says, as a value.

use super::template::Template;
use crate::core::diagnostic::Severity;

/// An activity as its author wrote it.
#[derive(Debug, Clone)]
pub struct File {
    /// Its name in a configuration.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The folder that holds its notes; one name.
    pub folder: String,
    /// The title of a note; `{contact}` stands for the name.
    pub heading: String,
    /// How a note names an earlier one with the same contact, as the text of a link.
    pub earlier: Option<Template>,
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
    pub prompts: Vec<Prompt>,
    /// The messages to begin with; later entries win.
    pub messages: Vec<Message>,
}

/// One level of the activity.
#[derive(Debug, Clone)]
pub struct Level {
    /// The number that is written in a note.
    pub level: i64,
    /// A short name.
    pub name: String,
    /// Who the contact is.
    pub meaning: String,
    /// Other spellings of the level.
    pub also: Vec<String>,
    /// Kinds of contact with prompts of their own.
    pub seniorities: Vec<String>,
}

/// One section of the note.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its name in `requires` and in front matter.
    pub key: String,
    /// The heading that is written.
    pub heading: String,
    /// The levels whose scaffold has it; all of them when left out.
    pub levels: Vec<i64>,
    /// Whether the scaffold has it at all.
    pub scaffold: bool,
    /// How many blank bullets stand below its prompt in a scaffold.
    pub bullets: usize,
    /// What the scaffold says in it, as a comment.
    pub prompt: String,
    /// One sentence on why it is asked for.
    pub why: Option<String>,
    /// Other headings that mean it, besides those every activity knows.
    pub also: Vec<String>,
}

/// What a status asks for.
#[derive(Debug, Clone)]
pub struct Requirement {
    /// The fields, by key.
    pub fields: Vec<String>,
    /// The statuses, `none` for a note without one; all of them when left out.
    pub statuses: Vec<String>,
    /// The levels; all of them when left out.
    pub levels: Vec<i64>,
    /// How much its absence matters; an error when left out.
    pub severity: Option<Severity>,
}

/// For whom a question or a message is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audience {
    /// The level.
    pub level: i64,
    /// The kind of contact; all of them when left out.
    pub seniority: Option<String>,
}

/// A question to pick.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// What it is about.
    pub topic: String,
    /// For whom.
    pub audience: Vec<Audience>,
    /// The question; `___` is a blank.
    pub text: String,
}

/// How many conversations a level expects.
#[derive(Debug, Clone, Copy)]
pub struct Conversations {
    /// The level.
    pub level: i64,
    /// How many.
    pub count: usize,
}

/// A message that asks for a conversation.
#[derive(Debug, Clone)]
pub struct Message {
    /// For whom.
    pub audience: Vec<Audience>,
    /// The channels; all of them when left out.
    pub channels: Vec<String>,
    /// The first line of an email.
    pub subject: Option<Template>,
    /// What stands for a time that is still to be chosen.
    pub open_time: String,
    /// What it says.
    pub text: Template,
}
