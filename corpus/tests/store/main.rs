//! Stories about the document store.

mod access;
mod crawling;
mod documents;
mod families;
mod keeping;
mod placing;
mod properties;
mod reading;
mod speed;
mod upgrades;

use polidex_corpus::{
    model::Document,
    store::{Change, Store},
};

/// A store in a directory that goes away with it.
struct Scratch {
    store: Store,
    dir: tempfile::TempDir,
}

impl Scratch {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        Self { store: Store::open(dir.path()).unwrap(), dir }
    }

    /// A store that holds these documents.
    fn of(docs: &[Document]) -> Self {
        let mut scratch = Self::new();
        scratch.store.put(docs).unwrap();
        scratch
    }

    fn put(&mut self, doc: &Document) -> Change {
        self.store.put(std::slice::from_ref(doc)).unwrap()[0].change
    }

    /// The export, as lines.
    fn export(&self) -> Vec<serde_json::Value> {
        let mut lines = Vec::new();
        let mut sink = |line| {
            lines.push(line);
            Ok(())
        };
        self.store.export(&mut sink).unwrap();
        lines
    }
}
