//! Quotations that are put together of passages without a word.

use super::{
    place::Print,
    quotation::Quotation,
    search::{Library, Stretch},
    stitched::{Piece, Pieces},
    texts::Text,
};
use crate::quoting::fingerprint::Gram;
use polidex_corpus::store::StoreError;
use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    rc::Rc,
};

/// A run of the quotation that stands in a text.
struct Block {
    quoted: Range<usize>,
    text: Rc<Text>,
    start: usize,
}

/// The least characters of a passage in a quotation that does not say that it is put together.
const LEAST: usize = 6;
/// The share of the quotation that passages must cover.
const COVERED: f64 = 0.9;
/// Texts that are looked at for passages.
const MOST_TEXTS: usize = 64;
/// Passages this near to each other, in characters, are one that was altered.
const NEIGHBOURS: usize = 12;
/// Bytes of places of a gram that is looked up, about three a place.
const MOST_COST: usize = 900;

/// The passages of such a quotation. None when it is none.
pub(super) fn silent(library: Library<'_>, quotation: &Quotation<'_>) -> Result<Option<Pieces>, StoreError> {
    if (coverable(library, quotation) as f64) < COVERED * quotation.words.len() as f64 {
        return Ok(None);
    }
    let blocks = blocks(library, quotation)?;
    let chosen = covering(quotation, &blocks);
    let length: usize = chosen.iter().map(|(quoted, _)| quoted.len()).sum();
    if chosen.len() < 2 || (length as f64) < COVERED * quotation.words.len() as f64 || all_neighbours(&chosen)
    {
        return Ok(None);
    }
    let in_order = chosen.windows(2).all(|pair| follows(&pair[0], &pair[1]).is_some());
    let pieces = chosen.into_iter().map(|(quoted, block)| {
        let start = block.start + quoted.start - block.quoted.start;
        let end = start + quoted.len();
        let text = &block.text;
        let print = Print {
            bytes: text.normal.byte(start)..text.normal.byte_end(&text.published, end),
            normalisations: Vec::new(),
        };
        let own = quotation.normal.byte(quoted.start)..quotation.normal.byte_end(quotation.text, quoted.end);
        Piece { quoted: own, found: Some((Stretch { text: Rc::clone(text), start, end }, print)) }
    });
    Ok(Some(Pieces { pieces: pieces.collect(), in_order }))
}

/// How many characters of the quotation passages can cover at most, by the index alone.
///
/// Of two neighbouring grams every text that holds both keeps the lower. Where no text keeps it, no passage
/// reaches over both. What lies free between two such places may be a passage, if it is long enough.
fn coverable(library: Library<'_>, quotation: &Quotation<'_>) -> usize {
    let core = quotation.words.clone();
    let mut bounds = Vec::new();
    bounds.push(core.start..core.start);
    for pair in quotation.grams.windows(2) {
        // A word may be cut where a passage begins or ends, and be another one then; a character is not.
        let whole = quotation.is_han(pair[0].token..pair[1].end);
        let lower = if pair[0].hash <= pair[1].hash { pair[0] } else { pair[1] };
        if whole && library.index.cost(lower.hash) == 0 {
            bounds.push(quotation.at(&pair[0]) + 1..quotation.end(&pair[1]) - 1);
        }
    }
    bounds.push(core.end..core.end);
    let (mut covered, mut until) = (0, core.start);
    for pair in bounds.windows(2) {
        let free = pair[0].start..pair[1].end;
        if free.len() >= LEAST {
            covered += free.end.saturating_sub(free.start.max(until));
            until = until.max(free.end);
        }
    }
    covered
}

/// Every longest run that the quotation and some text have in common, around the grams that few texts
/// have.
fn blocks(library: Library<'_>, quotation: &Quotation<'_>) -> Result<Vec<Block>, StoreError> {
    let mut blocks: Vec<Block> = Vec::new();
    // By text and by how much later a run stands there than in the quotation: what of the quotation such
    // runs give.
    let mut known: HashMap<(i64, usize), Vec<Range<usize>>> = HashMap::new();
    let mut texts = HashSet::new();
    let core = quotation.words.clone();
    // The rarest first, so that every passage brings in its own text before common words bring in others.
    let grams = quotation.grams.iter().map(|gram| (library.index.cost(gram.hash), gram));
    let mut grams: Vec<(usize, &Gram)> = grams.filter(|(cost, _)| (1..=MOST_COST).contains(cost)).collect();
    grams.sort_by_key(|(cost, gram)| (*cost, gram.byte));
    for (_, gram) in grams {
        let at = quotation.at(gram);
        for place in library.places(gram) {
            if !texts.contains(&place.extraction) && texts.len() >= MOST_TEXTS {
                continue;
            }
            texts.insert(place.extraction);
            let Some(text) = library.texts.get(library.store, place.extraction)? else { continue };
            let there = text.normal.at_byte(place.byte);
            let given = known.entry((place.extraction, there.wrapping_sub(at))).or_default();
            if given.iter().any(|quoted| quoted.contains(&at)) {
                continue;
            }
            let (quoted, published) = (&quotation.normal.chars, &text.normal.chars);
            let back = (0..at.saturating_sub(core.start).min(there))
                .take_while(|&back| quoted[at - back - 1] == published[there - back - 1])
                .count();
            let on = (0..core.end.saturating_sub(at))
                .take_while(|&on| published.get(there + on) == Some(&quoted[at + on]))
                .count();
            given.push(at - back..at + on);
            if back + on >= LEAST {
                blocks.push(Block { quoted: at - back..at + on, text, start: there - back });
            }
        }
    }
    Ok(blocks)
}

/// The fewest long runs that cover the quotation, in its order: always the longest that is left.
fn covering<'b>(quotation: &Quotation<'_>, blocks: &'b [Block]) -> Vec<(Range<usize>, &'b Block)> {
    let mut free = vec![quotation.words.clone()];
    let mut chosen: Vec<(Range<usize>, &Block)> = Vec::new();
    while let Some((number, quoted, block)) = longest(&free, blocks, &chosen) {
        let gap = free.swap_remove(number);
        free.push(gap.start..quoted.start);
        free.push(quoted.end..gap.end);
        chosen.push((quoted, block));
    }
    chosen.sort_by_key(|(quoted, _)| quoted.start);
    chosen
}

fn longest<'b>(
    free: &[Range<usize>],
    blocks: &'b [Block],
    chosen: &[(Range<usize>, &Block)],
) -> Option<(usize, Range<usize>, &'b Block)> {
    let cut =
        |gap: &Range<usize>, block: &Block| block.quoted.start.max(gap.start)..block.quoted.end.min(gap.end);
    let pairs = free
        .iter()
        .enumerate()
        .flat_map(|(number, gap)| blocks.iter().map(move |block| (number, cut(gap, block), block)));
    // Of runs of one length, one in a text that gives another is likelier, then one that is in force.
    let worth = |quoted: &Range<usize>, block: &Block| {
        let used = chosen.iter().any(|(_, other)| other.text.extraction == block.text.extraction);
        (quoted.len(), used, !block.text.place.superseded)
    };
    pairs.filter(|(_, quoted, _)| quoted.len() >= LEAST).max_by_key(|(_, quoted, block)| worth(quoted, block))
}

/// How many characters stand between two passages in their text, where the second follows the first.
fn follows(one: &(Range<usize>, &Block), other: &(Range<usize>, &Block)) -> Option<usize> {
    if one.1.text.extraction != other.1.text.extraction {
        return None;
    }
    let end = one.1.start + one.0.end - one.1.quoted.start;
    let start = other.1.start + other.0.start - other.1.quoted.start;
    start.checked_sub(end)
}

fn all_neighbours(chosen: &[(Range<usize>, &Block)]) -> bool {
    chosen.windows(2).all(|pair| follows(&pair[0], &pair[1]).is_some_and(|gap| gap <= NEIGHBOURS))
}
