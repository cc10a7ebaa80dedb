//! Asks the servers for candidates.
//!
//! A search counts what a filter finds, and names it in its counts of the values of `id`, which is far
//! quicker than reading documents. Where there are more candidates than are looked at, filters for those
//! that hold much are counted ([`super::choose`]), and the most generous one that does not find too many is
//! taken.

use super::{
    asking::{Asking, counting, naming, rows},
    choose::{self, Term},
    cluster::Cluster,
    evidence::Evidence,
    filter,
    server::Server,
    settings::MOST_IDS,
};
use crate::{
    engine::{EngineError, Page, Sort, matching::union},
    query::plan::Plan,
    rank::idf,
    stats::TermStatistics,
};
use serde_json::{Value, json};

/// What a term above the clause is worth, of what it is worth in the clause.
const ABOVE: f32 = 0.3;

/// A filter that lets nothing through.
const NOTHING: &str = "superseded = 9";

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
    /// How many there are, where nothing else is asked and the servers know it.
    pub total: Option<u64>,
    /// Whether more of them shall be looked for where these are not all.
    pub more: bool,
    /// Where few hold much and too many a little less: by policy, how many of these stand in it.
    pub crowd: Vec<(i64, u64)>,
    /// Servers that did not answer and that nobody stands in for.
    pub missing: Vec<String>,
}

/// Asks for the candidates of `plan`, up to `limit` of them.
pub fn candidates(
    cluster: &Cluster,
    plan: &Plan,
    page: Page,
    evidence: &Evidence,
    limit: usize,
) -> Result<Candidates, EngineError> {
    let limit = limit.min(MOST_IDS);
    let statistics = &evidence.statistics;
    let all = filter::candidates(plan);
    let few = are_few(plan, limit);
    // A count that says nothing new is not asked for.
    let counts = page.limit == 0 && !page.facets;
    let exact = counts && filter::is_exact(plan);
    let sort = if counts { Sort::Relevance } else { page.sort };
    let many = sort == Sort::Relevance && !few && !exact && are_many(plan, evidence, limit)?;
    let rungs = match sort {
        _ if exact => Vec::new(),
        Sort::Relevance if !few => rungs(plan, &all, statistics, limit),
        _ => Vec::new(),
    };
    // Where there cannot be too many they are named at once.
    let mut queries = vec![if few { naming(&all) } else { counting(if many { NOTHING } else { &all }) }];
    queries.extend(rungs.iter().map(|rung| counting(rung)));
    let names = plan.translations.iter().filter_map(|translation| filter::translation(plan, translation));
    queries.extend(names.map(|names| naming(&format!("{} AND ({names})", filter::editions(plan)))));
    let mut asked = Asking::new(cluster);
    let mut found = asked.several(&queries)?;
    let named = found.split_off(1 + rungs.len());
    let mut answer =
        Candidates { named: rows(named), complete: true, more: !counts, ..Candidates::default() };
    let total = found[0].total;
    if exact && total > limit as u64 {
        answer.total = Some(total);
    } else if many || total > limit as u64 {
        answer.complete = false;
        let fits = (1..=rungs.len()).rev().find(|&rung| found[rung].total <= limit as u64);
        match (sort, fits) {
            (Sort::Newest, _) => answer.clauses = asked.sorted(&all, &["date:desc", "tie:asc"], limit)?,
            (Sort::Oldest, _) => answer.clauses = asked.sorted(&all, &["date:asc", "tie:asc"], limit)?,
            (Sort::Relevance, fits) => {
                let fits = fits.unwrap_or(0);
                if fits > 0 {
                    answer.clauses = asked.ids(&rungs[fits - 1])?;
                }
                if answer.more && (fits == 0 || found[fits].total < FEW) {
                    let looser = rungs.get(fits).cloned();
                    let looser = looser.unwrap_or_else(|| promising(plan, statistics));
                    answer.crowd = asked.policies(&looser)?;
                }
            }
        }
    } else if few {
        answer.clauses = rows(found);
    } else if total > 0 {
        answer.clauses = asked.ids(&all)?;
    }
    answer.missing = asked.missing;
    answer.complete &= answer.missing.is_empty();
    Ok(answer)
}

/// Whether the plan's terms cannot have more matches than are looked at.
fn are_few(plan: &Plan, limit: usize) -> bool {
    let typed = plan.concepts.iter().map(|concept| concept.clauses.map(u64::from));
    let names = plan.translations.iter().flat_map(|translation| &translation.alternatives);
    let most: Option<u64> = typed.chain(names.map(|name| Some(u64::from(name.clauses)))).sum();
    let own = !plan.concepts.is_empty() && plan.condition.needs_own_term() && !plan.looks_back();
    own && most.is_some_and(|most| most <= limit as u64)
}

/// Whether a term that is enough for a match stands in more units than are looked at.
fn are_many(plan: &Plan, evidence: &Evidence, limit: usize) -> Result<bool, EngineError> {
    if !plan.filters.is_empty() || !plan.exclusions.is_empty() || plan.looks_back() {
        return Ok(false);
    }
    for &bits in &plan.condition.enough() {
        let mut parts = plan.terms.iter().filter(|term| term.bits & bits != 0);
        let (Some(term), None) = (parts.next(), parts.next()) else { continue };
        let units = if term.prefix {
            evidence.most_units(&term.text)?
        } else {
            evidence.statistics.document_frequency(term.own, &term.text)
        };
        if units as usize > limit {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The candidates of a plan that stand in some policies, but for those that nobody misses ([`promising`]).
pub fn within(
    cluster: &Cluster,
    plan: &Plan,
    statistics: &TermStatistics,
    policies: &[i64],
) -> Result<Vec<i64>, EngineError> {
    if policies.is_empty() {
        return Ok(Vec::new());
    }
    Asking::new(cluster).ids(&filter::within(&promising(plan, statistics), policies))
}

/// A filter for the candidates of a plan of which there are too many. Where one term is enough, its rarest part
/// stands for it, and what holds nothing but a single character is left out: to look for all words that begin
/// with it costs the server more than everything else, and the hits come last.
fn promising(plan: &Plan, statistics: &TermStatistics) -> String {
    let terms = if plan.condition.asks_for_one() { informative(plan, statistics) } else { Vec::new() };
    let own = terms.into_iter().filter(|term| term.attribute == "own").flat_map(|term| term.values);
    let values: Vec<String> = own.collect();
    if values.is_empty() {
        return filter::candidates(plan);
    }
    format!("{} AND {}", filter::base(plan), filter::one_of("own", &values))
}

/// The text under which the index keeps what it was built from.
pub fn manifest(server: &Server, index: &str) -> Result<Option<String>, EngineError> {
    let path = format!("/indexes/{index}/search");
    let body = json!({"filter": "id = manifest", "limit": 1, "attributesToRetrieve": ["manifest"]});
    let found: Value = server.post(&path, body)?;
    Ok(found["hits"][0]["manifest"].as_str().map(str::to_owned))
}

/// Filters for what holds much, from the strictest to the most generous.
fn rungs(plan: &Plan, all: &str, statistics: &TermStatistics, limit: usize) -> Vec<String> {
    // What an exact title or a number says is looked at in any case.
    let labels: Vec<String> = plan.boosts.iter().map(|boost| boost.label.clone()).collect();
    let labelled = if labels.is_empty() { String::new() } else { format!(" OR {}", filter::labels(&labels)) };
    // Where one term is enough, what holds much fulfils the condition too; it need not be asked for once more.
    let base = filter::base(plan);
    let within = if plan.condition.asks_for_one() { &base } else { all };
    let ladder = choose::ladder(informative(plan, statistics), statistics.totals.units, limit);
    ladder.iter().map(|rung| format!("({rung}{labelled}) AND {within}")).collect()
}

/// The plan's terms, typed or in the other language, in the clause or above it. Of each, its rarest part stands
/// for the whole: nearly all that holds it holds the others too. Single characters are left out; they stand in a
/// good part of all texts.
fn informative(plan: &Plan, statistics: &TermStatistics) -> Vec<Term> {
    let [own, across] = [true, false].map(|own| statistics.totals.size(plan.language(own)).units);
    let mut terms = Vec::new();
    for concept in &plan.concepts {
        let parts = plan.terms.iter().filter(|term| term.bits & concept.bits != 0 && !term.prefix);
        let parts = parts.map(|term| (statistics.document_frequency(term.own, &term.text), &term.text));
        let Some((clauses, rarest)) = parts.min() else { continue };
        let (clauses, values) = (u64::from(clauses), vec![rarest.clone()]);
        let worth = idf(own, clauses);
        terms.push(Term { attribute: "own", values: values.clone(), worth, units: clauses });
        terms.push(Term { attribute: "above", values, worth: worth * ABOVE, units: clauses });
    }
    for translation in &plan.translations {
        let known = translation.alternatives.iter().filter(|name| name.clauses > 0);
        let rarest = known.clone().filter_map(|name| {
            let parts = name.terms.iter();
            parts.min_by_key(|term| statistics.document_frequency(name.own, term)).cloned()
        });
        let values: Vec<String> = rarest.collect();
        let clauses = known.map(|name| u64::from(name.clauses)).sum();
        let worth = idf(across, union(&translation.alternatives, false, &|_| 1.0));
        let worth = worth * translation.weights.term;
        if !values.is_empty() {
            terms.push(Term { attribute: "own", values, worth, units: clauses });
        }
    }
    terms.retain(|term| term.worth > 0.0);
    terms
}
