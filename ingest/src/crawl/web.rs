//! The way to the web: every exchange waits for its host's turn, and robots.txt is asked first.

use super::{
    clock::{Clock, after, between},
    gate::{Gate, SetAside},
    options::{Options, Target},
};
use crate::fetch::{
    Client, Exchange, FetchError, Fetched, Request,
    robots::{Answer, Robots},
};
use jiff::Timestamp;
use polidex_corpus::{
    locale::{Locale, Localized},
    model::Warning,
    source::Source,
    store::HostRecord,
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::{Mutex as AsyncMutex, Semaphore};
use url::Url;

/// The name by which robots.txt knows us.
const AGENT: &str = "polidex";
/// How long a robots.txt holds,
const ROBOTS_AGE: Duration = Duration::from_secs(24 * 3600);
/// and how long it holds that there was no answer.
const NO_ROBOTS_AGE: Duration = Duration::from_secs(600);
/// Most redirects on the way to a robots.txt.
const ROBOTS_HOPS: usize = 5;
/// Pauses before a robots.txt is asked for again that was not to be had.
const ROBOTS_PAUSES: [Duration; 2] = [Duration::from_secs(5), Duration::from_secs(25)];
/// Most bytes of a robots.txt, decompressed; its reader takes the first 500 KiB.
const ROBOTS_BYTES: u64 = 8 << 20;

/// What robots.txt says.
#[derive(Debug)]
pub(super) enum Rules {
    /// The server's rules.
    Known(Robots),
    /// There was no answer, or one of a server in trouble; why.
    Unreachable(Warning),
}

/// This host is not asked any more in this crawl.
#[derive(Debug)]
pub(super) struct Aside {
    pub host: String,
}

/// One server: scheme, host and port.
pub(super) struct Site {
    gate: Arc<Gate>,
    rules: AsyncMutex<Option<(Timestamp, Arc<Rules>)>>,
    record: Mutex<Recorded>,
}

/// What is kept of a server.
#[derive(Debug, Clone, Default)]
pub(super) struct Recorded {
    /// For the store.
    pub record: HostRecord,
    /// Whether robots.txt or the time until which it is set aside changed.
    pub changed: bool,
    /// Requests of this run.
    pub requests: u64,
    /// Of these without a response.
    pub failures: u64,
    /// Bytes of bodies in this run.
    pub bytes: u64,
}

/// All servers.
pub(super) struct Web {
    client: Client,
    pub clock: Arc<dyn Clock>,
    /// Sources that ask for longer pauses on their hosts.
    sources: Vec<(Source, Duration)>,
    delay: Duration,
    places: Semaphore,
    gates: Mutex<HashMap<String, Arc<Gate>>>,
    sites: Mutex<HashMap<String, Arc<Site>>>,
    /// Answers to robots.txt that the archive has not got yet.
    robots: Mutex<Vec<Fetched>>,
}

impl Web {
    /// The web as earlier crawls left it.
    pub fn new(options: &Options, targets: &[Target], known: Vec<HostRecord>) -> Self {
        let sources = targets.iter().filter_map(|target| target.source.clone());
        let asks = |source: Source| {
            let delay = Duration::try_from_secs_f64(source.delay?).ok()?;
            Some((source, delay))
        };
        let web = Self {
            client: options.client.clone(),
            clock: Arc::clone(&options.clock),
            sources: sources.filter_map(asks).collect(),
            delay: options.delay,
            places: Semaphore::new(options.concurrency.max(1)),
            gates: Mutex::default(),
            sites: Mutex::default(),
            robots: Mutex::default(),
        };
        for record in known {
            if let Ok(url) = Url::parse(&record.origin) {
                web.remember(&url, record);
            }
        }
        web
    }

    fn remember(&self, url: &Url, record: HostRecord) {
        let gate = self.gate(url, record.set_aside_until);
        let rules = record.robots_at.zip(record.robots_status).map(|(at, status)| {
            let robots = Robots::from_answer(answer_of(status, &record.robots_body), AGENT);
            (at, Arc::new(Rules::Known(robots)))
        });
        let site = Site {
            gate,
            rules: AsyncMutex::new(rules),
            record: Mutex::new(Recorded { record, ..Recorded::default() }),
        };
        lock(&self.sites).insert(origin(url), Arc::new(site));
    }

    fn gate(&self, url: &Url, hold: Option<Timestamp>) -> Arc<Gate> {
        let host = url.host_str().unwrap_or_default();
        let of_host = |(source, delay): &(Source, Duration)| source.host_distance(host).map(|_| *delay);
        let delay = self.sources.iter().filter_map(of_host).max().unwrap_or_default().max(self.delay);
        let mut gates = lock(&self.gates);
        Arc::clone(gates.entry(host.to_owned()).or_insert_with(|| Arc::new(Gate::new(delay, hold))))
    }

    fn site(&self, url: &Url) -> Arc<Site> {
        let origin = origin(url);
        if let Some(site) = lock(&self.sites).get(&origin) {
            return Arc::clone(site);
        }
        let record = HostRecord { origin: origin.clone(), ..HostRecord::default() };
        let site = Arc::new(Site {
            gate: self.gate(url, None),
            rules: AsyncMutex::default(),
            record: Mutex::new(Recorded { record, ..Recorded::default() }),
        });
        Arc::clone(lock(&self.sites).entry(origin).or_insert(site))
    }

    /// One exchange in its host's turn.
    pub async fn exchange(&self, request: &Request) -> Result<Result<Exchange, FetchError>, Aside> {
        // What is refused anyway need not wait, nor make others wait.
        if self.client.guard().check(&request.url).is_err() {
            return Ok(self.client.send(request).await);
        }
        let site = self.site(&request.url);
        let turn = match site.gate.turn(&*self.clock).await {
            Ok(turn) => turn,
            Err(SetAside(until)) => {
                site.set_aside(until);
                return Err(Aside { host: request.url.host_str().unwrap_or_default().to_owned() });
            }
        };
        // Never closed; without a place nothing would be lost but the limit.
        let place = self.places.acquire().await;
        let outcome = self.client.send(request).await;
        drop(place);
        site.count(&outcome);
        turn.end(&outcome, self.clock.now());
        Ok(outcome)
    }

    /// What the robots.txt of the address's server says, asked for where it is not known.
    pub async fn rules(&self, url: &Url) -> Result<Arc<Rules>, Aside> {
        let site = self.site(url);
        let mut known = site.rules.lock().await;
        if let Some((at, rules)) = &*known {
            let age = if matches!(**rules, Rules::Known(_)) { ROBOTS_AGE } else { NO_ROBOTS_AGE };
            if between(*at, self.clock.now()) < age {
                let rules = Arc::clone(rules);
                site.respect(&rules).await;
                return Ok(rules);
            }
        }
        let rules = Arc::new(self.ask_robots(&site, url).await?);
        site.respect(&rules).await;
        *known = Some((self.clock.now(), Arc::clone(&rules)));
        Ok(rules)
    }

    async fn ask_robots(&self, site: &Site, url: &Url) -> Result<Rules, Aside> {
        let mut pauses = ROBOTS_PAUSES.into_iter();
        loop {
            let (failure, again) = match self.robots_answer(url).await? {
                Ok((status, _)) if status == 429 || status >= 500 => (troubled(url, status), true),
                Err(error) => (as_warning(&error), error.is_transient()),
                Ok((status, body)) => return Ok(self.known(site, status, body)),
            };
            match pauses.next().filter(|_| again) {
                Some(pause) => site.gate.hold_until(after(self.clock.now(), pause)).await,
                None => return Ok(Rules::Unreachable(failure)),
            }
        }
    }

    fn known(&self, site: &Site, status: u16, body: Vec<u8>) -> Rules {
        let mut recorded = lock(&site.record);
        recorded.changed = true;
        recorded.record.robots_status = Some(status);
        recorded.record.robots_at = Some(self.clock.now());
        recorded.record.robots_body = body;
        Rules::Known(Robots::from_answer(answer_of(status, &recorded.record.robots_body), AGENT))
    }

    /// Status and content of a robots.txt, redirects followed: 0 after too many.
    async fn robots_answer(&self, url: &Url) -> Result<Result<(u16, Vec<u8>), FetchError>, Aside> {
        let mut url = url.clone();
        url.set_path("/robots.txt");
        url.set_query(None);
        let mut exchanges = Vec::new();
        let mut answer = Ok((0, Vec::new()));
        for _ in 0..=ROBOTS_HOPS {
            let exchange = match self.exchange(&url.clone().into()).await? {
                Ok(exchange) => exchange,
                Err(error) => {
                    answer = Err(error);
                    break;
                }
            };
            let next = exchange.location().filter(|_| (300..400).contains(&exchange.status));
            if next.is_none() {
                let body = exchange.content(ROBOTS_BYTES).unwrap_or_else(|_| exchange.body.clone());
                answer = Ok((exchange.status, body));
            }
            exchanges.push(exchange);
            match next {
                Some(next) => url = next,
                None => break,
            }
        }
        if !exchanges.is_empty() {
            lock(&self.robots).push(Fetched { exchanges });
        }
        Ok(answer)
    }

    /// Answers to robots.txt that were not taken yet.
    pub fn take_robots(&self) -> Vec<Fetched> {
        std::mem::take(&mut lock(&self.robots))
    }

    /// Servers that changed since they were last taken.
    pub fn take_changed(&self) -> Vec<HostRecord> {
        let sites = lock(&self.sites);
        let changed = sites.values().filter_map(|site| {
            let mut recorded = lock(&site.record);
            std::mem::take(&mut recorded.changed).then(|| recorded.record.clone())
        });
        changed.collect()
    }

    /// All servers that were asked in this run, or are set aside.
    pub fn asked(&self) -> Vec<Recorded> {
        let now = self.clock.now();
        let aside = |recorded: &Recorded| recorded.record.set_aside_until.is_some_and(|until| until > now);
        let all = lock(&self.sites).values().map(|site| lock(&site.record).clone()).collect::<Vec<_>>();
        let mut asked: Vec<Recorded> =
            all.into_iter().filter(|recorded| recorded.requests > 0 || aside(recorded)).collect();
        asked.sort_by(|a, b| a.record.origin.cmp(&b.record.origin));
        asked
    }
}

impl Site {
    async fn respect(&self, rules: &Rules) {
        if let Rules::Known(robots) = rules
            && let Some(delay) = robots.crawl_delay()
        {
            self.gate.slow_down(delay).await;
        }
    }

    fn set_aside(&self, until: Timestamp) {
        let mut recorded = lock(&self.record);
        recorded.changed = true;
        recorded.record.set_aside_until = Some(until);
    }

    fn count(&self, outcome: &Result<Exchange, FetchError>) {
        let mut recorded = lock(&self.record);
        let bytes = outcome.as_ref().map_or(0, |exchange| exchange.body.len() as u64);
        let failed = u64::from(outcome.is_err());
        recorded.record.set_aside_until = None;
        recorded.requests += 1;
        recorded.failures += failed;
        recorded.bytes += bytes;
        recorded.record.requests += 1;
        recorded.record.failures += failed;
        recorded.record.bytes += bytes;
    }
}

/// An error of fetching as something that can be kept.
pub(super) fn as_warning(error: &FetchError) -> Warning {
    let text = |locale| error.localized(locale).into_owned();
    Warning::new(error.code(), text(Locale::En), text(Locale::Zh))
}

fn troubled(url: &Url, status: u16) -> Warning {
    let host = url.host_str().unwrap_or_default();
    Warning::new(
        "robots_unreachable",
        format!(
            "{host} answers to robots.txt with status {status}, so nothing of it is read; try again later"
        ),
        format!("{host} 的 robots.txt 返回状态 {status}，按规定不读取；请稍后再试"),
    )
}

/// What a status and a content mean to the reader of robots.txt; 0 stands for too many redirects.
fn answer_of(status: u16, body: &[u8]) -> Answer<'_> {
    if status == 0 { Answer::TooManyRedirects } else { Answer::Response(status, body) }
}

/// Scheme, host and port.
pub(super) fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// Nothing that is done under these locks can panic half-way.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
