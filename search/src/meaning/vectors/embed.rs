//! Which clauses get a vector, and of what.

use super::{
    super::{Embedder, EmbedderError},
    files::{Adder, Files, Header, Key, Place},
};
use crate::stats::term_hash;
use polidex_corpus::store::{Store, StoreError, Unit};
use serde::Serialize;
use std::{collections::HashSet, fs};

/// Characters of a clause, its document's title in front, that are embedded.
const MOST_CHARS: usize = 400;

/// What embedding did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Embedded {
    /// Clauses that have a vector.
    pub clauses: u64,
    /// Texts that were sent to the embedder.
    pub sent: u64,
    /// Clauses that have none yet.
    pub missing: u64,
}

/// Embeds the clauses of the newest editions that have no vector yet, `most` of them at the most. `progress`
/// is told how many of how many are done. What is done stays done, whatever happens then.
pub fn embed(
    store: &Store,
    embedder: &Embedder,
    most: usize,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Embedded, EmbedderError> {
    let files = Files::of(store.dir(), embedder.config());
    fs::create_dir_all(&files.dir)?;
    let (lineage, watermark) = (store.lineage()?, store.watermark()?);
    let policies: Vec<i64> = store.policies_changed_since(0)?.into_iter().map(|(row, _)| row).collect();
    let mut kept = Adder::open(&files, embedder.config())?;
    let mut rows: Vec<(i64, Key)> = Vec::new();
    let mut missing: HashSet<Key> = HashSet::new();
    for &policy in &policies {
        for (row, text) in passages(store, policy)? {
            let key = key(&text);
            rows.push((row, key));
            if kept.place(&key).is_none() {
                missing.insert(key);
            }
        }
    }
    let total = missing.len().min(most) as u64;
    let mut sender = Sender { embedder, kept: &mut kept, sent: 0, total, progress };
    // Texts are read once more rather than kept: those of a large store are larger than all the rest.
    let outcome = sender.send_all(store, &policies, missing);
    let sent = sender.sent;
    // Also after a failure: what was done serves.
    let placed: Vec<Place> = rows.iter().filter_map(|(row, key)| Some((*row, kept.place(key)?))).collect();
    let clauses = placed.len() as u64;
    if let Some(header) = kept.header() {
        files.write_rows(&Header { lineage, watermark, ..header.clone() }, placed)?;
    }
    outcome.map(|()| Embedded { clauses, sent, missing: rows.len() as u64 - clauses })
}

/// Has texts embedded and keeps their vectors.
struct Sender<'a> {
    embedder: &'a Embedder,
    kept: &'a mut Adder,
    sent: u64,
    total: u64,
    progress: &'a mut dyn FnMut(u64, u64),
}

impl Sender<'_> {
    /// Sends the texts of policies that are missing, each once, until `total` are sent.
    fn send_all(
        &mut self,
        store: &Store,
        policies: &[i64],
        mut missing: HashSet<Key>,
    ) -> Result<(), EmbedderError> {
        let mut batch = Vec::new();
        for &policy in policies {
            if self.sent == self.total {
                break;
            }
            for (_, text) in passages(store, policy)? {
                let key = key(&text);
                if self.sent + (batch.len() as u64) < self.total && missing.remove(&key) {
                    batch.push((key, text));
                }
                if batch.len() == self.embedder.config().batch {
                    self.send(&mut batch)?;
                }
            }
        }
        self.send(&mut batch)
    }

    fn send(&mut self, batch: &mut Vec<(Key, String)>) -> Result<(), EmbedderError> {
        if batch.is_empty() {
            return Ok(());
        }
        let (keys, texts): (Vec<Key>, Vec<String>) = batch.drain(..).unzip();
        let vectors = self.embedder.passages(&texts)?;
        self.sent += keys.len() as u64;
        self.kept.add(keys.into_iter().zip(vectors))?;
        (self.progress)(self.sent, self.total);
        Ok(())
    }
}

/// The rows of the clauses of a policy's newest edition, and what is embedded of them.
fn passages(store: &Store, policy: i64) -> Result<Vec<(i64, String)>, StoreError> {
    let units = store.units(policy)?;
    let newest = units.iter().filter(|unit| !unit.facts.superseded);
    let all = newest.map(|unit| (unit.clause_rowid, passage(unit)));
    Ok(all.filter(|(_, text)| !text.is_empty()).collect())
}

/// What is embedded of a clause: its document's title, and its words.
fn passage(unit: &Unit) -> String {
    let (title, text) = (unit.facts.title.trim(), unit.text.trim());
    let whole =
        if text.starts_with(title) || text.is_empty() { text.to_owned() } else { format!("{title}\n{text}") };
    whole.chars().take(MOST_CHARS).collect()
}

/// Two hashes of 64 bits: a text shares both with another by chance once in 10^26 stores of a million.
fn key(text: &str) -> Key {
    let mut key = [0; 16];
    key[..8].copy_from_slice(&term_hash(crate::rank::Field::BodyWords, text.as_bytes()).to_le_bytes());
    key[8..].copy_from_slice(&term_hash(crate::rank::Field::BodyGrams, text.as_bytes()).to_le_bytes());
    key
}
