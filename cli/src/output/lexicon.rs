//! Terms in two languages, for terminals, pipes and programs.

use super::{Style, visible};
use crate::config::Config;
use comfy_table::{Table, presets};
use polidex_corpus::locale::Locale;
use polidex_search::bilingual::{Entry, Imported, Origin, learn::Learned};
use serde_json::json;
use std::{
    collections::BTreeMap,
    io::{self, Write},
};

/// Terms of one domain.
#[derive(Debug, Default)]
pub struct Counts {
    /// Concepts.
    pub entries: usize,
    /// Chinese names.
    pub zh: usize,
    /// English names.
    pub en: usize,
}

fn object(origin: Origin, entry: &Entry<'_>) -> serde_json::Value {
    json!({ "zh": entry.zh, "en": entry.en, "domain": entry.domain, "flags": entry.flags, "origin": origin })
}

/// One term as a line of a lexicon file, or of JSON.
pub fn entry(out: &mut impl Write, origin: Origin, entry: &Entry<'_>, config: &Config) -> io::Result<()> {
    if config.json {
        return writeln!(out, "{}", object(origin, entry));
    }
    let line = format!("{}\t{}\t{}", entry.zh.join("|"), entry.en.join("|"), entry.flags.join(" "));
    writeln!(out, "{}", visible(line.trim_end()))
}

/// What a term is called, and who says so.
pub fn found(
    out: &mut impl Write,
    found: &[(Origin, Entry<'_>)],
    style: Style,
    config: &Config,
) -> io::Result<()> {
    if config.json {
        let all: Vec<_> = found.iter().map(|(origin, entry)| object(*origin, entry)).collect();
        return writeln!(out, "{}", json!({ "entries": all }));
    }
    for (origin, entry) in found {
        let source = match origin {
            Origin::User => config.locale.pick("your file", "自有文件"),
            Origin::Lexicon | Origin::Number | Origin::Typed => config.locale.pick("lexicon", "词典"),
            Origin::Dictionary => config.locale.pick("imported dictionary", "导入的通用词典"),
        };
        let domain = if entry.domain.is_empty() { String::new() } else { format!(" · {}", entry.domain) };
        writeln!(
            out,
            "{} = {}   {}",
            style.bold(visible(&entry.zh.join(" / "))),
            visible(&entry.en.join(" / ")),
            style.dim(visible(&format!("{source}{domain}")))
        )?;
    }
    Ok(())
}

/// Counts by domain, and the imported dictionary with its notice.
pub fn stats(
    out: &mut impl Write,
    domains: &BTreeMap<(Origin, String), Counts>,
    imported: Option<(&str, usize)>,
    config: &Config,
) -> io::Result<()> {
    if config.json {
        let rows: Vec<_> = domains
            .iter()
            .map(|((origin, domain), counts)| {
                json!({ "domain": domain, "origin": origin, "entries": counts.entries, "zh": counts.zh, "en": counts.en })
            })
            .collect();
        let dictionary = imported.map(|(notice, entries)| json!({ "entries": entries, "notice": notice }));
        return writeln!(out, "{}", json!({ "domains": rows, "dictionary": dictionary }));
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    let locale = config.locale;
    table.set_header([
        locale.pick("domain", "领域"),
        locale.pick("terms", "词条"),
        locale.pick("Chinese names", "中文名称"),
        locale.pick("English names", "英文名称"),
    ]);
    let mut total = Counts::default();
    for ((origin, domain), counts) in domains {
        let own = if *origin == Origin::User { locale.pick(" (yours)", "（自有）") } else { "" };
        table.add_row([
            format!("{}{own}", visible(domain)),
            counts.entries.to_string(),
            counts.zh.to_string(),
            counts.en.to_string(),
        ]);
        total.entries += counts.entries;
        total.zh += counts.zh;
        total.en += counts.en;
    }
    table.add_row([
        locale.pick("all", "合计").to_owned(),
        total.entries.to_string(),
        total.zh.to_string(),
        total.en.to_string(),
    ]);
    writeln!(out, "{table}")?;
    match imported {
        Some((notice, entries)) => {
            writeln!(
                out,
                "\n{} {entries}",
                locale.pick("imported dictionary, entries:", "导入的通用词典，词条：")
            )?;
            write!(out, "{}", visible(notice))
        }
        None => writeln!(
            out,
            "\n{}",
            locale.pick(
                "no general dictionary; `polidex lexicon import cedict_ts.u8` brings CC-CEDICT in",
                "没有通用词典；`polidex lexicon import cedict_ts.u8` 可导入 CC-CEDICT"
            )
        ),
    }
}

/// What was learned, as a lexicon file to be reviewed, or as JSON.
pub fn learned(out: &mut impl Write, learned: &Learned, config: &Config) -> io::Result<()> {
    if config.json {
        return writeln!(out, "{}", json!(learned));
    }
    let Learned { documents, clauses, pairs } = learned;
    let head = match config.locale {
        Locale::En => format!(
            "{} pairs from {clauses} clauses of {documents} translations; read them, and keep what is right in lexicon/NAME.tsv of the data directory",
            pairs.len()
        ),
        Locale::Zh => format!(
            "{} 对词，取自 {documents} 份译文的 {clauses} 个条款；请审阅，把正确的存入数据目录的 lexicon/名称.tsv",
            pairs.len()
        ),
    };
    writeln!(out, "# {head}")?;
    for pair in pairs {
        let examples = pair.examples.join(" ");
        writeln!(out, "# {:.2} ×{} {}", pair.confidence, pair.support, visible(&examples))?;
        writeln!(out, "{}", visible(&format!("{}\t{}", pair.zh, pair.en)))?;
    }
    Ok(())
}

/// What an import brought.
pub fn imported(out: &mut impl Write, imported: &Imported, config: &Config) -> io::Result<()> {
    if config.json {
        return writeln!(out, "{}", json!(imported));
    }
    let entries = imported.entries;
    match config.locale {
        Locale::En => writeln!(out, "{entries} entries imported; its notice:")?,
        Locale::Zh => writeln!(out, "已导入 {entries} 个词条；其声明如下：")?,
    }
    write!(out, "{}", visible(&imported.notice))?;
    for line in imported.bad_lines.iter().take(10) {
        match config.locale {
            Locale::En => writeln!(out, "line {line} is no entry and was passed over")?,
            Locale::Zh => writeln!(out, "第 {line} 行不是词条，已略过")?,
        }
    }
    Ok(())
}
