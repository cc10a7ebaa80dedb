//! One policy as a line of an export: fixed fields that any program can use, and behind `polidex`
//! everything that is needed to build the same store again.

use super::{StoreError, clause};
use crate::model::{Capture, Clause, ClausePath, Correction, Document, Metadata, Span, Step, Warning};
use serde::{Deserialize, Serialize};

/// The version of this format.
pub(super) const FORMAT: u32 = 1;

/// What stands between the parts of an edition in `text`.
const BETWEEN_PARTS: &str = "\n\n";

/// A line of an export.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Record {
    /// The first external id; the policy's id where it has none.
    pub id: String,
    pub lang: String,
    /// The newest edition, its parts one behind the other.
    pub text: String,
    pub title: String,
    pub url: Option<String>,
    pub issuer: Vec<String>,
    pub doc_number: Option<String>,
    pub kind: String,
    pub written: Option<String>,
    pub published: Option<String>,
    pub effective: Option<String>,
    pub expires: Option<String>,
    /// The policy's id.
    pub policy: String,
    /// The key of the newest edition.
    pub edition: String,
    pub external_id: Vec<String>,
    /// The structure of `text`, whose characters the spans count.
    pub clauses: Vec<Clause>,
    /// Every correction of the policy, those that were taken back included. The fixed fields show those that
    /// hold; `polidex` has what was read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    pub polidex: Inner,
}

/// What the fixed fields do not say.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Inner {
    pub format: u32,
    /// From the oldest to the newest, whose texts are taken from the fixed fields.
    pub editions: Vec<EditionRecord>,
    pub captures: Vec<CaptureRecord>,
    pub names: Vec<NameRecord>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct EditionRecord {
    pub key: String,
    pub ordinal: i64,
    pub sort_date: Option<String>,
    pub parts: Vec<PartRecord>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PartRecord {
    pub extractor: String,
    pub meta: Metadata,
    pub warnings: Vec<Warning>,
    /// Index in `captures`: the bytes that were read.
    pub capture: usize,
    pub text: Words,
    pub clauses: Structure,
}

/// The words of a part: a range of the characters of `text`, or their own.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Words {
    Range(usize, usize),
    Own(String),
}

/// The clauses of a part: a range of `clauses`, or their own.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Structure {
    Range(usize, usize),
    Own(Vec<Clause>),
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct CaptureRecord {
    pub source: String,
    pub external_id: String,
    #[serde(flatten)]
    pub capture: Capture,
}

/// What a user calls a part.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct NameRecord {
    pub source: String,
    pub external_id: String,
    /// Index in `captures`: the bytes that the name holds now.
    pub capture: usize,
    /// Index in `editions`.
    pub edition: usize,
    /// Index in its `parts`.
    pub part: usize,
}

impl Record {
    /// Appends a part of the newest edition to the fixed fields; returns where it stands in them.
    pub fn append(&mut self, text: &str, clauses: Vec<Clause>, part: Option<u32>) -> (Words, Structure) {
        if part.is_some_and(|part| part > 1) {
            self.text.push_str(BETWEEN_PARTS);
        }
        let from = self.text.chars().count();
        self.text.push_str(text);
        let words = Words::Range(from, from + text.chars().count());
        let first = self.clauses.len();
        self.clauses.extend(clauses.into_iter().map(|mut clause| {
            clause.path = clause::path_in(part, clause.path);
            clause.span = moved(clause.span, |at| at + from);
            clause.heading = clause.heading.map(|heading| moved(heading, |at| at + from));
            clause.parent = clause.parent.map(|parent| parent + first);
            clause
        }));
        (words, Structure::Range(first, self.clauses.len()))
    }

    /// The document that a part was made of. Errors say what is wrong with the record.
    pub fn document(&self, edition: usize, part: usize) -> Result<(Document, &str), String> {
        let edition_record = self.polidex.editions.get(edition).ok_or("an edition is missing")?;
        let record = edition_record.parts.get(part).ok_or("a part is missing")?;
        let capture = self.polidex.captures.get(record.capture).ok_or("a capture is missing")?;
        let (text, from) = self.words(&record.text)?;
        let document = Document {
            source: capture.source.clone(),
            external_id: capture.external_id.clone(),
            meta: record.meta.clone(),
            capture: capture.capture.clone(),
            clauses: self.structure(&record.clauses, from, edition_record.parts.len())?,
            text,
            warnings: record.warnings.clone(),
        };
        Ok((document, &record.extractor))
    }

    /// The words of a part, and the character of `text` at which they begin.
    fn words(&self, words: &Words) -> Result<(String, usize), String> {
        match words {
            Words::Own(text) => Ok((text.clone(), 0)),
            Words::Range(start, end) => {
                let text: String = self.text.chars().skip(*start).take(end.saturating_sub(*start)).collect();
                if text.chars().count() == end.saturating_sub(*start) {
                    Ok((text, *start))
                } else {
                    Err("a part lies outside the text".to_owned())
                }
            }
        }
    }

    fn structure(&self, structure: &Structure, from: usize, parts: usize) -> Result<Vec<Clause>, String> {
        let (start, end) = match structure {
            Structure::Own(clauses) => return Ok(clauses.clone()),
            Structure::Range(start, end) => (*start, *end),
        };
        let clauses = self.clauses.get(start..end).ok_or("the clauses of a part are missing")?;
        let restore = |clause: &Clause| Clause {
            path: if parts > 1 { without_part(&clause.path) } else { clause.path.clone() },
            span: moved(clause.span, |at| at.saturating_sub(from)),
            heading: clause.heading.map(|heading| moved(heading, |at| at.saturating_sub(from))),
            parent: clause.parent.and_then(|parent| parent.checked_sub(start)),
            ..clause.clone()
        };
        Ok(clauses.iter().map(restore).collect())
    }

    /// Checks what the tables of the store demand.
    pub fn check(&self) -> Result<(), String> {
        let id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.polidex.format > FORMAT {
            return Err(format!("it has format {}, this polidex reads up to {FORMAT}", self.polidex.format));
        }
        if self.policy.is_empty() || !self.policy.chars().all(id) {
            return Err(format!("`{}` is no policy id", self.policy));
        }
        let editions = &self.polidex.editions;
        if editions.is_empty() || editions.iter().any(|edition| edition.parts.is_empty()) {
            return Err("it has an edition without text".to_owned());
        }
        if let Some(wrong) = self.corrections.iter().find_map(|correction| correction.check().err()) {
            return Err(format!("a correction cannot be used: {wrong}"));
        }
        if self.corrections.iter().any(|correction| correction.policy.0 != self.policy) {
            return Err("a correction is of another document".to_owned());
        }
        let captures = self.polidex.captures.len();
        let parts = editions.iter().flat_map(|edition| &edition.parts);
        if parts.into_iter().any(|part| part.capture >= captures) {
            return Err("a capture is missing".to_owned());
        }
        let named = |name: &NameRecord| {
            name.capture < captures
                && editions.get(name.edition).is_some_and(|edition| name.part < edition.parts.len())
        };
        if !self.polidex.names.iter().all(named) {
            return Err("an external id points nowhere".to_owned());
        }
        let mut keys: Vec<_> = editions.iter().map(|edition| &edition.key).collect();
        keys.sort();
        keys.dedup();
        if keys.len() < editions.len() {
            return Err("two editions have one key".to_owned());
        }
        Ok(())
    }
}

/// A record's complaint as an error of the store; `number` counts records from 1.
pub(super) fn bad(number: usize) -> impl Fn(String) -> StoreError {
    move |reason| StoreError::BadRecord { number, reason }
}

/// Undoes [`clause::path_in`].
fn without_part(path: &ClausePath) -> ClausePath {
    match path.0.as_slice() {
        [Step::Part(_), rest @ ..] if !rest.is_empty() => ClausePath(rest.to_vec()),
        _ => path.clone(),
    }
}

fn moved(span: Span, by: impl Fn(usize) -> usize) -> Span {
    let start = by(span.start);
    Span { start, end: by(span.end).max(start) }
}
