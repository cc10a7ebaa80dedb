//! Documents for tests.

use crate::{
    model::{
        Capture, Clause, ClauseKind, ClausePath, Dates, Document, Kind, Lang, Metadata, Origin, PageFacts,
        Sourced, Span, Step,
    },
    text::sha256_hex,
};

/// A document of the source `laws` whose lines are its articles.
pub(crate) fn document(external_id: &str, title: &str, text: &str) -> Document {
    let mut clauses = Vec::new();
    let mut start = 0;
    for (number, line) in text.split('\n').enumerate() {
        let end = start + line.chars().count();
        clauses.push(Clause {
            path: ClausePath(vec![Step::Article(number as u32 + 1, 0)]),
            kind: ClauseKind::Article,
            label: line.split(' ').next().unwrap_or_default().to_owned(),
            span: Span { start, end },
            heading: None,
            parent: None,
            unit: true,
        });
        start = end + 1;
    }
    Document {
        source: "laws".to_owned(),
        external_id: external_id.to_owned(),
        meta: Metadata {
            title: Sourced::new(title.to_owned(), Origin::FileName),
            part_title: None,
            title_translated: None,
            doc_number: None,
            issuer: Vec::new(),
            level: None,
            region: None,
            kind: Kind::Law,
            lang: Lang::ZhHans,
            dates: Dates::default(),
            notes: Vec::new(),
            edition_date: None,
            url: None,
            family: None,
            translation_of: None,
            illustrative: true,
            catalogue: false,
            page: PageFacts::default(),
        },
        capture: Capture {
            location: external_id.to_owned(),
            media_type: "text/plain".to_owned(),
            charset: "UTF-8".to_owned(),
            bytes: text.len() as u64,
            sha256: sha256_hex(format!("{title}\n{text}").as_bytes()),
            captured_at: "2026-01-01T00:00:00Z".to_owned(),
            archived: None,
        },
        text: text.to_owned(),
        clauses,
        warnings: Vec::new(),
    }
}
