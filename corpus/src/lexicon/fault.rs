//! What can be wrong with a lexicon file.

use super::Problem;
use crate::{
    locale::{Locale, Localized},
    model::Warning,
};
use std::borrow::Cow;

/// A line that cannot be used, or a file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.text(Locale::En))]
pub struct LexiconFault {
    /// The file.
    pub file: String,
    /// The line, from 1, and what is wrong with it; else the file as a whole cannot be read.
    pub line: Option<(usize, Problem)>,
    /// What the operating system says, if it was asked.
    pub detail: String,
}

impl LexiconFault {
    /// A line that cannot be used.
    pub fn line(file: &str, line: usize, problem: Problem) -> Self {
        Self { file: file.to_owned(), line: Some((line, problem)), detail: String::new() }
    }

    /// A file that cannot be read.
    pub fn file(file: &str, detail: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: None, detail: detail.into() }
    }

    /// The fault as a warning of an answer.
    pub fn warning(&self) -> Warning {
        Warning::new("lexicon_file", self.text(Locale::En), self.text(Locale::Zh))
    }

    fn text(&self, locale: Locale) -> String {
        let Self { file, line, detail } = self;
        let Some((line, problem)) = line else {
            return match locale {
                Locale::En => format!("{file} cannot be used ({detail}); mend it or take it away"),
                Locale::Zh => format!("{file} 无法使用（{detail}）；请修正或移走"),
            };
        };
        let what = match problem {
            Problem::Columns => {
                locale.pick("has no tab between Chinese and English", "中文与英文之间缺少制表符")
            }
            Problem::NoChinese => locale.pick("has no Chinese name", "缺少中文名称"),
            Problem::NoEnglish => locale.pick("has no English name", "缺少英文名称"),
            Problem::Swapped => locale.pick(
                "does not have Chinese in the first column and English in the second",
                "第一列应为中文，第二列应为英文",
            ),
            Problem::TooLong => locale.pick("has a name of more than 200 characters", "名称超过 200 个字符"),
        };
        match locale {
            Locale::En => format!(
                "{file}:{line}: the line {what}; a line looks like `补贴|补助<TAB>subsidy|grant`, and this one is passed over"
            ),
            Locale::Zh => {
                format!("{file}:{line}：{what}；写法为 `补贴|补助<制表符>subsidy|grant`，该行已略过")
            }
        }
    }
}

impl Localized for LexiconFault {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        self.text(locale).into()
    }
}
