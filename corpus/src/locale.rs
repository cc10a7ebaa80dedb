//! Messages in Chinese and English.
//!
//! Library errors print English through `Display`, as programs expect, and both languages through
//! [`Localized`]. Texts of policies are never translated by this module.

use std::borrow::Cow;

/// The language in which polidex talks to its user. The language of documents is [`crate::model::Lang`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Locale {
    /// Simplified Chinese.
    Zh,
    /// English.
    #[default]
    En,
}

impl Locale {
    /// Chooses between the two renderings of one message.
    pub fn pick<'a>(self, en: &'a str, zh: &'a str) -> &'a str {
        match self {
            Self::En => en,
            Self::Zh => zh,
        }
    }

    /// Reads a POSIX locale or BCP 47 tag: anything that begins with `zh` is Chinese, all else is
    /// English.
    pub fn from_tag(tag: &str) -> Self {
        if tag.to_ascii_lowercase().starts_with("zh") { Self::Zh } else { Self::En }
    }
}

/// A message that exists in both languages.
pub trait Localized {
    /// The message for a reader of `locale`.
    fn localized(&self, locale: Locale) -> Cow<'_, str>;
}
