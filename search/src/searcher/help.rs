//! What may have been meant, and what belongs to what was asked.

use super::{Request, SearchError, Searcher, read};
use crate::{
    answer::Hit,
    engine::{Matches, Page, Sort},
    highlight,
    query::{
        ast::{Node, Query},
        plan::Plan,
        planner::{MatchMode, Planned},
    },
    rank::Field,
    related::{Counts, RelatedTerm, Why},
    spelling::{self, Candidate, Correction, Vocabulary},
    text::fold,
};
use polidex_corpus::text::is_han;
use std::ops::Range;

/// Answers of fewer clauses may be due to a slip.
const FEW: u64 = 3;

/// Corrections that are tried, each at the price of a search.
const TRIED: usize = 4;

/// Corrections that are shown.
const SHOWN: usize = 2;

/// Terms of a short query.
const SHORT: usize = 4;

/// Clauses that hold the query's terms and are looked through for what stands beside them.
const LOOKED_THROUGH: usize = 60;

impl Searcher {
    /// Queries that may have been meant and find more. Looked for where hardly anything was found, or where
    /// a word of the query stands nowhere and is not known in the other language either.
    pub(super) fn corrections(
        &self,
        query: &Query,
        planned: &Planned,
        (matches, hits): (&Matches, &[Hit]),
        request: &Request,
    ) -> Result<Vec<Correction>, SearchError> {
        let relaxed = planned.warnings.iter().any(|warning| warning.code == "relaxed");
        let found = if relaxed { 0 } else { matches.total };
        let mut leaves = Vec::new();
        collect(&query.root, &mut leaves);
        let doubted = self.doubted(query, (&leaves, hits), &planned.plan, found < FEW, request)?;
        let least = if found < FEW {
            found + 1
        } else if holds_unknown(&planned.plan) || !doubted.is_empty() {
            // What counts is that the word stands somewhere; the others found enough.
            1
        } else {
            return Ok(Vec::new());
        };
        let held = |text: &str| self.clauses(text);
        let candidates = spelling::candidates(&query.text, &leaves, &doubted, self.vocabulary(), &held);
        let mut tries: Vec<Vec<&Candidate>> = vec![spelling::together(&candidates)];
        tries.extend(candidates.iter().map(|candidate| vec![candidate]));
        let mut corrections: Vec<(usize, Correction)> = Vec::new();
        for chosen in tries.into_iter().filter(|chosen| !chosen.is_empty()).take(TRIED) {
            let (text, replaced) = spelling::corrected(&query.text, &chosen);
            let total = self.strictly(&text, request, false)?;
            if total >= least && corrections.iter().all(|(_, known)| known.query != text) {
                let distance = chosen.iter().map(|candidate| candidate.distance).sum();
                corrections.push((distance, Correction { query: text, replaced, total }));
            }
        }
        // Of those that are equally far the one that finds most.
        corrections.sort_by_key(|(distance, correction)| (*distance, std::cmp::Reverse(correction.total)));
        Ok(corrections.into_iter().take(SHOWN).map(|(_, correction)| correction).collect())
    }

    /// Runs of Han characters, as long as words are, that stand nowhere although their pairs of characters do. In a
    /// query that finds enough only those are looked at of which some characters were left out as
    /// words that say nothing: 劳动和同 finds what 劳动 finds.
    fn doubted(
        &self,
        query: &Query,
        (leaves, hits): (&[Range<usize>], &[Hit]),
        plan: &Plan,
        few: bool,
        request: &Request,
    ) -> Result<Vec<Range<usize>>, SearchError> {
        if plan.concepts.len() > SHORT {
            return Ok(Vec::new());
        }
        let chars: Vec<char> = fold(&query.text).chars().collect();
        let mut doubted = Vec::new();
        for run in spelling::han_runs(&chars, leaves).into_iter().take(SHORT) {
            let text: String = chars[run.clone()].iter().collect();
            let is_odd = spelling::WORD.contains(&run.len()) && run.len() > 2 && (few || lacks(plan, &text));
            // Most stand in a hit.
            let stands = || hits.iter().any(|hit| highlight::holds(&hit.clause.text, &text));
            if is_odd && !stands() && self.strictly(&format!("\"{text}\""), request, true)? == 0 {
                doubted.push(run);
            }
        }
        Ok(doubted)
    }

    /// How many clauses match a query as it is meant to be matched, nothing relaxed; with `any` no more are counted than it
    /// takes to know whether one does.
    fn strictly(&self, text: &str, request: &Request, any: bool) -> Result<u64, SearchError> {
        let (query, _) = read(text, &request.filters);
        let planned = self.plan(&query, request, request.mode)?;
        let page = Page { offset: 0, limit: 0, sort: Sort::Newest, facets: false, any };
        Ok(self.engine.matches(&planned.plan, page, self)?.total)
    }

    /// In how many clauses some Han characters or a Latin word stand at most.
    fn clauses(&self, text: &str) -> u32 {
        let statistics = self.engine.statistics();
        let mut least = None;
        if text.contains(is_han) {
            for term in self.analyzer.phrase_terms(text).iter().filter(|term| !term.prefix) {
                let held = statistics.document_frequency(Field::BodyGrams, &term.text);
                least = Some(least.map_or(held, |least: u32| least.min(held)));
            }
        } else {
            self.analyzer.words(text, |term, _| {
                least = Some(statistics.document_frequency(Field::BodyWords, term));
            });
        }
        least.unwrap_or(0)
    }

    /// The words of the store, of the lexicon and of titles.
    fn vocabulary(&self) -> &Vocabulary {
        self.vocabulary.get_or_init(|| {
            // An engine that cannot list its words leaves the lexicon's.
            let mut chinese = self.listed(Field::BodyWords, "一".."龥");
            let mut latin = self.listed(Field::BodyGrams, "a".."{");
            let mut others = Vec::new();
            let known = |name: &str| chinese.binary_search_by(|(word, _)| word.as_str().cmp(name)).is_ok();
            for (_, entry) in self.lexicons.entries() {
                for name in entry.zh.iter().map(|name| fold(name)).filter(|name| !known(name)) {
                    let clauses = self.clauses(&name);
                    others.push((name, clauses));
                }
                let words = entry.en.iter().flat_map(|name| name.split(|c: char| !c.is_ascii_alphabetic()));
                latin.extend(words.map(|word| (word.to_lowercase(), 0)));
            }
            for label in self.engine.labels("title:").unwrap_or_default() {
                let title = label["title:".len()..].trim_start_matches("中华人民共和国");
                if spelling::WORD.contains(&title.chars().count()) && !known(title) {
                    others.push((title.to_owned(), self.clauses(title).max(FEW as u32)));
                }
            }
            chinese.extend(others);
            Vocabulary::of(chinese, latin)
        })
    }

    /// The terms that the engine lists, in order, with the number of units that they stand in.
    fn listed(&self, field: Field, range: Range<&str>) -> Vec<(String, u32)> {
        let mut terms: Vec<(String, u32)> = Vec::new();
        let _ = self.engine.terms(field, range, &mut |term, units| terms.push((term.to_owned(), units)));
        terms.sort_unstable();
        terms.dedup_by(|later, kept| {
            let same = later.0 == kept.0;
            kept.1 += if same { later.1 } else { 0 };
            same
        });
        terms
    }

    /// What belongs to a plan's terms: their other names, and what stands in the clauses that hold them more
    /// often than elsewhere.
    pub(super) fn related(&self, plan: &Plan) -> Result<Vec<RelatedTerm>, SearchError> {
        let mut related: Vec<RelatedTerm> = Vec::new();
        let mut typed: Vec<&str> = plan.concepts.iter().map(|concept| concept.text.as_str()).collect();
        typed.extend(plan.translations.iter().map(|translation| translation.text.as_str()));
        for term in &typed {
            let entries = self.lexicons.show(term);
            for name in entries.iter().flat_map(|(_, entry)| entry.zh.iter().chain(&entry.en)) {
                let folded = fold(name);
                if !typed.contains(&folded.as_str()) && related.iter().all(|known| known.text != *name) {
                    let clauses = self.clauses(&folded);
                    related.push(RelatedTerm { text: (*name).to_owned(), why: Why::Lexicon, clauses });
                }
            }
        }
        let mut counts = Counts::default();
        let page =
            Page { offset: 0, limit: LOOKED_THROUGH, sort: Sort::Relevance, facets: false, any: false };
        for candidate in self.engine.matches(plan, page, self)?.hits {
            let Some(clause) = self.store.clause(candidate.clause)? else { continue };
            counts.add(&fold(&clause.text), &self.analyzer);
        }
        let units = self.engine.statistics().totals.units;
        related.extend(counts.beside(&typed, units, &|text| self.clauses(text)));
        Ok(related)
    }

    /// What belongs to a term.
    pub fn related_to(&self, request: &Request) -> Result<Vec<RelatedTerm>, SearchError> {
        let (query, _) = read(&request.text, &request.filters);
        let planned = self.plan(&query, request, MatchMode::Most)?;
        self.related(&planned.plan)
    }
}

/// Whether a term of a short query stands nowhere and has no name in the other language that does. In a
/// question of a whole sentence the other words say enough.
fn holds_unknown(plan: &Plan) -> bool {
    if plan.concepts.len() > SHORT {
        return false;
    }
    let translated = |text: &str| {
        plan.translations.iter().any(|one| one.text.contains(text) && one.names().next().is_some())
    };
    plan.concepts.iter().any(|concept| concept.clauses == Some(0) && !translated(&concept.text))
}

/// Whether some characters of a run are in none of the plan's terms.
fn lacks(plan: &Plan, run: &str) -> bool {
    let mut covered = vec![false; run.len()];
    for concept in &plan.concepts {
        for (at, held) in run.match_indices(concept.text.as_str()) {
            covered[at..at + held.len()].fill(true);
        }
    }
    covered.contains(&false)
}

/// Where the words that are wanted stand in the query, in characters.
fn collect(node: &Node, leaves: &mut Vec<Range<usize>>) {
    match node {
        Node::And(parts) | Node::Each(parts) | Node::Or(parts) => {
            for part in parts {
                collect(part, leaves);
            }
        }
        Node::Not(_) => {}
        Node::Words(text) | Node::Phrase(text) | Node::Prefix(text) => {
            leaves.push(text.span.start..text.span.end);
        }
        Node::Near(near) => {
            leaves.extend([&near.left, &near.right].map(|side| side.text.span.start..side.text.span.end));
        }
    }
}
