//! GB/T 7714, the Chinese national standard for references, in its numeric system.
//!
//! A document on the web is written: 责任者. 题名: 文号[类型/载体]. 版本. (发布日期): 引文位置[引用日期]. 获取路径.
//! What the edition of 2025 changes for such documents, as far as public sources tell, is said in
//! [`super::Style::remarks`].

use super::{Work, academic::capitalised};
use polidex_corpus::{locale::Locale, model::Kind};
use std::fmt::Write;

/// An edition of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    V2015,
    V2025,
}

/// The marks that separate the parts of an entry.
struct Marks {
    comma: &'static str,
    colon: &'static str,
    brackets: [&'static str; 2],
}

impl Version {
    fn marks(self) -> Marks {
        match self {
            Self::V2015 => Marks { comma: ", ", colon: ": ", brackets: ["(", ")"] },
            Self::V2025 => Marks { comma: "，", colon: "：", brackets: ["（", "）"] },
        }
    }

    /// Type and medium, 文献类型标识/文献载体标识.
    fn type_code(self, work: &Work) -> &'static str {
        match (self, work.kind == Kind::News, work.url.is_some()) {
            (_, true, false) => "N",
            (Self::V2015, false, true) => "A/OL",
            (Self::V2015, false, false) => "A",
            (Self::V2025, false, false) => "Z",
            (_, _, true) => "EB/OL",
        }
    }
}

/// Most names that are written out; more are 等 or et al.
const MOST_NAMES: usize = 3;

/// The entry.
pub(super) fn write(work: &Work, version: Version, words: Locale) -> String {
    let marks = version.marks();
    let mut entry = String::new();
    if !work.issuer.is_empty() {
        let mut names = work.issuer[..work.issuer.len().min(MOST_NAMES)].join(marks.comma);
        if work.issuer.len() > MOST_NAMES {
            names += marks.comma;
            names += if work.lang.is_chinese() { "等" } else { "et al" };
        }
        // An abbreviation's stop is also the separator.
        let _ = write!(entry, "{}. ", names.trim_end_matches('.'));
    }
    entry.push_str(&work.title);
    if let Some(number) = &work.number {
        let _ = write!(entry, "{}{number}", marks.colon);
    }
    let _ = write!(entry, "[{}]. {}. ", version.type_code(work), capitalised(&work.edition(words)));
    entry.push_str(&dates(work, &marks, words));
    if let Some(url) = &work.url {
        let _ = write!(entry, ". {url}");
    }
    // Of a work without dates nothing stands behind the edition.
    let mut entry = entry.trim_end_matches([' ', '.']).to_owned();
    entry.push('.');
    entry
}

/// Dates, and between them the clause, where the page would stand.
fn dates(work: &Work, marks: &Marks, words: Locale) -> String {
    let [open, close] = marks.brackets;
    let published = work.issued().map(|date| match &work.url {
        Some(_) => format!("{open}{date}{close}"),
        None => date.to_string(),
    });
    let mut text = published.into_iter().chain(work.pinpoint(words)).collect::<Vec<_>>().join(marks.colon);
    if work.url.is_some() {
        let _ = write!(text, "[{}]", work.accessed);
    }
    text
}
