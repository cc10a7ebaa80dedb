//! Meilisearch as the engine: a server finds the candidates, the shared ranker orders them.
//!
//! The server holds for every unit the tokens and labels that conditions speak of, as exact values to filter
//! by. A plan's condition becomes one filter; the units that it finds are looked up in the evidence, held
//! against the plan like the units of the embedded engine, and so give the same answer: the same clauses in
//! the same order, with the same totals and counts, as long as there are no more than [`CANDIDATES`] of
//! them. Beyond that the most promising are taken, and the answer says `at_least`.

mod ask;
mod asking;
mod choose;
mod cluster;
mod document;
mod documents;
mod evidence;
mod fault;
mod feed;
mod filter;
mod http;
mod keep;
mod key;
mod location;
mod placement;
mod reading;
mod rebalance;
mod server;
mod settings;
mod sync;
mod task;
mod units;
mod vectors;
mod words;
mod writer;

pub use http::Limits;
pub use location::{Location, Remote};
pub use placement::Placement;
pub use rebalance::{Rebalanced, rebalance};
pub use server::{Address, Key};
pub use sync::bring_up;
pub use vectors::{Sent, bring as bring_vectors};
pub use writer::{MeilisearchWriter, remove};

use super::{
    Candidate, Engine, EngineError, Manifest, Matches, Near, Page, Texts,
    matching::{self, CitedCounts, DocumentCounts, Library, Norms},
};
use crate::{
    answer::HitExplanation,
    query::plan::Plan,
    rank::{Field, Weights},
    stats::TermStatistics,
};
use ask::Candidates;
use cluster::Cluster;
use documents::Documents;
use evidence::Evidence;
use reading::Reading;
use server::Server;
use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    path::{Path, PathBuf},
    sync::OnceLock,
};
use units::CandidateUnits;

/// So many candidates are looked at. More than that would take longer than people wait, fewer would cut off
/// clauses that belong on the first page (tests/measurements/meilisearch.md).
pub const CANDIDATES: usize = 2000;

/// Beyond that, all matches of so many documents are looked at, those that the query points to as a whole.
const PROMISING: usize = 40;

/// The file that changes whenever an index on servers does.
pub fn evidence_file(data: &Path) -> PathBuf {
    evidence::file(&evidence::dir(data))
}

/// What the index was built from: the older of what the servers and what the evidence says. An index that
/// one of them does not know is missing; of several servers those count that answer.
pub fn manifest(location: &Location) -> Result<Manifest, EngineError> {
    let kept = evidence::manifest(&location.dir)?;
    if kept.placement != location.placement() {
        return Err(EngineError::NotSpread);
    }
    if kept.placement.is_some() {
        return Ok(kept);
    }
    let (_, served) = cluster::reader(location.only()?, &location.dir)?;
    Ok(if served.lineage != kept.lineage || served.watermark < kept.watermark { served } else { kept })
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
    /// Whether its index holds all that is kept beside it.
    pub current: bool,
}

/// Asks a server how it is. Needs the key that can write.
pub fn health(location: &Location, remote: &Remote) -> Result<Health, EngineError> {
    let server = Server::new(&remote.address)?;
    let version = server.version()?;
    if !server.has_index(server.index())? {
        return Err(EngineError::NotOnServer { place: remote.address.url.clone() });
    }
    let kept = evidence::manifest(&location.dir)?;
    Ok(Health {
        version,
        foreign_settings: server.foreign_settings(server.index())?,
        units: server.documents(server.index())?.saturating_sub(1),
        current: cluster::is_current(&cluster::served(&remote.address)?, &kept),
    })
}

/// An engine that asks one server, or several.
pub struct MeilisearchEngine {
    cluster: Cluster,
    evidence: Evidence,
    weights: Weights,
    norms: Norms,
    cited: OnceLock<CitedCounts>,
    limit: usize,
    /// The name of the vectors that stand on the servers, where they do.
    vectors: Option<String>,
}

impl MeilisearchEngine {
    /// Opens the index for reading.
    pub fn open(location: &Location, weights: Weights) -> Result<Self, EngineError> {
        let kept = evidence::manifest(&location.dir)?;
        let evidence = Evidence::open(&location.dir)?;
        let norms = Norms::new(&weights, &evidence.statistics.totals);
        Ok(Self {
            cluster: Cluster::open(location, kept)?,
            evidence,
            weights,
            norms,
            cited: OnceLock::new(),
            limit: CANDIDATES,
            vectors: location.vectors.as_ref().map(vectors::name),
        })
    }

    fn cited(&self) -> Result<&CitedCounts, EngineError> {
        if let Some(counts) = self.cited.get() {
            return Ok(counts);
        }
        let counts = self.evidence.cited()?;
        Ok(self.cited.get_or_init(|| counts))
    }

    /// Documents by how much the query's bigrams point to them, best first. A clause of the first may belong
    /// on the first page for what stands around it, with one common term of its own.
    fn promising(&self, plan: &Plan, documents: &Documents) -> Vec<i64> {
        let statistics = self.statistics();
        let average = statistics.totals.average_policy_length();
        let mut scores: HashMap<u32, f32> = HashMap::new();
        for term in plan.terms.iter().filter(|term| term.own == Field::BodyGrams && term.weight > 0.0) {
            let idf = plan.idf(statistics, term, Field::BodyGrams);
            documents.visit_term(&term.text, &mut |policy, frequency| {
                let norm = self.weights.document_norm(documents.size(policy) as f32, average);
                *scores.entry(policy).or_default() += self.weights.document_term(idf, frequency as f32, norm);
            });
        }
        let mut ranked: Vec<(u32, f32)> = scores.into_iter().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.into_iter().map(|(policy, _)| i64::from(policy)).collect()
    }

    /// The policies whose clauses are looked at where few hold much and too many a little less: the most
    /// promising ones that have as many of these together as are looked at.
    fn out_of_crowd(&self, plan: &Plan, crowd: &[(i64, u64)]) -> Result<Vec<i64>, EngineError> {
        let counts: HashMap<i64, u64> = crowd.iter().copied().collect();
        let policies: HashSet<i64> = counts.keys().copied().collect();
        let ranked = self.promising(plan, &self.evidence.documents(&policies, plan.looks_back())?);
        let mut units = 0;
        let fits = |policy: &i64| {
            units += counts.get(policy).copied().unwrap_or(0);
            units <= self.limit as u64
        };
        Ok(ranked.into_iter().take_while(fits).collect())
    }

    /// The candidates of a plan, and their documents.
    fn gather(
        &self,
        plan: &Plan,
        found: &mut Candidates,
    ) -> Result<(CandidateUnits, Documents), EngineError> {
        if !found.crowd.is_empty() {
            let policies = self.out_of_crowd(plan, &found.crowd)?;
            found.clauses.extend(ask::within(&self.cluster, plan, self.statistics(), &policies)?);
        }
        let mut clauses = std::mem::take(&mut found.clauses);
        clauses.append(&mut found.named);
        clauses.sort_unstable();
        clauses.dedup();
        let mut reading = Reading::new(plan);
        self.evidence.visit(&clauses, &mut |sight| reading.see(sight))?;
        let documents = self.evidence.documents(&reading.policies(), plan.looks_back())?;
        if found.more && !found.complete && found.crowd.is_empty() {
            let mut promising = self.promising(plan, &documents);
            promising.truncate(PROMISING);
            let mut more = ask::within(&self.cluster, plan, self.statistics(), &promising)?;
            more.retain(|clause| clauses.binary_search(clause).is_err());
            self.evidence.visit(&more, &mut |sight| reading.see(sight))?;
        }
        Ok((reading.finish(self.norms.clone()), documents))
    }
}

impl Engine for MeilisearchEngine {
    fn manifest(&self) -> &Manifest {
        self.cluster.manifest()
    }

    fn statistics(&self) -> &TermStatistics {
        &self.evidence.statistics
    }

    fn matches(&self, plan: &Plan, page: Page, texts: &dyn Texts) -> Result<Matches, EngineError> {
        let mut found = match &plan.only {
            // What is looked at is known already. A long list is left to the plan's sets, as if it were a filter.
            Some(only) if only.len() <= self.limit => {
                let mut clauses: Vec<i64> = only.iter().copied().collect();
                clauses.sort_unstable();
                Candidates { clauses, complete: true, ..Candidates::default() }
            }
            _ => ask::candidates(&self.cluster, plan, page, &self.evidence, self.limit)?,
        };
        if let Some(total) = found.total {
            let at_least = !found.complete;
            return Ok(Matches { total, at_least, missing: found.missing, ..Matches::default() });
        }
        let (units, documents) = self.gather(plan, &mut found)?;
        let library = Library {
            parts: &[&units],
            documents: &documents,
            cited: self.cited()?,
            statistics: self.statistics(),
            weights: &self.weights,
        };
        let mut matches = library.matches(plan, page, texts)?;
        matches.at_least = !found.complete;
        matches.missing = found.missing;
        Ok(matches)
    }

    fn can_restrict(&self) -> bool {
        true
    }

    fn ready(&self) -> Result<(), EngineError> {
        self.cluster.ready()
    }

    fn keeps_vectors(&self) -> bool {
        self.vectors.is_some()
    }

    fn near(&self, question: &[f32], count: usize, rows: &[i64]) -> Result<Option<Near>, EngineError> {
        let Some(name) = &self.vectors else { return Ok(None) };
        vectors::near(&self.cluster, name, question, count, rows)
    }

    fn labels(&self, prefix: &str) -> Result<Vec<String>, EngineError> {
        self.evidence.labels(prefix)
    }

    fn terms(
        &self,
        field: Field,
        range: Range<&str>,
        visit: &mut dyn FnMut(&str, u32),
    ) -> Result<(), EngineError> {
        self.evidence.words(field, range, visit)
    }

    fn explain(&self, candidate: &Candidate, plan: &Plan) -> Result<HitExplanation, EngineError> {
        let mut reading = Reading::new(plan);
        self.evidence.visit(&[candidate.clause], &mut |sight| reading.see(sight))?;
        let units = reading.finish(self.norms.clone());
        if units.is_empty() {
            return Err(EngineError::Engine("the clause is no longer known".into()));
        }
        matching::parts(&units, 0, candidate, plan, &self.weights, self.statistics())
    }
}
