//! Walks the postings of a plan's terms and adds up evidence for every document they touch.

use super::{
    super::{EngineError, Texts},
    DocId, Library, Units,
    labels::{self, DocBits},
    lent::Lent,
    translated,
};
use crate::{
    query::plan::{NearPair, Phrase, Plan, PlanTerm},
    rank::{Field, Weights, idf},
    stats::TermStatistics,
};

/// What is known of one segment's documents.
pub struct SegmentEvidence {
    /// What terms added to each document.
    pub scores: Lent<f32>,
    /// What labels added to each document; empty when the plan has no boosts.
    pub boosts: Lent<f32>,
    /// Which terms stand in the clause itself, as bits of the plan.
    pub own: Lent<u64>,
    /// Which terms stand in the title or the headings above.
    pub context: Lent<u64>,
    /// For each phrase of the plan the clauses that hold it, and those whose title or headings do.
    pub phrases: Vec<(DocBits, DocBits)>,
    /// For each pair of the plan the clauses in which it stands.
    pub nears: Vec<DocBits>,
    /// For each set of labels of the plan its documents.
    pub labels: Vec<DocBits>,
}

/// What is known of all documents.
pub struct Evidence {
    /// By segment.
    pub segments: Vec<SegmentEvidence>,
    /// Score of the whole document, by row of the policy; empty when it counts nothing.
    pub policies: Vec<f32>,
    /// What its terms in the other language told.
    pub told: translated::Told,
    /// Sum of the inverse document frequencies of the bigrams that stand anywhere in the document.
    pub covered: Vec<f32>,
}

/// Collects the evidence for `plan`.
pub fn collect<U: Units>(
    plan: &Plan,
    library: &Library<'_, U>,
    texts: &dyn Texts,
) -> Result<Evidence, EngineError> {
    let Library { parts, statistics, weights, .. } = *library;
    let mut evidence = parts
        .iter()
        .map(|segment| SegmentEvidence::new(plan, *segment, texts))
        .collect::<Result<Vec<_>, _>>()?;
    let mut documents = DocumentEvidence::new(library.documents, weights, statistics);
    // Where a query is translated, a document is judged by what was typed or by its translation, never
    // by both.
    let own_language = translated::own_language(plan, parts)?;
    // Where all documents are in the language of the query, nothing has to be told apart.
    let is_all = |(part, own): (&&U, &DocBits)| own.count() as usize == part.len();
    let other_languages = own_language.as_deref().filter(|own| !parts.iter().zip(*own).all(is_all));
    // The units tell it themselves, unless documents are counted apart.
    let judged = other_languages
        .filter(|_| library.documents.counts_terms())
        .map(|own| judged_policies(parts, own, library.documents.rows()));
    for term in &plan.terms {
        if term.prefix {
            for (segment, evidence) in parts.iter().zip(&mut evidence) {
                evidence.mark_prefix(*segment, term)?;
            }
            continue;
        }
        for (field, own) in [(term.own, true), (term.context, false)] {
            let df = statistics.document_frequency(field, &term.text);
            let idf = idf(statistics.totals.units, u64::from(df)) * term.weight;
            let whole = field == Field::BodyGrams && documents.is_wanted();
            for (number, (segment, evidence)) in parts.iter().zip(&mut evidence).enumerate() {
                let judged = |doc: DocId| other_languages.is_none_or(|own| own[number].contains(doc));
                let counted = whole && !library.documents.counts_terms();
                segment.postings(field, &term.text, &mut |docs, frequencies| {
                    evidence.mark(own, term.bits, docs);
                    for (&doc, &frequency) in docs.iter().zip(frequencies).filter(|(doc, _)| judged(**doc)) {
                        evidence.scores[doc as usize] +=
                            weights.term(field, idf, frequency as f32, segment.norm(field, doc));
                        if counted && segment.is_alive(doc) {
                            documents.add(segment.policy(doc), frequency as f32);
                        }
                    }
                })?;
            }
            if whole && library.documents.counts_terms() {
                library.documents.visit_term(&term.text, &mut |policy, frequency| {
                    if judged.as_ref().is_none_or(|judged| judged.get(policy as usize) == Some(&true)) {
                        documents.add(policy, frequency as f32);
                    }
                });
            }
            documents.flush(idf, weights);
        }
    }
    let told =
        translated::add(plan, parts, own_language, &mut evidence, &mut documents, weights, statistics)?;
    for boost in &plan.boosts {
        for (segment, evidence) in parts.iter().zip(&mut evidence) {
            segment.labelled(&boost.label, &mut |docs, _| {
                for &doc in docs {
                    evidence.boosts[doc as usize] += boost.score;
                }
            })?;
        }
    }
    for (segment, evidence) in parts.iter().zip(&mut evidence) {
        evidence.nears = plan.nears.iter().map(|pair| evidence.near(*segment, pair, texts)).collect();
    }
    Ok(Evidence { segments: evidence, policies: documents.scores, covered: documents.covered, told })
}

/// By row of the policy, whether it is in the language of the query.
fn judged_policies<U: Units>(parts: &[&U], own_language: &[DocBits], rows: usize) -> Vec<bool> {
    let mut judged = vec![false; rows];
    for (units, own) in parts.iter().zip(own_language) {
        for doc in (0..units.len() as DocId).filter(|&doc| own.contains(doc)) {
            if let Some(judged) = judged.get_mut(units.policy(doc) as usize) {
                *judged = true;
            }
        }
    }
    judged
}

impl SegmentEvidence {
    fn new<U: Units>(plan: &Plan, segment: &U, texts: &dyn Texts) -> Result<Self, EngineError> {
        Ok(Self {
            scores: Lent::zeroed(segment.len()),
            boosts: Lent::zeroed(if plan.boosts.is_empty() { 0 } else { segment.len() }),
            own: Lent::zeroed(segment.len()),
            context: Lent::zeroed(segment.len()),
            phrases: plan
                .phrases
                .iter()
                .map(|phrase| {
                    Ok((
                        holding(segment, phrase, Field::BodyGrams, texts)?,
                        holding(segment, phrase, Field::ContextGrams, texts)?,
                    ))
                })
                .collect::<Result<_, EngineError>>()?,
            nears: Vec::new(),
            labels: plan.labels.iter().map(|set| labels::any(segment, set)).collect::<Result<_, _>>()?,
        })
    }

    /// The documents in which a pair stands: those that hold the terms of both sides and whose text says so.
    fn near<U: Units>(&self, segment: &U, pair: &NearPair, texts: &dyn Texts) -> DocBits {
        let mut bits = DocBits::none(segment.len());
        for (doc, own) in self.own.iter().enumerate() {
            let doc = doc as DocId;
            if own & pair.bits == pair.bits && segment.is_alive(doc) && texts.near(segment.clause(doc), pair)
            {
                bits.insert(doc);
            }
        }
        bits
    }

    /// Notes that documents hold a term, themselves or in title and headings.
    fn mark(&mut self, own: bool, bits: u64, docs: &[DocId]) {
        let marks = if own { &mut self.own } else { &mut self.context };
        for &doc in docs {
            marks[doc as usize] |= bits;
        }
    }

    /// Notes that a document holds a term, and what that adds to its score.
    pub fn hold(&mut self, own: bool, bits: u64, doc: DocId, score: f32) {
        self.mark(own, bits, &[doc]);
        self.scores[doc as usize] += score;
    }

    fn mark_prefix<U: Units>(&mut self, segment: &U, term: &PlanTerm) -> Result<(), EngineError> {
        for (field, own) in [(term.own, true), (term.context, false)] {
            segment.prefix_postings(field, &term.text, &mut |docs, _| self.mark(own, term.bits, docs))?;
        }
        Ok(())
    }
}

/// The units whose `field` holds the phrase: its terms at their distances.
fn holding<U: Units>(
    segment: &U,
    phrase: &Phrase,
    field: Field,
    texts: &dyn Texts,
) -> Result<DocBits, EngineError> {
    let mut bits = DocBits::none(segment.len());
    let mut insert = |doc: DocId| {
        let own = field == Field::BodyGrams;
        if !(phrase.verify && own) || texts.holds(segment.clause(doc), &phrase.text) {
            bits.insert(doc);
        }
    };
    match phrase.terms.as_slice() {
        [term] if term.prefix => segment
            .prefix_postings(field, &term.text, &mut |docs, _| docs.iter().for_each(|&doc| insert(doc)))?,
        [term] => {
            segment.postings(field, &term.text, &mut |docs, _| docs.iter().for_each(|&doc| insert(doc)))?;
        }
        _ => segment.holding(phrase, field)?.into_iter().for_each(insert),
    }
    Ok(bits)
}

/// Evidence from whole documents: BM25 over all units of a policy taken together.
pub struct DocumentEvidence<'a> {
    /// Score by row of the policy; empty when whole documents count nothing.
    scores: Vec<f32>,
    /// What its terms are worth, by row of the policy.
    covered: Vec<f32>,
    documents: &'a dyn DocumentCounts,
    average: f32,
    /// Frequencies of the term at hand by row of the policy,
    counts: Vec<f32>,
    /// and the rows where they are not zero.
    touched: Vec<u32>,
}

impl<'a> DocumentEvidence<'a> {
    fn new(documents: &'a dyn DocumentCounts, weights: &Weights, statistics: &TermStatistics) -> Self {
        let rows = if weights.document > 0.0 { documents.rows() } else { 0 };
        Self {
            scores: vec![0.0; rows],
            covered: vec![0.0; rows],
            documents,
            average: statistics.totals.average_policy_length(),
            counts: vec![0.0; rows],
            touched: Vec::new(),
        }
    }

    /// Whether whole documents count.
    pub fn is_wanted(&self) -> bool {
        !self.scores.is_empty()
    }

    /// Counts the term at hand in one unit of a policy.
    pub fn add(&mut self, policy: u32, frequency: f32) {
        let Some(count) = self.counts.get_mut(policy as usize) else { return };
        if *count == 0.0 {
            self.touched.push(policy);
        }
        *count += frequency;
    }

    fn flush(&mut self, idf: f32, weights: &Weights) {
        self.flush_with(idf, |frequency, length, average| {
            weights.document_term(idf, frequency, length, average)
        });
    }

    /// Adds what the term at hand is worth to the documents that it stands in: `worth` is given its frequency,
    /// the document's length and the average length.
    pub fn flush_with(&mut self, idf: f32, worth: impl Fn(f32, f32, f32) -> f32) {
        for policy in self.touched.drain(..) {
            let frequency = std::mem::take(&mut self.counts[policy as usize]);
            let length = self.documents.size(policy);
            self.covered[policy as usize] += idf;
            self.scores[policy as usize] += worth(frequency, length as f32, self.average);
        }
    }
}

/// What is known of whole documents.
pub trait DocumentCounts {
    /// One more than the highest row of a policy.
    fn rows(&self) -> usize;

    /// Body bigrams of a policy's newest edition.
    fn size(&self, policy: u32) -> u32;

    /// Whether this knows how often terms stand in documents. Else it is added up over the units, which
    /// then must be all there are.
    fn counts_terms(&self) -> bool;

    /// Shows the documents that hold a body bigram, with how often they hold it.
    fn visit_term(&self, term: &str, visit: &mut dyn FnMut(u32, u32));
}

/// Body bigrams of each policy's newest edition, by row of the policy.
#[derive(Default)]
pub struct PolicySizes(Vec<u32>);

impl PolicySizes {
    /// Adds up the units of `segments`. Policies that have none of them have size 0.
    pub fn new<'a, U: Units + 'a>(segments: impl Iterator<Item = &'a U>) -> Self {
        let mut sizes = Vec::new();
        for segment in segments {
            for doc in (0..segment.len() as DocId).filter(|&doc| segment.is_alive(doc)) {
                let policy = segment.policy(doc) as usize;
                sizes.resize(sizes.len().max(policy + 1), 0);
                sizes[policy] += segment.length(Field::BodyGrams, doc);
            }
        }
        Self(sizes)
    }
}

impl DocumentCounts for PolicySizes {
    fn rows(&self) -> usize {
        self.0.len()
    }

    fn size(&self, policy: u32) -> u32 {
        self.0.get(policy as usize).copied().unwrap_or(0)
    }

    fn counts_terms(&self) -> bool {
        false
    }

    fn visit_term(&self, _: &str, _: &mut dyn FnMut(u32, u32)) {}
}
