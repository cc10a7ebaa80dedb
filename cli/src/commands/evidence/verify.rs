//! `polidex evidence verify`.

use crate::{
    config::Config,
    console::{Message, Outcome},
    output::visible,
};
use anyhow::{Context, Result, bail};
use polidex_corpus::locale::{Locale, Localized};
use polidex_ingest::evidence::{self, Report};
use std::{
    fmt::Write as _,
    fs,
    io::{self, Write},
    path::Path,
};

/// Checks a bundle.
pub fn run(config: &Config, file: &Path) -> Result<Outcome> {
    /// Larger files are no bundles.
    const MOST: u64 = 1 << 30;
    let size = fs::metadata(file).with_context(|| file.display().to_string())?.len();
    if size > MOST {
        bail!(Message::new("a bundle is smaller than 1 GiB", "证据包不会大于 1 GiB"));
    }
    let report = evidence::verify(&fs::read(file).with_context(|| file.display().to_string())?)?;
    let mut out = io::stdout().lock();
    if config.json {
        serde_json::to_writer(&mut out, &report)?;
        writeln!(out)?;
    } else {
        for flaw in &report.flaws {
            writeln!(out, "{}", visible(&flaw.localized(config.locale)))?;
        }
        writeln!(out, "{}", verdict(config.locale, &report))?;
    }
    Ok(if report.flaws.is_empty() { Outcome::Done } else { Outcome::Partly })
}

fn verdict(locale: Locale, report: &Report) -> String {
    let Report { flaws, manifest, files } = report;
    let mut text = match (locale, flaws.len()) {
        (Locale::En, 0) => format!("{files} files, all of them as they were written"),
        (Locale::En, count) => format!("{count} of {files} files differ"),
        (Locale::Zh, 0) => format!("共 {files} 个文件，与写入时完全一致"),
        (Locale::Zh, count) => format!("共 {files} 个文件，{count} 处不符"),
    };
    if let Some(manifest) = manifest {
        let _ = write!(text, "\n{}  {}", visible(&manifest.document.title), visible(&manifest.reference));
        for capture in manifest.texts.iter().map(|text| &text.capture) {
            let _ = write!(
                text,
                "\n{}  {}  sha256 {}",
                visible(&capture.location),
                capture.captured_at,
                capture.sha256
            );
        }
        if let Some(head) = &manifest.head {
            let _ = write!(text, "\n{}{}", locale.pick("head: ", "链首："), visible(&head.head));
        }
    }
    text
}
