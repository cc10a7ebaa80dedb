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

/// By how much counts of words change.
#[derive(Default)]
pub struct Words([HashMap<String, i64>; 2]);

impl Words {
    /// Counts the Chinese words and the words in Latin letters of a unit that comes in, from its fields of words
    /// and of bigrams.
    pub fn come(&mut self, words: &str, grams: &str) {
        self.change(words, grams, 1);
    }

    /// The same of a unit that goes away.
    pub fn go(&mut self, words: &str, grams: &str) {
        self.change(words, grams, -1);
    }

    fn change(&mut self, words: &str, grams: &str, by: i64) {
        let latin = |word: &str| word.starts_with(|c: char| c.is_ascii_lowercase());
        change(&mut self.0[0], words, by, |word| word.starts_with(is_han));
        change(&mut self.0[1], grams, by, latin);
    }

    /// Changes the counts that are written.
    pub fn write(&self, database: &Connection) -> Result<(), EngineError> {
        let mut change = database.prepare_cached(
            "INSERT INTO word VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET units = units + excluded.units",
        )?;
        let mut clear =
            database.prepare_cached("DELETE FROM word WHERE field = ?1 AND text = ?2 AND units <= 0")?;
        for (field, changes) in [Field::BodyWords, Field::BodyGrams].into_iter().zip(&self.0) {
            let mut sorted: Vec<(&String, &i64)> = changes.iter().filter(|(_, by)| **by != 0).collect();
            sorted.sort_unstable();
            for (word, by) in sorted {
                change.execute(params![field.index() as i64, word, by])?;
                if *by < 0 {
                    clear.execute(params![field.index() as i64, word])?;
                }
            }
        }
        Ok(())
    }
}

fn change(changes: &mut HashMap<String, i64>, field: &str, by: i64, wanted: impl Fn(&str) -> bool) {
    let words: HashSet<&str> = field.split('\u{1f}').filter(|word| wanted(word)).collect();
    for word in words {
        if let Some(change) = changes.get_mut(word) {
            *change += by;
        } else {
            changes.insert(word.to_owned(), by);
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
        words.come("软件\u{1f}软件\u{1f}ai\u{1f}2021", "软件\u{1f}\u{1f}ai");
        words.come("软件\u{1f}奖励", "policy");
        words.write(&database).unwrap();
        words.write(&database).unwrap();
        let all = |field, range| {
            let mut found = Vec::new();
            visit(&database, field, range, &mut |word, units| found.push((word.to_owned(), units))).unwrap();
            found
        };
        assert_eq!(all(Field::BodyWords, "一".."龥"), [("奖励".into(), 2), ("软件".into(), 4)]);
        assert_eq!(all(Field::BodyGrams, "a".."{"), [("ai".into(), 2), ("policy".into(), 2)]);
        let mut words = Words::default();
        words.go("软件\u{1f}奖励", "policy");
        words.go("奖励", "");
        words.write(&database).unwrap();
        assert_eq!(all(Field::BodyWords, "一".."龥"), [("软件".into(), 3)]);
        assert_eq!(all(Field::BodyGrams, "a".."{"), [("ai".into(), 2), ("policy".into(), 1)]);
    }
}
