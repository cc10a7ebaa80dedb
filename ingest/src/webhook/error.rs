//! Why a message did not arrive.

use crate::fetch::FetchError;
use polidex_corpus::locale::{Locale, Localized};
use std::borrow::Cow;

/// Why a message did not arrive.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// The receiver could not be asked.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// The receiver did not take the message.
    #[error("the webhook at {url} answered with status {status}; check its address and what it accepts")]
    Status {
        /// The receiver's host. The rest of an address may be a secret.
        url: String,
        /// The HTTP status.
        status: u16,
    },
    /// There is nothing to sign with.
    #[error(
        "messages are signed: set POLIDEX_WEBHOOK_SECRET, or secret_file below [webhook] in the configuration file"
    )]
    Secret,
}

impl Localized for WebhookError {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        match self {
            Self::Fetch(error) => error.localized(locale),
            _ if locale == Locale::En => self.to_string().into(),
            Self::Status { url, status } => {
                format!("{url} 的 webhook 返回状态 {status}；请检查其地址和接收要求").into()
            }
            Self::Secret => {
                "推送内容需要签名：请设置 POLIDEX_WEBHOOK_SECRET，或在配置文件的 [webhook] 下设置 secret_file"
                    .into()
            }
        }
    }
}
