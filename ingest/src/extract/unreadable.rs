//! Why a file gives no text.

use crate::format::{ENCRYPTED_OFFICE, name_zh};
use polidex_corpus::locale::{Locale, Localized};
use std::borrow::Cow;

/// Why a packaged file, such as PDF, gives no article.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Pages are pictures of text.
    #[error("the {pages} pages hold pictures and no text (no text layer); run text recognition (OCR) first")]
    NoTextLayer {
        /// How many pages there are.
        pages: usize,
    },
    /// Text is there, but the file does not say which characters it is.
    #[error("the file's fonts do not say which characters they show; run text recognition (OCR) first")]
    NoCharacters,
    /// A password or a permission lock.
    #[error("the file is encrypted; save it without protection and try again")]
    Encrypted,
    /// The file breaks the rules of its format.
    #[error("the file is no sound {format} ({detail}); open it in another program and save it again")]
    Broken {
        /// The format.
        format: &'static str,
        /// What is wrong.
        detail: String,
    },
    /// What the file holds exceeds a limit.
    #[error("the file exceeds a limit ({limit}) and was not read; split it")]
    TooLarge {
        /// Which limit.
        limit: String,
    },
    /// A format that is known and not read.
    #[error("the file is {format}, which polidex does not read; save it as DOCX or PDF")]
    Unsupported {
        /// The format's name.
        format: &'static str,
    },
}

impl Unreadable {
    /// Why a file of a format that is known by name is not read.
    pub(crate) fn unsupported(format: &'static str) -> Self {
        if format == ENCRYPTED_OFFICE { Self::Encrypted } else { Self::Unsupported { format } }
    }

    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoTextLayer { .. } => "no_text_layer",
            Self::NoCharacters => "no_characters",
            Self::Encrypted => "encrypted",
            Self::Broken { .. } => "broken_file",
            Self::TooLarge { .. } => "too_large",
            Self::Unsupported { .. } => "unsupported_format",
        }
    }
}

impl Localized for Unreadable {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        if locale == Locale::En {
            return self.to_string().into();
        }
        match self {
            Self::NoTextLayer { pages } => {
                format!("全部 {pages} 页只有图像，没有文本层；请先做文字识别（OCR）").into()
            }
            Self::NoCharacters => "文件的字体没有说明所显示的是哪些字符；请先做文字识别（OCR）".into(),
            Self::Encrypted => "文件已加密；请去除保护后重试".into(),
            Self::Broken { format, detail } => {
                format!("文件不是完好的 {format}（{detail}）；请用其他程序打开并另存").into()
            }
            Self::TooLarge { limit } => format!("文件超出上限（{limit}），未读取；请拆分").into(),
            Self::Unsupported { format } => {
                format!("文件是{}，暂不支持；请另存为 DOCX 或 PDF", name_zh(format)).into()
            }
        }
    }
}
