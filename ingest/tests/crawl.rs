//! Stories about crawls: what they bring in, what they ask for again, and how politely.

use crate::web::{Logged, Manners, Web, document};
use jiff::{SignedDuration, Timestamp};
use polidex_corpus::{
    source,
    store::{Change, Store},
};
use polidex_ingest::{
    Limits,
    archive::{archive_dir, verify},
    crawl::{Clock, Keep, Options, Summary, Target, Waiting, run},
    fetch::{Client, ClientOptions},
};
use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex},
    time::Duration,
};

/// A clock that is always where somebody waits for it to be.
#[derive(Clone)]
struct Hasty(Arc<Mutex<Timestamp>>);

impl Hasty {
    fn new() -> Self {
        Self(Arc::new(Mutex::new("2024-05-01T00:00:00Z".parse().unwrap())))
    }

    fn pass(&self, hours: i64) {
        let mut now = self.0.lock().unwrap();
        *now += SignedDuration::from_hours(hours);
    }
}

impl Clock for Hasty {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    fn wait_until(&self, time: Timestamp) -> Waiting {
        let now = Arc::clone(&self.0);
        Box::pin(async move {
            tokio::task::yield_now().await;
            let mut now = now.lock().unwrap();
            *now = (*now).max(time);
        })
    }
}

/// A crawler with a data directory.
struct Crawler {
    dir: tempfile::TempDir,
    clock: Hasty,
}

impl Crawler {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), clock: Hasty::new() }
    }

    fn web(&self, mut manners: Manners) -> Web {
        let clock = self.clock.clone();
        manners.now = Arc::new(move || clock.now().as_millisecond());
        Web::start(manners)
    }

    fn options(&self) -> Options {
        let client = Client::new(ClientOptions {
            allow_private: true,
            body_bytes: 1 << 20,
            total_time: Duration::from_secs(2),
            ..ClientOptions::new("polidex/0.1 (+mailto:test@example.cn)")
        });
        Options {
            clock: Arc::new(self.clock.clone()),
            limits: Limits { document_bytes: 4 << 20, ..Limits::default() },
            ..Options::new(client.unwrap())
        }
    }

    fn store(&self) -> Store {
        Store::open(self.dir.path()).unwrap()
    }

    fn crawl(&self, web: &Web) -> Summary {
        self.crawl_with(web, &self.options())
    }

    fn crawl_with(&self, web: &Web, options: &Options) -> Summary {
        let target = Target::source(source::parse(&web.source(), "example-city.toml").unwrap());
        run(&[target], Keep::Store(&mut self.store()), options, &mut |_| {}).unwrap()
    }

    /// What the store calls its documents, sorted.
    fn stored(&self) -> Vec<String> {
        let mut names = Vec::new();
        let mut sink = |line: serde_json::Value| {
            names.extend(
                line["external_id"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()),
            );
            Ok(())
        };
        self.store().export(&mut sink).unwrap();
        names.sort();
        names
    }
}

/// What must hold of every log: one request at a time and host, a pause after each, nothing forbidden.
fn polite(log: &[Logged], pauses: &HashMap<&str, i64>) {
    let mut ended: HashMap<&str, i64> = HashMap::new();
    let mut in_order: Vec<&Logged> = log.iter().collect();
    in_order.sort_by_key(|logged| logged.began);
    for logged in in_order {
        assert!(!logged.overlaps, "two requests in flight: {logged:?}");
        assert!(!logged.path.starts_with("/secret/"), "{logged:?}");
        assert_eq!(logged.agent, "polidex/0.1 (+mailto:test@example.cn)");
        if let Some(before) = ended.insert(&logged.host, logged.ended) {
            assert!(
                logged.began - before >= pauses[&*logged.host],
                "{} ms: {logged:?}",
                logged.began - before
            );
        }
    }
}

fn codes(problems: &[polidex_ingest::crawl::PageProblem]) -> BTreeSet<(&str, &str)> {
    problems.iter().map(|problem| (after_port(&problem.url), problem.reason.code.as_str())).collect()
}

fn after_port(url: &str) -> &str {
    url.splitn(4, '/').last().unwrap_or_default()
}

fn asked(log: &[Logged]) -> Vec<(&str, u16)> {
    log.iter().map(|logged| (logged.path.as_str(), logged.status)).collect()
}

#[test]
fn one_crawl_brings_in_the_right_documents_and_is_polite() {
    let crawler = Crawler::new();
    let web = crawler.web(Manners { wasteful: true, crawl_delay: Some(2), ..Manners::plain() });
    let summary = crawler.crawl(&web);
    assert_eq!(crawler.stored(), web.documents(), "{summary:#?}");
    assert_eq!(summary.changes, [(Change::New, web.documents().len())].into());
    let expected = [
        ("bomb.html", "decoded_too_large"),
        ("endless.html", "too_large"),
        ("loop/a.html", "redirect_loop"),
        ("slow.html", "timeout"),
        ("trouble.html", "http_status"),
    ];
    assert_eq!(codes(&summary.problems), expected.into());
    let gone: Vec<_> = summary.gone.iter().map(|gone| gone.url.clone()).collect();
    assert_eq!(gone, [web.url(&document(6)), web.url(&document(7))]);
    assert_eq!(codes(&summary.forbidden), [("secret/t20240101_4.html", "robots")].into());
    assert_eq!((summary.elsewhere, summary.waiting, summary.stopped), (1, 0, false));
    let log = web.take_log();
    polite(&log, &[("127.0.0.1", 2000), ("localhost", 1000)].into());
    // Whoever says when to come back is left alone until then.
    let began = |number: usize| -> Vec<i64> {
        let path = document(number);
        log.iter().filter(|logged| logged.path == path).map(|logged| logged.began).collect()
    };
    assert!(began(8)[1] - began(8)[0] >= 30_000 && began(9)[2] - began(9)[1] >= 7_000);
    // Every page once: twins and tracked addresses are one.
    let of_two = log.iter().filter(|logged| logged.path.contains("t20240101_2")).count();
    assert_eq!((of_two, began(1).len()), (1, 1));
    // Everything that was received is in the archive, and it is sound.
    assert_eq!(verify(&archive_dir(crawler.dir.path())).unwrap().findings.len(), 0);
}

#[test]
fn another_crawl_asks_only_after_changes() {
    let crawler = Crawler::new();
    let web = crawler.web(Manners::plain());
    crawler.crawl(&web);
    web.take_log();
    crawler.clock.pass(12);
    let summary = crawler.crawl(&web);
    let log = web.take_log();
    let bodies: Vec<_> = asked(&log).into_iter().filter(|(_, status)| *status == 200).collect();
    assert_eq!(bodies, [], "{log:#?}");
    assert!(log.len() > 10 && summary.changes.is_empty());
    assert!(asked(&log).iter().all(|(path, _)| *path != document(18)), "it would send everything again");
    web.edit(1);
    crawler.clock.pass(12);
    let summary = crawler.crawl(&web);
    let log = web.take_log();
    let bodies: Vec<_> =
        asked(&log).into_iter().filter(|(path, status)| *status == 200 && *path != "/robots.txt").collect();
    assert_eq!(bodies, [(document(1).as_str(), 200)]);
    assert_eq!(summary.documents(), 1);
    assert_eq!(crawler.stored(), web.documents());
}

#[test]
fn a_crawl_that_follows_at_once_goes_on_where_the_first_one_ended() {
    let crawler = Crawler::new();
    let web = crawler.web(Manners { extra: 5, ..Manners::plain() });
    let mut documents = 0;
    for _ in 0..20 {
        let options = Options { max: Some(2), ..crawler.options() };
        let summary = crawler.crawl_with(&web, &options);
        assert!(summary.documents() <= 2);
        documents += summary.documents();
        if summary.waiting == 0 {
            break;
        }
    }
    assert_eq!(documents, web.documents().len());
    assert_eq!(crawler.stored(), web.documents());
    let mut times: HashMap<String, usize> = HashMap::new();
    for logged in web.take_log().into_iter().filter(|logged| logged.path.starts_with("/a/")) {
        *times.entry(logged.path).or_default() += 1;
    }
    assert!(times.values().all(|&times| times == 1), "{times:?}");
}

#[test]
fn a_dry_run_names_documents_and_leaves_no_trace() {
    let crawler = Crawler::new();
    let web = crawler.web(Manners::plain());
    let target = Target::source(source::parse(&web.source(), "example-city.toml").unwrap());
    let summary = run(&[target], Keep::Nothing(None), &crawler.options(), &mut |_| {}).unwrap();
    let named: BTreeSet<&str> = summary.would_fetch.iter().map(|candidate| candidate.url.as_str()).collect();
    assert!(
        named.contains(&*web.url(&document(1))) && named.contains(&*web.other(&document(14))),
        "{named:?}"
    );
    assert!(web.take_log().iter().all(|logged| !logged.path.starts_with("/a/")));
    assert_eq!(std::fs::read_dir(crawler.dir.path()).unwrap().count(), 0);
}

#[test]
fn days_before_since_are_left_out() {
    let crawler = Crawler::new();
    let web = crawler.web(Manners::plain());
    let since = |date: &str| Options { since: Some(date.parse().unwrap()), ..crawler.options() };
    let summary = crawler.crawl_with(&web, &since("2024-01-02"));
    assert_eq!((crawler.stored().len(), summary.documents()), (0, 0), "{summary:#?}");
    let summary = crawler.crawl_with(&web, &since("2024-01-01"));
    assert_eq!(summary.documents(), web.documents().len());
}

#[test]
fn a_host_that_asks_for_too_long_a_pause_is_set_aside() {
    let crawler = Crawler::new();
    let web = crawler.web(Manners { crawl_delay: Some(3600), ..Manners::plain() });
    let summary = crawler.crawl(&web);
    assert_eq!(web.take_log().len(), 1, "robots.txt alone");
    let until = summary.hosts[0].set_aside_until.unwrap();
    assert_eq!(until.duration_since(crawler.clock.now()).as_hours(), 1);
    assert!(summary.waiting >= 2 && !summary.is_complete());
    // The next crawl remembers it, and goes on when the time has come.
    assert_eq!((crawler.crawl(&web).hosts.len(), web.take_log().len()), (1, 0));
    crawler.clock.pass(1);
    crawler.crawl(&web);
    assert_eq!(web.take_log().len(), 1);
}
