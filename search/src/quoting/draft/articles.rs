//! Articles: whether the document that a draft speaks of has them.

use super::{
    attribution::Reading,
    checker::{Checker, Said, finding, whole},
    mentions::Address,
    report::{ClaimKind, Finding, Outcome},
};
use crate::searcher::SearchError;
use polidex_corpus::{
    model::{CharIndex, PolicyId},
    numeral,
    store::StoreError,
};

impl Checker<'_> {
    /// Judges an address, if it is known whose it is.
    pub(super) fn article(
        &self,
        reading: &Reading<'_>,
        address: &Address,
        index: &CharIndex<'_>,
    ) -> Result<Option<Finding>, SearchError> {
        let Some(attribution) = reading.of_address(address) else { return Ok(None) };
        let Some(policy) = attribution.mention.policies.first() else { return Ok(None) };
        let clause = self.clause(&attribution.mention.policies, &address.text)?;
        let (said, reference) = match clause {
            Some(clause) => {
                let title = self.names.title_of(policy);
                let labels = clause.labels.join(" ");
                let said = Said::new(
                    Outcome::Right,
                    "found",
                    format!("{title}, {labels}"),
                    format!("{title} {labels}"),
                );
                (said, clause.reference())
            }
            None => (self.no_such(policy, attribution.said)?, whole(policy)),
        };
        let range = address.range.clone();
        Ok(Some(finding(ClaimKind::Article, reading.draft, index, range, said, Some(reference))))
    }

    /// `said` tells whether the sentence itself names the document.
    fn no_such(&self, policy: &PolicyId, said: bool) -> Result<Said, StoreError> {
        let store = self.verifier.store();
        let mut last = None;
        for text in store.texts_of(policy, None)? {
            last = last.max(store.last_article(text)?);
        }
        let title = self.names.title_of(policy);
        let (en, zh) = match last {
            Some(last) => (
                format!("; its last is Article {last}"),
                format!("，最后一条是第{}条", numeral::format(last)),
            ),
            None => (
                "; it has no articles, or its text is not stored".into(),
                "（没有条文，或库中没有正文）".into(),
            ),
        };
        let outcome = if said && last.is_some() { Outcome::Wrong } else { Outcome::Unknown };
        Ok(Said::new(
            outcome,
            "no_such_article",
            format!("《{title}》 has no such article or paragraph{en}"),
            format!("《{title}》没有这一条款{zh}"),
        ))
    }
}
