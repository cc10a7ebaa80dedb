//! CSL-JSON.

use super::{Work, bibtex::key};
use jiff::civil::Date;
use polidex_corpus::{locale::Locale, model::Kind};
use serde_json::{Value, json};

/// The work as an item. Its type is `report` or `webpage`: citation processors write the legal types after
/// American statutes, without issuer and address.
pub(super) fn item(work: &Work, words: Locale) -> Value {
    let note = [work.pinpoint(words), Some(work.edition(words)), work.copy_in(words)];
    let note = note.into_iter().flatten().collect::<Vec<_>>().join("; ");
    let mut item = json!({
        "id": key(work),
        "type": if work.kind == Kind::News { "webpage" } else { "report" },
        "title": work.title,
        "language": work.lang.tag(),
        "note": note,
    });
    if !work.issuer.is_empty() {
        item["author"] = work.issuer.iter().map(|name| json!({ "literal": name })).collect();
    }
    let optional = [
        ("number", work.number.as_deref().map(Value::from)),
        ("issued", work.issued().map(parts)),
        ("URL", work.url.as_deref().map(Value::from)),
        ("accessed", work.url.as_ref().map(|_| parts(work.accessed))),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            item[name] = value;
        }
    }
    item
}

fn parts(date: Date) -> Value {
    json!({ "date-parts": [[date.year(), date.month(), date.day()]] })
}
