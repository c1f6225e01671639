//! The edges: disk, Git, terminal, clock. The only place where the outside world is touched.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::disallowed_macros)]

pub(crate) mod clock;
pub(crate) mod files;
pub mod git;
pub(crate) mod git_program;
pub(crate) mod interrupt;
pub(crate) mod journal;
pub(crate) mod key;
pub(crate) mod ledger;
pub(crate) mod output;
pub(crate) mod panics;
pub(crate) mod settings;
pub(crate) mod terminal;
pub(crate) mod watch;
pub(crate) mod wire;
