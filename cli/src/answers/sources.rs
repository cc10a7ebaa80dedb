//! Where the texts of the store come from, what they cover and how the sources are.

use anyhow::Result;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use polidex_corpus::{
    source::{self, Source, Tier, Verified},
    store::{Alarm, Coverage, Failure, PageCounts, Store},
};
use serde::Serialize;
use std::collections::BTreeMap;

/// A source, with what is stored of it.
#[derive(Debug, Default, Serialize)]
pub struct ListedSource {
    /// Its name: in a definition, or of the folder or file that was read.
    pub name: String,
    /// Its title in English, where it is defined.
    pub title: Option<String>,
    /// The same in Chinese.
    pub title_zh: Option<String>,
    /// How far it can be trusted, where it is defined: `official`, `mirror` or `media`.
    pub tier: Option<&'static str>,
    /// Since when its rules are known to fit the site, `YYYY-MM-DD`.
    pub verified: Option<String>,
    /// Its hosts.
    pub hosts: Vec<String>,
    /// Documents of the store that it holds.
    pub policies: u64,
    /// When something was last received from it, RFC 3339 in UTC.
    pub latest: Option<String>,
    /// The days that its documents are of.
    pub covers: Coverage,
    /// What stands at its addresses, in numbers.
    pub pages: PageCounts,
    /// When a crawl last had something of it, RFC 3339 in UTC.
    pub last_success: Option<String>,
    /// When a crawl last could not have something of it, and what.
    pub last_failure: Option<LastFailure>,
    /// Days since something was last had of it, or read; counted to the day of the answer.
    pub age_days: Option<i64>,
    /// What wants looking at.
    pub alarms: Vec<Alarm>,
}

/// What a crawl could not have.
#[derive(Debug, Serialize)]
pub struct LastFailure {
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// What, and why.
    #[serde(flatten)]
    pub failure: Failure,
}

impl ListedSource {
    /// Whether nothing at all was had when it was last asked.
    pub fn is_out_of_reach(&self) -> bool {
        self.last_failure
            .as_ref()
            .is_some_and(|failed| self.last_success.as_ref().is_none_or(|succeeded| *succeeded < failed.at))
    }
}

/// The name of a tier.
pub fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::Official => "official",
        Tier::Mirror => "mirror",
        Tier::Media => "media",
    }
}

/// The day on which a source's rules were found to fit.
pub fn verified(source: &Source) -> Option<Date> {
    match source.verified {
        Verified::On(date) => Some(date),
        Verified::Never(_) => None,
    }
}

/// All sources that are defined or have given something, by name, as of a day.
pub fn listed(store: &Store, as_of: Date) -> Result<Vec<ListedSource>> {
    let defined = source::load(&store.dir().join("sources")).unwrap_or_else(|_| source::builtin().to_vec());
    let mut listed: BTreeMap<String, ListedSource> =
        defined.into_iter().map(|source| (source.name.clone(), described(source))).collect();
    for held in store.source_counts()? {
        let entry = listed.entry(held.name).or_default();
        (entry.policies, entry.latest) = (held.policies, held.latest);
    }
    for (name, covers) in store.coverage()? {
        listed.entry(name).or_default().covers = covers;
    }
    for (name, pages) in store.page_counts()? {
        listed.entry(name).or_default().pages = pages;
    }
    for record in store.source_records()? {
        let entry = listed.entry(record.source).or_default();
        entry.last_success = record.last_success;
        entry.last_failure = record.last_failure.map(|(at, failure)| LastFailure { at, failure });
    }
    for alarm in store.alarms()? {
        listed.entry(alarm.source.clone()).or_default().alarms.push(alarm);
    }
    Ok(listed.into_iter().map(|(name, source)| finished(name, source, as_of)).collect())
}

fn described(source: Source) -> ListedSource {
    ListedSource {
        title: Some(source.title.en.clone()),
        title_zh: Some(source.title.zh.clone()),
        tier: Some(tier(source.tier)),
        verified: verified(&source).map(|day| day.to_string()),
        hosts: source.hosts,
        ..ListedSource::default()
    }
}

fn finished(name: String, source: ListedSource, as_of: Date) -> ListedSource {
    let seen = source.last_success.as_ref().or(source.latest.as_ref());
    let day = seen.and_then(|at| at.parse::<Timestamp>().ok()).map(|at| at.to_zoned(TimeZone::UTC).date());
    let age_days = day.map(|day| i64::from((as_of - day).get_days()).max(0));
    ListedSource { name, age_days, ..source }
}
