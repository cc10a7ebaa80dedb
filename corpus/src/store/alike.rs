//! Documents that one source names alike in two languages.

use super::{Store, StoreError};
use rusqlite::OptionalExtension;

/// How names of files and folders say that a text is in English, longer tags before those they begin with.
const ENGLISH: [&str; 6] = ["english", "en-us", "en_us", "en-gb", "eng", "en"];

/// How they say that it is in Chinese.
const CHINESE: [&str; 16] = [
    "chinese", "zh-hans", "zh_hans", "zh-hant", "zh_hant", "zh-cn", "zh_cn", "zh-hk", "zh-tw", "zh_tw",
    "zho", "chn", "chs", "cht", "zh", "cn",
];

impl Store {
    /// The policies in the other language that a source names as it names this one but for the language:
    /// `zh/a.md` and `en/a.md`, line `a` of `corpus.zh.jsonl` and of `corpus.en.jsonl`. The name alone proves
    /// nothing: two pages with the number 17 may have nothing in common.
    pub fn named_alike(&self, policy_rowid: i64) -> Result<Vec<i64>, StoreError> {
        let mut lang = self.conn.prepare_cached("SELECT lang FROM policy WHERE id = ?1")?;
        let lang: Option<String> = lang.query_row([policy_rowid], |row| row.get(0)).optional()?;
        let (from, to, other) = match lang.as_deref() {
            Some("en") => (&ENGLISH[..], &CHINESE[..], "zh*"),
            Some(lang) if lang.starts_with("zh") => (&CHINESE[..], &ENGLISH[..], "en"),
            _ => return Ok(Vec::new()),
        };
        let mut names = self
            .conn
            .prepare_cached("SELECT source, external_id FROM external_id WHERE policy = ?1 ORDER BY id")?;
        let names = names
            .query_map([policy_rowid], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<Vec<(String, String)>, _>>()?;
        let mut named = self.conn.prepare_cached(
            "SELECT p.id FROM external_id x JOIN policy p ON p.id = x.policy
             WHERE x.external_id = ?2 AND x.source = ?1 AND p.lang GLOB ?3 AND p.id <> ?4",
        )?;
        let mut alike = Vec::new();
        for (source, name) in &names {
            for (source, name) in to.iter().filter_map(|tag| renamed(source, name, from, tag)) {
                let found = named
                    .query_row((source, name, other, policy_rowid), |row| row.get::<_, i64>(0))
                    .optional()?;
                alike.extend(found.filter(|found| !alike.contains(found)));
            }
        }
        Ok(alike)
    }
}

/// A source and a name in it with another tag in place of each of `from`; `None` where there is none.
fn renamed(source: &str, name: &str, from: &[&str], tag: &str) -> Option<(String, String)> {
    // Names of sources are made from names of files: small letters and hyphens.
    let new_source = retagged(source, from, &tag.replace('_', "-"));
    let new_name = retagged(name, from, tag);
    if new_source.is_none() && new_name.is_none() {
        return None;
    }
    Some((new_source.unwrap_or_else(|| source.to_owned()), new_name.unwrap_or_else(|| name.to_owned())))
}

/// `name` with `tag` in place of every one of `tags` that stands between punctuation, in capitals where that one
/// is; `None` where none does.
fn retagged(name: &str, tags: &[&str], tag: &str) -> Option<String> {
    let is_word = |c: char| c.is_alphanumeric();
    let (mut new, mut found, mut at) = (String::with_capacity(name.len()), false, 0);
    while let Some(c) = name[at..].chars().next() {
        let begins = !name[..at].chars().next_back().is_some_and(is_word);
        let stands = |one: &&&str| {
            name.get(at..at + one.len()).is_some_and(|part| part.eq_ignore_ascii_case(one))
                && !name[at + one.len()..].chars().next().is_some_and(is_word)
        };
        if let Some(one) = tags.iter().find(stands).filter(|_| begins) {
            let capitals = name[at..at + one.len()].chars().all(|c| !c.is_ascii_lowercase());
            new += &if capitals { tag.to_ascii_uppercase() } else { tag.to_owned() };
            at += one.len();
            found = true;
        } else {
            new.push(c);
            at += c.len_utf8();
        }
    }
    found.then_some(new)
}

#[cfg(test)]
mod tests {
    use super::{ENGLISH, Store, retagged};
    use crate::{model::Lang, store::testing};

    #[test]
    fn tags_are_words_of_a_name() {
        let chinese = |name| retagged(name, &ENGLISH, "zh");
        assert_eq!(chinese("a.en.md").as_deref(), Some("a.zh.md"));
        assert_eq!(chinese("EN/plan-en.html").as_deref(), Some("ZH/plan-zh.html"));
        assert_eq!(chinese("en_US/规划.html").as_deref(), Some("zh/规划.html"));
        assert_eq!(chinese("open/regime.md"), None);
        assert_eq!(chinese(""), None);
    }

    #[test]
    fn documents_named_alike_in_two_languages_find_each_other() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(dir.path()).unwrap();
        let chinese = testing::document("zh/a.md", "甲乙丙条例", "第一条 甲。");
        let mut english = testing::document("en/a.md", "Regulations", "Article 1 A.");
        let mut other = testing::document("en/b.md", "Others", "Article 1 B.");
        (english.meta.lang, other.meta.lang) = (Lang::En, Lang::En);
        store.put(&[chinese, english, other]).unwrap();
        let row = |name: &str| -> i64 {
            let named = "SELECT policy FROM external_id WHERE external_id = ?1";
            store.conn.query_row(named, [name], |row| row.get(0)).unwrap()
        };
        let (zh, en, alone) = (row("zh/a.md"), row("en/a.md"), row("en/b.md"));
        assert_eq!(store.named_alike(zh).unwrap(), [en]);
        assert_eq!(store.named_alike(en).unwrap(), [zh]);
        assert!(store.named_alike(alone).unwrap().is_empty());
        assert!(store.named_alike(12345).unwrap().is_empty());
    }
}
