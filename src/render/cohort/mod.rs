//! Reports of a class: one format a file, the words they share in `words.rs`.

pub mod csv;
pub mod html;
pub mod json;
pub mod table;
pub mod words;
