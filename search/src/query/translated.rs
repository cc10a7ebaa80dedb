//! The terms of a query in the other language, as part of a plan.

use super::{
    plan::{Condition, PlanAlternative, Translation},
    planner::{MatchMode, Planner, longest},
};
use crate::{
    bilingual::{Alternative, Lexicons, Origin, TOGETHER, TranslatedTerm},
    rank::{Field, idf},
    stats::Side,
    text::Analyzer,
};
use polidex_corpus::text::is_han;
use std::{cell::RefCell, collections::HashMap, ops::Range};

impl Planner<'_> {
    /// Adds the terms of a folded query in the other language to the plan, and says what a clause in
    /// that language must hold; `None` where nothing is translated.
    pub(super) fn translated(&mut self, folded: &str) -> Option<Condition> {
        let lexicons = self.context.lexicons?;
        // A query with Han characters is Chinese.
        let side = if folded.contains(is_han) { Side::Chinese } else { Side::English };
        let terms = self.looked_up(lexicons, folded, side.other());
        if terms.iter().all(|(_, alternatives)| alternatives.is_empty()) {
            return None;
        }
        let before = self.plan.translations.len();
        let mut bits = Vec::with_capacity(terms.len());
        for (text, mut alternatives) in terms {
            let typed = self.concept(&text).map_or(0, |concept| concept.bits);
            let other = if alternatives.is_empty() { 0 } else { self.new_bit().unwrap_or(0) };
            if typed | other != 0 {
                bits.push((typed, other));
            }
            alternatives.extend(self.as_typed(&text, side.other()));
            if !alternatives.is_empty() {
                let weights = lexicons.weights();
                let (bits, alone) = (other, false);
                let translation = Translation { text, typed, bits, weights, alternatives, alone };
                self.plan.translations.push(translation);
            }
        }
        if self.plan.translations.len() > before {
            self.plan.side = Some(side);
        }
        let needed = self.needed(bits.len());
        let condition = Condition::Translated { terms: bits, needed };
        if needed < 2 || self.context.mode != MatchMode::Most {
            return (needed > 0).then_some(condition);
        }
        let alone = self.mark_alone(before, side.other());
        Some(if alone.is_empty() {
            condition
        } else {
            Condition::Or(vec![condition, Condition::AtLeast { concepts: alone, needed: 1 }])
        })
    }

    /// Marks the translations from `first` on that may stand alone in a clause, see [`Translation::alone`]; returns their
    /// bits.
    fn mark_alone(&mut self, first: usize, across: Side) -> Vec<u64> {
        let units = self.context.statistics.totals.size(Some(across)).units;
        let translations = &mut self.plan.translations[first..];
        let tells = |one: &Translation| match one.clauses(false, |place| one.alternatives[place].weight) {
            0 => 0.0,
            clauses => idf(units, clauses),
        };
        let all: f32 = translations.iter().filter(|one| one.bits != 0).map(tells).sum();
        for one in translations.iter_mut() {
            let share = tells(one) / all;
            one.alone = one.bits != 0 && share >= one.weights.alone;
        }
        translations.iter().filter(|one| one.alone).map(|one| one.bits).collect()
    }

    /// The terms as typed, with their alternatives ready to be looked up.
    fn looked_up(
        &self,
        lexicons: &Lexicons,
        folded: &str,
        across: Side,
    ) -> Vec<(String, Vec<PlanAlternative>)> {
        let names: RefCell<HashMap<String, Name>> = RefCell::default();
        let name = |text: &str| {
            let known = names.borrow().get(text).cloned();
            known.unwrap_or_else(|| {
                let name = self.name(text, across);
                names.borrow_mut().insert(text.to_owned(), name.clone());
                name
            })
        };
        let terms = lexicons
            .translate(folded, &chinese_words(self.context.analyzer, folded), &|text| name(text).clauses);
        let ready = |TranslatedTerm { bytes, alternatives }: TranslatedTerm| {
            let alternatives = alternatives.into_iter().map(|Alternative { text, weight, origin }| {
                let Name { sequences, terms, own, clauses, across } = name(&text);
                PlanAlternative { text, terms, sequences, own, weight, origin, clauses, across }
            });
            (folded[bytes].to_owned(), alternatives.collect())
        };
        terms.into_iter().map(ready).collect()
    }

    /// What is the same in both languages: numbers, Latin names.
    fn as_typed(&self, text: &str, across: Side) -> Option<PlanAlternative> {
        let Name { sequences, terms, own, clauses, across } = self.name(text, across);
        (clauses > 0 && !text.contains(is_han)).then(|| PlanAlternative {
            text: text.to_owned(),
            terms,
            sequences,
            own,
            weight: 1.0,
            origin: Origin::Typed,
            clauses,
            across,
        })
    }

    /// How a name is looked up: one of several Han characters by its bigrams, a single one as a word,
    /// an English one by its stems; two names that stand in one clause by the terms of both.
    fn name(&self, text: &str, across: Side) -> Name {
        let han = text.split(TOGETHER).all(|part| part.chars().filter(|&c| is_han(c)).count() > 1);
        let own = if han { Field::BodyGrams } else { Field::BodyWords };
        let sequences: Vec<Vec<String>> = text.split(TOGETHER).map(|part| self.sequence(part, han)).collect();
        let mut terms = sequences.concat();
        terms.sort_unstable();
        terms.dedup();
        let statistics = self.context.statistics;
        let clauses = terms.iter().map(|term| statistics.document_frequency(own, term)).min().unwrap_or(0);
        let across = terms.iter().map(|term| statistics.document_frequency_on(across, own, term));
        Name { sequences, own, clauses, across: across.min().unwrap_or(0), terms }
    }

    /// The terms of a name in their order.
    fn sequence(&self, text: &str, han: bool) -> Vec<String> {
        let analyzer = self.context.analyzer;
        let mut terms = Vec::new();
        if han {
            terms.extend(
                analyzer.phrase_terms(text).into_iter().filter(|term| !term.prefix).map(|term| term.text),
            );
        } else {
            // A compound such as `e-commerce` is looked up by its parts, so that hyphens do not matter.
            analyzer.words(text, |term, _| terms.extend((!term.contains('-')).then(|| term.to_owned())));
        }
        terms
    }
}

/// The longest words in Han characters of a folded text, in bytes and in order.
pub(crate) fn chinese_words(analyzer: &Analyzer, folded: &str) -> Vec<Range<usize>> {
    let bounds: Vec<usize> = folded.char_indices().map(|(at, _)| at).chain([folded.len()]).collect();
    let mut words = Vec::new();
    analyzer.words(folded, |_, range| words.push(range));
    let words = longest(words).into_iter();
    let words = words.map(|word| bounds[word.start as usize]..bounds[word.end as usize]);
    words.filter(|word| folded[word.clone()].starts_with(is_han)).collect()
}

/// A name in the other language, analysed.
#[derive(Clone)]
struct Name {
    sequences: Vec<Vec<String>>,
    terms: Vec<String>,
    own: Field,
    clauses: u32,
    across: u32,
}
