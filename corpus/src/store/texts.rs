//! Whole texts and where they stand, for what works on texts rather than on units: quotations cross
//! the borders of clauses.

use super::{Store, StoreError, StoredClause, read};
use crate::model::{Lang, PolicyId};
use rusqlite::OptionalExtension;
use std::ops::Range;

/// Where a text stands. A text is one part of an edition, the only one as a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextPlace {
    /// The rowid of its policy.
    pub policy_rowid: i64,
    /// The id of its policy.
    pub policy: PolicyId,
    /// The key of its edition.
    pub edition: String,
    /// Whether a newer edition is in the store.
    pub superseded: bool,
    /// Language and script of the text.
    pub lang: Lang,
    /// SHA-256 of the text as published, in lower-case hexadecimal.
    pub text_sha256: String,
    /// What its sources call it.
    pub names: Vec<String>,
}

impl Store {
    /// The texts of all editions of the policies that changed after a watermark, by the rowid of their
    /// extraction, in rising order; with 0, all texts. Rowids are never used twice, and the text behind
    /// one never changes.
    pub fn texts_changed_since(&self, watermark: u64) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT ep.extraction FROM policy p JOIN edition e ON e.policy = p.id
             JOIN edition_part ep ON ep.edition = e.id
             WHERE p.changed > ?1 ORDER BY ep.extraction",
        )?;
        let texts = statement.query_map([watermark.cast_signed()], |row| row.get(0))?;
        Ok(texts.collect::<Result<_, _>>()?)
    }

    /// The text of an extraction as published. None when there is none of this rowid.
    pub fn text_of(&self, extraction: i64) -> Result<Option<String>, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT text FROM extraction WHERE id = ?1")?;
        Ok(statement.query_row([extraction], |row| row.get(0)).optional()?)
    }

    /// The characters of a text that lie whole within a range of its bytes, without reading the rest of
    /// it. None when there is no text of this rowid.
    pub fn text_within(&self, extraction: i64, bytes: Range<usize>) -> Result<Option<String>, StoreError> {
        let mut known = self.conn.prepare_cached("SELECT 1 FROM extraction WHERE id = ?1")?;
        if !known.exists([extraction])? {
            return Ok(None);
        }
        let blob = self.conn.blob_open("main", "extraction", "text", extraction, true)?;
        let end = bytes.end.min(blob.len());
        let start = bytes.start.min(end);
        let mut found = vec![0; end - start];
        blob.read_at_exact(&mut found, start)?;
        // A character that the range cuts leaves bytes at its ends that begin none.
        let cut = found.iter().take_while(|byte| (**byte).cast_signed() < -0x40).count();
        let whole = found[cut..].utf8_chunks().next().map(|chunk| chunk.valid().to_owned());
        Ok(Some(whole.unwrap_or_default()))
    }

    /// The rowids of the texts of an edition, in the order of its parts; without one, of the newest.
    pub fn texts_of(&self, policy: &PolicyId, edition: Option<&str>) -> Result<Vec<i64>, StoreError> {
        Ok(self.places(policy, edition)?.into_iter().map(|place| place.extraction).collect())
    }

    /// Where a text stands. None when no edition holds it any more.
    pub fn text_place(&self, extraction: i64) -> Result<Option<TextPlace>, StoreError> {
        let Some(place) = self.place(extraction)? else { return Ok(None) };
        let mut statement = self.conn.prepare_cached("SELECT text_sha256 FROM extraction WHERE id = ?1")?;
        let text_sha256 = statement.query_row([extraction], |row| row.get(0))?;
        Ok(Some(TextPlace {
            policy_rowid: place.policy_rowid,
            policy: place.policy,
            edition: place.edition,
            superseded: place.superseded,
            lang: place.lang,
            text_sha256,
            names: place.names,
        }))
    }

    /// The deepest clause of a text that holds all of a byte range, if one does.
    pub fn clause_around(
        &self,
        extraction: i64,
        bytes: Range<usize>,
    ) -> Result<Option<StoredClause>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id FROM clause WHERE extraction = ?1 AND byte_start <= ?2 AND byte_end >= ?3
             ORDER BY id DESC LIMIT 1",
        )?;
        let found: Option<i64> = statement
            .query_row((extraction, bytes.start as i64, bytes.end as i64), |row| row.get(0))
            .optional()?;
        found.map_or(Ok(None), |rowid| self.clause(rowid))
    }

    /// How many characters a text has before one of its bytes.
    pub fn char_of_byte(&self, extraction: i64, text: &str, byte: usize) -> Result<usize, StoreError> {
        // The nearest clause before it knows both; only the rest is counted.
        let mut statement = self.conn.prepare_cached(
            "SELECT byte_start, char_start FROM clause WHERE extraction = ?1 AND byte_start <= ?2
             ORDER BY byte_start DESC LIMIT 1",
        )?;
        let known = statement
            .query_row((extraction, byte as i64), |row| Ok((read::offset(row, 0)?, read::offset(row, 1)?)))
            .optional()?;
        let (start, chars) = known.unwrap_or_default();
        Ok(chars + text.get(start..byte).unwrap_or_default().chars().count())
    }

    /// The highest number of an article in a text, if it has articles.
    pub fn last_article(&self, extraction: i64) -> Result<Option<u32>, StoreError> {
        let mut statement =
            self.conn.prepare_cached("SELECT last_article FROM edition_part WHERE extraction = ?1")?;
        Ok(statement.query_row([extraction], |row| row.get(0)).optional()?.flatten())
    }
}
