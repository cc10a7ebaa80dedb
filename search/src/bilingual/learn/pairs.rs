//! Clauses that say the same in both languages, as words.

use crate::{
    bilingual::keys::EnglishKeys,
    query::chinese_words,
    text::{Analyzer, fold},
};
use polidex_corpus::{
    model::Lang,
    store::{Store, StoreError, Unit, UnitRole},
};
use std::collections::HashMap;

/// Words of a clause that are read at most: the rest of an overlong one says little about what goes with
/// what.
const MAX_WORDS: usize = 120;

/// A word and where it stands, in bytes of the folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it counts as: the word itself, or the English stem.
    pub key: String,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A clause with its translation.
#[derive(Debug, Clone)]
pub struct AlignedClause {
    /// The Chinese clause's reference.
    pub reference: String,
    /// The Chinese text, folded,
    pub zh_text: String,
    /// and its words.
    pub zh: Vec<Token>,
    /// The English text, folded,
    pub en_text: String,
    /// and its words.
    pub en: Vec<Token>,
}

/// The clauses of two documents, one a translation of the other, that have the same path. Nothing if both
/// are of one language.
pub fn clauses(
    store: &Store,
    analyzer: &Analyzer,
    keys: &EnglishKeys,
    translation: i64,
    original: i64,
) -> Result<Vec<AlignedClause>, StoreError> {
    let (one, other) = (units(store, translation)?, units(store, original)?);
    let english = |units: &[Unit]| units.first().is_some_and(|unit| unit.facts.lang == Lang::En);
    let (en, zh) = match (english(&one), english(&other)) {
        (true, false) => (one, other),
        (false, true) => (other, one),
        _ => return Ok(Vec::new()),
    };
    let path = |unit: &Unit| -> Result<String, StoreError> {
        Ok(store.clause(unit.clause_rowid)?.map_or_else(String::new, |clause| clause.path.to_string()))
    };
    let mut by_path = HashMap::new();
    for unit in &en {
        by_path.entry(path(unit)?).or_insert(unit);
    }
    let mut clauses = Vec::new();
    let title = |units: &[Unit]| units.first().map(|unit| unit.facts.title.clone()).unwrap_or_default();
    let id = store.policy_by_rowid(zh.first().map_or(original, |unit| unit.policy_rowid))?;
    let id = id.map_or_else(String::new, |policy| policy.id.to_string());
    clauses.push(aligned(analyzer, keys, id.clone(), &title(&zh), &title(&en)));
    for unit in &zh {
        let path = path(unit)?;
        if let Some(other) = by_path.get(&path) {
            clauses.push(aligned(analyzer, keys, format!("{id}#{path}"), &unit.text, &other.text));
        }
    }
    clauses.retain(|clause| !clause.zh.is_empty() && !clause.en.is_empty());
    Ok(clauses)
}

fn units(store: &Store, policy: i64) -> Result<Vec<Unit>, StoreError> {
    let mut units = store.units(policy)?;
    units.retain(|unit| !unit.facts.superseded && unit.role != UnitRole::Front);
    Ok(units)
}

/// Two texts as words.
pub fn aligned(
    analyzer: &Analyzer,
    keys: &EnglishKeys,
    reference: String,
    zh: &str,
    en: &str,
) -> AlignedClause {
    let (zh_text, en_text) = (fold(zh), fold(en));
    let english = keys.words(&en_text).into_iter();
    let en = english.map(|word| Token { key: word.stem, start: word.bytes.start, end: word.bytes.end });
    AlignedClause {
        reference,
        zh: chinese(analyzer, &zh_text),
        en: en.take(MAX_WORDS).collect(),
        zh_text,
        en_text,
    }
}

/// The longest words in Han characters.
fn chinese(analyzer: &Analyzer, folded: &str) -> Vec<Token> {
    let words = chinese_words(analyzer, folded).into_iter().take(MAX_WORDS);
    words
        .map(|word| Token { key: folded[word.clone()].to_owned(), start: word.start, end: word.end })
        .collect()
}
