//! Generations of the index on disk.

use super::{
    super::{EngineError, Manifest, SCHEMA_VERSION},
    read_only::{self, ReadOnlyDirectory},
    schema,
};
use std::{
    fs, io,
    io::Write,
    path::{Path, PathBuf},
};
use tantivy::Index;

/// The index of the newest editions.
pub const CURRENT: &str = "current";
/// The index of superseded editions.
pub const SUPERSEDED: &str = "superseded";

/// One complete index.
pub struct Generation {
    root: PathBuf,
    dir: PathBuf,
}

impl Generation {
    /// The generation that readers use.
    pub fn current(root: &Path) -> Result<Self, EngineError> {
        let name = match fs::read_to_string(root.join("CURRENT")) {
            Ok(name) => name,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(EngineError::Missing(root.to_owned()));
            }
            Err(error) => return Err(error.into()),
        };
        let dir = root.join(name.trim());
        if !dir.is_dir() {
            return Err(EngineError::Damaged(format!("{} is missing", dir.display())));
        }
        Ok(Self { root: root.to_owned(), dir })
    }

    /// A new, empty generation beside the current one. What an interrupted build left is removed.
    pub fn create(root: &Path) -> Result<Self, EngineError> {
        fs::create_dir_all(root)?;
        let used = Self::current(root).ok().map(|generation| generation.dir);
        let mut number = 1;
        for entry in fs::read_dir(root)? {
            let path = entry?.path();
            let Some(found) = path
                .file_name()
                .and_then(|name| name.to_str()?.strip_prefix("generation-")?.parse::<u64>().ok())
            else {
                continue;
            };
            number = number.max(found + 1);
            if Some(&path) != used.as_ref() {
                fs::remove_dir_all(&path)?;
            }
        }
        let dir = root.join(format!("generation-{number}"));
        for name in [CURRENT, SUPERSEDED] {
            fs::create_dir_all(dir.join(name))?;
            let index = Index::create_in_dir(dir.join(name), schema::build().0)?;
            schema::register(&index);
        }
        Ok(Self { root: root.to_owned(), dir })
    }

    /// Opens one of the two indexes for writing.
    pub fn index(&self, name: &str) -> Result<Index, EngineError> {
        let index = Index::open_in_dir(self.dir.join(name))?;
        schema::register(&index);
        Ok(index)
    }

    /// Opens one of the two indexes for reading, from a medium that cannot be written too.
    pub fn index_to_read(&self, name: &str) -> Result<Index, EngineError> {
        let path = self.dir.join(name);
        if read_only::is_writable(&path) {
            return self.index(name);
        }
        Ok(Index::open(
            ReadOnlyDirectory::open(&path).map_err(|error| EngineError::Engine(error.to_string()))?,
        )?)
    }

    /// Path of a table of term statistics.
    pub fn statistics(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// What the generation was built from.
    pub fn manifest(&self) -> Result<Manifest, EngineError> {
        let payload = self.index_to_read(CURRENT)?.load_metas()?.payload.unwrap_or_default();
        let manifest: Manifest = serde_json::from_str(&payload)
            .map_err(|_| EngineError::Damaged("its manifest cannot be read".into()))?;
        if manifest.schema != SCHEMA_VERSION {
            return Err(EngineError::Version { found: manifest.schema, expected: SCHEMA_VERSION });
        }
        Ok(manifest)
    }

    /// Makes this generation the one that readers use, then removes the others.
    pub fn publish(&self) -> Result<(), EngineError> {
        let name = self.dir.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let beside = self.root.join("CURRENT.new");
        let mut file = fs::File::create(&beside)?;
        file.write_all(name.as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, self.root.join("CURRENT"))?;
        fs::File::open(&self.root)?.sync_all()?;
        for entry in fs::read_dir(&self.root)? {
            let path = entry?.path();
            if path.is_dir() && path != self.dir {
                fs::remove_dir_all(&path)?;
            }
        }
        Ok(())
    }

    /// Removes tables of term statistics other than the one named.
    pub fn remove_other_statistics(&self, keep: &str) -> io::Result<()> {
        for entry in fs::read_dir(&self.dir)? {
            let entry = entry?;
            let name = entry.file_name();
            if name.to_str().is_some_and(|name| name.starts_with("statistics-") && name != keep) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}
