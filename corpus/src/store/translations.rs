//! Which documents translate which.

use super::{Store, StoreError, normal::title_key};

impl Store {
    /// Pairs of policies by rowid, translation and original, in the order in which the translations
    /// came. A translation names its original by external id or by title; what it names may not be in
    /// the store, and then there is no pair.
    pub fn translations(&self) -> Result<Vec<(i64, i64)>, StoreError> {
        let mut named = self.conn.prepare_cached(
            "SELECT id, translation_of FROM policy WHERE translation_of IS NOT NULL ORDER BY id",
        )?;
        let named: Vec<(i64, String)> =
            named.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        let mut original = self.conn.prepare_cached(
            "SELECT policy FROM external_id WHERE external_id = ?1 AND policy <> ?3
             UNION SELECT policy FROM edition WHERE title_key = ?2 AND superseded = 0 AND policy <> ?3
             ORDER BY 1 LIMIT 1",
        )?;
        let mut pairs = Vec::new();
        for (translation, name) in named {
            let found = original.query_map((&name, title_key(&name), translation), |row| row.get(0))?;
            for policy in found {
                pairs.push((translation, policy?));
            }
        }
        Ok(pairs)
    }
}

#[cfg(test)]
mod tests {
    use crate::store::testing;

    #[test]
    fn a_translation_is_found_with_its_original() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = crate::store::Store::open(dir.path()).unwrap();
        let original = testing::document("zh/a.md", "甲乙丙条例", "第一条 甲。");
        let mut translation = testing::document("en/a.md", "Regulations", "Article 1 A.");
        translation.meta.translation_of = Some("zh/a.md".into());
        let mut orphan = testing::document("en/b.md", "Others", "Article 1 B.");
        orphan.meta.translation_of = Some("zh/none.md".into());
        store.put(&[original, translation, orphan]).unwrap();
        let pairs = store.translations().unwrap();
        assert_eq!(pairs.len(), 1);
        let title = |row: i64| store.policy_by_rowid(row).unwrap().unwrap().title;
        assert_eq!((title(pairs[0].0), title(pairs[0].1)), ("Regulations".into(), "甲乙丙条例".into()));
    }
}
