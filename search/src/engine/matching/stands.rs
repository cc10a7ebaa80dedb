//! Where an alternative of a term stands.

use super::{DocId, Units, labels::DocBits};

/// The units of a part that hold an alternative.
pub struct Stands {
    /// All of them.
    pub bits: DocBits,
    /// Their number.
    pub count: u32,
    /// One by one, where they are so few that this is quicker.
    pub few: Option<Vec<DocId>>,
}

/// Sets of fewer units than one in so many are gone through one by one.
const FEW: usize = 256;

impl Stands {
    /// Takes them in.
    pub fn new<U: Units>(bits: DocBits, part: &U) -> Self {
        let count = bits.count();
        let few =
            ((count as usize) < part.len() / FEW).then(|| bits.within(0..part.len() as DocId).collect());
        Self { bits, count, few }
    }

    /// How many of them are in a set.
    pub fn common(&self, set: &DocBits) -> u32 {
        match &self.few {
            Some(few) => few.iter().filter(|&&doc| set.contains(doc)).count() as u32,
            None => self.bits.common(set),
        }
    }

    /// Shows the policies that they are of, some more than once, each with a unit of it.
    pub fn policies<U: Units>(&self, part: &U, mut show: impl FnMut(DocId, u32)) {
        if let Some(few) = &self.few {
            for &doc in few {
                show(doc, part.policy(doc));
            }
            return;
        }
        let stretches = part.stretches();
        for (stretch, &policy) in stretches.policies(0..stretches.len()).iter().enumerate() {
            let units = stretches.units(stretch);
            if self.bits.touches(units.clone()) {
                show(units.start, policy);
            }
        }
    }
}
