//! Which clause says in the other language what a clause says.
//!
//! A question in English finds the clauses of an English translation by the words that a person chose for them, and
//! no lexicon knows the way from there to the Chinese clause as well as that translation does. So where a store holds
//! both texts, every clause is linked with those beside it ([`crate::align`]), and what speaks for a clause speaks for
//! the clauses that render it. The links are made by machine and say how sure they are; they lie beside the index,
//! are kept in step with it and can be deleted at any time.

mod keep;
mod links;

pub use keep::{catch_up, file, rebuild};
pub use links::{Link, links};

use crate::{engine::EngineError, stats::Side};
use keep::Kept;
use std::{
    collections::{HashMap, HashSet},
    path::Path,
    sync::Arc,
};

/// The links of a store's clauses, open for reading.
#[derive(Debug, Default)]
pub struct Renderings {
    /// By the row of a Chinese clause: the rows of English ones that render it, and how sure that is.
    chinese: HashMap<i64, Vec<(i64, f32)>>,
    /// The same by the row of an English clause.
    english: HashMap<i64, Vec<(i64, f32)>>,
    /// The rows of both, made once, since questions restrict themselves to them.
    linked: [Arc<HashSet<i64>>; 2],
}

/// What a clause's rendering in the language of the question did to its score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rendered {
    /// Row of the clause that renders it.
    pub by: i64,
    /// How sure it is that it does, from 0 to 1.
    pub confidence: f32,
    /// What that added to the score.
    pub added: f32,
    /// Whether the clause's own words did not find it.
    pub only: bool,
}

impl Renderings {
    /// Opens those of a data directory; none where there are none yet.
    ///
    /// # Errors
    /// Where the file cannot be read or is damaged; `polidex index update` makes it anew.
    pub fn open(data: &Path) -> Result<Self, EngineError> {
        let mut renderings = Self::default();
        for Link { chinese, english, confidence } in
            Kept::open(data)?.into_iter().flat_map(|kept| kept.pairs).flat_map(|pair| pair.links)
        {
            renderings.chinese.entry(chinese).or_default().push((english, confidence));
            renderings.english.entry(english).or_default().push((chinese, confidence));
        }
        renderings.linked =
            [&renderings.chinese, &renderings.english].map(|links| Arc::new(links.keys().copied().collect()));
        Ok(renderings)
    }

    /// Whether no clause has a rendering.
    pub fn is_empty(&self) -> bool {
        self.chinese.is_empty()
    }

    /// The clauses of one side that have a rendering, by their rows.
    pub fn clauses(&self, side: Side) -> Arc<HashSet<i64>> {
        let [chinese, english] = &self.linked;
        Arc::clone(match side {
            Side::Chinese => chinese,
            Side::English => english,
        })
    }

    /// The clauses that render one of a side, by their rows, and how sure that is, from 0 to 1.
    pub fn of(&self, side: Side, clause: i64) -> &[(i64, f32)] {
        self.from(side).get(&clause).map_or(&[], Vec::as_slice)
    }

    fn from(&self, side: Side) -> &HashMap<i64, Vec<(i64, f32)>> {
        match side {
            Side::Chinese => &self.chinese,
            Side::English => &self.english,
        }
    }
}
