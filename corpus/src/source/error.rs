//! What can be wrong with a source file.

use crate::locale::{Locale, Localized};
use std::{borrow::Cow, io};

/// Why a source file cannot be used. Each message names the file and, where there is one, the line.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// The operating system refused.
    #[error("{file} cannot be read ({source}); check the path and its permissions")]
    Unreadable {
        /// The file, or the folder.
        file: String,
        /// What the operating system said.
        source: io::Error,
    },
    /// The file is no TOML, or a key is missing, unknown or of the wrong kind.
    #[error("{}: {detail}; corpus/sources/README.md shows every key", place(file, *line))]
    Syntax {
        /// The file.
        file: String,
        /// The line, from 1.
        line: Option<usize>,
        /// What the TOML reader says, in English.
        detail: String,
    },
    /// A value that cannot be.
    #[error("{}: {en}", place(file, *line))]
    Value {
        /// The file.
        file: String,
        /// The line, from 1.
        line: Option<usize>,
        /// What is wrong and what to do, in English.
        en: String,
        /// The same in Chinese.
        zh: String,
    },
}

fn place(file: &str, line: Option<usize>) -> String {
    line.map_or_else(|| file.to_owned(), |line| format!("{file}:{line}"))
}

impl Localized for SourceError {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        if locale == Locale::En {
            return self.to_string().into();
        }
        match self {
            Self::Unreadable { file, source } => format!("{file} 无法读取（{source}），请检查路径和权限"),
            Self::Syntax { file, line, detail } => {
                format!("{}：格式有误（{detail}）；全部键见 corpus/sources/README.md", place(file, *line))
            }
            Self::Value { file, line, zh, .. } => format!("{}：{zh}", place(file, *line)),
        }
        .into()
    }
}
