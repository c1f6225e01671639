//! The installed `git`: for commits in a student's own journal, and for what goes over a network. Never started inside a journal that we
//! did not make.
//!
//! Always with a list of arguments and never through a shell; without a prompt, without a pager, and without the variables that would
//! point it at another repository.

use std::process::{Command, Stdio};

pub mod commit;
pub mod fetch;
mod run;

/// The variables that say where a repository is, how its paths are read, and what a new one is made of. They belong to whoever called us,
/// such as a hook.
const LOCAL: [&str; 20] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_CONFIG",
    "GIT_CONFIG_PARAMETERS",
    "GIT_CONFIG_COUNT",
    "GIT_OBJECT_DIRECTORY",
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_GRAFT_FILE",
    "GIT_INDEX_FILE",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_REPLACE_REF_BASE",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_COMMON_DIR",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
    "GIT_TEMPLATE_DIR",
    "GIT_DEFAULT_REF_FORMAT",
];

/// Git, with nobody to ask, in English, and in nobody's repository.
fn git() -> Command {
    let mut git = Command::new("git");
    for name in LOCAL {
        git.env_remove(name);
    }
    git.arg("--no-pager").env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C").stdin(Stdio::null());
    git
}
