//! Sums over the alternatives of a term.

use super::DocId;
use std::ops::Range;

/// How often the alternatives of a term stand in the units of a window, each by how far it is trusted.
#[derive(Default)]
pub struct Sums {
    start: DocId,
    /// By place in the window.
    by_unit: Vec<f32>,
    /// The units that hold one.
    docs: Vec<DocId>,
}

impl Sums {
    /// Says which units are in the window. Nothing may be left of another one.
    pub fn begin(&mut self, docs: Range<DocId>) {
        self.start = docs.start;
        self.by_unit.resize(docs.len(), 0.0);
    }

    /// Adds to the sum of a unit.
    pub fn add(&mut self, doc: DocId, frequency: f32) {
        let sum = &mut self.by_unit[(doc - self.start) as usize];
        if *sum == 0.0 {
            self.docs.push(doc);
        }
        *sum += frequency;
    }

    /// The units that have a sum.
    pub fn docs(&self) -> &[DocId] {
        &self.docs
    }

    /// Takes the units out with their sums, so that nothing is left.
    pub fn take(&mut self) -> impl Iterator<Item = (DocId, f32)> {
        let (by_unit, start) = (&mut self.by_unit, self.start);
        self.docs.drain(..).map(move |doc| (doc, std::mem::take(&mut by_unit[(doc - start) as usize])))
    }
}
