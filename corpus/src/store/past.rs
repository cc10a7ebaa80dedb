//! The store as it was at an earlier watermark.
//!
//! Editions that came later are left out, and the one before answers for them. What cannot be gone back on is
//! what was changed in place: texts that were read again, corrections, removals.

use super::{Store, StoreError, write};
use crate::model::PolicyId;
use std::{collections::HashSet, ops::RangeInclusive, sync::Arc};

/// What differs between an earlier state of the store and the present one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Past {
    /// The watermark that is looked at.
    pub watermark: u64,
    /// Editions that came later.
    hidden: HashSet<(String, String)>,
    /// Rows of their clauses, rising, without overlaps.
    hidden_clauses: Vec<RangeInclusive<i64>>,
    /// Rows of the clauses of editions that are superseded now and were not then.
    newest_then: Vec<RangeInclusive<i64>>,
}

impl Past {
    /// Whether an edition was not there yet.
    pub fn hides(&self, policy: &PolicyId, edition: &str) -> bool {
        !self.hidden.is_empty() && self.hidden.contains(&(policy.0.clone(), edition.to_owned()))
    }

    /// Whether a clause is of an edition that was there, and was the newest of its policy unless older ones
    /// are wanted too.
    pub fn admits(&self, clause: i64, superseded: bool, older: bool) -> bool {
        !holds(&self.hidden_clauses, clause) && (older || !superseded || holds(&self.newest_then, clause))
    }
}

fn holds(ranges: &[RangeInclusive<i64>], row: i64) -> bool {
    let at = ranges.partition_point(|range| *range.end() < row);
    ranges.get(at).is_some_and(|range| range.contains(&row))
}

/// An edition of a policy of which one came later.
struct Row {
    id: i64,
    policy: i64,
    policy_id: String,
    key: String,
    superseded: bool,
    arrived: u64,
}

impl Store {
    /// Looks at the store as it was at a watermark, from now on: editions, what they say of others, and
    /// [`Store::past`] for whoever asks an index.
    ///
    /// # Errors
    /// [`StoreError::PastUnknown`] where it is not known what came when.
    pub fn look_back(&mut self, watermark: u64) -> Result<(), StoreError> {
        let (earliest, latest) = (self.arrivals_since()?, self.watermark()?);
        if !(earliest..=latest).contains(&watermark) {
            return Err(StoreError::PastUnknown { asked: watermark, earliest, latest });
        }
        self.past = Some(Arc::new(self.differences(watermark)?));
        Ok(())
    }

    /// The earlier state that is looked at.
    pub fn past(&self) -> Option<&Arc<Past>> {
        self.past.as_ref()
    }

    /// From which watermark on it is known what came when.
    pub fn arrivals_since(&self) -> Result<u64, StoreError> {
        Ok(write::number(&self.conn, "arrivals_since")?.cast_unsigned())
    }

    fn differences(&self, watermark: u64) -> Result<Past, StoreError> {
        let mut statement = self.conn.prepare(
            "SELECT e.id, e.policy, p.policy_id, e.key, e.superseded, coalesce(a.watermark, 0)
             FROM edition e JOIN policy p ON p.id = e.policy LEFT JOIN arrival a ON a.edition = e.id
             WHERE e.policy IN (SELECT l.policy FROM arrival b JOIN edition l ON l.id = b.edition WHERE b.watermark > ?1)
             ORDER BY e.policy, coalesce(e.sort_date, '') DESC, e.ordinal DESC, e.key DESC",
        )?;
        let rows = statement.query_map([watermark.cast_signed()], |row| {
            Ok(Row {
                id: row.get(0)?,
                policy: row.get(1)?,
                policy_id: row.get(2)?,
                key: row.get(3)?,
                superseded: row.get(4)?,
                arrived: row.get::<_, i64>(5)?.cast_unsigned(),
            })
        })?;
        let mut past = Past { watermark, ..Past::default() };
        let mut answered = None;
        for row in rows {
            let row = row?;
            if row.arrived > watermark {
                past.hidden_clauses.extend(self.rows_of(row.id)?);
                past.hidden.insert((row.policy_id, row.key));
            } else if answered != Some(row.policy) {
                answered = Some(row.policy);
                if row.superseded {
                    past.newest_then.extend(self.rows_of(row.id)?);
                }
            }
        }
        past.hidden_clauses.sort_by_key(|range| *range.start());
        past.newest_then.sort_by_key(|range| *range.start());
        Ok(past)
    }

    /// Rows of the clauses of an edition: those of one text stand side by side.
    fn rows_of(&self, edition: i64) -> Result<Vec<RangeInclusive<i64>>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT min(c.id), max(c.id) FROM edition_part ep JOIN clause c ON c.extraction = ep.extraction
             WHERE ep.edition = ?1 GROUP BY ep.extraction",
        )?;
        let rows = statement.query_map([edition], |row| Ok(row.get(0)?..=row.get(1)?))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
