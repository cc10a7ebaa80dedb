//! What handlers share.

use super::{
    cache::Cache, guard::Rate, metrics::Metrics, pool::Pool, problem::Problem, readers::Readers,
    settings::Settings, shared::Shared,
};
use anyhow::Result;
use axum::body::Bytes;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Requests that may wait for the worker of long ones.
const LONG_QUEUE: usize = 8;

/// The program as handlers see it.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    settings: Settings,
    /// Searches, documents, completions.
    quick: Pool,
    /// What may take a second or more: it must not stand in the way of the others.
    long: Pool,
    /// Answers that are kept; none where that is not wanted.
    cache: Option<Mutex<Cache>>,
    /// Counts requests by address; none where everybody may ask as often as they like.
    rate: Option<Rate>,
    metrics: Metrics,
    /// Whose turn it is to read the whole store.
    exporting: Arc<Semaphore>,
}

impl App {
    /// Starts the workers.
    ///
    /// # Errors
    /// When the store or the index cannot be read.
    pub fn start(settings: Settings) -> Result<Self> {
        let shared = Arc::new(Shared::new(settings.engine.clone(), settings.embedder.clone()));
        Readers::open(&settings.data, &shared)?;
        let start = |name, workers, queue| {
            Pool::start(name, workers, queue, settings.limits.patience, &settings.data, &shared)
        };
        let quick = start("answer", settings.workers, settings.queue)?;
        let long = start("long-answer", 1, LONG_QUEUE)?;
        let cache = (settings.cache > 0).then(|| Mutex::new(Cache::new(settings.cache)));
        let rate = Rate::per_minute(settings.rate_limit);
        let exporting = Arc::new(Semaphore::new(1));
        Ok(Self(Arc::new(Inner {
            settings,
            quick,
            long,
            cache,
            rate,
            exporting,
            metrics: Metrics::default(),
        })))
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Reads something from the store that takes milliseconds.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Readers) -> Result<T> + Send + 'static,
    ) -> Result<T, Problem> {
        self.0.quick.run(work).await
    }

    /// Reads something from the store that may take a second or more.
    pub async fn read_long<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Readers) -> Result<T> + Send + 'static,
    ) -> Result<T, Problem> {
        self.0.long.run(work).await
    }

    /// The kept answer with a tag.
    pub fn kept(&self, tag: &str) -> Option<Bytes> {
        let kept = self.0.cache.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner).get(tag);
        if kept.is_some() {
            self.0.metrics.kept.inc();
        }
        kept
    }

    /// The limit on how often one address may ask.
    pub fn rate(&self) -> Option<&Rate> {
        self.0.rate.as_ref()
    }

    /// What is counted.
    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// The right to read the whole store; `None` where that is not offered.
    ///
    /// # Errors
    /// When somebody else reads it.
    pub fn export_turn(&self) -> Result<Option<OwnedSemaphorePermit>, Problem> {
        if !self.settings().export {
            return Ok(None);
        }
        Arc::clone(&self.0.exporting).try_acquire_owned().map(Some).map_err(|_| Problem::busy())
    }

    /// Keeps an answer.
    pub fn keep(&self, tag: &str, answer: &Bytes) {
        if let Some(cache) = &self.0.cache {
            cache.lock().unwrap_or_else(PoisonError::into_inner).put(tag.to_owned(), answer.clone());
        }
    }
}
