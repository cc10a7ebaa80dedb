//! Finds phrases by the positions of their terms.

use super::{
    super::{
        EngineError,
        matching::{DocBits, DocId, Nearness, Units},
    },
    segment::{Segment, for_each},
    tokens::ANY_MARK,
};
use crate::{
    query::{
        phrase::Phrase,
        plan::{NearPair, NearSide},
    },
    rank::Field,
    text::{BLANK, PhraseTerm, phrase_terms, sufficient},
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
    let marks: &[PhraseTerm] = if field == Field::BodyGrams { &phrase.marks } else { &[] };
    let Some(mut sequence) = Sequence::open(segment, field, &phrase.terms, marks)? else { return Ok(held) };
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
    /// None where one of the terms, or of the marks between them, stands nowhere.
    fn open(
        segment: &Segment,
        field: Field,
        terms: &[PhraseTerm],
        marks: &[PhraseTerm],
    ) -> Result<Option<Self>, EngineError> {
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
        for mark in marks {
            let Some(postings) = positions_of_mark(segment, &mark.text)? else { return Ok(None) };
            sequence.terms.push((mark.position - terms[0].position, postings));
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

/// Where a mark stands; none where it stands nowhere.
fn positions_of_mark(segment: &Segment, mark: &str) -> Result<Option<SegmentPostings>, EngineError> {
    let marks = segment.fields.marks;
    let inverted = segment.reader.inverted_index(marks)?;
    let option = IndexRecordOption::WithFreqsAndPositions;
    Ok(inverted.read_postings(&Term::from_field_text(marks, mark), option)?)
}

/// The documents in which nothing but blank lines stands between two characters or tokens.
fn with_blank_lines(segment: &Segment) -> Result<DocBits, EngineError> {
    let marks = segment.fields.marks;
    let inverted = segment.reader.inverted_index(marks)?;
    let mut held = DocBits::none(segment.reader.max_doc() as usize);
    if let Some(postings) =
        inverted.read_block_postings(&Term::from_field_text(marks, BLANK), IndexRecordOption::Basic)?
    {
        for_each(postings, |docs, _| held.extend(docs));
    }
    Ok(held)
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
    let mut gaps = Gaps::open(segment)?;
    for doc in among.within(0..len) {
        let lengths = [left.length, right.length];
        let starts = [left.starts(doc), right.starts(doc)];
        let nearest = |gaps: &[u32]| {
            let sides = [(starts[0], lengths[0], starts[1]), (starts[1], lengths[1], starts[0])];
            sides.into_iter().filter_map(|(first, length, second)| between(first, length, second, gaps)).min()
        };
        let places = nearest(&[]);
        let is_near = places.is_some_and(|places| {
            places <= distance
                || places <= distance.saturating_mul(2) + 1
                    && nearest(gaps.of(doc)).is_some_and(|characters| characters <= distance)
        });
        if is_near {
            told.near.insert(doc);
        } else if left.is_torn(doc) || right.is_torn(doc) {
            told.open.insert(doc);
        }
    }
    Ok(Some(told))
}

/// How many places without `gaps` are at least between the end of a first side, which is so long, and the start of a second
/// behind it.
fn between(first: &[u32], length: usize, second: &[u32], gaps: &[u32]) -> Option<usize> {
    let before = |place: usize| gaps.partition_point(|&gap| (gap as usize) < place);
    let pairs = first.iter().flat_map(|&start| {
        let end = start as usize + length;
        let places = move |&other: &u32| (other as usize).checked_sub(end).map(|places| (end, places));
        second.iter().filter_map(places)
    });
    pairs.map(|(end, places)| places - (before(end + places) - before(end))).min()
}

/// The positions that punctuation and blank lines take, on the way through a segment.
struct Gaps {
    postings: Option<SegmentPostings>,
    positions: Vec<u32>,
}

impl Gaps {
    fn open(segment: &Segment) -> Result<Self, EngineError> {
        Ok(Self { postings: positions_of_mark(segment, ANY_MARK)?, positions: Vec::new() })
    }

    /// Those of a document; documents rise.
    fn of(&mut self, doc: DocId) -> &[u32] {
        self.positions.clear();
        if let Some(postings) = &mut self.postings {
            if postings.doc() < doc {
                postings.seek(doc);
            }
            if postings.doc() == doc {
                postings.positions(&mut self.positions);
            }
        }
        &self.positions
    }
}

/// One side of a pair, on its way through a segment.
struct Side {
    /// Its pairs of characters; none where one of them stands nowhere: so does the side, but for empty lines inside.
    pairs: Option<Sequence>,
    /// Documents with blank lines in which some of its characters stand at the end of a run: blank lines, which end a run,
    /// may stand inside a side in a text.
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
        torn.intersect(&with_blank_lines(segment)?);
        let pairs = Sequence::open(segment, Field::BodyGrams, &phrase_terms(&side.text), &[])?;
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

#[cfg(test)]
mod tests {
    use super::{
        super::{
            super::{IndexUnit, IndexWriter},
            EmbeddedEngine, EmbeddedWriter,
        },
        *,
    };
    use crate::{
        highlight,
        rank::{Role, Weights},
        text::{Analyzer, fold},
    };
    use proptest::prelude::*;

    /// An index of some clauses.
    fn index(texts: &[String], analyzer: &Analyzer) -> EmbeddedEngine {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = EmbeddedWriter::build(dir.path()).unwrap();
        for (clause, text) in texts.iter().enumerate() {
            let (folded, mut fields, mut marks) = (fold(text), <[String; 4]>::default(), String::new());
            analyzer.words_field(&folded, &mut fields[Field::BodyWords.index()]);
            analyzer.grams_field(&folded, &mut fields[Field::BodyGrams.index()]);
            analyzer.marks_field(&folded, &mut marks);
            let unit = IndexUnit {
                clause: clause as i64,
                policy: 0,
                tie: 0,
                role: Role::Body,
                superseded: false,
                date: None,
                effective: None,
                expires: None,
                fields,
                marks,
                labels: Vec::new(),
                facets: Vec::new(),
            };
            writer.add(unit).unwrap();
        }
        writer.commit("lineage".into(), 1).unwrap();
        EmbeddedEngine::open(dir.path(), Weights::shipped()).unwrap()
    }

    /// Of each clause whether it is in one of the sets, which have one for each segment.
    fn clauses(engine: &EmbeddedEngine, sets: &[DocBits], count: usize) -> Vec<bool> {
        let mut held = vec![false; count];
        for (segment, set) in engine.current.iter().zip(sets) {
            for doc in set.within(0..segment.reader.max_doc()) {
                held[segment.clause(doc) as usize] = true;
            }
        }
        held
    }

    /// Clauses of few characters, so that much is found in them. Latin words stand alone: to texts, spaces between them are
    /// nothing.
    fn texts() -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec("(\n?[法律]{1,3}|[法律]{2,3}、[法律]{2,3}|[、《》“]| |法a律|1){1,9}", 1..12)
    }

    fn all(segment: &Segment) -> DocBits {
        DocBits::all(segment.reader.max_doc() as usize)
    }

    proptest! {
        #[test]
        fn phrases_are_found_where_texts_hold_them(
            texts in texts(),
            (which, from, to) in any::<(prop::sample::Index, prop::sample::Index, prop::sample::Index)>(),
            other in prop_oneof![Just("、"), Just("》“"), Just("")],
        ) {
            let mut texts: Vec<String> = texts.iter().map(|text| text.replace('1', "，")).collect();
            // What stands in one of them, and perhaps with another sign in another.
            let text = which.get(&texts).clone();
            texts.push(text.replace('、', other));
            let chars: Vec<char> = text.chars().collect();
            let (from, to) = (from.index(chars.len()), to.index(chars.len()));
            let typed = String::from_iter(&chars[from.min(to)..=from.max(to)]);
            let analyzer = Analyzer::for_query();
            let Some(phrase) = Phrase::new(&typed, false, &analyzer) else { return Ok(()) };
            if phrase.verify || phrase.terms.len() < 2 {
                return Ok(());
            }
            let engine = index(&texts, &analyzer);
            let held = |segment| holding(segment, &phrase, Field::BodyGrams, &all(segment)).unwrap();
            let found: Vec<DocBits> = engine.current.iter().map(held).collect();
            let expected: Vec<bool> = texts.iter().map(|text| highlight::holds(text, &phrase.text)).collect();
            prop_assert_eq!(clauses(&engine, &found, texts.len()), expected, "{:?} in {:?}", phrase, texts);
        }

        #[test]
        fn pairs_are_near_where_texts_say_so(
            texts in texts(),
            sides in prop::array::uniform2("[法律]{2,3}"),
            distance in 0u32..6,
        ) {
            let analyzer = Analyzer::for_query();
            // Blank lines, also inside a side.
            let texts: Vec<String> = texts.iter().map(|text| text.replace('1', "\n\n")).collect();
            let [left, right] = sides.map(|text| NearSide { text, stem: None });
            let pair = NearPair { left, right, distance, bits: 0 };
            let engine = index(&texts, &analyzer);
            let told = |segment| near(segment, &pair, &all(segment)).unwrap().unwrap();
            let told: Vec<Nearness> = engine.current.iter().map(told).collect();
            let (found, open): (Vec<DocBits>, Vec<DocBits>) =
                told.into_iter().map(|told| (told.near, told.open)).unzip();
            let [found, open] = [found, open].map(|sets| clauses(&engine, &sets, texts.len()));
            for (clause, text) in texts.iter().enumerate() {
                let expected = highlight::near(text, &pair, &analyzer);
                prop_assert!(open[clause] || found[clause] == expected, "{:?} in {:?}", pair, text);
            }
        }
    }
}
