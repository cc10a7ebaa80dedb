//! Where an alternative of a term stands.

use super::{super::EngineError, DocId, Units, labels::DocBits};
use crate::rank::Field;

/// The units of a part that hold an alternative.
pub enum Stands {
    /// One by one, where they are so few that this is quicker,
    Few(Vec<DocId>),
    /// or as a set, with their number.
    Many(DocBits, u32),
}

/// Sets of fewer units than one in so many are gone through one by one.
const FEW: usize = 256;

impl Stands {
    /// The living units of a part that hold all of `terms` and are not in the set `without`.
    pub fn of<U: Units>(
        part: &U,
        field: Field,
        terms: &[String],
        without: Option<&DocBits>,
    ) -> Result<Self, EngineError> {
        let all = 0..part.len() as DocId;
        let is_few = |count: usize| count < part.len() / FEW;
        let mut walks = Vec::with_capacity(terms.len());
        for term in terms {
            let Some(walk) = part.walk(field, term, 0, false)? else { return Ok(Self::Few(Vec::new())) };
            walks.push((term, walk));
        }
        // The rarest first: where it stands in few units, the others are looked up there alone.
        walks.sort_by_key(|(_, walk)| walk.holders());
        let Some((_, rarest)) = walks.first_mut() else { return Ok(Self::Few(Vec::new())) };
        if is_few(rarest.holders()) {
            let mut held = Vec::with_capacity(rarest.holders());
            rarest.within(all, &mut |docs, _| held.extend(docs));
            held.retain(|&doc| part.is_alive(doc) && without.is_none_or(|without| !without.contains(doc)));
            for (term, _) in &walks[1..] {
                let mut frequencies = part.frequencies(field, term, &held)?.into_iter();
                held.retain(|_| frequencies.next().is_some_and(|frequency| frequency > 0));
            }
            return Ok(Self::Few(held));
        }
        let mut held: Option<DocBits> = None;
        for (_, walk) in &mut walks {
            let mut holding = DocBits::none(part.len());
            walk.within(all.clone(), &mut |docs, _| holding.extend(docs));
            if let Some(held) = &held {
                holding.intersect(held);
            }
            held = Some(holding);
        }
        let mut held = held.unwrap_or_default();
        if let Some(without) = without {
            held.subtract(without);
        }
        if part.has_deleted() {
            let dead: Vec<DocId> = held.within(all.clone()).filter(|&doc| !part.is_alive(doc)).collect();
            for doc in dead {
                held.remove(doc);
            }
        }
        let count = held.count();
        Ok(if is_few(count as usize) {
            Self::Few(held.within(all).collect())
        } else {
            Self::Many(held, count)
        })
    }

    /// Their number.
    pub fn count(&self) -> u32 {
        match self {
            Self::Few(few) => few.len() as u32,
            Self::Many(_, count) => *count,
        }
    }

    /// Adds them to a set.
    pub fn join_to(&self, set: &mut DocBits) {
        match self {
            Self::Few(few) => set.extend(few),
            Self::Many(bits, _) => set.join(bits),
        }
    }

    /// How many of them are in a set.
    pub fn common(&self, set: &DocBits) -> u32 {
        match self {
            Self::Few(few) => few.iter().filter(|&&doc| set.contains(doc)).count() as u32,
            Self::Many(bits, _) => bits.common(set),
        }
    }

    /// Shows the policies that they are of, some more than once, each with a unit of it.
    pub fn policies<U: Units>(&self, part: &U, mut show: impl FnMut(DocId, u32)) {
        match self {
            Self::Few(few) => few.iter().for_each(|&doc| show(doc, part.policy(doc))),
            Self::Many(bits, _) => {
                let stretches = part.stretches();
                let (mut stretch, mut next) = (0, bits.from(0));
                while let Some(doc) = next {
                    stretch = stretches.onward(stretch, doc);
                    let units = stretches.units(stretch);
                    show(units.start, stretches.policies(stretch..stretch + 1)[0]);
                    next = bits.from(units.end);
                }
            }
        }
    }
}
