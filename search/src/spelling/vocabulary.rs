//! The words that are known.

use pinyin::{Pinyin, ToPinyin, ToPinyinMulti};
use polidex_corpus::text::is_han;
use std::collections::HashMap;

/// Readings of a word that are kept, where its characters have several.
const READINGS: usize = 6;

/// Characters of a Chinese word.
const WORD: std::ops::RangeInclusive<usize> = 2..=super::MAX_WORD;

/// Known words with the number of clauses in which they stand at most.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    chinese: HashMap<String, u32>,
    /// By how they are read, roughly: the words.
    sounds: HashMap<String, Vec<String>>,
    latin: HashMap<String, u32>,
}

impl Vocabulary {
    /// Chinese words and words in Latin letters, all folded. Of one that comes twice the higher number
    /// counts.
    pub fn of(
        chinese: impl IntoIterator<Item = (String, u32)>,
        latin: impl IntoIterator<Item = (String, u32)>,
    ) -> Self {
        let mut vocabulary = Self::default();
        for (word, clauses) in chinese {
            if WORD.contains(&word.chars().count()) && word.chars().all(is_han) {
                let known = vocabulary.chinese.entry(word).or_default();
                *known = (*known).max(clauses);
            }
        }
        for word in vocabulary.chinese.keys() {
            let chars: Vec<char> = word.chars().collect();
            for sound in sounds(&chars, true) {
                vocabulary.sounds.entry(sound).or_default().push(word.clone());
            }
        }
        for (word, clauses) in latin {
            if word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase()) {
                let known = vocabulary.latin.entry(word).or_default();
                *known = (*known).max(clauses);
            }
        }
        vocabulary
    }

    /// In how many clauses a known Chinese word stands.
    pub fn known(&self, word: &str) -> Option<u32> {
        self.chinese.get(word).copied()
    }

    /// Other known words that are read like these characters, with whether they are read exactly so or only
    /// as some accents have it (z for zh, in for ing).
    pub fn sounding(&self, typed: &[char]) -> Vec<(&str, u32, bool)> {
        let text: String = typed.iter().collect();
        let exact = sounds(typed, false);
        let mut found: Vec<(&str, u32, bool)> = Vec::new();
        for word in sounds(typed, true).iter().flat_map(|sound| self.sounds.get(sound).into_iter().flatten())
        {
            if *word != text && found.iter().all(|(known, ..)| known != word) {
                let chars: Vec<char> = word.chars().collect();
                let same = sounds(&chars, false).iter().any(|sound| exact.contains(sound));
                found.push((word, self.chinese[word], same));
            }
        }
        found
    }

    /// Whether a word in Latin letters is known.
    pub fn knows_latin(&self, word: &str) -> bool {
        self.latin.contains_key(word)
    }

    /// All known words in Latin letters.
    pub fn latin(&self) -> impl Iterator<Item = (&str, u32)> {
        self.latin.iter().map(|(word, &clauses)| (word.as_str(), clauses))
    }
}

/// How some characters may be read, syllables parted; `rough` as some accents have it. None where one of
/// them has no reading.
fn sounds(chars: &[char], rough: bool) -> Vec<String> {
    let mut sounds = vec![String::new()];
    for &c in chars {
        let readings = readings(c, rough);
        sounds = sounds
            .iter()
            .flat_map(|sound| readings.iter().map(move |reading| format!("{sound}{reading} ")))
            .take(READINGS)
            .collect();
    }
    sounds
}

fn readings(c: char, rough: bool) -> Vec<String> {
    let usual = c.to_pinyin().map(Pinyin::plain);
    let others = c.to_pinyin_multi().into_iter().flatten().map(Pinyin::plain);
    let mut readings: Vec<String> = Vec::new();
    for reading in usual.into_iter().chain(others) {
        let reading = if rough { roughly(reading) } else { reading.to_owned() };
        if !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    readings.truncate(3);
    readings
}

/// Without the differences that many speakers do not hear.
fn roughly(reading: &str) -> String {
    let (head, rest) = match reading.as_bytes() {
        [b'z' | b'c' | b's', b'h', ..] => (&reading[..1], &reading[2..]),
        _ => ("", reading),
    };
    let rest = rest.strip_suffix('g').filter(|short| short.ends_with('n')).unwrap_or(rest);
    format!("{head}{rest}")
}
