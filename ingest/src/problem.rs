//! What went wrong with one document; a run names it and goes on.

use crate::{discover::Skipped, extract::Unreadable, fetch::FetchError};
use polidex_corpus::locale::{Locale, Localized};
use serde::Serialize;
use std::{borrow::Cow, fmt, path::Path, path::PathBuf};

/// A document that could not be read, with its place and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// A stable name for programs: `empty`, `binary`, `too_large`, `malformed_json`, `missing_text`,
    /// `judgements`, `not_found`, `unreadable`, `unsupported_format`, `skipped`; those of
    /// [`Unreadable::code`] and of fetching.
    pub code: &'static str,
    /// The file.
    pub path: PathBuf,
    /// Line number in the file, from 1, where one line is meant.
    pub line: Option<u64>,
    /// What happened and what to do, in English.
    pub message: String,
    /// The same in Chinese.
    pub message_zh: String,
}

impl Problem {
    pub(crate) fn new(
        code: &'static str,
        path: &Path,
        line: Option<u64>,
        message: impl Into<String>,
        message_zh: impl Into<String>,
    ) -> Self {
        Self { code, path: path.to_owned(), line, message: message.into(), message_zh: message_zh.into() }
    }

    pub(crate) fn empty(path: &Path) -> Self {
        Self::new("empty", path, None, "the file holds no text; nothing was stored", "文件没有内容，未入库")
    }

    pub(crate) fn binary(path: &Path) -> Self {
        Self::new(
            "binary",
            path,
            None,
            "the file is binary, not text; convert it to text first",
            "这是二进制文件，不是文本；请先转换为文本",
        )
    }

    pub(crate) fn too_large(path: &Path, line: Option<u64>, bytes: u64, limit: u64) -> Self {
        let (size, most) = (bytes >> 20, limit >> 20);
        Self::new(
            "too_large",
            path,
            line,
            format!("{size} MiB exceed the limit of {most} MiB for one text; split it or raise the limit"),
            format!("大小 {size} MiB 超过单个文本 {most} MiB 的上限；请拆分或调高上限"),
        )
    }
}

impl Problem {
    /// The server answered with something else than a page.
    pub(crate) fn from_status(place: &Path, status: u16) -> Self {
        let (en, zh) = (format!("the server answered {status}"), format!("服务器返回 {status}"));
        Self::new("http_status", place, None, en, zh)
    }

    /// What was received cannot be read.
    pub(crate) fn from_fetch(place: &Path, error: &FetchError) -> Self {
        Self::new(error.code(), place, None, error.localized(Locale::En), error.localized(Locale::Zh))
    }
}

impl Problem {
    /// A packaged file gives no text.
    pub(crate) fn from_unreadable(path: &Path, reason: &Unreadable) -> Self {
        Self::new(reason.code(), path, None, reason.localized(Locale::En), reason.localized(Locale::Zh))
    }
}

impl Problem {
    /// The same problem, with the word that the bytes are kept all the same.
    pub(crate) fn archived(mut self) -> Self {
        self.message.push_str("; what was received is kept in the archive");
        self.message_zh.push_str("；原始内容已存档");
        self
    }
}

impl From<Skipped> for Problem {
    fn from(skipped: Skipped) -> Self {
        Self::new("skipped", &skipped.path, None, skipped.reason, skipped.reason_zh)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.placed(&self.message))
    }
}

impl Problem {
    fn placed(&self, message: &str) -> String {
        // Some messages name the path themselves.
        if message.starts_with(&*self.path.to_string_lossy()) {
            return message.to_owned();
        }
        match self.line {
            Some(line) => format!("{}:{line}: {message}", self.path.display()),
            None => format!("{}: {message}", self.path.display()),
        }
    }
}

impl Localized for Problem {
    /// The message with its place before it.
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        self.placed(locale.pick(&self.message, &self.message_zh)).into()
    }
}
