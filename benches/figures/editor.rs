//! How long an editor waits for the findings behind a letter that is typed, by the size of the note, against a request that has nothing to do.
//!
//! The server waits a moment for the next letter before it looks. A note that is saved is looked at without that, so each change is
//! saved at once: what is measured is the work, and not the wait.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::common::{Row, coffeechat, note};

const RUNS: usize = 41;

/// The notes of a large journal.
const NOTES: usize = 2_000;

pub fn measure(tell: &dyn Fn(&Row)) {
    let alone = tempfile::tempdir().expect("a folder");
    make(alone.path(), 0);
    for (name, size) in [("1 KB", 1_000), ("10 KB", 10_000), ("100 KB", 100_000), ("1 MB", 1_000_000)] {
        tell(&typed(&format!("a letter in a note of {name}, to its findings"), alone.path(), size));
    }
    let journal = tempfile::tempdir().expect("a folder");
    make(journal.path(), NOTES);
    tell(&typed(&format!("the same, 10 KB, in a journal of {NOTES} notes"), journal.path(), 10_000));
}

fn make(root: &Path, notes: usize) {
    std::fs::create_dir_all(root.join("networking")).expect("a folder");
    std::fs::write(root.join("coffeechat.toml"), "").expect("settings");
    for number in 0..notes {
        std::fs::write(root.join(format!("networking/n{number}.md")), note(number)).expect("a note");
    }
}

/// A note of about that many bytes: one as people write them, and what was said at greater length.
fn text(size: usize) -> String {
    let mut text = note(7);
    let mut seed = 100;
    while text.len() < size {
        let more = note(seed);
        text.push_str(more.split("## Notes").nth(1).expect("notes").split("## Key").next().expect("notes"));
        seed += 1;
    }
    text.truncate(text[..size.min(text.len())].rfind('\n').map_or(0, |at| at + 1));
    text
}

fn typed(what: &str, root: &Path, size: usize) -> Row {
    let mut editor = Editor::start(root);
    let uri = format!("file://{}", root.canonicalize().expect("a path").join("networking/open.md").display());
    let text = text(size);
    let lines = text.lines().count();
    editor.tell(
        "textDocument/didOpen",
        json!({ "textDocument": { "uri": uri, "languageId": "markdown", "version": 0, "text": text } }),
    );
    editor.published(0);
    let (mut times, mut floors) = (Vec::new(), Vec::new());
    for version in 1..=RUNS {
        let start = Instant::now();
        let at = json!({ "line": lines / 2, "character": 2 });
        let change = json!([{ "range": { "start": at, "end": at }, "text": "x" }]);
        editor.tell(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": change }),
        );
        editor.tell("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
        editor.published(version);
        times.push(start.elapsed());
        floors.push(editor.asked(version));
    }
    let peak = editor.peak();
    editor.tell("exit", Value::Null);
    let _ = editor.child.wait();
    Row {
        what: what.to_owned(),
        time: middle(times),
        peak,
        floor: Some(("an empty request".to_owned(), middle(floors))),
    }
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// The least that an editor does.
struct Editor {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Editor {
    fn start(root: &Path) -> Self {
        let mut command = coffeechat(root);
        command.args(["lsp", "--today", "2026-11-23"]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("a server");
        let (input, output) = (child.stdin.take().expect("its input"), child.stdout.take().expect("its output"));
        let mut editor = Self { child, input, output: BufReader::new(output) };
        let watching = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
        editor.send(
            &json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": { "capabilities": watching } }),
        );
        editor.read();
        editor.tell("initialized", json!({}));
        editor
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("a pipe");
        self.input.flush().expect("a pipe");
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    fn read(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            self.output.read_line(&mut line).expect("a header");
            match line.trim_end().strip_prefix("Content-Length: ") {
                Some(value) => length = value.parse().expect("a length"),
                None => break,
            }
        }
        let mut bytes = vec![0; length];
        self.output.read_exact(&mut bytes).expect("a message");
        serde_json::from_slice(&bytes).expect("a message")
    }

    /// Waits for the findings of a version.
    fn published(&mut self, version: usize) {
        while self.read()["params"]["version"] != version {}
    }

    /// Asks for something that is there already.
    fn asked(&mut self, id: usize) -> Duration {
        let start = Instant::now();
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": "coffeechat/statuses", "params": {} }));
        while self.read()["id"] != id {}
        start.elapsed()
    }

    /// In MB; zero where the system does not say.
    fn peak(&self) -> u64 {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line =
            text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok());
        line.unwrap_or_default() / 1024
    }
}
