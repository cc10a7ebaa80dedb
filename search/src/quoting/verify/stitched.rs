//! Quotations that are put together of passages.

use super::{
    place::{Print, print},
    quotation::Quotation,
    search::{Library, Stretch},
    texts::Text,
};
use polidex_corpus::store::StoreError;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    ops::Range,
    rc::Rc,
};

/// One passage with the words of the quotation that it gives.
pub(super) struct Piece {
    /// Bytes of the quotation.
    pub quoted: Range<usize>,
    /// Where it stands; none for words that stand nowhere.
    pub found: Option<(Stretch, Print)>,
}

/// Pieces in the order of the quotation.
pub(super) struct Pieces {
    pub pieces: Vec<Piece>,
    /// Whether they stand in this order in one text.
    pub in_order: bool,
}

/// Signs that say that something is left out.
const OMISSIONS: &[&str] =
    &["……", "…", "⋯⋯", "[...]", "［…］", "（略）", "(略)", "【略】", "......", "....", "..."];

/// The stretches between signs of omission, as bytes of the text; one where there is no such sign.
pub(super) fn between_omissions(text: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut from, mut at) = (0, 0);
    while at < text.len() {
        if let Some(sign) = OMISSIONS.iter().find(|sign| text[at..].starts_with(**sign)) {
            parts.push(from..at);
            at += sign.len();
            from = at;
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    parts.push(from..text.len());
    parts.retain(|part| text[part.clone()].chars().any(char::is_alphanumeric));
    parts
}

/// Locates the parts of a quotation that says what it leaves out: in one text and in order where there
/// is such a text, else each by itself. None when no part is long enough to be looked for.
pub(super) fn marked(
    library: Library<'_>,
    text: &str,
    parts: &[Range<usize>],
) -> Result<Option<Pieces>, StoreError> {
    let mut long: Vec<(usize, Vec<Stretch>)> = Vec::new();
    for (number, part) in parts.iter().enumerate() {
        if let Ok(quotation) = Quotation::new(&text[part.clone()]) {
            long.push((number, library.standing(&quotation)?));
        }
    }
    if long.is_empty() {
        return Ok(None);
    }
    // Texts that hold all of the long parts, newest editions first.
    let mut texts: BTreeMap<(bool, i64), (Rc<Text>, usize)> = BTreeMap::new();
    for (_, stretches) in &long {
        let mut own: Vec<&Stretch> = stretches.iter().collect();
        own.dedup_by_key(|stretch| stretch.text.extraction);
        for stretch in own {
            let key = (stretch.text.place.superseded, stretch.text.extraction);
            texts.entry(key).or_insert_with(|| (Rc::clone(&stretch.text), 0)).1 += 1;
        }
    }
    let mut whole = texts.values().filter(|(_, count)| *count == long.len());
    if let Some(pieces) = whole.find_map(|(held, _)| in_order(held, text, parts)) {
        return Ok(Some(Pieces { pieces, in_order: true }));
    }
    let mut pieces: Vec<Piece> =
        parts.iter().map(|part| Piece { quoted: part.clone(), found: None }).collect();
    for (number, stretches) in long {
        let Ok(quotation) = Quotation::new(&text[parts[number].clone()]) else { continue };
        let newest = stretches.into_iter().min_by_key(|stretch| stretch.text.place.superseded);
        pieces[number].found = newest.map(|stretch| {
            let print = print(&quotation, &stretch);
            (stretch, print)
        });
    }
    Ok(Some(Pieces { pieces, in_order: false }))
}

/// The parts where they stand one behind the other in a text, short ones included.
fn in_order(held: &Rc<Text>, text: &str, parts: &[Range<usize>]) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for part in parts {
        let normal = crate::quoting::normal::Normal::new(&text[part.clone()]);
        let words = &normal.chars[normal.words()];
        let start = from + held.normal.chars[from..].windows(words.len()).position(|found| found == words)?;
        let end = start + words.len();
        let bytes = held.normal.byte(start)..held.normal.byte_end(&held.published, end);
        let stretch = Stretch { text: Rc::clone(held), start, end };
        let print = Print { bytes, normalisations: Vec::new() };
        pieces.push(Piece { quoted: part.clone(), found: Some((stretch, print)) });
        from = end;
    }
    Some(pieces)
}

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

/// The passages of a quotation that is put together without a word. None when it is not.
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
    // By text and by how much later a run stands there than in the quotation: what of the quotation the
    // last run of this kind gives.
    let mut known: HashMap<(i64, usize), Range<usize>> = HashMap::new();
    let mut texts = HashSet::new();
    let core = quotation.words.clone();
    for gram in &quotation.grams {
        let cost = library.index.cost(gram.hash);
        if cost == 0 || cost > MOST_COST {
            continue;
        }
        let at = quotation.at(gram);
        for place in library.places(gram) {
            if !texts.contains(&place.extraction) && texts.len() >= MOST_TEXTS {
                continue;
            }
            texts.insert(place.extraction);
            let Some(text) = library.texts.get(library.store, place.extraction)? else { continue };
            let there = text.normal.at_byte(place.byte);
            let diagonal = (place.extraction, there.wrapping_sub(at));
            if known.get(&diagonal).is_some_and(|quoted| quoted.contains(&at)) {
                continue;
            }
            let (quoted, published) = (&quotation.normal.chars, &text.normal.chars);
            let back = (0..at.saturating_sub(core.start).min(there))
                .take_while(|&back| quoted[at - back - 1] == published[there - back - 1])
                .count();
            let on = (0..core.end.saturating_sub(at))
                .take_while(|&on| published.get(there + on) == Some(&quoted[at + on]))
                .count();
            known.insert(diagonal, at - back..at + on);
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
