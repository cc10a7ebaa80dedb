//! How what stands there differs from what stood there.

use super::observe::{Item, Seen};
use jiff::{ToSpan, civil::Date};
use serde::Serialize;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NewsKind {
    /// It was not there before.
    New,
    /// A later edition is there, with other words or the same.
    NewEdition,
    /// Its words changed within one edition.
    Changed,
    /// Its status, or the verdict on it, changed.
    Status,
    /// Its last day, in force or for applications, is near.
    Due,
    /// It is not there any more.
    Gone,
}

/// One piece of news.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct News {
    /// What happened.
    pub kind: NewsKind,
    /// What it happened to: a reference without edition.
    #[serde(rename = "ref")]
    pub reference: String,
    /// The document's title.
    pub title: String,
    /// The clause's label; empty for a document.
    pub label: String,
    /// The edition, the status or nothing, as it was.
    pub before: Option<String>,
    /// The edition, the status or the day, as it is.
    pub after: Option<String>,
    /// The official page.
    pub url: Option<String>,
}

/// What happened between two looks, and what ends within `days` of `as_of`, each end told once.
/// Notes in `now` what was told.
pub fn news(before: &Seen, now: &mut Seen, as_of: Date, days: u32) -> Vec<News> {
    let mut news = Vec::new();
    now.told.clone_from(&before.told);
    for (reference, item) in &now.items {
        match before.items.get(reference) {
            None => news.push(piece(NewsKind::New, reference, item, None, Some(item.edition.clone()))),
            Some(was) => changes(was, item, reference, &mut news),
        }
        if let Some(last) = due(item, as_of, days)
            && now.told.insert(format!("{reference} {last}"))
        {
            news.push(piece(NewsKind::Due, reference, item, None, Some(last.to_string())));
        }
    }
    // What lies beyond the limit of what is watched is not known to be gone.
    for (reference, item) in before.items.iter().filter(|_| !now.cut) {
        if !now.items.contains_key(reference) {
            news.push(piece(NewsKind::Gone, reference, item, Some(item.edition.clone()), None));
        }
    }
    news.sort_by(|a, b| (a.kind, &a.reference).cmp(&(b.kind, &b.reference)));
    news
}

fn changes(was: &Item, item: &Item, reference: &str, news: &mut Vec<News>) {
    if was.edition != item.edition {
        let (before, after) = (Some(was.edition.clone()), Some(item.edition.clone()));
        news.push(piece(NewsKind::NewEdition, reference, item, before, after));
    } else if was.sha256 != item.sha256 {
        news.push(piece(NewsKind::Changed, reference, item, None, None));
    }
    if was.status != item.status {
        let (before, after) = (Some(was.status.clone()), Some(item.status.clone()));
        news.push(piece(NewsKind::Status, reference, item, before, after));
    }
}

/// The last day in force, where it lies within `days` of `as_of`.
fn due(item: &Item, as_of: Date, days: u32) -> Option<Date> {
    let last: Date = item.expires.as_ref()?.parse().ok()?;
    let horizon = as_of.saturating_add(i64::from(days).days());
    (as_of <= last && last <= horizon).then_some(last)
}

fn piece(
    kind: NewsKind,
    reference: &str,
    item: &Item,
    before: Option<String>,
    after: Option<String>,
) -> News {
    News {
        kind,
        reference: reference.to_owned(),
        title: item.title.clone(),
        label: item.label.clone(),
        before,
        after,
        url: item.url.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn item(edition: &str, words: &str, expires: Option<&str>) -> Item {
        Item {
            title: "示例办法".to_owned(),
            label: "第一条".to_owned(),
            edition: edition.to_owned(),
            sha256: words.to_owned(),
            status: "unknown".to_owned(),
            expires: expires.map(str::to_owned),
            url: None,
        }
    }

    fn seen(items: &[(&str, Item)]) -> Seen {
        Seen {
            items: items.iter().map(|(key, item)| ((*key).to_owned(), item.clone())).collect(),
            ..Seen::default()
        }
    }

    fn kinds(news: &[News]) -> Vec<(NewsKind, &str)> {
        news.iter().map(|piece| (piece.kind, piece.reference.as_str())).collect()
    }

    #[test]
    fn every_difference_is_told_once() {
        let before = seen(&[
            ("same", item("2020", "a", None)),
            ("words", item("2020", "a", None)),
            ("edition", item("2020", "a", None)),
            ("gone", item("2020", "a", None)),
        ]);
        let mut now = seen(&[
            ("same", item("2020", "a", None)),
            ("words", item("2020", "b", None)),
            ("edition", item("2024", "a", None)),
            ("new", item("2024", "c", None)),
        ]);
        let told = news(&before, &mut now, date(2026, 1, 1), 30);
        assert_eq!(
            kinds(&told),
            [
                (NewsKind::New, "new"),
                (NewsKind::NewEdition, "edition"),
                (NewsKind::Changed, "words"),
                (NewsKind::Gone, "gone"),
            ]
        );
        let mut again = now.clone();
        assert_eq!(news(&now, &mut again, date(2026, 1, 1), 30), []);
    }

    #[test]
    fn an_end_of_validity_is_told_ahead_and_once() {
        let before = seen(&[("x", item("2020", "a", Some("2026-01-20")))]);
        let mut now = before.clone();
        assert_eq!(news(&before, &mut now, date(2025, 11, 1), 30), []);
        let told = news(&before, &mut now, date(2026, 1, 1), 30);
        assert_eq!(kinds(&told), [(NewsKind::Due, "x")]);
        let mut later = before.clone();
        assert_eq!(news(&now, &mut later, date(2026, 1, 2), 30), []);
    }

    #[test]
    fn what_lies_beyond_the_limit_is_not_called_gone() {
        let before = seen(&[("x", item("2020", "a", None))]);
        let mut now = Seen { cut: true, ..Seen::default() };
        assert_eq!(news(&before, &mut now, date(2026, 1, 1), 30), []);
    }
}
