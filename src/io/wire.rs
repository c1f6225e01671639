//! The messages of a client, from standard input: a header with a length, and so many bytes of JSON. Read on a thread of its own, so that
//! what is cancelled meanwhile is known before it is begun.
//!
//! Nothing here trusts the client. No more memory is asked for than bytes have come, and a text that is no message is told as one.

use std::io::{BufRead, Read, copy, sink};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use lsp_server::Message;

/// The largest message that is read, in bytes. A pasted book is smaller.
const LONGEST: u64 = 64 * 1024 * 1024;

/// The longest header, in bytes.
const LONGEST_HEADER: u64 = 8 * 1024;

/// What came from the client.
#[derive(Debug)]
pub enum Arrived {
    /// A message.
    Message(Message),
    /// Something that is none; why.
    Unread(String),
    /// The end: the client closed its side, or what it writes has no beginning any more.
    Closed,
}

/// The client's end of standard input.
pub struct Wire {
    arrived: Receiver<Arrived>,
}

impl Wire {
    /// Begins to read standard input.
    pub fn listen() -> Self {
        let (tell, arrived) = channel();
        std::thread::spawn(move || forward(&mut std::io::stdin().lock(), &tell));
        Self { arrived }
    }

    /// What came next, waiting for it as long as that; `None` where nothing did.
    pub fn next(&self, longest: Option<Duration>) -> Option<Arrived> {
        match longest {
            None => Some(self.arrived.recv().unwrap_or(Arrived::Closed)),
            Some(longest) => match self.arrived.recv_timeout(longest) {
                Ok(arrived) => Some(arrived),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => Some(Arrived::Closed),
            },
        }
    }

    /// What is there already.
    pub fn ready(&self) -> Option<Arrived> {
        self.arrived.try_recv().ok()
    }
}

fn forward(input: &mut impl BufRead, tell: &Sender<Arrived>) {
    loop {
        let arrived = read(input);
        let is_over = matches!(arrived, Arrived::Closed);
        if tell.send(arrived).is_err() || is_over {
            return;
        }
    }
}

/// The next message.
fn read(input: &mut impl BufRead) -> Arrived {
    let Some(length) = header(input) else { return Arrived::Closed };
    if length > LONGEST {
        return match copy(&mut input.take(length), &mut sink()) {
            Ok(passed) if passed == length => {
                Arrived::Unread(format!("a message of {length} bytes is larger than {} MiB", LONGEST >> 20))
            }
            _ => Arrived::Closed,
        };
    }
    let mut bytes = Vec::new();
    match input.take(length).read_to_end(&mut bytes) {
        Ok(read) if read as u64 == length => {}
        _ => return Arrived::Closed,
    }
    match serde_json::from_slice(&bytes) {
        Ok(message) => Arrived::Message(message),
        // What serde says of it may quote the message.
        Err(_) => Arrived::Unread("this is no message of the protocol: no JSON, or not the shape of one".to_owned()),
    }
}

/// The length that a header states; `None` at the end, and where it states none, for then nobody knows where the next one begins.
fn header(input: &mut impl BufRead) -> Option<u64> {
    let mut length = None;
    let mut left = input.take(LONGEST_HEADER);
    loop {
        let mut line = Vec::new();
        left.read_until(b'\n', &mut line).ok()?;
        line.pop_if(|byte| *byte == b'\n')?;
        line.pop_if(|byte| *byte == b'\r');
        if line.is_empty() {
            return length;
        }
        let line = String::from_utf8_lossy(&line);
        if let Some((name, value)) = line.split_once(':')
            && name.trim().eq_ignore_ascii_case("content-length")
        {
            length = Some(value.trim().parse().ok()?);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8]) -> Vec<String> {
        let (tell, arrived) = channel();
        forward(&mut &bytes[..], &tell);
        let name = |arrived: Arrived| match arrived {
            Arrived::Message(Message::Notification(told)) => told.method,
            Arrived::Message(_) => "request".to_owned(),
            Arrived::Unread(why) => why.split(' ').next().unwrap_or_default().to_owned(),
            Arrived::Closed => "closed".to_owned(),
        };
        arrived.try_iter().map(name).collect()
    }

    fn framed(text: &str) -> Vec<u8> {
        format!("Content-Length: {}\r\n\r\n{text}", text.len()).into_bytes()
    }

    #[test]
    fn what_is_no_message_is_told_and_the_next_one_is_read() {
        let told = r#"{"jsonrpc":"2.0","method":"x"}"#;
        let bytes = [framed("{"), framed(&"[".repeat(5000)), framed("\u{0}"), framed(told)].concat();
        assert_eq!(all(&bytes), ["this", "this", "this", "x", "closed"]);
        assert_eq!(all(&[b"content-length:30\nX: y\n\n".as_slice(), told.as_bytes()].concat()), ["x", "closed"]);
    }

    #[test]
    fn a_length_is_not_believed() {
        for bytes in
            ["Content-Length: 9000\r\n\r\n{}", "Content-Length: -1\r\n\r\n", "X: y\r\n\r\n{}", "Content-Length: 5", ""]
        {
            assert_eq!(all(bytes.as_bytes()), ["closed"], "{bytes}");
        }
        assert_eq!(all(b"Content-Length: 18446744073709551615\r\n\r\n{}"), ["closed"]);
        assert_eq!(all(&vec![b'x'; 100_000]), ["closed"]);
        let large = format!("Content-Length: {}\r\n\r\n", LONGEST + 1);
        let bytes = [large.into_bytes(), vec![b' '; usize::try_from(LONGEST).unwrap_or(0) + 1], framed("{}")].concat();
        assert_eq!(all(&bytes), ["a", "this", "closed"]);
    }
}
