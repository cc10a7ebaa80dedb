//! Why a head was not stamped.

use crate::fetch::FetchError;
use polidex_corpus::locale::{Locale, Localized};
use std::{borrow::Cow, io};

/// Why a head was not stamped.
#[derive(Debug, thiserror::Error)]
pub enum TimestampError {
    /// The authority could not be asked.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// The stamp could not be written.
    #[error("the time stamp cannot be written: {0}")]
    Io(io::Error),
    /// The server did not answer as an authority.
    #[error("{url} answered with status {status}; check [timestamp] url in the configuration")]
    Status {
        /// The authority's address.
        url: String,
        /// The HTTP status.
        status: u16,
    },
    /// The authority gave no stamp.
    #[error("the authority gave no time stamp: {0:?}")]
    Refused(String),
    /// The stamp is of something else.
    #[error("the authority stamped something else than was sent to it")]
    OtherHead,
    /// The answer is no time stamp.
    #[error("the answer is no time stamp (RFC 3161); check [timestamp] url in the configuration")]
    Malformed,
}

impl Localized for TimestampError {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        if locale == Locale::En {
            return self.to_string().into();
        }
        match self {
            Self::Fetch(error) => return error.localized(locale),
            Self::Io(error) => format!("时间戳无法写入：{error}"),
            Self::Status { url, status } => {
                format!("{url} 返回状态 {status}；请检查配置中的 [timestamp] url")
            }
            Self::Refused(text) => format!("时间戳机构未签发时间戳：{text:?}"),
            Self::OtherHead => "时间戳机构签发的不是所提交的内容".to_owned(),
            Self::Malformed => "返回的内容不是时间戳（RFC 3161）；请检查配置中的 [timestamp] url".to_owned(),
        }
        .into()
    }
}
