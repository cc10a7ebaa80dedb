//! What the index knows about the best matches, for the ranker.

use super::{
    super::EngineError, DocId, Units, cited::CitedCounts, condition::Match, spread, whole::DocumentCounts,
};
use crate::{
    query::plan::Plan,
    rank::{Evidence, Field},
};
use polidex_corpus::model::{Kind, Level};

/// What evidence is gathered from.
pub struct Sources<'a, U> {
    /// All units that were searched.
    pub parts: &'a [&'a U],
    /// Lengths of documents.
    pub documents: &'a dyn DocumentCounts,
    /// How often documents are named.
    pub cited: &'a CitedCounts,
    /// How many threads may gather it.
    pub threads: usize,
}

impl<U: Units> Sources<'_, U> {
    /// The evidence for `matches`, in their order.
    pub fn gather(&self, plan: &Plan, matches: &[Match]) -> Result<Vec<Evidence>, EngineError> {
        let mut evidence =
            matches.iter().map(|hit| self.facts(hit)).collect::<Result<Vec<_>, EngineError>>()?;
        let mut held: Vec<Vec<(DocId, usize)>> = vec![Vec::new(); self.parts.len()];
        for (place, hit) in matches.iter().enumerate() {
            held[hit.segment as usize].push((hit.doc, place));
        }
        for docs in &mut held {
            docs.sort_unstable();
        }
        let parts: Vec<usize> = (0..held.len()).filter(|&number| !held[number].is_empty()).collect();
        let counted =
            spread::each(&parts, self.threads, |&number| count(plan, self.parts[number], &held[number]))?;
        for (number, counted) in parts.into_iter().zip(counted) {
            for (&(_, place), frequencies) in held[number].iter().zip(counted) {
                evidence[place].frequencies = frequencies;
            }
        }
        Ok(evidence)
    }

    fn facts(&self, hit: &Match) -> Result<Evidence, EngineError> {
        let (segment, doc) = (self.parts[hit.segment as usize], hit.doc);
        let policy = segment.policy(doc);
        Ok(Evidence {
            policy: i64::from(policy),
            place: segment.tie(doc) as u32,
            first: hit.score,
            labels: hit.boosts,
            document: hit.document.score,
            document_covered: hit.document.covered,
            frequencies: Vec::new(),
            lengths: Field::ALL.map(|field| segment.length(field, doc)),
            role: segment.role(doc),
            kind: facet(segment, doc, "kind:", Kind::parse)?.unwrap_or(Kind::Other),
            level: facet(segment, doc, "level:", Level::parse)?,
            document_length: self.documents.size(policy),
            cited: self.cited.of(policy),
            superseded: segment.superseded(doc),
            date: segment.date(doc),
            effective: segment.effective(doc),
            expires: segment.expires(doc),
        })
    }
}

/// The first facet of a document that begins with `name` and says something.
fn facet<T, U: Units>(
    segment: &U,
    doc: DocId,
    name: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, EngineError> {
    let labels = segment.facet_labels()?;
    let mut values =
        segment.facet_ordinals(doc).filter_map(|ordinal| labels.get(ordinal as usize)?.strip_prefix(name));
    Ok(values.find_map(parse))
}

/// For each of `docs`, which rise, how often it holds the plan's terms, see [`Evidence::frequencies`].
fn count<U: Units>(
    plan: &Plan,
    segment: &U,
    docs: &[(DocId, usize)],
) -> Result<Vec<Vec<[u32; 2]>>, EngineError> {
    let numbers: Vec<DocId> = docs.iter().map(|&(doc, _)| doc).collect();
    let mut counted = vec![vec![[0; 2]; plan.terms.len()]; docs.len()];
    for (number, term) in plan.terms.iter().enumerate().filter(|(_, term)| term.weight > 0.0) {
        for (side, field) in [term.own, term.context].into_iter().enumerate() {
            let frequencies = segment.frequencies(field, &term.text, &numbers)?;
            for (counted, frequency) in counted.iter_mut().zip(frequencies) {
                counted[number][side] = frequency;
            }
        }
    }
    Ok(counted)
}
