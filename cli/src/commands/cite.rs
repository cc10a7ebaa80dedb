//! `polidex cite`.

use super::reference;
use crate::{
    answers::cited,
    args::{Cite, WordsName},
    config::Config,
    console::{self, Outcome},
    output::{Style as Paint, visible},
};
use anyhow::Result;
use polidex_corpus::{
    locale::{Locale, Localized},
    store::Store,
};
use polidex_search::{
    citing::{Citation, Style, Work, cite},
    parallel::Counterpart,
};
use std::io::{self, BufWriter, Write};

/// Cites every reference in every style that is asked for.
pub fn run(config: &Config, args: &Cite) -> Result<Outcome> {
    if args.list {
        return list(config);
    }
    let styles = cited::styles(&args.style)?;
    let store = Store::open_reader(&config.data)?;
    let mut works = Vec::new();
    for asked in &args.references {
        if let Some(cited) = reference::found(config, cited::find(&store, config.day(), asked))? {
            let work = cited.work(&store, config.day(), args.accessed)?;
            works.push((work, cited.counterpart(&store, None)?));
        }
    }
    let wanted = args.words.map(|words| match words {
        WordsName::Zh => Locale::Zh,
        WordsName::En => Locale::En,
    });
    let words = |work: &Work| wanted.unwrap_or_else(|| work.words());
    let mut out = BufWriter::new(io::stdout().lock());
    if config.json {
        let all: Vec<_> = works
            .iter()
            .map(|(work, beside)| cited::citations(work, beside.as_ref(), &styles, wanted))
            .collect();
        serde_json::to_writer(&mut out, &all)?;
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
        for correction in works.iter().flat_map(|(work, _)| &work.corrections) {
            let said = |locale| visible(&correction.localized(locale)).into_owned();
            console::note(config, &said(Locale::En), &said(Locale::Zh));
        }
        works.iter().filter_map(|(_, beside)| beside.as_ref()).for_each(|beside| say_beside(config, beside));
    }
    Ok(match (works.len(), args.references.len()) {
        (0, _) => Outcome::Failed,
        (found, asked) if found < asked => Outcome::Partly,
        _ => Outcome::Done,
    })
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

/// Says which styles there are, and what is not certain about them.
fn list(config: &Config) -> Result<Outcome> {
    let mut out = io::stdout().lock();
    if config.json {
        serde_json::to_writer(&mut out, &cited::listed())?;
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
