//! What can go wrong with an embedder.

use polidex_corpus::locale::{Locale, Localized};
use std::borrow::Cow;

/// Vectors could not be had.
#[derive(Debug, thiserror::Error)]
pub enum EmbedderError {
    /// The configuration cannot be used.
    #[error("[embedder] in the configuration file: {0}")]
    Config(String),
    /// The server could not be reached, or did not answer in time.
    #[error("the embedder does not answer: {0}; check that it runs at the `url` of [embedder]")]
    Unreachable(String),
    /// The server refused.
    #[error("the embedder answered {status}: {said}; check `url`, `model` and the key of [embedder]")]
    Refused {
        /// The status of HTTP.
        status: u16,
        /// The beginning of what it said.
        said: String,
    },
    /// The answer is not what the protocol says.
    #[error("the embedder's answer cannot be used: {0}")]
    Answer(String),
    /// Vectors could not be kept or read.
    #[error(
        "the vectors beside the index could not be read or written: {0}; check free space and permissions"
    )]
    Io(#[from] std::io::Error),
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] polidex_corpus::store::StoreError),
}

impl EmbedderError {
    /// Whether the same request may succeed a moment later.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::Unreachable(_) => true,
            Self::Refused { status, .. } => *status == 429 || *status >= 500,
            Self::Config(_) | Self::Answer(_) | Self::Io(_) | Self::Store(_) => false,
        }
    }
}

impl Localized for EmbedderError {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        match (locale, self) {
            (_, Self::Store(error)) => error.localized(locale),
            (Locale::En, _) => self.to_string().into(),
            (Locale::Zh, Self::Config(what)) => format!("配置文件的 [embedder]：{what}").into(),
            (Locale::Zh, Self::Unreachable(what)) => {
                format!("向量服务没有应答：{what}；请确认 [embedder] 的 `url` 处有服务在运行").into()
            }
            (Locale::Zh, Self::Refused { status, said }) => {
                format!("向量服务返回 {status}：{said}；请检查 [embedder] 的 `url`、`model` 和密钥").into()
            }
            (Locale::Zh, Self::Answer(what)) => format!("向量服务的应答无法使用：{what}").into(),
            (Locale::Zh, Self::Io(error)) => {
                format!("索引旁的向量无法读写：{error}；请检查磁盘空间和权限").into()
            }
        }
    }
}
