//! Counts term statistics off an index.

use super::{super::EngineError, schema::Fields, segment::for_each};
use crate::{
    engine::matching::DocBits,
    rank::Field,
    stats::{Side, TermStatistics, key, term_hash},
};
use std::collections::HashSet;
use tantivy::{Index, SegmentReader, Term, schema::IndexRecordOption};

/// The table of term statistics of everything alive in the index. Segments are opened one after the other, so that
/// the files of one alone are in memory.
pub fn count_off(index: &Index, fields: &Fields) -> Result<TermStatistics, EngineError> {
    let mut table = TermStatistics::default();
    let mut policies = [HashSet::new(), HashSet::new()];
    for segment in index.searchable_segments()? {
        let reader = SegmentReader::open(&segment)?;
        let english = English::of(&reader, fields)?;
        let policy = reader.fast_fields().u64("policy")?;
        let mut totals = table.totals;
        for doc in reader.doc_ids_alive() {
            let side = english.side(doc);
            totals.units += 1;
            totals.english.units += u64::from(side == Side::English);
            policies[side as usize].insert(policy.values.get_val(doc));
        }
        let mut pairs = Vec::new();
        for field in Field::ALL {
            totals.tokens[field.index()] += count_field(&reader, fields, field, &english, &mut pairs)?;
        }
        table = table.merged(totals, pairs);
    }
    let [chinese, english] = policies.map(|policies| policies.len() as u64);
    table.totals.policies = chinese + english;
    table.totals.english.policies = english;
    Ok(table)
}

/// Which units of a segment are in English.
enum English {
    None,
    All,
    Some(DocBits),
}

impl English {
    fn of(reader: &SegmentReader, fields: &Fields) -> Result<Self, EngineError> {
        let (len, mut bits) = (reader.max_doc() as usize, DocBits::none(reader.max_doc() as usize));
        let label = Term::from_field_text(fields.labels, Side::ENGLISH_LABEL);
        let inverted = reader.inverted_index(fields.labels)?;
        if let Some(postings) = inverted.read_block_postings(&label, IndexRecordOption::Basic)? {
            for_each(postings, |docs, _| bits.extend(docs));
        }
        Ok(match bits.count() as usize {
            0 => Self::None,
            count if count == len => Self::All,
            _ => Self::Some(bits),
        })
    }

    fn side(&self, doc: u32) -> Side {
        let english = match self {
            Self::None => false,
            Self::All => true,
            Self::Some(bits) => bits.contains(doc),
        };
        if english { Side::English } else { Side::Chinese }
    }

    /// The side of all units, where it is one.
    fn only(&self) -> Option<Side> {
        match self {
            Self::None => Some(Side::Chinese),
            Self::All => Some(Side::English),
            Self::Some(_) => None,
        }
    }
}

/// Adds one segment's terms of a field to `pairs`; returns the number of its tokens.
fn count_field(
    reader: &SegmentReader,
    fields: &Fields,
    field: Field,
    english: &English,
    pairs: &mut Vec<(u64, i64)>,
) -> Result<u64, EngineError> {
    let inverted = reader.inverted_index(fields.tokens[field.index()])?;
    let mut terms = inverted.terms().stream()?;
    let alive = reader.alive_bitset();
    if let (Some(side), None) = (english.only(), alive) {
        while let Some((term, info)) = terms.next() {
            pairs.push((key(side, term_hash(field, term)), i64::from(info.doc_freq)));
        }
        return Ok(inverted.total_num_tokens());
    }
    let mut tokens = 0;
    while let Some((term, info)) = terms.next() {
        let mut units = [0i64; 2];
        for_each(
            inverted.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?,
            |docs, frequencies| {
                for (&doc, &frequency) in docs.iter().zip(frequencies) {
                    if alive.is_none_or(|alive| alive.is_alive(doc)) {
                        units[english.side(doc) as usize] += 1;
                        tokens += u64::from(frequency);
                    }
                }
            },
        );
        let hash = term_hash(field, term);
        pairs.extend(Side::ALL.map(|side| (key(side, hash), units[side as usize])));
    }
    Ok(tokens)
}
