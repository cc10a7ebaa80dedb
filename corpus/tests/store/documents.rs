//! Documents for the store's tests.
use polidex_corpus::{
    model::{
        Capture, Clause, ClauseKind, ClausePath, Dates, Document, Kind, Lang, Metadata, Origin, PageFacts,
        Sourced, Span, Step,
    },
    numeral,
    text::sha256_hex,
};

/// A document of the source `laws` without dates, structured by [`clauses`].
pub fn document(external_id: &str, title: &str, text: &str) -> Document {
    let mut doc = Document {
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
            location: format!("/in/{external_id}"),
            media_type: "text/markdown".to_owned(),
            charset: "UTF-8".to_owned(),
            bytes: 0,
            sha256: String::new(),
            captured_at: "2026-01-01T00:00:00Z".to_owned(),
            archived: None,
        },
        text: String::new(),
        clauses: Vec::new(),
        warnings: Vec::new(),
    };
    set_text(&mut doc, text);
    doc
}

/// Gives the document other words, as if its file had changed.
pub fn set_text(doc: &mut Document, text: &str) {
    text.clone_into(&mut doc.text);
    doc.clauses = clauses(text);
    doc.capture.bytes = text.len() as u64;
    doc.capture.sha256 = sha256_hex(format!("{}\n{text}", doc.meta.title.value).as_bytes());
}

/// The document with the date of its last amendment.
pub fn dated(mut doc: Document, date: &str) -> Document {
    doc.meta.edition_date = Some(Sourced::new(date.parse().unwrap(), Origin::FileName));
    doc
}

/// The document as a part of its policy.
pub fn part(mut doc: Document, title: &str) -> Document {
    doc.meta.part_title = Some(Sourced::new(title.to_owned(), Origin::FileName));
    doc
}

/// A simple structure: lines that begin with 第…章 and 第…条 open chapters and articles; further
/// lines are paragraphs of their article, or plain text.
pub fn clauses(text: &str) -> Vec<Clause> {
    let mut build = Build::default();
    let mut start = 0;
    for line in text.split('\n') {
        let len = line.chars().count();
        let lead = line.chars().take_while(|c| c.is_whitespace()).count();
        let kept = line.trim();
        if !kept.is_empty() {
            build.line(kept, start + lead, start + lead + kept.chars().count());
        }
        start += len + 1;
    }
    build.clauses
}

#[derive(Default)]
struct Build {
    clauses: Vec<Clause>,
    chapter: Option<usize>,
    article: Option<usize>,
    paragraphs: u32,
    texts: u32,
}

impl Build {
    fn line(&mut self, line: &str, start: usize, end: usize) {
        if let Some(number) = numbered(line, '章') {
            self.chapter = None;
            self.article = None;
            let path = ClausePath(vec![Step::Chapter(number)]);
            self.push(path, ClauseKind::Chapter, line, (start, end), None);
            let at = self.clauses.len() - 1;
            self.clauses[at].heading = Some(Span::new(start, end));
            self.chapter = Some(at);
        } else if let Some(number) = numbered(line, '条') {
            let label = line.split_whitespace().next().unwrap_or_default();
            let path = ClausePath(vec![Step::Article(number, 0)]);
            let parent = self.chapter;
            self.push(path, ClauseKind::Article, label, (start, end), parent);
            self.article = Some(self.clauses.len() - 1);
            self.paragraphs = 1;
        } else if let Some(article) = self.article {
            self.paragraph(article, start, end);
        } else {
            let path = ClausePath(vec![Step::Text(self.texts)]);
            self.texts += 1;
            let parent = self.chapter;
            self.push(path, ClauseKind::Text, "", (start, end), parent);
        }
    }

    fn paragraph(&mut self, article: usize, start: usize, end: usize) {
        let above = self.clauses[article].clone();
        if self.paragraphs == 1 {
            let span = (above.span.start, above.span.end);
            self.push(above.path.child(Step::Paragraph(1)), ClauseKind::Paragraph, "", span, Some(article));
        }
        self.paragraphs += 1;
        let path = above.path.child(Step::Paragraph(self.paragraphs));
        self.push(path, ClauseKind::Paragraph, "", (start, end), Some(article));
    }

    fn push(
        &mut self,
        path: ClausePath,
        kind: ClauseKind,
        label: &str,
        (start, end): (usize, usize),
        parent: Option<usize>,
    ) {
        let mut around = parent;
        while let Some(at) = around {
            self.clauses[at].span.end = self.clauses[at].span.end.max(end);
            around = self.clauses[at].parent;
        }
        self.clauses.push(Clause {
            path,
            kind,
            label: label.to_owned(),
            span: Span::new(start, end),
            heading: None,
            parent,
            unit: matches!(kind, ClauseKind::Article | ClauseKind::Text),
        });
    }
}

fn numbered(line: &str, word: char) -> Option<u32> {
    let (number, len) = numeral::prefix(line.strip_prefix('第')?)?;
    line['第'.len_utf8() + len..].starts_with(word).then_some(number)
}
