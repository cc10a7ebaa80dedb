//! What can go wrong with an index.

use polidex_corpus::locale::{Locale, Localized};
use std::{borrow::Cow, path::PathBuf};

/// An index could not be opened, read or written. The store is never affected.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// There is no index yet.
    #[error("there is no search index in {0}; run `polidex index rebuild`")]
    Missing(PathBuf),
    /// There is no index on a server yet.
    #[error("there is no index on Meilisearch yet ({place}); run `polidex index migrate --to meilisearch`")]
    NotOnServer {
        /// Its address, or the directory of what is kept beside it.
        place: String,
    },
    /// A server has not got all changes.
    #[error("the Meilisearch server {name} is behind the store; run `polidex index update`")]
    Behind {
        /// Its name.
        name: String,
    },
    /// The index is on a server that the configuration does not know.
    #[error(
        "the index is on a Meilisearch server {name} that the section [meilisearch] of the configuration file does not name; add it there, or run `polidex index rebalance`"
    )]
    Unconfigured {
        /// Its name.
        name: String,
    },
    /// The index is on one server and several are configured, or the other way round.
    #[error(
        "the index is not spread over the Meilisearch servers of the configuration file; run `polidex index rebalance`"
    )]
    NotSpread,
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
    /// The server cannot be reached, or what it says cannot be read.
    #[error(
        "Meilisearch at {url} cannot be reached: {why}; check that it runs and that --meili-url is right, or use --engine embedded"
    )]
    Unreachable {
        /// Its address.
        url: String,
        /// What happened.
        why: String,
    },
    /// The server does not accept the key.
    #[error(
        "Meilisearch at {url} does not accept the key; set POLIDEX_MEILI_KEY, or `key_file` in the section [meilisearch] of the configuration file"
    )]
    Key {
        /// Its address.
        url: String,
    },
    /// The server has a version that polidex cannot use.
    #[error("Meilisearch has version {found}; polidex needs {oldest} or a later version 1")]
    ServerVersion {
        /// Version found.
        found: String,
        /// The oldest version that will do.
        oldest: String,
    },
    /// The server has no room left.
    #[error(
        "Meilisearch at {url} has no room left on its disk; free some and run the command again, nothing in the store is lost"
    )]
    ServerFull {
        /// Its address.
        url: String,
    },
    /// What was sent is over the server's limit.
    #[error(
        "Meilisearch at {url} takes no payload as large as one clause; raise its --http-payload-size-limit"
    )]
    TooLarge {
        /// Its address.
        url: String,
    },
    /// The server refused a request.
    #[error("Meilisearch at {url} refused: {why}; if it happens again, run `polidex index rebuild`")]
    Refused {
        /// Its address.
        url: String,
        /// Its words.
        why: String,
    },
    /// A task of the server failed.
    #[error(
        "Meilisearch could not do its task {number} ({code}): {reason}; the index in use was left as it was, run the command again"
    )]
    Task {
        /// Its number.
        number: u32,
        /// The server's name for what happened.
        code: String,
        /// What the task was about, and the server's words.
        reason: String,
    },
    /// The server holds another number of units than it was given.
    #[error(
        "Meilisearch at {url} holds {found} units and was given {expected}; the index in use was left as it was, run `polidex index rebuild`"
    )]
    Counts {
        /// Its address.
        url: String,
        /// How many it was given.
        expected: u64,
        /// How many it has.
        found: u64,
    },
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
            Self::NotOnServer { place } => {
                format!("Meilisearch 上还没有索引（{place}）；请运行 `polidex index migrate --to meilisearch`")
            }
            Self::Behind { name } => {
                format!("Meilisearch 服务 {name} 落后于文档库；请运行 `polidex index update`")
            }
            Self::Unconfigured { name } => format!(
                "索引位于名为 {name} 的 Meilisearch 服务上，而配置文件的 [meilisearch] 没有它；请补上，或运行 `polidex index rebalance`"
            ),
            Self::NotSpread => {
                "索引没有分布到配置文件所列的 Meilisearch 服务上；请运行 `polidex index rebalance`".into()
            }
            Self::TooLarge { url } => {
                format!("{url} 的 Meilisearch 连一条也装不下；请调大其 --http-payload-size-limit")
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
            Self::Unreachable { url, why } => format!(
                "无法连接 {url} 的 Meilisearch：{why}；请检查服务是否运行、--meili-url 是否正确，或使用 --engine embedded"
            ),
            Self::Key { url } => format!(
                "{url} 的 Meilisearch 不接受该密钥；请设置 POLIDEX_MEILI_KEY，或配置文件 [meilisearch] 中的 key_file"
            ),
            Self::ServerVersion { found, oldest } => {
                format!("Meilisearch 的版本为 {found}；polidex 需要 {oldest} 或更高的 1.x 版本")
            }
            Self::ServerFull { url } => {
                format!("{url} 的 Meilisearch 磁盘已满；请腾出空间后重新运行命令，文档库不受影响")
            }
            Self::Refused { url, why } => {
                format!("{url} 的 Meilisearch 拒绝了请求：{why}；若再次出现，请运行 `polidex index rebuild`")
            }
            Self::Task { number, code, reason } => format!(
                "Meilisearch 未能完成任务 {number}（{code}）：{reason}；现用索引未改动，请重新运行命令"
            ),
            Self::Counts { url, expected, found } => format!(
                "{url} 的 Meilisearch 有 {found} 个单元，应有 {expected} 个；现用索引未改动，请运行 `polidex index rebuild`"
            ),
            Self::Engine(what) => format!("检索引擎出错：{what}；若再次出现，请运行 `polidex index rebuild`"),
        }
        .into()
    }
}
