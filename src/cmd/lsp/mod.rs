//! `coffeechat lsp`: the same findings, the same fixes and the same words in an editor, while somebody types.
//!
//! One thread reads what the client writes; everything else is done here, one thing after the other. What is asked is answered from the
//! text as it is then; what is typed is looked at once nothing was typed for a moment.

use std::time::Duration;

use lsp_server::{ErrorCode, Message, Request, Response};
use serde_json::{Value, json};

use super::{Env, Outcome};
use crate::error::{Error, Result};
use crate::io::clock::since_the_start;
use crate::io::settings::find_activity;
use crate::io::wire::{Arrived, Wire};

mod actions;
mod check;
mod client;
mod commands;
mod completion;
mod document;
mod hover;
mod lens;
mod place;
mod positions;
mod publish;
mod queue;
mod server;
mod shelf;
mod symbols;

use self::client::Client;
use self::queue::{Next, Queue};
use self::server::Server;

const EXAMPLES: &str = "  coffeechat lsp       an editor starts it, and talks to it";

/// Help an editor to check notes while you type
///
/// A language server on standard input and output. It shows what lint finds, mends it, explains and completes. It reads the files of the
/// journal, writes none of them, starts no program and needs no network. It ends when the editor does; with exit code 1 where the editor
/// left without the farewell that the protocol asks for.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES)]
pub struct Args {
    /// Talk on standard input and output, as it does without this; editors add it
    #[arg(long)]
    stdio: bool,
}

/// Serves one client until it leaves.
///
/// # Errors
/// For an activity that is not known, and where the client cannot be written to.
pub fn run(_: &Args, env: &mut Env) -> Result<Outcome> {
    // What every journal would say is said at once.
    env.activity.as_deref().map(find_activity).transpose()?;
    let mut queue = Queue::new(Wire::listen());
    let Some(client) = greet(&mut queue, env)? else { return Ok(Outcome::Left) };
    let mut server = Server::new(env, client);
    let outcome = serve(&mut queue, &mut server)?;
    Ok(outcome)
}

/// Waits for the first request, which says what the client can do. `None` where it leaves before.
fn greet(queue: &mut Queue, env: &mut Env) -> Result<Option<Client>> {
    loop {
        match queue.next(None) {
            Next::Take(Arrived::Message(Message::Request(asked))) if asked.method == "initialize" => {
                let client = Client::of(&asked.params);
                send(env, Response::new_ok(asked.id, client.welcome()).into())?;
                return Ok(Some(client));
            }
            Next::Take(Arrived::Message(Message::Request(asked))) => {
                let code = ErrorCode::ServerNotInitialized as i32;
                send(env, Response::new_err(asked.id, code, "`initialize` comes first".to_owned()).into())?;
            }
            Next::Take(Arrived::Message(Message::Notification(told))) if told.method == "exit" => return Ok(None),
            Next::Take(Arrived::Unread(why)) => send_unread(env, &why)?,
            Next::Take(Arrived::Closed) => return Err(Error::ClosedPipe),
            _ => {}
        }
    }
}

/// How long a look at what was typed may be put off by what is asked meanwhile.
const LONGEST: Duration = Duration::from_millis(500);

fn serve(queue: &mut Queue, server: &mut Server<'_>) -> Result<Outcome> {
    let mut is_leaving = false;
    loop {
        let now = since_the_start();
        let left = server.due().map(|due| due.saturating_sub(now));
        if server.due().is_some_and(|due| due + LONGEST < now) {
            server.look(now);
        }
        match queue.next(left) {
            Next::Nothing => server.look(since_the_start()),
            Next::Drop(id) => {
                let code = ErrorCode::RequestCanceled as i32;
                server.say(Response::new_err(id, code, "cancelled by the client".to_owned()));
            }
            Next::Take(Arrived::Unread(why)) => send_unread(server.env, &why)?,
            Next::Take(Arrived::Closed) => return Ok(Outcome::Done),
            Next::Take(Arrived::Message(message)) => match message {
                Message::Notification(told) if told.method == "exit" => {
                    return Ok(if is_leaving { Outcome::Done } else { Outcome::Left });
                }
                Message::Request(Request { id, method, .. }) if method == "shutdown" => {
                    is_leaving = true;
                    server.say(Response::new_ok(id, Value::Null));
                }
                Message::Request(asked) if is_leaving => {
                    let code = ErrorCode::InvalidRequest as i32;
                    server.say(Response::new_err(asked.id, code, "the server is shutting down".to_owned()));
                }
                Message::Request(asked) => server.answer(asked),
                Message::Notification(told) => server.hear(told),
                Message::Response(_) => {}
            },
        }
        for message in server.take_said() {
            send(server.env, message)?;
        }
    }
}

/// Writes a message to the client.
fn send(env: &mut Env, message: Message) -> Result<()> {
    message.write(&mut env.out).and_then(|()| env.out.flush()).map_err(Error::output)
}

/// Says that something was no message. Nobody knows which request it was meant to be.
fn send_unread(env: &mut Env, why: &str) -> Result<()> {
    let code = ErrorCode::ParseError as i32;
    let text = json!({ "jsonrpc": "2.0", "id": null, "error": { "code": code, "message": why } }).to_string();
    env.print(&format!("Content-Length: {}\r\n\r\n{text}", text.len()))?;
    env.flush()
}
