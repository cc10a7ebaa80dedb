//! What a run notices of its sources: kept for those who ask how far they can be relied on.

use super::{
    super::{
        health::{HISTORY, assess},
        options::Keep,
        run::CrawlError,
    },
    Ledger,
};
use crate::extract::RULES_FELL_THROUGH;
use jiff::Timestamp;
use polidex_corpus::{
    model::{Document, Warning},
    store::{CrawlEntry, EntryKind, Failure, PagePresence, PageReading, SourceRun},
};

impl Ledger<'_> {
    /// What this run brought of the source of a target.
    pub(super) fn tally(&mut self, target: usize) -> &mut SourceRun {
        let name = &self.targets[target].name;
        self.tallies
            .entry(name.clone())
            .or_insert_with(|| SourceRun { source: name.clone(), ..SourceRun::default() })
    }

    /// Notes that a page was not had or could not be read; the first of a source is kept with its reason.
    pub(super) fn tally_failure(&mut self, target: usize, entry: &CrawlEntry, reason: &Warning) {
        let tally = self.tally(target);
        tally.failed += 1;
        tally.failure.get_or_insert_with(|| Failure { url: entry.url.clone(), reason: reason.clone() });
    }

    /// Notes that the page of a document is gone, or there.
    pub(super) fn presence(&mut self, target: usize, entry: &CrawlEntry, gone_at: Option<Timestamp>) {
        if matches!(entry.kind, EntryKind::Document | EntryKind::Attachment) {
            let (source, external_id) = (entry.source.clone(), self.named(target, entry));
            self.presences.push(PagePresence { source, external_id, gone_at });
        }
    }

    /// Notes how a web page was read; `None` when no document came of it.
    pub(super) fn reading(&mut self, target: usize, entry: &CrawlEntry, document: Option<&Document>) {
        let is_page = document.is_none_or(|document| document.capture.media_type == "text/html");
        if entry.kind != EntryKind::Document || !is_page {
            return;
        }
        let source = self.targets[target].source.as_ref();
        let has_rules = source.is_some_and(|source| !source.page.body.is_empty());
        let held = document
            .is_some_and(|document| document.warnings.iter().all(|found| found.code != RULES_FELL_THROUGH));
        self.readings.push(PageReading {
            source: entry.source.clone(),
            key: entry.key.clone(),
            ruled: has_rules.then_some(held),
            chars: document.map_or(0, |document| document.text.chars().count() as u64),
            before: None,
        });
    }

    /// Ends the run: what it brought of each source, and whose pages look different.
    pub(super) fn conclude(&mut self) -> Result<(), CrawlError> {
        let now = self.options.clock.now();
        self.summary.sources = std::mem::take(&mut self.tallies).into_values().collect();
        let Keep::Store(store) = &mut self.keep else { return Ok(()) };
        let known = store.alarms()?;
        for source in &self.summary.sources {
            let (read, before) = store.page_readings(&source.source, self.run, HISTORY)?;
            let on = known.iter().filter(|alarm| alarm.source == source.source);
            let on: Vec<Warning> = on.map(|alarm| alarm.what.clone()).collect();
            let alarms = assess(&source.source, &read, &before, &on);
            if alarms != on {
                store.set_alarms(&source.source, &alarms, now)?;
            }
        }
        store.end_run(self.run, &self.summary.sources, now)?;
        let crawled = |source: &str| self.summary.sources.iter().any(|run| run.source == source);
        self.summary.alarms = store.alarms()?.into_iter().filter(|alarm| crawled(&alarm.source)).collect();
        self.summary.run = Some(self.run);
        Ok(())
    }
}
