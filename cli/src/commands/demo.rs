//! `polidex demo`: the whole way through the house, on illustrative texts, without leaving a trace.

use crate::{
    config::Config,
    console::Outcome,
    output::{Style, hits},
};
use anyhow::Result;
use polidex_corpus::{locale::Locale, sample, store::Store};
use polidex_ingest::{Limits, discover, pipeline};
use polidex_search::{
    index,
    searcher::{Request, Searcher},
};
use std::io::{self, Write};

/// Searches that show something: in Chinese, in English, by number, by phrase.
const SEARCHES: [(&str, &str, &str); 4] = [
    (
        "首次升规入统 奖励",
        "in Chinese: which reward is there for growing above the threshold?",
        "中文：首次升规有什么奖励？",
    ),
    (
        "regional headquarters settlement subsidy",
        "in English: what does a regional headquarters get?",
        "英文：区域总部落户有什么补助？",
    ),
    (
        "璟府办发〔2024〕12号",
        "a document number: the document itself, and who refers to it",
        "文号：找到文件本身和引用它的条款",
    ),
    ("\"三年内不再受理其申请\"", "a phrase: exactly these words", "短语：原文逐字匹配"),
];

/// Ingests the sample into a temporary data directory and searches it.
pub fn run(config: &Config) -> Result<Outcome> {
    let temporary = tempfile::tempdir()?;
    let texts = temporary.path().join("sample");
    sample::write_to(&texts)?;
    let demo = Config { data: temporary.path().join("data"), ..config.clone() };
    let mut store = Store::open(&demo.data)?;
    let limits = Limits::default();
    let found = discover(&texts, &limits)?;
    let summary = pipeline::run(&mut store, &found.inputs, &limits, &mut |_| {})?;
    super::understanding::update(&demo, &mut store)?;
    let indexed = index::catch_up(&store, &mut |_, _| {})?;
    drop(store);
    let mut out = io::stdout().lock();
    let style = Style::new(config.color);
    if !config.json {
        let text = match config.locale {
            Locale::En => format!(
                "Read {} documents of a fictional city and a catalogue of real ones into a temporary store: {} clauses.\nAll texts but the catalogue entries are illustrative; none is a real policy.",
                summary.documents(),
                indexed.units
            ),
            Locale::Zh => format!(
                "已将虚构城市的 {} 份文件（含真实政策目录）读入临时文档库：{} 条。\n除目录条目外均为示例文本，并非真实政策。",
                summary.documents(),
                indexed.units
            ),
        };
        writeln!(out, "{text}")?;
    }
    let searcher = Searcher::open(&demo.data)?;
    for (query, en, zh) in SEARCHES {
        let answer = searcher.search(&Request { limit: 3, ..Request::new(query, config.as_of) })?;
        if config.json {
            serde_json::to_writer(&mut out, &answer)?;
            writeln!(out)?;
            continue;
        }
        writeln!(
            out,
            "\n{}\n{}",
            style.dim(config.locale.pick(en, zh)),
            style.bold(format!("$ polidex search '{query}' --limit 3"))
        )?;
        hits::write(&mut out, &answer, style, config.locale)?;
    }
    if !config.json {
        writeln!(out, "\n{}", config.locale.pick(NEXT_EN, NEXT_ZH))?;
    }
    Ok(Outcome::Done)
}

const NEXT_EN: &str = "What to try next:
  polidex ingest FOLDER        read your own policies (Markdown, text, HTML, JSON lines)
  polidex search 'QUERY'       search them; `polidex search --help` shows the query language
  polidex show ID#a5           one clause, with its source and hash
  polidex doctor               check that all is well";

const NEXT_ZH: &str = "接下来可以：
  polidex ingest 文件夹        读入自己的政策文件（Markdown、文本、HTML、JSON lines）
  polidex search '检索式'      检索；语法见 `polidex search --help`
  polidex show ID#a5           显示一条，附来源与哈希
  polidex doctor               检查是否一切正常";
