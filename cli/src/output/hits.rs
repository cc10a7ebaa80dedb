//! An answer for the terminal: hits in rank order, consecutive hits of one document below its title.

use super::{Style, correction, snippet::snippet, visible};
use polidex_corpus::locale::{Locale, Localized};
use polidex_search::{
    answer::{Answer, Explanation, Hit, HitExplanation, HitRendering, PolicySummary},
    query::plan::Status,
    related::{RelatedTerm, Why},
};
use std::io::{self, Write};

/// Characters of a clause that are shown.
const SNIPPET: usize = 120;
/// Names in the other language that are shown of each term.
const TRANSLATIONS: usize = 3;
/// Values shown of each facet.
const FACET_VALUES: usize = 4;

/// Writes an answer.
pub fn write(out: &mut impl Write, answer: &Answer, style: Style, locale: Locale) -> io::Result<()> {
    heading(out, answer, style, locale)?;
    let mut last = None;
    for (number, hit) in answer.hits.iter().enumerate() {
        if last != Some(&hit.policy.id) {
            document(out, number + 1, &hit.policy, style, locale)?;
            last = Some(&hit.policy.id);
        }
        clause(out, hit, style, locale)?;
    }
    facets(out, answer, style)?;
    if let Some(next) = &answer.next {
        writeln!(out, "{}", style.dim(format!("{} --cursor {next}", locale.pick("more:", "更多："))))?;
    }
    Ok(())
}

fn heading(out: &mut impl Write, answer: &Answer, style: Style, locale: Locale) -> io::Result<()> {
    let terms: Vec<String> = answer.query.explain.iter().filter_map(|line| explained(line, locale)).collect();
    let count = match locale {
        Locale::En => format!(
            "{} clauses in {} documents, {:.1} ms",
            answer.total, answer.total_policies, answer.took_ms
        ),
        Locale::Zh => {
            format!("{} 条，出自 {} 份文件，{:.1} 毫秒", answer.total, answer.total_policies, answer.took_ms)
        }
    };
    writeln!(
        out,
        "{}{}{}",
        visible(&terms.join(" · ")),
        if terms.is_empty() { "" } else { "    " },
        style.dim(count)
    )
}

/// One line of how the query was read, in words.
fn explained(line: &Explanation, locale: Locale) -> Option<String> {
    Some(match line {
        Explanation::Term(concept) => concept.text.clone(),
        Explanation::Needed { needed, of } if needed < of => match locale {
            Locale::En => format!("{needed} of {of} needed"),
            Locale::Zh => format!("至少命中 {needed}/{of}"),
        },
        Explanation::Needed { .. } => return None,
        Explanation::Translation { text, alternatives, alone } => {
            let names: Vec<&str> =
                alternatives.iter().take(TRANSLATIONS).map(|alternative| alternative.text.as_str()).collect();
            let rest = alternatives.len().saturating_sub(TRANSLATIONS);
            let rest = if rest > 0 { format!("/+{rest}") } else { String::new() };
            let alone = if *alone { locale.pick(", alone enough", "，可单独命中") } else { "" };
            format!("{text} = {}{rest}{alone}", names.join("/"))
        }
        Explanation::Everyday { text, names } => format!("{text} ~ {}", names.join("/")),
        Explanation::Phrase { text } => format!("“{text}”"),
        Explanation::Near { left, right, distance } => format!("{left} NEAR/{distance} {right}"),
        Explanation::Number { number } => number.clone(),
        Explanation::Filter { field, values, excluded } => {
            format!("{}{field}:{}", if *excluded { "-" } else { "" }, shorten(values))
        }
    })
}

fn shorten(values: &[String]) -> String {
    match values {
        [first, .., last] if values.len() > 3 => format!("{first}…{last}"),
        _ => values.join("|"),
    }
}

fn document(
    out: &mut impl Write,
    number: usize,
    policy: &PolicySummary,
    style: Style,
    locale: Locale,
) -> io::Result<()> {
    let date = policy.written.as_ref().or(policy.published.as_ref()).or(policy.effective.as_ref());
    let details: Vec<String> = policy
        .doc_number
        .iter()
        .cloned()
        .chain((!policy.issuer.is_empty()).then(|| policy.issuer.join("、")))
        .chain(date.cloned())
        .chain(std::iter::once(status(policy, locale)))
        .collect();
    writeln!(
        out,
        "\n{number:>3}  {}   {}",
        style.bold(visible(&policy.title)),
        style.dim(visible(&details.join(" · ")))
    )?;
    for correction in &policy.corrections {
        writeln!(out, "     {}", style.caution(visible(&correction::marked(correction, locale))))?;
    }
    Ok(())
}

/// The status in honest words: nothing is called in force that has not been looked into.
pub fn status(policy: &PolicySummary, locale: Locale) -> String {
    let mut words = vec![match policy.status {
        Status::InForce => locale.pick("in force, no repeal found", "现行有效（未发现废止）"),
        Status::PartlyInvalid => locale.pick("partly repealed", "部分失效"),
        Status::Repealed => locale.pick("repealed", "已废止"),
        Status::NotYetEffective => locale.pick("not yet effective", "尚未生效"),
        Status::ExpiredByTerm => locale.pick("expired by its term", "已过有效期"),
        Status::Unknown => locale.pick("status unknown", "效力未知"),
    }];
    if policy.superseded {
        words.push(locale.pick("superseded by a later edition", "已有新版本"));
    }
    if policy.illustrative {
        words.push(locale.pick("illustrative sample", "示例文本"));
    }
    if policy.catalogue {
        words.push(locale.pick("catalogue entry without text", "仅目录，无正文"));
    }
    let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
    words.extend(policy.gone_since.as_ref().map(|day| gone(day, locale)));
    words.join(locale.pick(", ", "，"))
}

/// That the pages of a document are gone.
pub fn gone(day: &str, locale: Locale) -> String {
    format!("{} {day}", locale.pick("page gone since", "原网页已不存在，自"))
}

fn clause(out: &mut impl Write, hit: &Hit, style: Style, locale: Locale) -> io::Result<()> {
    let shown = snippet(&hit.clause.text, &hit.highlights, SNIPPET, style);
    let above =
        hit.clause.path.iter().rev().nth(1).map(|label| format!("{} › ", visible(label))).unwrap_or_default();
    let label = if shown.starts_with(&hit.clause.label) {
        String::new()
    } else {
        format!("{} ", visible(&hit.clause.label))
    };
    writeln!(out, "     {}{label}{shown}", style.dim(above))?;
    if let Some(meaning) = hit.meaning.filter(|meaning| meaning.only) {
        let found = locale.pick("found by meaning only, cosine", "仅按语义找到，余弦");
        writeln!(out, "     {}", style.dim(format!("{found} {:.3}", meaning.cosine)))?;
    }
    if let Some(rendering) = &hit.rendering {
        let line =
            format!("{} {:.2} · {}", beside(rendering, locale), rendering.confidence, rendering.reference);
        writeln!(out, "     {}", style.dim(visible(&line)))?;
    }
    writeln!(out, "     {}", style.reference(&hit.clause.reference))?;
    if let Some(explain) = &hit.explain {
        for part in &explain.terms {
            let field = serde_json::to_string(&part.field).unwrap_or_default();
            writeln!(
                out,
                "       {}",
                style.dim(format!(
                    "{:+.3}  {} in {} ×{} ({} units)",
                    part.score,
                    visible(&part.term),
                    field.trim_matches('"'),
                    part.frequency,
                    part.units
                ))
            )?;
        }
        for line in totals(explain, hit) {
            writeln!(out, "       {}", style.dim(line))?;
        }
    }
    Ok(())
}

/// That the clause says what another one says in the language of the query.
pub fn beside(rendering: &HitRendering, locale: Locale) -> &'static str {
    match (rendering.only, rendering.lang.is_chinese()) {
        (true, true) => locale.pick("found by its Chinese text", "按对应的中文找到"),
        (true, false) => locale.pick("found by its English text", "按对应的英文找到"),
        (false, true) => locale.pick("its Chinese text also matches", "对应的中文也命中"),
        (false, false) => locale.pick("its English text also matches", "对应的英文也命中"),
    }
}

/// How the first score and the final one add up.
fn totals(explain: &HitExplanation, hit: &Hit) -> Vec<String> {
    let score = hit.score;
    let mut lines = vec![format!(
        "phrases {:+.3}, role ×{:.2}, title or number {:+.3}, document {:+.3} = first score {:.3}",
        explain.phrases, explain.role, explain.labels, explain.document, explain.first
    )];
    let mut curves: Vec<_> = explain.curves.iter().filter(|part| part.score != 0.0).collect();
    curves.sort_by(|a, b| b.score.abs().total_cmp(&a.score.abs()));
    lines.extend(
        curves.iter().map(|part| format!("{:+.3}  {} {:.3}", part.score, part.feature.name(), part.value)),
    );
    lines.extend(hit.rendering.as_ref().map(|found| format!("{:+.3}  {}", found.added, found.reference)));
    if let Some(meaning) = explain.meaning {
        lines.push(format!(
            "{:+.3}  meaning: cosine {:.3}, weight {:.2}",
            meaning.added, meaning.cosine, meaning.weight
        ));
    }
    lines.push(match explain.set {
        Some(set) => format!(
            "title or number {:+.3}, status {:+.3}, recency {:+.3} = {score:.3}",
            set.labels, set.status, set.recency
        ),
        None => format!("behind those looked at closely {:+.3} = {score:.3}", explain.behind),
    });
    lines
}

fn facets(out: &mut impl Write, answer: &Answer, style: Style) -> io::Result<()> {
    if answer.total_policies < 2 {
        return Ok(());
    }
    let mut lines = Vec::new();
    for (facet, values) in answer.facets.iter().filter(|(_, values)| values.len() > 1) {
        let mut values: Vec<(&String, &u64)> = values.iter().collect();
        values.sort_by_key(|(value, count)| (std::cmp::Reverse(**count), *value));
        let rest = values.len().saturating_sub(FACET_VALUES);
        let mut shown: Vec<String> = values
            .iter()
            .take(FACET_VALUES)
            .map(|(value, count)| format!("{} {count}", visible(value)))
            .collect();
        if rest > 0 {
            shown.push(format!("+{rest}"));
        }
        lines.push(format!("{facet}: {}", shown.join(" · ")));
    }
    if !lines.is_empty() {
        writeln!(out, "\n{}", style.dim(lines.join("\n")))?;
    }
    Ok(())
}

/// Says what stands between the query and an answer, where nothing was found.
pub fn relaxations(out: &mut impl Write, answer: &Answer, style: Style, locale: Locale) -> io::Result<()> {
    for relaxation in &answer.relaxations {
        let part = visible(&relaxation.without);
        let absent = match (relaxation.absent, locale) {
            (false, _) => String::new(),
            (true, Locale::En) => format!("nothing stored holds {part}; "),
            (true, Locale::Zh) => format!("库中没有出现 {part}；"),
        };
        let without = match (relaxation.total, locale) {
            (0, Locale::En) => "leaving it out does not help".to_owned(),
            (0, Locale::Zh) => "去掉它也没有结果".to_owned(),
            (total, Locale::En) => format!("without {part}: {total} clauses"),
            (total, Locale::Zh) => format!("去掉 {part}：{total} 条"),
        };
        writeln!(out, "{}", style.dim(format!("  {absent}{without}")))?;
    }
    Ok(())
}

/// Says what may have been meant.
pub fn corrections(out: &mut impl Write, answer: &Answer, locale: Locale) -> io::Result<()> {
    for correction in &answer.did_you_mean {
        let query = visible(&correction.query);
        let line = match locale {
            Locale::En => format!("did you mean: {query} ({} clauses)", correction.total),
            Locale::Zh => format!("您要找的是不是：{query}（{} 条）", correction.total),
        };
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Terms that belong to those of the query.
pub fn related(out: &mut impl Write, terms: &[RelatedTerm], style: Style, locale: Locale) -> io::Result<()> {
    for (why, title) in [
        (Why::Lexicon, locale.pick("other names", "其他名称")),
        (Why::Beside, locale.pick("stands beside", "常见于同一条款")),
    ] {
        let named: Vec<String> = terms
            .iter()
            .filter(|term| term.why == why)
            .map(|term| format!("{} {}", visible(&term.text), style.dim(term.clauses.to_string())))
            .collect();
        if !named.is_empty() {
            writeln!(out, "{}{}{}", style.bold(title), locale.pick(": ", "："), named.join(" · "))?;
        }
    }
    Ok(())
}

/// Writes the answer's warnings, for standard error.
pub fn warnings(out: &mut impl Write, answer: &Answer, style: Style, locale: Locale) -> io::Result<()> {
    for warning in &answer.warnings {
        writeln!(
            out,
            "{}",
            style.caution(format!(
                "{}{}",
                locale.pick("note: ", "提示："),
                visible(&warning.localized(locale))
            ))
        )?;
    }
    Ok(())
}
