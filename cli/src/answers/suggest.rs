//! Completion.

use anyhow::Result;
use polidex_corpus::store::Store;
use polidex_search::{bilingual::Lexicons, suggest::Suggester};

/// Everything that can be suggested: what the store holds, and the terms of the lexicons.
pub fn suggester(store: &Store) -> Result<Suggester> {
    let lexicons = Lexicons::open(store.dir());
    let terms = lexicons.entries().flat_map(|(_, entry)| entry.zh.into_iter().chain(entry.en));
    Ok(Suggester::new(store)?.with_terms(terms.map(str::to_owned)))
}
