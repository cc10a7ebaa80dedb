//! Quotations that are put together of passages and say so.

use super::{
    place::{Print, print},
    quotation::Quotation,
    search::{Library, Stretch},
    texts::Text,
};
use polidex_corpus::store::StoreError;
use std::{collections::BTreeMap, ops::Range, rc::Rc};

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
