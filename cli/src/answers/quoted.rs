//! Quotations, and drafts that quote.

use crate::console::Message;
use anyhow::{Result, bail};
use jiff::civil::Date;
use polidex_corpus::{
    model::{ClauseRef, PolicyId},
    store::Resolution,
};
use polidex_search::quoting::{
    Verifier,
    draft::{Checker, Draft, Report},
    verify::{Options, Verdict},
};

/// A quotation, and how it is looked for.
#[derive(Debug, Clone)]
pub struct Quotation {
    /// Its words.
    pub text: String,
    /// Names of the documents that are looked through; all without one.
    pub within: Vec<String>,
    /// Places that are shown; all are counted.
    pub places: usize,
    /// The day for statuses.
    pub as_of: Date,
}

/// Says where a quotation stands, and how it differs.
pub fn verify(verifier: &Verifier, quotation: &Quotation) -> Result<Verdict> {
    let within = within(verifier, &quotation.within)?;
    let options = Options { as_of: quotation.as_of, places: quotation.places, within };
    Ok(verifier.verify(&quotation.text, &options)?)
}

/// Finds every claim of a draft and judges it.
pub fn check(verifier: &Verifier, draft: &Draft, as_of: Date) -> Result<Report> {
    Ok(Checker::new(verifier)?.check(draft, as_of)?)
}

fn within(verifier: &Verifier, names: &[String]) -> Result<Option<Vec<PolicyId>>> {
    let mut policies = Vec::new();
    for name in names {
        match verifier.store().resolve(&ClauseRef::parse(name))? {
            Resolution::Policy { policy, .. } => policies.push(policy.id),
            Resolution::Clause(clause) => policies.push(clause.policy),
            Resolution::Ambiguous(several) => policies.extend(several.into_iter().map(|found| found.policy)),
            Resolution::NotFound { .. } => {
                bail!(Message::new(
                    format!("`{name}`: no such document is stored; find it with `polidex search`"),
                    format!("`{name}`：库中没有这份文件；可用 `polidex search` 查找"),
                ));
            }
        }
    }
    Ok((!policies.is_empty()).then_some(policies))
}
