//! Why something could not be looked at.

use crate::{matching::profile::ProfileError, searcher::SearchError};
use polidex_corpus::{
    locale::{Locale, Localized},
    store::StoreError,
};
use std::{borrow::Cow, io};

/// Why something could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// The store or the index could not be read.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// The file with the profile could not be read.
    #[error("the profile {path} cannot be read: {error}; put it back, or end the watch")]
    File {
        /// The file.
        path: String,
        /// What happened.
        error: io::Error,
    },
    /// The file is no profile.
    #[error("the profile {path}: {error}")]
    Profile {
        /// The file.
        path: String,
        /// What is wrong with it.
        error: ProfileError,
    },
}

impl From<StoreError> for WatchError {
    fn from(error: StoreError) -> Self {
        Self::Search(error.into())
    }
}

impl WatchError {
    /// Whether the other watches can be looked at all the same.
    pub fn is_of_one_watch(&self) -> bool {
        !matches!(self, Self::Search(_))
    }
}

impl Localized for WatchError {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        match self {
            Self::Search(error) => error.localized(locale),
            _ if locale == Locale::En => self.to_string().into(),
            Self::File { path, error } => {
                format!("无法读取企业画像 {path}：{error}；请放回文件或取消该关注项").into()
            }
            Self::Profile { path, error } => format!("企业画像 {path}：{}", error.localized(locale)).into(),
        }
    }
}
