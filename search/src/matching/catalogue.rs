//! The measures of a store, with what they need to be checked and quoted.

use super::{excerpts::Excerpts, report::Quote};
use crate::{
    query::plan::{Fall, Status, day_number},
    standing::{self, Standing},
};
use jiff::civil::Date;
use polidex_corpus::{
    model::{Amount, ClausePath, ClauseRef, CommonTerms, Kind, Measure, Policy, Span},
    region::Region,
    store::{MeasuredText, Store, StoreError},
};
use std::collections::HashSet;

/// Everything that can be matched.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// Documents with measures, in order of their ids.
    pub policies: Vec<CataloguedPolicy>,
    /// Measures passed over since they stand in news, interpretations or translations of what is here.
    pub passed_over: usize,
    /// The state of the store.
    pub watermark: u64,
}

/// A document with its measures.
#[derive(Debug, Clone)]
pub struct CataloguedPolicy {
    /// The document, with its newest edition.
    pub policy: Policy,
    /// How many editions of it are known.
    pub editions: usize,
    /// The region that it is made for.
    pub region: Option<Region>,
    /// What other documents repealed of it by the day of loading.
    pub fall: Option<Fall>,
    /// How it stood on that day, where other documents repealed it or parts of it.
    pub standing: Option<Standing>,
    /// Its text, in parts.
    pub parts: Vec<PartText>,
}

/// One part of a document.
#[derive(Debug, Clone)]
pub struct PartText {
    /// Its text as published, as far as it is quoted.
    text: Excerpts,
    /// Where the clauses of these words stand, for references: span and path, a parent before its children.
    clauses: Vec<(Span, ClausePath)>,
    /// Its measures.
    pub measures: Vec<Measure>,
    /// What binds all of them.
    pub common: CommonTerms,
}

impl CataloguedPolicy {
    /// A document of one part.
    pub fn new(policy: Policy, parts: Vec<PartText>) -> Self {
        let region = Region::of_policy(&policy);
        Self { policy, editions: 1, region, fall: None, standing: None, parts }
    }

    /// Its status on a day.
    pub fn status(&self, day: Date) -> Status {
        let dates = &self.policy.edition.dates;
        let [effective, expires] =
            [&dates.effective, &dates.expires].map(|date| date.as_ref().map(|date| day_number(date.value)));
        Status::on(day_number(day), effective, expires, self.fall)
    }

    /// From when on it supports.
    pub fn begins(&self) -> Option<Date> {
        let dates = &self.policy.edition.dates;
        [&dates.effective, &dates.published, &dates.written]
            .into_iter()
            .flatten()
            .map(|date| date.value)
            .next()
    }
}

impl PartText {
    /// A whole text with where its clauses stand, a parent before its children.
    pub fn new(
        text: String,
        clauses: Vec<(Span, ClausePath)>,
        measures: Vec<Measure>,
        common: CommonTerms,
    ) -> Self {
        Self { text: Excerpts::whole(text), clauses, measures, common }
    }

    /// As much of a text as is quoted: the clauses that the spans of its measures lie in.
    fn quoted(text: &str, mut clauses: Vec<(Span, ClausePath)>, measured: MeasuredText) -> Self {
        let MeasuredText { measures, common, spans, .. } = measured;
        clauses.retain(|(clause, _)| {
            let first = spans.partition_point(|span| span.start < clause.start);
            spans[first..]
                .iter()
                .take_while(|span| span.start < clause.end)
                .any(|span| clause.contains(*span))
        });
        clauses.shrink_to_fit();
        let around = |span: &Span| deepest(&clauses, *span).map_or(*span, |(clause, _)| *clause);
        let text = Excerpts::of(text, spans.iter().map(around).collect());
        Self { text, clauses, measures, common }
    }

    /// The words of a span.
    pub fn slice(&self, span: Span) -> &str {
        self.text.slice(span)
    }

    /// Caps of the document that bind a measure, with the sentences that state them.
    pub fn caps_of(&self, policy: &Policy, measure: &Measure) -> Vec<(&Amount, Quote)> {
        let bind = self.common.caps.iter().filter(|cap| cap.binds(measure));
        bind.map(|cap| (&cap.amount, self.quote(policy, cap.sentence))).collect()
    }

    /// The words of a span, with where they stand.
    pub fn quote(&self, policy: &Policy, span: Span) -> Quote {
        Quote { text: self.slice(span).to_owned(), reference: self.reference(policy, span).to_string(), span }
    }

    /// The reference of the deepest clause around a span.
    pub fn reference(&self, policy: &Policy, span: Span) -> ClauseRef {
        let clause = deepest(&self.clauses, span).map(|(_, path)| path.to_string());
        ClauseRef { policy: policy.id.clone(), edition: None, clause }
    }
}

/// The deepest clause around a span.
fn deepest(clauses: &[(Span, ClausePath)], span: Span) -> Option<&(Span, ClausePath)> {
    clauses.iter().filter(|(clause, _)| clause.contains(span)).min_by_key(|(clause, _)| clause.len())
}

impl Catalogue {
    /// Reads every measure of the newest editions. Measures of news and interpretations are counted and left
    /// out, since they only repeat what a document says; so are translations of documents that are here.
    /// Repeals count that hold on `day`.
    pub fn load(store: &Store, day: Date) -> Result<Self, StoreError> {
        let _snapshot = store.snapshot()?;
        let falls = standing::falls(store, day)?;
        let mut policies: Vec<CataloguedPolicy> = Vec::new();
        for measured in store.measured()? {
            let (text, clauses) = store.quotable(measured.extraction)?;
            let id = measured.policy.clone();
            let part = PartText::quoted(&text, clauses, measured);
            // Parts of one document follow each other.
            if let Some(last) = policies.last_mut().filter(|last| last.policy.id == id) {
                last.parts.push(part);
                continue;
            }
            let Some(policy) = store.policy(&id)? else { continue };
            let editions = store.editions(&policy.id)?.len();
            let row = store.policy_rowid(&policy.id)?;
            let fall = row.and_then(|row| falls.get(&row).copied());
            let standing = fall.map(|_| standing::standing(store, &policy, day)).transpose()?;
            let entry = CataloguedPolicy::new(policy, vec![part]);
            policies.push(CataloguedPolicy { editions, fall, standing, ..entry });
        }
        let mut catalogue = Self { watermark: store.watermark()?, ..Self::default() };
        catalogue.keep(policies);
        Ok(catalogue)
    }

    /// Of documents made by hand.
    pub fn of(policies: Vec<CataloguedPolicy>) -> Self {
        let mut catalogue = Self::default();
        catalogue.keep(policies);
        catalogue
    }

    fn keep(&mut self, policies: Vec<CataloguedPolicy>) {
        let originals: HashSet<String> = policies
            .iter()
            .filter(|entry| entry.policy.translation_of.is_none())
            .flat_map(|entry| entry.policy.external_id.iter().cloned().chain([entry.policy.title.clone()]))
            .collect();
        let (kept, left): (Vec<_>, Vec<_>) = policies.into_iter().partition(|entry| {
            let policy = &entry.policy;
            let repeats = matches!(policy.kind, Kind::News | Kind::Interpretation);
            let translates = policy.translation_of.as_ref().is_some_and(|name| originals.contains(name));
            !(repeats || translates || policy.catalogue)
        });
        self.passed_over += left.iter().map(CataloguedPolicy::count).sum::<usize>();
        self.policies = kept;
    }

    /// How many measures there are.
    pub fn len(&self) -> usize {
        self.policies.iter().map(CataloguedPolicy::count).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl CataloguedPolicy {
    fn count(&self) -> usize {
        self.parts.iter().map(|part| part.measures.len()).sum()
    }
}
