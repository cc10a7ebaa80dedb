//! How Han characters are read.

use pinyin::{ToPinyin, ToPinyinMulti};
use std::collections::HashMap;

/// The readings of the characters that occur, without tones; `ü` is typed as `v`.
#[derive(Debug, Default)]
pub(crate) struct Readings {
    of: HashMap<char, Vec<String>>,
}

impl Readings {
    /// Learns the readings of the characters of a text.
    pub fn learn(&mut self, text: &str) {
        for c in text.chars() {
            if !c.is_ascii() && !self.of.contains_key(&c) {
                self.of.insert(c, readings(c));
            }
        }
    }

    /// The readings of a character, the usual one first; none of one that is no Han character or was
    /// not learned.
    pub fn of(&self, c: char) -> &[String] {
        self.of.get(&c).map_or(&[], Vec::as_slice)
    }
}

fn readings(c: char) -> Vec<String> {
    let mut readings: Vec<String> = c.to_pinyin().into_iter().map(|one| typed(one.plain())).collect();
    if let Some(multi) = c.to_pinyin_multi() {
        for one in multi {
            let reading = typed(one.plain());
            if !readings.contains(&reading) {
                readings.push(reading);
            }
        }
    }
    readings
}

/// As it is typed on a keyboard.
fn typed(reading: &str) -> String {
    reading.replace('ü', "v")
}
