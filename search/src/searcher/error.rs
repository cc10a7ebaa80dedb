//! Why a question has no answer.

use crate::engine::EngineError;
use polidex_corpus::{
    locale::{Locale, Localized},
    store::StoreError,
};
use std::borrow::Cow;

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The index could not be read.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The cursor is not one of ours.
    #[error("`{0}` is no cursor; use the `next` of the answer before, or leave it out for the first page")]
    Cursor(String),
}

impl Localized for SearchError {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        match self {
            Self::Store(error) => error.localized(locale),
            Self::Engine(error) => error.localized(locale),
            Self::Cursor(cursor) if locale == Locale::Zh => {
                format!("`{cursor}` 不是有效的翻页标记；请使用上一页结果中的 `next`，或省略以取第一页").into()
            }
            Self::Cursor(_) => self.to_string().into(),
        }
    }
}
