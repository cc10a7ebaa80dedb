//! The crawl as a whole: fetching is concurrent, reading runs on every core, one writes.

use super::{
    clock::Clock,
    judge::{Judged, Verdict, judge},
    ledger::Ledger,
    options::{Keep, Options, Target},
    queue::{Job, Queues},
    summary::{Event, Summary},
    visit::{End, Visit, visit},
    web::Web,
};
use crate::{archive::ArchiveError, fetch::Fetched};
use jiff::Timestamp;
use polidex_corpus::{
    locale::{Locale, Localized},
    model::Warning,
    store::{HostRecord, StoreError},
};
use std::{borrow::Cow, io, sync::Arc, thread::available_parallelism};
use tokio::{
    runtime::{Builder, Runtime},
    sync::{Semaphore, mpsc, watch},
};

/// Most pages that are between queue and store,
const UNDER_WAY: usize = 64;
/// and most bytes of them, beyond which no page is begun.
const BYTES_UNDER_WAY: usize = 128 << 20;

/// Why a crawl ended before its time.
#[derive(Debug, thiserror::Error)]
pub enum CrawlError {
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The archive refused.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The operating system gave no threads.
    #[error("the crawl cannot be started: {0}")]
    Start(io::Error),
}

impl Localized for CrawlError {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        match self {
            Self::Store(error) => error.localized(locale),
            Self::Archive(error) => error.localized(locale),
            Self::Start(error) if locale == Locale::Zh => format!("无法开始抓取：{error}").into(),
            Self::Start(_) => self.to_string().into(),
        }
    }
}

/// Crawls. `progress` is called with everything that happened, after it was stored.
pub fn run(
    targets: &[Target],
    keep: Keep<'_>,
    options: &Options,
    progress: &mut dyn FnMut(&Event),
) -> Result<Summary, CrawlError> {
    let known = keep.known().map_or(Ok(Vec::new()), polidex_corpus::store::Store::crawl_hosts)?;
    let mut ledger = Ledger::open(targets, options, keep)?;
    let jobs = ledger.begin()?;
    let runtime = Builder::new_multi_thread().enable_all().build().map_err(CrawlError::Start)?;
    let outcome = crawl(&runtime, targets, options, (&mut ledger, jobs, known), progress);
    // What is under way after an error is not waited for.
    runtime.shutdown_background();
    let (web, end) = outcome?;
    let mut summary = ledger.finish(&web)?;
    summary.waiting += end.left;
    summary.stopped = end.stopped;
    Ok(summary)
}

/// What the coordinator knows at the end.
struct Ended {
    /// Jobs that nobody took.
    left: usize,
    stopped: bool,
}

/// Starts the coordinator and writes down what it brings until it ends.
fn crawl(
    runtime: &Runtime,
    targets: &[Target],
    options: &Options,
    (ledger, jobs, known): (&mut Ledger<'_>, Vec<Job>, Vec<HostRecord>),
    progress: &mut dyn FnMut(&Event),
) -> Result<(Arc<Web>, Ended), CrawlError> {
    let web = Arc::new(Web::new(options, targets, known));
    let (judged_in, mut judged) = mpsc::channel(UNDER_WAY);
    let (news_in, news) = mpsc::unbounded_channel();
    let coordinator = Coordinator {
        web: Arc::clone(&web),
        targets: targets.to_vec().into(),
        limits: options.limits,
        cores: Arc::new(Semaphore::new(available_parallelism().map_or(2, usize::from))),
        queues: Queues::new(options.max),
        under_way: 0,
        bytes: 0,
        judged: judged_in,
        news_in: news_in.clone(),
        news,
        stop: watch::Sender::new(false),
    };
    let ended = runtime.spawn(coordinator.run(jobs, options.interruptible));
    while let Some(first) = judged.blocking_recv() {
        let mut batch = vec![first];
        while batch.len() < UNDER_WAY
            && let Ok(next) = judged.try_recv()
        {
            batch.push(next);
        }
        let count = batch.len();
        let bytes = batch.iter().map(|judged| judged.bytes).sum();
        let aside = batch.iter().filter_map(set_aside).collect();
        let (jobs, events) = ledger.settle(batch, &web)?;
        events.iter().for_each(&mut *progress);
        // The coordinator is there for as long as it waits for this.
        let _ = news_in.send(News::Settled { count, bytes, jobs, aside });
    }
    let ended = runtime.block_on(ended).map_err(|error| CrawlError::Start(io::Error::other(error)))?;
    Ok((web, ended))
}

/// The host that turned out to be set aside when a page was visited.
fn set_aside(judged: &Judged) -> Option<String> {
    if let Verdict::SetAside(host) = &judged.verdict { Some(host.clone()) } else { None }
}

/// What the coordinator hears.
enum News {
    /// A host's exchange is over; it brought so many bytes.
    Free(String, usize),
    /// So many pages and bytes were written down.
    Settled { count: usize, bytes: usize, jobs: Vec<Job>, aside: Vec<String> },
}

/// Hands out jobs until there are no more.
struct Coordinator {
    web: Arc<Web>,
    targets: Arc<[Target]>,
    limits: crate::Limits,
    cores: Arc<Semaphore>,
    queues: Queues,
    under_way: usize,
    bytes: usize,
    judged: mpsc::Sender<Judged>,
    news_in: mpsc::UnboundedSender<News>,
    news: mpsc::UnboundedReceiver<News>,
    stop: watch::Sender<bool>,
}

impl Coordinator {
    async fn run(mut self, jobs: Vec<Job>, interruptible: bool) -> Ended {
        self.queues.extend(jobs);
        let clock = Arc::clone(&self.web.clock);
        let interrupt = interrupted(interruptible);
        tokio::pin!(interrupt);
        let mut stopped = false;
        loop {
            while !stopped && self.under_way < UNDER_WAY && self.bytes < BYTES_UNDER_WAY {
                let Some(job) = self.queues.next(self.web.clock.now()) else { break };
                self.under_way += 1;
                self.begin(job);
            }
            let wakes_at = self.queues.wakes_at().filter(|_| !stopped);
            if self.under_way == 0 && wakes_at.is_none() {
                return Ended { left: self.queues.len(), stopped };
            }
            tokio::select! {
                biased;
                Some(news) = self.news.recv() => self.hear(news),
                () = &mut interrupt, if !stopped => {
                    stopped = true;
                    self.stop.send_replace(true);
                }
                () = wait(clock.as_ref(), wakes_at), if wakes_at.is_some() => {}
            }
        }
    }

    fn hear(&mut self, news: News) {
        match news {
            News::Free(host, bytes) => {
                self.bytes += bytes;
                self.queues.free(&host);
            }
            News::Settled { count, bytes, jobs, aside } => {
                self.under_way -= count;
                self.bytes -= bytes;
                self.queues.extend(jobs);
                for host in aside {
                    self.queues.set_aside(host);
                }
            }
        }
    }

    /// Visits a page, then reads it on a core that is free.
    fn begin(&self, job: Job) {
        let (web, news, judged) = (Arc::clone(&self.web), self.news_in.clone(), self.judged.clone());
        let (targets, cores, limits) = (Arc::clone(&self.targets), Arc::clone(&self.cores), self.limits);
        let mut stop = self.stop.subscribe();
        tokio::spawn(async move {
            let stopped = async {
                // The sender lives as long as the coordinator.
                let _ = stop.wait_for(|stop| *stop).await;
            };
            let visit = tokio::select! {
                visit = visit(&web, &job.entry) => visit,
                () = stopped => Visit { fetched: Fetched::default(), end: End::Stopped },
            };
            // Whoever hears it is gone only when the crawl is over.
            let _ = news.send(News::Free(job.host(), size(&visit.fetched)));
            let place = cores.acquire_owned().await;
            let (fallback, bytes) = (job.clone(), size(&visit.fetched));
            let reading = move || {
                let _place = place;
                let target = job.target;
                judge(job, visit, bytes, &targets[target], &limits)
            };
            let read =
                tokio::task::spawn_blocking(reading).await.unwrap_or_else(|_| unreadable(fallback, bytes));
            let _ = judged.send(read).await;
        });
    }
}

/// The bytes that a visit holds in memory.
fn size(fetched: &Fetched) -> usize {
    fetched.exchanges.iter().map(|exchange| exchange.body.len()).sum()
}

/// A page whose reading broke off, which no page should bring about.
fn unreadable(job: Job, bytes: usize) -> Judged {
    let warning = Warning::new(
        "internal",
        "reading it broke off; please report the address",
        "读取时程序内部出错，请报告该网址",
    );
    Judged { job, fetched: Fetched::default(), bytes, verdict: Verdict::Failed(warning) }
}

/// Waits until a time, where there is one.
async fn wait(clock: &dyn Clock, until: Option<Timestamp>) {
    if let Some(until) = until {
        clock.wait_until(until).await;
    }
}

/// Ends when somebody at the terminal (Ctrl-C) or the system (SIGTERM) asks the process to stop.
///
/// # Errors
/// The system does not tell.
pub async fn stopped() -> io::Result<()> {
    #[cfg(unix)]
    {
        let mut terminated = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = terminated.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// Ends at the first interrupt, or never.
async fn interrupted(interruptible: bool) {
    if !interruptible || stopped().await.is_err() {
        std::future::pending::<()>().await;
    }
}
