//! A window of units of which the evidence is added up at a time: small enough to stay in a core's nearest memory
//! while the terms of a plan are walked through it, one after the other.

use super::{
    DocId, Question, Units, Visit, Walk,
    marks::Rows,
    runs::Runs,
    scoring::{Judged, Lengths},
    sums::Sums,
    translated::{Both, Posting, ToldTerm},
    whole,
};
use crate::{engine::EngineError, query::plan::Translation, rank::Field};
use std::ops::Range;

/// A term of the plan in one of its fields, on its way through a part.
struct Looked<'a> {
    walk: Box<dyn Walk + 'a>,
    field: Field,
    /// Whether it is looked for in the clause itself, not above it.
    own: bool,
    bits: u64,
    /// What it is worth; 0 for terms that only mark.
    idf: f32,
    /// Whether it tells of whole documents.
    whole: bool,
}

/// An alternative of a term in the other language.
struct Standing<'a> {
    /// Where the clause's own tokens are.
    field: Field,
    /// Whether it counts in documents of the query's language too.
    everywhere: bool,
    share: f32,
    own: Vec<Box<dyn Walk + 'a>>,
    context: Vec<Box<dyn Walk + 'a>>,
}

/// A term in the other language with those of its alternatives that are trusted.
struct Translated<'a> {
    translation: &'a Translation,
    told: &'a ToldTerm,
    alternatives: Vec<Standing<'a>>,
}

/// The terms of a plan, on their way through a part, and what is known of the units of the window at hand.
pub struct Window<'a, U> {
    question: &'a Question<'a, U>,
    number: usize,
    part: &'a U,
    terms: Vec<Looked<'a>>,
    translated: Vec<Translated<'a>>,
    /// The units of the window.
    pub docs: Range<DocId>,
    /// The bits of all terms.
    bits: u64,
    /// Which terms stand in the clauses themselves.
    pub own: Rows,
    /// Which terms stand in the titles or the headings above.
    pub context: Rows,
    /// What terms added.
    pub scores: Vec<f32>,
    /// What labels added; empty when the plan has no boosts.
    pub boosts: Vec<f32>,
    /// What is known of its documents.
    pub runs: Runs,
    judged: Judged,
    /// By kind of field, bigrams first, and by whether it is that of the clause itself or of what stands above it.
    sums: [[Sums; 2]; 2],
}

impl<'a, U: Units> Window<'a, U> {
    /// Looks the plan's terms up, from a unit on.
    pub fn new(question: &'a Question<'a, U>, number: usize, from: DocId) -> Result<Self, EngineError> {
        let (part, plan) = (question.library.parts[number], question.plan);
        let mut terms = Vec::new();
        for (term, idfs) in plan.terms.iter().zip(question.idfs).filter(|(term, _)| !term.prefix) {
            for (field, own, idf) in [(term.own, true, idfs[0]), (term.context, false, idfs[1])] {
                let scores = question.scores && term.weight != 0.0;
                if let Some(walk) = (scores || term.bits != 0)
                    .then(|| part.walk(field, &term.text, from, scores))
                    .transpose()?
                    .flatten()
                {
                    let idf = if scores { idf } else { 0.0 };
                    let whole = own && scores && question.counts_documents && whole::tells_of_documents(term);
                    terms.push(Looked { walk, field, own, bits: term.bits, idf, whole });
                }
            }
        }
        let mut translated = Vec::new();
        for (translation, told) in plan.translations.iter().zip(&question.told.terms) {
            let mut alternatives = Vec::new();
            for (one, &share) in
                translation.alternatives.iter().zip(&told.trusted).filter(|(_, share)| **share > 0.0)
            {
                let walks = |field| walks(part, field, &one.terms, from);
                let (own, context) = (walks(one.own)?, walks(one.own.context())?);
                if !own.is_empty() || !context.is_empty() {
                    let (field, everywhere) = (one.own, one.counts_in_own_language());
                    alternatives.push(Standing { field, everywhere, share, own, context });
                }
            }
            translated.push(Translated { translation, told, alternatives });
        }
        let others = plan.translations.iter().map(|translation| translation.bits);
        Ok(Self {
            question,
            number,
            part,
            terms,
            translated,
            docs: from..from,
            bits: plan.terms.iter().map(|term| term.bits).chain(others).fold(0, |all, bits| all | bits),
            own: Rows::default(),
            context: Rows::default(),
            scores: Vec::new(),
            boosts: Vec::new(),
            runs: Runs::default(),
            judged: Judged::default(),
            sums: <_>::default(),
        })
    }

    /// The first unit that a term stands in, behind the window at hand; none behind the last.
    pub fn ahead(&self) -> Option<DocId> {
        let standing = self.translated.iter().flat_map(|translated| &translated.alternatives);
        let first = |walks: &[Box<dyn Walk + 'a>]| walks.first().and_then(|walk| walk.ahead());
        let translated = standing.flat_map(|one| [first(&one.own), first(&one.context)]).flatten();
        let prefixes = self.question.sets[self.number].prefixes.iter();
        let end = self.part.len() as DocId;
        let begun = prefixes.flat_map(|(_, own, context)| [own, context]);
        let begun = begun.filter_map(|bits| bits.within(self.docs.end..end).next());
        self.terms.iter().filter_map(|term| term.walk.ahead()).chain(translated).chain(begun).min()
    }

    /// What terms added to the units of a word of bits, from the lowest bit to the highest; `start` is the unit of the first
    /// bit.
    pub fn of(&self, start: DocId, units: u64) -> &[f32] {
        let ends = [units.trailing_zeros(), u64::BITS - units.leading_zeros()];
        let [from, to] = ends.map(|place| (start + place - self.docs.start) as usize);
        &self.scores[from..to]
    }

    /// Goes on to a window.
    pub fn fill(&mut self, docs: Range<DocId>) {
        let Question { plan, library, sets, told, .. } = self.question;
        let (number, part, len) = (self.number, self.part, docs.len());
        self.docs = docs.clone();
        for rows in [&mut self.own, &mut self.context] {
            rows.begin(&docs, self.bits);
        }
        self.scores.clear();
        self.scores.resize(len, 0.0);
        if self.question.counts_documents {
            let norm = |length| library.weights.document_norm(length, self.question.average);
            self.runs.begin(part, docs.clone(), library.documents, norm);
        }
        self.judged.units.clear();
        if part.has_deleted() || !told.judges_all() {
            self.judged
                .units
                .extend(docs.clone().map(|doc| told.is_judged(number, doc) && part.is_alive(doc)));
        }
        for (bits, own, context) in &sets[number].prefixes {
            self.own.join(*bits, own);
            self.context.join(*bits, context);
        }
        self.add_terms();
        self.add_translated();
        self.own.complete();
        self.context.complete();
        self.boosts.clear();
        if !plan.boosts.is_empty() {
            self.boosts.resize(len, 0.0);
            for (score, carrying) in &sets[number].boosts {
                carrying
                    .within(docs.clone())
                    .for_each(|doc| self.boosts[(doc - docs.start) as usize] += score);
            }
        }
    }

    fn add_terms(&mut self) {
        let (weights, part, start) = (self.question.library.weights, self.part, self.docs.start);
        let (stretches, first) = (part.stretches().numbers(self.docs.clone()), self.runs.first());
        for term in &mut self.terms {
            let rows = if term.own { &mut self.own } else { &mut self.context };
            let (field, idf, bits, whole) = (term.field, term.idf, term.bits, term.whole);
            let (scores, runs, judged) = (&mut self.scores, &mut self.runs, &mut self.judged);
            let lengths = Lengths {
                start,
                classes: &part.length_classes(field)[start as usize..self.docs.end as usize],
                norms: part.norms(field),
            };
            let scale = weights.scale(field, idf);
            // Places of the first and the last document that hold it.
            let mut held: Option<(usize, usize)> = None;
            term.walk.within(self.docs.clone(), &mut |docs, frequencies| {
                rows.add(bits, docs);
                if idf == 0.0 {
                    return;
                }
                let (docs, frequencies) = judged.of(start, docs, frequencies);
                lengths.score(scale, docs, frequencies, scores);
                if let (true, Some(&one), Some(&other)) = (whole, docs.first(), docs.last()) {
                    runs.tally((start, stretches), docs, frequencies);
                    let run = |doc: DocId| stretches[(doc - start) as usize] as usize - first;
                    held = Some((held.map_or(run(one), |held| held.0), run(other)));
                }
            });
            if let Some((one, other)) = held {
                runs.settle(one..other + 1, weights, idf);
            }
        }
    }

    fn add_translated(&mut self) {
        let Question { library, told, counts_documents, average, scores, .. } = self.question;
        let (docs, part, number) = (self.docs.clone(), self.part, self.number);
        let start = docs.start;
        let (stretches, first) = (part.stretches(), self.runs.first());
        for translated in &mut self.translated {
            let weights = &translated.translation.weights;
            for Standing { field, everywhere, share, own, context } in &mut translated.alternatives {
                let chosen = part.has_deleted() || !*everywhere;
                for (side, walks) in [own, context].into_iter().enumerate() {
                    let sums = &mut self.sums[usize::from(*field == Field::BodyWords)][side];
                    let tells = *counts_documents && side == 0;
                    sums.begin(docs.clone());
                    let mut run = 0;
                    together(walks, docs.clone(), &mut |docs, frequencies| {
                        for (&doc, &frequency) in docs.iter().zip(frequencies) {
                            if chosen && !(part.is_alive(doc) && told.counts(number, doc, *everywhere)) {
                                continue;
                            }
                            let held = frequency as f32 * *share;
                            sums.add(doc, held);
                            if tells {
                                run = stretches.onward(first + run, doc) - first;
                                self.runs.add(run, held, told.is_own(number, doc));
                            }
                        }
                    });
                }
            }
            for (sums, own) in self.sums.iter_mut().zip([Field::BodyGrams, Field::BodyWords]) {
                let places = [(&mut self.own, own), (&mut self.context, own.context())];
                for (sums, (rows, field)) in sums.iter_mut().zip(places) {
                    rows.add(translated.translation.bits, sums.docs());
                    for (doc, frequency) in sums.take() {
                        if *scores {
                            let own = told.is_own(number, doc);
                            let worth = if own { 1.0 } else { weights.term };
                            let idf = translated.told.rarity(own).units * worth;
                            let score = library.weights.term(field, idf, frequency, part.norm(field, doc));
                            self.scores[(doc - start) as usize] += score;
                        }
                    }
                }
            }
            let term = translated.told;
            self.runs.flush(|count| count.translated(library.weights, weights, term, *average));
        }
    }
}

/// The ways of all of `terms` through a field; none where one of them stands nowhere.
fn walks<'a, U: Units>(
    part: &'a U,
    field: Field,
    terms: &[String],
    from: DocId,
) -> Result<Vec<Box<dyn Walk + 'a>>, EngineError> {
    let walks =
        terms.iter().map(|term| part.walk(field, term, from, true)).collect::<Result<Option<_>, _>>()?;
    Ok(walks.unwrap_or_default())
}

/// Shows the units of a range that hold all terms, with the frequency of the rarest.
fn together(walks: &mut [Box<dyn Walk + '_>], docs: Range<DocId>, visit: Visit<'_>) {
    if let [walk] = walks {
        return walk.within(docs, visit);
    }
    let mut held: Option<Vec<Posting>> = None;
    for walk in walks {
        if held.as_ref().is_some_and(Vec::is_empty) {
            break;
        }
        let mut both = Both::new(held.take());
        walk.within(docs.clone(), &mut |docs, frequencies| {
            docs.iter().zip(frequencies).for_each(|(&doc, &frequency)| both.see(doc, frequency));
        });
        held = Some(both.found);
    }
    let (docs, frequencies): (Vec<DocId>, Vec<u32>) = held.unwrap_or_default().into_iter().unzip();
    visit(&docs, &frequencies);
}
