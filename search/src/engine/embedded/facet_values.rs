//! The facet values of documents, at hand.

use super::super::matching::{DocId, Stretches};
use tantivy::columnar::StrColumn;

/// The facet values of documents, which all units of a document share, by number of the stretch of units: to look
/// into the column for each of them takes longer than all else that is counted.
pub struct FacetValues {
    ordinals: Vec<u32>,
    ends: Vec<u32>,
}

impl FacetValues {
    /// Reads the values of every stretch off its first unit that has not been deleted.
    pub fn read(stretches: &Stretches, column: Option<&StrColumn>, is_alive: impl Fn(DocId) -> bool) -> Self {
        let mut values = Self { ordinals: Vec::new(), ends: Vec::new() };
        for stretch in 0..stretches.len() {
            let living = stretches.units(stretch).find(|&doc| is_alive(doc));
            if let (Some(column), Some(doc)) = (column, living) {
                values.ordinals.extend(column.term_ords(doc).map(|ordinal| ordinal as u32));
            }
            values.ends.push(values.ordinals.len() as u32);
        }
        values
    }

    /// The values of a stretch.
    pub fn of(&self, stretch: usize) -> &[u32] {
        let start = stretch.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.ordinals[start as usize..self.ends[stretch] as usize]
    }
}
