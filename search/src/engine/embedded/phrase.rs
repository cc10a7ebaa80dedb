//! Finds phrases by the positions of their terms.

use super::{
    super::{
        EngineError,
        matching::{DocBits, DocId, Nearness, Units},
    },
    segment::Segment,
};
use crate::{
    query::plan::{NearPair, NearSide, Phrase},
    rank::Field,
    text::{PhraseTerm, sufficient},
};
use polidex_corpus::text::is_han;
use std::collections::HashMap;
use tantivy::{
    DocSet, TERMINATED, Term,
    postings::{Postings, SegmentPostings},
    query::{EnableScoring, PhraseQuery, Query, RegexPhraseQuery},
    schema::IndexRecordOption,
};

/// The documents whose `field` holds the two or more terms of `phrase` at their distances.
pub fn holding(segment: &Segment, phrase: &Phrase, field: Field) -> Result<Vec<DocId>, EngineError> {
    let Some(query) = positional(segment, phrase, field)? else { return Ok(Vec::new()) };
    let mut scorer = query
        .weight(EnableScoring::disabled_from_schema(segment.reader.schema()))?
        .scorer(&segment.reader, 1.0)?;
    let mut held = Vec::new();
    let mut doc = scorer.doc();
    while doc != TERMINATED {
        held.push(doc);
        doc = scorer.advance();
    }
    Ok(held)
}

/// A query for two or more terms at their distances; prefixes become patterns. None where one of them stands nowhere.
fn positional(
    segment: &Segment,
    phrase: &Phrase,
    field: Field,
) -> Result<Option<Box<dyn Query>>, EngineError> {
    let tokens = segment.fields.tokens[field.index()];
    let at = |term: &PhraseTerm| term.position as usize;
    if phrase.terms.iter().any(|term| term.prefix) {
        // Terms are letters, digits and ideographs, which mean themselves in a pattern; the rest is
        // escaped.
        let pattern =
            |term: &PhraseTerm| format!("{}{}", escaped(&term.text), if term.prefix { ".*" } else { "" });
        let terms = phrase.terms.iter().map(|term| (at(term), pattern(term))).collect();
        return Ok(Some(Box::new(RegexPhraseQuery::new_with_offset(tokens, terms))));
    }
    let mut frequencies = HashMap::new();
    for term in &phrase.terms {
        match segment.document_frequency(field, &term.text)? {
            0 => return Ok(None),
            frequency => frequencies.insert(term.position, u64::from(frequency)),
        };
    }
    let terms = sufficient(&phrase.terms, |term| frequencies[&term.position]);
    let terms = terms.into_iter().map(|term| (at(term), Term::from_field_text(tokens, &term.text)));
    Ok(Some(Box::new(PhraseQuery::new_with_offset(terms.collect()))))
}

/// Which of the documents `among` hold the two sides of a pair near each other, as far as positions tell; `None`
/// for sides that are not written in Han characters alone. In positions punctuation takes one place, in
/// distances none: so there are at most twice as many places, and one more, as characters between two sides.
pub fn near(segment: &Segment, pair: &NearPair, among: &DocBits) -> Result<Option<Nearness>, EngineError> {
    let sides = [&pair.left, &pair.right].map(|side| Side::open(segment, side));
    let [left, right] = sides;
    let (Some(mut left), Some(mut right)) = (left?, right?) else { return Ok(None) };
    let len = segment.reader.max_doc();
    let mut told = Nearness { near: DocBits::none(len as usize), open: DocBits::none(len as usize) };
    let distance = pair.distance as usize;
    for doc in among.within(0..len) {
        left.look(doc);
        right.look(doc);
        let between = |first: &Side, second: &Side| {
            let pairs = first.starts.iter().flat_map(|&start| {
                let end = start as usize + first.length;
                second.starts.iter().filter_map(move |&other| (other as usize).checked_sub(end))
            });
            pairs.min()
        };
        let nearest = [between(&left, &right), between(&right, &left)].into_iter().flatten().min();
        if nearest.is_some_and(|places| places <= distance) {
            told.near.insert(doc);
        } else if left.is_torn(doc)
            || right.is_torn(doc)
            || nearest.is_some_and(|places| places <= distance.saturating_mul(2) + 1)
        {
            told.open.insert(doc);
        }
    }
    Ok(Some(told))
}

/// One side of a pair, on its way through a segment.
struct Side {
    /// Its pairs of characters.
    grams: Vec<SegmentPostings>,
    /// Documents in which some of its characters stand at the end of a run. Empty lines, which end a run, may stand
    /// inside a side in a text.
    torn: DocBits,
    /// Its number of characters.
    length: usize,
    /// Where it stands in the document at hand.
    starts: Vec<u32>,
    positions: Vec<u32>,
}

impl Side {
    fn open(segment: &Segment, side: &NearSide) -> Result<Option<Self>, EngineError> {
        let chars: Vec<char> = side.text.chars().collect();
        if side.stem.is_some() || chars.len() < 2 || !chars.iter().all(|&c| is_han(c)) {
            return Ok(None);
        }
        let tokens = segment.fields.tokens[Field::BodyGrams.index()];
        let inverted = segment.reader.inverted_index(tokens)?;
        let mut grams = Vec::with_capacity(chars.len() - 1);
        for pair in chars.windows(2) {
            let term = Term::from_field_text(tokens, &String::from_iter(pair));
            grams.extend(inverted.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?);
        }
        if grams.len() + 1 < chars.len() {
            // A pair of its characters stands nowhere: so does the side, but for empty lines inside.
            grams.clear();
        }
        let mut torn = DocBits::none(segment.reader.max_doc() as usize);
        for c in &chars[..chars.len() - 1] {
            segment
                .holders(Field::BodyGrams, c.encode_utf8(&mut [0; 4]), &mut |docs, _| torn.extend(docs))?;
        }
        let (starts, positions) = (Vec::new(), Vec::new());
        Ok(Some(Self { grams, torn, length: chars.len(), starts, positions }))
    }

    /// Finds out where it stands in a document; documents rise.
    fn look(&mut self, doc: DocId) {
        self.starts.clear();
        for (number, gram) in self.grams.iter_mut().enumerate() {
            if gram.doc() < doc {
                gram.seek(doc);
            }
            if gram.doc() != doc {
                self.starts.clear();
                return;
            }
            if number == 0 {
                gram.positions(&mut self.starts);
            } else {
                gram.positions(&mut self.positions);
                let stands = |start: &u32| self.positions.binary_search(&(start + number as u32)).is_ok();
                self.starts.retain(stands);
            }
        }
    }

    fn is_torn(&self, doc: DocId) -> bool {
        self.torn.contains(doc)
    }
}

fn escaped(term: &str) -> String {
    term.chars().flat_map(|c| [(!c.is_alphanumeric()).then_some('\\'), Some(c)]).flatten().collect()
}
