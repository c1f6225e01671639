//! The shell steps of an action or a workflow, run in bash as a runner would.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use saphyr::Yaml;

use super::transcript::shell;
use super::{Sandbox, cannot};

/// A file at the root of the project.
pub fn project(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a file of the project")
}

/// A text of a mapping.
pub fn text(yaml: &Yaml<'_>, key: &str) -> Option<String> {
    yaml.as_mapping_get(key).and_then(|value| value.as_str().map(str::to_owned))
}

/// A mapping of texts and numbers.
pub fn pairs(yaml: &Yaml<'_>, key: &str) -> Vec<(String, String)> {
    let entries = yaml.as_mapping_get(key).and_then(|yaml| yaml.as_mapping()).into_iter().flatten();
    entries.map(|(key, value)| (word(key), word(value))).collect()
}

fn word(yaml: &Yaml<'_>) -> String {
    yaml.as_str().map(str::to_owned).or_else(|| yaml.as_integer().map(|number| number.to_string())).unwrap_or_default()
}

/// A step with a script of its own.
pub struct Step {
    /// What it is called.
    pub name: String,
    /// Its script.
    pub run: String,
    /// Its variables, as they are written.
    pub env: Vec<(String, String)>,
}

/// The steps of a job, or of an action, that have a script.
pub fn steps_of(list: &Yaml<'_>) -> Vec<Step> {
    let steps = list.as_mapping_get("steps").and_then(|steps| steps.as_sequence()).expect("steps");
    let with_script = steps.iter().filter_map(|step| Some((step, text(step, "run")?)));
    with_script
        .map(|(step, run)| Step { name: text(step, "name").expect("a name"), run, env: pairs(step, "env") })
        .collect()
}

/// A checkout, and a place for what a runner keeps.
pub struct Job {
    /// Goes when the test ends.
    pub sandbox: Sandbox,
    /// Where steps run.
    pub root: PathBuf,
    /// The runner's own folder.
    pub temp: PathBuf,
}

/// How a step ended.
pub struct Ended {
    /// The exit code.
    pub code: i32,
    /// Both streams.
    pub log: String,
    /// What the step added to the summary of the job.
    pub summary: String,
    /// What it tells the steps behind it.
    pub outputs: String,
}

impl Job {
    /// An empty one; `None` where there is no bash.
    pub fn new() -> Option<Self> {
        if std::process::Command::new("bash").arg("--version").output().is_err() {
            cannot("there is no bash");
            return None;
        }
        let sandbox = Sandbox::new();
        let (root, temp) = (sandbox.work.join("checkout"), sandbox.work.join("temp"));
        [&root, &temp].into_iter().for_each(|folder| std::fs::create_dir(folder).expect("a folder"));
        Some(Self { sandbox, root, temp })
    }

    /// Writes a file of the checkout, with its folders.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.root.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(path, text).expect("a file");
    }

    /// A program that is found before all others.
    pub fn program(&self, name: &str, script: &str) {
        let folder = self.sandbox.work.join("first");
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join(name), script).expect("a program");
        std::fs::set_permissions(folder.join(name), PermissionsExt::from_mode(0o755)).expect("its mode");
    }

    /// Runs a script as a runner does, with the variables of the step and nothing but them.
    pub fn bash(&self, script: &str, env: &[(String, String)]) -> Ended {
        let file = |name: &str| self.temp.join(name);
        for name in ["summary", "outputs"] {
            std::fs::write(file(name), "").expect("a file");
        }
        std::fs::write(file("step.sh"), script).expect("a script");
        let line =
            "exec 2>&1; PATH=\"$FIRST:$PATH\"; exec bash --noprofile --norc -eo pipefail \"$RUNNER_TEMP/step.sh\"";
        let mut bash = shell(line, &self.root, &self.sandbox.home);
        bash.env("FIRST", self.sandbox.work.join("first")).env("RUNNER_TEMP", &self.temp);
        bash.env("GITHUB_STEP_SUMMARY", file("summary")).env("GITHUB_OUTPUT", file("outputs"));
        let ended = bash.envs(env.iter().map(|(name, value)| (name, value))).output().expect("bash");
        let read = |name: &str| std::fs::read_to_string(file(name)).expect("a file");
        Ended {
            code: ended.status.code().unwrap_or(-1),
            log: String::from_utf8(ended.stdout).expect("UTF-8"),
            summary: read("summary"),
            outputs: read("outputs"),
        }
    }
}
