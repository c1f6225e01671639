//! All figures of the tool in one table.
//!
//! `cargo bench --bench figures` makes invented journals, times the tool over them in turn with the least that anybody could do with the
//! same files, and prints the medians, their ratio and the peak memory (on Linux). Words behind `--` pick parts: `notes`, `staged`,
//! `class`, `editor`. What is not installed (`rg`, `rumdl`) has no figure. Nothing is asserted: a figure is for people.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::expect_used, clippy::unwrap_used)]

mod class;
mod common;
mod editor;
mod notes;
mod staged;

use common::Row;

/// A part of the table: its name, and what measures its rows.
type Part = (&'static str, fn(&dyn Fn(&Row)));

const PARTS: [Part; 4] =
    [("notes", notes::measure), ("staged", staged::measure), ("class", class::measure), ("editor", editor::measure)];

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    println!("{:<54} {:>9}  {:>7}  {:<18} {:>9}  {:>6}", "what", "time", "peak", "against", "time", "ratio");
    for (_, measure) in PARTS.iter().filter(|(name, _)| asked.is_empty() || asked.iter().any(|word| word == name)) {
        measure(&print);
    }
}

fn print(row: &Row) {
    let time = row.time.as_secs_f64() * 1e3;
    let (floor, theirs, ratio) = match &row.floor {
        None => (String::new(), String::new(), String::new()),
        Some((name, floor)) if floor.is_zero() => (name.clone(), "not here".to_owned(), String::new()),
        Some((name, floor)) => {
            let floor = floor.as_secs_f64() * 1e3;
            (name.clone(), format!("{floor:.1} ms"), format!("{:.2}", time / floor))
        }
    };
    println!("{:<54} {time:>6.1} ms  {:>4} MB  {floor:<18} {theirs:>9}  {ratio:>6}", row.what, row.peak);
}
