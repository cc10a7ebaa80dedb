//! From a quotation to a verdict.

use super::{
    altered::{self, Candidate},
    beside::Beside,
    nearest,
    place::{self, Print, print},
    quotation::{Quotation, Unfit, unmarked},
    search::{Library, Stretch},
    silent,
    stitched::{self, Pieces},
    texts::Texts,
    verdict::{Match, Part, Place, Verdict},
};
use crate::{
    meaning::EmbedderError,
    quoting::fingerprint::{self, FingerprintIndex},
    searcher::{AskedEmbedder, SearchError, Searcher},
};
use jiff::civil::Date;
use polidex_corpus::{
    model::{PolicyId, Warning},
    store::{Store, StoreError},
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
    beside: Beside,
}

/// Up to this share of differing units a passage is altered whatever else could be said.
const SURELY_ALTERED: f64 = 0.85;
/// A longer run that is left out makes two passages.
const LONGEST_GAP: usize = 20;

impl Verifier {
    /// Opens the data directory.
    ///
    /// # Errors
    /// When store or indexes cannot be read; an index that is missing or of another version says so.
    pub fn open(data: &Path) -> Result<Self, SearchError> {
        Self::with_searcher(Searcher::open(data)?, data)
    }

    /// Opens the data directory, with a searcher of it.
    ///
    /// # Errors
    /// As [`Verifier::open`].
    pub fn with_searcher(searcher: Searcher, data: &Path) -> Result<Self, SearchError> {
        let index = FingerprintIndex::open(&fingerprint::dir(data))?;
        Ok(Self { searcher, index, texts: Texts::default(), beside: Beside::default() })
    }

    /// The same, with an embedder for its searcher; see [`Searcher::with_embedder`].
    pub fn with_embedder(self, asked: &AskedEmbedder) -> Result<Self, EmbedderError> {
        Ok(Self { searcher: self.searcher.with_embedder(asked)?, ..self })
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
                    nearest::nearest(&self.searcher, &self.beside, &quotation, options.as_of, &mut verdict)?;
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
            && let Some(pieces) = silent::silent(library, quotation)?
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
            verdict.places.extend(self.place(stretch, print, options)?);
        }
        Ok(())
    }

    fn place(
        &self,
        stretch: &Stretch,
        print: &Print,
        options: &Options,
    ) -> Result<Option<Place>, StoreError> {
        place::place(&self.searcher, &self.beside, stretch, print, options.as_of)
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
            let place = self.place(&candidate.stretch, &candidate.print, options)?;
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
                Some((stretch, print)) => self.place(stretch, print, options)?,
                None => None,
            };
            verdict.places.extend(place.clone());
            let quoted = quotation.text.get(piece.quoted).unwrap_or_default().to_owned();
            verdict.parts.push(Part { quoted, place });
        }
        verdict.total = verdict.places.len();
        Ok(())
    }
}

fn stale() -> Warning {
    Warning::new(
        "stale_index",
        "The index of quotations is behind the document store; `polidex index update` brings it up to date.",
        "引文索引落后于文档库；运行 `polidex index update` 即可更新。",
    )
}
