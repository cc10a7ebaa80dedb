//! What became of every clause.

use super::align::{Wording, align};
use crate::{
    text::fold,
    wording::{Piece, pieces},
};
use polidex_corpus::{model::ClauseRef, store::StoredClause, text::is_invisible};
use serde::Serialize;

/// A clause of one of the two sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComparedClause {
    /// Its reference, with the edition.
    #[serde(rename = "ref")]
    pub reference: ClauseRef,
    /// Its label, 第五条; may be empty.
    pub label: String,
    /// Labels of the clauses around it, its own last.
    pub path: Vec<String>,
    /// Its text as published, label included.
    pub text: String,
}

/// What became of a clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// It is new.
    Added {
        /// The clause.
        to: ComparedClause,
    },
    /// It is gone.
    Removed {
        /// The clause.
        from: ComparedClause,
    },
    /// Its wording changed, and its number perhaps.
    Changed {
        /// As it was.
        from: ComparedClause,
        /// As it is.
        to: ComparedClause,
        /// What differs; spans count characters of the two texts.
        pieces: Vec<Piece>,
    },
    /// It bears another number; the wording is the same.
    Moved {
        /// As it was.
        from: ComparedClause,
        /// As it is.
        to: ComparedClause,
    },
}

impl Change {
    /// The clause as it was and as it is.
    pub fn sides(&self) -> (Option<&ComparedClause>, Option<&ComparedClause>) {
        match self {
            Self::Added { to } => (None, Some(to)),
            Self::Removed { from } => (Some(from), None),
            Self::Changed { from, to, .. } | Self::Moved { from, to } => (Some(from), Some(to)),
        }
    }
}

/// Two texts, compared clause by clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// What changed: what is added or changed in the order of the later text, what was removed where
    /// it stood.
    pub changes: Vec<Change>,
    /// Clauses that are the same in both, number and wording.
    pub unchanged: usize,
}

/// Compares the units (articles, items, paragraphs) of two texts. White space, width and script are
/// no difference.
pub fn compare(from: &[StoredClause], to: &[StoredClause]) -> Comparison {
    let (from, old) = units(from);
    let (to, new) = units(to);
    let became = align(&old, &new);
    let mut origin = vec![None; to.len()];
    for (at, new) in became.iter().enumerate() {
        if let Some(new) = new {
            origin[*new] = Some(at);
        }
    }
    let mut comparison = Comparison { changes: Vec::new(), unchanged: 0 };
    // Removed clauses are told before the clause that follows them in the earlier text.
    let mut told = 0;
    for (at, clause) in to.iter().enumerate() {
        let Some(before) = origin[at] else {
            comparison.changes.push(Change::Added { to: compared(clause) });
            continue;
        };
        comparison.changes.extend(removed(&from, &became, told..before));
        told = told.max(before + 1);
        if old[before].words != new[at].words {
            comparison.changes.push(Change::Changed {
                // Folding keeps every character's place.
                pieces: pieces(&fold(&from[before].text), &fold(&clause.text)),
                from: compared(from[before]),
                to: compared(clause),
            });
        } else if old[before].label == new[at].label {
            comparison.unchanged += 1;
        } else {
            comparison.changes.push(Change::Moved { from: compared(from[before]), to: compared(clause) });
        }
    }
    comparison.changes.extend(removed(&from, &became, told..from.len()));
    comparison
}

fn removed<'a>(
    from: &'a [&StoredClause],
    became: &'a [Option<usize>],
    range: std::ops::Range<usize>,
) -> impl Iterator<Item = Change> + 'a {
    range.filter(|&at| became[at].is_none()).map(|at| Change::Removed { from: compared(from[at]) })
}

/// The units that say something, and what they say.
fn units(clauses: &[StoredClause]) -> (Vec<&StoredClause>, Vec<Wording>) {
    let units = clauses.iter().filter(|clause| clause.unit).map(|clause| (clause, wording(clause)));
    units.filter(|(_, wording)| !wording.words.is_empty()).unzip()
}

fn wording(clause: &StoredClause) -> Wording {
    let folded = fold(&clause.text);
    let label = fold(&clause.label);
    let rest = folded.strip_prefix(&label).unwrap_or(&folded);
    Wording {
        label: clause.label.clone(),
        words: rest.chars().filter(|&c| !c.is_whitespace() && !is_invisible(c)).collect(),
    }
}

fn compared(clause: &StoredClause) -> ComparedClause {
    ComparedClause {
        reference: clause.reference(),
        label: clause.label.clone(),
        path: clause.labels.clone(),
        text: clause.text.clone(),
    }
}
