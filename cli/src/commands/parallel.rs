//! `polidex show --parallel`.

use super::reference;
use crate::{
    answers::parallel,
    config::Config,
    console::Outcome,
    output::{Style, visible},
};
use anyhow::Result;
use polidex_corpus::{
    locale::Localized,
    store::{Resolution, Store},
};
use polidex_search::{
    align::Segment,
    origin::Origins,
    parallel::{Parallel, Row, Side},
};
use std::io::{self, BufWriter, Write};

/// A row of this confidence or less is marked as uncertain.
const UNCERTAIN: f32 = 0.5;

/// Shows a document, or a clause with what lies below it, beside the version in the other language.
pub fn run(config: &Config, store: &Store, found: Resolution) -> Result<Outcome> {
    let origins = Origins::load(&config.data);
    let Some(both) = reference::found(config, parallel::beside(store, &origins, found))? else {
        return Ok(Outcome::Partly);
    };
    let mut out = BufWriter::new(io::stdout().lock());
    if config.json {
        serde_json::to_writer(&mut out, &both)?;
        writeln!(out)?;
    } else {
        write(&mut out, config, &both)?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn write(out: &mut impl Write, config: &Config, both: &Parallel) -> io::Result<()> {
    let style = Style::new(config.color);
    for side in [&both.chinese, &both.english] {
        head(out, config, side, style)?;
    }
    for row in &both.rows {
        writeln!(out)?;
        for segment in &row.chinese {
            line(out, segment, style)?;
        }
        for segment in &row.english {
            line(out, segment, style)?;
        }
        if let Some(remark) = remark(config, row) {
            writeln!(out, "  {}", style.caution(remark))?;
        }
    }
    Ok(())
}

fn head(out: &mut impl Write, config: &Config, side: &Side, style: Style) -> io::Result<()> {
    writeln!(out, "{}", style.bold(visible(&side.title)))?;
    let authority = side.authority.localized(config.locale);
    writeln!(out, "{}  {}", style.reference(format!("{}@{}", side.policy, side.edition)), visible(&authority))
}

fn line(out: &mut impl Write, segment: &Segment, style: Style) -> io::Result<()> {
    writeln!(
        out,
        "{}  {}",
        style.reference(format!("{:10}", segment.path.to_string())),
        visible(&segment.text)
    )
}

/// What a reader should know of a row.
fn remark(config: &Config, row: &Row) -> Option<String> {
    let locale = config.locale;
    if row.english.is_empty() {
        return Some(locale.pick("no English counterpart found", "未找到对应英文").to_owned());
    }
    if row.chinese.is_empty() {
        return Some(locale.pick("no Chinese counterpart found", "未找到对应中文").to_owned());
    }
    let uncertain = row.confidence <= UNCERTAIN;
    uncertain.then(|| format!("{} {:.2}", locale.pick("uncertain:", "不确定："), row.confidence))
}
