//! `polidex show`.

use super::{parallel, raw, reference};
use crate::{
    answers::document,
    args::Show,
    config::Config,
    console::Outcome,
    output::{self, Style, hits::status, visible},
};
use anyhow::Result;
use polidex_corpus::{
    locale::{Locale, Localized},
    model::Policy,
    source::Tier,
    store::{Relative, Resolution, Store, StoredClause},
};
use polidex_search::{
    answer::PolicySummary,
    origin::{Authority, Origin, Origins, Standing},
};
use std::io::{self, BufWriter, Write};

/// Shows a document or a clause.
pub fn run(config: &Config, args: &Show) -> Result<Outcome> {
    let store = Store::open_reader(&config.data)?;
    let Some(found) = reference::resolve(config, &store, &args.reference)? else {
        return Ok(Outcome::Partly);
    };
    match found {
        Resolution::Policy { policy, edition } if args.raw => {
            raw::write(&store, &args.reference, &document::provenance_of(&store, &policy.id, &edition)?)?;
        }
        Resolution::Clause(clause) if args.raw => {
            raw::write(&store, &args.reference, &store.provenance_of(&clause)?)?;
        }
        found if args.parallel => return parallel::run(config, &store, found),
        Resolution::Policy { policy, edition } => document(config, args, &store, *policy, &edition)?,
        Resolution::Clause(clause) => one_clause(config, &store, *clause)?,
        Resolution::Ambiguous(_) | Resolution::NotFound { .. } => {}
    }
    Ok(Outcome::Done)
}

fn document(config: &Config, args: &Show, store: &Store, policy: Policy, edition: &str) -> Result<()> {
    let origins = Origins::load(&config.data);
    let shown = document::document(store, &origins, config.day(), policy, edition, args.outline)?;
    let mut out = BufWriter::new(io::stdout().lock());
    if config.json {
        serde_json::to_writer(&mut out, &shown)?;
        writeln!(out)?;
        return Ok(out.flush()?);
    }
    let style = Style::new(config.color);
    head(&mut out, config, &shown.policy, (&shown.authority, &shown.provenance), style)?;
    output::standing::write(&mut out, &shown.standing, None, style, config.locale)?;
    relatives(&mut out, config.locale, &shown.family, style)?;
    let others: Vec<&str> =
        shown.editions.iter().map(String::as_str).filter(|key| *key != shown.policy.edition).collect();
    if !others.is_empty() {
        writeln!(out, "{} {}", config.locale.pick("other editions:", "其他版本："), others.join(" · "))?;
    }
    if args.outline {
        for entry in &shown.clauses {
            let label = if entry.label.is_empty() { entry.kind } else { &entry.label };
            writeln!(
                out,
                "{}{}  {}",
                "  ".repeat(entry.depth),
                visible(label),
                style.reference(&entry.path)
            )?;
        }
    } else {
        for text in &shown.texts {
            writeln!(out, "\n{}", visible(text))?;
        }
    }
    Ok(out.flush()?)
}

/// Whether a label is that of an article: 第五条, 第十七条之一.
fn is_article(label: &str) -> bool {
    label.starts_with('第') && label.contains('条')
}

fn one_clause(config: &Config, store: &Store, clause: StoredClause) -> Result<()> {
    let origins = Origins::load(&config.data);
    let Some(shown) = document::clause(store, &origins, config.day(), clause)? else { return Ok(()) };
    let mut out = BufWriter::new(io::stdout().lock());
    if config.json {
        serde_json::to_writer(&mut out, &shown)?;
        writeln!(out)?;
        return Ok(out.flush()?);
    }
    let style = Style::new(config.color);
    head(&mut out, config, &shown.policy, (&shown.authority, &shown.provenance), style)?;
    let article = shown.clause.path.iter().map(String::as_str).find(|label| is_article(label));
    output::standing::write(&mut out, &shown.standing, article, style, config.locale)?;
    writeln!(out, "{}\n", style.dim(visible(&shown.clause.path.join(" › "))))?;
    writeln!(out, "{}\n", visible(&shown.clause.text))?;
    writeln!(out, "{}", style.reference(&shown.permanent_ref))?;
    if let Some(link) = &shown.link {
        writeln!(out, "{}", visible(link))?;
    }
    Ok(out.flush()?)
}

fn head(
    out: &mut impl Write,
    config: &Config,
    policy: &PolicySummary,
    (authority, provenance): (&Authority, &[Origin]),
    style: Style,
) -> io::Result<()> {
    let locale = config.locale;
    writeln!(out, "{}", style.bold(visible(&policy.title)))?;
    let dates = [
        (locale.pick("written", "成文"), &policy.written),
        (locale.pick("published", "发布"), &policy.published),
        (locale.pick("in force from", "施行"), &policy.effective),
        (locale.pick("until", "有效期至"), &policy.expires),
    ];
    let facts = policy
        .doc_number
        .iter()
        .cloned()
        .chain((!policy.issuer.is_empty()).then(|| policy.issuer.join("、")))
        .chain(dates.iter().filter_map(|(name, date)| date.as_ref().map(|date| format!("{name} {date}"))))
        .chain([status(policy, locale)]);
    writeln!(out, "{}", visible(&facts.collect::<Vec<_>>().join(" · ")))?;
    if let Some(url) = &policy.url {
        writeln!(out, "{}", visible(url))?;
    }
    for correction in &policy.corrections {
        writeln!(out, "{}", style.caution(visible(&output::correction::marked(correction, locale))))?;
    }
    if authority.standing != Standing::Original {
        writeln!(out, "{}", style.caution(visible(&authority.localized(locale))))?;
    }
    for origin in provenance {
        writeln!(out, "{}", style.dim(visible(&read_where(origin, locale))))?;
    }
    Ok(())
}

/// Where a text was read, in a line.
fn read_where(origin: &Origin, locale: Locale) -> String {
    let entry = &origin.provenance;
    let tier = match origin.tier {
        Some(Tier::Official) => locale.pick(" (official source)", "（官方来源）"),
        Some(Tier::Mirror) => locale.pick(" (mirror)", "（转载）"),
        Some(Tier::Media) => locale.pick(" (media)", "（媒体）"),
        None => "",
    };
    let kept = if origin.archived { locale.pick(" · archived", " · 已存档") } else { "" };
    format!(
        "{}/{}{tier} · {} {} · sha256 {}{kept} · {} {}",
        entry.source,
        entry.external_id,
        locale.pick("read", "读入"),
        entry.capture.captured_at,
        entry.capture.sha256,
        locale.pick("extractor", "提取程序"),
        entry.extractor
    )
}

/// The documents that belong to the one shown, one a line.
fn relatives(out: &mut impl Write, locale: Locale, family: &[Relative], style: Style) -> io::Result<()> {
    for relative in family {
        let kind = if relative.translation {
            locale.pick("translation", "译本")
        } else {
            relative.kind.label(locale)
        };
        writeln!(out, "{kind}: {}  {}", visible(&relative.title), style.reference(&relative.id.0))?;
    }
    Ok(())
}
