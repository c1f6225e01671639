//! The size and the speed of the main job, against a floor in the same run.
//!
//! `cargo bench --bench lint` makes 20,000 invented notes of about 1.5 KB in 1,000 folders, then times `lint` over them in
//! turn with `rg -c ''`, which does nothing but read the same files. It prints the ratio of the medians and the peak memory.
//! Nothing is asserted: a figure is for people.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::expect_used, clippy::unwrap_used)]

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const FOLDERS: usize = 1_000;
const NOTES: usize = 20;
const RUNS: usize = 11;

fn main() {
    let journal = tempfile::tempdir().expect("a folder");
    let bytes = make(journal.path());
    println!("{} notes in {FOLDERS} folders, {:.1} MB", FOLDERS * NOTES, bytes as f64 / 1e6);

    let binary = env!("CARGO_BIN_EXE_coffeechat");
    let lint = |watch| {
        run(
            Command::new(binary)
                .args(["lint", "--format", "concise", "--today", "2026-11-23"])
                .current_dir(journal.path()),
            watch,
        )
    };
    let floor = || run(Command::new("rg").args(["-c", "", "--no-ignore"]).current_dir(journal.path()), false);
    // The first run of each fills the system's caches.
    let (_, memory) = lint(true);
    if floor().0.is_zero() {
        println!("rg is not installed: no floor to compare with");
        return;
    }
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        ours.push(lint(false).0);
        theirs.push(floor().0);
    }
    let (ours, theirs) = (median(ours), median(theirs));
    println!("lint        {:6.0} ms, peak {memory} MB", ours.as_secs_f64() * 1e3);
    println!("rg -c ''    {:6.0} ms", theirs.as_secs_f64() * 1e3);
    println!("ratio       {:6.2}", ours.as_secs_f64() / theirs.as_secs_f64());

    let one = journal.path().join("networking/g0/n0.md");
    let single: Vec<_> = (0..101)
        .map(|_| run(Command::new(binary).arg("lint").arg(&one).current_dir(journal.path()), false).0)
        .collect();
    let nothing: Vec<_> = (0..101).map(|_| run(Command::new("true").current_dir(journal.path()), false).0).collect();
    println!(
        "one note    {:6.2} ms (starting any program: {:.2} ms)",
        median(single).as_secs_f64() * 1e3,
        median(nothing).as_secs_f64() * 1e3
    );
}

/// The time and, on Linux, the peak memory in MB of one run. Zero where the program cannot be started.
fn run(command: &mut Command, watch: bool) -> (Duration, u64) {
    let start = Instant::now();
    let Ok(mut child) = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn() else {
        return (Duration::ZERO, 0);
    };
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    // Watching takes a core's time, so a run that is timed is not watched.
    while watch && child.try_wait().expect("a child").is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let kilobytes =
            text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        peak = peak.max(kilobytes.unwrap_or_default());
        std::thread::sleep(Duration::from_micros(200));
    }
    child.wait().expect("a child");
    (start.elapsed(), peak / 1024)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Notes that differ, most of them complete, some open, some with a mistake. Gives their size in bytes.
fn make(journal: &Path) -> usize {
    let mut bytes = 0;
    for folder in 0..FOLDERS {
        let place = journal.join(format!("networking/g{folder}"));
        std::fs::create_dir_all(&place).expect("a folder");
        for number in 0..NOTES {
            let text = note(folder * NOTES + number);
            bytes += text.len();
            std::fs::write(place.join(format!("n{number}.md")), text).expect("a note");
        }
    }
    std::fs::write(journal.join("coffeechat.toml"), "").expect("a configuration");
    bytes
}

fn note(seed: usize) -> String {
    let names = ["Ada", "Grace Hopper", "Zoë", "魚住", "O'Neil", "Maël", "Jörg", "Inês"];
    let words = [
        "she", "moved", "from", "teaching", "to", "tests", "because", "people", "liked", "small", "tools", "that",
        "work", "well", "today",
    ];
    let mut state = seed as u64 * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407;
    let mut next = |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) as usize % most
    };
    let status = ["talked", "talked", "talked", "followed-up", "planned", "scheduled", "done"][next(7)];
    let level = next(3) + 1;
    let mut text = format!(
        "---\nlevel: {level}\ncontact:\n  name: {} {seed}\n  role: engineer\n  company: Example {seed}\ndate: 2026-11-{:02}\nchannel: call\nstatus: {status}\n---\n\n# Conversation with {}\n",
        names[next(8)],
        next(23) + 1,
        names[next(8)]
    );
    if level > 1 {
        text.push_str("\n## Why this person\n\nThey changed careers at my age.\n");
    }
    text.push_str("\n## Questions\n\n");
    for _ in 0..4 {
        let _ = writeln!(
            text,
            "- How did {} {} {} {}?",
            words[next(15)],
            words[next(15)],
            words[next(15)],
            words[next(15)]
        );
    }
    text.push_str("\n## Notes\n\n");
    for _ in 0..12 {
        let line: Vec<_> = (0..10).map(|_| words[next(15)]).collect();
        let _ = writeln!(text, "- {} [{}](https://example.org/{})", line.join(" "), words[next(15)], next(900));
    }
    if next(20) > 0 {
        text.push_str("\n## Key takeaways\n\nBuild one small tool and show it to somebody this week.\n\n- [ ] Ask who would use it\n");
    }
    text
}
