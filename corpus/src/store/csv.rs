//! Writing every unit of retrieval as a row of a spreadsheet.

use super::{Store, StoreError, StoredClause, correction, describe, read};
use crate::{
    locale::{Locale, Localized},
    model::{Correction, Level, Metadata, Sourced},
    text::csv_cell,
};
use jiff::civil::Date;
use std::{
    borrow::Cow,
    io::{self, Write},
};

const HEADER: [&str; 21] = [
    "policy",
    "edition",
    "superseded",
    "clause",
    "external_id",
    "title",
    "part",
    "path",
    "label",
    "text",
    "lang",
    "issuer",
    "level",
    "region",
    "kind",
    "doc_number",
    "written",
    "published",
    "effective",
    "expires",
    "corrections",
];

/// Spreadsheet programs take a file for UTF-8 only when it begins with this mark.
const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

impl Store {
    /// Writes one row for each unit of retrieval of every edition, as CSV in UTF-8 with a byte
    /// order mark and a header line. Cells that a spreadsheet would run as a formula begin with an
    /// apostrophe; invisible characters are shown as `<U+XXXX>`.
    pub fn export_csv(&self, out: &mut impl Write) -> Result<(), StoreError> {
        out.write_all(BYTE_ORDER_MARK).map_err(StoreError::Output)?;
        let mut rows = csv::Writer::from_writer(out);
        write_row(&mut rows, &HEADER.map(Cow::Borrowed))?;
        let snapshot = self.conn.unchecked_transaction()?;
        for (rowid, _) in self.policies_changed_since(0)? {
            let corrected = correction::active(&self.conn, &read::policy_id(&self.conn, rowid)?.0)?;
            for (edition, meta) in describe::corrected_editions(&self.conn, rowid)? {
                for place in self.places_of(edition)? {
                    for clause in self.clauses_in(&place)?.iter().filter(|clause| clause.unit) {
                        write_row(&mut rows, &cells(clause, &meta, place.part, &corrected))?;
                    }
                }
            }
        }
        snapshot.finish()?;
        rows.flush().map_err(StoreError::Output)
    }
}

fn write_row(rows: &mut csv::Writer<impl Write>, cells: &[Cow<'_, str>; 21]) -> Result<(), StoreError> {
    let cells = cells.iter().map(|cell| csv_cell(cell));
    rows.write_record(cells.map(Cow::into_owned)).map_err(|error| match error.into_kind() {
        // As it came, so that a pipe that nobody reads any more is known for one.
        csv::ErrorKind::Io(error) => StoreError::Output(error),
        other => StoreError::Output(io::Error::other(format!("{other:?}"))),
    })
}

fn cells<'a>(
    clause: &'a StoredClause,
    meta: &'a Metadata,
    part: Option<u32>,
    corrected: &[Correction],
) -> [Cow<'a, str>; 21] {
    let corrected = corrected.iter().filter(|correction| correction.applies_to(&clause.edition));
    let corrected: Vec<_> = corrected.map(|correction| correction.localized(Locale::En)).collect();
    let issuers: Vec<_> = meta.issuer.iter().map(|issuer| issuer.value.as_str()).collect();
    let number = meta.doc_number.as_ref().map_or("", |number| &number.value.printed);
    let date = |date: &Option<Sourced<Date>>| {
        date.as_ref().map_or(Cow::from(""), |date| date.value.to_string().into())
    };
    [
        clause.policy.0.as_str().into(),
        clause.edition.as_str().into(),
        if clause.superseded { "1" } else { "0" }.into(),
        clause.path.to_string().into(),
        clause.external_ids.join("\n").into(),
        meta.title.value.as_str().into(),
        part.map_or(String::new(), |part| part.to_string()).into(),
        clause.labels.join(" / ").into(),
        clause.label.as_str().into(),
        clause.text.as_str().into(),
        clause.lang.tag().into(),
        issuers.join("、").into(),
        meta.level.map_or("", Level::name).into(),
        meta.region.as_deref().unwrap_or_default().into(),
        meta.kind.name().into(),
        number.into(),
        date(&meta.dates.written),
        date(&meta.dates.published),
        date(&meta.dates.effective),
        date(&meta.dates.expires),
        corrected.join("\n").into(),
    ]
}
