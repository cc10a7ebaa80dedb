//! What is said of a quotation. Field names are read by programs.

use crate::{parallel::Counterpart, query::plan::Status, quoting::normal::Normalisation};
use polidex_corpus::model::{Archived, ClauseRef, Lang, Span, Warning};
use serde::Serialize;

/// What a quotation is to the texts of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Match {
    /// It stands in a text to the letter, in one piece.
    Exact,
    /// It stands in a text in one piece, but for the listed differences in print.
    Normalised,
    /// A passage is like it, and differs in words.
    Altered,
    /// It consists of passages that do not stand beside each other.
    Stitched,
    /// It seems to render a clause of the other language: the nearest clause is one, or a translation of one.
    Translated,
    /// No text holds it or anything like it.
    NotFound,
    /// It is too short to be told from chance.
    TooShort,
    /// It is no quotation but a book.
    TooLong,
}

impl Match {
    /// Whether the words are right.
    pub fn is_right(self) -> bool {
        matches!(self, Self::Exact | Self::Normalised)
    }
}

/// What the text that is quoted is worth on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The newest edition that is stored, in effect; nothing in the store repeals the whole of it.
    Current,
    /// A newer edition is stored.
    Superseded,
    /// It has been repealed, or its term has run out.
    Repealed,
    /// Its dates are not known, or its effect has not begun.
    Unknown,
}

/// The answer about one quotation.
#[derive(Debug, Clone, Serialize)]
pub struct Verdict {
    /// The quotation as given, white space and one pair of quotation marks around it removed.
    pub quotation: String,
    /// What it is.
    #[serde(rename = "match")]
    pub matched: Match,
    /// What the first of the places is worth on that day; none without a place.
    pub status: Option<Standing>,
    /// The day for which statuses hold, `YYYY-MM-DD`.
    pub as_of: String,
    /// In how many places it stands: as it is, or if it was altered, in equally likely ones.
    pub total: usize,
    /// The first of them: to the letter before normalised, newest editions before older.
    pub places: Vec<Place>,
    /// How an altered quotation differs from the first place.
    pub difference: Option<Difference>,
    /// The passages of a stitched quotation, in its order.
    pub parts: Vec<Part>,
    /// Whether a stitched quotation says with … what it leaves out, and its parts come in the order of
    /// one text.
    pub omission_marked: bool,
    /// Clauses that are nearest to a quotation that was not found, nearest first.
    pub nearest: Vec<Nearest>,
    /// What may mislead although the words are right.
    pub cautions: Vec<Caution>,
    /// What the reader should know about this answer.
    pub warnings: Vec<Warning>,
}

/// A passage of a text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Place {
    /// The clause that holds it, with its edition; of a passage over several clauses, the first.
    #[serde(rename = "ref")]
    pub reference: ClauseRef,
    /// The last clause, where the passage reaches over several.
    pub to: Option<ClauseRef>,
    /// Labels from the outermost clause down to the one that holds it: 第二章, 第五条.
    pub path: Vec<String>,
    /// Labels of the last clause, where there are several.
    pub path_to: Vec<String>,
    /// The document.
    pub policy: Document,
    /// Whether it stands there to the letter.
    pub exact: bool,
    /// How print differs, where it does not.
    pub normalisations: Vec<Normalisation>,
    /// The words as published.
    pub text: String,
    /// Where they stand in the text of their part, in characters.
    pub span: Span,
    /// SHA-256 of the text as published, in lower-case hexadecimal.
    pub text_sha256: String,
    /// What the edition is worth on the day.
    pub status: Standing,
    /// Its status on the day, as everywhere in the program.
    pub validity: Status,
    /// Where its text came from: one entry for every name that the part has.
    pub sources: Vec<Source>,
    /// What says the same in the other language, where a translation, or what this translates, is stored.
    pub counterpart: Option<Counterpart>,
}

/// The document of a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Document {
    /// Its id.
    pub id: String,
    /// Its title as published.
    pub title: String,
    /// Its number as printed.
    pub doc_number: Option<String>,
    /// Who issued it.
    pub issuer: Vec<String>,
    /// Key of the edition.
    pub edition: String,
    /// Language and script of the text.
    pub lang: Lang,
    /// The official page.
    pub url: Option<String>,
    /// Last day of its term, `YYYY-MM-DD`.
    pub expires: Option<String>,
    /// A sample text written for demonstration.
    pub illustrative: bool,
}

/// Bytes that a text was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The URL, or the path of the file.
    pub location: String,
    /// When the bytes were read, RFC 3339 in UTC.
    pub captured_at: String,
    /// SHA-256 of the bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// The record of the archive that holds them.
    #[serde(serialize_with = "record")]
    pub archived: Option<Archived>,
}

/// How a quotation differs from what was published.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// Both laid beside each other, in order.
    pub pieces: Vec<Piece>,
    /// How many Han characters, words and signs differ.
    pub distance: usize,
    /// The share of the quotation that was published in this order, from 0 to 1.
    pub alike: f64,
    /// Everything grave among the pieces, once each.
    pub grave: Vec<Grave>,
}

/// A stretch that is the same on both sides, or differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// Whether both sides are the same.
    pub same: bool,
    /// What was published; empty where the quotation adds.
    pub published: String,
    /// What the quotation has; empty where something is missing from it.
    pub quoted: String,
    /// What makes the difference grave.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub grave: Vec<Grave>,
}

/// Kinds of words whose change changes what a clause says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Grave {
    /// An amount, a date, a share, an article.
    Number,
    /// 不, 未, 无, 非; not, no, never.
    Negation,
    /// 应当, 可以, 必须, 力争; shall, may, must.
    Modal,
    /// 最高, 不超过, 以上, 仅; up to, at least, only.
    Limit,
    /// 或者, 并且; or, and.
    Conjunction,
}

/// A passage of a stitched quotation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// Its words in the quotation.
    pub quoted: String,
    /// Where it stands; none for words that stand nowhere.
    pub place: Option<Place>,
}

/// A clause that is near.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Nearest {
    /// The clause.
    #[serde(rename = "ref")]
    pub reference: ClauseRef,
    /// The title of its document.
    pub title: String,
    /// Its label.
    pub label: String,
    /// Its words as published.
    pub text: String,
    /// Language and script.
    pub lang: Lang,
    /// What says the same in the other language, where a translation, or what this translates, is stored.
    pub counterpart: Option<Counterpart>,
}

/// Words around a quotation that it cuts off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Caution {
    /// What is cut.
    pub kind: CautionKind,
    /// The published words around the cut.
    pub published: String,
}

/// Cuts that change what is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CautionKind {
    /// It begins or ends inside a number.
    CutsNumber,
    /// It begins behind a negation.
    CutsNegation,
}

#[allow(clippy::ref_option, reason = "the form that serde calls")]
fn record<S: serde::Serializer>(archived: &Option<Archived>, serializer: S) -> Result<S::Ok, S::Error> {
    archived.as_ref().map(|record| format!("{}:{}", record.file, record.offset)).serialize(serializer)
}
