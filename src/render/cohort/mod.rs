//! Reports of a class: one format a file, the words they share in `words.rs`.

pub mod csv;
pub mod fetched;
pub mod json;
pub mod table;
pub mod words;
