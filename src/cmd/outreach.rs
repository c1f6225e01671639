//! `coffeechat outreach`: drafts the message that asks for a conversation.

use std::path::PathBuf;

use super::target::Target;
use super::{Env, Outcome, ask};
use crate::core::draft::outreach::{Message, Refusal, blanks, drafted, message};
use crate::core::note::parse;
use crate::core::recognise::Group;
use crate::core::text::{LineIndex, Span};
use crate::error::{Error, Result};
use crate::io::{clock, files};
use crate::render::safe;

const EXAMPLES: &str = r#"  coffeechat outreach grace --time "friday 10:00" --time "monday 4pm"
  coffeechat outreach grace --print    shows the message, and writes nothing"#;

/// Draft the message to your contact into a note
///
/// What only you can say stays a blank, `___`, which lint shows until it is filled.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES)]
pub struct Args {
    /// The note, or the name of the person
    note: PathBuf,
    /// A time that suits you: friday 10:00, tomorrow 3pm, 2026-11-26 14:00, friday; two of them are best, and without one their place is a blank
    #[arg(long, value_name = "WHEN")]
    time: Vec<String>,
    /// Print the message and write nothing
    #[arg(long)]
    print: bool,
}

/// The most times that a message offers.
const MOST_TIMES: usize = 5;

/// Drafts the message, and says what is left to fill.
///
/// # Errors
/// For a time that cannot be read or has passed, where the note does not say enough, and where its section has words already.
pub fn run(args: &Args, env: &mut Env) -> Result<Outcome> {
    let (today, now) = (env.today.local, clock::time(env.today));
    let mut slots = args.time.iter().map(|given| ask::time_named(given, today, now)).collect::<Result<Vec<_>>>()?;
    slots.sort_by_key(|slot| (slot.date, slot.time));
    let mut times: Vec<String> = Vec::new();
    for said in slots.iter().map(|slot| slot.in_words(today)) {
        if !times.contains(&said) {
            times.push(said);
        }
    }
    if times.len() > MOST_TIMES {
        return Err(Error::Usage {
            message: format!("{} times are too many for one message", times.len()),
            help: format!("Offer two or three, at most {MOST_TIMES}: --time \"friday 10:00\" --time \"monday 16:00\""),
        });
    }
    let target = Target::find(&args.note, env)?;
    let activity = &target.journal.activity;
    let note = parse(&target.source, activity);
    let refuse = |refusal| refused(refusal, &target, &activity.name);
    if args.print {
        let Message { text, .. } = message(&note, activity, &times).map_err(refuse)?;
        env.print(&format!("{}\n", safe::lines(&text)))?;
        return Ok(Outcome::Done);
    }
    if let Some(status) = note.status.get().filter(|status| matches!(status.group, Group::Talked | Group::Closed)) {
        return Err(Error::Path {
            path: target.shown.clone(),
            why: format!("says `{}`, and the message is for a conversation that is still to come", status.canonical),
            help: print_help(&target.shown),
        });
    }
    let draft = drafted(&note, activity, &times).map_err(refuse)?;
    files::replace(&env.folder.join(&target.path), &target.source.text, &draft.text).map_err(|why| Error::Path {
        path: target.shown.clone(),
        why,
        help: "To see the message without writing it: --print".to_owned(),
    })?;
    let index = LineIndex::new(&draft.text);
    let line = |at: usize| index.line_of(at) + 1;
    let shown = &target.shown;
    let mut said = format!("Drafted a message in {shown}, line {}\n", line(draft.span.start));
    times.iter().for_each(|time| said.push_str(&format!("Time: {time}\n")));
    said.push_str(&to_fill(&draft.text, draft.span));
    if let Some(at) = draft.message.why.as_ref().and_then(|why| draft.span.of(&draft.text).find(why.as_str())) {
        let at = line(draft.span.start + at);
        said.push_str(&format!("Line {at} has your own words on why; turn them to the person that you write to.\n"));
    }
    // A conversation that is further on already is not taken back to its message.
    let is_before = note.status.get().is_none_or(|status| status.canonical == "planned");
    said.push_str(&match is_before {
        true => {
            let mark = format!("coffeechat mark {} contacted", safe::argument(shown));
            format!("Next: fill the blanks, send it, then run {}\n", env.style.called.command(&mark))
        }
        false => "Next: fill the blanks and send it.\n".to_owned(),
    });
    env.print(&said)?;
    Ok(Outcome::Done)
}

/// The blanks that are left, by line.
fn to_fill(text: &str, span: Span) -> String {
    let lines = blanks(text, span);
    let count: usize = lines.iter().map(|(_, count)| count).sum();
    let numbers: Vec<String> = lines.iter().map(|(line, _)| line.to_string()).collect();
    match &numbers[..] {
        [] => String::new(),
        [line] => format!("Yours to fill: {count} blanks (___) in line {line}\n").replace("1 blanks", "1 blank"),
        [first @ .., last] => {
            format!("Yours to fill: {count} blanks (___) in lines {} and {last}\n", first.join(", "))
        }
    }
}

fn print_help(shown: &str) -> String {
    format!("To see a draft all the same: coffeechat outreach {} --print", safe::argument(shown))
}

fn refused(refusal: Refusal, target: &Target, activity: &str) -> Error {
    let text = &target.source.text;
    let line = |span: Span| LineIndex::new(text).line_of(span.start) + 1;
    let shown = &target.shown;
    let print = print_help(shown);
    let (why, help) = match refusal {
        Refusal::Unreadable => {
            ("has front matter that cannot be read".to_owned(), format!("What is wrong with it: coffeechat lint {shown}"))
        }
        Refusal::NoLevel => (
            "does not say its level, and the message depends on that".to_owned(),
            format!(
                "Add one of these lines between the two `---` at its top:\n\n{}",
                target.journal.activity.level_lines()
            ),
        ),
        Refusal::NoMessage => (
            format!("the activity `{activity}` has no message for such a note"),
            "Add a part [[messages]] to its file, with `for`, `open-time` and `text`. A model: coffeechat init --print-activity networking"
                .to_owned(),
        ),
        Refusal::Written(span) => (
            format!("has a message already, in line {}; nothing was written", line(span)),
            format!("{print}\nTo begin anew, delete what stands in the section and run the command again."),
        ),
        Refusal::InFrontMatter(span) => {
            (format!("has its message in the front matter, in line {}; nothing was written", line(span)), print)
        }
        Refusal::NoPlace => (
            "has no place where a message could stand by itself; nothing was written".to_owned(),
            format!("{print}\nWhat is in the way: coffeechat lint {shown}"),
        ),
    };
    Error::Path { path: shown.clone(), why, help }
}
