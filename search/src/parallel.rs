//! A document beside its version in the other language, clause by clause.

use crate::{
    align::{Aligner, Glossary, Segment, segments},
    origin::{Authority, Origins},
};
use polidex_corpus::{
    model::{ClausePath, Lang, Policy, PolicyId},
    store::{Store, StoreError},
};
use serde::Serialize;

/// Two texts of one document, aligned.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Parallel {
    /// The Chinese text.
    pub chinese: Side,
    /// The English text.
    pub english: Side,
    /// What says the same, in the order of both texts; every segment of both is in one row.
    pub rows: Vec<Row>,
}

/// One of the texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The document.
    pub policy: PolicyId,
    /// The key of the edition.
    pub edition: String,
    /// Its title.
    pub title: String,
    /// Language and script.
    pub lang: Lang,
    /// Whether it is the original, and who made the translation.
    pub authority: Authority,
}

/// Segments that say the same. One side is empty where there is no counterpart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Of the Chinese text.
    pub chinese: Vec<Segment>,
    /// Of the English text.
    pub english: Vec<Segment>,
    /// How sure it is, from 0 to 1; 0 where a side is empty.
    pub confidence: f32,
}

impl Parallel {
    /// The row that holds the words of a clause of one of the texts, such as that of a quotation. Of a clause
    /// with others below it, the row of its own words.
    pub fn row_of(&self, policy: &PolicyId, path: &ClausePath) -> Option<&Row> {
        let in_side = |segments: &[Segment]| segments.iter().any(|segment| segment.path == *path);
        self.rows.iter().find(|row| {
            (self.chinese.policy == *policy && in_side(&row.chinese))
                || (self.english.policy == *policy && in_side(&row.english))
        })
    }
}

/// A document, in the edition that `policy` describes, beside its version in the other language; `None` where
/// none is in the store. Of the counterpart the edition of the same key is taken, else the newest.
pub fn parallel(
    store: &Store,
    origins: &Origins,
    glossary: &Glossary,
    policy: &Policy,
) -> Result<Option<Parallel>, StoreError> {
    let other = store
        .family(policy)?
        .into_iter()
        .find(|relative| relative.translation && relative.lang.is_chinese() != policy.lang.is_chinese());
    let Some(mut other) = other.map(|other| store.policy(&other.id)).transpose()?.flatten() else {
        return Ok(None);
    };
    if let Some(same) = store.editions(&other.id)?.into_iter().find(|known| known.key == policy.edition.key) {
        other.edition = same;
    }
    let (chinese, english) = if policy.lang.is_chinese() { (policy, &other) } else { (&other, policy) };
    let texts = [chinese, english].map(|policy| store.clauses(&policy.id, Some(&policy.edition.key)));
    let [chinese_text, english_text] = texts.map(|clauses| clauses.map(|clauses| segments(&clauses)));
    let (chinese_text, english_text) = (chinese_text?, english_text?);
    let pairs = Aligner::new(glossary).align(&chinese_text, &english_text);
    let rows = pairs.into_iter().map(|pair| Row {
        chinese: chinese_text[pair.chinese].to_vec(),
        english: english_text[pair.english].to_vec(),
        confidence: pair.confidence,
    });
    let side = |policy: &Policy| -> Result<Side, StoreError> {
        Ok(Side {
            policy: policy.id.clone(),
            edition: policy.edition.key.clone(),
            title: policy.title.clone(),
            lang: policy.lang,
            authority: origins.authority(store, policy)?,
        })
    };
    Ok(Some(Parallel { rows: rows.collect(), chinese: side(chinese)?, english: side(english)? }))
}
