//! A document, and one clause of it.

use super::Day;
use anyhow::Result;
use polidex_corpus::{
    model::{Policy, PolicyId, Span},
    store::{OutlineEntry, Provenance, Relative, Store, StoredClause},
};
use polidex_search::{
    answer::{ClauseSummary, PolicySummary},
    origin::{Authority, Origin, Origins},
    permalink,
    query::plan::day_number,
    searcher::summary,
    standing::{self, Standing},
};
use serde::Serialize;

/// A document in one edition.
#[derive(Debug, Serialize)]
pub struct Document {
    /// The document.
    pub policy: PolicySummary,
    /// Why its status is what it is, and what changes it.
    pub standing: Standing,
    /// Keys of all its editions, newest first.
    pub editions: Vec<String>,
    /// The documents that belong to it: what it encloses, its translations, what explains it.
    pub family: Vec<Relative>,
    /// Which text is authoritative.
    pub authority: Authority,
    /// Every place at which the edition was read.
    pub provenance: Vec<Origin>,
    /// The outline, in the order of the text.
    pub clauses: Vec<Line>,
    /// The texts of its parts as published; empty where only the outline was asked for.
    pub texts: Vec<String>,
}

/// A line of a document's outline.
#[derive(Debug, Serialize)]
pub struct Line {
    /// The clause's path.
    pub path: String,
    /// What kind of clause it is.
    pub kind: &'static str,
    /// Its label, 第五条; empty for paragraphs.
    pub label: String,
    /// How deep it lies below the document.
    pub depth: usize,
    /// Whether searches find it by itself.
    pub unit: bool,
}

/// One clause with its document.
#[derive(Debug, Serialize)]
pub struct OneClause {
    /// The document.
    pub policy: PolicySummary,
    /// Why the document's status is what it is, and what changes it.
    pub standing: Standing,
    /// The clause.
    pub clause: ClauseSummary,
    /// What kind of clause it is.
    pub kind: &'static str,
    /// Where the clause stands in the text of its part, in characters.
    pub span: Span,
    /// The reference that names the edition too, for citing.
    pub permanent_ref: String,
    /// The clause on the official page, by text fragment.
    pub link: Option<String>,
    /// Which text is authoritative.
    pub authority: Authority,
    /// Every place at which the clause's text was read.
    pub provenance: Vec<Origin>,
}

/// Puts a document together; without its texts where only the outline is wanted.
pub fn document(
    store: &Store,
    origins: &Origins,
    day: Day,
    policy: Policy,
    edition: &str,
    outline_only: bool,
) -> Result<Document> {
    let policy = in_edition(store, policy, edition)?;
    let editions = store.editions(&policy.id)?;
    let standing = standing::standing(store, &policy, day.as_of)?;
    let texts = if outline_only { Vec::new() } else { store.text(&policy.id, Some(edition))? };
    Ok(Document {
        policy: stood(&policy, editions.len(), &standing, day),
        standing,
        editions: editions.into_iter().map(|edition| edition.key).collect(),
        family: store.family(&policy)?,
        authority: origins.authority(store, &policy)?,
        provenance: provenance_of(store, &policy.id, edition)?
            .into_iter()
            .map(|entry| origins.of(entry))
            .collect(),
        clauses: store.outline(&policy.id, Some(edition))?.into_iter().map(line).collect(),
        texts: texts.into_iter().map(|part| part.text).collect(),
    })
}

/// Puts a clause together; `None` where its document is gone meanwhile.
pub fn clause(store: &Store, origins: &Origins, day: Day, clause: StoredClause) -> Result<Option<OneClause>> {
    let Some(policy) = store.policy(&clause.policy)? else { return Ok(None) };
    let policy = in_edition(store, policy, &clause.edition)?;
    let editions = store.editions(&policy.id)?.len();
    let provenance = store.provenance_of(&clause)?.into_iter().map(|entry| origins.of(entry)).collect();
    let standing = standing::standing(store, &policy, day.as_of)?;
    Ok(Some(OneClause {
        policy: stood(&policy, editions, &standing, day),
        standing,
        kind: clause.kind.name(),
        span: clause.span,
        permanent_ref: clause.reference().to_string(),
        link: permalink::to_clause(store, &policy, &clause)?,
        authority: origins.authority(store, &policy)?,
        provenance,
        clause: summary(clause, &policy),
    }))
}

/// The policy as one of its editions describes it.
pub fn in_edition(store: &Store, mut policy: Policy, key: &str) -> Result<Policy> {
    if let Some(chosen) = store.editions(&policy.id)?.into_iter().find(|known| known.key == key) {
        policy.edition = chosen;
    }
    Ok(policy)
}

/// The same without corrections.
pub fn in_published_edition(store: &Store, mut policy: Policy, key: &str) -> Result<Policy> {
    if let Some(chosen) = store.published_editions(&policy.id)?.into_iter().find(|known| known.key == key) {
        policy.edition = chosen;
    }
    Ok(policy)
}

/// Where the texts of an edition came from.
pub fn provenance_of(store: &Store, policy: &PolicyId, edition: &str) -> Result<Vec<Provenance>> {
    Ok(store.provenance(policy)?.into_iter().filter(|entry| entry.edition == edition).collect())
}

fn line(entry: OutlineEntry) -> Line {
    Line {
        path: entry.path.to_string(),
        kind: entry.kind.name(),
        label: entry.label,
        depth: entry.depth,
        unit: entry.unit,
    }
}

/// The document with the status that it has on the day.
fn stood(policy: &Policy, editions: usize, standing: &Standing, day: Day) -> PolicySummary {
    PolicySummary { status: standing.status, ..PolicySummary::new(policy, editions, day_number(day.as_of)) }
}
