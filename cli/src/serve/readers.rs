//! What one worker reads the store with.

use super::shared::Shared;
use crate::{answers::Day, engine};
use anyhow::Result;
use polidex_corpus::store::Store;
use polidex_search::{
    engine::{EngineError, meilisearch::Location},
    index,
    matching::Catalogue,
    meaning::vectors,
    origin::Origins,
    quoting::Verifier,
    rank::Weights,
    searcher::{Request, SearchError, Searcher},
    suggest::Suggester,
};
use std::{
    fs,
    path::Path,
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::{Duration, Instant},
};

/// What the answers depend on besides the question. Two equal states give equal answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The store's file: another one after a backup was brought back.
    file: u64,
    /// The store's lineage.
    lineage: String,
    /// The number of its last change.
    watermark: u64,
    /// The indexes that are open, and the vectors.
    index: String,
}

impl State {
    fn of(data: &Path, store: &Store, shared: &Shared) -> Result<Self> {
        let vectors =
            shared.embedder().map(|embedder| vectors::stamp(data, &embedder.config)).unwrap_or_default();
        let index = format!("{} {vectors}", index::stamp(data));
        Ok(Self { file: file_of(data), lineage: store.lineage()?, watermark: store.watermark()?, index })
    }

    /// In a line, for tags of answers.
    pub fn line(&self) -> String {
        format!("{} {} {}", self.lineage, self.watermark, self.index)
    }
}

#[cfg(unix)]
fn file_of(data: &Path) -> u64 {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(data.join("polidex.sqlite")).map_or(0, |file| file.ino())
}

#[cfg(not(unix))]
fn file_of(data: &Path) -> u64 {
    // A store that is in use cannot be replaced there.
    fs::metadata(data.join("polidex.sqlite")).map_or(0, |_| 1)
}

/// A store and its indexes, open for one worker. It is opened anew when they have changed.
pub struct Readers {
    open: Open,
    /// What asks servers, where searches are answered by some; opened when a search first needs it.
    served: OnceLock<Searcher>,
    /// When they could last not be opened.
    failed: Mutex<Option<Instant>>,
    state: State,
    shared: Arc<Shared>,
}

/// How long servers that could not be opened are left alone. Who asks meanwhile is told at once.
const SERVERS_REST: Duration = Duration::from_secs(2);

/// A store of an earlier version of the program may have no index of quotations yet; searches work then.
enum Open {
    All(Box<Verifier>),
    SearchOnly(Box<Searcher>),
}

impl Open {
    fn with_embedder(self, shared: &Shared) -> Result<Self> {
        let Some(embedder) = shared.embedder() else { return Ok(self) };
        Ok(match self {
            Self::All(verifier) => Self::All(Box::new(verifier.with_embedder(embedder)?)),
            Self::SearchOnly(searcher) => Self::SearchOnly(Box::new(searcher.with_embedder(embedder)?)),
        })
    }
}

impl Readers {
    /// Opens a data directory.
    pub fn open(data: &Path, shared: &Arc<Shared>) -> Result<Self> {
        let open = match Verifier::open(data) {
            Ok(verifier) => Open::All(Box::new(verifier)),
            Err(SearchError::Engine(EngineError::Missing(_))) => {
                Open::SearchOnly(Box::new(Searcher::open(data)?))
            }
            Err(error) => return Err(error.into()),
        };
        let open = open.with_embedder(shared)?;
        let mut readers = Self {
            state: State { file: 0, lineage: String::new(), watermark: 0, index: String::new() },
            open,
            served: OnceLock::new(),
            failed: Mutex::default(),
            shared: Arc::clone(shared),
        };
        readers.store().hide_paths();
        readers.state = State::of(data, readers.store(), shared)?;
        Ok(readers)
    }

    /// Whether what is open is still what stands in the data directory.
    pub fn is_current(&self, data: &Path) -> Result<bool> {
        Ok(State::of(data, self.store(), &self.shared)? == self.state)
    }

    /// Does what the first question would otherwise have to wait for.
    pub fn warm(&self) -> Result<()> {
        let day = Day::today();
        self.suggester()?;
        self.searcher()?.search(&Request::new("policy 政策 规定", day.as_of))?;
        Ok(())
    }

    /// Whether questions can be answered; why not, if not.
    pub fn ready(&self) -> Result<()> {
        self.store().watermark()?;
        Ok(self.searcher()?.ready()?)
    }

    /// The state that answers are given of.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The searcher of the engine that answers.
    pub fn searcher(&self) -> Result<&Searcher> {
        match self.shared.engine() {
            Some(location) => self.served(location),
            None => Ok(self.embedded()),
        }
    }

    fn served(&self, location: &Location) -> Result<&Searcher> {
        if let Some(searcher) = self.served.get() {
            return Ok(searcher);
        }
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        if failed.is_some_and(|at| at.elapsed() < SERVERS_REST) {
            let why = "it did not answer a moment ago".to_owned();
            return Err(EngineError::Unreachable { url: String::new(), why }.into());
        }
        let store = Store::open_reader(self.store().dir())?;
        store.hide_paths();
        let opened = engine::served(store, location, Weights::shipped());
        let opened = opened.and_then(|searcher| match self.shared.embedder() {
            Some(embedder) => Ok(searcher.with_embedder(embedder)?),
            None => Ok(searcher),
        });
        match opened {
            Ok(searcher) => Ok(self.served.get_or_init(|| searcher)),
            Err(error) => {
                *failed = Some(Instant::now());
                Err(error)
            }
        }
    }

    /// The searcher of the embedded index, which is kept beside every other.
    fn embedded(&self) -> &Searcher {
        match &self.open {
            Open::All(verifier) => verifier.searcher(),
            Open::SearchOnly(searcher) => searcher,
        }
    }

    /// Whether the last answer is the one that the store gives to the question, and not what was left of it while
    /// the embedder or a server did not answer.
    pub fn answered_whole(&self) -> bool {
        self.searcher().is_ok_and(|searcher| !searcher.lacks_meaning() && !searcher.lacks_servers())
    }

    /// The document store.
    pub fn store(&self) -> &Store {
        self.embedded().store()
    }

    /// What quotations are verified with.
    pub fn verifier(&self) -> Result<&Verifier> {
        match &self.open {
            Open::All(verifier) => Ok(verifier),
            Open::SearchOnly(searcher) => {
                Err(EngineError::Missing(index::embedded_dir(searcher.store().dir())).into())
            }
        }
    }

    /// The known sources.
    pub fn origins(&self) -> Result<Arc<Origins>> {
        self.shared.origins(self)
    }

    /// Everything that can be suggested.
    pub fn suggester(&self) -> Result<Arc<Suggester>> {
        self.shared.suggester(self)
    }

    /// The support measures of the store as of a day.
    pub fn catalogue(&self, day: Day) -> Result<Arc<Catalogue>> {
        self.shared.catalogue(self, day)
    }
}
