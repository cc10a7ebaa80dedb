//! Citations: a stored document, or a clause of it, as the styles of the field write it.
//!
//! A [`Work`] is what is cited, as plain data; a [`Style`] writes it. All of them are written here: a policy has
//! a number, an edition and clauses, for which the files of the Citation Style Language have no place, and
//! their types for laws are made for American statutes. Whoever needs another of its styles gives the CSL-JSON to
//! a citation processor.

mod academic;
mod bibtex;
mod csl;
mod date;
mod gb7714;
mod legal;
mod pinpoint;
mod ris;
mod style;
mod work;

pub use pinpoint::pinpoint;
pub use style::Style;
pub use work::{ArchivedCopy, CitedClause, Work};

use polidex_corpus::locale::Locale;
use serde::Serialize;

/// A citation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// The style.
    pub style: Style,
    /// The entry for a list of references, or the whole citation where a style has only one form.
    pub text: String,
    /// The form for the running text or for a note, with the clause, where the style has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_text: Option<String>,
}

/// Cites a work. `words` is the language of what a style adds: names of clauses, months, "accessed".
pub fn cite(work: &Work, style: Style, words: Locale) -> Citation {
    let (text, in_text) = match style {
        Style::Gb7714V2015 => (gb7714::write(work, gb7714::Version::V2015, words), None),
        Style::Gb7714V2025 => (gb7714::write(work, gb7714::Version::V2025, words), None),
        Style::Apa => academic::apa(work, words),
        Style::Chicago => academic::chicago(work, words),
        Style::Mla => academic::mla(work, words),
        Style::Bluebook => (legal::bluebook(work), None),
        Style::ZhLegal => (legal::chinese(work, words), None),
        Style::Bibtex => (bibtex::write(work, words), None),
        Style::Ris => (ris::write(work, words), None),
        Style::CslJson => (csl::item(work, words).to_string(), None),
    };
    Citation { style, text, in_text }
}
