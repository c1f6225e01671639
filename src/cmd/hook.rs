//! `coffeechat hook`: puts the check of what is staged before each commit, takes it away again, and says how things stand.

use std::path::{Path, PathBuf};

use super::{Env, Outcome};
use crate::core::hook::{self, Change, Refusal};
use crate::error::{Error, Result};
use crate::io::files::{self, Shape, path_name};
use crate::io::git::{Hooks, Keeper};
use crate::render::safe;

const EXAMPLES: &str = "  coffeechat hook install
  coffeechat hook status";

/// Check the notes in each commit before it is made
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Clone, Copy, clap::Subcommand)]
enum Action {
    /// Add the check to this repository's pre-commit hook
    ///
    /// A hook that is there already is kept, and called after the check.
    #[command(before_help = "  coffeechat hook install")]
    Install,
    /// Take the check away, and nothing else
    #[command(before_help = "  coffeechat hook uninstall")]
    Uninstall,
    /// Say whether the check is there, and where
    #[command(before_help = "  coffeechat hook status")]
    Status,
}

/// The hook's name, as Git has it.
const NAME: &str = "pre-commit";

/// What the hook runs.
const COMMAND: &str = "coffeechat lint --staged";

/// Where pre-commit, the program, has its settings.
const PRE_COMMIT: &str = ".pre-commit-config.yaml";

/// Where pre-commit, the program, puts a hook that it found, to call it from its own.
const KEPT_BY_PRE_COMMIT: &str = "pre-commit.legacy";

/// Where lefthook's settings may lie.
const LEFTHOOK: [&str; 6] =
    ["lefthook.yml", "lefthook.yaml", ".lefthook.yml", ".lefthook.yaml", "lefthook.toml", ".config/lefthook.yml"];

/// Does what the action says.
///
/// # Errors
/// Where the hook cannot be changed; the help then says what to do by hand.
pub fn run(args: &Args, env: &mut Env) -> Result<Outcome> {
    let folder = env.folder.clone();
    let (said, errors) = match args.action {
        Action::Install => (install(&folder, env)?, Vec::new()),
        Action::Uninstall => uninstall(env)?,
        Action::Status => (status(env)?, Vec::new()),
    };
    env.print(&said)?;
    errors.iter().for_each(|error| env.complain(error));
    Ok(if errors.is_empty() { Outcome::Done } else { Outcome::Partly })
}

/// Puts the check into the pre-commit hook of the repository around `folder`, and says so.
///
/// # Errors
/// Where there is no repository, or where its hook is not ours to change.
pub fn install(folder: &Path, env: &Env) -> Result<String> {
    let hooks = Hooks::around(folder)?.ok_or_else(|| Error::Usage {
        message: "there is no Git repository here, so there are no commits to check".to_owned(),
        help: "Make this folder one, then install the hook: git init && coffeechat hook install".to_owned(),
    })?;
    let path = hooks.folder.join(NAME);
    let shown = shown(&path, env);
    if let Some(others) = Others::that_name_us(&hooks, &path, env) {
        return Ok(format!("{} names coffeechat already; nothing was changed.\n{}", others.file, others.to_set_up()));
    }
    let before = addable(&hooks, &path, env)?;
    // Whoever gets the files of this repository has no use for a path of this computer.
    let own = files::own_program().filter(|_| hooks.keeper != Keeper::Tree);
    let block = hook::block(own.and_then(|own| own.to_str().map(|_| path_name(&own).shown)).as_deref());
    let mut said = match before {
        None => {
            make_folder(&hooks, &shown)?;
            if !files::create_program(&path, &hook::fresh(&block))? {
                return Err(refuse(&shown, "was made by somebody else meanwhile", "Run the command again."));
            }
            format!("Made {shown}\n")
        }
        Some(before) => {
            let change = hook::insert(&before, &block).map_err(|why| not_ours(&shown, why))?;
            let (after, said) = match change {
                Change::None => return Ok(format!("{shown} checks your notes already; nothing was changed.\n")),
                Change::Renewed(after) => (after, format!("Renewed our lines in {shown}\n")),
                Change::Added(after) => (after, format!("Added to {shown}; what was there runs after the check.\n")),
            };
            replace(&path, &before, &after, &shown)?;
            said
        }
    };
    said.push_str("Each commit now checks the notes in it. A plan passes; an error holds the commit back.\n");
    let is_elsewhere =
        hooks.keeper == Keeper::Repository && hooks.folder != hooks.default && !hooks.folder.starts_with(&hooks.root);
    if is_elsewhere {
        said.push_str("It lies outside of this repository, where its setting core.hooksPath points.\n");
    }
    let place = files::own_program().map(|own| path_name(&own).shown).unwrap_or_default();
    if let Some((by, install)) = env.style.called.passing(&place) {
        said.push_str(&format!(
            "It runs the copy that {by} keeps, and only for a while. Once that is gone, notes are committed unchecked. For one that stays: {install}\n"
        ));
    }
    if hooks.keeper == Keeper::Tree {
        said.push_str("It lies among the files of your repository: commit it too.\n");
    }
    Ok(said)
}

/// The text of the hook at `path` if our lines can be added to it; `None` where there is none yet.
///
/// # Errors
/// Why they cannot, and the line to add by hand.
fn addable(hooks: &Hooks, path: &Path, env: &Env) -> Result<Option<String>> {
    if let Some(error) = kept_by_others(hooks, path, env) {
        return Err(error);
    }
    let Some(before) = text(path, env)? else { return Ok(None) };
    let shown = shown(path, env);
    if !files::is_program(path) {
        let help = format!("If it shall run, switch it on with chmod +x {shown} and install again; else delete it.");
        return Err(refuse(&shown, "is switched off: it is not executable, so Git passes it over", &help));
    }
    hook::insert(&before, &hook::block(None)).map_err(|why| not_ours(&shown, why))?;
    Ok(Some(before))
}

/// Takes our lines out of every hook of the repository that has them; also says of which it could not, while the others are done.
fn uninstall(env: &Env) -> Result<(String, Vec<Error>)> {
    let Some(hooks) = Hooks::around(&env.folder)? else {
        return Ok(("There is no Git repository here, and no hook.\n".to_owned(), Vec::new()));
    };
    let (mut said, mut errors) = (String::new(), Vec::new());
    for path in places(&hooks) {
        match take_out(&path, env) {
            Ok(done) => said.push_str(&done),
            Err(error) => errors.push(error),
        }
    }
    if said.is_empty() && errors.is_empty() {
        said.push_str("Our hook is not installed here; nothing was changed.\n");
    }
    Ok((said, errors))
}

/// Takes our lines out of one hook, and says so; nothing where it has none.
fn take_out(path: &Path, env: &Env) -> Result<String> {
    let shown = shown(path, env);
    // Others' hooks may be anything; only what can be read can have our lines.
    let Ok(Some(before)) = text(path, env) else { return Ok(String::new()) };
    let Some(rest) = hook::remove(&before).map_err(|why| not_ours(&shown, why))? else { return Ok(String::new()) };
    if hook::is_bare(&rest) {
        files::remove(path, &before).map_err(|why| refuse(&shown, &why, ""))?;
        return Ok(format!("Removed {shown}\n"));
    }
    replace(path, &before, &rest, &shown)?;
    Ok(format!("Took our lines out of {shown}; the rest is as it was.\n"))
}

/// What is installed, in one or two lines.
fn status(env: &Env) -> Result<String> {
    let Some(hooks) = Hooks::around(&env.folder)? else {
        return Ok("No hook: there is no Git repository here.\n".to_owned());
    };
    let path = hooks.folder.join(NAME);
    let hook = text(&path, env).ok().flatten().unwrap_or_default();
    let shown = shown(&path, env);
    if hook::is_ours(&hook) {
        if !files::is_program(&path) {
            return Ok(format!("{shown} is switched off. Switch it on: chmod +x {shown}\n"));
        }
        let binary = match hook::fallback(&hook).map(PathBuf::from) {
            None => "It runs the coffeechat that it finds on the PATH.".to_owned(),
            Some(binary) => {
                let name = safe::inline(&path_name(&binary).shown).into_owned();
                match files::is_program(&binary) {
                    true => format!("It runs the coffeechat on the PATH, else {name}, which is there."),
                    false => {
                        let renew = env.style.called.command("coffeechat hook install");
                        format!("It runs the coffeechat on the PATH; {name} is not there any more. Renew it: {renew}")
                    }
                }
            }
        };
        return Ok(format!("Installed: {shown} runs {COMMAND} before each commit.\n{binary}\n"));
    }
    if let Some(others) = Others::that_name_us(&hooks, &path, env) {
        return Ok(format!("Not installed by coffeechat, but {} names it.\n{}", others.file, others.to_set_up()));
    }
    let install = env.style.called.command("coffeechat hook install");
    Ok(match addable(&hooks, &path, env) {
        Ok(Some(_)) => {
            format!("Not installed in {shown}: the hook that is there is another one.\nAdd ours: {install}\n")
        }
        Ok(None) if names_us(&hooks.root.join(PRE_COMMIT)) => format!(
            "Not installed in {shown}: there is no such hook.\n{PRE_COMMIT} names coffeechat; set it up in this clone: pre-commit install\n"
        ),
        Ok(None) => format!("Not installed in {shown}: there is no such hook.\nInstall it: {install}\n"),
        Err(error) => format!("Not installed: {error}.\n{}\n", error.help().unwrap_or_default()),
    })
}

/// Another program that keeps this repository's hooks and is told to run us.
struct Others {
    /// The file that says so, for people.
    file: String,
    /// What sets its hook up in this clone, where that was not done yet.
    set_up: Option<&'static str>,
}

impl Others {
    /// The one whose settings, or the hook that it found and kept, name us.
    fn that_name_us(hooks: &Hooks, path: &Path, env: &Env) -> Option<Self> {
        let hook = text(path, env).ok().flatten();
        let there = hook.as_deref().unwrap_or_default();
        if hook::is_ours(there) {
            return None;
        }
        let theirs = files::folder_of(&hooks.folder).join(NAME);
        let mut settings = match hooks.keeper {
            Keeper::Husky => vec![theirs],
            _ => LEFTHOOK.iter().map(|name| hooks.root.join(name)).collect(),
        };
        if is_pre_commits(there) {
            settings.extend([hooks.root.join(PRE_COMMIT), hooks.folder.join(KEPT_BY_PRE_COMMIT)]);
        }
        let file = settings.iter().find(|file| names_us(file))?;
        let is_lefthooks = LEFTHOOK.iter().any(|name| file.ends_with(name));
        let set_up = (is_lefthooks && !there.contains("lefthook")).then_some("lefthook install");
        Some(Self { file: shown(file, env), set_up })
    }

    fn to_set_up(&self) -> String {
        self.set_up.map_or_else(String::new, |command| format!("Its hook is not set up in this clone yet: {command}\n"))
    }
}

fn names_us(path: &Path) -> bool {
    files::read(path, "").is_ok_and(|file| file.text.contains("coffeechat"))
}

/// Why a hook is not ours to change, where its folder or its maker says so.
fn kept_by_others(hooks: &Hooks, path: &Path, env: &Env) -> Option<Error> {
    let folder = shown(&hooks.folder, env);
    // Whoever has it from npm in the project has no other name for it in a hook either.
    let command = env.style.called.command(COMMAND);
    let line = format!("{command} || exit 1");
    match hooks.keeper {
        Keeper::Nobody => {
            let help = "Take the setting away, then install again: git config --unset core.hooksPath";
            return Some(refuse("core.hooksPath", "names no folder, which switches all hooks off", help));
        }
        Keeper::Everywhere => {
            let why = "serves your other repositories too, and is left as it is";
            let help = format!("Add this line to {}, below its first line:\n  {line}", shown(path, env));
            return Some(refuse(&folder, why, &help));
        }
        Keeper::Husky => {
            let file = shown(&files::folder_of(&hooks.folder).join(NAME), env);
            let help = format!("Add this line to {file}:\n  {command}");
            return Some(refuse(&folder, "belongs to husky, which makes it anew", &help));
        }
        Keeper::Repository | Keeper::Tree => {}
    }
    let there = files::read(path, "").map(|file| file.text).unwrap_or_default();
    if hook::is_ours(&there) {
        return None;
    }
    let lefthook = LEFTHOOK.iter().find(|name| files::is_there(&hooks.root.join(name)));
    if lefthook.is_some() || there.contains("call_lefthook") {
        let file = lefthook.unwrap_or(&LEFTHOOK[0]);
        let help = format!(
            "Add these lines to {file}, then run lefthook install:\n  pre-commit:\n    jobs:\n      - run: {command}"
        );
        return Some(refuse(&shown(path, env), "belongs to lefthook, which makes it anew", &help));
    }
    is_pre_commits(&there).then(|| {
        let help = format!(
            "Add these lines to `repos:` in .pre-commit-config.yaml, which bring coffeechat along:\n{}\nTo use the coffeechat of \
             this computer instead: language: system, without the line below it.",
            pre_commits_lines()
        );
        refuse(&shown(path, env), "belongs to the program pre-commit, which makes it anew", &help)
    })
}

/// The lines for the settings of pre-commit, the program, as docs/reference.md has them. They need neither Rust nor a `coffeechat` on the `PATH`.
fn pre_commits_lines() -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "  - repo: local\n    hooks:\n      - id: coffeechat\n        name: coffeechat\n        entry: {COMMAND}\n        \
         language: python\n        additional_dependencies: [\"coffeechat=={version}\"]\n        pass_filenames: false"
    )
}

fn is_pre_commits(hook: &str) -> bool {
    hook.contains("File generated by pre-commit")
}

/// The text of a hook; `None` where there is none.
fn text(path: &Path, env: &Env) -> Result<Option<String>> {
    let Some(shape) = files::shape(path) else { return Ok(None) };
    let shown = shown(path, env);
    if shape == Shape::Link {
        let help = format!("Add this line to the script that it points to:\n  {COMMAND} || exit 1");
        return Err(refuse(&shown, "is a link, and what it points to may serve others too", &help));
    }
    let source = files::read(path, &shown).map_err(|why| refuse(&shown, &why, "Look at what lies there."))?;
    match source.damage {
        None => Ok(Some(source.text)),
        Some(_) => Err(not_ours(&shown, Refusal::NoShell)),
    }
}

/// The hooks that may have our lines: the one that Git runs, and those that it or another program left behind.
fn places(hooks: &Hooks) -> Vec<PathBuf> {
    let mut folders = vec![hooks.default.clone()];
    if hooks.folder != hooks.default && matches!(hooks.keeper, Keeper::Repository | Keeper::Tree) {
        folders.insert(0, hooks.folder.clone());
    }
    folders.iter().flat_map(|folder| [folder.join(NAME), folder.join(KEPT_BY_PRE_COMMIT)]).collect()
}

fn make_folder(hooks: &Hooks, shown: &str) -> Result<()> {
    let git = files::folder_of(&hooks.default);
    let above = if hooks.keeper == Keeper::Tree { hooks.root.as_path() } else { git };
    if files::end(&hooks.folder) == Some(Shape::Folder) {
        return Ok(());
    }
    if !hooks.folder.starts_with(above) {
        let help = "Make that folder, or take the setting away: git config --unset core.hooksPath";
        return Err(refuse(shown, "would lie in a folder that core.hooksPath names and that is not there", help));
    }
    files::make_folder(above, &hooks.folder).map(|_| ())
}

fn not_ours(shown: &str, why: Refusal) -> Error {
    let by_hand = format!("It is left as it is. Let it run this, and stop where that fails:\n  {COMMAND}");
    match why {
        Refusal::NoShell => refuse(shown, "is no shell script that coffeechat could add to", &by_hand),
        Refusal::HandsOn => refuse(shown, "begins as a shell script, but has another program read it", &by_hand),
        Refusal::WindowsLines => refuse(
            shown,
            "has line ends of Windows, with which no shell can read it",
            "Save it with line ends of Unix (LF), then install again.",
        ),
        Refusal::Markers => refuse(
            shown,
            "has our lines only in part: those that begin and end them are no pair",
            "Open it, delete what is left between `>>> coffeechat >>>` and `<<< coffeechat <<<`, and these two; then run the command again.",
        ),
    }
}

fn replace(path: &Path, before: &str, after: &str, shown: &str) -> Result<()> {
    let help = "Check that you may write to it and to its folder.";
    files::replace(path, before, after).map_err(|why| refuse(shown, &why, help))
}

fn shown(path: &Path, env: &Env) -> String {
    safe::path(&path_name(&files::seen_from(&env.folder, path)).shown)
}

fn refuse(shown: &str, why: &str, help: &str) -> Error {
    Error::Path { path: shown.to_owned(), why: why.to_owned(), help: help.to_owned() }
}
