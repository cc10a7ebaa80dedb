//! Counts of documents by facet.

use super::{super::EngineError, Units, condition::Match};
use std::collections::{BTreeMap, HashSet};

/// By facet and value, the number of documents.
pub type Facets = BTreeMap<String, BTreeMap<String, u64>>;

/// Counts the documents that the matches stand in, and, if `wanted`, how many of them have each
/// facet value. All units of a document carry the same values, so its first match speaks for it.
pub fn count<U: Units>(
    segments: &[&U],
    matched: &[Match],
    wanted: bool,
) -> Result<(u64, Facets), EngineError> {
    let mut seen = HashSet::new();
    let mut ordinals: Vec<Vec<u64>> = vec![Vec::new(); segments.len()];
    let mut policies = 0;
    for hit in matched {
        let segment = segments[hit.segment as usize];
        if !seen.insert(segment.policy(hit.doc)) {
            continue;
        }
        policies += 1;
        if wanted {
            let counts = &mut ordinals[hit.segment as usize];
            counts.resize(segment.facet_labels()?.len(), 0);
            for ordinal in segment.facet_ordinals(hit.doc) {
                counts[ordinal as usize] += 1;
            }
        }
    }
    let mut facets = Facets::new();
    for (segment, counts) in segments.iter().zip(&ordinals) {
        for (ordinal, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            if let Some((facet, value)) = segment.facet_labels()?[ordinal].split_once(':') {
                *facets.entry(facet.to_owned()).or_default().entry(value.to_owned()).or_default() += count;
            }
        }
    }
    Ok((policies, facets))
}
