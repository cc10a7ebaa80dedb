//! What is worked out once for a state of the store and then used by all workers.

use super::readers::{Readers, State};
use crate::answers::{self, Day};
use anyhow::Result;
use jiff::civil::Date;
use polidex_search::{
    engine::meilisearch::Location, matching::Catalogue, meaning::EmbedderConfig, origin::Origins,
    searcher::AskedEmbedder, suggest::Suggester,
};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// The last value of something that is worked out of a key. Whoever asks while it is worked out waits.
struct Kept<K, V>(Mutex<Option<(K, Arc<V>)>>);

impl<K: PartialEq, V> Kept<K, V> {
    fn get(&self, key: K, make: impl FnOnce() -> Result<V>) -> Result<Arc<V>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, value)) = kept.as_ref().filter(|(known, _)| *known == key) {
            return Ok(Arc::clone(value));
        }
        let value = Arc::new(make()?);
        *kept = Some((key, Arc::clone(&value)));
        Ok(value)
    }
}

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

/// How long an embedder that does not answer is left alone.
const REST: Duration = Duration::from_secs(10);

/// What all workers share.
#[derive(Default)]
pub struct Shared {
    /// The embedder that searches ask.
    embedder: Option<AskedEmbedder>,
    origins: Kept<State, Origins>,
    suggester: Kept<State, Suggester>,
    catalogue: Kept<(State, Date), Catalogue>,
    engine: Option<Location>,
}

impl Shared {
    /// Nothing worked out yet; searches are answered by these servers, or by the embedded engine.
    pub fn new(engine: Option<Location>, embedder: Option<EmbedderConfig>) -> Self {
        let asked = |config| AskedEmbedder { config, rest: REST, vectors: Arc::default() };
        Self { embedder: embedder.map(asked), engine, ..Self::default() }
    }

    /// The Meilisearch servers that searches are answered by.
    pub fn engine(&self) -> Option<&Location> {
        self.engine.as_ref()
    }

    /// The embedder that searches ask, where there is one.
    pub fn embedder(&self) -> Option<&AskedEmbedder> {
        self.embedder.as_ref()
    }

    /// The known sources.
    pub fn origins(&self, readers: &Readers) -> Result<Arc<Origins>> {
        self.origins.get(readers.state().clone(), || Ok(Origins::load(readers.store().dir())))
    }

    /// Everything that can be suggested.
    pub fn suggester(&self, readers: &Readers) -> Result<Arc<Suggester>> {
        self.suggester.get(readers.state().clone(), || answers::suggest::suggester(readers.store()))
    }

    /// The support measures of the store as of a day.
    pub fn catalogue(&self, readers: &Readers, day: Day) -> Result<Arc<Catalogue>> {
        let key = (readers.state().clone(), day.as_of);
        self.catalogue.get(key, || Ok(Catalogue::load(readers.store(), day.as_of)?))
    }
}
