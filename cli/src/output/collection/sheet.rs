//! A collection for spreadsheets.

use super::{corrections, standing};
use crate::answers::collected::Collected;
use polidex_corpus::{locale::Locale, text::csv_cell};
use std::{
    borrow::Cow,
    io::{self, Write},
};

const HEADER: [&str; 15] = [
    "ref",
    "label",
    "title",
    "doc_number",
    "issuer",
    "status",
    "text",
    "citation",
    "link",
    "tags",
    "note",
    "reviewed_by",
    "reviewed_at",
    "added_at",
    "corrections",
];

/// Writes one row an item: UTF-8 with BOM, formulas neutralised.
pub fn csv(out: &mut impl Write, shown: &Collected) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(HEADER)?;
    for item in &shown.items {
        let (kept, policy) = (&item.kept, item.policy.as_ref());
        let row = [
            kept.reference.clone(),
            kept.label.clone(),
            policy.map(|policy| policy.title.clone()).unwrap_or_default(),
            policy.and_then(|policy| policy.doc_number.clone()).unwrap_or_default(),
            policy.map(|policy| policy.issuer.join("; ")).unwrap_or_default(),
            policy.map_or_else(|| standing(item, Locale::En), |policy| policy.status.name().to_owned()),
            item.text.clone().unwrap_or_default(),
            item.citation.clone().unwrap_or_default(),
            item.link.clone().unwrap_or_default(),
            kept.tags.join("; "),
            kept.note.clone(),
            kept.reviewed_by.clone().unwrap_or_default(),
            kept.reviewed_at.clone().unwrap_or_default(),
            kept.added_at.clone(),
            corrections(item, Locale::En).join("\n"),
        ];
        csv.write_record(row.iter().map(|cell| csv_cell(cell)).map(Cow::into_owned))?;
    }
    csv.flush()
}
