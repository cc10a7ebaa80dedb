//! Policies whose names are close to a name that is not known.

use super::{StoreError, normal};
use crate::model::{ClauseRef, PolicyId};
use rusqlite::Connection;
use std::collections::HashSet;

/// Suggestions at most.
const MOST: usize = 5;
/// The share of neighbouring character pairs that two names must have in common.
const CLOSE: f64 = 0.3;

/// The policies whose id or title is closest to `name`, the closest first.
pub(super) fn policies(conn: &Connection, name: &str) -> Result<Vec<ClauseRef>, StoreError> {
    let wanted = pairs(&normal::title_key(name));
    let mut statement = conn.prepare_cached("SELECT policy_id, title FROM policy ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut close = Vec::new();
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        let title: String = row.get(1)?;
        let score = likeness(&wanted, &pairs(&id)).max(likeness(&wanted, &pairs(&normal::title_key(&title))));
        if score >= CLOSE {
            close.push((score, id));
        }
    }
    close.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let reference = |(_, id)| ClauseRef { policy: PolicyId(id), edition: None, clause: None };
    Ok(close.into_iter().take(MOST).map(reference).collect())
}

fn pairs(text: &str) -> HashSet<(char, char)> {
    text.chars().zip(text.chars().skip(1)).collect()
}

/// Twice the pairs in common, by the pairs of both.
fn likeness(a: &HashSet<(char, char)>, b: &HashSet<(char, char)>) -> f64 {
    let all = a.len() + b.len();
    if all == 0 { 0.0 } else { 2.0 * a.intersection(b).count() as f64 / all as f64 }
}
