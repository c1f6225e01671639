//! What the parts share: timing a program, a row of the table, and notes to time it with.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The time and, on Linux, the peak memory in MB of one run. Zero where the program cannot be started.
pub fn run(command: &mut Command, watch: bool) -> (Duration, u64) {
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

/// A figure: what the tool takes, and what the least that anybody could do takes on the same files.
pub struct Row {
    pub what: String,
    pub time: Duration,
    /// In MB.
    pub peak: u64,
    /// What it is held against, and what that takes; zero where it is not installed.
    pub floor: Option<(String, Duration)>,
}

/// Times `ours` and the floor in turn, `runs` times each, after a first run of each that fills the system's caches.
pub fn row(
    what: &str,
    runs: usize,
    ours: &dyn Fn(bool) -> (Duration, u64),
    floor: Option<(&str, &dyn Fn() -> Duration)>,
) -> Row {
    let (_, peak) = ours(true);
    let theirs = || floor.map_or(Duration::ZERO, |(_, floor)| floor());
    let is_there = !theirs().is_zero();
    let (times, floors): (Vec<_>, Vec<_>) =
        (0..runs).map(|_| (ours(false).0, if is_there { theirs() } else { Duration::ZERO })).unzip();
    Row {
        what: what.to_owned(),
        time: median(times),
        peak,
        floor: floor.map(|(name, _)| (name.to_owned(), median(floors))),
    }
}

/// The tool, in `folder`.
pub fn coffeechat(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coffeechat"));
    command.current_dir(folder);
    command
}

/// The time in which `rg -c ''` reads all files of a folder.
pub fn read_all(folder: &Path) -> Duration {
    run(Command::new("rg").args(["-c", "", "--no-ignore", "."]).current_dir(folder), false).0
}

/// A note of about 1.5 KB; most are complete, some open, some with a mistake. Each seed gives another person.
pub fn note(seed: usize) -> String {
    let names = ["Ada", "Grace Hopper", "Zoë", "魚住", "O'Neil", "Maël", "Jörg", "Inês"];
    let words = [
        "she", "moved", "from", "teaching", "to", "tests", "because", "people", "liked", "small", "tools", "that",
        "work", "well", "today",
    ];
    let mut state = (seed as u64).wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
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
