//! Certificates and events.

use super::{Case, Gap, Have, Outcome, Truth};
use crate::matching::{
    fact::Fact,
    profile::{Happened, Held},
};
use polidex_corpus::{
    model::{Days, Level},
    vocabulary,
};

impl Case<'_> {
    pub(super) fn certificate(
        &self,
        any_of: &[String],
        levels: &[Level],
        grades: &[u8],
        new: bool,
        days: &Days,
    ) -> Outcome {
        let outcomes = any_of.iter().map(|id| self.one_certificate(id, levels, grades, new, days));
        best(outcomes).with_gap(Gap::Certificate { any_of: any_of.to_vec() })
    }

    fn one_certificate(&self, id: &str, levels: &[Level], grades: &[u8], new: bool, days: &Days) -> Outcome {
        let stated =
            self.profile.answer(&Fact::Certificate(id.to_owned()).key()).and_then(|answer| answer.holds);
        let named = Held { id: id.to_owned(), date: None, expires: None, level: None, grade: None };
        let list = self.profile.certificates.as_deref();
        let without = stated == Some(false) || self.profile.without.iter().any(|without| without == id);
        let otherwise = match list {
            _ if without => Outcome::known(false, Have::Stated { holds: false }),
            Some(_) => Outcome::known(false, None),
            None => Outcome::unknown(Fact::Certificate(id.to_owned())),
        };
        let listed = list.into_iter().flatten().filter(|held| held.id == id || includes(&held.id, id));
        let said = (stated == Some(true)).then_some(&named);
        let held: Vec<Outcome> =
            listed.chain(said).map(|held| self.held(held, id, levels, grades, new, days)).collect();
        if held.is_empty() { otherwise } else { best(held.into_iter()) }
    }

    fn held(
        &self,
        held: &Held,
        id: &str,
        levels: &[Level],
        grades: &[u8],
        new: bool,
        days: &Days,
    ) -> Outcome {
        let told =
            self.profile.answer(&Fact::CertificateDate(held.id.clone()).key()).and_then(|answer| answer.date);
        let date = held.date.or(told);
        let have = Have::Certificate { id: held.id.clone(), date };
        let lapsed = held.expires.is_some_and(|last| last < self.day);
        // A higher certificate was not given as the lower one, so it is not newly that.
        if lapsed || new && held.id != id {
            return Outcome::known(false, have);
        }
        let known_level = held.level.or_else(|| vocabulary::certificates().term(&held.id)?.level);
        let level = fits(levels, known_level.as_ref());
        let grade = fits(grades, held.grade.as_ref());
        let in_days = match date {
            _ if days.is_open() => Some(true),
            Some(date) => Some(days.holds(date)),
            None => None,
        };
        let fresh = match date {
            _ if !new => Some(true),
            Some(date) => self.is_new(date),
            None => None,
        };
        match (all([level, grade, in_days, fresh]), date) {
            (Some(holds), _) => Outcome::known(holds, have),
            (None, None) if in_days.is_none() || fresh.is_none() => {
                Outcome::unknown(Fact::CertificateDate(held.id.clone())).with_have(have)
            }
            // Its level, its grade, or whether its round is over: the words of the condition can be asked about.
            (None, _) => Outcome::unknown(None).with_have(have),
        }
    }

    pub(super) fn event(&self, any_of: &[String], days: &Days) -> Outcome {
        let outcomes = any_of.iter().map(|id| self.one_event(id, days));
        best(outcomes).with_gap(Gap::Event { any_of: any_of.to_vec() })
    }

    fn one_event(&self, id: &str, days: &Days) -> Outcome {
        let founded = self.profile.founded.filter(|_| id == "established");
        let founded = founded.map(|date| Happened { id: id.to_owned(), date: Some(date) });
        let happened = self.profile.events.iter().filter(|event| event.id == id).cloned().chain(founded);
        let otherwise = match () {
            () if self.profile.without.iter().any(|without| without == id) => {
                Outcome::known(false, Have::Stated { holds: false })
            }
            () if id == "above_designated_first" && self.profile.above_designated == Some(false) => {
                Outcome::known(false, Have::Stated { holds: false })
            }
            () => Outcome::unknown(Fact::Event(id.to_owned())),
        };
        let found: Vec<Outcome> = happened.map(|event| self.happened(&event, days)).collect();
        if found.is_empty() { otherwise } else { best(found.into_iter()) }
    }

    fn happened(&self, event: &Happened, days: &Days) -> Outcome {
        let have = Have::Event { id: event.id.clone(), date: event.date };
        let Some(date) = event.date else {
            return Outcome::unknown(Fact::EventDate(event.id.clone())).with_have(have);
        };
        let holds = if days.is_open() { self.is_new(date) } else { Some(days.holds(date)) };
        match holds {
            Some(holds) => Outcome::known(holds, have),
            None => Outcome::unknown(None).with_have(have),
        }
    }
}

/// Whether the holder of one certificate has another as well.
fn includes(held: &str, asked: &str) -> bool {
    vocabulary::certificates().term(held).is_some_and(|term| term.includes.iter().any(|id| id == asked))
}

/// Whether a value is one of those asked for; nothing asked for is no restriction.
fn fits<T: PartialEq>(asked: &[T], have: Option<&T>) -> Option<bool> {
    if asked.is_empty() { Some(true) } else { have.map(|have| asked.contains(have)) }
}

/// Whether all hold: one that does not settles it, one that is unknown leaves it open.
fn all(truths: [Option<bool>; 4]) -> Option<bool> {
    if truths.contains(&Some(false)) {
        Some(false)
    } else {
        truths.iter().all(Option::is_some).then_some(true)
    }
}

/// The outcome that speaks most for the company: met, else unknown, else failed.
fn best(outcomes: impl Iterator<Item = Outcome>) -> Outcome {
    let order = |outcome: &Outcome| match outcome.truth {
        Truth::Met => 0,
        Truth::Unknown => 1,
        Truth::Failed if outcome.have.is_some() => 2,
        Truth::Failed => 3,
    };
    outcomes.min_by_key(order).unwrap_or_else(|| Outcome::unknown(None))
}
