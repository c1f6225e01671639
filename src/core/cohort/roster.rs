//! The roster of a class: a CSV with one row a student.

use super::address::{Address, Column, without_token};
use crate::core::recognise::nearest;
use repeats::{tell_repeats, tell_shared};
use sheet::{Record, Sheet};

pub use repeats::of_lines;

mod repeats;
mod sheet;
#[cfg(test)]
mod tests;

/// The largest roster that is read, in bytes.
pub const MAX_BYTES: usize = 8 * 1024 * 1024;
/// The most rows that are read.
pub const MAX_ROWS: usize = 20_000;
/// The most columns, and the longest heading in bytes: every row carries its headings.
const MAX_COLUMNS: usize = 100;

/// Headings that say who, the first of them first.
const WHO: [&str; 6] = ["student", "identifier", "first_name", "name", "github_username", "username"];
/// Headings that say where the journal is, the first of them first.
const WHERE: [&str; 20] = [
    "journal",
    "journal_url",
    "url",
    "gist",
    "repo",
    "path",
    "journal_link",
    "journal_address",
    "gist_url",
    "gist_link",
    "repo_url",
    "repo_link",
    "repository",
    "repository_url",
    "repository_link",
    "student_repository_url",
    "github",
    "github_url",
    "github_link",
    "link",
];
/// Headings that say until when this student has time, the first of them first.
const DUE: [&str; 4] = ["due", "extension", "due_date", "deadline"];

/// A roster.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roster {
    /// The headings, as they are written.
    pub headings: Vec<String>,
    /// Whether one of them says where the journals are.
    pub says_where: bool,
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
    /// What its columns say that name the student as a whole, each once: a folder of one of these names is the student's.
    pub names: Vec<String>,
    /// Where the journal is; `Ok(None)` where the row names none, a sentence where what it names cannot be used.
    pub journal: Result<Option<Address>, String>,
    /// This student's own due date as it is written there; `None` where there is none.
    pub due: Option<String>,
    /// All columns but the journal's and the due date's, by their headings and in their order.
    pub columns: Vec<(String, String)>,
    /// Why the row cannot be used at all (such as another number of fields), with what to do.
    pub problem: Option<String>,
    /// Whether that is because the row is there already, so that it is no further student.
    pub is_repeat: bool,
    /// That rows of other students name the same journal; a sentence.
    pub shared: Option<String>,
    /// What to do better in a row that can be used, such as an address that held a token.
    pub advice: Option<String>,
}

impl Roster {
    /// The roster that a file's bytes hold. The error is a sentence with what to do, where no row can be had at all.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        if bytes.len() > MAX_BYTES {
            return Err(
                "The roster is larger than 8 MiB, which no class is. Give the CSV with one row a student.".to_owned()
            );
        }
        let text = sheet::decode(bytes)?;
        let sheet = Sheet::read(&text)?;
        let headings = Headings::of(&sheet.headings)?;
        let mut rows: Vec<Row> = Vec::new();
        for record in &sheet.records {
            if rows.len() == MAX_ROWS {
                let problem = format!(
                    "The roster has more than {MAX_ROWS} rows; from line {} on they are left out. Part the roster.",
                    record.line
                );
                rows.push(Row { problem: Some(problem), ..headings.row(record) });
                break;
            }
            rows.push(headings.row(record));
        }
        if rows.is_empty() {
            return Err(
                "The roster has headings but no student. Write one line for each student below them.".to_owned()
            );
        }
        tell_repeats(&mut rows);
        tell_shared(&mut rows);
        let says_where = headings.names.iter().any(|(_, name)| WHERE.contains(&name.as_str()));
        let named = headings.names.iter().map(|(heading, _)| heading.clone()).filter(|heading| !heading.is_empty());
        Ok(Self { headings: named.collect(), says_where, rows })
    }
}

impl Roster {
    /// That no heading says where the journals are, and what to call one.
    pub fn without_where(&self) -> String {
        format!(
            "No heading of the roster says where the journals are; it has: {}. Call the column with their addresses journal, as in: \
             student,journal",
            self.headings.join(", ")
        )
    }
}

impl Roster {
    /// Headings that are close to one that says where, or until when, and so are most likely slips of it; a sentence each.
    pub fn slips(&self) -> Vec<String> {
        let known = || WHERE.into_iter().chain(DUE);
        let is_known = |name: &str| known().chain(WHO).any(|known| known == name);
        let slip = |heading: &String| {
            let name = compared(heading);
            let meant = nearest(&name, known()).filter(|_| !is_known(&name))?;
            Some(format!("The column {heading} of the roster is not known. If it is {meant}, call it so."))
        };
        self.headings.iter().filter_map(slip).collect()
    }
}

/// A heading in the form in which it is compared.
pub fn compared(heading: &str) -> String {
    let lower = heading.to_lowercase();
    let words = lower.split(|c: char| c.is_whitespace() || "_-".contains(c)).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("_")
}

struct Headings {
    /// As they are written, and as they are compared.
    names: Vec<(String, String)>,
    /// As reports have them: none of them empty, and each of them once.
    shown: Vec<String>,
}

impl Headings {
    fn of(record: &Record) -> Result<Self, String> {
        let names: Vec<(String, String)> = record.fields.iter().map(|text| (text.clone(), compared(text))).collect();
        if names.len() > MAX_COLUMNS || names.iter().any(|(name, _)| name.len() > MAX_COLUMNS) {
            return Err("The first line of the roster does not look like headings: it is very long. Begin with a line such as: student,journal".to_owned());
        }
        if !names.iter().any(|(_, name)| WHO.contains(&name.as_str()) || name == "last_name") {
            return Err("No heading of the roster says who the student is. Call a column student in the first line, as in: student,journal".to_owned());
        }
        let shown = shown(&names);
        Ok(Self { names, shown })
    }

    /// What the columns of a heading say in a row: the first that is not empty, or the heading where two disagree.
    fn find<'a>(&self, record: &'a Record, heading: &'static str) -> Result<Option<&'a str>, &'static str> {
        let columns =
            self.names.iter().zip(&record.fields).filter(|((_, name), text)| name == heading && !text.is_empty());
        let mut texts = columns.map(|(_, text)| text.as_str());
        let first = texts.next();
        match texts.any(|text| Some(text) != first) {
            true => Err(heading),
            false => Ok(first),
        }
    }

    fn student(&self, record: &Record) -> Result<Option<String>, &'static str> {
        for heading in WHO {
            let found = self.find(record, heading)?;
            let found = match heading {
                "first_name" => {
                    let names: Vec<&str> = found.into_iter().chain(self.find(record, "last_name")?).collect();
                    (!names.is_empty()).then(|| names.join(" "))
                }
                _ => found.map(str::to_owned),
            };
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// What names the student as a whole. A first name by itself may be somebody else's.
    fn names(&self, record: &Record, student: Option<&str>) -> Vec<String> {
        let whole = WHO.into_iter().filter(|heading| *heading != "first_name");
        let told = whole.filter_map(|heading| self.find(record, heading).ok().flatten());
        let users = self.find(record, "github").ok().flatten().filter(|text| is_user("github", text));
        let mut names: Vec<String> = Vec::new();
        for name in student.into_iter().chain(told).chain(users) {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        names
    }

    fn journal(&self, record: &Record) -> Result<Option<(&'static str, String)>, &'static str> {
        for heading in WHERE {
            if let Some(text) = self.find(record, heading)?.filter(|text| !is_user(heading, text)) {
                return Ok(Some((heading, text.to_owned())));
            }
        }
        Ok(None)
    }

    fn row(&self, record: &Record) -> Row {
        let mut problem = record.problem.clone();
        let extra = record.fields.iter().skip(self.names.len()).any(|text| !text.is_empty());
        if problem.is_none() && (extra || record.fields.len() < self.names.len()) {
            problem = Some(format!(
                "This row has {} fields and the headings are {}, so that a value may stand in the wrong column. \
                 Put quotes around values that hold the separator, and add what is missing.",
                record.fields.len(),
                self.names.len()
            ));
        }
        let mut disagree = |heading: &str| {
            let sentence =
                format!("Two columns are called {heading} and say different things here. Leave one of them empty.");
            problem.get_or_insert(sentence);
        };
        let student = self.student(record).unwrap_or_else(|heading| {
            disagree(heading);
            None
        });
        let place = self.journal(record).unwrap_or_else(|heading| {
            disagree(heading);
            None
        });
        let mut due = None;
        for heading in DUE {
            match self.find(record, heading) {
                Ok(found) => due = due.or(found.map(str::to_owned)),
                Err(heading) => disagree(heading),
            }
        }
        if student.is_none() {
            problem.get_or_insert("This row does not say who the student is. Write the name in it.".to_owned());
        }
        let mut advice = None;
        let journal = match place {
            // What stands in the wrong column is not an address to go to.
            _ if problem.is_some() => Ok(None),
            None => Ok(None),
            Some((heading, text)) => {
                let column = match heading {
                    "gist" | "gist_url" | "gist_link" => Column::Gist,
                    "path" => Column::Path,
                    _ => Column::Any,
                };
                Address::read(&text, column).map(|(address, had_token)| {
                    advice = had_token.then(|| TOKEN.to_owned());
                    Some(address)
                })
            }
        };
        let is_kept = |name: &str, text: &str| !DUE.contains(&name) && (!WHERE.contains(&name) || is_user(name, text));
        let kept = self.names.iter().zip(&self.shown).zip(&record.fields);
        let kept = kept.filter(|(((_, name), _), text)| is_kept(name, text));
        let columns: Vec<(String, String)> = kept
            .map(|((_, heading), text)| {
                let plain = without_token(text);
                if plain != *text && advice.is_none() {
                    advice = Some(format!("The column {heading} holds an address. {COLUMN}"));
                }
                (heading.clone(), plain)
            })
            .collect();
        Row {
            line: record.line,
            names: self.names(record, student.as_deref()),
            student: student.unwrap_or_else(|| format!("line {}", record.line)),
            journal,
            due,
            columns,
            problem,
            is_repeat: false,
            shared: None,
            advice,
        }
    }
}

/// Whether a column that may hold a user's name does: an address has a slash or a colon in it, and a folder is named under `path`.
fn is_user(heading: &str, text: &str) -> bool {
    heading == "github" && !text.is_empty() && !text.contains(['/', ':', '\\'])
}

/// The headings for a report, in which two columns of one name would be one.
fn shown(names: &[(String, String)]) -> Vec<String> {
    let mut shown: Vec<String> = Vec::with_capacity(names.len());
    for (at, (heading, _)) in names.iter().enumerate() {
        let heading = if heading.is_empty() { format!("column {}", at + 1) } else { heading.clone() };
        let is_free = |name: &str| !shown.iter().any(|other| other == name);
        let numbered = (2..).map(|number| format!("{heading} ({number})"));
        let free = std::iter::once(heading.clone()).chain(numbered).find(|name| is_free(name));
        shown.push(free.unwrap_or(heading));
    }
    shown
}

const COLUMN: &str = "A user, a password or a query in it may be a token, so that it is left out here. Take it out of the roster too if it \
                      is one.";

const TOKEN: &str = "The address held a user, a password or a query, which may be a token; it is left out here. Take it out of the \
                     roster too, and let a credential helper of Git keep it (git help credentials).";
