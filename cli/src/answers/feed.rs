//! Searches as feeds: their hits, the latest documents first.

use super::{
    Day,
    search::{SearchParams, SortName},
};
use crate::output::{
    feed::{Entry, Feed},
    hits::status,
    ical::{Calendar, Event},
    visible,
};
use anyhow::Result;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use polidex_corpus::{locale::Locale, text::sha256_hex};
use polidex_search::{
    answer::{Answer, Hit},
    searcher::{Request, Searcher},
};
use std::collections::BTreeSet;
use url::Url;

/// Where readers find things.
#[derive(Debug, Clone)]
pub struct Places {
    /// The address of the search page.
    pub page: Url,
    /// The feed's own address.
    pub address: String,
}

impl Places {
    /// The page of a clause in an edition.
    fn clause(&self, hit: &Hit) -> String {
        let mut page = self.page.clone();
        let path = hit.clause.reference.clause.as_deref().unwrap_or_default();
        if let Ok(mut parts) = page.path_segments_mut() {
            parts.pop_if_empty().extend(["policies", &hit.policy.id, "clauses", path]);
        }
        page.query_pairs_mut().append_pair("edition", &hit.policy.edition);
        page.into()
    }

    /// The page of the search.
    fn search(&self, params: &SearchParams) -> Result<String> {
        let mut page = self.page.clone();
        page.set_query(Some(&serde_html_form::to_string(params)?));
        Ok(page.into())
    }
}

/// The latest hits of a search.
fn latest(searcher: &Searcher, params: &SearchParams, day: Day) -> Result<Answer> {
    let newest = SearchParams { sort: SortName::Newest, explain: false, ..params.clone() };
    Ok(searcher.search(&Request { facets: false, ..newest.request(day) })?)
}

/// A search as a feed. An entry's time is when its text was received, the feed's that of its latest entry; so
/// the same store gives the same feed.
pub fn feed(
    searcher: &Searcher,
    params: &SearchParams,
    day: Day,
    locale: Locale,
    places: &Places,
) -> Result<Feed> {
    let answer = latest(searcher, params, day)?;
    let entries: Vec<Entry> = answer.hits.iter().map(|hit| entry(hit, locale, places)).collect();
    let page = places.search(params)?;
    let asked = [vec![params.q.clone()], params.filter.clone()].concat().join(" ");
    Ok(Feed {
        title: format!("polidex: {}", asked.trim()),
        id: format!("urn:polidex:search:{}", &sha256_hex(page.as_bytes())[..32]),
        address: places.address.clone(),
        language: locale.pick("en", "zh-CN"),
        updated: entries.iter().map(|entry| entry.updated).max().unwrap_or(Timestamp::UNIX_EPOCH),
        entries,
        page,
    })
}

fn entry(hit: &Hit, locale: Locale, places: &Places) -> Entry {
    let policy = &hit.policy;
    let path = hit.clause.reference.clause.as_deref().unwrap_or_default();
    let name = format!("{}@{}#{path}", policy.id, policy.edition);
    let origin = hit.origin.as_ref();
    let received = origin.and_then(|origin| origin.provenance.first());
    let received = received.and_then(|first| first.provenance.capture.captured_at.parse().ok());
    let published = policy.published.as_ref().or(policy.written.as_ref());
    let published = published.and_then(|day| day.parse::<Date>().ok()).and_then(midnight);
    let facts =
        policy.doc_number.iter().cloned().chain([status(policy, locale), hit.clause.reference.to_string()]);
    Entry {
        id: format!("urn:polidex:clause:{}", &sha256_hex(name.as_bytes())[..32]),
        title: format!("{} {}", policy.title, hit.clause.label).trim_end().to_owned(),
        page: places.clause(hit),
        official: origin.and_then(|origin| origin.link.clone()).or_else(|| policy.url.clone()),
        updated: received.or(published).unwrap_or(Timestamp::UNIX_EPOCH),
        published,
        authors: policy.issuer.clone(),
        text: hit.clause.text.clone(),
        summary: facts.collect::<Vec<_>>().join(" · "),
    }
}

fn midnight(day: Date) -> Option<Timestamp> {
    day.to_zoned(TimeZone::UTC).ok().map(|day| day.timestamp())
}

/// The days on which documents that a search finds begin and cease to apply, from the day on.
pub fn calendar(
    searcher: &Searcher,
    params: &SearchParams,
    day: Day,
    locale: Locale,
    places: &Places,
) -> Result<String> {
    let answer = latest(searcher, params, day)?;
    let mut calendar = Calendar::new(midnight(day.as_of).unwrap_or_default());
    let mut told = BTreeSet::new();
    for hit in &answer.hits {
        let policy = &hit.policy;
        let days = [
            (&policy.effective, locale.pick("in force from", "施行")),
            (&policy.expires, locale.pick("last day in force", "有效期至")),
        ];
        for (date, what) in days {
            let Some(date) = date.as_ref().and_then(|date| date.parse::<Date>().ok()) else { continue };
            if date < day.as_of || !told.insert((policy.id.clone(), what)) {
                continue;
            }
            let name = format!("{}@{}\n{what}", policy.id, policy.edition);
            calendar.add(Event {
                uid: format!("{}@polidex", &sha256_hex(name.as_bytes())[..32]),
                day: date,
                summary: visible(&format!("{what}: {}", policy.title)).into_owned(),
                description: visible(policy.doc_number.as_deref().unwrap_or(&policy.id)).into_owned(),
                url: Some(policy.url.clone().unwrap_or_else(|| places.clause(hit))),
            });
        }
    }
    Ok(calendar.finish())
}
