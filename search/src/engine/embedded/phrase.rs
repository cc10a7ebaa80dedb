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
    text::{PhraseTerm, phrase_terms, sufficient},
};
use polidex_corpus::text::is_han;
use std::collections::HashMap;
use tantivy::{
    DocSet, TERMINATED, Term,
    postings::{Postings, SegmentPostings},
    query::{EnableScoring, Query, RegexPhraseQuery},
    schema::IndexRecordOption,
};

/// The documents, of those `among`, whose `field` holds the two or more terms of `phrase` at their distances.
pub fn holding(
    segment: &Segment,
    phrase: &Phrase,
    field: Field,
    among: &DocBits,
) -> Result<DocBits, EngineError> {
    let len = segment.reader.max_doc();
    let mut held = DocBits::none(len as usize);
    if phrase.terms.iter().any(|term| term.prefix) {
        let query = pattern(segment, phrase, field);
        let mut scorer = query
            .weight(EnableScoring::disabled_from_schema(segment.reader.schema()))?
            .scorer(&segment.reader, 1.0)?;
        let mut doc = scorer.doc();
        while doc != TERMINATED {
            held.insert(doc);
            doc = scorer.advance();
        }
        held.intersect(among);
        return Ok(held);
    }
    let Some(mut sequence) = Sequence::open(segment, field, &phrase.terms)? else { return Ok(held) };
    let mut candidates = among.clone();
    for term in &phrase.terms {
        let mut holding = DocBits::none(len as usize);
        segment.holders(field, &term.text, &mut |docs, _| holding.extend(docs))?;
        candidates.intersect(&holding);
    }
    if phrase.text.chars().all(is_han) {
        // Where it is a word of the text, its characters stand side by side.
        segment.holders(words_beside(field), &phrase.text, &mut |docs, _| held.extend(docs))?;
        held.intersect(&candidates);
        candidates.subtract(&held);
    }
    for doc in candidates.within(0..len) {
        sequence.look(doc);
        if !sequence.starts.is_empty() {
            held.insert(doc);
        }
    }
    Ok(held)
}

/// The field of the words of a text, for that of its grams.
fn words_beside(grams: Field) -> Field {
    if grams == Field::ContextGrams { Field::ContextWords } else { Field::BodyWords }
}

/// A query for terms at their distances of which some are only the beginnings.
fn pattern(segment: &Segment, phrase: &Phrase, field: Field) -> RegexPhraseQuery {
    // Terms are letters, digits and ideographs, which mean themselves in a pattern; the rest is escaped.
    let pattern =
        |term: &PhraseTerm| format!("{}{}", escaped(&term.text), if term.prefix { ".*" } else { "" });
    let terms = phrase.terms.iter().map(|term| (term.position as usize, pattern(term)));
    RegexPhraseQuery::new_with_offset(segment.fields.tokens[field.index()], terms.collect())
}

/// Terms at their distances, on their way through a segment.
struct Sequence {
    /// Those that are enough to find it, each with its distance from the first.
    terms: Vec<(u32, SegmentPostings)>,
    /// Where it stands in the document at hand.
    starts: Vec<u32>,
    positions: Vec<u32>,
}

impl Sequence {
    /// None where one of the terms stands nowhere.
    fn open(segment: &Segment, field: Field, terms: &[PhraseTerm]) -> Result<Option<Self>, EngineError> {
        let mut frequencies = HashMap::new();
        for term in terms {
            match segment.document_frequency(field, &term.text)? {
                0 => return Ok(None),
                frequency => frequencies.insert(term.position, u64::from(frequency)),
            };
        }
        let tokens = segment.fields.tokens[field.index()];
        let inverted = segment.reader.inverted_index(tokens)?;
        let mut sequence = Self { terms: Vec::new(), starts: Vec::new(), positions: Vec::new() };
        for term in sufficient(terms, |term| frequencies[&term.position]) {
            let distance = term.position - terms[0].position;
            let looked_up = Term::from_field_text(tokens, &term.text);
            let postings = inverted.read_postings(&looked_up, IndexRecordOption::WithFreqsAndPositions)?;
            sequence.terms.extend(postings.map(|postings| (distance, postings)));
        }
        Ok(Some(sequence))
    }

    /// Finds out where it stands in a document; documents rise.
    fn look(&mut self, doc: DocId) {
        self.starts.clear();
        for (_, postings) in &mut self.terms {
            if postings.doc() < doc {
                postings.seek(doc);
            }
            if postings.doc() != doc {
                return;
            }
        }
        for (number, (distance, postings)) in self.terms.iter_mut().enumerate() {
            if number == 0 {
                postings.positions(&mut self.starts);
            } else {
                postings.positions(&mut self.positions);
                let stands = |start: &u32| self.positions.binary_search(&(start + *distance)).is_ok();
                self.starts.retain(stands);
            }
            if self.starts.is_empty() {
                return;
            }
        }
    }
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
        let lengths = [left.length, right.length];
        let starts = [left.starts(doc), right.starts(doc)];
        let between = |first: usize, second: usize| {
            let pairs = starts[first].iter().flat_map(|&start| {
                let end = start as usize + lengths[first];
                starts[second].iter().filter_map(move |&other| (other as usize).checked_sub(end))
            });
            pairs.min()
        };
        let nearest = [between(0, 1), between(1, 0)].into_iter().flatten().min();
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
    /// Its pairs of characters; none where one of them stands nowhere: so does the side, but for empty lines inside.
    pairs: Option<Sequence>,
    /// Documents in which some of its characters stand at the end of a run. Empty lines, which end a run, may stand
    /// inside a side in a text.
    torn: DocBits,
    /// Its number of characters.
    length: usize,
}

impl Side {
    fn open(segment: &Segment, side: &NearSide) -> Result<Option<Self>, EngineError> {
        let chars: Vec<char> = side.text.chars().collect();
        if side.stem.is_some() || chars.len() < 2 || !chars.iter().all(|&c| is_han(c)) {
            return Ok(None);
        }
        let mut torn = DocBits::none(segment.reader.max_doc() as usize);
        for c in &chars[..chars.len() - 1] {
            segment
                .holders(Field::BodyGrams, c.encode_utf8(&mut [0; 4]), &mut |docs, _| torn.extend(docs))?;
        }
        let pairs = Sequence::open(segment, Field::BodyGrams, &phrase_terms(&side.text))?;
        Ok(Some(Self { pairs, torn, length: chars.len() }))
    }

    /// Where it stands in a document; documents rise.
    fn starts(&mut self, doc: DocId) -> &[u32] {
        let Some(pairs) = &mut self.pairs else { return &[] };
        pairs.look(doc);
        &pairs.starts
    }

    fn is_torn(&self, doc: DocId) -> bool {
        self.torn.contains(doc)
    }
}

fn escaped(term: &str) -> String {
    term.chars().flat_map(|c| [(!c.is_alphanumeric()).then_some('\\'), Some(c)]).flatten().collect()
}
