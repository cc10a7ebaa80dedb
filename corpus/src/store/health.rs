//! How sources are: what runs of crawls brought, which pages vanished, whose pages look different.

use super::{Store, StoreError, read, write::Batch};
use crate::model::Warning;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, named_params, params};
use serde::{Deserialize, Serialize};

/// How a page was read that a run received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageReading {
    /// The source's name.
    pub source: String,
    /// What all addresses of the page share, as in [`super::CrawlEntry`].
    pub key: String,
    /// Whether a selector of the source held the article; `None` where the source has none.
    pub ruled: Option<bool>,
    /// Length of the text in characters.
    pub chars: u64,
    /// The same when the page was read the time before. Filled by the store.
    pub before: Option<u64>,
}

/// A page of a document of which the server said something about its being there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagePresence {
    /// The source's name.
    pub source: String,
    /// The name of the document that was read from it: its address.
    pub external_id: String,
    /// When the server said that it is no more; `None` when it gave the page.
    pub gone_at: Option<Timestamp>,
}

/// What a run brought from one source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRun {
    /// The source's name.
    pub source: String,
    /// Lists and pages that the site gave, or said to be unchanged.
    pub answered: u64,
    /// Documents that were read.
    pub documents: u64,
    /// Pages that could not be had or read.
    pub failed: u64,
    /// Pages that the server says are no more.
    pub gone: u64,
    /// The first thing that went wrong, with its address.
    pub failure: Option<Failure>,
}

/// What went wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The page's address.
    pub url: String,
    /// Why it was not had.
    #[serde(flatten)]
    pub reason: Warning,
}

/// One run of a crawl, with its report as JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrawlRun {
    /// Its number.
    pub id: i64,
    /// When it began, RFC 3339 in UTC,
    pub started_at: String,
    /// and ended; `None` of one that was killed, or runs now.
    pub ended_at: Option<String>,
    /// What it did.
    pub report: Option<String>,
}

/// Something about a source that wants looking at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alarm {
    /// The source's name.
    pub source: String,
    /// Since when, RFC 3339 in UTC.
    pub since: String,
    /// What it is.
    #[serde(flatten)]
    pub what: Warning,
}

/// How crawls of a source went, newest first where there are several.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceRecord {
    /// The source's name.
    pub source: String,
    /// When a crawl last had something of it, RFC 3339 in UTC.
    pub last_success: Option<String>,
    /// When a crawl last could not have something of it, and what.
    pub last_failure: Option<(String, Failure)>,
}

/// What stands at the addresses of a source, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PageCounts {
    /// Pages and files of documents that are known.
    pub known: u64,
    /// Those that are still to be asked for.
    pub waiting: u64,
    /// Those that could not be had or read.
    pub failed: u64,
    /// Those that the server says are no more.
    pub gone: u64,
}

/// The days that a source's documents are of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The earliest, `YYYY-MM-DD`,
    pub from: Option<String>,
    /// and the latest.
    pub to: Option<String>,
    /// Documents without any date.
    pub undated: u64,
}

impl Store {
    /// Begins a run; what a crawl brings from now on belongs to it.
    pub fn begin_run(&mut self, now: Timestamp) -> Result<i64, StoreError> {
        self.write(|batch| {
            batch.conn.execute("INSERT INTO crawl_run (started_at) VALUES (?1)", [now.to_string()])?;
            Ok(batch.conn.last_insert_rowid())
        })
    }

    /// Ends a run: what it brought of each source.
    pub fn end_run(&mut self, run: i64, sources: &[SourceRun], now: Timestamp) -> Result<(), StoreError> {
        let at = now.to_string();
        self.write(|batch| {
            batch.conn.execute("UPDATE crawl_run SET ended_at = ?2 WHERE id = ?1", params![run, at])?;
            // Answers say when sources were last asked, so they are not what they were.
            batch.note_change();
            sources.iter().try_for_each(|source| write_source(batch.conn, run, &at, source))
        })
    }

    /// Keeps the report of a run.
    pub fn report_run(&mut self, run: i64, report: &str) -> Result<(), StoreError> {
        self.write(|batch| {
            batch.conn.execute("UPDATE crawl_run SET report = ?2 WHERE id = ?1", params![run, report])?;
            Ok(())
        })
    }

    /// The last runs, newest first.
    pub fn crawl_runs(&self, most: usize) -> Result<Vec<CrawlRun>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id, started_at, ended_at, report FROM crawl_run ORDER BY id DESC LIMIT ?1",
        )?;
        let runs = statement.query_map([most as i64], |row| {
            Ok(CrawlRun {
                id: row.get(0)?,
                started_at: row.get(1)?,
                ended_at: row.get(2)?,
                report: row.get(3)?,
            })
        })?;
        Ok(runs.collect::<Result<_, _>>()?)
    }

    /// How the pages of a source were read: by a run, and by the latest `most` readings before it.
    pub fn page_readings(
        &self,
        source: &str,
        run: i64,
        most: usize,
    ) -> Result<(Vec<PageReading>, Vec<PageReading>), StoreError> {
        let select = |which: &str, most: usize| -> Result<Vec<PageReading>, StoreError> {
            let mut statement = self.conn.prepare_cached(&format!(
                "SELECT source, key, ruled, chars, before FROM page_reading
                 WHERE source = ?1 AND run {which} ?2 ORDER BY run DESC, key LIMIT ?3"
            ))?;
            let readings = statement.query_map(params![source, run, most as i64], reading)?;
            Ok(readings.collect::<Result<_, _>>()?)
        };
        Ok((select("=", usize::MAX >> 1)?, select("<", most)?))
    }

    /// Sets the alarms of a source after a run that could tell: those that go on keep their day.
    pub fn set_alarms(&mut self, source: &str, alarms: &[Warning], now: Timestamp) -> Result<(), StoreError> {
        let at = now.to_string();
        self.write(|batch| {
            let mut kept = batch.conn.prepare_cached("SELECT code FROM source_alarm WHERE source = ?1")?;
            let known: Vec<String> =
                kept.query_map([source], |row| row.get(0))?.collect::<Result<_, _>>()?;
            for code in known.iter().filter(|code| alarms.iter().all(|alarm| alarm.code != **code)) {
                batch.conn.execute(
                    "DELETE FROM source_alarm WHERE source = ?1 AND code = ?2",
                    params![source, code],
                )?;
            }
            for alarm in alarms {
                batch.conn.execute(
                    "INSERT INTO source_alarm (source, code, since, message, message_zh) VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT (source, code) DO UPDATE
                     SET message = excluded.message, message_zh = excluded.message_zh",
                    params![source, alarm.code, at, alarm.message, alarm.message_zh],
                )?;
            }
            Ok(())
        })
    }

    /// Takes how a source's pages look now for how they should look: its alarms end, and what was read up
    /// to now is no longer what later runs are held against. False when there was no alarm.
    pub fn accept_pages(&mut self, source: &str) -> Result<bool, StoreError> {
        self.write(|batch| {
            let ended = batch.conn.execute("DELETE FROM source_alarm WHERE source = ?1", [source])?;
            if ended > 0 {
                batch.note_change();
                batch.conn.execute("DELETE FROM page_reading WHERE source = ?1", [source])?;
            }
            Ok(ended > 0)
        })
    }

    /// The alarms of all sources.
    pub fn alarms(&self) -> Result<Vec<Alarm>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT source, since, code, message, message_zh FROM source_alarm ORDER BY source, code",
        )?;
        let alarms = statement.query_map([], |row| {
            let code: String = row.get(2)?;
            let what = Warning::new(&code, row.get::<_, String>(3)?, row.get::<_, String>(4)?);
            Ok(Alarm { source: row.get(0)?, since: row.get(1)?, what })
        })?;
        Ok(alarms.collect::<Result<_, _>>()?)
    }

    /// How crawls of every source went, by name.
    pub fn source_records(&self) -> Result<Vec<SourceRecord>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT source, max(ended_at) FILTER (WHERE answered > 0),
                    max(run) FILTER (WHERE failure_code IS NOT NULL)
             FROM crawl_run_source GROUP BY source ORDER BY source",
        )?;
        let rows = statement.query_map([], |row| {
            let run: Option<i64> = row.get(2)?;
            let record = SourceRecord { source: row.get(0)?, last_success: row.get(1)?, last_failure: None };
            Ok((record, run))
        })?;
        let mut records = Vec::new();
        for row in rows {
            let (mut record, run) = row?;
            if let Some(run) = run {
                record.last_failure = self.failure(&record.source, run)?;
            }
            records.push(record);
        }
        Ok(records)
    }

    fn failure(&self, source: &str, run: i64) -> Result<Option<(String, Failure)>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT ended_at, failure_url, failure_code, failure, failure_zh FROM crawl_run_source
             WHERE source = ?1 AND run = ?2",
        )?;
        let found = statement.query_row(params![source, run], |row| {
            let code: String = row.get(2)?;
            let reason = Warning::new(&code, row.get::<_, String>(3)?, row.get::<_, String>(4)?);
            Ok((row.get(0)?, Failure { url: row.get(1)?, reason }))
        });
        Ok(found.optional()?)
    }

    /// What stands at the addresses of every source, by name.
    pub fn page_counts(&self) -> Result<Vec<(String, PageCounts)>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT source, count(*), coalesce(sum(state = 'waiting'), 0),
                    coalesce(sum(error_code IS NOT NULL AND state <> 'gone'), 0), coalesce(sum(state = 'gone'), 0)
             FROM frontier WHERE kind IN ('document', 'attachment') GROUP BY source ORDER BY source",
        )?;
        let rows = statement.query_map([], |row| {
            let number = |column| read::offset(row, column).map(|count| count as u64);
            let counts =
                PageCounts { known: number(1)?, waiting: number(2)?, failed: number(3)?, gone: number(4)? };
            Ok((row.get(0)?, counts))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The days that the documents of every source are of, by name. Walks over all documents.
    pub fn coverage(&self) -> Result<Vec<(String, Coverage)>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT source, min(day), max(day), coalesce(sum(day IS NULL), 0) FROM (
                 SELECT DISTINCT n.source, e.id, coalesce(e.published, e.written, e.edition_date, e.effective) AS day
                 FROM external_id n JOIN edition_part ep ON ep.extraction = n.extraction
                 JOIN edition e ON e.id = ep.edition)
             GROUP BY source ORDER BY source",
        )?;
        let rows = statement.query_map([], |row| {
            let undated = read::offset(row, 3)? as u64;
            Ok((row.get(0)?, Coverage { from: row.get(1)?, to: row.get(2)?, undated }))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The pages of a source that the server says are no more, with the day: those that documents were read
    /// from, oldest first.
    pub fn gone_pages(&self, source: &str) -> Result<Vec<(String, String)>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT external_id, substr(since, 1, 10) FROM page_gone WHERE source = ?1 ORDER BY since, external_id",
        )?;
        let pages = statement.query_map([source], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(pages.collect::<Result<_, _>>()?)
    }
}

/// Writes how pages were read and whether they are there.
pub(super) fn write(
    batch: &mut Batch<'_>,
    run: i64,
    readings: &[PageReading],
    presences: &[PagePresence],
) -> Result<(), StoreError> {
    for reading in readings {
        write_reading(batch.conn, run, reading)?;
    }
    presences.iter().try_for_each(|presence| write_presence(batch, presence))
}

fn write_reading(conn: &Connection, run: i64, reading: &PageReading) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT OR REPLACE INTO page_reading (source, run, key, ruled, chars, before)
         VALUES (:source, :run, :key, :ruled, :chars,
                 (SELECT chars FROM page_reading
                  WHERE source = :source AND key = :key AND run < :run ORDER BY run DESC LIMIT 1))",
    )?
    .execute(named_params! {
        ":source": reading.source,
        ":run": run,
        ":key": reading.key,
        ":ruled": reading.ruled,
        ":chars": reading.chars.cast_signed(),
    })?;
    Ok(())
}

/// A page that no document was read from is nothing to a reader, and is not noted.
fn write_presence(batch: &mut Batch<'_>, presence: &PagePresence) -> Result<(), StoreError> {
    let name = params![presence.external_id, presence.source];
    let changed = match presence.gone_at {
        None => batch
            .conn
            .prepare_cached("DELETE FROM page_gone WHERE external_id = ?1 AND source = ?2")?
            .execute(name)?,
        Some(at) => batch
            .conn
            .prepare_cached(
                "INSERT OR IGNORE INTO page_gone (external_id, source, since)
                 SELECT n.external_id, n.source, ?3 FROM external_id n WHERE n.external_id = ?1 AND n.source = ?2",
            )?
            .execute(params![presence.external_id, presence.source, at.to_string()])?,
    };
    if changed > 0 {
        // Answers say it, so they are not what they were.
        batch.note_change();
    }
    Ok(())
}

fn write_source(conn: &Connection, run: i64, at: &str, source: &SourceRun) -> Result<(), StoreError> {
    let failure = source.failure.as_ref();
    conn.prepare_cached(
        "INSERT OR REPLACE INTO crawl_run_source
             (run, source, ended_at, answered, documents, failed, gone,
              failure_url, failure_code, failure, failure_zh)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(params![
        run,
        source.source,
        at,
        source.answered.cast_signed(),
        source.documents.cast_signed(),
        source.failed.cast_signed(),
        source.gone.cast_signed(),
        failure.map(|failure| &failure.url),
        failure.map(|failure| &failure.reason.code),
        failure.map(|failure| &failure.reason.message),
        failure.map(|failure| &failure.reason.message_zh),
    ])?;
    Ok(())
}

fn reading(row: &Row<'_>) -> rusqlite::Result<PageReading> {
    let number = |value: Option<i64>| value.map(|value| value.max(0).cast_unsigned());
    Ok(PageReading {
        source: row.get(0)?,
        key: row.get(1)?,
        ruled: row.get(2)?,
        chars: number(row.get(3)?).unwrap_or(0),
        before: number(row.get(4)?),
    })
}
