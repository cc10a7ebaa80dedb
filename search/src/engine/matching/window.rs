//! A window of units of which the evidence is added up at a time: small enough to stay in a core's nearest memory
//! while the terms of a plan are walked through it, one after the other.

use super::{
    DocId, Question, Units, Walk,
    common::Common,
    marks::Rows,
    rates::Rate,
    runs::Runs,
    scoring::{Chosen, Lengths},
    sums::Sums,
    translated::ToldTerm,
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
    /// Place of the part among the parts.
    pub number: usize,
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
    /// What labels added; empty where they added nothing.
    pub boosts: Vec<f32>,
    /// What is known of its documents.
    pub runs: Runs,
    /// Whether all its units are in the language of the query, or none is.
    language: Option<bool>,
    /// Units that hold all terms of an alternative.
    common: Common,
    chosen: Chosen<u32>,
    chosen_sums: Chosen<f32>,
    /// By kind of field, bigrams first, and by whether it is that of the clause itself or of what stands above it.
    sums: [[Sums; 2]; 2],
    /// Units with their sums.
    summed: (Vec<DocId>, Vec<f32>),
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
            language: None,
            common: Common::default(),
            chosen: Chosen::default(),
            chosen_sums: Chosen::default(),
            sums: <_>::default(),
            summed: <_>::default(),
        })
    }

    /// The first unit that a term stands in, behind those that were walked; none behind the last.
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

    /// What labels added to any unit of the window at most.
    pub fn most_boosts(&self) -> f32 {
        self.boosts.iter().copied().fold(0.0, f32::max)
    }

    /// Goes on to a window.
    pub fn fill(&mut self, docs: Range<DocId>) {
        let Question { library, sets, told, .. } = self.question;
        let (number, part, len) = (self.number, self.part, docs.len());
        self.docs = docs.clone();
        for rows in [&mut self.own, &mut self.context] {
            rows.begin(&docs, self.bits);
        }
        self.scores.clear();
        self.scores.resize(len, 0.0);
        self.language = told.language(number, docs.clone());
        if self.question.counts_documents {
            let norms = (&self.question.document_norms, self.language);
            self.runs.begin(part, docs.clone(), library.documents, norms);
        }
        if !self.translated.is_empty() {
            self.sums.iter_mut().flatten().for_each(|sums| sums.begin(&docs));
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
        for (score, carrying) in &sets[number].boosts {
            for doc in carrying.within(docs.clone()) {
                self.boosts.resize(len, 0.0);
                self.boosts[(doc - docs.start) as usize] += score;
            }
        }
    }

    fn add_terms(&mut self) {
        let Question { library, told, .. } = self.question;
        let (weights, part, number) = (library.weights, self.part, self.number);
        let (start, stretches) = (self.docs.start, part.stretches().numbers(self.docs.clone()));
        // A document in another language is judged by what its terms are called there.
        let (judges_none, judges_all) = (self.language == Some(false), self.language == Some(true));
        let chooses = !judges_all || part.has_deleted();
        for term in &mut self.terms {
            let rows = if term.own { &mut self.own } else { &mut self.context };
            let (idf, bits, whole) = (term.idf, term.bits, term.whole);
            let (scores, runs, chosen) = (&mut self.scores, &mut self.runs, &mut self.chosen);
            let lengths = lengths(part, term.field, &self.docs);
            let scale = weights.scale(term.field, idf);
            let counted = |held| held as f32;
            term.walk.within(self.docs.clone(), &mut |docs, frequencies| {
                rows.add(bits, docs);
                if idf == 0.0 || judges_none {
                    return;
                }
                let is_judged = |doc| told.is_judged(number, doc) && part.is_alive(doc);
                let (docs, frequencies) =
                    if chooses { chosen.of(docs, frequencies, is_judged) } else { (docs, frequencies) };
                lengths.score(scale, docs, (frequencies, counted), scores);
                if whole {
                    runs.tally((start, stretches), docs, frequencies, counted);
                }
            });
            self.runs.settle([Rate::typed(weights, idf); 2], Some(true));
        }
    }

    fn add_translated(&mut self) {
        let Question { library, told, counts_documents, .. } = self.question;
        let (part, number, language) = (self.part, self.number, self.language);
        let (start, stretches) = (self.docs.start, part.stretches().numbers(self.docs.clone()));
        for place in 0..self.translated.len() {
            let translated = &mut self.translated[place];
            for Standing { field, everywhere, share, own, context } in &mut translated.alternatives {
                if !*everywhere && language == Some(true) {
                    continue;
                }
                let (share, chosen) = (*share, &mut self.chosen);
                let chooses = part.has_deleted() || !*everywhere && language.is_none();
                for (side, walks) in [own, context].into_iter().enumerate() {
                    let sums = &mut self.sums[usize::from(*field == Field::BodyWords)][side];
                    let mut runs = (*counts_documents && side == 0).then_some(&mut self.runs);
                    let mut take = |docs: &[DocId], frequencies: &[u32]| {
                        let counts = |doc| part.is_alive(doc) && told.counts(number, doc, *everywhere);
                        let (docs, frequencies) =
                            if chooses { chosen.of(docs, frequencies, counts) } else { (docs, frequencies) };
                        sums.add(docs, frequencies, share);
                        if let Some(runs) = &mut runs {
                            let place = (start, stretches);
                            if language.is_none() {
                                runs.note_languages(place, docs, |doc| told.is_own(number, doc));
                            }
                            runs.tally(place, docs, frequencies, |held| held as f32 * share);
                        }
                    };
                    if let [walk] = &mut walks[..] {
                        walk.within(self.docs.clone(), &mut take);
                    } else {
                        self.common.walk(walks, self.docs.clone());
                        take(self.common.docs(), self.common.frequencies());
                    }
                }
            }
            let rates = Rate::translated(library.weights, &translated.translation.weights, translated.told);
            self.runs.settle(rates, language);
            self.add_sums(place);
        }
    }

    /// Takes the sums of a term in the other language in.
    fn add_sums(&mut self, place: usize) {
        let Question { library, told, scores, .. } = self.question;
        let (number, language) = (self.number, self.language);
        let Translated { translation, told: term, .. } = &self.translated[place];
        // In other languages, and in that of the query.
        let idfs = [term.across.units * translation.weights.term, term.own.units];
        for (sums, own) in self.sums.iter_mut().zip([Field::BodyGrams, Field::BodyWords]) {
            let places = [(&mut self.own, own), (&mut self.context, own.context())];
            for (sums, (rows, field)) in sums.iter_mut().zip(places).filter(|(sums, _)| !sums.is_empty()) {
                rows.join_words(translation.bits, sums.held());
                let (docs, summed) = &mut self.summed;
                sums.take(docs, summed);
                if !*scores {
                    continue;
                }
                let lengths = lengths(self.part, field, &self.docs);
                for own in [false, true].into_iter().filter(|&own| language.is_none_or(|all| all == own)) {
                    let idf = idfs[usize::from(own)];
                    let (docs, summed) = if language.is_some() {
                        (&docs[..], &summed[..])
                    } else {
                        self.chosen_sums.of(docs, summed, |doc| told.is_own(number, doc) == own)
                    };
                    let scale = library.weights.scale(field, idf);
                    lengths.score(scale, docs, (summed, |sum| sum), &mut self.scores);
                }
            }
        }
    }
}

/// The lengths of a field in the units of a window.
fn lengths<'a>(part: &'a impl Units, field: Field, docs: &Range<DocId>) -> Lengths<'a> {
    let classes = &part.length_classes(field)[docs.start as usize..docs.end as usize];
    Lengths { start: docs.start, classes, norms: part.norms(field) }
}

/// The ways of all of `terms` through a field, the rarest first; none where one of them stands nowhere.
fn walks<'a, U: Units>(
    part: &'a U,
    field: Field,
    terms: &[String],
    from: DocId,
) -> Result<Vec<Box<dyn Walk + 'a>>, EngineError> {
    let walks = terms.iter().map(|term| part.walk(field, term, from, true));
    let mut walks: Vec<_> = walks.collect::<Result<Option<_>, _>>()?.unwrap_or_default();
    walks.sort_by_key(|walk| walk.holders());
    Ok(walks)
}
