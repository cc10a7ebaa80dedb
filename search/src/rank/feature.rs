//! What is known of a candidate, in numbers that compare across queries and stores.

use super::{Evidence, Field, Weights, idf};
use crate::{query::plan::Plan, stats::TermStatistics};
use polidex_corpus::model::{Kind, Level};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A property of a candidate that is worth something.
///
/// What depends on how long or how rare a query's terms are is given as a share of the most that the
/// query's terms could give, so that one curve serves queries of one word and of a whole sentence.
///
/// What tells laws from each other (their kind, place and length, and who names them) is known of
/// legislation only, see [`Kind::is_legislation`]: a district's support measure is named by nobody, and
/// none the worse for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feature {
    /// The first score as a share of the best candidate's, labels left aside.
    FirstScore,
    /// BM25 of the clause's words, as a share of the most.
    BodyWords,
    /// BM25 of the clause's bigrams.
    BodyGrams,
    /// BM25 of the words of title and headings.
    ContextWords,
    /// BM25 of the bigrams of title and headings.
    ContextGrams,
    /// BM25 of the whole document.
    Document,
    /// Share of the query's information whose bigrams stand anywhere in the document.
    DocumentCovered,
    /// Share of the query's information (inverse document frequencies) whose words stand in the clause.
    CoveredWords,
    /// The same by bigrams.
    CoveredGrams,
    /// Share whose words stand in the clause or above it.
    CoveredWordsAbove,
    /// The same by bigrams.
    CoveredGramsAbove,
    /// Logarithm of the clause's length in bigrams.
    Length,
    /// What the clause is in its document: 0 body, 1 heading, 2 title or note.
    Role,
    /// The kind of legislation, by its number in [`Kind`].
    Kind,
    /// Logarithm of the clause's place in its document, counted from 1.
    Place,
    /// Logarithm of the document's length in bigrams.
    DocumentLength,
    /// Logarithm of one more than the number of documents that name this one in 《》.
    Cited,
    /// Logarithm of the number of candidates in the same document.
    Siblings,
    /// The better first score of the two clauses beside this one, as a share of the best candidate's;
    /// 0 where neither is a candidate.
    Neighbour,
    /// The cosine of question and clause, in standard deviations above the mean of the candidates', so that
    /// one curve serves every embedder. Not known where no embedder was asked.
    Cosine,
    /// The cosine less the best candidate's, in the same standard deviations.
    CosineToBest,
}

impl Feature {
    /// Every feature, in the order of their numbers.
    pub const ALL: [Self; 21] = [
        Self::FirstScore,
        Self::BodyWords,
        Self::BodyGrams,
        Self::ContextWords,
        Self::ContextGrams,
        Self::Document,
        Self::DocumentCovered,
        Self::CoveredWords,
        Self::CoveredGrams,
        Self::CoveredWordsAbove,
        Self::CoveredGramsAbove,
        Self::Length,
        Self::Role,
        Self::Kind,
        Self::Place,
        Self::DocumentLength,
        Self::Cited,
        Self::Siblings,
        Self::Neighbour,
        Self::Cosine,
        Self::CosineToBest,
    ];

    /// Those that an embedder tells.
    pub const OF_MEANING: [Self; 2] = [Self::Cosine, Self::CosineToBest];

    /// The name in weights files and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::FirstScore => "first_score",
            Self::BodyWords => "body_words",
            Self::BodyGrams => "body_grams",
            Self::ContextWords => "context_words",
            Self::ContextGrams => "context_grams",
            Self::Document => "document",
            Self::DocumentCovered => "document_covered",
            Self::CoveredWords => "covered_words",
            Self::CoveredGrams => "covered_grams",
            Self::CoveredWordsAbove => "covered_words_above",
            Self::CoveredGramsAbove => "covered_grams_above",
            Self::Length => "length",
            Self::Role => "role",
            Self::Kind => "kind",
            Self::Place => "place",
            Self::DocumentLength => "document_length",
            Self::Cited => "cited",
            Self::Siblings => "siblings",
            Self::Neighbour => "neighbour",
            Self::Cosine => "cosine",
            Self::CosineToBest => "cosine_to_best",
        }
    }

    /// Whether more of it can never make a clause worse: evidence that the query's words, or its meaning, stand there.
    /// The learner keeps to it, since a fall in such a curve would only repeat an accident of the
    /// judged questions.
    pub fn rises(self) -> bool {
        matches!(
            self,
            Self::FirstScore
                | Self::BodyWords
                | Self::BodyGrams
                | Self::ContextWords
                | Self::ContextGrams
                | Self::Document
                | Self::DocumentCovered
                | Self::CoveredWords
                | Self::CoveredGrams
                | Self::CoveredWordsAbove
                | Self::CoveredGramsAbove
                | Self::Cosine
                | Self::CosineToBest
        )
    }

    /// Whether its values are names without an order.
    pub fn is_category(self) -> bool {
        matches!(self, Self::Role | Self::Kind)
    }
}

/// The values of all features of one candidate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Features([f32; Feature::ALL.len()]);

impl Features {
    /// Values for [`Feature::ALL`].
    pub fn new(values: [f32; Feature::ALL.len()]) -> Self {
        Self(values)
    }

    /// The value of one feature; NaN where it is not known.
    pub fn of(&self, feature: Feature) -> f32 {
        self.0[feature as usize]
    }

    /// The same with another value of one feature.
    #[must_use]
    pub fn with(mut self, feature: Feature, value: f32) -> Self {
        self.0[feature as usize] = value;
        self
    }
}

/// The features of all candidates of one query. They depend on each other: scores are shares of the
/// best, and clauses of one document stand beside each other.
pub fn features(
    candidates: &[Evidence],
    plan: &Plan,
    statistics: &TermStatistics,
    weights: &Weights,
) -> Vec<Features> {
    let query = QueryWeight::new(plan, statistics);
    let averages = Field::ALL.map(|field| statistics.totals.average_length(field));
    let best = candidates.iter().map(Evidence::lexical).fold(f32::MIN_POSITIVE, f32::max);
    let mut siblings: HashMap<i64, u32> = HashMap::new();
    let mut places: HashMap<(i64, u32), f32> = HashMap::new();
    for candidate in candidates {
        *siblings.entry(candidate.policy).or_default() += 1;
        places.insert((candidate.policy, candidate.place), candidate.lexical());
    }
    let beside = |candidate: &Evidence| {
        let at = |place: Option<u32>| place.and_then(|place| places.get(&(candidate.policy, place)));
        let sides = [at(candidate.place.checked_sub(1)), at(candidate.place.checked_add(1))];
        sides.into_iter().flatten().copied().fold(0.0, f32::max)
    };
    candidates
        .iter()
        .map(|candidate| {
            let sums = query.sums(candidate, &averages, weights);
            let [body_words, body_grams, context_words, context_grams] = sums.fields;
            Features::new([
                candidate.lexical() / best,
                body_words,
                body_grams,
                context_words,
                context_grams,
                candidate.document / query.grams,
                candidate.document_covered / query.grams,
                sums.own[0],
                sums.own[1],
                sums.any[0],
                sums.any[1],
                (1.0 + candidate.lengths[Field::BodyGrams.index()] as f32).ln(),
                f32::from(candidate.role as u8),
                legislation(candidate, f32::from(candidate.kind as u8)),
                legislation(candidate, (1.0 + candidate.place as f32).ln()),
                legislation(candidate, (1.0 + candidate.document_length as f32).ln()),
                legislation(candidate, (1.0 + candidate.cited as f32).ln()),
                siblings.get(&candidate.policy).map_or(0.0, |&count| (count as f32).ln()),
                beside(candidate) / best,
                f32::NAN,
                f32::NAN,
            ])
        })
        .collect()
}

/// A value that is known of legislation only. Of rules those of the centre and of provinces are: what
/// cities and districts call 办法 are support measures more often than not.
fn legislation(candidate: &Evidence, value: f32) -> f32 {
    let high = matches!(candidate.level, Some(Level::National | Level::Provincial));
    let is = candidate.kind.is_legislation() && (candidate.kind != Kind::Rule || high);
    if is { value } else { f32::NAN }
}

/// What the terms of a query are worth.
struct QueryWeight {
    /// By term of the plan, in the clause and above it: its inverse document frequency times how often
    /// the query has it; 0 for terms that only match.
    terms: Vec<[f32; 2]>,
    /// By term, whether it is a bigram.
    kinds: Vec<usize>,
    /// Sum over words,
    words: f32,
    /// and over bigrams.
    grams: f32,
}

/// Sums over the terms of one candidate, as shares of the most.
struct Sums {
    fields: [f32; 4],
    own: [f32; 2],
    any: [f32; 2],
}

impl QueryWeight {
    fn new(plan: &Plan, statistics: &TermStatistics) -> Self {
        let units = statistics.totals.units;
        let mut weight = Self { terms: Vec::new(), kinds: Vec::new(), words: 0.0, grams: 0.0 };
        for term in &plan.terms {
            let idf =
                |field| term.weight * idf(units, u64::from(statistics.document_frequency(field, &term.text)));
            let gram = term.own == Field::BodyGrams;
            let worth = [idf(term.own), idf(term.context)];
            *(if gram { &mut weight.grams } else { &mut weight.words }) += worth[0];
            weight.terms.push(worth);
            weight.kinds.push(usize::from(gram));
        }
        weight.words = weight.words.max(f32::MIN_POSITIVE);
        weight.grams = weight.grams.max(f32::MIN_POSITIVE);
        weight
    }

    fn sums(&self, candidate: &Evidence, averages: &[f32; 4], weights: &Weights) -> Sums {
        let mut sums = Sums { fields: [0.0; 4], own: [0.0; 2], any: [0.0; 2] };
        let norms = Field::ALL.map(|field| {
            weights.norm(field, candidate.lengths[field.index()] as f32, averages[field.index()])
        });
        for ((&[own, context], &kind), &[inside, above]) in
            self.terms.iter().zip(&self.kinds).zip(&candidate.frequencies)
        {
            let most = [self.words, self.grams][kind];
            // Fields of a clause come first in [`Field::ALL`], those above it in the same order behind.
            for (field, worth, frequency) in [(kind, own, inside), (kind + 2, context, above)] {
                let frequency = frequency as f32;
                if frequency > 0.0 {
                    sums.fields[field] += worth * frequency / (frequency + norms[field]) / most;
                }
            }
            sums.own[kind] += if inside > 0 { own / most } else { 0.0 };
            sums.any[kind] += if inside + above > 0 { own / most } else { 0.0 };
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Role, *};

    #[test]
    fn names_are_those_of_the_weights_file() {
        for (number, feature) in Feature::ALL.into_iter().enumerate() {
            assert_eq!(feature as usize, number);
            assert_eq!(serde_json::to_value(feature).unwrap(), feature.name());
        }
    }

    #[test]
    fn roles_have_the_numbers_that_the_feature_names() {
        assert_eq!([Role::Body, Role::Heading, Role::Front].map(|role| role as u8), [0, 1, 2]);
    }
}
