//! Hits as CSV, for spreadsheets: UTF-8 with BOM, formulas neutralised.

use polidex_corpus::{
    locale::{Locale, Localized},
    text::csv_cell,
};
use polidex_search::answer::Answer;
use std::io::{self, Write};

const HEADER: [&str; 13] = [
    "rank",
    "ref",
    "policy",
    "title",
    "doc_number",
    "issuer",
    "date",
    "status",
    "label",
    "text",
    "highlights",
    "url",
    "corrections",
];

/// Writes one row a hit. Highlights are `start-end` pairs in characters of `text`.
pub fn write(out: &mut impl Write, answer: &Answer) -> io::Result<()> {
    out.write_all("\u{feff}".as_bytes())?;
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(HEADER)?;
    for (rank, hit) in answer.hits.iter().enumerate() {
        let policy = &hit.policy;
        let highlights: Vec<String> =
            hit.highlights.iter().map(|h| format!("{}-{}", h.start, h.end)).collect();
        let corrections: Vec<_> =
            policy.corrections.iter().map(|correction| correction.localized(Locale::En)).collect();
        let row = [
            (rank + 1).to_string(),
            hit.clause.reference.to_string(),
            policy.id.clone(),
            policy.title.clone(),
            policy.doc_number.clone().unwrap_or_default(),
            policy.issuer.join("; "),
            policy.written.clone().or_else(|| policy.published.clone()).unwrap_or_default(),
            policy.status.name().to_owned(),
            hit.clause.label.clone(),
            hit.clause.text.clone(),
            highlights.join(" "),
            policy.url.clone().unwrap_or_default(),
            corrections.join("\n"),
        ];
        csv.write_record(row.iter().map(|cell| csv_cell(cell)).map(std::borrow::Cow::into_owned))?;
    }
    csv.flush()
}
