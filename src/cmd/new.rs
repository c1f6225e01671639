//! `coffeechat new`: scaffolds the note of one conversation.

use std::path::{Path, PathBuf};

use super::{Env, Outcome, ask};
use crate::core::activity::Prompt;
use crate::core::calendar::{Side, in_full};
use crate::core::draft::{Draft, earlier, file_name, scaffold};
use crate::core::note::fields::Contact;
use crate::core::recognise::{self, Group, fold};
use crate::error::{Error, Result};
use crate::io::files::{self, path_name};
use crate::io::git_program::commit::Committer;
use crate::io::journal::{Journal, is_root};
use crate::io::terminal;
use crate::render::safe;

mod commit;
mod seen;

use self::seen::Seen;

/// What stands above the options that say what is in the note.
const CONVERSATION: &str = "The conversation";

const EXAMPLES: &str = r#"  coffeechat new                                        asks for what it needs
  coffeechat new --level II --contact "Grace Hopper"    asks for the rest
  coffeechat new --level I --contact Ada --date friday --suggested 3 --edit"#;

/// Start the note of a conversation
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES)]
pub struct Args {
    /// The level: 1, 2, 3, or a name such as mentor, known, cold; without this, it is asked for; not needed where the activity has one only
    #[arg(long, value_name = "LEVEL", help_heading = CONVERSATION)]
    level: Option<String>,
    /// With whom; a first name is enough. Without this, it is asked for
    #[arg(long, value_name = "NAME", help_heading = CONVERSATION)]
    contact: Option<String>,
    /// What they do; without this, what your last note with them says
    #[arg(long, value_name = "ROLE", help_heading = CONVERSATION)]
    role: Option<String>,
    /// Where they work; without this, what your last note with them says
    #[arg(long, value_name = "COMPANY", help_heading = CONVERSATION)]
    company: Option<String>,
    /// junior or senior, for whom the suggested questions differ; without this, it is asked for, or both are offered
    #[arg(long, value_name = "SENIORITY", help_heading = CONVERSATION)]
    seniority: Option<String>,
    /// The day: today, friday, in 3 days, 2026-11-26 [default: today]
    #[arg(long, value_name = "DATE", help_heading = CONVERSATION)]
    date: Option<String>,
    /// By which medium: call, video, in-person, email, chat, direct-message, other; without this, the note says none
    #[arg(long, value_name = "CHANNEL", help_heading = CONVERSATION)]
    channel: Option<String>,
    /// How far it is: planned, contacted, scheduled, talked, …; asked for where the day has passed [default: planned]
    #[arg(long, value_name = "STATUS", help_heading = CONVERSATION)]
    status: Option<String>,
    /// A question of your own; may be given several times; without this, they are picked, or there are none yet
    #[arg(long, value_name = "TEXT", help_heading = CONVERSATION)]
    question: Vec<String>,
    /// How many suggested questions to put into the note; none leaves them in a comment [default: none]
    #[arg(long, value_name = "all|none|N", help_heading = CONVERSATION)]
    suggested: Option<Suggested>,
    /// Make a second note where there is one for this contact and day
    #[arg(long)]
    another: bool,
    /// Open the note in the editor that VISUAL or EDITOR names
    #[arg(long)]
    edit: bool,
    /// Commit the note, and nothing else, to the journal's repository with the installed git
    #[arg(long)]
    commit: bool,
    /// Print the path of the note and nothing else
    #[arg(long)]
    print_path: bool,
    /// Never ask a question
    #[arg(long)]
    no_input: bool,
}

#[derive(Debug, Clone, Copy)]
enum Suggested {
    All,
    None,
    First(usize),
}

impl std::str::FromStr for Suggested {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text {
            "all" => Ok(Self::All),
            "none" => Ok(Self::None),
            number => number.parse().map(Self::First).map_err(|_| "write all, none or a number".to_owned()),
        }
    }
}

/// What comes behind a new note.
const NEXT: &str =
    "Next: open it and write. coffeechat outreach drafts your message, coffeechat lint says what is missing.\n";

/// The same where the conversation was held already.
const NEXT_HELD: &str = "Next: open it and write down what was said. coffeechat lint says what is missing.\n";

/// As many things as these are asked for, before questions are picked.
const MOST_ASKED: usize = 4;

/// Makes the note, or finds the one that is there.
///
/// # Errors
/// Where a needed value is missing and nobody can be asked, where a value is not known, and where the note cannot be written.
pub fn run(args: &Args, env: &mut Env) -> Result<Outcome> {
    let root = Journal::root_above(&env.folder).unwrap_or_else(|| env.folder.clone());
    let journal = Journal::open(&root, env.activity.as_deref())?;
    let activity = &journal.activity;
    let today = env.today.local;
    let asks = !args.no_input && !args.print_path && terminal::can_ask();

    // What was given is checked before anything is asked.
    let level = args.level.as_deref().map(|text| ask::level_named(text, activity)).transpose()?;
    let level = activity.level_or_only(level);
    let name = args.contact.as_deref().map(ask::contact_named).transpose()?;
    let seniority = args.seniority.as_deref().map(ask::seniority_named).transpose()?;
    let status = args.status.as_deref().map(ask::status_named).transpose()?;
    let side = status.map_or(Side::ToCome, Side::of);
    let date = args.date.as_deref().map(|text| ask::day_named(text, today, side)).transpose()?;
    let given_status = status.map(|status| status.canonical.as_str());
    let channel = args.channel.as_deref().map(ask::channel_named).transpose()?;
    if !asks {
        let flags = [("--level", level.is_none()), ("--contact", name.is_none())];
        let missing: Vec<&str> = flags.iter().filter(|(_, missing)| *missing).map(|(flag, _)| *flag).collect();
        if !missing.is_empty() {
            return Err(Error::Usage {
                message: format!("nobody can be asked here, so {} must be given", missing.join(" and ")),
                help: match activity.only_level() {
                    Some(_) => "For example: coffeechat new --contact Ada".to_owned(),
                    None => "For example: coffeechat new --level 1 --contact Ada".to_owned(),
                },
            });
        }
    }
    let committer = args.commit.then(|| commit::ready(&journal)).transpose()?;
    let folder = journal.notes_folder();
    // A note may lie anywhere in a journal; what lies elsewhere below a folder that is none may be anybody's.
    let place = if is_root(&journal.root) { &journal.root } else { &folder };
    let mut asked = [level.is_none(), name.is_none(), date.is_none()].into_iter().filter(|is_asked| *is_asked).count();
    let known = name.as_deref().map(|name| seen::all(&journal, place, name));
    let proposed = known.as_deref().and_then(seen::newest).and_then(|seen| seen.level);
    let level = level.map_or_else(|| ask::level(activity, proposed), Ok)?;
    let name = name.map_or_else(ask::contact, Ok)?;
    let known = known.unwrap_or_else(|| seen::all(&journal, place, &name));
    let mut contact = Contact { name, role: args.role.clone(), company: args.company.clone(), seniority, how: None };
    let newest = seen::newest(&known);
    let taken = newest.map_or_else(Vec::new, |newest| earlier::take_over(&mut contact, &newest.contact));
    let kinds = activity.levels.iter().find(|known| known.level == level).map_or(&[][..], |known| &known.seniorities);
    if contact.seniority.is_none() && asks && !kinds.is_empty() {
        contact.seniority = Some(ask::seniority(kinds)?);
        asked += 1;
    }
    let date = match date {
        None if asks => ask::day(today, side)?,
        given => given.unwrap_or(today),
    };
    // Linked is what came before; a note of a later day may know more of the person all the same.
    let earlier = seen::newest_until(&known, date);

    if !args.another
        && let Some(there) = seen::on(&known, date)
    {
        let shown = from(&env.folder, &there.path);
        if !args.print_path {
            env.tell("There is a note for this contact and day; it is left as it is. --another makes a second one.\n");
        }
        let title = commit::message(activity, &contact.name);
        return finish(
            args,
            env,
            &there.path,
            &format!("{shown}\n"),
            "",
            committer.as_ref().map(|git| (git, title.as_str())),
        );
    }

    let (status, may_have_talked) = match given_status {
        Some(status) => (status, false),
        None if date >= today => ("planned", false),
        None if asks && asked < MOST_ASKED => (ask::how_far()?, false),
        None => ("planned", true),
    };
    let prompts: Vec<&Prompt> = activity.questions(level, contact.seniority.as_deref()).collect();
    let mut questions = args.question.iter().map(|text| ask::question_named(text)).collect::<Result<Vec<_>>>()?;
    let mut suggested = prompts.clone();
    match args.suggested {
        Some(Suggested::All) => questions.extend(suggested.drain(..).map(|prompt| prompt.text.clone())),
        Some(Suggested::First(count)) => {
            questions.extend(suggested.drain(..count.min(prompts.len())).map(|prompt| prompt.text.clone()));
        }
        None if asks => {
            questions.extend(ask::questions(&prompts)?);
            suggested.retain(|prompt| !questions.iter().any(|question| fold(question) == fold(&prompt.text)));
        }
        Some(Suggested::None) | None => {}
    }
    let seen_from = |path: &Path| files::seen_from(&folder, path);
    let link = earlier.map(|seen| earlier::link(&contact.name, seen.date, &seen_from(&seen.path), activity));
    let title = commit::message(activity, &contact.name);
    let draft = Draft { level, contact, date, channel, status, questions, suggested, earlier: link };
    let path = write(&journal, &folder, &draft, args.another)?;
    let shown = from(&env.folder, &path);
    let day = in_full(date);
    let mut text = format!("Made {shown}\nDate: {day}\n");
    let is_newest = |seen: &Seen| newest.is_some_and(|newest| newest.path == seen.path);
    if let Some(earlier) = earlier.filter(|earlier| taken.is_empty() || !is_newest(earlier)) {
        text.push_str(&format!("Seen before: {}; it is linked\n", from(&env.folder, &earlier.path)));
    }
    if let Some((newest, taken)) = newest.zip(in_words(&taken)) {
        let which = if earlier.is_some_and(is_newest) { "Seen before" } else { "Of a later day" };
        text.push_str(&format!("{which}: {}; {taken} taken over from it\n", from(&env.folder, &newest.path)));
    }
    let is_held = recognise::status(status).is_some_and(|status| status.group == Group::Talked);
    let mut next = env.style.called.sentence(if is_held { NEXT_HELD } else { NEXT }).into_owned();
    if may_have_talked {
        let mark = format!("coffeechat mark {} talked", safe::argument(&shown));
        next.push_str(&format!("If you talked already: {}\n", env.style.called.command(&mark)));
    }
    finish(
        args,
        env,
        &path,
        if args.print_path { &shown } else { &text },
        if args.print_path { "" } else { &next },
        committer.as_ref().map(|git| (git, title.as_str())),
    )
}

/// What was taken over, as the beginning of a sentence; `None` where nothing was.
fn in_words(taken: &[&str]) -> Option<String> {
    match taken {
        [] => None,
        [one] => Some(format!("the {one} is")),
        [first @ .., last] => Some(format!("{} and {last} are", first.join(", "))),
    }
}

/// Prints `text`, opens the editor, and commits, as far as that was asked for. What is next comes last.
fn finish(
    args: &Args,
    env: &mut Env,
    path: &Path,
    text: &str,
    next: &str,
    commit: Option<(&Committer, &str)>,
) -> Result<Outcome> {
    // Seen at once, because an editor or a hook may take its time; whoever reads no further asked for the rest all the same.
    let mut printed = env.print(&format!("{}\n", text.trim_end())).and_then(|()| match commit {
        None => env.print(next),
        Some(_) => env.flush(),
    });
    if args.edit {
        terminal::edit(path)?;
    }
    if let Some((git, message)) = commit {
        let shown = from(&env.folder, path);
        let said = commit::commit(git, path, &shown, message, env)?;
        if !args.print_path && printed.is_ok() {
            printed = env.print(&format!("{said}{next}"));
        }
    }
    printed.map(|()| Outcome::Done)
}

/// Writes the note under the first free name. Where somebody made the same note meanwhile, that one is given, unless
/// `another` is wanted.
fn write(journal: &Journal, folder: &Path, draft: &Draft<'_>, another: bool) -> Result<PathBuf> {
    files::make_folder(&journal.root, folder)?;
    let text = scaffold(draft, &journal.activity);
    let prefix = journal.prefix();
    for number in 1..=999 {
        let path = folder.join(file_name(&prefix, draft.date, &draft.contact.name, number));
        if files::create(&path, &text)? {
            return Ok(path);
        }
        if !another && let Some(made) = seen::on(&seen::all(journal, folder, &draft.contact.name), draft.date) {
            return Ok(made.path.clone());
        }
    }
    Err(Error::Path {
        path: path_name(folder).shown,
        why: "has 999 notes for this contact and day already".to_owned(),
        help: "Give the contact another name, or the note another day.".to_owned(),
    })
}

/// `path` as people see it from `folder`.
fn from(folder: &Path, path: &Path) -> String {
    safe::path(&path_name(&files::seen_from(folder, path)).shown)
}
