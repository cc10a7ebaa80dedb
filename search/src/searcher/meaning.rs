//! Questions answered by words and by meaning.

use super::{SearchError, Searcher};
use crate::{
    engine::{Candidate, Matches, Near},
    meaning::{
        Embedder, EmbedderConfig, EmbedderError, fuse,
        vectors::{SharedVectors, Vectors},
        weight,
    },
    query::{
        ast::{Node, Query},
        plan::{Condition, Plan},
    },
};
use polidex_corpus::{
    locale::{Locale, Localized},
    model::Warning,
};
use std::{
    collections::HashSet,
    fmt,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// How searchers ask an embedder.
#[derive(Clone)]
pub struct AskedEmbedder {
    /// Where it is and what it makes.
    pub config: EmbedderConfig,
    /// How long one that did not answer is left alone.
    pub rest: Duration,
    /// What the searchers of one process share.
    pub vectors: Arc<SharedVectors>,
}

/// An embedder, and the vectors that were made with it.
pub(super) struct Meaning {
    embedder: Embedder,
    /// Read when a question first needs them.
    vectors: OnceLock<Result<Option<Arc<Vectors>>, EmbedderError>>,
    shared: Arc<SharedVectors>,
    /// How long an embedder that did not answer is left alone.
    rest: Duration,
    /// When it last did not answer.
    silent: Mutex<Option<Instant>>,
    /// Whether the last question could not be asked.
    pub(super) failed: AtomicBool,
}

impl Meaning {
    /// The vector of a question; `None` while the embedder is left alone.
    fn question(&self, text: &str) -> Result<Option<Vec<f32>>, EmbedderError> {
        let mut silent = self.silent.lock().unwrap_or_else(PoisonError::into_inner);
        if silent.is_some_and(|since| since.elapsed() < self.rest) {
            return Ok(None);
        }
        let vector = self.embedder.question(text);
        *silent = matches!(vector, Err(EmbedderError::Unreachable(_))).then(Instant::now);
        vector.map(Some)
    }
}

impl Searcher {
    /// The same, with an embedder that is asked where words do not decide. One that does not answer in time is
    /// left alone for a while: a server that answers many shall not wait for it with every question.
    pub fn with_embedder(mut self, asked: &AskedEmbedder) -> Result<Self, EmbedderError> {
        self.meaning = Some(Meaning {
            embedder: Embedder::new(asked.config.clone())?,
            vectors: OnceLock::new(),
            shared: Arc::clone(&asked.vectors),
            rest: asked.rest,
            silent: Mutex::default(),
            failed: AtomicBool::new(false),
        });
        Ok(self)
    }

    /// Whether the last question was answered without the embedder that should have been asked: the same
    /// question may have another answer a moment later.
    pub fn lacks_meaning(&self) -> bool {
        self.meaning.as_ref().is_some_and(|meaning| meaning.failed.load(Ordering::Relaxed))
    }

    /// Puts the best matches in the order of words and meaning, clauses that only meaning found among them.
    /// Says why meaning could not be asked.
    pub(super) fn add_meaning(
        &self,
        meaning: &Meaning,
        query: &Query,
        plan: &Plan,
        matches: &mut Matches,
    ) -> Result<Option<Warning>, SearchError> {
        let depth = self.weights.model.depth.min(matches.hits.len());
        let weights = &self.weights.meaning;
        let weight = weight(&matches.hits[..depth], weights);
        let mut words = Vec::new();
        wanted(&query.root, &mut words);
        // A title or a number says what is meant.
        if weight <= 0.0 || words.is_empty() || !plan.boosts.is_empty() {
            return Ok(None);
        }
        let vectors = match self.vectors(meaning) {
            Ok(vectors) => vectors,
            Err(warning) => return Ok(Some(warning)),
        };
        let question = match meaning.question(&words.join(" ")) {
            Ok(Some(question)) => question,
            Ok(None) => return Ok(Some(left_alone())),
            Err(error) => return Ok(Some(failed(&error))),
        };
        let rest = matches.hits.split_off(depth);
        let first = std::mem::take(&mut matches.hits);
        let near = match self.near(vectors, &question, &first) {
            Ok(near) => near,
            Err(warning) => {
                matches.hits = first;
                matches.hits.extend(rest);
                return Ok(Some(warning));
            }
        };
        matches.missing.extend(near.missing);
        matches.missing.sort_unstable();
        matches.missing.dedup();
        let known: HashSet<i64> = first.iter().map(|hit| hit.clause).collect();
        let beside = self.beside(plan, near.nearest.iter().copied().filter(|row| !known.contains(row)))?;
        matches.beside += beside.len() as u64;
        matches.hits = fuse(first, beside, weight, &self.weights, |row| near.cosines.get(&row).copied());
        matches.hits.extend(rest);
        let behind = match vectors {
            Some(vectors) => vectors.watermark() != self.store.watermark()?,
            None => false,
        };
        Ok(behind.then(behind_store))
    }

    /// The vectors beside the index; `None` where the engine keeps them.
    fn vectors<'m>(&self, meaning: &'m Meaning) -> Result<Option<&'m Vectors>, Warning> {
        if self.engine.keeps_vectors() {
            return Ok(None);
        }
        match meaning.vectors.get_or_init(|| meaning.shared.open(&self.store, meaning.embedder.config())) {
            Ok(Some(vectors)) if !vectors.is_empty() => Ok(Some(vectors.as_ref())),
            Ok(_) => Err(no_vectors()),
            Err(error) => Err(failed(error)),
        }
    }

    /// What is near a question: the nearest clauses of all, and how near the first hits are.
    fn near(
        &self,
        vectors: Option<&Vectors>,
        question: &[f32],
        first: &[Candidate],
    ) -> Result<Near, Warning> {
        let count = self.weights.meaning.nearest;
        let rows: Vec<i64> = first.iter().map(|hit| hit.clause).collect();
        let Some(vectors) = vectors else {
            return match self.engine.near(question, count, &rows) {
                Ok(Some(near)) => Ok(near),
                Ok(None) => Err(no_vectors()),
                Err(error) => Err(failed(&error)),
            };
        };
        let nearest = vectors.nearest(question, count);
        if nearest.is_empty() && count > 0 {
            let wrong =
                EmbedderError::Answer("its vectors have other dimensions than those of the clauses".into());
            return Err(failed(&wrong));
        }
        let known = rows.into_iter().filter_map(|row| Some((row, vectors.cosine(row, question)?)));
        let cosines = nearest.iter().copied().chain(known).collect();
        Ok(Near { nearest: nearest.into_iter().map(|(row, _)| row).collect(), cosines, ..Near::default() })
    }

    /// Of some clauses those that words do not find and that phrases, filters and exclusions let through.
    pub(super) fn beside(
        &self,
        plan: &Plan,
        rows: impl Iterator<Item = i64>,
    ) -> Result<Vec<Candidate>, SearchError> {
        let condition = Condition::And(vec![
            plan.condition.without_terms(),
            Condition::Not(Box::new(plan.condition.clone())),
        ]);
        self.restricted(plan, condition, rows.collect())
    }
}

/// The words and phrases that are wanted, as typed.
fn wanted<'q>(node: &'q Node, words: &mut Vec<&'q str>) {
    match node {
        Node::And(parts) | Node::Each(parts) | Node::Or(parts) => {
            for part in parts {
                wanted(part, words);
            }
        }
        Node::Words(text) | Node::Phrase(text) => words.push(&text.text),
        Node::Not(_) | Node::Prefix(_) | Node::Near(_) => {}
    }
}

/// The code of warnings that the embedder could not be asked.
pub(super) const FAILED: &str = "embedder_failed";

fn left_alone() -> Warning {
    Warning::new(
        FAILED,
        "Answered by words alone: the embedder did not answer a moment ago and is asked again soon.",
        "仅按词语检索：向量服务刚才没有应答，稍后再试。",
    )
}

fn failed(error: &(impl Localized + fmt::Display)) -> Warning {
    Warning::new(
        FAILED,
        format!("Answered by words alone: {error}."),
        format!("仅按词语检索：{}。", error.localized(Locale::Zh)),
    )
}

fn no_vectors() -> Warning {
    Warning::new(
        "no_vectors",
        "Answered by words alone: the clauses have no vectors yet; run `polidex index embed`.",
        "仅按词语检索：条款还没有向量；请运行 `polidex index embed`。",
    )
}

fn behind_store() -> Warning {
    Warning::new(
        "stale_vectors",
        "New clauses have no vectors yet; run `polidex index embed`.",
        "新增条款还没有向量；请运行 `polidex index embed`。",
    )
}
