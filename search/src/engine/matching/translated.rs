//! Evidence from terms in the other language.
//!
//! The alternatives of a term count as one term (Pirkola, "The effects of query structure and
//! dictionary setups in dictionary-based cross-language information retrieval", SIGIR 1998): a unit's
//! frequency is the sum over them, each by how far it is trusted, and so is the number of units that
//! hold the term. So a term with twenty alternatives is worth no more than one with a single one.
//!
//! Which alternative was meant is told by the other terms: one that stands in the same units as they do
//! is trusted, one that never does is not.

use super::{
    super::EngineError,
    DocId, DocumentCounts, Library, Units,
    common::Common,
    condition::Match,
    known::Known,
    labels::DocBits,
    spread,
    stands::Stands,
    whole::{self, Name},
};
use crate::{
    bilingual::Origin,
    query::plan::{Plan, PlanAlternative, Translation},
    rank::idf,
};
use std::ops::Range;

/// Other terms that an alternative is held against at most, the rarest ones.
const MOST_OTHERS: usize = 8;

/// A document with the frequency of a name in it.
pub type Posting = (DocId, u32);

/// What the terms in the other language told.
#[derive(Default)]
pub struct Told {
    /// By translation.
    pub terms: Vec<ToldTerm>,
    /// The documents in the language of the query, by part; none where nothing is translated.
    own_language: Vec<DocBits>,
    /// Whether there are others.
    has_others: bool,
    /// How much less of its document's match a clause gets that holds only some of the terms, see
    /// [`Told::share`].
    power: f32,
}

/// What one of them told.
pub struct ToldTerm {
    /// How far each alternative is trusted in the light of the others.
    pub trusted: Vec<f32>,
    /// How rare it is in the other language,
    pub across: Rarity,
    /// and in the language of the query.
    pub own: Rarity,
    typed: u64,
    other: u64,
}

/// Inverse frequencies of a term among documents of one language.
#[derive(Debug, Clone, Copy)]
pub struct Rarity {
    /// Among their units,
    pub units: f32,
    /// and among them.
    pub documents: f32,
}

/// The units that hold each alternative of a term, by part and alternative, and those that hold any.
struct Held {
    own: Vec<Vec<Stands>>,
    any: Vec<DocBits>,
}

impl Held {
    /// Those of a term, part by part.
    fn of(parts: impl Iterator<Item = (Vec<Stands>, DocBits)>) -> Self {
        let (own, any) = parts.unzip();
        Self { own, any }
    }
}

impl Told {
    /// Looks where the alternatives of the plan's translations stand; how rare they are in documents only where
    /// scores matter (`scores`).
    pub fn new<U: Units>(
        plan: &Plan,
        library: &Library<'_, U>,
        (scores, threads): (bool, usize),
    ) -> Result<Self, EngineError> {
        let Library { parts, documents, statistics, weights, .. } = *library;
        let Some(first) = plan.translations.first() else { return Ok(Self::default()) };
        let mut told = Self { power: first.weights.coverage, ..Self::default() };
        for part in parts {
            let mut own = DocBits::none(part.len());
            for label in plan.side.iter().flat_map(|side| side.labels()) {
                own.join(part.in_language(&label)?.as_ref());
            }
            told.has_others |= own.count() as usize != part.len();
            told.own_language.push(own);
        }
        // By translation and part, so that none waits long for another.
        let places: Vec<_> = (0..plan.translations.len())
            .flat_map(|one| (0..parts.len()).map(move |part| (one, part)))
            .collect();
        let mut held = spread::each(&places, threads, |&(one, part)| {
            told.held(&plan.translations[one], parts[part], part)
        })?
        .into_iter();
        let held: Vec<Held> =
            plan.translations.iter().map(|_| Held::of(held.by_ref().take(parts.len()))).collect();
        let trusted = trusted(&plan.translations, &held, statistics.totals.units as f32, threads)?;
        let wanted = scores && weights.document > 0.0 && documents.rows() > 0;
        let documents = if wanted {
            told.holding(plan, (&held, &trusted), (parts, documents), threads)?
        } else {
            vec![[0; 2]; held.len()]
        };
        for ((translation, trusted), documents) in plan.translations.iter().zip(trusted).zip(documents) {
            let [own, across] = [true, false].map(|own| {
                let units = translation.clauses(own, |place| trusted[place]);
                let size = statistics.totals.size(plan.language(own));
                let documents = documents[usize::from(own)];
                Rarity { units: idf(size.units, units), documents: idf(size.policies, documents) }
            });
            told.terms.push(ToldTerm {
                across,
                own,
                trusted,
                typed: translation.typed,
                other: translation.bits,
            });
        }
        Ok(told)
    }

    /// For each translation how far its alternatives are trusted.
    pub fn trusted(self) -> Vec<Vec<f32>> {
        self.terms.into_iter().map(|term| term.trusted).collect()
    }

    /// Whether a unit is in the language of the query, or there is no other. What counts there besides what was typed is
    /// worth as much as that is: an acronym in a Chinese text is no translation.
    pub fn is_own(&self, part: usize, doc: DocId) -> bool {
        self.own_language.get(part).is_none_or(|own| own.contains(doc))
    }

    /// Whether what was typed is looked for in a unit. Where a query is translated, a document is judged by what
    /// was typed or by its translation, never by both.
    pub fn is_judged(&self, part: usize, doc: DocId) -> bool {
        !self.has_others || self.own_language[part].contains(doc)
    }

    /// Whether all units of a range are in the language of the query (`Some(true)`), or none is (`Some(false)`): documents
    /// of one language mostly stand side by side. Where there is no other, all are.
    pub fn language(&self, part: usize, docs: Range<DocId>) -> Option<bool> {
        self.own_language.get(part).map_or(Some(true), |own| own.alike(docs))
    }

    /// Whether some units get only a share of their document's match.
    pub fn shares(&self) -> bool {
        self.power != 0.0 && self.has_others
    }

    /// Whether an alternative counts in a unit: in documents in the language of the query only those do that count
    /// `everywhere`.
    pub fn counts(&self, part: usize, doc: DocId, everywhere: bool) -> bool {
        everywhere || !self.own_language[part].contains(doc)
    }

    /// By row of the policy, whether it is in the language of the query; `None` where all are.
    pub fn judged_policies<U: Units>(
        &self,
        parts: &[&U],
        documents: &dyn DocumentCounts,
    ) -> Option<Vec<bool>> {
        if !self.has_others || !documents.counts_terms() {
            return None;
        }
        let mut judged = vec![false; documents.rows()];
        for (units, own) in parts.iter().zip(&self.own_language) {
            for doc in own.within(0..units.len() as DocId) {
                if let Some(judged) = judged.get_mut(units.policy(doc) as usize) {
                    *judged = true;
                }
            }
        }
        Some(judged)
    }

    /// The living units among `docs`, or all, that hold an alternative itself, with the frequency of the rarest of
    /// its terms.
    pub fn together<U: Units>(
        &self,
        part: &U,
        number: usize,
        one: &PlanAlternative,
        docs: Option<&[DocId]>,
    ) -> Result<Vec<Posting>, EngineError> {
        let mut common = Common::default();
        for term in &one.terms {
            whole::within(part, one.own, term, docs, &mut |doc, frequency| common.see(&[doc], &[frequency]))?;
            common.narrow();
        }
        let everywhere = one.counts_in_own_language();
        let counts = |&(doc, _): &Posting| part.is_alive(doc) && self.counts(number, doc, everywhere);
        Ok(common.held().filter(counts).collect())
    }

    /// What share of its document's match, at most all of it, a unit gets that holds the terms of `marks`, in itself or above it. Documents in
    /// the language of the query are judged by what was typed, and get all of it. A long document may hold all of a
    /// query's terms far apart: its match is worth little to a clause that holds but one of them.
    pub fn share(&self, part: usize, doc: DocId, marks: u64, known: &mut Known<f32>) -> f32 {
        if self.power == 0.0 || self.is_own(part, doc) {
            return 1.0;
        }
        known.of(marks, 0, || self.share_of(marks))
    }

    fn share_of(&self, marks: u64) -> f32 {
        let holds =
            |term: &&ToldTerm| term.typed != 0 && marks & term.typed == term.typed || marks & term.other != 0;
        let all: f32 = self.terms.iter().map(|term| term.across.units).sum();
        let held: f32 = self.terms.iter().filter(holds).map(|term| term.across.units).sum();
        if all == 0.0 { 1.0 } else { (held / all).powf(self.power).min(1.0) }
    }

    /// For each term in how many documents of other languages and of that of the query its alternatives stand: the sum,
    /// each by how far it is trusted.
    fn holding<U: Units>(
        &self,
        plan: &Plan,
        (held, trusted): (&[Held], &[Vec<f32>]),
        (parts, documents): (&[&U], &dyn DocumentCounts),
        threads: usize,
    ) -> Result<Vec<[u64; 2]>, EngineError> {
        let of = |term: usize| trusted[term].iter().enumerate().map(move |(one, &share)| (term, one, share));
        let places: Vec<_> = (0..held.len()).flat_map(of).filter(|&(.., share)| share > 0.0).collect();
        let counts = spread::each(&places, threads, |&(term, one, _)| {
            let alternative = &plan.translations[term].alternatives[one];
            let name = Name {
                terms: alternative.terms.clone(),
                field: alternative.own,
                everywhere: alternative.counts_in_own_language(),
                side: plan.side,
                superseded: plan.looks_back(),
            };
            Ok(documents
                .holding(&name, &mut || self.policies(&held[term].own, one, (parts, documents.rows()))))
        })?;
        let mut holding = vec![[0.0; 2]; held.len()];
        for ((term, _, share), counts) in places.into_iter().zip(counts) {
            for (holding, count) in holding[term].iter_mut().zip(counts) {
                *holding += count as f32 * share;
            }
        }
        Ok(holding.into_iter().map(|holding| holding.map(|sum: f32| sum.ceil() as u64)).collect())
    }

    /// How many policies of other languages and of that of the query hold an alternative, which stands as `held` tells by
    /// part and alternative. Policies have so many `rows`.
    fn policies<U: Units>(
        &self,
        held: &[Vec<Stands>],
        one: usize,
        (parts, rows): (&[&U], usize),
    ) -> [u32; 2] {
        let mut policies = [DocBits::none(rows), DocBits::none(rows)];
        for (number, (part, held)) in parts.iter().zip(held).enumerate() {
            held[one].policies(*part, |doc, policy| {
                policies[usize::from(self.is_own(number, doc))].note(policy);
            });
        }
        policies.map(|policies| policies.count())
    }

    /// The units of a part that hold each alternative of a term, and those that hold any.
    fn held<U: Units>(
        &self,
        translation: &Translation,
        part: &U,
        number: usize,
    ) -> Result<(Vec<Stands>, DocBits), EngineError> {
        let stands = |one: &PlanAlternative| {
            let without = (!one.counts_in_own_language()).then_some(&self.own_language[number]);
            Stands::of(part, one.own, &one.terms, without)
        };
        let own = translation.alternatives.iter().map(stands).collect::<Result<Vec<_>, _>>()?;
        let mut any = DocBits::none(part.len());
        for stands in &own {
            stands.join_to(&mut any);
        }
        Ok((own, any))
    }
}

/// Whether most of `matched` hold none of the query's terms as typed. The ranker's model speaks of terms
/// as typed and would put such matches in an order that means nothing; their first score stands.
pub fn prevails(plan: &Plan, matched: &[Match]) -> bool {
    let typed = |hit: &&Match| {
        let marks = hit.own | hit.context;
        plan.concepts.iter().any(|concept| concept.bits != 0 && marks & concept.bits == concept.bits)
    };
    !plan.translations.is_empty() && matched.iter().filter(typed).count() * 2 < matched.len()
}

/// How far each alternative is trusted: by what the lexicon says, and by how much more often than by
/// chance it stands in one unit with the other terms.
fn trusted(
    translations: &[Translation],
    held: &[Held],
    units: f32,
    threads: usize,
) -> Result<Vec<Vec<f32>>, EngineError> {
    let size = |bits: &[DocBits]| bits.iter().map(DocBits::count).sum::<u32>();
    let sizes: Vec<u32> = held.iter().map(|held| size(&held.any)).collect();
    let mut rarest: Vec<usize> =
        (0..sizes.len()).filter(|&place| sizes[place] > 0 && (sizes[place] as f32) < units / 2.0).collect();
    rarest.sort_by_key(|&place| (sizes[place], place));
    let cohesion = |term: usize, alternative: usize| {
        let stands = || held[term].own.iter().map(|own| &own[alternative]);
        let size: u32 = stands().map(Stands::count).sum();
        if size == 0 {
            // What stands nowhere stands with nothing: as often as by chance.
            return 0.0;
        }
        let others = rarest.iter().filter(|&&other| other != term).take(MOST_OTHERS);
        let lifts = others.map(|&other| {
            let common: u32 = stands().zip(&held[other].any).map(|(one, union)| one.common(union)).sum();
            let chance = size as f32 * sizes[other] as f32 / units.max(1.0);
            ((common as f32 + 0.5) / (chance + 0.5)).ln().max(0.0)
        });
        lifts.sum::<f32>()
    };
    let places: Vec<usize> = (0..translations.len()).collect();
    spread::each(&places, threads, |&term| {
        let translation = &translations[term];
        let alternatives = &translation.alternatives;
        let cohesions: Vec<f32> = if alternatives.len() > 1 {
            (0..alternatives.len()).map(|alternative| cohesion(term, alternative)).collect()
        } else {
            vec![0.0; alternatives.len()]
        };
        let most = cohesions.iter().copied().fold(0.0, f32::max);
        let trust = |(one, cohesion): (&PlanAlternative, f32)| {
            if most == 0.0 || one.origin == Origin::Typed {
                return one.weight;
            }
            one.weight * (1.0 - translation.weights.cohesion + translation.weights.cohesion * cohesion / most)
        };
        Ok(alternatives.iter().zip(cohesions).map(trust).collect())
    })
}
