//! A plan's condition in the server's filter language.
//!
//! The filter may let through more than the condition does, never less: what it finds are candidates, and
//! the ranker holds the condition against each. It is exact but for phrases (whose terms may stand apart),
//! for statuses (which depend on the day) and for names in the other language (which do not count in every
//! document).

use crate::{
    query::{
        phrase::Phrase,
        plan::{Condition, Plan, PlanAlternative, PlanTerm, Translation},
    },
    rank::Field,
};
use std::fmt;

/// Up to so many ways to choose the terms that a clause must hold are written out.
const MOST_CHOICES: usize = 60;

/// The server passes over longer values, of 468 bytes and more; our tokens are shorter.
const MAX_VALUE_BYTES: usize = 400;

/// A filter; `None` lets everything through.
type Filter = Option<Part>;

/// A part of a filter.
#[derive(Debug, Clone, PartialEq)]
enum Part {
    /// One of some values. The server reads a list of values far quicker than conditions one by one.
    OneOf(&'static str, Vec<String>),
    /// What is written out.
    Written(String),
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OneOf(attribute, values) => f.write_str(&one_of(attribute, values)),
            Self::Written(text) => f.write_str(text),
        }
    }
}

/// All candidates of a plan.
pub fn candidates(plan: &Plan) -> String {
    let matching = condition(plan, &plan.condition);
    format!("{}{}", base(plan), matching.map_or_else(String::new, |filter| format!(" AND ({filter})")))
}

/// Whether the filter lets through just what the plan does: terms as typed, of which one is enough, and labels.
pub fn is_exact(plan: &Plan) -> bool {
    fn of_terms(of: &Condition) -> bool {
        match of {
            Condition::Everything | Condition::AtLeast { needed: 1, .. } => true,
            Condition::Or(parts) => parts.iter().all(of_terms),
            _ => false,
        }
    }
    let dated = !plan.dates.is_empty() || !plan.dates_excluded.is_empty() || plan.validity.is_some();
    !dated && !plan.looks_back() && plan.translations.is_empty() && of_terms(&plan.condition)
}

/// What filters and exclusions let through, whatever the condition says.
pub fn base(plan: &Plan) -> String {
    let mut all = vec![editions(plan).to_owned()];
    all.extend(plan.filters.iter().map(|labels| self::labels(labels)));
    if !plan.exclusions.is_empty() {
        all.push(format!("NOT {}", labels(&plan.exclusions)));
    }
    all.join(" AND ")
}

/// The editions that a plan asks.
pub fn editions(plan: &Plan) -> &'static str {
    if plan.looks_back() { "superseded IN [0, 1]" } else { "superseded = 0" }
}

/// Units that hold a name in the other language themselves; `None` where no name stands anywhere.
pub fn translation(plan: &Plan, translation: &Translation) -> Option<String> {
    let known = |name: &&PlanAlternative| name.clauses > 0 || plan.looks_back();
    let names: Vec<Filter> =
        translation.alternatives.iter().filter(known).map(|name| every("own", &name.terms)).collect();
    if names.is_empty() { None } else { any(names).map(|part| part.to_string()) }
}

/// What a filter finds in some policies.
pub fn within(filter: &str, policies: &[i64]) -> String {
    let rows: Vec<String> = policies.iter().map(i64::to_string).collect();
    format!("{filter} AND policy IN [{}]", rows.join(", "))
}

/// Units that carry one of these labels.
pub fn labels(labels: &[String]) -> String {
    let values: Vec<String> = labels.iter().map(|it| label(it).to_owned()).collect();
    one_of("labels", &values)
}

/// Units that hold one of these values.
pub fn one_of(attribute: &str, values: &[String]) -> String {
    if let [only] = values {
        return format!("{attribute} = {}", quoted(only));
    }
    let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
    format!("{attribute} IN [{}]", values.join(", "))
}

fn condition(plan: &Plan, of: &Condition) -> Filter {
    match of {
        Condition::AtLeast { needed, .. } | Condition::Translated { needed, .. } => {
            let [own, above] = terms(plan, of);
            at_least(own, above, *needed)
        }
        Condition::Or(parts) => any(parts.iter().map(|part| condition(plan, part)).collect()),
        _ => held(plan, of),
    }
}

/// Units that a condition holds for, its terms in the clause or above it. Of several conditions that must
/// all hold, one alone must have a part in the clause itself.
fn held(plan: &Plan, of: &Condition) -> Filter {
    match of {
        Condition::Everything => None,
        Condition::AtLeast { needed, .. } | Condition::Translated { needed, .. } => {
            let [own, above] = terms(plan, of);
            chosen(&anywhere(own, above), *needed)
        }
        Condition::Phrase(number) => {
            let phrase = &plan.phrases[*number];
            any(vec![words(phrase, "own"), words(phrase, "above")])
        }
        // How near they stand, the text decides.
        Condition::Near(number) => holding(plan, "own", plan.nears[*number].bits),
        Condition::Labels(number) => Some(Part::Written(labels(&plan.labels[*number]))),
        Condition::And(parts) => all(parts.iter().map(|part| held(plan, part)).collect()),
        Condition::Or(parts) => any(parts.iter().map(|part| held(plan, part)).collect()),
        Condition::Not(part) => opposite(plan, part),
    }
}

/// The filters of a condition's terms, in the clause itself and above it.
fn terms(plan: &Plan, of: &Condition) -> [Vec<Filter>; 2] {
    ["own", "above"].map(|attribute| match of {
        Condition::AtLeast { concepts, .. } => {
            concepts.iter().map(|&bits| holding(plan, attribute, bits)).collect()
        }
        Condition::Translated { terms, .. } => terms
            .iter()
            .map(|&(typed, other)| {
                let typed = (typed != 0).then(|| holding(plan, attribute, typed));
                let names = plan.translations.iter().filter(|one| one.bits & other != 0);
                let names = names.flat_map(|one| &one.alternatives);
                any(typed.into_iter().chain(names.map(|name| every(attribute, &name.terms))).collect())
            })
            .collect(),
        _ => Vec::new(),
    })
}

/// What does not fulfil a condition; everything where its filter is not exact, since the opposite of what
/// lets through too much would let through too little. Under a negation, terms that stand above the clause
/// count alone.
fn opposite(plan: &Plan, of: &Condition) -> Filter {
    let filter = match of {
        Condition::Labels(_) | Condition::AtLeast { .. } => held(plan, of),
        _ => None,
    };
    filter.map(|filter| Part::Written(format!("NOT ({filter})")))
}

/// At least `needed` terms in the clause or above it, at least one of them in the clause.
fn at_least(own: Vec<Filter>, above: Vec<Filter>, needed: usize) -> Filter {
    let inside = any(own.clone());
    if needed <= 1 {
        return if needed == 0 { None } else { inside };
    }
    match chosen(&anywhere(own, above), needed) {
        Some(several) => all(vec![inside, Some(several)]),
        None => inside,
    }
}

/// Terms in the clause or above it.
fn anywhere(own: Vec<Filter>, above: Vec<Filter>) -> Vec<Filter> {
    own.into_iter().zip(above).map(|(own, above)| any(vec![own, above])).collect()
}

/// At least `needed` of some filters, written out; `None` where that would be too long, or where none is
/// needed.
fn chosen(filters: &[Filter], needed: usize) -> Filter {
    let choices = choices(filters.len(), needed);
    if choices.is_empty() || needed == 0 {
        return None;
    }
    let all_of = |places: Vec<usize>| all(places.into_iter().map(|place| filters[place].clone()).collect());
    any(choices.into_iter().map(all_of).collect())
}

/// All ways to choose `needed` of `count` places; none when there are too many.
fn choices(count: usize, needed: usize) -> Vec<Vec<usize>> {
    let mut found: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..needed {
        let mut longer = Vec::new();
        for chosen in &found {
            let from = chosen.last().map_or(0, |&last| last + 1);
            longer.extend((from..count).map(|place| [chosen.as_slice(), &[place]].concat()));
        }
        if longer.len() > MOST_CHOICES {
            return Vec::new();
        }
        found = longer;
    }
    found
}

/// Units that hold all terms of these bits in an attribute.
fn holding(plan: &Plan, attribute: &'static str, bits: u64) -> Filter {
    let terms = plan.terms.iter().filter(|term| term.bits & bits != 0);
    all(terms.map(|term| Some(term_filter(attribute, term))).collect())
}

fn term_filter(attribute: &'static str, term: &PlanTerm) -> Part {
    if term.prefix { begins(attribute, &term.text) } else { is(attribute, &term.text) }
}

/// Units that hold all terms of a phrase, wherever.
fn words(phrase: &Phrase, attribute: &'static str) -> Filter {
    let terms = phrase
        .terms
        .iter()
        .map(|term| if term.prefix { begins(attribute, &term.text) } else { is(attribute, &term.text) });
    all(terms.map(Some).collect())
}

fn every(attribute: &'static str, terms: &[String]) -> Filter {
    all(terms.iter().map(|term| Some(is(attribute, term))).collect())
}

fn is(attribute: &'static str, value: &str) -> Part {
    Part::OneOf(attribute, vec![value.to_owned()])
}

fn begins(attribute: &'static str, value: &str) -> Part {
    Part::Written(format!("{attribute} STARTS WITH {}", quoted(value)))
}

/// A label as the server can filter by it: cut where values become too long.
pub fn label(label: &str) -> &str {
    let mut end = label.len().min(MAX_VALUE_BYTES);
    while !label.is_char_boundary(end) {
        end -= 1;
    }
    &label[..end]
}

fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

fn all(parts: Vec<Filter>) -> Filter {
    let parts: Vec<Part> = parts.into_iter().flatten().collect();
    joined(parts, " AND ")
}

/// Nothing is let through where there is no way at all.
fn any(parts: Vec<Filter>) -> Filter {
    let mut lists: Vec<(&'static str, Vec<String>)> = Vec::new();
    let mut written = Vec::new();
    for part in parts.into_iter().collect::<Option<Vec<Part>>>()? {
        match part {
            Part::OneOf(attribute, values) => match lists.iter_mut().find(|(known, _)| *known == attribute) {
                Some((_, list)) => list.extend(values),
                None => lists.push((attribute, values)),
            },
            Part::Written(_) => written.push(part),
        }
    }
    let lists = lists.into_iter().map(|(attribute, mut values)| {
        values.sort_unstable();
        values.dedup();
        Part::OneOf(attribute, values)
    });
    let parts: Vec<Part> = lists.chain(written).collect();
    joined(parts, " OR ").or_else(|| Some(Part::Written("superseded = 9".into())))
}

fn joined(mut parts: Vec<Part>, between: &str) -> Filter {
    if parts.len() <= 1 {
        return parts.pop();
    }
    let parts: Vec<String> = parts.iter().map(|part| format!("({part})")).collect();
    Some(Part::Written(parts.join(between)))
}

/// The tokens of a unit that conditions speak of: its bigrams, and those of its words that are no Chinese
/// words. Chinese words only score.
pub fn tokens<'a>(words: &'a str, grams: &'a str) -> Vec<&'a str> {
    let split = |field: &'a str| field.split('\u{1f}').filter(|term| !term.is_empty());
    let latin = split(words).filter(|term| !term.starts_with(polidex_corpus::text::is_han));
    let mut tokens: Vec<&str> = split(grams).chain(latin).collect();
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

/// The fields that [`tokens`] takes, of the clause itself and of what stands above it.
pub const FIELDS: [[Field; 2]; 2] =
    [[Field::BodyWords, Field::BodyGrams], [Field::ContextWords, Field::ContextGrams]];

#[cfg(test)]
mod tests {
    use super::*;

    fn term(text: &str, bits: u64) -> PlanTerm {
        PlanTerm {
            text: text.into(),
            own: Field::BodyGrams,
            context: Field::ContextGrams,
            bits,
            weight: 1.0,
            prefix: text.chars().count() == 1,
        }
    }

    fn plan(condition: Condition) -> Plan {
        Plan {
            terms: vec![term("软件", 1), term("件业", 2), term("奖励", 4), term("税", 8)],
            labels: vec![vec!["title:a\"b".into()]],
            condition,
            ..Plan::default()
        }
    }

    fn check(condition: Condition, expected: &str) {
        assert_eq!(candidates(&plan(condition)), expected);
    }

    #[test]
    fn conditions_become_filters() {
        check(Condition::Everything, "superseded = 0");
        check(
            Condition::AtLeast { concepts: vec![3, 8], needed: 1 },
            "superseded = 0 AND (((own = \"软件\") AND (own = \"件业\")) OR (own STARTS WITH \"税\"))",
        );
        check(
            Condition::AtLeast { concepts: vec![1, 3, 4], needed: 1 },
            "superseded = 0 AND ((own IN [\"奖励\", \"软件\"]) OR ((own = \"软件\") AND (own = \"件业\")))",
        );
        check(Condition::Labels(0), "superseded = 0 AND (labels = \"title:a\\\"b\")");
        check(
            Condition::Not(Box::new(Condition::AtLeast { concepts: vec![4], needed: 1 })),
            "superseded = 0 AND (NOT ((own = \"奖励\") OR (above = \"奖励\")))",
        );
        check(Condition::Not(Box::new(Condition::Everything)), "superseded = 0");
        // A term may stand above the clause if another condition has its part in the clause.
        let one = |bits| Condition::AtLeast { concepts: vec![bits], needed: 1 };
        check(
            Condition::And(vec![one(1), one(4)]),
            "superseded = 0 AND (((own = \"软件\") OR (above = \"软件\")) AND ((own = \"奖励\") OR (above = \"奖励\")))",
        );
    }

    #[test]
    fn it_is_known_which_filters_are_exact() {
        let one = |bits| Condition::AtLeast { concepts: vec![bits], needed: 1 };
        assert!(is_exact(&plan(Condition::Or(vec![one(1), one(4)]))));
        assert!(!is_exact(&plan(Condition::AtLeast { concepts: vec![1, 4], needed: 2 })));
        assert!(!is_exact(&plan(Condition::Phrase(0))));
        assert!(!is_exact(&Plan { superseded: true, ..plan(one(1)) }));
    }

    #[test]
    fn two_of_three_is_written_out() {
        let filter = candidates(&plan(Condition::AtLeast { concepts: vec![1, 4, 8], needed: 2 }));
        assert_eq!(filter.matches("above = \"软件\"").count(), 2, "{filter}");
        assert_eq!(choices(3, 2), [vec![0, 1], vec![0, 2], vec![1, 2]]);
        assert!(choices(30, 4).is_empty());
    }

    #[test]
    fn tokens_are_bigrams_and_stems() {
        assert_eq!(
            tokens("软件\u{1f}industri\u{1f}industri", "软件\u{1f}\u{1f}industrial"),
            ["industri", "industrial", "软件"]
        );
    }
}
