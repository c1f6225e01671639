//! The steps of `docs/workflows/class.yml`, run in bash as runners would: one that fetches, four that check, one that joins.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::fs;

use common::place::Place;
use common::servers::journals;
use common::workflow::{Ended, Job, pairs, project, steps_of};
use saphyr::{LoadableYamlNode, Yaml};

const TOKEN: &str = "a-token-of-the-test";
const COMPLETE: &str = "---\nlevel: 1\ncontact: Ada\ndate: 2026-11-20\nstatus: talked\n---\n\n## Questions\n- How did you begin?\n\n\
     ## Notes\nBy chance.\n\n## Takeaway\nAsk early. I will write to her on Monday.\n";

/// Runs the step of that name in a job of the workflow. `given` is what its expressions mean.
fn step(runner: &Job, job: &str, name: &str, given: &[(&str, &str)]) -> Ended {
    let file = project("docs/workflows/class.yml");
    let documents = Yaml::load_from_str(&file).expect("YAML");
    let workflow = &documents[0];
    let steps = steps_of(workflow.as_mapping_get("jobs").and_then(|jobs| jobs.as_mapping_get(job)).expect("the job"));
    let step = steps.into_iter().find(|step| step.name == name).expect("the step");
    let value = |written: String| match written.strip_prefix("${{ ").and_then(|rest| rest.strip_suffix(" }}")) {
        Some(expression) => {
            given.iter().find(|(name, _)| *name == expression).expect("an expression of the test").1.to_owned()
        }
        None => written,
    };
    let env = pairs(workflow, "env").into_iter().chain(step.env).map(|(name, written)| (name, value(written)));
    runner.bash(&step.run, &env.collect::<Vec<_>>())
}

/// What one job passes on to another.
fn pass_on(from: &Job, to: &Job, name: &str) {
    fs::copy(from.root.join(name), to.root.join(name)).expect("what was passed on");
}

/// A file that a job has written.
fn read(runner: &Job, name: &str) -> String {
    fs::read_to_string(runner.root.join(name)).expect("a file of the job")
}

/// Four students: one is done, one has begun, one has no note, and the journal of the last cannot be had.
fn class() -> (Place, String) {
    let place = Place::new();
    let port = journals(place.path("served"));
    for student in ["ada", "tomo", "lena"] {
        place.journal(student, 0);
    }
    place.commit("ada", "networking.md", COMPLETE);
    place.commit("tomo", "networking.md", &COMPLETE.replace("Ask early. I will write to her on Monday.", ""));
    place.commit("lena", "README.md", "# My journal\n");
    let rows = ["ada", "tomo", "lena", "gone"].map(|name| format!("{name},git://127.0.0.1:{port}/{name}\n"));
    (place, format!("student,url\n{}", rows.concat()))
}

#[test]
fn a_class_is_fetched_once_checked_in_four_parts_and_joined() {
    let Some(fetch) = Job::new() else { return };
    let (_served, roster) = class();
    fetch.write("students.csv", &roster);
    // The journals of the test lie on this machine, which has to be asked for; all else is as it is written.
    let local = "#!/bin/sh\nPATH=${PATH#*:} exec coffeechat \"$@\" --allow-local\n";
    fetch.program("coffeechat", local);
    let ended = step(&fetch, "fetch", "Fetch", &[("secrets.JOURNALS_TOKEN", TOKEN)]);
    assert_eq!(ended.code, 0, "one that cannot be had does not stop the others: {}", ended.log);
    assert!(ended.log.contains("failed") && ended.log.contains("3 cloned"), "{}", ended.log);
    assert!(!ended.log.contains(TOKEN), "{}", ended.log);

    let Some(merge) = Job::new() else { return };
    let mut seen = 0;
    for part in 1..=4 {
        let Some(check) = Job::new() else { return };
        check.write("students.csv", &roster);
        pass_on(&fetch, &check, "class.tar.gz");
        let ended = step(&check, "check", "Check", &[("matrix.part", &format!("{part}/4"))]);
        assert_eq!(ended.code, 0, "{}", ended.log);
        let name = format!("part-{part}.json");
        let report: serde_json::Value = serde_json::from_str(&read(&check, &name)).expect("JSON");
        seen += report["students"].as_array().expect("students").len();
        pass_on(&check, &merge, &name);
    }
    assert_eq!(seen, 4, "each student is in one part");

    let ended = step(&merge, "merge", "Join", &[]);
    assert_eq!(ended.code, 0, "{}", ended.log);
    let table = read(&merge, "class.csv");
    for (student, state) in [("ada", "done"), ("tomo", "needs-work"), ("lena", "not-started"), ("gone", "unreadable")] {
        let row = table.lines().find(|line| line.starts_with(student)).expect("a row for each student");
        assert!(row.contains(state), "{student}: {row}");
    }
    assert!(read(&merge, "class.html").contains("<table"), "a page");
    assert_eq!(ended.summary, read(&merge, "class.md"), "the summary of the job");
    let code = ended.outputs.trim_end().strip_prefix("code=").expect("how it went");
    assert_eq!(code, "2", "a journal that could not be had turns the job red");
    assert_eq!(step(&merge, "merge", "Say how it went", &[("steps.join.outputs.code", code)]).code, 2);
}

#[test]
fn the_class_stays_in_a_private_repository() {
    let Some(job) = Job::new() else { return };
    let stay = |answer: &str| {
        job.program("gh", &format!("#!/bin/sh\n{answer}\n"));
        step(&job, "fetch", "Stay private", &[("github.token", "t")])
    };
    assert_eq!(stay("echo true").code, 0);
    for answer in ["echo false", "echo", "echo null"] {
        let ended = stay(answer);
        assert!(ended.code == 1 && ended.log.starts_with("::error::This repository is not private."), "{}", ended.log);
    }
    assert_ne!(stay("exit 4").code, 0, "who cannot tell does not go on");
}

#[test]
fn the_token_is_said_to_github_alone_and_written_down_nowhere() {
    let Some(job) = Job::new() else { return };
    job.program("coffeechat", "#!/bin/sh\nmkdir -p class\n");
    let fetched = step(&job, "fetch", "Fetch", &[("secrets.JOURNALS_TOKEN", TOKEN)]);
    assert_eq!(fetched.code, 0, "{}", fetched.log);
    let asked = |verb: &str, host: &str| {
        let question = format!(
            "printf 'protocol=https\\nhost={host}\\n\\n' | GIT_TERMINAL_PROMPT=0 git credential {verb} || true"
        );
        job.bash(&question, &[("JOURNALS_TOKEN".to_owned(), TOKEN.to_owned())]).log
    };
    let answer = asked("fill", "github.com");
    assert!(
        answer.contains("username=x-access-token\n") && answer.contains(&format!("password={TOKEN}\n")),
        "{answer}"
    );
    for (verb, host) in [("fill", "example.org"), ("fill", "github.com.example.org"), ("reject", "github.com")] {
        assert!(!asked(verb, host).contains(TOKEN), "{verb} {host}");
    }
    let written = walkdir::WalkDir::new(job.sandbox.root.path()).into_iter().map(|entry| entry.expect("an entry"));
    for file in written.filter(|entry| entry.file_type().is_file()) {
        let bytes = fs::read(file.path()).expect("a file");
        assert!(!bytes.windows(TOKEN.len()).any(|found| found == TOKEN.as_bytes()), "{}", file.path().display());
    }
}

#[test]
fn every_job_gets_the_same_version() {
    let Some(job) = Job::new() else { return };
    job.program("python3", "#!/bin/sh\nprintf '%s\\n' \"$*\"\n");
    for name in ["fetch", "check", "merge"] {
        let ended = step(&job, name, "Get coffeechat", &[]);
        let asked = format!("-m pip install --no-deps --only-binary :all: coffeechat=={}\n", env!("CARGO_PKG_VERSION"));
        assert_eq!((ended.code, ended.log), (0, asked), "{name}");
    }
}
