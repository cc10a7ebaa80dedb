//! Why a bundle was not made or not read.

use crate::archive::ArchiveError;
use polidex_corpus::locale::{Locale, Localized};
use std::{borrow::Cow, io, path::PathBuf};

/// Why a bundle was not made or not read.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// The archive could not be read, or is damaged where the bundle's records stand.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// A file could not be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is no ZIP file.
    #[error("it is no bundle of evidence: {0}")]
    NoBundle(String),
    /// It exceeds a limit.
    #[error("it is no bundle of evidence that polidex wrote: a bundle holds at most {0}")]
    Limit(String),
    /// What it says about itself could not be read or written.
    #[error("evidence.json cannot be read: {0}; unpack the bundle and use `sha256sum -c SHA256SUMS`")]
    Manifest(String),
    /// It was written by a later version of this program.
    #[error(
        "the bundle is of version {0} of the format, which this polidex does not know; bring polidex up to date, or unpack the bundle and use `sha256sum -c SHA256SUMS`"
    )]
    Newer(u32),
}

impl Localized for EvidenceError {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        if locale == Locale::En {
            return self.to_string().into();
        }
        match self {
            Self::Archive(error) => return error.localized(locale),
            Self::Io { path, source } => format!("{}：{source}", path.display()),
            Self::NoBundle(detail) => format!("不是证据包：{detail}"),
            Self::Limit(limit) => format!("不是 polidex 生成的证据包：超出限制（{limit}）"),
            Self::Manifest(detail) => {
                format!("无法读取 evidence.json：{detail}；请解压后使用 `sha256sum -c SHA256SUMS`")
            }
            Self::Newer(version) => format!(
                "证据包的格式版本为 {version}，当前 polidex 不认识；请升级 polidex，或解压后使用 `sha256sum -c SHA256SUMS`"
            ),
        }
        .into()
    }
}
