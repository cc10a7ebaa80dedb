//! What stops the reading of an input.

use crate::problem::Problem;
use polidex_corpus::locale::{Locale, Localized};
use std::{borrow::Cow, io, path::Path, path::PathBuf};

/// Why an input could not be read at all. One document's trouble inside an input is a [`Problem`].
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// Nothing is at the path.
    #[error("{} does not exist; check the path", .path.display())]
    NotFound {
        /// The path as given.
        path: PathBuf,
    },
    /// The operating system refused.
    #[error("{} cannot be read ({source}); check its permissions", .path.display())]
    Unreadable {
        /// The path as given.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A format that polidex does not read.
    #[error(
        "{} is {format}, which polidex does not read; convert it to HTML, Markdown, plain text or JSON lines",
        .path.display()
    )]
    Unsupported {
        /// The path as given.
        path: PathBuf,
        /// The format's name, or its file extension.
        format: String,
    },
}

impl IngestError {
    /// The error of an input or output operation on `path`.
    pub(crate) fn io(path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::NotFound => Self::NotFound { path: path.to_owned() },
            _ => Self::Unreadable { path: path.to_owned(), source },
        }
    }

    /// The same as a problem of `path`, for runs that go on with the next input.
    pub fn into_problem(self, path: &Path) -> Problem {
        let code = match self {
            Self::NotFound { .. } => "not_found",
            Self::Unreadable { .. } => "unreadable",
            Self::Unsupported { .. } => "unsupported_format",
        };
        let chinese = self.localized(Locale::Zh).into_owned();
        Problem::new(code, path, None, self.to_string(), chinese)
    }
}

impl Localized for IngestError {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        if locale == Locale::En {
            return self.to_string().into();
        }
        match self {
            Self::NotFound { path } => format!("{} 不存在，请检查路径", path.display()),
            Self::Unreadable { path, source } => {
                format!("{} 无法读取（{source}），请检查权限", path.display())
            }
            Self::Unsupported { path, format } => {
                format!("{} 是 {format}，暂不支持；请转换为 HTML、Markdown、纯文本或 JSON 行", path.display())
            }
        }
        .into()
    }
}
