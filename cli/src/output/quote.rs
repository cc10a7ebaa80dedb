//! A verdict about a quotation, for the terminal.

use super::{Style, visible};
use polidex_corpus::locale::{Locale, Localized};
use polidex_search::{
    parallel::Counterpart,
    quoting::verify::{
        Caution, CautionKind, Difference, Grave, Match, Nearest, Part, Piece, Place, Standing, Verdict,
    },
};
use std::io::{self, Write};

/// Characters of a clause that are shown.
const SNIPPET: usize = 160;

/// Writes a verdict.
pub fn write(out: &mut impl Write, verdict: &Verdict, style: Style, locale: Locale) -> io::Result<()> {
    let name = matched(verdict.matched, locale);
    let name = if verdict.matched.is_right() { style.good(name) } else { style.caution(name) };
    let status = verdict.status.map(|status| standing(status, locale)).unwrap_or_default();
    let count = match (verdict.matched, verdict.total, locale) {
        (Match::Stitched, total, Locale::En) => format!("{total} passages"),
        (Match::Stitched, total, Locale::Zh) => format!("{total} 处文字"),
        (_, 0, _) => String::new(),
        (_, total, Locale::En) => format!("{total} {}", if total == 1 { "place" } else { "places" }),
        (_, total, Locale::Zh) => format!("{total} 处"),
    };
    let facts: Vec<&str> = [count.as_str(), status].into_iter().filter(|fact| !fact.is_empty()).collect();
    writeln!(out, "{}   {}", style.bold(name), style.dim(facts.join(" · ")))?;
    if let Some(difference) = &verdict.difference {
        writeln!(out, "  {}", laid_beside(difference, style))?;
        grave(out, difference, style, locale)?;
    }
    for caution in &verdict.cautions {
        writeln!(out, "  {}", style.caution(cautioned(caution, locale)))?;
    }
    if verdict.matched == Match::Stitched {
        parts(out, verdict, style, locale)?;
    } else {
        for found in &verdict.places {
            place(out, found, style, locale)?;
        }
        let more = verdict.total.saturating_sub(verdict.places.len());
        if more > 0 {
            let text = match locale {
                Locale::En => format!("… and {more} more (--places)"),
                Locale::Zh => format!("……另有 {more} 处（--places）"),
            };
            writeln!(out, "  {}", style.dim(text))?;
        }
    }
    nearest(out, &verdict.nearest, style, locale)?;
    for warning in &verdict.warnings {
        writeln!(out, "  {}", style.dim(visible(&warning.localized(locale))))?;
    }
    Ok(())
}

/// What a quotation is, in a word.
pub fn matched(matched: Match, locale: Locale) -> &'static str {
    let (en, zh) = match matched {
        Match::Exact => ("exact", "一字不差"),
        Match::Normalised => ("normalised", "文字相同"),
        Match::Altered => ("altered", "有改动"),
        Match::Stitched => ("stitched", "拼接"),
        Match::Translated => ("translated", "译文"),
        Match::NotFound => ("not found", "未找到"),
        Match::TooShort => ("too short", "过短"),
        Match::TooLong => ("too long", "过长"),
    };
    locale.pick(en, zh)
}

/// What a text is worth, in honest words.
pub fn standing(standing: Standing, locale: Locale) -> &'static str {
    let (en, zh) = match standing {
        Standing::Current => ("newest edition stored, no repeal known", "库中最新版本，未见废止"),
        Standing::Superseded => ("superseded by a later edition", "已有新版本"),
        Standing::Repealed => ("no longer in force", "已失效"),
        Standing::Unknown => ("status unknown", "效力未知"),
    };
    locale.pick(en, zh)
}

/// Both texts in one line: what was published and is missing, and what was added.
pub fn laid_beside(difference: &Difference, style: Style) -> String {
    difference.pieces.iter().map(|piece| shown(piece, style)).collect()
}

fn shown(piece: &Piece, style: Style) -> String {
    if piece.same {
        return visible(&piece.published).into_owned();
    }
    let mut text = String::new();
    if !piece.published.is_empty() {
        text.push_str(&style.good(format!("[-{}-]", visible(&piece.published))));
    }
    if !piece.quoted.is_empty() {
        text.push_str(&style.caution(format!("{{+{}+}}", visible(&piece.quoted))));
    }
    text
}

/// The grave kinds of a difference, in words.
pub fn kinds(grave: &[Grave], locale: Locale) -> String {
    let name = |grave: &Grave| match grave {
        Grave::Number => locale.pick("a number", "数字"),
        Grave::Negation => locale.pick("a negation", "否定词"),
        Grave::Modal => locale.pick("a modal verb", "情态词"),
        Grave::Limit => locale.pick("a limit", "限定词"),
        Grave::Conjunction => locale.pick("a conjunction", "连接词"),
    };
    grave.iter().map(name).collect::<Vec<_>>().join(locale.pick(", ", "、"))
}

fn grave(out: &mut impl Write, difference: &Difference, style: Style, locale: Locale) -> io::Result<()> {
    let legend =
        locale.pick("[-published, missing here-] {+not published+}", "[-原文有而引文无-] {+引文有而原文无+}");
    writeln!(out, "  {}", style.dim(legend))?;
    if difference.grave.is_empty() {
        return Ok(());
    }
    let kinds = kinds(&difference.grave, locale);
    let text = match locale {
        Locale::En => format!("grave: {kinds} changed"),
        Locale::Zh => format!("严重：改动了{kinds}"),
    };
    writeln!(out, "  {}", style.caution(text))
}

pub fn cautioned(caution: &Caution, locale: Locale) -> String {
    let what = match caution.kind {
        CautionKind::CutsNumber => locale.pick("cuts a number in two", "截断了数字"),
        CautionKind::CutsNegation => locale.pick("leaves out the negation before it", "略去了前面的否定词"),
    };
    format!("{what}{}…{}…", locale.pick(": ", "："), visible(&caution.published))
}

fn place(out: &mut impl Write, place: &Place, style: Style, locale: Locale) -> io::Result<()> {
    let policy = &place.policy;
    let mut path = place.path.join(" ");
    if !place.path_to.is_empty() {
        path.push_str(" – ");
        path.push_str(&place.path_to.join(" "));
    }
    writeln!(out, "\n  {}  {}", style.bold(visible(&policy.title)), visible(&path))?;
    let mut facts: Vec<String> = policy.doc_number.iter().cloned().collect();
    facts.extend((!policy.issuer.is_empty()).then(|| policy.issuer.join("、")));
    let edition = locale.pick("edition", "版本");
    facts.push(format!("{edition} {}", policy.edition));
    facts.push(standing(place.status, locale).to_owned());
    facts.extend(policy.illustrative.then(|| locale.pick("illustrative sample", "示例文本").to_owned()));
    writeln!(out, "  {}", style.dim(visible(&facts.join(" · "))))?;
    let mut reference = place.reference.to_string();
    if let Some(to) = &place.to {
        reference.push_str(" – ");
        reference.push_str(&to.to_string());
    }
    writeln!(out, "  {}", style.reference(visible(&reference)))?;
    if !place.normalisations.is_empty() {
        let names: Vec<&str> = place.normalisations.iter().map(|kind| kind.label(locale)).collect();
        writeln!(out, "  {}{}", locale.pick("differs in: ", "差异："), names.join(locale.pick(", ", "、")))?;
    }
    writeln!(out, "  「{}」", visible(&shortened(&place.text)))?;
    if let Some(beside) = &place.counterpart {
        counterpart(out, beside, style, locale)?;
    }
    for source in &place.sources {
        let archived = source.archived.as_ref().map_or(String::new(), |record| {
            format!(" · {} {}:{}", locale.pick("archived in", "存档于"), record.file, record.offset)
        });
        let line = format!(
            "{} · {} {}{archived} · sha256 {}",
            visible(&source.location),
            locale.pick("read", "读入"),
            source.captured_at,
            source.sha256
        );
        writeln!(out, "  {}", style.dim(line))?;
    }
    Ok(())
}

fn parts(out: &mut impl Write, verdict: &Verdict, style: Style, locale: Locale) -> io::Result<()> {
    let how = if verdict.omission_marked {
        locale.pick("in the order of one text; what is left out is marked", "依次出自同一文本，省略处已标明")
    } else {
        locale.pick("passages that do not stand beside each other", "各处文字并不相连")
    };
    writeln!(out, "  {how}")?;
    for Part { quoted, place: found } in &verdict.parts {
        writeln!(out, "\n  {}", style.highlight(&visible(&shortened(quoted))))?;
        match found {
            Some(found) => place(out, found, style, locale)?,
            None => writeln!(out, "  {}", locale.pick("stands nowhere", "未找到出处"))?,
        }
    }
    Ok(())
}

fn nearest(out: &mut impl Write, nearest: &[Nearest], style: Style, locale: Locale) -> io::Result<()> {
    if !nearest.is_empty() {
        writeln!(out, "  {}", locale.pick("nearest clauses:", "最接近的条款："))?;
    }
    for clause in nearest {
        writeln!(
            out,
            "\n  {}  {}   {}\n  {}",
            style.bold(visible(&clause.title)),
            visible(&clause.label),
            style.reference(&clause.reference),
            visible(&shortened(&clause.text))
        )?;
        if let Some(beside) = &clause.counterpart {
            counterpart(out, beside, style, locale)?;
        }
    }
    Ok(())
}

/// A counterpart of this confidence or less is marked as uncertain.
pub const UNCERTAIN: f32 = 0.5;

/// The words of the other language.
pub fn counterpart(
    out: &mut impl Write,
    counterpart: &Counterpart,
    style: Style,
    locale: Locale,
) -> io::Result<()> {
    let mut label = counterpart.standing.label(locale).to_owned();
    if counterpart.confidence <= UNCERTAIN {
        label = format!("{label}, {} {:.2}", locale.pick("uncertain", "不确定"), counterpart.confidence);
    }
    writeln!(
        out,
        "  {label}{}{}  {}",
        locale.pick(": ", "："),
        style.reference(&counterpart.reference),
        visible(&shortened(&counterpart.text))
    )
}

fn shortened(text: &str) -> String {
    let text = text.replace('\n', " ");
    if text.chars().count() <= SNIPPET {
        return text;
    }
    let mut short: String = text.chars().take(SNIPPET - 1).collect();
    short.push('…');
    short
}
