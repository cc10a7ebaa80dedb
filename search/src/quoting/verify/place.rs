//! A stretch of a text, described for readers.

use super::{
    beside::Beside,
    quotation::Quotation,
    search::Stretch,
    standing::standing,
    terms,
    verdict::{Caution, CautionKind, Document, Place, Source},
};
use crate::{
    quoting::normal::{Normalisation, normalisations},
    searcher::Searcher,
};
use jiff::civil::Date;
use polidex_corpus::{
    model::{ClauseKind, Edition, Policy, Span},
    numeral,
    store::{Store, StoreError, StoredClause},
};
use std::ops::Range;

/// How a quotation is printed where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Print {
    /// The bytes of the text that it covers.
    pub bytes: Range<usize>,
    /// How print differs; nothing where it stands to the letter.
    pub normalisations: Vec<Normalisation>,
}

/// How the quotation is printed in a stretch that holds its words.
pub(super) fn print(quotation: &Quotation<'_>, stretch: &Stretch) -> Print {
    let (text, normal) = (&stretch.text.published, &stretch.text.normal);
    let (words, quoted) = (&quotation.words, &quotation.normal);
    // The punctuation at its ends stands there too, as a rule.
    let before = stretch.start.checked_sub(words.start);
    let whole = before.map(|start| start..start + quoted.len());
    if let Some(whole) =
        whole.filter(|whole| normal.chars.get(whole.clone()) == Some(quoted.chars.as_slice()))
    {
        let bytes = normal.byte(whole.start)..normal.byte_end(text, whole.end);
        let published = text.get(bytes.clone()).unwrap_or_default();
        return Print { bytes, normalisations: normalisations(quotation.text, published) };
    }
    let bytes = normal.byte(stretch.start)..normal.byte_end(text, stretch.end);
    let published = text.get(bytes.clone()).unwrap_or_default();
    let own = quoted.byte(words.start)..quoted.byte_end(quotation.text, words.end);
    let mut found = normalisations(quotation.text.get(own).unwrap_or_default(), published);
    found.push(Normalisation::OuterPunctuation);
    Print { bytes, normalisations: found }
}

/// Cuts of the quotation that change what is said.
pub(super) fn cautions(stretch: &Stretch) -> Vec<Caution> {
    let normal = &stretch.text.normal;
    let (start, end) = (stretch.start, stretch.end);
    let char_at = |at: usize| normal.chars.get(at).copied().unwrap_or(' ');
    let before = start.checked_sub(1).map_or(' ', char_at);
    let (first, last, behind) = (char_at(start), char_at(end - 1), char_at(end));
    let within = |a: char, b: char| {
        a.is_ascii_digit() && b.is_ascii_digit() || numeral::is_numeral(a) && numeral::is_numeral(b)
    };
    let around = |at: usize| stretch.text.words(at.saturating_sub(6), (at + 6).min(normal.len())).to_owned();
    let mut cautions = Vec::new();
    if within(before, first) {
        cautions.push(Caution { kind: CautionKind::CutsNumber, published: around(start) });
    }
    if within(last, behind) {
        cautions.push(Caution { kind: CautionKind::CutsNumber, published: around(end) });
    }
    if terms::denies(before) {
        cautions.push(Caution { kind: CautionKind::CutsNegation, published: around(start) });
    }
    cautions
}

/// Describes bytes of a text.
pub(super) fn place(
    searcher: &Searcher,
    beside: &Beside,
    stretch: &Stretch,
    print: &Print,
    as_of: Date,
) -> Result<Option<Place>, StoreError> {
    let (store, text) = (searcher.store(), &stretch.text);
    let Some((first, last)) = clauses(store, text.extraction, &text.published, &print.bytes)? else {
        return Ok(None);
    };
    let (Some(policy), Some(edition)) = (store.policy(&text.place.policy)?, edition(store, stretch)?) else {
        return Ok(None);
    };
    let policy = Policy { edition, ..policy };
    let (status, validity) = standing(store, &policy, as_of)?;
    let start = store.char_of_byte(text.extraction, &text.published, print.bytes.start)?;
    let words = text.published.get(print.bytes.clone()).unwrap_or_default().to_owned();
    let span = Span::new(start, start + words.chars().count());
    let ends = [&first.path, last.as_ref().map_or(&first.path, |last| &last.path)];
    Ok(Some(Place {
        counterpart: beside.counterpart(searcher, &policy, ends, span)?,
        reference: first.reference(),
        to: last.as_ref().map(StoredClause::reference),
        path: first.labels,
        path_to: last.map(|last| last.labels).unwrap_or_default(),
        exact: print.normalisations.is_empty(),
        normalisations: print.normalisations.clone(),
        span,
        text: words,
        text_sha256: text.place.text_sha256.clone(),
        status,
        validity,
        sources: sources(store, stretch)?,
        policy: document(policy, stretch),
    }))
}

fn edition(store: &Store, stretch: &Stretch) -> Result<Option<Edition>, StoreError> {
    let place = &stretch.text.place;
    Ok(store.editions(&place.policy)?.into_iter().find(|edition| edition.key == place.edition))
}

fn document(policy: Policy, stretch: &Stretch) -> Document {
    Document {
        id: policy.id.0,
        title: policy.title,
        doc_number: policy.doc_number,
        issuer: policy.issuer,
        edition: policy.edition.key,
        lang: stretch.text.place.lang,
        url: policy.url,
        expires: policy.edition.dates.expires.as_ref().map(|date| date.value.to_string()),
        illustrative: policy.illustrative,
    }
}

/// The clause that holds the bytes, or the first and the last of several.
fn clauses(
    store: &Store,
    extraction: i64,
    text: &str,
    bytes: &Range<usize>,
) -> Result<Option<(StoredClause, Option<StoredClause>)>, StoreError> {
    let around = store.clause_around(extraction, bytes.clone())?;
    let holds_clauses = |clause: &StoredClause| {
        matches!(
            clause.kind,
            ClauseKind::Part | ClauseKind::Enclosed | ClauseKind::Chapter | ClauseKind::Section
        )
    };
    if let Some(clause) = around.as_ref().filter(|clause| !holds_clauses(clause)) {
        return Ok(Some((clause.clone(), None)));
    }
    let quoted = text.get(bytes.clone()).unwrap_or_default();
    let end_of_first = bytes.start + quoted.chars().next().map_or(0, char::len_utf8);
    let start_of_last = bytes.end - quoted.chars().next_back().map_or(0, char::len_utf8);
    let first = store.clause_around(extraction, bytes.start..end_of_first)?.or(around);
    let last = store.clause_around(extraction, start_of_last..bytes.end)?;
    Ok(first.map(|first| {
        let last = last.filter(|last| last.rowid != first.rowid);
        (first, last)
    }))
}

fn sources(store: &Store, stretch: &Stretch) -> Result<Vec<Source>, StoreError> {
    let place = &stretch.text.place;
    let own = store
        .provenance(&place.policy)?
        .into_iter()
        .filter(|entry| entry.edition == place.edition && entry.text_sha256 == place.text_sha256);
    Ok(own
        .map(|entry| Source {
            location: entry.capture.location,
            captured_at: entry.capture.captured_at,
            sha256: entry.capture.sha256,
            archived: entry.capture.archived,
        })
        .collect())
}
