//! Writes the embedded index.

use super::{
    super::{EngineError, IndexUnit, IndexWriter as Writer, Manifest, SCHEMA_VERSION},
    counting,
    generation::{self, Generation},
    schema::{self, Fields},
};
use crate::stats::{Additions, TermStatistics};
use std::path::Path;
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument, Term, merge_policy::LogMergePolicy};

/// Memory for new postings of an update before they are written out, in bytes;
const MEMORY: usize = 100_000_000;

/// the same of a whole new index.
const MEMORY_OF_BUILD: usize = 200_000_000;

/// Segments of more units are left as they are: to join them would write a large index again and again. Those of a whole
/// new index have about half as many.
const LARGEST: usize = 400_000;

/// What a value of a document takes beside its text, in bytes, at most.
const OVERHEAD: usize = 64;

/// Adds and removes units. Nothing is visible to readers before it is committed.
pub struct EmbeddedWriter {
    generation: Generation,
    fields: Fields,
    current: Index,
    newest: IndexWriter,
    older: Option<IndexWriter>,
    statistics: Statistics,
    /// Whether postings of removed units must leave the files, and not only be passed over.
    forgets: bool,
}

/// How the table of term statistics will be made.
enum Statistics {
    /// Counted off the index once it is written.
    CountOff,
    /// The table before, and what came in. `before` is the index as readers see it until then.
    Add(Box<Adding>),
}

/// Units come in, none goes away.
struct Adding {
    /// The file of the table,
    name: String,
    /// and the table.
    table: TermStatistics,
    additions: Additions,
    before: Searcher,
}

impl EmbeddedWriter {
    /// Begins a whole new index beside the one in use.
    pub fn build(dir: &Path) -> Result<Self, EngineError> {
        Self::new(Generation::create(dir)?, Statistics::CountOff, MEMORY_OF_BUILD)
    }

    /// Begins an update of the index in use.
    pub fn update(dir: &Path) -> Result<Self, EngineError> {
        let generation = Generation::current(dir)?;
        let manifest = generation.manifest()?;
        let table = TermStatistics::read(&generation.statistics(&manifest.statistics))?;
        let before = generation.index(generation::CURRENT)?.reader()?.searcher();
        let statistics = Statistics::Add(Box::new(Adding {
            name: manifest.statistics,
            table,
            additions: Additions::default(),
            before,
        }));
        Self::new(generation, statistics, MEMORY)
    }

    fn new(generation: Generation, statistics: Statistics, memory: usize) -> Result<Self, EngineError> {
        let current = generation.index(generation::CURRENT)?;
        Ok(Self {
            newest: writer(&current, memory)?,
            older: None,
            fields: schema::build().1,
            current,
            generation,
            statistics,
            forgets: false,
        })
    }

    fn older(&mut self) -> Result<&mut IndexWriter, EngineError> {
        let writer = match self.older.take() {
            Some(writer) => writer,
            None => writer(&self.generation.index(generation::SUPERSEDED)?, MEMORY / 4)?,
        };
        Ok(self.older.insert(writer))
    }

    fn document(&self, unit: IndexUnit) -> TantivyDocument {
        let fields = &self.fields;
        let texts = unit.fields.iter().chain(&unit.labels).chain(&unit.facets);
        let bytes = texts.map(|text| text.len() + OVERHEAD).sum::<usize>() + OVERHEAD;
        let mut document = TantivyDocument::with_capacity(bytes);
        for (field, text) in fields.tokens.iter().zip(unit.fields) {
            document.add_text(*field, text);
        }
        for label in &unit.labels {
            document.add_text(fields.labels, label);
        }
        for facet in &unit.facets {
            document.add_text(fields.facets, facet);
        }
        document.add_u64(fields.clause, unit.clause as u64);
        document.add_u64(fields.policy, unit.policy as u64);
        document.add_u64(fields.tie, unit.tie);
        document.add_u64(fields.role, unit.role.code());
        for (field, day) in
            [(fields.date, unit.date), (fields.effective, unit.effective), (fields.expires, unit.expires)]
        {
            if let Some(day) = day {
                document.add_i64(field, day);
            }
        }
        document
    }
}

impl Writer for EmbeddedWriter {
    fn add(&mut self, unit: IndexUnit) -> Result<(), EngineError> {
        if unit.superseded {
            let document = self.document(unit);
            self.older()?.add_document(document)?;
            return Ok(());
        }
        if let Statistics::Add(adding) = &mut self.statistics {
            adding.additions.count(unit.policy, unit.side(), &unit.fields);
        }
        let document = self.document(unit);
        self.newest.add_document(document)?;
        Ok(())
    }

    fn remove(&mut self, policy: i64) -> Result<(), EngineError> {
        let term = Term::from_field_u64(self.fields.policy, policy as u64);
        if let Statistics::Add(adding) = &self.statistics
            && (adding.additions.holds(policy) || adding.before.doc_freq(&term)? > 0)
        {
            // What is taken away is no longer known term by term, so the table is counted anew.
            self.statistics = Statistics::CountOff;
        }
        self.newest.delete_term(term.clone());
        self.older()?.delete_term(term);
        Ok(())
    }

    fn forget(&mut self, policy: i64) -> Result<(), EngineError> {
        self.forgets = true;
        // What is written anew anyway needs no table that can be added to.
        self.statistics = Statistics::CountOff;
        self.remove(policy)
    }

    fn commit(mut self, lineage: String, watermark: u64) -> Result<Manifest, EngineError> {
        if let Some(mut older) = self.older.take() {
            older.commit()?;
            if self.forgets {
                write_without_removed(&self.generation.index(generation::SUPERSEDED)?, &mut older)?;
            }
            older.wait_merging_threads()?;
        }
        let table = match &self.statistics {
            // Only the store's number has changed.
            Statistics::Add(adding) if adding.additions.is_empty() => None,
            Statistics::Add(adding) => Some(adding.table.with(&adding.additions)),
            Statistics::CountOff => {
                // Written once under the manifest of before, so that its terms can be counted: whoever
                // is interrupted here finds an index that is behind the store and catches up again.
                let before = self.current.load_metas()?.payload;
                commit(&mut self.newest, before.as_deref())?;
                if self.forgets {
                    write_without_removed(&self.current, &mut self.newest)?;
                }
                Some(counting::count_off(&self.current, &self.fields)?)
            }
        };
        let statistics = match (&table, &self.statistics) {
            (None, Statistics::Add(adding)) => adding.name.clone(),
            _ => format!("statistics-{watermark}"),
        };
        let manifest = Manifest {
            schema: SCHEMA_VERSION,
            lineage,
            watermark,
            statistics,
            placement: None,
            leaving: None,
        };
        if let Some(table) = table {
            table.write(&self.generation.statistics(&manifest.statistics))?;
        }
        let payload =
            serde_json::to_string(&manifest).map_err(|error| EngineError::Engine(error.to_string()))?;
        commit(&mut self.newest, Some(&payload))?;
        self.newest.wait_merging_threads()?;
        self.generation.publish()?;
        self.generation.remove_other_statistics(&manifest.statistics)?;
        Ok(manifest)
    }
}

/// One thread writes, so that the units of a document come to stand side by side: [`super::super::matching`] is
/// quick where they do.
fn writer(index: &Index, memory: usize) -> Result<IndexWriter, EngineError> {
    let writer = index.writer_with_num_threads(1, memory)?;
    let mut policy = LogMergePolicy::default();
    policy.set_max_docs_before_merge(LARGEST);
    writer.set_merge_policy(Box::new(policy));
    // A commit that was killed may have left files under the names that the next one will want.
    writer.garbage_collect_files().wait()?;
    Ok(writer)
}

/// Writes every segment anew that holds removed units, and deletes the files that they stood in.
fn write_without_removed(index: &Index, writer: &mut IndexWriter) -> Result<(), EngineError> {
    let segments = index.searchable_segment_metas()?;
    for segment in segments.iter().filter(|segment| segment.has_deletes()) {
        // The writer may have joined it with others meanwhile; then it is gone already.
        if index.searchable_segment_ids()?.contains(&segment.id()) {
            writer.merge(&[segment.id()]).wait()?;
        }
    }
    writer.garbage_collect_files().wait()?;
    Ok(())
}

fn commit(writer: &mut IndexWriter, payload: Option<&str>) -> Result<(), EngineError> {
    let mut commit = writer.prepare_commit()?;
    if let Some(payload) = payload {
        commit.set_payload(payload);
    }
    commit.commit()?;
    Ok(())
}
