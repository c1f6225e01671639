//! Runs of the binary that have to end, and whose memory is measured.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// After this long a run is killed, and the test fails. No run comes near it.
const LONGEST: Duration = Duration::from_secs(60);

/// How a run ended.
#[derive(Debug)]
pub struct Seen {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: Vec<u8>,
    /// Standard error.
    pub err: Vec<u8>,
    /// The most memory it held at once, in KiB; `None` where the system does not say.
    pub peak: Option<u64>,
}

impl Seen {
    /// Standard output as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.out).expect("output is UTF-8")
    }

    /// Standard error as text.
    pub fn said(&self) -> &str {
        std::str::from_utf8(&self.err).expect("what is said is UTF-8")
    }

    /// Holds a run to so many KiB at once.
    pub fn held_less_than(&self, most: u64) {
        match self.peak {
            Some(peak) => assert!(peak < most, "{peak} KiB at once"),
            // What ends before it is looked at holds little.
            None if resident(std::process::id()).is_some() => {}
            None => super::cannot("the system does not say how much memory a run holds"),
        }
    }

    /// Standard output as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.out).unwrap_or_else(|error| panic!("{error}: {}{}", self.text(), self.said()))
    }
}

/// Runs the binary in `folder` with nothing of the user's, on the day of the tests. `programs` comes first where programs are looked for.
pub fn coffeechat(folder: &Path, programs: Option<&Path>, arguments: &[&str]) -> Seen {
    with(folder, programs, &[], arguments)
}

/// As [`coffeechat`], with more variables.
pub fn with(folder: &Path, programs: Option<&Path>, variables: &[(&str, &str)], arguments: &[&str]) -> Seen {
    let kept = tempfile::tempdir().expect("a folder");
    let (out, err) = (kept.path().join("out"), kept.path().join("err"));
    let path = programs.map(|programs| format!("{}:", programs.display())).unwrap_or_default();
    let mut child = Command::new(super::binary())
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("PATH", format!("{path}/usr/local/bin:/usr/bin:/bin"))
        .env("HOME", kept.path())
        .env("TZ", "UTC")
        .env("LANG", "C.UTF-8")
        .env("COFFEECHAT_TODAY", super::TODAY.to_string())
        .envs(variables.iter().copied())
        .stdin(Stdio::null())
        .stdout(File::create(&out).expect("a file"))
        .stderr(File::create(&err).expect("a file"))
        .spawn()
        .expect("a run");
    let (start, mut peak) = (Instant::now(), None);
    let status = loop {
        peak = peak.max(resident(child.id()));
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        if start.elapsed() > LONGEST {
            child.kill().expect("the end of it");
            child.wait().expect("the end of it");
            panic!("{arguments:?} did not end within {LONGEST:?}");
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let read = |path| std::fs::read(path).expect("what was written");
    Seen { code: status.code().unwrap_or(-1), out: read(&out), err: read(&err), peak }
}

/// The most memory that a process held so far, in KiB.
fn resident(id: u32) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok())
}
