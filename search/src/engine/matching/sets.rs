//! Sets of units that are found before units are scored: by positions, by labels, by the texts themselves.

use super::{
    super::{EngineError, Texts},
    DocId, Library, Nearness, Units,
    labels::{self, DocBits},
    required, spread,
};
use crate::{
    query::{
        phrase::Phrase,
        plan::{Condition, NearPair, Plan},
    },
    rank::Field,
    text::PhraseTerm,
};
use std::collections::HashSet;

/// The sets of one part.
#[derive(Default)]
pub struct Sets {
    /// For each phrase of the plan the clauses that hold it, and those whose title or headings do.
    pub phrases: Vec<(DocBits, DocBits)>,
    /// For each pair of the plan the clauses in which it stands.
    pub nears: Vec<DocBits>,
    /// For each phrase the clauses of which the text has to decide; none where positions do,
    open_phrases: Vec<DocBits>,
    /// and for each pair.
    open_nears: Vec<DocBits>,
    /// For each set of labels of the plan its documents.
    pub labels: Vec<DocBits>,
    /// What the plan's filters let through; `None` when there are no filters.
    pub allowed: Option<DocBits>,
    /// What labels add, and the documents that carry them.
    pub boosts: Vec<(f32, DocBits)>,
    /// For each term of the plan that is the beginning of others its bits, the clauses that hold one of them,
    /// and those whose title or headings do.
    pub prefixes: Vec<(u64, DocBits, DocBits)>,
}

impl Sets {
    /// The sets of every part.
    pub fn of_all<U: Units>(
        plan: &Plan,
        library: &Library<'_, U>,
        threads: usize,
        texts: &dyn Texts,
    ) -> Result<Vec<Self>, EngineError> {
        let places: Vec<usize> = (0..library.parts.len()).collect();
        // Another thread takes longer to start than to find nothing.
        let threads = if plan.looks_up_sets() { threads } else { 1 };
        let mut sets = spread::each(&places, threads, |&place| Self::new(plan, library.parts[place]))?;
        // Texts are read by one thread.
        for (part, sets) in library.parts.iter().zip(&mut sets) {
            sets.read(plan, *part, texts);
            sets.allow(&plan.condition);
        }
        Ok(sets)
    }

    /// What positions and labels tell.
    fn new<U: Units>(plan: &Plan, part: &U) -> Result<Self, EngineError> {
        let allowed = filtered(plan, part)?;
        // What lacks a phrase that a match must hold is no match, whatever else it holds.
        let mut among = allowed.clone().unwrap_or_else(|| DocBits::all(part.len()));
        let mut phrases = vec![(DocBits::default(), DocBits::default()); plan.phrases.len()];
        for number in in_order(plan, part)? {
            let phrase = &plan.phrases[number];
            let own = holding(part, phrase, Field::BodyGrams, &among)?;
            let above = holding(part, phrase, Field::ContextGrams, &among)?;
            if plan.condition.parts().contains(&Condition::Phrase(number)) {
                let mut held = own.clone();
                held.join(&above);
                among.intersect(&held);
            }
            phrases[number] = (own, above);
        }
        let boost = |boost: &crate::query::plan::Boost| {
            let carrying = labels::any(part, std::slice::from_ref(&boost.label))?;
            Ok((boost.score, carrying))
        };
        let prefixes = plan.terms.iter().filter(|term| term.prefix).map(|term| {
            let of = |field| beginning(part, field, &term.text);
            Ok((term.bits, of(term.own)?, of(term.context)?))
        });
        let mut sets = Self {
            phrases,
            nears: Vec::new(),
            open_phrases: Vec::new(),
            open_nears: Vec::new(),
            labels: plan.labels.iter().map(|set| labels::any(part, set)).collect::<Result<_, _>>()?,
            allowed,
            boosts: plan.boosts.iter().map(boost).collect::<Result<_, EngineError>>()?,
            prefixes: prefixes.collect::<Result<_, EngineError>>()?,
        };
        let is_open = |phrase: &Phrase| phrase.verify || !phrase.marks.is_empty() && !part.tells_marks();
        if plan.nears.is_empty() && !plan.phrases.iter().any(is_open) {
            return Ok(sets);
        }
        let wanted = required::required(plan, part, sets.allowed.as_ref())?;
        for (number, phrase) in plan.phrases.iter().enumerate() {
            let mut open = DocBits::none(part.len());
            if is_open(phrase) {
                let own = &mut sets.phrases[number].0;
                std::mem::swap(own, &mut open);
                open.intersect(&wanted);
            }
            sets.open_phrases.push(open);
        }
        for pair in &plan.nears {
            let mut held = sets.holding_both(plan, part, pair)?;
            held.intersect(&wanted);
            let told = part.near(pair, &held)?;
            let Nearness { near, open } =
                told.unwrap_or_else(|| Nearness { near: DocBits::none(part.len()), open: held });
            sets.nears.push(near);
            sets.open_nears.push(open);
        }
        Ok(sets)
    }

    /// Whether these sets alone tell that no unit fulfils a condition.
    pub fn rule_out(&self, condition: &Condition) -> bool {
        let filtered = self.allowed.as_ref().is_some_and(DocBits::is_empty);
        filtered
            || match condition {
                Condition::Phrase(number) => {
                    let (own, above) = &self.phrases[*number];
                    own.is_empty() && above.is_empty()
                }
                Condition::Near(number) => self.nears[*number].is_empty(),
                Condition::Labels(number) => self.labels[*number].is_empty(),
                Condition::And(parts) => parts.iter().any(|part| self.rule_out(part)),
                Condition::Or(parts) => parts.iter().all(|part| self.rule_out(part)),
                Condition::Everything
                | Condition::AtLeast { .. }
                | Condition::Translated { .. }
                | Condition::Not(_) => false,
            }
    }

    /// Lets texts decide where positions do not.
    fn read<U: Units>(&mut self, plan: &Plan, part: &U, texts: &dyn Texts) {
        let all = 0..part.len() as DocId;
        for (number, open) in std::mem::take(&mut self.open_phrases).into_iter().enumerate() {
            let phrase = &plan.phrases[number].text;
            let holds = |doc: &DocId| texts.holds(part.clause(*doc), phrase);
            open.within(all.clone()).filter(holds).for_each(|doc| self.phrases[number].0.insert(doc));
        }
        for (number, open) in std::mem::take(&mut self.open_nears).into_iter().enumerate() {
            let near = |doc: &DocId| texts.near(part.clause(*doc), &plan.nears[number]);
            open.within(all.clone()).filter(near).for_each(|doc| self.nears[number].insert(doc));
        }
    }

    /// Lets nothing through that lacks what a condition cannot do without, so that nothing else is looked at.
    fn allow(&mut self, condition: &Condition) {
        for part in condition.parts() {
            let needed = match part {
                Condition::Phrase(number) => {
                    let (own, above) = &self.phrases[*number];
                    let mut held = own.clone();
                    held.join(above);
                    held
                }
                Condition::Near(number) => self.nears[*number].clone(),
                Condition::Labels(number) => self.labels[*number].clone(),
                _ => continue,
            };
            match &mut self.allowed {
                Some(allowed) => allowed.intersect(&needed),
                None => self.allowed = Some(needed),
            }
        }
    }

    /// The clauses that hold the terms of both sides of a pair.
    fn holding_both<U: Units>(&self, plan: &Plan, part: &U, pair: &NearPair) -> Result<DocBits, EngineError> {
        let mut held: Option<DocBits> = None;
        for bit in required::bits(pair.bits) {
            let mut holding = DocBits::none(part.len());
            for term in plan.terms.iter().filter(|term| term.bits & bit != 0 && !term.prefix) {
                part.holders(term.own, &term.text, &mut |docs, _| holding.extend(docs))?;
            }
            for (_, own, _) in self.prefixes.iter().filter(|(bits, ..)| bits & bit != 0) {
                holding.join(own);
            }
            if let Some(held) = &held {
                holding.intersect(held);
            }
            held = Some(holding);
        }
        Ok(held.unwrap_or_else(|| DocBits::none(part.len())))
    }
}

/// The places of a plan's phrases, those first that a match must hold and that stand in the fewest units: the others are looked
/// for only there.
fn in_order<U: Units>(plan: &Plan, part: &U) -> Result<Vec<usize>, EngineError> {
    let mut places: Vec<usize> = (0..plan.phrases.len()).collect();
    if places.len() < 2 {
        return Ok(places);
    }
    let rarest = |phrase: &Phrase| -> Result<usize, EngineError> {
        let holders = |term: &PhraseTerm| -> Result<usize, EngineError> {
            let walk = part.walk(Field::BodyGrams, &term.text, 0, false)?;
            Ok(walk.map_or(0, |walk| walk.holders()))
        };
        let terms = phrase.terms.iter().filter(|term| !term.prefix);
        terms.map(holders).try_fold(usize::MAX, |least, held| Ok(least.min(held?)))
    };
    let rarest = plan.phrases.iter().map(rarest).collect::<Result<Vec<_>, _>>()?;
    let is_needed = |place: usize| plan.condition.parts().contains(&Condition::Phrase(place));
    places.sort_by_key(|&place| (!is_needed(place), rarest[place]));
    Ok(places)
}

/// The units whose `field` may hold the phrase: its terms at their distances. Where it has several, only units `among`
/// those that are given.
fn holding<U: Units>(
    part: &U,
    phrase: &Phrase,
    field: Field,
    among: &DocBits,
) -> Result<DocBits, EngineError> {
    match phrase.terms.as_slice() {
        [term] if term.prefix => beginning(part, field, &term.text),
        [term] => {
            let mut bits = DocBits::none(part.len());
            part.holders(field, &term.text, &mut |docs, _| bits.extend(docs))?;
            Ok(bits)
        }
        _ => part.holding(phrase, field, among),
    }
}

/// The units that hold a term that begins with `prefix`.
fn beginning<U: Units>(part: &U, field: Field, prefix: &str) -> Result<DocBits, EngineError> {
    let mut bits = DocBits::none(part.len());
    part.prefix_postings(field, prefix, &mut |docs, _| bits.extend(docs))?;
    Ok(bits)
}

/// The documents that the plan's filters and its list of clauses let through; `None` when there are none.
fn filtered<U: Units>(plan: &Plan, part: &U) -> Result<Option<DocBits>, EngineError> {
    let mut allowed: Option<DocBits> = None;
    for labels in &plan.filters {
        let bits = labels::any(part, labels)?;
        match &mut allowed {
            Some(allowed) => allowed.intersect(&bits),
            None => allowed = Some(bits),
        }
    }
    if !plan.exclusions.is_empty() {
        let excluded = labels::any(part, &plan.exclusions)?;
        let mut rest = allowed.unwrap_or_else(|| DocBits::all(part.len()));
        rest.subtract(&excluded);
        allowed = Some(rest);
    }
    if let Some(only) = &plan.only {
        let mut listed = listed(part, only);
        if let Some(allowed) = &allowed {
            listed.intersect(allowed);
        }
        allowed = Some(listed);
    }
    Ok(allowed)
}

/// The units of some clauses, by their rows.
fn listed<U: Units>(part: &U, rows: &HashSet<i64>) -> DocBits {
    let mut listed = DocBits::none(part.len());
    let (Some(&first), Some(&last)) = (rows.iter().min(), rows.iter().max()) else { return listed };
    for doc in 0..part.len() as DocId {
        let row = part.clause(doc);
        if (first..=last).contains(&row) && rows.contains(&row) {
            listed.insert(doc);
        }
    }
    listed
}

#[cfg(test)]
mod tests {
    use super::*;
    use Condition::{And, Everything, Labels, Near, Not, Or, Phrase};

    #[test]
    fn what_stands_nowhere_rules_out_what_needs_it() {
        let some = || DocBits::all(3);
        let none = || DocBits::none(3);
        let sets = Sets {
            phrases: vec![(none(), none()), (none(), some())],
            nears: vec![none(), some()],
            labels: vec![none(), some()],
            ..Sets::default()
        };
        for (condition, expected) in [
            (Everything, false),
            (Condition::AtLeast { concepts: vec![1], needed: 1 }, false),
            (Phrase(0), true),
            (Phrase(1), false),
            (Near(0), true),
            (Near(1), false),
            (Labels(0), true),
            (Labels(1), false),
            (Not(Box::new(Phrase(0))), false),
            (And(vec![Phrase(1), Near(0)]), true),
            (And(vec![Phrase(1), Near(1)]), false),
            (Or(vec![Phrase(1), Near(0)]), false),
            (Or(vec![Phrase(0), Near(0)]), true),
        ] {
            assert_eq!(sets.rule_out(&condition), expected, "{condition:?}");
        }
        let filtered = Sets { allowed: Some(none()), ..Sets::default() };
        assert!(filtered.rule_out(&Everything));
    }
}
