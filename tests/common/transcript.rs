//! Transcripts: Markdown with `console` fences whose commands are run and whose output is compared.
//!
//! In a fence, `$ ` begins a command for the shell, what follows is its output (both streams), and `? N` is its exit code
//! where that is not 0. `SNAPSHOTS=overwrite cargo test` writes what was seen; a person reads it before it is committed.
//! No kept library runs redirections and several commands in one folder, so this is our own.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// After this long a command of a transcript is ended. None comes near it.
const LONGEST: Duration = Duration::from_secs(120);

/// A shell command in a clean environment: nothing of the user's, a fixed day, zone, language and author.
pub fn shell(command: &str, folder: &Path, home: &Path) -> Command {
    let bin = super::binary().parent().expect("the folder of the binary");
    let mut shell = Command::new("sh");
    shell
        .arg("-c")
        .arg(command)
        .current_dir(folder)
        .env_clear()
        .env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", bin.display()))
        .env("HOME", home)
        .env("TZ", "UTC")
        .env("LANG", "C.UTF-8")
        .env("TERM", "dumb")
        .env("COFFEECHAT_TODAY", super::TODAY.to_string())
        .env("FIXTURES", concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", home.join("gitconfig"))
        .env("GIT_AUTHOR_DATE", "2026-11-23T12:00:00Z")
        .env("GIT_COMMITTER_DATE", "2026-11-23T12:00:00Z")
        .env("GIT_AUTHOR_NAME", "A Student")
        .env("GIT_AUTHOR_EMAIL", "student@example.org")
        .env("GIT_COMMITTER_NAME", "A Student")
        .env("GIT_COMMITTER_EMAIL", "student@example.org")
        .stdin(Stdio::null());
    shell
}

/// What a command says, and how it ended. One that does not end fails the test, and is ended with all that it started.
fn bounded(mut shell: Command, written: &str) -> (Vec<u8>, std::process::ExitStatus) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut shell, 0);
    let mut child = shell.stdout(Stdio::piped()).spawn().expect("a shell");
    let mut out = child.stdout.take().expect("its output");
    let (done, is_done) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut said = Vec::new();
        let _ = out.read_to_end(&mut said);
        let _ = done.send(said);
    });
    let Ok(said) = is_done.recv_timeout(LONGEST) else {
        let _ = Command::new("kill").args(["-KILL", "--", &format!("-{}", child.id())]).status();
        let _ = child.wait();
        panic!("did not end within {LONGEST:?}: {written}");
    };
    (said, child.wait().expect("its end"))
}

/// Runs every `console` fence of `text` and gives the text with what was seen. `folder` is where the commands run;
/// `codes` says whether exit codes are shown; `rewrite` turns a command as it is written into the one that is run, or says that it is not run here.
pub fn replay(text: &str, folder: &Path, home: &Path, codes: bool, rewrite: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if line.trim_start_matches('`') != "console" {
            continue;
        }
        let fence = &line[..line.len() - "console".len()];
        while let Some(line) = lines.next_if(|line| *line != fence) {
            let Some(command) = line.strip_prefix("$ ") else { continue };
            out.push_str(&format!("{line}\n"));
            let Some(run) = rewrite(command) else {
                // What is not run here is kept as it stands.
                while let Some(kept) = lines.next_if(|line| *line != fence && !line.starts_with("$ ")) {
                    out.push_str(&format!("{kept}\n"));
                }
                continue;
            };
            let (said, status) = bounded(shell(&format!("exec 2>&1\n{run}"), folder, home), command);
            let said = String::from_utf8(said).expect("output is UTF-8");
            let said = said.replace(&folder.display().to_string(), "[FOLDER]");
            out.push_str(said.trim_end_matches('\n'));
            if !said.trim_end_matches('\n').is_empty() {
                out.push('\n');
            }
            match status.code() {
                Some(0) => {}
                _ if !codes => {}
                code => out.push_str(&format!("? {}\n", code.map_or("killed".to_owned(), |code| code.to_string()))),
            }
        }
    }
    out
}
