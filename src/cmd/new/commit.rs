//! `new --commit`: the note, and nothing else, becomes a commit of the student's own repository.

use std::path::Path;

use crate::cmd::Env;
use crate::core::activity::Activity;
use crate::core::text::one_line;
use crate::error::{Error, Result};
use crate::io::git_program::commit::{Committer, Refusal};
use crate::io::journal::Journal;
use crate::render::safe;

/// The journal's repository, where a commit can be made in it. Asked before anything is written.
///
/// # Errors
/// Where none can be made.
pub fn ready(journal: &Journal) -> Result<Committer> {
    Committer::ready(&journal.root).map_err(|refusal| refused(refusal, "nothing was written", None))
}

/// Commits the note at `path`, unless the last commit has it already, and gives what to tell.
///
/// # Errors
/// Where Git or a hook refuses; the note stays.
pub fn commit(committer: &Committer, path: &Path, shown: &str, message: &str, env: &mut Env) -> Result<String> {
    let stays = |refusal| refused(refusal, "the note is there all the same", Some(shown));
    if committer.has(path).map_err(stays)? {
        return Ok("It is in the last commit already; nothing was committed.\n".to_owned());
    }
    match committer.commit(path, message) {
        Ok(()) => Ok(format!("Committed: {}\n", safe::inline(message))),
        Err(Refusal::Failed(words)) => {
            env.tell(&format!("{}\n", safe::lines(&words)));
            Err(stays(Refusal::Failed(words)))
        }
        Err(refusal) => Err(stays(refusal)),
    }
}

/// The line that names a commit: the note's title.
pub fn message(activity: &Activity, contact: &str) -> String {
    one_line(&activity.heading.replace("{contact}", contact))
}

fn refused(refusal: Refusal, outcome: &str, shown: Option<&str>) -> Error {
    let by_hand = match shown {
        Some(shown) => format!("git add {shown}, then git commit"),
        None => "run the command without --commit".to_owned(),
    };
    let usage = |why: &str, help: String| Error::Usage { message: format!("{why}; {outcome}"), help };
    let first = |words: &str| words.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default().to_owned();
    match refusal {
        Refusal::NoGit(why) => usage(
            &format!("the program git cannot be started ({why}), and --commit needs it"),
            format!("Install Git from https://git-scm.com, or {by_hand}."),
        ),
        Refusal::NoRepository(words) => usage(
            &format!("there is no repository to commit to ({})", first(&words)),
            format!("Make one with: git init. Or {by_hand}."),
        ),
        Refusal::UnderWay(what) => usage(
            &format!("{what} is under way in this repository"),
            format!("Finish it first; git status says how. Or {by_hand}."),
        ),
        Refusal::NoName(words) => usage(
            &format!("Git does not know yet whose name to write on a commit ({})", first(&words)),
            "Tell it once:\n\n  git config --global user.name \"Your Name\"\n  git config --global user.email you@example.org".to_owned(),
        ),
        Refusal::Ignored => usage(
            "the repository's .gitignore leaves this note out, so it was not committed",
            "Take the line that names it or its folder out of .gitignore, and run the command again.".to_owned(),
        ),
        Refusal::Failed(_) => usage(
            "the commit was not made; what Git said stands above, and the note may be staged by now",
            "Mend what it names, then run the same command again.".to_owned(),
        ),
    }
}
