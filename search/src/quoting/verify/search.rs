//! Where a quotation may stand, by the fingerprint index, and where it does stand, by the texts.

use super::{
    quotation::Quotation,
    texts::{Text, Texts},
};
use crate::quoting::{
    fingerprint::{FingerprintIndex, Gram, Posting},
    normal::{Normal, Unit},
};
use polidex_corpus::store::{Store, StoreError};
use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    rc::Rc,
};

/// A stretch of a text, in characters of its form for comparison.
#[derive(Clone)]
pub(super) struct Stretch {
    pub text: Rc<Text>,
    pub start: usize,
    pub end: usize,
}

/// What looking for quotations needs.
#[derive(Clone, Copy)]
pub(super) struct Library<'a> {
    pub store: &'a Store,
    pub index: &'a FingerprintIndex,
    pub texts: &'a Texts,
    /// Texts that are looked at alone, where not all are.
    pub within: Option<&'a [i64]>,
}

impl Library<'_> {
    /// Whether a text is looked at.
    pub fn admits(&self, extraction: i64) -> bool {
        self.within.is_none_or(|within| within.contains(&extraction))
    }

    /// Every stretch that holds the quotation's words in one piece, punctuation at its ends aside.
    pub fn standing(&self, quotation: &Quotation<'_>) -> Result<Vec<Stretch>, StoreError> {
        let mut kept: Vec<(usize, Gram)> =
            quotation.kept().into_iter().map(|gram| (self.index.cost(gram.hash), gram)).collect();
        kept.sort_by_key(|(cost, gram)| (*cost, gram.byte));
        // A text that holds the quotation keeps each of these; the rarest leads to the fewest texts.
        let Some((_, rarest)) = kept.first().filter(|(cost, _)| *cost > 0) else { return Ok(Vec::new()) };
        let mut places = self.places(rarest);
        for (_, witness) in kept.iter().skip(1).take(WITNESSES) {
            if places.len() <= FEW {
                break;
            }
            let mut holders = HashSet::new();
            self.index.each_place(witness.hash, |place| _ = holders.insert(place.extraction));
            places.retain(|place| holders.contains(&place.extraction));
        }
        let core = quotation.core();
        let offset = quotation.at(rarest).saturating_sub(quotation.words.start);
        let mut found = Vec::new();
        for place in places {
            let Some(text) = self.texts.get(self.store, place.extraction)? else { continue };
            let Some(start) = text.normal.at_byte(place.byte).checked_sub(offset) else { continue };
            let end = start + core.len();
            if text.normal.chars.get(start..end) == Some(core) {
                found.push(Stretch { text, start, end });
            }
        }
        Ok(found)
    }

    /// The places of a gram in the texts that are looked at.
    pub fn places(&self, gram: &Gram) -> Vec<Posting> {
        let mut places = Vec::new();
        self.index.each_place(gram.hash, |place| places.push(place));
        places.retain(|place| self.admits(place.extraction));
        places
    }

    /// Regions of texts that share rare grams with the quotation at about the same distances, the most
    /// likely first.
    pub fn likely(&self, quotation: &Quotation<'_>) -> Vec<Region> {
        let mut regions = self.votes(quotation);
        regions.sort_by_key(|region| {
            (std::cmp::Reverse(region.votes), region.extraction, region.beginnings.start)
        });
        // A short quotation shares its grams with many passages, and is compared with them in no time.
        let short = quotation.normal.len() <= SHORT;
        regions.truncate(if short { MOST_REGIONS_SHORT } else { MOST_REGIONS });
        regions
    }

    /// The units of a region, of whose text nothing else is read.
    pub fn units(&self, region: &Region) -> Result<Vec<Unit>, StoreError> {
        let words = self.store.text_within(region.extraction, region.bytes.clone())?;
        let normal = Normal::new(&words.unwrap_or_default());
        Ok(normal.units(0..normal.len()))
    }

    /// A region as a stretch of its text; none when the text is gone.
    pub fn stretch(&self, region: &Region) -> Result<Option<Stretch>, StoreError> {
        let Some(text) = self.texts.get(self.store, region.extraction)? else { return Ok(None) };
        let [start, end] = [region.bytes.start, region.bytes.end].map(|byte| text.normal.at_byte(byte));
        Ok(Some(Stretch { text, start, end }))
    }

    fn votes(&self, quotation: &Quotation<'_>) -> Vec<Region> {
        // What votes for a cell, the beginnings that were voted for, and the gram that did so last.
        let mut cells: HashMap<(i64, i64), (u32, Range<i64>, u32)> = HashMap::new();
        for (gram, cost) in self.rare(quotation) {
            let worth = 16_u32.saturating_sub(cost.max(1).ilog2()).max(1);
            self.index.each_place(gram.hash, |place| {
                if !self.admits(place.extraction) {
                    return;
                }
                // The byte at which the quotation would begin, if nothing were left out or put in.
                let beginning = place.byte as i64 - gram.byte as i64;
                // Neighbouring stretches overlap, so that no passage is cut in two.
                for cell in [beginning.div_euclid(CELL), beginning.div_euclid(CELL) + 1] {
                    let cell = cells.entry((place.extraction, cell)).or_insert((
                        0,
                        beginning..beginning + 1,
                        !gram.hash,
                    ));
                    // A word that a text repeats speaks no louder for it.
                    if cell.2 != gram.hash {
                        cell.0 += worth;
                        cell.2 = gram.hash;
                    }
                    cell.1 = cell.1.start.min(beginning)..cell.1.end.max(beginning + 1);
                }
            });
        }
        let length = quotation.text.len();
        let slack = SLACK + length / 3;
        let region = |((extraction, _), (votes, beginnings, _)): ((i64, i64), (u32, Range<i64>, u32))| {
            let start = (beginnings.start.max(0) as usize).saturating_sub(slack);
            let bytes = start..beginnings.end.max(0) as usize + length + slack;
            Region { extraction, votes, beginnings, bytes }
        };
        let mut regions: Vec<Region> = cells.into_iter().map(region).collect();
        regions.sort_by_key(|region| (region.extraction, region.beginnings.start, region.beginnings.end));
        regions.dedup_by_key(|region| (region.extraction, region.beginnings.clone()));
        regions
    }

    /// The quotation's grams that some text keeps, the rarest first, as many as are looked up for one
    /// quotation.
    pub fn rare(&self, quotation: &Quotation<'_>) -> Vec<(Gram, usize)> {
        let mut grams: Vec<(Gram, usize)> =
            quotation.grams.iter().map(|gram| (*gram, self.index.cost(gram.hash))).collect();
        grams.retain(|(_, cost)| *cost > 0);
        grams.sort_by_key(|(gram, cost)| (*cost, gram.byte));
        let mut spent = 0;
        grams
            .into_iter()
            .enumerate()
            .take_while(|(number, (_, cost))| {
                spent += cost;
                *number < LEAST_GRAMS || spent < MOST_COST
            })
            .map(|(_, gram)| gram)
            .collect()
    }
}

/// Where the quotation may stand in a text.
pub(super) struct Region {
    pub extraction: i64,
    /// How many of the quotation's grams stand there, rare ones for more.
    votes: u32,
    /// The bytes at which it would begin.
    beginnings: Range<i64>,
    /// The bytes that it would lie in, with some on both sides.
    bytes: Range<usize>,
}

/// Grams beside the rarest one that a text must keep for being read, where there are more texts than
const WITNESSES: usize = 4;
/// so many.
const FEW: usize = 3;
/// Bytes of text whose beginnings count as about the same.
const CELL: i64 = 192;
/// Bytes on both sides of a likely stretch that are looked at too, beside a third of its length.
const SLACK: usize = 96;
/// Likely stretches that are compared with the quotation,
const MOST_REGIONS: usize = 12;
/// and with one of up to so many characters.
const MOST_REGIONS_SHORT: usize = 48;
const SHORT: usize = 48;
/// Grams that are looked up however common they are,
const LEAST_GRAMS: usize = 6;
/// and bytes of places, about three a place, after which no more are.
const MOST_COST: usize = 60_000;
