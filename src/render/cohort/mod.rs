//! Reports of a class: one format a file, the words they share in `words.rs`.

pub mod alike;
pub mod beside;
pub mod changes;
pub mod csv;
pub mod feedback;
pub mod fetched;
pub mod html;
pub mod json;
pub mod jsonl;
pub mod markdown;
pub mod sarif;
pub mod table;
pub mod words;
