//! The two sides of a store that holds texts in two languages.

use polidex_corpus::model::Lang;
use serde::{Deserialize, Serialize};

/// Documents in English, or those in Chinese and the few of which the language is not known. How rare a term is,
/// is asked of one side: what is common in the few English texts of a Chinese store is rare in the whole store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Chinese, in either script.
    Chinese,
    /// English.
    English,
}

impl Side {
    /// The label of documents in English.
    pub const ENGLISH_LABEL: &str = "lang:en";

    /// Both.
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// Where a document belongs, by the values that it is counted under, such as `lang:en`.
    pub fn of<'a>(mut facets: impl Iterator<Item = &'a str>) -> Self {
        if facets.any(|facet| facet == Self::ENGLISH_LABEL) { Self::English } else { Self::Chinese }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Chinese => Self::English,
            Self::English => Self::Chinese,
        }
    }

    /// Labels of the documents in which a query in this language is looked for as it was typed. A text of unknown
    /// language may be in either.
    pub fn labels(self) -> Vec<String> {
        let languages: &[Lang] = match self {
            Self::Chinese => &[Lang::ZhHans, Lang::ZhHant, Lang::Und],
            Self::English => &[Lang::En, Lang::Und],
        };
        languages.iter().map(|lang| format!("lang:{}", lang.tag())).collect()
    }
}
