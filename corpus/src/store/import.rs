//! Reading an export back.

use super::{
    Change, Outcome, Store, StoreError, correction,
    put::put_one,
    read,
    reading::Reading,
    record::{self, Record},
    removal,
    write::{Batch, EditionName},
};
use crate::model::PolicyId;
use serde::Deserialize;

impl Store {
    /// Stores records of [`Store::export`] in one transaction: all, or on an error none of them.
    ///
    /// A policy that is not known is stored as it was, with its id, editions and names. Documents of
    /// a known policy are put as [`Store::put`] does it. One outcome a record.
    pub fn import(&mut self, records: &[serde_json::Value]) -> Result<Vec<Outcome>, StoreError> {
        self.write(|batch| {
            let mut outcomes = Vec::with_capacity(records.len());
            for (index, value) in records.iter().enumerate() {
                let bad = record::bad(index + 1);
                let record = Record::deserialize(value).map_err(|error| bad(error.to_string()))?;
                record.check().map_err(&bad)?;
                outcomes.push(take(batch, &record, &bad)?);
            }
            Ok(outcomes)
        })
    }
}

/// Stores one record, with its corrections; not one of a document that was removed here.
pub(super) fn take(
    batch: &mut Batch<'_>,
    record: &Record,
    bad: &impl Fn(String) -> StoreError,
) -> Result<Outcome, StoreError> {
    let removed = removed(batch, record, bad)?;
    if let Some(policy) = removed.as_ref().filter(|_| !batch.brings_back()) {
        return Ok(Outcome { policy: policy.clone(), change: Change::StaysRemoved });
    }
    if let Some(policy) = &removed {
        let at = record.polidex.captures.iter().map(|known| known.capture.captured_at.as_str()).max();
        removal::restored(batch, policy, at.unwrap_or_default())?;
    }
    let outcome = if is_new(batch, record)? {
        store_as_it_was(batch, record, bad)?
    } else {
        merge(batch, record, bad)?
    };
    correction::take(batch, &record.corrections)?;
    Ok(outcome)
}

/// The document, removed here, that a record holds any text of.
fn removed(
    batch: &Batch<'_>,
    record: &Record,
    bad: &impl Fn(String) -> StoreError,
) -> Result<Option<PolicyId>, StoreError> {
    for (number, edition) in record.polidex.editions.iter().enumerate() {
        for part in 0..edition.parts.len() {
            let (document, _) = record.document(number, part).map_err(bad)?;
            if let Some(policy) = removal::barred(batch.conn, &document)? {
                return Ok(Some(policy));
            }
        }
    }
    Ok(None)
}

/// Whether neither the policy's id nor any of its names is in the store.
pub(super) fn is_new(batch: &Batch<'_>, record: &Record) -> Result<bool, StoreError> {
    let mut policy = batch.conn.prepare_cached("SELECT 1 FROM policy WHERE policy_id = ?1")?;
    if policy.exists([&record.policy])? {
        return Ok(false);
    }
    let mut name =
        batch.conn.prepare_cached("SELECT 1 FROM external_id WHERE external_id = ?1 AND source = ?2")?;
    for known in &record.polidex.names {
        if name.exists((&known.external_id, &known.source))? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn store_as_it_was(
    batch: &mut Batch<'_>,
    record: &Record,
    bad: &impl Fn(String) -> StoreError,
) -> Result<Outcome, StoreError> {
    let inner = &record.polidex;
    let captures = inner
        .captures
        .iter()
        .map(|known| batch.capture(&known.source, &known.external_id, &known.capture))
        .collect::<Result<Vec<_>, _>>()?;
    let policy = batch.new_policy([PolicyId(record.policy.clone())])?;
    let mut extractions = Vec::new();
    for (number, edition) in inner.editions.iter().enumerate() {
        let name = EditionName {
            key: edition.key.clone(),
            ordinal: edition.ordinal,
            sort_date: edition.sort_date.clone(),
        };
        let rowid = batch.new_edition(policy, &name)?;
        let mut of_edition = Vec::new();
        for (part, stored) in edition.parts.iter().enumerate() {
            let (document, extractor) = record.document(number, part).map_err(bad)?;
            let reading = Reading::new(&document, extractor);
            of_edition.push(batch.new_part(rowid, captures[stored.capture], &reading)?);
        }
        extractions.push(of_edition);
    }
    for name in &inner.names {
        let extraction = extractions[name.edition][name.part];
        batch.name((&name.source, &name.external_id), policy, extraction, captures[name.capture])?;
    }
    batch.describe(policy)?;
    Ok(Outcome { policy: read::policy_id(batch.conn, policy)?, change: Change::New })
}

/// Puts the documents of the record one by one, from the oldest edition to the newest, then once
/// more under each further name.
fn merge(
    batch: &mut Batch<'_>,
    record: &Record,
    bad: &impl Fn(String) -> StoreError,
) -> Result<Outcome, StoreError> {
    let mut outcomes = Vec::new();
    for (number, edition) in record.polidex.editions.iter().enumerate() {
        for part in 0..edition.parts.len() {
            let (document, extractor) = record.document(number, part).map_err(bad)?;
            outcomes.push(put_one(batch, &document, extractor)?);
        }
    }
    for name in &record.polidex.names {
        let (mut document, extractor) = record.document(name.edition, name.part).map_err(bad)?;
        document.source.clone_from(&name.source);
        document.external_id.clone_from(&name.external_id);
        document.capture = record.polidex.captures[name.capture].capture.clone();
        outcomes.push(put_one(batch, &document, extractor)?);
    }
    let telling = outcomes.iter().position(|outcome| outcome.change != Change::Unchanged);
    Ok(outcomes.swap_remove(telling.unwrap_or(0)))
}
