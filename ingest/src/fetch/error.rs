//! Why an address gave no response, or a response no content.

use super::guard::Refusal;
use polidex_corpus::locale::{Locale, Localized};
use std::{borrow::Cow, io, time::Duration};

/// Why an exchange failed, or its content could not be had.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The client cannot be built as configured.
    #[error("the web client cannot be set up: {0}; check the configuration")]
    Options(String),
    /// The guard refused the address.
    #[error("{url} is not asked: {reason}")]
    Refused {
        /// The address, without credentials.
        url: String,
        /// Why.
        reason: Refusal,
    },
    /// The host's name could not be resolved.
    #[error("{host} cannot be resolved ({source}); check the name and the network")]
    Dns {
        /// The name.
        host: String,
        /// What the resolver said.
        source: io::Error,
    },
    /// No connection came about.
    #[error("no connection to {url}: {detail}")]
    Connect {
        /// The address.
        url: String,
        /// What was tried and failed.
        detail: String,
    },
    /// The server's identity or its encryption is not accepted.
    #[error("no safe connection to {url}: {detail}")]
    Tls {
        /// The address.
        url: String,
        /// What was not accepted.
        detail: String,
    },
    /// The exchange took too long.
    #[error("{url} took longer than {} s", .limit.as_secs_f64())]
    Timeout {
        /// The address.
        url: String,
        /// The time it was given.
        limit: Duration,
    },
    /// One redirect led to the next.
    #[error("{url} redirects more than {limit} times")]
    Redirects {
        /// The address asked first.
        url: String,
        /// How many redirects are followed.
        limit: usize,
    },
    /// The response exceeds a limit.
    #[error("the {part} of {url} exceed the limit of {limit} bytes")]
    TooLarge {
        /// The address.
        url: String,
        /// `headers` or `contents`.
        part: Part,
        /// The limit, in bytes.
        limit: u64,
    },
    /// The server's answer is no sound HTTP, or ended early.
    #[error("the answer of {url} is broken: {detail}")]
    Broken {
        /// The address.
        url: String,
        /// What is wrong with it.
        detail: String,
    },
    /// A Content-Encoding that is not known.
    #[error("{url} is encoded as {encoding}, which polidex does not read")]
    UnsupportedEncoding {
        /// The address.
        url: String,
        /// The encoding's name as the server wrote it.
        encoding: String,
    },
    /// The content does not follow its Content-Encoding.
    #[error("the contents of {url} are no sound {encoding}: {detail}")]
    BrokenEncoding {
        /// The address.
        url: String,
        /// The encoding's name.
        encoding: &'static str,
        /// What the decoder said.
        detail: String,
    },
    /// The decompressed content exceeds its limit.
    #[error("the contents of {url} grow beyond {limit} bytes when decompressed")]
    DecodedTooLarge {
        /// The address.
        url: String,
        /// The limit, in bytes.
        limit: u64,
    },
}

/// A part of a response that has a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All headers together.
    Headers,
    /// The entity body as received.
    Body,
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Headers => "headers",
            Self::Body => "contents",
        })
    }
}

impl FetchError {
    /// Whether asking again later may help: names, connections, time and broken answers, but nothing
    /// that lies in the address or in how large the answer is.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Dns { .. } | Self::Connect { .. } | Self::Timeout { .. } | Self::Broken { .. })
    }

    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Options(_) => "client_options",
            Self::Refused { .. } => "refused",
            Self::Dns { .. } => "dns",
            Self::Connect { .. } => "connect",
            Self::Tls { .. } => "tls",
            Self::Timeout { .. } => "timeout",
            Self::Redirects { .. } => "too_many_redirects",
            Self::TooLarge { .. } => "too_large",
            Self::Broken { .. } => "broken_response",
            Self::UnsupportedEncoding { .. } => "unsupported_encoding",
            Self::BrokenEncoding { .. } => "broken_encoding",
            Self::DecodedTooLarge { .. } => "decoded_too_large",
        }
    }
}

impl Localized for FetchError {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        if locale == Locale::En {
            return self.to_string().into();
        }
        match self {
            Self::Options(detail) => format!("无法建立网络客户端：{detail}；请检查配置"),
            Self::Refused { url, reason } => format!("不访问 {url}：{}", reason.localized(locale)),
            Self::Dns { host, source } => format!("无法解析 {host}（{source}）；请检查名称和网络"),
            Self::Connect { url, detail } => format!("无法连接 {url}：{detail}"),
            Self::Tls { url, detail } => format!("无法安全连接 {url}：{detail}"),
            Self::Timeout { url, limit } => format!("{url} 超过 {} 秒", limit.as_secs_f64()),
            Self::Redirects { url, limit } => format!("{url} 重定向超过 {limit} 次"),
            Self::TooLarge { url, part: Part::Headers, limit } => {
                format!("{url} 的响应头超过 {limit} 字节的上限")
            }
            Self::TooLarge { url, part: Part::Body, limit } => {
                format!("{url} 的内容超过 {limit} 字节的上限")
            }
            Self::Broken { url, detail } => format!("{url} 的响应已损坏：{detail}"),
            Self::UnsupportedEncoding { url, encoding } => format!("{url} 的编码 {encoding} 暂不支持"),
            Self::BrokenEncoding { url, encoding, detail } => {
                format!("{url} 的内容不是有效的 {encoding}：{detail}")
            }
            Self::DecodedTooLarge { url, limit } => format!("{url} 解压后超过 {limit} 字节"),
        }
        .into()
    }
}
