//! Corrections in a line.

use polidex_corpus::{
    locale::{Locale, Localized},
    model::Correction,
    store::Taken,
};
use std::fmt::Write;

/// Digits of a correction's number that are shown; more are hardly ever needed to tell two apart.
const SHORT: usize = 8;

/// The number of a correction as it is shown.
pub fn short(correction: &Correction) -> &str {
    correction.id.get(..SHORT).unwrap_or(&correction.id)
}

/// A correction with its number and its document; whether and why it was taken back.
pub fn line(correction: &Correction, locale: Locale) -> String {
    let edition = correction.edition.as_ref().map(|key| format!("@{key}")).unwrap_or_default();
    let said = correction.localized(locale);
    let mut line = format!("{}  {}{edition}  {said}", short(correction), correction.policy);
    if let Some(undone) = &correction.undone {
        let day = undone.at.get(..10).unwrap_or(&undone.at);
        let reason = if undone.reason.is_empty() { "-" } else { &undone.reason };
        // Writing to a string cannot fail.
        let _ = match locale {
            Locale::En => write!(line, " [taken back on {day} by {}: {reason}]", undone.by),
            Locale::Zh => write!(line, "【{} 于 {day} 撤销：{reason}】", undone.by),
        };
    }
    line
}

/// A correction beside the document that it is about.
pub fn marked(correction: &Correction, locale: Locale) -> String {
    format!("{}{}", locale.pick("corrected: ", "更正："), correction.localized(locale))
}

/// What taking corrections came to.
pub fn taken(taken: &Taken, locale: Locale) -> String {
    let Taken { added, undone, known, waiting } = taken;
    match locale {
        Locale::En => format!(
            "{added} corrections added, {undone} taken back, {known} known; {waiting} of them wait for documents that are not stored"
        ),
        Locale::Zh => format!(
            "新增更正 {added} 项，撤销 {undone} 项，已有 {known} 项；其中 {waiting} 项所指文件尚未入库"
        ),
    }
}
