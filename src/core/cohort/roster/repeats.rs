//! Rows of a roster that say the same: of one student, of one journal, or of one folder.

use std::collections::HashMap;

use super::Row;

/// Says of rows of several students that they name one journal: one of the addresses may be another student's.
pub fn tell_shared(rows: &mut [Row]) {
    let normal = |row: &Row| match (&row.problem, &row.journal) {
        (None, Ok(Some(address))) => Some(address.normal()),
        _ => None,
    };
    let mut lines: HashMap<String, Vec<usize>> = HashMap::new();
    for row in &*rows {
        if let Some(address) = normal(row) {
            lines.entry(address).or_default().push(row.line);
        }
    }
    for row in rows.iter_mut() {
        let Some(lines) = normal(row).and_then(|address| lines.get(&address)).filter(|lines| lines.len() > 1) else {
            continue;
        };
        row.shared = Some(format!(
            "{} of the roster name the same journal. See whether each address is right.",
            of_lines(lines)
        ));
    }
}

/// Some lines of the roster in words, the first of them where they are many.
pub fn of_lines(lines: &[usize]) -> String {
    let shown: Vec<String> = lines.iter().take(5).map(usize::to_string).collect();
    match &shown[..] {
        [first @ .., last] if lines.len() == shown.len() => format!("Lines {} and {last}", first.join(", ")),
        _ => format!("Lines {} and {} more", shown.join(", "), lines.len() - shown.len()),
    }
}

/// Says of a row that it repeats an earlier one, or would share its folder.
pub fn tell_repeats(rows: &mut [Row]) {
    let mut seen: HashMap<(String, String), (usize, String)> = HashMap::new();
    for row in rows.iter_mut().filter(|row| row.problem.is_none()) {
        let key = match &row.journal {
            Ok(Some(address)) => (address.folder(&row.student), address.normal()),
            // Two of one name are one student only where nothing tells them apart.
            Ok(None) => (row.student.clone(), row.columns.iter().map(|(_, text)| format!("\n{text}")).collect()),
            Err(_) => continue,
        };
        match seen.get(&key) {
            None => drop(seen.insert(key, (row.line, row.student.clone()))),
            Some((line, student)) if *student == row.student => {
                row.problem = Some(format!("This row repeats line {line}. Take one of the two out."));
                row.is_repeat = true;
            }
            Some((line, _)) => {
                row.problem = Some(format!(
                    "Lines {line} and {} name one journal for two spellings of a name. Take one of the two out.",
                    row.line
                ));
                row.is_repeat = true;
            }
        }
    }
    // Different journals in one folder are next to impossible, but the second would take the first one's place.
    let mut folders: HashMap<String, usize> = HashMap::new();
    for row in rows.iter_mut().filter(|row| row.problem.is_none()) {
        let Ok(Some(address)) = &row.journal else { continue };
        let folder = address.folder(&row.student);
        match folders.get(&folder) {
            None => drop(folders.insert(folder, row.line)),
            Some(line) => {
                row.problem = Some(format!(
                    "Lines {line} and {} would be kept in one folder. Spell one of the two names differently.",
                    row.line
                ));
            }
        }
    }
}
