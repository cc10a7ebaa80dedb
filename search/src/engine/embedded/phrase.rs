//! Finds phrases by the positions of their terms.

use super::{
    super::{EngineError, matching::DocId},
    segment::Segment,
};
use crate::{query::plan::Phrase, rank::Field, text::PhraseTerm};
use tantivy::{
    DocSet, TERMINATED, Term,
    query::{EnableScoring, PhraseQuery, Query, RegexPhraseQuery},
};

/// The documents whose `field` holds the two or more terms of `phrase` at their distances.
pub fn holding(segment: &Segment, phrase: &Phrase, field: Field) -> Result<Vec<DocId>, EngineError> {
    let query = positional(segment, phrase, field);
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

/// A query for two or more terms at their distances; prefixes become patterns.
fn positional(segment: &Segment, phrase: &Phrase, field: Field) -> Box<dyn Query> {
    let tokens = segment.fields.tokens[field.index()];
    let at = |term: &PhraseTerm| term.position as usize;
    if phrase.terms.iter().any(|term| term.prefix) {
        // Terms are letters, digits and ideographs, which mean themselves in a pattern; the rest is
        // escaped.
        let pattern =
            |term: &PhraseTerm| format!("{}{}", escaped(&term.text), if term.prefix { ".*" } else { "" });
        let terms = phrase.terms.iter().map(|term| (at(term), pattern(term))).collect();
        return Box::new(RegexPhraseQuery::new_with_offset(tokens, terms));
    }
    let terms =
        phrase.terms.iter().map(|term| (at(term), Term::from_field_text(tokens, &term.text))).collect();
    Box::new(PhraseQuery::new_with_offset(terms))
}

fn escaped(term: &str) -> String {
    term.chars().flat_map(|c| [(!c.is_alphanumeric()).then_some('\\'), Some(c)]).flatten().collect()
}
