//! From the words of a condition to what can be checked.
//!
//! Recognisers claim parts of a condition's words, each with what it asks. What none of them claims, and
//! what is not a mere function word, stays open: the piece of the condition around it is kept as words
//! that were not understood. A condition is never dropped and never guessed.

mod body;
mod claim;
mod conduct;
mod figure;
mod ladder;
mod named;
mod place;
mod quantity;
mod residue;

use claim::{Claim, Words, settle};
use polidex_corpus::model::{
    CharIndex, Checks, Condition, Measure, Requirement, Scope, Span, Test, Understanding,
};

/// Reads the conditions of every measure, and of the scope clauses, of a text.
pub fn read_requirements(index: &CharIndex<'_>, understanding: &mut Understanding) {
    let defined = defined_terms(index, &understanding.common.scope);
    for scope in &mut understanding.common.scope {
        scope.checks = Reader { index, defined: &[] }.conditions(scope.beneficiary, &scope.conditions);
    }
    let reader = Reader { index, defined: &defined };
    for measure in &mut understanding.measures {
        measure.checks = reader.measure(measure);
    }
}

struct Reader<'a> {
    index: &'a CharIndex<'a>,
    /// Terms that a scope clause defines (以下简称软件企业): who bears them is settled by that clause.
    defined: &'a [String],
}

impl Reader<'_> {
    fn measure(&self, measure: &Measure) -> Checks {
        let mut checks = self.conditions(measure.beneficiary, &measure.conditions);
        let base = |base: Option<Span>| base.and_then(|base| figure::base(&Words::new(self.index, base)));
        checks.bases = measure.rates.iter().map(|rate| base(rate.base)).collect();
        let spans: Vec<Span> =
            measure.conditions.iter().map(|condition| condition.span).chain(measure.beneficiary).collect();
        checks.steps =
            measure.ladder.iter().map(|rung| ladder::step(self.index, rung.threshold, &spans)).collect();
        checks
    }

    fn conditions(&self, beneficiary: Option<Span>, conditions: &[Condition]) -> Checks {
        let mut checks = Checks::default();
        let mut held = None;
        if let Some(span) = beneficiary {
            let words = Words::new(self.index, span).before_definition();
            let span = words.span;
            if self.defined.contains(&words.text) {
                let any_of = vec![polidex_corpus::model::ApplicantKind::Enterprise];
                checks.requirements.push(Requirement {
                    span,
                    negated: false,
                    test: Test::Applicant { any_of },
                });
            } else {
                one(&words, true, &mut checks);
            }
            held = checks
                .requirements
                .iter()
                .map(|requirement| &requirement.test)
                .find(|test| matches!(test, Test::Certificate { .. } | Test::Size { .. }))
                .cloned();
        }
        for condition in conditions {
            let words = Words::new(self.index, condition.span);
            match held.as_ref().and_then(|held| named::renewed(&words, held)) {
                Some(test) => {
                    checks.requirements.push(Requirement { span: condition.span, negated: false, test });
                }
                None => one(&words, false, &mut checks),
            }
        }
        checks
    }
}

/// Reads one condition, or the name of who gets it.
fn one(words: &Words, names_who: bool, checks: &mut Checks) {
    let (claims, negated) = match words.excluded() {
        Some(inner) => (claims(&inner, true), true),
        None => (claims(words, names_who), false),
    };
    let inner = words.excluded();
    let read = inner.as_ref().unwrap_or(words);
    let open = residue::open_pieces(read, &claims, names_who);
    // Of an exclusion either everything is understood, or it stays open as a whole.
    if negated && (!open.is_empty() || claims.iter().filter(|claim| claim.test.is_some()).count() != 1) {
        checks.open.push(words.span);
        return;
    }
    for claim in claims {
        // Of a piece that was not understood as a whole, a part may speak of somebody else: 与制造业企业合作.
        let doubtful =
            open.iter().any(|piece| piece.start < claim.range.end && claim.range.start < piece.end);
        let sure = names_who && claim.test.as_ref().is_some_and(describes_who);
        if let Some(test) = claim.test.filter(|_| sure || !doubtful) {
            checks.requirements.push(Requirement { span: read.span_of(claim.range), negated, test });
        }
    }
    checks.open.extend(open.into_iter().map(|range| read.span_of(range)));
}

/// Whether a test describes who gets the support whatever else its name says.
fn describes_who(test: &Test) -> bool {
    matches!(test, Test::Applicant { .. } | Test::Size { .. } | Test::Place { .. } | Test::Ownership { .. })
}

/// Everything that recognisers see in some words, without overlaps.
fn claims(words: &Words, names_who: bool) -> Vec<Claim> {
    let text = words.folded.as_str();
    let mut found = Vec::new();
    conduct::find(text, &mut found);
    figure::find(text, &mut found);
    place::find(text, &mut found);
    named::certificates(text, &mut found);
    named::events(text, &mut found);
    named::sectors(text, names_who, &mut found);
    body::find(text, names_who, &mut found);
    settle(text, found)
}

/// 以下简称软件企业, hereinafter referred to as "software enterprises": what scope clauses call those whom
/// they describe.
fn defined_terms(index: &CharIndex<'_>, scopes: &[Scope]) -> Vec<String> {
    let mut terms = Vec::new();
    for scope in scopes {
        let sentence = index.slice(scope.sentence);
        for cue in ["以下简称", "以下统称", "下称", "hereinafter referred to as"] {
            let Some((_, rest)) = sentence.split_once(cue) else { continue };
            let rest = rest.trim_start_matches(['为', '“', '"', '”', '：', ' ', '‘']);
            let rest = rest.strip_prefix("the ").unwrap_or(rest);
            let end = rest.find(['）', ')', '”', '"', '，', '。', '’']).unwrap_or(rest.len());
            let term = rest[..end].trim().to_owned();
            if !term.is_empty() {
                terms.push(term);
            }
        }
    }
    // English texts use the term in the singular too.
    let singular: Vec<String> =
        terms.iter().filter_map(|term| Some(term.strip_suffix('s')?.to_owned())).collect();
    terms.extend(singular);
    let capital: Vec<String> = terms.iter().map(|term| capitalised(term)).collect();
    terms.extend(capital);
    terms
}

fn capitalised(term: &str) -> String {
    let mut chars = term.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests;
