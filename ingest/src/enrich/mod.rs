//! What is learned about a document from its text, its fields and its file's name.
//!
//! Every value says where it was read. What the input states wins over what its text shows, and the
//! text over the file's name.

mod dates;
mod family;
mod issuer;
mod kind;
mod language;
mod notes;
mod number;
mod title;
mod validity;

use crate::{extract::Article, extract::Role, structure::Structure};
use polidex_corpus::model::{CharIndex, Metadata, Origin, Sourced};
use std::ops::Range;

/// A document on its way to its metadata.
pub(crate) struct Source<'a> {
    pub article: &'a Article,
    pub structure: &'a Structure,
    pub index: CharIndex<'a>,
    /// The file's name without folders; empty where there is none.
    pub file_name: &'a str,
}

impl<'a> Source<'a> {
    pub fn new(article: &'a Article, structure: &'a Structure, file_name: &'a str) -> Self {
        Self { article, structure, index: CharIndex::new(&article.text), file_name }
    }

    fn text(&self) -> &'a str {
        &self.article.text
    }

    /// The blocks of one role.
    fn blocks(&self, role: Role) -> impl Iterator<Item = Range<usize>> + 'a {
        self.article.blocks.iter().filter(move |block| block.role == role).map(|block| block.range.clone())
    }

    /// The origin of a value that stands at a byte range of the text.
    fn at(&self, range: Range<usize>) -> Origin {
        Origin::Text(self.index.span(range))
    }

    /// A piece of the text as a value.
    fn quoted(&self, range: Range<usize>) -> Sourced<String> {
        Sourced::new(self.text()[range.clone()].to_owned(), self.at(range))
    }
}

/// Learns what can be learned.
pub(crate) fn metadata(source: &Source<'_>) -> Metadata {
    let stated = &source.article.stated;
    let lang = language::of(source);
    let title = title::of(source);
    let notes = notes::of(source);
    // The first words of a text say nothing about issuer or kind.
    let given = if title::is_given(&title) { title.value.as_str() } else { "" };
    let issuer = issuer::of(source, given, &notes);
    let place = issuer.first().map_or(given, |issuer| issuer.value.as_str());
    let (level, region) = polidex_corpus::issuer::locate(place);
    let publisher = stated.publisher.as_ref();
    let region = region.or_else(|| publisher?.region.clone());
    let edition_date = dates::edition(source, &notes);
    let dates = dates::of(source, &notes, lang);
    let doc_number = number::of(source, given, &notes, &dates);
    let kind = kind::of(source, given, &issuer, lang);
    Metadata {
        part_title: source.blocks(Role::PartTitle).next().map(|range| source.quoted(range)),
        title_translated: stated.title_translated.clone(),
        doc_number,
        issuer,
        level,
        region,
        kind,
        lang,
        dates,
        edition_date,
        notes: notes.into_iter().map(|note| source.quoted(note.range)).collect(),
        url: stated.url.clone(),
        family: stated.family.clone().or_else(|| family::of(given, kind)),
        translation_of: stated.translation_of.clone(),
        illustrative: stated.illustrative,
        catalogue: stated.catalogue,
        page: stated.page.clone(),
        title,
    }
}
