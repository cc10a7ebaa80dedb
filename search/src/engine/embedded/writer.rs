//! Writes the embedded index.

use super::{
    super::{EngineError, IndexUnit, IndexWriter as Writer, Manifest, SCHEMA_VERSION},
    counting,
    generation::{self, Generation},
    leaving::{self, Leaving},
    schema::{self, Fields},
};
use crate::stats::{Changes, TermStatistics, UnitTerms};
use std::{mem, path::Path};
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument, Term, merge_policy::LogMergePolicy};

/// Memory for new postings of an update before they are written out, in bytes;
const MEMORY: usize = 100_000_000;

/// the same of a whole new index: the fewer segments it has, the fewer places a term has to be looked up in.
const MEMORY_OF_BUILD: usize = 400_000_000;

/// Text of units, in bytes, after which a segment of a whole new index is closed, before the memory for it is used up:
/// where a document ends, since the questions that are asked later have to look documents up that lie in two.
const TEXT_OF_SEGMENT: usize = 540_000_000;

/// Segments of more units are left as they are: to join them would write a large index again and again. Those of a whole
/// new index mostly have more.
const LARGEST: usize = 300_000;

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
    /// Of a whole new index the segment that is written.
    segment: Option<Filling>,
    /// Whether postings of removed units must leave the files, and not only be passed over.
    forgets: bool,
}

/// A segment that is filled.
#[derive(Default)]
struct Filling {
    /// The policy whose units come in,
    policy: i64,
    /// and the text of all units so far, in bytes.
    text: usize,
}

/// How the table of term statistics will be made.
enum Statistics {
    /// Counted off the index once it is written.
    CountOff,
    /// The table before, and what changes.
    Change(Box<Changing>),
}

/// Changes whose terms are known. `before` is the index as readers see it until then.
struct Changing {
    /// The file of the table,
    name: String,
    /// and the table.
    table: TermStatistics,
    changes: Changes,
    leaving: Leaving,
    before: Searcher,
}

impl EmbeddedWriter {
    /// Begins a whole new index beside the one in use.
    pub fn build(dir: &Path) -> Result<Self, EngineError> {
        let writer = Self::new(Generation::create(dir)?, Statistics::CountOff, MEMORY_OF_BUILD)?;
        Ok(Self { segment: Some(Filling::default()), ..writer })
    }

    /// Begins an update of the index in use.
    pub fn update(dir: &Path) -> Result<Self, EngineError> {
        let generation = Generation::current(dir)?;
        let manifest = generation.manifest()?;
        let table = TermStatistics::read(&generation.statistics(&manifest.statistics))?;
        let before = generation.index(generation::CURRENT)?.reader()?.searcher();
        let statistics = Statistics::Change(Box::new(Changing {
            name: manifest.statistics,
            table,
            changes: Changes::default(),
            leaving: Leaving::default(),
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
            segment: None,
            forgets: false,
        })
    }

    /// Closes the segment that is written where a document ends and it holds enough.
    fn fill(&mut self, unit: &IndexUnit) -> Result<(), EngineError> {
        let Some(segment) = &mut self.segment else { return Ok(()) };
        let ends = segment.policy != unit.policy && segment.text >= TEXT_OF_SEGMENT;
        let text = unit.fields.iter().map(String::len).sum::<usize>();
        *segment = Filling { policy: unit.policy, text: text + if ends { 0 } else { segment.text } };
        if ends {
            commit(&mut self.newest, None)?;
        }
        Ok(())
    }

    fn older(&mut self) -> Result<&mut IndexWriter, EngineError> {
        let writer = match self.older.take() {
            Some(writer) => writer,
            None => writer(&self.generation.index(generation::SUPERSEDED)?, MEMORY / 4)?,
        };
        Ok(self.older.insert(writer))
    }

    /// Counts what changes by a unit that comes in.
    fn count(&mut self, unit: &IndexUnit) {
        let Statistics::Change(changing) = &mut self.statistics else { return };
        let known = changing.leaving.know(unit);
        if unit.superseded && !known {
            return;
        }
        let terms = UnitTerms::of(unit.side(), &unit.fields);
        if known {
            changing.changes.goes(unit.policy, &terms);
        }
        if !unit.superseded {
            changing.changes.comes(unit.policy, &terms);
        }
    }

    fn document(&self, unit: IndexUnit) -> TantivyDocument {
        let fields = &self.fields;
        let texts = unit.fields.iter().chain([&unit.marks]).chain(&unit.labels).chain(&unit.facets);
        let bytes = texts.map(|text| text.len() + OVERHEAD).sum::<usize>() + OVERHEAD;
        let mut document = TantivyDocument::with_capacity(bytes);
        document.add_u64(fields.fingerprint, leaving::fingerprint(&unit));
        for (field, text) in fields.tokens.iter().zip(unit.fields) {
            document.add_text(*field, text);
        }
        document.add_text(fields.marks, unit.marks);
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

    /// Writes the index under the manifest of before, so that its terms can be counted: whoever is interrupted
    /// here finds an index that is behind the store and catches up again.
    fn count_off(&mut self) -> Result<TermStatistics, EngineError> {
        let before = self.current.load_metas()?.payload;
        commit(&mut self.newest, before.as_deref())?;
        if self.forgets {
            write_without_removed(&self.current, &mut self.newest)?;
        }
        counting::count_off(&self.current, &self.fields)
    }
}

impl Writer for EmbeddedWriter {
    fn add(&mut self, unit: IndexUnit) -> Result<(), EngineError> {
        self.count(&unit);
        let superseded = unit.superseded;
        if !superseded {
            self.fill(&unit)?;
        }
        let document = self.document(unit);
        let writer = if superseded { self.older()? } else { &mut self.newest };
        writer.add_document(document)?;
        Ok(())
    }

    fn remove(&mut self, policy: i64) -> Result<(), EngineError> {
        if let Statistics::Change(changing) = &mut self.statistics {
            changing.leaving.go(&changing.before, &self.fields, policy)?;
        }
        let term = Term::from_field_u64(self.fields.policy, policy as u64);
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
        let (kept, table) = match mem::replace(&mut self.statistics, Statistics::CountOff) {
            Statistics::Change(changing) if changing.leaving.is_known() => {
                // Or else only the store's number has changed.
                let changed = !changing.changes.is_empty();
                (Some(changing.name), changed.then(|| changing.table.with(&changing.changes)))
            }
            _ => (None, Some(self.count_off()?)),
        };
        let statistics =
            kept.filter(|_| table.is_none()).unwrap_or_else(|| format!("statistics-{watermark}"));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rank::{Field, Role};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// Editions of a policy, the newest last, each of units of terms.
    type Editions = Vec<Vec<Vec<u8>>>;

    fn units(policy: i64, editions: &Editions) -> Vec<IndexUnit> {
        let newest = editions.len() - 1;
        let unit = |(edition, terms): (usize, &Vec<u8>)| {
            let field = terms.iter().map(u8::to_string).collect::<Vec<_>>().join("\u{1f}");
            let language = if policy % 2 == 0 { "lang:en" } else { "lang:zh-Hans" };
            IndexUnit {
                clause: 0,
                policy,
                tie: 0,
                role: Role::Body,
                superseded: edition < newest,
                date: None,
                effective: None,
                expires: None,
                fields: [field.clone(), field.clone(), "title".into(), field],
                marks: String::new(),
                labels: vec![language.into()],
                facets: vec![language.into()],
            }
        };
        let each = editions.iter().enumerate();
        each.flat_map(|(number, units)| units.iter().map(move |terms| (number, terms))).map(unit).collect()
    }

    /// Brings an index up to date, as a store does that has changed.
    fn update(dir: &Path, changed: &BTreeMap<i64, Editions>) -> bool {
        let mut writer = EmbeddedWriter::update(dir).unwrap();
        for &policy in changed.keys() {
            writer.remove(policy).unwrap();
        }
        add(&mut writer, changed);
        let counts_off = !matches!(&writer.statistics, Statistics::Change(it) if it.leaving.is_known());
        writer.commit("lineage".into(), 2).unwrap();
        counts_off
    }

    fn add(writer: &mut EmbeddedWriter, policies: &BTreeMap<i64, Editions>) {
        for unit in policies.iter().flat_map(|(&policy, editions)| units(policy, editions)) {
            writer.add(unit).unwrap();
        }
    }

    fn build(dir: &Path, policies: &BTreeMap<i64, Editions>) {
        let mut writer = EmbeddedWriter::build(dir).unwrap();
        add(&mut writer, policies);
        writer.commit("lineage".into(), 1).unwrap();
    }

    fn statistics(dir: &Path) -> TermStatistics {
        let generation = Generation::current(dir).unwrap();
        let name = generation.manifest().unwrap().statistics;
        TermStatistics::read(&generation.statistics(&name)).unwrap()
    }

    fn policies() -> impl Strategy<Value = BTreeMap<i64, Editions>> {
        let unit = prop::collection::vec(0u8..12, 0..6);
        let edition = prop::collection::vec(unit, 1..4);
        prop::collection::btree_map(0i64..6, prop::collection::vec(edition, 1..3), 0..5)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn an_update_counts_as_a_new_index_does(first in policies(), changed in policies()) {
            let (updated, built) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
            build(updated.path(), &first);
            update(updated.path(), &changed);
            let mut all = first;
            all.extend(changed);
            build(built.path(), &all);
            prop_assert_eq!(statistics(updated.path()), statistics(built.path()));
        }

        #[test]
        fn what_is_superseded_needs_no_counting_off(first in policies(), later in policies()) {
            let (updated, built) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
            build(updated.path(), &first);
            let mut all = first;
            for (policy, editions) in &later {
                all.entry(*policy).or_default().extend(editions.clone());
            }
            let changed = all.iter().filter(|(policy, _)| later.contains_key(policy));
            let changed = changed.map(|(policy, editions)| (*policy, editions.clone())).collect();
            prop_assert!(!update(updated.path(), &changed));
            build(built.path(), &all);
            prop_assert_eq!(statistics(updated.path()), statistics(built.path()));
        }
    }

    #[test]
    fn a_changed_text_is_counted_off() {
        let dir = tempfile::tempdir().unwrap();
        build(dir.path(), &BTreeMap::from([(1, vec![vec![vec![1, 2]]])]));
        assert!(!update(dir.path(), &BTreeMap::from([(2, vec![vec![vec![2]]])])));
        assert!(update(dir.path(), &BTreeMap::from([(1, vec![vec![vec![1, 3]]])])));
        assert_eq!(statistics(dir.path()).document_frequency(Field::BodyWords, "2"), 1);
    }
}
