//! `polidex diff`.

use super::reference;
use crate::{
    args::Diff,
    config::Config,
    console::{Message, Outcome},
    output::{Style, diff},
};
use anyhow::Result;
use polidex_corpus::{
    model::PolicyId,
    store::{Resolution, Store, StoredClause},
};
use polidex_search::editions::{Change, ComparedClause, Comparison, compare};
use serde::Serialize;
use std::io::{self, BufWriter, Write};

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

/// What is printed with `--json`.
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

/// Compares two texts.
pub fn run(config: &Config, args: &Diff) -> Result<Outcome> {
    let store = Store::open_reader(&config.data)?;
    let Some((from, to)) = sides(config, args, &store)? else { return Ok(Outcome::Partly) };
    let mut comparison = compare(&clauses(&store, &from)?, &clauses(&store, &to)?);
    if from.clause.is_some() || to.clause.is_some() {
        comparison.changes.retain(|change| concerns(change, &from, &to));
        comparison.unchanged = 0;
    }
    let difference = Difference { from, to, comparison };
    let mut out = BufWriter::new(io::stdout().lock());
    if config.json {
        serde_json::to_writer(&mut out, &difference)?;
        writeln!(out)?;
    } else {
        diff::write(&mut out, &difference, Style::new(config.color), config.locale)?;
    }
    out.flush()?;
    Ok(if difference.comparison.changes.is_empty() { Outcome::Partly } else { Outcome::Done })
}

/// The two texts, unless one of the references names none; that has been said then.
fn sides(config: &Config, args: &Diff, store: &Store) -> Result<Option<(Side, Side)>> {
    let Some(first) = side(config, store, &args.from)? else { return Ok(None) };
    if let Some(second) = &args.to {
        return Ok(side(config, store, second)?.map(|second| (first, second)));
    }
    let editions = store.editions(&PolicyId(first.policy.clone()))?;
    let (newest, before) = match editions.as_slice() {
        [newest, before, ..] => (newest.key.clone(), before.key.clone()),
        _ => {
            return Err(Message::new(
                format!("{} has one edition only; name another text to compare with", first.policy),
                format!("{} 只有一个版本；请再指明一份要对比的文本", first.policy),
            )
            .into());
        }
    };
    let from = if first.edition == newest { before } else { first.edition.clone() };
    Ok(Some((Side { edition: from, ..first.clone() }, Side { edition: newest, ..first })))
}

fn side(config: &Config, store: &Store, asked: &str) -> Result<Option<Side>> {
    let Some(found) = reference::resolve(config, store, asked)? else { return Ok(None) };
    Ok(match found {
        Resolution::Policy { policy, edition } => {
            Some(Side { policy: policy.id.0.clone(), title: policy.title.clone(), edition, clause: None })
        }
        Resolution::Clause(clause) => {
            let title = store.policy(&clause.policy)?.map(|policy| policy.title).unwrap_or_default();
            Some(Side {
                policy: clause.policy.0.clone(),
                title,
                edition: clause.edition.clone(),
                clause: Some(clause.path.to_string()),
            })
        }
        Resolution::Ambiguous(_) | Resolution::NotFound { .. } => None,
    })
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
