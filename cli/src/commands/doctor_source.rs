//! `polidex doctor --source`: what a source's definition says, and what it matches on pages.

use super::doctor_live;
use crate::{
    args::Doctor,
    config::Config,
    console::{self, Message, Outcome},
    output::{Style, visible},
};
use anyhow::{Context, Result};
use polidex_corpus::{
    locale::{Locale, Localized},
    model::Warning,
    source::{self, Source, Verified},
};
use polidex_ingest::{
    crawl::PageProblem,
    decode::decode,
    source::{PageCheck, check_page, faults},
};
use serde::Serialize;
use std::{
    fs,
    io::{self, Write},
    path::Path,
};
use url::Url;

/// What was found, as JSON.
#[derive(Serialize)]
struct Report<'s> {
    source: &'s str,
    /// The day from which the rules are known to fit, or null.
    verified: Option<jiff::civil::Date>,
    faults: Vec<Warning>,
    pages: Vec<Page>,
    /// Pages of the site that could not be had.
    problems: Vec<PageProblem>,
}

#[derive(Serialize)]
struct Page {
    file: String,
    matches: bool,
    #[serde(flatten)]
    check: PageCheck,
}

impl Page {
    fn new(file: String, text: &str, base: &Url, source: &Source) -> Self {
        let check = check_page(text, base, source);
        Self { file, matches: check.matches(), check }
    }
}

/// Checks one source; fails when a page matches nothing, could not be had, or a rule cannot be used.
pub fn run(config: &Config, name: &str, args: &Doctor) -> Result<Outcome> {
    let source = find(config, name)?;
    let checked: Result<Vec<Page>> = args.pages.iter().map(|path| check(&source, path)).collect();
    let mut report = Report {
        source: &source.name,
        verified: verified(&source),
        faults: faults(&source),
        pages: checked?,
        problems: Vec::new(),
    };
    if args.live {
        let (pages, summary) = doctor_live::fetch(config, &source, &args.web)?;
        let checked = pages.into_iter().map(|(url, text)| Page::new(url.to_string(), &text, &url, &source));
        report.pages.extend(checked);
        report.problems = [summary.problems, summary.gone, summary.forbidden].concat();
    }
    let had = !args.live || !report.pages.is_empty();
    let fits = report.faults.is_empty() && report.pages.iter().all(|page| page.matches);
    let good = had && fits && report.problems.is_empty();
    let mut out = io::stdout().lock();
    if config.json {
        serde_json::to_writer(&mut out, &report)?;
        writeln!(out)?;
    } else {
        print(&mut out, config, &source, &report)?;
        if args.live && good {
            let today = jiff::Zoned::now().date();
            let en = format!("the rules fit; write `verified = \"{today}\"` into the definition");
            let zh = format!("规则相符；可在定义中写入 `verified = \"{today}\"`");
            console::note(config, &en, &zh);
        }
    }
    Ok(if good { Outcome::Done } else { Outcome::Partly })
}

/// A source by the file that defines it, or by its name among the program's and the user's.
pub(super) fn find(config: &Config, name: &str) -> Result<Source> {
    let is_file = Path::new(name).extension().is_some_and(|extension| extension == "toml");
    if is_file || name.contains(['/', '\\']) {
        return Ok(source::read(Path::new(name))?);
    }
    let dir = config.data.join("sources");
    let all = source::load(&dir)?;
    if let Some(found) = all.iter().find(|source| source.name == name) {
        return Ok(found.clone());
    }
    let names: Vec<&str> = all.iter().map(|source| source.name.as_str()).collect();
    let (known, dir) = (names.join(", "), dir.display());
    Err(Message::new(
        format!("no source is called \"{name}\"; there are {known}, and files of your own in {dir}"),
        format!("没有名为“{name}”的来源；现有 {known}，自定义文件放在 {dir}"),
    )
    .into())
}

fn verified(source: &Source) -> Option<jiff::civil::Date> {
    match source.verified {
        Verified::On(date) => Some(date),
        Verified::Never(_) => None,
    }
}

fn check(source: &Source, path: &Path) -> Result<Page> {
    let file = path.display().to_string();
    let bytes = fs::read(path).with_context(|| file.clone())?;
    let base = source.start.iter().find_map(|start| Url::parse(start).ok());
    let host = || format!("https://{}/", source.hosts[0].trim_start_matches("*."));
    let base = base.or_else(|| Url::parse(&host()).ok()).context("no address to resolve links with")?;
    Ok(Page::new(file, &decode(bytes, true).text, &base, source))
}

fn print(out: &mut impl Write, config: &Config, source: &Source, report: &Report) -> Result<()> {
    let (style, locale) = (Style::new(config.color), config.locale);
    let title = locale.pick(&source.title.en, &source.title.zh);
    writeln!(out, "{}  {}", style.bold(visible(&source.name)), visible(title))?;
    writeln!(out, "  {}", visible(&source.hosts.join(" ")))?;
    if let Some(date) = report.verified {
        writeln!(out, "  {} {}{date}", style.good("✔"), locale.pick("verified on ", "核实于 "))?;
    } else {
        let text = locale.pick(
            "never verified against the live site; where its rules do not fit, the generic ones serve",
            "从未与在线网站核实；规则不符之处使用通用规则",
        );
        writeln!(out, "  {} {text}", style.caution("!"))?;
    }
    for fault in &report.faults {
        writeln!(out, "  {} {}", style.caution("✘"), visible(&fault.localized(locale)))?;
    }
    for page in &report.pages {
        print_page(out, style, locale, page)?;
    }
    for problem in &report.problems {
        writeln!(out, "\n{} {}", style.caution("✘"), visible(&problem.localized(locale)))?;
    }
    Ok(())
}

fn print_page(out: &mut impl Write, style: Style, locale: Locale, page: &Page) -> Result<()> {
    let mark = |good: bool| if good { style.good("✔") } else { style.caution("✘") };
    let check = &page.check;
    writeln!(out, "\n{} {}", mark(page.matches), visible(&page.file))?;
    if !page.matches {
        writeln!(
            out,
            "  {}",
            locale.pick("no rule of the definition matches this page", "定义中没有规则匹配此网页")
        )?;
    }
    for body in &check.body {
        let chosen = check.chosen.as_ref() == Some(&body.selector);
        let taken = if chosen { locale.pick(" ← the body", " ← 正文") } else { "" };
        let (elements, characters) = (body.elements, body.characters);
        let counts = match locale {
            Locale::En => format!("{elements} elements, {characters} characters"),
            Locale::Zh => format!("{elements} 个元素，{characters} 字"),
        };
        writeln!(out, "  {} {}: {counts}{taken}", mark(elements > 0), visible(&body.selector))?;
    }
    let title = check.title.as_deref();
    writeln!(
        out,
        "  {} {}{}",
        mark(title.is_some()),
        locale.pick("title: ", "标题："),
        visible(title.unwrap_or("–"))
    )?;
    for field in &check.fields {
        let value = field.value.as_deref();
        let (key, name) = (visible(&field.key), &field.field);
        writeln!(out, "  {} {key} → {name}: {}", mark(value.is_some()), visible(value.unwrap_or("–")))?;
    }
    print_list(out, style, locale, page)
}

fn print_list(out: &mut impl Write, style: Style, locale: Locale, page: &Page) -> Result<()> {
    let list = &page.check.list;
    let (count, next) = (list.items.len(), list.next.as_ref().map_or("–", |url| url.as_str()));
    let line = match locale {
        Locale::En => format!("as a list: {count} links, next page: {next}"),
        Locale::Zh => format!("作为列表：{count} 个链接，下一页：{next}"),
    };
    writeln!(out, "  {}", visible(&line))?;
    for link in list.items.iter().take(3) {
        writeln!(out, "    {} {}", style.dim(visible(link.url.as_str())), visible(&link.text))?;
    }
    for warning in &list.warnings {
        writeln!(out, "    {} {}", style.caution("!"), visible(&warning.localized(locale)))?;
    }
    Ok(())
}
