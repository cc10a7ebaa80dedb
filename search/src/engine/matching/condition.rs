//! Which documents match, and with what score.

use super::{
    super::EngineError,
    DocId, Question, Units,
    facets::Counted,
    known::Known,
    order::First,
    sets::Sets,
    spread::{Piece, document_end, document_start},
    whole::Worth,
    window::Window,
};
use crate::query::plan::{Condition, Plan};
use polidex_corpus::store::Past;

/// Units of a window.
const WINDOW: DocId = 8192;

/// A matching document.
#[derive(Clone, Copy)]
pub struct Match {
    /// Place of its segment in the list of segments.
    pub segment: u32,
    /// Its number in the segment.
    pub doc: DocId,
    /// Its score.
    pub score: f32,
    /// Terms of the plan in the clause itself, as bits.
    pub own: u64,
    /// Terms of the plan in the title and headings above, as bits.
    pub context: u64,
    /// Phrases of the plan in the clause itself, as bits.
    pub phrases: u64,
    /// What labels added to the score.
    pub boosts: f32,
    /// What is known of the whole document.
    pub document: Worth,
}

/// What matches in a piece of work.
pub struct Found {
    /// Number of matches.
    pub total: u64,
    /// The first of them.
    pub first: Vec<Match>,
    /// The documents that stand in this piece alone.
    pub counted: Counted,
    /// Of every other document the first match: its segment and number.
    pub documents: Vec<(u32, DocId)>,
}

/// Evaluates the plan's condition and filters on every document of a piece.
pub fn select<U: Units>(question: &Question<'_, U>, piece: &Piece) -> Result<Found, EngineError> {
    let part = question.library.parts[piece.part];
    let every = question.plan.condition.can_match_without_terms();
    let mut window = Window::new(question, piece.part, piece.docs.start)?;
    let mut selection = Selection::new(question);
    let mut start = piece.docs.start;
    while start < piece.docs.end {
        if !every {
            // Nothing matches where none of the terms stands.
            let Some(ahead) = window.ahead().filter(|&ahead| ahead < piece.docs.end) else { break };
            start = document_start(part, start, ahead.max(start));
        }
        let end = document_end(part, start.saturating_add(WINDOW).min(piece.docs.end));
        window.fill(start..end);
        selection.take(piece.part, &window)?;
        start = end;
    }
    Ok(selection.finish())
}

/// What has been selected so far.
struct Selection<'a, U> {
    question: &'a Question<'a, U>,
    by_terms: bool,
    own_term: bool,
    every: bool,
    verdicts: Known<Verdict>,
    shares: Known<f32>,
    first: First<'a, U>,
    total: u64,
    policy: Option<u32>,
    counted: Counted,
    documents: Vec<(u32, DocId)>,
}

impl<'a, U: Units> Selection<'a, U> {
    fn new(question: &'a Question<'a, U>) -> Self {
        let condition = &question.plan.condition;
        Self {
            question,
            by_terms: condition.is_of_terms(),
            own_term: condition.needs_own_term(),
            every: condition.can_match_without_terms(),
            verdicts: Known::default(),
            shares: Known::default(),
            first: First::new(question.library.parts, question.sort, question.count),
            total: 0,
            policy: None,
            counted: Counted::default(),
            documents: Vec::new(),
        }
    }

    fn finish(self) -> Found {
        Found {
            total: self.total,
            first: self.first.finish(),
            counted: self.counted,
            documents: self.documents,
        }
    }

    fn take(&mut self, number: usize, window: &Window<'_, U>) -> Result<(), EngineError> {
        let Question { plan, library, sets, known, .. } = self.question;
        let (part, sets) = (library.parts[number], &sets[number]);
        for (at, doc) in window.docs.clone().enumerate() {
            let held = Held { doc, own: window.own[at], context: window.context[at] };
            let unmarked = held.own == 0 && (plan.marked || held.context == 0);
            if unmarked && !self.every || self.own_term && held.own == 0 {
                continue;
            }
            if plan.only.as_ref().is_some_and(|only| !only.contains(&part.clause(doc))) {
                continue;
            }
            let then = |past: &Past| past.admits(part.clause(doc), part.superseded(doc), plan.superseded);
            if plan.past.as_ref().is_some_and(|past| !then(past)) {
                continue;
            }
            if !sets.allows(doc) || !part.is_alive(doc) {
                continue;
            }
            let verdict = if self.by_terms {
                self.verdicts.of(held.own, held.context, || judge(&plan.condition, sets, held))
            } else {
                judge(&plan.condition, sets, held)
            };
            if !verdict.holds || !verdict.own || !is_valid(plan, part, doc) {
                continue;
            }
            self.total += 1;
            let policy = part.policy(doc);
            if self.policy.replace(policy) != Some(policy) {
                if known.of(policy).is_some() {
                    // Its units may stand elsewhere too.
                    self.documents.push((number as u32, doc));
                } else {
                    self.counted.see(part, doc, self.question.facets)?;
                }
            }
            if self.question.count > 0 {
                let hit = self.scored(number, window, at, held);
                self.first.push(hit);
            }
        }
        Ok(())
    }

    fn scored(&mut self, number: usize, window: &Window<'_, U>, at: usize, held: Held) -> Match {
        let Question { library, sets, told, known, counts_documents, .. } = self.question;
        let part = library.parts[number];
        let (marks, policy) = (held.own | held.context, part.policy(held.doc));
        let counted = || counts_documents.then(|| window.runs.of(at)).unwrap_or_default();
        let document = known.of(policy).unwrap_or_else(counted);
        let share = told.share(number, held.doc, marks, &mut self.shares);
        let phrases = held_phrases(&sets[number], held.doc);
        let boosts = window.boosts.get(at).copied().unwrap_or(0.0);
        let role = part.role(held.doc);
        let score = library.weights.total(window.scores[at], phrases, role, boosts, document.score * share);
        let (segment, Held { doc, own, context }) = (number as u32, held);
        Match { segment, doc, score, own, context, phrases, boosts, document }
    }
}

/// The phrases that the clause itself holds, as bits.
fn held_phrases(sets: &Sets, doc: DocId) -> u64 {
    let held = sets.phrases.iter().take(64).enumerate().filter(|(_, (own, _))| own.contains(doc));
    held.fold(0, |bits, (number, _)| bits | 1 << number)
}

/// The terms that a unit holds, itself and above it.
#[derive(Clone, Copy)]
struct Held {
    doc: DocId,
    own: u64,
    context: u64,
}

fn is_valid<U: Units>(plan: &Plan, segment: &U, doc: DocId) -> bool {
    let dated =
        plan.dates.is_empty() && plan.dates_excluded.is_empty() || plan.admits_date(segment.date(doc));
    dated
        && plan.validity.as_ref().is_none_or(|validity| {
            validity.admits(i64::from(segment.policy(doc)), segment.effective(doc), segment.expires(doc))
        })
}

/// Whether a condition holds, and whether the clause itself has a part in it.
#[derive(Clone, Copy)]
struct Verdict {
    holds: bool,
    own: bool,
}

fn judge(condition: &Condition, sets: &Sets, held: Held) -> Verdict {
    let Held { doc, own, context } = held;
    match condition {
        Condition::Everything => Verdict { holds: true, own: true },
        Condition::AtLeast { concepts, needed } => {
            let all = |marks: u64, bits: u64| marks & bits == bits;
            let in_clause = concepts.iter().any(|&bits| all(own, bits));
            let standing = concepts.iter().filter(|&&bits| all(own, bits) || all(context, bits));
            Verdict { holds: standing.take(*needed).count() == *needed, own: in_clause }
        }
        Condition::Translated { terms, needed } => {
            let holds = |marks: u64, &(typed, other): &(u64, u64)| {
                typed != 0 && marks & typed == typed || marks & other != 0
            };
            let in_clause = terms.iter().any(|term| holds(own, term));
            let standing = terms.iter().filter(|term| holds(own, term) || holds(context, term));
            Verdict { holds: standing.take(*needed).count() == *needed, own: in_clause }
        }
        Condition::Phrase(number) => {
            let (clauses, above) = &sets.phrases[*number];
            let own = clauses.contains(doc);
            Verdict { holds: own || above.contains(doc), own }
        }
        Condition::Near(number) => {
            let holds = sets.nears[*number].contains(doc);
            Verdict { holds, own: holds }
        }
        Condition::Labels(number) => {
            let holds = sets.labels[*number].contains(doc);
            Verdict { holds, own: holds }
        }
        Condition::And(parts) => {
            let mut verdict =
                Verdict { holds: true, own: parts.iter().all(|part| matches!(part, Condition::Not(_))) };
            for part in parts {
                let inner = judge(part, sets, held);
                verdict.holds &= inner.holds;
                verdict.own |= inner.own;
            }
            verdict
        }
        Condition::Or(parts) => {
            let mut verdict = Verdict { holds: false, own: false };
            for inner in parts.iter().map(|part| judge(part, sets, held)).filter(|inner| inner.holds) {
                verdict.holds = true;
                verdict.own |= inner.own;
            }
            verdict
        }
        Condition::Not(part) => Verdict { holds: !judge(part, sets, held).holds, own: false },
    }
}
