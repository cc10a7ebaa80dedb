//! Walks the postings of a plan's terms and adds up evidence for every document they touch.

use super::{
    super::{EngineError, Texts},
    labels::{self, DocBits},
    segment::{Segment, for_each},
    translated,
};
use crate::{
    query::plan::{NearPair, Phrase, Plan, PlanTerm},
    rank::{Field, Weights, idf},
    stats::TermStatistics,
    text::PhraseTerm,
};
use tantivy::{
    DocId, DocSet, TERMINATED, Term,
    query::{EnableScoring, PhraseQuery, Query, RegexPhraseQuery},
};

/// What is known of one segment's documents.
pub struct SegmentEvidence {
    /// What terms added to each document.
    pub scores: Vec<f32>,
    /// What labels added to each document; empty when the plan has no boosts.
    pub boosts: Vec<f32>,
    /// Which terms stand in the clause itself, as bits of the plan.
    pub own: Vec<u64>,
    /// Which terms stand in the title or the headings above.
    pub context: Vec<u64>,
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
pub fn collect(
    plan: &Plan,
    segments: &[&Segment],
    weights: &Weights,
    statistics: &TermStatistics,
    texts: &dyn Texts,
    sizes: &PolicySizes,
) -> Result<Evidence, EngineError> {
    let mut evidence = segments
        .iter()
        .map(|segment| SegmentEvidence::new(plan, segment, texts))
        .collect::<Result<Vec<_>, _>>()?;
    let mut documents = DocumentEvidence::new(sizes, weights, statistics);
    // Where a query is translated, a document is judged by what was typed or by its translation, never
    // by both.
    let own_language = translated::own_language(plan, segments)?;
    for term in &plan.terms {
        if term.prefix {
            for (segment, evidence) in segments.iter().zip(&mut evidence) {
                evidence.mark_prefix(segment, term)?;
            }
            continue;
        }
        for (field, own) in [(term.own, true), (term.context, false)] {
            let df = statistics.document_frequency(field, &term.text);
            let idf = idf(statistics.totals.units, u64::from(df)) * term.weight;
            let whole = field == Field::BodyGrams && documents.is_wanted();
            for (number, (segment, evidence)) in segments.iter().zip(&mut evidence).enumerate() {
                let Some(postings) = segment.postings(field, &term.text)? else { continue };
                let judged = |doc: DocId| own_language.as_ref().is_none_or(|own| own[number].contains(doc));
                for_each(postings, |docs, frequencies| {
                    evidence.mark(own, term.bits, docs);
                    for (&doc, &frequency) in docs.iter().zip(frequencies).filter(|(doc, _)| judged(**doc)) {
                        evidence.scores[doc as usize] +=
                            weights.term(field, idf, frequency as f32, segment.norm(field, doc));
                        if whole && segment.is_alive(doc) {
                            documents.add(segment.policy[doc as usize], frequency as f32);
                        }
                    }
                });
            }
            documents.flush(idf, weights);
        }
    }
    let told =
        translated::add(plan, segments, own_language, &mut evidence, &mut documents, weights, statistics)?;
    for boost in &plan.boosts {
        for (segment, evidence) in segments.iter().zip(&mut evidence) {
            if let Some(postings) = segment.labelled(&boost.label)? {
                for_each(postings, |docs, _| {
                    for &doc in docs {
                        evidence.boosts[doc as usize] += boost.score;
                    }
                });
            }
        }
    }
    for (segment, evidence) in segments.iter().zip(&mut evidence) {
        evidence.nears = plan.nears.iter().map(|pair| evidence.near(segment, pair, texts)).collect();
    }
    Ok(Evidence { segments: evidence, policies: documents.scores, covered: documents.covered, told })
}

impl SegmentEvidence {
    fn new(plan: &Plan, segment: &Segment, texts: &dyn Texts) -> Result<Self, EngineError> {
        Ok(Self {
            scores: vec![0.0; segment.len()],
            boosts: vec![0.0; if plan.boosts.is_empty() { 0 } else { segment.len() }],
            own: vec![0; segment.len()],
            context: vec![0; segment.len()],
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
    fn near(&self, segment: &Segment, pair: &NearPair, texts: &dyn Texts) -> DocBits {
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

    fn mark_prefix(&mut self, segment: &Segment, term: &PlanTerm) -> Result<(), EngineError> {
        for (field, own) in [(term.own, true), (term.context, false)] {
            for postings in segment.prefix_postings(field, &term.text)? {
                for_each(postings, |docs, _| self.mark(own, term.bits, docs));
            }
        }
        Ok(())
    }
}

/// Documents of a segment whose `field` holds the phrase: its terms at their distances.
fn holding(
    segment: &Segment,
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
    if let [term] = phrase.terms.as_slice() {
        let lists = if term.prefix {
            segment.prefix_postings(field, &term.text)?
        } else {
            segment.postings(field, &term.text)?.into_iter().collect()
        };
        for postings in lists {
            for_each(postings, |docs, _| docs.iter().for_each(|&doc| insert(doc)));
        }
        return Ok(bits);
    }
    let query = positional(segment, phrase, field);
    let mut scorer = query
        .weight(EnableScoring::disabled_from_schema(segment.reader.schema()))?
        .scorer(&segment.reader, 1.0)?;
    let mut doc = scorer.doc();
    while doc != TERMINATED {
        insert(doc);
        doc = scorer.advance();
    }
    Ok(bits)
}

/// A query for two or more terms at their distances; prefixes become patterns.
fn positional(segment: &Segment, phrase: &Phrase, field: Field) -> Box<dyn Query> {
    let tokens = segment.fields.tokens[field.index()];
    let at = |term: &PhraseTerm| term.position as usize;
    if phrase.terms.iter().any(|term| term.prefix) {
        // Terms are letters, digits and ideographs, which mean themselves in a pattern; the rest is
        // escaped.
        let pattern =
            |term: &PhraseTerm| format!("{}{}", escaped(&term.text), if term.prefix { ".*" } else { "" });
        let terms = phrase.terms.iter().map(|term| (at(term), pattern(term))).collect();
        return Box::new(RegexPhraseQuery::new_with_offset(tokens, terms));
    }
    let terms =
        phrase.terms.iter().map(|term| (at(term), Term::from_field_text(tokens, &term.text))).collect();
    Box::new(PhraseQuery::new_with_offset(terms))
}

fn escaped(term: &str) -> String {
    term.chars().flat_map(|c| [(!c.is_alphanumeric()).then_some('\\'), Some(c)]).flatten().collect()
}

/// Evidence from whole documents: BM25 over all units of a policy taken together.
pub struct DocumentEvidence<'a> {
    /// Score by row of the policy; empty when whole documents count nothing.
    scores: Vec<f32>,
    /// What its terms are worth, by row of the policy.
    covered: Vec<f32>,
    sizes: &'a PolicySizes,
    average: f32,
    /// Frequencies of the term at hand by row of the policy,
    counts: Vec<f32>,
    /// and the rows where they are not zero.
    touched: Vec<u32>,
}

impl<'a> DocumentEvidence<'a> {
    fn new(sizes: &'a PolicySizes, weights: &Weights, statistics: &TermStatistics) -> Self {
        let rows = if weights.document > 0.0 { sizes.0.len() } else { 0 };
        Self {
            scores: vec![0.0; rows],
            covered: vec![0.0; rows],
            sizes,
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
            let length = self.sizes.0[policy as usize];
            self.covered[policy as usize] += idf;
            self.scores[policy as usize] += worth(frequency, length as f32, self.average);
        }
    }
}

/// Body bigrams of each policy's newest edition, by row of the policy.
#[derive(Default)]
pub struct PolicySizes(Vec<u32>);

impl PolicySizes {
    /// Adds up the units of `segments`. Policies that have none of them have size 0.
    pub fn new<'a>(segments: impl Iterator<Item = &'a Segment> + Clone) -> Self {
        let rows =
            segments.clone().flat_map(|segment| &segment.policy).max().map_or(0, |&row| row as usize + 1);
        let mut sizes = vec![0; rows];
        for segment in segments {
            for (doc, &policy) in segment.policy.iter().enumerate() {
                if segment.is_alive(doc as DocId) {
                    sizes[policy as usize] += segment.length(Field::BodyGrams, doc as DocId);
                }
            }
        }
        Self(sizes)
    }

    /// Body bigrams of a policy.
    pub fn of(&self, policy: u32) -> u32 {
        self.0.get(policy as usize).copied().unwrap_or(0)
    }
}
