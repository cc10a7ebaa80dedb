//! One part of a document against one profile: its measures, each condition checked.

use super::{
    amount::{Priced, Sum},
    catalogue::{CataloguedPolicy, PartText},
    check::{Case, Have, Outcome, Truth},
    fact::Fact,
    profile::Profile,
    report::{Checked, Deadline, Match, Quote, Source},
    verdict::{Judged, Verdict, verdict_of},
};
use crate::{answer::PolicySummary, query::plan::Status};
use jiff::civil::Date;
use polidex_corpus::model::{Checks, Condition, Measure, Requirement, Scope, Span, Test};

/// One part of a document, with everything that its measures share.
pub(super) struct Placed<'a> {
    entry: &'a CataloguedPolicy,
    part: &'a PartText,
    case: Case<'a>,
}

impl<'a> Placed<'a> {
    pub fn new(entry: &'a CataloguedPolicy, part: &'a PartText, profile: &'a Profile, day: Date) -> Self {
        let case = Case { profile, day, region: entry.region.as_ref(), begins: entry.begins() };
        Self { entry, part, case }
    }

    fn words(&self, span: Span) -> String {
        self.part.slice(span).to_owned()
    }

    fn quote(&self, span: Span) -> Quote {
        self.part.quote(&self.entry.policy, span)
    }

    pub fn judge(&self, measure: &'a Measure, summary: &PolicySummary) -> Judged<'a> {
        let over = self.over(measure, summary.status);
        let mut unknown = Vec::new();
        let conditions = if over.is_some() { Vec::new() } else { self.conditions(measure, &mut unknown) };
        let words = |span: Span| self.words(span);
        let common = self.part.caps_of(&self.entry.policy, measure);
        let priced = Priced {
            measure,
            checks: &measure.checks,
            common,
            case: self.case,
            matched: None,
            words: &words,
        };
        let amount = priced.compute();
        let mut found = Match {
            reference: self.part.reference(&self.entry.policy, measure.sentence).to_string(),
            policy: summary.clone(),
            kind: measure.kind,
            verdict: over.unwrap_or(Verdict::NeedsInformation),
            sentence: self.quote(measure.sentence),
            beneficiary: measure.beneficiary.map(|span| self.quote(span)),
            conditions,
            deadline: self.deadline(measure),
            authority: measure.authority.map(|span| self.quote(span)),
            materials: measure.materials.iter().map(|span| self.quote(*span)).collect(),
            automatic: measure.automatic.map(|span| self.quote(span)),
            standing: self.entry.standing.clone(),
            one_off: measure.one_off.is_some(),
            stacking: self.stacking(measure),
            amount,
        };
        if over.is_none() {
            self.no_step_reached(measure, &mut found);
            found.verdict = verdict_of(&found.conditions);
        }
        Judged { entry: self.entry, part: self.part, measure, found, unknown }
    }

    /// Whether it is too late or too early for the measure, whatever the company.
    fn over(&self, measure: &Measure, status: Status) -> Option<Verdict> {
        let day = self.case.day;
        match status {
            Status::ExpiredByTerm | Status::Repealed => return Some(Verdict::Expired),
            Status::NotYetEffective => return Some(Verdict::NotYetOpen),
            Status::InForce | Status::PartlyInvalid | Status::Unknown => {}
        }
        let window = measure.window.as_ref().or(match self.part.common.windows.as_slice() {
            [only] => Some(only),
            _ => None,
        })?;
        match () {
            () if window.closes.is_some_and(|last| last < day) => Some(Verdict::Expired),
            () if window.opens.is_some_and(|first| first > day) => Some(Verdict::NotYetOpen),
            () => None,
        }
    }

    fn conditions(&self, measure: &Measure, unknown: &mut Vec<(Fact, bool)>) -> Vec<Checked> {
        let mut checked = vec![self.applies()];
        if let Some(fact) = self.case.applies().needs.filter(|_| checked[0].outcome == Truth::Unknown) {
            unknown.push((fact, false));
        }
        for scope in &self.part.common.scope {
            let Scope { beneficiary, conditions, checks, .. } = scope;
            self.read(Source::Scope, *beneficiary, conditions, checks, &mut checked, unknown);
        }
        let Measure { beneficiary, conditions, checks, .. } = measure;
        wider(checks, &mut checked, unknown);
        self.read(Source::Measure, *beneficiary, conditions, checks, &mut checked, unknown);
        let named =
            beneficiary.is_some() || self.part.common.scope.iter().any(|scope| scope.beneficiary.is_some());
        if self.entry.status(self.case.day) == Status::PartlyInvalid {
            // Whether the part that was repealed is this one, its words have to be read.
            checked.push(self.open(Source::Measure, measure.sentence, false, unknown));
        }
        if !named {
            // Nobody is named: the sentence itself has to be read.
            checked.push(self.open(Source::Measure, measure.sentence, true, unknown));
        }
        if let Some(span) = measure.discretionary {
            checked.push(self.open(Source::Measure, span, true, unknown));
        }
        checked
    }

    /// The condition that the document is made for the company's place.
    fn applies(&self) -> Checked {
        let policy = &self.entry.policy;
        let outcome = self.case.applies();
        let text = if policy.issuer.is_empty() { policy.title.clone() } else { policy.issuer.join("、") };
        let quote = Quote { text, reference: policy.id.to_string(), span: Span::new(0, 0) };
        checked(Source::Place, quote, None, false, outcome)
    }

    /// Checks what was understood of some conditions, and keeps what was not as open.
    fn read(
        &self,
        source: Source,
        beneficiary: Option<Span>,
        conditions: &[Condition],
        checks: &Checks,
        into: &mut Vec<Checked>,
        unknown: &mut Vec<(Fact, bool)>,
    ) {
        for requirement in &checks.requirements {
            let named = beneficiary.is_some_and(|span| span.contains(requirement.span));
            let checked = self.requirement(source, requirement, unknown);
            into.push(Checked { names_who: named && source == Source::Measure, ..checked });
        }
        for span in &checks.open {
            into.push(self.open(source, *span, false, unknown));
        }
        // Words that gave neither are asked about as they stand: nothing is dropped.
        let spans = conditions.iter().map(|condition| condition.span).chain(beneficiary);
        for span in spans {
            let inside = |other: Span| span.contains(other) || other.contains(span);
            let read = checks.requirements.iter().any(|requirement| inside(requirement.span))
                || checks.open.iter().any(|open| inside(*open));
            if !read {
                into.push(self.open(source, span, false, unknown));
            }
        }
    }

    fn requirement(
        &self,
        source: Source,
        requirement: &Requirement,
        unknown: &mut Vec<(Fact, bool)>,
    ) -> Checked {
        let outcome = self.case.check(&requirement.test);
        let mut outcome = if requirement.negated { outcome.negated() } else { outcome };
        let quote = self.quote(requirement.span);
        if outcome.truth == Truth::Unknown {
            let fact = outcome.needs.take().unwrap_or_else(|| Fact::Holds(quote.text.clone()));
            // The company may have said that just this condition holds.
            let stated = self.case.profile.answer(&quote.text).and_then(|answer| answer.holds);
            if let Some(holds) = stated {
                outcome = Outcome::known(holds, Have::Stated { holds });
            } else {
                unknown.push((fact.clone(), outcome.soft));
                outcome.needs = Some(fact);
            }
        }
        checked(source, quote, Some(requirement.test.clone()), requirement.negated, outcome)
    }

    fn open(&self, source: Source, span: Span, soft: bool, unknown: &mut Vec<(Fact, bool)>) -> Checked {
        let quote = self.quote(span);
        let stated = self.case.profile.answer(&quote.text).and_then(|answer| answer.holds);
        let outcome = if let Some(holds) = stated {
            Outcome::known(holds, Have::Stated { holds })
        } else {
            let fact = Fact::Holds(quote.text.clone());
            unknown.push((fact.clone(), soft));
            Outcome { soft, ..Outcome::unknown(fact) }
        };
        checked(source, quote, None, false, outcome)
    }

    /// A ladder of which no step is reached gives nothing.
    fn no_step_reached(&self, measure: &Measure, found: &mut Match) {
        let nothing = found.amount.sum == Some(Sum::exactly(0.0)) && !measure.ladder.is_empty();
        let mut tests = measure.checks.steps.iter().zip(&measure.ladder);
        let first = tests.find_map(|(test, rung)| Some((test.as_ref()?, rung)));
        if let Some((test, rung)) = first.filter(|_| nothing) {
            let outcome = self.case.check(test);
            if outcome.truth == Truth::Failed {
                let quote = self.quote(rung.threshold);
                found.conditions.push(checked(Source::Measure, quote, Some(test.clone()), false, outcome));
            }
        }
    }

    fn deadline(&self, measure: &Measure) -> Option<Deadline> {
        let window = measure.window.as_ref().or(self.part.common.windows.first());
        if let Some(window) = window {
            return Some(Deadline {
                opens: window.opens,
                closes: window.closes,
                of_document: false,
                quote: Some(self.quote(window.span)),
            });
        }
        let closes = self.entry.policy.edition.dates.expires.as_ref()?.value;
        Some(Deadline { opens: None, closes: Some(closes), of_document: true, quote: None })
    }

    fn stacking(&self, measure: &Measure) -> Vec<Quote> {
        let rules = measure.stacking.iter().chain(&self.part.common.stacking);
        rules.map(|rule| self.quote(rule.span)).collect()
    }
}

fn checked(
    source: Source,
    quote: Quote,
    requirement: Option<Test>,
    negated: bool,
    outcome: Outcome,
) -> Checked {
    let Outcome { truth, have, gap, needs, soft } = outcome;
    let needs = needs.map(|fact| fact.key());
    Checked { outcome: truth, quote, source, requirement, names_who: false, negated, have, gap, needs, soft }
}

/// A measure that names a line of business outside the document's scope reaches beyond it, or does not
/// say so well: whether the scope binds it too, the authority knows.
fn wider(checks: &Checks, scope: &mut [Checked], unknown: &mut Vec<(Fact, bool)>) {
    let list = polidex_corpus::vocabulary::sectors();
    let own: Vec<&String> = checks
        .requirements
        .iter()
        .filter_map(|requirement| match &requirement.test {
            Test::Sector { any_of } if !requirement.negated => Some(any_of),
            _ => None,
        })
        .flatten()
        .collect();
    for checked in scope.iter_mut().filter(|checked| checked.outcome == Truth::Failed) {
        let Some(Test::Sector { any_of }) = &checked.requirement else { continue };
        let beyond =
            !own.is_empty() && own.iter().all(|id| !any_of.iter().any(|whole| list.lies_in(id, whole)));
        if beyond {
            checked.outcome = Truth::Unknown;
            checked.soft = true;
            checked.needs = Some(checked.quote.text.clone());
            unknown.push((Fact::Holds(checked.quote.text.clone()), true));
        }
    }
}
