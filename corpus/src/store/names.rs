//! What the policies of the store are called, all at once.

use super::{Store, StoreError};
use crate::model::{Field, Lang, PolicyId};

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
    /// The names of all editions, those of one policy together, its newest first; what is corrected is called
    /// by what was read and by what it was corrected to.
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
        let mut names: Vec<Named> = names.collect::<Result<_, _>>()?;
        for correction in self.corrections(None)?.iter().filter(|made| made.undone.is_none()) {
            let Some(at) = names.iter().position(|named| named.policy == correction.policy) else { continue };
            let mut named = names[at].clone();
            match (correction.field, &correction.value) {
                (Field::Title, Some(title)) => named.title.clone_from(title),
                (Field::TitleTranslated, title) => named.title_translated.clone_from(title),
                (Field::Number, _) => named.number_key = correction.number().map(|number| number.key),
                _ => continue,
            }
            names.insert(at + 1, named);
        }
        Ok(names)
    }
}
