//! What a student is told: a Markdown file in the second person, with the next step first. It reads as if the instructor had written it, and
//! says nothing that is the instructor's business alone.

use std::collections::HashSet;

use jiff::Timestamp;
use minijinja::{AutoEscape, Environment, Output, Value, escape_formatter};
use serde::Serialize;

use super::words;
use crate::core::cohort::roster::compared;
use crate::core::cohort::{Cause, Class, Due, Flag, NO_COMMIT, Note, Student, hex, slug_of};
use crate::core::diagnostic::Severity;
use crate::core::progress::{JournalState, NoteState};
use crate::render::closing::plural;
use crate::render::markdown::prose;
use crate::render::safe;

const TEMPLATE: &str = include_str!("feedback.md.j2");

/// The most findings of one note that are told; more would not be read.
const MOST: usize = 8;
/// The longest name of a file without its ending, in bytes.
const MAX_NAME: usize = 80;
/// What opens the last line of such a file.
const MARK: &str = "<!-- coffeechat feedback ";

#[derive(Serialize)]
struct Letter {
    name: String,
    opening: String,
    next: Option<String>,
    due: Option<String>,
    done: Option<String>,
    notes: Vec<Told>,
    remarks: Vec<String>,
}

#[derive(Serialize)]
struct Told {
    path: String,
    findings: Vec<Line>,
    more: usize,
}

#[derive(Serialize)]
struct Line {
    line: usize,
    text: String,
    /// Lines to paste, as a block of code.
    paste: Option<Value>,
}

/// The file for a student of the class, with a last line by which [`is_ours`] knows it again. `now` tells whether the due moment has passed.
pub fn render(class: &Class, student: &Student, now: Timestamp) -> String {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("markdown"));
    environment.set_formatter(|out: &mut Output, state, value: &Value| match value.as_str() {
        Some(text) if !value.is_safe() => Ok(out.write_str(&prose(text))?),
        // Numbers, and nothing where there is nothing.
        _ if value.is_number() => Ok(out.write_str(&value.to_string())?),
        _ => escape_formatter(out, state, value),
    });
    // The template is a part of the program and tests draw it, so a mistake in it would be ours.
    let text = environment.render_str(TEMPLATE, letter(class, student, now)).unwrap_or_default();
    // A list ends with an empty line of its own.
    let text = format!("{}\n", text.trim_end().replace("\n\n\n", "\n\n"));
    format!("{text}\n{}", mark(&text))
}

/// The line that ends a file of ours.
fn mark(text: &str) -> String {
    let digest = <sha2::Sha256 as sha2::Digest>::digest(text.as_bytes());
    format!("{MARK}{} -->\n", hex(&digest[..6]))
}

/// Whether a file is as [`render`] made it, so that nothing is lost when another one takes its place.
pub fn is_ours(text: &str) -> bool {
    text.rfind(MARK).is_some_and(|at| {
        let (head, tail) = text.split_at(at);
        head.strip_suffix('\n').is_some_and(|head| mark(head) == tail)
    })
}

/// Whether a file is one of ours, perhaps changed by hand.
pub fn is_letter(text: &str) -> bool {
    text.contains(MARK)
}

/// Whether nothing is written to the student, because whatever could be said may be false, and is not theirs to mend: the roster, the
/// connection or this machine keep the journal from being known.
pub fn is_withheld(student: &Student) -> bool {
    let is_unknown = matches!(student.cause, Some(Cause::Roster | Cause::Fetching));
    is_unknown && student.state != JournalState::Done || student.flags.contains(&Flag::SharedJournal)
}

/// A name for the student's file that none of `taken` has, on any system; it is added to them. It is that of the journal's folder where
/// this is called like the student; else a short hash of what the student is known by stands behind the name. So it belongs to the student
/// whatever the order of the rows.
pub fn file_name(student: &Student, taken: &mut HashSet<String>) -> String {
    let name = slug_of(&student.student, MAX_NAME);
    let known = [student.url.as_deref(), student.path.as_deref(), own_column(student)];
    let known: Vec<&str> = known.into_iter().flatten().collect();
    let slug = match student.path.as_deref() {
        Some(path) if is_called(path, &name) => path.to_owned(),
        _ if known.is_empty() => name,
        _ => {
            let text = format!("{}\n{}", student.student, known.first().unwrap_or(&""));
            format!("{name}-{}", hex(&<sha2::Sha256 as sha2::Digest>::digest(text.as_bytes())[..4]))
        }
    };
    // Some systems keep a few names for themselves, whatever follows their dot.
    let device = |name: &str| {
        matches!(name, "con" | "prn" | "aux" | "nul")
            || name.len() == 4 && (name.starts_with("com") || name.starts_with("lpt"))
    };
    let slug = if device(&slug) { format!("student-{slug}") } else { slug };
    let numbered = (2..).map(|number| format!("{slug}-{number}"));
    let free = std::iter::once(slug.clone()).chain(numbered).find(|name| !taken.contains(name));
    let name = free.unwrap_or(slug);
    taken.insert(name.clone());
    format!("{name}.md")
}

/// Whether a folder is called by a name, alone or with the hash that `cohort sync` puts behind it.
fn is_called(folder: &str, name: &str) -> bool {
    let hash = folder.strip_prefix(name).map(|rest| rest.strip_prefix('-').unwrap_or(rest));
    let is_hash = |rest: &str| rest.len() == 8 && rest.bytes().all(|byte| byte.is_ascii_hexdigit());
    folder == name || hash.is_some_and(|rest| folder.len() == name.len() + 9 && is_hash(rest))
}

/// What the roster knows a student by that no namesake has.
fn own_column(student: &Student) -> Option<&str> {
    const OWN: [&str; 7] = ["email", "e_mail", "identifier", "github_username", "username", "github_id", "student_id"];
    OWN.into_iter().find_map(|name| column(student, name))
}

/// What a column of the roster says of the student, however its heading is spelled.
fn column<'s>(student: &'s Student, name: &str) -> Option<&'s str> {
    let found = student.columns.iter().find(|(heading, text)| compared(heading) == name && !text.trim().is_empty());
    found.map(|(_, text)| text.as_str())
}

fn letter(class: &Class, student: &Student, now: Timestamp) -> Letter {
    let due = student.due.as_ref().or(class.due.as_ref());
    let is_open = student.state != JournalState::Done;
    let is_read = student.state != JournalState::Unreadable;
    let levels: Vec<String> = student.levels_done.iter().map(i64::to_string).collect();
    // A roster may know students by a number, and call them by a name beside it.
    let first =
        column(student, "first_name").or_else(|| column(student, "student")).or_else(|| column(student, "name"));
    // Of a journal that is not known as it is now, nothing but that is told.
    let is_read = is_read && !is_stale(student);
    Letter {
        name: first.unwrap_or(&student.student).trim().to_owned(),
        opening: opening(class, student),
        next: match student.state {
            JournalState::Unreadable => Some(again(student).to_owned()),
            _ if is_stale(student) => Some(again(student).to_owned()),
            JournalState::NotStarted if is_lost(student) => Some(
                "If you took it away on purpose, tell me. If not, Git has kept it, and I can help you to get it back."
                    .to_owned(),
            ),
            JournalState::NotStarted => Some(beginning(student)),
            _ => student.next.clone(),
        },
        // Whoever has another due date, or is excused, is told of none.
        due: due
            .filter(|_| is_open && !student.flags.contains(&Flag::DueUnread))
            .map(|due| deadline(student, due, now)),
        done: (is_read && !levels.is_empty())
            .then(|| format!("{} {}", if levels.len() == 1 { "level" } else { "levels" }, levels.join(", "))),
        notes: student.notes.iter().filter(|_| !is_stale(student)).filter_map(told).collect(),
        remarks: if is_stale(student) { Vec::new() } else { remarks(student) },
    }
}

/// What comes first for whoever has no note that is known; there may be one all the same.
fn beginning(student: &Student) -> String {
    let next = student.next.as_deref().unwrap_or_default();
    if student.path.is_none() {
        let mut next = next.chars();
        let first = next.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
        return format!("If you have one, please send me its address. If not yet, {first}{}", next.as_str());
    }
    match student.reason.as_deref().filter(|reason| *reason != NO_COMMIT) {
        Some(reason) => format!(
            "{reason} If it is yours, give it such a name or place, or tell me. If not, start one: `coffeechat new`"
        ),
        None => "If you have written one already, tell me where it is. If not, start one: `coffeechat new`".to_owned(),
    }
}

/// Whether the student may have written more since: the journal could not be fetched the last time.
fn is_stale(student: &Student) -> bool {
    student.cause == Some(Cause::Access) && student.state != JournalState::Done
}

/// Whether a note that was complete is not there any more.
fn is_lost(student: &Student) -> bool {
    student.flags.contains(&Flag::NoLongerComplete) && student.notes.is_empty()
}

/// When it is or was due, and that this is no reason to give up.
fn deadline(student: &Student, due: &Due, now: Timestamp) -> String {
    let whose = if student.due.is_some() { "Your" } else { "The" };
    let day = words::day(due.told(), Some(due));
    if now <= due.told() {
        return format!("{whose} due date is {day}.");
    }
    let comfort = match student.state {
        JournalState::NeedsWork => " It is still worth finishing; if something keeps you, tell me.",
        // Nobody knows what stands in a journal that is not known.
        _ if is_stale(student) || student.path.is_none() || is_lost(student) => "",
        JournalState::Open | JournalState::NotStarted => {
            " A conversation is still worth having; if something keeps you, tell me."
        }
        JournalState::Done | JournalState::Unreadable => "",
    };
    format!("{whose} due date was {day}.{comfort}")
}

/// What is next where the journal could not be read. Of one that was fetched the copy may be what is damaged.
fn again(student: &Student) -> &'static str {
    match student.cause {
        Some(Cause::Access) => {
            "Please look whether that is its address, and whether I am allowed to read it, and tell me."
        }
        _ => {
            "I will fetch it again. If you moved your journal, or know that something is wrong with it, tell me; \
             otherwise there is nothing for you to do yet."
        }
    }
}

/// Where the student stands, said truthfully and kindly.
fn opening(class: &Class, student: &Student) -> String {
    let due = student.due.as_ref().or(class.due.as_ref());
    // A day that the history leaves open is the instructor's to ask about.
    let odd = [Flag::DateInFuture, Flag::DateBeforeGit, Flag::WrittenEarlier, Flag::FetchedLate, Flag::DueUnread];
    let is_odd = odd.iter().any(|flag| student.flags.contains(flag));
    let day = student.completed_at.filter(|_| !is_odd).map(|at| words::day(at, due));
    if is_stale(student) {
        let address = student.url.as_deref().map(|url| format!(" (`{url}`)")).unwrap_or_default();
        return format!(
            "I could not read your journal at the address that I have{address}, so I do not know how far you are."
        );
    }
    match (student.state, day, student.on_time, due) {
        (JournalState::Done, Some(day), Some(true), _) => {
            format!(
                "Your conversation is written down with everything it needs, since {day} and so in good time. Well done."
            )
        }
        (JournalState::Done, Some(day), Some(false), Some(due)) => format!(
            "Your conversation is written down with everything it needs. It has been since {day}; it was due on {}. If something \
             kept you, tell me.",
            words::day(due.told(), Some(due))
        ),
        (JournalState::Done, Some(day), ..) => {
            format!("Your conversation is written down with everything it needs, since {day}. Well done.")
        }
        (JournalState::Done, ..) => "Your conversation is written down with everything it needs. Well done.".to_owned(),
        (JournalState::Open, ..) if !student.notes.iter().any(|note| note.state == NoteState::Open) => {
            "What you asked for has not led to a conversation, and that happens to everybody.".to_owned()
        }
        (JournalState::Open, ..) => "Your conversation is on its way.".to_owned(),
        (JournalState::NeedsWork, ..) => {
            "You have started to write your conversation down, and a little is still missing.".to_owned()
        }
        (JournalState::NotStarted, ..) if student.path.is_none() => {
            "I do not know yet where your journal is.".to_owned()
        }
        (JournalState::NotStarted, day, ..) if is_lost(student) => {
            let day = day.map(|day| format!(" on {day}")).unwrap_or_default();
            format!(
                "A note about a conversation was complete in your journal{day}, and I do not find it there any more."
            )
        }
        // What was in it before is not known any more; it may have been a whole note.
        (JournalState::NotStarted, ..) if student.flags.contains(&Flag::RewrittenHistory) => {
            "I find no note about a conversation in your journal now. Some of what I fetched earlier is not in it any more.".to_owned()
        }
        (JournalState::NotStarted, ..) => {
            "I have not found a note about a conversation in your journal yet.".to_owned()
        }
        (JournalState::Unreadable, ..) => "I could not read your journal, so I do not know how far you are.".to_owned(),
    }
}

fn told(note: &Note) -> Option<Told> {
    let found = note.found.iter().filter(|found| found.severity != Severity::Advice);
    let count = found.clone().count();
    let line = |found: &crate::core::cohort::Finding| {
        let (help, lines) = found.help.split_once("\n\n").unwrap_or((&found.help, ""));
        let words = [found.message.trim(), help.trim()].into_iter().filter(|words| !words.is_empty());
        let mut text =
            words.map(|words| format!("{}.", words.trim_end_matches(['.', ':']))).collect::<Vec<_>>().join(" ");
        let paste = (!lines.trim().is_empty()).then(|| {
            text.truncate(text.len() - 1);
            text.push(':');
            Value::from_safe_string(fenced(lines))
        });
        Line { line: found.place.start.line, text, paste }
    };
    (count > 0).then(|| Told {
        path: note.path.clone().unwrap_or_default(),
        findings: found.take(MOST).map(line).collect(),
        more: count.saturating_sub(MOST),
    })
}

/// Lines as a block of code within an item of a list. The fence is longer than any in them.
fn fenced(lines: &str) -> String {
    let longest = lines.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    let inside = safe::lines(lines.trim_end());
    let all = std::iter::once(fence.as_str()).chain(inside.lines()).chain([fence.as_str()]);
    all.map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
}

/// What the student can do something about. Dates and histories that are odd are for the instructor to ask about, in person.
fn remarks(student: &Student) -> Vec<String> {
    let open = student.notes.iter().filter(|note| note.state == NoteState::Open).count();
    let mut said = Vec::new();
    match (student.state, student.reason.as_deref()) {
        (JournalState::NotStarted, _) if student.path.is_none() || is_lost(student) => {}
        (JournalState::NotStarted, Some(NO_COMMIT)) => said.push(
            "Your repository has no commit yet. What you write counts once it is committed and pushed.".to_owned(),
        ),
        (JournalState::NotStarted, _) => {
            let where_to = match student.flags.contains(&Flag::NoHistory) {
                true => "",
                false => ", on the branch that your repository opens with",
            };
            said.push(format!("I look at Markdown files, whose names end in .md{where_to}."));
        }
        _ => {}
    }
    if open > 1 {
        said.push(format!("You have {} that are still ahead of you.", plural(open, "conversation", "conversations")));
    }
    for flag in &student.flags {
        match flag {
            Flag::UncommittedNotes => said.push(
                "Some notes in your journal are not committed yet, so I could not count them. Commit and push them, please."
                    .to_owned(),
            ),
            Flag::SwitchedOffRules => said.push(format!(
                "Your journal switches off some checks ({}). I looked at them all the same.",
                student.switched_off.join(", ")
            )),
            Flag::NoLongerComplete if !is_lost(student) => said.push(
                "A note of yours was complete before and is not any more. If something got lost, I can help you to get it back."
                    .to_owned(),
            ),
            Flag::PartlyRead => {
                said.push("A part of your journal is a link or very large, and I have not looked at it.".to_owned());
            }
            _ => {}
        }
    }
    said
}
