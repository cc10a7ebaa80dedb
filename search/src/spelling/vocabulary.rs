//! The words that are known.

use super::WORD;
use pinyin::{Pinyin, ToPinyin, ToPinyinMulti};
use polidex_corpus::text::is_han;
use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

/// Readings of a word that are kept, where its characters have several.
const READINGS: usize = 6;

/// Readings of a character that are kept.
const MOST_READINGS: usize = 3;

/// Known words with the number of clauses in which they stand at most.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    /// In order.
    chinese: Vec<(String, u32)>,
    /// How they are read, roughly, and the place of the word; in order.
    sounds: Vec<(Sound, u32)>,
    latin: HashMap<String, u32>,
}

impl Vocabulary {
    /// Chinese words and words in Latin letters, all folded. Of one that comes twice the higher number
    /// counts.
    pub fn of(
        chinese: impl IntoIterator<Item = (String, u32)>,
        latin: impl IntoIterator<Item = (String, u32)>,
    ) -> Self {
        let is_word = |word: &str| WORD.contains(&word.chars().count()) && word.chars().all(is_han);
        let mut chinese: Vec<(String, u32)> = chinese.into_iter().filter(|(word, _)| is_word(word)).collect();
        chinese.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
        chinese.dedup_by(|later, kept| later.0 == kept.0);
        let mut known = HashMap::new();
        let mut sounds = Vec::with_capacity(chinese.len() * 2);
        for (place, (word, _)) in chinese.iter().enumerate() {
            sounds.extend(combined(word.chars(), &mut known).into_iter().map(|sound| (sound, place as u32)));
        }
        sounds.sort_unstable();
        let mut vocabulary = Self { chinese, sounds, latin: HashMap::new() };
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
        let place = self.chinese.binary_search_by(|(known, _)| known.as_str().cmp(word)).ok()?;
        Some(self.chinese[place].1)
    }

    /// Other known words that are read like these characters, with whether they are read exactly so or only
    /// as some accents have it (z for zh, in for ing).
    pub fn sounding(&self, typed: &[char]) -> Vec<(&str, u32, bool)> {
        let text: String = typed.iter().collect();
        // What was typed is taken as it is usually read; a known word may be read in a rarer way.
        let exact = sounds(typed, false, 1);
        let mut found: Vec<(&str, u32, bool)> = Vec::new();
        let usual = typed.iter().map(|&c| readings(c, true, 1).first().map(|reading| hashed(reading)));
        let Some(sound) =
            usual.collect::<Option<Vec<u64>>>().map(|sounds| sounds.into_iter().fold(0, joined))
        else {
            return found;
        };
        let from = self.sounds.partition_point(|(known, _)| *known < sound);
        for (_, place) in self.sounds[from..].iter().take_while(|(known, _)| *known == sound) {
            let (word, clauses) = &self.chinese[*place as usize];
            if *word != text && found.iter().all(|(known, ..)| known != word) {
                let chars: Vec<char> = word.chars().collect();
                let same = sounds(&chars, false, MOST_READINGS).iter().any(|sound| exact.contains(sound));
                found.push((word, *clauses, same));
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

/// How a word is read, as a number: words of one sound have one, and another one only by chance.
type Sound = u64;

fn hashed(reading: &str) -> Sound {
    let mut hasher = DefaultHasher::new();
    reading.hash(&mut hasher);
    hasher.finish()
}

/// The sound of what is read so far and one more syllable.
fn joined(sound: Sound, syllable: Sound) -> Sound {
    (sound.rotate_left(5) ^ syllable).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// The rough sounds of a word, like [`sounds`]. How a character is read is looked up once: words are made of a few
/// thousand.
fn combined(word: impl Iterator<Item = char>, known: &mut HashMap<char, Vec<Sound>>) -> Vec<Sound> {
    let mut sounds = vec![0];
    for c in word {
        let readings = known.entry(c).or_insert_with(|| {
            readings(c, true, MOST_READINGS).iter().map(|reading| hashed(reading)).collect()
        });
        let longer = sounds.iter().flat_map(|&sound| readings.iter().map(move |&one| joined(sound, one)));
        sounds = longer.take(READINGS).collect();
    }
    sounds.dedup();
    sounds
}

/// How some characters may be read, syllables parted, each in `most` ways at most; `rough` as some accents
/// have it. None where one of them has no reading.
fn sounds(chars: &[char], rough: bool, most: usize) -> Vec<String> {
    let mut sounds = vec![String::new()];
    for &c in chars {
        let readings = readings(c, rough, most);
        sounds = sounds
            .iter()
            .flat_map(|sound| readings.iter().map(move |reading| format!("{sound}{reading} ")))
            .take(READINGS)
            .collect();
    }
    sounds
}

fn readings(c: char, rough: bool, most: usize) -> Vec<String> {
    let usual = c.to_pinyin().map(Pinyin::plain);
    let others = c.to_pinyin_multi().into_iter().flatten().map(Pinyin::plain);
    let mut readings: Vec<String> = Vec::new();
    for reading in usual.into_iter().chain(others) {
        let reading = if rough { roughly(reading) } else { reading.to_owned() };
        if !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    readings.truncate(most);
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
