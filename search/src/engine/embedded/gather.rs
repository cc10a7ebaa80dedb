//! What the index knows about the best matches, for the ranker.

use super::{
    super::EngineError,
    accumulate::{self, PolicySizes},
    cited::CitedCounts,
    condition::Match,
    segment::Segment,
};
use crate::{
    query::plan::Plan,
    rank::{Evidence, Field},
};
use polidex_corpus::model::{Kind, Level};
use tantivy::DocId;

/// What evidence is gathered from.
pub struct Sources<'a> {
    /// All segments that were searched,
    pub segments: &'a [&'a Segment],
    /// and how many of them, from the first, hold newest editions.
    pub current: usize,
    /// What was found out about every document.
    pub found: &'a accumulate::Evidence,
    /// Lengths of documents.
    pub sizes: &'a PolicySizes,
    /// How often documents are named.
    pub cited: &'a CitedCounts,
}

impl Sources<'_> {
    /// The evidence for `matches`, in their order.
    pub fn gather(&self, plan: &Plan, matches: &[Match]) -> Result<Vec<Evidence>, EngineError> {
        let mut evidence =
            matches.iter().map(|hit| self.facts(plan, hit)).collect::<Result<Vec<_>, EngineError>>()?;
        for (number, segment) in self.segments.iter().enumerate() {
            let mut docs: Vec<(DocId, usize)> = matches
                .iter()
                .enumerate()
                .filter(|(_, hit)| hit.segment as usize == number)
                .map(|(place, hit)| (hit.doc, place))
                .collect();
            docs.sort_unstable();
            if !docs.is_empty() {
                count(plan, segment, &docs, &mut evidence)?;
            }
        }
        Ok(evidence)
    }

    fn facts(&self, plan: &Plan, hit: &Match) -> Result<Evidence, EngineError> {
        let (number, doc, at) = (hit.segment as usize, hit.doc, hit.doc as usize);
        let segment = self.segments[number];
        let policy = segment.policy[at];
        Ok(Evidence {
            policy: i64::from(policy),
            place: segment.tie(doc) as u32,
            first: hit.score,
            labels: self.found.segments[number].boosts.get(at).copied().unwrap_or(0.0),
            document: self.found.policies.get(policy as usize).copied().unwrap_or(0.0),
            document_covered: self.found.covered.get(policy as usize).copied().unwrap_or(0.0),
            frequencies: vec![[0; 2]; plan.terms.len()],
            lengths: Field::ALL.map(|field| segment.length(field, doc)),
            role: segment.role(doc),
            kind: facet(segment, doc, "kind:", Kind::parse)?.unwrap_or(Kind::Other),
            level: facet(segment, doc, "level:", Level::parse)?,
            document_length: self.sizes.of(policy),
            cited: self.cited.of(policy),
            superseded: number >= self.current,
            date: segment.date(doc),
            effective: segment.effective(doc),
            expires: segment.expires(doc),
        })
    }
}

/// The first facet of a document that begins with `name` and says something.
fn facet<T>(
    segment: &Segment,
    doc: DocId,
    name: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, EngineError> {
    let labels = segment.facet_labels()?;
    let mut values =
        segment.facet_ordinals(doc).filter_map(|ordinal| labels.get(ordinal as usize)?.strip_prefix(name));
    Ok(values.find_map(parse))
}

/// Counts the plan's terms in `docs`, which rise and stand with their places in `evidence`.
fn count(
    plan: &Plan,
    segment: &Segment,
    docs: &[(DocId, usize)],
    evidence: &mut [Evidence],
) -> Result<(), EngineError> {
    for (number, term) in plan.terms.iter().enumerate().filter(|(_, term)| term.weight > 0.0) {
        for (side, field) in [term.own, term.context].into_iter().enumerate() {
            let Some(mut postings) = segment.postings(field, &term.text)? else { continue };
            for &(doc, place) in docs {
                // Nothing stands behind the end, which is marked by a document of the highest number.
                let at = postings.seek(doc);
                if at >= postings.block_len() {
                    break;
                }
                if postings.doc(at) == doc {
                    evidence[place].frequencies[number][side] = postings.freq(at);
                }
            }
        }
    }
    Ok(())
}
