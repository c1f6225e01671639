//! A program that is not trusted to come to an end: with a deadline, a bound for what it says and for what it writes, and a way to stop it.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::process::{Child, Command};
use std::sync::atomic::{AtomicBool, Ordering};
#[cfg(target_os = "linux")]
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::error::plain;

/// The most bytes that a program may say on one stream before it is stopped: a server's words come through it.
const MOST_SAID: u64 = 64 << 20;
/// The most bytes of the last words that are kept.
const LAST_WORDS: u64 = 8 << 10;
/// The most memory that a program, and each that it starts, may hold by itself: what it maps of a file does not count. A journal of
/// two hundred megabytes takes a tenth of it; a few bytes that are made from an object of a gigabyte would take that gigabyte.
#[cfg(target_os = "linux")]
const MOST_MEMORY: u64 = 512 << 20;
/// The shortest and the longest wait between two looks.
const WAITS: [Duration; 2] = [Duration::from_millis(1), Duration::from_millis(50)];

/// How far a program may go.
#[derive(Debug, Clone, Copy)]
pub struct Bounds<'b> {
    /// Until when it may run.
    pub deadline: Instant,
    /// Set when everything is to stop.
    pub stop: &'b AtomicBool,
    /// A folder, and the most bytes that may lie below it.
    pub room: Option<(&'b Path, u64)>,
}

/// How a program ended.
#[derive(Debug)]
pub enum Ended {
    /// Well; what it printed.
    Well(String),
    /// With an error; its last words.
    Badly(String),
    /// It was stopped at its deadline.
    TooLate,
    /// It was stopped because it wrote or said too much.
    TooMuch,
    /// It was stopped because everything was.
    Stopped,
}

/// Runs the program within its bounds, and with it all that it starts.
///
/// # Errors
/// Where it cannot be started; what the system said.
pub fn run(command: &mut Command, bounds: Bounds) -> Result<Ended, String> {
    let said = |error: std::io::Error| plain(&error);
    // Files, because a pipe that nobody empties would hold the program up.
    let (mut out, mut err) = (tempfile::tempfile().map_err(said)?, tempfile::tempfile().map_err(said)?);
    command.stdout(out.try_clone().map_err(said)?).stderr(err.try_clone().map_err(said)?);
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    let mut child = spawn(command).map_err(said)?;
    limit(&child);
    match wait(&mut child, [&out, &err], bounds) {
        Ok(None) => {}
        Ok(Some(ended)) => {
            kill(&mut child);
            return Ok(ended);
        }
        Err(error) => {
            kill(&mut child);
            return Err(said(error));
        }
    }
    let status = child.wait().map_err(said)?;
    Ok(match status.success() {
        true => Ended::Well(words(&mut out, MOST_SAID)),
        false => Ended::Badly(words(&mut err, LAST_WORDS)),
    })
}

/// Starts the program with its memory bounded from the first moment: it takes over the bound that we have while it is started, which is a
/// few milliseconds. A bound that is set afterwards would miss what the program started meanwhile, on a machine that is busy.
fn spawn(command: &mut Command) -> std::io::Result<Child> {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
        let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let ours = getrlimit(Resource::Data);
        let current = Some(ours.current.map_or(MOST_MEMORY, |current| current.min(MOST_MEMORY)));
        let is_lowered = setrlimit(Resource::Data, Rlimit { current, ..ours }).is_ok();
        let child = command.spawn();
        if is_lowered {
            // Up to what it was is always allowed.
            let _ = setrlimit(Resource::Data, ours);
        }
        child
    }
    #[cfg(not(target_os = "linux"))]
    command.spawn()
}

/// Keeps a program that has just been started, and all that it will start, from lifting that bound. Only Linux offers this for a program
/// that runs already.
fn limit(child: &Child) {
    #[cfg(target_os = "linux")]
    if let Some(id) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        let most = rustix::process::Rlimit { current: Some(MOST_MEMORY), maximum: Some(MOST_MEMORY) };
        // Where the system allows less already, it stays so.
        let _ = rustix::process::prlimit(Some(id), rustix::process::Resource::Data, most);
    }
    #[cfg(not(target_os = "linux"))]
    let _ = child;
}

/// Waits for the end; `Some` where the program is to be stopped.
fn wait(child: &mut Child, streams: [&File; 2], bounds: Bounds) -> std::io::Result<Option<Ended>> {
    let mut pause = WAITS[0];
    let mut next_look = Instant::now();
    loop {
        let has_ended = child.try_wait()?.is_some();
        let now = Instant::now();
        if !has_ended && bounds.stop.load(Ordering::Relaxed) {
            return Ok(Some(Ended::Stopped));
        }
        if !has_ended && now >= bounds.deadline {
            return Ok(Some(Ended::TooLate));
        }
        for stream in streams {
            if stream.metadata()?.len() > MOST_SAID {
                return Ok(Some(Ended::TooMuch));
            }
        }
        if let Some((folder, most)) = bounds.room.filter(|_| has_ended || now >= next_look) {
            if is_larger(folder, most) {
                return Ok(Some(Ended::TooMuch));
            }
            // A folder with many files is looked at less often, so that looking costs a tenth of the time at most.
            next_look = Instant::now() + (now.elapsed() * 10).max(WAITS[1]);
        }
        if has_ended {
            return Ok(None);
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(WAITS[1]);
    }
}

/// Whether more than `most` bytes lie below `folder`. A file counts a block at least, because a million empty ones fill a disk as well.
fn is_larger(folder: &Path, most: u64) -> bool {
    let mut sum = 0_u64;
    super::super::files::sizes(folder).any(|size| {
        sum = sum.saturating_add(size.max(4096));
        sum > most
    })
}

/// Ends the program and all that it started.
fn kill(child: &mut Child) {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// The last bytes that were said.
fn words(stream: &mut File, most: u64) -> String {
    let mut bytes = Vec::new();
    let length = stream.metadata().map_or(0, |data| data.len());
    let read = stream
        .seek(SeekFrom::Start(length.saturating_sub(most)))
        .and_then(|_| stream.take(most).read_to_end(&mut bytes));
    match read {
        Ok(_) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(_) => String::new(),
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_wants_all_memory_does_not_get_it() {
        let stop = AtomicBool::new(false);
        let bounds = Bounds { deadline: Instant::now() + Duration::from_secs(60), stop: &stop, room: None };
        let mut command = Command::new("sh");
        command.args(["-c", "head -c 700000000 /dev/zero | tail -c 650000000 | wc -c"]);
        let Ok(Ended::Well(printed)) = run(&mut command, bounds) else { panic!("it did not end well") };
        assert_ne!(printed.trim(), "650000000", "tail kept all of it");
    }
}
