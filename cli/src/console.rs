//! Messages for people: progress and errors on standard error, in their language.

use crate::config::Config;
use anyhow::Error;
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use polidex_corpus::locale::{Locale, Localized};
use polidex_ingest::crawl::{Event, Happening};
use std::{
    borrow::Cow,
    collections::HashMap,
    io::{self, IsTerminal, Write},
    process::ExitCode,
    time::Duration,
};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All done.
    Done,
    /// Nothing was found, a check failed, or some inputs failed; which, has been said.
    Partly,
    /// Nothing could be done; why, has been said.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome as u8)
    }
}

/// A message of the command line itself, in both languages.
#[derive(Debug)]
pub struct Message {
    en: Cow<'static, str>,
    zh: Cow<'static, str>,
}

impl Message {
    /// A message in English and Chinese.
    pub fn new(en: impl Into<Cow<'static, str>>, zh: impl Into<Cow<'static, str>>) -> Self {
        Self { en: en.into(), zh: zh.into() }
    }
}

impl std::fmt::Display for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.en)
    }
}

impl std::error::Error for Message {}

impl Localized for Message {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        locale.pick(&self.en, &self.zh).into()
    }
}

/// Whether the error is only that nobody reads our output any more.
pub fn is_broken_pipe(error: &Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// Prints an error with its causes.
pub fn print_error(error: &Error, locale: Locale) {
    let text: Vec<String> = error.chain().map(|cause| localized(cause, locale)).collect();
    let mut lines: Vec<&str> = Vec::new();
    for line in &text {
        if !lines.iter().any(|shown| shown.contains(line.as_str())) {
            lines.push(line);
        }
    }
    let mut shown = lines.join(locale.pick(": ", "："));
    // Errors of ours say what to do; what the system says of a file or of standard output does not.
    if error.root_cause().is::<io::Error>() && !shown.contains([';', '；']) {
        shown.push_str(locale.pick(
            "; check the disk and where the output goes, and try again",
            "；请检查磁盘和输出位置后重试",
        ));
    }
    line(&format!("{}{shown}", locale.pick("error: ", "错误：")));
}

/// Writes a line on standard error. Where that fails, on a full disk for instance, nobody can be told; it is no
/// reason to break off.
pub fn line(text: &str) {
    let _ = writeln!(io::stderr(), "{}", crate::output::visible(text));
}

/// The text of an error in the reader's language, for the kinds of errors that have one.
pub fn localized(error: &(dyn std::error::Error + 'static), locale: Locale) -> String {
    macro_rules! try_kinds {
        ($($kind:ty),*) => {
            $(if let Some(error) = error.downcast_ref::<$kind>() { return error.localized(locale).into_owned(); })*
        };
    }
    try_kinds!(
        Message,
        crate::answers::reference::Unresolved,
        polidex_corpus::store::StoreError,
        polidex_corpus::model::Refused,
        polidex_corpus::source::SourceError,
        polidex_ingest::IngestError,
        polidex_ingest::archive::ArchiveError,
        polidex_ingest::evidence::EvidenceError,
        polidex_ingest::fetch::FetchError,
        polidex_ingest::removal::RemovalError,
        polidex_ingest::crawl::CrawlError,
        polidex_ingest::webhook::WebhookError,
        polidex_search::bilingual::ImportError,
        polidex_search::searcher::SearchError,
        polidex_search::watching::WatchError,
        polidex_search::engine::EngineError,
        polidex_search::index::IndexError,
        polidex_search::matching::profile::ProfileError,
        polidex_search::matching::SuppositionError
    );
    error.to_string()
}

/// Prints a note on standard error, unless quiet.
pub fn note(config: &Config, en: &str, zh: &str) {
    if !config.quiet {
        line(config.locale.pick(en, zh));
    }
}

/// Says what came of a command on standard error, quiet or not.
pub fn say(config: &Config, en: &str, zh: &str) {
    line(config.locale.pick(en, zh));
}

/// A progress bar with rate and time left on a terminal; nothing elsewhere, when quiet, or with JSON.
pub fn progress(config: &Config, total: u64, en: &'static str, zh: &'static str) -> ProgressBar {
    let bar = ProgressBar::new(total);
    if config.quiet || config.json {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    let template = "{prefix:>10} [{bar:32.cyan/dim}] {human_pos}/{human_len}  {per_sec}  ETA {eta}  {msg}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("█▌ "));
    }
    bar.set_prefix(config.locale.pick(en, zh));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// What a crawl is doing: a line a host on a terminal, a line a page elsewhere; nothing when quiet or
/// with JSON.
pub struct CrawlProgress {
    locale: Locale,
    show: Show,
}

enum Show {
    Nothing,
    Lines,
    Bars(MultiProgress, HashMap<String, ProgressBar>),
}

impl CrawlProgress {
    /// Shows nothing yet.
    pub fn new(config: &Config) -> Self {
        let show = match () {
            () if config.quiet || config.json => Show::Nothing,
            () if io::stderr().is_terminal() => Show::Bars(MultiProgress::new(), HashMap::new()),
            () => Show::Lines,
        };
        Self { locale: config.locale, show }
    }

    /// Shows what happened to a page.
    pub fn show(&mut self, event: &Event) {
        let line = || format!("{} {}", happened(&event.what, self.locale), event.url);
        match &mut self.show {
            Show::Nothing => {}
            Show::Lines => self::line(&line()),
            Show::Bars(all, bars) => {
                let bar = bars.entry(event.host.clone()).or_insert_with(|| host_bar(all, &event.host));
                bar.inc(1);
                bar.set_message(crate::output::visible(&line()).into_owned());
            }
        }
    }

    /// Takes the lines of hosts away.
    pub fn finish(self) {
        if let Show::Bars(_, bars) = self.show {
            bars.values().for_each(ProgressBar::finish_and_clear);
        }
    }
}

fn host_bar(all: &MultiProgress, host: &str) -> ProgressBar {
    let bar = all.add(ProgressBar::new_spinner());
    if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix} {human_pos}  {wide_msg}") {
        bar.set_style(style);
    }
    bar.set_prefix(crate::output::visible(host).into_owned());
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// What happened to a page, in a few words.
fn happened(what: &Happening, locale: Locale) -> Cow<'_, str> {
    let reason = |en, zh, reason: &polidex_corpus::model::Warning| {
        format!("{} ({})", locale.pick(en, zh), reason.localized(locale)).into()
    };
    match what {
        Happening::Listed(count) => format!("{} {count}", locale.pick("listed", "列表")).into(),
        Happening::Stored(_) => locale.pick("read", "已读取").into(),
        Happening::Unchanged => locale.pick("unchanged", "未变化").into(),
        Happening::Gone => locale.pick("gone", "已不存在").into(),
        Happening::Older => locale.pick("older", "较早").into(),
        Happening::WouldFetch => locale.pick("would read", "将读取").into(),
        Happening::Failed(why) => reason("failed", "失败", why),
        Happening::Postponed(why) => reason("later", "稍后再试", why),
    }
}
