//! The edges: disk, Git, terminal, clock. The only place where the outside world is touched.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

pub mod clock;
pub mod files;
pub mod git;
pub mod git_program;
pub mod interrupt;
pub mod journal;
pub mod key;
pub mod ledger;
pub mod output;
pub mod panics;
pub mod settings;
pub mod terminal;
pub mod watch;
