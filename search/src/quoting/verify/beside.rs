//! What stands in the other language beside a passage.

use crate::{
    parallel::{Counterpart, Parallel, parallel},
    searcher::Searcher,
};
use polidex_corpus::{
    model::{ClausePath, Policy, PolicyId, Span},
    store::StoreError,
};
use std::{
    cell::{RefCell, RefMut},
    collections::HashMap,
    rc::Rc,
};

/// Documents laid beside their translations, each once for a state of the store.
#[derive(Default)]
pub(super) struct Beside {
    known: RefCell<Known>,
}

#[derive(Default)]
struct Known {
    /// The store's watermark for which all of this holds.
    watermark: Option<u64>,
    /// Whether there are texts in English, and in Chinese.
    english: bool,
    chinese: bool,
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

    /// Whether there are texts in Chinese, or others.
    pub fn holds(&self, searcher: &Searcher, chinese: bool) -> Result<bool, StoreError> {
        let known = self.known(searcher)?;
        Ok(if chinese { known.chinese } else { known.english })
    }

    /// What is known of the present state of the store.
    fn known(&self, searcher: &Searcher) -> Result<RefMut<'_, Known>, StoreError> {
        let store = searcher.store();
        let watermark = Some(store.watermark()?);
        let mut known = self.known.borrow_mut();
        if known.watermark != watermark {
            let languages = store.languages()?;
            let any = |chinese: bool| languages.iter().any(|lang| lang.is_chinese() == chinese);
            *known = Known { watermark, english: any(false), chinese: any(true), aligned: HashMap::new() };
        }
        Ok(known)
    }

    fn aligned(&self, searcher: &Searcher, policy: &Policy) -> Result<Option<Rc<Parallel>>, StoreError> {
        let mut known = self.known(searcher)?;
        if !(known.english && known.chinese) {
            return Ok(None);
        }
        let key = (policy.id.clone(), policy.edition.key.clone());
        if let Some(aligned) = known.aligned.get(&key) {
            return Ok(aligned.clone());
        }
        let aligned =
            parallel(searcher.store(), searcher.origins(), searcher.lexicons(), policy)?.map(Rc::new);
        if known.aligned.len() >= KEPT {
            known.aligned.clear();
        }
        known.aligned.insert(key, aligned.clone());
        Ok(aligned)
    }
}
