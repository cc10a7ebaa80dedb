//! PDF files.

use super::{Article, Unreadable};
use crate::Limits;

/// Extracts a PDF file.
pub(super) fn extract(_bytes: &[u8], _limits: &Limits) -> Result<Article, Unreadable> {
    Err(Unreadable::NoTextLayer { pages: 0 })
}
