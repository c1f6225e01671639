//! `coffeechat` scaffolds and lints the notes of networking conversations in a career journal.
//!
//! # The map
//! Four layers; an arrow says what may be imported, and none points back (`tests/layers.rs` reads the sources and holds it).
//!
//! ```text
//! cli, cmd  ──▶  render  ──▶  core  ◀──  io
//!     └──────────────────────▶ io
//! ```
//!
//! - [`core`] is pure: text and a date in, findings out. No files, environment, clock, Git or printing.
//! - [`render`] is pure: a report in, bytes out, one format a file.
//! - [`io`] is the edge to disk, Git, terminal and clock.
//! - `cmd` is the only place where `io` meets `core`: one file a command, and what several of them share (`ask`: values and questions;
//!   `target`: the note that is meant; `fatal`: what stops a command); `cli` is the command tree.
//!
//! # Where do I find …
//! - what a heading or a value may be called: `core/recognise/names.toml`
//! - levels, prompts, sections and what a status requires: `core/activity/*.toml`
//! - what a configuration may say, and what wins: `core/config`; which files are read for it: `io::settings`
//! - a rule: the file of its name in `core/rules`, with its documentation and its examples
//! - how a file becomes a finding: `io::files::read` → [`core::note::parse`] → [`core::lint::Plan::look`] (one note) →
//!   [`core::lint::Plan::look_around`] (all notes of a journal) → [`core::lint::Plan::settle`] (what is told) →
//!   [`core::report::Report`] → a file in `render`; `cmd/lint/check.rs` walks this line
//! - how a finding is mended: the edits on it ([`core::diagnostic::Fix`]) → [`core::fix::mend`] → `io::files::replace`
//! - what is next for a conversation and for a journal: [`core::week`]; how its words are written: `render/status`
//! - the hook: its lines ([`core::hook`], `block.sh`), where it lies (`io::git::Hooks`), whether it may be changed (`cmd/hook.rs`)
//! - an editor: what it asks of a note ([`core::editor`]), the words ([`render::editor`]), the protocol (`cmd/lsp`, `io::wire`)
//! - settings and where they come from: [`core::config`] (one file), `io::settings` (all of them), [`core::settings`] (told)
//!
//! # What always holds
//! Parsing never fails, linting never prints, rendering never reads. A span lies on character boundaries of the original
//! file. Time, place, width and colour are arguments. The same input gives the same bytes for any number of threads.

mod cli;
mod cmd;
pub mod core;
mod error;
pub mod io;
pub mod render;

pub use cli::run;
