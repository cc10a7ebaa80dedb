//! Keeps an index in step with the store.
//!
//! The index is derived: it can be deleted at any time and is complete again after [`rebuild`].
//! [`catch_up`] brings it up to the store's watermark policy by policy, so that a killed run costs
//! only the work that it had not committed. The index of quotations and the links between translations are
//! kept in step with it.

use crate::{
    cites,
    engine::{
        EngineError, IndexUnit, IndexWriter, Manifest,
        embedded::EmbeddedWriter,
        meilisearch::{self, Location, MeilisearchWriter},
    },
    meaning::{EmbedderError, vectors::Vectors},
    query::{plan::day_number, planner::title_key},
    quoting::fingerprint,
    rank::{Field, Role},
    renderings,
    text::{Analyzer, fold},
};
use polidex_corpus::{
    locale::{Locale, Localized},
    model::PolicyId,
    number, region,
    store::{Store, StoreError, Unit, UnitFacts, UnitRole},
};
use std::{
    borrow::Cow,
    fs,
    path::{Path, PathBuf},
    sync::mpsc,
    thread,
    time::SystemTime,
};

/// Why an index could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index could not be written.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The vectors beside the index could not be read.
    #[error(transparent)]
    Vectors(#[from] EmbedderError),
}

impl Localized for IndexError {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        match self {
            Self::Store(error) => error.localized(locale),
            Self::Engine(error) => error.localized(locale),
            Self::Vectors(error) => error.localized(locale),
        }
    }
}

/// What indexing did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Indexed {
    /// Policies that were read.
    pub policies: u64,
    /// Units that were written.
    pub units: u64,
    /// Whether the whole index was built anew.
    pub rebuilt: bool,
    /// Servers that are not there; they catch up another time.
    pub absent: usize,
}

/// Where the embedded index of a data directory is.
pub fn embedded_dir(data: &Path) -> PathBuf {
    data.join("index").join("embedded")
}

/// What changes whenever a reader that opens the indexes of a data directory now would read something else
/// than one that opened them before: for programs that keep them open. It costs a few looks at the file
/// system.
pub fn stamp(data: &Path) -> String {
    let embedded = embedded_dir(data);
    let generation = fs::read_to_string(embedded.join("CURRENT")).unwrap_or_default();
    let meta = embedded.join(generation.trim()).join("current").join("meta.json");
    let renderings = renderings::file(data);
    let changed = |path: &Path| {
        let since = |at: SystemTime| at.duration_since(SystemTime::UNIX_EPOCH).ok();
        let at = fs::metadata(path).ok().and_then(|file| file.modified().ok()).and_then(since);
        at.map_or(0, |at| at.as_nanos())
    };
    let quotations = fingerprint::dir(data).join("manifest.json");
    let served = meilisearch::evidence_file(data);
    let changed = [&meta, &quotations, &served, &renderings].map(|file| format!("{:x}", changed(file)));
    format!("{} {}", generation.trim(), changed.join(" "))
}

/// Builds the whole index anew beside the one in use, then swaps. `progress` is told how many
/// policies of how many are done.
pub fn rebuild(store: &Store, progress: &mut dyn FnMut(u64, u64)) -> Result<Indexed, IndexError> {
    let indexed = with_quotations(store, fingerprint::rebuild, || rebuild_engine(store, progress))?;
    renderings::rebuild(store)?;
    Ok(indexed)
}

/// Writes the engine's index, and the index of quotations beside it on a thread of its own.
fn with_quotations(
    store: &Store,
    quotations: impl FnOnce(&Store) -> Result<(), IndexError> + Send,
    engine: impl FnOnce() -> Result<Indexed, IndexError>,
) -> Result<Indexed, IndexError> {
    let dir = store.dir();
    thread::scope(|scope| {
        // A store is used by one thread; the second one reads what is committed, which is the same.
        let beside = scope.spawn(move || quotations(&Store::open_reader(dir)?));
        let indexed = engine()?;
        let stopped = || EngineError::Engine("the thread of the index of quotations stopped".into());
        beside.join().map_err(|_| stopped())??;
        Ok(indexed)
    })
}

fn rebuild_engine(store: &Store, progress: &mut dyn FnMut(u64, u64)) -> Result<Indexed, IndexError> {
    let writer = EmbeddedWriter::build(&embedded_dir(store.dir()))?;
    let mut indexed = write(store, writer, 0, false, progress)?;
    indexed.rebuilt = true;
    Ok(indexed)
}

/// Brings the index up to the store's watermark; builds it when there is none that can be used.
pub fn catch_up(store: &Store, progress: &mut dyn FnMut(u64, u64)) -> Result<Indexed, IndexError> {
    let indexed = with_quotations(store, fingerprint::catch_up, || catch_up_engine(store, progress))?;
    renderings::catch_up(store)?;
    Ok(indexed)
}

fn catch_up_engine(store: &Store, progress: &mut dyn FnMut(u64, u64)) -> Result<Indexed, IndexError> {
    let dir = embedded_dir(store.dir());
    let behind = match crate::engine::embedded::manifest(&dir) {
        Ok(manifest) if is_current(store, &manifest)? => return Ok(Indexed::default()),
        Ok(manifest) if manifest.lineage == store.lineage()? => manifest.watermark,
        // An index of another store, of the one before a restore perhaps, or none that can be used.
        Ok(_) | Err(EngineError::Missing(_) | EngineError::Version { .. } | EngineError::Damaged(_)) => {
            return rebuild_engine(store, progress);
        }
        Err(error) => return Err(error.into()),
    };
    match EmbeddedWriter::update(&dir) {
        Ok(writer) => write(store, writer, behind, true, progress),
        Err(EngineError::Damaged(_) | EngineError::Io(_)) => rebuild_engine(store, progress),
        Err(error) => Err(error.into()),
    }
}

/// Builds the whole index on a server anew beside the one in use, then swaps.
pub fn rebuild_on_server(
    store: &Store,
    location: &Location,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Indexed, IndexError> {
    let writer = MeilisearchWriter::build(location)?.with_vectors(vectors_for(store, location)?);
    let mut indexed = write(store, writer, 0, false, progress)?;
    indexed.rebuilt = true;
    Ok(indexed)
}

/// The vectors that servers shall have got too. Those of an earlier state of the store may be of other texts.
fn vectors_for(store: &Store, location: &Location) -> Result<Option<meilisearch::Sent>, IndexError> {
    let Some(config) = &location.vectors else { return Ok(None) };
    let vectors = Vectors::open(store, config)?;
    let watermark = store.watermark()?;
    let current = vectors.filter(|vectors| vectors.watermark() == watermark);
    Ok(current.map(|vectors| meilisearch::Sent::new(config, vectors)))
}

/// Brings the vectors beside the index to the servers that shall have them too. Returns how many were sent.
pub fn bring_vectors(store: &Store, location: &Location) -> Result<u64, IndexError> {
    match vectors_for(store, location)? {
        Some(vectors) => Ok(meilisearch::bring_vectors(location, &vectors)?),
        None => Ok(0),
    }
}

/// Brings the index on servers up to the store's watermark; builds it when there is none that can be used. Of
/// several servers those that are not there are named.
pub fn catch_up_on_server(
    store: &Store,
    location: &Location,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(Indexed, Vec<String>), IndexError> {
    let behind = match meilisearch::manifest(location) {
        Ok(manifest) if manifest.lineage == store.lineage()? => manifest,
        Ok(_)
        | Err(EngineError::NotOnServer { .. } | EngineError::Version { .. } | EngineError::Damaged(_)) => {
            return Ok((rebuild_on_server(store, location, progress)?, Vec::new()));
        }
        Err(error) => return Err(error.into()),
    };
    let mut indexed = if is_current(store, &behind)? {
        Indexed::default()
    } else {
        write(store, MeilisearchWriter::update(location)?, behind.watermark, true, progress)?
    };
    let absent = meilisearch::bring_up(location, &|since| -> Result<Vec<i64>, IndexError> {
        let changed = store.policies_changed_since(since)?.into_iter().map(|(row, _)| row);
        Ok(changed.chain(store.policies_removed_since(since)?).collect())
    })?;
    indexed.absent = absent.len();
    bring_vectors(store, location)?;
    Ok((indexed, absent))
}

/// Whether an index with this manifest says what the store says.
pub fn is_current(store: &Store, manifest: &Manifest) -> Result<bool, StoreError> {
    Ok(manifest.lineage == store.lineage()? && manifest.watermark == store.watermark()?)
}

/// Batches in flight between two threads: enough to keep both busy, few enough to keep memory small.
const IN_FLIGHT: usize = 8;

fn write<W: IndexWriter>(
    store: &Store,
    mut writer: W,
    since: u64,
    remove: bool,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Indexed, IndexError> {
    let (lineage, watermark) = (store.lineage()?, store.watermark()?);
    let policies = store.policies_changed_since(since)?;
    let total = policies.len() as u64;
    let mut indexed = Indexed::default();
    if remove {
        for (row, _) in &policies {
            writer.remove(*row)?;
        }
        for row in store.policies_removed_since(since)? {
            writer.forget(row)?;
        }
    }
    thread::scope(|scope| {
        let (analysed_in, analysed) = mpsc::sync_channel::<Vec<IndexUnit>>(IN_FLIGHT);
        let adder = scope.spawn(move || -> Result<(W, u64), EngineError> {
            let mut units = 0;
            for batch in analysed {
                units += batch.len() as u64;
                for unit in batch {
                    writer.add(unit)?;
                }
            }
            Ok((writer, units))
        });
        let (raw_in, raw) = mpsc::sync_channel::<(PolicyId, Vec<Unit>)>(IN_FLIGHT);
        scope.spawn(move || {
            let mut analysis = Analysis::new();
            for (id, units) in raw {
                if analysed_in.send(analysis.policy(&id, units)).is_err() {
                    return;
                }
            }
        });
        for (row, id) in policies {
            let units = store.units(row)?;
            if raw_in.send((id, units)).is_err() {
                break;
            }
            indexed.policies += 1;
            progress(indexed.policies, total);
        }
        drop(raw_in);
        let (writer, units) =
            adder.join().map_err(|_| EngineError::Engine("an indexing thread stopped".into()))??;
        indexed.units = units;
        writer.commit(lineage, watermark)?;
        Ok(indexed)
    })
}

/// Turns units of the store into units of an index.
pub struct Analysis {
    analyzer: Analyzer,
    /// The context fields of the unit before: its neighbours mostly share them.
    context: (String, [String; 2]),
}

impl Default for Analysis {
    fn default() -> Self {
        Self::new()
    }
}

impl Analysis {
    /// Loads the full dictionary.
    pub fn new() -> Self {
        Self { analyzer: Analyzer::full(), context: <_>::default() }
    }

    /// Analyses all units of one policy.
    pub fn policy(&mut self, id: &PolicyId, units: Vec<Unit>) -> Vec<IndexUnit> {
        let high = crate::stats::term_hash(Field::BodyWords, id.0.as_bytes()) & 0xffff_ffff_0000_0000;
        units.into_iter().map(|unit| self.unit(high, &unit)).collect()
    }

    fn unit(&mut self, tie: u64, unit: &Unit) -> IndexUnit {
        let folded = fold(&unit.text);
        let [body_words, body_grams] = self.fields(&folded);
        let mut marks = String::new();
        self.analyzer.marks_field(&folded, &mut marks);
        let [context_words, context_grams] = self.context(unit);
        let facets = facets(&unit.facts);
        IndexUnit {
            clause: unit.clause_rowid,
            policy: unit.policy_rowid,
            tie: tie | u64::from(unit.ord),
            role: role(unit.role),
            superseded: unit.facts.superseded,
            date: unit.facts.sort_date.map(day_number),
            effective: unit.facts.effective.map(day_number),
            expires: unit.facts.expires.map(day_number),
            fields: [body_words, body_grams, context_words, context_grams],
            marks,
            labels: labels(unit, &facets),
            facets,
        }
    }

    fn fields(&self, folded: &str) -> [String; 2] {
        // What words and bigrams of Chinese text come to with their separators.
        let mut fields =
            [String::with_capacity(folded.len() * 2), String::with_capacity(folded.len() * 5 / 2)];
        self.analyzer.words_field(folded, &mut fields[0]);
        self.analyzer.grams_field(folded, &mut fields[1]);
        fields
    }

    fn context(&mut self, unit: &Unit) -> [String; 2] {
        let facts = &unit.facts;
        let mut context = facts.title.clone();
        for heading in facts.part_title.iter().chain(&facts.title_translated).chain(&unit.headings) {
            context.push('\n');
            context.push_str(heading);
        }
        if context != self.context.0 {
            self.context.1 = self.fields(&fold(&context));
            self.context.0 = context;
        }
        self.context.1.clone()
    }
}

/// Values that are counted: one document has few of each.
fn facets(facts: &UnitFacts) -> Vec<String> {
    let mut facets: Vec<String> = facts.issuer.iter().map(|issuer| format!("issuer:{issuer}")).collect();
    facets.extend(facts.level.map(|level| format!("level:{}", level.name())));
    facets.extend(facts.region.iter().map(|region| format!("region:{region}")));
    facets.push(format!("kind:{}", facts.kind.name()));
    facets.push(format!("lang:{}", facts.lang.tag()));
    facets.extend(facts.sort_date.map(|date| format!("year:{}", date.year())));
    facets.extend(facts.sources.iter().map(|source| format!("source:{source}")));
    facets.extend(facts.measures.iter().map(|kind| format!("measure:{}", kind.name())));
    facets
}

/// Values that are filtered and boosted by: the facets, and what is too fine to count.
fn labels(unit: &Unit, facets: &[String]) -> Vec<String> {
    let facts = &unit.facts;
    let mut labels = facets.to_vec();
    let around = facts.region.iter().flat_map(|region| region::around(region));
    labels.extend(around.map(|region| format!("region:{region}")));
    labels.extend(facts.doc_number.iter().map(|number| format!("number:{number}")));
    labels.push(format!("edition:{}", facts.edition));
    labels.push(format!("title:{}", title_key(&facts.title)));
    labels.extend(facts.title_translated.iter().map(|title| format!("title:{}", title_key(title))));
    labels.extend(number::find(&unit.text).into_iter().map(|(_, number)| format!("mentions:{}", number.key)));
    labels.extend(cites::names(&unit.text).into_iter().map(|name| format!("cites:{name}")));
    labels.sort_unstable();
    labels.dedup();
    labels
}

fn role(role: UnitRole) -> Role {
    match role {
        UnitRole::Body => Role::Body,
        UnitRole::Heading => Role::Heading,
        UnitRole::Front => Role::Front,
    }
}
