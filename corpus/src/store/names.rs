//! What the policies of the store are called, all at once.

use super::{Store, StoreError};
use crate::model::{Lang, PolicyId};

/// What an edition is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The policy.
    pub policy: PolicyId,
    /// The title of the edition as published.
    pub title: String,
    /// A title in the other language, where one is known.
    pub title_translated: Option<String>,
    /// The document number in its canonical form.
    pub number_key: Option<String>,
    /// Language and script.
    pub lang: Lang,
    /// Whether a newer edition is in the store.
    pub superseded: bool,
}

impl Store {
    /// The names of all editions, those of one policy together, its newest first.
    pub fn all_names(&self) -> Result<Vec<Named>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT p.policy_id, e.title, p.title_translated, e.number_key, e.lang, e.superseded
             FROM edition e JOIN policy p ON p.id = e.policy ORDER BY p.id, e.superseded, e.id DESC",
        )?;
        let names = statement.query_map([], |row| {
            Ok(Named {
                policy: PolicyId(row.get(0)?),
                title: row.get(1)?,
                title_translated: row.get(2)?,
                number_key: row.get(3)?,
                lang: Lang::parse(row.get_ref(4)?.as_str()?).unwrap_or(Lang::Und),
                superseded: row.get(5)?,
            })
        })?;
        Ok(names.collect::<Result<_, _>>()?)
    }
}
