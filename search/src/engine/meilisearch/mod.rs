//! Meilisearch as the engine: a server finds the candidates, the shared ranker orders them.
//!
//! The server holds for every unit the tokens and labels that conditions speak of, as exact values to filter
//! by. A plan's condition becomes one filter; the units that it finds are looked up in the evidence, held
//! against the plan like the units of the embedded engine, and so give the same answer: the same clauses in
//! the same order, with the same totals and counts, as long as there are no more than [`CANDIDATES`] of
//! them. Beyond that the most promising are taken, and the answer says `at_least`.

mod ask;
mod evidence;
mod fault;
mod filter;
mod http;
mod keep;
mod key;
mod server;
mod settings;
mod task;
mod units;
mod writer;

pub use evidence::dir;
pub use http::Limits;
pub use server::{Address, Key};
pub use writer::{MeilisearchWriter, remove};

use super::{
    Candidate, Engine, EngineError, Manifest, Matches, Page, Sort, Texts,
    matching::{self, CitedCounts, DocumentCounts, Library, Norms},
};
use crate::{
    answer::HitExplanation,
    query::plan::{Plan, Translation},
    rank::{Field, Weights, idf},
    stats::TermStatistics,
};
use evidence::{Documents, Evidence};
use server::Server;
use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
    sync::OnceLock,
};
use units::CandidateUnits;

/// So many candidates are looked at. More than that would take longer than people wait, fewer would cut off
/// clauses that belong on the first page (tests/measurements/meilisearch.md).
pub const CANDIDATES: usize = 2000;

/// Beyond that, all matches of so many documents are looked at, those that the query points to as a whole.
const PROMISING: usize = 40;

/// Where the index is: the server, and the directory of what is kept beside it.
#[derive(Debug, Clone)]
pub struct Location {
    /// The server.
    pub address: Address,
    /// The directory.
    pub dir: PathBuf,
}

impl Location {
    /// The index of a data directory on a server.
    pub fn new(data: &Path, address: Address) -> Self {
        Self { address, dir: dir(data) }
    }
}

/// What the index was built from: the older of what the server and what the evidence says. An index that
/// one of them does not know is missing.
pub fn manifest(location: &Location) -> Result<Manifest, EngineError> {
    let kept = evidence::manifest(&location.dir)?;
    let server = Server::new(&location.address)?;
    let Some(text) = ask::manifest(&server, server.index())? else {
        return Err(EngineError::Missing(location.address.url.clone().into()));
    };
    let served = evidence::read_manifest(&text)?;
    Ok(if served.lineage != kept.lineage || served.watermark < kept.watermark { served } else { kept })
}

/// The server with a key for readers that it accepts, and the manifest that it shows to them.
fn reader(location: &Location) -> Result<(Address, Manifest), EngineError> {
    let at = |address: &Address| manifest(&Location { address: address.clone(), dir: location.dir.clone() });
    let address = key::for_reading(&location.address, &location.dir)?;
    match at(&address) {
        Err(EngineError::Key { .. }) if location.address.key.is_some() => {
            let address = key::renew(&location.address, &location.dir)?;
            let manifest = at(&address)?;
            Ok((address, manifest))
        }
        manifest => Ok((address, manifest?)),
    }
}

/// What `doctor` can tell of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Its version.
    pub version: String,
    /// Settings of the index that are not as polidex sets them.
    pub foreign_settings: Vec<String>,
    /// Number of units on the server.
    pub units: u64,
}

/// Asks the server how it is. Needs the key that can write.
pub fn health(location: &Location) -> Result<Health, EngineError> {
    let server = Server::new(&location.address)?;
    let version = server.version()?;
    if !server.has_index(server.index())? {
        return Err(EngineError::Missing(location.address.url.clone().into()));
    }
    Ok(Health {
        version,
        foreign_settings: server.foreign_settings(server.index())?,
        units: server.documents(server.index())?.saturating_sub(1),
    })
}

/// An engine that asks a server.
pub struct MeilisearchEngine {
    server: Server,
    evidence: Evidence,
    manifest: Manifest,
    weights: Weights,
    norms: Norms,
    cited: OnceLock<CitedCounts>,
    limit: usize,
}

impl MeilisearchEngine {
    /// Opens the index for reading.
    pub fn open(location: &Location, weights: Weights) -> Result<Self, EngineError> {
        Self::with_limit(location, weights, CANDIDATES)
    }

    /// Opens the index for reading; looks at no more than `limit` candidates of a question.
    pub fn with_limit(location: &Location, weights: Weights, limit: usize) -> Result<Self, EngineError> {
        let evidence = Evidence::open(&location.dir)?;
        let (address, manifest) = reader(location)?;
        let norms = Norms::new(&weights, &evidence.statistics.totals);
        Ok(Self {
            server: Server::new(&address)?,
            manifest,
            evidence,
            weights,
            norms,
            cited: OnceLock::new(),
            limit,
        })
    }

    fn cited(&self) -> Result<&CitedCounts, EngineError> {
        if let Some(counts) = self.cited.get() {
            return Ok(counts);
        }
        let counts = self.evidence.cited()?;
        Ok(self.cited.get_or_init(|| counts))
    }

    /// The documents that the query's bigrams point to. A clause of one of them may belong on the first page
    /// for what stands around it, with one common term of its own.
    fn promising(&self, plan: &Plan, documents: &Documents) -> Vec<i64> {
        let totals = &self.statistics().totals;
        let average = totals.average_policy_length();
        let mut scores: HashMap<u32, f32> = HashMap::new();
        for term in plan.terms.iter().filter(|term| term.own == Field::BodyGrams && term.weight > 0.0) {
            let units = self.statistics().document_frequency(Field::BodyGrams, &term.text);
            let idf = idf(totals.units, u64::from(units)) * term.weight;
            documents.visit_term(&term.text, &mut |policy, frequency| {
                let length = documents.size(policy) as f32;
                *scores.entry(policy).or_default() +=
                    self.weights.document_term(idf, frequency as f32, length, average);
            });
        }
        let mut ranked: Vec<(u32, f32)> = scores.into_iter().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.iter().take(PROMISING).map(|&(policy, _)| i64::from(policy)).collect()
    }

    /// Units that hold a name in the other language, whether or not they are candidates: how far a name is
    /// trusted depends on what it stands together with anywhere.
    fn named(&self, plan: &Plan) -> Result<Vec<i64>, EngineError> {
        let mut clauses = Vec::new();
        let held = |one: &Translation| {
            filter::translation(one).map(|filter| format!("{} AND ({filter})", filter::editions(plan)))
        };
        for filter in plan.translations.iter().filter_map(held) {
            clauses.extend(ask::ids(&self.server, &filter)?);
        }
        Ok(clauses)
    }
}

impl Engine for MeilisearchEngine {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn statistics(&self) -> &TermStatistics {
        &self.evidence.statistics
    }

    fn matches(&self, plan: &Plan, page: Page, texts: &dyn Texts) -> Result<Matches, EngineError> {
        let candidates = ask::candidates(&self.server, plan, page, self.statistics(), self.limit)?;
        let mut clauses = candidates.clauses;
        if !plan.translations.is_empty() {
            clauses.extend(self.named(plan)?);
            clauses.sort_unstable();
            clauses.dedup();
        }
        let mut rows = self.evidence.rows(&clauses)?;
        let policies: HashSet<i64> = rows.iter().map(|row| row.policy).collect();
        let documents = self.evidence.documents(&policies, plan.superseded)?;
        if !candidates.complete && page.sort == Sort::Relevance {
            let mut more = ask::ids(&self.server, &filter::within(plan, &self.promising(plan, &documents)))?;
            more.retain(|clause| clauses.binary_search(clause).is_err());
            rows.extend(self.evidence.rows(&more)?);
        }
        // Newest editions first: the first match of a document speaks for its facets.
        rows.sort_by_key(|row| (row.superseded, row.clause));
        let units = CandidateUnits::new(rows, plan, self.norms.clone());
        let library = Library {
            parts: &[&units],
            documents: &documents,
            cited: self.cited()?,
            statistics: self.statistics(),
            weights: &self.weights,
        };
        let mut matches = library.matches(plan, page, texts)?;
        matches.at_least = !candidates.complete;
        Ok(matches)
    }

    fn labels(&self, prefix: &str) -> Result<Vec<String>, EngineError> {
        self.evidence.labels(prefix)
    }

    fn explain(&self, candidate: &Candidate, plan: &Plan) -> Result<HitExplanation, EngineError> {
        let rows = self.evidence.rows(&[candidate.clause])?;
        if rows.is_empty() {
            return Err(EngineError::Engine("the clause is no longer known".into()));
        }
        let units = CandidateUnits::new(rows, plan, self.norms.clone());
        matching::parts(&units, 0, candidate, plan, &self.weights, self.statistics())
    }
}
