//! Plans for what stands near each other.

use super::{
    ast::{Near, Operand},
    plan::{Concept, Condition, NearPair, NearSide},
    planner::Planner,
};
use crate::{answer::Explanation, text::fold};
use polidex_corpus::text::is_han;

/// Characters that may stand between two things of which one is written in Han characters.
const HAN_DISTANCE: u32 = 20;

/// Words that may stand between two things in other scripts.
const WORD_DISTANCE: u32 = 10;

impl Planner<'_> {
    /// Two words or phrases near each other. What has no letters is nothing that could stand anywhere: then
    /// the other alone must stand there.
    pub(super) fn near(&mut self, near: &Near, positive: bool) -> Condition {
        let left = self.side(&near.left, positive);
        let right = self.side(&near.right, positive);
        let concepts: Vec<Concept> =
            [&left, &right].into_iter().flatten().map(|(_, concept)| concept.clone()).collect();
        if concepts.is_empty() {
            return Condition::Everything;
        }
        let bits = concepts.iter().fold(0, |bits, concept| bits | concept.bits);
        let one = |concept: &Concept| Condition::AtLeast { concepts: vec![concept.bits], needed: 1 };
        let mut held: Vec<Condition> = concepts.iter().map(one).collect();
        let condition = match (left, right) {
            (Some((left, one)), Some((right, other))) => {
                let han = one.han || other.han;
                let usual = if han { HAN_DISTANCE } else { WORD_DISTANCE };
                let distance = near.distance.unwrap_or(usual);
                if positive {
                    let (left, right) = (left.text.clone(), right.text.clone());
                    self.explain.push(Explanation::Near { left, right, distance });
                }
                self.plan.nears.push(NearPair { left, right, distance, bits });
                held.push(Condition::Near(self.plan.nears.len() - 1));
                Condition::And(held)
            }
            _ => Condition::And(held),
        };
        if positive {
            self.plan.concepts.extend(concepts);
        }
        condition
    }

    /// What is looked for on one side, and the terms that it takes.
    fn side(&mut self, operand: &Operand, positive: bool) -> Option<(NearSide, Concept)> {
        let text = fold(&operand.text.text).trim().to_owned();
        let word = !operand.quoted && !text.contains(is_han);
        let inflected = if word { self.concept(&text) } else { None };
        let mut stem = None;
        let concept = match inflected {
            Some(concept) => {
                self.context.analyzer.words(&text, |term, _| {
                    stem.get_or_insert_with(|| term.to_owned());
                });
                concept
            }
            None => self.substring(&text)?,
        };
        if positive {
            self.score_terms(&text);
        }
        Some((NearSide { text, stem }, concept))
    }
}
