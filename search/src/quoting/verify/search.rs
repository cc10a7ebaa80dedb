//! Where a quotation may stand, by the fingerprint index, and where it does stand, by the texts.

use super::{
    quotation::Quotation,
    texts::{Text, Texts},
};
use crate::quoting::fingerprint::{FingerprintIndex, Gram};
use polidex_corpus::store::{Store, StoreError};
use std::{collections::HashMap, rc::Rc};

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
        let mut places = Vec::new();
        self.index.each_place(rarest.hash, |place| places.push(place));
        let core = quotation.core();
        let offset = quotation.at(rarest).saturating_sub(quotation.words.start);
        let mut found = Vec::new();
        for place in places.into_iter().filter(|place| self.admits(place.extraction)) {
            let Some(text) = self.texts.get(self.store, place.extraction)? else { continue };
            let Some(start) = text.normal.at_byte(place.byte).checked_sub(offset) else { continue };
            let end = start + core.len();
            if text.normal.chars.get(start..end) == Some(core) {
                found.push(Stretch { text, start, end });
            }
        }
        Ok(found)
    }

    /// Stretches that share rare grams with the quotation at about the same distances, the most
    /// likely first.
    pub fn likely(&self, quotation: &Quotation<'_>) -> Result<Vec<Stretch>, StoreError> {
        let mut regions: Vec<(u32, Region)> =
            self.votes(quotation).into_iter().map(|region| (region.votes, region)).collect();
        regions.sort_by_key(|(votes, region)| (std::cmp::Reverse(*votes), region.extraction, region.first));
        // A short quotation shares its grams with many passages, and is compared with them in no time.
        let short = quotation.normal.len() <= SHORT;
        regions.truncate(if short { MOST_REGIONS_SHORT } else { MOST_REGIONS });
        let mut stretches = Vec::new();
        for (_, region) in regions {
            let Some(text) = self.texts.get(self.store, region.extraction)? else { continue };
            let at = |byte: i64| text.normal.at_byte(byte.max(0) as usize);
            let slack = SLACK + quotation.normal.len() / 4;
            let start = at(region.first).saturating_sub(slack);
            let end = (at(region.last) + quotation.normal.len() + slack).min(text.normal.len());
            stretches.push(Stretch { text, start, end });
        }
        Ok(stretches)
    }

    fn votes(&self, quotation: &Quotation<'_>) -> Vec<Region> {
        let mut regions: HashMap<(i64, i64), Region> = HashMap::new();
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
                    let new =
                        Region { extraction: place.extraction, votes: 0, first: beginning, last: beginning };
                    let region = regions.entry((place.extraction, cell)).or_insert(new);
                    region.votes += worth;
                    region.first = region.first.min(beginning);
                    region.last = region.last.max(beginning);
                }
            });
        }
        let mut regions: Vec<Region> = regions.into_values().collect();
        regions.sort_by_key(|region| (region.extraction, region.first, region.last, region.votes));
        regions.dedup_by_key(|region| (region.extraction, region.first, region.last));
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

/// Where the quotation may stand in a text: the bytes at which it would begin.
struct Region {
    extraction: i64,
    votes: u32,
    first: i64,
    last: i64,
}

/// Bytes of text whose beginnings count as about the same.
const CELL: i64 = 192;
/// Characters on both sides of a likely stretch that are looked at too.
const SLACK: usize = 24;
/// Likely stretches that are compared with the quotation,
const MOST_REGIONS: usize = 12;
/// and with one of up to so many characters.
const MOST_REGIONS_SHORT: usize = 48;
const SHORT: usize = 48;
/// Grams that are looked up however common they are,
const LEAST_GRAMS: usize = 6;
/// and bytes of places, about three a place, after which no more are.
const MOST_COST: usize = 60_000;
