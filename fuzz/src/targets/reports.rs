//! Reports of a class: what was written is read back as it was, a spreadsheet obeys no cell, and nothing steers a reader.

use std::collections::HashSet;

use coffeechat::core::cohort::merge::merge;
use coffeechat::core::cohort::{Class, Student};
use coffeechat::render::cohort::{csv as sheet, feedback, html, json, jsonl, markdown, sarif, table};
use coffeechat::render::{Called, Style, safe};
use jiff::Timestamp;
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::{class, steers};

/// Any text as a report that was written before; and a class out of its lines. Both are written in every format.
pub fn report(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(class) = json::read(text) {
        every_format(&class);
    }
    every_format(&class::class(text));
}

/// A class as a sheet. Whoever opens it sees no formula, whatever parts the cells on that machine, and the words that were there.
pub fn csv(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let class = class::class(text);
    let options =
        sheet::Options { bom: text.len() % 2 == 1, points: (text.len() % 3 > 0).then_some(text.len() as u32) };
    let written = sheet::render(&class, options);
    assert!(!written.contains(|c| steers(c) && c != '\r' || c == '\t'), "{written:?}");
    let plain = written.strip_prefix('\u{feff}').unwrap_or(&written);
    assert_eq!(options.bom, plain.len() < written.len(), "the mark stands where it is asked for");
    assert!(plain.replace("\r\n", "").find(['\r', '\n']).is_none(), "one line a student: {plain:?}");
    let rows = cells(plain, b',');
    assert_eq!(rows.len(), class.students.len() + 1, "a row each: {plain:?}");
    for (row, student) in rows.iter().skip(1).zip(&class.students) {
        assert_eq!(row.len(), rows[0].len(), "as many cells as headings: {plain:?}");
        let expected = [(0, student.student.as_str()), (17, student.reason.as_deref().unwrap_or_default())];
        for (at, words) in expected {
            assert_eq!(unquoted(&row[at]), unquoted(&safe::inline(words)), "{plain:?}");
        }
        for (name, value) in &student.columns {
            let is_there = row.iter().any(|cell| unquoted(cell) == unquoted(&safe::inline(value)));
            assert!(is_there, "{name:?} is lost: {plain:?}");
        }
    }
    // Read by semicolons, a row begins with the cell that it begins with by commas.
    let parts = cells(plain, b';');
    for cell in rows.iter().flatten().chain(parts.iter().flat_map(|row| &row[1..])) {
        assert!(!is_formula(cell), "{cell:?} in {plain:?}");
    }
    // A log is read by lines, and a line begins with a cell.
    assert!(rows.iter().flatten().all(|cell| !cell.trim_start().starts_with("::")), "{plain:?}");
}

/// The words of a cell without the quotes that guard them.
fn unquoted(words: &str) -> String {
    words.replace('\'', "")
}

fn cells(text: &str, separator: u8) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let rows = reader.into_records().map(|record| record.expect("a record").iter().map(str::to_owned).collect());
    rows.collect()
}

/// Whether a spreadsheet would take the cell for more than words or a number.
fn is_formula(cell: &str) -> bool {
    let is_number = cell.parse::<f64>().is_ok_and(f64::is_finite);
    let first = cell.trim_start().chars().next();
    !is_number && first.is_some_and(|c| "=+-@＝＋－＠".contains(c))
}

/// The class in every format, and back where there is a way.
fn every_format(class: &Class) {
    let document = json::render(class);
    assert!(!document.contains(|c| steers(c) || c == '\t'), "{document:?}");
    let back = json::read(&document).unwrap_or_else(|why| panic!("it {why}: {document}"));
    assert_eq!(plain(back.clone()), plain(class.clone()), "written and read back");
    if let Ok(whole) = merge(vec![back]) {
        assert_eq!(whole.students.len(), class.students.len(), "nobody is lost");
    }
    for text in std::iter::once(sarif::render(class)).chain(jsonl::render(class).lines().map(str::to_owned)) {
        assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{text}");
        assert!(!text.contains(steers), "{text:?}");
    }
    let style = Style { colour: false, unicode: true, width: 80, called: Called::ByName };
    let tables = [style, Style { unicode: false, width: 20, ..style }].map(|style| table::render(class, style, false));
    for text in tables.iter().chain([&html::render(class)]) {
        assert!(!text.contains(steers), "{text:?}");
    }
    let now = Timestamp::UNIX_EPOCH;
    let mut names = HashSet::new();
    let letters = class.students.iter().map(|student| feedback::render(class, student, now));
    for text in letters.chain([markdown::render(class)]) {
        assert!(!text.contains(steers), "{text:?}");
        assert_eq!(foreign(&text), [""; 0], "{text}");
    }
    for student in &class.students {
        let name = feedback::file_name(student, &mut names);
        assert!(!name.is_empty() && !name.contains(['/', '\\', ':', '\0']) && !name.starts_with('.'), "{name:?}");
    }
    assert_eq!(names.len(), class.students.len(), "a file each");
}

/// What a report keeps of a class: the order of columns is not a part of JSON, and what became of the class is told of another report.
fn plain(mut class: Class) -> Class {
    let sort = |student: &mut Student| student.columns.sort();
    class.students.iter_mut().for_each(sort);
    Class { changes: None, ..class }
}

/// Links, pictures and HTML in a Markdown document that are not ours.
fn foreign(text: &str) -> Vec<String> {
    let ours = ["<details>", "</details>", "<summary>", "<!-- coffeechat feedback "];
    let is_foreign = |event: &Event| match event {
        Event::Start(Tag::Link { .. } | Tag::Image { .. }) => true,
        Event::Html(html) | Event::InlineHtml(html) => !ours.iter().any(|ours| html.starts_with(ours)),
        _ => false,
    };
    Parser::new_ext(text, Options::all()).filter(is_foreign).map(|event| format!("{event:?}")).collect()
}
