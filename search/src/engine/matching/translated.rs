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
    DocId, Units,
    accumulate::{DocumentEvidence, SegmentEvidence},
    condition::Match,
    known::Known,
    labels::DocBits,
    lent::Lent,
};
use crate::{
    bilingual::Origin,
    query::plan::{Plan, PlanAlternative, Translation},
    rank::{Field, Weights, idf},
    stats::TermStatistics,
};

/// Other terms that an alternative is held against at most, the rarest ones.
const MOST_OTHERS: usize = 8;

/// A document with the frequency of a name in it.
type Posting = (DocId, u32);

/// The documents in the language of the query, by segment; `None` where nothing is translated.
pub fn own_language<U: Units>(plan: &Plan, segments: &[&U]) -> Result<Option<Vec<DocBits>>, EngineError> {
    if plan.translations.is_empty() {
        return Ok(None);
    }
    let of = |segment: &&U| {
        let mut bits = DocBits::none(segment.len());
        for label in &plan.own_language {
            bits.join(segment.in_language(label)?.as_ref());
        }
        Ok(bits)
    };
    segments.iter().map(of).collect::<Result<_, _>>().map(Some)
}

/// What the terms in the other language told.
#[derive(Default)]
pub struct Told {
    /// For each translation how far each of its alternatives is trusted in the light of the others.
    pub trusted: Vec<Vec<f32>>,
    /// How much of the query a clause holds.
    pub coverage: Coverage,
}

/// Adds what the terms in the other language tell of every document.
pub fn add<U: Units>(
    plan: &Plan,
    segments: &[&U],
    own_language: Option<Vec<DocBits>>,
    evidence: &mut [SegmentEvidence],
    documents: &mut DocumentEvidence<'_>,
    weights: &Weights,
    statistics: &TermStatistics,
) -> Result<Told, EngineError> {
    let translations = &plan.translations;
    let Some(own_language) = own_language else { return Ok(Told::default()) };
    let held: Vec<Held> = translations
        .iter()
        .map(|translation| Held::new(translation, segments, &own_language))
        .collect::<Result<_, _>>()?;
    let trusted = trusted(translations, &held, segments, statistics);
    let mut terms = Vec::with_capacity(translations.len());
    for ((translation, held), trusted) in translations.iter().zip(&held).zip(&trusted) {
        let units = union(&translation.alternatives, &|place| trusted[place]);
        let idf = idf(statistics.totals.units, units);
        for own in [Field::BodyGrams, Field::BodyWords] {
            let chosen = |place: usize| translation.alternatives[place].own == own;
            if (0..trusted.len()).any(chosen) {
                let share = |place: usize| if chosen(place) { trusted[place] } else { 0.0 };
                add_term(translation, held, own, &share, segments, evidence, weights, idf);
            }
        }
        if documents.is_wanted() {
            held.add_documents(translation, trusted, segments, documents, statistics);
        }
        terms.push(CoveredTerm { typed: translation.typed, other: translation.bits, idf });
    }
    let power = translations.first().map_or(0.0, |translation| translation.weights.coverage);
    Ok(Told { trusted, coverage: Coverage { terms, own_language, power } })
}

/// How much of a translated query a clause holds. A long document may hold all of the query's terms far
/// apart: its match is worth little to a clause that holds but one of them.
#[derive(Default)]
pub struct Coverage {
    terms: Vec<CoveredTerm>,
    own_language: Vec<DocBits>,
    power: f32,
}

struct CoveredTerm {
    typed: u64,
    other: u64,
    idf: f32,
}

impl Coverage {
    /// What share of its document's match a unit gets that holds the terms of `marks`, in itself or above it. Documents in
    /// the language of the query are judged by what was typed, and get all of it.
    pub fn share(&self, segment: usize, doc: DocId, marks: u64, known: &mut Known<f32>) -> f32 {
        if self.power == 0.0 || self.own_language.get(segment).is_none_or(|own| own.contains(doc)) {
            return 1.0;
        }
        known.of(marks, 0, || self.share_of(marks))
    }

    fn share_of(&self, marks: u64) -> f32 {
        let holds = |term: &&CoveredTerm| {
            term.typed != 0 && marks & term.typed == term.typed || marks & term.other != 0
        };
        let all: f32 = self.terms.iter().map(|term| term.idf).sum();
        let held: f32 = self.terms.iter().filter(holds).map(|term| term.idf).sum();
        if all == 0.0 { 1.0 } else { (held / all).powf(self.power) }
    }
}

/// Adds what the alternatives in one kind of field tell of every unit.
#[expect(clippy::too_many_arguments, reason = "all of it is one scoring's context, borrowed apart")]
fn add_term<U: Units>(
    translation: &Translation,
    held: &Held,
    own: Field,
    share: &dyn Fn(usize) -> f32,
    segments: &[&U],
    evidence: &mut [SegmentEvidence],
    weights: &Weights,
    idf: f32,
) {
    let idf = idf * translation.weights.term;
    for (number, (segment, evidence)) in segments.iter().zip(evidence.iter_mut()).enumerate() {
        for (postings, field, is_own) in [(&held.own, own, true), (&held.context, own.context(), false)] {
            summed(postings, number, share, segment.len(), &mut |doc, frequency| {
                let score = weights.term(field, idf, frequency, segment.norm(field, doc));
                evidence.hold(is_own, translation.bits, doc, score);
            });
        }
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

/// In how many units the alternatives stand together: the sum, each by how far it is trusted. The
/// table of term statistics cannot tell the true union, and every engine has that table.
pub fn union(alternatives: &[PlanAlternative], share: &dyn Fn(usize) -> f32) -> u64 {
    let held = alternatives.iter().enumerate();
    held.map(|(place, one)| f64::from(one.clauses) * f64::from(share(place))).sum::<f64>().ceil() as u64
}

/// Where the alternatives of one term stand: by alternative and segment.
struct Held {
    own: Vec<Vec<Vec<Posting>>>,
    context: Vec<Vec<Vec<Posting>>>,
}

impl Held {
    fn new<U: Units>(
        translation: &Translation,
        segments: &[&U],
        own_language: &[DocBits],
    ) -> Result<Self, EngineError> {
        let stands = |one: &PlanAlternative, field: Field| {
            let by_segment = segments.iter().zip(own_language).map(|(segment, own_language)| {
                let mut postings = together(*segment, field, &one.terms)?;
                if !one.counts_in_own_language() {
                    postings.retain(|&(doc, _)| !own_language.contains(doc));
                }
                Ok(postings)
            });
            by_segment.collect::<Result<Vec<_>, EngineError>>()
        };
        let all = |field: fn(Field) -> Field| {
            translation
                .alternatives
                .iter()
                .map(|one| stands(one, field(one.own)))
                .collect::<Result<Vec<_>, _>>()
        };
        Ok(Self { own: all(|own| own)?, context: all(Field::context)? })
    }

    /// Adds what the alternatives tell of whole documents: BM25 over documents, with the number of
    /// documents that hold the term.
    fn add_documents<U: Units>(
        &self,
        translation: &Translation,
        trusted: &[f32],
        segments: &[&U],
        documents: &mut DocumentEvidence<'_>,
        statistics: &TermStatistics,
    ) {
        let mut holding = 0.0;
        for (by_segment, &share) in self.own.iter().zip(trusted).filter(|(_, share)| **share > 0.0) {
            let mut policies = DocBits::none(0);
            for (segment, postings) in segments.iter().zip(by_segment) {
                for &(doc, frequency) in postings {
                    let policy = segment.policy(doc);
                    policies.note(policy);
                    documents.add(policy, frequency as f32 * share);
                }
            }
            holding += policies.count() as f32 * share;
        }
        let weights = &translation.weights;
        let idf = idf(statistics.totals.policies, holding.ceil() as u64);
        documents.flush_with(idf, |frequency, length, average| {
            weights.document_term(idf, frequency, length, average)
        });
    }

    /// The units that hold an alternative, by segment.
    fn bits<U: Units>(&self, alternative: usize, segments: &[&U]) -> Vec<DocBits> {
        let held = segments.iter().zip(&self.own[alternative]);
        held.map(|(segment, postings)| {
            let mut bits = DocBits::none(segment.len());
            for &(doc, _) in postings {
                bits.insert(doc);
            }
            bits
        })
        .collect()
    }
}

/// How far each alternative is trusted: by what the lexicon says, and by how much more often than by
/// chance it stands in one unit with the other terms.
fn trusted<U: Units>(
    translations: &[Translation],
    held: &[Held],
    segments: &[&U],
    statistics: &TermStatistics,
) -> Vec<Vec<f32>> {
    let units = statistics.totals.units as f32;
    let all: Vec<Vec<Vec<DocBits>>> = held
        .iter()
        .map(|held| (0..held.own.len()).map(|alternative| held.bits(alternative, segments)).collect())
        .collect();
    let unions: Vec<Vec<DocBits>> = all.iter().map(|alternatives| joined(alternatives, segments)).collect();
    let sizes: Vec<u32> = unions.iter().map(|union| union.iter().map(DocBits::count).sum()).collect();
    let mut rarest: Vec<usize> =
        (0..sizes.len()).filter(|&place| sizes[place] > 0 && (sizes[place] as f32) < units / 2.0).collect();
    rarest.sort_by_key(|&place| (sizes[place], place));
    let cohesion = |term: usize, bits: &[DocBits]| {
        let size: u32 = bits.iter().map(DocBits::count).sum();
        let others = rarest.iter().filter(|&&other| other != term).take(MOST_OTHERS);
        let lifts = others.map(|&other| {
            let common: u32 = bits.iter().zip(&unions[other]).map(|(one, union)| one.common(union)).sum();
            let chance = size as f32 * sizes[other] as f32 / units.max(1.0);
            ((common as f32 + 0.5) / (chance + 0.5)).ln().max(0.0)
        });
        lifts.sum::<f32>()
    };
    let weights = |(term, translation): (usize, &Translation)| {
        let alternatives = &translation.alternatives;
        let cohesions: Vec<f32> = if alternatives.len() > 1 {
            all[term].iter().map(|bits| cohesion(term, bits)).collect()
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
        alternatives.iter().zip(cohesions).map(trust).collect()
    };
    translations.iter().enumerate().map(weights).collect()
}

/// The units that hold any alternative, by segment.
fn joined<U: Units>(alternatives: &[Vec<DocBits>], segments: &[&U]) -> Vec<DocBits> {
    let mut all: Vec<DocBits> = segments.iter().map(|segment| DocBits::none(segment.len())).collect();
    for bits in alternatives {
        for (all, bits) in all.iter_mut().zip(bits) {
            all.join(bits);
        }
    }
    all
}

/// Shows the documents of segment `number`, which has `len` of them, that hold an alternative, each once, with
/// the sum of frequencies. Sums of floating point numbers are formed in the order of the alternatives.
fn summed(
    held: &[Vec<Vec<Posting>>],
    number: usize,
    share: &dyn Fn(usize) -> f32,
    len: usize,
    show: &mut dyn FnMut(DocId, f32),
) {
    let of_segment = || {
        let shared = held.iter().enumerate().map(|(place, segments)| (share(place), &segments[number]));
        shared.filter(|(share, postings)| *share > 0.0 && !postings.is_empty())
    };
    if of_segment().next().is_none() {
        return;
    }
    let mut sums = Lent::<f32>::zeroed(len);
    for (share, postings) in of_segment() {
        for &(doc, frequency) in postings {
            sums[doc as usize] += frequency as f32 * share;
        }
    }
    for &(doc, _) in of_segment().flat_map(|(_, postings)| postings) {
        // Whoever has been shown is zero again.
        let sum = std::mem::take(&mut sums[doc as usize]);
        if sum > 0.0 {
            show(doc, sum);
        }
    }
}

/// The living documents that hold all of `terms`, with the frequency of the rarest.
fn together<U: Units>(segment: &U, field: Field, terms: &[String]) -> Result<Vec<Posting>, EngineError> {
    let mut held: Option<Vec<Posting>> = None;
    for term in terms {
        let mut both = Vec::new();
        let mut at = 0;
        segment.postings(field, term, &mut |docs, frequencies| {
            for (&doc, &frequency) in docs.iter().zip(frequencies) {
                let Some(before) = &held else {
                    both.push((doc, frequency));
                    continue;
                };
                while before.get(at).is_some_and(|&(other, _)| other < doc) {
                    at += 1;
                }
                if let Some(&(_, other)) = before.get(at).filter(|(other, _)| *other == doc) {
                    both.push((doc, frequency.min(other)));
                }
            }
        })?;
        held = Some(both);
    }
    let mut held = held.unwrap_or_default();
    held.retain(|&(doc, _)| segment.is_alive(doc));
    Ok(held)
}
