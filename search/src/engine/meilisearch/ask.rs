//! Asks the server for candidates.
//!
//! Few candidates are asked for at once: one search counts them and names all of them, in its counts of the
//! values of `id`, which is quicker than reading documents. Where there are more than one answer can name,
//! a federated search takes the best: one weighted sub-query for each of the query's rarest terms, pairs and
//! threes of them, so that a unit comes in by the most informative terms that it holds together.

use super::{filter, server::Server, settings::MOST_IDS};
use crate::{
    engine::{EngineError, Page, Sort},
    query::plan::Plan,
    rank::idf,
    stats::TermStatistics,
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Terms that pairs are made of at most, the rarest ones,
const TERMS_IN_PAIRS: usize = 8;
/// and terms that threes are made of.
const TERMS_IN_THREES: usize = 6;

/// What the server knows of a plan.
pub struct Candidates {
    /// Rows of the clauses, in rising order.
    pub clauses: Vec<i64>,
    /// Whether these are all.
    pub complete: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Counted {
    estimated_total_hits: u64,
    #[serde(default)]
    facet_distribution: BTreeMap<String, BTreeMap<String, u64>>,
}

#[derive(Deserialize)]
struct Found {
    hits: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

/// Asks for the candidates of `plan`, up to `limit` of them.
pub fn candidates(
    server: &Server,
    plan: &Plan,
    page: Page,
    statistics: &TermStatistics,
    limit: usize,
) -> Result<Candidates, EngineError> {
    let limit = limit.min(MOST_IDS);
    let filter = filter::candidates(plan);
    let counted = search(server, &json!({"filter": filter, "limit": 0}))?;
    let total = counted.estimated_total_hits;
    if total == 0 {
        return Ok(Candidates { clauses: Vec::new(), complete: true });
    }
    if total <= limit as u64 {
        return Ok(Candidates { clauses: ids(server, &filter)?, complete: true });
    }
    let clauses = match page.sort {
        Sort::Newest => sorted(server, &filter, &["date:desc", "tie:asc"], limit)?,
        Sort::Oldest => sorted(server, &filter, &["date:asc", "tie:asc"], limit)?,
        Sort::Relevance => {
            let queries = sub_queries(server.index(), plan, statistics);
            if queries.is_empty() {
                sorted(server, &filter, &["tie:asc"], limit)?
            } else {
                best(server, &queries, limit)?
            }
        }
    };
    Ok(Candidates { clauses, complete: false })
}

/// The rows of all units that a filter finds, up to [`MOST_IDS`].
pub fn ids(server: &Server, filter: &str) -> Result<Vec<i64>, EngineError> {
    let counted = search(server, &json!({"filter": filter, "limit": 0, "facets": ["id"]}))?;
    let named = counted.facet_distribution.get("id").into_iter().flat_map(BTreeMap::keys);
    Ok(rows(named.map(String::as_str)))
}

/// The text under which the index keeps what it was built from.
pub fn manifest(server: &Server, index: &str) -> Result<Option<String>, EngineError> {
    let path = format!("/indexes/{index}/search");
    let body = json!({"filter": "id = manifest", "limit": 1, "attributesToRetrieve": ["manifest"]});
    let found: Value = server.post(&path, body)?;
    Ok(found["hits"][0]["manifest"].as_str().map(str::to_owned))
}

fn search(server: &Server, body: &Value) -> Result<Counted, EngineError> {
    server.post(&format!("/indexes/{}/search", server.index()), body.clone())
}

fn sorted(server: &Server, filter: &str, by: &[&str], limit: usize) -> Result<Vec<i64>, EngineError> {
    let path = format!("/indexes/{}/search", server.index());
    let body = json!({"filter": filter, "sort": by, "limit": limit, "attributesToRetrieve": ["id"]});
    let found: Found = server.post(&path, body)?;
    Ok(rows(found.hits.iter().map(|hit| hit.id.as_str())))
}

fn best(server: &Server, queries: &[Value], limit: usize) -> Result<Vec<i64>, EngineError> {
    let found: Found =
        server.post("/multi-search", json!({"federation": {"limit": limit}, "queries": queries}))?;
    Ok(rows(found.hits.iter().map(|hit| hit.id.as_str())))
}

fn rows<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<i64> {
    let mut rows: Vec<i64> = ids.filter_map(|id| id.parse().ok()).collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// One sub-query for each of the rarest terms, for pairs and for threes of them, for what stands in exact
/// titles and numbers, and one for all the rest. What it weighs is the information that its terms hold.
fn sub_queries(index: &str, plan: &Plan, statistics: &TermStatistics) -> Vec<Value> {
    let terms = informative(plan, statistics);
    let base = filter::candidates(plan);
    let most: f32 = terms.iter().take(3).map(|(_, worth)| worth).sum::<f32>().max(f32::MIN_POSITIVE);
    let query = |filter: String, weight: f32| {
        json!({
            "indexUid": index,
            "filter": filter,
            "attributesToRetrieve": ["id"],
            "federationOptions": {"weight": weight},
        })
    };
    let chosen = combinations(terms.len()).into_iter().map(|places| {
        let filters: Vec<String> = places.iter().map(|&place| format!("({})", terms[place].0)).collect();
        let worth: f32 = places.iter().map(|&place| terms[place].1).sum();
        query(format!("{base} AND {}", filters.join(" AND ")), worth / most)
    });
    let mut queries: Vec<Value> = chosen.collect();
    for boost in &plan.boosts {
        let labelled = filter::labels(std::slice::from_ref(&boost.label));
        queries.push(query(format!("{base} AND {labelled}"), 2.0));
    }
    if !queries.is_empty() {
        queries.push(query(base, 0.001));
    }
    queries
}

/// The plan's terms, typed or in the other language, as filters with what they are worth, rarest first.
fn informative(plan: &Plan, statistics: &TermStatistics) -> Vec<(String, f32)> {
    let units = statistics.totals.units;
    let typed = plan.concepts.iter().filter_map(|concept| {
        Some((filter::own(plan, concept.bits)?, idf(units, u64::from(concept.clauses.unwrap_or(0)))))
    });
    let translated = plan.translations.iter().filter_map(|translation| {
        let clauses: u64 = translation.alternatives.iter().map(|name| u64::from(name.clauses)).sum();
        Some((filter::translation(translation)?, idf(units, clauses) * translation.weights.term))
    });
    let mut terms: Vec<(String, f32)> = typed.chain(translated).filter(|(_, worth)| *worth > 0.0).collect();
    terms.sort_by(|a, b| b.1.total_cmp(&a.1));
    terms
}

/// Single places, pairs and threes of the first places.
fn combinations(count: usize) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = (0..count).map(|place| vec![place]).collect();
    let (pairs, threes) = (count.min(TERMS_IN_PAIRS), count.min(TERMS_IN_THREES));
    for first in 0..pairs {
        for second in first + 1..pairs {
            all.push(vec![first, second]);
            all.extend((second + 1..threes).map(|third| vec![first, second, third]));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_combined_up_to_a_number() {
        assert_eq!(combinations(1), [vec![0]]);
        assert_eq!(combinations(3).len(), 3 + 3 + 1);
        assert_eq!(combinations(20).len(), 20 + 28 + 20);
    }

    #[test]
    fn the_manifest_is_no_candidate() {
        assert_eq!(rows(["7", "manifest", "3", "7"].into_iter()), [3, 7]);
    }
}
