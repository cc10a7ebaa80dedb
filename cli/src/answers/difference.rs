//! What changed between two texts.

use super::{
    Day,
    reference::{self, Unresolved},
};
use anyhow::Result;
use polidex_corpus::{
    model::PolicyId,
    store::{Resolution, Store, StoredClause},
};
use polidex_search::editions::{Change, ComparedClause, Comparison, compare};
use serde::Serialize;

/// One of the two texts.
#[derive(Debug, Clone, Serialize)]
pub struct Side {
    /// The policy's id.
    pub policy: String,
    /// Its title.
    pub title: String,
    /// Key of the edition.
    pub edition: String,
    /// The clause that is compared; the whole text without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
}

/// Two texts with what changed from the one to the other.
#[derive(Debug, Serialize)]
pub struct Difference {
    /// The earlier text.
    pub from: Side,
    /// The later text.
    pub to: Side,
    /// What changed.
    #[serde(flatten)]
    pub comparison: Comparison,
}

/// Compares two texts. Without a second one the newest edition of the first is meant, and the first is then
/// the edition before.
pub fn difference(store: &Store, day: Day, from: &str, to: Option<&str>) -> Result<Difference> {
    let (from, to) = sides(store, day, from, to)?;
    let mut comparison = compare(&clauses(store, &from)?, &clauses(store, &to)?);
    if from.clause.is_some() || to.clause.is_some() {
        comparison.changes.retain(|change| concerns(change, &from, &to));
        comparison.unchanged = 0;
    }
    Ok(Difference { from, to, comparison })
}

fn sides(store: &Store, day: Day, from: &str, to: Option<&str>) -> Result<(Side, Side)> {
    let first = side(store, day, from)?;
    if let Some(second) = to {
        return Ok((first, side(store, day, second)?));
    }
    let editions = store.editions(&PolicyId(first.policy.clone()))?;
    let (newest, before) = match editions.as_slice() {
        [newest, before, ..] => (newest.key.clone(), before.key.clone()),
        _ => return Err(Unresolved::OneEdition { policy: first.policy }.into()),
    };
    let from = if first.edition == newest { before } else { first.edition.clone() };
    Ok((Side { edition: from, ..first.clone() }, Side { edition: newest, ..first }))
}

fn side(store: &Store, day: Day, asked: &str) -> Result<Side> {
    let (policy, edition, clause) = match reference::resolve(store, day, asked)? {
        Resolution::Clause(clause) => {
            (clause.policy.clone(), clause.edition.clone(), Some(clause.path.to_string()))
        }
        Resolution::Policy { policy, edition } => (policy.id, edition, None),
        // `resolve` gives one thing or an error.
        Resolution::Ambiguous(_) | Resolution::NotFound { .. } => {
            (PolicyId(asked.to_owned()), String::new(), None)
        }
    };
    let title = store.policy(&policy)?.map(|policy| policy.title).unwrap_or_default();
    Ok(Side { policy: policy.0, title, edition, clause })
}

/// All clauses of a side's edition. Those beside the clause that is asked for are needed too: they
/// tell where it went.
fn clauses(store: &Store, side: &Side) -> Result<Vec<StoredClause>> {
    Ok(store.clauses(&PolicyId(side.policy.clone()), Some(&side.edition))?)
}

/// Whether a change is about the clause that a side names.
fn concerns(change: &Change, from: &Side, to: &Side) -> bool {
    let (before, after) = change.sides();
    let one = |clause: Option<&ComparedClause>, side: &Side| {
        let Some(asked) = &side.clause else { return false };
        let path = clause.and_then(|clause| clause.reference.clause.as_deref());
        path.is_some_and(|path| within(path, asked) || within(asked, path))
    };
    one(before, from) || one(after, to)
}

/// Whether `path` is `around` or lies in it: `a5.k2` in `a5`.
fn within(path: &str, around: &str) -> bool {
    path.strip_prefix(around).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
