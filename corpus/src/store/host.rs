//! What crawls know of servers.

use super::{Store, StoreError, frontier::parsed};
use jiff::Timestamp;
use rusqlite::{Connection, params};

/// One server: scheme, host and port.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HostRecord {
    /// `https://www.gov.cn`, with the port where it is not the scheme's own.
    pub origin: String,
    /// Status of the last robots.txt; 0 after too many redirects, `None` where there was no answer yet.
    pub robots_status: Option<u16>,
    /// Content of that robots.txt, decompressed.
    pub robots_body: Vec<u8>,
    /// When it was received.
    pub robots_at: Option<Timestamp>,
    /// No request is sent before.
    pub set_aside_until: Option<Timestamp>,
    /// Requests so far.
    pub requests: u64,
    /// Requests without a response.
    pub failures: u64,
    /// Bytes of bodies as received.
    pub bytes: u64,
}

impl Store {
    /// Every server that was ever asked.
    pub fn crawl_hosts(&self) -> Result<Vec<HostRecord>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT origin, robots_status, robots_body, robots_at, set_aside_until, requests, failures, bytes
             FROM host ORDER BY origin",
        )?;
        let number = |value: i64| value.max(0).cast_unsigned();
        let hosts = statement.query_map([], |row| {
            Ok(HostRecord {
                origin: row.get(0)?,
                robots_status: row.get(1)?,
                robots_body: row.get::<_, Option<Vec<u8>>>(2)?.unwrap_or_default(),
                robots_at: parsed(row, 3)?,
                set_aside_until: parsed(row, 4)?,
                requests: number(row.get(5)?),
                failures: number(row.get(6)?),
                bytes: number(row.get(7)?),
            })
        })?;
        Ok(hosts.collect::<Result<_, _>>()?)
    }
}

pub(super) fn write(conn: &Connection, host: &HostRecord) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT OR REPLACE INTO host
             (origin, robots_status, robots_body, robots_at, set_aside_until, requests, failures, bytes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        host.origin,
        host.robots_status,
        host.robots_status.map(|_| &host.robots_body),
        host.robots_at.map(|time| time.to_string()),
        host.set_aside_until.map(|time| time.to_string()),
        host.requests.cast_signed(),
        host.failures.cast_signed(),
        host.bytes.cast_signed(),
    ])?;
    Ok(())
}
