//! Where an index is.

use super::{Address, Placement, evidence};
use crate::{engine::EngineError, meaning::EmbedderConfig};
use std::path::{Path, PathBuf};

/// A server by name. One that stands alone has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remote {
    /// Its name, which decides what stands on it.
    pub name: String,
    /// Where it is.
    pub address: Address,
}

/// Where the index is: the servers, and the directory of what is kept beside it.
#[derive(Debug, Clone)]
pub struct Location {
    /// The servers: one, or several among which policies are divided.
    pub remotes: Vec<Remote>,
    /// On how many of several servers each policy stands.
    pub replicas: usize,
    /// The directory.
    pub dir: PathBuf,
    /// What gives clauses their vectors, where these stand on the servers too.
    pub vectors: Option<EmbedderConfig>,
}

impl Location {
    /// The index of a data directory on one server.
    pub fn new(data: &Path, address: Address) -> Self {
        Self::of(data, vec![Remote { name: String::new(), address }], 1)
    }

    /// The index of a data directory on several servers.
    pub fn of(data: &Path, remotes: Vec<Remote>, replicas: usize) -> Self {
        Self { remotes, replicas, dir: evidence::dir(data), vectors: None }
    }

    /// How policies are spread; not at all on one server without a name.
    pub fn placement(&self) -> Option<Placement> {
        let names: Vec<String> = self.remotes.iter().map(|remote| remote.name.clone()).collect();
        (!names.iter().any(String::is_empty)).then(|| Placement::new(names, self.replicas))
    }

    /// The one server.
    pub fn only(&self) -> Result<&Remote, EngineError> {
        match self.remotes.as_slice() {
            [only] if only.name.is_empty() => Ok(only),
            _ => Err(EngineError::NotSpread),
        }
    }

    /// The server of this name.
    pub fn remote(&self, name: &str) -> Option<&Remote> {
        self.remotes.iter().find(|remote| remote.name == name)
    }
}
