//! From a query to a plan: which terms are looked up, and what a clause must hold.

use super::{
    ast::{Node, Query},
    filters, numbers,
    phrase::Phrase,
    plan::{Boost, Concept, Condition, Plan, PlanTerm},
};
use crate::{
    answer::Explanation,
    bilingual::Lexicons,
    rank::{Field, Weights},
    stats::TermStatistics,
    text::{Analyzer, fold},
};
use polidex_corpus::{model::Warning, text::is_han};
use std::{collections::HashMap, ops::Range};

/// How many of a query's informative terms a clause must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MatchMode {
    /// A share that grows with the query, see [`Weights::needed`].
    #[default]
    Most,
    /// All of them.
    All,
    /// One of them.
    Any,
}

/// What planning needs to know besides the query.
pub struct Context<'a> {
    /// The analysis that the index was written with.
    pub analyzer: &'a Analyzer,
    /// Term statistics of the index.
    pub statistics: &'a TermStatistics,
    /// The ranker's weights.
    pub weights: &'a Weights,
    /// How many terms must be held.
    pub mode: MatchMode,
    /// The day for statuses, counted from 1970-01-01.
    pub day: i64,
    /// The lexicons, unless nothing is to be translated.
    pub lexicons: Option<&'a Lexicons>,
    /// Whether recent documents are preferred.
    pub recency: bool,
    /// All labels of the index that begin with a prefix, for filters by part of a name.
    pub labels: &'a dyn Fn(&str) -> Vec<String>,
}

/// A plan with what there is to say about it.
pub struct Planned {
    /// The plan.
    pub plan: Plan,
    /// How the query was understood.
    pub explain: Vec<Explanation>,
    /// What the reader should know.
    pub warnings: Vec<Warning>,
}

/// The most terms that a condition can tell apart: one bit each.
const MAX_BITS: u32 = 64;

/// Plans `query`.
pub fn plan(query: &Query, context: &Context<'_>) -> Planned {
    let mut planner = Planner {
        context,
        plan: Plan { day: context.day, recency: context.recency, ..Plan::default() },
        explain: Vec::new(),
        warnings: Vec::new(),
        places: HashMap::new(),
        bits: 0,
    };
    let mut condition = planner.node(&query.root, true);
    if matches!(condition, Condition::Not(_)) {
        // An exclusion alone lets through everything else.
        condition = Condition::And(vec![condition]);
    }
    planner.plan.condition = planner.with_exact_title(query, condition);
    filters::apply(&query.filters, context, &mut planner.plan, &mut planner.explain, &mut planner.warnings);
    planner.plan.marked = planner.bits < MAX_BITS;
    if planner.bits >= MAX_BITS {
        planner.warnings.push(Warning::new(
            "many_terms",
            format!("The query has more than {MAX_BITS} different terms; the rest only count for the order of hits."),
            format!("检索词超过 {MAX_BITS} 个，其余的只影响排序。"),
        ));
    }
    Planned { plan: planner.plan, explain: planner.explain, warnings: planner.warnings }
}

pub(super) struct Planner<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) plan: Plan,
    pub(super) explain: Vec<Explanation>,
    warnings: Vec<Warning>,
    /// Place of each term in `plan.terms`.
    places: HashMap<(String, Field, bool), usize>,
    bits: u32,
}

/// All of these; one stands for itself, none for everything.
fn every(mut conditions: Vec<Condition>) -> Condition {
    conditions.retain(|condition| *condition != Condition::Everything);
    match conditions.len() {
        0 => Condition::Everything,
        1 => conditions.remove(0),
        _ => Condition::And(conditions),
    }
}

impl Planner<'_> {
    fn node(&mut self, node: &Node, positive: bool) -> Condition {
        match node {
            Node::And(parts) => self.all(parts, positive),
            Node::Each(parts) => every(parts.iter().map(|part| self.node(part, positive)).collect()),
            Node::Or(parts) => Condition::Or(parts.iter().map(|part| self.node(part, positive)).collect()),
            Node::Not(part) => Condition::Not(Box::new(self.node(part, false))),
            Node::Words(text) => self.words(&text.text, positive, true),
            Node::Phrase(text) => self.phrase(&text.text, positive, false),
            Node::Prefix(text) => self.phrase(&text.text, positive, true),
            Node::Near(near) => self.near(near, positive),
        }
    }

    /// Words that stand beside each other count together; everything else must hold by itself.
    fn all(&mut self, parts: &[Node], positive: bool) -> Condition {
        let loose: Vec<&str> = parts
            .iter()
            .filter_map(|part| match part {
                Node::Words(text) => Some(text.text.as_str()),
                _ => None,
            })
            .collect();
        let mut conditions = Vec::new();
        if !loose.is_empty() {
            let alone = parts.iter().all(|part| matches!(part, Node::Words(_) | Node::Not(_)));
            conditions.push(self.words(&loose.join(" "), positive, alone));
        }
        for part in parts.iter().filter(|part| !matches!(part, Node::Words(_))) {
            conditions.push(self.node(part, positive));
        }
        every(conditions)
    }

    /// `alone` says whether nothing else is wanted: then words that say nothing are what is looked for.
    fn words(&mut self, text: &str, positive: bool, alone: bool) -> Condition {
        let (rest, mut conditions) = self.numbers(text, positive);
        let folded = fold(&rest);
        if positive {
            self.score_terms(&folded);
            self.everyday(&folded);
        }
        let concepts = self.concepts(&folded, alone);
        if !concepts.is_empty() {
            let needed = self.needed(concepts.len());
            let as_typed = Condition::AtLeast {
                concepts: concepts.iter().map(|concept| concept.bits).collect(),
                needed,
            };
            let translated = if positive { self.translated(&folded) } else { None };
            conditions.push(match translated {
                Some(translated) => Condition::Or(vec![as_typed, translated]),
                None => as_typed,
            });
            if positive {
                self.explain.extend(concepts.iter().cloned().map(Explanation::Term));
                self.explain.push(Explanation::Needed { needed, of: concepts.len() });
                self.plan.concepts.extend(concepts);
            }
        }
        every(conditions)
    }

    /// How many of `terms` a clause must hold.
    pub(super) fn needed(&self, terms: usize) -> usize {
        match self.context.mode {
            MatchMode::Most => self.context.weights.needed(terms),
            MatchMode::All => terms,
            MatchMode::Any => terms.min(1),
        }
    }

    /// Takes document numbers out of the words: they are looked up as a whole, in the documents that
    /// bear them and in the clauses that mention them.
    fn numbers(&mut self, text: &str, positive: bool) -> (String, Vec<Condition>) {
        let mut rest = text.to_owned();
        let mut conditions = Vec::new();
        for (range, number) in numbers::find(text).into_iter().rev() {
            let (own, mentioned) = (format!("number:{}", number.key), format!("mentions:{}", number.key));
            rest.replace_range(range, " ");
            if positive {
                let weights = self.context.weights;
                self.plan.boosts.push(Boost { label: own.clone(), score: weights.own_number });
                self.plan.boosts.push(Boost { label: mentioned.clone(), score: weights.mentioned_number });
                self.explain.push(Explanation::Number { number: number.key });
            }
            conditions.push(Condition::Labels(self.plan.labels.len()));
            self.plan.labels.push(vec![own, mentioned]);
        }
        (rest, conditions)
    }

    /// Terms that make up the score: words and bigrams, each as often as the query repeats it.
    pub(super) fn score_terms(&mut self, folded: &str) {
        let analyzer = self.context.analyzer;
        let mut terms = Vec::new();
        analyzer.words(folded, |term, _| terms.push((term.to_owned(), Field::BodyWords)));
        analyzer.grams(folded, |term, _, _| {
            // The last character of a run of Han characters alone says nothing.
            if !is_single_han(term) {
                terms.push((term.to_owned(), Field::BodyGrams));
            }
        });
        for (term, field) in terms {
            let place = self.term(&term, field, false);
            self.plan.terms[place].weight += 1.0;
        }
    }

    /// The informative terms: the longest words of the segmentation, single Han characters joined
    /// with their neighbours, English stems.
    fn concepts(&mut self, folded: &str, alone: bool) -> Vec<Concept> {
        let chars: Vec<char> = folded.chars().collect();
        let mut concepts: Vec<Concept> = Vec::new();
        for range in joined_singles(&chars, longest(self.word_ranges(folded))) {
            let text: String = chars[range.start as usize..range.end as usize].iter().collect();
            concepts.extend(self.concept(&text));
        }
        if concepts.is_empty() && alone {
            // Nothing but stop words: then they are what is looked for.
            let mut terms = Vec::new();
            self.context.analyzer.grams(folded, |term, _, _| terms.push(term.to_owned()));
            // The last character of a run is in the bigram before it already.
            terms.retain(|term| !is_single_han(term) || folded.trim() == term);
            concepts.extend(terms.iter().filter_map(|term| self.substring(term)));
        }
        concepts.sort_by(|a, b| a.text.cmp(&b.text));
        concepts.dedup_by(|a, b| a.text == b.text);
        concepts
    }

    pub(super) fn word_ranges(&self, folded: &str) -> Vec<Range<u32>> {
        let mut ranges = Vec::new();
        self.context.analyzer.words(folded, |_, range| ranges.push(range));
        ranges
    }

    pub(super) fn concept(&mut self, text: &str) -> Option<Concept> {
        if text.chars().any(is_han) {
            return self.substring(text);
        }
        let mut stems = Vec::new();
        self.context.analyzer.words(text, |term, _| stems.push(term.to_owned()));
        let stem = stems.first()?.clone();
        let bits = self.bit(&stem, Field::BodyWords, false)?;
        let clauses = Some(self.context.statistics.document_frequency(Field::BodyWords, &stem));
        Some(Concept { text: text.to_owned(), bits, han: false, clauses })
    }

    /// A concept that stands where all its bigrams and Latin tokens stand.
    pub(super) fn substring(&mut self, text: &str) -> Option<Concept> {
        let mut bits = 0;
        let mut clauses = None;
        for term in self.context.analyzer.phrase_terms(text) {
            bits |= self.bit(&term.text, Field::BodyGrams, term.prefix)?;
            if !term.prefix {
                let held = self.context.statistics.document_frequency(Field::BodyGrams, &term.text);
                clauses = Some(clauses.map_or(held, |least: u32| least.min(held)));
            }
        }
        (bits != 0).then(|| Concept { text: text.to_owned(), bits, han: true, clauses })
    }

    /// A phrase; with `prefix` one whose last word may go on.
    fn phrase(&mut self, text: &str, positive: bool, prefix: bool) -> Condition {
        let Some(phrase) = Phrase::new(text, prefix, self.context.analyzer) else {
            return Condition::Everything;
        };
        if positive {
            if !phrase.terms.iter().all(|term| term.prefix) {
                self.score_terms(&phrase.text);
            }
            self.explain.push(Explanation::Phrase { text: phrase.shown() });
            for term in &phrase.terms {
                self.bit(&term.text, Field::BodyGrams, term.prefix);
            }
        }
        self.plan.phrases.push(phrase);
        Condition::Phrase(self.plan.phrases.len() - 1)
    }

    /// A bit of its own; `None` when all are used up.
    pub(super) fn new_bit(&mut self) -> Option<u64> {
        if self.bits >= MAX_BITS {
            return None;
        }
        self.bits += 1;
        Some(1 << (self.bits - 1))
    }

    /// The bit of a term; `None` when all bits are used up.
    pub(super) fn bit(&mut self, text: &str, field: Field, prefix: bool) -> Option<u64> {
        let place = self.term(text, field, prefix);
        if self.plan.terms[place].bits == 0 {
            self.plan.terms[place].bits = self.new_bit()?;
        }
        Some(self.plan.terms[place].bits)
    }

    pub(super) fn term(&mut self, text: &str, own: Field, prefix: bool) -> usize {
        let context = if own == Field::BodyWords { Field::ContextWords } else { Field::ContextGrams };
        let terms = &mut self.plan.terms;
        *self.places.entry((text.to_owned(), own, prefix)).or_insert_with(|| {
            terms.push(PlanTerm { text: text.to_owned(), own, context, bits: 0, weight: 0.0, prefix });
            terms.len() - 1
        })
    }

    /// A query that is a document's title finds that document, whatever else it finds.
    fn with_exact_title(&mut self, query: &Query, condition: Condition) -> Condition {
        let title = title_key(&query.text);
        if condition == Condition::Everything || title.chars().count() < 4 {
            return condition;
        }
        let label = format!("title:{title}");
        if !(self.context.labels)(&label).contains(&label) {
            return condition;
        }
        self.plan.boosts.push(Boost { label: label.clone(), score: self.context.weights.exact_title });
        self.plan.labels.push(vec![label]);
        Condition::Or(vec![condition, Condition::Labels(self.plan.labels.len() - 1)])
    }
}

/// The form in which titles are compared: folded, without spaces, book-title marks and quotation
/// marks.
pub fn title_key(title: &str) -> String {
    fold(title).chars().filter(|c| c.is_alphanumeric() || "()[]〔〕".contains(*c)).collect()
}

fn is_single_han(term: &str) -> bool {
    let mut chars = term.chars();
    chars.next().is_some_and(is_han) && chars.next().is_none()
}

/// Of overlapping words, those that lie in no other; in order.
pub(super) fn longest(mut ranges: Vec<Range<u32>>) -> Vec<Range<u32>> {
    ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut kept: Vec<Range<u32>> = Vec::new();
    for range in ranges {
        if kept.last().is_none_or(|last| range.end > last.end) {
            kept.push(range);
        }
    }
    kept
}

/// Joins single Han characters that stand side by side. A single one inside a longer run of Han
/// characters says little by itself and is dropped; one that was typed alone is kept.
fn joined_singles(chars: &[char], ranges: Vec<Range<u32>>) -> Vec<Range<u32>> {
    let han = |at: Option<usize>| at.and_then(|at| chars.get(at)).copied().is_some_and(is_han);
    let mut groups: Vec<(Range<u32>, bool)> = Vec::new();
    for range in ranges {
        let single = range.len() == 1 && han(Some(range.start as usize));
        match groups.last_mut() {
            Some((last, true)) if single && last.end == range.start => last.end = range.end,
            _ => groups.push((range, single)),
        }
    }
    let alone =
        |range: &Range<u32>| !han((range.start as usize).checked_sub(1)) && !han(Some(range.end as usize));
    groups
        .into_iter()
        .filter(|(range, single)| !single || range.len() > 1 || alone(range))
        .map(|(range, _)| range)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_words_give_way_to_the_longest() {
        assert_eq!(longest(vec![0..2, 2..4, 0..4, 4..6, 5..7]), vec![0..4, 4..6, 5..7]);
    }

    #[test]
    fn single_characters_join_or_yield() {
        let chars: Vec<char> = "件产业高 税".chars().collect();
        assert_eq!(joined_singles(&chars, vec![0..1, 1..3, 3..4, 5..6]), vec![1..3, 5..6]);
        assert_eq!(joined_singles(&chars, vec![0..1, 1..2]), vec![0..2]);
    }

    #[test]
    fn titles_compare_without_marks() {
        assert_eq!(title_key("《个人所得税法》"), title_key("个人 所得税法"));
    }
}
