//! A document beside the version in the other language.

use super::{document, reference::Unresolved};
use anyhow::Result;
use polidex_corpus::{
    model::ClausePath,
    store::{Resolution, Store},
};
use polidex_search::{
    align::Glossary,
    origin::Origins,
    parallel::{Parallel, parallel},
};

/// A document, or a clause with what lies below it, beside the version in the other language. `found` is a
/// [`Resolution::Policy`] or a [`Resolution::Clause`].
pub fn beside(store: &Store, origins: &Origins, found: Resolution) -> Result<Parallel> {
    let (policy, edition, clause) = match found {
        Resolution::Policy { policy, edition } => (Some(*policy), edition, None),
        Resolution::Clause(clause) => (store.policy(&clause.policy)?, clause.edition, Some(clause.path)),
        Resolution::Ambiguous(_) | Resolution::NotFound { .. } => (None, String::new(), None),
    };
    let Some(policy) = policy else { return Err(Unresolved::NoTranslation.into()) };
    let policy = document::in_edition(store, policy, &edition)?;
    let both = parallel(store, origins, &Glossary::default(), &policy)?;
    let mut both = both.ok_or(Unresolved::NoTranslation)?;
    if let Some(path) = clause {
        keep(&mut both, &path, policy.lang.is_chinese());
    }
    Ok(both)
}

/// Keeps the rows of a clause and of what lies below it.
fn keep(both: &mut Parallel, path: &ClausePath, is_chinese: bool) {
    both.rows.retain(|row| {
        let own = if is_chinese { &row.chinese } else { &row.english };
        own.iter().any(|segment| segment.path.0.starts_with(&path.0))
    });
}
