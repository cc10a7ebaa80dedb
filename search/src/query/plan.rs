//! What an engine is asked: terms, a condition over them, filters and boosts.

use super::phrase::Phrase;
use crate::{
    bilingual::{Origin, TranslationWeights},
    rank::Field,
    stats::{Side, TermStatistics},
};
use jiff::civil::Date;
use polidex_corpus::store::Past;
use serde::Serialize;
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

/// A query, planned: everything an engine needs, and everything `explain` says.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The terms to look up.
    pub terms: Vec<PlanTerm>,
    /// Terms of the query with what they are called in the other language.
    pub translations: Vec<Translation>,
    /// Everyday words of the query with what the field calls the same.
    pub everyday: Vec<EverydayWord>,
    /// The side that the query is in the language of, where it is translated. There, what was typed is what is looked
    /// for, and does not count once more as its own translation.
    pub side: Option<Side>,
    /// The phrases that the condition speaks of.
    pub phrases: Vec<Phrase>,
    /// The pairs that stand near each other of which the condition speaks.
    pub nears: Vec<NearPair>,
    /// The sets of labels that the condition speaks of; a document is in a set when it carries any
    /// of its labels.
    pub labels: Vec<Vec<String>>,
    /// What a clause must fulfil.
    pub condition: Condition,
    /// Each entry must hold: the document carries any of its labels.
    pub filters: Vec<Vec<String>>,
    /// The document carries none of these labels.
    pub exclusions: Vec<String>,
    /// The document's date lies in one of these ranges; any date, or none, will do where there are none.
    pub dates: Vec<DateRange>,
    /// The document's date lies in none of these ranges.
    pub dates_excluded: Vec<DateRange>,
    /// Labels that raise the score.
    pub boosts: Vec<Boost>,
    /// Only these clauses, by their rows in the store, where there is a list.
    pub only: Option<Arc<HashSet<i64>>>,
    /// The earlier state of the store that is asked, where one is.
    pub past: Option<Arc<Past>>,
    /// Restriction by status, which depends on the day.
    pub validity: Option<Validity>,
    /// The day of asking, counted from 1970-01-01.
    pub day: i64,
    /// What repeals documents by that day, by row of the policy.
    pub falls: Arc<HashMap<i64, Fall>>,
    /// Whether recent documents are preferred.
    pub recency: bool,
    /// Whether superseded editions answer too.
    pub superseded: bool,
    /// Whether every term that the condition speaks of has a bit. Then a clause that sets none of its
    /// own cannot match, unless labels or exclusions alone decide.
    pub marked: bool,
    /// The query's informative terms, for people: in `explain` and for highlights.
    pub concepts: Vec<Concept>,
}

/// A term to look up in a field of the clause itself and in the same kind of field of its title and
/// headings.
#[derive(Debug, Clone)]
pub struct PlanTerm {
    /// The term as indexed; with `prefix`, the beginning of indexed terms.
    pub text: String,
    /// Where the clause's own tokens are.
    pub own: Field,
    /// Where the tokens of title and headings are.
    pub context: Field,
    /// Bits that are set for a document that holds the term; none for terms that only score.
    pub bits: u64,
    /// Factor on the score; 0 for terms that only match.
    pub weight: f32,
    /// Whether every term that begins with `text` is meant. Such terms do not score.
    pub prefix: bool,
}

/// An everyday word with what laws and policies call the same. The names count for the order of hits, at a
/// discount, and never make a clause match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EverydayWord {
    /// The word as typed, folded.
    pub text: String,
    /// Its names, best first.
    pub names: Vec<String>,
}

/// A term of the query in the other language. All alternatives count as one term: their frequencies
/// are summed, and what they add is worth what one term is worth.
#[derive(Debug, Clone)]
pub struct Translation {
    /// The term as typed, folded.
    pub text: String,
    /// The bits that are all set for a document that holds the term as typed; none for terms that only score.
    pub typed: u64,
    /// The bit that is set for a document that holds an alternative; none for terms that only score.
    pub bits: u64,
    /// What it is worth.
    pub weights: Arc<TranslationWeights>,
    /// What it may be called, best first.
    pub alternatives: Vec<PlanAlternative>,
    /// Whether a clause may hold an alternative and nothing else of the query: it tells so much of it that what the other
    /// terms are called there may be anything.
    pub alone: bool,
}

impl PlanAlternative {
    /// Whether it counts in documents of the query's language too: an acronym such as AI stands in Chinese
    /// texts, and the lexicon knows. Longer names stand there in addresses of pages and the like, which say
    /// nothing; what a general dictionary says there is noise, and what was typed has been counted.
    pub fn counts_in_own_language(&self) -> bool {
        const ACRONYM: usize = 5;
        let acronym = || self.text.len() <= ACRONYM && self.text.chars().all(|c| c.is_ascii_alphanumeric());
        self.origin == Origin::User || (self.origin == Origin::Lexicon && acronym())
    }
}

impl Translation {
    /// In how many clauses in the language of the query (`own`), or in others, the alternatives stand together: the sum,
    /// each by the share that it is given. The table of term statistics cannot tell the true union, and every engine has
    /// that table.
    pub fn clauses(&self, own: bool, share: impl Fn(usize) -> f32) -> u64 {
        let clauses = |one: &PlanAlternative| match (own, one.counts_in_own_language()) {
            (false, _) => one.across,
            (true, true) => one.clauses - one.across,
            (true, false) => 0,
        };
        let held = self.alternatives.iter().enumerate();
        held.map(|(place, one)| f64::from(clauses(one)) * f64::from(share(place))).sum::<f64>().ceil() as u64
    }

    /// The names that differ from what was typed.
    pub fn names(&self) -> impl Iterator<Item = &PlanAlternative> {
        self.alternatives.iter().filter(|alternative| alternative.origin != Origin::Typed)
    }
}

impl Plan {
    /// How rare one of its terms is in a field, times what the term is worth.
    pub fn idf(&self, statistics: &TermStatistics, term: &PlanTerm, field: Field) -> f32 {
        statistics.idf(self.side, field, &term.text) * term.weight
    }

    /// The side of the documents in the language of the query (`own`), or of the others; `None` for all, where the query
    /// is not translated.
    pub fn language(&self, own: bool) -> Option<Side> {
        self.side.map(|side| if own { side } else { side.other() })
    }

    /// Whether superseded editions are looked at: they answer too, or one of them was the newest in the past.
    pub fn looks_back(&self) -> bool {
        self.superseded || self.past.is_some()
    }

    /// Whether sets of units are found before any is scored: by phrases, labels, filters and beginnings of terms.
    pub fn looks_up_sets(&self) -> bool {
        let sets = [self.phrases.len(), self.nears.len(), self.labels.len(), self.filters.len()];
        sets.iter().any(|&count| count > 0)
            || !(self.exclusions.is_empty() && self.boosts.is_empty())
            || self.only.is_some()
            || self.terms.iter().any(|term| term.prefix)
    }

    /// Whether units are held back for what they are, apart from the terms and labels that they have and from lists of
    /// them.
    pub fn looks_at_units(&self) -> bool {
        let dated = !self.dates.is_empty() || !self.dates_excluded.is_empty();
        self.past.is_some() || self.validity.is_some() || dated
    }

    /// Whether a document of this date, in days since 1970-01-01, passes the filters by date.
    pub fn admits_date(&self, date: Option<i64>) -> bool {
        let within =
            |ranges: &[DateRange]| date.is_some_and(|day| ranges.iter().any(|range| range.holds(day)));
        (self.dates.is_empty() || within(&self.dates)) && !within(&self.dates_excluded)
    }

    /// Trusts the alternatives of translations as far as an engine found them to be worth.
    pub fn trust(&mut self, trusted: &[Vec<f32>]) {
        for (translation, weights) in self.translations.iter_mut().zip(trusted) {
            for (alternative, &weight) in translation.alternatives.iter_mut().zip(weights) {
                alternative.weight = weight;
            }
            translation.alternatives.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        }
    }
}

/// A name in the other language to look up: it stands where all its terms stand.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanAlternative {
    /// The name, folded.
    pub text: String,
    /// The terms as indexed.
    #[serde(skip)]
    pub terms: Vec<String>,
    /// The words of an English name in the order in which they stand; of two names that stand in one clause,
    /// those of each.
    #[serde(skip)]
    pub sequences: Vec<Vec<String>>,
    /// Where the clause's own tokens are.
    #[serde(skip)]
    pub own: Field,
    /// How far it is trusted: factor on its frequencies.
    pub weight: f32,
    /// Who says so.
    pub origin: Origin,
    /// In how many clauses it stands at most, from the term statistics,
    pub clauses: u32,
    /// and in how many of the other language.
    #[serde(skip)]
    pub across: u32,
}

/// Two things that stand near each other in a clause, in either order. The clause's text decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearPair {
    /// The one,
    pub left: NearSide,
    /// and the other.
    pub right: NearSide,
    /// How many Han characters and words of other scripts stand between them at most.
    pub distance: u32,
    /// Bits of the terms of both: where one is not set, the text need not be looked at.
    pub bits: u64,
}

/// One side of a [`NearPair`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearSide {
    /// The characters, folded.
    pub text: String,
    /// The stem of an English word that may be inflected; else the characters stand to the letter.
    pub stem: Option<String>,
}

/// A range of days, counted from 1970-01-01, both ends included; open where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateRange {
    /// The first day.
    pub first: Option<i64>,
    /// The last day.
    pub last: Option<i64>,
}

impl DateRange {
    /// Whether a day lies in the range.
    pub fn holds(&self, day: i64) -> bool {
        self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
    }
}

/// A condition on a clause.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Condition {
    /// Always fulfilled.
    #[default]
    Everything,
    /// At least `needed` of the concepts, each given by the bits of its terms, stand in the clause or
    /// in its title and headings; at least one of them in the clause itself.
    AtLeast {
        /// Bits of each concept.
        concepts: Vec<u64>,
        /// How many are needed.
        needed: usize,
    },
    /// The same over terms that may stand in the other language: each is held as typed, by all of the
    /// first bits, or in the other language, by the second bit.
    Translated {
        /// Bits of each term as typed, and its bit in the other language; 0 where there is none.
        terms: Vec<(u64, u64)>,
        /// How many are needed.
        needed: usize,
    },
    /// The phrase of this number.
    Phrase(usize),
    /// The pair of this number.
    Near(usize),
    /// A label of the set of this number.
    Labels(usize),
    /// All of these.
    And(Vec<Condition>),
    /// At least one of these.
    Or(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
}

impl Condition {
    /// What must be fulfilled all together: the parts of a [`Condition::And`], or the condition itself.
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::And(parts) => parts,
            one => std::slice::from_ref(one),
        }
    }

    /// What of the condition holds also for clauses that need not hold the informative terms: phrases, pairs,
    /// labels and exclusions.
    #[must_use]
    pub fn without_terms(&self) -> Self {
        match self {
            Self::AtLeast { .. } | Self::Translated { .. } => Self::Everything,
            Self::And(parts) => Self::And(parts.iter().map(Self::without_terms).collect()),
            Self::Or(parts) => Self::Or(parts.iter().map(Self::without_terms).collect()),
            other => other.clone(),
        }
    }

    /// Whether some part of the condition asks for more than one of its informative terms.
    pub fn asks_for_several(&self) -> bool {
        match self {
            Self::AtLeast { needed, .. } | Self::Translated { needed, .. } => *needed > 1,
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::asks_for_several),
            Self::Not(_) | Self::Everything | Self::Phrase(_) | Self::Near(_) | Self::Labels(_) => false,
        }
    }

    /// Whether a clause must hold one of the plan's terms itself: what stands only above it is not
    /// enough, and no phrase or label can take a term's place.
    pub fn needs_own_term(&self) -> bool {
        match self {
            Self::AtLeast { needed, .. } | Self::Translated { needed, .. } => *needed > 0,
            Self::Or(parts) => parts.iter().all(Self::needs_own_term),
            Self::Near(_) => true,
            Self::And(_) | Self::Everything | Self::Labels(_) | Self::Phrase(_) | Self::Not(_) => false,
        }
    }

    /// Whether any of its terms is enough.
    pub fn asks_for_one(&self) -> bool {
        match self {
            Self::AtLeast { needed, .. } | Self::Translated { needed, .. } => *needed == 1,
            Self::Or(parts) => parts.iter().all(Self::asks_for_one),
            _ => false,
        }
    }

    /// The bits of the terms as typed of which any is enough; none where more is asked for.
    pub fn enough(&self) -> Vec<u64> {
        match self {
            Self::AtLeast { concepts, needed: 1 } => concepts.clone(),
            Self::Translated { terms, needed: 1 } => terms.iter().map(|&(typed, _)| typed).collect(),
            Self::Or(parts) => parts.iter().flat_map(Self::enough).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether a clause that holds none of the plan's terms may fulfil the condition.
    pub fn can_match_without_terms(&self) -> bool {
        match self {
            Self::Everything | Self::Labels(_) | Self::Not(_) => true,
            Self::AtLeast { needed, .. } | Self::Translated { needed, .. } => *needed == 0,
            Self::Phrase(_) | Self::Near(_) => false,
            Self::And(parts) => parts.iter().all(Self::can_match_without_terms),
            Self::Or(parts) => parts.iter().any(Self::can_match_without_terms),
        }
    }
}

/// A label that raises the score of the documents that carry it.
#[derive(Debug, Clone)]
pub struct Boost {
    /// The label.
    pub label: String,
    /// What it adds.
    pub score: f32,
}

/// An informative term of the query.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Concept {
    /// As typed, folded.
    pub text: String,
    /// Bits of the terms that stand for it.
    #[serde(skip)]
    pub bits: u64,
    /// Whether it is written in Han characters and found as a substring; else by its English stem.
    pub han: bool,
    /// In how many clauses it stands at most, from the term statistics; not counted for a single
    /// Han character.
    pub clauses: Option<u32>,
}

/// Whether a document is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Its effective date has come, and nothing in the store repeals it.
    InForce,
    /// Its effective date lies ahead.
    NotYetEffective,
    /// A later document repeals a part of it.
    PartlyInvalid,
    /// A later document repeals it.
    Repealed,
    /// Its term has run out.
    ExpiredByTerm,
    /// No date of effect is known, or the dates contradict each other, and nothing in the store repeals it.
    Unknown,
}

/// A repeal by another document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fall {
    /// The day from which it holds, counted from 1970-01-01; `None` where it is not known.
    pub day: Option<i64>,
    /// Whether a part is repealed, not the whole.
    pub partly: bool,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 6] = [
        Self::InForce,
        Self::NotYetEffective,
        Self::PartlyInvalid,
        Self::Repealed,
        Self::ExpiredByTerm,
        Self::Unknown,
    ];

    /// The status on a day, from a document's own dates and from what repeals it by then. Days count
    /// from 1970-01-01.
    pub fn on(day: i64, effective: Option<i64>, expires: Option<i64>, fall: Option<Fall>) -> Self {
        let fall = fall.filter(|fall| fall.day.is_none_or(|from| from <= day));
        match fall {
            Some(Fall { partly: false, .. }) => Self::Repealed,
            // Nobody can tell which of the two is wrong.
            _ if expires.zip(effective).is_some_and(|(last, first)| last < first) => Self::Unknown,
            _ if expires.is_some_and(|last| last < day) => Self::ExpiredByTerm,
            _ if effective.is_some_and(|first| first > day) => Self::NotYetEffective,
            Some(_) => Self::PartlyInvalid,
            None if effective.is_some() => Self::InForce,
            None => Self::Unknown,
        }
    }

    /// The name used in filters and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::NotYetEffective => "not_yet_effective",
            Self::PartlyInvalid => "partly_invalid",
            Self::Repealed => "repealed",
            Self::ExpiredByTerm => "expired_by_term",
            Self::Unknown => "unknown",
        }
    }

    /// The status of a name: the one in JSON, or what Chinese databases of law call it.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "现行有效" | "有效" => Some(Self::InForce),
            "尚未生效" => Some(Self::NotYetEffective),
            "部分失效" => Some(Self::PartlyInvalid),
            "废止" | "已废止" | "失效" => Some(Self::Repealed),
            "已过有效期" => Some(Self::ExpiredByTerm),
            "未知" => Some(Self::Unknown),
            _ => Self::ALL.into_iter().find(|status| status.name() == name),
        }
    }
}

/// Statuses that are let through, as of a day.
#[derive(Debug, Clone)]
pub struct Validity {
    /// The day, counted from 1970-01-01.
    pub day: i64,
    /// Statuses of which a document must have one; none means any.
    pub admitted: BTreeSet<Status>,
    /// Statuses that are kept out.
    pub excluded: BTreeSet<Status>,
    /// What repeals documents, by the row of the policy.
    pub falls: Arc<HashMap<i64, Fall>>,
}

impl Validity {
    /// Whether a document with these dates passes.
    pub fn admits(&self, policy: i64, effective: Option<i64>, expires: Option<i64>) -> bool {
        let status = Status::on(self.day, effective, expires, self.falls.get(&policy).copied());
        (self.admitted.is_empty() || self.admitted.contains(&status)) && !self.excluded.contains(&status)
    }
}

/// Days since 1970-01-01.
pub fn day_number(date: Date) -> i64 {
    i64::from(jiff::civil::date(1970, 1, 1).until(date).map_or(0, |span| span.get_days()))
}

/// The date of a number of days since 1970-01-01.
pub fn date_of(day: i64) -> Date {
    jiff::civil::date(1970, 1, 1).checked_add(jiff::Span::new().days(day)).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_that_are_enough_alone_are_known() {
        let terms = |needed| Condition::AtLeast { concepts: vec![1, 6], needed };
        let either = Condition::Or(vec![terms(1), Condition::Translated { terms: vec![(8, 16)], needed: 1 }]);
        assert!(either.asks_for_one());
        assert_eq!(either.enough(), [1, 6, 8]);
        assert!(!Condition::Or(vec![terms(1), Condition::Labels(0)]).asks_for_one());
        assert_eq!(Condition::And(vec![terms(1), terms(1)]).enough(), [0; 0]);
        assert_eq!(terms(2).enough(), [0; 0]);
    }
}
