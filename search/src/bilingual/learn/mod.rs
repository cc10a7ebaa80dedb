//! Term pairs from translations in the user's own store.
//!
//! Clauses of a translation and of its original that have the same path are taken to say the same.
//! An alignment model finds which words go together (IBM Model 1, Brown et al. 1993, in both
//! directions), and stretches of words that are aligned with each other and with nothing else are the
//! candidates (consistent phrase pairs, Och and Ney 2004). What comes out is for a person
//! to read; nothing is looked up in it.

mod model;
mod pairs;
mod phrases;

pub use phrases::LearnedPair;

use super::{keys::chinese_key, lexicons::Lexicons};
use crate::text::{Analyzer, fold};
use pairs::AlignedClause;
use polidex_corpus::store::{Store, StoreError};
use std::collections::HashMap;

/// What is kept of what was found.
#[derive(Debug, Clone, Copy)]
pub struct LearnOptions {
    /// The least confidence, 0 to 1.
    pub confidence: f32,
    /// The least number of clauses that bear a pair out.
    pub support: u32,
}

/// What was learned.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Learned {
    /// Documents with their translations.
    pub documents: usize,
    /// Clauses that stand beside each other.
    pub clauses: usize,
    /// Pairs that the lexicon does not have yet, the surest first.
    pub pairs: Vec<LearnedPair>,
}

/// Learns from every translation in `store`. `progress` is told how many documents of how many are read.
pub fn learn(
    store: &Store,
    lexicons: &Lexicons,
    options: LearnOptions,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Learned, StoreError> {
    let translations = store.translations()?;
    let analyzer = Analyzer::full();
    let mut clauses = Vec::new();
    for (number, &(translation, original)) in translations.iter().enumerate() {
        clauses.extend(pairs::clauses(store, &analyzer, &lexicons.keys, translation, original)?);
        progress(number as u64 + 1, translations.len() as u64);
    }
    let mut pairs = aligned(&clauses, options);
    pairs.retain(|pair| !lexicons.knows(&pair.zh, &pair.en));
    Ok(Learned { documents: translations.len(), clauses: clauses.len(), pairs })
}

/// The pairs of clauses that are read already.
fn aligned(clauses: &[AlignedClause], options: LearnOptions) -> Vec<LearnedPair> {
    let (mut zh_ids, mut en_ids) = (HashMap::new(), HashMap::new());
    let sentences: Vec<(Vec<u32>, Vec<u32>)> = clauses
        .iter()
        .map(|clause| (model::ids(&clause.zh, &mut zh_ids), model::ids(&clause.en, &mut en_ids)))
        .collect();
    let model = model::Model::train(&sentences);
    phrases::extract(clauses, &sentences, &model, options)
}

impl Lexicons {
    /// Whether the lexicon has the pair already, the general dictionary left out.
    fn knows(&self, zh: &str, en: &str) -> bool {
        let Some(key) = chinese_key(&fold(zh)) else { return false };
        let wanted = self.keys.key(&fold(en));
        self.own(&format!("z{key}"))
            .iter()
            .any(|(_, entry)| entry.en.iter().any(|name| self.keys.key(&fold(name)) == wanted))
    }
}
