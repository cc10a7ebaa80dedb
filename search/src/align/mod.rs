//! Chinese and English side by side: which clause of one text says what which clause of the other says.
//!
//! Two texts of one document are cut into [`Segment`]s, the words that each clause has of its own. An
//! [`Aligner`] measures how likely two segments are to say the same, by where they stand, the numbers and the
//! Latin words in them, the words that a [`Glossary`] translates, and their lengths; [`Aligner::align`] then finds
//! the best way to walk through both texts at once, as Gale and Church do for sentences (1993), where a segment
//! may also have no counterpart, or two.

mod evidence;
mod features;
mod glossary;
mod ordinal;
mod path;
mod quantities;
mod segment;

pub use evidence::{Evidence, rendered};
pub use features::{Features, LETTERS_A_CHARACTER};
pub use glossary::Glossary;
pub use segment::{Segment, segments};

use features::Reader;
use serde::Serialize;
use std::{collections::HashMap, ops::Range};

/// Segments of both texts that say the same; one side is empty where there is no counterpart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// Segments of the Chinese text, by number.
    pub chinese: Range<usize>,
    /// Segments of the English text, by number.
    pub english: Range<usize>,
    /// How sure it is, from 0 to 1; 0 where a side is empty.
    pub confidence: f32,
}

/// Measures and aligns texts.
pub struct Aligner<'g> {
    reader: Reader<'g>,
}

impl<'g> Aligner<'g> {
    /// An aligner with a glossary, which may be empty.
    pub fn new(glossary: &'g Glossary) -> Self {
        Self { reader: Reader::new(glossary, false) }
    }

    /// One that reads words inside of longer ones too, for telling whether somebody's own words render a clause.
    pub fn of_words(glossary: &'g Glossary) -> Self {
        Self { reader: Reader::new(glossary, true) }
    }

    /// What is compared of the segments of both texts. Words that stand in many segments of a text weigh less.
    pub fn features(&self, chinese: &[Segment], english: &[Segment]) -> [Vec<Features>; 2] {
        let mut ids = HashMap::new();
        let mut read = |segments: &[Segment], is_chinese: bool| -> Vec<Features> {
            segments.iter().map(|segment| self.reader.read(segment, is_chinese, &mut ids)).collect()
        };
        let (mut chinese, mut english) = (read(chinese, true), read(english, false));
        features::weigh(&mut chinese);
        features::weigh(&mut english);
        [chinese, english]
    }

    /// The likeliest alignment of two texts, in the order of both. Every segment is in exactly one pair.
    pub fn align(&self, chinese: &[Segment], english: &[Segment]) -> Vec<Pair> {
        let [chinese, english] = self.features(chinese, english);
        path::best(&chinese, &english)
    }
}

#[cfg(test)]
mod tests;
