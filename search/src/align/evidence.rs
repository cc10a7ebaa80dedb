//! How likely two segments are to say the same.

use super::features::Features;
use polidex_corpus::model::Step;
use serde::Serialize;
use std::collections::HashSet;

/// What speaks for two segments saying the same, each from 0 to 1. `None` where neither says anything of the
/// kind.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Evidence {
    /// Whether they stand at the same place: the same path, the same number, the same kind.
    pub place: f32,
    /// The share of their numbers that both have.
    pub numbers: Option<f32>,
    /// The share of what their words tell that both tell.
    pub words: Option<f32>,
    /// How much the words can tell: with few that are translated, it is chance whether these are there.
    pub telling: f32,
    /// How well their lengths fit.
    pub length: f32,
}

impl Evidence {
    /// Compares a Chinese segment with an English one.
    pub fn of(chinese: &Features, english: &Features) -> Self {
        Self {
            place: place(chinese, english),
            numbers: numbers(chinese, english),
            words: words(chinese, english),
            telling: telling(chinese),
            length: length(chinese, english),
        }
    }

    /// How sure it is that they say the same, from 0 to 1.
    ///
    /// The mean of what is known, words and numbers before place and length: a place may be shared by chance, a
    /// figure rarely is.
    pub fn confidence(&self) -> f32 {
        let parts = [
            (Some(self.place), 2.0),
            (self.numbers, 3.0),
            // The best translations share about half of their words with a glossary.
            (self.words.map(|words| (words * 2.0).min(1.0)), 3.0 * self.telling),
            (Some(self.length), 2.0),
        ];
        let known = parts.iter().filter_map(|(value, weight)| Some((value.as_ref()? * weight, *weight)));
        let (sum, weights) = known.fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
        sum / weights
    }

    /// The same without regard to place, for segments that stand in no order.
    pub fn likeness(&self) -> f32 {
        3.0 * self.words.unwrap_or(0.0) + self.numbers.unwrap_or(0.0) + 0.5 * self.length
    }
}

fn place(chinese: &Features, english: &Features) -> f32 {
    let last = |features: &Features| features.path.0.last().copied();
    let of_place = match (last(chinese), last(english)) {
        // Numbers of headings and of paragraphs outside every clause run through the document, and one
        // heading more shifts them all.
        (Some(Step::Text(_) | Step::Heading(_)), Some(Step::Text(_) | Step::Heading(_))) => 0.5,
        // Articles say their number in both languages; of 一、（一）1. and I. 1. (1) the levels may be read
        // differently.
        (Some(Step::Numbered(_)), Some(Step::Numbered(_))) if chinese.path == english.path => 0.7,
        _ if chinese.path == english.path => 1.0,
        (one, other) if one == other => 0.6,
        _ if chinese.kind == english.kind => 0.2,
        _ => 0.0,
    };
    match (&chinese.ordinal, &english.ordinal) {
        (Some(one), Some(other)) if one.agrees(other) => f32::max(of_place, 0.7),
        (Some(_), Some(_)) => f32::min(of_place, 0.2),
        _ => of_place,
    }
}

/// Half with two words, three quarters with six.
fn telling(chinese: &Features) -> f32 {
    let known = chinese.terms.len() as f32;
    known / (known + 2.0)
}

fn numbers(chinese: &Features, english: &Features) -> Option<f32> {
    let all = chinese.numbers.len() + english.numbers.len();
    let shared =
        chinese.numbers.iter().filter(|number| english.numbers.binary_search(number).is_ok()).count();
    (all > 0).then(|| 2.0 * shared as f32 / all as f32)
}

/// What of the words of either side the other tells, by weight.
struct Told {
    chinese: f32,
    all_chinese: f32,
    english: f32,
    all_english: f32,
}

/// The weight of the Chinese terms that are found translated, and of the English stems that are found as
/// translations, beside all weight.
fn told(chinese: &Features, english: &Features) -> Told {
    let mut told = 0.0;
    let mut explained: HashSet<u32> = HashSet::new();
    for term in &chinese.terms {
        // Of several translations the one of most words that is there whole.
        let whole =
            term.translations.iter().filter(|stems| stems.iter().all(|&stem| english.holds(stem).is_some()));
        if let Some(stems) = whole.max_by_key(|stems| stems.len()) {
            told += term.weight;
            explained.extend(stems);
        }
    }
    let weight = |features: &Features| features.terms.iter().map(|term| term.weight).sum::<f32>();
    Told {
        chinese: told,
        all_chinese: weight(chinese),
        english: explained.iter().filter_map(|&stem| english.holds(stem)).map(|term| term.weight).sum(),
        all_english: weight(english),
    }
}

fn words(chinese: &Features, english: &Features) -> Option<f32> {
    let told = told(chinese, english);
    let all = told.all_chinese + told.all_english;
    (!chinese.terms.is_empty() && all > 0.0).then(|| (told.chinese + told.english) / all)
}

/// Numbers from here on, in thousandths, are no chance; smaller ones may be part of a word.
const TELLING_NUMBER: u64 = 10_000;

/// How much of what a quotation says a clause of the other language says, from 0 to 1: the share of its words, and
/// nothing where it has a number that the clause lacks.
pub fn rendered(quoted: &Features, clause: &Features, quoted_is_chinese: bool) -> f32 {
    let lacks = |number: &&u64| **number >= TELLING_NUMBER && clause.numbers.binary_search(number).is_err();
    if quoted.numbers.iter().any(|number| lacks(&number)) {
        return 0.0;
    }
    let (share, all) = if quoted_is_chinese {
        let told = told(quoted, clause);
        (told.chinese, told.all_chinese)
    } else {
        let told = told(clause, quoted);
        (told.english, told.all_english)
    };
    if all > 0.0 { share / all } else { 0.0 }
}

fn length(chinese: &Features, english: &Features) -> f32 {
    // A few letters more or less say nothing about short segments.
    let (one, other) = (chinese.length + 20.0, english.length + 20.0);
    one.min(other) / one.max(other)
}
