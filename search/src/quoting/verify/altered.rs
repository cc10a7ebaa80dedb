//! Quotations whose words differ from those of a passage.

use super::{
    common::{Bound, Common},
    difference::{Side, difference},
    place::Print,
    quotation::Quotation,
    search::{Library, Region, Stretch},
    verdict::Difference,
};
use crate::{
    quoting::normal::Unit,
    wording::align::{Alignment, Free, Step, align},
};
use polidex_corpus::store::StoreError;
use std::cmp::Reverse;

/// The share of a quotation's weight that a passage must have in the same order.
const ALIKE: f64 = 0.6;
/// A short quotation must agree in more, since a few characters in common are chance.
const ALIKE_SHORT: f64 = 0.75;
/// Up to this weight a quotation is short: nine Han characters.
const SHORT: u32 = 18;
/// The share of the passage that the quotation must have.
const ALIKE_PASSAGE: f64 = 0.5;

/// A passage that a quotation was made of, perhaps.
pub(super) struct Candidate {
    /// The passage.
    pub stretch: Stretch,
    /// How it is printed.
    pub print: Print,
    pub difference: Difference,
    /// The longest run of published units that the quotation lacks.
    pub longest_gap: usize,
}

/// The passages that are nearest to the quotation, all equally near, newest editions first.
pub(super) fn nearest(library: Library<'_>, quotation: &Quotation<'_>) -> Result<Vec<Candidate>, StoreError> {
    let units = quotation.normal.units(quotation.words.clone());
    let mut found: Vec<Candidate> = Vec::new();
    let mut least = usize::MAX;
    for (bound, region) in promising(library, quotation, &units)? {
        // What follows is no nearer than this, and nothing that is farther than the nearest counts.
        if bound.distance > least {
            break;
        }
        let Some(stretch) = library.stretch(&region)? else { continue };
        let candidate = compare(quotation, &units, &stretch);
        if let Some(candidate) = candidate.filter(|candidate| candidate.difference.alike >= alike(&units)) {
            least = least.min(candidate.difference.distance);
            found.push(candidate);
        }
    }
    found.retain(|candidate| candidate.difference.distance == least);
    found.sort_by_key(|candidate| {
        let place = &candidate.stretch.text.place;
        (place.superseded, Reverse(place.edition.clone()), place.policy.clone(), candidate.stretch.start)
    });
    found.dedup_by_key(|candidate| (candidate.stretch.text.extraction, candidate.stretch.start));
    Ok(found)
}

/// The likely regions that can be alike, those that can be nearest first.
fn promising(
    library: Library<'_>,
    quotation: &Quotation<'_>,
    units: &[Unit],
) -> Result<Vec<(Bound, Region)>, StoreError> {
    let common = Common::new(units);
    let needed = alike(units) * f64::from(weight(units));
    let mut promising = Vec::new();
    for region in library.likely(quotation) {
        let bound = common.bound(&library.units(&region)?);
        if f64::from(bound.same) >= needed {
            promising.push((bound, region));
        }
    }
    // Stable: of those that can be equally near the likeliest stays first.
    promising.sort_by_key(|(bound, _)| bound.distance);
    Ok(promising)
}

/// The share of the quotation's weight that must be the same.
fn alike(units: &[Unit]) -> f64 {
    if weight(units) <= SHORT { ALIKE_SHORT } else { ALIKE }
}

fn weight(units: &[Unit]) -> u32 {
    units.iter().map(|unit| unit.weight).sum()
}

/// Lays the quotation beside what it is nearest to in a stretch.
fn compare(quotation: &Quotation<'_>, units: &[Unit], stretch: &Stretch) -> Option<Candidate> {
    let text = &stretch.text;
    let window = text.normal.units(stretch.start..stretch.end);
    let hashes = |units: &[Unit]| units.iter().map(|unit| unit.hash).collect::<Vec<u64>>();
    let alignment = align(&hashes(units), &hashes(&window), Free::BOTH);
    let published = alignment.steps.iter().filter(|step| **step != Step::Added).count();
    let passage = window.get(alignment.start..alignment.start + published)?;
    let (start, end) = (passage.first()?.start, passage.last()?.end);
    let quoted = Side { text: quotation.text, normal: &quotation.normal, units };
    let side = Side { text: &text.published, normal: &text.normal, units: &window };
    let bytes = text.normal.byte(start)..text.normal.byte_end(&text.published, end);
    let difference = difference(&alignment, quoted, side);
    let same = difference.alike * f64::from(weight(units));
    if same / f64::from(weight(passage).max(1)) < ALIKE_PASSAGE {
        return None;
    }
    Some(Candidate {
        difference,
        stretch: Stretch { text: text.clone(), start, end },
        print: Print { bytes, normalisations: Vec::new() },
        longest_gap: longest_gap(&alignment),
    })
}

fn longest_gap(alignment: &Alignment) -> usize {
    let runs = alignment.steps.chunk_by(|a, b| a == b);
    runs.filter(|run| run[0] == Step::Missing).map(<[Step]>::len).max().unwrap_or_default()
}
