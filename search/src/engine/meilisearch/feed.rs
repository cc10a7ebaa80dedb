//! Brings documents to one server, in batches, no further ahead than its tasks can follow.

use super::{ask, server::Server, vectors};
use crate::engine::{EngineError, Manifest};
use serde_json::{Value, json};
use std::collections::VecDeque;

/// Documents are sent when so many bytes of them have come together: far below the server's usual limit of
/// 100 MB, enough for its tasks to be worth their while.
const BATCH: usize = 8 << 20;
/// Tasks that the server may be behind with before more is sent to it.
const TASKS_AHEAD: usize = 6;
/// Policies that one deletion names.
const DELETED_AT_ONCE: usize = 1000;

/// What is on its way to an index of a server.
pub struct Feed {
    server: Server,
    /// The index that is written to.
    index: String,
    /// The embedders of the index: what a document has no vector for must be said.
    embedders: Vec<String>,
    lines: Vec<u8>,
    /// Whether `lines` change documents that are there instead of taking their place.
    changes: bool,
    /// The first and the last document in `lines`.
    range: Option<(i64, i64)>,
    removed: Vec<i64>,
    tasks: VecDeque<Sent>,
}

/// What was sent and is not known to have arrived.
struct Sent {
    task: u32,
    what: String,
}

impl Feed {
    /// Begins a whole new index beside the one in use. What an interrupted build left is removed.
    pub fn beside(server: Server) -> Result<Self, EngineError> {
        server.version()?;
        let index = server.next_index();
        Self::anew(server, index)
    }

    /// Begins a whole new index in the place of the one in use, which nobody reads.
    pub fn instead(server: Server) -> Result<Self, EngineError> {
        server.version()?;
        let index = server.index().to_owned();
        Self::anew(server, index)
    }

    fn anew(server: Server, index: String) -> Result<Self, EngineError> {
        server.delete_index(&index)?;
        server.create_index(&index)?;
        Ok(Self::to(server, index, Vec::new()))
    }

    /// Begins an update of the index in use.
    pub fn update(server: Server) -> Result<Self, EngineError> {
        server.version()?;
        let index = server.index().to_owned();
        let embedders = server.embedders(&index)?;
        Ok(Self::to(server, index, embedders))
    }

    fn to(server: Server, index: String, embedders: Vec<String>) -> Self {
        let (lines, removed, tasks) = (Vec::new(), Vec::new(), VecDeque::new());
        Self { server, index, embedders, lines, changes: false, range: None, removed, tasks }
    }

    /// The server.
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// The index that is written to.
    pub fn index(&self) -> &str {
        &self.index
    }

    /// Lets the index take vectors of a name. Documents that are there must have said before that they have none.
    pub fn set_embedder(&mut self, name: &str, dimensions: usize) -> Result<(), EngineError> {
        let embedders = vec![name.to_owned()];
        if self.server.embedders(&self.index)? != embedders {
            self.settle()?;
            let mut ids: Vec<String> = Vec::new();
            let mut note = |document: &Value| ids.extend(document["id"].as_str().map(str::to_owned));
            self.server.visit(&self.index, None, &["id"], &mut note)?;
            for id in ids {
                let line = json!({"id": id, "_vectors": vectors::none_of(&embedders)});
                self.change(id.parse().unwrap_or_default(), &line.to_string())?;
            }
            self.settle()?;
            self.server.set_embedder(&self.index, name, dimensions)?;
        }
        self.embedders = embedders;
        Ok(())
    }

    /// Adds the document of a clause. It is visible some time before [`Feed::settle`] returns.
    pub fn add(&mut self, clause: i64, line: &str) -> Result<(), EngineError> {
        match self.without_vectors(line) {
            Some(line) => self.put(clause, &line, false),
            None => self.put(clause, line, false),
        }
    }

    /// Changes members of the document of a clause.
    pub fn change(&mut self, clause: i64, line: &str) -> Result<(), EngineError> {
        self.put(clause, line, true)
    }

    /// A document that says that it has no vectors; `None` where nobody asks for them.
    fn without_vectors(&self, line: &str) -> Option<String> {
        let open = line.strip_suffix('}').filter(|_| !self.embedders.is_empty())?;
        Some(format!("{open},\"_vectors\":{}}}", vectors::none_of(&self.embedders)))
    }

    fn put(&mut self, clause: i64, line: &str, changes: bool) -> Result<(), EngineError> {
        self.delete()?;
        if self.changes != changes {
            self.send()?;
            self.changes = changes;
        }
        if !self.lines.is_empty() && self.lines.len() + line.len() > BATCH {
            self.send()?;
        }
        self.lines.extend(line.as_bytes());
        self.lines.push(b'\n');
        self.range = Some((self.range.map_or(clause, |(first, _)| first), clause));
        Ok(())
    }

    /// Removes every document of a policy. What is removed comes before what is added.
    pub fn remove(&mut self, policy: i64) {
        self.removed.push(policy);
    }

    /// Sends the deletions that have come together.
    fn delete(&mut self) -> Result<(), EngineError> {
        for policies in std::mem::take(&mut self.removed).chunks(DELETED_AT_ONCE) {
            let rows: Vec<String> = policies.iter().map(i64::to_string).collect();
            let task = self.server.delete(&self.index, &format!("policy IN [{}]", rows.join(", ")))?;
            self.sent(task, format!("deleting the documents of {} policies", policies.len()))?;
        }
        Ok(())
    }

    /// Sends the documents that have come together.
    fn send(&mut self) -> Result<(), EngineError> {
        let Some((first, last)) = self.range.take() else { return Ok(()) };
        let lines = std::mem::take(&mut self.lines);
        self.deliver(&lines, &format!("documents {first} to {last}"))
    }

    /// Sends lines; in two parts where the server takes no payload as large.
    fn deliver(&mut self, lines: &[u8], what: &str) -> Result<(), EngineError> {
        let sent = if self.changes {
            self.server.change(&self.index, lines.to_vec())
        } else {
            self.server.add(&self.index, lines.to_vec())
        };
        match sent {
            Ok(task) => self.sent(task, what.to_owned()),
            Err(error @ EngineError::TooLarge { .. }) => {
                let Some(middle) = middle(lines) else { return Err(error) };
                let (first, second) = lines.split_at(middle);
                self.deliver(first, what)?;
                self.deliver(second, what)
            }
            Err(error) => Err(error),
        }
    }

    fn sent(&mut self, task: u32, what: String) -> Result<(), EngineError> {
        self.tasks.push_back(Sent { task, what });
        while self.tasks.len() > TASKS_AHEAD {
            self.await_first()?;
        }
        Ok(())
    }

    fn await_first(&mut self) -> Result<(), EngineError> {
        let Some(sent) = self.tasks.pop_front() else { return Ok(()) };
        self.server.finish(sent.task).map_err(|error| match error {
            EngineError::Task { number, code, reason } => {
                EngineError::Task { number, code, reason: format!("{}: {reason}", sent.what) }
            }
            other => other,
        })
    }

    /// Sends what is left and waits until the server has done everything.
    pub fn settle(&mut self) -> Result<(), EngineError> {
        self.delete()?;
        self.send()?;
        while !self.tasks.is_empty() {
            self.await_first()?;
        }
        Ok(())
    }

    /// Checks that the server holds so many units, none more and none less.
    pub fn verify(&self, expected: u64) -> Result<(), EngineError> {
        let all = self.server.documents(&self.index)?;
        let manifests = u64::from(ask::manifest(&self.server, &self.index)?.is_some());
        let found = all.saturating_sub(manifests);
        if found == expected {
            return Ok(());
        }
        Err(EngineError::Counts { url: self.server.url().to_owned(), expected, found })
    }

    /// Writes what the index was built from: last, so that whoever is interrupted finds one that is behind.
    pub fn write_manifest(&self, manifest: &Manifest) -> Result<(), EngineError> {
        let text = serde_json::to_string(manifest).map_err(|error| EngineError::Engine(error.to_string()))?;
        let document = json!({"id": "manifest", "manifest": text}).to_string();
        let document = self.without_vectors(&document).unwrap_or(document);
        let task = self.server.add(&self.index, format!("{document}\n").into_bytes())?;
        self.server.finish(task)
    }

    /// Puts the new index in the place of the old one.
    pub fn publish(&self) -> Result<(), EngineError> {
        let (used, next) = (self.server.index(), self.server.next_index());
        if !self.server.has_index(used)? {
            self.server.create_index(used)?;
        }
        self.server.swap(used, &next)?;
        self.server.delete_index(&next)
    }
}

/// Where lines can be parted: behind the line feed that lies nearest to the middle from the left, or from
/// the right; nowhere in one line.
fn middle(lines: &[u8]) -> Option<usize> {
    let half = lines.len() / 2;
    let ends = |from: usize, to: usize| (from..to).filter(|&at| lines[at] == b'\n').map(|at| at + 1);
    ends(0, half).next_back().or_else(|| ends(half, lines.len()).next()).filter(|&at| at < lines.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payloads_are_parted_between_lines() {
        assert_eq!(middle(b"a\nbb\nccc\n"), Some(2));
        assert_eq!(middle(b"aaaa\nb\n"), Some(5));
        assert_eq!(middle(b"aaaa\n"), None);
    }
}
