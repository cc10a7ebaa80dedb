//! `polidex archive`.

use crate::{
    args,
    config::Config,
    console::{self, Message, Outcome},
    output::visible,
};
use anyhow::{Result, bail};
use polidex_corpus::locale::Locale;
use polidex_ingest::archive::{
    self, Checked,
    chain::{self, Link},
};
use serde::Serialize;
use std::{
    fmt::Write as _,
    io::{self, Write},
    path::Path,
};

/// Works on the archive of the data directory.
pub fn run(config: &Config, args: &args::Archive) -> Result<Outcome> {
    match args {
        args::Archive::Verify(args) => verify(config, args.head.as_deref()),
    }
}

#[derive(Serialize)]
struct Report {
    #[serde(flatten)]
    checked: Checked,
    /// The head that was asked for, and the record with which it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    noted_head: Option<NotedHead>,
}

#[derive(Serialize)]
struct NotedHead {
    head: String,
    /// `None` where the chain never had it.
    record: Option<Link>,
}

fn verify(config: &Config, head: Option<&str>) -> Result<Outcome> {
    let dir = archive::archive_dir(&config.data);
    let noted_head = head.map(|head| noted(&dir, head)).transpose()?;
    let report = Report { checked: archive::verify(&dir)?, noted_head };
    let continues = report.noted_head.as_ref().is_none_or(|noted| noted.record.is_some());
    let sound = report.checked.findings.is_empty();
    let mut out = io::stdout().lock();
    if config.json {
        serde_json::to_writer(&mut out, &report)?;
        writeln!(out)?;
    } else {
        for finding in &report.checked.findings {
            writeln!(
                out,
                "{}",
                visible(&format!("{}:{}  {}", finding.file, finding.offset, finding.reason))
            )?;
        }
        writeln!(out, "{}", verdict(config.locale, &report.checked))?;
        if let Some(noted) = &report.noted_head {
            writeln!(out, "{}", continuity(config.locale, noted, report.checked.chained))?;
        }
    }
    if !sound {
        console::note(
            config,
            "what stands at these places cannot be trusted; `polidex restore` brings a sound copy back from a backup",
            "上述位置的内容不可信；可用 `polidex restore` 从备份恢复完好的副本",
        );
    }
    Ok(if sound && continues { Outcome::Done } else { Outcome::Partly })
}

/// Looks a head up in the chain.
fn noted(dir: &Path, head: &str) -> Result<NotedHead> {
    let head = head.trim().to_ascii_lowercase();
    if !chain::is_hash(&head) {
        bail!(Message::new(
            "a head is 64 hexadecimal digits, as a crawl prints it",
            "链首为 64 位十六进制数字，抓取结束时会显示",
        ));
    }
    let record = chain::find(dir, |link| link.head == head)?;
    Ok(NotedHead { head, record })
}

fn verdict(locale: Locale, checked: &Checked) -> String {
    let Checked { records, findings, not_chained, .. } = checked;
    let mut text = match (locale, findings.len()) {
        (Locale::En, 0) => format!("{records} records, all of them sound"),
        (Locale::En, count) => format!("{records} records, {count} places damaged"),
        (Locale::Zh, 0) => format!("共 {records} 条记录，全部完好"),
        (Locale::Zh, count) => format!("共 {records} 条记录，{count} 处损坏"),
    };
    let removed = checked.removed;
    if removed > 0 {
        // Writing to a string cannot fail, here and below.
        let _ = match locale {
            Locale::En => write!(
                text,
                "; {removed} of them were removed with their documents, as tombstones in the chain say"
            ),
            Locale::Zh => write!(text, "；其中 {removed} 条已随文件移除，存档链中留有移除记录"),
        };
    }
    if *not_chained > 0 {
        let _ = match locale {
            Locale::En => write!(text, "; {not_chained} not in the chain yet, the next crawl takes them in"),
            Locale::Zh => write!(text, "；其中 {not_chained} 条尚未入链，下次抓取时纳入"),
        };
    }
    if let Some(head) = &checked.head {
        let _ = write!(text, "\n{}{head}", locale.pick("head: ", "链首："));
    }
    text
}

fn continuity(locale: Locale, noted: &NotedHead, chained: u64) -> String {
    match (&noted.record, locale) {
        (Some(Link { number, .. }), Locale::En) => format!(
            "the chain goes back unbroken to the head noted, which was made with record {number} of {chained}"
        ),
        (Some(Link { number, .. }), Locale::Zh) => {
            format!("存档链不间断地延续自所记链首，该链首生成于第 {number} 条记录（共 {chained} 条）")
        }
        (None, Locale::En) => "the head noted is not in the chain: this archive is not, or not any more, the one that it was taken from".to_owned(),
        (None, Locale::Zh) => "所记链首不在链中：此存档不是当初的存档，或已被改动".to_owned(),
    }
}
