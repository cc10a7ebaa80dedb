//! What may have been meant, and what belongs to what was asked.

use super::{Request, SearchError, Searcher, read};
use crate::{
    engine::{Matches, Page, Sort},
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
use std::{collections::HashMap, ops::Range};

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
        matches: &Matches,
        request: &Request,
    ) -> Result<Vec<Correction>, SearchError> {
        let relaxed = planned.warnings.iter().any(|warning| warning.code == "relaxed");
        let found = if relaxed { 0 } else { matches.total };
        let least = if found < FEW {
            found + 1
        } else if holds_unknown(&planned.plan) {
            // What counts is that the word stands somewhere; the others found enough.
            1
        } else {
            return Ok(Vec::new());
        };
        let mut leaves = Vec::new();
        collect(&query.root, &mut leaves);
        let held = |text: &str| self.clauses(text);
        let candidates = spelling::candidates(&query.text, &leaves, self.vocabulary(), &held);
        let mut tries: Vec<Vec<&Candidate>> = vec![spelling::together(&candidates)];
        tries.extend(candidates.iter().map(|candidate| vec![candidate]));
        let mut corrections: Vec<(usize, Correction)> = Vec::new();
        for chosen in tries.into_iter().filter(|chosen| !chosen.is_empty()).take(TRIED) {
            let (text, replaced) = spelling::corrected(&query.text, &chosen);
            let total = self.strictly(&text, request)?;
            if total >= least && corrections.iter().all(|(_, known)| known.query != text) {
                let distance = chosen.iter().map(|candidate| candidate.distance).sum();
                corrections.push((distance, Correction { query: text, replaced, total }));
            }
        }
        // Of those that are equally far the one that finds most.
        corrections.sort_by_key(|(distance, correction)| (*distance, std::cmp::Reverse(correction.total)));
        Ok(corrections.into_iter().take(SHOWN).map(|(_, correction)| correction).collect())
    }

    /// How many clauses match a query as it is meant to be matched, nothing relaxed.
    fn strictly(&self, text: &str, request: &Request) -> Result<u64, SearchError> {
        let (query, _) = read(text, &request.filters);
        let planned = self.plan(&query, request, request.mode)?;
        let page = Page { offset: 0, limit: 0, sort: Sort::Newest, facets: false };
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
            let mut chinese: HashMap<String, u32> = HashMap::new();
            let mut latin: HashMap<String, u32> = HashMap::new();
            let mut note = |word: &str, units| *chinese.entry(word.to_owned()).or_default() += units;
            // An engine that cannot list its words leaves the lexicon's.
            let _ = self.engine.terms(Field::BodyWords, "一".."龥", &mut note);
            let mut note = |word: &str, units| *latin.entry(word.to_owned()).or_default() += units;
            let _ = self.engine.terms(Field::BodyGrams, "a".."{", &mut note);
            for (_, entry) in self.lexicons.entries() {
                for name in entry.zh {
                    let name = fold(name);
                    chinese.entry(name).or_insert_with_key(|name| self.clauses(name));
                }
                for word in entry.en.iter().flat_map(|name| name.split(|c: char| !c.is_ascii_alphabetic())) {
                    latin.entry(word.to_lowercase()).or_default();
                }
            }
            for label in self.engine.labels("title:").unwrap_or_default() {
                let title = label["title:".len()..].trim_start_matches("中华人民共和国").to_owned();
                chinese.entry(title).or_insert_with_key(|title| self.clauses(title).max(FEW as u32));
            }
            Vocabulary::of(chinese, latin)
        })
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
        let page = Page { offset: 0, limit: LOOKED_THROUGH, sort: Sort::Relevance, facets: false };
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

/// Where the words that are wanted stand in the query, in characters.
fn collect(node: &Node, leaves: &mut Vec<Range<usize>>) {
    match node {
        Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| collect(part, leaves)),
        Node::Not(_) => {}
        Node::Words(text) | Node::Phrase(text) | Node::Prefix(text) => {
            leaves.push(text.span.start..text.span.end);
        }
        Node::Near(near) => {
            leaves.extend([&near.left, &near.right].map(|side| side.text.span.start..side.text.span.end));
        }
    }
}
