//! The steps of `action.yml`, run in bash as a runner would: the marks, the summary and the exit code; and what the workflows in
//! `docs/workflows` may not do.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::path::Path;

use common::workflow::{Ended, Job, Step, pairs, project, steps_of, text};
use saphyr::{LoadableYamlNode, Yaml};

const TALKED: &str = "---\nlevel: 1\ncontact: Ada\ndate: 2026-11-20\nstatus: talked\n---\n\n## Questions\n- How did you begin?\n\n\
     ## Notes\nBy chance.\n\n## Takeaway\nAsk early. I will write to her on Monday.\n";
const UNFINISHED: &str = "---\nlevel: 1\ncontact: Bo\ndate: 2026-11-20\nstatus: talked\nchanel: call\n---\n\n## Questions\n- Why?\n\n## Notes\nMuch.\n\n## Takeaway\n";
const BAD: &str = "networking/2026-11-20-bo.md";

impl Job {
    /// Runs the step of that name with these inputs; the others have their defaults.
    fn step(&self, name: &str, inputs: &[(&str, &str)]) -> Ended {
        let file = project("action.yml");
        let documents = Yaml::load_from_str(&file).expect("YAML");
        let action = &documents[0];
        let step = steps_of(action.as_mapping_get("runs").expect("runs"));
        let step = step.into_iter().find(|step| step.name == name).expect("the step");
        let value = |expression: &str| -> String {
            if expression == "steps.get.outputs.tool" {
                return "coffeechat".to_owned();
            }
            let input = expression.strip_prefix("inputs.").expect("an input, or the tool");
            if let Some((_, given)) = inputs.iter().find(|(name, _)| *name == input) {
                return (*given).to_owned();
            }
            let known = action.as_mapping_get("inputs").and_then(|inputs| inputs.as_mapping_get(input));
            text(known.expect("an input that the action has"), "default").expect("a default in quotes")
        };
        let env = step.env.into_iter().map(|(name, written)| {
            let expression = written.strip_prefix("${{ ").and_then(|rest| rest.strip_suffix(" }}"));
            (name, expression.map_or_else(|| written.clone(), value))
        });
        self.bash(&step.run, &env.collect::<Vec<_>>())
    }

    /// Checks the notes.
    fn check(&self, inputs: &[(&str, &str)]) -> Ended {
        let ended = self.step("Check the notes", inputs);
        assert_eq!(ended.outputs.lines().last(), Some(format!("exit-code={}", ended.code).as_str()), "{}", ended.log);
        ended
    }
}

/// The commands to the runner in a log.
fn marks(log: &str) -> Vec<&str> {
    log.lines().filter(|line| line.trim_start().starts_with("::")).collect()
}

#[test]
fn a_journal_is_judged_marked_and_summed_up() {
    let Some(job) = Job::new() else { return };
    job.write("networking/2026-11-20-ada.md", TALKED);
    let good = job.check(&[]);
    assert_eq!((good.code, marks(&good.log).iter().filter(|mark| !mark.starts_with("::notice")).count()), (0, 0));
    assert!(good.summary.starts_with("# Notes\n\n1 note: 1 complete; "), "{}", good.summary);
    assert!(!good.outputs.contains("sarif="));

    job.write(BAD, UNFINISHED);
    let bad = job.check(&[]);
    assert_eq!(bad.code, 1, "{}", bad.log);
    assert!(bad.log.contains(&format!("::error file={BAD},line=15,")), "{}", bad.log);
    assert!(bad.log.contains(&format!("::warning file={BAD},line=6,")), "{}", bad.log);
    assert!(bad.summary.contains(&format!("| {BAD} | Bo | needs work | line 6: warning: ")), "{}", bad.summary);
    assert!(bad.summary.contains("line 15: ") && bad.summary.contains("(missing-takeaway)"), "{}", bad.summary);

    let told = job.check(&[("fail", "false")]);
    assert_eq!((told.code, marks(&told.log)), (0, marks(&bad.log)), "the same marks, and the job goes on");
    job.write(BAD, &UNFINISHED.replace("## Takeaway", "## Takeaway\nAsk."));
    assert_eq!(job.check(&[]).code, 0);
    assert_eq!(job.check(&[("deny-warnings", "true")]).code, 1);
    assert_eq!(job.check(&[("deny-warnings", "yes")]).code, 2, "a word that means nothing is told");
}

#[test]
fn files_are_named_from_the_root_of_the_checkout() {
    let Some(job) = Job::new() else { return };
    job.write(&format!("my journal/{BAD}"), UNFINISHED);
    job.write("my journal/-odd one.md", UNFINISHED);
    job.write("my journal/own.toml", &job.bash("coffeechat init --print-activity coffee-chat", &[]).log);
    for folder in ["my journal", "./my journal/"] {
        let ended = job.check(&[("working-directory", folder), ("sarif", "true")]);
        assert!(ended.log.contains(&format!("::error file=my journal/{BAD},line=15")), "{}", ended.log);
        let report = ended.outputs.lines().find_map(|line| line.strip_prefix("sarif=")).expect("a report");
        let report: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(report).expect("a report")).expect("JSON");
        let place = &report["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        assert_eq!(place, "my%20journal/-odd%20one.md");
    }
    for (folder, paths, named) in [
        ("my journal", "-odd one.md\r\n\n", "my journal/-odd one.md"),
        ("", "./my journal/-odd one.md", "my journal/-odd one.md"),
        ("", "my journal/networking\nmy journal/-odd one.md\n", "my journal/-odd one.md"),
        ("", ".", "my journal"),
    ] {
        let ended = job.check(&[("working-directory", folder), ("paths", paths)]);
        assert!(ended.code == 1 && ended.log.contains(&format!("file={named}")), "{paths}: {}", ended.log);
    }
    let own = job.check(&[("working-directory", "my journal"), ("activity", "own.toml")]);
    assert!(own.code == 1 && own.log.contains("missing-section"), "{}", own.log);
    // An input that looks like an option or like a command is a path or a name, and nothing else.
    for (name, value) in [
        ("paths", "--fix"),
        ("paths", "-"),
        ("paths", "$(touch ran)`touch ran`; touch ran"),
        ("activity", "--fix"),
        ("working-directory", "gone"),
    ] {
        let ended = job.check(&[(name, value)]);
        assert!(ended.code == 2 && !job.root.join("ran").exists(), "{name}={value}: {}", ended.log);
    }
}

#[test]
fn hostile_words_are_no_commands_and_no_markup() {
    let Some(job) = Job::new() else { return };
    let words = "::error::x | <img src=x> @here [a](https://example.org)";
    job.write(
        "networking/::error file=a::b|<b>c.md",
        &UNFINISHED.replace("contact: Bo", &format!("contact: '{words}'")),
    );
    job.write("networking/##[group]x.md", &format!("---\nlevel: '{words}'\n::warning::own line\n---\n"));
    let ended = job.check(&[]);
    assert_eq!(ended.code, 1, "{}", ended.log);
    let ours = ["::error file=networking/", "::warning file=networking/", "::notice file=networking/"];
    for mark in marks(&ended.log) {
        assert!(ours.iter().any(|start| mark.starts_with(start)), "{mark}");
    }
    assert!(!ended.log.lines().any(|line| line.starts_with("##[")), "{}", ended.log);
    for markup in ["<img", "<b>", "@here", "](https://"] {
        let outside: String = ended.summary.split('`').step_by(2).collect();
        assert!(!outside.contains(markup), "{markup}: {}", ended.summary);
    }
    let rows: Vec<_> = ended.summary.lines().filter(|line| line.starts_with("| ")).collect();
    assert_eq!(rows.len(), 3, "{}", ended.summary);
}

#[test]
fn nothing_to_check_and_what_cannot_be_checked_are_told_apart() {
    let Some(job) = Job::new() else { return };
    let empty = job.check(&[]);
    assert!(empty.code == 0 && empty.summary.contains("No note was checked."), "{}", empty.summary);
    assert!(empty.log.contains("There is no note here yet"), "{}", empty.log);

    job.write("networking/2026-11-20-ada.md", TALKED);
    for fail in ["true", "false"] {
        let gone = job.check(&[("paths", "gone.md\nnetworking"), ("fail", fail)]);
        assert_eq!(gone.code, 2, "what was not checked is not fine: {}", gone.log);
        assert!(gone.log.contains("::error file=gone.md,title=not checked::"), "{}", gone.log);
        assert!(gone.summary.contains("1 complete") && gone.summary.contains("## Not checked\n\n- gone.md: "));
    }
    job.write("coffeechat.toml", "nots = 1\n");
    let bad = job.check(&[("sarif", "true")]);
    assert!(bad.code == 2 && bad.log.contains("`nots` is not a key"), "{}", bad.log);
    assert_eq!(
        marks(&bad.log),
        ["::error title=coffeechat::The notes were not checked. The log of this step says why."]
    );
    assert!(bad.summary.contains("were not checked") && !bad.outputs.contains("sarif="), "{}", bad.summary);
}

#[test]
fn a_summary_that_is_too_long_for_a_runner_is_cut_to_its_totals() {
    let Some(job) = Job::new() else { return };
    let name = "a".repeat(4000);
    for at in 0..300 {
        let note = TALKED.replace("contact: Ada", &format!("contact: {name}{at}"));
        job.write(&format!("networking/{at}.md"), &note);
    }
    let ended = job.check(&[]);
    assert!(ended.code == 0 && ended.summary.len() < 1000, "{}", ended.summary.len());
    assert!(ended.summary.starts_with("# Notes\n\n300 notes: ") && ended.summary.contains("too long"));
}

const GET: &str = "Get coffeechat";

/// Stands in for Python: writes down what it was asked for, and makes what pip would.
const PYTHON: &str = r#"#!/bin/sh
printf '%s\n' "$@" > "$RUNNER_TEMP/asked"
test ! -e "$RUNNER_TEMP/no-such-version" || { echo 'ERROR: No matching distribution found'; exit 1; }
while [ "$1" != --target ]; do shift; done
mkdir -p "$2/bin" && ln -s "$(command -v coffeechat)" "$2/bin/coffeechat"
"#;

#[test]
fn the_wheel_of_one_version_is_installed_into_a_folder_of_its_own() {
    let Some(job) = Job::new() else { return };
    job.program("python3", PYTHON);
    let version = env!("CARGO_PKG_VERSION");
    let ended = job.step(GET, &[]);
    assert!(ended.code == 0 && ended.log.contains(&format!("coffeechat {version}")), "{}", ended.log);
    let folder = job.temp.join(format!("coffeechat-{version}"));
    assert_eq!(ended.outputs, format!("tool={}/bin/coffeechat\n", folder.display()));
    let asked = std::fs::read_to_string(job.temp.join("asked")).expect("what was asked for");
    let folder = folder.display().to_string();
    let wheel = format!("coffeechat=={version}");
    let expected = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--no-cache-dir"];
    let more = ["--no-deps", "--only-binary", ":all:", "--target", &folder, &wheel];
    assert_eq!(asked.lines().collect::<Vec<_>>(), [&expected[..], &more].concat());

    std::fs::write(job.temp.join("no-such-version"), "").expect("a file");
    let ended = job.step(GET, &[("version", "9.9.9")]);
    assert!(ended.code == 2 && ended.outputs.is_empty() && ended.log.contains("No matching"), "{}", ended.log);
    assert!(ended.log.contains("::error title=coffeechat::coffeechat could not be installed."), "{}", ended.log);

    std::fs::remove_file(job.temp.join("asked")).expect("it was there");
    for odd in ["", "latest", "0.1", "0.1.*", "0.1.0 --index-url=x", "0.1.0\n--pre", "../0.1.0", "$(touch ran)"] {
        let ended = job.step(GET, &[("version", odd)]);
        assert!(ended.code == 2 && ended.log.contains("has to be one version"), "{odd}: {}", ended.log);
        assert!(!job.temp.join("asked").exists() && !job.root.join("ran").exists(), "{odd}");
    }
}

#[test]
fn the_one_that_is_installed_can_be_used() {
    let Some(job) = Job::new() else { return };
    job.program("python3", PYTHON);
    let ended = job.step(GET, &[("version", "installed")]);
    assert!(ended.code == 0 && ended.outputs.trim_end().ends_with("/coffeechat"), "{}", ended.log);
    assert!(!job.temp.join("asked").exists(), "Python is not asked");
    // The step as it is, on a machine that has not got it.
    let file = project("action.yml");
    let documents = Yaml::load_from_str(&file).expect("YAML");
    let step = steps_of(documents[0].as_mapping_get("runs").expect("runs")).remove(0);
    let script = format!("PATH=/nowhere\n{}", step.run);
    let ended = job.bash(&script, &[("VERSION".to_owned(), "installed".to_owned())]);
    assert!(ended.code == 2 && ended.log.contains("coffeechat is not on the PATH"), "{}", ended.log);
    let ended = job.bash(&script, &[("VERSION".to_owned(), "0.1.0".to_owned())]);
    assert!(ended.code == 2 && ended.log.contains("Python is not on the PATH"), "{}", ended.log);
}

#[test]
fn no_expression_stands_in_a_script_and_every_action_is_pinned() {
    let mut names = vec!["action.yml".to_owned()];
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/workflows")).expect("workflows") {
        names.push(format!("docs/workflows/{}", entry.expect("an entry").file_name().to_string_lossy()));
    }
    names.retain(|name| name.ends_with(".yml"));
    assert!(names.len() >= 3, "{names:?}");
    for name in names {
        let file = project(&name);
        let documents = Yaml::load_from_str(&file).expect("YAML");
        let top = &documents[0];
        let lists: Vec<Vec<Step>> = match top.as_mapping_get("jobs").and_then(|jobs| jobs.as_mapping()) {
            Some(jobs) => jobs.iter().map(|(_, job)| steps_of(job)).collect(),
            None => vec![steps_of(top.as_mapping_get("runs").expect("runs"))],
        };
        for step in lists.iter().flatten() {
            assert!(!step.run.contains("${{"), "{name}: {}", step.name);
        }
        for line in file.lines().filter_map(|line| line.split_once("uses: ").map(|(_, used)| used)) {
            let (used, at) = line.split_once('@').expect("a version");
            let (at, version) = at.split_once(" # ").unwrap_or((at, ""));
            match used {
                // The commit of a release cannot stand in that release.
                "OWNER/coffeechat" => assert_eq!(at, concat!("v", env!("CARGO_PKG_VERSION")), "{name}"),
                _ => assert!(
                    at.len() == 40 && at.bytes().all(|byte| byte.is_ascii_hexdigit()) && version.starts_with('v'),
                    "{line}"
                ),
            }
        }
        if name != "action.yml" {
            assert!(file.contains("permissions:") && !file.contains("write"), "{name}: nothing is written");
            let says = |text: &str| file.matches(text).count();
            assert_eq!(says("actions/checkout@"), says("persist-credentials: false"), "{name}");
        }
    }
    let file = project("action.yml");
    let documents = Yaml::load_from_str(&file).expect("YAML");
    for (input, _) in pairs(&documents[0], "inputs") {
        assert!(file.contains(&format!("${{{{ inputs.{input} }}}}")), "{input} is used");
        let known = documents[0].as_mapping_get("inputs").and_then(|inputs| inputs.as_mapping_get(&input)).expect("it");
        assert!(text(known, "description").is_some() && text(known, "default").is_some(), "{input}");
    }
    assert!(file.contains(&format!("default: {}\n", env!("CARGO_PKG_VERSION"))), "the version of this release");
}
