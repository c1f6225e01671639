//! The launcher for npm, laid out by the script that makes the packages and run by a real Node.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::expect_used)]

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use common::Sandbox;
use expectrl::Expect as _;

/// A folder with the launcher and a program, as npm lays them out.
struct Installed {
    place: Sandbox,
    /// Such as `linux-x64-gnu`.
    platform: String,
}

/// Lays them out, or says why that cannot be done here.
fn installed(program: &Path) -> Option<Installed> {
    let Some(computer) = answer("node", &["-p", "process.platform + '-' + process.arch"]) else {
        common::cannot("there is no node on this machine");
        return None;
    };
    if answer("python3", &["--version"]).is_none() {
        common::cannot("there is no python3 on this machine, and the script that lays out the packages needs it");
        return None;
    }
    let libc = match () {
        () if cfg!(target_env = "musl") => "-musl",
        () if cfg!(target_os = "linux") => "-gnu",
        () => "",
    };
    let installed = Installed { place: Sandbox::new(), platform: format!("{computer}{libc}") };
    installed.add(&installed.platform, program);
    Some(installed)
}

fn answer(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).expect("text").trim().to_owned())
}

/// A stand-in for the program: what a shell is to do.
fn script(place: &Path, text: &str) -> PathBuf {
    let path = place.join("stand-in");
    fs::write(&path, format!("#!/bin/sh\n{text}\n")).expect("a script");
    path
}

impl Installed {
    /// Lays out the launcher and the package of a platform.
    fn add(&self, platform: &str, program: &Path) {
        let out = self.place.root.path().join("out");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging/build");
        let output =
            Command::new("sh").arg(script).arg("--out").arg(&out).args(["npm", platform]).arg(program).output();
        let output = output.expect("a shell");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let folders = out.join("npm-folders");
        fs::create_dir_all(self.modules().join("@coffeechat")).expect("a folder");
        for (from, to) in [("coffeechat", self.modules().join("coffeechat")), (platform, self.package(platform))] {
            if to.exists() {
                fs::remove_dir_all(&to).expect("the former one goes");
            }
            fs::rename(folders.join(from), to).expect("it moves");
        }
    }

    fn modules(&self) -> PathBuf {
        self.place.root.path().join("node_modules")
    }

    fn package(&self, platform: &str) -> PathBuf {
        self.modules().join("@coffeechat").join(platform)
    }

    fn launcher(&self) -> PathBuf {
        self.modules().join("coffeechat/bin/coffeechat.js")
    }

    /// The launcher in Node, after a few lines of JavaScript that pretend another computer.
    fn pretending(&self, lines: &str) -> Command {
        let first = self.place.root.path().join("first.js");
        fs::write(&first, lines).expect("a file");
        let mut command = Command::new("node");
        command.arg("--require").arg(first).arg(self.launcher()).current_dir(&self.place.work);
        command.env_clear().env("PATH", std::env::var_os("PATH").expect("PATH")).env("HOME", &self.place.home);
        command.env("COFFEECHAT_TODAY", common::TODAY.to_string());
        command
    }

    fn command(&self) -> Command {
        self.pretending("")
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command().args(arguments).output().expect("node runs")
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

#[test]
fn the_program_says_what_it_says_without_a_launcher() {
    let Some(installed) = installed(common::binary()) else { return };
    let note = "---\nlevel: 1\ncontact: Grace Hopper\ndate: 2026-11-18\nstatus: talked\n---\n";
    fs::write(installed.place.work.join("note.md"), note).expect("a note");
    for (arguments, code) in [
        (&["--version"][..], 0),
        (&["lint", "--format", "concise", "note.md"], 1),
        (&["lint", "--format", "json", "note.md"], 1),
        (&["lint", "nothing-here.md"], 2),
        (&["--no-such-flag"], 2),
    ] {
        let launched = installed.run(arguments);
        let mut direct = Command::new(common::binary());
        direct.args(arguments).current_dir(&installed.place.work).env_clear();
        direct.env("HOME", &installed.place.home).env("COFFEECHAT_TODAY", common::TODAY.to_string());
        let direct = direct.output().expect("it runs");
        assert_eq!(launched.status.code(), Some(code), "{arguments:?}: {}", text(&launched.stderr));
        assert_eq!(text(&launched.stdout), text(&direct.stdout), "{arguments:?}");
        assert_eq!(text(&launched.stderr), text(&direct.stderr), "{arguments:?}");
    }
    let version = installed.run(&["--version"]);
    assert_eq!(text(&version.stdout), format!("coffeechat {}\n", env!("CARGO_PKG_VERSION")));
    let package = fs::read_to_string(installed.modules().join("coffeechat/package.json")).expect("package.json");
    let package: serde_json::Value = serde_json::from_str(&package).expect("JSON");
    assert_eq!(package["version"], env!("CARGO_PKG_VERSION"));
    let programs = package["optionalDependencies"].as_object().expect("programs");
    assert!(programs.values().all(|version| version == env!("CARGO_PKG_VERSION")), "{programs:?}");
    assert!(package.get("scripts").is_none(), "nothing runs while it is installed");
}

#[test]
fn arguments_input_and_exit_code_go_through_unchanged() {
    let place = Sandbox::new();
    let program = script(&place.work, r#"for one in "$@"; do printf '<%s>\n' "$one"; done; cat; exit 77"#);
    let Some(installed) = installed(&program) else { return };
    let arguments = ["two words", "", "it's \"quoted\"", "$HOME *", "--", "-x", "魚"];
    let mut command = installed.command();
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("node runs");
    child.stdin.take().expect("input").write_all(b"line one\nno end").expect("it is read");
    let output = child.wait_with_output().expect("it ends");
    let expected: String = arguments.iter().map(|one| format!("<{one}>\n")).collect();
    assert_eq!(text(&output.stdout), format!("{expected}line one\nno end"));
    assert_eq!(output.status.code(), Some(77));
}

#[test]
fn a_death_by_signal_is_one_for_the_caller_too() {
    for (name, number) in [("KILL", 9), ("TERM", 15), ("INT", 2), ("HUP", 1)] {
        let place = Sandbox::new();
        let Some(installed) = installed(&script(&place.work, &format!("kill -{name} $$; sleep 5"))) else { return };
        let status = installed.run(&[]).status;
        assert_eq!(status.signal(), Some(number), "SIG{name}: {status}");
    }
}

/// Starts a stand-in that says `ready`, and gives back what it writes from then on.
fn ready(installed: &Installed) -> (Child, BufReader<std::process::ChildStdout>) {
    let mut command = installed.command();
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("node runs");
    let mut lines = BufReader::new(child.stdout.take().expect("output"));
    let mut line = String::new();
    lines.read_line(&mut line).expect("a line");
    assert_eq!(line, "ready\n");
    (child, lines)
}

#[test]
fn signals_are_passed_on_and_the_program_ends_as_it_likes() {
    use rustix::process::{Pid, Signal, kill_process};
    for (name, signal) in [("TERM", Signal::TERM), ("INT", Signal::INT), ("HUP", Signal::HUP), ("USR2", Signal::USR2)] {
        let place = Sandbox::new();
        // It ends on its own after ten seconds, should the signal never come.
        let waits = "n=0; while [ $n -lt 100 ]; do sleep 0.1; n=$((n+1)); done; exit 9";
        let program = script(&place.work, &format!("trap 'echo caught; exit 5' {name}; echo ready; {waits}"));
        let Some(installed) = installed(&program) else { return };
        let (mut child, mut rest) = ready(&installed);
        let pid = Pid::from_raw(i32::try_from(child.id()).expect("a number")).expect("a process");
        kill_process(pid, signal).expect("a signal");
        let mut said = String::new();
        rest.read_to_string(&mut said).expect("text");
        assert_eq!((said.as_str(), child.wait().expect("an end").code()), ("caught\n", Some(5)), "SIG{name}");
    }
}

#[test]
fn ctrl_c_on_a_terminal_reaches_the_program_once() {
    let place = Sandbox::new();
    // A second after the first one it says how many there were. Not in a shell, which takes two for one while it waits.
    let counts = "let times = 0; setTimeout(() => process.exit(9), 15000); \
        process.on('SIGINT', () => { if (times++ === 0) setTimeout(() => { console.log(`times=${times}`); process.exit(4); }, 1000); }); \
        console.log('ready');";
    let program = script(&place.work, &format!("exec node -e \"$(cat <<'END'\n{counts}\nEND\n)\""));
    let Some(installed) = installed(&program) else { return };
    let mut session = expectrl::Session::spawn(installed.command()).expect("a terminal");
    session.set_expect_timeout(Some(std::time::Duration::from_secs(20)));
    session.expect("ready").expect("it starts");
    session.send("\x03").expect("Ctrl-C");
    let end = session.expect(expectrl::Regex("times=[0-9]+")).expect("it goes on to its end");
    assert_eq!(String::from_utf8_lossy(end.get(0).expect("the number")), "times=1");
}

#[test]
fn without_its_program_the_launcher_says_what_to_type() {
    let Some(installed) = installed(common::binary()) else { return };
    fs::remove_dir_all(installed.package(&installed.platform)).expect("it goes");
    let output = installed.run(&["lint"]);
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(2), ""));
    let said = text(&output.stderr);
    assert!(said.contains(&format!("@coffeechat/{} is not there", installed.platform)), "{said}");
    assert!(said.contains("npm install --include=optional coffeechat"), "{said}");
}

#[test]
fn a_computer_without_a_package_is_told_which_there_are() {
    let Some(installed) = installed(common::binary()) else { return };
    let lines = "Object.defineProperty(process, 'platform', { value: 'freebsd' });";
    let output = installed.pretending(lines).arg("lint").output().expect("node runs");
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(2), ""));
    let said = text(&output.stderr);
    assert!(said.contains("no package for this computer (freebsd-"), "{said}");
    assert!(said.contains("darwin-arm64, darwin-x64, win32-x64"), "{said}");
    assert!(said.contains("cargo install --locked coffeechat"), "{said}");
}

#[test]
fn of_two_c_libraries_the_one_of_this_computer_is_taken() {
    let place = Sandbox::new();
    let Some(installed) = installed(&script(&place.work, "echo gnu")) else { return };
    if !installed.platform.starts_with("linux-") {
        return common::cannot("there is one C library only on this system");
    }
    let arch = installed.platform.split('-').nth(1).expect("a processor").to_owned();
    installed.add(&format!("linux-{arch}-gnu"), &script(&place.work, "echo gnu"));
    installed.add(&format!("linux-{arch}-musl"), &script(&place.work, "echo musl"));
    for (there, expected) in [("true", "musl\n"), ("false", "gnu\n")] {
        let lines = format!("require('fs').existsSync = (path) => path.startsWith('/lib/ld-musl-') && {there};");
        let output = installed.pretending(&lines).output().expect("node runs");
        assert_eq!(text(&output.stdout), expected);
    }
    // Where one of them alone was installed, it is that one.
    fs::remove_dir_all(installed.package(&format!("linux-{arch}-gnu"))).expect("it goes");
    let output = installed.pretending("require('fs').existsSync = () => false;").output().expect("node runs");
    assert_eq!(text(&output.stdout), "musl\n");
}

#[test]
fn a_program_that_cannot_start_is_told() {
    let Some(installed) = installed(common::binary()) else { return };
    let program = installed.package(&installed.platform).join("bin/coffeechat");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o644)).expect("it loses its permission");
    let output = installed.run(&["lint"]);
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(2), ""));
    let said = text(&output.stderr);
    assert!(said.contains("could not be started: ") && said.contains("EACCES"), "{said}");
    assert!(said.contains("install coffeechat again"), "{said}");
}

#[test]
fn what_it_says_to_type_begins_with_npx_where_npx_started_it() {
    let Some(installed) = installed(common::binary()) else { return };
    let next = |variables: &[(&str, &str)]| {
        let output = installed.command().arg("init").envs(variables.iter().copied()).output().expect("node runs");
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout).lines().last().unwrap_or_default().to_owned()
    };
    let npm = ("npm_config_user_agent", "npm/10.8.2 node/v22.9.0 linux x64 workspaces/false");
    assert_eq!(next(&[]), "Next: coffeechat new");
    assert_eq!(next(&[("npm_command", "exec"), npm]), "Next: npx coffeechat new");
    // In a script of a package the name is on the PATH, and other clients have a word of their own for npx.
    assert_eq!(next(&[("npm_command", "run-script"), npm]), "Next: coffeechat new");
    assert_eq!(next(&[("npm_command", "exec"), ("npm_config_user_agent", "pnpm/9.0.0")]), "Next: coffeechat new");
    assert_eq!(next(&[("COFFEECHAT_CALLED_AS", "rm -rf . #")]), "Next: coffeechat new");
}

#[test]
fn what_it_says_to_type_begins_with_what_keeps_it_for_a_while() {
    let place = Sandbox::new();
    let made = Command::new("git").args(["init", "--quiet"]).arg(&place.work).env("HOME", &place.home).status();
    assert!(made.expect("git runs").success());
    for (kept, next, stays) in [
        (".cache/uv/archive-v0/Kq3-yB_dZ/bin", "Next: uvx coffeechat new", Some("uv tool install coffeechat")),
        (".cache/pipx/8ffae6780419902/bin", "Next: pipx run coffeechat new", Some("pipx install coffeechat")),
        (".local/share/pipx/venvs/coffeechat/bin", "Next: coffeechat new", None),
    ] {
        let folder = place.home.join(kept);
        fs::create_dir_all(&folder).expect("a folder");
        let program = folder.join("coffeechat");
        fs::copy(common::binary(), &program).expect("the program");
        let output = Command::new(&program).arg("init").current_dir(&place.work).env_clear().output().expect("it runs");
        let said = text(&output.stdout);
        assert_eq!(said.lines().last(), Some(next), "{}", text(&output.stderr));
        let output = Command::new(&program).args(["hook", "install"]).current_dir(&place.work).env_clear().output();
        let output = output.expect("it runs");
        assert!(output.status.success(), "{}", text(&output.stderr));
        let said = text(&output.stdout);
        let last = said.lines().last().unwrap_or_default();
        match stays {
            Some(install) => assert!(last.ends_with(&format!("For one that stays: {install}")), "{said}"),
            None => assert!(!said.contains("For one that stays"), "{said}"),
        }
        fs::remove_file(&program).expect("it goes");
    }
}
