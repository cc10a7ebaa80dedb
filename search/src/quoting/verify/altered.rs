//! Quotations whose words differ from those of a passage.

use super::{
    align::{Alignment, Step, align},
    difference::{Side, difference},
    place::Print,
    quotation::Quotation,
    search::{Library, Stretch},
    verdict::Difference,
};
use crate::quoting::normal::Unit;
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
    for stretch in library.likely(quotation)? {
        found.extend(compare(quotation, &units, &stretch).filter(|candidate| likeness(candidate, &units)));
    }
    let near = |candidate: &Candidate| candidate.difference.distance;
    let Some(least) = found.iter().map(near).min() else { return Ok(Vec::new()) };
    found.retain(|candidate| near(candidate) == least);
    found.sort_by_key(|candidate| {
        let place = &candidate.stretch.text.place;
        (place.superseded, Reverse(place.edition.clone()), place.policy.clone(), candidate.stretch.start)
    });
    found.dedup_by_key(|candidate| (candidate.stretch.text.extraction, candidate.stretch.start));
    Ok(found)
}

fn likeness(candidate: &Candidate, units: &[Unit]) -> bool {
    let weight: u32 = units.iter().map(|unit| unit.weight).sum();
    candidate.difference.alike >= if weight <= SHORT { ALIKE_SHORT } else { ALIKE }
}

/// Lays the quotation beside what it is nearest to in a stretch.
fn compare(quotation: &Quotation<'_>, units: &[Unit], stretch: &Stretch) -> Option<Candidate> {
    let text = &stretch.text;
    let window = text.normal.units(stretch.start..stretch.end);
    let hashes = |units: &[Unit]| units.iter().map(|unit| unit.hash).collect::<Vec<u64>>();
    let alignment = align(&hashes(units), &hashes(&window));
    let published = alignment.steps.iter().filter(|step| **step != Step::Added).count();
    let passage = window.get(alignment.start..alignment.start + published)?;
    let (start, end) = (passage.first()?.start, passage.last()?.end);
    let weight = |units: &[Unit]| units.iter().map(|unit| unit.weight).sum::<u32>();
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
