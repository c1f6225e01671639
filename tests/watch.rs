//! `lint --watch`: a change is seen, a burst of saves is one run, and a mistake in the settings does not end it.
#![allow(clippy::disallowed_methods, clippy::expect_used)]

mod common;

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use common::Sandbox;
use common::transcript::shell;

const NOTE: &str = "---\nlevel: 1\ncontact: Ada\nstatus: planned\n---\n";

/// How long a run may take before the test gives up; it goes on as soon as there is something to read.
const PATIENCE: Duration = Duration::from_secs(30);

/// Longer than what separates two runs.
const LONGER: Duration = Duration::from_millis(800);

struct Running {
    child: Child,
    lines: Receiver<String>,
}

impl Running {
    fn start(sandbox: &Sandbox, command: &str) -> Self {
        let mut shell = shell(&format!("exec {command} 2>&1"), &sandbox.work, &sandbox.home);
        let mut child = shell.stdout(Stdio::piped()).spawn().expect("the command");
        let output: Box<dyn Read + Send> = Box::new(child.stdout.take().expect("its output"));
        let (tell, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if tell.send(line).is_err() {
                    return;
                }
            }
        });
        Self { child, lines }
    }

    /// What is said until it waits again.
    fn run(&self) -> Vec<String> {
        let mut said = Vec::new();
        loop {
            let line = self.lines.recv_timeout(PATIENCE).expect("a run that ends");
            if line.starts_with("Waiting for changes") {
                return said;
            }
            said.push(line);
        }
    }

    fn is_quiet(&self) -> bool {
        self.lines.recv_timeout(LONGER).is_err()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).expect("a file that can be written");
}

#[test]
fn a_burst_of_saves_is_one_run_and_reading_is_no_change() {
    let sandbox = Sandbox::new();
    let folder = sandbox.work.join("networking");
    std::fs::create_dir(&folder).expect("a folder");
    write(&folder, "ada.md", NOTE);
    write(&sandbox.work, "coffeechat.toml", "");
    let running = Running::start(&sandbox, "coffeechat lint --watch --format concise");
    assert!(running.run().iter().any(|line| line.starts_with("1 note: 1 open")));
    assert!(running.is_quiet(), "reading the notes is no change");

    for number in 0..20 {
        write(&folder, &format!("{number}.md"), &NOTE.replace("Ada", &format!("Number {number}")));
        write(&folder, "ada.md", &NOTE.replace("level: 1", "level: 7"));
    }
    let said = running.run();
    assert!(said.iter().any(|line| line.starts_with("21 notes: 20 open, 1 needs work")), "{said:?}");
    assert!(running.is_quiet(), "a burst of saves is one run");

    // An editor that writes another file and renames it.
    write(&folder, "ada.md.tmp", NOTE);
    std::fs::rename(folder.join("ada.md.tmp"), folder.join("ada.md")).expect("a rename");
    assert!(running.run().iter().any(|line| line.starts_with("21 notes: 21 open")));
}

#[test]
fn a_report_in_the_journal_is_no_change() {
    let sandbox = Sandbox::new();
    write(&sandbox.work, "coffeechat.toml", "");
    write(&sandbox.work, "ada.md", NOTE);
    for output in ["report.txt", "report"] {
        let running = Running::start(&sandbox, &format!("coffeechat lint --watch --output {output}"));
        running.run();
        assert!(running.is_quiet(), "its own report is no change");
    }
}

#[test]
fn a_mistake_in_the_settings_is_told_and_watching_goes_on() {
    let sandbox = Sandbox::new();
    write(&sandbox.work, "coffeechat.toml", "");
    write(&sandbox.work, "ada.md", NOTE);
    let running = Running::start(&sandbox, "coffeechat lint --watch --format concise ada.md");
    assert!(running.run().iter().any(|line| line.starts_with("1 note: 1 open")));
    write(&sandbox.work, "coffeechat.toml", "activty = \"networking\"\n");
    assert!(running.run().iter().any(|line| line.contains("did you mean") || line.contains("Did you mean")));
    write(&sandbox.work, "coffeechat.toml", "");
    assert!(running.run().iter().any(|line| line.starts_with("1 note: 1 open")));
}

#[test]
fn what_is_mended_while_watching_is_mended_once() {
    let sandbox = Sandbox::new();
    write(&sandbox.work, "coffeechat.toml", "");
    write(&sandbox.work, "ada.md", NOTE);
    let running = Running::start(&sandbox, "coffeechat lint --watch --fix --format concise ada.md");
    running.run();
    write(&sandbox.work, "ada.md", &NOTE.replace("contact", "contcat"));
    assert!(running.run().iter().any(|line| line.starts_with("Mended 1 finding")));
    // Our own write is a change that another look follows, which finds nothing to mend.
    let said = running.run();
    assert!(!said.iter().any(|line| line.starts_with("Mended")), "{said:?}");
    assert!(running.is_quiet());
}
