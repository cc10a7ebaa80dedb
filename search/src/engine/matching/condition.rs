//! Which documents match, and with what score.

use super::{
    super::EngineError,
    DocId, Question, Units,
    facets::Counted,
    judge::{Enough, Held},
    known::Known,
    marks::WORD,
    order::First,
    rates::Worth,
    required,
    sets::Sets,
    spread::Piece,
    window::Window,
};
use crate::query::plan::Plan;
use polidex_corpus::store::Past;
use std::{ops::Range, sync::atomic::Ordering};

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

/// What matches in some pieces of work.
pub struct Found {
    /// Number of matches.
    pub total: u64,
    /// The first of them.
    pub first: Vec<Match>,
    /// By part the documents of which all units stand side by side.
    pub counted: Vec<Counted>,
    /// Of every other document the first match: its segment and number.
    pub documents: Vec<(u32, DocId)>,
}

/// Evaluates the plan's condition and filters on every unit of some pieces, which stand in order.
pub fn select<'a, U: Units>(
    question: &'a Question<'a, U>,
    pieces: &mut dyn Iterator<Item = (usize, &Piece)>,
) -> Result<Found, EngineError> {
    let mut selection = Selection::new(question);
    let mut window: Option<Window<'_, U>> = None;
    for (_, piece) in pieces {
        // On the way through a part nothing is looked up twice.
        let window = match window.take().filter(|window| window.number == piece.part) {
            Some(known) => window.insert(known),
            None => window.insert(Window::new(question, piece.part, piece.docs.start)?),
        };
        selection.go_through(piece, window)?;
    }
    Ok(selection.finish())
}

/// What has been selected so far.
struct Selection<'a, U> {
    question: &'a Question<'a, U>,
    own_term: bool,
    every: bool,
    /// Whether some units get only a share of their document's match.
    has_shares: bool,
    shares: Known<f32>,
    first: First<'a, U>,
    /// Scores of the window's matches that may be among the first.
    scores: Vec<f32>,
    total: u64,
    counted: Vec<Counted>,
    documents: Vec<(u32, DocId)>,
}

/// A document with what it adds to the scores of its units.
struct Document {
    /// Number of its stretch.
    stretch: usize,
    /// The first unit behind it.
    end: DocId,
    worth: Worth,
}

impl<'a, U: Units> Selection<'a, U> {
    fn new(question: &'a Question<'a, U>) -> Self {
        let condition = &question.plan.condition;
        Self {
            question,
            own_term: condition.needs_own_term(),
            every: condition.can_match_without_terms(),
            has_shares: question.count > 0 && question.told.shares(),
            shares: Known::default(),
            first: First::new(question.library.parts, question.sort, question.count),
            scores: Vec::new(),
            total: 0,
            counted: question.library.parts.iter().map(|_| Counted::default()).collect(),
            documents: Vec::new(),
        }
    }

    fn go_through(&mut self, piece: &Piece, window: &mut Window<'a, U>) -> Result<(), EngineError> {
        let question = self.question;
        let part = question.library.parts[piece.part];
        let allowed = question.sets[piece.part].allowed.as_ref();
        let mut start = piece.docs.start;
        let known = || question.any && question.found.load(Ordering::Relaxed);
        while start < piece.docs.end && !known() {
            if !self.every {
                // Nothing matches where none of the terms stands.
                let Some(ahead) = window.ahead().filter(|&ahead| ahead < piece.docs.end) else { break };
                start = part.stretches().start(start, ahead.max(start));
            }
            if let Some(allowed) = allowed {
                // Nor where filters let nothing through.
                let Some(ahead) = allowed.from(start).filter(|&ahead| ahead < piece.docs.end) else { break };
                start = part.stretches().start(start, ahead);
            }
            let end = part.stretches().end(start.saturating_add(WINDOW).min(piece.docs.end));
            window.fill(start..end);
            self.take(piece.part, window)?;
            if self.total > 0 {
                question.found.store(true, Ordering::Relaxed);
            }
            start = end;
        }
        Ok(())
    }

    fn finish(self) -> Found {
        Found {
            total: self.total,
            first: self.first.finish(),
            counted: self.counted,
            documents: self.documents,
        }
    }

    /// Takes the matches of a window in.
    fn take(&mut self, number: usize, window: &Window<'_, U>) -> Result<(), EngineError> {
        let Question { sets, count, lowest, .. } = self.question;
        let most_boosts = window.most_boosts();
        let first = window.docs.start / WORD * WORD;
        let held = Held { own: &window.own, context: &window.context, sets: &sets[number], first };
        let enough = Enough::new(&self.question.plan.condition, held.own, held.context);
        let stretch = self.question.library.parts[number].stretches().of(window.docs.start);
        let mut document = Document { stretch, end: window.docs.start, worth: Worth::default() };
        for word in 0..(window.docs.end - first).div_ceil(WORD) as usize {
            let matching = self.matching(number, window, (&held, &enough), word);
            if matching == 0 {
                continue;
            }
            self.total += u64::from(matching.count_ones());
            let start = first + word as DocId * WORD;
            let (mut rest, mut terms) = (matching, None);
            while rest != 0 {
                let doc = start + rest.trailing_zeros();
                if doc >= document.end {
                    document = self.enter(number, window, document.stretch, doc)?;
                }
                let inside = rest & within(start, &(start..document.end));
                rest &= !inside;
                if *count == 0 {
                    continue;
                }
                let most_terms = highest(window.of(start, inside));
                if !self.may_be_first(most_terms, most_boosts, document.worth.score) {
                    continue;
                }
                if self.has_shares {
                    let share = self.most_share(number, &held, (word, inside), start);
                    if !self.may_be_first(most_terms, most_boosts, document.worth.score * share) {
                        continue;
                    }
                }
                for place in required::bits(inside).map(u64::trailing_zeros) {
                    let mut terms =
                        || terms.get_or_insert_with(|| held.own.with(held.context, word))[place as usize];
                    self.score(number, window, (start + place, document.worth), &mut terms);
                }
            }
        }
        lowest.note(self.scores.drain(..));
        Ok(())
    }

    /// The units of a word of the window that match.
    fn matching(
        &self,
        number: usize,
        window: &Window<'_, U>,
        (held, enough): (&Held<'_>, &Option<Enough>),
        word: usize,
    ) -> u64 {
        let Question { plan, library, sets, .. } = self.question;
        let (part, sets) = (library.parts[number], &sets[number]);
        let start = held.first + word as DocId * WORD;
        let mut matching = within(start, &window.docs);
        if !self.every {
            // Nothing matches that holds no term of the condition.
            let above = if plan.marked { 0 } else { held.context.any(word) };
            matching &= held.own.any(word) | above;
        }
        if self.own_term {
            matching &= held.own.any(word);
        }
        if let Some(allowed) = &sets.allowed {
            matching &= allowed.word((start / WORD) as usize);
        }
        if matching == 0 {
            return 0;
        }
        let verdicts = match enough {
            Some(enough) => enough.of(word),
            None => held.judge(&plan.condition, word),
        };
        matching &= verdicts.holds & verdicts.own;
        if plan.looks_at_units() || part.has_deleted() {
            let passes = |bit: &u64| {
                let doc = start + bit.trailing_zeros();
                part.is_alive(doc) && is_admitted(plan, part, doc) && is_valid(plan, part, doc)
            };
            matching = required::bits(matching).filter(passes).fold(0, |passing, bit| passing | bit);
        }
        matching
    }

    /// Goes on from a stretch to the document of a match, the first of its own, and counts it.
    fn enter(
        &mut self,
        number: usize,
        window: &Window<'_, U>,
        from: usize,
        doc: DocId,
    ) -> Result<Document, EngineError> {
        let Question { library, known, counts_documents, .. } = self.question;
        let part = library.parts[number];
        let stretches = part.stretches();
        let stretch = stretches.onward(from, doc);
        let beforehand = known.of(stretches.policies(stretch..stretch + 1)[0]);
        if beforehand.is_some() {
            // Its units may stand elsewhere too.
            self.documents.push((number as u32, doc));
        } else {
            self.counted[number].see(part, (stretch, doc), self.question.facets)?;
        }
        let counted = || if *counts_documents { window.runs.of(stretch) } else { Worth::default() };
        let end = stretches.units(stretch).end;
        Ok(Document { stretch, end, worth: beforehand.unwrap_or_else(counted) })
    }

    /// Whether a match may be among the first to which terms and labels add so much at most, whatever its role and
    /// whatever phrases add: most are behind them even so, and to look all that up takes longer.
    fn may_be_first(&self, terms: f32, labels: f32, document: f32) -> bool {
        let Question { plan, library, lowest, .. } = self.question;
        let phrases = plan.phrases.len().min(64);
        lowest.admits(library.weights.most(terms, phrases, labels, document))
    }

    /// What share of its match units of one document get at most, which are given as bits of a word of the window: no more
    /// than one that held all terms that stand in any of them.
    fn most_share(
        &mut self,
        number: usize,
        held: &Held<'_>,
        (word, units): (usize, u64),
        start: DocId,
    ) -> f32 {
        // Shares are powers, which are not exact to the last digit.
        const ROUNDING: f32 = 1.0 + 8.0 * f32::EPSILON;
        let standing = held.own.standing_in(word, units) | held.context.standing_in(word, units);
        let doc = start + units.trailing_zeros();
        self.question.told.share(number, doc, standing, &mut self.shares) * ROUNDING
    }

    /// Works out the score of a match, and keeps it if it may be among the first. `terms` tells which terms it
    /// holds, in itself or above it.
    fn score(
        &mut self,
        number: usize,
        window: &Window<'_, U>,
        (doc, document): (DocId, Worth),
        terms: &mut dyn FnMut() -> u64,
    ) {
        let Question { library, sets, told, lowest, .. } = self.question;
        let (segment, at) = (number as u32, (doc - window.docs.start) as usize);
        let boosts = window.boosts.get(at).copied().unwrap_or(0.0);
        if !self.may_be_first(window.scores[at], boosts.max(0.0), document.score) {
            return;
        }
        let phrases = held_phrases(&sets[number], doc);
        let role = library.parts[number].role(doc);
        let with = |document| library.weights.total(window.scores[at], phrases, role, boosts, document);
        // Nobody gets more than all of its document's match: most are behind the first even so.
        let mut score = with(document.score);
        if !self.first.admits(segment, doc, score) {
            return;
        }
        if self.has_shares {
            score = with(document.score * told.share(number, doc, terms(), &mut self.shares));
            if !lowest.admits(score) || !self.first.admits(segment, doc, score) {
                return;
            }
        }
        self.scores.push(score);
        let (own, context) = (window.own.of(doc), window.context.of(doc));
        self.first.push(Match { segment, doc, score, own, context, phrases, boosts, document });
    }
}

/// The highest of some scores, or infinity where all are below zero.
fn highest(scores: &[f32]) -> f32 {
    // From zero on, bits have the order of the numbers; whole numbers are compared several at a time.
    let bits = scores.iter().fold(i32::MIN, |most, score| most.max(score.to_bits() as i32));
    if bits < 0 { f32::INFINITY } else { f32::from_bits(bits as u32) }
}

/// The units of the word that begins with `start` that lie in a range, as bits.
fn within(start: DocId, docs: &Range<DocId>) -> u64 {
    let from = u64::MAX << docs.start.saturating_sub(start).min(WORD - 1);
    let behind = (start + WORD).saturating_sub(docs.end).min(WORD - 1);
    from & u64::MAX >> behind
}

/// The phrases that the clause itself holds, as bits.
fn held_phrases(sets: &Sets, doc: DocId) -> u64 {
    let held = sets.phrases.iter().take(64).enumerate().filter(|(_, (own, _))| own.contains(doc));
    held.fold(0, |bits, (number, _)| bits | 1 << number)
}

/// Whether a unit had come by the time that is looked at.
fn is_admitted<U: Units>(plan: &Plan, part: &U, doc: DocId) -> bool {
    let then = |past: &Past| past.admits(part.clause(doc), part.superseded(doc), plan.superseded);
    plan.past.as_ref().is_none_or(|past| then(past))
}

fn is_valid<U: Units>(plan: &Plan, segment: &U, doc: DocId) -> bool {
    let dated =
        plan.dates.is_empty() && plan.dates_excluded.is_empty() || plan.admits_date(segment.date(doc));
    dated
        && plan.validity.as_ref().is_none_or(|validity| {
            validity.admits(i64::from(segment.policy(doc)), segment.effective(doc), segment.expires(doc))
        })
}
