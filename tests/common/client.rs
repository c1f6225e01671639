//! A client of `coffeechat lsp`: what an editor does, over the real program's standard input and output. Nothing is waited for without end.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// After this long without an answer a test fails. No answer comes near it.
const LONGEST: Duration = Duration::from_secs(60);

/// A program that serves, and what it said.
pub struct Client {
    child: Child,
    input: Option<ChildStdin>,
    output: Receiver<Value>,
    kept: VecDeque<Value>,
    asked: i64,
}

impl Client {
    /// Starts one in `folder`, with nothing of the user's, on the day of the tests.
    pub fn start(folder: &Path, home: &Path, arguments: &[&str]) -> Self {
        Self::start_with(super::binary(), folder, home, arguments, &[])
    }

    /// The same, of another program, with more variables.
    pub fn start_with(
        program: &Path,
        folder: &Path,
        home: &Path,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Self {
        let mut child = Command::new(program)
            .arg("lsp")
            .args(arguments)
            .current_dir(folder)
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("HOME", home)
            .env("TZ", "UTC")
            .env("LANG", "C.UTF-8")
            .env("COFFEECHAT_TODAY", "2026-11-23")
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a server");
        let input = child.stdin.take();
        let mut reader = BufReader::new(child.stdout.take().expect("its output"));
        let (tell, output) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut reader) {
                if tell.send(message).is_err() {
                    return;
                }
            }
        });
        Self { child, input, output, kept: VecDeque::new(), asked: 0 }
    }

    /// Says who it is, with these capabilities, for this folder. Gives what the server says of itself.
    pub fn greet(&mut self, folder: &Path, capabilities: Value) -> Value {
        let folders = json!([{ "uri": uri(folder), "name": "journal" }]);
        let params = json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": folders });
        let welcome = self.ask("initialize", params);
        self.tell("initialized", json!({}));
        welcome["result"]["capabilities"].clone()
    }

    /// Writes bytes as they are; whether somebody reads them.
    pub fn write(&mut self, bytes: &[u8]) -> bool {
        let input = self.input.as_mut().expect("the input is open");
        input.write_all(bytes).and_then(|()| input.flush()).is_ok()
    }

    /// Sends a message.
    pub fn send(&mut self, message: &Value) {
        let text = message.to_string();
        assert!(self.write(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes()), "the server reads");
    }

    /// Tells something.
    pub fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Begins to ask something; gives the number of the request.
    pub fn begin(&mut self, method: &str, params: Value) -> i64 {
        self.asked += 1;
        let id = self.asked;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        id
    }

    /// Asks something and waits for the answer, with `result` or `error` in it.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.begin(method, params);
        self.answer(id)
    }

    /// The answer to a request.
    pub fn answer(&mut self, id: i64) -> Value {
        self.find(|message| message["id"] == id && message.get("method").is_none())
    }

    /// What a request gives, which is no error.
    pub fn result(&mut self, method: &str, params: Value) -> Value {
        let mut answer = self.ask(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].take()
    }

    /// The next message that fits. What else comes meanwhile is kept.
    pub fn find(&mut self, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.kept.iter().position(&fits) {
            return self.kept.remove(at).expect("the message");
        }
        let start = Instant::now();
        loop {
            match self.output.recv_timeout(LONGEST.saturating_sub(start.elapsed())) {
                Ok(message) if fits(&message) => return message,
                Ok(message) => self.kept.push_back(message),
                Err(why) => panic!("no such message ({why}); what came: {:?}", self.kept),
            }
        }
    }

    /// What comes within so long and fits.
    pub fn within(&mut self, longest: Duration, fits: impl Fn(&Value) -> bool) -> Option<Value> {
        if let Some(at) = self.kept.iter().position(&fits) {
            return self.kept.remove(at);
        }
        let start = Instant::now();
        loop {
            match self.output.recv_timeout(longest.saturating_sub(start.elapsed())) {
                Ok(message) if fits(&message) => return Some(message),
                Ok(message) => self.kept.push_back(message),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    /// The next findings that are published for a document.
    pub fn findings(&mut self, uri: &str) -> Vec<Value> {
        self.published(uri, None)
    }

    /// The findings that are published for a version of a document.
    pub fn findings_of(&mut self, uri: &str, version: i64) -> Vec<Value> {
        self.published(uri, Some(version))
    }

    fn published(&mut self, uri: &str, version: Option<i64>) -> Vec<Value> {
        let mut message = self.find(|message| {
            let params = &message["params"];
            message["method"] == "textDocument/publishDiagnostics"
                && params["uri"] == uri
                && version.is_none_or(|version| params["version"] == version)
        });
        let Value::Array(found) = message["params"]["diagnostics"].take() else { panic!("{message}") };
        found
    }

    /// Opens a document.
    pub fn open(&mut self, uri: &str, text: &str) {
        let language = if uri.ends_with(".toml") { "toml" } else { "markdown" };
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Exchanges the whole text of a document.
    pub fn change(&mut self, uri: &str, version: i64, text: &str) {
        self.edit(uri, version, json!([{ "text": text }]));
    }

    /// Changes parts of a document.
    pub fn edit(&mut self, uri: &str, version: i64, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Says that a document was saved.
    pub fn save(&mut self, uri: &str) {
        self.tell("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
    }

    /// Closes a document.
    pub fn close(&mut self, uri: &str) {
        self.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    /// Ends the server as an editor does; gives the exit code.
    pub fn leave(mut self) -> i32 {
        assert!(self.ask("shutdown", Value::Null)["result"].is_null());
        self.tell("exit", Value::Null);
        self.end().0
    }

    /// Closes the pipe; gives the exit code and what was said on standard error.
    pub fn end(&mut self) -> (i32, String) {
        self.input = None;
        let start = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                break status;
            }
            assert!(start.elapsed() < LONGEST, "the server did not end");
            std::thread::sleep(Duration::from_millis(2));
        };
        let mut said = String::new();
        let mut err = self.child.stderr.take().expect("what it said");
        err.read_to_string(&mut said).expect("text");
        (status.code().unwrap_or(-1), said)
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One message, framed as the protocol wants it.
fn read(reader: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.strip_suffix("\r\n").unwrap_or_else(|| panic!("a header ends in CRLF: {line:?}"));
        if line.is_empty() {
            break;
        }
        let value =
            line.strip_prefix("Content-Length: ").unwrap_or_else(|| panic!("something else was printed: {line:?}"));
        length = Some(value.parse().expect("a number"));
    }
    let mut bytes = vec![0; length.expect("a length")];
    reader.read_exact(&mut bytes).expect("a whole message");
    Some(serde_json::from_slice(&bytes).expect("JSON"))
}

/// The address of a path.
pub fn uri(path: &Path) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-._~".contains(c);
    let text = path.to_str().expect("a path that is text");
    let encoded: String = text
        .chars()
        .map(|c| if plain(c) { c.to_string() } else { c.to_string().bytes().map(|b| format!("%{b:02X}")).collect() })
        .collect();
    format!("file://{encoded}")
}

/// `text` after edits in the shape of the protocol, with columns in UTF-16 or in bytes.
pub fn applied(text: &str, edits: &Value, is_utf8: bool) -> String {
    let offset = |at: &Value| {
        let (line, column) = (at["line"].as_u64().expect("a line"), at["character"].as_u64().expect("a column"));
        let start: usize = text.split_inclusive('\n').take(line as usize).map(str::len).sum();
        let mut left = column as usize;
        let mut end = start;
        for c in text[start..].chars() {
            if left == 0 {
                break;
            }
            left -= if is_utf8 { c.len_utf8() } else { c.len_utf16() };
            end += c.len_utf8();
        }
        end
    };
    let mut spans: Vec<(usize, usize, &str)> = edits
        .as_array()
        .expect("edits")
        .iter()
        .map(|edit| {
            (offset(&edit["range"]["start"]), offset(&edit["range"]["end"]), edit["newText"].as_str().expect("a text"))
        })
        .collect();
    spans.sort_by_key(|(start, end, _)| (*start, *end));
    let mut out = text.to_owned();
    for (start, end, new) in spans.into_iter().rev() {
        out.replace_range(start..end, new);
    }
    out
}
