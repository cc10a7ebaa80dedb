//! `polidex backup` and `polidex restore`.

use crate::{args, config::Config, console::Outcome};
use anyhow::Result;
use polidex_corpus::{
    locale::Locale,
    store::{self, Store},
};
use std::io::{self, Write};

/// Copies the store to a directory.
pub fn backup(config: &Config, args: &args::Backup) -> Result<Outcome> {
    let manifest = Store::open_reader(&config.data)?.backup(&args.dir)?;
    say(
        config,
        &manifest,
        &format!("backed up to {}", args.dir.display()),
        &format!("已备份到 {}", args.dir.display()),
    )
}

/// Brings a backup back, and indexes it.
pub fn restore(config: &Config, args: &args::Restore) -> Result<Outcome> {
    let manifest = Store::restore(&args.dir, &config.data, args.replace)?;
    let mut store = Store::open(&config.data)?;
    super::understanding::update(config, &mut store)?;
    super::ingest::update_index(config, &store)?;
    say(
        config,
        &manifest,
        &format!("restored into {}", config.data.display()),
        &format!("已恢复到 {}", config.data.display()),
    )
}

fn say(config: &Config, manifest: &store::Manifest, en: &str, zh: &str) -> Result<Outcome> {
    let mut out = io::stdout().lock();
    if config.json {
        serde_json::to_writer(&mut out, manifest)?;
        writeln!(out)?;
        return Ok(Outcome::Done);
    }
    let bytes: u64 = manifest.files.iter().map(|file| file.bytes).sum();
    let text = match config.locale {
        Locale::En => {
            format!("{en}: {} files, {:.1} MB, every hash verified", manifest.files.len(), bytes as f64 / 1e6)
        }
        Locale::Zh => {
            format!("{zh}：{} 个文件，{:.1} MB，哈希均已校验", manifest.files.len(), bytes as f64 / 1e6)
        }
    };
    writeln!(out, "{text}")?;
    Ok(Outcome::Done)
}
