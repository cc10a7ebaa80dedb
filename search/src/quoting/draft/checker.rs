//! From a draft to a report.

use super::{
    attribution::Reading,
    layout::Draft,
    mentions::{addresses, mentions},
    names::Names,
    report::{ClaimKind, Finding, Outcome, Report},
};
use crate::{quoting::verify::Verifier, searcher::SearchError};
use jiff::civil::Date;
use polidex_corpus::{
    model::{CharIndex, ClauseRef, PolicyId},
    store::{Resolution, StoreError, StoredClause},
};
use std::ops::Range;

/// Holds drafts against a store.
pub struct Checker<'v> {
    pub(super) verifier: &'v Verifier,
    pub(super) names: Names,
}

/// What a finding says, in both languages.
pub(super) struct Said {
    pub outcome: Outcome,
    pub code: &'static str,
    pub en: String,
    pub zh: String,
}

impl Said {
    pub fn new(outcome: Outcome, code: &'static str, en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { outcome, code, en: en.into(), zh: zh.into() }
    }
}

impl<'v> Checker<'v> {
    /// Reads the names of everything that is stored.
    pub fn new(verifier: &'v Verifier) -> Result<Self, SearchError> {
        Ok(Self { verifier, names: Names::read(verifier.store())? })
    }

    /// Finds every claim of a draft and judges it.
    pub fn check(&self, draft: &Draft, as_of: Date) -> Result<Report, SearchError> {
        let quoted = draft.quoted();
        let reading = Reading {
            draft,
            mentions: mentions(draft, &quoted, &self.names),
            addresses: addresses(draft, &quoted),
            quoted,
        };
        let index = CharIndex::new(&draft.text);
        let mut findings = Vec::new();
        for quoted in &reading.quoted {
            findings.extend(self.quotation(&reading, quoted, as_of, &index)?);
        }
        for mention in &reading.mentions {
            findings.extend(self.naming(&reading, mention, as_of, &index)?);
        }
        for address in &reading.addresses {
            findings.extend(self.article(&reading, address, &index)?);
        }
        findings.extend(self.figures(&reading, &index)?);
        findings.sort_by_key(|finding| (finding.span.start, finding.kind));
        let count = |outcome| findings.iter().filter(|finding| finding.outcome == outcome).count();
        Ok(Report {
            as_of: as_of.to_string(),
            right: count(Outcome::Right),
            wrong: count(Outcome::Wrong),
            unknown: count(Outcome::Unknown),
            findings,
            warnings: self.verifier.notices()?,
        })
    }

    /// The clause of an address in the newest edition of one of some policies.
    pub(super) fn clause(
        &self,
        policies: &[PolicyId],
        address: &str,
    ) -> Result<Option<StoredClause>, StoreError> {
        for policy in policies {
            let reference =
                ClauseRef { policy: policy.clone(), edition: None, clause: Some(address.to_owned()) };
            match self.verifier.store().resolve(&reference)? {
                Resolution::Clause(clause) => return Ok(Some(*clause)),
                Resolution::Ambiguous(several) => {
                    if let Some(first) = several.first()
                        && let Resolution::Clause(clause) = self.verifier.store().resolve(first)?
                    {
                        return Ok(Some(*clause));
                    }
                }
                _ => {}
            }
        }
        Ok(None)
    }

    /// Policies with the texts that translate them, or that they translate.
    pub(super) fn with_translations(&self, policies: &[PolicyId]) -> Result<Vec<PolicyId>, StoreError> {
        let store = self.verifier.store();
        let mut all = policies.to_vec();
        for policy in policies {
            let Some(policy) = store.policy(policy)? else { continue };
            let family = store.family(&policy)?;
            all.extend(
                family.into_iter().filter(|relative| relative.translation).map(|relative| relative.id),
            );
        }
        all.sort_unstable();
        all.dedup();
        Ok(all)
    }
}

/// A finding about bytes of a draft.
pub(super) fn finding(
    kind: ClaimKind,
    draft: &Draft,
    index: &CharIndex<'_>,
    bytes: Range<usize>,
    said: Said,
    reference: Option<ClauseRef>,
) -> Finding {
    Finding {
        kind,
        outcome: said.outcome,
        code: said.code,
        text: draft.text.get(bytes.clone()).unwrap_or_default().to_owned(),
        line: draft.line(bytes.start),
        span: index.span(bytes),
        message: said.en,
        message_zh: said.zh,
        reference,
        verdict: None,
    }
}

/// A reference to a whole policy.
pub(super) fn whole(policy: &PolicyId) -> ClauseRef {
    ClauseRef { policy: policy.clone(), edition: None, clause: None }
}
