//! What the tool knows: pure functions from text and a date to findings. No files, environment, clock or printing.
#![deny(clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

pub mod activity;
pub mod calendar;
pub mod cohort;
pub mod config;
pub mod diagnostic;
pub mod draft;
pub mod editor;
pub mod fix;
pub mod hook;
pub mod journal;
pub mod lint;
pub mod note;
pub mod progress;
pub mod recognise;
pub mod report;
pub mod rules;
pub mod schema;
pub mod settings;
pub mod table;
pub mod text;
pub mod week;
