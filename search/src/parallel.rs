//! A document beside its version in the other language, clause by clause.

use crate::{
    align::{Aligner, Glossary, LETTERS_A_CHARACTER, Pair, Segment, segments},
    bilingual::Lexicons,
    origin::{Authority, Origins, Standing},
};
use polidex_corpus::{
    model::{ClausePath, ClauseRef, Lang, Policy, PolicyId, Span},
    store::{Store, StoreError, StoredClause},
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

/// The words of the other language that say what a passage says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Counterpart {
    /// The clause that holds them, with its edition; of several, the first.
    #[serde(rename = "ref")]
    pub reference: ClauseRef,
    /// The words as published.
    pub text: String,
    /// Their language and script.
    pub lang: Lang,
    /// Whether they are the original, or who made the translation.
    pub standing: Standing,
    /// The same of the passage beside which they stand.
    pub passage: Standing,
    /// How sure it is that they say the same, from 0 to 1: of several paragraphs that of the least sure one.
    pub confidence: f32,
}

impl Parallel {
    /// What says in the other language what a passage says: all paragraphs beside those that it touches.
    /// The passage is given by the policy, the clauses with which it begins and ends, and its span in the text
    /// of its part. `None` where nothing stands beside it.
    pub fn counterpart(
        &self,
        policy: &PolicyId,
        [first, last]: [&ClausePath; 2],
        span: Span,
    ) -> Option<Counterpart> {
        let is_chinese = self.chinese.policy == *policy;
        let below = |row: &Row, path: &ClausePath| {
            row.side(is_chinese).iter().any(|one| one.path.0.starts_with(&path.0))
        };
        // Spans count from the beginning of a part, so clauses say first which part is meant.
        let begin = self.rows.iter().position(|row| below(row, first))?;
        let end = self.rows.iter().rposition(|row| below(row, last))?;
        let touched = |row: &&Row| row.side(is_chinese).iter().any(|segment| segment.span.overlaps(span));
        let rows: Vec<&Row> = self.rows.get(begin..=end)?.iter().filter(touched).collect();
        let beside: Vec<&Segment> = rows.iter().flat_map(|row| row.side(!is_chinese)).collect();
        let words: Vec<&str> = beside.iter().map(|segment| segment.text.as_str()).collect();
        let whole = self.whole(policy);
        Some(Counterpart {
            reference: ClauseRef { clause: Some(beside.first()?.path.to_string()), ..whole.reference },
            text: words.join("\n"),
            confidence: rows.iter().map(|row| row.confidence).fold(1.0, f32::min),
            ..whole
        })
    }

    /// The other text as a whole, by its title.
    pub fn whole(&self, policy: &PolicyId) -> Counterpart {
        let is_chinese = self.chinese.policy == *policy;
        let (own, other) =
            if is_chinese { (&self.chinese, &self.english) } else { (&self.english, &self.chinese) };
        Counterpart {
            reference: ClauseRef {
                policy: other.policy.clone(),
                edition: Some(other.edition.clone()),
                clause: None,
            },
            text: other.title.clone(),
            lang: other.lang,
            standing: other.authority.standing,
            passage: own.authority.standing,
            // That one translates the other is known, not measured.
            confidence: 1.0,
        }
    }
}

impl Row {
    /// The segments of one side.
    pub fn side(&self, chinese: bool) -> &[Segment] {
        if chinese { &self.chinese } else { &self.english }
    }
}

/// A document, in the edition that `policy` describes, beside its version in the other language; `None` where
/// none is in the store. Of the counterpart the edition of the same key is taken, else the newest.
pub fn parallel(
    store: &Store,
    origins: &Origins,
    lexicons: &Lexicons,
    policy: &Policy,
) -> Result<Option<Parallel>, StoreError> {
    for (other, stated) in versions(store, policy)? {
        let both = beside(store, origins, lexicons, policy, other)?;
        if stated || is_rendering(&both.rows) {
            return Ok(Some(both));
        }
    }
    Ok(None)
}

/// What may be the document in the other language, best first, and whether the texts state it: otherwise only their names
/// suggest it.
fn versions(store: &Store, policy: &Policy) -> Result<Vec<(Policy, bool)>, StoreError> {
    let is_other = |other: &Policy| other.lang.is_chinese() != policy.lang.is_chinese();
    let mut versions = Vec::new();
    for relative in store.family(policy)?.into_iter().filter(|relative| relative.translation) {
        let other = store.policy(&relative.id)?.filter(is_other);
        versions.extend(other.map(|other| (other, true)));
    }
    if versions.is_empty()
        && let Some(row) = store.policy_rowid(&policy.id)?
    {
        for row in store.named_alike(row)? {
            versions.extend(store.policy_by_rowid(row)?.filter(is_other).map(|other| (other, false)));
        }
    }
    Ok(versions)
}

fn beside(
    store: &Store,
    origins: &Origins,
    lexicons: &Lexicons,
    policy: &Policy,
    mut other: Policy,
) -> Result<Parallel, StoreError> {
    if let Some(same) = store.editions(&other.id)?.into_iter().find(|known| known.key == policy.edition.key) {
        other.edition = same;
    }
    let (chinese, english) = if policy.lang.is_chinese() { (policy, &other) } else { (&other, policy) };
    let texts = [chinese, english].map(|policy| store.clauses(&policy.id, Some(&policy.edition.key)));
    let [chinese_text, english_text] = texts;
    let rows = lay_beside(lexicons, &chinese_text?, &english_text?);
    let side = |policy: &Policy| -> Result<Side, StoreError> {
        Ok(Side {
            policy: policy.id.clone(),
            edition: policy.edition.key.clone(),
            title: policy.title.clone(),
            lang: policy.lang,
            authority: origins.authority(store, policy)?,
        })
    };
    Ok(Parallel { rows, chinese: side(chinese)?, english: side(english)? })
}

/// Aligns two texts, given by their clauses in document order.
pub fn lay_beside(lexicons: &Lexicons, chinese: &[StoredClause], english: &[StoredClause]) -> Vec<Row> {
    let (chinese, english) = (segments(chinese), segments(english));
    let glossary = Glossary::of(lexicons, chinese.iter().map(|segment| segment.text.as_str()));
    let pairs = Aligner::new(&glossary).align(&chinese, &english);
    let row = |pair: Pair| Row {
        chinese: chinese[pair.chinese].to_vec(),
        english: english[pair.english].to_vec(),
        confidence: pair.confidence,
    };
    pairs.into_iter().map(row).collect()
}

/// Whether two aligned texts say the same: paragraphs that make up most of both stand beside each other, each as sure as
/// it is. (Of 240 paragraphs and their translations 235 are told so, of as many and the neighbours of these 13.)
pub fn is_rendering(rows: &[Row]) -> bool {
    const LEAST: f32 = 0.5;
    let letters =
        |segments: &[Segment]| -> usize { segments.iter().map(|segment| segment.text.chars().count()).sum() };
    let length =
        |row: &Row| letters(&row.chinese) as f32 * LETTERS_A_CHARACTER + letters(&row.english) as f32;
    let all: f32 = rows.iter().map(length).sum();
    let beside: f32 = rows.iter().map(|row| row.confidence * length(row)).sum();
    all > 0.0 && beside / all >= LEAST
}
