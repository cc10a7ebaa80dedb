//! Clauses found by what renders them in the language of the question.

use super::{SearchError, Searcher};
use crate::{
    answer::HitRendering,
    engine::{Candidate, EngineError, Matches, Page, Sort},
    query::plan::{Condition, Plan, Translation},
    rank::Feature,
    renderings::{Rendered, Renderings},
    stats::Side,
};
use polidex_corpus::{
    locale::{Locale, Localized},
    model::{ClauseRef, Warning},
    text::is_han,
};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// So many of the best clauses in the language of the question speak for those that render them.
const SOURCES: usize = 20;

/// Whoever says the same as surely as this counts in full.
const SURE: f32 = 0.5;

/// What speaks for a clause: the best of the clauses that render it.
struct Source {
    by: i64,
    confidence: f32,
    /// Its first score, by how much of the question it holds.
    worth: f32,
    /// The place in the order that it earns the clause, where learned curves make the order.
    score: f32,
}

/// A clause that another one speaks for.
#[derive(Clone, Copy)]
struct Spoken {
    clause: i64,
    confidence: f32,
    /// Its score with that.
    score: f32,
}

/// The best matches.
struct List {
    hits: Vec<Candidate>,
    /// Whether learned curves put them in order.
    ordered: bool,
    /// How many of them were among the best by their own words,
    best: usize,
    /// and how many their own words found at all; the others stand behind.
    found: usize,
}

impl List {
    /// The best matches, clauses that words find `behind` them, and those that words do not find. What the words of these
    /// are worth depends on the clauses beside which they are weighed, and is left aside.
    fn new(best: Vec<Candidate>, behind: Vec<Candidate>, beside: Vec<Candidate>) -> Self {
        let unweighed = |hit: Candidate| Candidate { score: 0.0, order: None, ..hit };
        let mut list = Self {
            ordered: best.iter().any(|hit| hit.order.is_some()),
            best: best.len(),
            found: best.len() + behind.len(),
            hits: best,
        };
        list.hits.extend(behind.into_iter().chain(beside).map(unweighed));
        list
    }

    /// Adds what the sources of clauses are worth, and puts all in order again. Who speaks for another clause stands
    /// before it.
    fn speak(&mut self, sources: &HashMap<i64, Source>, weight: f32) {
        let mut spoken_for: HashMap<i64, Spoken> = HashMap::new();
        for (place, hit) in self.hits.iter_mut().enumerate() {
            let Some(&Source { by, confidence, worth, score }) = sources.get(&hit.clause) else { continue };
            let added = match self.ordered {
                true if place < self.best => (score - hit.score).max(0.0),
                true => score,
                false => weight * worth,
            };
            raise(hit, Rendered { by, confidence, added, only: place >= self.found });
            let spoken = Spoken { clause: hit.clause, confidence, score: hit.score };
            let most = spoken_for.entry(by).or_insert(spoken);
            if most.score < spoken.score {
                *most = spoken;
            }
        }
        for hit in &mut self.hits {
            let spoken = spoken_for.get(&hit.clause).filter(|spoken| spoken.score > hit.score);
            if let Some(&Spoken { clause: by, confidence, score }) = spoken {
                raise(hit, Rendered { by, confidence, added: score - hit.score, only: false });
            }
        }
        let speaks = |hit: &Candidate| spoken_for.contains_key(&hit.clause);
        self.hits.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| speaks(b).cmp(&speaks(a))));
    }
}

fn raise(hit: &mut Candidate, rendering: Rendered) {
    hit.score += rendering.added;
    hit.rendering = Some(rendering);
}

impl Searcher {
    /// Lets renderings speak for the clauses that they render, and puts the best matches in order again, clauses that
    /// words do not find among them.
    pub(super) fn add_renderings(&self, plan: &Plan, matches: &mut Matches) -> Result<(), SearchError> {
        let Some(side) = language(plan) else { return Ok(()) };
        // Without the links, or with damaged ones, words alone answer.
        let links = self.renderings.get_or_init(|| Renderings::open(self.store.dir()));
        let Ok(renderings) = links.as_ref() else { return Ok(()) };
        if renderings.is_empty() || keeps_to(plan, side) {
            return Ok(());
        }
        let sources = self.sources(plan, side, renderings, &matches.hits)?;
        if sources.is_empty() {
            return Ok(());
        }
        let depth = self.weights.model.depth.min(matches.hits.len());
        let mut rest = matches.hits.split_off(depth);
        let known: HashSet<i64> = matches.hits.iter().map(|hit| hit.clause).collect();
        let missing: HashSet<i64> = sources.keys().copied().filter(|row| !known.contains(row)).collect();
        let behind = self.restricted(plan, plan.condition.clone(), missing.clone())?;
        let found: HashSet<i64> = behind.iter().map(|hit| hit.clause).collect();
        let beside = self.beside(plan, missing.into_iter().filter(|row| !found.contains(row)))?;
        matches.beside = beside.len() as u64;
        let mut list = List::new(std::mem::take(&mut matches.hits), behind, beside);
        list.speak(&sources, self.lexicons.weights().rendering);
        rest.retain(|hit| !found.contains(&hit.clause));
        matches.hits = list.hits;
        matches.hits.extend(rest);
        Ok(())
    }

    /// What is shown of the clause that renders a hit; `None` where the links are ahead of or behind the store.
    pub(super) fn rendering(&self, found: Rendered) -> Result<Option<HitRendering>, SearchError> {
        let Rendered { by, confidence, added, only } = found;
        let clause = self.store.clause(by)?;
        Ok(clause.map(|clause| HitRendering {
            reference: ClauseRef { edition: None, ..clause.reference() },
            lang: clause.lang,
            confidence,
            added,
            only,
        }))
    }

    /// What speaks for clauses in the other language, by their rows.
    fn sources(
        &self,
        plan: &Plan,
        side: Side,
        renderings: &Renderings,
        hits: &[Candidate],
    ) -> Result<HashMap<i64, Source>, SearchError> {
        let unrestricted = plan.filters.is_empty() && plan.exclusions.is_empty() && !plan.looks_at_units();
        let asked;
        // Of the question's own language, all that matters is among the hits, if they are in the learned order.
        let own = if unrestricted && hits.first().is_some_and(|hit| hit.order.is_some()) {
            hits
        } else {
            asked = self.own_language(plan, side, renderings)?;
            &asked
        };
        let mut sources: HashMap<i64, Source> = HashMap::new();
        let linked = own.iter().filter(|hit| !renderings.of(side, hit.clause).is_empty());
        for hit in linked.take(SOURCES) {
            let Some(order) = hit.order else { continue };
            let covered = |feature| order.features.of(feature);
            let covered = covered(Feature::CoveredWordsAbove).max(covered(Feature::CoveredGramsAbove));
            for &(clause, confidence) in renderings.of(side, hit.clause) {
                let source = Source {
                    by: hit.clause,
                    confidence,
                    worth: hit.first * covered * (confidence / SURE).min(1.0),
                    score: hit.score - (1.0 - confidence),
                };
                let best = sources.get(&clause).is_none_or(|known| known.worth < source.worth);
                if best {
                    sources.insert(clause, source);
                }
            }
        }
        Ok(sources)
    }

    /// The best clauses in the language of the question that render others. Filters are for what is shown: a
    /// translation may know nothing of its original's issuer or number.
    fn own_language(
        &self,
        plan: &Plan,
        side: Side,
        renderings: &Renderings,
    ) -> Result<Vec<Candidate>, SearchError> {
        let plan = Plan {
            filters: vec![side.labels()],
            exclusions: Vec::new(),
            dates: Vec::new(),
            dates_excluded: Vec::new(),
            validity: None,
            // In its own language a question is what was typed.
            translations: plan.translations.iter().map(untranslated).collect(),
            only: Some(renderings.clauses(side)),
            ..plan.clone()
        };
        let page = Page { offset: 0, limit: SOURCES, sort: Sort::Relevance, facets: false, any: false };
        Ok(self.engine.matches(&plan, page, self)?.hits)
    }

    /// Those of some clauses that fulfil the plan with another condition.
    pub(super) fn restricted(
        &self,
        plan: &Plan,
        condition: Condition,
        only: HashSet<i64>,
    ) -> Result<Vec<Candidate>, SearchError> {
        if only.is_empty() || !self.engine.can_restrict() {
            return Ok(Vec::new());
        }
        let page = Page { offset: 0, limit: only.len(), sort: Sort::Relevance, facets: false, any: false };
        let plan = Plan { condition, only: Some(Arc::new(only)), ..plan.clone() };
        Ok(self.engine.matches(&plan, page, self)?.hits)
    }
}

/// Says that the links cannot be read.
pub(super) fn unread(error: &EngineError) -> Warning {
    Warning::new(
        "renderings_unread",
        format!("Translations could not be asked ({error}); run `polidex index update`."),
        format!("无法利用译文检索（{}）；请运行 `polidex index update`。", error.localized(Locale::Zh)),
    )
}

/// A term of which no name in the other language is looked for.
fn untranslated(term: &Translation) -> Translation {
    Translation { alternatives: Vec::new(), ..term.clone() }
}

/// The language of the question, whether its words have a translation or not; `None` where it has no words.
fn language(plan: &Plan) -> Option<Side> {
    let chinese = || plan.concepts.iter().any(|concept| concept.text.contains(is_han));
    let by_script = || if chinese() { Side::Chinese } else { Side::English };
    plan.side.or_else(|| (!plan.concepts.is_empty()).then(by_script))
}

/// Whether filters let nothing through but documents in the language of the question.
fn keeps_to(plan: &Plan, side: Side) -> bool {
    let own = side.labels();
    plan.filters.iter().any(|labels| labels.iter().all(|label| own.contains(label)))
}
