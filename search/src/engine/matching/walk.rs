//! Ways through postings that are listed already.

use super::{DocId, Visit, Walk};
use std::ops::Range;

/// Units that hold a term, with how often, all of them listed.
#[derive(Default)]
pub struct Listed {
    docs: Vec<DocId>,
    frequencies: Vec<u32>,
    at: usize,
}

impl Listed {
    /// Adds units, whose numbers rise.
    pub fn add(&mut self, docs: &[DocId], frequencies: &[u32]) {
        self.docs.extend(docs);
        self.frequencies.extend(frequencies);
    }

    /// The way from a unit on; none where no unit holds the term.
    pub fn from<'a>(mut self, doc: DocId) -> Option<Box<dyn Walk + 'a>> {
        self.at = self.docs.partition_point(|&other| other < doc);
        (!self.docs.is_empty()).then(|| Box::new(self) as Box<dyn Walk>)
    }
}

impl Walk for Listed {
    fn within(&mut self, docs: Range<DocId>, visit: Visit<'_>) {
        let rest = &self.docs[self.at..];
        let (from, to) = [docs.start, docs.end].map(|end| rest.partition_point(|&doc| doc < end)).into();
        let shown = self.at + from..self.at + to;
        visit(&self.docs[shown.clone()], &self.frequencies[shown.clone()]);
        self.at = shown.end;
    }

    fn ahead(&self) -> Option<DocId> {
        self.docs.get(self.at).copied()
    }

    fn holders(&self) -> usize {
        self.docs.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_show_each_unit_once() {
        let mut listed = Listed::default();
        listed.add(&[1, 5, 8, 9, 30], &[1, 2, 3, 4, 5]);
        let mut walk = listed.from(2).unwrap();
        let mut seen = Vec::new();
        for range in [2..6, 6..9, 20..40] {
            assert!(walk.ahead().is_some());
            walk.within(range, &mut |docs, frequencies| {
                seen.extend(docs.iter().copied().zip(frequencies.iter().copied()));
            });
        }
        assert_eq!(seen, [(5, 2), (8, 3), (30, 5)]);
        assert_eq!(walk.ahead(), None);
    }
}
