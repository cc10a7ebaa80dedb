//! `polidex show`.

use super::{parallel, raw, reference};
use crate::{
    args::Show,
    config::Config,
    console::Outcome,
    output::{self, Style, hits::status, visible},
};
use anyhow::Result;
use polidex_corpus::{
    locale::{Locale, Localized},
    model::{Policy, PolicyId},
    source::Tier,
    store::{OutlineEntry, Provenance, Relative, Resolution, Store, StoredClause},
};
use polidex_search::{
    answer::{ClauseSummary, PolicySummary},
    origin::{Authority, Origin, Origins, Standing},
    permalink,
    query::plan::day_number,
    searcher::summary,
    standing,
};
use serde::Serialize;
use std::io::{self, BufWriter, Write};

/// Shows a document or a clause.
pub fn run(config: &Config, args: &Show) -> Result<Outcome> {
    let store = Store::open_reader(&config.data)?;
    let Some(found) = reference::resolve(config, &store, &args.reference)? else {
        return Ok(Outcome::Partly);
    };
    match found {
        Resolution::Policy { policy, edition } if args.raw => {
            raw::write(&store, &args.reference, &provenance_of(&store, &policy.id, &edition)?)?;
        }
        Resolution::Clause(clause) if args.raw => {
            raw::write(&store, &args.reference, &store.provenance_of(&clause)?)?;
        }
        Resolution::Policy { policy, edition } if args.parallel => {
            return parallel::run(config, &store, &in_edition(&store, *policy, &edition)?, None);
        }
        Resolution::Clause(clause) if args.parallel => {
            let Some(policy) = store.policy(&clause.policy)? else { return Ok(Outcome::Partly) };
            let policy = in_edition(&store, policy, &clause.edition)?;
            return parallel::run(config, &store, &policy, Some(&clause.path));
        }
        Resolution::Policy { policy, edition } => document(config, args, &store, *policy, &edition)?,
        Resolution::Clause(clause) => one_clause(config, &store, *clause)?,
        Resolution::Ambiguous(_) | Resolution::NotFound { .. } => {}
    }
    Ok(Outcome::Done)
}

/// The policy as one of its editions describes it.
pub(super) fn in_edition(store: &Store, mut policy: Policy, key: &str) -> Result<Policy> {
    if let Some(chosen) = store.editions(&policy.id)?.into_iter().find(|known| known.key == key) {
        policy.edition = chosen;
    }
    Ok(policy)
}

#[derive(Serialize)]
struct Document {
    policy: PolicySummary,
    /// Why its status is what it is, and what changes it.
    standing: standing::Standing,
    editions: Vec<String>,
    family: Vec<Relative>,
    authority: Authority,
    provenance: Vec<Origin>,
    clauses: Vec<Line>,
    texts: Vec<String>,
}

/// A line of a document's outline.
#[derive(Serialize)]
struct Line {
    path: String,
    kind: &'static str,
    label: String,
    depth: usize,
    unit: bool,
}

fn document(config: &Config, args: &Show, store: &Store, mut policy: Policy, edition: &str) -> Result<()> {
    let editions = store.editions(&policy.id)?;
    if let Some(chosen) = editions.iter().find(|candidate| candidate.key == edition) {
        policy.edition = chosen.clone();
    }
    let family = store.family(&policy)?;
    let outline = store.outline(&policy.id, Some(edition))?;
    let origins = Origins::load(&config.data);
    let authority = origins.authority(store, &policy)?;
    let provenance: Vec<Origin> =
        provenance_of(store, &policy.id, edition)?.into_iter().map(|entry| origins.of(entry)).collect();
    let standing = standing::standing(store, &policy, config.as_of)?;
    let summary = stood(&policy, editions.len(), &standing, config);
    let texts: Vec<String> =
        store.text(&policy.id, Some(edition))?.into_iter().map(|part| part.text).collect();
    let mut out = BufWriter::new(io::stdout().lock());
    if config.json {
        let document = Document {
            policy: summary,
            standing,
            editions: editions.into_iter().map(|edition| edition.key).collect(),
            family,
            authority,
            provenance,
            clauses: outline.into_iter().map(line).collect(),
            texts: if args.outline { Vec::new() } else { texts },
        };
        serde_json::to_writer(&mut out, &document)?;
        writeln!(out)?;
        return Ok(out.flush()?);
    }
    let style = Style::new(config.color);
    head(&mut out, config, &summary, (&authority, &provenance), style)?;
    output::standing::write(&mut out, &standing, None, style, config.locale)?;
    relatives(&mut out, config.locale, &family, style)?;
    let others: Vec<&str> =
        editions.iter().map(|edition| edition.key.as_str()).filter(|key| *key != edition).collect();
    if !others.is_empty() {
        writeln!(out, "{} {}", config.locale.pick("other editions:", "其他版本："), others.join(" · "))?;
    }
    if args.outline {
        for entry in &outline {
            let label = if entry.label.is_empty() { entry.kind.name() } else { &entry.label };
            writeln!(
                out,
                "{}{}  {}",
                "  ".repeat(entry.depth),
                visible(label),
                style.reference(&entry.path)
            )?;
        }
    } else {
        for text in &texts {
            writeln!(out, "\n{}", visible(text))?;
        }
    }
    Ok(out.flush()?)
}

fn line(entry: OutlineEntry) -> Line {
    Line {
        path: entry.path.to_string(),
        kind: entry.kind.name(),
        label: entry.label,
        depth: entry.depth,
        unit: entry.unit,
    }
}

/// The document with the status that it has on the user's day.
fn stood(policy: &Policy, editions: usize, standing: &standing::Standing, config: &Config) -> PolicySummary {
    PolicySummary {
        status: standing.status,
        ..PolicySummary::new(policy, editions, day_number(config.as_of))
    }
}

/// Whether a label is that of an article: 第五条, 第十七条之一.
fn is_article(label: &str) -> bool {
    label.starts_with('第') && label.contains('条')
}

/// Where the texts of an edition came from.
pub(super) fn provenance_of(store: &Store, policy: &PolicyId, edition: &str) -> Result<Vec<Provenance>> {
    Ok(store.provenance(policy)?.into_iter().filter(|entry| entry.edition == edition).collect())
}

#[derive(Serialize)]
struct OneClause {
    policy: PolicySummary,
    /// Why the document's status is what it is, and what changes it.
    standing: standing::Standing,
    clause: ClauseSummary,
    kind: &'static str,
    /// Where the clause stands in the text of its part, in characters.
    span: polidex_corpus::model::Span,
    /// The reference that names the edition too, for citing.
    permanent_ref: String,
    /// The clause on the official page, by text fragment.
    link: Option<String>,
    authority: Authority,
    provenance: Vec<Origin>,
}

fn one_clause(config: &Config, store: &Store, clause: StoredClause) -> Result<()> {
    let Some(mut policy) = store.policy(&clause.policy)? else { return Ok(()) };
    let editions = store.editions(&policy.id)?;
    if let Some(chosen) = editions.iter().find(|edition| edition.key == clause.edition) {
        policy.edition = chosen.clone();
    }
    let origins = Origins::load(&config.data);
    let provenance: Vec<Origin> =
        store.provenance_of(&clause)?.into_iter().map(|entry| origins.of(entry)).collect();
    let authority = origins.authority(store, &policy)?;
    let link = permalink::to_clause(store, &policy, &clause)?;
    let standing = standing::standing(store, &policy, config.as_of)?;
    let shown = OneClause {
        policy: stood(&policy, editions.len(), &standing, config),
        standing,
        kind: clause.kind.name(),
        span: clause.span,
        permanent_ref: clause.reference().to_string(),
        clause: summary(clause, &policy),
        link,
        authority,
        provenance,
    };
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
