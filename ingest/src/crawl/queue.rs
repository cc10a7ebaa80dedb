//! What is to be asked, host by host.

use jiff::Timestamp;
use polidex_corpus::store::{CrawlEntry, EntryKind};
use std::collections::{BTreeMap, VecDeque};
use url::Url;

/// A page that is to be asked.
#[derive(Debug, Clone)]
pub(super) struct Job {
    /// The place of its target among the crawl's.
    pub target: usize,
    pub entry: CrawlEntry,
}

impl Job {
    /// The host that is to be asked.
    pub fn host(&self) -> String {
        let url = Url::parse(&self.entry.url).ok();
        url.and_then(|url| Some(url.host_str()?.to_owned())).unwrap_or_default()
    }
}

/// All hosts with what is to be asked of them.
#[derive(Debug)]
pub(super) struct Queues {
    hosts: BTreeMap<String, Host>,
    /// How many documents may still be asked for.
    documents: Option<usize>,
}

#[derive(Debug, Default)]
struct Host {
    /// Files of documents, documents, lists: what is begun is finished first, so that a crawl that ends
    /// early has whole documents, and no more lists are read than needed.
    lanes: [VecDeque<Job>; 3],
    /// Jobs that wait for a time of their own.
    later: Vec<Job>,
    busy: bool,
    set_aside: bool,
}

fn lane(job: &Job) -> usize {
    match job.entry.kind {
        EntryKind::Attachment => 0,
        EntryKind::Document => 1,
        EntryKind::List | EntryKind::Sitemap => 2,
    }
}

impl Queues {
    /// Empty queues; at most `documents` documents will be handed out.
    pub fn new(documents: Option<usize>) -> Self {
        Self { hosts: BTreeMap::new(), documents }
    }

    /// Adds a job.
    pub fn push(&mut self, job: Job) {
        let host = self.hosts.entry(job.host()).or_default();
        if job.entry.not_before.is_some() {
            host.later.push(job);
        } else {
            host.lanes[lane(&job)].push_back(job);
        }
    }

    /// Adds jobs in order.
    pub fn extend(&mut self, jobs: Vec<Job>) {
        for job in jobs {
            self.push(job);
        }
    }

    /// A job of a host that is not busy; the host is busy then until [`Self::free`].
    pub fn next(&mut self, now: Timestamp) -> Option<Job> {
        let full = self.documents == Some(0);
        let job =
            self.hosts.values_mut().filter(|host| host.is_idle()).find_map(|host| host.next(now, full))?;
        // A further try of one document is not another document.
        if job.entry.kind == EntryKind::Document && job.entry.tries == 0 {
            self.documents = self.documents.map(|left| left.saturating_sub(1));
        }
        Some(job)
    }

    /// The host's exchange is over.
    pub fn free(&mut self, host: &str) {
        if let Some(host) = self.hosts.get_mut(host) {
            host.busy = false;
        }
    }

    /// Nothing more is asked of the host.
    pub fn set_aside(&mut self, host: String) {
        self.hosts.entry(host).or_default().set_aside = true;
    }

    /// How many jobs nobody took.
    pub fn len(&self) -> usize {
        let count = |host: &Host| host.later.len() + host.lanes.iter().map(VecDeque::len).sum::<usize>();
        self.hosts.values().map(count).sum()
    }

    /// When the next job that waits for its time can be handed out.
    pub fn wakes_at(&self) -> Option<Timestamp> {
        let idle = self.hosts.values().filter(|host| host.is_idle());
        idle.flat_map(|host| &host.later).filter_map(|job| job.entry.not_before).min()
    }
}

impl Host {
    fn is_idle(&self) -> bool {
        !self.busy && !self.set_aside
    }

    /// When the number of documents is full, only what belongs to them is handed out.
    fn next(&mut self, now: Timestamp, full: bool) -> Option<Job> {
        let (due, later) = std::mem::take(&mut self.later)
            .into_iter()
            .partition(|job| job.entry.not_before.is_none_or(|time| time <= now));
        self.later = later;
        for job in Vec::into_iter(due) {
            self.lanes[lane(&job)].push_back(job);
        }
        let retried = |job: &Job| job.entry.tries > 0 && job.entry.kind == EntryKind::Document;
        let lanes = if full { 1 } else { self.lanes.len() };
        let job = self.lanes.iter_mut().take(lanes).find_map(VecDeque::pop_front).or_else(|| {
            let place = self.lanes[1].iter().position(retried)?;
            self.lanes[1].remove(place)
        })?;
        self.busy = true;
        Some(job)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(url: &str, kind: EntryKind) -> Job {
        Job { target: 0, entry: CrawlEntry::new("city", url.to_owned(), url.to_owned(), kind) }
    }

    fn drain(queues: &mut Queues, now: Timestamp) -> Vec<String> {
        let mut order = Vec::new();
        while let Some(job) = queues.next(now) {
            queues.free(&job.host());
            order.push(job.entry.url);
        }
        order
    }

    #[test]
    fn what_is_begun_is_finished_first() {
        let mut queues = Queues::new(Some(1));
        for (url, kind) in [
            ("http://a.cn/list", EntryKind::List),
            ("http://a.cn/1", EntryKind::Document),
            ("http://a.cn/2", EntryKind::Document),
            ("http://a.cn/1.pdf", EntryKind::Attachment),
        ] {
            queues.push(job(url, kind));
        }
        assert_eq!(drain(&mut queues, Timestamp::UNIX_EPOCH), ["http://a.cn/1.pdf", "http://a.cn/1"]);
    }

    #[test]
    fn a_host_gives_one_job_at_a_time() {
        let mut queues = Queues::new(None);
        for url in ["http://a.cn/1", "http://a.cn/2", "http://b.cn/1"] {
            queues.push(job(url, EntryKind::Document));
        }
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(queues.next(now).unwrap().entry.url, "http://a.cn/1");
        assert_eq!(queues.next(now).unwrap().entry.url, "http://b.cn/1");
        assert!(queues.next(now).is_none());
        queues.free("a.cn");
        assert_eq!(queues.next(now).unwrap().entry.url, "http://a.cn/2");
    }

    #[test]
    fn a_job_waits_for_its_time() {
        let mut queues = Queues::new(None);
        let time: Timestamp = "2024-05-01T00:00:00Z".parse().unwrap();
        let mut late = job("http://a.cn/1", EntryKind::Document);
        late.entry.not_before = Some(time);
        queues.push(late);
        assert!(queues.next(Timestamp::UNIX_EPOCH).is_none());
        assert_eq!(queues.wakes_at(), Some(time));
        assert_eq!(drain(&mut queues, time), ["http://a.cn/1"]);
        assert_eq!(queues.wakes_at(), None);
    }
}
