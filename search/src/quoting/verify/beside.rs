//! What stands in the other language beside a passage.

use crate::{
    parallel::{Counterpart, Parallel, parallel},
    searcher::Searcher,
};
use polidex_corpus::{
    model::{ClausePath, Policy, PolicyId, Span},
    store::StoreError,
};
use std::{cell::RefCell, collections::HashMap, rc::Rc};

/// Documents laid beside their translations, each once for a state of the store.
#[derive(Default)]
pub(super) struct Beside {
    known: RefCell<Known>,
}

#[derive(Default)]
struct Known {
    /// The store's watermark for which all of this holds.
    watermark: Option<u64>,
    /// Whether there are texts in both languages at all.
    bilingual: bool,
    /// By policy and edition.
    aligned: HashMap<(PolicyId, String), Option<Rc<Parallel>>>,
}

/// Documents that are kept, at most.
const KEPT: usize = 256;

impl Beside {
    /// The counterpart of a passage of the edition that `policy` describes; see [`Parallel::counterpart`].
    pub fn counterpart(
        &self,
        searcher: &Searcher,
        policy: &Policy,
        clauses: [&ClausePath; 2],
        span: Span,
    ) -> Result<Option<Counterpart>, StoreError> {
        let aligned = self.aligned(searcher, policy)?;
        Ok(aligned.and_then(|aligned| aligned.counterpart(&policy.id, clauses, span)))
    }

    fn aligned(&self, searcher: &Searcher, policy: &Policy) -> Result<Option<Rc<Parallel>>, StoreError> {
        let store = searcher.store();
        let watermark = Some(store.watermark()?);
        let mut known = self.known.borrow_mut();
        if known.watermark != watermark {
            *known = Known { watermark, bilingual: store.is_bilingual()?, aligned: HashMap::new() };
        }
        if !known.bilingual {
            return Ok(None);
        }
        let key = (policy.id.clone(), policy.edition.key.clone());
        if let Some(aligned) = known.aligned.get(&key) {
            return Ok(aligned.clone());
        }
        let aligned = parallel(store, searcher.origins(), searcher.lexicons(), policy)?.map(Rc::new);
        if known.aligned.len() >= KEPT {
            known.aligned.clear();
        }
        known.aligned.insert(key, aligned.clone());
        Ok(aligned)
    }
}
