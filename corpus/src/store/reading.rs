//! A document with everything about it that the store computes itself.

use super::normal;
use crate::{
    model::{CharIndex, Clause, Document, Span, Step, Warning},
    text::sha256_hex,
};
use std::borrow::Cow;

/// A document on its way into the store.
pub(super) struct Reading<'a> {
    pub doc: &'a Document,
    /// The version of the extractor that read it.
    pub extractor: &'a str,
    pub title_key: String,
    pub text_sha256: String,
    pub body_sha256: Option<String>,
    /// Length of the text in characters.
    pub chars: usize,
    /// The clauses, every span within the text.
    pub clauses: Cow<'a, [Clause]>,
    /// The clauses' spans in bytes.
    pub bytes: Vec<(usize, usize)>,
    /// The lowest and the highest number of an article.
    pub articles: Option<(u32, u32)>,
    pub warnings: Cow<'a, [Warning]>,
}

impl<'a> Reading<'a> {
    pub fn new(doc: &'a Document, extractor: &'a str) -> Self {
        let index = CharIndex::new(&doc.text);
        let chars = index.char_at(doc.text.len());
        let (clauses, warnings) = within_text(doc, chars);
        let bytes: Vec<_> = clauses
            .iter()
            .map(|clause| (index.byte_at(clause.span.start), index.byte_at(clause.span.end)))
            .collect();
        Self {
            doc,
            extractor,
            title_key: normal::title_key(&doc.meta.title.value),
            text_sha256: sha256_hex(doc.text.as_bytes()),
            // The text of a catalogue entry is its title; it has no body.
            body_sha256: normal::body_hash(&doc.text, &clauses, &bytes).filter(|_| !doc.meta.catalogue),
            chars,
            articles: article_range(&clauses),
            clauses,
            bytes,
            warnings,
        }
    }

    /// The number in its canonical form.
    pub fn number_key(&self) -> Option<&str> {
        self.doc.meta.doc_number.as_ref().map(|number| number.value.key.as_str())
    }

    /// The title of the part that the document is.
    pub fn part_title(&self) -> Option<&str> {
        self.doc.meta.part_title.as_ref().map(|title| title.value.as_str())
    }
}

/// The clauses with spans and parents that hold; a warning says when one had to be mended.
fn within_text(doc: &Document, chars: usize) -> (Cow<'_, [Clause]>, Cow<'_, [Warning]>) {
    let sound = |(number, clause): (usize, &Clause)| {
        let heading = clause.heading.unwrap_or(clause.span);
        [clause.span, heading].iter().all(|span| span.start <= span.end && span.end <= chars)
            && clause.parent.is_none_or(|parent| parent < number)
    };
    if doc.clauses.iter().enumerate().all(sound) {
        return (Cow::Borrowed(&doc.clauses), Cow::Borrowed(&doc.warnings));
    }
    let mut clauses = doc.clauses.clone();
    for (number, clause) in clauses.iter_mut().enumerate() {
        clause.span = clamp(clause.span, chars);
        clause.heading = clause.heading.map(|heading| clamp(heading, chars));
        clause.parent = clause.parent.filter(|&parent| parent < number);
    }
    let mut warnings = doc.warnings.clone();
    warnings.push(Warning::new(
        "clauses_mended",
        "some clauses pointed outside the text and were cut to it",
        "部分条款的位置超出正文，已截至正文范围内",
    ));
    (Cow::Owned(clauses), Cow::Owned(warnings))
}

fn clamp(span: Span, chars: usize) -> Span {
    let start = span.start.min(chars);
    Span { start, end: span.end.clamp(start, chars) }
}

fn article_range(clauses: &[Clause]) -> Option<(u32, u32)> {
    let numbers = clauses.iter().filter_map(|clause| match clause.path.0.as_slice() {
        [Step::Article(number, _)] => Some(*number),
        _ => None,
    });
    numbers.fold(None, |range, number| match range {
        None => Some((number, number)),
        Some((low, high)) => Some((number.min(low), number.max(high))),
    })
}
