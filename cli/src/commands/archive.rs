//! `polidex archive`.

use crate::{
    args,
    config::Config,
    console::{self, Outcome},
    output::visible,
};
use anyhow::Result;
use polidex_corpus::locale::Locale;
use polidex_ingest::archive::{self, Finding};
use serde::Serialize;
use std::io::{self, Write};

/// Works on the archive of the data directory.
pub fn run(config: &Config, args: &args::Archive) -> Result<Outcome> {
    match args {
        args::Archive::Verify => verify(config),
    }
}

#[derive(Serialize)]
struct Report {
    records: u64,
    findings: Vec<Finding>,
}

fn verify(config: &Config) -> Result<Outcome> {
    let dir = archive::archive_dir(&config.data);
    let (records, findings) = archive::verify(&dir)?;
    let report = Report { records, findings };
    let sound = report.findings.is_empty();
    let mut out = io::stdout().lock();
    if config.json {
        serde_json::to_writer(&mut out, &report)?;
        writeln!(out)?;
    } else {
        for finding in &report.findings {
            writeln!(
                out,
                "{}",
                visible(&format!("{}:{}  {}", finding.file, finding.offset, finding.reason))
            )?;
        }
        writeln!(out, "{}", verdict(config.locale, records, report.findings.len()))?;
    }
    if !sound {
        console::note(
            config,
            "what stands at these places cannot be trusted; `polidex restore` brings a sound copy back from a backup",
            "上述位置的内容不可信；可用 `polidex restore` 从备份恢复完好的副本",
        );
    }
    Ok(if sound { Outcome::Done } else { Outcome::Partly })
}

fn verdict(locale: Locale, records: u64, findings: usize) -> String {
    match (locale, findings) {
        (Locale::En, 0) => format!("{records} records, all of them sound"),
        (Locale::En, _) => format!("{records} records, {findings} of them damaged"),
        (Locale::Zh, 0) => format!("共 {records} 条记录，全部完好"),
        (Locale::Zh, _) => format!("共 {records} 条记录，{findings} 处损坏"),
    }
}
