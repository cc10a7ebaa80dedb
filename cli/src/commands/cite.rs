//! `polidex cite`.

use super::cited;
use crate::{
    args::{Cite, WordsName},
    config::Config,
    console::{self, Message, Outcome},
    output::{Style as Paint, visible},
};
use anyhow::{Result, bail};
use polidex_corpus::{locale::Locale, store::Store};
use polidex_search::{
    citing::{ArchivedCopy, Citation, Style, Work, cite},
    parallel::Counterpart,
};
use serde::Serialize;
use std::io::{self, BufWriter, Write};

/// Cites every reference in every style that is asked for.
pub fn run(config: &Config, args: &Cite) -> Result<Outcome> {
    if args.list {
        return list(config);
    }
    let styles = styles(&args.style)?;
    let store = Store::open_reader(&config.data)?;
    let mut works = Vec::new();
    for asked in &args.references {
        if let Some(cited) = cited::find(config, &store, asked)? {
            works.push((cited.work(config, args.accessed)?, cited.counterpart(config, &store, None)?));
        }
    }
    let words = |work: &Work| match args.words {
        Some(WordsName::Zh) => Locale::Zh,
        Some(WordsName::En) => Locale::En,
        None => work.words(),
    };
    let mut out = BufWriter::new(io::stdout().lock());
    if config.json {
        let cited: Vec<Cited<'_>> = works
            .iter()
            .map(|(work, counterpart)| Cited {
                reference: work.reference.to_string(),
                archived: work.archived.as_ref(),
                citations: styles.iter().map(|&style| cite(work, style, words(work))).collect(),
                counterpart: counterpart.as_ref(),
            })
            .collect();
        serde_json::to_writer(&mut out, &cited)?;
        writeln!(out)?;
    } else {
        for &style in &styles {
            if styles.len() > 1 {
                let heading = format!("{}  {}", style.name(), style.title(config.locale));
                writeln!(out, "{}", Paint::new(config.color).bold(heading))?;
            }
            let citations: Vec<Citation> =
                works.iter().map(|(work, _)| cite(work, style, words(work))).collect();
            write_all(&mut out, config, style, &citations)?;
            if styles.len() > 1 {
                writeln!(out)?;
            }
        }
    }
    out.flush()?;
    if !config.json {
        works.iter().filter_map(|(_, beside)| beside.as_ref()).for_each(|beside| say_beside(config, beside));
    }
    Ok(match (works.len(), args.references.len()) {
        (0, _) => Outcome::Failed,
        (found, asked) if found < asked => Outcome::Partly,
        _ => Outcome::Done,
    })
}

#[derive(Serialize)]
struct Cited<'w> {
    reference: String,
    archived: Option<&'w ArchivedCopy>,
    citations: Vec<Citation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counterpart: Option<&'w Counterpart>,
}

/// Says what there is in the other language; the citation itself stays alone on standard output.
fn say_beside(config: &Config, beside: &Counterpart) {
    let said = |locale| {
        let label = beside.standing.label(locale);
        format!("{label}{}{}  {}", locale.pick(": ", "："), beside.reference, beside.text.replace('\n', " "))
    };
    console::note(config, &said(Locale::En), &said(Locale::Zh));
}

fn write_all(out: &mut impl Write, config: &Config, style: Style, citations: &[Citation]) -> io::Result<()> {
    if style == Style::CslJson {
        let items: Vec<&str> = citations.iter().map(|citation| citation.text.as_str()).collect();
        return writeln!(out, "[{}]", visible(&items.join(",\n ")));
    }
    for citation in citations {
        writeln!(out, "{}", visible(&citation.text))?;
        if let Some(in_text) = &citation.in_text {
            let name = config.locale.pick("in the text", "文中");
            writeln!(out, "  {name}: {}", visible(in_text))?;
        }
    }
    Ok(())
}

fn styles(name: &str) -> Result<Vec<Style>> {
    if name == "all" {
        return Ok(Style::ALL.to_vec());
    }
    let Some(style) = Style::parse(name) else {
        let known = Style::ALL.map(Style::name).join(" ");
        bail!(Message::new(
            format!("`{name}` is no style; there are: {known}, or all"),
            format!("没有 `{name}` 这种格式；可用：{known}，或 all"),
        ));
    };
    Ok(vec![style])
}

#[derive(Serialize)]
struct Listed {
    style: Style,
    title: &'static str,
    title_zh: &'static str,
    remarks: &'static str,
    remarks_zh: &'static str,
}

/// Says which styles there are, and what is not certain about them.
fn list(config: &Config) -> Result<Outcome> {
    let mut out = io::stdout().lock();
    if config.json {
        let listed = Style::ALL.map(|style| Listed {
            style,
            title: style.title(Locale::En),
            title_zh: style.title(Locale::Zh),
            remarks: style.remarks(Locale::En),
            remarks_zh: style.remarks(Locale::Zh),
        });
        serde_json::to_writer(&mut out, &listed)?;
        writeln!(out)?;
        return Ok(Outcome::Done);
    }
    let paint = Paint::new(config.color);
    for style in Style::ALL {
        writeln!(out, "{}{}", paint.bold(format!("{:14}", style.name())), style.title(config.locale))?;
        writeln!(out, "{:14}{}", "", paint.dim(style.remarks(config.locale)))?;
    }
    Ok(Outcome::Done)
}
