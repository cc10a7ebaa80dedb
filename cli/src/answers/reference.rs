//! Finding what a reference names.

use super::Day;
use jiff::civil::Date;
use polidex_corpus::{
    locale::{Locale, Localized},
    model::{ClauseRef, Edition},
    store::{Missing, Removal, Resolution, Store, StoreError},
};
use std::borrow::Cow;

/// Suggestions that are shown.
const SHOWN: usize = 10;

/// Why a reference does not lead to one thing.
#[derive(Debug, thiserror::Error)]
pub enum Unresolved {
    /// The store could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It may mean several things.
    #[error("{}", self.localized(Locale::En))]
    Several {
        /// As it was given.
        asked: String,
        /// Exact references to what it may mean.
        references: Vec<ClauseRef>,
    },
    /// It names nothing.
    #[error("{}", self.localized(Locale::En))]
    Missing {
        /// As it was given.
        asked: String,
        /// The piece that names nothing.
        missing: Missing,
        /// References that are close, the closest first.
        suggestions: Vec<ClauseRef>,
    },
    /// The document was taken out of the store.
    #[error("{}", self.localized(Locale::En))]
    Removed {
        /// As it was given.
        asked: String,
        /// When, by whom and why.
        removal: Box<Removal>,
    },
    /// The document was not in force on the day that was asked for.
    #[error("{}", self.localized(Locale::En))]
    NotYet {
        /// The document's title.
        title: String,
        /// The day.
        day: Date,
        /// The day on which its earliest stored text begins.
        earliest: Option<Date>,
    },
    /// The document has one edition only, and two were needed.
    #[error("{}", self.localized(Locale::En))]
    OneEdition {
        /// The document.
        policy: String,
    },
    /// The document has no version in the other language.
    #[error("{}", self.localized(Locale::En))]
    NoTranslation,
}

impl Unresolved {
    /// A name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(_) => "store",
            Self::Several { .. } => "ambiguous",
            Self::Missing { .. } => "not_found",
            Self::Removed { .. } => "removed",
            Self::NotYet { .. } => "not_yet_in_force",
            Self::OneEdition { .. } => "one_edition",
            Self::NoTranslation => "no_translation",
        }
    }

    /// What may have been meant.
    pub fn suggestions(&self) -> &[ClauseRef] {
        match self {
            Self::Several { references, .. } => &references[..references.len().min(SHOWN)],
            Self::Missing { suggestions, .. } => &suggestions[..suggestions.len().min(SHOWN / 2)],
            _ => &[],
        }
    }

    fn listed(&self) -> String {
        self.suggestions().iter().map(ToString::to_string).collect::<Vec<_>>().join("  ")
    }
}

impl Localized for Unresolved {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        let list = self.listed();
        match (self, locale) {
            (Self::Store(error), _) => return error.localized(locale),
            (Self::Several { asked, .. }, Locale::En) => {
                format!("`{asked}` may mean several things; say which: {list}")
            }
            (Self::Several { asked, .. }, Locale::Zh) => format!("`{asked}` 有多种可能，请指明：{list}"),
            (Self::Missing { asked, missing, .. }, _) => {
                let what = what_is_missing(*missing, locale);
                match (list.as_str(), locale) {
                    ("", Locale::En) => format!("`{asked}`: {what}"),
                    ("", Locale::Zh) => format!("`{asked}`：{what}"),
                    (list, Locale::En) => format!("`{asked}`: {what}; perhaps {list}"),
                    (list, Locale::Zh) => format!("`{asked}`：{what}；可能是 {list}"),
                }
            }
            (Self::Removed { asked, removal }, _) => {
                let Removal { title, reason, by, at, .. } = &**removal;
                let day = at.get(..10).unwrap_or(at);
                match locale {
                    Locale::En => format!("`{asked}`: {title} was removed on {day} by {by}: {reason}"),
                    Locale::Zh => format!("`{asked}`：《{title}》已由 {by} 于 {day} 移除：{reason}"),
                }
            }
            (Self::NotYet { title, day, earliest }, _) => {
                let earliest = earliest.map(|day| day.to_string()).unwrap_or_default();
                match locale {
                    Locale::En => format!(
                        "{title} was not in force on {day}: the earliest text stored here begins on {earliest}"
                    ),
                    Locale::Zh => {
                        format!("《{title}》在 {day} 尚未施行：库中最早的文本自 {earliest} 起施行")
                    }
                }
            }
            (Self::OneEdition { policy }, Locale::En) => {
                format!("{policy} has one edition only; name another text to compare with")
            }
            (Self::OneEdition { policy }, Locale::Zh) => {
                format!("{policy} 只有一个版本；请再指明一份要对比的文本")
            }
            (Self::NoTranslation, Locale::En) => "no version in the other language is stored".to_owned(),
            (Self::NoTranslation, Locale::Zh) => "库中没有另一语言的版本".to_owned(),
        }
        .into()
    }
}

fn what_is_missing(missing: Missing, locale: Locale) -> &'static str {
    let (en, zh) = match missing {
        Missing::Policy => ("no such document is stored", "库中没有这份文件"),
        Missing::Edition => ("the document has no such edition", "该文件没有这个版本"),
        Missing::Clause => ("the document has no such clause", "该文件没有这一条"),
    };
    locale.pick(en, zh)
}

/// The policy or clause of a reference, as it stood on the day if somebody asked for that day. The answer
/// is [`Resolution::Policy`] or [`Resolution::Clause`].
pub fn resolve(store: &Store, day: Day, asked: &str) -> Result<Resolution, Unresolved> {
    find(store, day, asked, ClauseRef::parse(asked))
}

/// Like [`resolve`], of a reference whose parts were given one by one.
pub fn find(
    store: &Store,
    day: Day,
    asked: &str,
    mut reference: ClauseRef,
) -> Result<Resolution, Unresolved> {
    if day.named && reference.edition.is_none() {
        reference.edition = edition_on(store, day.as_of, &reference)?;
    }
    let found = store.resolve(&reference)?;
    if let Resolution::NotFound { missing: Missing::Policy, .. } = &found
        && let Some(removal) = store.removed(&reference.policy.0)?
    {
        return Err(Unresolved::Removed { asked: asked.to_owned(), removal: Box::new(removal) });
    }
    match found {
        Resolution::Ambiguous(references) => Err(Unresolved::Several { asked: asked.to_owned(), references }),
        Resolution::NotFound { missing, suggestions } => {
            Err(Unresolved::Missing { asked: asked.to_owned(), missing, suggestions })
        }
        found => Ok(found),
    }
}

/// The edition that was in force on a day: the latest that had begun by then. `None` where the newest is
/// meant, or what the reference itself says: where editions have no dates, and where it names an older text
/// by its file.
fn edition_on(store: &Store, day: Date, reference: &ClauseRef) -> Result<Option<String>, Unresolved> {
    let whole = ClauseRef { clause: None, ..reference.clone() };
    let Resolution::Policy { policy, edition } = store.resolve(&whole)? else { return Ok(None) };
    let editions = store.editions(&policy.id)?;
    if editions.first().is_none_or(|newest| newest.key != edition) {
        return Ok(None);
    }
    let begun = |edition: &&Edition| edition.begins().is_none_or(|begins| begins <= day);
    if let Some(edition) = editions.iter().find(begun) {
        return Ok(Some(edition.key.clone()));
    }
    let earliest = editions.iter().filter_map(Edition::begins).min();
    Err(Unresolved::NotYet { title: policy.title.clone(), day, earliest })
}
