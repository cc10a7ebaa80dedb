//! Brings units to the server.

use super::{
    Location, ask, evidence,
    filter::{self, FIELDS},
    keep::Keeper,
    key,
    server::Server,
};
use crate::{
    engine::{EngineError, IndexUnit, IndexWriter, Manifest, SCHEMA_VERSION},
    rank::Field,
};
use serde_json::{Value, json};
use std::{collections::VecDeque, fs};

/// Documents are sent when so many bytes of them have come together: far below the server's limit of
/// 100 MB, enough for its tasks to be worth their while.
const BATCH: usize = 8 << 20;
/// Tasks that the server may be behind with before more is sent to it.
const TASKS_AHEAD: usize = 6;
/// Policies that one deletion names.
const DELETED_AT_ONCE: usize = 1000;

/// Adds and removes units on a server. Readers see a whole new index at once; of an update they see
/// documents as they come, and the manifest last.
pub struct MeilisearchWriter {
    server: Server,
    keeper: Keeper,
    location: Location,
    /// The index that is written to.
    index: String,
    building: bool,
    lines: Vec<u8>,
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

impl MeilisearchWriter {
    /// Begins a whole new index beside the one in use. What an interrupted build left is removed.
    pub fn build(location: &Location) -> Result<Self, EngineError> {
        let server = Server::new(&location.address)?;
        server.version()?;
        let index = server.next_index();
        server.delete_index(&index)?;
        server.create_index(&index)?;
        Ok(Self::new(server, Keeper::build(&location.dir)?, location, index, true))
    }

    /// Begins an update of the index in use.
    pub fn update(location: &Location) -> Result<Self, EngineError> {
        let server = Server::new(&location.address)?;
        server.version()?;
        let index = server.index().to_owned();
        Ok(Self::new(server, Keeper::update(&location.dir)?, location, index, false))
    }

    fn new(server: Server, keeper: Keeper, location: &Location, index: String, building: bool) -> Self {
        Self {
            server,
            keeper,
            location: location.clone(),
            index,
            building,
            lines: Vec::with_capacity(BATCH + (BATCH >> 3)),
            range: None,
            removed: Vec::new(),
            tasks: VecDeque::new(),
        }
    }

    /// Sends the deletions that have come together.
    fn delete(&mut self) -> Result<(), EngineError> {
        let removed = std::mem::take(&mut self.removed);
        for policies in removed.chunks(DELETED_AT_ONCE) {
            let rows: Vec<String> = policies.iter().map(i64::to_string).collect();
            let task = self.server.delete(&self.index, &format!("policy IN [{}]", rows.join(", ")))?;
            self.sent(task, format!("deleting the documents of {} policies", policies.len()))?;
        }
        Ok(())
    }

    /// Sends the documents that have come together.
    fn send(&mut self) -> Result<(), EngineError> {
        let Some((first, last)) = self.range.take() else { return Ok(()) };
        let task = self.server.add(&self.index, std::mem::take(&mut self.lines))?;
        self.sent(task, format!("documents {first} to {last}"))
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

    fn settle(&mut self) -> Result<(), EngineError> {
        self.delete()?;
        self.send()?;
        while !self.tasks.is_empty() {
            self.await_first()?;
        }
        Ok(())
    }

    /// Checks that the server holds what was kept here, no unit more and none less.
    fn verify(&self) -> Result<(), EngineError> {
        let expected = self.keeper.units()?;
        let all = self.server.documents(&self.index)?;
        let manifests = u64::from(ask::manifest(&self.server, &self.index)?.is_some());
        if all - manifests.min(all) == expected {
            return Ok(());
        }
        Err(EngineError::Counts {
            url: self.server.url().to_owned(),
            expected,
            found: all - manifests.min(all),
        })
    }

    fn write_manifest(&mut self, manifest: &Manifest) -> Result<(), EngineError> {
        let text = serde_json::to_string(manifest).map_err(|error| EngineError::Engine(error.to_string()))?;
        let document = json!({"id": "manifest", "manifest": text});
        let task = self.server.add(&self.index, format!("{document}\n").into_bytes())?;
        self.server.finish(task)
    }

    /// Puts the new index in the place of the old one.
    fn publish(&self) -> Result<(), EngineError> {
        let (used, next) = (self.server.index(), self.server.next_index());
        if !self.server.has_index(used)? {
            self.server.create_index(used)?;
        }
        self.server.swap(used, &next)?;
        self.server.delete_index(&next)
    }
}

impl IndexWriter for MeilisearchWriter {
    fn add(&mut self, unit: IndexUnit) -> Result<(), EngineError> {
        self.delete()?;
        self.keeper.add(&unit)?;
        let line = document(&unit).to_string();
        if !self.lines.is_empty() && self.lines.len() + line.len() > BATCH {
            self.send()?;
        }
        self.lines.extend(line.into_bytes());
        self.lines.push(b'\n');
        self.range = Some((self.range.map_or(unit.clause, |(first, _)| first), unit.clause));
        Ok(())
    }

    fn remove(&mut self, policy: i64) -> Result<(), EngineError> {
        self.keeper.remove(policy)?;
        self.removed.push(policy);
        Ok(())
    }

    fn commit(mut self, lineage: String, watermark: u64) -> Result<Manifest, EngineError> {
        self.settle()?;
        self.verify()?;
        let statistics = format!("statistics-{watermark}");
        let manifest = Manifest { schema: SCHEMA_VERSION, lineage, watermark, statistics };
        self.write_manifest(&manifest)?;
        if self.building {
            self.publish()?;
        }
        key::leave(&self.server, &self.location.dir)?;
        self.keeper.commit(&manifest)?;
        Ok(manifest)
    }
}

/// A unit as the server keeps it: what it is found by, and nothing else.
fn document(unit: &IndexUnit) -> Value {
    let tokens =
        |[words, grams]: [Field; 2]| filter::tokens(&unit.fields[words.index()], &unit.fields[grams.index()]);
    let mut document = json!({
        "id": unit.clause.to_string(),
        "policy": unit.policy,
        "superseded": u8::from(unit.superseded),
        "tie": format!("{:016x}", unit.tie),
        "own": tokens(FIELDS[0]),
        "above": tokens(FIELDS[1]),
        "labels": unit.labels.iter().map(|label| filter::label(label)).collect::<Vec<_>>(),
    });
    if let Some(date) = unit.date {
        document["date"] = json!(date);
    }
    document
}

/// Removes the index from the server, and what is kept beside it.
pub fn remove(location: &Location) -> Result<(), EngineError> {
    let server = Server::new(&location.address)?;
    server.delete_index(&server.next_index())?;
    server.delete_index(server.index())?;
    match fs::remove_file(evidence::file(&location.dir)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
