//! Collections: for the terminal, as Markdown, CSV and DOCX.

mod docx;
mod sheet;
mod text;

pub use docx::docx;
pub use sheet::csv;
pub use text::{list, markdown, show};

use super::{correction, hits};
use crate::answers::collected::Item;
use polidex_corpus::locale::Locale;

/// What a reader must know of an item beside its words: its status, or why it is not there.
fn standing(item: &Item, locale: Locale) -> String {
    if let Some(removal) = &item.removed {
        let day = removal.at.get(..10).unwrap_or(&removal.at);
        return match locale {
            Locale::En => format!("removed on {day} by {}: {}", removal.by, removal.reason),
            Locale::Zh => format!("已由 {} 于 {day} 移除：{}", removal.by, removal.reason),
        };
    }
    match &item.policy {
        Some(policy) => hits::status(policy, locale),
        None => locale.pick("not stored any more", "库中已无此文").to_owned(),
    }
}

/// What somebody says of its document instead of what was read.
fn corrections(item: &Item, locale: Locale) -> Vec<String> {
    let made = item.policy.iter().flat_map(|policy| &policy.corrections);
    made.map(|made| correction::marked(made, locale)).collect()
}

/// Who reviewed it and when; nothing where nobody has.
fn reviewed(item: &Item, locale: Locale) -> Option<String> {
    let (by, at) = item.kept.reviewed_by.as_ref().zip(item.kept.reviewed_at.as_ref())?;
    let day = at.get(..10).unwrap_or(at);
    Some(match locale {
        Locale::En => format!("reviewed by {by} on {day}"),
        Locale::Zh => format!("{by} 于 {day} 已审阅"),
    })
}
