//! Corrections: what somebody says of a document instead of what was read of it.
//!
//! A correction never touches official text. It is laid over metadata when these are read, so what was
//! published stays beside it, and undoing it brings that back.

mod field;
mod refused;

pub use field::Field;
pub use refused::Refused;

use super::{Dates, Kind, Level, Metadata, Origin, Policy, PolicyId, Sourced};
use crate::{
    locale::{Locale, Localized},
    number::DocumentNumber,
    text::sha256_hex,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What stands between the issuers in a value.
const BETWEEN_ISSUERS: char = '、';

/// The value of [`Field::Repealed`] that says that a repeal does not hold.
pub const NOT_REPEALED: &str = "never";

/// Most characters of a value, a reason or a name.
const LONGEST: usize = 1_000;

/// One correction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// A hash of what it says: the same wherever it is taken.
    pub id: String,
    /// The document.
    pub policy: PolicyId,
    /// Key of the edition that it is about; `None` where it holds for all.
    pub edition: Option<String>,
    /// The field.
    pub field: Field,
    /// The value; `None` for "it has none".
    pub value: Option<String>,
    /// As published: what was read.
    pub published: Option<String>,
    /// Why.
    pub reason: String,
    /// Who says so.
    pub by: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Where it was taken back: by whom, when and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone: Option<Undone>,
}

/// That a correction was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// By whom.
    pub by: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Why; may be empty.
    #[serde(default)]
    pub reason: String,
}

impl Correction {
    /// The same with its id.
    #[must_use]
    pub fn with_id(self) -> Self {
        let Self { policy, edition, field, value, reason, by, at, .. } = &self;
        let part = |text: &Option<String>| text.as_ref().map_or("-".to_owned(), |text| format!("+{text}"));
        let said = [
            policy.0.clone(),
            part(edition),
            field.name().to_owned(),
            part(value),
            reason.clone(),
            by.clone(),
            at.clone(),
        ];
        let id = sha256_hex(said.join("\n").as_bytes())[..16].to_owned();
        Self { id, ..self }
    }

    /// Checks what somebody else may have written.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self) -> Result<(), Refused> {
        let long = |text: &str| text.chars().count() > LONGEST;
        if self.reason.trim().is_empty() || self.by.trim().is_empty() {
            return Err(Refused::Unsaid);
        }
        if long(&self.reason) || long(&self.by) {
            return Err(Refused::TooLong);
        }
        match self.field.check(self.value.as_deref().unwrap_or_default())? {
            kept if kept == self.value => Ok(()),
            _ => Err(Refused::Value(self.field)),
        }
    }

    /// Whether it speaks of an edition.
    pub fn applies_to(&self, edition: &str) -> bool {
        self.edition.as_deref().is_none_or(|own| own == edition)
    }

    /// Lays it over what was read of an edition.
    pub(crate) fn apply_to_metadata(&self, meta: &mut Metadata) {
        let value = self.value.clone();
        let sourced = || value.clone().map(|value| Sourced::new(value, origin()));
        match self.field {
            Field::Title => meta.title = sourced().unwrap_or_else(|| meta.title.clone()),
            Field::TitleTranslated => meta.title_translated = sourced(),
            Field::Number => meta.doc_number = self.number().map(|number| Sourced::new(number, origin())),
            Field::Issuer => {
                let all = self.issuers();
                meta.issuer = all.into_iter().map(|name| Sourced::new(name, origin())).collect();
            }
            Field::Level => meta.level = value.as_deref().and_then(Level::parse),
            Field::Region => meta.region = value,
            Field::Kind => meta.kind = value.as_deref().and_then(Kind::parse).unwrap_or(meta.kind),
            Field::Amended => meta.edition_date = self.date(),
            Field::Url => meta.url = value,
            Field::Repealed => {}
            _ => self.apply_to_dates(&mut meta.dates),
        }
    }

    /// Lays it over a policy and the edition that it describes.
    pub(crate) fn apply_to_policy(&mut self, policy: &mut Policy) {
        self.published = self.read_of(policy);
        let value = self.value.clone();
        match self.field {
            Field::Title => policy.title = value.unwrap_or_else(|| policy.title.clone()),
            Field::TitleTranslated => policy.title_translated = value,
            Field::Number => policy.doc_number = value,
            Field::Issuer => policy.issuer = self.issuers(),
            Field::Level => policy.level = value.as_deref().and_then(Level::parse),
            Field::Region => policy.region = value,
            Field::Kind => policy.kind = value.as_deref().and_then(Kind::parse).unwrap_or(policy.kind),
            Field::Url => policy.url = value,
            Field::Amended | Field::Repealed => {}
            _ => self.apply_to_dates(&mut policy.edition.dates),
        }
    }

    /// Lays it over the dates of an edition; other fields change nothing.
    pub(crate) fn apply_to_dates(&self, dates: &mut Dates) {
        if let Some(date) = date_of(self.field, dates) {
            *date = self.date();
        }
    }

    /// What a policy says of the field.
    fn read_of(&self, policy: &Policy) -> Option<String> {
        let mut dates = policy.edition.dates.clone();
        match self.field {
            Field::Title => Some(policy.title.clone()),
            Field::TitleTranslated => policy.title_translated.clone(),
            Field::Number => policy.doc_number.clone(),
            Field::Issuer => {
                Some(policy.issuer.join(&BETWEEN_ISSUERS.to_string())).filter(|all| !all.is_empty())
            }
            Field::Level => policy.level.map(|level| level.name().to_owned()),
            Field::Region => policy.region.clone(),
            Field::Kind => Some(policy.kind.name().to_owned()),
            Field::Url => policy.url.clone(),
            Field::Amended | Field::Repealed => self.published.clone(),
            field => {
                date_of(field, &mut dates).and_then(|date| date.as_ref()).map(|date| date.value.to_string())
            }
        }
    }

    /// The number, of a correction of one.
    pub(crate) fn number(&self) -> Option<DocumentNumber> {
        self.value.as_deref().filter(|_| self.field == Field::Number).and_then(DocumentNumber::parse)
    }

    fn issuers(&self) -> Vec<String> {
        let all = self.value.as_deref().unwrap_or_default();
        all.split(BETWEEN_ISSUERS).filter(|name| !name.is_empty()).map(str::to_owned).collect()
    }

    fn date(&self) -> Option<Sourced<Date>> {
        let date = self.value.as_deref()?.parse().ok()?;
        Some(Sourced::new(date, origin()))
    }
}

/// Where a corrected value was read.
fn origin() -> Origin {
    Origin::Rule("correction".to_owned())
}

fn date_of(field: Field, dates: &mut Dates) -> Option<&mut Option<Sourced<Date>>> {
    match field {
        Field::Written => Some(&mut dates.written),
        Field::Published => Some(&mut dates.published),
        Field::Effective => Some(&mut dates.effective),
        Field::Expires => Some(&mut dates.expires),
        _ => None,
    }
}

/// A correction in words: as published, corrected to, when, by whom, why.
impl Localized for Correction {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        let shown = |value: &Option<String>| match value.as_deref() {
            None => locale.pick("nothing", "无").to_owned(),
            Some(NOT_REPEALED) => locale.pick("not repealed", "未废止").to_owned(),
            Some(value) => value.to_owned(),
        };
        let Self { field, value, published, reason, by, at, .. } = self;
        let day = at.get(..10).unwrap_or(at);
        let (field, value, published) = (field.label(locale), shown(value), shown(published));
        match locale {
            Locale::En => {
                format!("{field}: as published {published}; corrected to {value} on {day} by {by}: {reason}")
            }
            Locale::Zh => format!("{field}：原为 {published}；{by} 于 {day} 更正为 {value}：{reason}"),
        }
        .into()
    }
}
