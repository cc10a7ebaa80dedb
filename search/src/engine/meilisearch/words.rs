//! The words of the store, for spelling: which there are, and in how many units of newest editions each stands.

use crate::{engine::EngineError, rank::Field};
use polidex_corpus::text::is_han;
use rusqlite::{Connection, params};
use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

pub(super) const SCHEMA: &str = "
CREATE TABLE word (
    field INTEGER NOT NULL, text TEXT NOT NULL, units INTEGER NOT NULL, PRIMARY KEY (field, text)
) WITHOUT ROWID;
";

/// Counts of words, to be written.
#[derive(Default)]
pub struct Words([HashMap<String, u32>; 2]);

impl Words {
    /// Counts the Chinese words and the words in Latin letters of one unit, from its fields of words and of
    /// bigrams.
    pub fn count(&mut self, words: &str, grams: &str) {
        let latin = |word: &str| word.starts_with(|c: char| c.is_ascii_lowercase());
        count(&mut self.0[0], words, |word| word.starts_with(is_han));
        count(&mut self.0[1], grams, latin);
    }

    /// Adds the counts to those that are written, or writes them in their place.
    pub fn write(&self, database: &Connection, instead: bool) -> Result<(), EngineError> {
        if instead {
            database.execute("DELETE FROM word", [])?;
        }
        let mut statement = database.prepare_cached(
            "INSERT INTO word VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET units = units + excluded.units",
        )?;
        for (field, counts) in [Field::BodyWords, Field::BodyGrams].into_iter().zip(&self.0) {
            let mut sorted: Vec<(&String, &u32)> = counts.iter().collect();
            sorted.sort_unstable();
            for (word, units) in sorted {
                statement.execute(params![field.index() as i64, word, units])?;
            }
        }
        Ok(())
    }
}

fn count(counts: &mut HashMap<String, u32>, field: &str, wanted: impl Fn(&str) -> bool) {
    let words: HashSet<&str> = field.split('\u{1f}').filter(|word| wanted(word)).collect();
    for word in words {
        if let Some(units) = counts.get_mut(word) {
            *units += 1;
        } else {
            counts.insert(word.to_owned(), 1);
        }
    }
}

/// Shows the words of a field from one text up to another, that one left out.
pub fn visit(
    database: &Connection,
    field: Field,
    range: Range<&str>,
    visit: &mut dyn FnMut(&str, u32),
) -> Result<(), EngineError> {
    let mut statement = database
        .prepare_cached("SELECT text, units FROM word WHERE field = ?1 AND text >= ?2 AND text < ?3")?;
    let mut rows = statement.query(params![field.index() as i64, range.start, range.end])?;
    while let Some(row) = rows.next()? {
        visit(row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?, row.get(1)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_by_units() {
        let database = Connection::open_in_memory().unwrap();
        database.execute_batch(SCHEMA).unwrap();
        let mut words = Words::default();
        words.count("软件\u{1f}软件\u{1f}ai\u{1f}2021", "软件\u{1f}\u{1f}ai");
        words.count("软件\u{1f}奖励", "policy");
        words.write(&database, false).unwrap();
        words.write(&database, false).unwrap();
        let all = |field, range| {
            let mut found = Vec::new();
            visit(&database, field, range, &mut |word, units| found.push((word.to_owned(), units))).unwrap();
            found
        };
        assert_eq!(all(Field::BodyWords, "一".."龥"), [("奖励".into(), 2), ("软件".into(), 4)]);
        assert_eq!(all(Field::BodyGrams, "a".."{"), [("ai".into(), 2), ("policy".into(), 2)]);
        Words::default().write(&database, true).unwrap();
        assert_eq!(all(Field::BodyWords, "一".."龥"), []);
    }
}
