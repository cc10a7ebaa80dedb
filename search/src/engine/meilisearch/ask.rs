//! Asks the servers for candidates.
//!
//! A search counts what a filter finds, and names it in its counts of the values of `id`, which is far
//! quicker than reading documents. Where there are more candidates than are looked at, filters for those
//! that hold much are counted ([`super::choose`]), and the most generous one that does not find too many is
//! taken.

use super::{
    choose::{self, Term},
    cluster::Cluster,
    filter,
    server::Server,
    settings::MOST_IDS,
};
use crate::{
    engine::{EngineError, Page, Sort},
    query::plan::Plan,
    rank::idf,
    stats::TermStatistics,
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What a term above the clause is worth, of what it is worth in the clause.
const ABOVE: f32 = 0.3;

/// Fewer candidates than these are filled up with others that hold less.
const FEW: u64 = 400;

/// What the servers know of a plan.
#[derive(Debug, Default)]
pub struct Candidates {
    /// Rows of the clauses, in rising order.
    pub clauses: Vec<i64>,
    /// Rows of clauses that hold a name in the other language, candidates or not, in rising order.
    pub named: Vec<i64>,
    /// Whether these are all.
    pub complete: bool,
    /// Where few hold much and too many a little less: by policy, how many of these stand in it.
    pub crowd: Vec<(i64, u64)>,
    /// Servers that did not answer and that nobody stands in for.
    pub missing: Vec<String>,
}

/// What servers say of one query.
#[derive(Debug, Default)]
struct Found {
    total: u64,
    values: BTreeMap<String, u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reply {
    #[serde(default)]
    estimated_total_hits: u64,
    #[serde(default)]
    facet_distribution: BTreeMap<String, BTreeMap<String, u64>>,
    #[serde(default)]
    hits: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

/// Asks for the candidates of `plan`, up to `limit` of them.
pub fn candidates(
    cluster: &Cluster,
    plan: &Plan,
    page: Page,
    statistics: &TermStatistics,
    limit: usize,
) -> Result<Candidates, EngineError> {
    let limit = limit.min(MOST_IDS);
    let all = filter::candidates(plan);
    let terms = informative(plan, statistics);
    let rungs = match page.sort {
        Sort::Relevance => rungs(plan, &all, &terms, statistics.totals.units, limit),
        Sort::Newest | Sort::Oldest => Vec::new(),
    };
    let mut queries = vec![counting(&all)];
    queries.extend(rungs.iter().map(|rung| counting(rung)));
    let names = plan.translations.iter().filter_map(filter::translation);
    queries.extend(names.map(|names| naming(&format!("{} AND ({names})", filter::editions(plan)))));
    let mut asked = Asking::new(cluster);
    let found = asked.several(&queries)?;
    let mut answer =
        Candidates { named: rows(found[1 + rungs.len()..].iter()), complete: true, ..Candidates::default() };
    let total = found[0].total;
    if total > limit as u64 {
        answer.complete = false;
        let fits = (1..=rungs.len()).rev().find(|&rung| found[rung].total <= limit as u64);
        match (page.sort, fits) {
            (Sort::Newest, _) => answer.clauses = asked.sorted(&all, &["date:desc", "tie:asc"], limit)?,
            (Sort::Oldest, _) => answer.clauses = asked.sorted(&all, &["date:asc", "tie:asc"], limit)?,
            (Sort::Relevance, fits) => {
                let fits = fits.unwrap_or(0);
                if fits > 0 {
                    answer.clauses = asked.ids(&rungs[fits - 1])?;
                }
                if fits == 0 || found[fits].total < FEW {
                    answer.crowd = asked.policies(rungs.get(fits).unwrap_or(&all))?;
                }
            }
        }
    } else if total > 0 {
        answer.clauses = asked.ids(&all)?;
    }
    answer.missing = asked.missing;
    answer.complete &= answer.missing.is_empty();
    Ok(answer)
}

/// The candidates of a plan that stand in some policies.
pub fn within(cluster: &Cluster, plan: &Plan, policies: &[i64]) -> Result<Vec<i64>, EngineError> {
    if policies.is_empty() {
        return Ok(Vec::new());
    }
    Asking::new(cluster).ids(&filter::within(plan, policies))
}

/// The text under which the index keeps what it was built from.
pub fn manifest(server: &Server, index: &str) -> Result<Option<String>, EngineError> {
    let path = format!("/indexes/{index}/search");
    let body = json!({"filter": "id = manifest", "limit": 1, "attributesToRetrieve": ["manifest"]});
    let found: Value = server.post(&path, body)?;
    Ok(found["hits"][0]["manifest"].as_str().map(str::to_owned))
}

/// Questions about one plan, with the servers that failed to answer any of them.
struct Asking<'a> {
    cluster: &'a Cluster,
    missing: Vec<String>,
}

impl<'a> Asking<'a> {
    fn new(cluster: &'a Cluster) -> Self {
        Self { cluster, missing: Vec::new() }
    }

    /// What all servers say together of each of several queries.
    fn several(&mut self, queries: &[Value]) -> Result<Vec<Found>, EngineError> {
        let mut found: Vec<Found> = queries.iter().map(|_| Found::default()).collect();
        for reply in self.replies(queries)? {
            for (found, reply) in found.iter_mut().zip(reply) {
                found.total += reply.estimated_total_hits;
                let counted = reply.facet_distribution.into_values().flatten();
                let named = reply.hits.into_iter().map(|hit| (hit.id, 1));
                for (value, count) in counted.chain(named) {
                    *found.values.entry(value).or_default() += count;
                }
            }
        }
        Ok(found)
    }

    fn replies(&mut self, queries: &[Value]) -> Result<Vec<Vec<Reply>>, EngineError> {
        let asked = self.cluster.ask(queries)?;
        for name in asked.missing {
            if !self.missing.contains(&name) {
                self.missing.push(name);
            }
        }
        Ok(asked.replies)
    }

    /// The rows of all units that a filter finds, up to [`MOST_IDS`] on each server.
    fn ids(&mut self, filter: &str) -> Result<Vec<i64>, EngineError> {
        Ok(rows(self.several(&[naming(filter)])?.iter()))
    }

    /// The policies in which what a filter finds stands, with how much of it, up to [`MOST_IDS`].
    fn policies(&mut self, filter: &str) -> Result<Vec<(i64, u64)>, EngineError> {
        let query = json!({"filter": filter, "limit": 0, "facets": ["policy"]});
        let found = self.several(&[query])?;
        let policies = found.iter().flat_map(|found| &found.values);
        Ok(policies.filter_map(|(policy, &units)| Some((policy.parse().ok()?, units))).collect())
    }

    /// The first rows in an order, from each server.
    fn sorted(&mut self, filter: &str, by: &[&str], limit: usize) -> Result<Vec<i64>, EngineError> {
        let query = json!({"filter": filter, "sort": by, "limit": limit, "attributesToRetrieve": ["id"]});
        Ok(rows(self.several(&[query])?.iter()))
    }
}

fn counting(filter: &str) -> Value {
    json!({"filter": filter, "limit": 0})
}

fn naming(filter: &str) -> Value {
    json!({"filter": filter, "limit": 0, "facets": ["id"]})
}

fn rows<'a>(found: impl Iterator<Item = &'a Found>) -> Vec<i64> {
    let ids = found.flat_map(|found| found.values.keys());
    let mut rows: Vec<i64> = ids.filter_map(|id| id.parse().ok()).collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// Filters for what holds much, from the strictest to the most generous; none where the plan's terms cannot
/// have too many matches.
fn rungs(plan: &Plan, all: &str, terms: &[Term], units: u64, limit: usize) -> Vec<String> {
    let most: u64 = terms.iter().map(|term| term.units).sum();
    if !plan.concepts.is_empty() && plan.condition.needs_own_term() && most <= limit as u64 {
        return Vec::new();
    }
    // What an exact title or a number says is looked at in any case.
    let labels: Vec<String> = plan.boosts.iter().map(|boost| boost.label.clone()).collect();
    let labelled = if labels.is_empty() { String::new() } else { format!(" OR {}", filter::labels(&labels)) };
    // Where one term is enough, what holds much fulfils the condition too; it need not be asked for once more.
    let base = filter::base(plan);
    let within = if plan.condition.asks_for_one() { &base } else { all };
    let ladder = choose::ladder(terms.to_vec(), units, limit);
    ladder.iter().map(|rung| format!("({rung}{labelled}) AND {within}")).collect()
}

/// The plan's terms, typed or in the other language, in the clause or above it.
fn informative(plan: &Plan, statistics: &TermStatistics) -> Vec<Term> {
    let units = statistics.totals.units;
    let mut terms = Vec::new();
    for concept in &plan.concepts {
        // A single character is not counted by itself; it stands in a good part of all texts.
        let clauses = concept.clauses.map_or(units / 20, u64::from);
        let worth = idf(units, clauses);
        terms.extend(filter::own(plan, concept.bits).map(|filter| Term { filter, worth, units: clauses }));
        terms.extend(filter::above(plan, concept.bits).map(|filter| Term {
            filter,
            worth: worth * ABOVE,
            units: clauses,
        }));
    }
    for translation in &plan.translations {
        let clauses = translation.alternatives.iter().map(|name| u64::from(name.clauses)).sum();
        let worth = idf(units, clauses) * translation.weights.term;
        terms.extend(filter::translation(translation).map(|filter| Term { filter, worth, units: clauses }));
    }
    terms.retain(|term| term.worth > 0.0);
    terms
}
