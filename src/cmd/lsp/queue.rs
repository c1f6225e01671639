//! What has arrived and is not done yet, in order; and what of it was cancelled meanwhile.

use std::collections::{HashSet, VecDeque};
use std::time::Duration;

use lsp_server::{Message, RequestId};
use serde_json::Value;

use crate::io::wire::{Arrived, Wire};

/// The queue before the server.
pub struct Queue {
    wire: Wire,
    waiting: VecDeque<Arrived>,
    cancelled: HashSet<RequestId>,
}

/// What is to be done next.
pub enum Next {
    /// Something arrived.
    Take(Arrived),
    /// A request that nobody wants answered any more.
    Drop(RequestId),
    /// Nothing, so long.
    Nothing,
}

impl Queue {
    /// Of the messages on a wire.
    pub fn new(wire: Wire) -> Self {
        Self { wire, waiting: VecDeque::new(), cancelled: HashSet::new() }
    }

    /// What comes next. Waits for it as long as that, and for ever where that is `None`.
    pub fn next(&mut self, longest: Option<Duration>) -> Next {
        while let Some(arrived) = self.wire.ready() {
            self.put(arrived);
        }
        if self.waiting.is_empty()
            && let Some(arrived) = self.wire.next(longest)
        {
            self.put(arrived);
        }
        match self.waiting.pop_front() {
            None => Next::Nothing,
            Some(Arrived::Message(Message::Request(asked))) if self.cancelled.remove(&asked.id) => Next::Drop(asked.id),
            Some(arrived) => Next::Take(arrived),
        }
    }

    /// A request that is cancelled before it is begun is marked. One that is done already is nobody's any more.
    fn put(&mut self, arrived: Arrived) {
        if let Arrived::Message(Message::Notification(told)) = &arrived
            && told.method == "$/cancelRequest"
        {
            let is_it = |waiting: &Arrived, id: &RequestId| matches!(waiting, Arrived::Message(Message::Request(asked)) if asked.id == *id);
            if let Some(id) = told.params.get("id").and_then(id_of)
                && self.waiting.iter().any(|waiting| is_it(waiting, &id))
            {
                self.cancelled.insert(id);
            }
            return;
        }
        self.waiting.push_back(arrived);
    }
}

fn id_of(value: &Value) -> Option<RequestId> {
    match value {
        Value::String(text) => Some(text.clone().into()),
        number => Some(i32::try_from(number.as_i64()?).ok()?.into()),
    }
}
