//! What can go wrong with an index.

use polidex_corpus::locale::{Locale, Localized};
use std::{borrow::Cow, path::PathBuf};

/// An index could not be opened, read or written. The store is never affected.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// There is no index yet.
    #[error("there is no search index in {0}; run `polidex index rebuild`")]
    Missing(PathBuf),
    /// The index was written by another version of the program.
    #[error(
        "the search index has version {found}, this program reads {expected}; run `polidex index rebuild`"
    )]
    Version {
        /// Version found.
        found: u32,
        /// Version this program reads.
        expected: u32,
    },
    /// The index is damaged.
    #[error("the search index is damaged ({0}); run `polidex index rebuild`, nothing in the store is lost")]
    Damaged(String),
    /// Reading or writing failed.
    #[error(
        "the search index could not be read or written: {0}; check free space and permissions, then run `polidex index rebuild`"
    )]
    Io(#[from] std::io::Error),
    /// The engine reported a failure.
    #[error("the search engine failed: {0}; if it happens again, run `polidex index rebuild`")]
    Engine(String),
}

impl From<tantivy::TantivyError> for EngineError {
    fn from(error: tantivy::TantivyError) -> Self {
        use tantivy::TantivyError as T;
        match error {
            T::DataCorruption(inner) => Self::Damaged(format!("{inner:?}")),
            T::IoError(inner) => Self::Io(std::io::Error::new(inner.kind(), inner.to_string())),
            other => Self::Engine(other.to_string()),
        }
    }
}

impl Localized for EngineError {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        if locale == Locale::En {
            return self.to_string().into();
        }
        match self {
            Self::Missing(dir) => {
                format!("{} 中还没有检索索引；请运行 `polidex index rebuild`", dir.display())
            }
            Self::Version { found, expected } => {
                format!("检索索引的版本为 {found}，本程序使用 {expected}；请运行 `polidex index rebuild`")
            }
            Self::Damaged(what) => {
                format!("检索索引已损坏（{what}）；请运行 `polidex index rebuild`，文档库不受影响")
            }
            Self::Io(error) => {
                format!("检索索引无法读写：{error}；请检查磁盘空间和权限，然后运行 `polidex index rebuild`")
            }
            Self::Engine(what) => format!("检索引擎出错：{what}；若再次出现，请运行 `polidex index rebuild`"),
        }
        .into()
    }
}
