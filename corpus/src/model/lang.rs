//! The language and script of a document.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A BCP 47 language tag, restricted to what policies come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Lang {
    /// Chinese in simplified characters.
    #[serde(rename = "zh-Hans")]
    ZhHans,
    /// Chinese in traditional characters.
    #[serde(rename = "zh-Hant")]
    ZhHant,
    /// English.
    #[serde(rename = "en")]
    En,
    /// Undetermined, for instance a text of numbers alone.
    #[serde(rename = "und")]
    Und,
}

impl Lang {
    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::ZhHans => "zh-Hans",
            Self::ZhHant => "zh-Hant",
            Self::En => "en",
            Self::Und => "und",
        }
    }

    /// Reads a tag; `zh` alone means simplified characters, regions decide the script.
    pub fn parse(tag: &str) -> Option<Self> {
        let tag = tag.trim().to_ascii_lowercase().replace('_', "-");
        match tag.as_str() {
            "zh" | "zh-hans" | "zh-cn" | "zh-sg" | "cmn" => Some(Self::ZhHans),
            "zh-hant" | "zh-tw" | "zh-hk" | "zh-mo" => Some(Self::ZhHant),
            "und" => Some(Self::Und),
            _ if tag == "en" || tag.starts_with("en-") => Some(Self::En),
            _ if tag.starts_with("zh-hans") => Some(Self::ZhHans),
            _ if tag.starts_with("zh-hant") => Some(Self::ZhHant),
            _ => None,
        }
    }

    /// Whether the document is Chinese, in either script.
    pub fn is_chinese(self) -> bool {
        matches!(self, Self::ZhHans | Self::ZhHant)
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}
