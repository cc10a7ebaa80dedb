//! `polidex show`.

use super::{raw, reference};
use crate::{
    args::Show,
    config::Config,
    console::Outcome,
    output::{Style, hits::status, visible},
};
use anyhow::Result;
use polidex_corpus::{
    locale::Locale,
    model::{Policy, PolicyId},
    store::{OutlineEntry, Provenance, Relative, Resolution, Store, StoredClause},
};
use polidex_search::{
    answer::{ClauseSummary, PolicySummary},
    query::plan::day_number,
    searcher::summary,
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
            raw::write(&store, &args.reference, &provenance_of_clause(&store, &clause)?)?;
        }
        Resolution::Policy { policy, edition } => document(config, args, &store, *policy, &edition)?,
        Resolution::Clause(clause) => one_clause(config, &store, *clause)?,
        Resolution::Ambiguous(_) | Resolution::NotFound { .. } => {}
    }
    Ok(Outcome::Done)
}

#[derive(Serialize)]
struct Document {
    policy: PolicySummary,
    editions: Vec<String>,
    family: Vec<Relative>,
    provenance: Vec<Provenance>,
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
    let provenance = provenance_of(store, &policy.id, edition)?;
    let summary = PolicySummary::new(&policy, editions.len(), day_number(config.as_of));
    let texts: Vec<String> =
        store.text(&policy.id, Some(edition))?.into_iter().map(|part| part.text).collect();
    let mut out = BufWriter::new(io::stdout().lock());
    if config.json {
        let document = Document {
            policy: summary,
            editions: editions.into_iter().map(|edition| edition.key).collect(),
            family,
            provenance,
            clauses: outline.into_iter().map(line).collect(),
            texts: if args.outline { Vec::new() } else { texts },
        };
        serde_json::to_writer(&mut out, &document)?;
        writeln!(out)?;
        return Ok(out.flush()?);
    }
    let style = Style::new(config.color);
    head(&mut out, config, &summary, &provenance, style)?;
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

/// Where the texts of an edition came from.
fn provenance_of(store: &Store, policy: &PolicyId, edition: &str) -> Result<Vec<Provenance>> {
    Ok(store.provenance(policy)?.into_iter().filter(|entry| entry.edition == edition).collect())
}

/// Where the part that a clause stands in came from.
fn provenance_of_clause(store: &Store, clause: &StoredClause) -> Result<Vec<Provenance>> {
    let names = clause.external_ids.iter().filter_map(|name| name.rsplit_once('#'));
    let documents: Vec<&str> = names.map(|(document, _)| document).collect();
    let mut entries = provenance_of(store, &clause.policy, &clause.edition)?;
    entries.retain(|entry| documents.contains(&entry.external_id.as_str()));
    Ok(entries)
}

#[derive(Serialize)]
struct OneClause {
    policy: PolicySummary,
    clause: ClauseSummary,
    kind: &'static str,
    /// Where the clause stands in the text of its part, in characters.
    span: polidex_corpus::model::Span,
    /// The reference that names the edition too, for citing.
    permanent_ref: String,
    provenance: Vec<Provenance>,
}

fn one_clause(config: &Config, store: &Store, clause: StoredClause) -> Result<()> {
    let Some(mut policy) = store.policy(&clause.policy)? else { return Ok(()) };
    let editions = store.editions(&policy.id)?;
    if let Some(chosen) = editions.iter().find(|edition| edition.key == clause.edition) {
        policy.edition = chosen.clone();
    }
    let provenance = provenance_of_clause(store, &clause)?;
    let shown = OneClause {
        policy: PolicySummary::new(&policy, editions.len(), day_number(config.as_of)),
        kind: clause.kind.name(),
        span: clause.span,
        permanent_ref: clause.reference().to_string(),
        clause: summary(clause, &policy),
        provenance,
    };
    let mut out = BufWriter::new(io::stdout().lock());
    if config.json {
        serde_json::to_writer(&mut out, &shown)?;
        writeln!(out)?;
        return Ok(out.flush()?);
    }
    let style = Style::new(config.color);
    head(&mut out, config, &shown.policy, &shown.provenance, style)?;
    writeln!(out, "{}\n", style.dim(visible(&shown.clause.path.join(" › "))))?;
    writeln!(out, "{}\n", visible(&shown.clause.text))?;
    writeln!(out, "{}", style.reference(&shown.permanent_ref))?;
    Ok(out.flush()?)
}

fn head(
    out: &mut impl Write,
    config: &Config,
    policy: &PolicySummary,
    provenance: &[Provenance],
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
    for entry in provenance {
        let read = match locale {
            Locale::En => "read",
            Locale::Zh => "读入",
        };
        writeln!(
            out,
            "{}",
            style.dim(format!(
                "{}/{} · {read} {} · sha256 {}",
                visible(&entry.source),
                visible(&entry.external_id),
                entry.capture.captured_at,
                entry.capture.sha256
            ))
        )?;
    }
    Ok(())
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
