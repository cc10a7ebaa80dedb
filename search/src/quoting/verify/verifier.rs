//! From a quotation to a verdict.

use super::{
    altered::{self, Candidate},
    place::{self, Print, print},
    quotation::{Quotation, Unfit, unmarked},
    search::{Library, Stretch},
    stitched::{self, Pieces},
    texts::Texts,
    verdict::{Counterpart, Match, Nearest, Part, Place, Verdict},
};
use crate::{
    answer::{Explanation, Hit},
    query::planner::MatchMode,
    quoting::fingerprint::{self, FingerprintIndex},
    searcher::{Request, SearchError, Searcher},
};
use jiff::civil::Date;
use polidex_corpus::{
    model::{PolicyId, Warning},
    store::{Resolution, Store, StoreError},
    text::is_han,
};
use std::{cmp::Reverse, path::Path};

/// How a quotation is verified.
#[derive(Debug, Clone)]
pub struct Options {
    /// The day for statuses.
    pub as_of: Date,
    /// Places that are described; all are counted.
    pub places: usize,
    /// Policies whose texts are looked at alone, all editions of them; none means all policies.
    pub within: Option<Vec<PolicyId>>,
}

impl Options {
    /// All policies, ten places.
    pub fn new(as_of: Date) -> Self {
        Self { as_of, places: 10, within: None }
    }
}

/// A store and its indexes, open for quotations.
pub struct Verifier {
    searcher: Searcher,
    index: FingerprintIndex,
    texts: Texts,
}

/// Clauses that are shown where nothing was found.
const NEAREST: usize = 3;
/// Up to this share of differing units a passage is altered whatever else could be said.
const SURELY_ALTERED: f64 = 0.85;
/// A longer run that is left out makes two passages.
const LONGEST_GAP: usize = 20;
/// The share of a quotation's terms that a clause must hold for one to translate the other.
const MOST_TERMS: f64 = 0.6;
/// Words of a quotation that nearest clauses are searched by.
const QUERY_WORDS: usize = 60;

impl Verifier {
    /// Opens the data directory.
    ///
    /// # Errors
    /// When store or indexes cannot be read; an index that is missing or of another version says so.
    pub fn open(data: &Path) -> Result<Self, SearchError> {
        let searcher = Searcher::open(data)?;
        let index = FingerprintIndex::open(&fingerprint::dir(data))?;
        Ok(Self { searcher, index, texts: Texts::default() })
    }

    /// The document store.
    pub fn store(&self) -> &Store {
        self.searcher.store()
    }

    /// The searcher that passages are looked for with where no run of characters leads to them.
    pub fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    /// What a reader should know about the state of the index.
    pub fn notices(&self) -> Result<Vec<Warning>, SearchError> {
        let current = self.index.manifest().is_current(self.store())?;
        Ok(if current { Vec::new() } else { vec![stale()] })
    }

    /// Says where a quotation stands, and how it differs.
    pub fn verify(&self, quotation: &str, options: &Options) -> Result<Verdict, SearchError> {
        let snapshot = self.store().snapshot()?;
        let within = self.within(options)?;
        let mut verdict = Verdict {
            quotation: unmarked(quotation).to_owned(),
            matched: Match::NotFound,
            status: None,
            as_of: options.as_of.to_string(),
            total: 0,
            places: Vec::new(),
            difference: None,
            parts: Vec::new(),
            omission_marked: false,
            nearest: Vec::new(),
            cautions: Vec::new(),
            warnings: self.notices()?,
        };
        let library = Library {
            store: self.store(),
            index: &self.index,
            texts: &self.texts,
            within: within.as_deref(),
        };
        match Quotation::new(quotation) {
            Ok(quotation) => {
                let found = self.judge(library, &quotation, options, &mut verdict)?;
                // The search takes a snapshot of its own.
                drop(snapshot);
                if !found {
                    self.nearest(&quotation, options, &mut verdict)?;
                }
            }
            Err(Unfit::Short) => verdict.matched = Match::TooShort,
            Err(Unfit::Long) => verdict.matched = Match::TooLong,
        }
        verdict.status = verdict.places.first().map(|place| place.status);
        Ok(verdict)
    }

    fn within(&self, options: &Options) -> Result<Option<Vec<i64>>, StoreError> {
        let Some(policies) = &options.within else { return Ok(None) };
        let mut texts = Vec::new();
        for policy in policies {
            for edition in self.store().editions(policy)? {
                texts.extend(self.store().texts_of(policy, Some(&edition.key))?);
            }
        }
        Ok(Some(texts))
    }

    /// Whether any passage is what the quotation is taken from; if so, what it is.
    fn judge(
        &self,
        library: Library<'_>,
        quotation: &Quotation<'_>,
        options: &Options,
        verdict: &mut Verdict,
    ) -> Result<bool, StoreError> {
        let standing = library.standing(quotation)?;
        if !standing.is_empty() {
            self.standing(quotation, standing, options, verdict)?;
            return Ok(true);
        }
        let parts = stitched::between_omissions(quotation.text);
        if parts.len() > 1
            && let Some(pieces) = stitched::marked(library, quotation.text, &parts)?
        {
            if pieces.pieces.iter().all(|piece| piece.found.is_some()) {
                verdict.omission_marked = pieces.in_order;
                self.stitched(quotation, pieces, options, verdict)?;
                return Ok(true);
            }
            if self.altered_part(library, quotation, &pieces, options, verdict)? {
                return Ok(true);
            }
        }
        let nearest = altered::nearest(library, quotation)?;
        let sure =
            |best: &Candidate| best.difference.alike >= SURELY_ALTERED && best.longest_gap <= LONGEST_GAP;
        if !nearest.first().is_some_and(sure)
            && let Some(pieces) = stitched::silent(library, quotation)?
        {
            self.stitched(quotation, pieces, options, verdict)?;
            return Ok(true);
        }
        let found = !nearest.is_empty();
        if found {
            self.altered(nearest, options, verdict)?;
        }
        Ok(found)
    }

    /// Exact or normalised.
    fn standing(
        &self,
        quotation: &Quotation<'_>,
        found: Vec<Stretch>,
        options: &Options,
        verdict: &mut Verdict,
    ) -> Result<(), StoreError> {
        let mut found: Vec<(Print, Stretch)> =
            found.into_iter().map(|stretch| (print(quotation, &stretch), stretch)).collect();
        found.sort_by_key(|(print, stretch)| {
            let place = &stretch.text.place;
            let edition = Reverse(place.edition.clone());
            (!print.normalisations.is_empty(), place.superseded, edition, place.policy.clone(), stretch.start)
        });
        found.dedup_by_key(|(_, stretch)| (stretch.text.extraction, stretch.start));
        let exact = found.first().is_some_and(|(print, _)| print.normalisations.is_empty());
        verdict.matched = if exact { Match::Exact } else { Match::Normalised };
        verdict.total = found.len();
        // What one place cuts off may stand whole in another; only a cut of all misleads.
        let whole = found.iter().take(options.places).any(|(_, stretch)| place::cautions(stretch).is_empty());
        if !whole {
            verdict.cautions = found.first().map(|(_, stretch)| place::cautions(stretch)).unwrap_or_default();
        }
        for (print, stretch) in found.iter().take(options.places) {
            verdict.places.extend(place::place(self.store(), stretch, print, options.as_of)?);
        }
        Ok(())
    }

    fn altered(
        &self,
        nearest: Vec<Candidate>,
        options: &Options,
        verdict: &mut Verdict,
    ) -> Result<(), StoreError> {
        verdict.matched = Match::Altered;
        verdict.total = nearest.len();
        for candidate in nearest.iter().take(options.places) {
            let place = place::place(self.store(), &candidate.stretch, &candidate.print, options.as_of)?;
            verdict.places.extend(place.map(|place| Place { exact: false, ..place }));
        }
        verdict.difference = nearest.into_iter().next().map(|candidate| candidate.difference);
        Ok(())
    }

    /// The first part of a quotation with marked omissions that was altered, if one was.
    fn altered_part(
        &self,
        library: Library<'_>,
        quotation: &Quotation<'_>,
        pieces: &Pieces,
        options: &Options,
        verdict: &mut Verdict,
    ) -> Result<bool, StoreError> {
        for piece in pieces.pieces.iter().filter(|piece| piece.found.is_none()) {
            let Ok(part) = Quotation::new(&quotation.text[piece.quoted.clone()]) else { continue };
            let nearest = altered::nearest(library, &part)?;
            if !nearest.is_empty() {
                self.altered(nearest, options, verdict)?;
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn stitched(
        &self,
        quotation: &Quotation<'_>,
        pieces: Pieces,
        options: &Options,
        verdict: &mut Verdict,
    ) -> Result<(), StoreError> {
        verdict.matched = Match::Stitched;
        for piece in pieces.pieces {
            let place = match &piece.found {
                Some((stretch, print)) => place::place(self.store(), stretch, print, options.as_of)?,
                None => None,
            };
            verdict.places.extend(place.clone());
            let quoted = quotation.text.get(piece.quoted).unwrap_or_default().to_owned();
            verdict.parts.push(Part { quoted, place });
        }
        verdict.total = verdict.places.len();
        Ok(())
    }

    /// Not found, or a translation of what is found.
    fn nearest(
        &self,
        quotation: &Quotation<'_>,
        options: &Options,
        verdict: &mut Verdict,
    ) -> Result<(), SearchError> {
        let request = Request {
            limit: NEAREST,
            mode: MatchMode::Any,
            facets: false,
            ..Request::new(query(quotation.text), options.as_of)
        };
        let answer = self.searcher.search(&request)?;
        let terms = answer.query.explain.iter().filter(|line| matches!(line, Explanation::Term(_))).count();
        // Whether the first hit says most of what the quotation says.
        let near =
            answer.hits.first().is_some_and(|hit| hit.matched_by.len() as f64 >= MOST_TERMS * terms as f64);
        for hit in answer.hits {
            verdict.nearest.push(Nearest {
                original: self.original(&hit)?,
                reference: hit.clause.reference,
                title: hit.policy.title,
                label: hit.clause.label,
                text: hit.clause.text,
                lang: hit.clause.lang,
            });
        }
        let english = !quotation.text.chars().any(is_han);
        if let Some(first) = verdict.nearest.first().filter(|_| english && near && terms > 0) {
            if first.original.is_some() {
                verdict.matched = Match::Translated;
            } else if first.lang.is_chinese() {
                verdict.matched = Match::Translated;
                verdict.warnings.push(no_official_translation());
            }
        }
        Ok(())
    }

    /// The clause that an English hit translates.
    fn original(&self, hit: &Hit) -> Result<Option<Counterpart>, StoreError> {
        let store = self.store();
        let policy =
            store.policy(&PolicyId(hit.policy.id.clone()))?.filter(|policy| policy.translation_of.is_some());
        let Some(policy) = policy else { return Ok(None) };
        match store.resolve(&hit.clause.reference)? {
            Resolution::Clause(clause) => place::original(store, &policy, &clause),
            _ => Ok(None),
        }
    }
}

/// The words of a quotation as a query: nothing in it is an operator.
fn query(quotation: &str) -> String {
    let words = quotation.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(QUERY_WORDS).collect::<Vec<_>>().join(" ").to_lowercase()
}

fn stale() -> Warning {
    Warning::new(
        "stale_index",
        "The index of quotations is behind the document store; `polidex index update` brings it up to date.",
        "引文索引落后于文档库；运行 `polidex index update` 即可更新。",
    )
}

fn no_official_translation() -> Warning {
    Warning::new(
        "no_official_translation",
        "No official translation with these words is stored; the nearest clause is Chinese.",
        "库中没有含这些文字的官方译文；最接近的是中文条款。",
    )
}
