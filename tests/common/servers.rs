//! Servers on a port of this machine: kind ones, and others.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::spawn;

/// Serves on a port of this machine: each connection is given to `answer`.
fn serve(answer: impl Fn(TcpStream) + Clone + Send + 'static) -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = listener.local_addr().expect("an address").port();
    spawn(move || {
        for stream in listener.incoming().flatten() {
            let answer = answer.clone();
            spawn(move || answer(stream));
        }
    });
    port
}

/// `git daemon` for one connection.
fn daemon(base: &Path, stream: TcpStream) -> Child {
    let (input, output): (OwnedFd, OwnedFd) = (stream.try_clone().expect("a stream").into(), stream.into());
    Command::new("git")
        .args(["daemon", "--inetd", "--export-all"])
        .arg(format!("--base-path={}", base.display()))
        .env("GIT_CONFIG_COUNT", "1")
        .envs([("GIT_CONFIG_KEY_0", "safe.directory"), ("GIT_CONFIG_VALUE_0", "*")])
        .stdin(input)
        .stdout(output)
        .stderr(Stdio::null())
        .spawn()
        .expect("git daemon")
}

/// Serves the repositories in `base`.
pub fn journals(base: PathBuf) -> u16 {
    serve(move |stream| {
        let _ = daemon(&base, stream).wait();
    })
}

/// A web server that says one thing to everybody.
pub fn says(answer: &'static str) -> u16 {
    serve(move |mut stream| {
        let mut seen = Vec::new();
        let mut byte = [0];
        while !seen.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|count| count > 0) {
            seen.push(byte[0]);
        }
        let _ = stream.write_all(answer.as_bytes());
        let _ = stream.shutdown(Shutdown::Both);
    })
}

/// A server that takes every connection and never says a word.
pub fn silent() -> u16 {
    serve(|mut stream| {
        let _ = stream.read_to_end(&mut Vec::new());
    })
}

/// `git daemon`, whose connection ends after so many bytes.
pub fn breaks_off(base: PathBuf, after: u64) -> u16 {
    serve(move |stream| {
        let inner = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let near = TcpStream::connect(inner.local_addr().expect("an address")).expect("a connection");
        let mut child = daemon(&base, inner.accept().expect("a connection").0);
        let (mut from, mut to) = (stream.try_clone().expect("a stream"), near.try_clone().expect("a stream"));
        spawn(move || {
            let _ = std::io::copy(&mut from, &mut to);
        });
        let _ = std::io::copy(&mut near.take(after), &mut &stream);
        let _ = stream.shutdown(Shutdown::Both);
        let _ = child.kill();
        let _ = child.wait();
    })
}

/// Text that hardly packs.
pub fn noise(words: u64) -> String {
    (0..words).map(|n| format!("{:x}", n.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(17) ^ n.pow(3))).collect()
}

/// A web server with the files of a folder, whatever stands before them: what Git calls a dumb one.
pub fn files(folder: PathBuf) -> u16 {
    serve(move |mut stream| {
        let mut seen = Vec::new();
        let mut byte = [0];
        while !seen.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|count| count > 0) {
            seen.push(byte[0]);
        }
        let request = String::from_utf8_lossy(&seen).into_owned();
        let path = request.split(' ').nth(1).unwrap_or_default().split('?').next().unwrap_or_default();
        let inside = path.trim_start_matches('/').split_once('/').map_or("", |(_, inside)| inside);
        let answer = std::fs::read(folder.join(inside));
        let code = if answer.is_ok() { "200 OK" } else { "404 Not Found" };
        let body = answer.unwrap_or_default();
        let head = format!("HTTP/1.1 {code}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
        let _ = stream.shutdown(Shutdown::Both);
    })
}
