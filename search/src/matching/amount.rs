//! How much a measure gives to a company, with every step and the words that each number comes from.

use super::{
    check::{Case, Outcome, Truth},
    fact::Fact,
    report::Quote,
};
use polidex_corpus::model::{
    Amount, AmountRole, Checks, Counted, Currency, Figure, Measure, MeasureKind, Per, Rate, RateRole, Span,
    Stacking, Test,
};
use serde::Serialize;

/// A sum between two ends, in whole units of a currency.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Sum {
    /// At least this much.
    pub min: f64,
    /// At most this much; `None` where nothing bounds it.
    pub max: Option<f64>,
}

impl Sum {
    /// Exactly this much.
    pub fn exactly(value: f64) -> Self {
        Self { min: value, max: Some(value) }
    }

    /// Anything up to this much.
    pub fn up_to(max: Option<f64>) -> Self {
        Self { min: 0.0, max }
    }

    /// A range that holds both.
    fn or(self, other: Self) -> Self {
        let max = self.max.zip(other.max).map(|(a, b)| a.max(b));
        Self { min: self.min.min(other.min), max }
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { min: self.min + other.min, max: self.max.zip(other.max).map(|(a, b)| a + b) }
    }

    /// A share of it.
    fn times(self, rate: f64) -> Self {
        Self { min: self.min * rate, max: self.max.map(|max| max * rate) }
    }

    /// No more than a cap.
    #[must_use]
    pub fn capped(self, cap: f64) -> Self {
        let max = self.max.map_or(cap, |max| max.min(cap));
        Self { min: self.min.min(max), max: Some(max) }
    }
}

/// One step of a computation. Spans are of the text of the measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum TraceStep {
    /// The text gives this sum.
    Given {
        /// The sum.
        value: f64,
        /// Whether it is called a ceiling.
        ceiling: bool,
        /// Its words.
        span: Span,
    },
    /// A step of a ladder, and whether it is reached.
    Tier {
        /// What it gives.
        value: f64,
        /// The words of the sum.
        span: Span,
        /// The words of the threshold, where it is known which one belongs to the sum.
        threshold: Option<Span>,
        /// Whether it is reached.
        reached: Truth,
    },
    /// Who climbs the ladder gets the difference to what was paid for a lower step.
    Difference {
        /// What the lower step gave.
        lower: f64,
        /// The words of the rule.
        span: Span,
    },
    /// A share of a sum.
    Share {
        /// The rate, a fraction.
        rate: f64,
        /// The words of the rate.
        span: Span,
        /// The words of the base.
        base: Option<Span>,
        /// The base, as far as it is known.
        of: Option<Sum>,
        /// The figure that the base is, where it is one.
        figure: Option<Figure>,
        /// What it comes to.
        result: Sum,
    },
    /// A sum for each thing counted.
    Each {
        /// The sum.
        value: f64,
        /// For what.
        per: Per,
        /// Its words.
        span: Span,
    },
    /// A cap.
    Cap {
        /// The cap.
        value: f64,
        /// For what.
        per: Per,
        /// Whether it binds what was computed; a cap a person does not bind a whole company.
        binds: bool,
        /// The sentence that states it, where it caps several measures of the document together.
        rule: Option<Quote>,
        /// Its words.
        span: Span,
    },
    /// At least this much.
    Floor {
        /// The sum.
        value: f64,
        /// Its words.
        span: Span,
    },
    /// What the measure that is matched gives.
    Matched {
        /// Its reference.
        reference: String,
        /// What it gives.
        sum: Sum,
    },
    /// The authority decides case by case.
    CaseByCase {
        /// The words.
        span: Span,
    },
}

/// What a measure gives.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Computed {
    /// How much; `None` where the text gives no sum and no share.
    pub sum: Option<Sum>,
    /// Its currency.
    pub currency: Currency,
    /// What one payment of it counts for.
    pub per: Per,
    /// Whether it is for each of something whose number is not known, so that it is in no total.
    pub each: bool,
    /// Whether it is money paid. Sums that are lent, guaranteed or deducted are in no total.
    pub paid: bool,
    /// Every step.
    pub trace: Vec<TraceStep>,
    /// What would make it more exact.
    #[serde(skip)]
    pub needs: Option<Fact>,
}

/// A measure in its text, ready to be computed.
pub(super) struct Priced<'a> {
    pub measure: &'a Measure,
    pub checks: &'a Checks,
    /// Caps of the document that bind it, with the sentences that state them.
    pub common: Vec<(&'a Amount, Quote)>,
    pub case: Case<'a>,
    /// What the measure that this one matches gives, with its reference.
    pub matched: Option<(String, Sum)>,
    /// Words of a span of the measure's text.
    pub words: &'a dyn Fn(Span) -> String,
}

impl Priced<'_> {
    /// Computes what the measure gives.
    pub fn compute(&self) -> Computed {
        let measure = self.measure;
        let mut computed = Computed {
            sum: None,
            currency: measure.amounts.first().map(|amount| amount.currency).unwrap_or_default(),
            per: Per::default(),
            each: false,
            paid: !matches!(
                measure.kind,
                MeasureKind::Tax | MeasureKind::Deduction | MeasureKind::Loan | MeasureKind::Guarantee
            ),
            trace: Vec::new(),
            needs: None,
        };
        self.base(&mut computed);
        self.floors(&mut computed);
        self.caps(&mut computed);
        if let Some(span) = measure.discretionary {
            computed.trace.push(TraceStep::CaseByCase { span });
        }
        computed
    }

    fn of_role(&self, role: AmountRole) -> impl Iterator<Item = &Amount> {
        self.measure.amounts.iter().filter(move |amount| amount.role == role)
    }

    /// The sum before floors and caps.
    fn base(&self, computed: &mut Computed) {
        let tiers = self.of_role(AmountRole::Tier).next().is_some();
        if tiers {
            self.tiers(computed);
        } else if !self.measure.rates.is_empty() {
            self.shares(computed);
        }
        for amount in self.of_role(AmountRole::Fixed) {
            computed.trace.push(TraceStep::Given {
                value: amount.value as f64,
                ceiling: amount.ceiling,
                span: amount.span,
            });
            widen(&mut computed.sum, given(amount));
            computed.per = amount.per;
        }
        for amount in self.of_role(AmountRole::PerUnit) {
            each(computed, amount);
        }
    }

    fn tiers(&self, computed: &mut Computed) {
        let rung = |at: usize| self.measure.ladder.iter().position(|rung| rung.given == at);
        let mut reached: Vec<(&Amount, Truth, Option<usize>)> = Vec::new();
        for (at, amount) in self.measure.amounts.iter().enumerate() {
            if amount.role != AmountRole::Tier {
                continue;
            }
            let step = rung(at);
            let outcome = step.map_or(Outcome::unknown(None), |step| self.step(step));
            computed.needs = computed.needs.take().or(outcome.needs);
            computed.trace.push(TraceStep::Tier {
                value: amount.value as f64,
                span: amount.span,
                threshold: step.map(|step| self.measure.ladder[step].threshold),
                reached: outcome.truth,
            });
            computed.per = amount.per;
            reached.push((amount, outcome.truth, step));
        }
        let of = |truth: Truth| reached.iter().filter(move |(_, found, _)| *found == truth);
        let top = of(Truth::Met).max_by_key(|(amount, ..)| amount.value);
        let mut sum = top.map_or(Sum::exactly(0.0), |(amount, ..)| given(amount));
        for (amount, ..) in of(Truth::Unknown) {
            let value = amount.value as f64;
            sum.max = sum.max.map(|max| max.max(value));
            // Where no step is known to be reached, none may be.
            sum.min = if top.is_some() { sum.min } else { 0.0 };
        }
        if let Some((top, _, Some(step))) = top {
            self.difference(computed, &mut sum, top, *step, &reached);
        }
        widen(&mut computed.sum, sum);
    }

    /// Whether a step of the ladder is reached.
    fn step(&self, step: usize) -> Outcome {
        if let Some(Some(test)) = self.checks.steps.get(step) {
            return self.case.check(test);
        }
        let words = (self.words)(self.measure.ladder[step].threshold);
        let stated = self.case.profile.answer(&words).and_then(|answer| answer.holds);
        stated.map_or_else(
            || Outcome::unknown(Fact::Holds(words)),
            |holds| Outcome::known(holds, super::check::Have::Stated { holds }),
        )
    }

    /// 晋级补差: a lower step that was reached before may have been paid.
    fn difference(
        &self,
        computed: &mut Computed,
        sum: &mut Sum,
        top: &Amount,
        step: usize,
        reached: &[(&Amount, Truth, Option<usize>)],
    ) {
        let rule = self.measure.stacking.iter().find(|rule| rule.rule == Stacking::DifferenceOnly);
        let Some(rule) = rule else { return };
        let lower = reached.iter().filter(|(amount, _, at)| {
            amount.value < top.value && at.is_some_and(|at| at != step && self.may_have_been_paid(at))
        });
        if let Some((lower, ..)) = lower.max_by_key(|(amount, ..)| amount.value) {
            let value = lower.value as f64;
            computed.trace.push(TraceStep::Difference { lower: value, span: rule.span });
            sum.min = (sum.min - value).max(0.0);
        }
    }

    /// Whether a step may have been reached in an earlier year.
    fn may_have_been_paid(&self, step: usize) -> bool {
        let Some(Some(Test::Figure { figure, range, .. })) = self.checks.steps.get(step) else { return true };
        let profile = self.case.profile;
        let Some((_, Some(last))) = profile.figure(*figure, self.case.day) else { return true };
        let begun = profile.founded.map_or(i16::MIN, jiff::civil::Date::year);
        let earlier = profile.figures.get(figure).into_iter().flat_map(|series| series.years.range(..last));
        let known: Vec<(i16, f64)> = earlier.map(|(&year, &value)| (year, value)).collect();
        let all_known = (begun..last).len() == known.len();
        !all_known || known.iter().any(|(_, value)| range.reaches(*value))
    }

    fn shares(&self, computed: &mut Computed) {
        for (at, rate) in self.measure.rates.iter().enumerate().filter(|(_, rate)| !rate.points) {
            let figure = self.checks.bases.get(at).copied().flatten();
            let of = self.matched_base(computed).or_else(|| self.known_base(computed, rate, figure));
            let whole = match of {
                Some(of) => of.times(rate.value),
                None => Sum::up_to(None),
            };
            let result = match rate.role {
                RateRole::Exact => whole,
                RateRole::Ceiling => Sum::up_to(whole.max),
                RateRole::Floor => Sum { min: whole.min, max: None },
            };
            computed.trace.push(TraceStep::Share {
                rate: rate.value,
                span: rate.span,
                base: rate.base,
                of,
                figure,
                result,
            });
            widen(&mut computed.sum, result);
        }
    }

    fn matched_base(&self, computed: &mut Computed) -> Option<Sum> {
        let (reference, sum) = self.matched.clone()?;
        computed.trace.push(TraceStep::Matched { reference, sum });
        Some(sum)
    }

    /// The base of a share, from the profile's figures or from what it says of these words.
    fn known_base(&self, computed: &mut Computed, rate: &Rate, figure: Option<Figure>) -> Option<Sum> {
        let profile = self.case.profile;
        let words = rate.base.map(|base| (self.words)(base));
        let stated = words.as_ref().and_then(|words| profile.answer(words)?.value);
        let known = figure.and_then(|figure| profile.figure(figure, self.case.day)).map(|(value, _)| value);
        let value = stated.or(known);
        if value.is_none() {
            let asked = figure.map(|figure| Fact::Figure(figure, None)).or(words.map(Fact::Base));
            computed.needs = computed.needs.take().or(asked);
        }
        value.map(Sum::exactly)
    }

    fn floors(&self, computed: &mut Computed) {
        for amount in self.of_role(AmountRole::Floor) {
            let value = amount.value as f64;
            computed.trace.push(TraceStep::Floor { value, span: amount.span });
            // A floor above what was computed raises it, also where nothing else was given.
            let sum = computed.sum.unwrap_or(Sum::up_to(None));
            let max = sum.max.map(|max| max.max(value));
            computed.sum = Some(Sum { min: sum.min.max(value), max });
        }
    }

    fn caps(&self, computed: &mut Computed) {
        let caps: Vec<&Amount> = self.of_role(AmountRole::Cap).collect();
        let whole = |amount: &Amount| !is_single(amount.per.counted);
        let only_single = !caps.is_empty() && !caps.iter().any(|cap| whole(cap));
        if only_single && !computed.each {
            computed.each = true;
            computed.per = caps[0].per;
        }
        for cap in caps {
            let value = cap.value as f64;
            let binds = if computed.each {
                whole(cap) || cap.per.counted == computed.per.counted
            } else {
                whole(cap)
            };
            computed.trace.push(TraceStep::Cap { value, per: cap.per, binds, rule: None, span: cap.span });
            if !binds {
                continue;
            }
            computed.sum = Some(computed.sum.unwrap_or(Sum::up_to(None)).capped(value));
            if !computed.each && computed.per == Per::default() {
                computed.per = cap.per;
            }
        }
        self.common_caps(computed);
    }

    /// Caps of the document bound what one of its measures gives; they give nothing by themselves.
    fn common_caps(&self, computed: &mut Computed) {
        for (cap, rule) in &self.common {
            let same = cap.currency == computed.currency;
            let whole = !is_single(cap.per.counted) || cap.per.counted == computed.per.counted;
            let binds = same && whole && !computed.each && computed.paid;
            let value = cap.value as f64;
            computed.trace.push(TraceStep::Cap {
                value,
                per: cap.per,
                binds,
                rule: Some(rule.clone()),
                span: cap.span,
            });
            computed.sum = computed.sum.map(|sum| if binds { sum.capped(value) } else { sum });
        }
    }
}

/// Takes a sum for each thing counted into what was computed.
fn each(computed: &mut Computed, amount: &Amount) {
    let value = amount.value as f64;
    computed.trace.push(TraceStep::Each { value, per: amount.per, span: amount.span });
    computed.per = amount.per;
    // One company is one enterprise; of anything else there may be any number.
    computed.each = !matches!(amount.per.counted, None | Some(Counted::Enterprise));
    widen(&mut computed.sum, given(amount));
}

/// Whether one company may have any number of these.
pub(super) fn is_single(counted: Option<Counted>) -> bool {
    matches!(
        counted,
        Some(Counted::Person | Counted::Household | Counted::Loan | Counted::Certificate | Counted::Mu)
    )
}

/// What an amount alone gives.
fn given(amount: &Amount) -> Sum {
    let value = amount.value as f64;
    if amount.ceiling { Sum::up_to(Some(value)) } else { Sum::exactly(value) }
}

/// Takes one more possibility into a sum.
fn widen(sum: &mut Option<Sum>, more: Sum) {
    *sum = Some(sum.map_or(more, |sum| sum.or(more)));
}
