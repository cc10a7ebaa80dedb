//! What is cited.

use super::{date, pinpoint};
use jiff::civil::Date;
use polidex_corpus::{
    locale::Locale,
    model::{ClausePath, ClauseRef, Correction, Kind, Lang, Policy, Sourced},
    store::StoredClause,
};
use serde::Serialize;

/// A document, or a clause of one, with what citations say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// The reference that will always lead to it: with its edition.
    pub reference: ClauseRef,
    /// The title as published.
    pub title: String,
    /// A title in the other language, where one is known.
    pub title_translated: Option<String>,
    /// Who issued it, in the order printed.
    pub issuer: Vec<String>,
    /// The number as printed.
    pub number: Option<String>,
    /// What kind of document it is.
    pub kind: Kind,
    /// Language of the text.
    pub lang: Lang,
    /// 成文, adopted or signed.
    pub written: Option<Date>,
    /// 发布, made public.
    pub published: Option<Date>,
    /// 施行, in force from.
    pub effective: Option<Date>,
    /// The official page.
    pub url: Option<String>,
    /// The day on which the page was read.
    pub accessed: Date,
    /// The clause, where one is cited.
    pub clause: Option<CitedClause>,
    /// The copy that was kept.
    pub archived: Option<ArchivedCopy>,
    /// What somebody says instead of what was read: the other fields show it.
    pub corrections: Vec<Correction>,
}

/// A clause within a work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedClause {
    /// Its address.
    pub path: ClausePath,
    /// The title of the enclosed text that it stands in, where the document issues one: of a notice 关于印发
    /// 《X》的通知, X.
    pub enclosed_in: Option<String>,
}

/// A copy of the work that was kept, by which a reader can tell later whether the page has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArchivedCopy {
    /// SHA-256 of the bytes received.
    pub sha256: String,
    /// When they were received, RFC 3339 in UTC.
    pub captured_at: String,
    /// The place of the WARC record, `FILE:FIRST BYTE`; none for what was read from a file.
    pub record: Option<String>,
    /// The head of the archive's hash chain with that record.
    pub head: Option<String>,
}

impl Work {
    /// The policy in the edition that it describes, and a clause of it.
    pub fn new(policy: &Policy, clause: Option<&StoredClause>, accessed: Date) -> Self {
        let dates = &policy.edition.dates;
        let day = |date: &Option<Sourced<Date>>| date.as_ref().map(|date| date.value);
        Self {
            reference: ClauseRef {
                policy: policy.id.clone(),
                edition: Some(policy.edition.key.clone()),
                clause: clause.map(|clause| clause.path.to_string()),
            },
            title: one_line(&policy.title),
            title_translated: policy.title_translated.as_deref().map(one_line),
            issuer: policy.issuer.iter().map(|name| one_line(name)).collect(),
            number: policy.doc_number.as_deref().map(one_line),
            kind: policy.kind,
            lang: policy.lang,
            written: day(&dates.written),
            published: day(&dates.published),
            effective: day(&dates.effective),
            url: policy.url.clone().filter(|url| is_web(url)),
            accessed,
            clause: clause.map(|clause| CitedClause {
                path: clause.path.clone(),
                enclosed_in: enclosing(&policy.title, clause),
            }),
            archived: None,
            corrections: policy.corrections_here().cloned().collect(),
        }
    }

    /// The same with the copy that was kept.
    #[must_use]
    pub fn with_copy(mut self, archived: Option<ArchivedCopy>) -> Self {
        self.archived = archived;
        self
    }

    /// The language in which a citation of this work is written unless another is asked for.
    pub fn words(&self) -> Locale {
        if self.lang.is_chinese() { Locale::Zh } else { Locale::En }
    }

    /// The date that a list of references gives: published, else written, else in force.
    pub(super) fn issued(&self) -> Option<Date> {
        self.published.or(self.written).or(self.effective)
    }

    /// The edition in words: 2024年5月20日版, edition of May 20, 2024.
    pub(super) fn edition(&self, words: Locale) -> String {
        let key = self.reference.edition.as_deref().unwrap_or_default();
        match (key.parse::<Date>(), words) {
            (Ok(day), Locale::Zh) => format!("{}版", date::long(day, words)),
            (Ok(day), Locale::En) => format!("edition of {}", date::long(day, words)),
            (Err(_), Locale::Zh) => format!("版本 {key}"),
            (Err(_), Locale::En) => format!("edition {key}"),
        }
    }

    /// The clause in words.
    pub(super) fn pinpoint(&self, words: Locale) -> Option<String> {
        pinpoint::pinpoint(&self.clause.as_ref()?.path, words)
    }

    /// The title as a reader of `words` finds it most useful: as published, and in the other language
    /// behind it in brackets.
    pub(super) fn title_in(&self, words: Locale) -> String {
        let foreign = self.lang.is_chinese() != (words == Locale::Zh);
        match &self.title_translated {
            Some(translated) if foreign => format!("{} [{translated}]", self.title),
            _ => self.title.clone(),
        }
    }

    /// The archived copy in words.
    pub(super) fn copy_in(&self, words: Locale) -> Option<String> {
        let copy = self.archived.as_ref()?;
        let at = copy.captured_at.get(..19).unwrap_or(&copy.captured_at);
        let (sha, head) = (&copy.sha256, &copy.head);
        let head = |name: &str| head.as_ref().map(|head| format!("{name}{head}")).unwrap_or_default();
        Some(match words {
            Locale::En => format!("Copy received {at}Z, SHA-256 {sha}{}", head(", archive head ")),
            Locale::Zh => format!("存档副本：{at}Z 收到，SHA-256 {sha}{}", head("，存档链首 ")),
        })
    }
}

/// Only links of the web are written into citations.
fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// White space of any kind as single spaces.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The enclosed text's title that stands above a clause, if the document's own title names it.
fn enclosing(title: &str, clause: &StoredClause) -> Option<String> {
    let first = clause.labels.first()?;
    let named = first.as_str() != title && title.contains(first.as_str());
    (clause.labels.len() > 1 && named).then(|| one_line(first))
}
