//! The roster of a class: a CSV with one row a student.

use std::collections::HashMap;

use csv::{ByteRecord, ReaderBuilder};

use super::address::Address;

/// A roster.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roster {
    /// A row each, in the order of the file, also those that cannot be used.
    pub rows: Vec<Row>,
}

/// A row of a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line it begins on, from 1.
    pub line: usize,
    /// Who, as it is spelled there; never empty.
    pub student: String,
    /// Where the journal is; `Ok(None)` where the row names none, a sentence where what it names cannot be used.
    pub journal: Result<Option<Address>, String>,
    /// This student's own due date as it is written there; `None` where there is none.
    pub due: Option<String>,
    /// All columns but the journal's and the due date's, by their headings and in their order.
    pub columns: Vec<(String, String)>,
    /// Why the row cannot be used at all (such as another number of fields), with what to do.
    pub problem: Option<String>,
    /// What should be said of a row that can be used, such as a token in its address.
    pub remark: Option<String>,
}

/// The headings that say who, the first of them that has a value counts. Two are one name in two columns.
const WHO: [&[&str]; 6] =
    [&["student"], &["identifier"], &["first name", "last name"], &["name"], &["github username"], &["username"]];

/// The headings that say where.
const WHERE: [&str; 6] = ["journal", "journal url", "url", "gist", "repo", "path"];

/// How many rows are read.
const MOST_ROWS: usize = 20_000;

/// A heading in one spelling: lower case, with single spaces between words.
fn plain(heading: &str) -> String {
    let words: Vec<String> =
        heading.split(|c: char| c.is_whitespace() || c == '_' || c == '-').map(str::to_lowercase).collect();
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Which column is which.
struct Columns {
    names: Vec<String>,
    plain: Vec<String>,
}

impl Columns {
    fn at(&self, name: &str) -> Option<usize> {
        self.plain.iter().position(|plain| plain == name)
    }

    /// The student that a row names.
    fn who(&self, field: &dyn Fn(usize) -> String) -> Option<String> {
        WHO.iter().find_map(|headings| {
            let columns: Option<Vec<usize>> = headings.iter().map(|name| self.at(name)).collect();
            let words: Vec<String> = columns?.into_iter().map(field).filter(|word| !word.is_empty()).collect();
            (!words.is_empty()).then(|| words.join(" "))
        })
    }
}

impl Roster {
    /// The most bytes of a roster.
    pub const MOST_BYTES: u64 = 8 * 1024 * 1024;

    /// Reads a roster: comma, semicolon or tab, with or without a byte order mark, any line ends.
    ///
    /// # Errors
    /// A sentence, where it has no heading line that says who the students are.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let text = std::str::from_utf8(bytes)
            .map_err(|_| "is no UTF-8 text. Save it as CSV in UTF-8 in your spreadsheet program")?;
        let text = text.trim_start_matches('\u{feff}');
        let heading = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let count = |separator: u8| heading.bytes().filter(|&byte| byte == separator).count();
        let separator = [b',', b';', b'\t'].into_iter().rev().max_by_key(|&separator| count(separator)).unwrap_or(b',');
        let mut reader =
            ReaderBuilder::new().delimiter(separator).flexible(true).has_headers(false).from_reader(text.as_bytes());
        let mut records = reader.byte_records();
        let headings = records.next().and_then(Result::ok).ok_or("is empty")?;
        let names: Vec<String> = (0..headings.len()).map(|at| field(&headings, at)).collect();
        let columns = Columns { plain: names.iter().map(|name| plain(name)).collect(), names };
        let is_known = |headings: &&[&str]| headings.iter().all(|name| columns.at(name).is_some());
        if !WHO.iter().any(|headings| is_known(&headings)) {
            return Err(
                "has no heading line that says who the students are (student, identifier, name, username, or first_name and last_name)"
                    .to_owned(),
            );
        }
        let lines = Lines::of(text);
        let mut roster = Self::default();
        let mut seen: HashMap<(String, String), usize> = HashMap::new();
        for record in records.filter_map(Result::ok).take(MOST_ROWS) {
            let is_empty = record.iter().all(|field| field.trim_ascii().is_empty());
            if is_empty {
                continue;
            }
            let at = record.position().map_or(0, csv::Position::byte);
            let at = usize::try_from(at).unwrap_or(0);
            // Empty lines before a row belong to it.
            let gap = text.get(at..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\r', '\n']).len());
            let mut row = columns.row(&record, lines.at(at + gap));
            if let Ok(Some(address)) = &row.journal {
                let key = (row.student.to_lowercase(), address.folder(&row.student));
                match seen.get(&key) {
                    Some(first) => {
                        row.problem = Some(format!(
                            "Line {} names the same student and the same journal as line {first}. Take one of them out.",
                            row.line
                        ));
                    }
                    None => {
                        seen.insert(key, row.line);
                    }
                }
            }
            roster.rows.push(row);
        }
        Ok(roster)
    }
}

fn field(record: &ByteRecord, at: usize) -> String {
    String::from_utf8_lossy(record.get(at).unwrap_or_default()).trim().to_owned()
}

impl Columns {
    fn row(&self, record: &ByteRecord, line: usize) -> Row {
        let field = |at: usize| field(record, at);
        let who = self.who(&field);
        let count = self.names.len();
        let has_line_end = record.iter().any(|field| field.contains(&b'\n'));
        let problem = if who.is_none() {
            Some(format!("Line {line} names no student. Fill in a name, or take the line out."))
        } else if record.len() > count || has_line_end && record.len() != count {
            Some(format!(
                "Line {line} has {} fields and the heading {count}. A name with a comma in it needs quotes around it.",
                record.len()
            ))
        } else {
            None
        };
        let place = WHERE.iter().filter_map(|name| self.at(name)).find(|&at| !field(at).is_empty());
        let (mut remark, due) = (None, self.at("due"));
        let journal = match place {
            None => Ok(None),
            Some(at) => Address::read(&field(at), self.plain[at] == "path").map(|read| {
                remark = read.had_secret.then(|| {
                    "A password or token stood in the address; it is neither kept nor used. Use a credential helper of Git's instead."
                        .to_owned()
                });
                Some(read.address)
            }),
        };
        let is_other = |at: &usize| due != Some(*at) && !WHERE.contains(&self.plain[*at].as_str());
        let columns = (0..count).filter(is_other).map(|at| (self.names[at].clone(), field(at)));
        let due = due.map(field).filter(|due| !due.is_empty());
        let student = who.unwrap_or_else(|| format!("line {line}"));
        Row { line, student, journal, due, columns: columns.collect(), problem, remark }
    }
}

/// Where lines begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self(std::iter::once(0).chain(ends).collect())
    }

    /// The line, from 1, of the first thing that stands at or behind byte `at`.
    fn at(&self, at: usize) -> usize {
        self.0.partition_point(|&start| start <= at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Row> {
        Roster::read(text.as_bytes()).unwrap_or_else(|why| panic!("{text}: {why}")).rows
    }

    fn names(text: &str) -> Vec<String> {
        rows(text).into_iter().map(|row| row.student).collect()
    }

    #[test]
    fn every_form_of_a_roster_is_read() {
        let classroom_50 =
            "username,first_name,last_name,email,section,github_id\nmara-l,Mara,Linde,m@example.org,A,17\n";
        assert_eq!(names(classroom_50), ["Mara Linde"]);
        assert_eq!(rows(classroom_50)[0].columns.len(), 6, "all of them come back");
        let export =
            "\"identifier\",\"github_username\",\"github_id\",\"name\"\n\"Linde, Mara\",\"mara-l\",\"17\",\"\"\n";
        assert_eq!(names(export), ["Linde, Mara"]);
        assert_eq!(names("\u{feff}NAME;Journal URL;Due\r\nMara;https://git.example.org/m;2026-12-01\r\n"), ["Mara"]);
        assert_eq!(names("Student\tPath\nMara\tm\n"), ["Mara"]);
        assert_eq!(names("name,student,username\nN,,u\n,S,u\n,,u\n"), ["N", "S", "u"], "the next that has a value");
    }

    #[test]
    fn what_a_row_says_is_kept() {
        let row = &rows(
            "student,URL,due,Points so far,email\nMara,https://t0ken@git.example.org/m,2026-12-01,7,m@example.org\n",
        )[0];
        assert_eq!(row.journal, Ok(Some(Address::Remote("https://git.example.org/m".to_owned()))));
        assert!(row.remark.as_deref().is_some_and(|remark| remark.contains("credential helper")));
        assert_eq!(row.due.as_deref(), Some("2026-12-01"));
        let columns: Vec<&str> = row.columns.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(columns, ["student", "Points so far", "email"]);
        assert!(!format!("{row:?}").contains("t0ken"));
    }

    #[test]
    fn a_row_that_cannot_be_used_is_a_row_with_its_line() {
        let text = "student,journal\n\nMara,https://git.example.org/m\n\"Two\nlines\",https://git.example.org/t\nLinde, Tomo,x\n,https://git.example.org/n\n,\nMARA,https://git.example.org/m.git\nEve,ext::sh\nNora\n";
        let rows = rows(text);
        let told: Vec<(usize, &str, bool)> = rows
            .iter()
            .map(|row| (row.line, row.student.as_str(), row.problem.is_some() || row.journal.is_err()))
            .collect();
        assert_eq!(
            told,
            [
                (3, "Mara", false),
                (4, "Two\nlines", false),
                (6, "Linde", true),
                (7, "line 7", true),
                (9, "MARA", true),
                (10, "Eve", true),
                (11, "Nora", false),
            ]
        );
        assert!(rows[4].problem.as_deref().is_some_and(|why| why.contains("line 3")), "both lines are named");
        assert_eq!(rows[6].journal, Ok(None), "fields that are missing at the end are empty");
    }

    #[test]
    fn what_is_no_roster_is_said() {
        for text in ["", "\n\n", "points,total\n1,2\n", "first_name,email\nMara,m@example.org\n"] {
            assert!(Roster::read(text.as_bytes()).is_err(), "{text:?}");
        }
        let utf_16: Vec<u8> = "\u{feff}student\nMära\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [b"student\n\xff\xfe\xfd\n".as_slice(), &utf_16] {
            assert!(Roster::read(bytes).is_err_and(|why| why.contains("UTF-8")));
        }
    }
}
